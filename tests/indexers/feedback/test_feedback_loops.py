import importlib.util

import numpy as np
import pytest

from indexers.feedback import loops as chosen
from indexers.feedback import plain
from indexers.feedback.codes import CompactCodes, DenseCodes

kernels = pytest.importorskip("indexers.feedback.kernels")

VECTORS = np.random.default_rng(0).gamma(0.3, 1.0, (3000, 50)).astype(np.float32)
PLANE = np.random.default_rng(1).normal(size=50).astype(np.float32)
CODES = [CompactCodes.fit(VECTORS, 8), CompactCodes.fit(VECTORS, 20), DenseCodes.fit(VECTORS)]


@pytest.mark.parametrize("codes", CODES)
def test_both_score_alike(codes: CompactCodes | DenseCodes) -> None:
    kept, plane = codes.encode(VECTORS[:1001]), codes.plane(PLANE)
    answers = []
    for module in (kernels, plain):
        out = np.empty(len(kept), np.float32)
        module.score_all(kept, plane.table, plane.offset, out)
        answers.append(out)
    assert answers[0] == pytest.approx(answers[1], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("codes", CODES[::2])
def test_both_collect_alike_behind_masks_and_stop_at_the_limit(
    codes: CompactCodes | DenseCodes,
) -> None:
    kept, plane = codes.encode(VECTORS), codes.plane(PLANE)
    rows = np.random.default_rng(2).permutation(len(kept)).astype(np.int32)
    names = np.arange(len(kept), dtype=np.int64)
    names[::7] = -1
    blocked = np.packbits(np.arange(3000) % 5 == 0, bitorder="little")
    allowed = np.packbits(np.arange(3000) % 2 == 0, bitorder="little")
    starts, stops = np.array([2000, 0, 2500]), np.array([2400, 900, 2500])
    answers = []
    for module in (kernels, plain):
        found = (np.empty(10_000, np.float32), np.empty(10_000, np.int64))
        at, filled, calls = (0, 0), 0, 0
        while at[0] < 3:
            part, start, filled = module.scan(
                kept, rows, starts, stops, at, (plane.table, plane.offset),
                (names, blocked, allowed), np.float32(-1e9), found, filled, filled + 1,
            )  # fmt: skip
            at, calls = (part, start), calls + 1
        answers.append(found[1][:filled].copy())
        assert calls > 1
    assert (answers[0] == answers[1]).all()
    passing = rows[answers[0]]
    inside = np.r_[rows[2000:2400], rows[:900]]
    expected = [row for row in inside if row % 7 and row % 5 and row % 2 == 0]
    assert passing.tolist() == expected


def test_both_find_the_nearest_centre_and_the_same_sums() -> None:
    codes = CODES[0]
    kept = codes.encode(VECTORS)
    seen = codes.decode(kept)
    centres = seen[:40]
    halves = ((centres**2).sum(axis=1) / 2).astype(np.float32)
    columns = np.ascontiguousarray(centres.T)
    order = np.arange(0, 3000, 2)
    expected = (seen @ centres.T - halves).argmax(axis=1)
    for module in (kernels, plain):
        out = np.full(3000, -1, np.int32)
        module.nearest_compact(kept, order, columns, halves, codes.scale, out)
        assert (out[order] == expected[order]).mean() > 0.999  # but for ties
        assert (out[1::2] == -1).all()
        sums, squares = np.zeros((40, 50), np.float32), np.zeros(40)
        leaves = expected.astype(np.int32)
        module.add_compact(kept, leaves, codes.scale, sums, squares)
        for leaf in (0, 17):
            inside = seen[leaves == leaf]
            assert sums[leaf] == pytest.approx(inside.sum(axis=0), rel=1e-3, abs=1e-3)
            assert squares[leaf] == pytest.approx((inside**2).sum(), rel=1e-3)


def test_both_place_codes_in_the_order_they_came() -> None:
    leaves = np.random.default_rng(4).integers(6, size=500).astype(np.int32)
    kept = CODES[0].encode(VECTORS[:500])
    ends = np.cumsum(np.bincount(leaves, minlength=6)) - np.bincount(leaves, minlength=6)
    for module in (kernels, plain):
        into, rows = np.zeros_like(kept), np.zeros(500, np.int32)
        moved = ends.copy()
        numbers = np.arange(500, dtype=np.int32) + 100
        module.place_codes(leaves[:300], numbers[:300], moved, kept[:300], into, rows)
        module.place_codes(leaves[300:], numbers[300:], moved, kept[300:], into, rows)
        order = np.argsort(leaves, kind="stable")
        assert (rows == order + 100).all()
        assert (into == kept[order]).all()


def test_numpy_takes_over_where_numba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    chosen.loops.cache_clear()
    try:
        assert chosen.loops() is plain
        assert chosen.kind() == "numpy"
    finally:
        chosen.loops.cache_clear()
