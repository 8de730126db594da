"""What the tour looks at to see that a step was done, and how it does a step for somebody."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from app.context import Panel
from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.services import Services
    from app.shell.window import MainWindow
    from app.shell.workspace import Workspace

logger = logging.getLogger(__name__)

Example = tuple[str, str]  # (facet, value) that many items have
FACETS = ("genre", "object", "concept", "tag", "place", "kind")
SENTENCE = "a cup on a table in the morning"


class Doing(QObject):
    """Probes and examples of the tour on the library that is open.

    Args:
        window: of the program, with an open library.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._labels = 0
        self._ran: dict[str, int] = {}
        self._workspace: Workspace | None = None
        self._probes: dict[str, Callable[[], object]] = {
            "wall-zoom": self._zoom,
            "wall-arrangement": self._arrangement,
            "filters": self._filters,
            "results": self._results,
            "inspector": self._inspector,
            "labels": self._marked,
            "body-strokes": self._strokes,
            "heat-maps": self._maps,
            "undone": self._undone,
            "exported": self._exported,
        }
        self._examples: dict[str, Callable[[], None]] = {
            "zoom": self._zoom_in,
            "arrange": self._arrange,
            "filter": self._filter,
            "search": self._search,
            "why": self._inspect,
            "label": self._label,
            "lifelog": self._ask,
            "body": partial(self._trigger, "body.sample"),
            "explain": self._explain,
            "undo": partial(self._trigger, "edit.undo"),
            "export": partial(self._trigger, "library.export"),
        }

    def follow(self, workspace: "Workspace") -> None:
        """Count what is done in a library from now on."""
        if workspace is not self._workspace:
            self._workspace = workspace
            workspace.shared.labels_changed.connect(self._on_labels)
            workspace.context.actions.triggered.connect(self._on_triggered)

    def let_go(self) -> None:
        """Hold on no longer to a library that closes."""
        self._workspace = None

    @Slot(str)
    def _on_labels(self, source: str) -> None:
        if source != "label-set":  # another set is shown, nothing was marked
            self._labels += 1

    @Slot(str)
    def _on_triggered(self, name: str) -> None:
        self._ran[name] = self._ran.get(name, 0) + 1

    # -- probes

    def value(self, probe: str) -> object:
        """Return what a probe sees now; None where it cannot see."""
        try:
            return self._probes[probe]()
        except (AttributeError, RuntimeError):  # a panel that is not there, or just goes
            return None

    def panel(self, name: str) -> Any:
        """Return a panel that is made, None for others."""
        return None if self._workspace is None else self._workspace.panels.get(name)

    def _zoom(self) -> object:
        return round(float(self.panel("wall").view.camera.goal.scale), 3)

    def _arrangement(self) -> object:
        return str(self.panel("wall").arranging.request())

    def _filters(self) -> object:
        return None if self._workspace is None else self._workspace.shared.filters

    def _results(self) -> object:
        if self._workspace is None:
            return None
        found = self._workspace.shared.results
        return found.query, len(found.hits)

    def _inspector(self) -> object:
        return bool(self.panel("results").inspector.isVisible())

    def _marked(self) -> object:
        return self._labels

    def _strokes(self) -> object:
        state = self.panel("body").session.state
        return sum(len(layer.strokes) for layer in state.layers)

    def _maps(self) -> object:
        return len(self.panel("explain").page.view.cards)

    def _undone(self) -> object:
        return self._ran.get("edit.undo", 0)

    def _exported(self) -> object:
        return sum(count for name, count in self._ran.items() if name.endswith(".export"))

    # -- doing a step

    def do(self, name: str) -> None:
        """Do a step as somebody would, with something of the open library."""
        if self._workspace is not None and name in self._examples:
            self._examples[name]()

    def _trigger(self, name: str) -> None:
        self._window.all_actions.trigger(name)

    def _arrange(self) -> None:
        wall = self._workspace.context.services.wall if self._workspace is not None else None
        if wall is not None:
            self.panel("wall").arrange_by("clustered", wall.cluster_key())

    def _zoom_in(self) -> None:
        self.panel("wall").view.zoom_by(3.0)

    def _with_example(self, then: Callable[[Example], None]) -> None:
        assert self._workspace is not None
        services = self._workspace.context.services
        job = self._workspace.jobs.submit(
            "io", partial(find_example, services), replaces="tour-example"
        )
        job.succeeded.connect(then)

    def _filter(self) -> None:
        self._with_example(self._take_filter)

    def _take_filter(self, example: Example) -> None:
        from app.services.types import Filter

        if self._workspace is not None and example[0]:
            self._workspace.shared.set_filters([Filter(example[0], (example[1],))], "tour")

    def _search(self) -> None:
        self._with_example(self._take_search)

    def _take_search(self, example: Example) -> None:
        from app.services.types import Query

        if self._workspace is not None and example[1]:
            self._workspace.shared.query_requested.emit(Query.of(example[1]))

    def _inspect(self) -> None:
        self._select_first()
        self._trigger("results.inspect")

    def _select_first(self) -> None:
        """Select a hit, or any item, where nothing is selected."""
        if self._workspace is None or self._workspace.shared.selection:
            return
        shared = self._workspace.shared
        items = [hit.item for hit in shared.results.hits[:1]]
        shared.select(items or self._workspace.context.services.items.all_ids()[:1].tolist())

    def _label(self) -> None:
        self._select_first()
        self._trigger("item.label-positive")

    def _ask(self) -> None:
        self.panel("lifelog").ask_for(SENTENCE)

    def _explain(self) -> None:
        self._select_first()
        self._trigger("item.explain")


def find_example(services: "Services", context: JobContext) -> Example:
    """Return a facet of the library and its most frequent value; runs in a lane."""
    items = services.items
    keys = items.facet_keys()
    for key in (*FACETS, *sorted(keys)):
        context.step(0)
        counts = items.facet_counts(key, limit=1) if key in keys else []
        if counts:
            return key, str(counts[0][0])
    return "", ""


def attribute(panel: Panel, path: str) -> Any:
    """Return what a path of attributes leads to from a panel, the panel itself for "".

    Raises:
        AppError: it leads nowhere.
    """
    found: Any = panel
    for name in path.split(".") if path else ():
        found = getattr(found, name, None)
        if found is None:
            raise AppError(f"There is no “{path}” in {panel.name}.", hint="Report this.")
    return found
