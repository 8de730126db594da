"""Compiled loops say the same as NumPy and SciPy."""

import itertools
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from indexers.canvas import plain
from indexers.canvas.colours import likeness, small_lab_of_codes
from indexers.canvas.geometry import soft_cells

kernels: Any = pytest.importorskip("indexers.canvas.kernels", reason="Numba is not installed")


def some_codes(rows: int, side: int = 8) -> NDArray[np.uint16]:
    return np.random.default_rng(5).integers(0, 1 << 15, (rows, side * side)).astype(np.uint16)


def some_boxes(count: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    places = np.c_[rng.random((count, 2)) * 0.6, rng.random((count, 2)) * 0.4 + 0.01]
    return places.astype(np.float32), rng.random(count).astype(np.float32)


def test_encoding_is_the_same() -> None:
    squares = np.random.default_rng(1).integers(0, 1 << 32, (50, 64), dtype=np.uint32)
    made, expected = np.empty((50, 64), np.uint16), np.empty((50, 64), np.uint16)
    kernels.encode(squares, made)
    plain.encode(squares, expected)
    assert (made == expected).all()


def test_filling_is_the_same() -> None:
    codes, rows = some_codes(300), np.arange(0, 300, 2)
    first, second = soft_cells((0.1, 0.0, 0.73, 0.4), 8), soft_cells((0.5, 0.5, 1, 1), 8)
    starts = np.array([0, len(first[0]), len(first[0]) + len(second[0])])
    cells, weights = np.r_[first[0], second[0]], np.r_[first[1], second[1]]
    tables = np.stack([likeness((214, 40, 40)), likeness((40, 90, 200))])
    made, expected = np.zeros((150, 2), np.float32), np.zeros((150, 2), np.float32)
    kernels.fill(codes, rows, starts, cells, weights, tables, made)
    plain.fill(codes, rows, starts, cells, weights, tables, expected)
    assert made == pytest.approx(expected, abs=1e-4)
    assert expected.std() > 0.005


def test_resembling_is_the_same() -> None:
    codes, rows = some_codes(200), np.arange(200)
    rng = np.random.default_rng(2)
    cells = rng.integers(0, 64, (3, 12)).astype(np.int32)
    wanted = rng.integers(-40, 60, (12, 3)).astype(np.int16)
    curve = np.exp(-np.arange(9000) / 900).astype(np.float32)
    made, expected = np.zeros(200, np.float32), np.zeros(200, np.float32)
    kernels.resemble(codes, rows, cells, wanted, small_lab_of_codes(), curve, made)
    plain.resemble(codes, rows, cells, wanted, small_lab_of_codes(), curve, expected)
    assert made == pytest.approx(expected, abs=1e-5)


def test_colours_inside_boxes_are_the_same() -> None:
    codes, rows = some_codes(100), np.repeat(np.arange(100), 2)
    places, _ = some_boxes(200, 3)
    table = likeness((250, 250, 250))
    made, expected = np.zeros(200, np.float32), np.zeros(200, np.float32)
    kernels.inside_boxes(codes, rows, places, table, made)
    plain.inside_boxes(codes, rows, places, table, expected)
    assert made == pytest.approx(expected, abs=1e-5)


def slots(seed: int, count: int) -> NDArray[np.float32]:
    rng = np.random.default_rng([9, seed])
    rows = np.zeros((count, 9), np.float32)
    rows[:, 0] = rng.random(count) < 0.7
    rows[:, 1:3], rows[:, 3:5] = rng.random((count, 2)) * 0.6, rng.random((count, 2)) * 0.4 + 0.05
    rows[:, 5] = np.where(rng.random(count) < 0.3, 0.25, 0)
    rows[:, 6] = np.where(rng.random(count) < 0.3, 0.05, 0)
    rows[:, 7] = rng.integers(-1, 2, count)
    rows[:, 8] = rng.random(count) * 0.3
    for again in np.flatnonzero(rng.random(count - 1) < 0.3):  # a shape that wants several
        rows[again + 1] = rows[again]
    return rows


@pytest.mark.parametrize("loops", [kernels, plain])
def test_of_boxes_that_fit_as_well_the_first_is_taken(loops: ModuleType) -> None:
    places, scores = some_boxes(1, 4)
    places, scores = np.repeat(places, 3, axis=0), np.repeat(scores, 3)
    wanted = np.r_[[np.r_[1, places[0], 0, 0, -1, 0]]].astype(np.float32)
    out, who = np.zeros((2, 1), np.float32), np.zeros((2, 1), np.int32)
    none = np.zeros((3, 1), np.float32)
    loops.match(np.array([0, 1, 3]), places, scores, none, wanted, out, who)
    assert (out > 0).all()
    assert who.tolist() == [[0], [0]]


@given(st.integers(0, 10_000), st.integers(1, 5), st.lists(st.integers(0, 6), max_size=8))
def test_matching_is_the_same_and_the_best_there_is(
    seed: int, drawn: int, counts: list[int]
) -> None:
    places, scores = some_boxes(sum(counts), seed)
    offsets = np.r_[0, np.cumsum(counts)].astype(np.int64)
    colours = np.random.default_rng(seed).random((sum(counts), 2)).astype(np.float32)
    wanted = slots(seed, drawn)
    answers = []
    for loops in (kernels, plain):
        out = np.zeros((len(counts), drawn), np.float32)
        who = np.full((len(counts), drawn), -1, np.int32)
        loops.match(offsets, places, scores, colours, wanted, out, who)
        answers.append(out.sum(axis=1))
        for first, row, worth in zip(offsets, who, out, strict=False):
            given_away = row[row >= 0].tolist()
            assert len(set(given_away)) == len(given_away)  # each box once
            assert ((row >= 0) == (worth > 0)).all()
            for slot in np.flatnonzero(row >= 0):
                at = slice(first + row[slot], first + row[slot] + 1)
                fit = plain.likeness(places[at], scores[at], colours[at], wanted[slot])
                assert worth[slot] == pytest.approx(fit[0], abs=1e-5)
    assert answers[0] == pytest.approx(answers[1], abs=1e-4)
    for picture, count in enumerate(counts):
        part = slice(offsets[picture], offsets[picture + 1])
        fits = np.stack(
            [plain.likeness(places[part], scores[part], colours[part], slot) for slot in wanted]
        )
        padded = np.c_[fits, np.zeros((drawn, drawn), np.float32)]
        if count + drawn <= 7:
            ways = itertools.permutations(range(count + drawn), drawn)
            best = max(sum(padded[slot, box] for slot, box in enumerate(way)) for way in ways)
            assert answers[1][picture] == pytest.approx(best, abs=1e-4)


def test_counting_is_the_same() -> None:
    places, scores = some_boxes(60, 4)
    offsets = np.array([0, 10, 10, 45, 60])
    colours, wanted = np.zeros((60, 1), np.float32), slots(3, 1)
    made, expected = np.zeros(4, np.int32), np.zeros(4, np.int32)
    kernels.count_boxes(offsets, places, scores, colours, wanted, 0.2, made)
    plain.count_boxes(offsets, places, scores, colours, wanted, 0.2, expected)
    assert made.tolist() == expected.tolist()
    assert expected[1] == 0
