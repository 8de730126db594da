"""From version 3 to 4: several people share one catalogue.

Label sets, classifiers, lists, sessions and commands get an owner; names are unique for an owner,
no longer for all. Classifiers, lists and sessions get a version, so that the later of two people
who edit one of them sees what the earlier did. What there is belongs to "", whom all share.

Written out, though the tables of today say the same: a later change of theirs must not change what
this step does. SQLite cannot drop a constraint: there the five tables, all small, are made anew,
with the enforcement of foreign keys off (see SqliteBackend.migrator()).
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    text,
)
from sqlalchemy.schema import AddConstraint, CreateColumn, CreateIndex, CreateTable

_TABLES = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _word(name: str) -> Column[str]:
    return Column(name, Text, server_default=text("''"), nullable=False)


def _version() -> Column[int]:
    return Column("version", Integer, server_default=text("1"), nullable=False)


LABEL_SET = Table(
    "label_set",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    _word("owner"),
    UniqueConstraint("owner", "name"),
)
CLASSIFIER = Table(
    "classifier",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("label_set_id", ForeignKey("label_set.id"), index=True),
    Column("learner", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("modalities", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("threshold", Double, nullable=False),
    Column("operation", Text, nullable=False),
    Column("positive", Integer, nullable=False),
    Column("negative", Integer, nullable=False),
    Column("last_label", BigInteger, nullable=False),
    Column("last_item", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    _word("owner"),
    _version(),
    _word("changed_by"),
    UniqueConstraint("owner", "name"),
    CheckConstraint("threshold BETWEEN 0 AND 1", name="threshold"),
)
BUCKET, WATCHLIST = (
    Table(
        name,
        _TABLES,
        Column("id", Integer, primary_key=True),
        Column("name", Text, nullable=False),
        _word("owner"),
        _version(),
        _word("changed_by"),
        UniqueConstraint("owner", "name"),
    )
    for name in ("bucket", "watchlist")
)
SESSION = Table(
    "session",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    _word("owner"),
    _version(),
    _word("changed_by"),
    UniqueConstraint("owner", "name"),
)
OWNED = (LABEL_SET, CLASSIFIER, BUCKET, WATCHLIST, SESSION)
WIDENED = (
    Table("label_event", _TABLES, _word("person")),
    Table("command", _TABLES, _word("owner")),
)
META = Table("meta", _TABLES, Column("key", Text, primary_key=True), Column("value", Text))
_NEW = frozenset({"owner", "version", "changed_by"})


def add_people(connection: Connection) -> None:
    """Give owners to what people made."""
    for table in OWNED:
        if connection.dialect.name == "sqlite":
            _make_anew(connection, table)
        else:
            _add_columns(connection, table, [c for c in table.columns if c.name in _NEW])
            name = connection.dialect.identifier_preparer.format_table(table)
            connection.exec_driver_sql(f"ALTER TABLE {name} DROP CONSTRAINT uq_{table.name}_name")
            [unique] = (each for each in table.constraints if isinstance(each, UniqueConstraint))
            # Not isolated: else a table made later from the same description would lack it.
            connection.execute(AddConstraint(unique, isolate_from_table=False))
    for table in WIDENED:
        _add_columns(connection, table, list(table.columns))
    revision = select(META.c.value).where(META.c.key == "revision").scalar_subquery()
    connection.execute(insert(META).values(key="facts", value=revision))


def _add_columns(connection: Connection, table: Table, columns: "list[Column[object]]") -> None:
    name = connection.dialect.identifier_preparer.format_table(table)
    for column in columns:
        told = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {told}")


def _make_anew(connection: Connection, table: Table) -> None:
    """Make a table with the constraints of today, keep its rows and their numbers."""
    kept = ", ".join(column.name for column in table.columns if column.name not in _NEW)
    old = f"{table.name}_version_3"
    rows = f"SELECT {kept} FROM"
    connection.exec_driver_sql(f"CREATE TEMP TABLE {old} AS {rows} {table.name}")
    connection.exec_driver_sql(f"DROP TABLE {table.name}")
    connection.execute(CreateTable(table))
    for index in table.indexes:
        connection.execute(CreateIndex(index))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({kept}) {rows} {old}")
    connection.exec_driver_sql(f"DROP TABLE {old}")
