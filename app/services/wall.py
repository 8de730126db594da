"""The wall as a use-case: which items it shows, in which arrangements, and a picture of it."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Arrangement
from app.services.wall_arrange import Arranger
from app.services.wall_camera import View, WallCamera, shape_of
from app.services.wall_captions import Seen, SubCaption, WallCaptioner, seen_blocks
from app.services.wall_find import WallFinder
from app.services.wall_render import render
from app.services.wall_request import (
    BY_FACET,
    BY_VECTORS,
    DEFAULT_NOISE,
    METHODS,
    ArrangeRequest,
    Preview,
)
from app.services.wall_table import SHOWN_KINDS, WallTable, read_table
from app.services.wall_thumbs import LiveThumbnails
from app.services.wall_tiles import PictureOf, TileComposer, TileStyle
from common.errors import AppError, QueryError
from common.jobs import JobContext
from common.settings import Settings
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library

__all__ = [
    "BY_FACET", "BY_VECTORS", "DEFAULT_NOISE", "METHODS", "ArrangeRequest", "Preview",
    "Screenshot", "WallService",
]  # fmt: skip

logger = logging.getLogger(__name__)

SIZE_RANGE = (1, 16_384)  # pixels of a screenshot


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A rendered wall.

    Args:
        rgb: uint8 (H, W, 3).
        arrangement: what it shows.
        items: number of items on the wall.
    """

    rgb: NDArray[np.uint8]
    arrangement: Arrangement
    items: int


class WallService:
    """Items in cells: tables, arrangements, matches and pictures of the wall.

    Safe to call on any thread.

    Args:
        library: the open library.
        settings: cell shape and fit are read from settings.wall.
    """

    def __init__(self, library: "Library", settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._arranger = Arranger(library, settings)
        self._captioner = WallCaptioner(library)
        self._finder = WallFinder(library)
        self.trouble: AppError | None = None  # why pictures are missing, if they are

    # -- what is shown

    def revision(self) -> int:
        """Return a number that grows with every write to the catalogue."""
        return self._library.catalogue.revision()

    def table(self, kinds: Collection[ItemKind] = SHOWN_KINDS) -> WallTable:
        """Return the items of these kinds; by default a video stands for its shots."""
        table, self.trouble = read_table(self._library, kinds)
        return table

    def composer(self, picture: PictureOf | None = None) -> TileComposer:
        """Return a maker of tiles from the library's thumbnails.

        Args:
            picture: originals for the largest tiles; None uses thumbnails only.
        """
        return TileComposer(LiveThumbnails(self._library), picture)

    def style(self) -> TileStyle:
        """Return how cells look by the settings, on the dark background."""
        wall = self._settings.wall
        return TileStyle(self.shape(), wall.fit)

    def shape(self) -> str:
        """Return the shape of cells by the settings; "auto" is that of most pictures."""
        wanted = self._settings.wall.cell
        return shape_of(self._library.thumbnails.aspects()) if wanted == "auto" else wanted

    # -- arranging

    def methods(self, table: WallTable) -> list[str]:
        """Return the arrangements that make sense for a table; cheap."""
        return self._arranger.methods(table)

    def is_long(self, table: WallTable, request: ArrangeRequest) -> bool:
        """Whether an arrangement takes so long that the user should see its progress."""
        return self._arranger.is_long(table, request)

    def cluster_keys(self, table: WallTable | None = None) -> dict[str, int]:
        """Return what can be clustered by, with the number of items that have it.

        Args:
            table: of the wall; adds years and popularity, which are no facets.
        """
        return self._arranger.groups.keys(table)

    def number_keys(self, table: WallTable | None = None) -> dict[str, int]:
        """Return the facets of numbers that can be sorted by, with how many items have them."""
        return self._arranger.groups.number_keys(table)

    def filter_keys(self) -> dict[str, int]:
        """Return the facets to filter by with the number of items that have them."""
        return {**self._library.catalogue.facet_keys(), "kind": self._library.catalogue.count()}

    def cluster_key(self) -> str:
        """Return the facet that says most about this library."""
        return self._arranger.groups.best_key()

    def encoders(self, table: WallTable) -> dict[str, int]:
        """Return the encoders that items can be compared by, the best one first."""
        return self._arranger.similar.encoders(table)

    def arrange(
        self,
        table: WallTable,
        request: ArrangeRequest,
        context: JobContext | None = None,
        preview: Preview | None = None,
    ) -> Arrangement:
        """Put the items of a table into cells.

        Args:
            table: of the wall.
            request: what is wanted.
            context: progress and cancel.
            preview: gets a coarse arrangement where the final one takes long; same thread.

        Raises:
            QueryError: there is no such method or facet, or the method cannot be used here.
            JobCancelled: by the context.
        """
        return self._arranger.arrange(table, request, context or JobContext(), preview)

    def captions(
        self,
        table: WallTable,
        arrangement: Arrangement,
        seen: Seen,
        context: JobContext | None = None,
    ) -> list[SubCaption]:
        """Return what is typical of the blocks of cells in view, see WallCaptioner."""
        return self._captioner.captions(table, arrangement, seen, context or JobContext())

    # -- what is lit

    def passing(self, table: WallTable, filters: Sequence[Any]) -> NDArray[np.bool_]:
        """Return which items of a table pass all filters, (n,)."""
        if not filters:
            return np.ones(len(table), bool)
        mask = self._library.catalogue.passing(tuple(filters))
        if not len(table) or table.ids[-1] < len(mask):
            return mask[table.ids]
        there = table.ids < len(mask)  # the last ones were removed since
        return mask[np.where(there, table.ids, 0)] & there

    @staticmethod
    def filter(key: str, *values: str) -> Any:
        """Return the filter that wants any of these values of a facet."""
        from indexers.catalogue.records import Filter

        return Filter(key, tuple(values))

    def matching(
        self, table: WallTable, text: str, context: JobContext | None = None
    ) -> NDArray[np.int64]:
        """Return the positions of the items whose title, texts or facets match, best first.

        Args:
            table: of the wall.
            text: what the user typed; every word counts.
            context: of the job.
        """
        return self._finder.matching(table, text, context or JobContext())

    # -- a picture of it

    def render(
        self,
        size: tuple[int, int],
        request: ArrangeRequest,
        *,
        zoom: float = 1.0,
        centre: int | None = None,
        kinds: Collection[ItemKind] = SHOWN_KINDS,
        context: JobContext | None = None,
    ) -> Screenshot:
        """Draw the wall without a window.

        Args:
            size: width and height in pixels, within SIZE_RANGE.
            request: the arrangement; its view is taken from size.
            zoom: 1 shows the whole wall, 2 half of its width, and so on.
            centre: item in the middle; None is the middle of the wall.
            kinds: what is shown.
            context: progress and cancel of the arrangement.

        Raises:
            QueryError: size, zoom or centre are not possible, or as arrange() does.
        """
        _check_picture(size, zoom)
        table = self.table(kinds)
        arrangement = self.arrange(table, request, context)
        style = TileStyle(request.shape, self._settings.wall.fit)
        camera = WallCamera(size[0], size[1], style.cell_height)
        camera.set_grid(len(table), arrangement.columns, style.cell_height)
        middle = camera.fitted()
        if centre is not None:
            place = table.positions([centre])
            if not len(place):
                raise QueryError(
                    f"Item {centre} is not on the wall.",
                    hint="Take the number of a photo, video or film from a search.",
                )
            middle = camera.on_cell(int(arrangement.cells()[place[0]]))
        camera.jump(View(middle.x, middle.y, camera.fit_scale * zoom))
        seen = seen_blocks(camera, arrangement)
        captions = () if seen is None else self.captions(table, arrangement, seen, context)
        from app.services.items import ItemService

        items = ItemService(self._library)
        rgb = render(
            table.scene(arrangement),
            style,
            camera,
            self.composer(lambda item, side: items.picture(item, side).rgb),
            clusters=arrangement.clusters,
            captions=captions,
        )
        return Screenshot(rgb, arrangement, len(table))

    def save(self, screenshot: Screenshot, path: Path) -> None:
        """Write a screenshot as PNG, JPEG or WebP, by the name's suffix.

        Raises:
            QueryError: the file cannot be written or its suffix is unknown.
        """
        import io

        from PIL import Image

        from common.settings import write_atomically

        buffer = io.BytesIO()
        try:
            if (form := Image.registered_extensions().get(path.suffix.lower())) is None:
                raise ValueError(f"“{path.suffix}” is no kind of picture")
            Image.fromarray(screenshot.rgb).save(buffer, form)
            write_atomically(path, buffer.getvalue())
        except (OSError, ValueError) as error:
            raise QueryError(
                f"The picture “{path}” cannot be written ({error}).",
                hint="Choose a name that ends in .png in a folder you can write to.",
            ) from None


def _check_picture(size: tuple[int, int], zoom: float) -> None:
    """Refuse sizes and zooms that nobody can draw.

    Raises:
        QueryError: one of them is out of range.
    """
    low, high = SIZE_RANGE
    if not all(low <= side <= high for side in size):
        raise QueryError(
            f"A picture of {size[0]} x {size[1]} pixels cannot be drawn.",
            hint=f"Choose sides from {low} to {high} pixels.",
        )
    if not 1.0 <= zoom < float("inf"):
        raise QueryError(f"A zoom of {zoom:g} is out of range.", hint="Choose 1 or more.")
