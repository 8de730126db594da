"""Beside the results of a walk: its picture, why an item was found, tags to go on with."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from app.panels.graph.texts import tag_name, way_text
from app.panels.graph.walk_picture import WalkPicture
from app.services.types import Tag, TagAnswer
from app.widgets.chips import Chip, ChipRow
from app.widgets.filter_names import key_name


class WalkSide(QWidget):
    """The column beside the results.

    Args:
        parent: owner.
    """

    tag_chosen = Signal(object, bool)  # Tag, Alt was held

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture, self.related = WalkPicture(), ChipRow()
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setAccessibleName(self.tr("Why it was found"))
        self.heading = QLabel(self.tr("Go on with (Alt+click rules out)"))
        self.heading.setProperty("muted", "true")
        self.picture.tag_clicked.connect(self.tag_chosen)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.related)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.picture, 3)
        layout.addWidget(self.why)
        layout.addWidget(self.heading)
        layout.addWidget(scroll, 2)

    def show_answer(self, answer: TagAnswer, asked: Collection[Tag]) -> None:
        """Show another walk.

        Args:
            answer: what it found.
            asked: tags of the query; they are not offered again.
        """
        self.picture.show_walk(answer.starts, answer.reached)
        self._show_related([each for each in answer.related if each[0] not in asked])

    def _show_related(self, related: Sequence[tuple[Tag, float]]) -> None:
        self.related.clear()
        for tag, strength in related:
            chip = Chip(tag_name(tag))
            tip = self.tr("{key}, linked by {strength} %: click adds it, Alt+click rules it out")
            chip.setToolTip(
                tip.format(key=key_name(tag.key), strength=round(100 * min(1.0, strength)))
            )
            chip.chosen.connect(partial(self._on_chosen, tag))
            self.related.add(chip)
        self.heading.setVisible(bool(related))

    def _on_chosen(self, tag: Tag, _held: bool) -> None:
        alt = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier
        self.tag_chosen.emit(tag, bool(alt))

    def show_why(self, answer: TagAnswer | None, item: int | None) -> None:
        """Say how far an item is from each start; nothing for None."""
        way = answer.pool.way(item) if answer is not None and item is not None else ()
        self.why.setText(way_text(answer.starts, way) if answer is not None and way else "")
        self.picture.show_way(way)
