"""Coordinates of images: vectors along their strongest principal axes, a byte for each number."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.projection import Rows, principal_axes

DIMS = 64  # principal components that neighbours are found by
SMALL = 16  # of these, what maps are sorted and condensed by
SAMPLE = 20_000  # vectors that the axes are found from
BLOCK = 32_768
ROOM = 8  # times more ids than rows may there be in a table of them
FULL = 127  # largest code

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


class MapSpace:
    """Where images lie; made once for a collection, extended by what comes later.

    Args:
        ids: int64 (N,) item of each row.
        codes: int8 (N, d) coordinates in steps of `scale`.
        scale: what one step of a code is worth, > 0.
        mean: float32 (D,) subtracted from a vector first.
        axes: float32 (D, d) principal axes.
    """

    def __init__(
        self, ids: Ids, codes: NDArray[np.int8], scale: float, mean: Floats, axes: Floats
    ) -> None:
        self.ids = ids
        self.codes = codes
        self.scale = scale
        self.mean = mean
        self.axes = axes

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.ids)

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "MapSpace":
        """Return the space of arrays() of another one."""
        ids, codes, mean, axes = (arrays[name] for name in ("ids", "codes", "mean", "axes"))
        return cls(ids, codes, float(arrays["scale"][0]), mean, axes)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays by name."""
        scale = np.array([self.scale], np.float64)
        return {
            "ids": self.ids, "codes": self.codes, "scale": scale, "mean": self.mean,
            "axes": self.axes,
        }  # fmt: skip

    @cached_property
    def _table(self) -> NDArray[np.int32] | None:
        """The row of each id, -1 for none; None where ids are too far apart for a table."""
        if not len(self.ids) or self.ids.min() < 0:
            return None
        most = int(self.ids.max()) + 1
        if most > ROOM * len(self.ids) + BLOCK:
            return None
        table = np.full(most, -1, np.int32)
        table[self.ids] = np.arange(len(self.ids), dtype=np.int32)
        return table

    @cached_property
    def _order(self) -> Ids:
        return np.argsort(self.ids, kind="stable")

    @cached_property
    def small(self) -> Floats:
        """The strongest components, float32 (N, at most SMALL); 64 MB for a million."""
        return np.asarray(self.codes[:, :SMALL], np.float32) * np.float32(self.scale)

    def rows(self, items: Sequence[int] | Ids) -> Ids:
        """Return the row of each item, int64 (M,), -1 where it has none."""
        wanted = np.asarray(items, np.int64)
        if not len(self.ids) or not len(wanted):
            return np.full(len(wanted), -1, np.int64)
        table = self._table
        if table is not None:
            inside = (wanted >= 0) & (wanted < len(table))
            return np.where(inside, table[np.where(inside, wanted, 0)], -1).astype(np.int64)
        place = np.searchsorted(self.ids, wanted, sorter=self._order)
        rows = self._order[np.minimum(place, len(self.ids) - 1)]
        return np.where(self.ids[rows] == wanted, rows, -1).astype(np.int64)

    def points(self, rows: Ids) -> Floats:
        """Return all coordinates of some rows, float32 (M, d)."""
        return np.asarray(self.codes[rows], np.float32) * np.float32(self.scale)

    def place(self, vectors: Floats) -> Floats:
        """Return the coordinates of vectors of the same encoder, float32 (Q, d)."""
        return np.asarray((vectors - self.mean) @ self.axes, np.float32)

    def encode(self, points: Floats) -> NDArray[np.int8]:
        """Return coordinates as codes, int8 (Q, d)."""
        return np.asarray(np.clip(np.rint(points / self.scale), -FULL, FULL), np.int8)

    def extended(self, ids: Ids, vectors: Floats) -> "MapSpace":
        """Return a space with more rows at the end; the axes stay."""
        codes = np.concatenate([self.codes, self.encode(self.place(vectors))])
        both = np.concatenate([self.ids, np.asarray(ids, np.int64)])
        return MapSpace(both, codes, self.scale, self.mean, self.axes)


def make_space(
    ids: Ids, vectors: Rows, *, seed: int = 0, context: JobContext | None = None
) -> MapSpace:
    """Return the space of a collection.

    Args:
        ids: int64 (N,), N >= 1.
        vectors: float32 (N, D), read block by block.
        seed: of the sample that axes are found from.
        context: progress and cancel.

    Raises:
        JobCancelled: by the context.
    """
    context = context or JobContext()
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(len(ids), min(SAMPLE, len(ids)), replace=False))
    sample = np.nan_to_num(np.asarray(vectors[chosen], np.float32))
    mean, axes = principal_axes(sample, min(DIMS, sample.shape[1]))
    axes = _strongest_first(sample - mean, axes)
    along = np.abs((sample - mean) @ axes)
    largest = float(np.quantile(along.max(axis=1), 0.999)) if along.size else 0.0
    space = MapSpace(ids, np.empty((0, axes.shape[1]), np.int8), 1.0, mean, axes)
    space.scale = (largest or 1.0) / FULL
    codes = np.empty((len(ids), axes.shape[1]), np.int8)
    for start in range(0, len(ids), BLOCK):
        context.step(start, len(ids), "Reading vectors")
        block = np.nan_to_num(np.asarray(vectors[start : start + BLOCK], np.float32))
        codes[start : start + len(block)] = space.encode(space.place(block))
    space.codes = codes
    return space


def _strongest_first(centred: Floats, axes: Floats) -> Floats:
    """Return axes in order of what vectors vary along them: short vectors come with unit axes."""
    if axes.shape[0] != axes.shape[1]:
        return axes
    spread, turned = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    turned = turned[:, np.argsort(-spread, kind="stable")]
    largest = np.abs(turned).argmax(axis=0)
    return np.asarray(turned * np.sign(turned[largest, np.arange(len(turned))]), np.float32)
