"""Why an image was found: what matched drawn on it, with similarities and sources."""

import math

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.panels.lifelog.texts import source_names
from app.panels.lifelog.work import Seen
from app.services.types import Match
from app.widgets.controls import breakable, tool_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.numbers import numeral
from app.widgets.scene_graph.match_canvas import MatchCanvas
from app.widgets.scene_graph.pens import legend_line
from app.widgets.scene_graph.region_canvas import Picked
from common.scenes import EdgeSource, SceneGraph

_LINE = QSize(26, 12)
_OTHER = int(Qt.ItemDataRole.UserRole) + 1


class Inspector(QWidget):
    """Shows one image with its graph.

    Args:
        parent: owner.
    """

    sources_changed = Signal(object)  # frozenset[EdgeSource] that are hidden
    picked = Signal(object)  # Picked: becomes an object of the query
    wanted = Signal(int)  # another image of the moment

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = 0
        self._graph = SceneGraph()
        self._match: Match | None = None
        self.canvas = MatchCanvas()
        self.canvas.picked.connect(self.picked)
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What matched what"))
        self.list.setIconSize(_LINE)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._on_chosen)
        self.boxes: dict[EdgeSource, QCheckBox] = {}
        self._make_switches()
        self._lay_out()
        self.clear()

    def _make_switches(self) -> None:
        self.switches = QWidget()
        flow = FlowLayout(self.switches, spacing=8)
        for source, name in source_names().items():
            box = QCheckBox(name)
            box.setChecked(True)
            box.setToolTip(self.tr("Relations that are %s: seen, and counted in searches") % name)
            box.toggled.connect(self._on_source)
            self.boxes[source] = box
            flow.addWidget(box)
        self.all_box = QCheckBox(self.tr("all objects"))
        self.all_box.setToolTip(self.tr("Draw also what did not match"))
        self.all_box.toggled.connect(self._on_all)
        flow.addWidget(self.all_box)
        self.take_button = tool_button(
            self.tr("Region → graph"),
            self.tr("Take the region that was drawn (Shift and drag) over into the query (Enter)"),
            self._take_region,
        )
        flow.addWidget(self.take_button)
        self.take_button.hide()
        self.canvas.region_changed.connect(self._on_region)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.switches.setSizePolicy(policy)

    def _lay_out(self) -> None:
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(3)
        below.addWidget(self.switches)
        below.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.canvas)
        split.addWidget(lower)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setSizes([340, 110])
        self.canvas.setMinimumHeight(100)
        self.list.setMinimumHeight(44)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 2, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(split, 1)

    # -- what is shown

    @property
    def hidden(self) -> frozenset[EdgeSource]:
        """The sources whose relations are hidden."""
        return frozenset(source for source, box in self.boxes.items() if not box.isChecked())

    def hide_sources(self, hidden: frozenset[EdgeSource]) -> None:
        """Hide the relations of some sources, without telling of it."""
        for source, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(source not in hidden)
        self._show_sources()

    def clear(self) -> None:
        """Show nothing, and say what would be shown."""
        self._item, self._graph, self._match = 0, SceneGraph(), None
        self.canvas.show_image(QImage())
        self.canvas.show_graph(0, self._graph, None)
        self.heading.setText(self.tr("Choose a result to see what matched in it."))
        self.list.clear()

    def show_seen(self, seen: Seen, match: Match | None) -> None:
        """Show an item.

        Args:
            seen: its picture, graph and texts.
            match: what matched; None where it is no result.
        """
        same = seen.item == self._item
        self._item, self._graph, self._match = seen.item, seen.graph, match
        self.canvas.show_image(seen.image, keep_view=same)
        self.canvas.show_graph(seen.item, seen.graph, match)
        # The position itself stands in the details.
        words = [breakable(seen.name), seen.when, seen.where.partition(" (")[0]]
        if match is not None and not math.isnan(match.objects):
            words.append(self.tr("objects %s") % numeral(match.objects, ".2f"))
            words.append(self.tr("relations %s") % numeral(match.relations, ".2f"))
        self.heading.setText(" · ".join(word for word in words if word))
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        match = self._match
        for edge in match.edges if match else ():
            words = f"{' – '.join(edge.triple)}   {numeral(edge.similarity, '.0%')}"
            wanted = " ".join(edge.wanted)
            self._add(words, self.tr("stands for “%s”") % wanted, edge.source, None)
        for node in match.nodes if match else ():
            words = f"{node.label}   {numeral(node.similarity, '.0%')}"
            if node.wanted != node.label:
                words = f"{node.label} ≈ {node.wanted}   {numeral(node.similarity, '.0%')}"
            self._add(words, self.tr("stands for “%s”") % node.wanted, None, node.place)
        for number, item in enumerate(match.moment if match else (), 1):
            if item != self._item:
                self._add_other(number, item)
        if self.list.count() == 0:
            text = self.tr("No scene graph is known of this image.")
            if self._graph.nodes:
                text = self.tr("Nothing of the query is in this image.")
                if match is None:
                    names = ", ".join(dict.fromkeys(node.label for node in self._graph.nodes))
                    text = self.tr("In this image: %s") % names
            self._add(text, text, None, None)

    def _add(self, words: str, tip: str, source: EdgeSource | None, place: int | None) -> None:
        entry = QListWidgetItem(words)
        entry.setToolTip(tip if source is None else f"{tip} · {source_names()[source]}")
        entry.setData(Qt.ItemDataRole.UserRole, place)
        if source is not None:
            entry.setIcon(self._line(source))
        self.list.addItem(entry)

    def _add_other(self, number: int, item: int) -> None:
        """Add another image of the moment."""
        entry = QListWidgetItem(self.tr("→ image of sentence %s") % number)
        entry.setToolTip(self.tr("Another image of this moment; Enter goes there"))
        entry.setData(_OTHER, item)
        self.list.addItem(entry)

    def _line(self, source: EdgeSource) -> QIcon:
        pixmap = QPixmap(_LINE * self.devicePixelRatioF())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        legend_line(
            painter, QRectF(2, 0, _LINE.width() - 4, _LINE.height()), source, self.palette()
        )
        painter.end()
        return QIcon(pixmap)

    def refresh_icons(self) -> None:
        """Draw the lines of the sources again, in the colours of the theme."""
        for source, box in self.boxes.items():
            box.setIcon(self._line(source))
            box.setIconSize(_LINE)
        self._fill()

    # -- input

    def _on_chosen(self, entry: QListWidgetItem) -> None:
        """Take the box of an object over into the query, or go to another image."""
        other = entry.data(_OTHER)
        if isinstance(other, int):
            self.wanted.emit(other)
            return
        place = entry.data(Qt.ItemDataRole.UserRole)
        if not isinstance(place, int) or not 0 <= place < len(self._graph.nodes):
            return
        node = self._graph.nodes[place]
        if node.box is not None:
            self.picked.emit(Picked((self._item, *node.box), node.label))

    def _on_region(self, region: object) -> None:
        self.take_button.setVisible(region is not None)

    def _take_region(self) -> None:
        if self.canvas.region is not None:
            self.picked.emit(Picked(self.canvas.region))

    def _on_source(self, _on: bool) -> None:
        self._show_sources()
        self.sources_changed.emit(self.hidden)

    def _on_all(self, _on: bool) -> None:
        self._show_sources()

    def _show_sources(self) -> None:
        self.canvas.show_sources(self.hidden, everything=self.all_box.isChecked())

    def show_expert(self, *, on: bool) -> None:
        """Show all controls, or only those that most people need."""
        self.switches.setVisible(on)
