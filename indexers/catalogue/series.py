"""Series of measurements and tracks; read by stretches of time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sqlalchemy import Connection, func, insert, select, update

from common.errors import QueryError
from indexers.catalogue.batch import number_sources
from indexers.catalogue.lifelog_records import Buckets, SeriesInfo, Track
from indexers.catalogue.lifelog_tables import PositionRow, SampleRow, SeriesRow
from indexers.catalogue.sql import Query, upsert
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Source
from indexers.catalogue.types import clean_text

_AT_ONCE = 20_000  # rows that are turned to Python objects at once
_FIRST, _LAST = -(1 << 62), 1 << 62


class Series(Store):
    """The part of the catalogue that keeps series of measurements and tracks."""

    def series(self) -> list[SeriesInfo]:
        """Return all series by name and source."""

        def told(what: Any) -> Any:
            query = select(what).where(SampleRow.series_id == SeriesRow.id)
            return func.coalesce(query.scalar_subquery(), 0)

        ends = (told(func.min(SampleRow.time)), told(func.max(SampleRow.time)))
        query = (
            select(SeriesRow.name, SeriesRow.unit, told(func.count()), *ends, Source.name)
            .join(Source, Source.id == SeriesRow.source_id)
            .order_by(SeriesRow.name, Source.name)
        )
        with self._reading() as connection:
            return [SeriesInfo(*row) for row in connection.execute(query)]

    def add_samples(
        self, name: str, unit: str, times: ArrayLike, values: ArrayLike, source: str
    ) -> int:
        """Write samples of a series in one transaction; a time that has one gets the new value.

        Args:
            name: of the series.
            unit: of the values; replaces the one it had.
            times: whole UTC seconds since 1970, (N,), in any order. Several samples of one second
                become one, their mean.
            values: (N,); those that are not finite are left out.
            source: who measured.

        Returns:
            How many times were new.

        Raises:
            QueryError: the series has no name, or times and values differ in number.
        """
        if not (plain := clean_text(name).strip()):
            raise QueryError("A series needs a name.", hint="Give the column a name.")
        moments, numbers = _told(times, values)
        with self._noting() as connection:
            series = _number(connection, plain, clean_text(unit), source)
            before = _count(connection, series, moments)
            for start in range(0, len(moments), _AT_ONCE):
                part = slice(start, start + _AT_ONCE)
                rows = zip(moments[part].tolist(), numbers[part].tolist(), strict=True)
                connection.execute(
                    upsert(SampleRow, "value"),
                    [{"series_id": series, "time": time, "value": value} for time, value in rows],
                )
            return _count(connection, series, moments) - before

    def samples(
        self,
        name: str,
        start: int | None = None,
        end: int | None = None,
        *,
        source: str | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return times (N,) and values (N,) of a series, by time.

        Args:
            name: of the series; none of this name has no samples.
            start: first second, UTC; None for the beginning.
            end: the second behind the last one; None for all.
            source: one of several who measured; None for all of them.
        """
        with self._reading() as connection:
            parts = [
                connection.execute(
                    select(SampleRow.time, SampleRow.value)
                    .where(SampleRow.series_id == number, *_within(SampleRow.time, start, end))
                    .order_by(SampleRow.time)
                ).all()
                for number in _numbers(connection, name, source)
            ]
        rows = [row for part in parts for row in part]
        if len(parts) > 1:
            rows.sort(key=lambda row: int(row[0]))
        times = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        return times, np.fromiter((row[1] for row in rows), np.float64, len(rows))

    def sample_buckets(
        self, name: str, start: int, end: int, buckets: int, *, source: str | None = None
    ) -> Buckets:
        """Return a series in few points, for a curve: the database reads the stretch once.

        Args:
            name: of the series.
            start: first second, UTC.
            end: the second behind the last one.
            buckets: at most so many points; each stands for the same whole number of seconds.
            source: one of several who measured; None for all of them.

        Raises:
            ValueError: the stretch is empty, or no bucket is asked for.
        """
        if end <= start or buckets < 1:
            raise ValueError(f"{buckets} buckets from {start} to {end}")
        width = -(-(end - start) // buckets)
        count = -(-(end - start) // width)
        low, high = np.full(count, np.inf), np.full(count, -np.inf)
        sums, held = np.zeros(count), np.zeros(count, np.int64)
        with self._reading() as connection:
            for number in _numbers(connection, name, source):
                for row in connection.execute(_in_buckets(number, start, end, width)):
                    at = int(row[0])
                    sums[at] += row[1]
                    low[at], high[at] = min(low[at], row[2]), max(high[at], row[3])
                    held[at] += row[4]
        empty = held == 0
        means = np.divide(sums, held, out=np.full(count, np.nan), where=~empty)
        low[empty] = high[empty] = np.nan
        return Buckets(start + width * np.arange(count, dtype=np.int64), means, low, high, held)

    # -- tracks

    def add_positions(
        self,
        times: ArrayLike,
        latitudes: ArrayLike,
        longitudes: ArrayLike,
        elevations: ArrayLike | None = None,
        *,
        source: str,
    ) -> int:
        """Write positions in one transaction; a time that has one of this source gets the new one.

        Args:
            times: whole UTC seconds since 1970, (N,), in any order; of one second the last counts.
            latitudes: degrees north, (N,); positions out of range or not finite are left out.
            longitudes: degrees east, (N,).
            elevations: metres, (N,); NaN where unknown.
            source: who recorded them.

        Returns:
            How many times were new.
        """
        rows = _positions(times, latitudes, longitudes, elevations)
        with self._noting() as connection:
            number = number_sources(connection, [source])[source]
            held = select(func.count()).where(PositionRow.source_id == number)
            before = int(connection.execute(held).scalar_one())
            for start in range(0, len(rows), _AT_ONCE):
                part = [row | {"source_id": number} for row in rows[start : start + _AT_ONCE]]
                connection.execute(upsert(PositionRow, "latitude", "longitude", "elevation"), part)
            return int(connection.execute(held).scalar_one()) - before

    def positions(
        self, start: int | None = None, end: int | None = None, *, source: str | None = None
    ) -> Track:
        """Return positions by time.

        Args:
            start: first second, UTC; None for the beginning.
            end: the second behind the last one; None for all.
            source: one of several who recorded; None for all of them.
        """
        query = (
            select(
                PositionRow.time, PositionRow.latitude, PositionRow.longitude, PositionRow.elevation
            )
            .where(*_within(PositionRow.time, start, end))
            .order_by(PositionRow.time, PositionRow.source_id)
        )
        if source is not None:
            query = query.join(Source, Source.id == PositionRow.source_id)
            query = query.where(Source.name == clean_text(source))
        with self._reading() as connection:
            rows: Sequence[Any] = connection.execute(query).all()
        times = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        places = np.array([row[1:] for row in rows], np.float64).reshape(len(rows), 3)
        return Track(times, *(np.ascontiguousarray(column) for column in places.T))

    def count_positions(self) -> dict[str, int]:
        """Return source -> how many positions it recorded."""
        query = select(Source.name, func.count()).join(
            PositionRow, PositionRow.source_id == Source.id
        )
        with self._reading() as connection:
            rows = connection.execute(query.group_by(Source.name).order_by(Source.name))
            return {row[0]: row[1] for row in rows}


def _told(times: ArrayLike, values: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return samples by time, one a second.

    Raises:
        QueryError: they differ in number.
    """
    moments = np.asarray(times, np.int64).ravel()
    numbers = np.asarray(values, np.float64).ravel()
    if len(moments) != len(numbers):
        raise QueryError(
            f"{len(moments)} times do not fit {len(numbers)} values.", hint="Give one value a time."
        )
    finite = np.isfinite(numbers)
    moments, at = np.unique(moments[finite], return_inverse=True)
    held = np.bincount(at, minlength=len(moments))
    # Divided first: the sum of the largest numbers is none any more.
    means = np.bincount(at, numbers[finite] / held[at], minlength=len(moments))
    return moments, means.astype(np.float64, copy=False)


def _positions(
    times: ArrayLike, latitudes: ArrayLike, longitudes: ArrayLike, elevations: ArrayLike | None
) -> list[dict[str, Any]]:
    """Return the rows of positions that are possible, one a second."""
    moments = np.asarray(times, np.int64).ravel()
    north, east = (np.asarray(each, np.float64).ravel() for each in (latitudes, longitudes))
    high = np.full(len(moments), np.nan)
    if elevations is not None:
        high = np.asarray(elevations, np.float64).ravel()
    possible = (np.abs(north) <= 90) & (np.abs(east) <= 180)
    columns = (each[possible].tolist() for each in (moments, north, east, high))
    latest = {
        time: {
            "time": time,
            "latitude": latitude,
            "longitude": longitude,
            "elevation": elevation if np.isfinite(elevation) else None,
        }
        for time, latitude, longitude, elevation in zip(*columns, strict=True)
    }
    return [latest[time] for time in sorted(latest)]


def _within(column: Any, start: int | None, end: int | None) -> list[Any]:
    """Return the conditions of a stretch of time."""
    return [column >= (_FIRST if start is None else int(start)),
            column < (_LAST if end is None else int(end))]  # fmt: skip


def _in_buckets(number: int, start: int, end: int, width: int) -> Query:
    bucket = ((SampleRow.time - start) // width).label("bucket")
    inner = (
        select(bucket, SampleRow.value)
        .where(SampleRow.series_id == number, *_within(SampleRow.time, start, end))
        .subquery()
    )
    return select(
        inner.c.bucket,
        func.sum(inner.c.value),
        func.min(inner.c.value),
        func.max(inner.c.value),
        func.count(),
    ).group_by(inner.c.bucket)


def _numbers(connection: Connection, name: str, source: str | None) -> Sequence[int]:
    """Return the numbers of the series of a name."""
    query = select(SeriesRow.id).where(SeriesRow.name == clean_text(name).strip())
    if source is not None:
        query = query.join(Source, Source.id == SeriesRow.source_id)
        query = query.where(Source.name == clean_text(source))
    return list(connection.execute(query.order_by(SeriesRow.id)).scalars())


def _number(connection: Connection, name: str, unit: str, source: str) -> int:
    """Return the number of a series, making it where it is new."""
    place = {"name": name, "source_id": number_sources(connection, [source])[source]}
    query = select(SeriesRow.id).where(
        SeriesRow.name == name, SeriesRow.source_id == place["source_id"]
    )
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        connection.execute(insert(SeriesRow), place | {"unit": unit})
        return int(connection.execute(query).scalar_one())
    if unit:
        connection.execute(update(SeriesRow).where(SeriesRow.id == found).values(unit=unit))
    return int(found)


def _count(connection: Connection, series: int, times: NDArray[np.int64]) -> int:
    """Return how many samples lie between the first and the last of times."""
    if not len(times):
        return 0
    query = select(func.count()).where(
        SampleRow.series_id == series,
        SampleRow.time >= int(times[0]),
        SampleRow.time <= int(times[-1]),
    )
    return int(connection.execute(query).scalar_one())
