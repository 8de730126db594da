"""From version 1 to 2: classifiers, and what was shown for a label set.

Written out, though the tables of today say the same: a later change of theirs must not change what
this step does.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

_TABLES = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Of version 1; the new tables name their rows.
Table("label_set", _TABLES, Column("id", Integer, primary_key=True))
Table("item", _TABLES, Column("id", Integer, primary_key=True))

SEEN_ITEM = Table(
    "seen_item",
    _TABLES,
    Column("label_set_id", ForeignKey("label_set.id", ondelete="CASCADE"), primary_key=True),
    Column("item_id", ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)
CLASSIFIER = Table(
    "classifier",
    _TABLES,
    Column("id", Integer, primary_key=True),
    Column("name", Text, unique=True, nullable=False),
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
    CheckConstraint("threshold BETWEEN 0 AND 1", name="threshold"),
)
CLASSIFIER_WEIGHTS = Table(
    "classifier_weights",
    _TABLES,
    Column("classifier_id", ForeignKey("classifier.id", ondelete="CASCADE"), primary_key=True),
    Column("modality", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("weights", LargeBinary, nullable=False),
    Column("bias", Double, nullable=False),
    Column("calibration", Text, nullable=False),
)
ADDED = (SEEN_ITEM, CLASSIFIER, CLASSIFIER_WEIGHTS)


def add_classifiers(connection: Connection) -> None:
    """Make the tables of version 2."""
    _TABLES.create_all(connection, tables=ADDED, checkfirst=False)
