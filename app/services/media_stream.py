"""Gives objects of stores to players that take files and addresses only: by ranges, from here.

A server on the loopback of this computer hands out what it was told to, under a name that nobody
can guess. It begins with the first object that is played, and ends with the program.
"""

import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import quote

from common.jobs import JobCancelled

logger = logging.getLogger(__name__)

_KEPT = 32  # objects that can be asked for; who plays an older one opens it again
_CHUNK = 1 << 18
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class MediaStream:
    """The server of this process; safe to use on any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._known: OrderedDict[str, Path] = OrderedDict()
        self._troubles: dict[str, str] = {}
        self._server: ThreadingHTTPServer | None = None

    def url(self, path: Path) -> str:
        """Return where a player finds an object, until some others were asked for."""
        with self._guard:
            if self._server is None:
                self._server = self._start()
            token = token_urlsafe(16)
            self._known[token] = path
            self._troubles.pop(str(path), None)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
            port = self._server.server_address[1]
        return f"http://127.0.0.1:{port}/{token}/{quote(path.name)}"

    def trouble(self, path: Path) -> str:
        """Return why an object could not be handed out; "" where nothing went wrong."""
        with self._guard:
            return self._troubles.get(str(path), "")

    def find(self, token: str) -> Path | None:
        """Return the object of a name; None for one that was not handed out."""
        with self._guard:
            return self._known.get(token)

    def note(self, path: Path, error: OSError) -> None:
        """Remember why an object cannot be read."""
        with self._guard:
            self._troubles[str(path)] = (error.strerror or str(error)).lower()

    def close(self) -> None:
        """Stop the server; the next object starts another."""
        with self._guard:
            server, self._server = self._server, None
            self._known.clear()
        if server is not None:
            server.shutdown()
            server.server_close()

    def _start(self) -> ThreadingHTTPServer:
        handler = type("Handler", (_Handler,), {"stream": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True, name="media-stream").start()
        return server


class _Handler(BaseHTTPRequestHandler):
    """Answers one player."""

    stream: MediaStream
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def log_message(self, *_args: object) -> None:
        """Say nothing: names are not for logs."""

    def _answer(self, *, with_body: bool) -> None:
        path = self.stream.find(self.path.strip("/").partition("/")[0])
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        try:
            size = path.stat().st_size
            start, end = self._range(size)
        except OSError as error:
            self.stream.note(path, error)
            self.send_error(HTTPStatus.BAD_GATEWAY)
            return
        if start >= end and size:
            self.send_error(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            return
        partial = "Range" in self.headers
        self.send_response(HTTPStatus.PARTIAL_CONTENT if partial else HTTPStatus.OK)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(end - start))
        if partial:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.end_headers()
        if with_body:
            self._send(path, start, end)

    def _range(self, size: int) -> tuple[int, int]:
        """Return the part that is asked for, from start to before end."""
        match = _RANGE.match(self.headers.get("Range", ""))
        if match is None:
            return 0, size
        first, last = match.groups()
        if not first:
            return max(0, size - int(last or 0)), size
        return int(first), min(size, int(last) + 1) if last else size

    def _send(self, path: Path, start: int, end: int) -> None:
        """Send a part; a player that has gone, or an object that fails, ends the connection."""
        try:
            for data in _parts(path, start, end):
                self.wfile.write(data)
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except OSError as error:
            logger.info("%s could not be played on: %s", path.name, error)
            self.stream.note(path, error)
            self.close_connection = True
        except JobCancelled:
            self.close_connection = True


def _parts(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (data := file.read(min(_CHUNK, end - start))):
            start += len(data)
            yield data


STREAM = MediaStream()
"""The one of this process."""
