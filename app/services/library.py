"""One open library folder: its lock, catalogue, thumbnails and vectors."""

import logging
import shutil
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from filelock import FileLock

from app.services.addresses import Addresses, connection_url, person
from app.services.library_files import (
    FORMAT_VERSION,
    IN_USE,
    INFO_FILE,
    NO_WRITE,
    SUFFIX,
    addresses_of,
    bytes_in,
    lock_of,
    make,
    no_library,
    read_info,
)
from app.services.media_thumbnails import JOINED, attach, begin_anew, is_guest, rows_to_keep
from app.services.paths import expanded
from common.errors import ReadOnlyLibraryError, ServerGoneError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.addresses import Addresses
    from app.services.classifiers_scores import ClassifierScores
    from app.services.region_light import RegionLight
    from app.services.timeline import Timeline
    from indexers.catalogue import Catalogue
    from indexers.thumbnails import ThumbnailStore
    from indexers.vectors import VectorPlace, Vectors

logger = logging.getLogger(__name__)

T = TypeVar("T")

GONE = "the server of its catalogue cannot be reached"
AWAY = "the server of its catalogue cannot be reached, so its copy of {at} is shown"


__all__ = [
    "AWAY",
    "FORMAT_VERSION",
    "INFO_FILE",
    "IN_USE",
    "NO_WRITE",
    "SUFFIX",
    "Library",
    "addresses_of",
]


class Library:
    """An open library; made by open(), closed by close().

    Rows of the catalogue are the truth: what thumbnails and vectors hold behind the last row that
    the catalogue names (an import was killed) is cut off when a library is opened for writing.

    Where a server keeps the catalogue, many processes write to it at once. What lies in the folder
    still grows by one of them at a time, who holds the lock: see `can_append`.

    Attributes:
        addresses: where its parts are kept.
        is_guest: its folder joined a library that was made elsewhere, and imports nothing.
        read_only_reason: why nothing can be changed; "" where it can.
    """

    def __init__(self, folder: Path, info: dict[str, Any], lock: FileLock | None, why: str) -> None:
        self.folder = folder
        self.info = info
        self.addresses: Addresses = Addresses.of(info)
        self.is_guest = is_guest(info)
        why = why or (JOINED if self.is_guest else "")
        self._why_alone = why  # why this process may not add to what the folder holds
        shares = not self.addresses.is_one_folder and why in {"", IN_USE, JOINED}
        self.read_only_reason = "" if shares else why
        self.notices: list[str] = []
        self._lock = lock
        self._vectors: dict[str, Vectors] = {}
        self._vectors_guard = threading.Lock()
        self._only_read: set[str] = set()  # encoders opened while the server was away
        self._has_old_thumbnails = False  # they were opened then
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
        folder = expanded(folder).absolute()
        info = read_info(folder)
        if info is None:
            if not create:
                raise no_library(folder)
            info = make(folder, addresses)
        lock, why = (None, "it was opened for reading") if read_only else lock_of(folder)
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
        """Whether this process may add thumbnails and vectors: one at a time may.

        Not while the server of the catalogue is away: what its copy does not name may be named.
        """
        return self._lock is not None and not self.is_away and not self.is_guest

    @property
    def holds_folder(self) -> bool:
        """Whether this process is the one that may write to the folder, if only what it takes."""
        return self._lock is not None

    @property
    def is_away(self) -> bool:
        """Whether the server of the catalogue is known to be away, as one that is open noticed."""
        return "catalogue" in self.__dict__ and self.catalogue.is_away

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
            raise ReadOnlyLibraryError(self._why_alone or GONE)

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The catalogue, opened at first use; its copy where its server is away."""
        from indexers.catalogue import Catalogue

        if self.addresses.is_one_folder:
            catalogue = Catalogue.open(
                f"sqlite:///{self.folder / 'catalogue.db'}",
                read_only=self.is_read_only,
                backups=self.folder / "backups",
            )
        else:
            catalogue = self._open_server()
        catalogue.use_packed(self.folder / "copies" / "facets")
        catalogue.computed["classifier"] = self.scores.members
        catalogue.computed["region_light"] = self.region_light.members
        return catalogue

    def _open_server(self) -> "Catalogue":
        """Open the catalogue on its server, else the copy of it that is here, for reading.

        Raises:
            ServerGoneError: the server is away, and there is no copy.
        """
        from indexers.catalogue import Catalogue, spare_state

        who = person()
        copy = self.folder / "copies" / f"catalogue-{quote(who, safe='')}.db"
        try:
            catalogue = Catalogue.open(
                connection_url(self.addresses.catalogue), read_only=self.is_read_only, person=who
            )
        except ServerGoneError:
            state = spare_state(copy)
            if state is None:
                raise
            catalogue = Catalogue.open(copy, read_only=True, person=who)
            self.read_only_reason = AWAY.format(at=f"{state.at.astimezone():%Y-%m-%d %H:%M}")
            self._why_alone = self.read_only_reason
            if self._lock is not None:  # an old copy must not decide what is cut off
                self._lock.release()
                self._lock = None
            return catalogue
        catalogue.use_spare(copy)
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

        rows, is_truth = self._told(lambda: self.catalogue.max_thumb_row() + 1)
        store = ThumbnailStore(self.folder / "thumbs", read_only=not is_truth)
        self._has_old_thumbnails = self._lock is not None and not is_truth
        rows = max(rows, rows_to_keep(self, store.generation))
        if is_truth and len(store) > rows:
            logger.info("cutting %d thumbnails that no item names", len(store) - rows)
            store.truncate(rows)
        attach(self, store)
        return store

    @cached_property
    def vector_place(self) -> "VectorPlace":
        """Where the vectors are: in its folder or on a server, by its address."""
        from app.services.feedback_shards import with_shards
        from app.services.vector_places import vector_place

        name = str(self.info.get("id", ""))
        place = vector_place(self.addresses.vectors, self.folder, name, self.vector_folder)
        return with_shards(place, self.addresses, name, self.vector_folder)

    def vectors(self, encoder: str) -> "Vectors":
        """Return the vectors of one encoder; an empty collection if it has none.

        Raises:
            VectorServerError: a server keeps them and fails.
        """
        with self._vectors_guard:
            if encoder not in self._vectors:
                catalogue = self.catalogue
                (rows, kept), is_truth = self._told(
                    lambda: (catalogue.vector_rows(encoder), catalogue.max_vector_row(encoder) + 1)
                )
                self._vectors[encoder] = self.vector_place.open(
                    encoder, rows=rows, kept_rows=kept, read_only=not is_truth
                )
                if self._lock is not None and not is_truth:
                    self._only_read.add(encoder)
            return self._vectors[encoder]

    def _told(self, read: "Callable[[], T]") -> "tuple[T, bool]":
        """Return what the catalogue names, and whether things may be cut off by it.

        What was read while its server was away came from a copy, which may be old.
        """
        absences = self.catalogue.absences
        found = read()
        return found, self.can_append and self.catalogue.absences == absences

    def take_back(self) -> None:
        """Have what was opened for reading while a server was away opened anew when asked for.

        Who reads one may go on.
        """
        with self._vectors_guard:
            gone = {name for name, each in self._vectors.items() if getattr(each, "notice", "")}
            for encoder in self._only_read | gone:
                self._vectors.pop(encoder, None)
            self._only_read.clear()
            if self._has_old_thumbnails:
                self.__dict__.pop("thumbnails", None)
            self._has_old_thumbnails = False

    def follow(self) -> None:
        """Take up what another process did to items: their thumbnails and vectors."""
        import numpy as np

        if self.is_away:
            return
        if "thumbnails" in self.__dict__:
            self.thumbnails.refresh()
        with self._vectors_guard:
            if not self.can_append:
                self._vectors.clear()  # opened anew when next asked for; who reads one may go on
            opened = dict(self._vectors)
        for encoder, collection in opened.items():
            absences = self.catalogue.absences
            items, rows = self.catalogue.vector_rows(encoder)
            if self.catalogue.absences != absences:
                return  # a copy, which may be old; all is opened anew when the server is back
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
        begin_anew(self)

    def encoders(self) -> dict[str, int]:
        """Return the number of vectors by encoder; counted anew after a write only."""
        revision = self.catalogue.revision()
        if self._counted is None or self._counted[0] != revision:
            self._counted = (revision, self.catalogue.count_vectors())
        return dict(self._counted[1])

    def bytes_on_disk(self) -> int:
        """Return the size of the library folder in bytes."""
        return bytes_in(self.folder)

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
