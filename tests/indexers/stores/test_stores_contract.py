"""What is promised of a store, asked of each kind: a folder, this process, S3, Google."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.errors import LibraryError
from common.jobs import JobCancelled, JobContext
from indexers.stores import (
    ObjectCache,
    StoreAddress,
    StoreFault,
    Stores,
    display_name,
    is_address,
)
from indexers.stores.cache import PIECE, Stamp
from tests.stores_support import S3Server, cut_off, make_bucket, reading, refuse

ODD_NAMES = (
    "plain.jpg",
    "with space & plus+.jpg",
    "hash#tag.jpg",
    "100%.jpg",
    "what?.jpg",
    "ü/ñ.jpg",
)


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    pytest.importorskip("moto")
    pytest.importorskip("s3fs")
    server = S3Server()
    yield server
    server.close()


@pytest.fixture(scope="module")
def google() -> Iterator[str]:
    """The endpoint of a server that speaks as Google's store does."""
    pytest.importorskip("gcsfs")
    servers = pytest.importorskip("gcp_storage_emulator.server")
    server = servers.create_server("127.0.0.1", 0, in_memory=True, default_bucket="box")
    server.start()
    yield f"http://127.0.0.1:{server._api._httpd.server_address[1]}"
    server.stop()


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with reading(tmp_path / "cache") as found:
        yield found


@pytest.fixture(params=["file", "memory", "s3", "gs"])
def place(request: pytest.FixtureRequest, stores: Stores, tmp_path: Path) -> StoreAddress:
    """An empty prefix of each kind of store."""
    name = f"p{os.getpid()}-{abs(hash(tmp_path)) % 10**8}"
    if request.param == "file":
        return StoreAddress.of((tmp_path / "nas").as_uri())
    if request.param == "memory":
        pytest.importorskip("fsspec")
        return StoreAddress.of(f"memory://{name}/top")
    if request.param == "gs":
        endpoint = request.getfixturevalue("google")
        return StoreAddress.of(f"gs://box/{name}?endpoint={endpoint}")
    server: S3Server = request.getfixturevalue("s3")
    make_bucket(stores, server.address(name, "top"))
    return StoreAddress.of(server.address(name, "top"))


def names(stores: Stores, place: StoreAddress) -> set[str]:
    under = place.at(place.key + "/")
    return {entry.key.removeprefix(under.key) for entry in stores.listed(under)}


def test_written_listed_read_removed(stores: Stores, place: StoreAddress) -> None:
    backend = stores.backend(place)
    for number, name in enumerate(ODD_NAMES):
        backend.write(place.joined(name).key, b"x" * (number + 1))
    assert names(stores, place) == set(ODD_NAMES)
    for number, name in enumerate(ODD_NAMES):
        address = place.joined(name)
        path = stores.path(str(address))
        assert path.read_bytes() == b"x" * (number + 1)
        assert path.name == name.rpartition("/")[2]
        assert path.is_file()
        assert stores.stamp(address) == path.stamp
    listed = {e.key: e.stamp for e in stores.listed(place.at(place.key + "/"))}
    assert listed[place.joined(ODD_NAMES[1]).key] == stores.stamp(place.joined(ODD_NAMES[1]))
    backend.remove(place.joined(ODD_NAMES[0]).key)
    backend.remove(place.joined(ODD_NAMES[0]).key)  # one that is not there is no fault
    assert names(stores, place) == set(ODD_NAMES[1:])


def test_ranges_and_pieces(stores: Stores, place: StoreAddress) -> None:
    body = os.urandom(PIECE + 1000)
    address = place.joined("big.bin")
    stores.backend(place).write(address.key, body)
    path = stores.path(str(address))
    with path.open("rb") as file:
        file.seek(PIECE - 10)
        assert file.read(20) == body[PIECE - 10 : PIECE + 10]
        file.seek(-5, os.SEEK_END)
        assert file.read() == body[-5:]
    assert path.read_bytes() == body
    assert Path(os.fspath(path)).read_bytes() == body
    assert Path(os.fspath(path)).suffix == ".bin"


def test_what_changed_is_not_mixed(stores: Stores, place: StoreAddress) -> None:
    address = place.joined("a.bin")
    backend = stores.backend(place)
    backend.write(address.key, b"a" * (PIECE + 10))
    path = stores.path(str(address))
    assert path.piece(0) == b"a" * PIECE
    backend.write(address.key, b"b" * (PIECE + 11))
    with pytest.raises(StoreFault, match="changed while it was read"):
        path.read_bytes()
    assert stores.path(str(address)).read_bytes() == b"b" * (PIECE + 11)


def test_what_is_not_there(stores: Stores, place: StoreAddress) -> None:
    path = stores.path(str(place.joined("nothing.jpg")))
    assert not path.exists()
    with pytest.raises(StoreFault) as caught:
        path.read_bytes()
    assert caught.value.kind == "missing"
    assert isinstance(caught.value, OSError)
    assert names(stores, place) == set()


def test_what_lies_beside(stores: Stores, place: StoreAddress) -> None:
    backend = stores.backend(place)
    for name in ("film.mp4", "film.srt", "film.en.srt", "other.srt", "film/deep.srt"):
        backend.write(place.joined(name).key, b"1")
    found = stores.path(str(place.joined("film.mp4"))).beside()
    assert {path.name for path in found} == {"film.srt", "film.en.srt"}


def test_what_may_be_done(stores: Stores, place: StoreAddress) -> None:
    assert stores.backend(place).try_out(place.key) == "read and write"
    assert names(stores, place) == set()


# -- faults of a server


@pytest.fixture
def box(s3: S3Server, stores: Stores, tmp_path: Path) -> Iterator[StoreAddress]:
    name = f"f{abs(hash(tmp_path)) % 10**8}"
    make_bucket(stores, s3.address(name, "x"))
    address = StoreAddress.of(s3.address(name, "x/a.bin"))
    stores.backend(address).write(address.key, b"abc")
    yield address
    s3.rule = None


def test_a_passing_fault_is_tried_again(s3: S3Server, stores: Stores, box: StoreAddress) -> None:
    left = [refuse("SlowDown", 503), cut_off]
    s3.rule = lambda environ: left.pop() if left and environ["REQUEST_METHOD"] == "GET" else None
    assert stores.path(str(box)).read_bytes() == b"abc"
    assert left == []


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("AccessDenied", 403, "rights"),
        ("SignatureDoesNotMatch", 403, "secret"),
        ("ExpiredToken", 400, "secret"),
        ("NoSuchBucket", 404, "bucket"),
        ("InternalError", 500, "gone"),
        ("EntityTooLarge", 400, "other"),
    ],
)
def test_what_a_server_says_is_named(
    s3: S3Server, stores: Stores, box: StoreAddress, code: str, status: int, kind: str
) -> None:
    s3.rule = lambda _environ: refuse(code, status)
    with pytest.raises(StoreFault) as caught:
        stores.backend(box).read_whole(box.key)
    assert caught.value.kind == kind


def test_a_server_that_does_not_answer(
    tmp_path: Path, s3: S3Server, box: StoreAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexers.stores.backend.TRIES", 1)
    go_on = threading.Event()
    s3.rule = lambda _environ: go_on.wait(20) and None
    with reading(tmp_path / "c2", timeout_s=0.3) as hasty:
        with pytest.raises(StoreFault) as caught:
            hasty.backend(box).read_whole(box.key)
        assert caught.value.kind == "slow"
    go_on.set()


def test_a_cancel_does_not_wait_for_a_server(
    s3: S3Server, stores: Stores, box: StoreAddress
) -> None:
    asked, go_on, context = threading.Event(), threading.Event(), JobContext()

    def slow(_environ: dict) -> None:
        asked.set()
        go_on.wait(20)

    s3.rule = slow
    threading.Thread(target=lambda: (asked.wait(20), context.cancel()), daemon=True).start()
    with pytest.raises(JobCancelled):
        stores.path(str(box), context).read_bytes()
    assert not go_on.is_set()
    go_on.set()


def test_what_is_here_is_read_when_the_server_is_gone(
    tmp_path: Path, s3: S3Server, stores: Stores, box: StoreAddress
) -> None:
    assert stores.path(str(box)).read_bytes() == b"abc"
    s3.rule = lambda _environ: refuse("InternalError", 500)
    with reading(tmp_path / "cache") as later:
        assert later.path(str(box)).read_bytes() == b"abc"
        with pytest.raises(StoreFault, match="cannot be reached"):
            later.path(str(box.at("x/other.bin"))).read_bytes()


# -- the cache


def test_the_least_used_goes_first(tmp_path: Path) -> None:
    cache = ObjectCache(tmp_path, 10_000)
    for number in range(8):
        cache.keep(f"s3://b/{number}", Stamp(1000, 1), 0, b"x" * 1000)
        os.utime(next(tmp_path.rglob("000000")), (number, number)) if number == 0 else None
    files = {path: number for number in range(8) for path in tmp_path.rglob("000000")}
    for age, path in enumerate(sorted(files)):
        os.utime(path, (age, age))
    oldest = sorted(files)[0]
    cache.limit = 7_500
    cache.make_room()
    assert not oldest.exists()
    assert cache.size() <= 7_500 * 0.8
    assert not oldest.parent.exists()


def test_many_threads_fill_one_cache(tmp_path: Path) -> None:
    caches = [ObjectCache(tmp_path, 50_000) for _ in range(4)]

    def fill(cache: ObjectCache) -> None:
        for number in range(60):
            cache.keep(f"s3://b/{number}", Stamp(2000, 1), 0, bytes([number]) * 2000)
            found = cache.piece(f"s3://b/{number}", Stamp(2000, 1), 0)
            assert found in (None, bytes([number]) * 2000)

    threads = [threading.Thread(target=fill, args=(cache,)) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    caches[0].make_room()
    assert caches[0].size() <= 50_000
    assert not list(tmp_path.rglob(".*tmp*"))


def test_a_damaged_piece_is_fetched_again(stores: Stores, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    address = StoreAddress.of("memory://damaged/a.bin")
    stores.backend(address).write(address.key, b"abcdef")
    assert stores.path(str(address)).read_bytes() == b"abcdef"
    next((tmp_path / "cache").rglob("000000")).write_bytes(b"ab")
    assert stores.path(str(address)).read_bytes() == b"abcdef"


# -- addresses


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("s3://b/k", "s3://b/k"),
        ("s3://b", "s3://b"),
        ("s3://b/k?endpoint=https://h.example:9000", "s3://b@h.example:9000/k"),
        ("s3://b/k?endpoint=http://127.0.0.1:1", "s3+http://b@127.0.0.1:1/k"),
        ("gs://b/k?endpoint=http://nas:1&tls=no", "gs+http://b@nas:1/k"),
        ("s3://b/what?.jpg", "s3://b/what?.jpg"),
        ("s3://b/a//b", "s3://b/a//b"),
        ("file:///tmp/a%20b", "file:///tmp/a%20b"),
    ],
)
def test_addresses_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert str(StoreAddress.of(typed)) == kept
    assert str(StoreAddress.of(kept)) == kept
    assert is_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "s3://", "s3:///k", "ftp://h/k", "s3+http://b/k", "file://host/x",
        "s3://b/k?endpoint=http://store.example.org", "s3://KEY:WORD@b/k",
        "s3://b/k?endpoint=https://KEY:WORD@h", "s3://b/k?endpoint=h",
    ],
)  # fmt: skip
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(LibraryError) as caught:
        StoreAddress.of(typed)
    assert "WORD" not in str(caught.value)


def test_paths_are_no_addresses() -> None:
    assert not any(map(is_address, ("/s3://b/k", "C:\\x", "photos", "s3:/b/k")))
    assert display_name("s3://b@h:1/k/x.jpg") == "x.jpg"
    assert display_name("s3://b@h:1") == "b"
    assert display_name("s3://b/k?endpoint=https://h") == "k"
    assert display_name("/a/b.jpg") == "b.jpg"
