"""The space: results to fly through, a shelf for what is kept, ways between pictures."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.panels.results.map_base import ItemMapView, kept_choice
from app.panels.results.view import Shown, hit_views
from app.services.services import Services
from app.services.types import SpaceMap
from app.widgets.controls import named
from app.widgets.space import MiniMap, Shelf, SpaceCanvas
from common.jobs import JobContext

LAYOUTS = ("cloud", "spiral", "sphere")
MARGIN = 10  # pixels between the small map and the edge
MOST_VISITED = 200


@hit_views.register("space")
class SpaceView(ItemMapView):
    """Results in space: a cloud of what is alike, or a sphere around the viewer."""

    name = "space"
    icon = "space"

    def make_canvas(self) -> QWidget:
        """Return the space with the small map over it, and the shelf below."""
        self._visited: list[int] = []
        self._shows_visited = False
        self.items = self.space = SpaceCanvas(self.context, self.source)
        self.space.kept.connect(self._on_kept)
        self.space.visited.connect(self._on_visited)
        self.space.lacking.connect(self._say_lacking)
        self.minimap = MiniMap(self.space, self.space)
        self.space.installEventFilter(self)
        self.shelf = Shelf(self.context, self.source)
        self.shelf.changed.connect(self._on_shelf)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.space, 1)
        layout.addWidget(self.shelf)
        page.setFocusProxy(self.space)
        return page

    def fill_bar(self, bar: QHBoxLayout) -> None:
        """Put in: the layout, home, near, ways, map and shelf."""
        self._layout_box = QComboBox()
        for name, title in zip(
            LAYOUTS,
            (
                self.tr("Cloud of alike ones"),
                self.tr("Ranks around me"),
                self.tr("Alike ones around me"),
            ),
            strict=True,
        ):
            self._layout_box.addItem(title, name)
        named(self._layout_box, self.tr("How results lie in space"))
        self._layout_box.currentIndexChanged.connect(self._on_layout)
        self._home = self.button("reset", self.tr("Back to the start (Home)"), self.space.go_home)
        self._pull = self.button("eye", self.tr("Pull the current item near (E)"), self._on_pull)
        self._go = self.button("then", self.tr("Fly to the current item (G)"), self._on_go)
        self._way = self.button(
            "graph", self.tr("A way over alike pictures between the selected ones"), self.find_way
        )
        self._trail = self.button(
            "history", self.tr("The way over the pictures you visited"), self._on_trail,
            checkable=True,
        )  # fmt: skip
        self._map_on = self.button(
            "map", self.tr("Show the small map"), self._on_map, checkable=True
        )
        self._shelf_on = self.button(
            "star", self.tr("Show the shelf"), self._on_map, checkable=True
        )
        self._map_on.setChecked(True)
        self._shelf_on.setChecked(True)
        bar.addWidget(self._layout_box)
        for one in (self._home, self._go, self._pull, self._way, self._trail):
            bar.addWidget(one)
        bar.addStretch(1)
        bar.addWidget(self._map_on)
        bar.addWidget(self._shelf_on)

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Space")

    # -- what is shown

    def show_shown(self, shown: Shown) -> None:
        """Lay out a list."""
        self.take_items(shown)
        if not len(self._ids):
            self.stop()
            self.say_nothing_found()
            return
        self.ask(_laid_out, self._show, self._ids, self._layout_box.currentData())

    def _show(self, made: SpaceMap) -> None:
        if not len(made.items):
            self.say_nothing_found(made.notes)
            return
        self.show_canvas()
        self.space.show_space(made)
        if self._shows_visited:
            self.space.show_way(self._visited)
        self.minimap.update()
        count = self.tr("%n image(s)", "", len(made.items))
        keys = self.tr("W A S D move, drag looks around, E pulls near, K keeps, Home goes back")
        self.told(count, keys, notes=made.notes)

    def on_active(self) -> None:
        """Stand still while nobody looks."""
        super().on_active()
        if not self.is_active:
            self.space.stop()

    # -- ways

    def find_way(self) -> None:
        """Look for a way over alike pictures from the first selected item to the last."""
        chosen = [
            item for item in self.context.shared.selection
            if self.space.position_of(item) is not None
        ]  # fmt: skip
        if len(chosen) < 2:
            self.told(self.tr("Select two pictures (Ctrl+click) to find a way between them."))
            return
        self._trail.setChecked(False)
        self._shows_visited = False
        items = self.space.space.items if self.space.space is not None else self._ids
        self.ask(_way, self._show_way, items, chosen[0], chosen[-1])

    def _show_way(self, way: tuple[int, ...]) -> None:
        self.space.show_way(way)
        text = self.tr("A way of %n picture(s)", "", len(way))
        self.told(text, self.tr("N and B follow it; the shelf keeps it with K"))
        self.context.shared.note("space.way", {"items": list(way)})

    def _on_trail(self) -> None:
        self._shows_visited = self._trail.isChecked()
        self.space.show_way(self._visited if self._shows_visited else ())

    @Slot(int)
    def _on_visited(self, item: int) -> None:
        if not self._visited or self._visited[-1] != item:
            self._visited = [*self._visited[-MOST_VISITED + 1 :], item]
        if self._shows_visited:
            self.space.show_way(self._visited)

    # -- controls

    @Slot()
    def _on_layout(self) -> None:
        if self.is_active and len(self._ids):
            self.ask(_laid_out, self._show, self._ids, self._layout_box.currentData())
        else:
            self._is_due = True
        self.state_changed.emit(self.tr("Space"))

    def _on_pull(self) -> None:
        current = self._current()
        if current is not None:
            self.space.pull(current)

    def _on_go(self) -> None:
        current = self._current()
        if current is not None:
            self.space.fly_to(current)

    def _current(self) -> int | None:
        """Return the current item if it lies in this space; else say what to do."""
        current = self.context.shared.current
        if current is not None and self.space.position_of(current) is not None:
            return current
        self._say_lacking()
        return None

    @Slot()
    def _say_lacking(self) -> None:
        self.told(self.tr("The current item is not among these: click a picture first"))

    def _on_map(self) -> None:
        self.minimap.setVisible(self._map_on.isChecked())
        self.shelf.setVisible(self._shelf_on.isChecked())
        self.state_changed.emit(self.tr("Space"))

    @Slot(int)
    def _on_kept(self, item: int) -> None:
        self.shelf.list.put([item])

    @Slot()
    def _on_shelf(self) -> None:
        self.stepped.emit(self.tr("Shelf"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the small map in its corner."""
        if watched is self.space and event.type() == QEvent.Type.Resize:
            self.minimap.move(
                self.space.width() - self.minimap.width() - MARGIN,
                self.space.height() - self.minimap.height() - MARGIN,
            )
        return super().eventFilter(watched, event)

    def focus_main(self) -> None:
        """Put the keyboard into the space."""
        self.space.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the view."""
        return (
            (self.tr("Move; the arrows too"), "W A S D"),
            (self.tr("Rise and sink"), "R F"),
            (self.tr("Look around; or drag"), "Ctrl+arrows"),
            (self.tr("Pull the current item near, or put it back"), "E"),
            (self.tr("Fly to the current item"), "G"),
            (self.tr("Keep the current item on the shelf"), "K"),
            (self.tr("Follow the way, and back"), "N B"),
            (self.tr("Back to the start"), "Home"),
        )

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return the layout, what is open, and the shelf."""
        return {
            "layout": self._layout_box.currentData(),
            "map": self._map_on.isChecked(),
            "shelf_on": self._shelf_on.isChecked(),
            "shelf": self.shelf.list.kept(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring layout and shelf back."""
        layout = kept_choice(state, "layout", LAYOUTS, "cloud")
        self._layout_box.setCurrentIndex(LAYOUTS.index(layout))
        self._map_on.setChecked(state.get("map") is not False)
        self._shelf_on.setChecked(state.get("shelf_on") is not False)
        shelf = state.get("shelf")
        if isinstance(shelf, list) and all(type(item) is int for item in shelf):
            self.shelf.list.set_items(shelf)
        self.minimap.setVisible(self._map_on.isChecked())
        self.shelf.setVisible(self._shelf_on.isChecked())


def _laid_out(
    services: Services, ids: NDArray[np.int64], layout: Any, context: JobContext
) -> SpaceMap:
    return services.maps.space(ids, layout, context=context)


def _way(
    services: Services, ids: NDArray[np.int64], start: int, end: int, context: JobContext
) -> tuple[int, ...]:
    return services.maps.path(ids, start, end, context=context)
