"""The feature map: one image of each node of a self-organising map, likelier ones first."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.panels.results.map_base import ItemMapView, kept_choice
from app.panels.results.view import Shown, hit_views
from app.services.services import Services
from app.services.types import CellMap, falling, node_asked
from app.widgets.controls import named
from app.widgets.image_map import ImageMap, Sheet
from app.widgets.numbers import numeral
from common.jobs import JobContext

SCOPES = ("results", "library")
SIZES = ("small", "medium", "large")
NODES = {"small": (5, 8), "medium": (8, 12), "large": (12, 18)}  # rows and columns
_Asked = tuple[NDArray[np.int64] | None, NDArray[np.float32] | None, tuple[int, int]]


@hit_views.register("som")
class FeatureMapView(ItemMapView):
    """A self-organising map of the results or of the library, one image a node."""

    name = "som"
    icon = "som"
    items: ImageMap

    def fill_bar(self, bar: QHBoxLayout) -> None:
        """Put in: what is mapped, how finely, and opening a node."""
        self._map: CellMap | None = None
        self._scores = np.empty(0, np.float32)
        self._asked: _Asked = (None, None, NODES["medium"])  # of the map on show
        self._scope = QComboBox()
        self._scope.addItem(self.tr("Results"), "results")
        self._scope.addItem(self.tr("Whole library"), "library")
        named(self._scope, self.tr("What is mapped"))
        self._size = QComboBox()
        for name, title in zip(
            SIZES, (self.tr("Coarse"), self.tr("Medium"), self.tr("Fine")), strict=True
        ):
            self._size.addItem(title, name)
        self._size.setCurrentIndex(1)
        named(self._size, self.tr("How many images the map has"))
        self._open = self.button(
            "list", self.tr("Show all images of the current node as results (+)"), self._open_node
        )
        for widget in (self._scope, self._size, self._open):
            bar.addWidget(widget)
        bar.addStretch(1)
        self._scope.currentIndexChanged.connect(self._on_choice)
        self._size.currentIndexChanged.connect(self._on_choice)

    def make_canvas(self) -> QWidget:
        """Return the map."""
        self.items = ImageMap(self.context, self.source)
        self.items.zoom_requested.connect(self._on_zoom)
        return self.items

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Feature map")

    def show_shown(self, shown: Shown) -> None:
        """Map a list."""
        self.take_items(shown)
        scores = (max(hit.score, 0.0) for hit in shown.hits)
        self._scores = np.fromiter(scores, np.float32, len(shown.hits))
        if self._scope.currentData() == "results" or self._map is None:
            self._begin()

    def _begin(self) -> None:
        shape = NODES[self._size.currentData()]
        if self._scope.currentData() == "library":
            self._asked = (None, None, shape)
            self.ask(_mapped, self._show, *self._asked)
        elif len(self._ids):
            self._asked = (self._ids, self._scores if self._scores.any() else None, shape)
            self.ask(_mapped, self._show, *self._asked)
        else:
            self._map = None
            self.stop()
            self.say_nothing_found()

    def _show(self, made: CellMap) -> None:
        self._map = made
        sheet = Sheet.of_map(made)
        if not sheet.cells:
            self.say_nothing_found(made.notes)
            return
        self.show_canvas()
        self.items.show_sheet(sheet)
        text = self.tr("{nodes} nodes for {total} images").format(
            nodes=numeral(made.items.size), total=numeral(made.total - made.without)
        )
        self.told(text, notes=made.notes)

    @Slot(int, int)
    def _on_zoom(self, _item: int, step: int) -> None:
        if step > 0:
            self._open_node()

    def _open_node(self) -> None:
        """Show what the current node stands for as the list of all panels."""
        current, made = self.items.current, self._map
        if current is None or made is None:
            return
        node = int(np.flatnonzero(made.items.ravel() == current)[0])
        inside = made.members[node]
        if not len(inside):
            return
        title = self.tr("%n image(s) of one node", "", len(inside))
        found = falling(title, inside, node_asked(*self._asked, node))
        self.context.shared.show_results(found, self.source, is_step=True)

    @Slot()
    def _on_choice(self) -> None:
        self._map = None
        if self.is_active:
            self._begin()
        else:
            self._is_due = True
        self.state_changed.emit(self.tr("Feature map"))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the view."""
        return ((self.tr("All images of the current node"), "+"),)

    def save_state(self) -> dict[str, Any]:
        """Return the choices."""
        return {"scope": self._scope.currentData(), "size": self._size.currentData()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring the choices back."""
        scope = kept_choice(state, "scope", SCOPES, "results")
        self._scope.setCurrentIndex(SCOPES.index(scope))
        self._size.setCurrentIndex(SIZES.index(kept_choice(state, "size", SIZES, "medium")))


def _mapped(
    services: Services,
    ids: NDArray[np.int64] | None,
    scores: NDArray[np.float32] | None,
    shape: tuple[int, int],
    context: JobContext,
) -> CellMap:
    return services.maps.som(ids, *shape, scores=scores, context=context)
