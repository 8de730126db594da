"""The schema's version and the way from each version to the next."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, select, update

from common.errors import DamagedCatalogueError, LibraryError, LibraryNewerError
from indexers.catalogue import lifelog_tables, user_tables
from indexers.catalogue.faults import WAY_OUT
from indexers.catalogue.fulltext import FullText
from indexers.catalogue.tables import Base, Meta
from indexers.catalogue.version_2 import add_classifiers
from indexers.catalogue.version_3 import add_life
from indexers.catalogue.version_4 import add_people

logger = logging.getLogger(__name__)

FIRST_VERSION = 1
MOVING = "moving"  # stands for the version while a library is copied into an empty database
ALL_TABLES = Base.metadata
assert user_tables.LabelSet.__tablename__ in ALL_TABLES.tables
assert lifelog_tables.SeriesRow.__tablename__ in ALL_TABLES.tables


@dataclass(frozen=True, slots=True)
class Migration:
    """One step forward.

    Args:
        to_version: the version it leads to, from the one before.
        apply: changes the schema and the rows, all inside the one transaction it is given.
    """

    to_version: int
    apply: Callable[[Connection], None]


# Append only, and never edit a step that was released: old libraries depend on it.
MIGRATIONS: Sequence[Migration] = (
    Migration(2, add_classifiers),
    Migration(3, add_life),
    Migration(4, add_people),
)


def current_version(migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """Return the version that this program writes."""
    return migrations[-1].to_version if migrations else FIRST_VERSION


def create(connection: Connection, full_text: FullText, version: int) -> None:
    """Make all tables in an empty database."""
    ALL_TABLES.create_all(connection)
    full_text.create(connection)
    connection.execute(
        Meta.__table__.insert(),  # type: ignore[attr-defined]
        [
            {"key": "schema_version", "value": str(version)},
            {"key": "revision", "value": "1"},
            {"key": "facts", "value": "1"},
            {"key": "next_item", "value": "1"},
        ],
    )


def found_version(connection: Connection) -> int:
    """Return the version of an open database; 0 if it is empty.

    Raises:
        DamagedCatalogueError: it holds tables, but not ours.
        LibraryError: a library is being moved into it.
    """
    names = inspect(connection).get_table_names()
    if not names:
        return 0
    row = None
    if Meta.__tablename__ in names:
        row = connection.execute(
            select(Meta.value).where(Meta.key == "schema_version")
        ).one_or_none()
    if row is not None and row[0] == MOVING:
        raise LibraryError(
            "A library is being moved into this catalogue, and the move is not finished.",
            hint="Finish it with `move` on the library that is moved, or give it up there.",
        )
    if row is None or not row[0].isdecimal():
        raise DamagedCatalogueError("The catalogue holds no Kinora library.", hint=WAY_OUT)
    return int(row[0])


def require_known(found: int, migrations: Sequence[Migration]) -> None:
    """Check that this program knows the version that was found.

    Raises:
        LibraryNewerError: it does not.
    """
    if found > current_version(migrations):
        raise LibraryNewerError(found, current_version(migrations))


def migrate(connection: Connection, found: int, migrations: Sequence[Migration]) -> None:
    """Lead a database from version found to the current one, inside the caller's transaction."""
    for step in migrations:
        if step.to_version <= found:
            continue
        logger.info("migrating the catalogue to version %d", step.to_version)
        step.apply(connection)
        connection.execute(
            update(Meta).where(Meta.key == "schema_version").values(value=str(step.to_version))
        )
