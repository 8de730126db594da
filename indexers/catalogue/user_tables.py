"""The tables of what people made: labels, classifiers, lists, sessions, commands, removals.

Truth that no import can give back; no import touches it. Label sets, classifiers, lists, sessions
and commands have an owner: a person's login name, or "" for what all share. A library in one folder
has one person, "". See `owners`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from indexers.catalogue.tables import Base
from indexers.catalogue.types import CleanText, JsonText


def _owner() -> Mapped[str]:
    return mapped_column(CleanText, server_default=text("''"))


def _version() -> Mapped[int]:
    """Return a column that grows with every change, so that a later writer sees an earlier one."""
    return mapped_column(server_default=text("1"))


class LabelSet(Base):
    """A question that labels answer; "default" unless the user opens another."""

    __tablename__ = "label_set"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    owner: Mapped[str] = _owner()


class LabelEvent(Base):
    """The user labelled an item: +1 relevant, -1 not relevant, 0 cleared. The latest one counts."""

    __tablename__ = "label_event"
    __table_args__ = (
        CheckConstraint("value IN (-1, 0, 1)", name="value"),
        Index("ix_label_event_latest", "label_set_id", "item_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    label_set_id: Mapped[int] = mapped_column(ForeignKey("label_set.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    value: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    person: Mapped[str] = _owner()  # who said so


class SeenItem(Base):
    """An item that was shown for a label set and shall not be suggested again."""

    __tablename__ = "seen_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    label_set_id: Mapped[int] = mapped_column(
        ForeignKey("label_set.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ClassifierRow(Base):
    """What tells the items that the user looks for from the others, by name.

    One with an operation is made of others; it has no label set and no weights of its own.
    """

    __tablename__ = "classifier"
    __table_args__ = (
        UniqueConstraint("owner", "name"),
        CheckConstraint("threshold BETWEEN 0 AND 1", name="threshold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    label_set_id: Mapped[int | None] = mapped_column(ForeignKey("label_set.id"), index=True)
    learner: Mapped[str]
    options: Mapped[Any] = mapped_column(JsonText)
    modalities: Mapped[Any] = mapped_column(JsonText)
    unit: Mapped[str]
    colour: Mapped[str]
    threshold: Mapped[float]
    operation: Mapped[Any] = mapped_column(JsonText)
    positive: Mapped[int]
    negative: Mapped[int]
    last_label: Mapped[int] = mapped_column(BigInteger)
    last_item: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    owner: Mapped[str] = _owner()
    version: Mapped[int] = _version()
    changed_by: Mapped[str] = _owner()


class ClassifierWeights(Base):
    """What a classifier learned of one modality: little-endian float32, and how to calibrate it."""

    __tablename__ = "classifier_weights"

    classifier_id: Mapped[int] = mapped_column(
        ForeignKey("classifier.id", ondelete="CASCADE"), primary_key=True
    )
    modality: Mapped[str] = mapped_column(CleanText, primary_key=True)
    version: Mapped[str] = mapped_column(CleanText)
    weights: Mapped[bytes] = mapped_column(LargeBinary)
    bias: Mapped[float]
    calibration: Mapped[Any] = mapped_column(JsonText)


class Bucket(Base):
    """A named set of items."""

    __tablename__ = "bucket"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    owner: Mapped[str] = _owner()
    version: Mapped[int] = _version()
    changed_by: Mapped[str] = _owner()


class BucketItem(Base):
    """An item in a bucket."""

    __tablename__ = "bucket_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    bucket_id: Mapped[int] = mapped_column(
        ForeignKey("bucket.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Watchlist(Base):
    """A named list of items in the order the user gave them."""

    __tablename__ = "watchlist"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    owner: Mapped[str] = _owner()
    version: Mapped[int] = _version()
    changed_by: Mapped[str] = _owner()


class WatchlistItem(Base):
    """An item in a watchlist; positions grow, gaps are allowed."""

    __tablename__ = "watchlist_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    watchlist_id: Mapped[int] = mapped_column(
        ForeignKey("watchlist.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]


class SessionRow(Base):
    """A saved state of the window, of libraries made before sessions were files of the folder.

    Nothing reads or writes it any more; its rows are kept and moved with all others.
    """

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("owner", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    state: Mapped[Any] = mapped_column(JsonText)
    updated_at: Mapped[datetime]
    owner: Mapped[str] = _owner()
    version: Mapped[int] = _version()
    changed_by: Mapped[str] = _owner()


class CommandRow(Base):
    """A command of the undo history."""

    __tablename__ = "command"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(CleanText)
    forward: Mapped[Any] = mapped_column(JsonText)
    backward: Mapped[Any] = mapped_column(JsonText)
    undone: Mapped[bool] = mapped_column(server_default=false())
    at: Mapped[datetime]
    owner: Mapped[str] = _owner()


class RemovedItem(Base):
    """An item that a command took out, with all that hung on it, until the command is forgotten.

    `rows` is written and read by `snapshots`. The rows of stores stand in columns of their own:
    nobody else may get them while the item can come back.
    """

    __tablename__ = "removed_item"
    __table_args__ = ({"sqlite_with_rowid": False},)

    removal: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    identity: Mapped[str] = mapped_column(index=True)
    thumb_row: Mapped[int] = mapped_column(index=True)
    rows: Mapped[Any] = mapped_column(JsonText)


class RemovedVector(Base):
    """Where the vector of a removed item lies."""

    __tablename__ = "removed_vector"
    __table_args__ = (
        ForeignKeyConstraint(
            ["removal", "item_id"],
            ["removed_item.removal", "removed_item.item_id"],
            ondelete="CASCADE",
        ),
        Index("ix_removed_vector_row", "encoder_id", "row"),
        {"sqlite_with_rowid": False},
    )

    removal: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    encoder_id: Mapped[int] = mapped_column(
        ForeignKey("encoder.id", ondelete="CASCADE"), primary_key=True
    )
    row: Mapped[int]
