"""A DRES server for training and tests: the client API on this machine, with all its errors.

Every request and every answer is compared with the documented schema; what does not fit stands in
`violations`. Misbehaviour can be ordered: HTML, nothing, slowness, a connection that breaks.
"""

import json
import logging
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

from app.services.dres_mock_world import MockWorld, Refused
from app.services.dres_schema import problems
from common.closing import Closing

logger = logging.getLogger(__name__)

BASE = "/api/v2"
MAX_BODY = 20 << 20
Trouble = Literal["html", "empty", "slow", "drop-before", "drop-after", "redirect", "500", "503"]
_Answer = tuple[int, Any, str, bool]  # status, document, its schema, many of it
_PAGE = "<!doctype html><title>Log in to the network</title><p>Please log in.</p>"


@dataclass(slots=True)
class Asked:
    """A request that came.

    Args:
        verb: GET or POST.
        path: below /api/v2.
        session: of the query; "" for none.
        cookie: header of that name; "" for none.
        body: parsed JSON; None for none.
    """

    verb: str
    path: str
    session: str
    cookie: str
    body: Any


@dataclass(slots=True)
class _Orders:
    """How the next requests are answered."""

    troubles: list[tuple[str, Trouble]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, path: str) -> Trouble | None:
        with self.lock:
            for place, (prefix, trouble) in enumerate(self.troubles):
                if path.startswith(prefix):
                    del self.troubles[place]
                    return trouble
        return None


class DresMock(Closing):
    """The server; a context manager that runs it on a free port of this machine.

    Args:
        world: what it knows.
        port: 0 for a free one.
    """

    def __init__(self, world: MockWorld, port: int = 0) -> None:
        self.world = world
        self.asked: list[Asked] = []
        self.violations: list[str] = []
        self.released = threading.Event()  # lets slow answers go
        self._orders = _Orders()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.mock = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="dres-mock", daemon=True
        )

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop listening and let go what waits."""
        self.released.set()
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()

    def order(self, path: str, trouble: Trouble, times: int = 1) -> None:
        """Misbehave at the next requests whose path below /api/v2 begins with path."""
        with self._orders.lock:
            self._orders.troubles += [(path, trouble)] * times

    def trouble(self, path: str) -> Trouble | None:
        """Return how a request shall be answered wrongly; None for as it should be."""
        return self._orders.take(path)

    # -- answers

    def answer(self, verb: str, path: str, session: str, body: Any) -> tuple[int, Any]:
        """Return the status and document for a request; checked against the schema."""
        try:
            status, document, schema, many = self._route(verb, path, session, body)
        except Refused as refused:
            document = {"status": False, "description": refused.description}
            status, schema, many = refused.status, "ErrorStatus", False
        if schema:
            self.violations += problems(document, schema, many=many)
        return status, document

    def _route(self, verb: str, path: str, session: str, body: Any) -> _Answer:
        parts = [unquote(part) for part in path.strip("/").split("/")]
        match verb, parts:
            case "POST", ["login"]:
                self._check(body, "LoginRequest")
                made = self.world.login(body["username"], body["password"])
                return 200, made, "ApiUser", False
            case "GET", ["logout"]:
                return 200, self.world.logout(session), "SuccessStatus", False
            case "GET", ["status", "time"]:
                now = {"timeStamp": round(self.world.clock() * 1e3)}
                return 200, now, "CurrentTime", False
            case "GET", ["client" | "evaluation", *_]:
                return self._look(parts, session)
            case "POST", ["submit", evaluation]:
                return self._submit(evaluation, session, body)
            case "POST", ["log", "query" | "result" as kind, evaluation]:
                return self._log(kind, evaluation, session, body)
        return _unknown(parts)

    def _look(self, parts: list[str], session: str) -> _Answer:
        """Answer what a viewer may ask."""
        world = self.world
        user = world.user(session)
        match parts:
            case ["client", "evaluation", "list"]:
                return 200, world.list_for(user), "ApiClientEvaluationInfo", True
            case ["client", "evaluation", "currentTask", evaluation]:
                return 200, world.current(evaluation), "ApiClientTaskTemplateInfo", False
            case ["evaluation", evaluation, "state"]:
                return 200, world.state(evaluation), "ApiEvaluationState", False
            case ["evaluation", evaluation, "template", "task", template, "hint"]:
                return 200, world.hints(evaluation, template), "ApiHintContent", False
        return _unknown(parts)

    def _submit(self, evaluation: str, session: str, body: Any) -> _Answer:
        user = self.world.user(session, least="PARTICIPANT")
        wrong = problems(body, "ApiClientSubmission")
        if wrong:
            self.violations += wrong
            raise Refused(400, f"Invalid submission, cannot parse: {wrong[0]}")
        status, document = self.world.submit(evaluation, body["answerSets"], user)
        return status, document, "SuccessfulSubmissionsStatus", False

    def _log(self, kind: str, evaluation: str, session: str, body: Any) -> _Answer:
        self.world.user(session, least="PARTICIPANT")
        self._check(body, "QueryEventLog" if kind == "query" else "QueryResultLog")
        self.world.log(kind, evaluation, body)
        said = "Log received" if kind == "query" else "Log entry received."
        return 200, {"status": True, "description": said}, "SuccessStatus", False

    def _check(self, body: Any, schema: str) -> None:
        """Refuse a body that is not as documented, and remember it."""
        wrong = problems(body, schema)
        if wrong:
            self.violations += wrong
            raise Refused(400, f"Invalid parameters: {wrong[0]}")


def _unknown(parts: list[str]) -> _Answer:
    """Return what the web framework under DRES says of an unknown path; its status is a number."""
    known = parts[:1] in (["login"], ["submit"], ["logout"])
    status, title = (405, "Method not allowed") if known else (404, "Endpoint not found")
    document: Mapping[str, Any] = {
        "title": title, "status": status, "type": "https://javalin.io/documentation", "details": {},
    }  # fmt: skip
    return status, document, "", False


class _Server(ThreadingHTTPServer):
    """Knows whose requests it serves."""

    daemon_threads = True
    mock: DresMock


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def log_message(self, *_: object) -> None:
        """Keep still: addresses hold sessions."""

    def _serve(self, verb: str) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(BASE)
        length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
        raw = self.rfile.read(length)
        session = (parse_qs(parts.query).get("session") or [""])[0]
        body = _parsed(raw)
        self.server.mock.asked.append(
            Asked(verb, path, session, self.headers.get("Cookie", ""), body)
        )
        trouble = self.server.mock.trouble(path)
        if trouble is not None and self._misbehave(trouble, verb, path, session, body):
            return
        status, document = self.server.mock.answer(verb, path, session, body)
        self._send(status, json.dumps(document).encode(), cookie=path == "/login")

    def _misbehave(self, trouble: Trouble, verb: str, path: str, session: str, body: Any) -> bool:
        """Answer wrongly; False where the answer shall follow, only later."""
        if trouble == "slow":
            self.server.mock.released.wait(20)
            return False
        if trouble == "drop-after":
            self.server.mock.answer(verb, path, session, body)
        if trouble in {"drop-before", "drop-after"}:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif trouble == "redirect":
            self.send_response(302)
            self.send_header("Location", "https://elsewhere.example/login")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif trouble in {"500", "503"}:
            self._send(int(trouble), _PAGE.encode(), kind="text/html")
        else:
            self._send(200, _PAGE.encode() if trouble == "html" else b"", kind="text/html")
        return True

    def _send(
        self, status: int, body: bytes, *, kind: str = "application/json", cookie: bool = False
    ) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(body)))
            if cookie:
                self.send_header("Set-Cookie", "SESSIONID=of-a-cookie; Secure; SameSite=None")
            self.end_headers()
            self.wfile.write(body)
        except OSError as error:
            logger.debug("a client went away: %s", error)


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None
