"""The feedback index of one collection: when it is used, built, extended and made anew."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.feedback import index as feedback
from indexers.feedback.answers import Farthest, first
from indexers.feedback.codes import Codes, CompactCodes, DenseCodes, choose
from indexers.feedback.index import MOST_SEGMENTS, FeedbackIndex, Found
from indexers.feedback.rowset import RowSet
from indexers.feedback.scan import Masks
from indexers.vectors import cost
from indexers.vectors.building import ADD_STEP, fingerprint

logger = logging.getLogger(__name__)

SCAN_BUDGET_S = 0.01  # exact feedback may take this long before an index is built
FEW = 20_000  # rows that are compared one by one
STALE_SHARE = 0.2  # dead part of the index that makes it worth building anew
GROWN_SHARE = 0.5  # appended part beside what was built that makes it worth building anew
FIT_SAMPLE = 20_000

RowsOf = Callable[[NDArray[np.int64]], NDArray[np.int64]]


def exact_rows(dim: int) -> int:
    """Return up to how many vectors all are compared with a hyperplane; measured once."""
    fits = SCAN_BUDGET_S * cost.scan_bytes_per_s() / (4 * max(1, dim))
    return max(cost.LEAST_ROWS, int(fits))


class FarthestSearch:
    """Answers k-farthest queries over the rows of a store.

    The index is derived data beside the vectors: missing, damaged or of other vectors, it is not
    used, and the answers are exact and slower until rebuild(). Rows that are newer than it are
    compared one by one; candidates of the index are compared again by their whole vectors.

    Args:
        folder: folder of the encoder.
        encoder: its name.
        read_only: refuse to write files.
    """

    def __init__(self, folder: Path, encoder: str, *, read_only: bool) -> None:
        self.problem = ""
        self._folder = folder
        self._encoder = encoder
        self._read_only = read_only
        self._index: FeedbackIndex | None = None
        self._tried = False
        self._lock = threading.Lock()

    def search(
        self,
        plane: NDArray[np.float32],
        k: int,
        names: NDArray[np.int64],
        matrix: NDArray[np.float32],
        rows_of: RowsOf,
        *,
        allowed: NDArray[np.int64] | None,
        without: NDArray[np.int64] | None,
        budget_ms: float | None,
        exact: bool,
    ) -> Farthest:
        """Return the k items farthest on the positive side.

        Args:
            plane: normal of the hyperplane, float32 (D,).
            k: >= 1.
            names: int64 (N,), item of each row, -1 where dead; may change meanwhile.
            matrix: float32 (N, D).
            rows_of: returns the rows of items, -1 where there is none.
            allowed: only these items.
            without: none of these items.
            budget_ms: how long it may take; None for what finds nearly all.
            exact: find the very best.
        """
        return self.search_rows(
            plane, k, names, matrix,
            only=None if allowed is None else RowSet.of_rows(rows_of(allowed), len(names)),
            but=None if without is None else RowSet.of_rows(rows_of(without), len(names)),
            budget_ms=budget_ms, exact=exact,
        )  # fmt: skip

    def search_rows(
        self,
        plane: NDArray[np.float32],
        k: int,
        names: NDArray[np.int64],
        matrix: NDArray[np.float32],
        *,
        only: RowSet | None,
        but: RowSet | None,
        budget_ms: float | None,
        exact: bool,
    ) -> Farthest:
        """Return the k items farthest on the positive side; see search().

        Args:
            plane: normal of the hyperplane, float32 (D,).
            k: >= 1.
            names: int64 (N,), item of each row, -1 where dead.
            matrix: float32 (N, D).
            only: rows of which one is to be found; None allows all.
            but: rows that are not to be found.
            budget_ms: as for search().
            exact: as for search().
        """
        if only is not None and len(only) <= FEW:
            return compare(plane, k, names, matrix, only.rows(), but)
        index = self.usable(matrix)
        if index is None or (exact and isinstance(index.codes, CompactCodes)):
            return compare(plane, k, names, matrix, None if only is None else only.rows(), but)
        none = np.empty(0, np.uint8)
        masks = Masks(
            names,
            but.bits() if but is not None and len(but) else none,
            none if only is None else only.bits(),
        )
        share = 1.0 if only is None else len(only) / len(names)
        look_at = len(index) if exact else index.look_at(budget_ms, share)
        found, chosen = _candidates(index, plane, k, masks, look_at)
        tail = np.arange(index.card.rows, len(names))
        if only is not None:
            tail = only.rows(index.card.rows)
        newer = compare(plane, k, names, matrix, tail, but)
        best = compare(plane, k, names, matrix, chosen, but)
        is_exact = found.is_whole and not isinstance(index.codes, CompactCodes)
        return first(
            np.concatenate([best.items, newer.items]),
            np.concatenate([best.products, newer.products]),
            k,
            found.looked_at + newer.looked_at,
            is_exact=is_exact,
        )

    def usable(self, matrix: NDArray[np.float32]) -> FeedbackIndex | None:
        """Return the index of the rows of matrix (N, D), mapped at the first call, or None."""
        if not self._tried:
            with self._lock:
                if not self._tried:
                    self._index = self._load(matrix)
                    self._tried = True
        return self._index

    def is_due(self, names: NDArray[np.int64], matrix: NDArray[np.float32]) -> bool:
        """Whether rebuild() would make feedback quicker, or a file of the index is damaged."""
        if self._read_only:
            return False
        index = self.usable(matrix)
        if self.problem:
            return True
        live = int((names >= 0).sum())
        if index is None:
            return live > exact_rows(matrix.shape[1])
        inside = int((names[: index.card.rows] >= 0).sum())
        is_stale = index.card.live - inside > STALE_SHARE * index.card.live
        return is_stale or live - inside > exact_rows(matrix.shape[1]) // 2

    def rebuild(
        self, names: NDArray[np.int64], matrix: NDArray[np.float32], context: JobContext
    ) -> None:
        """Put newer rows into the index, or build it anew; searches go on meanwhile.

        Where comparing everything is quick enough there is no index, and the files of an old one
        go.

        Raises:
            JobCancelled: the user cancelled; the old index stays.
            OSError: the disk is full; the old index stays.
        """
        if self._read_only or not self._folder.is_dir():
            return
        index = self.usable(matrix)
        live = np.flatnonzero(names >= 0)
        if len(live) <= exact_rows(matrix.shape[1]):
            self._index, self.problem = None, ""
            feedback.drop(self._folder)
            return
        newer = live if index is None else live[live >= index.card.rows]
        mark = fingerprint(matrix)
        if index is not None and self._can_extend(index, names, len(newer)):
            if len(newer):
                source = _Rows(matrix, newer, index.codes)
                index.extend(source, len(names), mark, context)
        elif index is None or self.is_due(names, matrix):
            codes = _fit(matrix, live, context)
            source = _Rows(matrix, live, codes)
            index = feedback.build(self._folder, codes, source, len(names), mark, context)
        self._index, self._tried, self.problem = index, True, ""

    def hold(self) -> int:
        """Read codes and clusters into memory; returns how many bytes they are."""
        return 0 if self._index is None else self._index.hold()

    def release(self) -> None:
        """Let go of the files until they are needed."""
        with self._lock:
            self._index, self._tried = None, False

    def close(self) -> None:
        """Let go of the files."""
        self._index, self._tried = None, True

    def _can_extend(self, index: FeedbackIndex, names: NDArray[np.int64], newer: int) -> bool:
        """Whether newer rows may go into the clusters that there are."""
        inside = int((names[: index.card.rows] >= 0).sum())
        grown = len(index) - index.built + newer
        return (
            not self.problem
            and index.card.live - inside <= STALE_SHARE * index.card.live
            and grown <= GROWN_SHARE * index.built
            and len(index.card.segments) < MOST_SEGMENTS
        )

    def _load(self, matrix: NDArray[np.float32]) -> FeedbackIndex | None:
        try:
            index = feedback.load(self._folder)
            rows = index.card.rows
            if index.codes.dim != matrix.shape[1] or rows > len(matrix):
                raise ValueError("it is of other vectors")
            if fingerprint(matrix[:rows]) != index.card.mark:
                raise ValueError("it is of other vectors")
        except FileNotFoundError:
            return None
        except (ValueError, OSError) as error:
            self.problem = str(error)
            logger.info("feedback index of %s is not used: %s", self._encoder, error)
            return None
        return index


class _Rows:
    """Rows of a store as codes, made when they are read."""

    def __init__(self, matrix: NDArray[np.float32], live: NDArray[np.int64], codes: Codes) -> None:
        self.error = 0.0  # largest distance of a row from its code, of those read so far
        self._matrix = matrix
        self._live = live
        self._codes = codes
        self._measured = 0

    def __len__(self) -> int:
        return len(self._live)

    def codes(self, chosen: slice | NDArray[np.int64]) -> NDArray[Any]:
        vectors = self._matrix[self._live[chosen]]
        codes = self._codes.encode(vectors)
        if isinstance(chosen, slice) and chosen.stop > self._measured:
            lost = vectors - self._codes.decode(codes)
            largest = np.sqrt(np.einsum("nd,nd->n", lost, lost).max(initial=0.0))
            self.error = max(self.error, float(largest))
            self._measured = chosen.stop
        return codes

    def rows(self, chosen: slice) -> NDArray[np.int32]:
        return self._live[chosen].astype(np.int32)


def _fit(matrix: NDArray[np.float32], live: NDArray[np.int64], context: JobContext) -> Codes:
    """Return the codes that suit the live rows."""
    rng = np.random.default_rng(0)
    sample = matrix[np.sort(rng.choice(live, min(FIT_SAMPLE, len(live)), replace=False))]
    codes = choose(sample)
    if not isinstance(codes, DenseCodes):
        return codes
    low, high = sample.min(axis=0), sample.max(axis=0)
    for start in range(0, len(live), ADD_STEP):
        context.step(start, len(live), "Measuring the vectors")
        block = matrix[live[start : start + ADD_STEP]]
        np.minimum(low, block.min(axis=0), out=low)
        np.maximum(high, block.max(axis=0), out=high)
    return DenseCodes.spanning(low, high)


def _depth(k: int, codes: Codes) -> int:
    """Return how many candidates are compared again by their whole vectors."""
    return 4 * k + 100 if isinstance(codes, DenseCodes) else 40 * k + 1000


def _candidates(
    index: FeedbackIndex, plane: NDArray[np.float32], k: int, masks: Masks, look_at: int
) -> tuple[Found, NDArray[np.int64]]:
    """Return what a search found and the rows of it that are worth comparing."""
    if look_at >= len(index):
        band = 2.0 * index.error * float(np.linalg.norm(plane)) * 1.001
        found = index.search(plane, k, masks, look_at=look_at, band=band)
        return found, found.rows
    depth = _depth(k, index.codes)
    found = index.search(plane, depth, masks, look_at=look_at)
    return found, found.rows[:depth]


def compare(
    plane: NDArray[np.float32],
    k: int,
    names: NDArray[np.int64],
    matrix: NDArray[np.float32],
    rows: NDArray[np.int64] | None,
    but: RowSet | None,
) -> Farthest:
    """Compare some rows exactly, or all; block by block, so that memory stays small.

    Args:
        plane: normal of the hyperplane, float32 (D,).
        k: >= 1.
        names: int64 (N,), item of each row, -1 where dead.
        matrix: float32 (N, D).
        rows: int64, which ones; None for all.
        but: rows that are not to be found.
    """
    count = len(names) if rows is None else len(rows)
    items, products = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
    for start in range(0, count, ADD_STEP):
        stop = min(count, start + ADD_STEP)
        if rows is None:
            part: slice | NDArray[np.int64] = slice(start, stop)
            numbers = np.arange(start, stop)
        else:
            part = numbers = rows[start:stop]
        known = names[part]
        passes = known >= 0
        if but is not None and len(but):
            passes &= ~but.has(numbers)
        found = first(known[passes], (matrix[part] @ plane)[passes], k)
        items.append(found.items)
        products.append(found.products)
    return first(np.concatenate(items), np.concatenate(products), k, count)
