"""Series, tracks, episodes, places and clocks, told without ids."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from indexers.catalogue.episodes import read_episodes, read_places
from indexers.catalogue.lifelog_tables import ClockRow, PositionRow, SampleRow, SeriesRow
from indexers.catalogue.tables import Source

_AT_ONCE = 10_000


def told_lives(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield what is known of each; long ones by their length and a hash of all they hold."""
    series = select(SeriesRow.id, SeriesRow.name, SeriesRow.unit, Source.name.label("source"))
    series = series.join(Source, Source.id == SeriesRow.source_id)
    for row in connection.execute(series.order_by(SeriesRow.name, Source.name)).all():
        samples = select(SampleRow.time, SampleRow.value).where(SampleRow.series_id == row.id)
        rows = connection.execute(samples.order_by(SampleRow.time))
        yield {"series": row.name, "unit": row.unit, "source": row.source} | _digest(rows)
    sources = connection.execute(select(Source.id, Source.name).order_by(Source.name)).all()
    for number, name in sources:
        columns = (
            PositionRow.time, PositionRow.latitude, PositionRow.longitude, PositionRow.elevation,
        )  # fmt: skip
        track = select(*columns).where(PositionRow.source_id == number)
        told = _digest(connection.execute(track.order_by(PositionRow.time)))
        if told["count"]:
            yield {"track": name} | told
    for kind, values in (
        ("episode", read_episodes(connection)),
        ("place", read_places(connection)),
    ):
        for value in values:
            plain = asdict(value)
            yield {kind: {name: each for name, each in plain.items() if name != "id"}}
    clocks = select(ClockRow.name, ClockRow.seconds).order_by(ClockRow.name)
    for name, seconds in connection.execute(clocks):
        yield {"clock": name, "seconds": seconds}


def _digest(rows: Iterable[Any]) -> dict[str, Any]:
    """Return how many rows there are, and a hash of them."""
    count, digest = 0, hashlib.blake2b(digest_size=16)
    for row in rows:
        digest.update(repr(tuple(row)).encode())
        count += 1
    return {"count": count, "hash": digest.hexdigest()}
