import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.media_places import medium
from app.services.media_stream import MediaStream
from indexers.stores import Stores
from tests.stores_support import reading

ADDRESS = "memory://films/one two.mp4"
BODY = bytes(range(256)) * 40_000  # more than one piece


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    pytest.importorskip("fsspec")
    with reading(tmp_path / "cache") as found:
        path = found.path(ADDRESS)
        found.backend(path.address).write(path.address.key, BODY)
        yield found


@pytest.fixture
def stream() -> Iterator[MediaStream]:
    made = MediaStream()
    yield made
    made.close()


def ask(url: str, span: str = "", method: str = "GET") -> tuple[int, bytes]:
    headers = {"Range": f"bytes={span}"} if span else {}
    request = urllib.request.Request(url, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, answer.read()


def test_all_and_parts(stores: Stores, stream: MediaStream) -> None:
    url = stream.url(medium(ADDRESS))
    assert ask(url) == (200, BODY)
    assert ask(url, "10-19") == (206, BODY[10:20])
    assert ask(url, "4194300-4194310") == (206, BODY[4194300:4194311])
    assert ask(url, f"{len(BODY) - 5}-") == (206, BODY[-5:])
    assert ask(url, "-7") == (206, BODY[-7:])
    assert ask(url, method="HEAD") == (200, b"")


def test_only_what_was_handed_out(stores: Stores, stream: MediaStream) -> None:
    url = stream.url(medium(ADDRESS))
    server = url.rsplit("/", 2)[0]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ask(f"{server}/guess/one.mp4")
    with pytest.raises(urllib.error.HTTPError, match="416"):
        ask(url, f"{len(BODY)}-")


def test_what_cannot_be_read_is_told(stores: Stores, stream: MediaStream) -> None:
    path = medium("memory://films/gone.mp4")
    with pytest.raises(urllib.error.HTTPError, match="502"):
        ask(stream.url(path))
    assert stream.trouble(path) == "the object is not there"
    assert stream.trouble(medium(ADDRESS)) == ""
