"""How several stages are gathered: one after another, or in any order inside a window of time."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.panels.search.editors.base import choice, show_choice
from app.panels.search.texts import across_names, inside_names
from app.services.types import Query
from app.widgets.controls import named
from app.widgets.flow_layout import FlowLayout


class WindowRow(QWidget):
    """The line above several stages; hidden while there is one.

    Args:
        parent: owner.
    """

    changed = Signal(object)  # Query

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = Query()
        orders = {True: self.tr("in this order"), False: self.tr("in any order")}
        self.order = choice(self.tr("Order of the steps"), orders, self._on_change)
        self.order.setToolTip(
            self.tr("One after another, or all near to each other in whatever order")
        )
        self.seconds = QDoubleSpinBox()
        named(self.seconds, self.tr("Length of the window, seconds"))
        self.seconds.setRange(0.5, 86_400)
        self.seconds.setDecimals(0)
        self.seconds.setSuffix(self.tr(" s"))
        self.seconds.setKeyboardTracking(False)
        self.seconds.valueChanged.connect(lambda _value: self._on_change())
        self.inside = self._box(self.tr("How the frames of a step count"), inside_names())
        self.inside.setToolTip(
            self.tr("Inside the window: the best frame, or every frame a little")
        )
        self.across = self._box(self.tr("How the steps make one score"), across_names())
        self.across.setToolTip(self.tr("Across steps: mean, the weakest one, or their product"))
        self.gathering = QWidget()
        flow = FlowLayout(self.gathering)
        within = QWidget()
        pair = QHBoxLayout(within)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.addWidget(QLabel(self.tr("within")))
        pair.addWidget(self.seconds)
        for part in (within, self.inside, self.across):
            flow.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(QLabel(self.tr("Steps")))
        line.addWidget(self.order, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.gathering)
        self.hide()

    def _box(self, name: str, entries: dict[str, str]) -> QComboBox:
        return choice(name, dict(entries), self._on_change)

    def show_query(self, query: Query) -> None:
        """Show how the stages of a query are gathered."""
        self._query = query
        self.setVisible(len(query.stages) > 1)
        show_choice(self.order, query.in_order)
        blocked = QSignalBlocker(self.seconds)
        self.seconds.setValue(query.window.seconds)
        blocked.unblock()
        show_choice(self.inside, query.window.inside)
        show_choice(self.across, query.window.across)
        self.gathering.setVisible(not query.in_order)

    def _on_change(self) -> None:
        window = replace(
            self._query.window,
            seconds=self.seconds.value(),
            inside=self.inside.currentData(),
            across=self.across.currentData(),
        )
        self.changed.emit(
            replace(self._query, in_order=bool(self.order.currentData()), window=window)
        )
