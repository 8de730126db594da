"""The tables of a life: series of measurements, tracks, episodes, named places, clocks.

Times are seconds since 1970, UTC. Samples and positions are clustered by time, so that a stretch of
time is read from one place of the file.
"""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from indexers.catalogue.tables import Base
from indexers.catalogue.types import CleanText, JsonText

ROLES = ("home", "work", "other")


class SeriesRow(Base):
    """A quantity that one source measured over time: heart rate, steps."""

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("name", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    unit: Mapped[str] = mapped_column(CleanText)


class SampleRow(Base):
    """One measurement of a series; one a second."""

    __tablename__ = "sample"
    __table_args__ = ({"sqlite_with_rowid": False},)

    series_id: Mapped[int] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), primary_key=True
    )
    time: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    value: Mapped[float]


class PositionRow(Base):
    """Where a track was at a time; one a second and source."""

    __tablename__ = "position"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        {"sqlite_with_rowid": False},
    )

    time: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    elevation: Mapped[float | None]  # metres


class EpisodeRow(Base):
    """A stretch of time that has a meaning: a stay, a trip, an event, an activity, a sleep."""

    __tablename__ = "episode"
    __table_args__ = (
        CheckConstraint('"end" >= start', name="span"),
        Index("ix_episode_kind", "kind", "start"),
        Index("ix_episode_start", "start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(CleanText)
    start: Mapped[int] = mapped_column(BigInteger)
    end: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(CleanText)
    place: Mapped[str] = mapped_column(CleanText)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    extra: Mapped[Any] = mapped_column(JsonText)
    named: Mapped[bool] = mapped_column(server_default=false())  # the user gave the name


class PlaceRow(Base):
    """A place that has a name in the user's life."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("role IN ('home', 'work', 'other')", name="role"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        CheckConstraint("radius_m > 0", name="radius"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(CleanText, unique=True)
    role: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    radius_m: Mapped[float]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))


class ClockRow(Base):
    """How many seconds are added to the times that a camera wrote."""

    __tablename__ = "clock"
    __table_args__ = ({"sqlite_with_rowid": False},)

    name: Mapped[str] = mapped_column(CleanText, primary_key=True)
    seconds: Mapped[int] = mapped_column(BigInteger)
