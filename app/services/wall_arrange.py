"""Makes the arrangements of the wall: asks the catalogue for what they are made by."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from app.services import wall_orders as orders
from app.services.arrangements import Arrangement, choose_columns
from app.services.wall_groups import WallGroups, range_codes, stand_in_note
from app.services.wall_request import BY_FACET, BY_VECTORS, METHODS, ArrangeRequest, Preview
from app.services.wall_similar import AT_ONCE, WallSimilarity
from app.services.wall_table import KINDS, WallTable
from common.errors import QueryError
from common.jobs import JobContext
from common.notes import joined
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library
    from common.settings import Settings

ASKED_FILMS = 12  # that tell how the popularity of a list came about


class Arranger:
    """Puts the items of a table into cells.

    Args:
        library: the open library.
        settings: names the preferred encoder.
    """

    def __init__(self, library: "Library", settings: "Settings") -> None:
        self._library = library
        self.groups = WallGroups(library)
        self.similar = WallSimilarity(library, settings)
        self._origins: tuple[int, dict[str, int]] | None = None

    def methods(self, table: WallTable) -> list[str]:
        """Return the arrangements that make sense for a table; cheap."""
        offered = ["random", "clustered", "semi-clustered", "timeline", "year", "name"]
        if not np.isnan(table.popularity).all():
            offered.append("popularity")
        if self.groups.number_keys(table):
            offered.append("number")
        return [*offered, "colour", *self.similar.methods(table)]

    def is_long(self, table: WallTable, request: ArrangeRequest) -> bool:
        """Whether an arrangement takes so long that the user should see its progress."""
        return request.method in {"similarity", "map"} and len(table) > AT_ONCE

    def arrange(
        self,
        table: WallTable,
        request: ArrangeRequest,
        context: JobContext,
        preview: Preview | None = None,
    ) -> Arrangement:
        """See WallService.arrange."""
        if request.method not in METHODS:
            raise QueryError(
                f"There is no arrangement “{request.method}”.",
                hint=f"Choose one of: {', '.join(METHODS)}.",
            )
        context.step(0, 1)
        if not len(table):
            return Arrangement(request.method, 1, np.empty(0, np.int64))
        columns = request.columns or choose_columns(
            len(table), request.view_aspect, request.cell_aspect
        )
        if request.method in BY_VECTORS:
            return self.similar.arrange(table, request, columns, context, preview)
        if request.method in BY_FACET:
            return self._clustered(table, request, columns)
        makers: dict[str, Callable[[], Arrangement]] = {
            "random": lambda: orders.random_order(table, columns, request.seed),
            "timeline": lambda: orders.by_time(table, columns),
            "year": lambda: orders.by_year(table, columns),
            "name": lambda: orders.by_name(table, columns, self._titles(table)),
            "popularity": lambda: self._by_popularity(table, columns),
            "number": lambda: self._by_number(table, request.key, columns),
            "colour": lambda: orders.by_colour(table, columns, self._library.thumbnails),
            "results": lambda: orders.by_hits(table, columns, request.hits, request.seed),
        }
        return makers[request.method]()

    def _clustered(self, table: WallTable, request: ArrangeRequest, columns: int) -> Arrangement:
        key = request.key or self.groups.best_key()
        groups = self.groups.groups(table, key)
        note = self._stand_in(table)
        made = orders.by_cluster(
            table,
            (groups.codes, list(groups.names)),
            columns,
            request.cell_aspect,
            key=key,
            noise=request.noise if request.method == "semi-clustered" else 0.0,
            seed=request.seed,
            thumbnails=self._library.thumbnails,
            in_order=groups.in_order,
            titles=self._titles(table) if note else None,
        )
        return replace(made, note=joined((made.note, note), " "))

    def _by_popularity(self, table: WallTable, columns: int) -> Arrangement:
        note = self._stand_in(table)
        made = orders.by_popularity(table, columns, self._titles(table) if note else None)
        return replace(made, note=note)

    def _by_number(self, table: WallTable, key: str, columns: int) -> Arrangement:
        """Sort by the numbers of a facet; by those that most items have where it has none."""
        known = self.groups.number_keys(table)
        if not key or (key not in known and known):
            key = max(known, key=lambda each: (known[each], each), default=key)
        numbers = self.groups.numbers(table, key)
        return orders.by_number(table, columns, numbers, range_codes(numbers))

    def _stand_in(self, table: WallTable) -> str:
        """Return what stands in for the popularity of the films on the wall, "" for nothing.

        Some films are asked: those of a list came about in the same way.
        """
        films = np.flatnonzero(table.kind == KINDS.index(ItemKind.FILM))
        if not len(films) or np.isnan(table.popularity).all():
            return ""
        if self._origins is None or self._origins[0] != table.revision:
            step = max(1, len(films) // ASKED_FILMS)
            origins: Counter[str] = Counter()
            for item in table.ids[films[::step]].tolist():
                try:
                    extra = self._library.catalogue.item(item).facts.extra
                except QueryError:  # it was taken out meanwhile
                    continue
                if said := extra.get("popularity_from"):
                    origins[str(said)] += 1
            self._origins = (table.revision, dict(origins))
        return stand_in_note(self._origins[1])

    def _titles(self, table: WallTable) -> Sequence[str]:
        titles = self._library.catalogue.titles()
        return [titles[place] if place < len(titles) else "" for place in table.source.tolist()]
