"""Who has which value, in memory: filters combine as bit masks, counts are one pass over arrays.

A mask says of each id whether an item passes: bool (largest id + 1,), so that any id finds its
place at once. What was read is kept while no write touches items or facets; labels do not. Where it
is known which items a write changed, only those are read again, and what is large is kept in files
for the next window too.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from common.errors import QueryError
from common.jobs import JobContext
from indexers.catalogue import filters as conditions
from indexers.catalogue.backend import Backend
from indexers.catalogue.columns import MOMENTS, with_range
from indexers.catalogue.facet_table import FacetTable, Ids, Mask
from indexers.catalogue.fact_reader import FactReader
from indexers.catalogue.faults import gone
from indexers.catalogue.kept import Kept, Name
from indexers.catalogue.packed import LEAST, MOST_BYTES, Packed, PackedFiles, entries_of
from indexers.catalogue.records import Filter
from indexers.catalogue.store import Store
from indexers.catalogue.tables import FacetKey, Item
from indexers.catalogue.touched import WRITES_KEPT, changed_since, name_state, word_of

MASKS_KEPT = 16  # of the latest filters
MANY_VALUES = 16  # of one filter; more are read at once and not kept one by one
# What the user says changes often and is small: never kept.
_FLEETING = frozenset({"label", "bucket", "watchlist", "missing", "animated", "path"})
_MICROSECONDS = 1e6
_USUAL_COLUMNS = ("year", "taken_at")  # that everybody asks for
_REFRESHED = WRITES_KEPT // 4  # writes after which a file is written again


class Postings(Store):
    """The part of the catalogue that keeps in memory who has which value."""

    def __init__(
        self, backend: Backend, notices: list[str], backups: Path | None, person: str = ""
    ) -> None:
        super().__init__(backend, notices, backups, person)
        self._kept = Kept(-1)
        self._files: PackedFiles | None = None

    def use_packed(self, folder: Path) -> None:
        """Keep what is read of many items in files of a folder, for the next window."""
        self._files = PackedFiles(folder, read_only=self.is_read_only)

    def keep_packed(self, context: JobContext) -> None:
        """Bring the files of all facets up to date, so that nobody waits for their first read.

        Raises:
            JobCancelled: the user cancelled.
            LibraryError: the database fails.
        """
        files = self._files
        if files is None or files.read_only or self._backend.is_gone:
            return
        names = self._large()
        if names:
            self._name_state()
        for at, name in enumerate(names):
            context.step(at, len(names), name[-1])
            if files.nbytes > MOST_BYTES:
                break
            with self._facts() as facts:
                facts.keep(name)
        files.keep_only(set(names))

    def _name_state(self) -> None:
        """Give the state a word, where an older version wrote last."""
        with self._stamped_reading() as (connection, stamp):
            if word_of(connection, stamp):
                return
        with self._noting() as connection:
            name_state(connection)

    def _large(self) -> list[Name]:
        """Return what there is many of, and filters and panels ask for."""
        query = select(FacetKey.key).where(FacetKey.items >= LEAST).order_by(FacetKey.key)
        with self._stamped_reading() as (connection, _):
            some = select(Item.id).limit(LEAST).subquery()
            items = connection.execute(select(func.count()).select_from(some)).scalar_one()
            keys = list(connection.execute(query).scalars())
        if items < LEAST:
            return [("table", key) for key in keys]
        columns = [("column", name) for name in _USUAL_COLUMNS]
        return [("all",), ("table", "kind"), *columns, *(("table", key) for key in keys)]

    def passing(self, filters: Sequence[Filter]) -> Mask:
        """Return which ids pass all filters, bool (largest id + 1,), read-only.

        Raises:
            QueryError: a filter cannot be read.
        """
        with self._facts() as facts:
            return facts.passing(tuple(filters))

    def facet_table(self, key: str) -> FacetTable:
        """Return all values of a key, or of "kind", and who has them; kept."""
        with self._facts() as facts:
            return facts.table(key)

    def can_range(self, name: str) -> bool:
        """Return whether items have a column of this name that a range can be asked of."""
        return with_range(name) is not None

    def has_numbers(self, name: str) -> bool:
        """Return whether any item has a number in a column of items."""
        if with_range(name) is None:
            return False
        with self._facts() as facts:
            return facts.has_numbers(name)

    def number_column(self, name: str) -> NDArray[np.float64]:
        """Return a column of items by id, float64 (largest id + 1,), NaN where unknown; kept.

        Times are seconds since 1970.

        Raises:
            KeyError: no range can be asked of it; see Catalogue.columns().
        """
        if with_range(name) is None:
            raise KeyError(f"no column {name!r} has a range")
        with self._facts() as facts:
            return facts.seconds(name) if name in MOMENTS else facts.column(name)

    @contextmanager
    def _facts(self) -> "Iterator[_Facts]":
        """Give one state of the catalogue and what is kept of it.

        While its server is away and there is no copy, what is kept is all there is.
        """
        if self._backend.is_gone and self.spare is None:
            away = cast(Connection, _Away(self._backend.name))
            yield _Facts(away, self._kept, self.computed, self.person, None)
            return
        with self._stamped_reading() as (connection, stamp):
            kept = self._kept
            if kept.stamp != stamp:
                kept = kept.next(stamp) if stamp > kept.stamp else Kept(stamp)
                if stamp > self._kept.stamp or self._backend.is_gone:
                    self._kept = kept
            yield _Facts(connection, kept, self.computed, self.person, self._files)


@dataclass(frozen=True, slots=True)
class _Away:
    """Stands for the connection while there is none."""

    name: str

    def __getattr__(self, _name: str) -> Any:
        raise gone(self.name)


@dataclass(frozen=True, slots=True)
class _Facts:
    """Answers from what is kept, and reads what is not."""

    connection: Connection
    kept: Kept
    computed: dict[str, conditions.Computed]
    person: str
    files: PackedFiles | None

    def size(self) -> int:
        """Return the largest id + 1."""
        query = select(func.coalesce(func.max(Item.id), 0))
        count: int = self.kept.get(
            ("size",), lambda: int(self.connection.execute(query).scalar_one()) + 1
        )
        return count

    def everything(self) -> Mask:
        """Return which ids are items."""
        found: Mask = self.lasting(("all",))
        return found

    # -- what can be brought up to date

    def lasting(self, name: Name) -> Any:
        """Return an entry of all items: kept, brought up to date, or read."""
        return self.kept.get(name, lambda: self._made(name))

    def peek(self, name: Name) -> Any:
        """Return an entry of all items if that is quick; None where it must be read."""
        if self.kept.peek(name) is None and not any(self._older(name)):
            return None
        return self.lasting(name)

    def _made(self, name: Name) -> Any:
        """Return an entry anew; of what is there of an earlier state only what changed is read."""
        now = self.kept.stamp
        for of, older in self._older(name):
            changed = changed_since(self.connection, of, now)
            if changed is None:
                continue
            found = self._reader().renewed(name, older, changed) if len(changed) else older
            return found if self._is_recent(name) else self._packed(name, found)
        return self._packed(name, self._reader().read(name))

    def keep(self, name: Name) -> None:
        """Have an entry of all items in a file that is not far behind; it need not be in memory."""
        if self.files is None:
            return
        packed, now = self.files.load(name), self.kept.stamp
        if packed is not None and self._is_recent(name):
            word = packed.word
            if changed_since(self.connection, packed.state, now, word=word) is not None:
                return
        entry = self.lasting(name)
        if not self._is_recent(name):
            self._packed(name, entry)

    def _is_recent(self, name: Name) -> bool:
        """Whether the file of an entry, as far as it is known here, is not far behind."""
        filed = None if self.files is None else self.files.states.get(name)
        return filed is not None and self.kept.stamp - _REFRESHED < filed <= self.kept.stamp

    def _reader(self) -> FactReader:
        return FactReader(self.connection, self.size())

    def _older(self, name: Name) -> Iterator[tuple[int, Any]]:
        """Yield what there is of earlier states that this one follows, in memory and on disk."""
        if (known := self.kept.older.get(name)) is not None:
            yield known
        packed = None if self.files is None else self.files.load(name)
        if packed is not None:
            now = self.kept.stamp
            changed = changed_since(self.connection, packed.state, now, word=packed.word)
            if changed is not None:
                yield packed.state, packed.entry

    def _packed(self, name: Name, entry: Any) -> Any:
        """Keep an entry in a file where it is large and its state is known again."""
        if self.files is None or self.files.read_only or entries_of(entry) < LEAST:
            return entry
        word = word_of(self.connection, self.kept.stamp)
        packed = Packed(self.kept.stamp, word, entry)
        found = self.files.save(name, packed) if word else None
        return entry if found is None else found.entry

    # -- filters

    def marked(self, parts: "Sequence[NDArray[Any]] | Iterator[Ids]") -> Mask:
        """Return the mask of ids."""
        mask = np.zeros(self.size(), np.bool_)
        for ids in parts:
            mask[ids] = True
        return mask

    def passing(self, filters: tuple[Filter, ...]) -> Mask:
        """Return which ids pass all filters; kept, as several facets ask for the same at once."""
        if any(one.key in self.computed or _is_fleeting(one.key) for one in filters):
            return self._passing(filters)
        name = ("mask", *(repr(one) for one in filters))
        found: Mask = self.kept.get(name, lambda: self._passing(filters))
        self.kept.thin_out("mask", MASKS_KEPT)
        return found

    def _passing(self, filters: tuple[Filter, ...]) -> Mask:
        masks = [self.mask_of(one) for one in filters]
        mask = _all_of(masks) if masks else self.everything().copy()
        mask.flags.writeable = False
        return mask

    def mask_of(self, wanted: Filter) -> Mask:
        """Return which ids pass one filter."""
        if wanted.mode not in {"any", "all", "none"}:
            raise QueryError(
                f"The filter mode “{wanted.mode}” is unknown.", hint="Use any, all or none."
            )
        found: list[Mask] = []
        if wanted.low is not None or wanted.high is not None:
            found.append(self._in_range(wanted))
        if wanted.values and wanted.mode == "all":
            found += [self._with_any(wanted.key, [value]) for value in wanted.values]
        elif wanted.values or not found:
            found.append(self._with_any(wanted.key, wanted.values))
        mask = _all_of(found)
        return self.everything() & ~mask if wanted.mode == "none" else mask

    def _with_any(self, key: str, values: Sequence[str]) -> Mask:
        """Return who has any of values; any value at all for none."""
        if key in self.computed:
            return self.marked([self.computed[key](values)])
        if _is_fleeting(key) or not values:
            return self.marked([self._read(key, values)])
        table = None if key == "year" else self.peek(("table", key))
        if table is not None:  # of years the column of items tells more
            return self.marked([cast(FacetTable, table).holders(value) for value in values])
        if len(values) > MANY_VALUES:
            return self.marked([self._read(key, values)])
        return self.marked([self._holders(key, value) for value in dict.fromkeys(values)])

    def _holders(self, key: str, value: str) -> Ids:
        found: Ids = self.kept.get(
            ("ids", key, value), lambda: self._read(key, [value]).astype(np.int32)
        )
        return found

    def _read(self, key: str, values: Sequence[str]) -> NDArray[np.int64]:
        return conditions.fetch(self.connection, conditions.holders(key, values, self.person))

    def _in_range(self, wanted: Filter) -> Mask:
        """Return whose number lies in the range of a filter."""
        key, has_column = wanted.key, with_range(wanted.key) is not None
        known = self.peek(("column" if has_column else "table", key))
        if known is None and self.kept.peek(("asked", key)):
            known = self.column(key) if has_column else self.table(key)  # as sliders move
        self.kept.get(("asked", key), lambda: True)
        if known is None:
            return self.marked([conditions.fetch(self.connection, conditions.in_range(wanted))])
        if not has_column:
            return self.marked(cast(FacetTable, known).between(wanted.low, wanted.high))
        column, unit = cast("NDArray[np.float64]", known), _MICROSECONDS if key in MOMENTS else 1.0
        low = -np.inf if wanted.low is None else _scaled(wanted.low, unit)
        high = np.inf if wanted.high is None else _scaled(wanted.high, unit)
        return (column >= low) & (column <= high)  # not where it is unknown: NaN

    def has_numbers(self, name: str) -> bool:
        """Return whether any item has a number in a column."""
        query = select(Item.id).where(cast(Any, with_range(name)).is_not(None)).limit(1)
        found: bool = self.kept.get(
            ("known", name), lambda: self.connection.execute(query).first() is not None
        )
        return found

    def seconds(self, name: str) -> NDArray[np.float64]:
        """Return a column of times by id, in seconds."""
        found: NDArray[np.float64] = self.kept.get(
            ("seconds", name), lambda: self.column(name) / _MICROSECONDS
        )
        return found

    def column(self, name: str) -> NDArray[np.float64]:
        """Return a column by id, times in microseconds."""
        found: NDArray[np.float64] = self.lasting(("column", name))
        return found

    def table(self, key: str) -> FacetTable:
        """Return all values of a key."""
        found: FacetTable = self.lasting(("table", key))
        return found


def _is_fleeting(key: str) -> bool:
    return key.partition(":")[0] in _FLEETING


def _all_of(masks: Sequence[Mask]) -> Mask:
    return masks[0] if len(masks) == 1 else np.logical_and.reduce(masks)


def _scaled(number: float, unit: float) -> float:
    return number if unit == 1.0 else float(round(number * unit))
