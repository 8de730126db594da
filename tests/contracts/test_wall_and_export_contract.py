"""One contract for every arrangement of the wall, and one for every form of export."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services.export import ExportService
from app.services.export_types import FORMATS, ExportRequest, WallPicture
from app.services.items import ItemService
from app.services.library import Library
from app.services.wall import BY_VECTORS, METHODS, ArrangeRequest, WallService
from common.errors import AppError, QueryError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from common.values import Facet, Findings, ItemKind
from indexers.catalogue import NewItem
from tests.wall_support import make_library

COUNT = 17
SLOW = {"map"}  # UMAP takes long to start: tests/app/services/test_wall_similar.py


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    opened = make_library(tmp_path_factory.mktemp("wall"), COUNT)
    numbered = [
        NewItem(
            f"numbered-{n}", ItemKind.PHOTO, f"N {n}", facets=[Facet("sharpness", str(n * 7 % 5))]
        )
        for n in range(6)
    ]
    opened.catalogue.add_batch(numbered)
    ids = opened.catalogue.columns("id")["id"].tolist()
    vectors = np.random.default_rng(2).standard_normal((len(ids), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    collection = opened.vectors("layout")
    rows = collection.append(vectors).tolist()
    for item, row in zip(ids, rows, strict=True):
        opened.catalogue.add_findings(item, "layout", "1", Findings(), {"layout": row})
    collection.commit(ids, rows)
    yield opened
    opened.close()


@pytest.fixture
def wall(library: Library) -> WallService:
    return WallService(library, Settings())


@pytest.mark.parametrize("method", [method for method in METHODS if method not in SLOW])
def test_an_arrangement_holds_every_item_once(wall: WallService, method: str) -> None:
    table = wall.table()
    request = ArrangeRequest(method, hits=(5, 3, 9), item=int(table.ids[4]), seed=3)
    if method in BY_VECTORS and method not in wall.methods(table):
        pytest.skip("its library is not installed")
    context = JobContext()
    first = wall.arrange(table, request, context)
    again = wall.arrange(table, request, context)
    cells = np.sort(first.order)
    assert set(cells.tolist()) - {-1} == set(range(len(table)))
    assert len(cells[cells >= 0]) == len(table)
    assert first.columns >= 1
    np.testing.assert_array_equal(first.order, again.order)
    assert sum(cluster.count for cluster in first.clusters) <= len(table)
    for cluster in first.clusters:
        left, top, right, bottom = cluster.box
        assert cluster.label.strip()
        assert 0 <= left < right <= first.columns
        assert 0 <= top < bottom <= first.rows


@pytest.mark.parametrize("method", METHODS)
def test_a_wall_of_nothing_is_empty(wall: WallService, method: str) -> None:
    nothing = wall.table(frozenset())
    assert len(nothing) == 0
    assert len(wall.arrange(nothing, ArrangeRequest(method)).order) == 0


def test_an_unknown_arrangement_lists_the_known_ones(wall: WallService) -> None:
    with pytest.raises(QueryError, match="similarity"):
        wall.arrange(wall.table(), ArrangeRequest("upside-down"))


# -- export


def _request(form: str, target: Path, library: Library) -> ExportRequest:
    ids = library.catalogue.columns("id")["id"][:5].tolist()
    return ExportRequest(form, target, ids, wall=WallPicture(ArrangeRequest("name"), width=320))


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_whole_and_replaces_nothing_unasked(
    library: Library, wall: WallService, tmp_path: Path, form: str
) -> None:
    service = ExportService(library, ItemService(library), wall)
    folder = tmp_path / "out"
    folder.mkdir()
    request = _request(form, folder / f"some.{form}", library)
    service.run(request, JobContext())
    [written] = folder.iterdir()
    content = written.read_bytes()
    assert content
    with pytest.raises(AppError) as caught:
        service.run(request, JobContext())
    assert caught.value.hint
    assert written.read_bytes() == content
    stopped = JobContext()
    stopped.cancel()
    with pytest.raises(JobCancelled):
        service.run(_request(form, folder / f"other.{form}", library), stopped)
    assert [path.name for path in folder.iterdir()] == [written.name]
