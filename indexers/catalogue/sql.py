"""Small helpers to write and read many rows at once, on any database."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Text, cast, func, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.sql.selectable import Select

# A query of any columns.
Query: TypeAlias = Select[*tuple[Any, ...]]

T = TypeVar("T")
CHUNK = 5000  # values in one IN list; SQLite takes 32,766

INTS = np.dtype(np.int64)
FLOATS = np.dtype(np.float64)


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
    """Return the columns of rows as arrays of int64 or float64; NULL is not allowed in them.

    The database joins each column to one string, which NumPy parses: at a million rows this is
    five times quicker than a Python object for every value.

    Args:
        connection: open.
        rows: numbers only; its order is kept.
        dtypes: one a column, INTS or FLOATS.
    """
    source = rows.subquery()
    joined = [func.aggregate_strings(cast(column, Text), ",") for column in source.columns]
    texts = connection.execute(select(*joined)).one()
    return [_parse(part, dtype) for part, dtype in zip(texts, dtypes, strict=True)]


def _parse(joined: str | None, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Return the numbers in a string, separated by commas."""
    if joined is None:
        return np.empty(0, dtype)
    return np.fromstring(joined, dtype=dtype, sep=",")


def or_nan(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return column as text that arrays() reads as a float; NULL becomes NaN."""
    return func.coalesce(cast(column, Text), "nan")
