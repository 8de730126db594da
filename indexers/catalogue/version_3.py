"""From version 2 to 3: nodes of scene graphs, and the tables of a life.

Written out, though the tables of today say the same: a later change of theirs must not change what
this step does. Columns are added in place, so that a library of a million images need not be
written anew.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.schema import CreateColumn

_TABLES = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Of version 1: the new tables name its rows, and some of its tables get columns.
Table("source", _TABLES, Column("id", Integer, primary_key=True))
_WIDENED = (
    Table(
        "item",
        _TABLES,
        Column("position_source", Text, server_default=text("''"), nullable=False),
    ),
    Table("box", _TABLES, Column("attributes", Text, server_default=text("''"), nullable=False)),
    Table(
        "relation",
        _TABLES,
        Column("subject_node", Integer, server_default=text("-1"), nullable=False),
        Column("object_node", Integer, server_default=text("-1"), nullable=False),
    ),
)


def _position() -> tuple[CheckConstraint, CheckConstraint]:
    return (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )


SERIES = Table(
    "series",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    Column("unit", Text, nullable=False),
    UniqueConstraint("name", "source_id"),
)
SAMPLE = Table(
    "sample",
    _TABLES,
    Column("series_id", ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("time", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Double, nullable=False),
    sqlite_with_rowid=False,
)
POSITION = Table(
    "position",
    _TABLES,
    Column("time", BigInteger, primary_key=True, autoincrement=False),
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("elevation", Double),
    *_position(),
    sqlite_with_rowid=False,
)
EPISODE = Table(
    "episode",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("source_id", ForeignKey("source.id"), nullable=False, index=True),
    Column("extra", Text, nullable=False),
    Column("named", Boolean, server_default=false(), nullable=False),
    CheckConstraint('"end" >= start', name="span"),
    Index("ix_episode_kind", "kind", "start"),
    Index("ix_episode_start", "start"),
)
PLACE = Table(
    "place",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("name", Text, unique=True, nullable=False),
    Column("role", Text, nullable=False),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
    Column("radius_m", Double, nullable=False),
    Column("source_id", ForeignKey("source.id"), nullable=False),
    CheckConstraint("role IN ('home', 'work', 'other')", name="role"),
    *_position(),
    CheckConstraint("radius_m > 0", name="radius"),
)
CLOCK = Table(
    "clock",
    _TABLES,
    Column("name", Text, primary_key=True),
    Column("seconds", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
ADDED = (SERIES, SAMPLE, POSITION, EPISODE, PLACE, CLOCK)


def add_life(connection: Connection) -> None:
    """Widen tables of version 1 and make those of version 3."""
    preparer = connection.dialect.identifier_preparer
    for table in _WIDENED:
        for column in table.columns:
            told = CreateColumn(column).compile(dialect=connection.dialect)
            name = preparer.format_table(table)
            connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {told}")
    _TABLES.create_all(connection, tables=ADDED, checkfirst=False)
