"""Where a library can be moved to: addresses as they are typed, their secrets, and trying them."""

import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

from app.services.address_tests import AddressState, examine_one
from app.services.addresses import connection_url, keep_secret, masked, split_secret
from app.services.moving_types import MoveJournal, read_journal
from common.errors import AppError
from common.jobs import JobContext


def unfinished_move(folder: Path) -> MoveJournal | None:
    """Return the move of a library that was begun and neither finished nor given up, if any.

    Raises:
        LibraryError: what is noted of it cannot be read.
    """
    return read_journal(folder)


def with_password(address: str, secret: str) -> str:
    """Return the address of a database with a password that was typed beside it.

    MoveService takes it out again and gives it to the keyring.
    """
    if not secret or "://" not in address:
        return address
    scheme, _, rest = address.partition("://")
    user, at, host = rest.rpartition("@")
    return f"{scheme}://{user}:{quote(secret, safe='')}{at}{host}" if user else address


def keep_token(address: str, secret: str) -> None:
    """Keep the token of a server of vectors in the system's keyring; nothing happens without one.

    Raises:
        LibraryError: there is no keyring, or it is locked.
    """
    if secret:
        keep_secret(address, secret)


def try_target(part: str, address: str, secret: str, context: JobContext) -> AddressState:
    """Ask an address whether it can be used, with a secret that nothing keeps yet.

    Args:
        part: "catalogue" or "vectors".
        address: as it was typed.
        secret: password or token; "" for what the environment or the keyring holds.
        context: may cancel before it is asked.
    """
    context.step(0)
    plain, told = split_secret(address)
    secret = secret or told
    if not secret or "://" not in plain:
        return examine_one(part, plain)
    began = time.perf_counter()
    try:
        state = _ask(part, plain, secret)
    except AppError as error:
        state = AddressState(part, masked(plain), reachable=False, problem=str(error))
    return replace(state, milliseconds=round(1e3 * (time.perf_counter() - began), 1))


def _ask(part: str, address: str, secret: str) -> AddressState:
    if part == "vectors":
        from indexers.vectors import MilvusPlace

        place = MilvusPlace(address, "", Path, token=lambda: secret)
        try:
            said = place.test().partition(" at ")[0]
        finally:
            place.close()
        encrypted = urlsplit(address).scheme == "https"
        return AddressState(part, address, reachable=True, version=said, encrypted=encrypted)
    from indexers.catalogue import ask_server

    server = ask_server(connection_url(with_password(address, secret)))
    return AddressState(
        part, masked(address), reachable=True, version=f"PostgreSQL {server.version}",
        rights="read and write" if server.can_write else "read only",
        encrypted=server.encrypted, offset_s=round(server.offset_s, 3),
    )  # fmt: skip
