"""Thumbnails kept in a store beside the library's folder: sent by one folder, taken by others.

The folder in which a library was made sends what it makes. Whoever joins the library has a folder
of his own that holds the same thumbnails, taken from the store; he labels, searches and sorts, and
imports are done where the library was made.
"""

import json
import logging
import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.addresses import Addresses
from app.services.library_files import INFO_FILE, SUFFIX, make_folder, read_info
from app.services.media_places import stores, taken
from app.services.paths import expanded
from common.errors import LibraryError
from common.jobs import JobContext
from common.settings import write_atomically

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.stores.mirror import ThumbnailMirror
    from indexers.thumbnails import ThumbnailStore

logger = logging.getLogger(__name__)

FOLDER = "thumbs"
GUEST = "guest"  # in library.json of a folder that joined
JOINED = "it is imported where the library was made; this folder joined it"


@dataclass(frozen=True, slots=True)
class MirrorReport:
    """What became of the copy of thumbnails.

    Args:
        address: of the copy; "" where the library keeps none.
        sent: rows that went there.
        taken: rows that came from there.
        rows: in this folder now.
    """

    address: str
    sent: int = 0
    taken: int = 0
    rows: int = 0


def is_guest(info: dict[str, Any]) -> bool:
    """Whether the folder with this library.json joined a library that was made elsewhere."""
    return bool(info.get(GUEST))


def mirror_of(library: "Library") -> "ThumbnailMirror | None":
    """Return the copy of a library's thumbnails; None where it keeps none."""
    if not library.addresses.media:
        return None
    from indexers.stores import StoreAddress
    from indexers.stores.mirror import ThumbnailMirror

    address = StoreAddress.of(library.addresses.media).joined(f"{library.info['id']}{SUFFIX}")
    return ThumbnailMirror(stores(), address, library.folder / FOLDER)


def attach(library: "Library", store: "ThumbnailStore") -> None:
    """Have a store send its rows whenever they are flushed, if this folder is the one that may."""
    mirror = mirror_of(library) if library.can_append else None
    if mirror is not None:
        store.flushed = mirror.push


def rows_to_keep(library: "Library", generation: int) -> int:
    """Return how many rows must stay though no item may name them: they may be in the store."""
    if not library.addresses.media:
        return 0
    from indexers.stores.mirror import promised_rows

    return promised_rows(library.folder / FOLDER, generation)


def begin_anew(library: "Library") -> None:
    """Begin a new generation after all thumbnails were dropped, so that rows are not mixed up.

    Raises:
        StoreError: the store cannot be asked which generations there are.
    """
    mirror = mirror_of(library)
    if mirror is None:
        return
    from indexers.stores import StoreError, StoreFault
    from indexers.thumbnails import ThumbnailStore

    try:
        newest = max((each.generation for each in mirror.segments()), default=-1)
    except StoreFault as fault:
        raise StoreError(fault, f"“{mirror.address}” cannot be asked") from None
    with ThumbnailStore(library.folder / FOLDER) as store:
        store.renew(newest + 1)


def follow(
    library: "Library", context: JobContext | None = None, *, for_s: float = math.inf
) -> MirrorReport:
    """Send what the store lacks, or take what this folder lacks.

    Where the thumbnails of the folder that sends were lost, they are taken back.

    Args:
        library: open; nothing is done where another process writes to its folder.
        context: progress and cancel; what was done stays.
        for_s: a guest stops taking after so many seconds, so that what came can be shown.

    Raises:
        StoreError: the store cannot be used; the next call goes on.
        LibraryError: the disk is full.
        JobCancelled: the user cancelled; the next call goes on.
    """
    context = context or JobContext()
    mirror = mirror_of(library)
    if mirror is None or not library.holds_folder:
        return MirrorReport("")
    took = sent = 0
    if not library.can_append:
        took = mirror.fetch(library.folder / FOLDER, context, for_s=for_s)
        library.thumbnails.refresh()
    else:
        if not len(library.thumbnails) and library.catalogue.max_thumb_row() >= 0:
            took = _take_back(library, mirror, context)
        sent = mirror.push(library.thumbnails, context)
        mirror.publish(INFO_FILE, _info_of(library), context)
    return MirrorReport(str(mirror.address), sent, took, len(library.thumbnails))


def _take_back(library: "Library", mirror: "ThumbnailMirror", context: JobContext) -> int:
    """Take all thumbnails of a library whose folder lost them."""
    library.__dict__.pop("thumbnails").close()
    return mirror.fetch(library.folder / FOLDER, context)


def _info_of(library: "Library") -> bytes:
    """Return library.json as others may read it: addresses, and never a secret."""
    names = ("format", "id", "name", "created")
    told = {name: library.info[name] for name in names if name in library.info}
    return json.dumps(told | library.addresses.as_json(), indent=2).encode()


# -- choosing and joining


def with_media(address: str, addresses: Addresses | None, folder: Path) -> Addresses:
    """Return the addresses of a library whose thumbnails are kept at an address too.

    Args:
        address: of a prefix; a password in it goes to the keyring.
        addresses: of its other parts; None for all in its folder.
        folder: of the library, made or not.

    Raises:
        LibraryError: the address cannot be used, or the library is made and keeps them elsewhere.
    """
    kept = taken(address)
    info = read_info(expanded(folder))
    if info is not None:
        known = Addresses.of(info).media
        if known != kept:
            raise LibraryError(
                f"“{folder.name}” is made already, and does not keep its thumbnails there.",
                hint="Say so with: mirror --to ADDRESS.",
            )
    return replace(addresses or Addresses(), media=kept)


def keep_at(folder: Path, address: str) -> None:
    """Note in library.json where the thumbnails are kept too; "" for nowhere else.

    Args:
        folder: of a library that is not open for writing.
        address: of a prefix; a password in it goes to the keyring.

    Raises:
        LibraryError: there is no library, the folder joined one, or the address cannot be used.
    """
    path = expanded(folder) / INFO_FILE
    info = _read(path)
    if is_guest(info):
        raise LibraryError(
            f"“{folder.name}” joined a library that was made elsewhere.",
            hint="Say there where its thumbnails are kept.",
        )
    kept = address and taken(address)
    known = Addresses.of(info)
    write_atomically(
        path, json.dumps(info | replace(known, media=kept).as_json(), indent=2).encode()
    )


def join(folder: Path, address: str, context: JobContext | None = None) -> str:
    """Make a folder that joins the library whose thumbnails are kept at an address.

    Args:
        folder: a new one.
        address: that the library's thumbnails are kept at.
        context: may cancel.

    Returns:
        The name of the library.

    Raises:
        StoreError: the store cannot be asked.
        LibraryError: there is no library or several, its catalogue is on no server, or the folder
            is in use.
    """
    folder = expanded(folder).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LibraryError(
            f"“{folder}” is in use.", hint=f"Choose a new folder whose name ends in {SUFFIX}."
        )
    info = _published(taken(address), context)
    if Addresses.of(info).is_one_folder:
        raise LibraryError(
            f"The catalogue of “{info.get('name')}” lies in its folder, so nobody can join it.",
            hint="Move it first: move --to catalogue=postgresql://….",
        )
    joined = info | {GUEST: True, "joined": datetime.now(UTC).isoformat(timespec="seconds")}
    make_folder(folder, joined)
    return str(info.get("name", ""))


def _published(address: str, context: JobContext | None) -> dict[str, Any]:
    """Return library.json of the one library that keeps its thumbnails at an address."""
    from indexers.stores import StoreAddress, StoreError, StoreFault

    prefix = StoreAddress.of(address)
    try:
        backend = stores().backend(prefix)
        under = prefix.at(prefix.key.rstrip("/") + "/") if prefix.key else prefix
        found = [
            entry.key
            for page in backend.pages(under.key, context)
            for entry in page
            if entry.key.endswith(f"{SUFFIX}/{INFO_FILE}") or entry.key == under.key + INFO_FILE
        ]
        if len(found) != 1:
            raise _not_one(address, [str(prefix.at(key.rpartition("/")[0])) for key in found])
        info = json.loads(backend.read_whole(found[0], context))
    except StoreFault as fault:
        raise StoreError(fault, f"“{address}” cannot be joined") from None
    except ValueError:
        raise LibraryError(
            f"What lies at “{address}” is no library.", hint="Check the address."
        ) from None
    return dict(info)


def _not_one(address: str, found: list[str]) -> LibraryError:
    if not found:
        return LibraryError(
            f"No library keeps its thumbnails at “{address}”.",
            hint="Send them there first, from where the library was made: mirror --to ADDRESS.",
        )
    return LibraryError(
        f"{len(found)} libraries keep their thumbnails at “{address}”.",
        hint=f"Name one of them: {', '.join(found)}.",
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        raise LibraryError(
            f"There is no library at “{path.parent}”.", hint="Check the name of its folder."
        ) from None
