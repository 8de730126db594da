"""What an index finds when it looks at a part of its items, and how long that takes."""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexers.feedback.loops import kind
from indexers.feedback.scan import Best, Masks, read_all
from indexers.feedback.segment import Segment
from indexers.feedback.tree import Tree

TARGET_RECALL = 0.99
EASY_MS = 15.0  # a search may take this long without being asked
FILTERED_MS = 100.0  # and this long where few items pass a filter
DEPTH = 25
PLANES = 24
POSITIVE, NEGATIVE = 10, 40  # marks that a plane is learned from
POOL = 8_192  # items they are taken from
SHARES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
WIDTHS = (0.0, 0.1, 0.2, 0.35, 0.5)
TIMED = 200_000  # items


@dataclass(frozen=True, slots=True)
class Curve:
    """What was measured when an index was built.

    Args:
        shares: parts of the items that were looked at, 0-1, ascending.
        recalls: mean recall@25 that each reached, beside a scan of all codes.
        width: part of a cluster's radius that counts to its promise.
        cost_ns: time to look at one item.
        fixed_ms: time of a search beside that.
        loops: what ran them, "numba" or "numpy".
    """

    shares: tuple[float, ...]
    recalls: tuple[float, ...]
    width: float
    cost_ns: float
    fixed_ms: float
    loops: str

    def look_at(self, count: int, budget_ms: float | None, share: float = 1.0) -> int:
        """Return how many of count items to look at.

        Args:
            count: items of the index.
            budget_ms: what fits into this time, at least 0.1 % of the items; None: what reached the
                target recall, or more where that takes no time to speak of.
            share: part of the items that pass a filter, 0-1; without a budget, more are looked at
                so that as many as usual of those that pass are among them.
        """
        if budget_ms is not None:
            return max(self._fits(budget_ms), count // 1000, 1)
        wanted = max(self._enough() * count, self._fits(EASY_MS))
        most = max(wanted, self._fits(FILTERED_MS))
        return max(1, int(np.ceil(min(count, most, wanted / max(share, 1e-9)))))

    def _enough(self) -> float:
        """Return the least share that reached the target recall."""
        pairs = zip(self.shares, self.recalls, strict=True)
        return next((share for share, recall in pairs if recall >= TARGET_RECALL), 1.0)

    def _fits(self, budget_ms: float) -> int:
        return int(max(0.0, budget_ms - self.fixed_ms) * 1e6 / self.cost_ns)


def measure(tree: Tree, segment: Segment) -> Curve:
    """Return the curve of a segment that was just built."""
    planes = held_out_planes(tree, segment)
    truth = [_exact_leaves(tree, segment, plane) for plane in planes]
    sizes = np.diff(segment.starts)
    best: tuple[float, float, list[float]] = (-1.0, 0.0, [])
    for width in WIDTHS:
        recalls = np.mean(
            [
                _recalls(tree, sizes, plane, leaves, width)
                for plane, leaves in zip(planes, truth, strict=True)
            ],
            axis=0,
        )
        if recalls.mean() > best[0]:
            best = (float(recalls.mean()), width, [round(float(one), 4) for one in recalls])
    curve = Curve(SHARES, tuple(best[2]), best[1], 1.0, 0.0, "")
    return timed(curve, tree, segment)


def timed(curve: Curve, tree: Tree, segment: Segment) -> Curve:
    """Return the curve with what a search costs on this machine."""
    weights = np.linspace(-1, 1, tree.codes.dim, dtype=np.float32)
    count = min(len(segment), TIMED)
    ends = np.array([0, count], np.int64)
    looks, fixed = [], []
    for _ in range(4):  # the first one compiles and reads the disk
        started = time.perf_counter()
        Best(DEPTH, tree.codes.plane(weights), Masks()).read(segment, ends[:1], ends[1:])
        looks.append((time.perf_counter() - started) / count * 1e9)
        started = time.perf_counter()
        np.cumsum(np.diff(segment.starts)[np.argsort(-tree.promise(weights, curve.width))])
        fixed.append((time.perf_counter() - started) * 1e3)
    return replace(
        curve, cost_ns=round(max(0.1, min(looks)), 2), fixed_ms=round(min(fixed), 3), loops=kind()
    )


def held_out_planes(tree: Tree, segment: Segment, seed: int = 0) -> list[NDArray[np.float32]]:
    """Return normals of hyperplanes as feedback learns them, float32 (D,) each.

    Half look for what is like one item of the collection, half for what is like any of three:
    those most like them are marked relevant, arbitrary ones not relevant.
    """
    rng = np.random.default_rng(seed)
    places = np.sort(rng.choice(len(segment), min(POOL, len(segment)), replace=False))
    pool = tree.codes.decode(segment.codes[places])
    centres = [rng.integers(len(pool), size=1 if number % 2 else 3) for number in range(PLANES)]
    return [plane_around(pool, each, rng) for each in centres]


def plane_around(
    pool: NDArray[np.float32], centres: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return the normal of a plane between what is like some items of a pool and what is not.

    Args:
        pool: float32 (N, D).
        centres: numbers of the items.
        rng: draws what is marked not relevant.
    """
    from sklearn.svm import LinearSVC

    alike = np.argsort(-(pool @ pool[centres].T).max(axis=1), kind="stable")
    good = alike[: max(1, min(POSITIVE, len(pool) // 2))]
    other = np.setdiff1d(np.arange(len(pool)), good)
    if not len(other):
        centre: NDArray[np.float32] = pool[centres].mean(axis=0)
        return centre
    bad = rng.choice(other, min(NEGATIVE, len(other)), replace=False)
    marks = np.concatenate([np.ones(len(good)), -np.ones(len(bad))])
    machine = LinearSVC(C=10.0, class_weight="balanced", random_state=0, max_iter=2000, tol=1e-3)
    machine.fit(pool[np.concatenate([good, bad])], marks)
    normal: NDArray[np.float32] = machine.coef_[0].astype(np.float32)
    return normal


def _exact_leaves(tree: Tree, segment: Segment, plane: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the leaf of each of the best items, int64 (K,)."""
    best = Best(DEPTH, tree.codes.plane(plane), Masks())
    read_all(best, [segment])
    places = best.best()[2][:DEPTH]
    leaves: NDArray[np.int64] = np.searchsorted(segment.starts, places, side="right") - 1
    return leaves


def _recalls(
    tree: Tree,
    sizes: NDArray[np.int64],
    plane: NDArray[np.float32],
    leaves: NDArray[np.int64],
    width: float,
) -> NDArray[np.float64]:
    """Return which part of leaves is reached at each of SHARES, float64 (S,)."""
    order = np.argsort(-tree.promise(plane, width))
    read_when = np.empty(len(order), np.int64)
    read_when[order] = np.cumsum(sizes[order]) - sizes[order]  # items read before a leaf
    limits = np.array(SHARES) * sizes.sum()
    reached: NDArray[np.float64] = (read_when[leaves][None] < limits[:, None]).mean(axis=1)
    return reached
