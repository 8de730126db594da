"""When and where items were: read for many at once, and corrected by what other files tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select, update

from common.values import Facet, ItemKind, Text
from indexers.catalogue.clocks import Saying, Teller, Told, say
from indexers.catalogue.sql import chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Item

_COLUMNS = ("taken_at", "offset_min", "time_source", "latitude", "longitude", "position_source")


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where an item was.

    Args:
        item: id.
        kind: of the item.
        taken_at: UTC, naive; None where unknown. Local time taken as UTC where a camera told it
            without a zone: see MediaFacts.
        offset_min: minutes east of UTC, None where unknown.
        time_source: who told the time.
        latitude: degrees north, None where unknown.
        longitude: degrees east.
        position_source: who told the position; "" for the file itself.
    """

    item: int
    kind: ItemKind
    taken_at: datetime | None
    offset_min: int | None
    time_source: str
    latitude: float | None
    longitude: float | None
    position_source: str


class Placing(Store):
    """The part of the catalogue that corrects when and where items were."""

    def moments(self, ids: Sequence[int] | None = None) -> list[Moment]:
        """Return when and where items were, by id.

        Args:
            ids: of items; None for all photos, lifelog pictures and videos.
        """
        query = select(Item.id, Item.kind, *(getattr(Item, name) for name in _COLUMNS))
        query = query.order_by(Item.id)
        with self._reading() as connection:
            if ids is None:
                kinds = [kind.value for kind in (ItemKind.PHOTO, ItemKind.LIFELOG, ItemKind.VIDEO)]
                rows = connection.execute(query.where(Item.kind.in_(kinds))).all()
            else:
                wanted = sorted({int(item) for item in ids})
                rows = [
                    row
                    for part in chunks(wanted)
                    for row in connection.execute(query.where(Item.id.in_(part))).all()
                ]
        return [Moment(row[0], ItemKind(row[1]), *row[2:]) for row in rows]

    def set_moments(
        self,
        moments: Sequence[Moment],
        *,
        teller: Teller,
        said: Mapping[int, Saying] | None = None,
    ) -> None:
        """Write when and where items were, and all that hangs on it, in one transaction.

        Args:
            moments: a few hundred; items that are not there are left out.
            teller: makes the facets and texts that hang on a time.
            said: what else is said of items, in place of what the same sources said.
        """
        if not moments:
            return
        extra = said or {}
        with self._writing() as connection:
            query = select(Item.id).where(Item.id.in_([each.item for each in moments]))
            there = set(connection.execute(query).scalars())
            kept = [each for each in moments if each.item in there]
            if not kept:
                return
            told = {each.item: _told(each) for each in kept}
            self._touched.add(told)
            connection.execute(
                update(Item)
                .where(Item.id == bindparam("at"))
                .values({name: bindparam(f"to_{name}") for name in _COLUMNS}),
                [
                    {"at": each.item} | {f"to_{name}": getattr(each, name) for name in _COLUMNS}
                    for each in kept
                ],
            )
            years = [
                {"at": item, "to_year": when.local.year}
                for item, when in told.items()
                if when is not None and when.time_source not in {"", "file"}
            ]
            if years:
                row = update(Item).where(Item.id == bindparam("at"))
                connection.execute(row.values(year=bindparam("to_year")), years)
            words = {
                item: _both(None if when is None else teller(when), extra.get(item))
                for item, when in told.items()
            }
            say(connection, self._backend.full_text, words)


def _told(moment: Moment) -> Told | None:
    if moment.taken_at is None:
        return None
    return Told(
        moment.item, moment.kind, moment.taken_at, moment.offset_min, moment.time_source
    )  # fmt: skip


def _both(one: Saying | None, other: Saying | None) -> Saying:
    """Return two sayings as one."""
    found = Saying(frozenset())
    for each in (one, other):
        if each is not None:
            facets: tuple[Facet, ...] = (*found.facets, *each.facets)
            texts: tuple[Text, ...] = (*found.texts, *each.texts)
            found = replace(found, sources=found.sources | each.sources, facets=facets, texts=texts)
    return found
