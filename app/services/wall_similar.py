"""Arrangements by vectors: sorted maps, free maps snapped to the grid, and rings around an item."""

import hashlib
import logging
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Arrangement, Positions
from app.services.list_notes import GroupName, ListNote
from app.services.similarity import image_vectors
from app.services.wall_grid import snapped
from app.services.wall_orders import MOST_SORTED, can_sort
from app.services.wall_quality import dpq
from app.services.wall_request import ArrangeRequest, Preview
from app.services.wall_sorting import around, sorted_map
from app.services.wall_table import KINDS, WallTable
from common.errors import QueryError
from common.jobs import JobContext
from common.notes import joined
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.library import Library
    from common.settings import Settings
    from indexers.projection import FittedMap, Method
    from indexers.vectors import Vectors

logger = logging.getLogger(__name__)

TEXTS = "minilm"  # encoder of the texts of items
DIMS = 16  # principal components that a sorted map is made of
SAMPLE = 20_000  # vectors that components are found from
AT_ONCE = 4096  # items that are sorted before anybody would want a preview
MOST_MAPS = 4  # in the library folder, 25 MB each
GROWN = 1.5  # a map is fitted anew once so many times more items have vectors


class ItemVectors:
    """The vectors of some items, fetched when they are asked for.

    Args:
        collection: of one encoder.
        ids: (n,) items that have a vector.
    """

    def __init__(self, collection: "Vectors", ids: NDArray[np.int64]) -> None:
        self._collection = collection
        self._ids = ids

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self._ids)

    def __getitem__(self, where: Any) -> Any:
        """Return the vectors of items in a slice or at places, float32 (k, D)."""
        return self._collection.vectors(self._ids[where])


@dataclass(frozen=True, slots=True)
class _Placed:
    """A map and where items lie on it, ascending by id."""

    fitted: "FittedMap"
    ids: NDArray[np.int64]
    places: NDArray[np.float32]


class WallSimilarity:
    """Arranges the wall by what items look like or tell of.

    Args:
        library: the open library.
        settings: names the preferred encoder.
    """

    def __init__(self, library: "Library", settings: "Settings") -> None:
        self._library = library
        self._settings = settings
        self._guard = threading.Lock()
        self._maps: dict[str, _Placed] = {}

    # -- which vectors

    def encoders(self, table: WallTable) -> dict[str, int]:
        """Return the encoders that can be compared by, the best one first, and their vectors."""
        counts = image_vectors(self._library)
        wanted = self._settings.models.image_encoder
        most = max(counts.values(), default=0)
        # What the user prefers, then by merit what knows most items, then the others.
        names = sorted(counts, key=lambda name: (name != wanted, 2 * counts[name] < most))
        texts = self._library.encoders().get(TEXTS, 0)
        if texts:
            films = int((table.kind == KINDS.index(ItemKind.FILM)).sum())
            # The poster of a film says little of it, least of all one that is drawn from its title.
            is_first = 2 * films > len(table) and 2 * texts > films
            names = [TEXTS, *names] if is_first else [*names, TEXTS]
            counts = {**counts, TEXTS: texts}
        return {name: counts[name] for name in names}

    def methods(self, table: WallTable) -> list[str]:
        """Return the arrangements by vectors that this table can have."""
        if not len(table) or not self.encoders(table):
            return []
        sortable = len(table) <= MOST_SORTED and can_sort()
        return [*(["similarity"] if sortable else []), "map"]

    def _collection(self, table: WallTable, request: ArrangeRequest) -> "Vectors":
        names = self.encoders(table)
        if not names:
            raise QueryError(
                "There are no vectors to sort by similarity with.",
                hint="Run the import again to make them, or choose another arrangement.",
            )
        if request.encoder and request.encoder not in names:
            raise QueryError(
                f"There are no vectors of “{request.encoder}”.",
                hint=f"Choose one of: {', '.join(names)}.",
            )
        chosen = request.encoder or next(iter(names))
        if request.method == "around" and not request.encoder:
            have = [n for n in names if self._library.vectors(n).has([request.item])[0]]
            chosen = have[0] if have else chosen
        return self._library.vectors(chosen)

    # -- arrangements

    def arrange(
        self,
        table: WallTable,
        request: ArrangeRequest,
        columns: int,
        context: JobContext,
        preview: Preview | None = None,
    ) -> Arrangement:
        """Arrange a table by one of BY_VECTORS.

        Args:
            table: at least one item.
            request: method, item, encoder and seed are used.
            columns: cells in a row.
            context: progress and cancel.
            preview: gets a coarse arrangement where the final one takes a while.

        Raises:
            QueryError: there are no vectors, or the item is not on the wall.
            JobCancelled: by the context.
        """
        collection = self._collection(table, request)
        if request.method == "around":
            return self._around(table, request, columns, collection)
        has = collection.has(cast("Sequence[int]", table.ids))  # an array: no list of a million
        known, rest = np.flatnonzero(has), np.flatnonzero(~has)
        vectors = ItemVectors(collection, table.ids[known])
        notes: list[str] = [ListNote("compared-by", encoder=_told(collection.encoder))]
        if len(rest):
            notes.append(ListNote("follow", count=len(rest)))

        def laid(order: Positions) -> Arrangement:
            cells = np.concatenate([known[order], rest]).astype(np.int64)
            return Arrangement(request.method, columns, cells, (), joined(notes, " "))

        if preview is not None and len(known) > AT_ONCE:
            preview(laid(self._coarse(vectors, columns, request, context)))
        if request.method == "map":
            order, note = self._mapped(table.ids[known], collection, columns, request, context)
            notes += [note] if note else []
        else:
            order = self._sorted(vectors, columns, request.seed, context)
        quality = dpq(vectors, order, columns, seed=request.seed, context=context)
        if not math.isnan(quality):
            notes.append(ListNote("preserved", quality=float(quality)))
            return replace(laid(order), quality=quality)
        return laid(order)

    def _coarse(
        self, vectors: ItemVectors, columns: int, request: ArrangeRequest, context: JobContext
    ) -> Positions:
        """Return the order by the two principal components: seconds for a million."""
        from indexers.projection import fit_map

        fitted = fit_map(vectors, fit=SAMPLE, seed=request.seed, method="pca", context=context)
        return snapped(fitted.place(vectors, context), columns, request.cell_aspect, context)

    def _sorted(
        self, vectors: ItemVectors, columns: int, seed: int, context: JobContext
    ) -> Positions:
        from indexers.projection import along_axes

        if len(vectors) > MOST_SORTED:
            raise QueryError(
                f"{len(vectors):,} items are too many to be sorted by similarity.",
                hint="Choose the arrangement “map”, which holds any number.",
            )
        if not can_sort():
            raise QueryError(
                "Sorted maps need the package vc-flas, which is not installed.",
                hint="Install it with: pip install vc-flas, or choose the arrangement “map”.",
            )
        if not len(vectors):
            return np.empty(0, np.int64)
        features = along_axes(vectors, DIMS, sample=SAMPLE, seed=seed, context=context)
        return sorted_map(features, columns, seed=seed, context=context).order

    def _mapped(
        self,
        ids: NDArray[np.int64],
        collection: "Vectors",
        columns: int,
        request: ArrangeRequest,
        context: JobContext,
    ) -> tuple[Positions, str]:
        """Return the order of a free map, and what is to be said of it."""
        from indexers.projection import can_umap

        note = "" if can_umap() else ListNote("no-umap")
        places = self.places(collection, ids, request.seed, context)
        return snapped(places, columns, request.cell_aspect, context), note

    def _around(
        self,
        table: WallTable,
        request: ArrangeRequest,
        columns: int,
        collection: "Vectors",
    ) -> Arrangement:
        place = table.positions([request.item])
        if not len(place):
            raise QueryError(
                "There is no item on the wall to arrange the others around.",
                hint="Select a photo, video or film that is on the wall.",
            )
        if not collection.has([request.item])[0]:
            raise QueryError(
                f"Item {request.item} has no vector, so nothing can be compared with it.",
                hint="Import it again, so that it is made, or choose another item.",
            )
        items, products = collection.scores(collection.vectors([request.item])[0])
        scores = np.full(len(table), -np.inf, np.float32)
        at = np.minimum(np.searchsorted(table.ids, items), len(table) - 1)
        there = table.ids[at] == items
        scores[at[there]] = products[there]
        scores[place[0]] = np.inf
        made = around(scores, columns, request.cell_aspect)
        notes = [ListNote("nearer", encoder=_told(collection.encoder))]
        without = int(np.isneginf(scores).sum())
        if without:
            notes.append(ListNote("outermost", count=without))
        return replace(made, note=joined(notes, " "))

    # -- free maps, kept in the library folder

    def places(
        self,
        collection: "Vectors",
        ids: NDArray[np.int64],
        seed: int,
        context: JobContext,
    ) -> NDArray[np.float32]:
        """Return where items lie on the free map of an encoder, float32 (n, 2).

        The map of an encoder is fitted once and kept as derived data; items that came later are
        placed by its anchors. It is fitted anew once the library has grown by half.

        Args:
            collection: of the encoder.
            ids: (n,) items that have a vector.
            seed: of the fit.
            context: progress and cancel.
        """
        name = self._map_name(collection, seed)
        with self._guard:
            kept = self._maps.get(name)
        if kept is None or len(collection) > GROWN * kept.fitted.count:
            fitted = self._fitted(name, collection, seed, context)
            every = collection.items()
            places = fitted.place(ItemVectors(collection, every), context)
            kept = _Placed(fitted, every, places)
        late = np.setdiff1d(ids, kept.ids)
        if len(late):
            more = kept.fitted.place(ItemVectors(collection, late), context)
            every = np.concatenate([kept.ids, late])
            order = np.argsort(every)
            kept = _Placed(kept.fitted, every[order], np.concatenate([kept.places, more])[order])
        with self._guard:
            self._maps = {name: kept}  # one at a time: some 40 MB for a million
        return kept.places[np.searchsorted(kept.ids, ids)]

    def _map_name(self, collection: "Vectors", seed: int) -> str:
        """Return the name of the file of a map: of what decides how it comes out."""
        from indexers.projection import MOST_ANCHORS, can_umap

        method = "umap" if can_umap() else "pca"
        said = f"{collection.encoder}|{collection.version}|{seed}|{method}|{MOST_ANCHORS}"
        return hashlib.blake2b(said.encode(), digest_size=10).hexdigest()

    def _fitted(
        self, name: str, collection: "Vectors", seed: int, context: JobContext
    ) -> "FittedMap":
        """Return the fitted map of an encoder: read, or else fitted and kept."""
        from indexers.projection import FittedMap, can_umap, fit_map

        path = self._library.folder / "maps" / f"{name}.npz"
        try:
            kept = FittedMap.load(path)
            if len(collection) <= GROWN * kept.count:
                return kept
            logger.info("the library has grown: its map is fitted anew")
        except FileNotFoundError:
            pass
        except (OSError, ValueError) as error:
            logger.warning("a kept map is not used: %s", error)
        vectors = ItemVectors(collection, collection.items())
        method: Method = "umap" if can_umap() else "pca"
        fitted = fit_map(vectors, seed=seed, method=method, context=context)
        if not self._library.is_read_only:
            try:
                fitted.save(path)
                _prune(path.parent)
            except OSError as error:
                logger.warning("the map is not kept: %s", error)
        return fitted


def _prune(folder: Path) -> None:
    """Remove all but the newest maps: those of encoders and seeds that nobody asks for."""
    found = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[MOST_MAPS:]:
        path.unlink(missing_ok=True)


def _told(encoder: str) -> str:
    """Return what an encoder compares, for a note."""
    known = {TEXTS: "by-texts", "layout": "by-layout", "conse": "by-concepts"}
    return GroupName(known[encoder], encoder=encoder) if encoder in known else encoder
