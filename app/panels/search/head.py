"""The top of the panel: the box, and the buttons below it."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.panels.search.box import SearchBox
from app.panels.search.texts import Kind, kinds
from app.widgets.controls import icon_button, tool_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.icons import icon

_WIDE = 340  # pixels, from which on the arrows have room


class SearchHead(QWidget):
    """Everything that is always there.

    Args:
        parent: owner.
    """

    submitted = Signal()
    kind_wanted = Signal(str, int)  # kind of part, stage
    step_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.box = SearchBox((tr("Words, or drop a picture"), tr("Words")))
        self.box.returnPressed.connect(self.submitted)
        self.go = QPushButton(icon("search"), "")
        self.go.setAccessibleName(tr("Search"))
        self.go.setToolTip(tr("Search (Enter)"))
        self.go.clicked.connect(lambda _on: self.submitted.emit())
        self.dictate = icon_button("microphone", tr("Dictate"))
        self._make_buttons()
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.box, 1)
        top.addWidget(self.dictate)
        top.addWidget(self.go)
        self.tools = QWidget()
        flow = FlowLayout(self.tools, spacing=4)
        for button in (
            self.add_button, self.filters, self.options, self.back, self.forward, self.history,
            self.more,
        ):  # fmt: skip
            flow.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.tools)

    def _make_buttons(self) -> None:
        tr = self.tr
        self.add_button = self._menu_button(
            tr("Add"), "add", tr("Add concepts, a picture, a canvas, a step in time … (Alt+A)")
        )
        self.add_menu = QMenu(self)
        self.add_menu.setToolTipsVisible(True)
        self.add_actions: dict[str, QAction] = {}
        fill_add_menu(self, self.add_menu, 0, self.add_actions)
        self.add_button.setMenu(self.add_menu)
        self.filters = tool_button(
            tr("Filters"),
            tr("Quick filters: people, colour, darkness, length … (Alt+Shift+F)"),
            checkable=True,
        )
        self.options = icon_button(
            "filters", tr("How to search: ways, weights, fusion (Alt+Shift+O)"), checkable=True
        )
        self.back = self._plain("chevron-left", tr("Back to the search before (Alt+Left)"))
        self.forward = self._plain("chevron-right", tr("On to the next search (Alt+Right)"))
        self.history = self._menu_button(
            "", "history", tr("What was asked, and saved searches (Alt+Shift+H)")
        )
        self.history_menu = QMenu(self)
        self.history_menu.setToolTipsVisible(True)
        self.history.setMenu(self.history_menu)
        self.more = self._menu_button("⋯", "", tr("Re-rank, map of words, keys …"))
        self.more_menu = QMenu(self)
        self.more_menu.setToolTipsVisible(True)
        self.more.setMenu(self.more_menu)

    def _plain(self, drawing: str, tip: str) -> QToolButton:
        button = icon_button(drawing, tip)
        button.setProperty("quiet", "true")
        return button

    def _menu_button(self, text: str, drawing: str, tip: str) -> QToolButton:
        button = tool_button(text, tip)
        if drawing:
            button.setIcon(icon(drawing))
        if text and drawing:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        # The drawing says that a menu opens; the style's arrow would lie over it.
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        return button

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or the box alone; keys reach the others all the same."""
        self.tools.setVisible(on)

    def show_width(self, width: int) -> None:
        """Leave out in a narrow panel what keys and menus offer too."""
        for button in (self.back, self.forward):
            button.setVisible(width >= _WIDE)

    def open_add_menu(self, stage: int, at: QPoint) -> None:
        """Offer parts to add to a stage."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        fill_add_menu(self, menu, stage, {})
        menu.exec(at)
        menu.deleteLater()


def fill_add_menu(head: SearchHead, menu: QMenu, stage: int, made: dict[str, QAction]) -> None:
    """Put all kinds of parts into a menu, with their keys."""

    def add(kind: Kind) -> None:
        action = menu.addAction(icon(kind.icon), kind.entry)
        action.setToolTip(kind.tip)
        action.triggered.connect(lambda _on=False: head.kind_wanted.emit(kind.name, stage))
        made[kind.name] = action

    for kind in kinds():
        add(kind)
    menu.addSeparator()
    title = QCoreApplication.translate("SearchHead", "A step in time: t&hen …")
    step = menu.addAction(icon("then"), title + "\tAlt+Shift+N")
    step.setToolTip(
        QCoreApplication.translate("SearchHead", "Something that follows, or lies near in time")
    )
    step.triggered.connect(lambda _on=False: head.step_wanted.emit())
    made["step"] = step
