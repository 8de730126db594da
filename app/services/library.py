"""One open library folder: its lock, catalogue, thumbnails and vectors."""

import json
import logging
import shutil
import threading
import uuid
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from common.errors import LibraryError, LibraryNewerError, ReadOnlyLibraryError
from common.settings import write_atomically

if TYPE_CHECKING:
    from app.services.addresses import Addresses
    from app.services.classifiers_scores import ClassifierScores
    from app.services.region_light import RegionLight
    from app.services.timeline import Timeline
    from indexers.catalogue import Catalogue
    from indexers.thumbnails import ThumbnailStore
    from indexers.vectors import VectorPlace, Vectors

logger = logging.getLogger(__name__)

SUFFIX = ".kinora"
FORMAT_VERSION = 1
INFO_FILE = "library.json"
IN_USE = "another window or command is writing to it"
NO_WRITE = "its folder cannot be written"


class Library:
    """An open library; made by open(), closed by close().

    Rows of the catalogue are the truth: what thumbnails and vectors hold behind the last row that
    the catalogue names (an import was killed) is cut off when a library is opened for writing.

    Where a server keeps the catalogue, many processes write to it at once. What lies in the folder
    still grows by one of them at a time, who holds the lock: see `can_append`.

    Attributes:
        addresses: where its parts are kept.
        read_only_reason: why nothing can be changed; "" where it can.
    """

    def __init__(self, folder: Path, info: dict[str, Any], lock: FileLock | None, why: str) -> None:
        from app.services.addresses import Addresses

        self.folder = folder
        self.info = info
        self.addresses: Addresses = Addresses.of(info)
        self._why_alone = why  # why this process may not add to what the folder holds
        shares = not self.addresses.is_one_folder and why in {"", IN_USE}
        self.read_only_reason = "" if shares else why
        self.notices: list[str] = []
        self._lock = lock
        self._vectors: dict[str, Vectors] = {}
        self._vectors_guard = threading.Lock()
        self._counted: tuple[int, dict[str, int]] | None = None  # vectors, by revision

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        create: bool = False,
        read_only: bool = False,
        addresses: "Addresses | None" = None,
    ) -> "Library":
        """Open the library in folder.

        Where another process writes to it, or its disk is read-only, the library opens for reading
        and `read_only_reason` says why.

        Args:
            folder: the library folder.
            create: make it if it is not there.
            read_only: do not ask for the writer's lock.
            addresses: of a library that is made; None for all in its folder.

        Raises:
            LibraryError: there is no library, it is damaged, or it cannot be made.
        """
        folder = folder.expanduser().absolute()
        info = _read_info(folder)
        if info is None:
            if not create:
                raise _no_library(folder)
            info = _make(folder, addresses)
        lock, why = (None, "it was opened for reading") if read_only else _lock(folder)
        library = cls(folder, info, lock, why)
        try:
            library.notices += library.catalogue.notices
        except BaseException:
            library.close()
            raise
        return library

    @property
    def name(self) -> str:
        """Name of the library, as shown."""
        return str(self.info.get("name") or self.folder.name.removesuffix(SUFFIX))

    @property
    def is_read_only(self) -> bool:
        """Whether this process may not write to the library."""
        return bool(self.read_only_reason)

    @property
    def can_append(self) -> bool:
        """Whether this process may add thumbnails and vectors: one at a time may."""
        return self._lock is not None

    def require_writable(self) -> None:
        """Check that this process may write.

        Raises:
            ReadOnlyLibraryError: it may not, and why.
        """
        if self.is_read_only:
            raise ReadOnlyLibraryError(self.read_only_reason)

    def require_appendable(self) -> None:
        """Check that this process may add thumbnails and vectors.

        Raises:
            ReadOnlyLibraryError: it may not, and why.
        """
        if not self.can_append:
            raise ReadOnlyLibraryError(self._why_alone)

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The catalogue, opened at first use."""
        from app.services.addresses import connection_url, person
        from indexers.catalogue import Catalogue

        one_folder = self.addresses.is_one_folder
        catalogue = Catalogue.open(
            f"sqlite:///{self.folder / 'catalogue.db'}"
            if one_folder
            else connection_url(self.addresses.catalogue),
            read_only=self.is_read_only,
            backups=self.folder / "backups",
            person="" if one_folder else person(),
        )
        catalogue.computed["classifier"] = self.scores.members
        catalogue.computed["region_light"] = self.region_light.members
        return catalogue

    @cached_property
    def scores(self) -> "ClassifierScores":
        """What the classifiers of the library say of its items."""
        from app.services.classifiers_scores import ClassifierScores

        return ClassifierScores(self)

    @cached_property
    def timeline(self) -> "Timeline":
        """Where every keyframe lies in its video, and every photo in a life."""
        from app.services.timeline import Timeline

        return Timeline(self)

    @cached_property
    def region_light(self) -> "RegionLight":
        """The brightness of regions of its pictures."""
        from app.services.region_light import RegionLight

        return RegionLight(self)

    @cached_property
    def thumbnails(self) -> "ThumbnailStore":
        """The thumbnails, opened at first use; rows that the catalogue does not name are cut."""
        from indexers.thumbnails import ThumbnailStore

        store = ThumbnailStore(self.folder / "thumbs", read_only=not self.can_append)
        rows = self.catalogue.max_thumb_row() + 1
        if self.can_append and len(store) > rows:
            logger.info("cutting %d thumbnails that no item names", len(store) - rows)
            store.truncate(rows)
        return store

    @cached_property
    def vector_place(self) -> "VectorPlace":
        """Where the vectors are: in its folder or on a server, by its address."""
        from app.services.vector_places import vector_place

        return vector_place(
            self.addresses.vectors, self.folder, str(self.info.get("id", "")), self.vector_folder
        )

    def vectors(self, encoder: str) -> "Vectors":
        """Return the vectors of one encoder; an empty collection if it has none.

        Raises:
            VectorServerError: a server keeps them and fails.
        """
        with self._vectors_guard:
            if encoder not in self._vectors:
                self._vectors[encoder] = self.vector_place.open(
                    encoder,
                    rows=self.catalogue.vector_rows(encoder),
                    kept_rows=self.catalogue.max_vector_row(encoder) + 1,
                    read_only=not self.can_append,
                )
            return self._vectors[encoder]

    def follow(self) -> None:
        """Take up what another process did to items: their thumbnails and vectors."""
        import numpy as np

        if "thumbnails" in self.__dict__:
            self.thumbnails.refresh()
        with self._vectors_guard:
            if not self.can_append:
                self._vectors.clear()  # opened anew when next asked for; who reads one may go on
            opened = dict(self._vectors)
        for encoder, collection in opened.items():
            items, rows = self.catalogue.vector_rows(encoder)
            known = collection.items()
            collection.remove(np.setdiff1d(known, items).tolist())
            back = ~np.isin(items, known)
            if back.any():
                collection.commit(items[back].tolist(), rows[back].tolist())

    def vector_folder(self, encoder: str) -> Path:
        """Return the folder of an encoder's vectors, whether or not it is there."""
        return self.folder / "vectors" / encoder.replace(":", "~").replace("/", "~")

    def drop_vectors(self, encoder: str) -> None:
        """Remove the vectors of an encoder that cannot be opened; they are then made anew.

        Raises:
            ReadOnlyLibraryError: this process may not write.
            VectorServerError: a server keeps them and fails.
        """
        self.require_appendable()
        self.catalogue.forget_removed_rows(encoder)
        self.forget_vectors(self.vector_folder(encoder))
        self.vector_place.drop(encoder)

    def forget_vectors(self, folder: Path) -> None:
        """Close the collection of a folder that is to be removed."""
        with self._vectors_guard:
            for encoder in [name for name in self._vectors if self.vector_folder(name) == folder]:
                self._vectors.pop(encoder).close()

    def drop_thumbnails(self) -> None:
        """Remove all thumbnails; the catalogue must not name a row any more.

        Raises:
            ReadOnlyLibraryError: this process may not write.
            OSError: the folder cannot be removed.
        """
        self.require_appendable()
        self.catalogue.forget_removed_rows()
        if "thumbnails" in self.__dict__:
            self.__dict__.pop("thumbnails").close()
        if (self.folder / "thumbs").exists():  # a person may have removed it
            shutil.rmtree(self.folder / "thumbs", ignore_errors=False)

    def encoders(self) -> dict[str, int]:
        """Return the number of vectors by encoder; counted anew after a write only."""
        revision = self.catalogue.revision()
        if self._counted is None or self._counted[0] != revision:
            self._counted = (revision, self.catalogue.count_vectors())
        return dict(self._counted[1])

    def bytes_on_disk(self) -> int:
        """Return the size of the library folder in bytes."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """Close everything and give the lock back; safe to call twice."""
        for collection in self._vectors.values():
            collection.close()
        self._vectors.clear()
        for name in ("scores", "timeline"):
            self.__dict__.pop(name, None)
        for name in ("thumbnails", "vector_place", "catalogue"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if not self.read_only_reason:
            self.read_only_reason = self._why_alone = "it was closed"


def addresses_of(folder: Path) -> "tuple[str, Addresses]":
    """Return the name of the library in a folder and where its parts are kept; opens nothing.

    Raises:
        LibraryError: there is no library, or what its file says cannot be read.
    """
    from app.services.addresses import Addresses

    folder = folder.expanduser().absolute()
    info = _read_info(folder)
    if info is None:
        raise _no_library(folder)
    return str(info.get("name") or folder.name), Addresses.of(info)


def _no_library(folder: Path) -> LibraryError:
    return LibraryError(
        f"There is no library at “{folder}”.",
        hint="Check the name, or make one with: import PATH --library DIR.",
    )


def _read_info(folder: Path) -> dict[str, Any] | None:
    """Return what library.json says, or None where there is no library."""
    path = folder / INFO_FILE
    try:
        info = json.loads(path.read_text("utf-8"))
        version = int(info["format"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"“{path}” cannot be read ({error}).",
            hint="Restore the file from a copy, or make a new library and import your media again.",
        ) from None
    if version > FORMAT_VERSION:
        raise LibraryNewerError(version, FORMAT_VERSION)
    return dict(info)


def _make(folder: Path, addresses: "Addresses | None") -> dict[str, Any]:
    """Make an empty library and return its information."""
    from app.services.addresses import Addresses

    if folder.is_file() or (folder.is_dir() and not _is_unused(folder)):
        raise LibraryError(
            f"“{folder}” is no library and is not empty.",
            hint=f"Choose a new folder whose name ends in {SUFFIX}.",
        )
    info = {
        "format": FORMAT_VERSION,
        "id": uuid.uuid4().hex,
        "name": folder.name.removesuffix(SUFFIX),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **(addresses or Addresses()).as_json(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / INFO_FILE, json.dumps(info, indent=2).encode())
    except OSError as error:
        raise LibraryError(
            f"The library “{folder}” cannot be made ({error.strerror or error}).",
            hint="Choose a folder on a disk with free space that you can write to.",
        ) from None
    return info


def _is_unused(folder: Path) -> bool:
    """Whether a folder is empty but for what a killed process left of an unborn library."""
    leftovers = folder.glob(f".{INFO_FILE}.*")
    return not {*folder.iterdir()} - {*leftovers}


def _lock(folder: Path) -> tuple[FileLock | None, str]:
    """Take the writer's lock; return it, or None and why not."""
    lock = FileLock(folder / "writer.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return None, IN_USE
    except OSError:
        return None, NO_WRITE
    return lock, ""
