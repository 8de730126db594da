"""One moment: the image with what matched, and what came before and after."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage, QPixmap

from app.context import Panel
from app.panels.lifelog import work
from app.panels.lifelog.inspector import Inspector
from app.panels.lifelog.work import Seen
from app.services.types import LifelogResults
from app.widgets.film_strip import FilmStrip
from app.widgets.item_menu import ItemMenu
from app.widgets.scene_graph.editor import GraphEditor
from common.scenes import LifelogQuery

STRIP_HEIGHT = 56  # pixels


class MomentView(QObject):
    """Follows the current item.

    Args:
        panel: whose context is used, and that says whether it is seen.
        graph: gets the pictures of image regions.
    """

    def __init__(self, panel: Panel, graph: GraphEditor) -> None:
        super().__init__(panel)
        context = panel.context
        self._panel = panel
        self._graph = graph
        self._results: LifelogResults | None = None
        self.inspector = Inspector()
        self.inspector.setMinimumWidth(190)
        self.inspector.hide()
        self.inspector.wanted.connect(self._go)
        self.strip = FilmStrip(context.services.items, context.jobs, STRIP_HEIGHT)
        self.strip.setAccessibleName(self.tr("Before and after this moment"))
        self.strip.setToolTip(self.tr("What came before and after; a click goes there"))
        self.strip.chosen.connect(self._on_strip)
        ItemMenu(context, self.strip, self.strip.items_at, f"{panel.name}-strip")
        self.strip.hide()
        context.shared.selection_changed.connect(self.look)

    def take(self, results: LifelogResults | None) -> None:
        """Take other results, whose matches are shown from now on."""
        self._results = results
        self.look()

    @Slot()
    def look(self, *_selection: object) -> None:
        """Show the current item with what matched in it."""
        context = self._panel.context
        item = context.shared.current
        if item is None:
            self.inspector.clear()
            self.inspector.hide()
            self.strip.hide()
        elif self._panel.is_seen:
            job = context.jobs.submit(
                "io", partial(work.see, context.services, item), replaces="lifelog-see"
            )
            job.succeeded.connect(self._on_seen)

    @Slot(object)
    def _on_seen(self, seen: Seen) -> None:
        if seen.item != self._panel.context.shared.current:
            return
        match = self._results.matches.get(seen.item) if self._results is not None else None
        self.inspector.show_seen(seen, match)
        self.inspector.show()
        hits, place = seen.strip
        self.strip.setVisible(len(hits) > 1)
        self.strip.show_hits(hits, place)

    @Slot(int, float)
    def _on_strip(self, item: int, _seconds: float) -> None:
        self._go(item)

    @Slot(int)
    def _go(self, item: int) -> None:
        self._panel.context.shared.select([item], f"{self._panel.name}-strip")

    def load_crops(self, query: LifelogQuery) -> None:
        """Load the pictures of the image regions of a query."""
        context = self._panel.context
        regions = [n.example for part in query.parts for n in part.nodes if n.example is not None]
        if regions:
            job = context.jobs.submit(
                "io", partial(work.crops, context.services, regions), replaces="lifelog-crops"
            )
            job.succeeded.connect(self._on_crops)

    @Slot(object)
    def _on_crops(self, images: dict[tuple[int, float, float, float, float], QImage]) -> None:
        self._graph.show_pictures(
            {region: QPixmap.fromImage(image) for region, image in images.items()}
        )
