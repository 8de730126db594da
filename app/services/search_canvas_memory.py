"""What searches by canvas keep of a library: its pictures, its boxes, its names of concepts."""

import math
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from app.services.search_concepts import Concepts
from app.services.search_text_vectors import TextVectors
from app.services.search_vocabulary import Vocabulary
from app.services.similarity import EngineOwner
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.canvas.boxes import BoxTable, Postings
    from indexers.catalogue.box_columns import PictureColumns

FINEST = 32
"""Level of thumbnails at which the best candidates are measured."""
_FINE_ROWS, _MIDDLE_ROWS = 20_000, 150_000  # up to so many pictures all are measured at 32, at 16
_THREADS = 2
_PARTS = 10  # that two threads share
_SPLIT = 20_000  # rows from which a second thread is worth its start


@dataclass(frozen=True, slots=True)
class View:
    """Pictures that are scored, and their thumbnails.

    Args:
        items: int64 (N,), ascending.
        rows: int64 (N,), the thumbnail of each among codes.
        codes: uint16 (R, n * n), colours of thumbnails; see `indexers.canvas.colours`.
        thumb_rows: int64 (N,), the thumbnail of each in the library.
        place_of: int32 by id, place among items or -1; None where a search in items is quicker.
    """

    items: NDArray[np.int64]
    rows: NDArray[np.int64]
    codes: NDArray[np.uint16]
    thumb_rows: NDArray[np.int64]
    place_of: NDArray[np.int32] | None = None

    @property
    def side(self) -> int:
        """Cells of a side of a thumbnail."""
        return math.isqrt(self.codes.shape[1])

    def held(self, postings: "Postings") -> "tuple[Postings, NDArray[np.int64]]":
        """Return the postings of these pictures, and the place of each among items."""
        if self.place_of is not None:
            known = postings.items < len(self.place_of)
            if known.all():
                places = self.place_of[postings.items]
            else:
                places = np.where(known, self.place_of[np.where(known, postings.items, 0)], -1)
            if (places >= 0).all():
                return postings, places.astype(np.int64)
            kept = np.flatnonzero(places >= 0)
            return postings.take(kept), places[kept].astype(np.int64)
        if not len(postings):
            return postings, np.empty(0, np.int64)
        found = np.minimum(np.searchsorted(postings.items, self.items), len(postings) - 1)
        there = np.flatnonzero(postings.items[found] == self.items)
        return postings.take(found[there]), there

    def places(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the place of each of items among those of the view, -1 for none."""
        if not len(self.items):
            return np.full(len(items), -1, np.int64)
        found = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        return np.where(self.items[found] == items, found, -1)


def level_for(pictures: int) -> int:
    """Return the level of thumbnails at which all of so many pictures are measured."""
    if pictures <= _FINE_ROWS:
        return FINEST
    return 16 if pictures <= _MIDDLE_ROWS else 8


def encoded(squares: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the colours of thumbnails as codes, uint16 (R, n * n).

    Args:
        squares: uint32 (R, n, n), RGBX from the lowest byte up.
    """
    from indexers.canvas.loops import loops

    flat = squares.reshape(len(squares), squares.shape[1] * squares.shape[2])
    flat.flags.writeable = False  # as maps of files are: one form is compiled, not two
    codes = np.empty(flat.shape, np.uint16)
    in_parts(len(flat), lambda part: loops().encode(flat[part], codes[part]))
    return codes


class CanvasMemory:
    """Holds pictures and boxes of a library, read anew when items or boxes have changed.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._lock = threading.Lock()
        self._pictures: PictureColumns | None = None
        self._place_of: NDArray[np.int32] = np.empty(0, np.int32)
        self._boxes: tuple[int, BoxTable] | None = None
        self._codes: tuple[tuple[int, int], NDArray[np.uint16]] | None = None
        self._known: tuple[EngineOwner, tuple[Concepts, TextVectors]] | None = None

    def view(self, allowed: NDArray[np.int64] | None) -> View:
        """Return the pictures to look at, with thumbnails as fine as their number permits.

        Args:
            allowed: only these items, ascending; None for all.
        """
        columns, place_of = self._read_pictures()
        items, rows = columns.items, columns.thumb_rows
        if allowed is not None:
            known = allowed[allowed < len(place_of)]
            places = place_of[known]
            places = places[places >= 0]
            items, rows = items[places], rows[places]
        store = self._library.thumbnails
        if len(rows) and int(rows.max()) >= len(store):
            store.refresh()  # another process has added some
        there = rows < len(store)
        if not there.all():
            items, rows = items[there], rows[there]
        level = level_for(len(columns.items))
        whole = allowed is None and bool(there.all())
        return View(items, rows, self._codes_at(level), rows, place_of if whole else None)

    def finest(self, items: NDArray[np.int64], rows: NDArray[np.int64]) -> View:
        """Return a view of some pictures at the finest level of small thumbnails."""
        squares, _ = self._library.thumbnails.gather(FINEST, rows)
        return View(items, np.arange(len(rows), dtype=np.int64), encoded(squares), rows)

    def _codes_at(self, level: int) -> NDArray[np.uint16]:
        """Return the colours of all thumbnails at a level, kept from one search to the next."""
        store = self._library.thumbnails
        with self._lock:
            key = level, store.generation
            if self._codes is None or self._codes[0] != key or len(self._codes[1]) > len(store):
                self._codes = key, np.empty((0, level * level), np.uint16)
            known = self._codes[1]
            if len(known) < len(store):
                added = encoded(store.raw(level)[len(known) :])
                self._codes = key, np.concatenate([known, added]) if len(known) else added
            return self._codes[1]

    def boxes(self) -> "BoxTable":
        """Return what is where; the first call reads all boxes."""
        from indexers.canvas.boxes import BoxTable
        from indexers.catalogue.box_columns import box_columns, items_stamp

        with self._lock:
            stamp = items_stamp(self._library.catalogue)
            if self._boxes is None or self._boxes[0] != stamp:
                read = box_columns(self._library.catalogue)
                made = BoxTable.build(read.names, read.labels, read.items, read.scores, read.places)
                self._boxes = stamp, made
            return self._boxes[1]

    def concepts(self, models: EngineOwner) -> Concepts:
        """Return what finds names of concepts by a text."""
        return self._words(models)[0]

    def texts(self, models: EngineOwner) -> TextVectors:
        """Return what makes vectors of texts."""
        return self._words(models)[1]

    def _words(self, models: EngineOwner) -> tuple[Concepts, TextVectors]:
        with self._lock:
            if self._known is None or self._known[0] is not models:
                texts = TextVectors(models)
                made = Concepts(self._library, Vocabulary(self._library), texts)
                self._known = models, (made, texts)
            return self._known[1]

    def _read_pictures(self) -> "tuple[PictureColumns, NDArray[np.int32]]":
        from indexers.catalogue.box_columns import items_stamp, picture_columns

        with self._lock:
            stamp = items_stamp(self._library.catalogue)
            if self._pictures is None or self._pictures.stamp != stamp:
                self._pictures = picture_columns(self._library.catalogue)
                last = int(self._pictures.items[-1]) + 1 if len(self._pictures.items) else 0
                self._place_of = np.full(last, -1, np.int32)
                self._place_of[self._pictures.items] = np.arange(len(self._pictures.items))
            return self._pictures, self._place_of


_memories: "WeakKeyDictionary[Library, CanvasMemory]" = WeakKeyDictionary()
_guard = threading.Lock()


def memory_of(library: "Library") -> CanvasMemory:
    """Return what is kept of a library, the same as long as it is open."""
    with _guard:
        if library not in _memories:
            _memories[library] = CanvasMemory(library)
        return _memories[library]


def warm_up() -> None:
    """Compile, or load, the inner loops, for which the first search by canvas would wait."""
    from indexers.canvas.colours import likeness, small_lab_of_codes
    from indexers.canvas.loops import loops

    codes, rows = encoded(np.zeros((2, 8, 8), np.uint32)), np.arange(2)
    cells, weights = np.zeros(1, np.int32), np.ones(1, np.float32)
    table, out = likeness((0, 0, 0)), np.zeros(2, np.float32)
    places, slots = np.full((2, 4), 0.5, np.float32), np.zeros((1, 9), np.float32)
    curve, wanted = np.ones(9, np.float32), np.zeros((1, 3), np.int16)
    loops().fill(codes, rows, np.arange(2), cells, weights, np.stack([table]), out[:, None])
    loops().resemble(codes, rows, cells[None], wanted, small_lab_of_codes(), curve, out)
    loops().inside_boxes(codes, rows, places, table, out)
    offsets, shares, who = np.arange(3), out[:, None].copy(), np.zeros((2, 1), np.int32)
    loops().match(offsets, places, out, shares, slots, out[:, None].copy(), who)


def classes_here(library: "Library", context: JobContext) -> dict[str, int]:
    """Return the classes that detectors found in a library -> pictures that hold them."""
    context.step(0)
    return memory_of(library).boxes().counts()


def in_parts(count: int, work: Callable[[slice], None]) -> None:
    """Do work on all of count rows, in two threads where that is worth it.

    Each takes the next part when it has done one: of two cores, another program may hold one.

    Args:
        count: of rows.
        work: called with a slice of them; releases the interpreter lock.
    """
    if count < _SPLIT:
        work(slice(0, count))
        return
    edges = np.linspace(0, count, _PARTS + 1).astype(int).tolist()
    parts = iter([slice(*both) for both in pairwise(edges)])

    def run() -> None:
        for part in parts:
            work(part)

    with ThreadPoolExecutor(_THREADS - 1) as pool:
        second = pool.submit(run)
        run()
        second.result()
