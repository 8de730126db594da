"""Maps of results: what stands for many, zooming and panning, feature maps, space, relocation."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.services.library import Library
from app.services.result_maps import ResultMapService
from app.services.result_maps_types import MapNote, map_notes
from app.services.wall_quality import dpq
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from tests.result_maps_support import COUNT, DIMS, KINDS, WITHOUT, give, vectors
from tests.wall_support import fill


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that is made once and copied."""
    folder = tmp_path_factory.mktemp("maps") / "a.kinora"
    library = Library.open(folder, create=True)
    ids = fill(library, COUNT, pictures=False)
    give(library, ids[: COUNT - WITHOUT])
    library.close()
    return folder


@pytest.fixture
def library(template: Path, tmp_path: Path) -> Iterator[Library]:
    folder = shutil.copytree(template, tmp_path / "a.kinora")
    library = Library.open(folder)
    yield library
    library.close()


@pytest.fixture
def ids(library: Library) -> np.ndarray:
    return np.sort(library.catalogue.columns("id")["id"])


@pytest.fixture
def maps(library: Library) -> ResultMapService:
    return ResultMapService(library, None, Settings())


# -- condensed


@pytest.mark.parametrize("count", [1, 2, 3, 255, 257, 400])
def test_a_list_of_any_length_is_condensed(
    maps: ResultMapService, ids: np.ndarray, count: int
) -> None:
    made = maps.condense(ids[:count])
    assert made.total == count
    assert made.without == 0
    inside = np.concatenate(made.members)
    assert sorted(inside.tolist()) == ids[:count].tolist()
    assert len(made.shown) == len(made.members) <= 256
    assert made.counts.sum() == count
    for item, members in zip(made.items.ravel()[: len(made.members)], made.members, strict=True):
        assert item in members
    assert made.items.shape[1] == int(np.ceil(np.sqrt(len(made.shown))))


def test_an_empty_list_says_that_it_is_empty(maps: ResultMapService) -> None:
    made = maps.condense([])
    assert not made.items.size
    assert [note.id for note in made.notes if isinstance(note, MapNote)] == ["no-hits"]


def test_items_without_vectors_are_counted(maps: ResultMapService, ids: np.ndarray) -> None:
    made = maps.condense(ids)
    assert made.without == WITHOUT
    assert not np.isin(ids[-WITHOUT:], np.concatenate(made.members)).any()
    assert made.notes == (MapNote("some-without", count="20", total="420"),)
    none = maps.condense(ids[-5:])
    assert not none.items.size
    assert [note.id for note in none.notes if isinstance(note, MapNote)] == ["no-vectors"]


def test_the_best_or_the_middle_stands_for_a_group(maps: ResultMapService, ids: np.ndarray) -> None:
    ranked = np.random.default_rng(0).permutation(ids[: COUNT - WITHOUT])
    rank = {int(item): place for place, item in enumerate(ranked)}
    best = maps.condense(ranked, 30)
    for item, members in zip(best.shown, best.members, strict=True):
        assert rank[int(item)] == min(rank[int(one)] for one in members)
    central = maps.condense(ranked, 30, represent="central")
    assert [set(m.tolist()) for m in best.members] != []
    assert {frozenset(m.tolist()) for m in best.members} == {
        frozenset(m.tolist()) for m in central.members
    }
    assert set(best.shown.tolist()) != set(central.shown.tolist())


def test_the_map_is_better_than_chance_and_the_same_again(
    maps: ResultMapService, library: Library, ids: np.ndarray
) -> None:
    made = maps.condense(ids, 100)
    features = library.vectors("layout").vectors(made.shown.tolist())
    columns = made.items.shape[1]
    order = np.arange(len(features))
    chance = dpq(features, np.random.default_rng(0).permutation(order), columns)
    assert dpq(features, order, columns) > chance + 0.3
    assert made.quality > 0.6
    assert np.array_equal(made.items, maps.condense(ids, 100).items)
    assert not np.array_equal(made.items, maps.condense(ids, 100, seed=4).items)


def test_a_library_without_vectors_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "b.kinora", create=True)
    some = fill(library, 5, pictures=False)
    with pytest.raises(QueryError, match="no image vectors"):
        ResultMapService(library, None, Settings()).condense(some)
    assert ResultMapService(library, None, Settings()).update(JobContext()).encoder == ""
    library.close()


def test_condensing_can_be_cancelled(maps: ResultMapService, ids: np.ndarray) -> None:
    maps.condense(ids)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        maps.condense(ids, 20, context=context)


# -- the endless plane


# -- the graph on disk


# -- feature maps, concepts


def test_a_feature_map_shows_one_image_a_node(maps: ResultMapService, ids: np.ndarray) -> None:
    made = maps.som(ids, 4, 6)
    assert made.items.shape == (4, 6)
    assert len(set(made.items.ravel().tolist())) == 24
    assert made.counts.sum() == COUNT - WITHOUT == sum(map(len, made.members))
    whole = maps.som(None, 3, 3)
    assert whole.total == COUNT
    assert whole.without == WITHOUT
    small = maps.som(ids[:5], 4, 6)
    assert len(small.shown) == small.items.size <= 5
    assert not maps.som([], 4, 6).items.size


def test_what_is_wanted_is_shown(maps: ResultMapService, ids: np.ndarray) -> None:
    scores = np.full(COUNT, 0.001, np.float32)
    scores[: KINDS * 2] = 1
    made = maps.som(ids, 2, 3, scores=scores)
    assert np.isin(made.items, ids[: KINDS * 2]).mean() >= 0.6


def test_frequent_concepts_get_maps_of_their_own(maps: ResultMapService, ids: np.ndarray) -> None:
    made = maps.concept_maps(ids, 4, 2, 3)
    assert len(made) == 4
    assert all(one.title.startswith("kind ") for one in made)
    totals = [one.total for one in made]
    assert totals == sorted(totals, reverse=True)
    for one in made:
        number = int(one.title.removeprefix("kind "))
        assert all(int(item - ids[0]) % KINDS == number for item in one.shown)
    assert maps.concept_maps([], 4) == ()
    assert maps.concept_maps(ids[-3:], 4) == ()


# -- space


@pytest.mark.parametrize("layout", ["cloud", "spiral", "sphere"])
@pytest.mark.parametrize("count", [0, 1, 2, 60])
def test_items_have_positions_in_space(
    maps: ResultMapService, ids: np.ndarray, layout: Any, count: int
) -> None:
    made = maps.space(ids[:count], layout)
    assert made.positions.shape == (count, 3)
    assert made.items.tolist() == ids[:count].tolist()
    assert np.isfinite(made.positions).all()
    assert ((made.clusters >= 0) & (made.clusters < 12)).all()
    if layout != "cloud" and count:
        assert np.allclose(np.linalg.norm(made.positions, axis=1), 1, atol=1e-5)
    assert np.array_equal(made.positions, maps.space(ids[:count], layout).positions)


def test_ranks_need_no_vectors_and_long_lists_are_cut(
    maps: ResultMapService, ids: np.ndarray
) -> None:
    made = maps.space(ids[::-1], "spiral", most=50)
    assert len(made.items) == 50
    assert made.clusters[:WITHOUT].tolist() == [-1] * WITHOUT
    assert [note.id for note in made.notes if isinstance(note, MapNote)] == ["cut", "some-without"]
    assert len(maps.space(ids[::-1], "cloud", most=50).items) == 30


def test_ways_lead_over_alike_items(maps: ResultMapService, ids: np.ndarray) -> None:
    way = maps.path(ids, int(ids[0]), int(ids[3]))
    assert (way[0], way[-1]) == (ids[0], ids[3])
    assert len(set(way)) == len(way)
    assert maps.path(ids, int(ids[5]), int(ids[5])) == (ids[5],)
    with pytest.raises(QueryError, match="no way"):
        maps.path(ids, int(ids[0]), int(ids[-1]))


# -- relocation


class Texts:
    """An engine that turns words into the vector of a kind."""

    def image_encoders(self) -> list[Any]:
        return [SimpleNamespace(name="layout", dim=DIMS, text="words")]

    def text_encoders(self) -> list[Any]:
        return [SimpleNamespace(name="words", dim=DIMS)]

    def encode_text(self, _encoder: str, texts: list[str]) -> np.ndarray:
        assert texts == ["kind 3"]
        return vectors(KINDS)[3:4]


def test_words_are_looked_around(library: Library, ids: np.ndarray) -> None:
    models: Any = SimpleNamespace(engine=Texts())
    maps = ResultMapService(library, models, Settings())
    made = maps.around("  kind 3 ", columns=4, rows=3, spread=2)
    assert made.asked == "  kind 3 "
    assert made.items.shape == (3, 4)
    assert made.total == 24
    kinds = [(int(item) - int(ids[0])) % KINDS for item in made.shown]
    assert kinds.count(3) == len(kinds)
    best = max(made.similarity, key=lambda item: made.similarity[item])
    assert best in np.concatenate(made.members)


def test_items_lists_and_vectors_are_looked_around(
    maps: ResultMapService, library: Library, ids: np.ndarray
) -> None:
    item = maps.around(int(ids[2]), columns=3, rows=2)
    assert ids[2] in np.concatenate(item.members)
    listed = maps.around(ids[:30], columns=3, rows=2)
    assert set(np.concatenate(listed.members).tolist()) <= set(ids[:30].tolist())
    vector = library.vectors("layout").vectors([int(ids[2])])[0]
    assert np.array_equal(maps.around(vector, columns=3, rows=2).items, item.items)


def test_words_without_a_network_are_told(maps: ResultMapService) -> None:
    with pytest.raises(QueryError, match="turns words into vectors"):
        maps.around("a dog")
    with pytest.raises(QueryError, match="no words"):
        maps.around(" ")
    with pytest.raises(QueryError, match="3 numbers"):
        maps.around(np.zeros(3, np.float32))


def test_every_note_has_a_text() -> None:
    assert all(map_notes().values())
