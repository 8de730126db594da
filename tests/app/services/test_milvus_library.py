"""A library whose vectors are on Milvus beside one in a folder: imported, searched, taught."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.address_tests import examine_one
from app.services.addresses import Addresses
from app.services.checking import CheckService
from app.services.feedback import FeedbackService
from app.services.history import HistoryService
from app.services.library import Library
from app.services.search import SearchService
from common.errors import VectorServerError
from indexers.vectors import MilvusPlace, VectorCollection
from indexers.vectors.milvus_collection import MilvusVectors
from tests.app.searching import settings
from tests.import_media import LayoutModels, save_photos, service
from tests.vectors_support import needs_milvus

pytestmark = needs_milvus
COUNT = 40
Pair = tuple[Library, Library]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Return a library on Milvus and one in a folder, with the same photos."""
    folder = tmp_path_factory.mktemp("two")
    save_photos(folder / "media", COUNT)
    made = []
    for name, address in (("m", "milvus"), ("f", "faiss")):
        library = Library.open(
            folder / f"{name}.kinora", create=True, addresses=Addresses(vectors=address)
        )
        assert service(library).run([folder / "media"]).added == COUNT
        made.append(library)
    yield made[0], made[1]
    for library in made:
        library.close()


def test_vectors_lie_where_the_address_says(pair: Pair) -> None:
    served, folder = (library.vectors("layout") for library in pair)
    assert isinstance(served, MilvusVectors)
    assert isinstance(folder, VectorCollection)
    assert len(served) == len(folder) == COUNT
    assert not (pair[0].vector_folder("layout") / "data.f32").exists()
    assert "Milvus" in pair[0].vector_place.test()


def test_searches_find_the_same(pair: Pair) -> None:
    found = []
    for library in pair:
        search = SearchService(library, LayoutModels(library.folder.parent), settings())
        found.append([search.similar(item, 10) for item in (1, 7, 30)])
    for served, folder in zip(*found, strict=True):
        assert [hit.item for hit in served.hits] == [hit.item for hit in folder.hits]


def test_a_round_of_feedback_suggests_the_same(pair: Pair) -> None:
    rounds = []
    for library in pair:
        feedback = FeedbackService(library, None, settings())
        shown: list[int] = []
        for good, bad in (([1], []), ([1, 5], [9]), ([1, 5, 8], [9, 10, 11])):
            found = feedback.suggest(good, bad, 8, seen=shown, encoder="layout")
            shown += [hit.item for hit in found.hits]
        rounds.append(shown)
    assert rounds[0] == rounds[1]
    assert len(set(rounds[0])) == 24


def test_removing_is_undone_and_a_check_is_content(pair: Pair) -> None:
    library = pair[0]
    history = HistoryService(library)
    history.do("item.remove", {"items": [3, 4]}, "Remove")
    vectors = library.vectors("layout")
    assert vectors.has([3, 4, 5]).tolist() == [False, False, True]
    history.undo()
    assert vectors.has([3, 4, 5]).all()
    report = CheckService(library, LayoutModels(library.folder.parent)).run(repair=False)
    assert report.problems == []


def test_it_opens_again_with_all_it_had(pair: Pair) -> None:
    expected = pair[1].vectors("layout").matrix()[1]
    library = Library.open(pair[0].folder, read_only=True)
    assert (library.vectors("layout").matrix()[1] == expected).all()
    library.close()


def test_a_check_says_when_the_server_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photos(tmp_path / "media", 3)
    address = Addresses(vectors="milvus")
    library = Library.open(tmp_path / "l.kinora", create=True, addresses=address)
    service(library).run([tmp_path / "media"])
    library.close()
    library = Library.open(tmp_path / "l.kinora")

    def gone(*_arguments: object, **_options: object) -> None:
        raise VectorServerError("Nobody answers.", hint="Start it.", is_gone=False)

    monkeypatch.setattr("indexers.vectors.places.MilvusServer", gone)
    checks = CheckService(library, LayoutModels(tmp_path))
    assert checks.run(repair=True).problems == ["vectors layout: Nobody answers."]
    library.close()


def test_the_address_of_a_server_is_tested_by_asking_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexers.vectors.milvus_server.CONNECT_S", 0.5)
    place = MilvusPlace(tmp_path / "engine.db", "x", lambda name: tmp_path / name)
    place.test()
    address = f"http://127.0.0.1:{(tmp_path / 'engine.db' / 'kinora.port').read_text()}"
    state = examine_one("vectors", address)
    assert (state.reachable, state.encrypted) == (True, False)
    assert state.version.startswith("Milvus ")
    place.close()
    state = examine_one("vectors", address)
    assert not state.reachable
    assert "Check that it runs" in state.problem
