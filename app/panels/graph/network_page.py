"""The graph view: all clusters as a map, one of them looked into."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.graph import files
from app.panels.graph.boxes import cluster_boxes, cluster_lines, common_badge, own_places
from app.panels.graph.cluster_page import ClusterPage
from app.panels.graph.compare_bar import CompareBar
from app.panels.graph.network_head import NetworkHead
from app.panels.graph.network_session import NetworkSession
from app.panels.graph.texts import keys_text, said, step_text
from app.panels.graph.work import Inside
from app.services.graph_thinning import thin
from app.services.types import Compared, GraphView, captions_at
from app.widgets.busy import busy_timer
from app.widgets.controls import on_click, push_button
from app.widgets.empty_state import EmptyState
from app.widgets.error_texts import error_text
from app.widgets.graph_map import GraphMap
from app.widgets.numbers import numeral
from common.errors import AppError
from common.jobs import Progress


class NetworkPage(QWidget):
    """The map of clusters, or the page of one.

    Args:
        context: services, jobs, shared state.
        source: name of the panel.
        parent: the panel.
    """

    def __init__(self, context: PanelContext, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.session = NetworkSession(context, self)
        self.head, self.compare_bar = NetworkHead(), CompareBar()
        self.map = GraphMap(context.services.items, context.jobs, captions_at)
        self.map.setAccessibleName(self.tr("Clusters"))
        self.cluster = ClusterPage(context, self.session, source)
        self.empty = EmptyState()
        self.pages = QStackedWidget()
        for widget in (self.empty, self.map, self.cluster):
            self.pages.addWidget(widget)
        self.progress = QProgressBar(textVisible=True)
        self.progress.setAccessibleName(self.tr("Progress of the graph"))
        self.stop = push_button(self.tr("Cancel"), self.tr("Stop making the graph (Esc)"))
        self.status = QLabel()
        self.status.setProperty("muted", "true")
        self.status.setAccessibleName(self.tr("About this graph"))
        self.is_stale = True  # the library, its marks or the filters have changed
        self._sought: tuple[str, int] = ("", -1)
        self._wanted = ""  # a node whose cluster is looked into as soon as there is a graph
        self._entering: tuple[int, int] = (-1, -1)  # node to go to in the cluster that is opened
        self._busy = busy_timer(self)
        self._lay_out()
        self._connect()
        self._show_busy(on=False)

    def _lay_out(self) -> None:
        busy = QHBoxLayout()
        busy.addWidget(self.progress, 1)
        busy.addWidget(self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addLayout(busy)
        layout.addWidget(self.compare_bar)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.status)

    def _connect(self) -> None:
        session, head = self.session, self.head
        session.begun.connect(self._on_begun)
        session.progressed.connect(self._on_progress)
        session.view_changed.connect(self._on_view)
        session.entered.connect(self._on_entered)
        session.compared.connect(self._on_compared)
        session.places_changed.connect(self._on_places)
        session.saved.connect(self._on_saved)
        session.failed.connect(self._on_failed)
        session.ended.connect(partial(self._show_busy, on=False))
        self._busy.timeout.connect(partial(self._show_busy, on=True))
        head.sought.connect(self.seek)
        head.decluttered.connect(self._on_declutter)
        head.options.changed.connect(self._on_options)
        for button, factor in ((head.out, 0.8), (head.near, 1.25)):
            on_click(button, partial(self._zoom, factor))
        on_click(head.whole, self._fit)
        head.export.triggered.connect(lambda: self._with_file(session.save, save=True))
        head.import_.triggered.connect(lambda: self._with_file(session.load))
        head.compare.triggered.connect(lambda: self._with_file(session.compare))
        head.own.triggered.connect(lambda: self.refresh(force=True))
        head.back.triggered.connect(self._put_back)
        on_click(self.stop, session.cancel)
        self.compare_bar.ended.connect(session.end_comparison)
        self.compare_bar.swapped.connect(session.swap)
        self.map.opened.connect(self.look_into)
        self.map.moved.connect(self._on_moved)
        self.map.escaped.connect(session.cancel)
        self.cluster.left.connect(self.leave)
        self.cluster.cluster_wanted.connect(self.look_into)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Alt+Left"), self, self.leave, context=scope)
        for widget in (self.map, self.cluster.map):
            QShortcut(QKeySequence("F"), widget, self._go_to_find)

    def _go_to_find(self) -> None:
        self.head.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.finder.selectAll()

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        return (
            not self.session.is_busy
            and self.map.is_idle
            and self.cluster.is_idle
            and self.head.options.is_idle
        )

    @property
    def front_map(self) -> GraphMap:
        """The map that is seen."""
        return self.cluster.map if self.pages.currentWidget() is self.cluster else self.map

    # -- the graph

    def refresh(self, *, force: bool = False) -> None:
        """Make the graph anew if anything has changed since."""
        if self.is_stale or force:
            self.is_stale = False
            self.session.make()

    @Slot()
    def _on_begun(self) -> None:
        self._busy.start()
        if self.session.view is None:
            self.empty.say(self.tr("Looking for what belongs together …"))

    @Slot(object)
    def _on_view(self, view: GraphView) -> None:
        self._show_map(view)
        self.pages.setCurrentWidget(self.map)
        if not view.name:
            keys = self.session.keys
            badges = sorted({*keys, *([view.request.badge] if view.request.badge else [])})
            self.head.options.show_request(view.request, keys, badges)
        self._show_status(view)
        label = self.session.cluster_of(self._wanted)
        self._wanted = ""
        if label >= 0:
            self.look_into(label)

    @property
    def inside_name(self) -> str:
        """What the cluster that is looked into is known by; "" for none."""
        inside = self.cluster.inside
        if inside is None or self.pages.currentWidget() is not self.cluster:
            return ""
        tag = inside.view.network.nodes[inside.view.clusters[inside.label].nodes[0]]
        return f"{tag.key}={tag.value}"

    def enter_later(self, name: str) -> None:
        """Look into the cluster of a node as soon as there is a graph."""
        self._wanted = name

    def _show_map(self, view: GraphView) -> None:
        other = self.session.other
        thinned = thin(view, self.session.declutter)
        boxes = cluster_boxes(view, thin(view, 0.0), None if other is None else other[1])
        self.map.show_graph(boxes, cluster_lines(thinned), self._moved())
        self.map.show_lines(cluster_lines(thinned), thinned.clusters)
        value = round(100 * self.session.declutter)
        if self.head.declutter.value() != value:
            self.head.declutter.setValue(value)

    def _show_status(self, view: GraphView) -> None:
        words = self.tr("{clusters} clusters of {nodes} values, {links} links").format(
            clusters=len(view.clusters),
            nodes=numeral(len(view.network.nodes)),
            links=numeral(len(view.network.edges)),
        )
        parts = [self.tr("Graph of the file “%s”") % view.name] if view.name else []
        parts += [keys_text(view.request.keys)] if view.request.keys else []
        same = common_badge(view)
        parts += [words, *([self.tr("all mostly {badge}").format(badge=same)] if same else [])]
        self.status.setText(" · ".join([*parts, *said(view.notes)]))
        self.status.show()

    @Slot(object)
    def _on_options(self, fields: dict[str, Any]) -> None:
        view = self.session.view
        if view is not None and not view.name:
            # What the library chose by itself is no choice of the user.
            for name in ("keys", "attributes", "badge"):
                if fields[name] == getattr(view.request, name):
                    fields = {**fields, name: getattr(self.session.request, name)}
        self.session.ask(self.tr("Change the graph view"), "graph-look", **fields)

    @Slot(float)
    def _on_declutter(self, amount: float) -> None:
        self.session.declutter = amount
        if self.session.view is not None:
            thinned = thin(self.session.view, amount)
            self.map.show_lines(cluster_lines(thinned), thinned.clusters)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AppError) or self.session.view is not None:
            self._context.notices.error(error)
            return
        self.empty.say(*error_text(error))
        if "import.media" in {action.name for action in self._context.actions.all()}:
            run = partial(self._context.actions.trigger, "import.media")
            self.empty.offer(self.tr("Import …"), run)
        if self._context.shared.filters:
            clear = partial(self._context.shared.set_filters, ())
            self.empty.offer(self.tr("Clear the filters"), clear)
        self.pages.setCurrentWidget(self.empty)

    def _show_busy(self, *, on: bool) -> None:
        if not on:
            self._busy.stop()
            self.progress.setRange(0, 0)
        self.progress.setVisible(on)
        self.stop.setVisible(on)

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, max(1, progress.total))
        self.progress.setValue(progress.done)
        self.progress.setFormat(step_text(progress.note))

    # -- one cluster

    @Slot(int)
    def look_into(self, label: int) -> None:
        """Show one cluster."""
        self.session.look_into(label)

    @Slot(object)
    def _on_entered(self, inside: Inside) -> None:
        if inside.view is not self.session.view:
            return
        self.cluster.show_inside(inside)
        self.pages.setCurrentWidget(self.cluster)
        self.cluster.map.setFocus()
        if self._entering[0] == inside.label:
            self.cluster.go_to(self._entering[1])
        self._entering = (-1, -1)

    @Slot()
    def leave(self) -> None:
        """Go back to all clusters."""
        if self.pages.currentWidget() is self.cluster:
            self.pages.setCurrentWidget(self.map)
            if self.cluster.inside is not None:
                self.map.set_current(self.cluster.inside.label)
            self.map.setFocus()

    def seek(self, text: str) -> None:
        """Go to the next node whose name holds a text; in its cluster if that is looked into."""
        view, wanted = self.session.view, text.strip().casefold()
        if view is None or not wanted:
            return
        order = [node for cluster in view.clusters for node in cluster.nodes]
        found = [node for node in order if wanted in view.network.nodes[node].value.casefold()]
        if not found:
            self._context.notices.info(self.tr("No node is called “%s”.") % text.strip())
            return
        last = self._sought[1] if self._sought[0] == wanted else -1
        node = found[(found.index(last) + 1) % len(found)] if last in found else found[0]
        self._sought = (wanted, node)
        label = int(view.labels[node])
        self.map.set_current(label)
        inside = self.cluster.inside
        if self.pages.currentWidget() is not self.cluster:
            self.status.setText(
                self.tr("“{name}”, {number} of {total}: Enter in the map looks inside").format(
                    name=view.network.nodes[node].value, number=found.index(node) + 1,
                    total=len(found),
                )
            )  # fmt: skip
            self._entering = (label, node)
        elif inside is not None and inside.label == label:
            self.cluster.go_to(node)
        else:
            self._entering = (label, node)
            self.look_into(label)

    # -- moving, zooming

    def _zoom(self, factor: float) -> None:
        self.front_map.zoom_by(factor)

    def _fit(self) -> None:
        self.front_map.fit()

    def _names(self) -> dict[int, str]:
        view = self.session.view
        clusters = view.clusters if view is not None else ()
        return {cluster.label: self.session.anchor(cluster.label) for cluster in clusters}

    def _moved(self) -> dict[int, tuple[float, float]]:
        return own_places(self._names(), self.session.places)

    @Slot(int)
    def _on_moved(self, label: int) -> None:
        at = self.map.middle(label)
        title = self.tr("Move “%s”") % self.map.box(label).name
        self.session.keep_place(self.session.anchor(label), (at.x(), at.y()), title)

    @Slot()
    def _on_places(self) -> None:
        self.map.set_places(self._moved())

    @Slot()
    def _put_back(self) -> None:
        self.session.forget_places()

    # -- files, comparison

    def _with_file(self, run: Any, *, save: bool = False) -> None:
        path: Path | None
        if save:
            path = files.ask_where_to_save(self)
        else:
            path = files.ask_what_to_open(self, self.tr("Graph from a file"))
        if path is not None:
            run(path)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self._context.notices.info(self.tr("The graph was written to “%s”.") % path.name)

    @Slot(object, object)
    def _on_compared(self, other: GraphView | None, compared: Compared | None) -> None:
        self.compare_bar.show_comparison(other, compared)
        view = self.session.view
        if view is not None:
            look = self.map.look()
            self._show_map(view)
            self.map.set_look(*look)
            inside = self.cluster.inside
            if inside is not None and self.pages.currentWidget() is self.cluster:
                self.look_into(inside.label)
