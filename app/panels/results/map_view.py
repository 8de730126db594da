"""The condensed map: all results as 256 images, and into the image graph from each of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel

from app.panels.results.map_base import ItemMapView, kept_choice
from app.panels.results.view import Shown, hit_views
from app.services.services import Services
from app.services.types import CellMap, PlaneMap
from app.widgets.controls import named
from app.widgets.image_map import ImageMap, Sheet
from app.widgets.numbers import filled, numeral
from common.jobs import JobContext

CELLS = 256
REPRESENT = ("best", "central")
SCOPES = ("results", "library")


@hit_views.register("map")
class CondensedView(ItemMapView):
    """All results, or the whole library, on one sorted map; zooming asks the image graph."""

    name = "map"
    icon = "map"
    items: ImageMap

    def fill_bar(self, bar: QHBoxLayout) -> None:
        """Put in: out, home, what is shown, which image stands for a cluster, where one is."""
        self._map: CellMap | PlaneMap | None = None
        self._out = self.button("chevron-left", self.tr("Back out (-, Backspace)"), self._go_out)
        self._home = self.button("reset", self.tr("The whole map (Home)"), self._go_home)
        self._scope = QComboBox()
        self._scope.addItem(self.tr("Results"), "results")
        self._scope.addItem(self.tr("Whole library"), "library")
        named(self._scope, self.tr("What the map shows"))
        self._represent = QComboBox()
        self._represent.addItem(self.tr("Best of each group"), "best")
        self._represent.addItem(self.tr("Middle of each group"), "central")
        named(self._represent, self.tr("Which image stands for its group"))
        self._inside = QCheckBox(self.tr("Only results"))
        self._inside.setToolTip(
            self.tr("Zooming in shows results only; else neighbours from the whole library come in")
        )
        self._where = QLabel()
        for widget in (self._out, self._home, self._scope, self._represent, self._inside):
            bar.addWidget(widget)
        bar.addWidget(self._where, 1)
        self._scope.currentIndexChanged.connect(self._on_choice)
        self._represent.currentIndexChanged.connect(self._on_choice)
        self._inside.toggled.connect(self._on_inside)

    def make_canvas(self) -> ImageMap:
        """Return the map."""
        canvas = ImageMap(self.context, self.source)
        canvas.zoom_requested.connect(self._on_zoom)
        canvas.moved.connect(self._on_moved)
        self.items = canvas
        return canvas

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Map")

    # -- what is shown

    def show_shown(self, shown: Shown) -> None:
        """Condense a list."""
        self.take_items(shown)
        if self._scope.currentData() == "results" or self._map is None:
            self._begin()

    def _begin(self) -> None:
        """Draw the map that everything starts from."""
        if self._scope.currentData() == "library":
            self.ask(_overview, self._show)
        elif not len(self._ids):
            self._map = None
            self.stop()
            self.say_nothing_found()
        else:
            self.ask(_condensed, self._show, self._ids, self._represent.currentData())

    def _show(self, made: CellMap | PlaneMap) -> None:
        """Show a map that a job made."""
        self._map = made
        sheet = Sheet.of_map(made)
        if not sheet.cells:
            self.say_nothing_found(made.notes)
            return
        self.show_canvas()
        self.items.show_sheet(sheet)
        is_plane = isinstance(made, PlaneMap)
        has_parent = isinstance(made, PlaneMap) and made.parent is not None
        self._out.setEnabled(has_parent)
        self._home.setEnabled(is_plane)
        self._where.setText(self._place(made))
        self._tell(made)

    def _place(self, made: CellMap | PlaneMap) -> str:
        """Return where in the graph a map is."""
        if isinstance(made, CellMap):
            return ""
        depth, above = 0, made.parent
        while above is not None:
            depth, above = depth + 1, above.parent if isinstance(above, PlaneMap) else None
        level = self.tr("level {level} of {levels}").format(
            level=made.levels - made.level, levels=made.levels
        )
        return self.tr("Zoomed in %n time(s)", "", depth) + " · " + level if depth else level

    def _tell(self, made: CellMap | PlaneMap) -> None:
        if isinstance(made, PlaneMap):
            hint = self.tr("Drag or use arrows at the edge to go on; wheel or + and - to zoom")
            self.told(hint, notes=made.notes)
            return
        shown = len(made.shown)
        text = self.tr("{shown} images stand for {total} results").format(
            shown=numeral(shown), total=numeral(made.total - made.without)
        )
        quality = ""
        if made.quality == made.quality:  # not NaN
            quality = filled(self.tr("map quality {quality:.2f}"), quality=made.quality)
        self.told(text, quality, notes=made.notes)

    # -- going in, out and on

    @Slot(int, int)
    def _on_zoom(self, item: int, step: int) -> None:
        if step < 0:
            self._go_out()
        elif item >= 0 and self._map is not None and self.is_idle_job:
            among = self._ids if self._inside.isChecked() else None
            self.ask(_zoomed, self._show_zoomed, self._map, item, among)

    @property
    def is_idle_job(self) -> bool:
        """Whether no map is being made."""
        return self._job is None

    def _show_zoomed(self, made: CellMap | PlaneMap) -> None:
        self._show(made)
        focus = made.focus if isinstance(made, PlaneMap) else -1
        if focus >= 0:
            self.context.shared.select([focus], self.source)
        self.context.shared.note("map.zoom", {"item": focus})
        self.state_changed.emit(self.tr("Zoom"))

    def _go_out(self) -> None:
        if isinstance(self._map, PlaneMap) and self._map.parent is not None:
            self.stop()
            self._show(self._map.parent)
            self.state_changed.emit(self.tr("Zoom"))

    def _go_home(self) -> None:
        above = self._map
        while isinstance(above, PlaneMap) and above.parent is not None:
            above = above.parent
        if above is not None and above is not self._map:
            self.stop()
            self._show(above)
        elif isinstance(above, PlaneMap):
            self._begin()

    @Slot(int, int)
    def _on_moved(self, x: int, y: int) -> None:
        if isinstance(self._map, PlaneMap) and self.is_idle_job:
            there = replace(self._map, x=x, y=y)
            self.items.show_sheet(Sheet.of_map(there), animate=False)
            self.ask(_panned, self._show_panned, self._map, x, y)

    def _show_panned(self, made: PlaneMap) -> None:
        self._map = made
        self.items.show_sheet(Sheet.of_map(made))

    @Slot()
    def _on_choice(self) -> None:
        self._represent.setEnabled(self._scope.currentData() == "results")
        self._inside.setEnabled(self._scope.currentData() == "results")
        self._map = None
        if self.is_active:
            self._begin()
        else:
            self._is_due = True
        self.state_changed.emit(self.tr("Map"))

    @Slot(bool)
    def _on_inside(self, _on: bool) -> None:
        self.state_changed.emit(self.tr("Map"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go home."""
        if event.key() == Qt.Key.Key_Home:
            self._go_home()
        else:
            super().keyPressEvent(event)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the view."""
        return (
            (self.tr("Zoom in on the current image"), "+"),
            (self.tr("Back out"), "-"),
            (self.tr("The whole map"), "Home"),
            (self.tr("Half a map up or down"), "PgUp / PgDown"),
        )

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return the choices."""
        return {
            "scope": self._scope.currentData(),
            "represent": self._represent.currentData(),
            "inside": self._inside.isChecked(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring the choices back."""
        scope = kept_choice(state, "scope", SCOPES, "results")
        represent = kept_choice(state, "represent", REPRESENT, "best")
        self._inside.setChecked(state.get("inside") is True)
        self._scope.setCurrentIndex(SCOPES.index(scope))
        self._represent.setCurrentIndex(REPRESENT.index(represent))


def _condensed(
    services: Services, ids: NDArray[np.int64], represent: Any, context: JobContext
) -> CellMap:
    return services.maps.condense(ids, CELLS, represent=represent, context=context)


def _overview(services: Services, context: JobContext) -> PlaneMap:
    return services.maps.overview(context=context)


def _zoomed(
    services: Services,
    view: CellMap | PlaneMap,
    item: int,
    among: NDArray[np.int64] | None,
    context: JobContext,
) -> CellMap | PlaneMap:
    return services.maps.zoom(view, item, among=among, context=context)


def _panned(services: Services, view: PlaneMap, x: int, y: int, context: JobContext) -> PlaneMap:
    return services.maps.pan(view, x, y, context=context)
