"""Vectors on Milvus when something fails: servers gone, slow, old or closed; killed writers."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from common.errors import IndexMismatchError, ReadOnlyLibraryError, VectorServerError
from indexers.vectors import MilvusPlace, Vectors
from tests.vectors_support import LIBRARY, NONE, Shelf, engine, needs_milvus, unit

pytestmark = needs_milvus
TOKEN = "a:secret"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf("milvus", tmp_path)
    yield made
    made.close()


@contextmanager
def answering(code: str, detail: str = "", delay: float = 0.0) -> Iterator[str]:
    """Run a server that answers every call with a failure; yields its address."""
    grpc = pytest.importorskip("grpc")
    stop = threading.Event()

    class Refusing(grpc.GenericRpcHandler):
        def service(self, _details: object) -> object:
            def answer(_request: object, context: object) -> None:
                stop.wait(delay)
                context.abort(grpc.StatusCode[code], detail)

            return grpc.unary_unary_rpc_method_handler(answer)

    server = grpc.server(futures.ThreadPoolExecutor(4), handlers=(Refusing(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        server.stop(grace=0).wait()


def open_at(address: str | Path, folder: Path, rows: tuple = NONE, **options: float) -> Vectors:
    place = MilvusPlace(address, LIBRARY, lambda name: folder / name, **options)
    kept = int(rows[1].max(initial=-1)) + 1
    return place.open("e", rows=rows, kept_rows=kept, read_only=False)


def no_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_a_server_that_is_not_there_is_said_to_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexers.vectors.milvus_server.CONNECT_S", 0.5)
    with pytest.raises(VectorServerError, match=r"nobody answers|took too long") as caught:
        open_at(no_address(), tmp_path)
    assert caught.value.is_gone
    assert "Check that it runs" in caught.value.hint


@pytest.mark.parametrize(
    ("code", "detail", "said"),
    [
        ("UNAUTHENTICATED", "auth check failure, please check username and password", "token"),
        ("PERMISSION_DENIED", "", "token"),
        ("RESOURCE_EXHAUSTED", "No space left on device", "no room"),
    ],
)
def test_what_a_server_refuses_is_said_plainly_and_without_the_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str, detail: str, said: str
) -> None:
    with answering(code, detail) as address, pytest.raises(VectorServerError) as caught:
        open_at(address, tmp_path, token=lambda: TOKEN)
    assert said in caught.value.what
    assert not caught.value.is_gone
    assert TOKEN not in str(caught.value) + caplog.text
    assert "Traceback" not in caplog.text


def test_a_slow_server_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexers.vectors.milvus_server.CONNECT_S", 0.3)
    began = time.monotonic()
    with answering("UNKNOWN", delay=60.0) as address, pytest.raises(VectorServerError) as caught:
        open_at(address, tmp_path)
    assert caught.value.is_gone
    assert time.monotonic() - began < 30


def test_an_old_server_is_refused(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from pymilvus import MilvusClient

    for version in ("v2.3.9", "2.1.0-dev", "unknown"):
        monkeypatch.setattr(
            MilvusClient, "get_server_version", lambda *_a, version=version, **_o: version
        )
        with pytest.raises(VectorServerError, match=r"needs 2\.4"):
            shelf.open()
    for version in ("v2.4.0", "2.6.1-rc1", "3.0.0"):
        monkeypatch.setattr(
            MilvusClient, "get_server_version", lambda *_a, version=version, **_o: version
        )
        assert len(shelf.open()) == 0
        shelf.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://host:1", "not understood"),
        ("http://", "not understood"),
        ("https://me:pass@host:1", "not understood"),
        ("http://example.org:19530", "unprotected"),
    ],
)
def test_addresses_that_give_the_token_away_are_refused(
    tmp_path: Path, address: str, said: str
) -> None:
    with pytest.raises(VectorServerError, match=said) as caught:
        open_at(address, tmp_path, token=lambda: TOKEN)
    assert TOKEN not in str(caught.value)
    assert "pass" not in caught.value.what


def test_without_the_extra_it_says_what_to_install(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexers.vectors.milvus_server.find_spec", lambda _name: None)
    with pytest.raises(VectorServerError, match=r"\.\[milvus\]"):
        shelf.open()


def test_vectors_of_another_encoder_are_refused(shelf: Shelf) -> None:
    vectors = shelf.open()
    shelf.add(vectors, [1], unit(1))
    vectors._rows.main.note(encoder="other")
    shelf.close()
    with pytest.raises(IndexMismatchError, match="other"):
        shelf.open()


def test_a_collection_that_others_made_is_refused(shelf: Shelf) -> None:
    vectors = shelf.open()
    server, name = vectors._rows.main._server, vectors._rows.main.name
    server.call("create_collection", name, dimension=4)
    with pytest.raises(VectorServerError, match="not made by Kinora"):
        shelf.open()


def test_when_the_server_goes_the_copy_answers_and_nothing_is_written(tmp_path: Path) -> None:
    block, items = unit(50), np.arange(100, 150)
    with engine(tmp_path / "server.db") as (address, process):
        vectors = open_at(address, tmp_path / "copy", timeout_s=0.5)
        rows = vectors.append(block, version="w1")
        vectors.commit(items.tolist(), rows.tolist())
        process.kill()
        process.wait()
        assert vectors.search(block[:2], 1)[1][:, 0].tolist() == [100, 101]
        assert vectors.farthest(block[3], 1, without=[103]).items.tolist() != [103]
        assert "cannot do this" in vectors.notice
        with pytest.raises(VectorServerError):
            vectors.append(block[:1])
        vectors.remove([149])  # the catalogue did; the server hears of it later
        assert not vectors.has([149])[0]
    away = open_at(address, tmp_path / "copy", (items, rows), timeout_s=0.5)
    assert (len(away), away.dim, away.version, away.kind) == (50, 16, "w1", "flat")
    assert away.search(block[7:8], 3, allowed=[107, 108])[1][0].tolist()[0] == 107
    np.testing.assert_array_equal(away.matrix()[1], block)
    with pytest.raises(ReadOnlyLibraryError, match="does not answer"):
        away.append(block[:1])
    named = (np.r_[items[:-1], 200], np.r_[rows[:-1], 50])
    with engine(tmp_path / "server.db", int(address.rpartition(":")[2])) as (address, _):
        back = open_at(address, tmp_path / "copy", named)
        assert (len(back), back.lost_items().tolist()) == (49, [200])
        assert not back.has([149])[0]
        assert 149 not in back.search(block[49:], 49)[1]


def test_what_no_copy_holds_is_asked_for_in_vain_when_the_server_is_gone(tmp_path: Path) -> None:
    block = unit(20)
    with engine(tmp_path / "server.db") as (address, process):
        options = {"timeout_s": 0.5, "copy_bytes": 0}
        vectors = open_at(address, tmp_path / "copy", **options)
        vectors.commit([*range(20)], vectors.append(block).tolist())
        process.kill()
        process.wait()
        for ask in (lambda: vectors.search(block, 1), lambda: vectors.scores(block[0])):
            with pytest.raises(VectorServerError):
                ask()


def test_without_a_copy_everything_is_read_through_the_connection(tmp_path: Path) -> None:
    shelf = Shelf("milvus", tmp_path, copy_bytes=0)
    vectors, block = shelf.open(), unit(9_000)
    shelf.add(vectors, range(9_000), block)
    items, products = vectors.scores(block[5])
    np.testing.assert_array_equal(items, np.arange(9_000))
    np.testing.assert_allclose(products, block @ block[5], atol=1e-6)
    np.testing.assert_array_equal(vectors.matrix()[1], block)
    assert vectors.problems() == []
    assert not (tmp_path / "vectors" / "e").exists()
    shelf.close()


def test_a_copy_that_is_damaged_or_of_something_else_is_made_anew(shelf: Shelf) -> None:
    vectors, block = shelf.open(), unit(30)
    shelf.add(vectors, range(30), block)
    folder = shelf.folder / "vectors" / "e"
    for spoil in (
        lambda: (folder / "copy.f32").write_bytes(b"\0" * 64),
        lambda: (folder / "copy.json").write_text('{"stamp": "x", "dim": 16}'),
        lambda: (folder / "copy.json").write_text("{"),
        (folder / "copy.held").unlink,
        lambda: [path.unlink() for path in folder.iterdir()],
    ):
        shelf.close()
        spoil()
        again = shelf.open()
        np.testing.assert_array_equal(again.matrix()[1], block)
        np.testing.assert_array_equal(again.vectors([3, 29]), block[[3, 29]])


def test_a_full_disk_costs_the_copy_and_nothing_else(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("indexers.vectors.replica._fill", full)
    vectors, block = shelf.open(), unit(30)
    shelf.add(vectors, range(30), block)
    np.testing.assert_array_equal(vectors.matrix()[1], block)
    assert vectors.search(block[:1], 1)[1].tolist() == [[0]]


def test_a_second_program_uses_the_engine_of_the_first(shelf: Shelf) -> None:
    vectors, block = shelf.open(), unit(10)
    shelf.add(vectors, range(10), block)
    code = (
        "import numpy as np; from tests.vectors_support import Shelf, unit; import pathlib, sys;"
        "shelf = Shelf('milvus', pathlib.Path(sys.argv[1]));"
        "shelf.named = {i: i for i in range(10)};"
        "found = shelf.open(read_only=True).search(unit(10), 1)[1][:, 0]; shelf.close();"
        "print(found.tolist())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(shelf.folder)], cwd=ROOT, capture_output=True, check=True
    )
    assert told.stdout.decode().strip() == str([*range(10)])
    (shelf.folder / "milvus.db" / "kinora.port").unlink()
    told = subprocess.run(
        [sys.executable, "-c", code, str(shelf.folder)], cwd=ROOT, capture_output=True, check=False
    )
    assert b"is in use by another program" in told.stderr


@pytest.mark.parametrize("after", ["append", "write", "delete"])
def test_a_writer_that_is_killed_loses_nothing_that_was_named(shelf: Shelf, after: str) -> None:
    code = f"""
import os, pathlib, signal, sys
from indexers.vectors.milvus_table import Table
from tests.vectors_support import Shelf, unit
shelf = Shelf("milvus", pathlib.Path(sys.argv[1]))
vectors = shelf.open()
shelf.add(vectors, range(100), unit(100))
rows = vectors.append(unit(20, seed=1))
def kill(*arguments): os.kill(os.getpid(), signal.SIGKILL)
if {after!r} == "append": kill()
if {after!r} == "write":
    real = Table.write
    Table.write = lambda self, *a: (real(self, *a), kill())
if {after!r} == "delete": Table.delete = kill
vectors.commit(range(90, 110), rows.tolist())
"""
    told = subprocess.run([sys.executable, "-c", code, str(shelf.folder)], cwd=ROOT, check=False)
    assert told.returncode == -9
    late, block = unit(20, seed=1), unit(100)
    shelf.named = {item: item for item in range(90)}
    shelf.named |= {item: item + 10 for item in range(90, 110)}  # rows 100 to 119
    vectors = shelf.open()
    assert (len(vectors), vectors.lost_items().tolist(), vectors.problems()) == (110, [], [])
    assert vectors.search(late, 1)[1][:, 0].tolist() == [*range(90, 110)]
    np.testing.assert_array_equal(vectors.vectors([*range(110)]), [*block[:90], *late])
    assert vectors._rows.waiting.count() == 0
    assert vectors._rows.main.count() == 110


def test_the_port_note_goes_with_the_engine(shelf: Shelf) -> None:
    shelf.open()
    note = shelf.folder / "milvus.db" / "kinora.port"
    assert int(note.read_text()) > 0
    shelf.close()
    assert not note.exists()
    assert any((shelf.folder / "milvus.db").iterdir())
