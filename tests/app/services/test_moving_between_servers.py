"""Moves from server to server, and of catalogue and vectors at once: everything keeps its owner."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.services import moving_steps
from app.services.addresses import Addresses, split_secret
from app.services.library import Library
from app.services.moving import MoveService
from common.errors import LibraryError, VectorServerError
from common.jobs import JobCancelled, JobContext
from common.values import Facet, ItemKind, Text, TextKind
from indexers.catalogue import Catalogue, NewItem
from tests.vectors_support import engine, needs_milvus, unit

if TYPE_CHECKING:
    from tests.postgres_support import PostgresServer

pytest.importorskip("psycopg", reason="the extra “postgres” is not installed")

COUNT = 24


class StopAt(JobContext):
    """Cancels when a note is reached."""

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        if note == self._note:
            self.cancel()
        super().step(done, total, note)


@pytest.fixture
def servers(
    postgres: "PostgresServer", postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, str]:
    """Addresses of two empty databases, whose password the environment has."""
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    monkeypatch.setenv("KINORA_PERSON", "anna")
    return plain, plain.rsplit("/", 1)[0] + "/" + postgres.create()


def fill(folder: Path, addresses: Addresses) -> None:
    """Make a library that Anna and, where a server keeps it, Ben use."""
    library = Library.open(folder, create=True, addresses=addresses)
    rows = library.vectors("e").append(unit(COUNT, dim=8)).tolist()
    catalogue = library.catalogue
    items = catalogue.add_batch(
        [
            NewItem(
                f"{n:040x}", ItemKind.PHOTO, year=1950 + n, title=f"Photo {n}",
                facets=(Facet("genre", "sea" if n % 2 else "city", source="list"),),
                texts=(Text(TextKind.CAPTION, f"harbour number{n}", source="list"),),
                vector_rows={"e": rows[n]},
            )
            for n in range(COUNT)
        ]
    )  # fmt: skip
    library.vectors("e").commit(items, rows)
    catalogue.set_labels({1: 1, 2: -1})
    catalogue.add_to_bucket("best", [3, 4])
    library.close()


def parts(folder: Path) -> tuple[str, str]:
    told = json.loads((folder / "library.json").read_text())
    return told["catalogue"], told["vectors"]


def state(folder: Path, who: str, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return all that a person sees."""
    monkeypatch.setenv("KINORA_PERSON", who)
    library = Library.open(folder, read_only=True)
    catalogue = library.catalogue
    found = [
        sorted(catalogue.canonical()), catalogue.labels(), catalogue.owners("bucket"),
        catalogue.owners("watchlist"), catalogue.buckets(), catalogue.watchlists(),
        [hit.item for hit in catalogue.search_text("number7")], library.encoders(),
    ]  # fmt: skip
    library.close()
    monkeypatch.setenv("KINORA_PERSON", "anna")
    return found


def test_from_server_to_server_everything_keeps_its_owner(
    tmp_path: Path, servers: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = servers
    folder = tmp_path / "x.kinora"
    fill(folder, Addresses(catalogue=first))
    with Catalogue.open(moving_steps.connection_url(first), person="ben") as ben:
        ben.set_labels({1: -1, 5: 1})
        ben.add_to_bucket("his", [5])
        ben.set_watchlist("all", [7, 6])
        ben.share("watchlist", "all")
    before = {who: state(folder, who, monkeypatch) for who in ("anna", "ben")}
    service = MoveService(folder)
    with pytest.raises(JobCancelled):
        service.run([f"catalogue={second}"], StopAt("Copying label_event"))
    report = service.run([f"catalogue={second}"], JobContext())
    assert report.left_behind == {}
    assert report.rows["label_event"] == 4
    monkeypatch.setattr(moving_steps, "SETTLE_S", 0.2)
    with Catalogue.open(moving_steps.connection_url(first), person="ben") as ben:
        with pytest.raises(LibraryError, match="Others have the catalogue open"):
            service.finish()
        ben.set_label(6, 1)  # and writes there
    with pytest.raises(LibraryError, match="was changed since"):
        service.finish()
    assert parts(folder)[0] == first
    before["ben"] = state(folder, "ben", monkeypatch)
    service.run([f"catalogue={second}"], JobContext())
    assert service.finish().kept == (f"catalogue: {first}",)
    assert parts(folder)[0] == second
    assert {who: state(folder, who, monkeypatch) for who in before} == before
    with Catalogue.open(moving_steps.connection_url(second), person="ben") as ben:
        assert ben.integrity_problems() == []
        ben.add_to_bucket("new", [1])  # numbers go on
        assert ben.add_batch([NewItem("new", ItemKind.PHOTO)]) == [COUNT + 1]


@needs_milvus
def test_catalogue_and_vectors_at_once_and_on_to_other_servers(
    tmp_path: Path, servers: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = servers
    folder = tmp_path / "x.kinora"
    fill(folder, Addresses())
    library = Library.open(folder, read_only=True)
    block = library.vectors("e").matrix()[1].copy()
    library.close()
    monkeypatch.setenv("KINORA_PERSON", "anna")
    before = state(folder, "anna", monkeypatch)[0]

    def look(catalogue: str, vectors: str) -> None:
        assert parts(folder) == (catalogue, vectors)
        assert state(folder, "anna", monkeypatch)[0] == before
        library = Library.open(folder)
        assert np.array_equal(library.vectors("e").matrix()[1], block)
        assert library.vectors("e").search(block[4:5], 1)[1].tolist() == [[5]]
        assert library.vectors("e").lost_items().tolist() == []
        library.close()

    service = MoveService(folder)
    with engine(tmp_path / "a.db") as (one, _), engine(tmp_path / "b.db") as (other, process):
        report = service.run([f"catalogue={first}", f"vectors={one}"], JobContext())
        assert report.verified["vectors"] == COUNT
        service.finish()
        look(first, one)
        process.kill()
        process.wait()
        with pytest.raises(VectorServerError, match="cannot do this"):
            service.run([f"catalogue={second}", f"vectors={other}"], JobContext())
        assert parts(folder) == (first, one)
        with engine(tmp_path / "b.db", int(other.rpartition(":")[2])):
            service.run([f"catalogue={second}", f"vectors={other}"], JobContext())
            service.finish()
            look(second, other)
            service.run([f"vectors={one}"], JobContext())  # to where they were: equal, so kept
            service.abandon()
            look(second, other)
            service.run(["catalogue=sqlite", "vectors=faiss"], JobContext())
            service.finish()
    look("sqlite", "faiss")
