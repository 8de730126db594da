"""A copy of a server's catalogue on this computer: what it holds, when it is read, how it fails."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from common.errors import ReadOnlyLibraryError, ServerGoneError
from common.jobs import JobCancelled, JobContext
from indexers.catalogue import Catalogue, Filter, NewItem, spare, spare_state
from indexers.catalogue.listening import Change

if TYPE_CHECKING:
    from tests.postgres_support import PostgresServer

Make = Callable[..., NewItem]
WAIT_S = 30
COMEDIES = Filter("genre", ("Comedy",))


@pytest.fixture
def anna(postgres_url: str, make: Make, tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(postgres_url, person="anna") as catalogue:
        catalogue.add_batch([make(n) for n in range(6)])
        catalogue.use_spare(tmp_path / "copies" / "anna.db")
        yield catalogue


def gone(catalogue: Catalogue, postgres: "PostgresServer") -> None:
    news: queue.Queue[Change] = queue.Queue()
    end = catalogue.on_changed(news.put)
    assert news.get(timeout=WAIT_S).reachable
    postgres.stop()
    assert not news.get(timeout=WAIT_S).reachable
    end()


def test_all_that_is_read_is_read_from_the_copy(
    anna: Catalogue, postgres_url: str, postgres: "PostgresServer"
) -> None:
    anna.set_labels({1: 1, 2: -1})
    anna.add_to_bucket("mine", [3])
    with Catalogue.open(postgres_url, person="ben") as ben:
        ben.add_to_bucket("his", [1])
        ben.set_watchlist("all", [2, 1])
        ben.share("watchlist", "all")
    assert anna.spare is None
    assert anna.keep_spare(JobContext())
    assert anna.spare is not None
    assert anna.spare.revision == anna.revision()
    word = anna.describe([1])[0].texts[0].content.split()[0]

    def told() -> list[object]:
        return [
            anna.count(), anna.columns("year", "kind"), anna.describe(anna.ids().tolist()),
            anna.facet_keys(), anna.facet_counts("genre"), anna.items_with([COMEDIES]).tolist(),
            anna.labels(), anna.buckets(), anna.watchlist_items("all"), anna.commands(),
            {hit.item for hit in anna.search_text(word)},
        ]  # fmt: skip

    before = told()
    try:
        gone(anna, postgres)
        assert anna.is_away
        assert repr(told()) == repr(before)
        with pytest.raises(ReadOnlyLibraryError, match="cannot be reached"):
            anna.set_label(1, -1)
        assert not anna.keep_spare(JobContext())  # from itself
    finally:
        postgres.start()


def test_only_what_people_said_is_read_anew(
    anna: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Make
) -> None:
    read: list[str] = []
    pages = spare.RowReader.pages

    def noted(reader: spare.RowReader, connection: object) -> object:
        read.append(reader.table.name)
        return pages(reader, connection)  # type: ignore[arg-type]

    monkeypatch.setattr(spare.RowReader, "pages", noted)
    path = tmp_path / "copies" / "anna.db"
    anna.keep_spare(JobContext())
    assert {"item", "text", "label_event"} <= set(read)
    read.clear()
    anna.keep_spare(JobContext())
    assert read == []  # nothing changed
    anna.set_label(2, 1)
    anna.keep_spare(JobContext())
    assert "label_event" in read
    assert "item" not in read
    anna.add_batch([make(9)])
    anna.keep_spare(JobContext())
    assert "item" in read
    with Catalogue.open(path, read_only=True, person="anna") as copy:
        assert (copy.count(), copy.labels()) == (7, {2: 1})
        assert copy.integrity_problems() == []
        assert sorted(copy.canonical()) == sorted(anna.canonical())


def test_a_copy_that_is_not_finished_leaves_the_old_one(anna: Catalogue, tmp_path: Path) -> None:
    anna.keep_spare(JobContext())
    known = anna.spare
    anna.tag([1], "tag", "new")
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        anna.keep_spare(context)
    assert anna.spare == known
    assert [each.name for each in (tmp_path / "copies").iterdir()] == ["anna.db"]
    (tmp_path / "copies" / "anna.db").write_bytes(b"no database at all" * 100)
    assert spare_state(tmp_path / "copies" / "anna.db") is None
    assert anna.keep_spare(JobContext())
    assert anna.spare is not None
    assert anna.spare.revision == anna.revision()


def test_without_a_copy_it_is_said_at_once(
    anna: Catalogue, postgres: "PostgresServer", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spare, "MOST_ROWS", 3)
    assert not anna.keep_spare(JobContext())
    try:
        gone(anna, postgres)
        with pytest.raises(ServerGoneError, match="cannot be reached"):
            anna.count()
        with pytest.raises(ServerGoneError, match="cannot be reached"):
            anna.number_column("year")
    finally:
        postgres.start()
