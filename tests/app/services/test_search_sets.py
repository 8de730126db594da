"""Searches with a name: kept whole, renamed, forgotten; never half-written."""

from pathlib import Path

import pytest

from app.services.library import Library
from app.services.search_sets import SavedSearches
from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ClipAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Part,
    Query,
    Stage,
    TagsAsk,
    TextAsk,
    Within,
    WordsAsk,
    parse_filter,
)
from common.canvas import (
    Canvas,
    ColourShape,
    ObjectShape,
    PictureShape,
    Region,
    TextShape,
)
from common.errors import AppError, QueryError
from common.values import TextKind

HALF = Region(0.0, 0.0, 0.5, 1.0)
ALL = Query(
    stages=(
        Stage(
            (
                Part(TextAsk("a dog", "fused", 0.25), 2.0, must=True),
                Part(ConceptAsk(("dog", "cat"), every=True, least=0.3), on=False),
                Part(WordsAsk("open", (TextKind.OCR, TextKind.SPEECH))),
                Part(BoxesAsk("man", "holds", "cup; NOT tea", "monday", "home", "unite")),
            )
        ),
        Stage(
            (
                Part(ExampleAsk(Example(item=3), HALF, "colour")),
                Part(ExampleAsk(Example(png=b"\x89PNG"))),
                Part(ClipAsk("/a/b.mp4", None, 3.0, 12.0, texts=False)),
                Part(ClipAsk(item=7)),
                Part(TagsAsk(("a=b",), ("c=d",), "words", 0.2)),
                Part(
                    CanvasAsk(
                        Canvas(
                            (
                                ColourShape(HALF, (1, 2, 3), 0.5, absent=True),
                                ObjectShape("dog", HALF, 2, 3, "large", (9, 8, 7), 0.4),
                                ObjectShape("cat", least=0, most=0),
                                TextShape("stop", HALF, written=True),
                                PictureShape(HALF, png=b"\x00\xff"),
                                PictureShape(HALF, item=4),
                            ),
                            1.5,
                        )
                    )
                ),
            ),
            25.0,
        ),
    ),
    in_order=False,
    window=Within(30.0, "noisy-or", "product"),
    filters=(parse_filter("year=1990..1999"),),
    fusion="pairwise",
    weights={"text": 2.0},
    k=25,
    threshold=0.4,
    among=(3, 1, 2),
)


@pytest.fixture
def library(tmp_path: Path):
    library = Library.open(tmp_path / "s.kinora", create=True)
    yield library
    library.close()


@pytest.fixture
def saved(library) -> SavedSearches:
    return SavedSearches(library)


def test_every_part_survives_its_json() -> None:
    assert Query.from_json(ALL.to_json()) == ALL


def test_a_saved_search_comes_back_whole(saved) -> None:
    from dataclasses import replace

    saved.save(" Two moments ", ALL)
    assert saved.names() == ["Two moments"]
    assert saved.load("Two moments") == replace(ALL, among=None)
    saved.save("Two moments", Query.of("dog"))
    assert saved.load("Two moments") == Query.of("dog")


def test_searches_are_renamed_and_forgotten(saved) -> None:
    saved.save("one", Query.of("dog"))
    saved.save("two", Query.of("cat"))
    saved.rename("one", "three")
    assert saved.names() == ["three", "two"]
    assert saved.load("three") == Query.of("dog")
    with pytest.raises(QueryError, match="There is a search “two” already"):
        saved.rename("three", "two")
    saved.rename("three", "three")
    with pytest.raises(QueryError, match="no search “one” any more"):
        saved.rename("one", "four")
    saved.remove("two")
    saved.remove("two")
    assert saved.names() == ["three"]


@pytest.mark.parametrize("name", ["", "  ", "a/b", "c:d", "x" * 81, "../up"])
def test_names_that_no_file_can_have_are_refused(saved, name: str) -> None:
    with pytest.raises(QueryError):
        saved.save(name, Query.of("dog"))
    assert saved.names() == []


def test_what_cannot_be_read_is_said(library, saved) -> None:
    with pytest.raises(QueryError, match="The search “gone” cannot be read"):
        saved.load("gone")
    saved.save("bad", Query.of("dog"))
    (library.folder / "searches" / "bad.json").write_text('{"format": 1, "state"', "utf-8")
    with pytest.raises(QueryError, match="The search “bad” cannot be read"):
        saved.load("bad")


def test_a_write_that_fails_leaves_the_old_search(library, saved, monkeypatch) -> None:
    saved.save("kept", Query.of("dog"))

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.services.sessions.write_atomically", full)
    with pytest.raises(OSError, match="No space"):
        saved.save("kept", Query.of("cat"))
    assert saved.load("kept") == Query.of("dog")
    assert [path.name for path in (library.folder / "searches").iterdir()] == ["kept.json"]


def test_a_library_for_reading_keeps_nothing(library, tmp_path: Path) -> None:
    SavedSearches(library).save("one", Query.of("dog"))
    reader = Library.open(library.folder, read_only=True)
    saved = SavedSearches(reader)
    assert saved.load("one") == Query.of("dog")
    for change in (
        lambda: saved.save("two", Query.of("cat")),
        lambda: saved.rename("one", "two"),
        lambda: saved.remove("one"),
    ):
        with pytest.raises(AppError):
            change()
    reader.close()


def test_pictures_that_are_too_large_are_refused(saved, monkeypatch) -> None:
    monkeypatch.setattr("app.services.search_sets.MAX_BYTES", 1000)
    with pytest.raises(QueryError, match="too large to be kept"):
        saved.save("big", Query.of(example=Example(png=bytes(2000))))
    assert saved.names() == []
