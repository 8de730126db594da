"""A clip of a real video as the query: its pictures, what is said in it, and what it cannot be."""

import shutil
from pathlib import Path

import pytest

from app.services.library import Library
from app.services.search import SearchService
from app.services.types import ClipAsk, Part, Query, WordsAsk
from common.errors import QueryError
from common.jobs import JobContext
from common.settings import Settings
from common.values import ItemKind, TextKind
from tests.import_media import LayoutModels, service

pytestmark = pytest.mark.data

SAID = """1
00:00:01,000 --> 00:00:03,000
The cyclists wait at the crossing

2
00:00:07,000 --> 00:00:08,000
Nobody says anything else
"""
OTHER = """1
00:00:02,000 --> 00:00:04,000
Two cyclists are waiting
"""


@pytest.fixture(scope="module")
def media(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    for name, said in (("bikes.mp4", SAID), ("sintel_trailer.mp4", OTHER)):
        source = shared_data / "video" / name
        if not source.is_file():
            pytest.skip(f"{name} is absent")
        shutil.copy(source, folder / name)
        (folder / name).with_suffix(".srt").write_text(said, "utf-8")
    return folder


@pytest.fixture(scope="module")
def library(media: Path, tmp_path_factory: pytest.TempPathFactory):
    library = Library.open(tmp_path_factory.mktemp("l") / "l.kinora", create=True)
    service(library).run([media / "bikes.mp4", media / "sintel_trailer.mp4"], context=JobContext())
    yield library
    library.close()


@pytest.fixture
def search(library, tmp_path: Path):
    models = LayoutModels(tmp_path)
    yield SearchService(library, models, Settings())
    models.close()


def ask(*whats, **more) -> Query:
    return Query.of(parts=[Part(what) for what in whats], **more)


def videos(library: Library) -> dict[str, int]:
    found = library.catalogue.items(library.catalogue.items_with([]).tolist())
    return {item.name.split(".")[0]: item.id for item in found if item.kind is ItemKind.VIDEO}


def parents(library: Library, found) -> list[int]:
    items = library.catalogue.items([hit.item for hit in found.hits])
    return [item.id if item.kind is ItemKind.VIDEO else item.parent for item in items]


def test_a_clip_of_a_file_finds_the_shots_it_shows(library, search, media) -> None:
    found = search.run(ask(ClipAsk(str(media / "bikes.mp4"), start_s=0.0, length_s=9.0)))
    assert found.hits
    assert parents(library, found)[0] == videos(library)["bikes"]
    assert "looks like bikes.mp4 from 0 to 9 s, keyframe at" in found.hits[0].why
    names = [name for name, _ in found.parts[0].subs]
    assert names == ["clip", "clip texts"]


def test_what_is_said_in_a_clip_counts(library, search) -> None:
    own, other = videos(library)["bikes"], videos(library)["sintel_trailer"]
    found = search.run(ask(ClipAsk(item=own, start_s=0.0, length_s=5.0)))
    by_text = [hit for hit in found.hits if "clip texts" in hit.parts]
    assert other in {hit.item for hit in by_text} | set(parents(library, found))
    assert own not in {hit.item for hit in found.hits}  # the clip itself is never found
    assert any(
        "says the same" in text for hit in by_text for text in found.evidence(hit.item).texts
    )
    silent = search.run(ask(ClipAsk(item=own, start_s=0.0, length_s=5.0, texts=False)))
    assert not any("clip texts" in hit.parts for hit in silent.hits)
    assert sum(hit.parts["clip texts"] for hit in by_text) > 0


def test_a_shot_is_a_clip_too(library, search) -> None:
    video = videos(library)["bikes"]
    table = library.catalogue.columns("id", "parent", "start_s")
    shots = table["id"][table["parent"] == video]
    found = search.run(ask(ClipAsk(item=int(shots[0]), length_s=0.1, texts=False)))
    assert int(shots[0]) not in {hit.item for hit in found.hits}
    assert set(shots[1:].tolist()) & {hit.item for hit in found.hits}


def test_speech_begins_where_it_is_said(library, search) -> None:
    found = search.run(ask(WordsAsk("crossing", (TextKind.SPEECH,))))
    assert {hit.start_s for hit in found.hits} == {1.0}


def test_a_stretch_behind_the_end_has_no_keyframe(library, search, media) -> None:
    with pytest.raises(QueryError, match=r"“bikes\.mp4” has no keyframe between 900 and 920 s"):
        search.run(ask(ClipAsk(str(media / "bikes.mp4"), start_s=900.0)))
    with pytest.raises(QueryError, match="has no keyframe between 900 and 920 s"):
        search.run(ask(ClipAsk(item=videos(library)["bikes"], start_s=900.0)))
    with pytest.raises(QueryError, match=r"“bikes.srt” is no video"):
        search.run(ask(ClipAsk(str(media / "bikes.srt"))))


def test_a_video_that_vanished(library, search, media) -> None:
    query = ask(ClipAsk(item=videos(library)["bikes"], length_s=9.0))
    before = search.run(query)
    gone = (media / "bikes.mp4").rename(media / "away.mp4")
    try:
        with pytest.raises(QueryError, match=r"bikes.mp4” is no longer there"):
            search.run(ask(ClipAsk(str(media / "bikes.mp4"))))
        after = search.run(query)  # its keyframes are in the library
        assert [hit.item for hit in after.hits] == [hit.item for hit in before.hits]
    finally:
        gone.rename(media / "bikes.mp4")
