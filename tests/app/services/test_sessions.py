"""Sessions: kept in one step, bad content set aside, nothing written where nothing may be."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.filter_sets import FilterSets
from app.services.library import Library
from app.services.sessions import SessionService, StateFolder
from common.errors import QueryError, ReadOnlyLibraryError
from indexers.catalogue import Filter

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "a.kinora", create=True)
    yield opened
    opened.close()


@given(state=st.dictionaries(st.text(), json_values, max_size=4), name=st.text(max_size=100))
def test_what_is_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, state: dict[str, object], name: str
) -> None:
    states = StateFolder(tmp_path_factory.mktemp("states"))
    states.save(name, state)
    assert states.load(name) == state
    assert len(states.names()) == 1
    states.remove(name)
    assert states.load(name) is None


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "..", "a/b", "con\x00", ""])
def test_a_name_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    StateFolder(tmp_path / "inside").save(name, {})
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"3", b'{"format": 2, "state": {}}', b"[" * 100_000]
)
def test_bad_content_is_set_aside(library: Library, content: bytes) -> None:
    sessions = SessionService(library)
    file = library.folder / "sessions" / "last.json"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    assert sessions.load() is None
    assert file.with_suffix(".bad").read_bytes() == content
    assert sessions.save({"a": 1})
    assert sessions.load() == {"a": 1}


def test_a_failed_write_leaves_the_former_state(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = SessionService(library)
    sessions.save({"a": 1})
    monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        sessions.save({"a": 2})
    monkeypatch.undo()
    assert sessions.load() == {"a": 1}
    assert sessions.names() == ["last"]
    with pytest.raises(TypeError):
        sessions.save({"a": object()})
    assert sessions.load() == {"a": 1}


def test_a_read_only_library_shows_sessions_and_keeps_none(library: Library) -> None:
    SessionService(library).save({"a": 1})
    reader = Library.open(library.folder)
    try:
        sessions = SessionService(reader)
        assert sessions.load() == {"a": 1}
        assert not sessions.save({"a": 2})
        with pytest.raises(ReadOnlyLibraryError):
            sessions.remove("last")
    finally:
        reader.close()
    assert json.loads((library.folder / "sessions" / "last.json").read_text())["state"] == {"a": 1}


def test_names_of_files_that_are_no_utf_8_come_back(library: Library) -> None:
    sessions = SessionService(library)
    assert sessions.save({"image": "/media/caf\udce9.jpg", "title": "東京"})
    assert sessions.load() == {"image": "/media/caf\udce9.jpg", "title": "東京"}


def test_two_sets_of_filters_are_never_one_file(library: Library) -> None:
    sets = FilterSets(library)
    sets.save("Best_", [Filter("genre", ("War",))])
    for name in ("Best!", "Best?", "x" * 81, "語" * 80):
        with pytest.raises(QueryError, match="cannot be the name of a file"):
            sets.save(name, [])
    assert sets.load("Best_") == (Filter("genre", ("War",)),)
    sets.save("語" * 60, [])
    assert sets.names() == ["Best_", "語" * 60]
