"""Maps, sorted maps and rings: neighbours are alike, the quality is told, maps are kept."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services import wall_similar
from app.services.arrangements import Arrangement, choose_columns, shuffled
from app.services.library import Library
from app.services.wall import ArrangeRequest, WallService
from app.services.wall_grid import snapped
from app.services.wall_quality import dpq
from app.services.wall_sorting import around, sorted_map
from app.services.wall_table import WallTable
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from common.values import Findings
from indexers import projection
from tests.wall_support import fill, make_library

COUNT = 120
GROUPS = 4


def some_vectors(count: int, dims: int = 12, seed: int = 0) -> np.ndarray:
    """Vectors of four groups, item n in group n % 4."""
    rng = np.random.default_rng(seed)
    centres = 2 * np.random.default_rng(7).normal(size=(GROUPS, dims))
    vectors = centres[np.arange(count) % GROUPS] + 0.4 * rng.normal(size=(count, dims))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def give_vectors(library: Library, ids: np.ndarray, encoder: str = "layout", seed: int = 0) -> None:
    collection = library.vectors(encoder)
    rows = collection.append(some_vectors(len(ids), seed=seed))
    for item, row in zip(ids.tolist(), rows.tolist(), strict=True):
        library.catalogue.add_findings(item, encoder, "1", Findings(), {encoder: row})
    collection.commit(ids.tolist(), rows.tolist())


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = make_library(tmp_path_factory.mktemp("similar"), COUNT)
    ids = made.catalogue.columns("id")["id"]
    give_vectors(made, ids[: COUNT - 3])
    yield made
    made.close()


@pytest.fixture
def wall(library: Library, monkeypatch: pytest.MonkeyPatch) -> WallService:
    monkeypatch.setattr(projection, "can_umap", lambda: False)
    return WallService(library, Settings())


def sameness(table: WallTable, made: Arrangement) -> float:
    """Return how many right-hand neighbours are of the same group."""
    group = (made.order[: COUNT - 3]) % GROUPS
    inner = np.arange(len(group) - 1) % made.columns < made.columns - 1
    return float((group[:-1] == group[1:])[inner].mean())


@pytest.mark.parametrize("method", ["similarity", "map"])
def test_alike_items_are_neighbours_and_the_quality_is_told(wall: WallService, method: str) -> None:
    table = wall.table()
    assert method in wall.methods(table)
    made = wall.arrange(table, ArrangeRequest(method))
    assert np.array_equal(np.sort(made.order), np.arange(COUNT))
    assert set(made.order[-3:].tolist()) == {COUNT - 3, COUNT - 2, COUNT - 1}
    assert sameness(table, made) > 0.6
    vectors = some_vectors(COUNT - 3)
    chance = dpq(vectors, shuffled(COUNT - 3, 1), made.columns)
    assert made.quality is not None
    assert made.quality > chance + 0.3
    assert f"{made.quality:.2f}" in made.note
    assert "3 items" in made.note
    again = wall.arrange(table, ArrangeRequest(method))
    assert np.array_equal(made.order, again.order)


def test_the_item_is_in_the_middle_and_the_others_lie_in_rings(wall: WallService) -> None:
    table = wall.table()
    for place in (0, 17, 50):
        item = int(table.ids[place])
        made = wall.arrange(table, ArrangeRequest("around", item=item))
        assert np.array_equal(np.sort(made.order), np.arange(COUNT))
        cells = made.cells()
        column, row = cells % made.columns, cells // made.columns
        assert (column[place], row[place]) == (made.columns // 2, (made.rows - 1) // 2)
        x = (column - column[place]) * (2 / 3)
        distance = np.hypot(x, row - row[place])
        vectors = some_vectors(COUNT - 3)
        likeness = vectors @ vectors[place]
        likeness[place] = np.inf
        assert (np.diff(distance[: COUNT - 3][np.argsort(-likeness, kind="stable")]) > -1e-5).all()
        assert distance[-3:].min() >= distance[:-3].max() - 1e-9


def test_rings_are_exact_at_any_size() -> None:
    scores = np.random.default_rng(0).random(30_000).astype(np.float32)
    made = around(scores, 217, 1.0)
    assert np.array_equal(np.sort(made.order), np.arange(30_000))
    at = np.flatnonzero(made.order == int(scores.argmax()))[0]
    assert divmod(int(at), 217) == ((made.rows - 1) // 2, 217 // 2)


def test_what_cannot_be_done_is_said(wall: WallService) -> None:
    table = wall.table()
    with pytest.raises(QueryError, match="no item on the wall"):
        wall.arrange(table, ArrangeRequest("around"))
    with pytest.raises(QueryError, match="no vector"):
        wall.arrange(table, ArrangeRequest("around", item=int(table.ids[-1])))
    with pytest.raises(QueryError, match="Choose one of: layout"):
        wall.arrange(table, ArrangeRequest("map", encoder="clip:none"))


def test_too_many_items_are_sent_to_the_map(
    wall: WallService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_similar, "MOST_SORTED", 50)
    table = wall.table()
    assert "similarity" not in wall.methods(table)
    assert "map" in wall.methods(table)
    with pytest.raises(QueryError, match="map"):
        wall.arrange(table, ArrangeRequest("similarity"))


def test_a_preview_comes_first_where_it_takes_long(
    wall: WallService, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = wall.table()
    request = ArrangeRequest("similarity")
    assert not wall.is_long(table, request)
    early: list[Arrangement] = []
    final = wall.arrange(table, request, preview=early.append)
    assert early == []
    monkeypatch.setattr(wall_similar, "AT_ONCE", 20)
    final = wall.arrange(table, request, preview=early.append)
    assert len(early) == 1
    assert np.array_equal(np.sort(early[0].order), np.arange(COUNT))
    assert sameness(table, early[0]) > 0.4
    assert early[0].columns == final.columns


def test_a_cancelled_sort_stops() -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        sorted_map(some_vectors(400), 20, context=context)


def test_a_map_is_fitted_once_and_new_items_follow_its_anchors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "can_umap", lambda: False)
    library = make_library(tmp_path, 60)
    ids = library.catalogue.columns("id")["id"]
    give_vectors(library, ids)
    fits: list[int] = []
    real = projection.fit_map

    def counted(vectors: object, **options: object) -> projection.FittedMap:
        fits.append(len(vectors))
        return real(vectors, **options)

    monkeypatch.setattr(projection, "fit_map", counted)
    first = WallService(library, Settings())
    before = first.arrange(first.table(), ArrangeRequest("map"))
    assert fits == [60]
    assert len(list((library.folder / "maps").glob("*.npz"))) == 1
    more = np.array(fill(library, 12, first=60))
    give_vectors(library, more, seed=1)
    assert len(first.arrange(first.table(), ArrangeRequest("map")).order) == 72
    later = WallService(library, Settings())
    after = later.arrange(later.table(), ArrangeRequest("map"))
    assert fits == [60]
    assert np.array_equal(after.order, first.arrange(first.table(), ArrangeRequest("map")).order)
    kept = [i for i in after.order.tolist() if i < 60]
    assert np.corrcoef(np.argsort(kept), np.argsort(before.order))[0, 1] > 0.7
    next(iter((library.folder / "maps").glob("*.npz"))).write_bytes(b"torn")
    again = WallService(library, Settings())
    again.arrange(again.table(), ArrangeRequest("map"))
    assert fits == [60, 72]
    grown = np.array(fill(library, 60, first=72))
    give_vectors(library, grown, seed=2)
    again.arrange(again.table(), ArrangeRequest("map"))
    assert fits == [60, 72, 132]
    library.close()


def test_texts_come_first_on_a_wall_of_films(tmp_path: Path) -> None:
    library = make_library(tmp_path, 20)
    table = WallService(library, Settings()).table()
    give_vectors(library, table.ids)
    give_vectors(library, table.ids[::2], "minilm")
    wall = WallService(library, Settings())
    films = wall.table({"film"})
    assert next(iter(wall.encoders(films))) == "minilm"
    photos = wall.table({"photo"})
    assert next(iter(wall.encoders(photos))) == "layout"
    made = wall.arrange(films, ArrangeRequest("around", item=int(films.ids[3])))
    assert "minilm" in made.note
    library.close()


# -- from places to cells, and the measure


@pytest.mark.parametrize("count", [1, 2, 3, 5, 17, 64, 500, 3001])
@pytest.mark.parametrize("columns", [1, 4, 40, 5000])
def test_the_grid_has_no_hole_and_no_overlap(count: int, columns: int) -> None:
    columns = min(columns, count)
    places = np.random.default_rng(count).normal(size=(count, 2)).astype(np.float32)
    places[::7] = np.nan
    places[1::5] = 0.5  # many in one place
    order = snapped(places, columns, 2 / 3)
    assert np.array_equal(np.sort(order), np.arange(count))


def test_the_grid_follows_the_map() -> None:
    count = 2000
    places = np.random.default_rng(0).random((count, 2)).astype(np.float32) * (3, 1)
    columns = choose_columns(count, 3.0, 1.0)
    order = snapped(places.astype(np.float32), columns, 1.0)
    cells = np.empty(count, np.int64)
    cells[order] = np.arange(count)
    assert np.corrcoef(cells % columns, places[:, 0])[0, 1] > 0.95
    assert np.corrcoef(cells // columns, places[:, 1])[0, 1] > 0.95
    assert dpq(places.astype(np.float32), order, columns) > 0.75


@pytest.mark.parametrize("count", [40, 37])
def test_the_measure_is_that_of_its_authors(count: int) -> None:
    metrics = pytest.importorskip("vc_flas.metrics")
    columns = 8
    vectors = some_vectors(count)
    for order in (shuffled(count, 0), sorted_map(vectors, columns).order):
        rows = -(-count // columns)
        grid = np.zeros((rows * columns, vectors.shape[1]), np.float32)
        grid[:count] = vectors[order]
        valid = np.arange(rows * columns) < count
        theirs = metrics.distance_preservation_quality(
            grid.reshape(rows, columns, -1), valid.reshape(rows, columns), p=16
        )
        assert dpq(vectors, order, columns) == pytest.approx(theirs, abs=1e-3)


def test_a_sample_measures_nearly_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.services import wall_quality

    vectors = some_vectors(900)
    order = sorted_map(vectors, 30).order
    exact = dpq(vectors, order, 30)
    monkeypatch.setattr(wall_quality, "ALL_UP_TO", 100)
    monkeypatch.setattr(wall_quality, "MOST_PAIRS", 900 * 200)
    assert dpq(vectors, order, 30) == pytest.approx(exact, abs=0.05)
    assert np.isnan(dpq(vectors[:2], np.arange(2), 2))
    assert np.isnan(dpq(np.ones((50, 4), np.float32), np.arange(50), 5))


@pytest.mark.parametrize("with_vectors", [0, 1, 2, 5])
def test_few_vectors_are_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_vectors: int
) -> None:
    monkeypatch.setattr(wall_similar, "AT_ONCE", 0)
    library = make_library(tmp_path, 6)
    films = WallService(library, Settings()).table({"film"})
    photos = WallService(library, Settings()).table({"photo"})
    give_vectors(library, np.concatenate([photos.ids[:1], films.ids])[: max(1, with_vectors)])
    wall = WallService(library, Settings())
    table = wall.table() if with_vectors else films
    for method in ("similarity", "map"):
        early: list[Arrangement] = []
        made = wall.arrange(table, ArrangeRequest(method), preview=early.append)
        assert np.array_equal(np.sort(made.order), np.arange(len(table)))
        assert made.quality is None or with_vectors > 2
        assert len(early) == (with_vectors > 0)
    library.close()
