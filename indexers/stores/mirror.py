"""The thumbnails of a library in a store: rows go there before the catalogue names them.

One folder writes, any number of others read. Objects are named by the rows that they hold
(`g000000/000000000064-000000000128`), are written once, and never change; an upload that is done
again writes the same rows. So nothing has to be locked, and who reads asks for one list.

What was promised is noted beside the thumbnails before it is sent: rows that may be in the store
are never given to other pictures, whatever a crash left undone.
"""

import json
import logging
import math
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from common.jobs import JobContext
from common.settings import write_atomically
from indexers.stores.address import StoreAddress
from indexers.stores.backend import Backend
from indexers.stores.faults import StoreError, StoreFault
from indexers.stores.segments import pack, unpack
from indexers.thumbnails import ThumbnailStore

if TYPE_CHECKING:
    from indexers.stores.stores import Stores

logger = logging.getLogger(__name__)

NOTE_FILE = "mirrored"
_NOTING = threading.Lock()
_TAKING = threading.Lock()  # a folder has one process that writes, and that takes one at a time
_ROWS = 256  # of an object: about 6 MB
_NAME = re.compile(r"g(\d{6})/(\d{12})-(\d{12})")


@dataclass(frozen=True, slots=True)
class Note:
    """What a folder knows of the copy of its thumbnails.

    Args:
        address: of the copy.
        generation: of the thumbnails; see ThumbnailStore.generation.
        promised: rows that may be there.
        sent: rows that are there.
    """

    address: str = ""
    generation: int = 0
    promised: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """An object of a copy: rows first to end of a generation, and its key."""

    generation: int
    first: int
    end: int
    key: str


def promised_rows(folder: Path, generation: int) -> int:
    """Return how many rows of a folder may be in a store: these must stay what they are."""
    note = read_note(folder)
    return note.promised if note.generation == generation else 0


def read_note(folder: Path) -> Note:
    """Return what a folder knows of its copy; nothing where it has none."""
    try:
        return Note(**json.loads((folder / NOTE_FILE).read_text("ascii")))
    except FileNotFoundError:
        return Note()
    except (ValueError, TypeError):
        logger.warning("the note of the copy in %s is damaged; all is sent again", folder)
        return Note()


class ThumbnailMirror:
    """The copy of one library's thumbnails.

    Args:
        stores: asked for the bucket.
        address: the prefix that the copy lies under, of this library alone.
        folder: of the thumbnails on this computer.
    """

    def __init__(self, stores: "Stores", address: StoreAddress, folder: Path) -> None:
        self._stores = stores
        self.address = address
        self._folder = folder

    # -- of the folder that writes

    def push(self, store: ThumbnailStore, context: JobContext | None = None) -> int:
        """Send the rows that are not there yet; return how many.

        Args:
            store: on disk and flushed.
            context: progress and cancel; what was sent stays.

        Raises:
            StoreError: the store cannot be written; the next call goes on.
            JobCancelled: the user cancelled; the next call goes on.
        """
        rows, note = len(store), self._note(store)
        if note.sent >= rows:
            return 0
        done = note.sent
        self._keep(Note(note.address, note.generation, rows, done))
        try:
            backend = self._backend()
            for first in range(done, rows, _ROWS):
                if context is not None:
                    context.step(first, rows, "Thumbnails")
                end = min(first + _ROWS, rows)
                data = pack(first, store.thumbnails(range(first, end)))
                backend.write(self._key(note.generation, first, end), data, context)
                self._keep(Note(note.address, note.generation, rows, end))
        except StoreFault as fault:
            raise StoreError(fault, f"The thumbnails cannot be kept at “{self.address}”") from None
        return rows - done

    def publish(self, name: str, data: bytes, context: JobContext | None = None) -> None:
        """Write a small object beside the thumbnails, for who joins the library.

        Raises:
            StoreError: the store cannot be written.
        """
        try:
            self._backend().write(self.address.joined(name).key, data, context)
        except StoreFault as fault:
            raise StoreError(fault, f"“{self.address}” cannot be written") from None

    def _note(self, store: ThumbnailStore) -> Note:
        """Return what was sent; nothing for another address or generation."""
        note = read_note(self._folder)
        if (note.address, note.generation) != (str(self.address), store.generation):
            return Note(str(self.address), store.generation)
        return note

    def _keep(self, note: Note) -> None:
        """Note how far it is; an import and a job that catches up may send at the same time."""
        with _NOTING:
            known = read_note(self._folder)
            if (known.address, known.generation) == (note.address, note.generation):
                promised, sent = max(known.promised, note.promised), max(known.sent, note.sent)
                note = Note(note.address, note.generation, promised, sent)
            data = {name: getattr(note, name) for name in Note.__slots__}
            write_atomically(self._folder / NOTE_FILE, json.dumps(data).encode())

    # -- of the folders that read

    def segments(self, context: JobContext | None = None) -> list[Segment]:
        """Return the objects of the newest generation, by their rows.

        Raises:
            StoreFault: the store cannot be asked.
            JobCancelled: the user cancelled.
        """
        prefix = self.address.key + "/"
        found: list[Segment] = []
        for page in self._backend().pages(prefix, context):
            for entry in page:
                match = _NAME.fullmatch(entry.key.removeprefix(prefix))
                if match is not None:
                    generation, first, end = map(int, match.groups())
                    found.append(Segment(generation, first, end, entry.key))
        newest = max((each.generation for each in found), default=0)
        kept = [each for each in found if each.generation == newest]
        return sorted(kept, key=lambda each: (each.first, each.end))

    def fetch(
        self, folder: Path, context: JobContext | None = None, *, for_s: float = math.inf
    ) -> int:
        """Take the rows that a folder lacks; return how many.

        Args:
            folder: of thumbnails that only this writes.
            context: progress and cancel; what was taken stays.
            for_s: stop after so many seconds, so that what came can be shown.

        Raises:
            StoreError: the store cannot be read, or an object is damaged; the next call goes on.
            LibraryError: the disk is full.
            JobCancelled: the user cancelled; the next call goes on.
        """
        context = context or JobContext()
        try:
            segments = self.segments(context)
            if not segments:
                return 0
            with _TAKING, self._opened(folder, segments[0].generation) as store:
                before = len(store)
                self._take(store, segments, context, time.monotonic() + for_s)
                return len(store) - before
        except StoreFault as fault:
            raise StoreError(fault, f"The thumbnails at “{self.address}” cannot be read") from None

    def _take(
        self, store: ThumbnailStore, segments: list[Segment], context: JobContext, until: float
    ) -> None:
        whole = max(each.end for each in segments)
        while (rows := len(store)) < whole:
            context.step(rows, whole, "Thumbnails")
            fitting = [each for each in segments if each.first <= rows < each.end]
            if not fitting:
                logger.warning("rows %d and on are not in %s yet", rows, self.address)
                return
            best = max(fitting, key=lambda each: each.end)
            data = self._backend().read_whole(best.key, context)
            try:
                first, thumbnails = unpack(data)
            except (ValueError, KeyError, IndexError) as error:
                address = str(self.address.at(best.key))
                hint = "Remove it there, and send the thumbnails again with “mirror”."
                raise StoreFault("other", address, f"it is damaged ({error})", hint) from None
            store.append(thumbnails[rows - first :])
            store.flush()
            if time.monotonic() >= until:
                return

    def _opened(self, folder: Path, generation: int) -> ThumbnailStore:
        """Open a folder for rows of a generation; those of an older one go."""
        store = ThumbnailStore(folder)
        if store.generation < generation:
            store.renew(generation)
        return store

    def _backend(self) -> Backend:
        return self._stores.backend(self.address)

    def _key(self, generation: int, first: int, end: int) -> str:
        return self.address.joined(f"g{generation:06}/{first:012}-{end:012}").key
