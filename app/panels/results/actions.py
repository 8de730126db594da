"""What can be done with hits: excluding, hiding, and undoing both."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu, QWidget

from app.context import PanelContext
from app.panel_actions import answer
from app.panel_actions.results import actions
from app.panels.results import asking, work
from app.panels.results.hiding import Excluded
from app.panels.results.locating import Locator
from app.panels.results.session import ResultSession
from app.panels.results.sheet import key_sheet
from app.widgets.error_texts import error_line
from app.widgets.numbers import numeral

if TYPE_CHECKING:
    from app.panels.results.panel import ResultsPanel

MOST_LISTED = 25  # exclusions that the menu lists one by one


class ResultActions(QObject):
    """Excludes and hides, and lists what is left out in a menu.

    Args:
        context: of the panel.
        session: changed by the actions.
        panel: owner.
    """

    def __init__(
        self, context: PanelContext, session: ResultSession, panel: "ResultsPanel"
    ) -> None:
        super().__init__(panel)
        self._context = context
        self._session = session
        self._panel = panel
        self._names: dict[int, str] = {}
        self._locator = Locator(context, session, panel)
        answer(
            context,
            actions(context),
            {
                "item.exclude": self.exclude_items,
                "item.exclude-video": self.exclude_videos,
                "item.place-on-canvas": self.place_on_canvas,
                "item.show-in-results": self._locator.show_current,
                "results.keep-wall": self.toggle_wall,
                "results.inspect": self._inspect,
                "results.flip": self._flip,
                "results.changes": self._changes,
                "results.keys": self._keys,
            },
        )

    def _inspect(self) -> None:
        self._panel.come_forward()
        self._panel.toggle_inspector()

    def _flip(self) -> None:
        self._panel.come_forward()
        self._panel.ranking.flip(1)

    def _changes(self) -> None:
        self._panel.come_forward()
        self._panel.choose_view("changes")

    def _keys(self) -> None:
        self.show_keys(self._panel)

    # -- excluding

    @Slot()
    def exclude_items(self) -> None:
        """Leave the selected items out of every list; the next hit becomes current."""
        items = list(self._context.shared.selection)
        if not items:
            return
        self._go_on(items)
        self._context.shared.note("results.exclude", {"items": len(items), "item": items[-1]})
        title = self.tr("Exclude %s") % self._counted(len(items))
        self._session.exclude(self._session.excluded.with_items(items), title)

    @Slot()
    def exclude_videos(self) -> None:
        """Leave the whole videos of the selected items out of every list."""
        items = list(self._context.shared.selection)
        if items:
            title = self.tr("Exclude the video of %s") % self._counted(len(items))
            self._session.exclude_videos_of(items, title)

    def _counted(self, count: int) -> str:
        return self.tr("one item") if count == 1 else self.tr("%s items") % numeral(count)

    def _go_on(self, gone: list[int]) -> None:
        """Select the hit after those that go, so that X can be pressed again."""
        front = self._panel.stack.front
        if front is None:
            return
        items = [hit.item for hit in front.shown.hits]
        chosen = set(gone)
        places = [place for place, item in enumerate(items) if item in chosen]
        if not places:
            return
        after = next((i for i in items[places[-1] :] if i not in chosen), None)
        before = next((i for i in reversed(items[: places[0]]) if i not in chosen), None)
        left = after if after is not None else before
        self._context.shared.select([left] if left is not None else [], "results-exclude")

    def place_on_canvas(self) -> None:
        """Ask for something like the current item in the middle of the picture, too."""
        shared = self._context.shared
        if shared.current is not None:
            query = asking.asked(self._session.results, shared.filters)
            shared.query_requested.emit(asking.on_canvas(query, shared.current))

    # -- hiding

    def toggle_seen(self) -> None:
        """Hide what was seen so far, or show it again."""
        hiding = self._session.hiding
        self._context.shared.note("results.hide_seen", {"on": not hiding.seen})
        self._session.set_hiding(replace(hiding, seen=not hiding.seen))

    def toggle_submitted(self) -> None:
        """Hide what was submitted, or show it again."""
        hiding = self._session.hiding
        self._session.set_hiding(replace(hiding, submitted=not hiding.submitted))

    def show_all(self) -> None:
        """Show all that is left out."""
        self._session.set_hiding(replace(self._session.hiding, seen=False, submitted=False))
        self._session.exclude(Excluded(), self.tr("Take all exclusions back"))

    def hide_menu(self, parent: QWidget) -> QMenu:
        """Return the menu of what is left out; it is filled whenever it opens."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(self._fill, menu))
        return menu

    def _fill(self, menu: QMenu) -> None:
        session, tr = self._session, self.tr
        menu.clear()
        for title, on, run in (
            (tr("Hide what was &seen (H): %s") % numeral(session.left.seen), session.hiding.seen,
             self.toggle_seen),
            (tr("Hide what was su&bmitted: %s") % numeral(session.left.submitted),
             session.hiding.submitted, self.toggle_submitted),
        ):  # fmt: skip
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(on)
            action.triggered.connect(partial(_call, run))
        _add(menu, tr("&Forget what was seen"), session.forget_seen)
        menu.addSeparator()
        _add(menu, tr("E&xclude the selected items (X)"), self.exclude_items)
        _add(menu, tr("Exclude their whole &videos (Shift+X)"), self.exclude_videos)
        self._fill_excluded(menu)
        menu.addSeparator()
        keep = menu.addAction(tr("Keep the &wall in front after a search"))
        keep.setCheckable(True)
        keep.setChecked(self._keeps_wall())
        keep.triggered.connect(partial(_call, self.toggle_wall))

    def _fill_excluded(self, menu: QMenu) -> None:
        """List what is excluded; a click takes it back."""
        excluded = self._session.excluded
        if not excluded:
            return
        menu.addSeparator()
        title = self.tr("Take all %s exclusions back") % numeral(len(excluded))
        _add(menu, title, partial(self._session.exclude, Excluded(), title))
        listed = [*reversed(excluded.videos), *reversed(excluded.items)][:MOST_LISTED]
        unknown = [item for item in listed if item not in self._names]
        if unknown:
            self._names |= work.names_of(self._context.services, unknown)
        for item in listed:
            name = self._names.get(item, str(item))
            told = self.tr("%s, the whole video") % name if item in excluded.videos else name
            action = menu.addAction("↩ " + told.replace("&", "&&"))
            action.setToolTip(self.tr("Show it again"))
            title = self.tr("Show %s again") % name
            action.triggered.connect(
                partial(_call, partial(self._session.exclude, excluded.without(item), title))
            )

    # -- the wall

    def _keeps_wall(self) -> bool:
        return bool(self._context.services.settings.search.keep_wall)

    def toggle_wall(self) -> None:
        """Let searches come forward, or only light up the wall."""
        services = self._context.services
        services.settings.search.keep_wall = not services.settings.search.keep_wall
        try:
            services.save_settings()
        except OSError as error:
            self._context.notices.warn(
                self.tr("The settings cannot be saved: {error}").format(error=error_line(error))
            )
        self._context.shared.settings_changed.emit("search.keep_wall")

    # -- keys

    def show_keys(self, panel: "ResultsPanel") -> None:
        """Show all keys of the panel, of the view in front and of items."""
        key_sheet(panel, self._context).open()


def _add(menu: QMenu, title: str, run: Callable[[], object]) -> None:
    menu.addAction(title).triggered.connect(partial(_call, run))


def _call(run: Callable[[], object], _checked: bool = False) -> None:
    run()
