"""One cluster: its nodes as a picture, what it is, what is like it, what it recommends."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.panels.graph import work
from app.panels.graph.boxes import node_boxes, node_lines, own_places
from app.panels.graph.network_session import NetworkSession
from app.panels.graph.texts import causes_text, tag_name
from app.panels.graph.work import Inside
from app.services.types import Recommended, captions_at, listed, nodes_asked
from app.widgets.chips import Chip, ChipStrip
from app.widgets.controls import icon_button, on_click
from app.widgets.graph_map import GraphMap
from app.widgets.grid import ThumbnailGrid
from app.widgets.numbers import numeral

_HEAVIEST = 24
_NODE = Qt.ItemDataRole.UserRole


class ClusterPage(QWidget):
    """A cluster looked into.

    Args:
        context: services, jobs, shared state.
        session: of the graph.
        source: name of the panel.
        parent: owner.
    """

    left = Signal()  # back to all clusters
    cluster_wanted = Signal(int)  # label of a similar one

    def __init__(
        self,
        context: PanelContext,
        session: NetworkSession,
        source: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._session, self._source = context, session, source
        self.inside: Inside | None = None
        self.back = icon_button("chevron-left", self.tr("Back to all clusters (Alt+Left, Esc)"))
        self.heading = QLabel()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.similar = ChipStrip(self.tr("No other cluster is like this one"))
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.facts.setAccessibleName(self.tr("Summary"))
        self.heaviest = QListWidget()
        self.heaviest.setAccessibleName(self.tr("Heaviest nodes"))
        self.heaviest.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.map = GraphMap(context.services.items, context.jobs, captions_at)
        self.map.setAccessibleName(self.tr("Nodes of the cluster"))
        self.grid = ThumbnailGrid(context, source)
        self.grid.setAccessibleName(self.tr("Items of the cluster"))
        self.grid.set_side(84)
        self.count = QLabel()
        self.recommended = ChipStrip(
            self.tr("Mark items or put them on lists: what goes with them is recommended here")
        )
        self.cause = QLabel()
        self.cause.setProperty("muted", "true")
        self.cause.setAccessibleName(self.tr("Why it is recommended"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addWidget(self.heading)
        top.addSpacing(12)
        top.addWidget(QLabel(self.tr("Similar:")))
        top.addWidget(self.similar, 1)
        self.summary = self._column(self.facts, self.heaviest)
        self.items = self._column(self.count, self.grid)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for widget in (self.summary, self.map, self.items):
            self.split.addWidget(widget)
        self.summary.setMinimumWidth(110)
        self.items.setMinimumWidth(130)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([140, 560, 160])
        below = QHBoxLayout()
        below.addWidget(QLabel(self.tr("Recommended:")))
        below.addWidget(self.recommended, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.split, 1)
        layout.addLayout(below)
        layout.addWidget(self.cause)
        self.cause.hide()

    def _column(self, first: QWidget, second: QWidget) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(first)
        layout.addWidget(second, 1)
        return column

    def _connect(self) -> None:
        on_click(self.back, self.left.emit)
        self.map.escaped.connect(self.left)
        self.map.chosen.connect(self._on_chosen)
        self.map.opened.connect(self._on_opened)
        self.map.moved.connect(self._on_moved)
        self.grid.escaped.connect(self.left)
        self.heaviest.currentItemChanged.connect(self._on_row)
        self._session.places_changed.connect(self._on_places)

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for is shown."""
        return self.map.is_idle and self.grid.is_idle

    # -- what is shown

    def show_inside(self, inside: Inside) -> None:
        """Show a cluster."""
        self.inside = inside
        view, cluster = inside.view, inside.view.clusters[inside.label]
        other = self._session.other
        compared = None if other is None else other[1]
        self.heading.setText(", ".join(cluster.captions[:2]))
        self.map.show_graph(node_boxes(inside, compared), node_lines(inside), self._moved())
        self._show_facts()
        self.heaviest.clear()
        for node in cluster.nodes[:_HEAVIEST]:
            entry = QListWidgetItem(tag_name(view.network.nodes[node]))
            entry.setData(_NODE, node)
            entry.setToolTip(self.map.box(node).tip)
            self.heaviest.addItem(entry)
        self.similar.clear()
        for label, likeness in inside.similar:
            name = ", ".join(view.clusters[label].captions[:2])
            chip = Chip(f"{name}  {round(100 * min(1.0, likeness))} %")
            chip.setToolTip(self.tr("Look into “%s”") % name)
            chip.chosen.connect(partial(self._on_similar, label))
            self.similar.add(chip)
        self._show_recommended()
        self.show_items(cluster.nodes, list(inside.items))

    def _show_facts(self) -> None:
        assert self.inside is not None
        cluster = self.inside.view.clusters[self.inside.label]
        lines = [self.tr("{count} nodes").format(count=len(cluster.nodes))]
        if cluster.items:
            lines.append(self.tr("{count} items").format(count=numeral(cluster.items)))
        if cluster.badge:
            lines.append(self.tr("mostly {badge}").format(badge=cluster.badge))
        self.facts.setText(" · ".join(lines) + "\n" + ", ".join(cluster.captions[:4]))

    def _show_recommended(self) -> None:
        assert self.inside is not None
        self.recommended.clear()
        self.cause.hide()
        for each in self.inside.recommended:
            name = tag_name(self.inside.view.network.nodes[each.node])
            chip = Chip(name)
            chip.setToolTip(causes_text(self.inside.view, each))
            chip.chosen.connect(partial(self._on_recommended, each))
            self.recommended.add(chip)

    def show_items(self, nodes: tuple[int, ...], items: list[int]) -> None:
        """Show the items of the cluster, or of one of its nodes, as the shared result list."""
        text = self.tr("one item") if len(items) == 1 else self.tr("%s items") % numeral(len(items))
        self.count.setText(text)
        recipe = None
        if self.inside is not None and not self.inside.view.name:  # of this library
            network = self.inside.view.network
            recipe = nodes_asked(self.inside.view.request, [network.nodes[one] for one in nodes])
        results = listed(self.heading.text(), items, 1.0, recipe)
        self.grid.show_hits(results.hits)
        self._context.shared.show_results(results, self._source, is_step=True)

    def _names(self) -> dict[int, str]:
        assert self.inside is not None
        nodes = self.inside.view.clusters[self.inside.label].nodes
        return {node: f"node:{self._session.node_name(node)}" for node in nodes}

    def _moved(self) -> dict[int, tuple[float, float]]:
        return own_places(self._names(), self._session.places)

    def go_to(self, node: int) -> None:
        """Put the keyboard on a node."""
        self.map.set_current(node)

    # -- what the user does

    @Slot(int)
    def _on_chosen(self, node: int) -> None:
        """Show the items of a node; those of the whole cluster where none is chosen."""
        if self.inside is None:
            return
        self.map.light_up(())
        self.cause.hide()
        if node < 0:
            nodes = self.inside.view.clusters[self.inside.label].nodes
            self.show_items(nodes, list(self.inside.items))
            return
        job = self._context.jobs.submit(
            "io",
            partial(work.items_of, self._context.services, self.inside.view, (node,)),
            replaces="graph-items",
        )
        job.succeeded.connect(partial(self.show_items, (node,)))
        job.failed.connect(self._context.notices.error)

    @Slot(int)
    def _on_opened(self, _node: int) -> None:
        """Put the keyboard into the items of a node."""
        self.grid.setFocus()
        if self.grid.hits.rowCount():
            self.grid.select_row(0)

    @Slot(int)
    def _on_moved(self, node: int) -> None:
        at = self.map.middle(node)
        title = self.tr("Move “%s”") % self.map.box(node).name
        self._session.keep_place(self._names()[node], (at.x(), at.y()), title)

    @Slot()
    def _on_places(self) -> None:
        if self.inside is not None and self.isVisible():
            self.map.set_places(self._moved())

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_row(self, entry: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if entry is not None:
            self.map.set_current(entry.data(_NODE))

    def _on_similar(self, label: int, _held: bool) -> None:
        self.cluster_wanted.emit(label)

    def _on_recommended(self, each: Recommended, _held: bool) -> None:
        """Light up what speaks for a node."""
        assert self.inside is not None
        self.map.set_current(each.node)
        self.map.light_up([node for node, _ in each.causes if node in self.map.keys] or [each.node])
        self.cause.setText(causes_text(self.inside.view, each))
        self.cause.show()
