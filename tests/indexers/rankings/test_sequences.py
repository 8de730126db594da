"""What follows what, checked against trying everything."""

import itertools

import numpy as np
import pytest

from indexers.rankings import Moments, chains


def _moments(rows: list[tuple[int, int, float, float]]) -> Moments:
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    return Moments(
        np.array(columns[0], np.int64), np.array(columns[1], np.int64),
        np.array(columns[2], float), np.array(columns[3], float),
    )  # fmt: skip


def test_one_step_is_the_list_itself() -> None:
    found = chains([_moments([(1, 0, 5.0, 0.2), (2, 0, 1.0, 0.9)])], [])
    assert [(chain.items, chain.score) for chain in found] == [((2,), 0.9), ((1,), 0.2)]


def test_the_later_must_come_after_within_the_time_in_the_same_group() -> None:
    first = _moments([(1, 7, 10.0, 0.5), (2, 8, 10.0, 0.9), (3, 7, 40.0, 0.9)])
    then = _moments([(4, 7, 12.0, 0.4), (5, 7, 18.0, 0.8), (6, 7, 5.0, 1.0), (7, 8, 31.0, 1.0)])
    found = chains([first, then], [10.0])
    assert [(chain.items, chain.times) for chain in found] == [((1, 5), (10.0, 18.0))]
    assert found[0].score == pytest.approx(0.65)
    assert found[0].scores == (0.5, 0.8)


def test_an_item_does_not_follow_itself_nor_at_the_same_moment() -> None:
    same = _moments([(1, 0, 10.0, 1.0)])
    assert chains([same, _moments([(1, 0, 11.0, 1.0)])], [5.0]) == []
    assert chains([same, _moments([(2, 0, 10.0, 1.0)])], [5.0]) == []


def test_empty_steps_give_nothing() -> None:
    assert chains([_moments([]), _moments([(1, 0, 1.0, 1.0)])], [5.0]) == []
    assert chains([_moments([(1, 0, 1.0, 1.0)]), _moments([])], [5.0]) == []
    with pytest.raises(ValueError, match="need 1 durations"):
        chains([_moments([]), _moments([])], [])


def test_three_steps_agree_with_trying_everything() -> None:
    rng = np.random.default_rng(4)
    steps = [
        _moments(
            [
                (
                    100 * number + row,
                    int(rng.integers(3)),
                    float(rng.integers(60)),
                    float(rng.random()),
                )
                for row in range(12)
            ]
        )
        for number in range(3)
    ]
    within = [15.0, 25.0]
    best: dict[int, float] = {}
    rows = [list(zip(s.items, s.groups, s.times, s.scores, strict=True)) for s in steps]
    for a, b, c in itertools.product(*rows):
        if a[1] == b[1] == c[1] and 0 < b[2] - a[2] <= 15 and 0 < c[2] - b[2] <= 25:
            best[a[0]] = max(best.get(a[0], 0.0), (a[3] + b[3] + c[3]) / 3)
    found = chains(steps, within)
    assert {chain.items[0]: pytest.approx(chain.score) for chain in found} == best
    assert best
    assert [chain.score for chain in found] == sorted((c.score for c in found), reverse=True)
