"""Whose things are whose, as conditions and checks of a transaction; see `owners`."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

SHARED = ""


def visible(table: Any, person: str) -> ColumnElement[bool]:
    """Return the condition on rows of a table with owners that a person sees."""
    condition: ColumnElement[bool] = table.owner.in_(sorted({SHARED, person}))
    return condition


def number_of(connection: Connection, table: Any, name: str, person: str) -> int | None:
    """Return the number of what a person sees under a name; None where there is nothing."""
    query = select(table.id).where(table.name == name, visible(table, person))
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else int(found)


def numbered(connection: Connection, table: Any, name: str, person: str) -> int:
    """Return the number of what a person sees under a name, made as his own if it is new."""
    found = number_of(connection, table, name, person)
    if found is None:
        connection.execute(insert(table), {"name": name, "owner": person})
        found = number_of(connection, table, name, person)
    assert found is not None
    return found
