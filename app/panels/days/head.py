"""What stands above the days: which day, which view, what is to be looked for."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.widgets.controls import icon_button, tool_button

DAY, CALENDAR, MAP, PLACES = "day", "calendar", "map", "places"


class DaysHead(QWidget):
    """Controls above the views; the panel does what they ask for."""

    view_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.before = icon_button("chevron-left", tr("Day before (Page Up)"), flat=True)
        self.after = icon_button("chevron-right", tr("Day after (Page Down)"), flat=True)
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
        self._make_menu()
        self._lay_out()

    def _make_menu(self) -> None:
        tr = self.tr
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.gaps = self._entry(
            menu, tr("Short gaps"), tr("Make stretches without photos short (G)")
        )
        self.gaps.setChecked(True)
        self.box = self._entry(
            menu, tr("Box instead of lasso"), tr("Draw boxes instead of a free line (B)")
        )
        menu.addSeparator()
        self.clock = menu.addAction(tr("Correct a clock …"))
        self.clock.setToolTip(tr("Correct the clock of a camera, for all its photos"))
        self.look = menu.addAction(tr("Find stays and events"))
        self.look.setToolTip(tr("Look for stays, trips and events again, with what is new"))
        self.more = tool_button(tr("More …"), tr("Gaps, boxes, clocks, stays and events"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(menu)
        # Three dots say that more follows; the style's arrow would lie over them.
        self.more.setStyleSheet("QToolButton::menu-indicator { image: none; }")

    def _entry(self, menu: QMenu, text: str, tip: str) -> QAction:
        entry = menu.addAction(text)
        entry.setToolTip(tip)
        entry.setCheckable(True)
        return entry

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        for widget in (self.before, self.after, self.title):
            line.addWidget(widget, 1 if widget is self.title else 0)
        for button in self.views.values():
            line.addWidget(button)
        line.addSpacing(6)
        line.addWidget(self.more)

    def show_view(self, name: str) -> None:
        """Show which view is on, and what can be done in it."""
        self.views[name].setChecked(True)
        is_day = name == DAY
        for widget in (self.before, self.after):
            widget.setVisible(is_day)
        self.gaps.setEnabled(is_day)
        self.box.setEnabled(name in (DAY, MAP))
