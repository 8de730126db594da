"""Episodes of a life and the places it knows by name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from common.errors import QueryError
from indexers.catalogue.batch import number_sources
from indexers.catalogue.lifelog_records import Episode, Place
from indexers.catalogue.lifelog_tables import ROLES, EpisodeRow, PlaceRow
from indexers.catalogue.sql import chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Source
from indexers.catalogue.types import clean_text

_EPISODE = ("kind", "start", "end", "name", "place", "latitude", "longitude", "extra", "named")
_PLACE = ("name", "role", "latitude", "longitude", "radius_m")
_SAME_SHARE = 0.5  # of the longer one that two episodes must share to be the same one


class Episodes(Store):
    """The part of the catalogue that keeps episodes and named places."""

    def episodes(
        self,
        kind: str | None = None,
        start: int | None = None,
        end: int | None = None,
        *,
        source: str | None = None,
    ) -> list[Episode]:
        """Return episodes by their beginning.

        Args:
            kind: "stay", "trip", "event", "activity", "sleep"; None for all.
            start: only those that end at or behind this second, UTC.
            end: only those that begin before this second.
            source: who says so; None for all.
        """
        conditions: list[Any] = []
        if kind is not None:
            conditions.append(EpisodeRow.kind == clean_text(kind))
        if start is not None:
            conditions.append(EpisodeRow.end >= int(start))
        if end is not None:
            conditions.append(EpisodeRow.start < int(end))
        if source is not None:
            conditions.append(Source.name == clean_text(source))
        with self._reading() as connection:
            return read_episodes(connection, conditions)

    def set_episodes(self, kind: str, source: str, episodes: Sequence[Episode]) -> list[int]:
        """Replace what a source says of one kind of episode, in one transaction.

        A name that the user gave stays: with the new episode that shares more than half of the
        longer of the two, or with the old episode where there is none.

        Args:
            kind: of all of them.
            source: who says so.
            episodes: their own kind, source and id are not looked at.

        Returns:
            The ids of the new ones, in the order of episodes.

        Raises:
            QueryError: one ends before it begins, or lies nowhere on Earth.
        """
        told = [_checked(replace(each, kind=clean_text(kind))) for each in episodes]
        with self._noting() as connection:
            number = number_sources(connection, [source])[source]
            same = (EpisodeRow.kind == clean_text(kind), EpisodeRow.source_id == number)
            named = read_episodes(connection, [*same, EpisodeRow.named])
            told, kept = _with_names(told, named)
            connection.execute(
                delete(EpisodeRow).where(*same, EpisodeRow.id.not_in([each.id for each in kept]))
            )
            return _insert(connection, number, told)

    def add_episodes(self, kind: str, source: str, episodes: Sequence[Episode]) -> list[int]:
        """Add to what a source says of one kind of episode, in one transaction; return their ids.

        Args:
            kind: of all of them.
            source: who says so.
            episodes: as set_episodes() takes them; all of them are new.

        Raises:
            QueryError: one ends before it begins, or lies nowhere on Earth.
        """
        told = [_checked(replace(each, kind=clean_text(kind))) for each in episodes]
        with self._noting() as connection:
            return _insert(connection, number_sources(connection, [source])[source], told)

    def name_episode(self, episode: Episode) -> bool:
        """Give an episode the name that it has here; False where it is no longer there.

        Args:
            episode: found by its number, or by its kind, times and source where it was made anew
                since; .named says whether the name is the user's, which outlives a segmentation.
        """
        with self._noting(durable=True) as connection:
            where = [EpisodeRow.kind == episode.kind, EpisodeRow.start == episode.start,
                     EpisodeRow.end == episode.end, Source.name == episode.source]  # fmt: skip
            found = read_episodes(connection, [EpisodeRow.id == episode.id])
            found = found or read_episodes(connection, where)
            if found:
                row = update(EpisodeRow).where(EpisodeRow.id == found[0].id)
                name = clean_text(episode.name).strip()
                connection.execute(row.values(name=name, named=episode.named))
        return bool(found)

    # -- places

    def places(self) -> list[Place]:
        """Return the named places by name."""
        with self._reading() as connection:
            return read_places(connection)

    def save_place(self, place: Place) -> int:
        """Write a named place; return its id.

        Args:
            place: one with an id is changed; one without is new, or changes the one of its name.

        Raises:
            QueryError: it has no name, its name is another place's, its role is unknown, or it
                lies nowhere on Earth.
        """
        checked = checked_place(place)
        with self._noting(durable=True) as connection:
            query = select(PlaceRow.id).where(PlaceRow.name == checked.name)
            holder = connection.execute(query).scalar_one_or_none()
            if checked.id and holder not in {None, checked.id}:
                raise QueryError(
                    f"“{checked.name}” exists already.", hint="Choose another name for the place."
                )
            row: dict[str, Any] = {name: getattr(checked, name) for name in _PLACE}
            row["source_id"] = number_sources(connection, [checked.source])[checked.source]
            number = checked.id or holder
            there = select(PlaceRow.id).where(PlaceRow.id == (number or 0))
            if number and connection.execute(there).scalar_one_or_none() is not None:
                connection.execute(update(PlaceRow).where(PlaceRow.id == number).values(row))
                return int(number)
            if number:  # it comes back under the number it had
                row["id"] = number
            statement = insert(PlaceRow).returning(PlaceRow.id)
            return int(connection.execute(statement, row).scalar_one())

    def remove_place(self, place: int) -> Place | None:
        """Delete a named place; return what it was, None where there was none."""
        with self._noting(durable=True) as connection:
            found = read_places(connection, place)
            connection.execute(delete(PlaceRow).where(PlaceRow.id == place))
        return found[0] if found else None


def read_episodes(connection: Connection, conditions: Iterable[Any] = ()) -> list[Episode]:
    """Return the episodes that meet all conditions, by their beginning."""
    query = (
        select(EpisodeRow.__table__, Source.name.label("source"))
        .join(Source, Source.id == EpisodeRow.source_id)
        .where(*conditions)
        .order_by(EpisodeRow.start, EpisodeRow.end, EpisodeRow.kind, EpisodeRow.id)
    )
    return [
        Episode(
            id=row.id, source=row.source, **{name: getattr(row, name) for name in _EPISODE}
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def read_places(connection: Connection, place: int | None = None) -> list[Place]:
    """Return named places by name; only one for its number."""
    query = select(PlaceRow.__table__, Source.name.label("source")).join(
        Source, Source.id == PlaceRow.source_id
    )
    if place is not None:
        query = query.where(PlaceRow.id == place)
    return [
        Place(id=row.id, source=row.source, **{name: getattr(row, name) for name in _PLACE})
        for row in connection.execute(query.order_by(PlaceRow.name))
    ]


def _insert(connection: Connection, source: int, told: Sequence[Episode]) -> list[int]:
    """Insert episodes; return their ids in the same order."""
    statement = insert(EpisodeRow).returning(EpisodeRow.id, sort_by_parameter_order=True)
    ids: list[int] = []
    for part in chunks([_row(each) | {"source_id": source} for each in told], 500):
        ids += connection.execute(statement, list(part)).scalars()
    return ids


def _with_names(
    told: Sequence[Episode], named: Sequence[Episode]
) -> tuple[list[Episode], list[Episode]]:
    """Return new episodes with the user's names, and the old ones whose names found no new one."""
    new, kept = list(told), []
    for old in named:
        shares = [(_share(old, each), -at) for at, each in enumerate(new) if not each.named]
        share, at = max(shares, default=(0.0, 0))
        if share > _SAME_SHARE:
            new[-at] = replace(new[-at], name=old.name, named=True)
        else:
            kept.append(old)
    return new, kept


def _share(one: Episode, other: Episode) -> float:
    """Return how much of the longer episode both have in common, 0-1."""
    together = min(one.end, other.end) - max(one.start, other.start)
    longer = max(one.end - one.start, other.end - other.start)
    if longer == 0:
        return float(together == 0)
    return max(0, together) / longer


def _row(episode: Episode) -> dict[str, Any]:
    return {name: getattr(episode, name) for name in _EPISODE} | {"extra": dict(episode.extra)}


def _checked(episode: Episode) -> Episode:
    """Return an episode as it is stored.

    Raises:
        QueryError: it ends before it begins, or lies nowhere on Earth.
    """
    if episode.end < episode.start:
        raise QueryError(
            f"The episode “{episode.name or episode.kind}” ends before it begins.",
            hint="Check the times of its source.",
        )
    latitude, longitude = episode.latitude, episode.longitude
    if latitude is None or longitude is None:
        latitude = longitude = None
    else:
        _require_earth(latitude, longitude, episode.name or episode.kind)
    return replace(
        episode, start=int(episode.start), end=int(episode.end), latitude=latitude,
        longitude=longitude,
    )  # fmt: skip


def checked_place(place: Place) -> Place:
    """Return a place as it is stored.

    Raises:
        QueryError: it has no name, an unknown role, no extent, or lies nowhere on Earth.
    """
    if not (name := clean_text(place.name).strip()):
        raise QueryError("A place needs a name.", hint="Type a name.")
    if place.role not in ROLES:
        raise QueryError(
            f"A place cannot be “{place.role}”.", hint=f"Use one of: {', '.join(ROLES)}."
        )
    _require_earth(place.latitude, place.longitude, name)
    if not 0 < place.radius_m < 1e8:
        raise QueryError(
            f"The place “{name}” has no extent.", hint="Give a radius in metres above 0."
        )
    return replace(place, name=name)


def _require_earth(latitude: float, longitude: float, name: str) -> None:
    """Check a position.

    Raises:
        QueryError: it lies nowhere on Earth.
    """
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # not-a-number compares false
        raise QueryError(
            f"“{name}” lies nowhere on Earth ({latitude}, {longitude}).",
            hint="Give a latitude of -90 to 90 and a longitude of -180 to 180.",
        )
