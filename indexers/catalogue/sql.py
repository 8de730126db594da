"""Small helpers to write and read many rows at once, on any database."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Text,
    cast,
    func,
    literal,
    literal_column,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.sql.selectable import Select

# A query of any columns.
Query: TypeAlias = Select[*tuple[Any, ...]]

T = TypeVar("T")
CHUNK = 5000  # values in one IN list; SQLite takes 32,766

INTS = np.dtype(np.int64)
FLOATS = np.dtype(np.float64)
LARGEST_FRACTION = 9e9
PART = 1 << 18  # characters that are parsed at once, a few milliseconds
_BILLION = 1e9
_BETWEEN = "\x1f"  # UNIT SEPARATOR
PACKED_ROWS = 30_000_000  # of the largest table, from which on rows are read one by one
_COPY_HEAD, _COPY_TAIL = 19, 2  # bytes around the rows of a binary COPY
_UNKNOWN = int(np.iinfo(np.int64).min)


def chunks(values: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Yield values in parts of at most size."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def upsert(table: type[DeclarativeBase], *updated: str) -> Insert:
    """Return an insert that changes the updated columns of a row whose key exists already.

    With no updated columns an existing row stays as it is. The key is the table's primary key, or
    its unique constraint where the primary key is a number without meaning.
    """
    # SQLAlchemy's PostgreSQL form of ON CONFLICT compiles for SQLite too, word for word.
    statement = insert(table)
    if not updated:
        return statement.on_conflict_do_nothing()
    key = [column.name for column in table.__table__.primary_key]
    return statement.on_conflict_do_update(
        index_elements=key, set_={name: statement.excluded[name] for name in updated}
    )


def by_name(
    connection: Connection,
    name: InstrumentedAttribute[str],
    number: InstrumentedAttribute[int],
    names: Iterable[str],
) -> dict[str, int]:
    """Return name -> number for those of names that the table has."""
    found: dict[str, int] = {}
    for part in chunks(sorted(set(names))):
        found.update(
            (row[0], row[1])
            for row in connection.execute(select(name, number).where(name.in_(part)))
        )
    return found


def next_id(connection: Connection, column: InstrumentedAttribute[int]) -> int:
    """Return the first free number; only inside a write, which nobody else does meanwhile."""
    return int(connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()) + 1


def arrays(
    connection: Connection, rows: Query, dtypes: Sequence[np.dtype[Any]]
) -> list[NDArray[Any]]:
    """Return the columns of rows as arrays of int64 or float64.

    The database joins each column to one string, which NumPy parses: several times quicker than a
    Python object for every value. Fractions travel as whole billionths, which both sides write and
    read far quicker than digits behind a point; so they are rounded to 1e-9.

    Args:
        connection: open.
        rows: numbers only; their order is kept. NULL is NaN in a column of fractions and not
            allowed in one of whole numbers.
        dtypes: one a column, INTS or FLOATS; fractions lie within LARGEST_FRACTION of zero.
    """
    if connection.dialect.name == "postgresql":
        return copied(connection, rows, dtypes)
    source = rows.subquery()
    joined = [
        func.aggregate_strings(cast(_whole(column, dtype), Text), ",")
        for column, dtype in zip(source.columns, dtypes, strict=True)
    ]
    texts = connection.execute(select(*joined)).one()
    return [_parsed(text or "", dtype) for text, dtype in zip(texts, dtypes, strict=True)]


def mixed_arrays(
    connection: Connection, rows: Query, dtypes: Sequence[np.dtype[Any] | None]
) -> list[Any]:
    """Return the columns of rows as arrays, and those of texts as lists; see arrays().

    Args:
        connection: open.
        rows: numbers without NULL, and texts; their order is kept.
        dtypes: one a column, INTS, FLOATS, or None for texts.
    """
    source = rows.subquery()
    joined = [
        func.aggregate_strings(cast(column, Text), _BETWEEN)
        if dtype is None
        else func.aggregate_strings(cast(_whole(column, dtype), Text), ",")
        for column, dtype in zip(source.columns, dtypes, strict=True)
    ]
    count, *texts = connection.execute(select(func.count(), *joined).select_from(source)).one()
    found: list[Any] = [
        _parsed(text or "", dtype) if dtype is not None else text.split(_BETWEEN) if count else []
        for text, dtype in zip(texts, dtypes, strict=True)
    ]
    for at, told in enumerate(found):
        if len(told) != count:  # a text holds what stands between two of them
            column = cast(rows.selected_columns[at], Text)
            found[at] = list(connection.execute(rows.with_only_columns(column)).scalars())
    return found


def grouped_arrays(
    connection: Connection,
    group: InstrumentedAttribute[int],
    columns: Sequence[Any],
    dtypes: Sequence[np.dtype[Any]],
    where: ColumnElement[bool],
) -> list[NDArray[Any]]:
    """Return a column of few different numbers, and others beside it; order does not matter.

    As arrays(), but the group is told once for all its rows, which saves its part of the time.

    Args:
        connection: open.
        group: whole numbers.
        columns: of the same table.
        dtypes: one a column, INTS or FLOATS.
        where: which rows.
    """
    if connection.dialect.name == "postgresql":
        plain = select(group, *columns).where(where)
        return copied(connection, plain, (INTS, *dtypes))
    joined = [
        func.aggregate_strings(cast(_whole(column, dtype), Text), ",")
        for column, dtype in zip(columns, dtypes, strict=True)
    ]
    query = select(group, func.count(), *joined).where(where).group_by(group)
    rows: Sequence[Any] = connection.execute(query).all()
    names, counts = (np.array([row[at] for row in rows], INTS) for at in (0, 1))
    told = [_parsed(",".join(row[at] for row in rows), dtype) for at, dtype in enumerate(dtypes, 2)]
    return [np.repeat(names, counts), *told]


def held_ids(
    connection: Connection,
    groups: Query,
    group: InstrumentedAttribute[int],
    item: InstrumentedAttribute[int],
) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """Yield groups with the ids of their rows, those of a group in the order of the index.

    PostgreSQL packs the ids of a group into one value of 4 bytes each: half the work of telling the
    group of every row, and a quarter of the bytes.

    Args:
        connection: open.
        groups: one column, the numbers of the groups that are wanted.
        group: of a row; indexed together with the item.
        item: of a row.
    """
    wanted = groups.subquery()
    own = next(iter(wanted.columns))
    if connection.dialect.name == "postgresql":
        nothing: ColumnElement[Any] = literal_column("''::bytea")
        ids = func.string_agg(func.int4send(item), nothing)
        rows = _two_fields(connection, own, select(ids).where(group == own).scalar_subquery())
        for number, packed in rows:
            yield number, np.frombuffer(packed, ">i4").astype(np.int32)
        return
    joined = func.aggregate_strings(cast(item, Text), ",")
    query = select(group, joined).where(group.in_(groups)).group_by(group)
    for number, told in connection.execute(query):
        yield int(number), _parsed(told, INTS).astype(np.int32)


def _two_fields(
    connection: Connection, number: ColumnElement[int], packed: ColumnElement[Any]
) -> Iterator[tuple[int, memoryview]]:
    """Yield rows of a number and bytes from a binary COPY; NULL is no bytes."""
    blocks = memoryview(_received(connection, [cast(number, BigInteger), packed]))
    at, end = _COPY_HEAD, len(blocks) - _COPY_TAIL
    while at < end:
        told = int.from_bytes(blocks[at + 6 : at + 14], "big")  # behind a count and a length
        length = max(0, int.from_bytes(blocks[at + 14 : at + 18], "big", signed=True))
        at += 18
        yield told, blocks[at : at + length]
        at += length


def copied(
    connection: Connection, rows: Query, dtypes: Sequence[np.dtype[Any]]
) -> list[NDArray[Any]]:
    """As arrays(), from PostgreSQL: a binary COPY, with all digits.

    The server packs each column into one value, several times quicker than a message a row. Such a
    message may have 1 GB, so that of very many rows each comes by itself.
    """
    source = rows.subquery()
    columns = [
        cast(column, BigInteger)
        if dtype == INTS
        else func.coalesce(cast(column, Double), cast(literal("NaN"), Double))
        for column, dtype in zip(source.columns, dtypes, strict=True)
    ]
    read = _by_rows if _rows_of(connection) > PACKED_ROWS else _packed
    return read(connection, columns, dtypes)


def _rows_of(connection: Connection) -> float:
    """Return about how many rows the largest tables have; asked once of a connection."""
    if "rows" not in connection.info:
        about = "SELECT max(reltuples) FROM pg_class WHERE relname IN ('item', 'item_facet')"
        connection.info["rows"] = connection.exec_driver_sql(about).scalar_one() or 0.0
    return float(connection.info["rows"])


def _received(connection: Connection, columns: Sequence[ColumnElement[Any]]) -> bytearray:
    """Return what a binary COPY of columns sends: 19 bytes, the rows, 2 bytes."""
    blocks = bytearray()

    def take(copy: Iterable[bytes]) -> None:
        for block in copy:
            blocks.extend(block)

    # Nobody fetches rows, so nobody need know of which type they are.
    untyped = [type_coerce(column, Text) for column in columns]
    connection.execute(select(*untyped), execution_options={"copy_to": take})
    return blocks


def _packed(
    connection: Connection, columns: Sequence[ColumnElement[Any]], dtypes: Sequence[np.dtype[Any]]
) -> list[NDArray[Any]]:
    """Read columns as one row: a count of fields, then of each its length and its numbers."""
    send = {INTS: func.int8send, FLOATS: func.float8send}
    nothing: ColumnElement[Any] = literal_column("''::bytea")
    values = [
        func.string_agg(send[dtype](column), nothing)
        for column, dtype in zip(columns, dtypes, strict=True)
    ]
    blocks = _received(connection, values)
    found: list[NDArray[Any]] = []
    at = _COPY_HEAD + 2
    for dtype in dtypes:
        length = max(0, int.from_bytes(blocks[at : at + 4], "big", signed=True))  # -1: no rows
        at += 4
        told = np.dtype(">i8" if dtype == INTS else ">f8")
        found.append(np.frombuffer(blocks, told, length // 8, at).astype(dtype))
        at += length
    return found


def _by_rows(
    connection: Connection, columns: Sequence[ColumnElement[Any]], dtypes: Sequence[np.dtype[Any]]
) -> list[NDArray[Any]]:
    """Read columns row by row: a count of fields (2 bytes), then the length (4) and 8 of each."""
    blocks = _received(connection, columns)
    fields = [("count", ">i2")]
    for at, dtype in enumerate(dtypes):
        fields += [(f"length{at}", ">i4"), (f"value{at}", ">i8" if dtype == INTS else ">f8")]
    row = np.dtype(fields)
    count = (len(blocks) - _COPY_HEAD - _COPY_TAIL) // row.itemsize
    table = np.frombuffer(blocks, row, count, _COPY_HEAD)
    return [table[f"value{at}"].astype(dtype) for at, dtype in enumerate(dtypes)]


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numbers sorted, each once: several times quicker than np.unique, which hashes them."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]


def _whole(column: ColumnElement[Any], dtype: np.dtype[Any]) -> ColumnElement[Any]:
    """Return a column as whole numbers."""
    if dtype == INTS:
        return column
    return func.coalesce(cast(func.round(column * _BILLION), BigInteger), _UNKNOWN)


def _parsed(joined: str, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the numbers in a string, separated by commas."""
    numbers = np.concatenate([np.empty(0, INTS), *_numbers(joined)])
    if dtype == INTS:
        return numbers
    fractions = numbers / _BILLION
    fractions[numbers == _UNKNOWN] = np.nan
    return fractions


def _numbers(joined: str) -> Iterator[NDArray[np.int64]]:
    """Yield the numbers in a string part by part: other threads get their turn in between."""
    start = 0
    while start < len(joined):
        end = joined.find(",", start + PART)
        end = len(joined) if end < 0 else end
        yield np.fromstring(joined[start:end], dtype=INTS, sep=",")
        start = end + 1
