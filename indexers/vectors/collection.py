"""The vectors of one encoder in one library: rows on disk and the index chosen for their number."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.errors import ReadOnlyLibraryError
from common.jobs import JobContext
from indexers.feedback.answers import Farthest, check_plane, nothing
from indexers.vectors import building, cost
from indexers.vectors.base import Found, check_placed, check_queries
from indexers.vectors.building import BuiltIndex, search_built
from indexers.vectors.farthest import FarthestSearch
from indexers.vectors.flat import count_unusable, multiply, only, scan, scan_rows
from indexers.vectors.rowmap import RowMap
from indexers.vectors.store import VectorStore

logger = logging.getLogger(__name__)

STALE_SHARE = 0.2  # rebuild when this part of the rows is not in the index or dead in it


class VectorCollection:
    """Vectors in the library's folder, searched by FAISS; what they are asked: see Vectors.

    Indexes are derived: what is newer is scanned exactly and merged, what was replaced or removed
    is masked. A missing, damaged or stale one means slower exact searches until rebuild(), never
    an error. Searches may run side by side and beside changes; changes wait for each other.

    Args:
        folder: folder of the encoder.
        encoder: its name.
        rows: item ids and their rows, int64 (N,) each, as the catalogue names them.
        kept_rows: how many rows stay even if no item names them: items that were taken out may
            come back to them.
        read_only: refuse to write; the tail behind the last named row is then ignored, not cut.
        index: registry name of the index to build, "auto" chooses by measured cost.

    Raises:
        LibraryError: the folder holds vectors of another encoder or of a newer Kinora.
    """

    def __init__(
        self,
        folder: Path,
        encoder: str,
        *,
        rows: tuple[NDArray[np.int64], NDArray[np.int64]],
        kept_rows: int = 0,
        read_only: bool = False,
        index: str = "auto",
    ) -> None:
        self.encoder = encoder
        self._folder = folder
        self._read_only = read_only
        self._wanted_kind = index
        self._store = VectorStore(folder, encoder, read_only=read_only)
        items, numbers = (np.asarray(part, np.int64) for part in rows)
        there = numbers < len(self._store)
        self._lost = np.sort(items[~there])
        self._named_rows = max(kept_rows, int(numbers.max()) + 1 if len(numbers) else 0)
        self._map = RowMap(items[there], numbers[there])
        self._change = threading.RLock()
        self._building = threading.Lock()
        self._base: BuiltIndex | None = None
        self._base_tried = False
        self._index_problem = ""
        self._farthest = FarthestSearch(folder, encoder, read_only=read_only)
        self.keeps_feedback = True  # False: others keep the index for hyperplanes
        if not read_only and len(self._store) > self._named_rows:
            logger.info("cutting vectors of %s that no item names", encoder)
            self._store.truncate(self._named_rows)

    @property
    def dim(self) -> int:
        """Length of a vector; 0 while there is none."""
        return self._store.dim

    @property
    def version(self) -> str:
        """Version of the weights that made the newest vectors, "" if never told."""
        return self._store.version

    @property
    def kind(self) -> str:
        """Registry name of the index in use."""
        base = self._usable_base()
        return "flat" if base is None else base.card.kind

    def __len__(self) -> int:
        """Return the number of items that have a vector."""
        return self._map.count

    def append(self, vectors: NDArray[np.float32], *, version: str = "") -> NDArray[np.int64]:
        """Write vectors and flush them; searchable only after commit().

        Args:
            vectors: float32 (N, D), unit length.
            version: version of the weights.

        Returns:
            Their rows, int64 (N,).

        Raises:
            ReadOnlyLibraryError: the library is open for reading.
            ValueError: the shape does not fit, or a value is not finite.
            OSError: the disk is full or gone; nothing of this call stays.
        """
        with self._change:
            missing = self._named_rows - len(self._store)
            if missing > 0 and vectors.ndim == 2:
                # Rows that the catalogue names but the disk lost are never given to other items.
                self._store.append(np.zeros((missing, vectors.shape[1]), np.float32))
            rows = self._store.append(vectors, version=version)
            return np.arange(rows.start, rows.stop, dtype=np.int64)

    def commit(self, items: Sequence[int], rows: Sequence[int]) -> None:
        """Make appended rows the vectors of items, after the catalogue's transaction.

        Raises:
            ValueError: the lengths differ, or a row was never appended.
        """
        names, numbers = np.asarray(items, np.int64), np.asarray(rows, np.int64)
        if names.shape != numbers.shape:
            raise ValueError(f"{len(names)} items came with {len(numbers)} rows")
        with self._change:
            if len(numbers) and not 0 <= numbers.min() <= numbers.max() < len(self._store):
                raise ValueError(f"row {numbers.max()} of {self.encoder!r} was never appended")
            self._map.set(names, numbers)
            self._named_rows = max(self._named_rows, self._map.rows)
            self._lost = self._lost[~np.isin(self._lost, names)]

    def put(
        self,
        items: Sequence[int] | NDArray[np.int64],
        rows: Sequence[int] | NDArray[np.int64],
        vectors: NDArray[np.float32],
        *,
        version: str = "",
    ) -> None:
        """Write vectors under given rows, searchable at once; see Vectors.put."""
        names, numbers = np.asarray(items, np.int64), np.asarray(rows, np.int64)
        block = np.ascontiguousarray(vectors, np.float32)
        check_placed(names, numbers, block)
        with self._change:
            self.require_writable()
            self._store.place(numbers, block, version=version)
            self.commit(names.tolist(), numbers.tolist())

    def remove(self, items: Sequence[int]) -> None:
        """Forget the vectors of items; unknown ones are ignored."""
        with self._change:
            self._map.drop(np.asarray(items, np.int64))

    def has(self, items: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether each item has a vector, bool (N,)."""
        return self._map.get(np.asarray(items, np.int64)) >= 0

    def rows(self, items: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each item, int64 (N,); -1 where it has none."""
        return self._map.get(np.asarray(items, np.int64))

    def vectors(self, items: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of items in their order, float32 (N, D).

        Raises:
            KeyError: an item has none; names it.
        """
        names = np.asarray(items, np.int64)
        rows = self._map.get(names)
        if (rows < 0).any():
            raise KeyError(f"item {names[rows < 0][0]} has no vector of {self.encoder!r}")
        return np.asarray(self._store.matrix(self._map.rows)[rows])

    def matrix(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return all ids, int64 (N,), and vectors, float32 (N, D), in order of their rows.

        The vectors are a memory map as long as no row is dead; otherwise those that count are
        copied into memory.
        """
        names, matrix = self._snapshot()
        live = names >= 0
        return (names, matrix) if live.all() else (names[live], matrix[live])

    def items(self) -> NDArray[np.int64]:
        """Return the items that have a vector, int64 (N,), ascending."""
        names = self._snapshot()[0]
        return np.sort(names[names >= 0])

    @property
    def changes(self) -> int:
        """Grows whenever a row gets an item or loses it."""
        return self._map.changes

    def row_items(self) -> NDArray[np.int64]:
        """Return the item of each row, int64 (N,), -1 where dead; not to be changed."""
        return self._rows_now()[0]

    def sample(self, count: int, seed: int = 0) -> NDArray[np.float32]:
        """Return up to count different vectors in random order, float32 (N, D); repeatable."""
        names, matrix = self._snapshot()
        live = np.flatnonzero(names >= 0)
        chosen = np.random.default_rng(seed).choice(live, min(count, len(live)), replace=False)
        ordered = np.sort(chosen)  # reads the disk in one direction
        return np.asarray(matrix[ordered])[np.searchsorted(ordered, chosen)]

    def scores(
        self, direction: NDArray[np.float32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the inner product of every vector with a direction, exactly; reads the map once.

        Args:
            direction: float32 (D,).

        Returns:
            Items int64 (N,) and products float32 (N,), in order of their rows.
        """
        names, matrix = self._snapshot()
        products = multiply(matrix, direction)
        live = names >= 0
        return (names, products) if live.all() else (names[live], products[live])

    def farthest(
        self,
        weights: NDArray[np.float32],
        k: int,
        *,
        allowed: Sequence[int] | NDArray[np.int64] | None = None,
        without: Sequence[int] | NDArray[np.int64] | None = None,
        budget_ms: float | None = None,
        exact: bool = False,
    ) -> Farthest:
        """Return the items farthest on the positive side of a hyperplane; see Vectors.farthest."""
        plane = check_plane(weights, k, self.dim, self.encoder)
        names, matrix = self._rows_now()
        if not len(matrix):
            return nothing()
        return self._farthest.search(
            plane, k, names, matrix, self._map.get, allowed=_ids(allowed), without=_ids(without),
            budget_ms=budget_ms, exact=exact,
        )  # fmt: skip

    def search(
        self,
        queries: NDArray[np.float32],
        k: int,
        *,
        allowed: Sequence[int] | NDArray[np.int64] | None = None,
    ) -> Found:
        """Return the items with the largest inner product; see Vectors.search."""
        names, matrix = self._snapshot()
        queries = check_queries(queries, self.dim or np.shape(queries)[-1], k)
        rows = None
        if allowed is not None:
            rows = np.unique(self._map.get(np.asarray(allowed, np.int64)))
            rows = rows[(rows >= 0) & (rows < len(names))]
            if len(rows) <= cost.LEAST_ROWS or len(rows) * 20 <= len(names):
                return scan_rows(matrix, queries, k, names, rows)
        base = self._usable_base()
        if base is None:
            return scan(matrix, queries, k, only(names, rows))
        return search_built(base, matrix, queries, k, names, rows)

    @property
    def needs_rebuild(self) -> bool:
        """Whether rebuild() would make searches quicker, or an index file is damaged."""
        return self._base_is_due() or self._feedback_is_due(*self._rows_now())

    def _base_is_due(self) -> bool:
        base = self._usable_base()
        if self._index_problem:
            return True
        kind = self._kind_for(self._map.count)
        if base is None:
            return kind != "flat"
        names = self._rows_now()[0]
        inside = int((names[: base.card.rows] >= 0).sum())
        stale = (base.card.live - inside) + (self._map.count - inside)
        return stale > STALE_SHARE * base.card.live

    def rebuild(self, context: JobContext) -> None:
        """Build indexes anew, aside, and put them in the old ones' place; searches go on meanwhile.

        Where an exact scan is quick enough there is none, and the files of an old one go. There
        are two: for the nearest vectors, and for those farthest from a hyperplane.

        Raises:
            JobCancelled: the user cancelled; the old index stays.
            OSError: the disk is full; the new index is used but not kept.
        """
        is_base_due = self._base_is_due()
        with self._building:
            names, matrix = self._snapshot()
            live = np.flatnonzero(names >= 0)
            if self._feedback_is_due(names, matrix):
                self._farthest.rebuild(names, matrix, context)
                if not is_base_due:
                    return
            kind = self._kind_for(len(live))
            built = None
            if kind != "flat" and len(live):
                built = building.build(kind, matrix, live, context)
            self._base, self._base_tried, self._index_problem = built, True, ""
            if self._read_only or not self._folder.is_dir():
                return
            if built is None:
                building.drop(self._folder)
            else:
                building.save(built, self._folder)

    def _feedback_is_due(self, names: NDArray[np.int64], matrix: NDArray[np.float32]) -> bool:
        return self.keeps_feedback and self._farthest.is_due(names, matrix)

    def release_feedback(self) -> None:
        """Let go of the index for hyperplanes; it is mapped again when it is next asked."""
        self._farthest.release()

    def lost_items(self) -> NDArray[np.int64]:
        """Return the items whose row the catalogue names but the disk does not hold, ascending."""
        return self._lost.copy()

    def problems(self) -> list[str]:
        """Return what is wrong, one line each; reads every vector, so it takes a while."""
        found = []
        if len(self._lost):
            found.append(f"vectors {self.encoder}: {len(self._lost)} items lost their vector")
        names, matrix = self._snapshot()
        bad = count_unusable(matrix, names)
        if bad:
            found.append(f"vectors {self.encoder}: {bad} vectors are empty or not finite")
        self._usable_base()
        if self._index_problem:
            found.append(f"index {self.encoder}: {self._index_problem}")
        self._farthest.usable(matrix)
        if self._farthest.problem:
            found.append(f"index {self.encoder}: feedback: {self._farthest.problem}")
        return found

    def close(self) -> None:
        """Release the files; arrays handed out stay valid."""
        self._base, self._base_tried = None, True
        self._farthest.close()
        self._store.close()

    def require_writable(self) -> None:
        """Check that vectors may be added.

        Raises:
            ReadOnlyLibraryError: they may not.
        """
        if self._read_only:
            raise ReadOnlyLibraryError("it was opened for reading")

    def _snapshot(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the item of each row, int64 (N,), -1 where dead, and all rows, float32 (N, D)."""
        names, matrix = self._rows_now()
        return names.copy(), matrix

    def _rows_now(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return what _snapshot does without a copy: an item may die while one looks."""
        with self._change:
            rows, names = self._map.rows, self._map.items_of_rows
        return names[:rows], self._store.matrix(rows)

    def _kind_for(self, count: int) -> str:
        return cost.choose(count, self.dim) if self._wanted_kind == "auto" else self._wanted_kind

    def _usable_base(self) -> BuiltIndex | None:
        """Return the index, read from disk at the first call; None where there is none to use."""
        if self._base_tried:
            return self._base
        with self._building:
            if not self._base_tried:
                try:
                    self._base = building.load(self._folder, self._snapshot()[1])
                except ValueError as error:
                    self._index_problem = str(error)
                    logger.info("index of %s is not used: %s", self.encoder, error)
                self._base_tried = True
        return self._base


def _ids(items: Sequence[int] | NDArray[np.int64] | None) -> NDArray[np.int64] | None:
    return None if items is None else np.asarray(items, np.int64)
