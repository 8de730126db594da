"""The graph panel: walk from tags to moments, and see what belongs together."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.context import Panel, PanelContext, panels
from app.panel_actions import answer
from app.panel_actions.graph import actions
from app.panels.graph import work
from app.panels.graph.network_page import NetworkPage
from app.panels.graph.walk_page import WalkPage
from app.services.types import Tag

CONTROLS = "appearance.controls"
WALK, VIEW = 0, 1


@panels.register("graph")
class GraphPanel(Panel):
    """Two pages: the walk, and the graph view.

    Keys: Alt+W the walk, Alt+G the graph view. In a map arrows go from box to box, with Shift they
    move one, Enter looks inside, + − 0 zoom, F finds a node; Alt+Left or Esc goes back.
    """

    name = "graph"
    area = "center"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._started = False
        self.tabs = QTabBar()
        self.tabs.addTab(self.tr("Walk"))
        self.tabs.addTab(self.tr("Graph view"))
        self.tabs.setTabToolTip(WALK, self.tr("From tags to what lies near to them"))
        self.tabs.setTabToolTip(VIEW, self.tr("What belongs together, as clusters"))
        self.tabs.setAccessibleName(self.tr("Pages of the graph panel"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.walk = WalkPage(context, self.name)
        self.network = NetworkPage(context, self.name)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.walk)
        self.pages.addWidget(self.network)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(2)
        layout.addWidget(self.tabs)
        layout.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        shared = context.shared
        shared.filters_changed.connect(self._on_filters)
        shared.items_changed.connect(self._on_items_changed)
        shared.labels_changed.connect(self._on_labels)
        shared.settings_changed.connect(self._on_setting)
        self._add_actions()
        self._on_setting(CONTROLS)
        self.walk.greet(None, [], [])

    def _add_actions(self) -> None:
        answer(
            self.context,
            actions(self.context),
            {
                "item.walk-from": self.walk_from_current,
                "graph.view": partial(self.show_page, VIEW),
                "graph.walk": partial(self.show_page, WALK),
            },
        )

    # -- Panel

    @property
    def title(self) -> str:
        """Title of the panel."""
        return self.tr("Graph")

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        page = self.walk if self.tabs.currentIndex() == WALK else self.network
        return page.is_idle

    def view_to_export(self) -> QWidget:
        """Return the graph or the walk."""
        return self.pages

    def focus_main(self) -> None:
        """Put the keyboard into the tags, or into the map."""
        if self.tabs.currentIndex() == WALK:
            self.walk.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.network.front_map.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save_state(self) -> dict[str, Any]:
        """Return what is asked, how it is shown, where boxes were moved."""
        return {
            "page": self.tabs.currentIndex(),
            "walk": self.walk.session.to_json(),
            "view": self.network.session.to_json(),
            "inside": self.network.inside_name,
            "side": self.walk.grid.side,
            "split": self.walk.split.sizes(),
            "columns": self.network.cluster.split.sizes(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state returned; unknown or bad entries are ignored."""
        if isinstance(state.get("view"), Mapping):
            self.network.session.restore(state["view"])
            self.network.is_stale = True
        if isinstance(state.get("inside"), str):
            self.network.enter_later(state["inside"])
        if isinstance(state.get("walk"), Mapping):
            self.walk.session.restore(state["walk"])
        if isinstance(state.get("side"), int):
            self.walk.grid.set_side(state["side"])
        for split, name in (
            (self.walk.split, "split"), (self.network.cluster.split, "columns"),
        ):  # fmt: skip
            sizes = state.get(name)
            if (
                isinstance(sizes, list)
                and len(sizes) == split.count()
                and all(isinstance(size, int) for size in sizes)
                and sum(sizes) > 0
            ):
                split.setSizes(sizes)
        self.tabs.setCurrentIndex(VIEW if state.get("page") == VIEW else WALK)
        if self.is_seen:
            self.on_seen()

    def step_hit(self, steps: int) -> bool:
        """Select the next or previous item found; goes round at the ends."""
        on_walk = self.tabs.currentIndex() == WALK
        grid = self.walk.grid if on_walk else self.network.cluster.grid
        items = grid.hits.items()
        if not items:
            return False
        current = self.context.shared.current
        place = items.index(current) + steps if current in items else (0 if steps > 0 else -1)
        self.context.shared.select([items[place % len(items)]], f"{self.name}-keys")
        return True

    # -- what is due

    def on_seen(self) -> None:
        """Read what the page that is seen needs."""
        if not self._started:
            self._started = True
            job = self.context.jobs.submit("io", partial(work.begin, self.context.services))
            job.succeeded.connect(self._on_started)
            job.failed.connect(self.context.notices.error)
        if self.tabs.currentIndex() == VIEW:
            self.network.refresh()

    @Slot(object)
    def _on_started(self, answer: tuple[int, list[str], list[tuple[Tag, int]]]) -> None:
        self.walk.greet(*answer)
        if answer[1]:  # there are tags
            self.context.jobs.submit("bulk", partial(work.prepare, self.context.services))

    @Slot(int)
    def _on_tab(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        if self.is_seen:
            self.on_seen()

    def show_page(self, page: int) -> None:
        """Bring one of the two pages to the front."""
        self.tabs.setCurrentIndex(page)
        self.come_forward()
        self.focus_main()

    def walk_from_current(self) -> None:
        """Make the tags of the current item the start of a walk."""
        item = self.context.shared.current
        if item is not None:
            job = self.context.jobs.submit(
                "io", partial(work.tags_of, self.context.services, item), replaces="graph-tags-of"
            )
            job.succeeded.connect(self._on_tags)
            job.failed.connect(self.context.notices.error)

    @Slot(object)
    def _on_tags(self, tags: list[Tag]) -> None:
        if not tags:
            self.context.notices.info(self.tr("This item has no tags to walk from."))
            return
        self.show_page(WALK)
        self.walk.session.begin_from(tuple(tags), self.tr("Walk from an item"))

    @Slot(object, str)
    def _on_filters(self, _filters: object, _source: str) -> None:
        self.network.is_stale = True
        if self.walk.session.asks:
            self.walk.session.run()
        if self.is_seen:
            self.on_seen()

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self._started = False
        self.network.is_stale = True
        self.network.map.forget_pictures()
        if self.is_seen:
            self.on_seen()

    @Slot(str)
    def _on_labels(self, _source: str) -> None:
        self.network.is_stale = True

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name == CONTROLS:
            on = self.context.services.settings.appearance.controls == "expert"
            self.walk.options.show_expert(on=on)
            self.network.head.show_expert(on=on)
