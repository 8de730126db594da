"""The tables of the catalogue, the same on SQLite and PostgreSQL.

Ids of items, files, texts and everything they own are given out by the one writer, so that a
transaction that is rolled back leaves no gap. `WITHOUT ROWID` tables are clustered by their key.
Sources (a model, "exif", "user") and facet values are stored once and named by number.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import BigInteger, Double

from common.values import ItemKind
from indexers.catalogue.types import CleanText, JsonText, Moment, PathText, Words

_KINDS = ", ".join(f"'{kind.value}'" for kind in ItemKind)
_CLUSTERED = {"sqlite_with_rowid": False}


def _owner(column: str, **options: Any) -> Mapped[int]:
    """Return a column whose row goes when the row it names goes."""
    return mapped_column(ForeignKey(column, ondelete="CASCADE"), **options)


class Base(DeclarativeBase):
    """All tables; constraints are named by one rule, so that a migration can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, float: Double, datetime: Moment}  # noqa: RUF012


class Meta(Base):
    """Single values: schema_version, next_item, revision, facts.

    `revision` grows with every write, `facts` with those that touch items or facets.
    """

    __tablename__ = "meta"
    __table_args__ = (_CLUSTERED,)

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Source(Base):
    """Who says something: "exif", "list", a model's name, "user"."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText, unique=True)


class ImportRow(Base):
    """One import."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'cancelled', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    paths: Mapped[Any] = mapped_column(JsonText)
    state: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    report: Mapped[Any] = mapped_column(JsonText)


class ImportSkip(Base):
    """A file that an import could not use."""

    __tablename__ = "import_skip"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = _owner("import_run.id", index=True)
    path: Mapped[str] = mapped_column(PathText)
    reason: Mapped[str] = mapped_column(CleanText)


class Item(Base):
    """A photo, a video, a shot's keyframe, a film."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("width >= 0 AND height >= 0", name="size"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        CheckConstraint("duration_s >= 0", name="duration"),
        CheckConstraint("end_s >= start_s", name="part"),
        CheckConstraint("thumb_row >= -1", name="thumb_row"),
        Index("ix_item_thumb_row", "thumb_row"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    identity: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(
        # A shot may come before its video in a batch.
        ForeignKey("item.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        index=True,
    )
    start_s: Mapped[float | None]
    end_s: Mapped[float | None]
    thumb_row: Mapped[int] = mapped_column(server_default=text("-1"))
    year: Mapped[int | None] = mapped_column(SmallInteger, index=True)
    popularity: Mapped[float | None]
    width: Mapped[int]  # pixels, after the EXIF rotation
    height: Mapped[int]
    taken_at: Mapped[datetime | None] = mapped_column(index=True)
    offset_min: Mapped[int | None] = mapped_column(SmallInteger)  # east of UTC
    time_source: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    duration_s: Mapped[float | None]
    frame_rate: Mapped[float | None]
    animated: Mapped[bool] = mapped_column(server_default=false())
    missing: Mapped[bool] = mapped_column(server_default=false())
    added_at: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_run.id", ondelete="SET NULL"), index=True
    )
    codec: Mapped[str] = mapped_column(CleanText)
    title: Mapped[str] = mapped_column(CleanText)
    extra: Mapped[Any] = mapped_column(JsonText)
    position_source: Mapped[str] = mapped_column(server_default=text("''"))


class File(Base):
    """A file on disk, wherever the user keeps it."""

    __tablename__ = "file"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(PathText, unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mtime_ns: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[str] = mapped_column(index=True)
    format: Mapped[str] = mapped_column(CleanText)
    missing: Mapped[bool] = mapped_column(server_default=false())


class ItemFile(Base):
    """Which file holds which item: copies share an item, the films of a list share a file."""

    __tablename__ = "item_file"
    __table_args__ = (
        CheckConstraint("role IN ('media', 'list', 'poster', 'subtitles')", name="role"),
        Index("ix_item_file_file_id", "file_id", "role", "item_id"),
        _CLUSTERED,
    )

    item_id: Mapped[int] = _owner("item.id", primary_key=True)
    file_id: Mapped[int] = _owner("file.id", primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class FacetValue(Base):
    """A value that items can have: genre = Comedy."""

    __tablename__ = "facet_value"
    __table_args__ = (
        UniqueConstraint("key", "value"),
        Index("ix_facet_value_number", "key", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(CleanText)
    value: Mapped[str] = mapped_column(CleanText)
    number: Mapped[float | None]  # the value, where it is a number
    items: Mapped[int] = mapped_column(server_default=text("0"))  # that have it; see counts.py


class FacetKey(Base):
    """How many items have any value of a key; see counts.py."""

    __tablename__ = "facet_key"
    __table_args__ = (_CLUSTERED,)

    key: Mapped[str] = mapped_column(CleanText, primary_key=True)
    items: Mapped[int] = mapped_column(server_default=text("0"))


class ItemFacet(Base):
    """A value that an item has, and who says so."""

    __tablename__ = "item_facet"
    __table_args__ = (
        # Holds all that counting and filtering read, so that they never touch the table.
        Index("ix_item_facet_value_id", "value_id", "item_id", "score"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        _CLUSTERED,
    )

    item_id: Mapped[int] = _owner("item.id", primary_key=True)
    value_id: Mapped[int] = _owner("facet_value.id", primary_key=True)
    source_id: Mapped[int] = _owner("source.id", primary_key=True)
    score: Mapped[float]


class BoxRow(Base):
    """An object found in an image, as fractions of the image."""

    __tablename__ = "box"
    __table_args__ = (
        Index("ix_box_label", "label", "item_id", "score"),
        CheckConstraint("width >= 0 AND height >= 0", name="size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = _owner("item.id", index=True)
    source_id: Mapped[int] = _owner("source.id")
    label: Mapped[str] = mapped_column(CleanText)
    score: Mapped[float]
    x: Mapped[float]
    y: Mapped[float]
    width: Mapped[float]
    height: Mapped[float]
    attributes: Mapped[tuple[str, ...]] = mapped_column(Words, server_default=text("''"))


class RelationRow(Base):
    """Two things in an image and how they stand to each other.

    The nodes are positions among the boxes of the same item and source in the order of their
    numbers; -1 where only the name is known.
    """

    __tablename__ = "relation"
    __table_args__ = (Index("ix_relation_predicate", "predicate", "subject", "object"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = _owner("item.id", index=True)
    source_id: Mapped[int] = _owner("source.id")
    subject: Mapped[str] = mapped_column(CleanText)
    predicate: Mapped[str] = mapped_column(CleanText)
    object: Mapped[str] = mapped_column(CleanText)
    score: Mapped[float]
    subject_node: Mapped[int] = mapped_column(server_default=text("-1"))
    object_node: Mapped[int] = mapped_column(server_default=text("-1"))


class TextRow(Base):
    """A text of an item; what full text search reads.

    Its number holds the item, the kind and a running number (see text_id()), so that a search
    learns both from its index alone and never reads this table for texts it does not show.
    """

    __tablename__ = "text"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    item_id: Mapped[int] = _owner("item.id", index=True)
    source_id: Mapped[int] = _owner("source.id")
    kind: Mapped[str]
    content: Mapped[str] = mapped_column(CleanText)
    # The words to index where they are not what stands between spaces: Chinese, Japanese, Thai.
    words: Mapped[str | None] = mapped_column(CleanText)
    start_s: Mapped[float | None]
    end_s: Mapped[float | None]


class Encoder(Base):
    """A network or descriptor whose vectors items have."""

    __tablename__ = "encoder"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(unique=True)
    dimensions: Mapped[int | None]


class VectorRow(Base):
    """Where the vector of an item lies in the store of its encoder."""

    __tablename__ = "vector"
    __table_args__ = (
        Index("ix_vector_item_id", "item_id"),
        CheckConstraint("row >= 0", name="row"),
        _CLUSTERED,
    )

    encoder_id: Mapped[int] = _owner("encoder.id", primary_key=True)
    item_id: Mapped[int] = _owner("item.id", primary_key=True)
    row: Mapped[int]


class Analysis(Base):
    """An analysis that ran on an item, found or not found."""

    __tablename__ = "analysis"
    __table_args__ = (_CLUSTERED,)

    item_id: Mapped[int] = _owner("item.id", primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
