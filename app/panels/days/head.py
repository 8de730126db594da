"""What stands above the days: which day, which view, what is to be looked for."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.widgets.controls import push_button, tool_button
from app.widgets.icons import icon

DAY, CALENDAR, MAP, PLACES = "day", "calendar", "map", "places"


class DaysHead(QWidget):
    """Controls above the views; the panel does what they ask for."""

    view_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.before = self._arrow("chevron-left", tr("Day before (Page Up)"))
        self.after = self._arrow("chevron-right", tr("Day after (Page Down)"))
        self.title = QLabel()
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.title.setAccessibleName(tr("Day on show"))
        self.views: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        for name, text, tip in (
            (DAY, tr("Day"), tr("One day in all its parts (D)")),
            (CALENDAR, tr("Calendar"), tr("All days, as full as they are (C)")),
            (MAP, tr("Map"), tr("All photos where they were taken (M)")),
            (PLACES, tr("Places"), tr("Where you were, and what it is called (P)")),
        ):
            button = tool_button(text, tip, partial(self.view_chosen.emit, name),
                                 checkable=True)  # fmt: skip
            self.views[name] = button
            self._group.addButton(button)
        self.gaps = push_button(
            tr("Short gaps"), tr("Make stretches without photos short (G)"), checkable=True
        )
        self.gaps.setChecked(True)
        self.box = push_button(
            tr("Box"), tr("Draw boxes instead of a free line (B)"), checkable=True
        )
        self.clock = push_button(tr("Clock …"), tr("Correct the clock of a camera"))
        self.look = push_button(
            tr("Find events"), tr("Look for stays, trips and events again, with what is new")
        )
        self._lay_out()

    def _arrow(self, drawing: str, tip: str) -> QToolButton:
        button = tool_button("", tip)
        button.setIcon(icon(drawing))
        button.setAutoRaise(True)
        return button

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for widget in (self.before, self.after, self.title):
            line.addWidget(widget, 1 if widget is self.title else 0)
        for button in self.views.values():
            line.addWidget(button)
        line.addSpacing(6)
        for each in (self.gaps, self.box, self.clock, self.look):
            line.addWidget(each)

    def show_view(self, name: str) -> None:
        """Show which view is on, and what can be done in it."""
        self.views[name].setChecked(True)
        is_day = name == DAY
        for widget in (self.before, self.after, self.gaps):
            widget.setVisible(is_day)
        self.box.setVisible(name in (DAY, MAP))
