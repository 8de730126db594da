"""Hides parts of the picture by hand: brush sizes, undo, reset, and what the network says then."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QWidget

from app.services.explain_types import Occluded
from app.services.explain_words import short_label
from app.widgets.controls import icon_button, tool_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.numbers import numeral
from app.widgets.occlusion import SIZES, Occlusion


class OccludeBar(QWidget):
    """The tools of the brush.

    Args:
        parent: owner.
    """

    changed = Signal()  # what is hidden is another

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.occlusion: Occlusion | None = None
        flow = FlowLayout(self)
        label = QLabel(tr("Paint over the picture:"))
        flow.addWidget(label)
        self.sizes = QButtonGroup(self)
        for number, (size, name) in enumerate(
            zip(SIZES, (tr("Fine"), tr("Small"), tr("Wide"), tr("Very wide")), strict=True)
        ):
            button = tool_button(name, tr("{name} brush ({key})").format(name=name, key=number + 1))
            button.setCheckable(True)
            button.setChecked(size == SIZES[1])
            self.sizes.addButton(button, number)
            flow.addWidget(button)
        self.eraser = tool_button(
            tr("Show again"), tr("Paint to show what was hidden (E)"), checkable=True
        )
        self.undo = icon_button("undo", tr("Take the last stroke back (Backspace)"), self._undo)
        self.redo = icon_button("redo", tr("Bring the stroke back (Shift+Backspace)"), self._redo)
        self.reset = tool_button(tr("Reset"), tr("Show the whole picture again (R)"), self._reset)
        self.told = QLabel()
        self.told.setAccessibleName(tr("What the network says"))
        for widget in (self.eraser, self.undo, self.redo, self.reset, self.told):
            flow.addWidget(widget)
        self.sizes.idClicked.connect(self._on_size)
        self.eraser.toggled.connect(self._on_eraser)
        self._follow()

    def take(self, occlusion: Occlusion | None) -> None:
        """Work on what is painted over a picture."""
        self.occlusion = occlusion
        if occlusion is not None:
            occlusion.size = SIZES[self.sizes.checkedId()]
            occlusion.erases = self.eraser.isChecked()
        self.told.clear()
        self._follow()

    def show_answer(self, found: Occluded, label: str = "") -> None:
        """Say what changed for a class; "" takes the one that was most probable."""
        watched, before = dict(found.watched), dict(found.before)
        name = label if label in watched else next(iter(watched), "")
        best, score = found.top[0] if found.top else (name, 0.0)
        text = self.tr("{hidden} hidden · {name} {before} → {now}")
        if best != name:
            text = self.tr("{hidden} hidden · {name} {before} → {now} · now {top}")
        lines = text.format(
            hidden=numeral(found.hidden, ".0%"), name=short_label(name),
            before=numeral(before.get(name, 0.0), ".1%"),
            now=numeral(watched.get(name, 0.0), ".1%"),
            top=f"{short_label(best)} {numeral(score, '.1%')}",
        )  # fmt: skip
        self.told.setText(lines)
        self.told.setToolTip(self.tr("Answered in %s ms") % f"{found.ms:.0f}")
        self._follow()

    def choose_size(self, number: int) -> None:
        """Take another brush, from 0."""
        button = self.sizes.button(number)
        if button is not None:
            button.setChecked(True)
            self._on_size(number)

    def _on_size(self, number: int) -> None:
        if self.occlusion is not None:
            self.occlusion.size = SIZES[number]

    def _on_eraser(self, on: bool) -> None:
        if self.occlusion is not None:
            self.occlusion.erases = on

    def _undo(self) -> None:
        self._do(lambda occlusion: occlusion.undo())

    def _redo(self) -> None:
        self._do(lambda occlusion: occlusion.redo())

    def _reset(self) -> None:
        self._do(lambda occlusion: occlusion.clear())

    def _do(self, run: Callable[[Occlusion], None]) -> None:
        if self.occlusion is not None:
            run(self.occlusion)
            self._follow()
            self.changed.emit()

    def _follow(self) -> None:
        painted = self.occlusion is not None and not self.occlusion.is_empty
        self.undo.setEnabled(painted)
        self.reset.setEnabled(painted)
        self.redo.setEnabled(self.occlusion is not None and self.occlusion.can_redo)
