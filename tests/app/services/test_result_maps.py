"""Maps of results: what stands for many, zooming and panning, feature maps, space, relocation."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.services import result_maps_space
from app.services.library import Library
from app.services.result_maps import ResultMapService
from app.services.result_maps_types import CellMap, MapNote, PlaneMap, map_notes
from app.services.wall_quality import dpq
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from common.values import Facet, Findings
from indexers.catalogue.records import NewFindings
from tests.wall_support import fill

COUNT, DIMS, KINDS = 420, 12, 7
WITHOUT = 20  # the last ones have no vector


def vectors(count: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = 2 * np.random.default_rng(7).normal(size=(KINDS, DIMS))
    made = centres[np.arange(count) % KINDS] + 0.4 * rng.normal(size=(count, DIMS))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def give(library: Library, ids: list[int], seed: int = 0, encoder: str = "layout") -> None:
    collection = library.vectors(encoder)
    rows = collection.append(vectors(len(ids), seed))
    batch = []
    for number, (item, row) in enumerate(zip(ids, rows.tolist(), strict=True)):
        facets = [Facet("concept", f"kind {number % KINDS}", 0.8, "net")] if number % 10 else []
        batch.append(
            NewFindings(item, encoder, f"v{seed}", Findings(facets=facets), {encoder: row})
        )
    library.catalogue.add_findings_batch(batch)
    collection.commit(ids, rows.tolist())


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


def seen_of(view: PlaneMap | CellMap) -> set[int]:
    return set(view.items[view.items >= 0].tolist())


def test_zooming_in_keeps_what_was_seen_apart_and_zooming_out_returns(
    maps: ResultMapService, ids: np.ndarray
) -> None:
    top = maps.condense(ids, 64)
    focus = int(top.items[3, 4])
    view = maps.zoom(top, focus)
    assert isinstance(view, PlaneMap)
    assert int(view.items[3, 4]) == focus  # it stays under the mouse
    stayed = {int(top.items[3 + y, 4 + x]): (2 * x, 2 * y) for y in (-1, 0, 1) for x in (-1, 0, 1)}
    for item, cell in stayed.items():
        assert view.cells[cell] == item
    assert len(set(view.cells.values())) == len(view.cells)  # nothing twice
    assert len(seen_of(view) - seen_of(top)) > 20
    assert maps.zoom(view, focus, -1) is top
    assert maps.zoom(top, focus, -1) is top


def test_new_images_are_like_their_neighbours(
    maps: ResultMapService, library: Library, ids: np.ndarray
) -> None:
    top = maps.condense(ids, 64)
    view = maps.zoom(top, int(top.items[4, 4]))
    grid = view.items
    assert (grid >= 0).all()
    every = library.vectors("layout").vectors(grid.ravel().tolist()).reshape(*grid.shape, -1)
    near = np.linalg.norm(every[:, 1:] - every[:, :-1], axis=2).mean()
    flat = every.reshape(-1, DIMS)
    far = np.linalg.norm(flat - np.random.default_rng(0).permutation(flat), axis=1).mean()
    assert near < 0.75 * far


def test_only_results_come_in_where_that_is_asked_for(
    maps: ResultMapService, ids: np.ndarray
) -> None:
    among = ids[:200]
    top = maps.condense(among, 25)
    view = maps.zoom(top, int(top.items[2, 2]), among=among)
    assert seen_of(view) <= set(among.tolist())
    assert isinstance(view, PlaneMap)
    assert seen_of(maps.pan(view, view.x + 3, view.y)) <= set(among.tolist())


def test_on_the_finest_level_pictures_grow(maps: ResultMapService, ids: np.ndarray) -> None:
    view: Any = maps.condense(ids, 256)
    focus = int(view.items[8, 8])
    for _ in range(5):
        view = maps.zoom(view, focus)
        assert focus in seen_of(view)
    assert view.columns == 4


def test_panning_brings_neighbours_in_and_back_shows_the_same(
    maps: ResultMapService, ids: np.ndarray
) -> None:
    top = maps.condense(ids, 64)
    view = maps.zoom(top, int(top.items[4, 4]))
    assert isinstance(view, PlaneMap)
    there = maps.pan(view, view.x + 3, view.y - 2)
    assert np.array_equal(there.items[2:, :-3], view.items[:-2, 3:])
    new = seen_of(there) - seen_of(view)
    assert len(new) >= 20
    back = maps.pan(there, view.x, view.y)
    assert np.array_equal(back.items, view.items)
    assert np.array_equal(maps.pan(view, view.x + 3, view.y - 2).items, there.items)


def test_panning_ends_where_everything_was_seen(maps: ResultMapService, ids: np.ndarray) -> None:
    view: Any = maps.overview()
    for step in range(1, 40):
        view = maps.pan(view, view.x + 8, view.y)
        assert len(set(view.cells.values())) == len(view.cells), step
    assert set(view.cells.values()) == set(ids[: COUNT - WITHOUT].tolist())


def test_the_overview_shows_the_coarsest_level(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexers.maps.graph.TOP", 32)
    maps = ResultMapService(library, None, Settings())
    view = maps.overview(columns=5, rows=5)
    assert view.levels == 3
    assert view.level >= 1
    assert len(view.cells) == 25
    finer = maps.zoom(view, int(view.items[2, 2]))
    assert isinstance(finer, PlaneMap)
    assert finer.level == view.level - 1


def test_a_picture_without_a_vector_cannot_be_zoomed(
    maps: ResultMapService, ids: np.ndarray
) -> None:
    with pytest.raises(QueryError, match="no vector"):
        maps.zoom(maps.condense(ids, 16), int(ids[-1]))


# -- the graph on disk


def test_the_graph_is_kept_and_follows_the_library(library: Library, ids: np.ndarray) -> None:
    maps = ResultMapService(library, None, Settings())
    assert maps.graph_state().is_due
    state = maps.update(JobContext())
    assert (state.is_due, state.items) == (False, COUNT - WITHOUT)
    files = list((library.folder / "maps").glob("*.graph"))
    assert len(files) == 1
    stamp = files[0].stat().st_mtime_ns
    maps.update(JobContext())
    assert files[0].stat().st_mtime_ns == stamp  # nothing was due
    late = ids[-WITHOUT:].tolist()
    give(library, late)
    assert maps.graph_state().is_due
    fresh = ResultMapService(library, None, Settings())
    assert fresh.condense(late).without == 0  # before anything was written
    assert fresh.update(JobContext()).items == COUNT
    library.catalogue.remove_items(late[:3])
    library.vectors("layout").remove(late[:3])
    view = ResultMapService(library, None, Settings()).overview(columns=40, rows=40)
    assert not set(late[:3]) & set(view.cells.values())


def test_a_damaged_graph_is_made_anew(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    ResultMapService(library, None, Settings()).update(JobContext())
    path = next((library.folder / "maps").glob("*.graph"))
    path.write_bytes(b"KINORA" + path.read_bytes()[6:-9])
    maps = ResultMapService(library, None, Settings())
    assert maps.graph_state().is_due
    assert maps.overview().cells
    assert "not used" in caplog.text
    caplog.clear()
    assert not maps.update(JobContext()).is_due


def test_without_a_graph_neighbours_are_found_by_comparing(
    library: Library, ids: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_maps_space, "AT_ONCE", 10)
    maps = ResultMapService(library, None, Settings())
    view = maps.overview(columns=6, rows=6)
    assert [note.id for note in view.notes if isinstance(note, MapNote)] == ["no-graph"]
    finer = maps.zoom(view, int(view.items[2, 2]))
    assert len(seen_of(finer) - seen_of(view)) > 10
    assert maps.condense(ids, 30).shown.size == 30


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
