"""Clocks that went wrong: how many seconds the times of a camera are shifted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, select, update

from common.errors import QueryError
from common.values import Facet, ItemKind, Text
from indexers.catalogue.batch import Notes, write_notes
from indexers.catalogue.fulltext import FullText
from indexers.catalogue.lifelog_tables import ClockRow
from indexers.catalogue.sql import chunks, upsert
from indexers.catalogue.store import Store
from indexers.catalogue.tables import FacetValue, Item, ItemFacet
from indexers.catalogue.types import clean_text

TIME_OF = "time:"  # begins the clock of items without a camera: "time:name"
NO_CLOCK = ("", "file", "list")  # sources of times that no camera wrote
_AT_ONCE = 500
_LONGEST = 100 * 366 * 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Told:
    """The time of an item, for whoever makes words of it.

    Args:
        id: of the item.
        kind: of the item.
        taken_at: UTC, naive.
        offset_min: minutes east of UTC, None where unknown.
        time_source: who told the time.
    """

    id: int
    kind: ItemKind
    taken_at: datetime
    offset_min: int | None
    time_source: str

    @property
    def local(self) -> datetime:
        """What clocks showed there, naive."""
        return self.taken_at + timedelta(minutes=self.offset_min or 0)


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of an item in place of what the same sources said before.

    Args:
        sources: who says it.
        facets: of these sources.
        texts: of these sources.
    """

    sources: frozenset[str]
    facets: tuple[Facet, ...] = ()
    texts: tuple[Text, ...] = ()


Teller = Callable[[Told], Saying]


class Clocks(Store):
    """The part of the catalogue that corrects clocks."""

    def clocks(self) -> dict[str, int]:
        """Return camera -> seconds that are added to its times.

        Pictures without a camera go by "time:" and the source of their time ("time:name").
        """
        with self._reading() as connection:
            rows = connection.execute(select(ClockRow.name, ClockRow.seconds))
            return {row[0]: row[1] for row in rows.all()}

    def set_clock(self, name: str, seconds: int, *, teller: Teller | None = None) -> int:
        """Set how many seconds are added to the times of a camera, and shift its items.

        One transaction; 0 takes the correction away, so that every time is again what the camera
        wrote. Imports add the same to what they find later.

        Args:
            name: value of the facet "camera", or "time:" and a source of times for items without.
            seconds: to add, up to a hundred years either way.
            teller: makes the facets and texts that hang on a time anew.

        Returns:
            How many items were shifted.

        Raises:
            QueryError: the name is empty, or the seconds are out of range.
        """
        if not (plain := clean_text(name).strip()):
            raise QueryError("A clock needs a camera.", hint="Choose a camera.")
        if not abs(seconds) <= _LONGEST:
            raise QueryError(
                "A clock can be set by a hundred years at most.", hint="Give fewer seconds."
            )
        with self._writing(durable=True) as connection:
            query = select(ClockRow.seconds).where(ClockRow.name == plain)
            before = connection.execute(query).scalar_one_or_none() or 0
            if seconds:
                row = {"name": plain, "seconds": int(seconds)}
                connection.execute(upsert(ClockRow, "seconds"), row)
            else:
                connection.execute(delete(ClockRow).where(ClockRow.name == plain))
            self._touched.add(())
            if seconds == before:
                return 0
            query = select(Item.id).where(_timed_by(plain)).order_by(Item.id)
            items = list(connection.execute(query).scalars())
            self._touched.add(items)
            for part in chunks(items, _AT_ONCE):
                self._shift(connection, part, timedelta(seconds=int(seconds) - before), teller)
        return len(items)

    def items_of_clock(self, name: str) -> list[int]:
        """Return the items whose times a clock corrects, ascending."""
        query = select(Item.id).where(_timed_by(clean_text(name).strip())).order_by(Item.id)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def _shift(
        self, connection: Connection, items: Sequence[int], by: timedelta, teller: Teller | None
    ) -> None:
        """Shift the times of items and say anew what hangs on them."""
        told = read_times(connection, items)
        shifted = [
            Told(each.id, each.kind, each.taken_at + by, each.offset_min, each.time_source)
            for each in told
        ]
        connection.execute(
            update(Item)
            .where(Item.id == bindparam("at"))
            .values(taken_at=bindparam("moment"), year=bindparam("local_year")),
            [
                {"at": each.id, "moment": each.taken_at, "local_year": each.local.year}
                for each in shifted
            ],
        )
        if teller is not None:
            say(connection, self._backend.full_text, {each.id: teller(each) for each in shifted})


def say(connection: Connection, full_text: FullText, said: Mapping[int, Saying]) -> None:
    """Write what is said of items in place of what the same sources said before."""
    notes = [
        Notes(item, each.sources, each.facets, each.texts, (), ()) for item, each in said.items()
    ]
    write_notes(connection, full_text, notes, fresh=said.keys())


def read_times(connection: Connection, items: Sequence[int]) -> list[Told]:
    """Return the times of those of items that have one, by id."""
    query = select(Item.id, Item.kind, Item.taken_at, Item.offset_min, Item.time_source)
    query = query.where(Item.id.in_(items), Item.taken_at.is_not(None)).order_by(Item.id)
    return [
        Told(row.id, ItemKind(row.kind), row.taken_at, row.offset_min, row.time_source)
        for row in connection.execute(query)
    ]


def _timed_by(name: str) -> ColumnElement[bool]:
    """Return the condition on items whose times a clock corrects."""
    camera = (
        exists()
        .where(ItemFacet.item_id == Item.id)
        .where(ItemFacet.value_id == FacetValue.id)
        .where(FacetValue.key == "camera")
    )
    timed = and_(Item.taken_at.is_not(None), Item.time_source.not_in(NO_CLOCK))
    if name.startswith(TIME_OF):
        return and_(timed, Item.time_source == name.removeprefix(TIME_OF), ~camera)
    return and_(timed, camera.where(FacetValue.value == name))
