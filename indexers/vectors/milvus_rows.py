"""Rows of vectors on Milvus: written before the catalogue names them, mended at open."""

import hashlib
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.errors import IndexMismatchError, LibraryError, ReadOnlyLibraryError, VectorServerError
from indexers.vectors.base import check_block
from indexers.vectors.milvus_server import MilvusServer
from indexers.vectors.milvus_table import FORMAT, READ_ROWS, Table
from indexers.vectors.replica import Replica
from indexers.vectors.rowmap import RowMap

logger = logging.getLogger(__name__)

WAITING = "_waiting"
OPEN, SETTLED = "open", "settled"
BLOCK = 50_000
NAME_LENGTH = 80

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


def collection_name(library: str, encoder: str) -> str:
    """Return what a collection is called on the server: letters, digits and underscores.

    Args:
        library: id of the library.
        encoder: name of the encoder.
    """
    mark = hashlib.blake2b(f"{library}\n{encoder}".encode(), digest_size=6).hexdigest()
    plain = re.sub(r"[^A-Za-z0-9]+", "_", encoder)[:NAME_LENGTH]
    return f"kinora_{library[:12]}_{plain}_{mark}"


class MilvusRows:
    """Which vector belongs to which item, on a server.

    There are two collections. The main one has items as keys and is what searches look at. The
    waiting one has rows as keys: what was appended and is not yet named by the catalogue, and what
    items had that were removed and may come back. A vector goes into one before it leaves the
    other, so a crash leaves it in both, never in none, and opening puts that right.

    Args:
        server: the connection; None while nobody answers, the copy then has to do.
        library: id of the library.
        encoder: name of the encoder.
        rows: items and rows as the catalogue names them, int64 (N,) each.
        kept_rows: rows up to here may come back although no item names them.
        read_only: refuse to write, and mend nothing.
        folder: where the copy lies.
        copy_bytes: how large the copy may grow.

    Raises:
        VectorServerError: the server fails.
        LibraryError: the collection is of a newer Kinora.
        IndexMismatchError: the collection holds vectors of another encoder.
    """

    def __init__(
        self,
        server: MilvusServer | None,
        library: str,
        encoder: str,
        *,
        rows: tuple[Ids, Ids],
        kept_rows: int,
        read_only: bool,
        folder: Path,
        copy_bytes: int,
    ) -> None:
        self.encoder = encoder
        self.change = threading.RLock()
        self.lost = np.empty(0, np.int64)
        self.read_only = read_only or server is None
        self.is_away = server is None
        self._library = library
        self._pending: dict[int, Floats] = {}
        self._folder, self._copy_bytes = folder, copy_bytes
        items, numbers = (np.asarray(part, np.int64) for part in rows)
        self.map = RowMap(items, numbers)
        self._next = max(kept_rows, self.map.rows)
        self._sorted: tuple[int, Ids] = (-1, items)
        self._revision = 0
        self._is_settled = True
        if server is None:
            self.copy = Replica(folder, "", 0, most_bytes=copy_bytes)
            return
        name = collection_name(library, encoder)
        self.main, self.waiting = Table(server, name), Table(server, name + WAITING)
        if self.main.open():
            self._check()
        self.waiting.open()
        self.copy = self._copy()
        self._settle(items, numbers, kept_rows)

    @property
    def dim(self) -> int:
        """Length of a vector; 0 while there is none."""
        return self.copy.dim if self.is_away else self.main.dim

    @property
    def version(self) -> str:
        """Version of the weights that made the newest vectors."""
        facts = self.copy.facts if self.is_away else self.main.facts
        return str(facts.get("version", ""))

    def items(self) -> Ids:
        """Return the items that have a vector, int64 (N,), ascending; kept until they change."""
        revision, items = self._sorted
        if revision != self._revision:
            with self.change:
                revision, names = self._revision, self.names()
            items = np.sort(names[names >= 0])
            self._sorted = (revision, items)
        return items

    def known(self, items: Sequence[int] | Ids) -> Ids:
        """Return those of items that have a vector, ascending and unique."""
        names = np.unique(np.asarray(items, np.int64))
        return names[self.map.get(names) >= 0]

    def names(self) -> Ids:
        """Return the item of each row, int64 (N,), -1 where there is none."""
        with self.change:
            return self.map.items_of_rows[: self.map.rows].copy()

    # -- writing

    def require_writable(self) -> None:
        """Raise ReadOnlyLibraryError where vectors may not be added."""
        if self.is_away:
            raise ReadOnlyLibraryError("the server that keeps its vectors does not answer")
        if self.read_only:
            raise ReadOnlyLibraryError("it was opened for reading")

    def append(self, vectors: Floats, version: str) -> Ids:
        """Write vectors to wait for their items; returns their rows."""
        with self.change:
            self.require_writable()
            block = check_block(vectors, self.dim, self.encoder)
            rows = np.arange(self._next, self._next + len(block), dtype=np.int64)
            if len(rows):
                self._make(block.shape[1], version)
                self._begin()
                self.waiting.write(rows, rows, block)
                self._next += len(rows)
                self._pending |= dict(zip(rows.tolist(), block, strict=True))
                self.copy.write(rows, block)
            return rows

    def commit(self, items: Ids, rows: Ids) -> None:
        """Give waiting rows to items; what they have already is left alone.

        Who may not write believes the catalogue: who may gives the rows to the items.
        """
        with self.change:
            new = self.map.get(items) != rows
            items, rows = items[new], rows[new]
            if self.read_only:
                self.map.set(items, rows)
                self._revision += 1
            elif len(items):
                self._give(items, rows, self._waited(rows))

    def put(self, items: Ids, rows: Ids, vectors: Floats, version: str) -> None:
        """Write vectors of items under given rows."""
        with self.change:
            self.require_writable()
            block = check_block(vectors, self.dim, self.encoder)
            if not len(items):
                return
            there = self.map.get(items) == rows
            if there.any() and not np.array_equal(self.fetch(items[there]), block[there]):
                raise ValueError(f"a row of {self.encoder!r} already holds another vector")
            self._make(block.shape[1], version)
            self._begin()
            self._next = max(self._next, int(rows[-1]) + 1)
            self._give(items[~there], rows[~there], block[~there])
            self.copy.write(rows, block)

    def remove(self, items: Ids) -> None:
        """Let the vectors of items wait until they come back."""
        with self.change:
            known = self.known(items)
            if not len(known):
                return
            rows = self.map.get(known)
            self.map.drop(known)
            self._revision += 1
            if self.read_only:
                return  # who may write does it
            try:
                self._begin()
                self._put_aside(known, rows)
            except VectorServerError as error:  # nobody finds them; opening puts it right
                self._is_settled = False
                logger.warning("removed vectors of %s stay for now: %s", self.encoder, error.what)

    def close(self) -> None:
        """Let go of the copy, and note that the collections agree with the catalogue."""
        self.copy.close()
        if not self.read_only and self._is_settled and self.main.facts.get("state") == OPEN:
            with suppress(VectorServerError):  # opening then looks at everything
                self.main.note(state=SETTLED)

    def _begin(self) -> None:
        """Note that something changes: a crash may leave as many vectors, but others."""
        if self.main.dim and self.main.facts.get("state") != OPEN:
            self.main.note(state=OPEN)

    def _put_aside(self, items: Ids, rows: Ids) -> None:
        for start in range(0, len(items), READ_ROWS):
            part = slice(start, start + READ_ROWS)
            there, vectors = self.main.read(items[part])
            row_of = dict(zip(items[part].tolist(), rows[part].tolist(), strict=True))
            numbers = np.array([row_of[item] for item in there.tolist()], np.int64)
            self._make(self.main.dim, "")
            self.waiting.write(numbers, numbers, vectors)
            self.main.delete(items[part])

    def _waited(self, rows: Ids) -> Floats:
        """Return the vectors of rows that wait, float32 (N, D).

        Raises:
            ValueError: one does not; names it.
        """
        asked = np.array([row for row in rows.tolist() if row not in self._pending], np.int64)
        found = dict(self._pending)
        if len(asked) and self.waiting.dim:
            there, vectors = self.waiting.read(asked)
            found |= dict(zip(there.tolist(), vectors, strict=True))
        for row in rows.tolist():
            if row not in found:
                raise ValueError(f"row {row} of {self.encoder!r} was never appended")
        return np.stack([found[row] for row in rows.tolist()])

    def _give(self, items: Ids, rows: Ids, vectors: Floats) -> None:
        """Make vectors those of items: first there, then no longer waiting, then found."""
        self.main.write(items, rows, vectors)
        if self.waiting.dim:
            self.waiting.delete(rows)
        for row in rows.tolist():
            self._pending.pop(row, None)
        self.map.set(items, rows)
        self.lost = self.lost[~np.isin(self.lost, items)]
        self._revision += 1

    def _make(self, dim: int, version: str) -> None:
        """Make the collections that are not there, and note the version of the weights."""
        facts = {"encoder": self.encoder, "library": self._library, "version": version}
        if not self.waiting.dim:
            self.waiting.create(dim, facts)
        if not self.main.dim:
            self.main.create(dim, facts)
            self.copy = self._copy()
        if version:
            self.main.note(version=version)
            self.copy.note(version=version)

    # -- reading

    def fetch(self, items: Ids) -> Floats:
        """Return the vectors of items in their order, float32 (N, D), from the copy if it can.

        Raises:
            KeyError: an item has none.
            VectorServerError: the server fails, and the copy lacks one.
        """
        rows = self.map.get(items)
        if (rows < 0).any():
            raise KeyError(f"item {items[rows < 0][0]} has no vector of {self.encoder!r}")
        found = np.empty((len(items), self.dim), np.float32)
        held = self.copy.holds(rows)
        if held.any():
            found[held] = self.copy.matrix(int(rows[held].max()) + 1)[rows[held]]
        if not held.all():
            self._require_server()
            asked, places = np.unique(items[~held], return_inverse=True)
            there, vectors = self.main.read(asked)
            order = np.argsort(there)
            if len(there) < len(asked):
                gone = np.setdiff1d(asked, there)[0]
                raise KeyError(f"item {gone} has no vector of {self.encoder!r}")
            found[~held] = vectors[order][places]
            self.copy.write(self.map.get(asked), vectors[order])
        return found

    def whole(self) -> Floats | None:
        """Return all rows, float32 (rows, D), a map of the copy; None where it cannot be whole.

        What it lacks is read from the server. Rows without an item may be zeros.
        """
        names = self.names()
        if not self.copy.fits(max(1, len(names))):
            return None
        live = names[names >= 0]
        absent = live[~self.copy.holds(np.flatnonzero(names >= 0))]
        for start in range(0, len(absent), READ_ROWS):
            self.fetch(absent[start : start + READ_ROWS])
        try:
            return self.copy.matrix(len(names))
        except ValueError:  # it may not be written
            return None

    def blocks(self) -> Iterator[tuple[Ids, Floats]]:
        """Yield all items (M,) and vectors (M, D) in order of their rows, some at a time."""
        names, matrix = self.names(), self.whole()
        if matrix is None:
            live = names[names >= 0]
            for start in range(0, len(live), READ_ROWS):
                part = live[start : start + READ_ROWS]
                yield part, self.fetch(part)
            return
        for start in range(0, len(names), BLOCK):
            known = names[start : start + BLOCK]
            block = matrix[start : start + len(known)]
            yield (known, block) if (known >= 0).all() else (known[known >= 0], block[known >= 0])

    def _require_server(self) -> None:
        if self.is_away:
            raise VectorServerError(
                f"The server that keeps the vectors of “{self.encoder}” does not answer, and "
                "they are not all on this computer.",
                hint="Check that it runs and can be reached, then open the library again.",
                is_gone=True,
            )

    # -- opening

    def _copy(self) -> Replica:
        stamp = self.main.facts.get("stamp", "")
        most = self._copy_bytes if stamp else 0
        copy = Replica(self._folder, stamp or "none", self.main.dim, most_bytes=most)
        copy.note(version=self.main.facts.get("version", ""))
        return copy

    def _check(self) -> None:
        """Check that the collection is of this encoder and of a form that is known."""
        facts = self.main.facts
        if int(facts.get("format", FORMAT)) > FORMAT:
            raise LibraryError(
                f"The collection “{self.main.name}” was made by a newer Kinora.",
                hint="Update Kinora, or open another library.",
            )
        if facts.get("encoder", self.encoder) != self.encoder:
            raise IndexMismatchError(facts["encoder"], self.encoder)

    def _settle(self, items: Ids, rows: Ids, kept_rows: int) -> None:
        """Make the collections agree with the catalogue; without writing, know what they lack."""
        if self.waiting.dim:
            waits = self.waiting.numbers()[1]
            self._next = max(self._next, int(waits.max(initial=-1)) + 1)
            if not self.read_only and self.main.dim:
                self._mend_waiting(items, rows, waits, kept_rows)
        if not self.main.dim:
            self.lost = np.sort(items)
            self.map.drop(items)
        elif self.main.facts.get("state") == OPEN or self.main.count() != len(items):
            self._compare(items, rows, kept_rows)

    def _mend_waiting(self, items: Ids, rows: Ids, waits: Ids, kept_rows: int) -> None:
        """Give waiting vectors to the items that the catalogue names; drop what nobody named."""
        named = np.isin(rows, waits)
        if named.any():
            logger.info("%d vectors of %s had no item yet", int(named.sum()), self.encoder)
            self._give(items[named], rows[named], self._waited(rows[named]))
        self.waiting.delete(waits[waits >= kept_rows])

    def _compare(self, items: Ids, rows: Ids, kept_rows: int) -> None:
        keys, numbers = self.main.numbers()
        strays = ~np.isin(keys, items)
        if strays.any() and not self.read_only:
            logger.info("%d vectors of %s have no item", int(strays.sum()), self.encoder)
            back = strays & (numbers < kept_rows)
            self._put_aside(keys[back], numbers[back])
            self.main.delete(keys[strays & ~back])
        there = RowMap(keys, numbers).get(items) == rows
        self.lost = np.sort(items[~there])
        self.map.drop(self.lost)
        self._revision += 1
