"""How a walk is weighed, linked and ended: sliders in one line."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

from app.services.types import TagQuery
from app.widgets.flow_layout import FlowLayout

_SETTLE_MS = 200
_STEPS = 20


class WalkOptions(QWidget):
    """The sliders of a walk.

    Args:
        parent: owner.
    """

    weight_changed = Signal(float)  # 0-1, of the graph; at once
    how_changed = Signal(float, int)  # coming together 0-1, enough; when the slider rests

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.weight = self._slider(
            tr("Graph against text"),
            tr("How much the graph counts against the text; moves the list at once"),
        )
        self.together = self._slider(
            tr("Coming together against likeness"),
            tr(
                "Link tags that items have together (left), or that are had in like company (right)"
            ),
        )
        self.enough = QSpinBox()
        self.enough.setRange(1, 1_000_000)
        self.enough.setSingleStep(50)
        self.enough.setAccessibleName(tr("Enough moments"))
        self.enough.setToolTip(tr("The walk ends when so many moments were found near any tag"))
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._tell_how)
        self.weight.valueChanged.connect(self._on_weight)
        self.together.valueChanged.connect(self._settle.start)
        self.enough.valueChanged.connect(self._settle.start)
        flow = FlowLayout(self, spacing=10)
        self.expert = [
            self._group(tr("linked by: together"), self.together, tr("likeness")),
            self._group(tr("enough"), self.enough, ""),
        ]
        flow.addWidget(self._group(tr("text"), self.weight, tr("graph")))
        for group in self.expert:
            flow.addWidget(group)
        self.show_weighable(on=False)

    def _slider(self, name: str, tip: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _STEPS)
        slider.setAccessibleName(name)
        slider.setToolTip(tip)
        slider.setFixedWidth(110)
        return slider

    def _group(self, before: str, widget: QWidget, after: str) -> QWidget:
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(before))
        row.addWidget(widget)
        if after:
            row.addWidget(QLabel(after))
        return group

    @property
    def is_idle(self) -> bool:
        """Whether no change waits to be told."""
        return not self._settle.isActive()

    def show_query(self, query: TagQuery) -> None:
        """Show what a query says, without telling of a change."""
        for widget, value in (
            (self.weight, round(query.weight * _STEPS)),
            (self.together, round((1 - query.together) * _STEPS)),
            (self.enough, query.enough),
        ):
            with QSignalBlocker(widget):
                widget.setValue(value)

    def show_weighable(self, *, on: bool) -> None:
        """Offer to weigh, where both a walk and a text have found something."""
        self.weight.setEnabled(on)

    def show_expert(self, *, on: bool) -> None:
        """Show all sliders, or only the one that most people need."""
        for group in self.expert:
            group.setVisible(on)

    def _on_weight(self, value: int) -> None:
        self.weight_changed.emit(value / _STEPS)

    def _tell_how(self) -> None:
        self.how_changed.emit(1 - self.together.value() / _STEPS, self.enough.value())
