"""Merging, moving, splitting and subtracting buckets, each one undoable step."""

from pathlib import Path

import pytest

from app.services.history import HistoryService
from common.errors import QueryError
from tests.app.searching import photo_library


@pytest.fixture
def library(tmp_path: Path):
    library = photo_library(tmp_path / "b.kinora", per_word=4)
    library.catalogue.add_to_bucket("a", [1, 2, 3])
    library.catalogue.add_to_bucket("b", [3, 4])
    yield library
    library.close()


def held(library) -> dict[str, list[int]]:
    return {name: library.catalogue.bucket_items(name) for name in library.catalogue.buckets()}


START = {"a": [1, 2, 3], "b": [3, 4]}


@pytest.mark.parametrize(
    ("name", "payload", "after"),
    [
        ("bucket.merge", {"lists": ["b", "a"], "to": "a"}, {"a": [1, 2, 3, 4]}),
        ("bucket.merge", {"lists": ["a", "b"], "to": "new"}, {"new": [1, 2, 3, 4]}),
        ("bucket.move", {"list": "a", "to": "b", "items": [1, 9]}, {"a": [2, 3], "b": [1, 3, 4]}),
        (
            "bucket.split",
            {"list": "a", "parts": {"x": [1], "y": [2, 3], "z": [7]}},
            {"a": [], "b": [3, 4], "x": [1], "y": [2, 3]},
        ),
        ("bucket.subtract", {"list": "a", "without": ["b"]}, {"a": [1, 2], "b": [3, 4]}),
        ("bucket.add", {"list": "a", "items": [5, 6, 1]}, {"a": [1, 2, 3, 5, 6], "b": [3, 4]}),
    ],
)  # fmt: skip
def test_one_step_there_and_back(library, name: str, payload, after) -> None:
    history = HistoryService(library)
    assert history.do(name, payload) is not None
    assert held(library) == after
    history.undo()
    assert held(library) == START
    history.redo()
    assert held(library) == after
    assert len(history.entries()) == 1


def test_redo_gives_the_same_as_the_first_time(library) -> None:
    history = HistoryService(library)
    history.do("bucket.subtract", {"list": "a", "without": ["b"]})
    history.undo()
    library.catalogue.add_to_bucket("b", [1])  # by somebody else
    history.redo()
    assert held(library)["a"] == [1, 2]


def test_what_changes_nothing_is_no_step(library) -> None:
    history = HistoryService(library)
    assert history.do("bucket.merge", {"lists": ["a"], "to": "a"}) is None
    assert history.do("bucket.move", {"list": "a", "to": "b", "items": [9]}) is None
    library.catalogue.remove_from_bucket("b", [3])
    assert history.do("bucket.subtract", {"list": "a", "without": ["b"]}) is None
    assert history.entries() == []


def test_what_makes_no_sense_is_refused(library) -> None:
    history = HistoryService(library)
    with pytest.raises(QueryError, match="no bucket “q”"):
        history.do("bucket.merge", {"lists": ["q"], "to": "a"})
    with pytest.raises(QueryError, match="name is needed"):
        history.do("bucket.merge", {"lists": ["a"], "to": " "})
    with pytest.raises(QueryError, match="part of itself"):
        history.do("bucket.split", {"list": "a", "parts": {"a": [1]}})
    with pytest.raises(QueryError, match="out of itself"):
        history.do("bucket.subtract", {"list": "a", "without": ["a"]})
    assert held(library) == START
