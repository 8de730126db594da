"""What is noted before a command is done, on a disk that refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.history import HistoryService
from app.services.library import Library
from common.errors import LibraryError, ReadOnlyLibraryError
from common.values import ItemKind
from indexers.catalogue import NewItem


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "a.kinora", create=True)
    opened.catalogue.add_batch([NewItem("a", ItemKind.PHOTO, "a", analyses={"net": "1"})])
    yield opened
    opened.close()


@pytest.fixture
def history(library: Library) -> HistoryService:
    return HistoryService(library)


@pytest.mark.parametrize(("number", "kind"), [(28, LibraryError), (30, ReadOnlyLibraryError)])
def test_a_disk_that_refuses_is_told_and_nothing_is_changed(
    history: HistoryService, library: Library, monkeypatch: pytest.MonkeyPatch, number: int,
    kind: type[LibraryError],
) -> None:  # fmt: skip
    def refuse(*_: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr("app.services.history_intent.write_atomically", refuse)
    with pytest.raises(kind):
        history.do("bucket.add", {"list": "a", "items": [1]})
    monkeypatch.undo()
    monkeypatch.setattr("app.services.analyser_removal.write_atomically", refuse)
    with pytest.raises(kind):
        history.do("analyser.remove", {"name": "net"})
    monkeypatch.undo()
    assert library.catalogue.buckets() == {}
    assert [each for each in history.entries() if not each.undone] == []
