"""The menu of what was asked, and of saved searches."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QMenu

from app.panels.search.searches_dialog import SearchesDialog
from app.services.types import Query
from app.widgets.error_texts import service_text
from app.widgets.icons import icon
from app.widgets.numbers import numeral
from app.widgets.query_words import query_words
from common.errors import AppError

if TYPE_CHECKING:
    from app.panels.search.panel import SearchPanel

_MANY = 10  # entries of each kind in the menu
_LETTERS = 48
_NO_NAME = re.compile(r"[^\w\- ]+")  # names of files have none of these
CHANGES = "results.changes"  # action of the results panel


class HistoryMenu(QObject):
    """Goes back to earlier queries, keeps some under a name.

    Args:
        panel: whose queries.
    """

    def __init__(self, panel: "SearchPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._context = panel.context
        self.dialog: SearchesDialog | None = None

    # -- the menu

    def fill(self, menu: QMenu) -> None:
        """Put everything into a menu that opens."""
        menu.clear()
        self._add_ways(menu)
        self._add_saved(menu)
        entries = self._panel.session.trail.entries
        if entries:
            menu.addSection(self.tr("Asked"))
        for number in range(len(entries) - 1, max(-1, len(entries) - 1 - _MANY), -1):
            one = entries[number]
            text = told(self._words(one.query))
            action = menu.addAction(f"{text}\t{numeral(one.count)}" if one.count >= 0 else text)
            action.setCheckable(True)
            action.setChecked(number == self._panel.session.trail.place)
            action.setToolTip(self._words(one.query))
            action.triggered.connect(partial(self._go_to, number))
        if not entries:
            menu.addAction(self.tr("Nothing was asked yet")).setEnabled(False)

    def _add_ways(self, menu: QMenu) -> None:
        trail = self._panel.session.trail
        for text, drawing, steps in (
            (self.tr("&Back") + "\tAlt+←", "chevron-left", -1),
            (self.tr("&Forward") + "\tAlt+→", "chevron-right", 1),
        ):
            action = menu.addAction(icon(drawing), text)
            action.setEnabled(trail.can_go(steps))
            action.triggered.connect(partial(self._go, steps))
        if any(action.name == CHANGES for action in self._context.actions.all()):
            changes = menu.addAction(self.tr("&What changed in the ranking"))
            changes.setToolTip(self.tr("Compare this list with an earlier one"))
            changes.triggered.connect(partial(self._trigger, CHANGES))
        menu.addSeparator()
        every = menu.addAction(icon("search"), self.tr("&Find an earlier search …"))
        every.triggered.connect(lambda _on=False: self.show_all())

    def _add_saved(self, menu: QMenu) -> None:
        library = self._context.services.library
        save = menu.addAction(icon("star"), self.tr("&Save this search …") + "\tAlt+Shift+S")
        asked = self._panel.session.full != Query()
        save.setEnabled(asked and not library.is_read_only)
        if library.is_read_only:
            save.setToolTip(self.tr("Read-only: %s") % service_text(library.read_only_reason))
        save.triggered.connect(lambda _on=False: self.save())
        names = self.names()
        if names:
            menu.addSection(self.tr("Saved"))
        for name in names[:_MANY]:
            action = menu.addAction(icon("star"), told(name))
            action.triggered.connect(partial(self.run, name))

    def _go(self, steps: int, _on: bool = False) -> None:
        self._panel.session.go(steps)

    def _go_to(self, number: int, _on: bool = False) -> None:
        self._panel.session.go(number - self._panel.session.trail.place)

    def _trigger(self, name: str, _on: bool = False) -> None:
        self._context.actions.trigger(name)

    # -- saved searches

    def names(self) -> list[str]:
        """Return the names of saved searches, in order."""
        return list(self._context.services.saved_searches.names())

    def save(self, name: str = "") -> None:
        """Keep the query under a name; asks for one where none is given."""
        query = self._panel.session.full
        if query == Query():
            self._context.notices.info(self.tr("Ask something first, then save it."))
            return
        if not name:
            title, label = self.tr("Save this search"), self.tr("Name:")
            short = " ".join(_NO_NAME.sub(" ", self._words(query))[:_LETTERS].split())
            names = [short, *self.names()]
            name, given = QInputDialog.getItem(self._panel, title, label, names, 0)
            if not given or not name.strip():
                return
        if self._try(partial(self._context.services.saved_searches.save, name.strip(), query)):
            self._context.notices.info(self.tr("Search saved as “%s”.") % name.strip())

    def run(self, name: str, _on: bool = False) -> None:
        """Ask what was saved under a name."""
        try:
            query = self._context.services.saved_searches.load(name)
        except (AppError, OSError) as error:
            self._context.notices.error(error)
            return
        self._panel.session.ask(query, what=self.tr("Saved search “%s”") % name)

    def rename(self, name: str, other: str) -> bool:
        """Give a saved search another name; False where that failed."""
        return self._try(partial(self._context.services.saved_searches.rename, name, other))

    def delete(self, name: str) -> bool:
        """Forget a saved search, with an offer to bring it back; False where that failed."""
        service = self._context.services.saved_searches
        try:
            query = service.load(name)
            service.remove(name)
        except (AppError, OSError) as error:
            self._context.notices.error(error)
            return False
        self._context.notices.info(
            self.tr("The saved search “%s” is deleted.") % name,
            self.tr("Undo"),
            lambda: self._bring_back(name, query),
        )
        return True

    def _bring_back(self, name: str, query: Query) -> None:
        self._try(partial(self._context.services.saved_searches.save, name, query))

    def _try(self, run: Callable[[], object]) -> bool:
        try:
            run()
        except (AppError, OSError) as error:
            self._context.notices.error(error)
            return False
        return True

    def _words(self, query: Query) -> str:
        return query_words(query, self._panel.stages.name_of)

    # -- all of them

    def show_all(self) -> None:
        """Show all queries in a list that can be searched."""
        trail = self._panel.session.trail
        entries = [(self._words(one.query), one.count) for one in trail.entries]
        self.dialog = SearchesDialog(self.names(), entries, self._panel)
        self.dialog.run_saved.connect(self.run)
        self.dialog.run_asked.connect(self._go_to)
        self.dialog.renamed.connect(self._on_renamed)
        self.dialog.deleted.connect(self._on_deleted)
        self.dialog.open()

    def _on_renamed(self, name: str, other: str) -> None:
        if self.rename(name, other) and self.dialog is not None:
            self.dialog.show_saved(self.names())

    def _on_deleted(self, name: str) -> None:
        if self.delete(name) and self.dialog is not None:
            self.dialog.show_saved(self.names())


def told(text: str) -> str:
    """Return a text as menus show it: short, and without access keys."""
    short = text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"
    return (short or "—").replace("&", "&&")
