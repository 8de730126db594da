"""Every arrangement is a permutation without holes; clusters are compact."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.arrangements import (
    Arrangement,
    choose_columns,
    clustered,
    in_rows,
    inverse,
    ranked,
    shuffled,
)
from app.services.wall_sorting import sorted_map

QUICK = settings(max_examples=60, deadline=None)


def assert_full(arrangement: Arrangement, count: int) -> None:
    assert np.array_equal(np.sort(arrangement.order), np.arange(count))
    assert np.array_equal(arrangement.order[arrangement.cells()], np.arange(count))
    assert arrangement.rows == -(-count // arrangement.columns)


def some_codes(count: int, groups: int, seed: int) -> tuple[np.ndarray, list[str]]:
    rng = np.random.default_rng(seed)
    codes = (rng.random(count) ** 2 * groups).astype(np.int32)
    used, packed = np.unique(codes, return_inverse=True)
    return packed.astype(np.int32), [f"g{k}" for k in used]


@QUICK
@given(
    st.integers(1, 700),
    st.integers(1, 14),
    st.integers(1, 40),
    st.sampled_from([2 / 3, 1.0, 1.5]),
    st.sampled_from([0.0, 0.2, 0.7, 1.0]),
    st.integers(0, 5),
)
def test_clusters_fill_the_grid(
    count: int, groups: int, columns: int, aspect: float, noise: float, seed: int
) -> None:
    codes, names = some_codes(count, groups, seed)
    importance = np.random.default_rng(seed).random(count)
    importance[::7] = np.nan
    made = clustered(codes, names, importance, columns, aspect, noise=noise, seed=seed)
    assert_full(made, count)
    assert sum(cluster.count for cluster in made.clusters) == count
    again = clustered(codes, names, importance, columns, aspect, noise=noise, seed=seed)
    assert np.array_equal(made.order, again.order)


@QUICK
@given(st.integers(30, 900), st.integers(2, 12), st.integers(0, 20))
def test_a_cluster_is_one_connected_region(count: int, groups: int, seed: int) -> None:
    codes, names = some_codes(count, groups, seed)
    columns = choose_columns(count, 1.6, 2 / 3)
    made = clustered(codes, names, np.zeros(count), columns, 2 / 3)
    region = codes[made.order]
    for cluster in made.clusters:
        cells = set(np.flatnonzero(region == names.index(cluster.label)).tolist())
        left, top, right, bottom = cluster.box
        assert all(left <= c % columns < right and top <= c // columns < bottom for c in cells)
        seen, todo = set(), [next(iter(cells))]
        while todo:
            cell = todo.pop()
            if cell in seen:
                continue
            seen.add(cell)
            row, column = divmod(cell, columns)
            near = [(row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column)]
            todo += [
                r * columns + c for r, c in near if 0 <= c < columns and r * columns + c in cells
            ]
        # A border of one step may cut a thin cluster; nearly all of it hangs together.
        assert len(seen) >= 0.8 * len(cells) or len(cells) < 2 * columns


def test_the_most_important_item_lies_in_the_middle() -> None:
    columns = 20
    codes = np.repeat(np.arange(4, dtype=np.int32), 100)
    importance = np.tile(np.arange(100.0), 4)
    made = clustered(codes, list("abcd"), importance, columns, 1.0)
    cells = made.cells()
    for number, cluster in enumerate(sorted(made.clusters, key=lambda c: c.label)):
        members = np.flatnonzero(codes == number)

        def distance(item: int, centre: tuple[float, float] = cluster.centre) -> float:
            row, column = divmod(int(cells[item]), columns)
            return float(np.hypot(column + 0.5 - centre[0], row + 0.5 - centre[1]))

        best, worst = members[np.argmax(importance[members])], members[0]
        assert distance(best) <= min(distance(i) for i in members) + 1e-9
        assert distance(worst) >= max(distance(i) for i in members) - 1e-9


def test_noise_keeps_the_middle_and_loosens_the_rim() -> None:
    count = 2000
    codes = np.repeat(np.arange(2, dtype=np.int32), 1000)
    columns = choose_columns(count, 1.6, 1.0)
    pure = [
        float(np.mean(codes[made.order] == codes[firm.order]))
        for noise in (0.1, 0.5, 1.0)
        for firm in [clustered(codes, ["a", "b"], np.zeros(count), columns, 1.0)]
        for made in [clustered(codes, ["a", "b"], np.zeros(count), columns, 1.0, noise=noise)]
    ]
    assert pure[0] > 0.95
    assert pure[0] > pure[1] > pure[2]
    assert 0.4 < pure[2] < 0.6


@QUICK
@given(st.integers(0, 500), st.integers(1, 30), st.integers(0, 9))
def test_random_and_ranked_fill_the_grid(count: int, columns: int, seed: int) -> None:
    before = shuffled(count, seed)
    assert np.array_equal(before, shuffled(count, seed))
    hits = np.unique(np.random.default_rng(seed).integers(0, max(1, count), 9))[: count or 0]
    hits = hits[hits < count][::-1].copy()
    made = ranked(count, hits, before, columns)
    assert_full(made, count)
    assert np.array_equal(made.order[: len(hits)], hits)


@QUICK
@given(st.integers(1, 400), st.integers(1, 25), st.integers(1, 9))
def test_captions_cover_runs_of_rows(count: int, columns: int, groups: int) -> None:
    codes = np.sort(np.arange(count) % groups)
    names = [str(k) for k in range(groups)]
    made = in_rows("year", np.arange(count), columns, (codes, names))
    assert_full(made, count)
    assert [c.count for c in made.clusters] == np.bincount(codes)[: len(made.clusters)].tolist()
    start = 0
    for cluster in made.clusters:
        left, top, right, bottom = cluster.box
        assert top == start // columns
        assert bottom == (start + cluster.count - 1) // columns + 1
        assert 0 <= left < right <= columns
        start += cluster.count


def test_a_negative_group_has_no_caption() -> None:
    made = in_rows("name", np.arange(4), 2, (np.array([-1, -1, 0, 0]), ["A"]))
    assert [cluster.label for cluster in made.clusters] == ["A"]


@QUICK
@given(st.integers(1, 5000), st.floats(0.3, 4), st.sampled_from([2 / 3, 1.0, 1.5]))
def test_columns_are_the_best_there_are(count: int, view: float, cell: float) -> None:
    def width(columns: int) -> float:
        return min(view / columns, cell / -(-count // columns))

    chosen = choose_columns(count, view, cell)
    assert 1 <= chosen <= count
    best = max(width(columns) for columns in range(1, min(count, 300) + 1))
    assert width(chosen) >= 0.999 * best or count > 300


def test_sizes_of_the_study() -> None:
    # 2,160 posters on a 16:10 screen: about 72 x 30 there.
    columns = choose_columns(2160, 1.6, 2 / 3)
    assert abs(columns - 72) <= 1


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 1), (5, 5), (50, 8), (60, 10)])
def test_sorted_map_is_a_permutation(count: int, columns: int) -> None:
    features = np.random.default_rng(3).random((count, 24), np.float32)
    assert_full(sorted_map(features, columns), count)


def test_sorted_map_brings_likes_together() -> None:
    rng = np.random.default_rng(0)
    features = np.repeat(rng.normal(size=(4, 12)) * 5, 36, axis=0).astype(np.float32)
    features += rng.normal(size=features.shape).astype(np.float32) * 0.1
    group = np.repeat(np.arange(4), 36)
    made = sorted_map(features, 12)
    grid = group[made.order].reshape(12, 12)
    same = np.mean(grid[:, 1:] == grid[:, :-1])
    assert same > 0.75
    assert np.array_equal(inverse(made.order)[made.order], np.arange(144))
