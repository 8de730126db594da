"""The grid of all hits, best first, as pictures or as a list with reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.results.evidence import EvidenceReader
from app.panels.results.hit_grid import ResultGrid
from app.panels.results.view import HitView, Shown, hit_views
from app.widgets.controls import tool_button
from common.values import ResultList


@hit_views.register("grid")
class GridView(HitView):
    """All hits in cells of one size; 100,000 cost no more than 100."""

    name = "grid"
    icon = "wall"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._on_show = ResultList("")
        self.evidence = EvidenceReader(context, self)
        self.evidence.read.connect(self._on_evidence)
        self.grid = ResultGrid(context, self.source, self.evidence.known, self.evidence.look_up)
        self.setFocusProxy(self.grid)
        self.list_button = tool_button(
            "☰", self.tr("List: show why each hit was found (V)"), checkable=True
        )
        self.list_button.toggled.connect(self._on_list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)

    @property
    def title(self) -> str:
        """Title of the view."""
        return self.tr("Grid")

    @property
    def is_idle(self) -> bool:
        """Whether the visible pictures were asked for."""
        return self.grid.is_idle

    def controls(self) -> QWidget:
        """Return the switch between pictures and list."""
        return self.list_button

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return the keys of the grid beyond those of the panel."""
        return ((self.tr("Size of pictures"), self.tr("Ctrl+wheel")),)

    def focus_main(self) -> None:
        """Put the keyboard on the hits; the first is selected where nothing is."""
        self.grid.setFocus()
        if not self.context.shared.selection and self.grid.hits.rowCount():
            self.grid.select_row(max(0, self.grid.currentIndex().row()))

    def show_shown(self, shown: Shown) -> None:
        """Show the hits; the place stays while it is the same list."""
        bar = self.grid.verticalScrollBar()
        same = shown.results is self._on_show or shown.results.query == self._on_show.query != ""
        place = bar.value() if same else 0
        self.evidence.use(shown.results)
        self._on_show = shown.results
        if self.grid.hits.all_hits is not shown.hits:
            self.grid.show_hits(shown.hits)
            bar.setValue(place)
        self.grid.show_labels(shown.labels)
        self.grid.show_moves(shown.moves)

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Show other marks."""
        self.grid.show_labels(labels)

    def set_side(self, side: int) -> None:
        """Take another size of pictures."""
        self.grid.set_side(side)

    def visible_items(self) -> list[int]:
        """Return the items on the screen."""
        rows = self.grid.visible_rows()
        return [hit.item for hit in self.grid.hits.hits[rows.start : rows.stop]]

    def on_active(self) -> None:
        """Load what is visible when the view comes to the front."""
        if self.is_active:
            self.grid.refresh()

    @Slot(bool)
    def _on_list(self, on: bool) -> None:
        self.grid.set_list(on=on)
        self.state_changed.emit(self.tr("Show the results as a list") if on else self.title)

    @Slot(int)
    def _on_evidence(self, _item: int) -> None:
        self.grid.viewport().update()

    def save_state(self) -> dict[str, Any]:
        """Return whether it is a list."""
        return {"list": self.list_button.isChecked()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back pictures or list."""
        self.list_button.setChecked(state.get("list") is True)
