"""Moves of a library between its folder and a server: whole, resumable, verified, by owner."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.services import moving
from app.services.addresses import Addresses, split_secret
from app.services.history import HistoryService
from app.services.library import Library
from app.services.moving import MoveService
from app.services.moving_types import JOURNAL, read_journal
from common.errors import LibraryError
from common.jobs import JobCancelled, JobContext
from common.values import ItemKind
from indexers.catalogue import NewItem
from indexers.catalogue import copied_rows as rows_module
from indexers.catalogue.postgres import WRITER_LOCK
from tests.moving_support import COUNT, make, psycopg
from tests.vectors_support import needs_milvus

if TYPE_CHECKING:
    from tests.postgres_support import PostgresServer

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "x.kinora"
    make(made)
    return made


@pytest.fixture
def server(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of an empty database without its password, which the environment has."""
    plain, secret = split_secret(postgres_url)
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", secret)
    monkeypatch.setenv("KINORA_PERSON", "anna")
    return plain


def content(folder: Path) -> list[str]:
    library = Library.open(folder, read_only=True)
    try:
        return sorted(library.catalogue.canonical())
    finally:
        library.close()


def where(folder: Path) -> str:
    return str(json.loads((folder / "library.json").read_text())["catalogue"])


class StopAt(JobContext):
    """Cancels when a note is reached; keeps all of them."""

    def __init__(self, note: str) -> None:
        super().__init__()
        self.notes: list[str] = []
        self._note = note

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        self.notes.append(note)
        if note == self._note:
            self.cancel()
        super().step(done, total, note)


def test_to_a_server_and_back(folder: Path, server: str) -> None:
    before = content(folder)
    service = MoveService(folder)
    report = service.run([f"catalogue={server}"], JobContext())
    assert report.state == "verified"
    assert where(folder) == "sqlite"
    assert content(folder) == before
    assert report.rows["item"] == COUNT
    assert report.verified["lines of the content"] == len(before)
    assert report.verified["searches of words"] > 40
    with pytest.raises(LibraryError, match="not finished"):
        Library.open(folder.parent / "y.kinora", create=True, addresses=Addresses(server))
    assert service.finish().kept == ("catalogue: catalogue.db",)
    assert where(folder) == server
    assert not (folder / JOURNAL).exists()
    assert content(folder) == before
    library = Library.open(folder)
    assert library.catalogue.owners("bucket") == {"best": "anna"}
    assert library.catalogue.integrity_problems() == []
    # numbers go on after those that were copied
    library.catalogue.add_to_bucket("new", [1])
    library.catalogue.set_label(9, 1)
    assert library.catalogue.add_batch([NewItem("z", ItemKind.PHOTO)]) == [COUNT + 1]
    library.close()
    changed = content(folder)
    service.run(["catalogue=sqlite"], JobContext())
    finished = service.finish()
    assert finished.kept[0] == f"catalogue: {server}"
    assert "catalogue-left-" in finished.kept[1]
    assert where(folder) == "sqlite"
    assert content(folder) == changed
    library = Library.open(folder)
    assert library.catalogue.integrity_problems() == []
    assert library.catalogue.owners("bucket") == {"best": "", "new": ""}
    assert [hit.item for hit in library.catalogue.search_text("number9")] == [9]
    library.close()


def test_a_cancelled_move_goes_on(
    folder: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "PAGE", 7)
    service = MoveService(folder)
    with pytest.raises(JobCancelled):
        service.run([f"catalogue={server}"], StopAt("Copying text"))
    with pytest.raises(LibraryError, match="not verified"):
        service.finish()
    again = StopAt("never")
    service.run([f"catalogue={server}"], again)
    assert "Copying item" not in again.notes
    assert "Copying text" in again.notes
    service.finish()
    assert len(content(folder)) > COUNT


def test_shots_before_their_videos_are_copied(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "PAGE", 2)
    folder = tmp_path / "v.kinora"
    library = Library.open(folder, create=True)
    shots = [NewItem(f"s{n}", ItemKind.SHOT, parent="v") for n in range(5)]
    library.catalogue.add_batch([*shots, NewItem("v", ItemKind.VIDEO)])
    library.close()
    before = content(folder)
    service = MoveService(folder)
    service.run([f"catalogue={server}"], JobContext())
    service.finish()
    assert content(folder) == before


def test_a_killed_move_goes_on(folder: Path, server: str) -> None:
    before = content(folder)
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from app.services.moving import MoveService\n"
        "from common.jobs import JobContext\n"
        "from indexers.catalogue import copied_rows\n"
        "copied_rows.PAGE = 7\n"
        "class Killer(JobContext):\n"
        "    seen = 0\n"
        "    def step(self, done, total=0, note=''):\n"
        "        self.seen += note == 'Copying item_facet'\n"
        "        if self.seen == 3:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "MoveService(Path(sys.argv[1])).run([sys.argv[2]], Killer())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder), f"catalogue={server}"],
        cwd=ROOT, env=os.environ.copy(), check=False, capture_output=True,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert content(folder) == before
    context = StopAt("never")
    service = MoveService(folder)
    service.run([f"catalogue={server}"], context)
    assert "Copying item" not in context.notes
    service.finish()
    assert content(folder) == before


def test_a_tampered_row_is_found(
    folder: Path, server: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = MoveService(folder)
    with pytest.raises(JobCancelled):
        service.run([f"catalogue={server}"], StopAt("Comparing item"))
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        connection.execute("UPDATE item SET title = 'Photo 8 of a lie' WHERE id = 8")
    with pytest.raises(LibraryError, match="rows of item differ"):
        service.run([f"catalogue={server}"], JobContext())
    with pytest.raises(LibraryError, match="not verified"):
        service.finish()
    assert where(folder) == "sqlite"
    service.abandon()
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(query).fetchone() == (0,)
    service.run([f"catalogue={server}"], JobContext())


@pytest.mark.parametrize("then", ["finish", "change", "abandon"])
def test_a_switch_that_is_killed(
    folder: Path, server: str, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    service = MoveService(folder)
    service.run([f"catalogue={server}"], JobContext())
    with monkeypatch.context() as patch:
        patch.setattr(moving, "write_atomically", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            service.finish()
    assert where(folder) == "sqlite"
    if then == "abandon":
        service.abandon()
        service.plan([f"catalogue={server}"])  # it is empty again
        return
    if then == "change":
        library = Library.open(folder)
        library.catalogue.set_label(11, 1)
        library.close()
        with pytest.raises(LibraryError, match="changed since"):
            service.finish()
        service.run([f"catalogue={server}"], JobContext())
    before = content(folder)
    service.finish()
    assert where(folder) == server
    assert content(folder) == before


class TryToWrite(JobContext):
    """Asks, while items are copied and compared, whether another process may write."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url.replace("+psycopg", "")
        self.could: set[bool] = set()

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        if note in {"Copying item", "Comparing item"}:
            with psycopg.connect(self._url) as connection:
                query = f"SELECT pg_try_advisory_xact_lock({WRITER_LOCK})"
                row = connection.execute(query).fetchone()
                assert row is not None
                self.could.add(row[0])
        super().step(done, total, note)


def test_what_others_own_stays(
    tmp_path: Path, server: str, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "p.kinora"
    make(folder, 10, Addresses(server))
    monkeypatch.setenv("KINORA_PERSON", "ben")
    library = Library.open(folder)
    library.catalogue.add_to_bucket("his", [1])
    library.catalogue.add_to_bucket("ours", [2])
    library.catalogue.share("bucket", "ours")
    library.close()
    monkeypatch.setenv("KINORA_PERSON", "anna")
    before = content(folder)
    service = MoveService(folder)
    context = TryToWrite(postgres_url)
    report = service.run(["catalogue=sqlite"], context)
    assert context.could == {False}
    assert report.left_behind == {"bucket": 1, "bucket_item": 1}
    service.finish()
    assert content(folder) == before
    library = Library.open(folder)
    assert library.catalogue.buckets() == {"best": 2, "ours": 1}
    library.close()


def test_a_server_without_rights(
    folder: Path, server: str, postgres: "PostgresServer", monkeypatch: pytest.MonkeyPatch
) -> None:
    database = server.rsplit("/", 1)[1]
    postgres.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database=database)
    postgres.run("CREATE ROLE mover LOGIN PASSWORD 'word'")
    monkeypatch.setenv("KINORA_CATALOGUE_PASSWORD", "word")
    service = MoveService(folder)
    with pytest.raises(LibraryError, match="lack the right"):
        service.run([f"catalogue={server}".replace("kinora@", "mover@")], JobContext())
    assert where(folder) == "sqlite"
    service.abandon()
    assert read_journal(folder) is None


@needs_milvus
def test_vectors_to_the_embedded_engine_and_back(folder: Path) -> None:
    library = Library.open(folder)
    ids, block = library.vectors("e").matrix()
    HistoryService(library).do("item.remove", {"items": [3, COUNT]}, "Remove")
    library.close()
    service = MoveService(folder)
    with pytest.raises(JobCancelled):
        service.run(["vectors=milvus"], StopAt("Comparing vectors of e"))
    report = service.run(["vectors=milvus"], JobContext())
    assert report.vectors == {"e": COUNT - 2}
    assert "vectors-left-" in service.finish().kept[0]
    library = Library.open(folder)
    assert library.addresses.vectors == "milvus"
    HistoryService(library).undo()  # what was removed before the move comes back after it
    moved = library.vectors("e").matrix()
    library.close()
    assert np.array_equal(moved[0], ids)
    assert np.array_equal(moved[1], block)
    service.run(["vectors=faiss"], JobContext())
    service.finish()
    library = Library.open(folder)
    back = library.vectors("e").matrix()
    assert np.array_equal(back[1], block)
    assert library.vectors("e").lost_items().tolist() == []
    library.close()


def test_bad_addresses(folder: Path, server: str) -> None:
    cases: list[tuple[str, str]] = [
        ("catalogue=sqlite", "there already"),
        ("vectors=faiss", "there already"),
        ("workers=local", "cannot be moved"),
        ("catalogue=mysql://x/y", "no address"),
        (f"catalogue={server}".rsplit("/", 1)[0] + "/nosuch", "no database"),
    ]
    for told, said in cases:
        with pytest.raises(LibraryError, match=said):
            MoveService(folder).run([told], JobContext())
    with pytest.raises(LibraryError, match="No move"):
        MoveService(folder).abandon()
