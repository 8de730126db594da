"""A server that speaks S3, on this computer, with faults on demand; and media put into it."""

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.services.media_places import use_stores
from indexers.stores import ObjectCache, Stores

KEY, WORD = "test-key", "test-word"
SECRET = f"{KEY}:{WORD}"
Rule = Callable[[dict[str, Any]], "Callable[..., Iterable[bytes]] | None"]


class S3Server:
    """moto's S3 behind a thread of its own; `rule` may answer a request instead of it."""

    def __init__(self) -> None:
        from moto.server import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Quiet(WSGIRequestHandler):
            def log(self, *_args: object, **_kwargs: object) -> None:
                pass

        self.rule: Rule | None = None
        self.requests: list[tuple[str, str]] = []
        self._app = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self._answer, True, request_handler=Quiet)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        key = f"Credential={KEY}/" in environ.get("HTTP_AUTHORIZATION", "")
        self.requests.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        if not key:
            return refuse("InvalidAccessKeyId", 403)(environ, start)
        rule = self.rule(environ) if self.rule is not None else None
        return rule(environ, start) if rule is not None else self._app(environ, start)

    def address(self, bucket: str, prefix: str = "") -> str:
        return f"s3://{bucket}/{prefix}?endpoint={self.endpoint}"

    def kept(self, bucket: str, prefix: str = "") -> str:
        """The address as the catalogue keeps it."""
        host = self.endpoint.removeprefix("http://")
        return f"s3+http://{bucket}@{host}" + (f"/{prefix}" if prefix else "")

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def refuse(code: str, status: int) -> Callable[..., Iterable[bytes]]:
    """An answer of S3 that says no."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start(f"{status} No", [("Content-Type", "application/xml")])
        if environ["REQUEST_METHOD"] == "HEAD":
            return []
        return [f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>".encode()]

    return answer


def cut_off(_environ: dict[str, Any], start: Any) -> Iterator[bytes]:
    """An answer that ends before it said all that it promised."""
    start("200 OK", [("Content-Length", "100000"), ("Content-Type", "image/jpeg")])
    yield b"\xff\xd8\xff"
    raise ConnectionResetError


@contextmanager
def reading(folder: Path, secret: str = SECRET, **more: Any) -> Iterator[Stores]:
    """Make the process read from stores with a cache in folder."""
    limit = more.pop("limit", 1 << 30)
    found = Stores(ObjectCache(folder, limit), lambda _root: secret, **more)
    use_stores(found)
    try:
        yield found
    finally:
        use_stores(None)


def put_folder(stores: Stores, address: str, folder: Path) -> None:
    """Put all files of a folder under an address."""
    from indexers.stores import StoreAddress

    target = StoreAddress.of(address)
    backend = stores.backend(target)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            backend.write(target.joined(name).key, path.read_bytes())


def make_bucket(stores: Stores, address: str) -> None:
    """Make the bucket of an address; the memory store needs none."""
    from indexers.stores import StoreAddress

    target = StoreAddress.of(address)
    if target.scheme == "s3":
        backend = stores.backend(target)
        backend._call("call_s3", "create_bucket", Bucket=target.bucket, _context=None)


def jpeg(seed: int) -> bytes:
    from tests.import_media import picture

    out = io.BytesIO()
    picture(seed).save(out, "JPEG", quality=90)
    return out.getvalue()
