"""What a learner learns from: how much each example counts, and what stands in for a side."""

import numpy as np
import pytest

from indexers.rankings.examples import ASSUMED, LearnOptions, gather, stand_in

ANGLES = np.random.default_rng(3).permutation(np.linspace(0.0, np.pi, 100))
AROUND = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)]).astype(np.float32)
MARK = np.array([[1.0, 0.0]], np.float32)  # as the item of angle 0; the mean points to 90 degrees
NOTHING = np.empty((0, 2), np.float32)


def test_half_of_what_stands_in_is_by_chance_and_half_typical() -> None:
    unlike = [place for place in range(100) if (ANGLES[place] > ANGLES).sum() >= 20]
    typical = sorted(unlike, key=lambda place: abs(ANGLES[place] - np.pi / 2))[:30]
    expected = sorted({*unlike[:30], *typical})
    assert stand_in(MARK, NOTHING, AROUND).tolist() == AROUND[expected].tolist()
    assert stand_in(NOTHING, MARK, AROUND).tolist() == AROUND[expected].tolist()


@pytest.mark.parametrize(("marked", "some"), [(ASSUMED - 1, True), (ASSUMED, False)])
def test_a_side_of_enough_marks_needs_nothing_to_stand_in(marked: int, some: bool) -> None:
    many = np.repeat(-MARK, marked, axis=0)
    assert bool(len(stand_in(MARK, many, AROUND))) == some
    assert len(stand_in(NOTHING, many, AROUND)) > 0  # nothing is on the other side
    assert stand_in(MARK, many, NOTHING).shape == (0, 2)


def test_sides_weigh_alike_but_for_their_weights_and_what_stands_in_a_quarter() -> None:
    made = gather(np.repeat(MARK, 2, axis=0), -MARK, AROUND, LearnOptions(class_weights=(3.0, 1.0)))
    assert made.sides[:4].tolist() == [1.0, 1.0, -1.0, -1.0]
    assert (made.sides[3:] == -1.0).all()
    assert made.is_marked.tolist() == [True] * 3 + [False] * (len(made.sides) - 3)
    half = len(made.sides) / 2
    assert made.trust[:2] == pytest.approx([3 * half / 2] * 2)
    assert made.trust[2:].sum() == pytest.approx(half)
    assert made.trust[3:] == pytest.approx(made.trust[2] / 4)
    turned = gather(NOTHING, MARK, AROUND, LearnOptions())
    assert (turned.sides[1:] == 1.0).all()


def test_a_mean_is_weighed_by_trust() -> None:
    made = gather(np.concatenate([MARK, MARK[:, ::-1]]), NOTHING, AROUND, LearnOptions())
    assert made.mean(1).tolist() == [0.5, 0.5]
    trust = np.array([1.0, 3.0, *made.trust[2:]])
    weighed = type(made)(made.vectors, made.sides, trust, made.is_marked)
    assert weighed.mean(1).tolist() == [0.25, 0.75]
    alone = gather(MARK, NOTHING, NOTHING, LearnOptions())
    assert alone.mean(-1).tolist() == [0.0, 0.0]
