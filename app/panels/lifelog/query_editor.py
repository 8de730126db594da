"""The graph of a query, sentence by sentence, as a picture and as lines."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.widgets.controls import tool_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.scene_graph.editor import GraphEditor
from app.widgets.scene_graph.rows import TripleRows
from common.scenes import LifelogQuery, QueryPart

_TAB_LETTERS = 20
MOST_MINUTES = 7 * 24 * 60.0


class QueryEditor(QWidget):
    """Edits the parts of a query. Both views change the same query."""

    edited = Signal(object, str)  # LifelogQuery, what was done

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = LifelogQuery()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName(self.tr("Sentences"))
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.setTabsClosable(False)
        self.graph, self.rows = GraphEditor(), TripleRows()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.graph)
        self.pages.addWidget(self.rows)
        self.graph.edited.connect(self._on_part)
        self.rows.edited.connect(self._on_part)
        self._make_controls()
        self._lay_out()
        self.show_query(self._query)

    def _make_controls(self) -> None:
        self.add_button = tool_button(
            self.tr("+ sentence"),
            self.tr("Add a sentence: something else that happened near it"),
            self.add_part,
        )
        self.remove_button = tool_button("✕", self.tr("Remove this sentence"), self.remove_part)
        self.rows_button = tool_button(
            self.tr("S P O"),
            self.tr("Show boxes for subject, predicate and object instead of the picture"),
            checkable=True,
        )
        self.rows_button.toggled.connect(self._on_rows)
        self.tidy_button = tool_button(
            self.tr("Tidy"), self.tr("Bring the objects back into order"), self.graph.tidy
        )
        self.ordered = QCheckBox(self.tr("in this order"))
        self.ordered.setToolTip(self.tr("The second sentence must follow the first (“then”)"))
        self.ordered.toggled.connect(self._on_order)
        self.within = QDoubleSpinBox()
        self.within.setRange(1, MOST_MINUTES)
        self.within.setDecimals(0)
        self.within.setMaximumWidth(self.within.fontMetrics().horizontalAdvance("10080 min") + 48)
        self.within.setSuffix(self.tr(" min"))
        self.within.setAccessibleName(self.tr("Minutes that all sentences must lie in"))
        self.within.setToolTip(self.tr("All sentences must be found within so many minutes"))
        self.within.setKeyboardTracking(False)
        self.within.valueChanged.connect(self._on_within)
        self.within_label = QLabel(self.tr("within"))

    def _lay_out(self) -> None:
        self.order_group = _side_by_side((self.ordered, self.within_label, self.within))
        head = FlowLayout(spacing=4)  # lines of their own where the window is narrow
        for group in (
            _side_by_side((self.tabs, self.add_button, self.remove_button)),
            self.order_group,
            _side_by_side((self.tidy_button, self.rows_button)),
        ):
            head.addWidget(group)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)

    # -- what is shown

    @property
    def query(self) -> LifelogQuery:
        """What is shown."""
        return self._query

    @property
    def place(self) -> int:
        """Place of the part that is on view."""
        return max(0, self.tabs.currentIndex())

    def show_query(self, query: LifelogQuery) -> None:
        """Show another query; the part on view stays, if there is one."""
        place = self.place
        self._query = query
        parts = query.parts or (QueryPart(),)
        with QSignalBlocker(self.tabs):
            while self.tabs.count() > len(parts):
                self.tabs.removeTab(self.tabs.count() - 1)
            while self.tabs.count() < len(parts):
                self.tabs.addTab("")
            for number, part in enumerate(parts):
                self.tabs.setTabText(number, f"{number + 1}  {_short(part.text)}".rstrip())
                self.tabs.setTabToolTip(number, part.text)
            self.tabs.setCurrentIndex(min(place, len(parts) - 1))
        several = len(parts) > 1
        self.order_group.setVisible(several)
        self.tabs.setVisible(several)
        for widget in (self.remove_button, self.ordered, self.within_label, self.within):
            widget.setVisible(several)
        with QSignalBlocker(self.ordered), QSignalBlocker(self.within):
            self.ordered.setChecked(query.ordered)
            self.within.setValue(query.within_s / 60)
        self._show_part()

    def _show_part(self) -> None:
        parts = self._query.parts
        part = parts[self.place] if self.place < len(parts) else QueryPart()
        if part != self.graph.part or not self.graph.is_naming:
            self.graph.show_part(part)
        if part != self.rows.part:
            self.rows.show_part(part)

    # -- changes

    def _change(self, query: LifelogQuery, what: str) -> None:
        if query != self._query:
            self.show_query(query)
            self.edited.emit(query, what)

    def _on_part(self, part: QueryPart, what: str) -> None:
        parts = self._query.parts or (QueryPart(),)
        place = min(self.place, len(parts) - 1)
        changed = (*parts[:place], part, *parts[place + 1 :])
        self._change(replace(self._query, parts=changed), what)

    def add_part(self) -> None:
        """Add an empty part and show it."""
        parts = (*(self._query.parts or (QueryPart(),)), QueryPart())
        self._change(replace(self._query, parts=parts), self.tr("Add sentence"))
        self.tabs.setCurrentIndex(len(parts) - 1)
        self.graph.setFocus()

    def remove_part(self) -> None:
        """Remove the part on view."""
        place, parts = self.place, self._query.parts
        self._change(
            replace(self._query, parts=parts[:place] + parts[place + 1 :]),
            self.tr("Remove sentence"),
        )

    def _on_order(self, on: bool) -> None:
        self._change(replace(self._query, ordered=on), self.tr("Order of sentences"))

    def _on_within(self, minutes: float) -> None:
        self._change(replace(self._query, within_s=minutes * 60), self.tr("Time between sentences"))

    def _on_tab(self, _place: int) -> None:
        self._show_part()

    def _on_rows(self, on: bool) -> None:
        self.pages.setCurrentWidget(self.rows if on else self.graph)
        self.tidy_button.setEnabled(not on)

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""
        for widget in (self.rows_button, self.tidy_button):
            widget.setVisible(on)
        if not on:
            self.rows_button.setChecked(False)


def _side_by_side(widgets: Sequence[QWidget]) -> QWidget:
    group = QWidget()
    line = QHBoxLayout(group)
    line.setContentsMargins(0, 0, 8, 0)
    line.setSpacing(4)
    for widget in widgets:
        line.addWidget(widget)
    return group


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _TAB_LETTERS else text[: _TAB_LETTERS - 1].rstrip() + "…"
