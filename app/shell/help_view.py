"""Help on a panel: a page each, what it is for, what to do, what its numbers mean."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QDockWidget,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.context import Panel
from app.shell.help_pages import GENERAL, HelpPage, as_html, load_page, page_names
from app.shell.menus import shown_keys
from app.shell.panel_list import PANELS
from app.shell.theme import mark
from app.shell.translations import language_of

if TYPE_CHECKING:
    from app.shell.window import MainWindow

NAME_ROLE = Qt.ItemDataRole.UserRole
SIZE = (940, 700)


def focused_page(focus: QWidget | None) -> str:
    """Return the page about the part of the window that has the keyboard."""
    names = page_names()
    widget = focus
    while widget is not None:
        if isinstance(widget, Panel) and widget.name in names:
            return widget.name
        if isinstance(widget, QDockWidget):
            name = widget.objectName().removeprefix("dock-")
            return name if name in names else GENERAL
        widget = widget.parentWidget()
    return GENERAL


class HelpView(QDialog):
    """All pages of help, one on show.

    Args:
        window: of the program; its settings say the user's own keys and the language.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._language = language_of(window.settings.appearance.language)
        self.setWindowTitle(self.tr("Help"))
        self.resize(*SIZE)
        self.box = QLineEdit(placeholderText=self.tr("Find in the help"))
        self.box.setAccessibleName(self.tr("Find in the help"))
        self.pages = QListWidget()
        self.pages.setAccessibleName(self.tr("Pages of the help"))
        mark(self.pages, "flat")
        self.pages.setMaximumWidth(200)
        self.text = QTextBrowser()
        self.text.setAccessibleName(self.tr("Page of the help"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(14)
        self._shown: dict[str, HelpPage] = {}
        self._lay_out()
        self._fill()  # heights of lines come from the style sheet of the window

    def _fill(self) -> None:
        present = page_names()
        for name in [GENERAL, *(entry.name for entry in PANELS if entry.name in present)]:
            page = load_page(name, self._language)
            self._shown[name] = page
            line = QListWidgetItem(page.title)
            line.setData(NAME_ROLE, name)
            self.pages.addItem(line)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.box)
        left.addWidget(self.pages, 1)
        row = QHBoxLayout()
        row.addLayout(left)
        row.addWidget(self.text, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.tour = QPushButton(self.tr("Tour"))
        self.keys = QPushButton(self.tr("All shortcuts"))
        for button in (self.tour, self.keys):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addLayout(row, 1)
        layout.addWidget(buttons)
        self.box.textChanged.connect(self._on_find)
        self.pages.currentItemChanged.connect(self._on_page)
        self.tour.clicked.connect(self._on_tour)
        self.keys.clicked.connect(self._window.dialogs.show_shortcuts)
        buttons.rejected.connect(self.reject)

    @property
    def page(self) -> HelpPage | None:
        """The page on show."""
        line = self.pages.currentItem()
        return None if line is None else self._shown[line.data(NAME_ROLE)]

    def show_page(self, name: str) -> None:
        """Show the page about a panel; the general one where it has none."""
        self.box.clear()
        wanted = name if name in self._shown else GENERAL
        for row in range(self.pages.count()):
            if self.pages.item(row).data(NAME_ROLE) == wanted:
                self.pages.setCurrentRow(row)
        self.text.setFocus()

    def _say_keys(self, keys: str) -> str:
        """Return keys as the desktop writes them; the user's own where an action has them."""
        for action in self._window.all_actions.all():
            if action.shortcut == keys:
                keys = self._window.settings.shortcuts.get(action.name, keys) or keys
                break
        return shown_keys(keys) if len(keys) > 1 and keys != "-" else keys

    @Slot()
    def _on_page(self) -> None:
        page = self.page
        if page is None:
            self.text.clear()
            return
        theme = self._window.theme.theme
        body = as_html(page, self._say_keys, border=theme.border, key=theme.hover)
        self.text.setHtml(body)
        self._mark_found()

    @Slot(str)
    def _on_find(self, text: str) -> None:
        """Keep the pages that hold all words."""
        words = text.lower().split()
        first = None
        for row in range(self.pages.count()):
            line = self.pages.item(row)
            said = self._shown[line.data(NAME_ROLE)].text.lower()
            line.setHidden(not all(word in said for word in words))
            first = line if first is None and not line.isHidden() else first
        current = self.pages.currentItem()
        if current is None or current.isHidden():
            self.pages.setCurrentItem(first) if first is not None else self.text.clear()
        self._mark_found()

    def _mark_found(self) -> None:
        """Go to the first place where what is looked for stands."""
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if self.box.text().strip():
            self.text.find(self.box.text().strip())

    @Slot()
    def _on_tour(self) -> None:
        self.accept()
        self._window.all_actions.trigger("help.tour")


def show_help(window: "MainWindow") -> HelpView:
    """Show the help on what has the keyboard; one that is open already comes up."""
    name = focused_page(window.focusWidget() or QApplication.focusWidget())
    view = window.findChild(HelpView)
    if view is None:
        view = HelpView(window)
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    view.show_page(name)
    view.show()
    view.raise_()
    view.activateWindow()
    return view
