"""Keeps the tests on this computer: a connection to another one fails, and fails the test.

An audit hook sees every socket of the interpreter, whichever library opened it, and cannot be
patched away by a test. Sockets that libraries open outside the interpreter are not seen.
"""

import ipaddress
import socket
import sys
from typing import Any

RESERVED = (".example", ".invalid", ".test", "example.org", "example.com", "example.net")
"""Names that nobody has (RFC 2606): asked for by tests of absent servers, and never sent out."""

_seen: list[str] = []
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


def is_here(host: object) -> bool:
    """Whether a host is this computer: no name, a loopback address or one of its own."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in {"", "localhost", "0.0.0.0", "::", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or str(address) in _own()


def foreign() -> list[str]:
    """Return what was tried since the last call, and forget it."""
    tried, _seen[:] = list(_seen), []
    return tried


def install() -> None:
    """Watch this interpreter until it ends."""
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOKUPS:
        host = arguments[0]
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
        if is_here(host) or _is_address(name):
            return  # looking up an address asks nobody
        if not name.rstrip(".").endswith(RESERVED):
            _seen.append(f"lookup of {name}")
        raise socket.gaierror(socket.EAI_NONAME, f"the tests look up no other computer ({name})")
    if event not in {"socket.connect", "socket.sendto"}:
        return
    end, address = arguments[0], arguments[1]
    if not isinstance(address, tuple) or is_here(address[0]):
        return
    if event == "socket.connect" and end.type == socket.SOCK_DGRAM:
        return  # sends nothing; asks the system for the address it would send from
    _seen.append(f"{event.partition('.')[2]} to {address[0]}:{address[1]}")
    raise ConnectionRefusedError(f"the tests connect to no other computer ({address[0]})")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _own() -> set[str]:
    try:
        import psutil
    except ImportError:
        return set()
    return {one.address for found in psutil.net_if_addrs().values() for one in found}
