"""The rows of a catalogue as they go from one database to another: as they are stored, by pages.

Values are read and written as the columns hold them, not as Python sees them, so that a copy is the
same to the last byte. What belongs to somebody else is left where it is, see `Handover`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    Table,
    case,
    column,
    func,
    literal,
    null,
    select,
    table,
    true,
    tuple_,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from indexers.catalogue.ownership import SHARED
from indexers.catalogue.tables import Base

PAGE = 5_000  # rows read and written at once
_OWNED = ("label_set", "classifier", "bucket", "watchlist", "session", "command")
_DIGEST_BYTES = 16
_MODULUS = 1 << 8 * _DIGEST_BYTES

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """Whose things are copied, and to whom they belong then.

    Args:
        taken: only what this person owns and what is shared; None for everybody's.
        owners: new owner of lists, by the one now; who is absent stays.
        speakers: new name of who said or did something, by the one now.
    """

    taken: str | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        """Return it as JSON holds it, to be compared."""
        return [self.taken, dict(self.owners), dict(self.speakers)]


def copied_tables() -> tuple[Table, ...]:
    """Return the tables whose rows are copied, those first that others name."""
    return tuple(each for each in Base.metadata.sorted_tables if each.name != "meta")


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one table that are handed over.

    Args:
        table: of the catalogue.
        handover: whose rows, and whose they become; None for all rows as they are.
    """

    table: Table
    handover: Handover | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(each.name for each in self.table.columns)

    def key_of(self, row: Values) -> list[Any]:
        """Return the primary key of a row."""
        return [row[self.names.index(each.name)] for each in self.table.primary_key]

    def count(self, connection: Connection) -> int:
        """Return how many rows there are."""
        query = select(func.count()).select_from(_raw(self.table.name)).where(self._condition())
        return int(connection.execute(query).scalar_one())

    def left_behind(self, connection: Connection) -> int:
        """Return how many rows belong to others."""
        query = select(func.count()).select_from(_raw(self.table.name)).where(~self._condition())
        return int(connection.execute(query).scalar_one())

    def page(self, connection: Connection, after: Sequence[Any] | None) -> list[Values]:
        """Return up to PAGE rows in the order of the primary key.

        Args:
            connection: of the read.
            after: primary key of the row before; None for the first rows.
        """
        rows = connection.execute(self._query(after)).all()
        return self._renamed([tuple(row) for row in rows])

    def pages(self, connection: Connection) -> Iterator[list[Values]]:
        """Yield all rows, page by page."""
        after: list[Any] | None = None
        while rows := self.page(connection, after):
            yield rows
            if len(rows) < PAGE:
                return
            after = self.key_of(rows[-1])

    def _query(self, after: Sequence[Any] | None) -> Select[Any]:
        raw = _raw(self.table.name)
        keys = [raw.c[each.name] for each in self.table.primary_key]
        query = select(*self._columns(raw)).where(self._condition()).order_by(*keys).limit(PAGE)
        if after is None:
            return query
        known = [literal(value, key.type) for value, key in zip(after, keys, strict=True)]
        if len(keys) == 1:
            return query.where(keys[0] > known[0])
        return query.where(tuple_(*keys) > tuple_(*known))

    def _columns(self, raw: Any) -> list[ColumnElement[Any]]:
        """Return the columns to read; a classifier forgets a label set that stays behind."""
        found = [raw.c[name] for name in self.names]
        if self._taken is not None and self.table.name == "classifier":
            place = self.names.index("label_set_id")
            there = found[place].in_(self._numbers("label_set"))
            found[place] = case((there, found[place]), else_=null()).label("label_set_id")
        return found

    @property
    def _taken(self) -> str | None:
        return None if self.handover is None else self.handover.taken

    def _numbers(self, name: str) -> Select[Any]:
        """Return the query of the numbers of an owned table's rows that are taken."""
        raw = _raw(name)
        return select(raw.c.id).where(raw.c.owner.in_(sorted({SHARED, self._taken or SHARED})))

    def _condition(self) -> ColumnElement[bool]:
        """Return the condition on rows that are handed over."""
        if self._taken is None:
            return true()
        raw = _raw(self.table.name)
        if self.table.name in _OWNED:
            owned: ColumnElement[bool] = raw.c.owner.in_(sorted({SHARED, self._taken}))
            return owned
        for key in self.table.foreign_keys:
            owner = key.column.table.name
            if owner in _OWNED:
                theirs: ColumnElement[bool] = raw.c[key.parent.name].in_(self._numbers(owner))
                return theirs
        return true()

    def _renamed(self, rows: list[Values]) -> list[Values]:
        """Return rows with the names of their new owners."""
        if self.handover is None:
            return rows
        for name, known in (("owner", self.handover.owners), ("person", self.handover.speakers)):
            if name not in self.names or not known:
                continue
            told = self.handover.speakers if self.table.name == "command" else known
            at = self.names.index(name)
            rows = [(*row[:at], told.get(row[at], row[at]), *row[at + 1 :]) for row in rows]
        return rows


class Digest:
    """The number and the sum of hashes of lines or rows, whatever order they come in."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, line: object) -> None:
        """Add one line or row; what has the same repr() counts as the same."""
        told = repr(line).encode("utf-8", "surrogatepass")
        self._sum += int.from_bytes(blake2b(told, digest_size=_DIGEST_BYTES).digest(), "big")
        self.count += 1

    @property
    def hex(self) -> str:
        """The sum, hexadecimal."""
        return f"{self._sum % _MODULUS:0{2 * _DIGEST_BYTES}x}"

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same."""
        return isinstance(other, Digest) and (self.count, self.hex) == (other.count, other.hex)

    def __hash__(self) -> int:
        """Return a hash of what was added."""
        return hash((self.count, self.hex))


@cache
def _raw(name: str) -> Any:
    """Return a table as it is stored: without what turns its values into Python's."""
    stored = Base.metadata.tables[name]
    return table(name, *(column(each.name, _plain(each.type)) for each in stored.columns))


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, TypeDecorator):
        return kind.impl_instance
    return Boolean() if isinstance(kind, Boolean) else kind
