"""The wall as a use-case: which items it shows, in which arrangements, and a picture of it."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services import wall_orders as orders
from app.services.arrangements import Arrangement, choose_columns
from app.services.wall_camera import CELL_SHAPES, View, WallCamera
from app.services.wall_render import render
from app.services.wall_table import SHOWN_KINDS, WallTable, read_table
from app.services.wall_tiles import PictureOf, TileComposer, TileStyle
from common.errors import AppError, QueryError
from common.jobs import JobContext
from common.settings import Settings
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

METHODS = (
    "random", "clustered", "semi-clustered", "timeline", "year", "name", "popularity", "colour",
    "similarity", "results",
)  # fmt: skip
# The first of these that enough items have is what the wall clusters by.
CLUSTER_KEYS = ("genre", "concept", "place", "tag", "object", "colour", "kind")
DEFAULT_NOISE = 0.4
MOST_MATCHES = 5_000
SIZE_RANGE = (1, 16_384)  # pixels of a screenshot


@dataclass(frozen=True, slots=True)
class ArrangeRequest:
    """What arrangement is wanted.

    Args:
        method: one of METHODS.
        key: facet to cluster by; "" chooses one.
        seed: of chance.
        noise: 0-1, for "semi-clustered".
        shape: of the cells.
        view_aspect: width / height of the view that the grid should fill.
        hits: item ids, best first, for "results".
        columns: cells in a row; 0 chooses.
    """

    method: str = "random"
    key: str = ""
    seed: int = 0
    noise: float = DEFAULT_NOISE
    shape: str = "poster"
    view_aspect: float = 16 / 10
    hits: tuple[int, ...] = ()
    columns: int = 0

    @property
    def cell_aspect(self) -> float:
        """Width / height of a cell."""
        width, height = CELL_SHAPES[self.shape]
        return width / height


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
        self._facet_names: tuple[int, list[tuple[str, str]]] | None = None
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
        return TileComposer(self._library.thumbnails, picture)

    def style(self) -> TileStyle:
        """Return how cells look by the settings, on the dark background."""
        wall = self._settings.wall
        return TileStyle(wall.cell, wall.fit)

    # -- arranging

    def methods(self, table: WallTable) -> list[str]:
        """Return the arrangements that make sense for a table; cheap."""
        offered = ["random", "clustered", "semi-clustered", "timeline", "year", "name"]
        if not np.isnan(table.popularity).all():
            offered.append("popularity")
        offered.append("colour")
        if 0 < len(table) <= orders.MOST_SORTED and orders.can_sort() and self._encoder():
            offered.append("similarity")
        return offered

    def cluster_keys(self) -> dict[str, int]:
        """Return the facets to cluster by with the number of items that have them."""
        return {**self._library.catalogue.facet_keys(), "kind": self._library.catalogue.count()}

    def cluster_key(self) -> str:
        """Return the facet that says most about this library."""
        counts = self.cluster_keys()
        enough = max(1, counts["kind"] // 5)
        return next((key for key in CLUSTER_KEYS if counts.get(key, 0) >= enough), "kind")

    def arrange(
        self, table: WallTable, request: ArrangeRequest, context: JobContext | None = None
    ) -> Arrangement:
        """Put the items of a table into cells.

        Raises:
            QueryError: there is no such method or facet, or the method cannot be used here.
            JobCancelled: by the context.
        """
        if request.method not in METHODS:
            raise QueryError(
                f"There is no arrangement “{request.method}”.",
                hint=f"Choose one of: {', '.join(METHODS)}.",
            )
        (context or JobContext()).step(0, 1)
        if not len(table):
            return Arrangement(request.method, 1, np.empty(0, np.int64))
        columns = request.columns or choose_columns(
            len(table), request.view_aspect, request.cell_aspect
        )
        makers: dict[str, Callable[[], Arrangement]] = {
            "random": lambda: orders.random_order(table, columns, request.seed),
            "clustered": lambda: self._clustered(table, request, columns, 0.0),
            "semi-clustered": lambda: self._clustered(table, request, columns, request.noise),
            "timeline": lambda: orders.by_time(table, columns),
            "year": lambda: orders.by_year(table, columns),
            "name": lambda: orders.by_name(table, columns, self._titles(table)),
            "popularity": lambda: orders.by_popularity(table, columns),
            "colour": lambda: orders.by_colour(table, columns, self._library.thumbnails),
            "similarity": lambda: self._similar(table, request, columns),
            "results": lambda: orders.by_hits(table, columns, request.hits, request.seed),
        }
        return makers[request.method]()

    def _clustered(
        self, table: WallTable, request: ArrangeRequest, columns: int, noise: float
    ) -> Arrangement:
        key = request.key or self.cluster_key()
        if key == "kind":
            codes, names = orders.kind_codes(table)
        elif key == "year":
            codes, names = orders.decade_codes(table)
        else:
            if key not in self._library.catalogue.facet_keys():
                known = ", ".join(sorted(self.cluster_keys()))
                raise QueryError(
                    f"No item has the facet “{key}”.", hint=f"Cluster by one of: {known}."
                )
            every, names = self._library.catalogue.facet_codes(key)
            # Items that an import added since the table was read are not in it, and the other way.
            codes = np.full(len(table), -1, np.int32)
            there = table.source < len(every)
            codes[there] = every[table.source[there]]
        return orders.by_cluster(
            table,
            (codes, list(names)),
            columns,
            request.cell_aspect,
            key=key,
            noise=noise,
            seed=request.seed,
            thumbnails=self._library.thumbnails,
        )

    def _titles(self, table: WallTable) -> Sequence[str]:
        titles = self._library.catalogue.titles()
        return [titles[place] if place < len(titles) else "" for place in table.source.tolist()]

    def _encoder(self) -> str:
        """Return the name of the encoder to sort by, "" if there are no vectors."""
        counts = self._library.encoders()
        wanted = self._settings.models.image_encoder
        if counts.get(wanted):
            return wanted
        joint = [name for name in counts if name.startswith("clip:")]
        order = [*joint, "mobilenet_v2", "squeezenet1_0", "conse", "layout"]
        return next((name for name in order if counts.get(name)), "")

    def _similar(self, table: WallTable, request: ArrangeRequest, columns: int) -> Arrangement:
        encoder = self._encoder()
        if not encoder:
            raise QueryError(
                "There are no vectors to sort by similarity with.",
                hint="Run the import again to make them, or choose another arrangement.",
            )
        return orders.by_similarity(table, columns, self._library.vectors(encoder), request.seed)

    # -- what is lit

    def passing(self, table: WallTable, filters: Sequence[Any]) -> NDArray[np.bool_]:
        """Return which items of a table pass all filters, (n,)."""
        if not filters:
            return np.ones(len(table), bool)
        mask = self._library.catalogue.passing(tuple(filters))
        there = table.ids < len(mask)  # the last ones may have been removed since
        return mask[np.where(there, table.ids, 0)] & there

    @staticmethod
    def filter(key: str, *values: str) -> Any:
        """Return the filter that wants any of these values of a facet."""
        from indexers.catalogue.records import Filter

        return Filter(key, tuple(values))

    def facet_values(self, key: str, limit: int = 40) -> list[tuple[str, int]]:
        """Return the most frequent values of a facet with their number of items."""
        return self._library.catalogue.facet_counts(key, limit=limit)

    def matching(
        self, table: WallTable, text: str, context: JobContext | None = None
    ) -> NDArray[np.int64]:
        """Return the positions of the items whose title, texts or facets match, best first.

        Args:
            table: of the wall.
            text: what the user typed; every word counts.
            context: of the job.
        """
        text = text.strip()
        if not text:
            return np.empty(0, np.int64)
        context = context or JobContext()
        context.step(0, 2)
        matches = self._library.catalogue.search_text(text, limit=MOST_MATCHES, typing=True)
        # Items with only some of the words come when none has all; the wall lights up less then.
        found = [match.item for match in matches if match.all_words]
        context.step(1, 2)
        by_facet = self._with_facet_like(text)
        every = np.concatenate([np.array(found, np.int64), by_facet])
        _, first = np.unique(every, return_index=True)
        return table.positions(every[np.sort(first)])

    def _with_facet_like(self, text: str) -> NDArray[np.int64]:
        """Return the items with a facet value that contains a word that begins with text."""
        from indexers.catalogue.records import Filter

        wanted = text.casefold()
        by_key: dict[str, list[str]] = {}
        for key, value in self._facet_values():
            folded = value.casefold()
            if folded.startswith(wanted) or f" {wanted}" in folded:
                by_key.setdefault(key, []).append(value)
        catalogue = self._library.catalogue
        found = [
            catalogue.items_with((Filter(key, tuple(values[:500])),))
            for key, values in by_key.items()
        ]
        return np.concatenate([np.empty(0, np.int64), *found]).astype(np.int64)

    def _facet_values(self) -> list[tuple[str, str]]:
        """Return all facet keys and values, cached until the catalogue changes."""
        revision = self.revision()
        if self._facet_names is None or self._facet_names[0] != revision:
            catalogue = self._library.catalogue
            names = [
                (key, value)
                for key in catalogue.facet_keys()
                for value, _ in catalogue.facet_counts(key, limit=5000)
            ]
            self._facet_names = (revision, names)
        return self._facet_names[1]

    # -- a picture of it

    def render(
        self,
        size: tuple[int, int],
        request: ArrangeRequest,
        *,
        zoom: float = 1.0,
        centre: int | None = None,
        kinds: Collection[ItemKind] = SHOWN_KINDS,
    ) -> Screenshot:
        """Draw the wall without a window.

        Args:
            size: width and height in pixels, within SIZE_RANGE.
            request: the arrangement; its view is taken from size.
            zoom: 1 shows the whole wall, 2 half of its width, and so on.
            centre: item in the middle; None is the middle of the wall.
            kinds: what is shown.

        Raises:
            QueryError: size, zoom or centre are not possible, or as arrange() does.
        """
        _check_picture(size, zoom)
        table = self.table(kinds)
        arrangement = self.arrange(table, request)
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
        from app.services.items import ItemService

        items = ItemService(self._library)
        rgb = render(
            table.scene(arrangement),
            style,
            camera,
            self.composer(lambda item, side: items.picture(item, side).rgb),
            clusters=arrangement.clusters,
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
