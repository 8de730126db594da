"""The vectors of one encoder on Milvus: what they are asked goes to the server, or to a copy."""

import logging
import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from common.errors import VectorServerError
from common.jobs import JobContext
from indexers.feedback.answers import Farthest, check_plane, first, nothing, passing
from indexers.vectors.base import Found, check_placed, check_queries, merge
from indexers.vectors.cost import DEPTH, TARGET_RECALL, held_out_queries, recall
from indexers.vectors.flat import count_unusable, scan
from indexers.vectors.milvus_filters import SLACK, Wish
from indexers.vectors.milvus_rows import MilvusRows
from indexers.vectors.milvus_search import Search
from indexers.vectors.milvus_table import MOST_HITS, efforts, kind_for

logger = logging.getLogger(__name__)

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
Items = Sequence[int] | Ids


class MilvusVectors:
    """Vectors on a server; what they are asked: see Vectors.

    The server searches: nearest vectors, those farthest from a hyperplane (an inner product too),
    both with filters of items. What needs every vector (scores, matrix) reads a copy on this
    computer, filled at the first use and exact; it also answers, for reading, when the server is
    gone. Collections whose copy would be too large are read through the connection.

    Args:
        rows: the collections of the encoder, opened.
        is_embedded: the embedded engine serves them, with fewer kinds of index.
        index: kind of index to build, "auto" chooses by the number of vectors.
    """

    def __init__(self, rows: MilvusRows, *, is_embedded: bool, index: str = "auto") -> None:
        self.encoder = rows.encoder
        self.notice = ""  # what the user should know: the server is gone
        self._rows = rows
        self._is_embedded = is_embedded
        self._wanted = index
        self._swapping = threading.Event()

    @property
    def dim(self) -> int:
        """Length of a vector; 0 while there is none."""
        return self._rows.dim

    @property
    def version(self) -> str:
        """Version of the weights that made the newest vectors, "" if never told."""
        return self._rows.version

    @property
    def kind(self) -> str:
        """Kind of index in use: flat, ivf_flat, hnsw or diskann."""
        return "flat" if self._rows.is_away or not self.dim else self._rows.main.kind.lower()

    def __len__(self) -> int:
        """Return the number of items that have a vector."""
        return self._rows.map.count

    # -- writing

    def require_writable(self) -> None:
        """Raise ReadOnlyLibraryError where vectors may not be added; see Vectors."""
        self._rows.require_writable()

    def append(self, vectors: Floats, *, version: str = "") -> Ids:
        """Write vectors to be named by the catalogue; see Vectors.append."""
        return self._rows.append(vectors, version)

    def commit(self, items: Sequence[int], rows: Sequence[int]) -> None:
        """Make rows the vectors of items; see Vectors.commit."""
        names, numbers = np.asarray(items, np.int64), np.asarray(rows, np.int64)
        if names.shape != numbers.shape:
            raise ValueError(f"{len(names)} items came with {len(numbers)} rows")
        self._rows.commit(names, numbers)

    def put(self, items: Items, rows: Items, vectors: Floats, *, version: str = "") -> None:
        """Write vectors under given rows, searchable at once; see Vectors.put."""
        names, numbers = np.asarray(items, np.int64), np.asarray(rows, np.int64)
        block = np.ascontiguousarray(vectors, np.float32)
        check_placed(names, numbers, block)
        self._rows.put(names, numbers, block, version)

    def remove(self, items: Sequence[int]) -> None:
        """Forget the vectors of items until commit() brings them back; see Vectors.remove."""
        self._rows.remove(np.asarray(items, np.int64))

    # -- reading

    def has(self, items: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether each item has a vector, bool (N,)."""
        return self.rows(items) >= 0

    def rows(self, items: Items) -> Ids:
        """Return the row of each item, int64 (N,); -1 where it has none."""
        return self._rows.map.get(np.asarray(items, np.int64))

    def vectors(self, items: Sequence[int]) -> Floats:
        """Return the vectors of items in their order, float32 (N, D); see Vectors.vectors."""
        return self._rows.fetch(np.asarray(items, np.int64))

    def items(self) -> Ids:
        """Return the items that have a vector, int64 (N,), ascending."""
        return self._rows.items().copy()

    @property
    def changes(self) -> int:
        """Grows whenever a row gets an item or loses it."""
        return self._rows.map.changes

    def row_items(self) -> Ids:
        """Return the item of each row, int64 (N,), -1 where there is none."""
        return self._rows.names()

    def matrix(self) -> tuple[Ids, Floats]:
        """Return all ids and vectors in order of their rows; see Vectors.matrix.

        The vectors are a memory map of the copy where there is one and no row is dead.
        """
        names, whole = self._rows.names(), self._rows.whole()
        if whole is not None:
            live = names >= 0
            return (names, whole) if live.all() else (names[live], whole[live])
        parts = [(np.empty(0, np.int64), np.empty((0, self.dim), np.float32))]
        parts += self._rows.blocks()
        return np.concatenate([part[0] for part in parts]), np.concatenate([p[1] for p in parts])

    def sample(self, count: int, seed: int = 0) -> Floats:
        """Return up to count different vectors in random order; see Vectors.sample."""
        names = self._rows.names()
        live = np.flatnonzero(names >= 0)
        chosen = np.random.default_rng(seed).choice(live, min(count, len(live)), replace=False)
        return self._rows.fetch(names[chosen])

    # -- searching

    def search(self, queries: Floats, k: int, *, allowed: Items | None = None) -> Found:
        """Return the items with the largest inner product; see Vectors.search."""
        queries = check_queries(queries, self.dim or np.shape(queries)[-1], k)
        only = None if allowed is None else self._rows.known(allowed)
        wish = Wish.of(len(self), only, None)
        if not wish.passing:
            empty = np.empty((len(queries), 0), np.float32)
            return merge([(empty, empty.astype(np.int64))], k)
        if self._asks_server(k):
            try:
                found = self._search.run(queries, k, wish)
                self.notice = ""
                return found
            except VectorServerError as error:
                self._go_on_without(error)
        parts = []
        for items, vectors in self._rows.blocks():
            names = items if only is None else np.where(wish.passes(items), items, -1)
            parts.append(scan(vectors, queries, k, names))
        return merge(parts, k)

    def scores(self, direction: Floats) -> tuple[Ids, Floats]:
        """Return the product of every vector with a direction, exactly; see Vectors.scores."""
        items, products = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        for names, vectors in self._rows.blocks():
            items.append(names)
            products.append(np.matmul(vectors, direction).astype(np.float32, copy=False))
        return np.concatenate(items), np.concatenate(products)

    def farthest(
        self,
        weights: Floats,
        k: int,
        *,
        allowed: Items | None = None,
        without: Items | None = None,
        budget_ms: float | None = None,  # noqa: ARG002 - a server has its own limits
        exact: bool = False,
    ) -> Farthest:
        """Return the items farthest on the positive side of a hyperplane; see Vectors.farthest.

        A server has its own limit of time, so `budget_ms` changes nothing.
        """
        plane = check_plane(weights, k, self.dim, self.encoder)
        only = None if allowed is None else self._rows.known(allowed)
        but = None if without is None else self._rows.known(without)
        wish = Wish.of(len(self), only, but)
        if not wish.passing:
            return nothing()
        kind = self.kind
        if self._asks_server(k) and not (exact and kind in {"hnsw", "diskann"}):
            try:
                scores, items = self._search.run(plane[None], k, wish, is_exact=exact)
                found = items[0] >= 0
                return Farthest(
                    items[0][found], scores[0][found], wish.passing, exact or kind == "flat"
                )
            except VectorServerError as error:
                self._go_on_without(error)
        best = nothing()
        for names, vectors in self._rows.blocks():
            passes = passing(names, only, but)
            products = (vectors @ plane)[passes]
            names_now = np.concatenate([best.items, names[passes]])
            best = first(names_now, np.concatenate([best.products, products]), k, wish.passing)
        return best

    # -- care

    @property
    def needs_rebuild(self) -> bool:
        """Whether another kind of index suits the number of vectors."""
        return not self._rows.read_only and self.dim > 0 and self._kind().lower() != self.kind

    def rebuild(self, context: JobContext) -> None:
        """Give the collection the index for its size; searches read the copy meanwhile.

        Raises:
            JobCancelled: the user cancelled; the server goes on building.
            VectorServerError: the server fails.
        """
        if not self.needs_rebuild:
            return
        with self._rows.change:
            self._swapping.set()
            try:
                self._rows.main.build(self._kind(), len(self), context)
                self._tune(context)
            finally:
                self._swapping.clear()

    def lost_items(self) -> Ids:
        """Return the items whose row the catalogue names but nobody holds, ascending."""
        return self._rows.lost.copy()

    def problems(self) -> list[str]:
        """Return what is wrong, one line each; reads every vector, so it takes a while."""
        found = []
        if len(self._rows.lost):
            found.append(f"vectors {self.encoder}: {len(self._rows.lost)} items lost their vector")
        bad = sum(count_unusable(vectors, names) for names, vectors in self._rows.blocks())
        if bad:
            found.append(f"vectors {self.encoder}: {bad} vectors are empty or not finite")
        return found

    def close(self) -> None:
        """Let go of the copy; the connection belongs to the place."""
        self._rows.close()

    @property
    def _search(self) -> Search:
        known = self._rows.map.get
        return Search(self._rows.main, self._rows.items, lambda items: known(items) >= 0)

    def _asks_server(self, k: int) -> bool:
        """Whether the server is asked: it is not known to be away, and may give so many hits."""
        return not self._rows.is_away and not self._swapping.is_set() and k + SLACK <= MOST_HITS

    def _go_on_without(self, error: VectorServerError) -> None:
        """Read the copy where nobody answers.

        Raises:
            VectorServerError: somebody does, or the copy lacks a vector.
        """
        rows = self._rows
        names = rows.names()
        is_whole = bool(rows.copy.holds(np.flatnonzero(names >= 0)).all())
        if not error.is_gone or not is_whole:
            raise error
        if not self.notice:
            logger.warning("%s; searches of %s use the copy", error.what, self.encoder)
        self.notice = error.what

    def _kind(self) -> str:
        if self._wanted != "auto":
            return self._wanted
        return kind_for(len(self), self.dim, is_embedded=self._is_embedded)

    def _tune(self, context: JobContext) -> None:
        """Choose the least effort that finds what an exact search finds."""
        table, whole = self._rows.main, self._rows.whole()
        choices = efforts(table.kind, len(self))
        if whole is None or len(choices) == 1:
            return  # the last of them stays: nearly exact
        names = self._rows.names()
        context.step(len(self), len(self), "Measuring the index")
        queries = held_out_queries(whole, np.flatnonzero(names >= 0))
        truth = scan(whole, queries, min(DEPTH, len(self)), names)[1]
        for effort in choices:
            table.effort = effort
            hits = table.search(queries, truth.shape[1])
            found = np.full(truth.shape, -1, np.int64)
            for place, (ids, _) in enumerate(hits):
                found[place, : len(ids)] = ids
            half = len(queries) // 2
            reached = min(recall(found[:half], truth[:half]), recall(found[half:], truth[half:]))
            if reached >= TARGET_RECALL:
                break
        table.note(effort=str(table.effort), recall=f"{reached:.4f}")
