"""Are the addresses of a library reachable, by whom, and how quickly: one line for each part."""

import platform
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from app.services.addresses import PARTS, Addresses, connection_url, masked
from common.errors import AppError, LibraryError
from common.jobs import JobContext


@dataclass(frozen=True, slots=True)
class AddressState:
    """What became of asking one address.

    Args:
        part: of the library.
        address: as it may be shown.
        reachable: whether it answered as it should.
        version: of what answered, "" where that is not known.
        rights: "read and write", "read only", or "" where that is not known.
        encrypted: whether the connection is; None where there is none.
        milliseconds: until it had answered.
        offset_s: its clock minus this computer's, seconds.
        problem: why it is not reachable and what to do; "" where it is.
    """

    part: str
    address: str
    reachable: bool
    version: str = ""
    rights: str = ""
    encrypted: bool | None = None
    milliseconds: float = 0.0
    offset_s: float = 0.0
    problem: str = ""


def examine(addresses: Addresses, context: JobContext | None = None) -> list[AddressState]:
    """Ask each address of a library; none of them is changed.

    Raises:
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    found = []
    for number, part in enumerate(PARTS):
        context.step(number, len(PARTS), part)
        found.append(examine_one(part, getattr(addresses, part)))
    return found


def examine_one(part: str, address: str) -> AddressState:
    """Ask one address."""
    if part == "catalogue" and address != "sqlite":
        import indexers.catalogue  # noqa: F401 - its loading is no part of the time
    began = time.perf_counter()
    try:
        state = _TESTS[part](address)
    except AppError as error:
        state = AddressState(part, masked(address), reachable=False, problem=str(error))
    took = round(1e3 * (time.perf_counter() - began), 1)
    return AddressState(
        part, state.address, state.reachable, state.version, state.rights, state.encrypted, took,
        state.offset_s, state.problem,
    )  # fmt: skip


def _catalogue(address: str) -> AddressState:
    if address == "sqlite":
        said = f"SQLite {sqlite3.sqlite_version}"
        return AddressState("catalogue", address, reachable=True, version=said)
    from indexers.catalogue import ask_server

    server = ask_server(connection_url(address))
    return AddressState(
        "catalogue", masked(address), reachable=True, version=f"PostgreSQL {server.version}",
        rights="read and write" if server.can_write else "read only",
        encrypted=server.encrypted, offset_s=round(server.offset_s, 3),
    )  # fmt: skip


def _vectors(address: str) -> AddressState:
    if address == "faiss":
        said = f"FAISS {_version('faiss-cpu')}"
        return AddressState("vectors", address, reachable=True, version=said)
    if address.startswith("milvus"):
        return _folder("vectors", address, address.partition(":")[2].removeprefix("//"))
    from app.services.vector_places import vector_place

    place = vector_place(address, Path(), "", Path)
    try:
        said = place.test().partition(" at ")[0]  # the address is shown beside it
    finally:
        place.close()
    is_encrypted = address.startswith("https:")
    return AddressState("vectors", address, reachable=True, version=said, encrypted=is_encrypted)


def _workers(address: str) -> AddressState:
    if address == "local":
        said = f"Python {platform.python_version()}"
        return AddressState("workers", address, reachable=True, version=said)
    from app.services.workers_connection import connect

    with connect(address) as cluster:
        nodes = cluster.nodes()
        cores = round(sum(node.cpus for node in nodes))
        cards = round(sum(node.gpus for node in nodes))
    named = [_count(len(nodes), "computer"), _count(cores, "core")]
    if cards:
        named.append(_count(cards, "graphics card"))
    return AddressState(
        "workers", masked(address), reachable=True,
        version=f"Ray {cluster.version}: {', '.join(named)}", encrypted=cluster.is_encrypted,
    )  # fmt: skip


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _media(address: str) -> AddressState:
    scheme = address.partition(":")[0]
    if not address:
        return AddressState("media", address, reachable=True)
    if scheme == "file":
        return _folder("media", address, urlsplit(address).path)
    from app.services.media_places import stores
    from indexers.stores import StoreAddress, StoreError, StoreFault

    place = StoreAddress.of(address)
    try:
        rights = stores().backend(place).try_out(place.key)
    except StoreFault as fault:
        raise StoreError(fault) from None
    return AddressState(
        "media", masked(address), reachable=True, rights=rights, encrypted=not place.is_plain
    )


def _folder(part: str, address: str, path: str) -> AddressState:
    """Look for a folder, or for that of a file."""
    folder = Path(path).expanduser() if path else Path()
    folder = folder if folder.is_dir() else folder.parent
    if path and not folder.is_dir():
        raise LibraryError(
            f"There is no folder “{folder}”.", hint="Check the address, or make the folder."
        )
    return AddressState(part, masked(address), reachable=True)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


_TESTS: Mapping[str, Callable[[str], AddressState]] = {
    "catalogue": _catalogue,
    "vectors": _vectors,
    "workers": _workers,
    "media": _media,
}
