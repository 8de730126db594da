"""The image graph: connected, degree bounded, found through; kept on disk; extended."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from common.jobs import JobCancelled, JobContext
from indexers.maps import graph as graphs
from indexers.maps.graph import DEGREE, ImageGraph, build, heights_of, top_level
from indexers.maps.joining import join
from indexers.maps.loops import loops
from indexers.maps.near import nearest
from indexers.maps.space import MapSpace, make_space

COUNT, DIMS = 3000, 32


def clustered(count: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(9).standard_normal((24, DIMS))
    vectors = centres[rng.integers(0, len(centres), count)] + 0.5 * rng.standard_normal(
        (count, DIMS)
    )
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def space() -> MapSpace:
    return make_space(np.arange(1, COUNT + 1) * 3, clustered(COUNT))


@pytest.fixture(scope="module")
def graph(space: MapSpace) -> ImageGraph:
    return build(space)


def check_levels(graph: ImageGraph) -> None:
    """Every level is connected, both ways, without doubles, within the degree."""
    for floor in graph.levels:
        assert loops().components(floor.edges, floor.degree).max() == 0
        assert floor.edges.shape[1] == DEGREE
        for row in range(len(floor.members)):
            linked = floor.edges[row, : floor.degree[row]]
            assert (linked >= 0).all()
            assert (floor.edges[row, floor.degree[row] :] == -1).all()
            assert len(set(linked.tolist())) == len(linked)
            assert row not in linked
            assert all(row in floor.edges[other] for other in linked.tolist())


def exact(space: MapSpace, point: np.ndarray, count: int) -> np.ndarray:
    away = np.square(space.points(np.arange(len(space))) - point).sum(axis=1)
    return np.argsort(away, kind="stable")[:count]


def recall(graph: ImageGraph, asked: np.ndarray) -> float:
    points = graph.space.points(asked)
    found = [
        len(set(graph.near(point, 10)[0].tolist()) & set(exact(graph.space, point, 10).tolist()))
        for point in points
    ]
    return sum(found) / (10 * len(asked))


def test_levels_are_connected_and_their_degree_is_bounded(graph: ImageGraph) -> None:
    check_levels(graph)
    sizes = [len(floor.members) for floor in graph.levels]
    assert len(sizes) == top_level(COUNT) + 1
    assert all(3 < big / small < 6 for big, small in itertools.pairwise(sizes))
    for floor, above in zip(graph.levels, graph.levels[1:], strict=False):
        assert np.isin(above.members, floor.members).all()


def test_searches_find_nearly_all_that_is_near(graph: ImageGraph) -> None:
    asked = np.random.default_rng(1).choice(COUNT, 60, replace=False)
    assert recall(graph, asked) >= 0.95


def test_edges_are_much_shorter_than_by_chance(graph: ImageGraph) -> None:
    floor = graph.levels[0]
    points = graph.space.points(np.arange(COUNT))
    first = np.repeat(np.arange(COUNT), floor.degree)
    second = floor.edges[floor.edges >= 0]
    linked = np.linalg.norm(points[first] - points[second], axis=1).mean()
    other = np.random.default_rng(0).permutation(second)
    assert linked < 0.75 * np.linalg.norm(points[first] - points[other], axis=1).mean()


def test_neighbours_come_nearest_first_and_only_from_the_level(graph: ImageGraph) -> None:
    row = int(graph.levels[1].members[5])
    near = graph.neighbours(row, 1)
    away = np.linalg.norm(graph.space.points(near) - graph.space.points(np.array([row])), axis=1)
    assert (np.diff(away) >= -1e-5).all()
    assert np.isin(near, graph.levels[1].members).all()
    absent = np.setdiff1d(np.arange(COUNT), graph.levels[1].members)[0]
    assert not len(graph.neighbours(int(absent), 1))


def test_the_same_seed_gives_the_same_graph(space: MapSpace, graph: ImageGraph) -> None:
    again = build(space)
    for one, other in zip(graph.levels, again.levels, strict=True):
        assert np.array_equal(one.members, other.members)
        assert np.array_equal(one.edges, other.edges)


def test_a_graph_comes_back_from_disk(graph: ImageGraph, tmp_path: Path) -> None:
    path = tmp_path / "maps" / "a.graph"
    graph.save(path, {"encoder": "layout"})
    again, facts = ImageGraph.load(path)
    assert facts["encoder"] == "layout"
    assert np.array_equal(again.levels[0].edges, graph.levels[0].edges)
    point = graph.space.points(np.array([7]))[0]
    assert again.near(point, 5)[0].tolist() == graph.near(point, 5)[0].tolist()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ValueError, match="cut short"):
        ImageGraph.load(path)


def test_new_images_are_woven_in_and_found(graph: ImageGraph) -> None:
    before = graph.levels[0].edges.copy()
    ids = np.arange(100_000, 100_300)
    more = graph.extended(ids, clustered(300, seed=5))
    assert np.array_equal(graph.levels[0].edges, before)
    assert len(more) == COUNT + 300
    check_levels(more)
    assert recall(more, np.arange(COUNT, COUNT + 60)) >= 0.95
    for item, row in zip(ids.tolist(), range(COUNT, COUNT + 300), strict=True):
        on = [row in floor.members for floor in more.levels]
        assert sum(on) == heights_of(np.array([item]), more.seed, len(on) - 1)[0] + 1


@pytest.mark.parametrize("count", [1, 2, 3, 17, 40])
def test_small_collections_have_a_graph_too(count: int) -> None:
    graph = build(make_space(np.arange(count), clustered(count)))
    check_levels(graph)
    found, _ = graph.near(graph.space.points(np.array([0]))[0], count)
    assert sorted(found.tolist()) == list(range(count))
    check_levels(graph.extended(np.array([500]), clustered(1, seed=3)))


def test_images_that_are_all_alike_are_connected() -> None:
    same = np.tile(clustered(1), (300, 1))
    check_levels(build(make_space(np.arange(300), same)))


def test_parts_are_joined_by_their_nearest_images() -> None:
    codes = np.zeros((6, 2), np.int8)
    codes[:, 0] = (0, 1, 2, 100, 101, 102)
    edges, lengths = np.full((6, 4), -1, np.int32), np.zeros((6, 4), np.int32)
    degree = np.zeros(6, np.int32)
    for first, second in ((0, 1), (1, 2), (3, 4), (4, 5)):
        loops().add_edge(edges, lengths, degree, first, second, 1)
    assert join(codes, edges, lengths, degree) == 1
    assert 3 in edges[2].tolist()
    assert 2 in edges[3].tolist()


def test_exchanging_edges_makes_them_shorter_and_keeps_degrees() -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(-100, 100, (60, 4)).astype(np.int8)
    edges, lengths = np.full((60, 4), -1, np.int32), np.zeros((60, 4), np.int32)
    degree = np.zeros(60, np.int32)
    for step in (1, 7):  # two rings: every image has four neighbours
        for first in range(60):
            second = (first + step) % 60
            length = loops().distance(codes, first, second)
            loops().add_edge(edges, lengths, degree, first, second, length)
    before = int(lengths.sum())
    near = nearest(codes.astype(np.float32), 12)
    assert loops().swap(codes, near, edges, lengths, degree, 4) > 0
    assert int(lengths.sum()) < before
    assert (degree == 4).all()
    for row in range(60):
        for place, other in enumerate(edges[row].tolist()):
            assert lengths[row, place] == loops().distance(codes, row, other)


def test_nearest_leaves_out_the_image_itself_even_among_copies() -> None:
    points = np.zeros((5, 3), np.float32)
    found = nearest(points, 4)
    assert all(set(row.tolist()) == set(range(5)) - {n} for n, row in enumerate(found))


def test_many_are_found_in_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    points = clustered(2000)
    plain = nearest(points, 8)
    monkeypatch.setattr("indexers.maps.near.EXACT_UP_TO", 100)
    quick = nearest(points, 8)
    same = np.mean([len(set(a) & set(b)) for a, b in zip(plain, quick, strict=True)]) / 8
    assert same > 0.8


def test_building_can_be_cancelled(space: MapSpace) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        build(space, context=context)


def test_coordinates_keep_distances(space: MapSpace) -> None:
    vectors = clustered(COUNT)
    points = space.points(np.arange(COUNT))
    first, second = np.random.default_rng(0).integers(0, COUNT, (2, 500))
    true = np.linalg.norm(vectors[first] - vectors[second], axis=1)
    made = np.linalg.norm(points[first] - points[second], axis=1)
    assert np.abs(true - made).max() < 0.08
    assert np.corrcoef(true, made)[0, 1] > 0.99
    assert space.rows([3, 4, 3 * COUNT]).tolist() == [0, -1, COUNT - 1]
    spread = points.var(axis=0)
    assert spread[:4].min() > spread[-4:].max()  # the strongest come first


def test_levels_do_not_depend_on_who_else_is_there() -> None:
    ids = np.arange(5000)
    high = heights_of(ids, 0, 3)
    assert np.array_equal(high[:100], heights_of(ids[:100], 0, 3))
    assert abs(int((high >= 1).sum()) - 1250) < 150
    assert graphs.top_level(10) == 0
