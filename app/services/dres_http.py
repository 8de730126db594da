"""Requests to a DRES server: one connection a request, a deadline, a cancel that works at once.

Nothing secret is ever part of a text: the token travels in the query of the address, so addresses
are named without their query, and what a server says is cleaned of tokens and passwords.
"""

import http.client
import ipaddress
import json
import logging
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from app.services.evaluation_types import HIDDEN, Secret
from common.errors import EvaluationError
from common.jobs import JobContext
from common.json_bytes import json_bytes

logger = logging.getLogger(__name__)

MAX_BYTES = 20 << 20  # the server's own limit
_SHOWN = 160  # characters of what a server said
_LOOK_S = 0.03  # between two looks at the cancel button

ErrorKind = Literal[
    "address", "offline", "timeout", "tls", "not-dres", "login", "forbidden", "missing", "rejected",
    "not-running", "unknown-item", "refused", "busy",
]  # fmt: skip


class DresError(EvaluationError):
    """The server did not do what was asked.

    Args:
        kind: what happened.
        what: in one sentence.
        hint: what the user can do.
        arrived: the request may have had an effect.
        status: of HTTP, 0 where there was no answer.
    """

    def __init__(
        self, kind: ErrorKind, what: str, *, hint: str, arrived: bool = False, status: int = 0
    ) -> None:
        super().__init__(what, hint=hint)
        self.kind = kind
        self.arrived = arrived
        self.status = status


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is.

    Args:
        scheme: "https" or "http".
        host: name or number.
        port: of TCP.
        path: before /api/v2, without a slash at the end.
    """

    scheme: str
    host: str
    port: int
    path: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"

    @property
    def is_local(self) -> bool:
        """Whether it is this machine."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name or number."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold().rstrip(".") in {"localhost", "ip6-localhost"}


def read_address(text: str, *, allow_plain: bool = False) -> Address:
    """Return the address that a person typed.

    Without a scheme it is https, and http for this machine; a path up to /api/v2 is kept.

    Args:
        text: "server.example", "https://server.example:8443", "localhost:8080".
        allow_plain: http to another machine is the user's express wish.

    Raises:
        DresError: it is no address, it carries a name or password, or it is not encrypted.
    """
    text = text.strip()
    if "://" not in text:
        host = urlsplit(f"//{text}").hostname or ""
        text = f"{'http' if is_loopback(host) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.username is not None or parts.password is not None:
        raise _wrong_address("it carries a name or a password", "Type them in their own fields.")
    if parts.scheme not in {"http", "https"} or not host or parts.query or parts.fragment:
        raise _wrong_address("it is no web address", "Type it like https://server.example:8443.")
    path = parts.path.rstrip("/").removesuffix("/api/v2")
    default = 443 if parts.scheme == "https" else 8080 if is_loopback(host) else 80
    address = Address(parts.scheme, host, port if port is not None else default, path)
    if address.scheme == "http" and not address.is_local and not allow_plain:
        raise _wrong_address(
            "the connection would not be encrypted, others could read the password",
            "Use https, or allow it under Settings ▸ Evaluation.",
        )
    return address


def _wrong_address(why: str, hint: str) -> DresError:
    return DresError("address", f"This address is not used: {why}.", hint=hint)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered.

    Args:
        status: of HTTP.
        document: parsed JSON; None where there is none.
        text: the first characters of the body, cleaned.
        is_json: the body was JSON.
        began_s, ended_s: when, on the clock time.time().
    """

    status: int
    document: Any
    text: str
    is_json: bool
    began_s: float
    ended_s: float

    @property
    def description(self) -> str:
        """What the server says of it; "" for nothing.

        An error is {status: false, description}, an unknown path {title, status: 404, ...}.
        """
        if not isinstance(self.document, Mapping):
            return ""
        told = self.document.get("description") or self.document.get("title") or ""
        return str(told)[:_SHOWN]


class Transport:
    """Sends requests to one server; keeps no cookies, follows no redirects.

    Args:
        address: of the server.
        timeout_s: for a whole request, > 0.
        tls: how certificates are checked; None for the system's way.
    """

    def __init__(
        self, address: Address, *, timeout_s: float = 10.0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.address = address
        self.timeout_s = timeout_s
        self._tls = tls

    def send(
        self,
        verb: str,
        path: str,
        *,
        query: Mapping[str, Secret | str] | None = None,
        body: Any = None,
        secrets: Sequence[Secret] = (),
        context: JobContext | None = None,
    ) -> Reply:
        """Send a request and return the answer, whatever its status.

        Args:
            verb: GET or POST.
            path: below /api/v2, with a slash.
            query: of the address.
            body: JSON types; None for none.
            secrets: texts that must not be shown, whoever says them.
            context: cancels.

        Raises:
            DresError: there was no answer, or none in time.
            JobCancelled: the user cancelled.
        """
        call = _Call(self._connection(), self.timeout_s)
        payload = None if body is None else json_bytes(body)
        began = time.time()
        call.start(verb, self._target(path, query or {}), payload)
        self._wait(call, context or JobContext())
        logger.debug("%s %s: %s", verb, path, call.status or "no answer")
        if call.error is not None:
            raise self._no_answer(call.error, sent=call.sent)
        return _reply(call.status, call.body, [*secrets, *_secrets(query)], began)

    def _target(self, path: str, query: Mapping[str, Secret | str]) -> str:
        """Return the path with its query; the only place where a secret becomes a text."""
        shown = {name: v.reveal() if isinstance(v, Secret) else v for name, v in query.items()}
        target = f"{self.address.path}/api/v2{path}"
        return f"{target}?{urlencode(shown)}" if shown else target

    def _wait(self, call: "_Call", context: JobContext) -> None:
        """Wait for an answer, the deadline or a cancel."""
        try:
            while not call.done.wait(_LOOK_S):
                context.step(0)
                if call.is_late:
                    raise self._late(sent=call.sent)
        finally:
            call.stop()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self.address.host, self.address.port
        if self.address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.timeout_s)
        tls = self._tls or ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=self.timeout_s, context=tls)

    def _late(self, *, sent: bool) -> DresError:
        return DresError(
            "timeout",
            f"“{self.address}” did not answer within {self.timeout_s:g} s.",
            hint="Try again, or allow more time under Settings ▸ Evaluation.",
            arrived=sent,
        )

    def _no_answer(self, error: Exception, *, sent: bool) -> DresError:
        if isinstance(error, TimeoutError):
            return self._late(sent=sent)
        if isinstance(error, ssl.SSLCertVerificationError):
            return DresError(
                "tls",
                f"The certificate of “{self.address}” is not trusted ({error.verify_message}).",
                hint="Ask the organisers for the right address, or add their certificate to the "
                "system.",
            )
        if isinstance(error, ssl.SSLError):
            return DresError(
                "tls",
                f"No encrypted connection to “{self.address}” could be made.",
                hint="Check address and port; DRES takes 8443 for https and 8080 for http.",
            )
        if isinstance(error, socket.gaierror):
            what = f"There is no server called “{self.address.host}”"
        elif isinstance(error, ConnectionRefusedError):
            what = f"No server listens at “{self.address}”"
        else:
            what = f"The connection to “{self.address}” broke off"
        return DresError(
            "offline", f"{what}.", hint="Check the address and the network.", arrived=sent
        )


class _Call:
    """One request on a thread of its own, so that its caller can look at the clock."""

    def __init__(self, connection: http.client.HTTPConnection, timeout_s: float) -> None:
        self._connection = connection
        self._end = time.monotonic() + timeout_s
        self.done = threading.Event()
        self.sent = False
        self.status = 0
        self.body = b""
        self.error: Exception | None = None

    @property
    def is_late(self) -> bool:
        return time.monotonic() >= self._end

    def start(self, verb: str, target: str, payload: bytes | None) -> None:
        threading.Thread(
            target=self._run, args=(verb, target, payload), name="dres", daemon=True
        ).start()

    def _run(self, verb: str, target: str, payload: bytes | None) -> None:
        headers = {"Accept": "application/json", "Connection": "close"}
        if payload is not None:
            headers["Content-Type"] = "application/json"
        try:
            self._connection.connect()
            self.sent = True
            self._connection.request(verb, target, payload, headers)
            answer = self._connection.getresponse()
            self.body = answer.read(MAX_BYTES + 1)
            self.status = answer.status
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.error = error
        finally:
            self._connection.close()
            self.done.set()

    def stop(self) -> None:
        """End it, wherever it is."""
        sock = self._connection.sock
        if sock is not None and not self.done.is_set():
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                logger.debug("the connection was closed already")


def _secrets(query: Mapping[str, Secret | str] | None) -> list[Secret]:
    return [value for value in (query or {}).values() if isinstance(value, Secret)]


def clean(text: str, secrets: Sequence[Secret]) -> str:
    """Return a text without any of the secrets."""
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), HIDDEN)
    return text


def _reply(status: int, body: bytes, secrets: Sequence[Secret], began: float) -> Reply:
    """Parse a body; the token of a login is left in the document, not in the text."""
    ended = time.time()
    text = body[:MAX_BYTES].decode("utf-8", "replace")
    shown = clean(text, secrets)[:_SHOWN]
    if len(body) > MAX_BYTES:
        return Reply(status, None, shown, is_json=False, began_s=began, ended_s=ended)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return Reply(status, None, shown, is_json=False, began_s=began, ended_s=ended)
    if isinstance(document, dict):
        for name in ("description", "title", "type"):
            if isinstance(document.get(name), str):
                document[name] = clean(document[name], secrets)
    return Reply(status, document, shown, is_json=True, began_s=began, ended_s=ended)
