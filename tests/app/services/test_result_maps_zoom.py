"""Going into a map of images and about in it, and the graph it goes by."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.services import result_maps_space
from app.services.library import Library
from app.services.result_maps import ResultMapService
from app.services.result_maps_types import CellMap, MapNote, PlaneMap
from common.errors import QueryError
from common.jobs import JobContext
from common.settings import Settings
from tests.result_maps_support import COUNT, DIMS, WITHOUT, give
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
