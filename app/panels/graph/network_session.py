"""What the graph view shows: the graph, what it was asked for, where the user has moved boxes."""

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.context import PanelContext
from app.jobs import Job, Priority
from app.panels.graph import work
from app.services.types import Compared, Factors, GraphRequest, GraphView
from app.widgets.asking import Asking
from app.widgets.view_undo import ViewParts

PLACES, LOOK = "graph.places", "graph.look"
Places = dict[str, tuple[float, float]]


class NetworkSession(Asking):
    """Makes graphs in the background and keeps the one that is shown.

    Args:
        context: services, jobs, shared state.
        parent: the page.
    """

    progressed = Signal(object)  # Progress
    view_changed = Signal(object)  # GraphView
    entered = Signal(object)  # Inside
    compared = Signal(object, object)  # GraphView, Compared; or None, None
    request_changed = Signal()
    places_changed = Signal()
    saved = Signal(object)  # Path

    def __init__(self, context: PanelContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.request = GraphRequest()
        self.declutter = 0.0
        self.view: GraphView | None = None
        self.keys: list[str] = []  # facets that nodes can be made of
        self.places: Places = {}
        self.other: tuple[GraphView, Compared] | None = None
        self._errands = 0
        self.undo = ViewParts(context.shared, self)
        self.undo.add(PLACES, lambda: dict(self.places), self._show_places)
        self.undo.add(LOOK, lambda: self.request, self._show_request)

    @property
    def is_busy(self) -> bool:
        """Whether a graph is made or a cluster looked into."""
        return super().is_busy or self._errands > 0

    # -- the graph

    def make(self) -> None:
        """Make the graph of the library; one that is being made is cancelled."""
        shared = self._context.shared
        request = replace(
            self.request, filters=tuple(shared.filters), label_set=shared.label_set, declutter=0.0
        )
        job = self._context.jobs.submit(
            "io",
            partial(work.view, self._context.services, request),
            replaces="graph-view",
            title=self.tr("Graph view"),
        )
        job.progressed.connect(self.progressed)
        self._follow(job, self._on_made)

    @Slot(object)
    def _on_made(self, answer: tuple[GraphView, list[str]]) -> None:
        self._job = None
        view, self.keys = answer
        self.show_view(view)
        self.ended.emit()

    def show_view(self, view: GraphView) -> None:
        """Make a graph the one that is shown."""
        self.view = view
        if self.other is not None:
            self.other = None
            self.compared.emit(None, None)
        self.view_changed.emit(view)

    def ask(self, title: str, gesture: str = "", **changes: Any) -> None:
        """Ask for another graph of the library, as a step that can be undone."""
        changed = replace(self.request, **changes)
        if changed != self.request:
            self.request = changed
            self.undo.note(LOOK, title, gesture)
            self.request_changed.emit()
            self.make()

    def _show_request(self, request: Any) -> None:
        if isinstance(request, GraphRequest):
            self.request = request
            self.request_changed.emit()
            self.make()

    # -- one cluster, files

    def look_into(self, label: int) -> None:
        """Read all that is shown of a cluster."""
        if self.view is not None:
            function = partial(work.look_into, self._context.services, self.view, label)
            job = self._errand(function, "graph-inside")
            job.succeeded.connect(self.entered)

    def save(self, path: Path) -> None:
        """Write the graph that is shown to a file."""
        if self.view is not None:
            job = self._errand(partial(work.save, self._context.services, self.view, path), None)
            job.succeeded.connect(self.saved)

    def load(self, path: Path) -> None:
        """Show a graph from a file."""
        job = self._errand(partial(work.load, self._context.services, path), "graph-load")
        job.succeeded.connect(self.show_view)

    def compare(self, path: Path) -> None:
        """Compare the graph that is shown with one from a file."""
        if self.view is not None:
            function = partial(work.compare, self._context.services, self.view, path)
            job = self._errand(function, "graph-load")
            job.succeeded.connect(self._on_compared)

    def swap(self) -> None:
        """Show the other one of two compared graphs."""
        if self.view is not None and self.other is not None:
            first, (second, compared) = self.view, self.other
            turned = replace(
                compared, only_first=compared.only_second, only_second=compared.only_first
            )
            self.view, self.other = second, (first, turned)
            self.view_changed.emit(second)
            self.compared.emit(first, turned)

    def end_comparison(self) -> None:
        """Show the graph alone."""
        self.other = None
        self.compared.emit(None, None)

    def _errand(self, function: Any, replaces: str | None) -> Job:
        job = self._context.jobs.submit(
            "io", function, replaces=replaces, priority=Priority.INTERACTIVE
        )
        self._errands += 1
        job.failed.connect(self.failed)
        for signal in (job.succeeded, job.failed, job.cancelled):
            signal.connect(self._on_errand_done)
        return job

    @Slot()
    def _on_errand_done(self, *_result: object) -> None:
        self._errands -= 1

    @Slot(object)
    def _on_compared(self, answer: tuple[GraphView, Compared]) -> None:
        self.other = answer
        self.compared.emit(*answer)

    # -- where boxes stand

    def anchor(self, label: int) -> str:
        """Return what a cluster is known by when it is made anew: its heaviest node."""
        assert self.view is not None
        return f"cluster:{self.node_name(self.view.clusters[label].nodes[0])}"

    def node_name(self, node: int) -> str:
        """Return what a node is known by in another graph."""
        assert self.view is not None
        tag = self.view.network.nodes[node]
        return f"{tag.key}={tag.value}"

    def cluster_of(self, name: str) -> int:
        """Return the label of the cluster of a node, by what it is known by; -1 for none."""
        if self.view is None or not name:
            return -1
        names = (self.node_name(node) for node in range(len(self.view.network.nodes)))
        return next((int(self.view.labels[n]) for n, each in enumerate(names) if each == name), -1)

    def keep_place(self, name: str, at: tuple[float, float], title: str) -> None:
        """Remember where the user has moved a box, as a step that can be undone."""
        self.places = {**self.places, name: at}
        self.undo.note(PLACES, title, f"graph-move {name}")

    def forget_places(self) -> None:
        """Put all boxes back where they were laid out."""
        self.places = {}
        self.undo.note(PLACES, self.tr("Put boxes back"))
        self.places_changed.emit()

    def _show_places(self, places: Any) -> None:
        self.places = dict(places)
        self.places_changed.emit()

    # -- state

    def to_json(self) -> dict[str, Any]:
        """Return what is asked for and where boxes were moved, JSON types."""
        return {
            "keys": list(self.request.keys),
            "attributes": list(self.request.attributes),
            "badge": self.request.badge,
            "factors": asdict(self.request.factors),
            "nodes": self.request.nodes,
            "declutter": self.declutter,
            "places": {name: list(at) for name, at in self.places.items()},
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Bring back what to_json returned; bad entries are ignored."""
        made = replace(
            self.request, keys=_words(state.get("keys")), attributes=_words(state.get("attributes"))
        )
        if isinstance(state.get("badge"), str):
            made = replace(made, badge=state["badge"])
        nodes = state.get("nodes")
        if isinstance(nodes, int) and 2 <= nodes <= 2000:
            made = replace(made, nodes=nodes)
        with suppress(TypeError, ValueError):
            made = replace(made, factors=Factors(**state.get("factors", {})))
        self.request = made
        amount = state.get("declutter")
        self.declutter = float(amount) if isinstance(amount, int | float) and 0 <= amount < 1 else 0
        self.places = _places(state.get("places"))
        self.undo.sync()
        self.request_changed.emit()


def _words(value: Any) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _places(value: Any) -> Places:
    found: Places = {}
    for name, at in value.items() if isinstance(value, dict) else ():
        if isinstance(at, list) and len(at) == 2 and all(_is_number(n) for n in at):
            found[name] = (float(at[0]), float(at[1]))
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
