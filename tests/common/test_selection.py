"""The selection behaves like a tuple of distinct ids."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from common.selection import Selection

IDS = st.lists(st.integers(0, 60), max_size=30)


@given(IDS)
def test_it_is_a_tuple_without_repeats(items: list[int]) -> None:
    plain = tuple(dict.fromkeys(items))
    for made in (Selection(items), Selection(np.array(items, np.int64)), Selection(tuple(items))):
        assert made == plain
        assert plain == made
        assert list(made) == list(plain)
        assert all(type(item) is int for item in made)
        assert len(made) == len(plain)
        assert bool(made) is bool(plain)
        assert hash(made) == hash(plain)
        assert made[:2] == plain[:2]
        assert [item in made for item in range(-1, 62)] == [i in plain for i in range(-1, 62)]
        assert list(reversed(made)) == list(reversed(plain))
        if plain:
            assert made[-1] == plain[-1]


@given(IDS, IDS)
def test_joining_and_taking_out(first: list[int], second: list[int]) -> None:
    one, other = tuple(dict.fromkeys(first)), tuple(dict.fromkeys(second))
    assert Selection(first) + second == tuple(dict.fromkeys(one + other))
    assert other + Selection(first) == tuple(dict.fromkeys(other + one))
    assert Selection(first).without(second) == tuple(i for i in one if i not in other)


def test_ids_beyond_the_table_and_equality() -> None:
    far = np.array([1 << 40, 5, 1 << 40], np.int64)
    assert Selection(far) == (1 << 40, 5)
    assert Selection([1]) != (2,)
    assert Selection([1]) != "1"
    assert Selection([1, 2]) != Selection([2, 1])
    assert "x" not in Selection([1])


def test_nobody_can_change_it() -> None:
    source = np.array([3, 1, 2])
    made = Selection(source)
    assert not made.ids.flags.writeable
    assert source.flags.writeable
