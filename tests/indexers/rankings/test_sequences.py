"""What follows what, checked against trying everything."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexers.rankings import Gap, Scored, TimeAxis, chains

Row = tuple[int, int, float]  # item, time line, seconds


def axis_of(rows: Sequence[Row]) -> TimeAxis:
    """Return the axis of some moments."""
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return TimeAxis.of(
        np.array(columns[0], np.int64), np.array(columns[1], np.int64), np.array(columns[2], float)
    )


def stage(axis: TimeAxis, scores: dict[int, float]) -> np.ndarray:
    """Return the scores of the rows of an axis by item."""
    return axis.spread(Scored.of(np.array(list(scores), np.int64), np.array(list(scores.values()))))


def every_chain(
    axis: TimeAxis, stages: Sequence[np.ndarray], gaps: Sequence[Gap]
) -> dict[int, float]:
    """Return the best mean of a sequence from each row on, by trying all."""
    best: dict[int, float] = {}
    for rows in itertools.product(range(len(axis)), repeat=len(stages)):
        if all(_follows(axis, *pair) for pair in zip(rows, rows[1:], gaps, strict=False)):
            score = sum(scores[row] for scores, row in zip(stages, rows, strict=True)) / len(stages)
            if np.isfinite(score):
                best[rows[0]] = max(best.get(rows[0], -1.0), float(score))
    return best


def _follows(axis: TimeAxis, a: int, b: int, gap: Gap) -> bool:
    if axis.groups[a] != axis.groups[b] or not axis.times[b] > axis.times[a]:
        return False
    return b - a <= gap.shots if gap.shots else axis.times[b] <= axis.times[a] + gap.seconds


def test_one_stage_is_the_list_itself() -> None:
    axis = axis_of([(1, 0, 5.0), (2, 0, 1.0)])
    found = chains(axis, [stage(axis, {1: 0.2, 2: 0.9})], [])
    assert axis.items[found.rows[:, 0]].tolist() == [2, 1]
    assert found.scores.tolist() == [0.9, 0.2]


def test_the_later_must_come_after_within_the_time_on_the_same_line() -> None:
    axis = axis_of(
        [
            (1, 7, 10.0),
            (2, 8, 10.0),
            (3, 7, 40.0),
            (4, 7, 12.0),
            (5, 7, 18.0),
            (6, 7, 5.0),
            (7, 8, 31.0),
        ]
    )
    first = stage(axis, {1: 0.5, 2: 0.9, 3: 0.9})
    then = stage(axis, {4: 0.4, 5: 0.8, 6: 1.0, 7: 1.0})
    found = chains(axis, [first, then], [Gap(10.0)])
    assert axis.items[found.rows].tolist() == [[1, 5]]
    assert found.scores == pytest.approx([0.65])
    assert found.parts.tolist() == [[0.5, 0.8]]
    assert found.total == 1


def test_the_next_shots_may_be_counted_instead_of_seconds() -> None:
    axis = axis_of([(1, 7, 0.0), (2, 7, 500.0), (3, 7, 900.0)])
    stages = [stage(axis, {1: 1.0}), stage(axis, {2: 0.2, 3: 0.9})]
    assert len(chains(axis, stages, [Gap(60.0)])) == 0
    assert chains(axis, stages, [Gap(shots=1)]).rows.tolist() == [[0, 1]]
    assert chains(axis, stages, [Gap(shots=2)]).rows.tolist() == [[0, 2]]


def test_a_frame_does_not_follow_itself_nor_at_the_same_moment() -> None:
    axis = axis_of([(1, 0, 10.0), (2, 0, 10.0)])
    both = stage(axis, {1: 1.0, 2: 1.0})
    assert len(chains(axis, [both, both], [Gap(5.0)])) == 0


def test_empty_stages_give_nothing() -> None:
    axis = axis_of([(1, 0, 1.0), (2, 0, 2.0)])
    some, none = stage(axis, {1: 1.0, 2: 1.0}), stage(axis, {})
    for stages in ([none, some], [some, none], [none, none]):
        found = chains(axis, stages, [Gap(5.0)])
        assert (len(found), found.total, found.below) == (0, 0, 0)
        assert found.rows.shape == (0, 2)
    empty = axis_of([])
    assert len(chains(empty, [stage(empty, {1: 1.0})] * 2, [Gap(5.0)])) == 0


def test_lengths_that_do_not_fit_are_refused() -> None:
    axis = axis_of([(1, 0, 1.0)])
    one = stage(axis, {1: 1.0})
    with pytest.raises(ValueError, match="need 1 gaps"):
        chains(axis, [one, one], [])
    for seconds in (0.0, -3.0, float("nan")):
        with pytest.raises(ValueError, match="behind"):
            chains(axis, [one, one], [Gap(seconds)])
    assert len(chains(axis, [one, one], [Gap(0.0, shots=1)])) == 0  # shots alone are enough


def test_of_scenes_that_overlap_the_best_one_stays() -> None:
    axis = axis_of([(number, 3, 10.0 * number) for number in range(1, 9)])
    first = stage(axis, {1: 0.5, 2: 0.6, 6: 0.4})
    then = stage(axis, {3: 0.9, 7: 0.3})
    found = chains(axis, [first, then], [Gap(25.0)])
    assert axis.items[found.rows].tolist() == [[2, 3], [6, 7]]
    assert found.total == 3  # before the overlapping ones were left out
    every = chains(axis, [first, then], [Gap(25.0)], overlapping=True)
    assert axis.items[every.rows].tolist() == [[2, 3], [1, 3], [6, 7]]


def test_equal_scenes_come_by_line_and_time_and_take_the_earliest_frames() -> None:
    axis = axis_of([(9, 1, 0.0), (8, 1, 5.0), (7, 1, 6.0), (3, 0, 0.0), (2, 0, 5.0)])
    first, then = stage(axis, {9: 1.0, 3: 1.0}), stage(axis, {8: 0.5, 7: 0.5, 2: 0.5})
    found = chains(axis, [first, then], [Gap(10.0)])
    assert axis.items[found.rows].tolist() == [[3, 2], [9, 8]]


def test_the_threshold_and_the_number() -> None:
    axis = axis_of([(number, number // 2, float(number)) for number in range(8)])
    first = stage(axis, {0: 0.1, 2: 0.5, 4: 0.9, 6: 0.7})
    then = stage(axis, dict.fromkeys((1, 3, 5, 7), 1.0))
    found = chains(axis, [first, then], [Gap(5.0)], threshold=0.7, k=2)
    assert axis.items[found.rows[:, 0]].tolist() == [4, 6]
    assert (found.total, found.below) == (3, 1)
    above = chains(axis, [first, then], [Gap(5.0)], threshold=0.99)
    assert (len(above), above.total, above.below) == (0, 0, 4)


@given(seed=st.integers(0, 9999), count=st.integers(1, 3), shots=st.booleans())
def test_agrees_with_trying_everything(seed: int, count: int, shots: bool) -> None:
    rng = np.random.default_rng(seed)
    rows = [(n, int(rng.integers(3)), float(rng.integers(40)) / 4) for n in range(12)]
    axis = axis_of(rows)
    stages = []
    for _ in range(count):
        scores = rng.integers(1, 9, len(axis)) / 8
        stages.append(np.where(rng.random(len(axis)) < 0.7, scores, -np.inf))
    gaps = [
        Gap(float(rng.integers(1, 20)) / 4, int(rng.integers(1, 4)) if shots else 0)
        for _ in range(count - 1)
    ]
    wanted = every_chain(axis, stages, gaps)
    found = chains(axis, stages, gaps, overlapping=True)
    assert {int(row[0]): score for row, score in zip(found.rows, found.scores, strict=True)} == {
        row: pytest.approx(score) for row, score in wanted.items()
    }
    assert found.total == len(wanted)
    assert found.parts.mean(axis=1) == pytest.approx(found.scores)
    order = sorted(wanted, key=lambda row: (-round(wanted[row], 9), row))
    assert found.rows[:, 0].tolist() == order
    for chain in found.rows.tolist():
        assert all(_follows(axis, *pair) for pair in zip(chain, chain[1:], gaps, strict=False))
    apart = chains(axis, stages, gaps)
    spans = [set(range(row[0], row[-1] + 1)) for row in apart.rows.tolist()]
    assert all(not one & other for one, other in itertools.combinations(spans, 2))
    for chain, score in zip(found.rows.tolist(), found.scores, strict=True):  # nothing is lost
        span = set(range(chain[0], chain[-1] + 1))
        better = [s for s, other in zip(spans, apart.scores, strict=True) if other >= score - 1e-9]
        assert any(span & other for other in better)
