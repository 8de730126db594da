"""Clusters of lists, self-organising maps, clouds, spheres and ways."""

import numpy as np
import pytest

from indexers.maps.condense import condense
from indexers.maps.solid import cloud, similarity_path, sphere, spiral
from indexers.maps.som import train


def groups(count: int, kinds: int = 6, dims: int = 8, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = 4 * np.random.default_rng(3).standard_normal((kinds, dims))
    return (centres[np.arange(count) % kinds] + 0.3 * rng.standard_normal((count, dims))).astype(
        np.float32
    )


@pytest.mark.parametrize("count", [1, 2, 255, 256])
def test_few_rows_stand_for_themselves(count: int) -> None:
    made = condense(groups(count), 256)
    assert len(made) == count
    assert made.first.tolist() == made.central.tolist() == list(range(count))


def test_every_row_is_in_one_cluster_and_the_first_stands_for_it() -> None:
    points = groups(2000)
    made = condense(points, 50)
    assert 6 <= len(made) <= 50
    assert sorted(made.order.tolist()) == list(range(2000))
    for number in range(len(made)):
        inside = made.members(number)
        assert inside[0] == made.first[number] == inside.min()
        away = np.square(points[inside] - made.means[number]).sum(axis=1)
        assert made.central[number] == inside[away.argmin()]
        every = np.square(points[inside][:, None] - made.means[None]).sum(axis=2)
        assert np.allclose(every.min(axis=1), away, rtol=1e-3, atol=1e-3)


def test_clusters_are_those_of_the_data_and_the_same_again() -> None:
    points = groups(600)
    made = condense(points, 6, seed=1)
    for number in range(len(made)):
        kinds = np.bincount(made.members(number) % 6, minlength=6)
        assert (kinds > 0).sum() <= 2
    again = condense(points, 6, seed=1)
    assert np.array_equal(made.order, again.order)


def test_257_rows_make_at_most_256_clusters_none_of_them_empty() -> None:
    made = condense(groups(257), 256)
    assert 200 < len(made) <= 256
    assert (np.diff(made.starts) > 0).all()
    assert len(condense(np.zeros((300, 4), np.float32), 256)) >= 1
    with pytest.raises(ValueError, match="0 clusters"):
        condense(groups(3), 0)


def test_neighbouring_nodes_of_a_feature_map_are_alike() -> None:
    points = groups(1500)
    made = train(points, 6, 9, seed=0)
    grid = made.nodes.reshape(6, 9, -1)
    near = np.linalg.norm(grid[:, 1:] - grid[:, :-1], axis=2).mean()
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, 54, (2, 400))
    far = np.linalg.norm(made.nodes[first] - made.nodes[second], axis=1).mean()
    assert near < 0.55 * far
    assert len(set(made.shown.tolist())) == 54  # every node shows another image
    mean = np.square(points - points.mean(axis=0)).sum(axis=1).mean()
    assert made.squares.mean() < 0.15 * mean


def test_what_is_wanted_most_stands_for_its_node() -> None:
    points = np.repeat(groups(6), 20, axis=0)
    points += np.random.default_rng(0).normal(0, 0.05, points.shape).astype(np.float32)
    weights = np.full(120, 0.01, np.float32)
    weights[::20] = 1
    made = train(points, 2, 3, weights=weights)
    chosen = made.shown[np.bincount(made.home, minlength=6) > 0]
    assert (chosen % 20 == 0).mean() >= 0.8


@pytest.mark.parametrize("count", [1, 2, 5])
def test_feature_maps_of_few_images(count: int) -> None:
    made = train(groups(count), 2, 3)
    shown = made.shown[made.shown >= 0]
    assert sorted(shown.tolist()) == list(range(count))
    with pytest.raises(ValueError, match="make no map"):
        train(groups(0), 2, 3)


def test_alike_images_lie_together_in_a_cloud_but_not_on_top_of_each_other() -> None:
    points = groups(300)
    places = cloud(points)
    kinds = np.arange(300) % 6
    away = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(away, np.inf)
    assert (kinds[away.argmin(axis=1)] == kinds).mean() > 0.95
    assert np.median(away.min(axis=1)) > 0.08
    assert np.linalg.norm(places, axis=1).max() <= 1.5 + 1e-5
    assert np.array_equal(places, cloud(points))
    for count in (0, 1, 2, 3, 4):
        assert cloud(groups(count)).shape == (count, 3)


def test_a_spiral_begins_straight_ahead_and_leaves_room_for_all() -> None:
    places = spiral(500)
    assert np.allclose(np.linalg.norm(places, axis=1), 1, atol=1e-5)
    assert places[0, 2] < -0.99
    assert (np.diff(places[:, 2]) > 0).all()
    away = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(away, np.inf)
    assert away.min() > 0.7 * away.min(axis=1).mean()


def test_a_sphere_has_a_cell_for_each_and_none_at_the_poles() -> None:
    order = np.random.default_rng(0).permutation(100)
    places = sphere(order, 20)
    assert np.allclose(np.linalg.norm(places, axis=1), 1, atol=1e-5)
    assert len(np.unique(places.round(4), axis=0)) == 100
    assert np.abs(places[:, 1]).max() < 0.82
    assert places[order[0], 1] > places[order[20], 1]  # rows go down


def test_a_way_goes_in_small_steps_from_end_to_end() -> None:
    angle = np.linspace(0, np.pi, 60)
    arc = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
    way = similarity_path(arc, 0, 59)
    assert way[0] == 0
    assert way[-1] == 59
    assert way == sorted(way)
    steps = np.linalg.norm(np.diff(arc[way], axis=0), axis=1)
    assert steps.max() < 0.25 * np.linalg.norm(arc[0] - arc[59])
    assert similarity_path(arc, 5, 5) == [5]


def test_a_way_between_islands_takes_one_leap() -> None:
    rng = np.random.default_rng(0)
    islands = np.concatenate([rng.normal(0, 0.1, (30, 2)), rng.normal(9, 0.1, (30, 2))])
    way = similarity_path(islands.astype(np.float32), 0, 59)
    sides = np.array(way) >= 30
    assert (way[0], way[-1]) == (0, 59)
    assert np.abs(np.diff(sides.astype(int))).sum() == 1
