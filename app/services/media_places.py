"""Where media are: files of this computer, and objects of stores that their addresses name.

`medium` is the one way from what the catalogue calls a file to what reads it. An address gives an
object that all readers of media take for a path: it is read by ranges through a bounded cache, and
`os.fspath` brings all of it here. Needs no library: a worker on another computer calls it alike.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.paths import AppPaths
    from common.settings import Settings
    from indexers.stores import Stores


Source = Path | str
"""What an import takes: a path, or an address as text."""


class _Process:
    """The stores of this process: several libraries share one cache and its connections."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stores: Stores | None = None

    def get(self) -> "Stores":
        with self._guard:
            if self._stores is None:
                from app.services.paths import AppPaths
                from common.settings import load_settings

                paths = AppPaths.of_user()
                self._stores = make_stores(paths, load_settings(paths.settings)[0])
            return self._stores

    def use(self, stores: "Stores | None") -> None:
        with self._guard:
            self._stores = stores


_PROCESS = _Process()
_STANDING: dict[str, Path] = {}  # files of another computer whose content was sent here


def make_stores(paths: "AppPaths", settings: "Settings") -> "Stores":
    """Return stores that keep what they read in the user's cache folder."""
    from app.services.addresses import secret_of
    from indexers.stores import ObjectCache, Stores

    wanted = settings.stores
    folder = Path(wanted.cache_folder).expanduser() if wanted.cache_folder else paths.media_cache
    kept = ObjectCache(folder, wanted.cache_gb * 10**9)
    return Stores(kept, lambda root: secret_of("media", root), timeout_s=wanted.timeout_s)


def stores() -> "Stores":
    """Return the stores of this process, made by the user's settings when first asked for."""
    return _PROCESS.get()


def use_stores(found: "Stores | None") -> None:
    """Read from other stores from now on; None makes them anew by the user's settings."""
    _PROCESS.use(found)


def is_address(path: "Path | str") -> bool:
    """Whether a path of the catalogue names an object of a store."""
    return "://" in str(path) and _reads(str(path))


def _reads(text: str) -> bool:
    from indexers.stores import is_address as names_objects

    return names_objects(text)


def medium(path: "Path | str", context: JobContext | None = None) -> Path:
    """Return what reads a file of the catalogue: a path, or an object that readers take for one.

    Nothing is asked of a store yet. An object has `open("rb")`, `stat`, `name`, `stem`, `suffix`,
    `parent`, `read_bytes` and `is_file`; it is one version of it, and reading fails with a clear
    reason where that changed. `os.fspath(medium(path))` is a file of this computer with all of it.

    Args:
        path: of this computer, or an address.
        context: its cancel ends waits for the store; None takes the job of the thread.

    Raises:
        LibraryError: it looks like an address and is none.
    """
    text = str(path)
    if text in _STANDING:
        return _STANDING[text]
    if not is_address(text):
        return Path(path)
    if not isinstance(path, str):
        return path  # an object already
    if text.startswith("file://"):
        return Path(plain(text))
    return cast("Path", stores().path(text, context))


@contextmanager
def standing_for(path: str, place: Path) -> Iterator[None]:
    """Let medium(path) give another file meanwhile, for whoever runs in this process."""
    _STANDING[path] = place
    try:
        yield
    finally:
        _STANDING.pop(path, None)


def plain(address: str) -> str:
    """Return an address as the catalogue keeps it: a path for `file://`, options taken in.

    Raises:
        LibraryError: it is none.
    """
    from indexers.stores import StoreAddress

    kept = taken(address)
    return str(StoreAddress.of(kept).file) if kept.startswith("file:") else kept


def source_of(text: str) -> Source:
    """Return what a person typed as an import takes it."""
    return text if is_address(text) else Path(text)


def display_name(path: str) -> str:
    """Return the last part of a path or address, to be shown."""
    from indexers.stores import display_name as name_of

    return name_of(path)


def taken(address: str) -> str:
    """Return an address as it is kept: its options taken in, its password put into the keyring.

    Raises:
        LibraryError: it is no address, or there is no keyring.
    """
    from app.services.addresses import SECRETS, keep_secret, split_secret
    from indexers.stores import StoreAddress

    told, secret = split_secret(address) if "password=" in address else (address, "")
    found = StoreAddress.of(told)
    if secret and not os.environ.get(SECRETS["media"]):
        keep_secret(found.root, secret)
    return str(found)


def is_there(path: str) -> bool:
    """Whether a file of the catalogue is where it was; True where a store cannot tell."""
    return medium(path).exists() if is_address(path) else os.path.lexists(path)


def beside(path: str, name: str) -> str:
    """Return what a name in a table means: a file under the folder that the table lies in.

    Args:
        path: of the table, absolute, or its address.
        name: with slashes of either kind.
    """
    plain_name = name.replace("\\", "/")
    if is_address(path):
        return str(medium(path).parent / plain_name)
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 - keeps links
    return os.path.normpath(os.path.join(folder, plain_name))  # noqa: PTH118
