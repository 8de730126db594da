"""Photos with a pose, from the network that comes with Kinora to the list of results."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.services.body import BodyService
from app.services.importing import ImportService
from app.services.library import Library
from app.services.pose_query import ask_of_places
from app.services.pose_search import PoseSearchService, query_of
from app.services.query import Query
from app.services.query_parts import Part, PoseAsk
from app.services.search import SearchService
from common.errors import QueryError, ReadOnlyLibraryError, WeightsError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from models.body.model import BodyModel, forward
from models.body.picture import shaded
from models.body.poses import named_poses
from models.body.skeleton import INDEX
from models.hub import ModelHub
from tests.import_media import LayoutEngine, save_photos

SHOWN = ("t", "surrender", "hands-on-hips", "lunge", "star-jump")


class Models:
    """Stands for ModelService: the descriptor and what finds poses."""

    def __init__(self, folder: Path) -> None:
        self.hub = ModelHub(folder / "models")
        self.engine = LayoutEngine(self.hub, device="cpu", threads=1)


def _photo(key: str) -> NDArray[np.uint8]:
    """Return a body in a named pose before a wall."""
    body = BodyModel()
    drawn = shaded(body.pose(named_poses()[key].rotations).vertices, body.data.faces, 300)
    cover = drawn[..., 3:].astype(np.float32) / 255
    wall = np.linspace(150, 215, 320)[:, None, None] * np.ones((320, 320, 3))
    wall[10:310, 10:310] = wall[10:310, 10:310] * (1 - cover) + drawn[..., :3] * cover
    return wall.astype(np.uint8)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A library of five bodies and two pictures of nothing, looked at for poses."""
    root = tmp_path_factory.mktemp("poses")
    save_photos(root / "media", 2)
    for key in SHOWN:
        Image.fromarray(_photo(key)).save(root / "media" / f"{key}.png")
    models = Models(root)
    with_library = Library.open(root / "bodies.kinora", create=True)
    ImportService(with_library, models, Settings()).run([root / "media"])  # type: ignore[arg-type]
    report = _service(with_library, models).analyse()
    models.engine.close()
    with_library.close()
    assert (report.items, report.skipped) == (len(SHOWN) + 2, 0)
    assert report.people == len(SHOWN)
    return root / "bodies.kinora", root


def _service(library: Library, models: Models) -> PoseSearchService:
    return PoseSearchService(library, models, BodyService(models))  # type: ignore[arg-type]


def _search(service: PoseSearchService) -> SearchService:
    """Return the search of the library: a pose is a part of a query like any other."""
    return SearchService(service._library, service._models, Settings())


@pytest.fixture
def service(filled: tuple[Path, Path]) -> Iterator[PoseSearchService]:
    models = Models(filled[1])
    library = Library.open(filled[0])
    yield _service(library, models)
    library.close()
    models.engine.close()


def _names(service: PoseSearchService, ask: PoseAsk) -> list[str]:
    found = _search(service).run(query_of(ask, 10))
    rows = service._library.catalogue.items([hit.item for hit in found.hits])
    return [row.name.partition(".")[0] for row in rows]


@pytest.mark.parametrize("key", SHOWN)
def test_a_body_is_found_by_its_pose(service: PoseSearchService, key: str) -> None:
    assert _names(service, service.ask_named(key))[0] == key


def test_places_of_joints_are_enough(service: PoseSearchService) -> None:
    body = BodyModel()
    _, places = forward(named_poses()["star-jump"].rotations, body.rest(None)[1])
    ask = service.ask_of_places(places, name="star")
    found = _search(service).run(query_of(ask, 10))
    names = service._library.catalogue.items([found.hits[0].item])
    assert names[0].name.startswith("star-jump")
    assert found.query == "pose star"
    assert found.hits[0].why.startswith("pose ")


def test_how_many_people_were_compared_and_how_many_are_alike_is_said(
    service: PoseSearchService,
) -> None:
    found = _search(service).run(query_of(service.ask_named("lying"), 10))
    (note,) = [one for one in found.notes if getattr(one, "id", "") == "pose-people"]
    told = note.args  # type: ignore[attr-defined]
    assert (told["looked"], told["above"]) == (len(SHOWN), len(found.hits))
    assert len(found.hits) < len(SHOWN)
    item = _search(service).run(query_of(service.ask_named("t"), 1)).hits[0].item
    like = _search(service).run(query_of(service.ask_like(item), 10))
    assert f"{len(SHOWN) - 1} people were looked at" in " ".join(like.notes)


def test_who_matched_is_shown_where_he_is(service: PoseSearchService) -> None:
    found = _search(service).run(query_of(service.ask_named("t"), 5))
    shown = found.evidence(found.hits[0].item).poses[0]
    left, right = shown.points[9], shown.points[10]  # wrists
    assert shown.score == pytest.approx(found.hits[0].score, abs=1e-4)
    assert left[0] == pytest.approx(0.82, abs=0.06)  # the body's left is to the right
    assert right[0] == pytest.approx(0.18, abs=0.06)
    assert found.evidence(found.hits[0].item).boxes[0].role == "pose"


def test_a_photo_finds_others_but_not_itself(service: PoseSearchService) -> None:
    ask = service.ask_named("t")
    item = _search(service).run(query_of(ask, 1)).hits[0].item
    found = _search(service).run(query_of(service.ask_like(item), 10))
    assert found.hits
    assert item not in [hit.item for hit in found.hits]
    with pytest.raises(QueryError, match="no person 5"):
        service.ask_like(item, 5)


def test_a_photo_of_nobody_says_so(service: PoseSearchService) -> None:
    rows = service._library.catalogue.items(service._library.catalogue.columns("id")["id"].tolist())
    nobody = next(row.id for row in rows if row.name.startswith("photo"))
    assert service.people(nobody) == []
    with pytest.raises(QueryError, match="No person"):
        service.ask_like(nobody)


def test_state_and_a_second_analysis_do_nothing_twice(service: PoseSearchService) -> None:
    state = service.state()
    assert (state.people, state.with_people, state.pending) == (len(SHOWN), len(SHOWN), 0)
    assert (state.model, state.detector, state.by_count) == ("movenet", False, {1: len(SHOWN)})
    assert service.analyse().items == 0


def test_who_is_removed_is_found_no_more_and_comes_back(service: PoseSearchService) -> None:
    catalogue = service._library.catalogue
    item = _search(service).run(query_of(service.ask_named("t"), 1)).hits[0].item
    catalogue.remove_items([item], removal="test")
    assert "t" not in _names(service, service.ask_named("t"))
    catalogue.restore_items("test")
    assert _names(service, service.ask_named("t"))[0] == "t"


def test_a_stopped_analysis_goes_on(filled: tuple[Path, Path], tmp_path: Path) -> None:
    import shutil

    shutil.copytree(filled[0], tmp_path / "copy.kinora", ignore=shutil.ignore_patterns("poses"))
    models = Models(tmp_path)
    library = Library.open(tmp_path / "copy.kinora")
    service = _service(library, models)
    ids = library.catalogue.columns("id")["id"].tolist()
    assert service.analyse(ids[:3]).items == 3
    stopped = JobContext()
    stopped.cancel()
    with pytest.raises(JobCancelled):
        service.analyse(context=stopped)
    assert service.analyse().items == len(ids) - 3
    library.close()
    models.engine.close()


def test_a_library_for_reading_is_searched_but_not_written(filled: tuple[Path, Path]) -> None:
    models = Models(filled[1])
    library = Library.open(filled[0], read_only=True)
    service = _service(library, models)
    assert _names(service, service.ask_named("t"))[0] == "t"
    with pytest.raises(ReadOnlyLibraryError):
        service.analyse()
    library.close()
    models.engine.close()


def test_a_pose_goes_through_json(service: PoseSearchService) -> None:
    query = query_of(service.ask_named("t", yaws=(0, 90), turned=True), 7)
    assert Query.from_json(query.to_json()) == query
    document = query.to_json()
    document["stages"][0]["parts"][0]["views"][0].pop()
    with pytest.raises(QueryError, match="17 points"):
        Query.from_json(document)


def test_a_pose_goes_with_words(service: PoseSearchService) -> None:
    query = Query.of("surrender", parts=(Part(service.ask_named("t")),))
    found = _search(service).run(query)
    assert "pose" in {name for hit in found.hits for name in hit.parts}


def test_asking_for_nothing_is_refused(service: PoseSearchService) -> None:
    with pytest.raises(QueryError, match="No pose"):
        _search(service).run(query_of(PoseAsk(())))
    with pytest.raises(QueryError, match="no places"):
        service.ask_of_places(np.full((24, 3), np.nan))
    with pytest.raises(QueryError, match="no pose called"):
        service.ask_named("nonsense")


def test_without_a_network_it_says_what_is_missing(service: PoseSearchService) -> None:
    service._models.engine.pose_models = list  # type: ignore[method-assign]
    with pytest.raises(WeightsError, match="No network for poses"):
        service.analyse()
    assert service.state().hint
    assert _names(service, service.ask_named("t"))[0] == "t"  # what is known stays


def test_a_view_is_what_a_picture_from_there_shows() -> None:
    places = np.zeros((24, 3))
    rng = np.random.default_rng(0)
    places[:] = rng.normal(size=(24, 3))
    front, left = (np.array(view) for view in ask_of_places(places, yaws=(0, 90)).views)
    wrist, ankle = INDEX["left_wrist"], INDEX["right_ankle"]
    apart = places[wrist] - places[ankle]
    for view, across in ((front, apart[0]), (left, apart[2])):
        seen = view[9, :2] - view[16, :2]
        assert seen[0] / -seen[1] == pytest.approx(across / apart[1], rel=1e-2)
    camera = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], float)
    np.testing.assert_allclose(ask_of_places(places, camera=camera).views[0], left, atol=1e-3)
    assert replace(ask_of_places(places), name="x").name == "x"
