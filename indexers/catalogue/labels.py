"""Labels: relevant, not relevant. Each is an event; the latest one of an item is in effect."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import ColumnElement, Connection, Text, and_, func, insert, literal, select

from common.errors import ConflictError, QueryError
from indexers.catalogue.filters import latest_labels
from indexers.catalogue.ownership import numbered, visible
from indexers.catalogue.sql import CHUNK, INTS, arrays, chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Item
from indexers.catalogue.types import clean_text
from indexers.catalogue.user_tables import LabelEvent, LabelSet

VALUES = (-1, 0, 1)


class Labels(Store):
    """The part of the catalogue that keeps labels; a label is on disk before its call returns."""

    def set_label(self, item: int, value: int, label_set: str = "default") -> None:
        """Label an item: +1 relevant, -1 not relevant, 0 clears; see set_labels()."""
        self.set_labels({item: value}, label_set)

    def set_labels(
        self,
        labels: Mapping[int, int],
        label_set: str = "default",
        *,
        seen: Mapping[int, int] | None = None,
    ) -> None:
        """Label items in one transaction: +1 relevant, -1 not relevant, 0 clears.

        A label that an item has already is not written again.

        Args:
            labels: item id -> label.
            label_set: its name; one that is new is this person's own.
            seen: the labels of these items as they were shown before, 0 for none; None asks for
                no check.

        Raises:
            ConflictError: somebody has labelled one of them otherwise since.
            QueryError: an item is not in the library, or the set has no name.
            ValueError: a value is none of -1, 0, 1.
        """
        wanted = {int(item): int(value) for item, value in labels.items()}
        if any(value not in VALUES for value in wanted.values()):
            raise ValueError("a label is -1, 0 or 1")
        name = clean_text(label_set).strip()
        if not name:
            raise QueryError("A label set needs a name.", hint="Type a name.")
        if not wanted:
            return
        with self._noting(durable=True, touches="labels") as connection:
            require_items(connection, wanted)
            number = numbered(connection, LabelSet, name, self.person)
            query = latest_labels(name, self.person)
            now = {row[0]: row[1] for row in connection.execute(query)}
            _require_seen(connection, name, self.person, wanted, seen)
            moment = self._backend.now(connection)
            for value in VALUES:
                items = [
                    item
                    for item, wish in wanted.items()
                    if wish == value and now.get(item, 0) != value
                ]
                _note(connection, number, value, items, moment, self.person)

    def labels(self, label_set: str = "default") -> dict[int, int]:
        """Return item id -> +1 or -1, in the order of ids."""
        query = latest_labels(clean_text(label_set).strip(), self.person).order_by(
            LabelEvent.item_id
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query) if row[1]}

    def last_label(self, label_set: str = "default") -> int:
        """Return the number of the latest label of a set, 0 for none; another after each change."""
        query = select(func.coalesce(func.max(LabelEvent.id), 0)).join(
            LabelSet, LabelSet.id == LabelEvent.label_set_id
        )
        with self._reading() as connection:
            named = query.where(_is(label_set, self.person))
            return int(connection.execute(named).scalar_one())

    def label_sets(self) -> dict[str, int]:
        """Return the names of the label sets and how many items each labels."""
        with self._reading() as connection:
            query = select(LabelSet.name).where(visible(LabelSet, self.person))
            names = connection.execute(query.order_by(LabelSet.name)).scalars()
            return {name: _count(connection, name, self.person) for name in names.all()}

    def label_history(self, item: int, label_set: str = "default") -> list[tuple[datetime, int]]:
        """Return when (UTC) an item was labelled how, oldest first."""
        query = (
            select(LabelEvent.at, LabelEvent.value)
            .join(LabelSet, LabelSet.id == LabelEvent.label_set_id)
            .where(_is(label_set, self.person), LabelEvent.item_id == item)
            .order_by(LabelEvent.id)
        )
        with self._reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]


def _is(label_set: str, person: str) -> ColumnElement[bool]:
    """Return the condition on the label set that a person sees under a name."""
    return and_(LabelSet.name == clean_text(label_set).strip(), visible(LabelSet, person))


def _require_seen(
    connection: Connection,
    name: str,
    person: str,
    wanted: Mapping[int, int],
    seen: Mapping[int, int] | None,
) -> None:
    """Check that nobody else has labelled items otherwise than was seen and is wanted.

    Raises:
        ConflictError: somebody has.
    """
    if not seen or not person:
        return
    labels = latest_labels(name, person).subquery()
    query = select(labels.c.item_id, labels.c.value, labels.c.person)
    others: dict[int, int] = {}
    by = ""
    for item, value, who in connection.execute(query):
        if item in wanted and who != person and value not in {seen.get(item, 0), wanted[item]}:
            others[item], by = value, who
    if others:
        raise ConflictError(name, by, others, version=1)


def _note(
    connection: Connection,
    number: int,
    value: int,
    items: Sequence[int],
    moment: datetime,
    person: str,
) -> None:
    """Write that items were labelled; a part of them is one statement, not a row each."""
    columns = ["label_set_id", "item_id", "value", "at", "person"]
    for part in chunks(sorted(items)):
        rows = select(
            literal(number), Item.id, literal(value), literal(moment, LabelEvent.at.type),
            literal(person, Text),
        )  # fmt: skip
        chosen = rows.where(Item.id.in_(part)).order_by(Item.id)
        connection.execute(insert(LabelEvent).from_select(columns, chosen))


def _count(connection: Connection, name: str, person: str) -> int:
    """Return how many items a set labels."""
    labels = latest_labels(name, person).subquery()
    query = select(func.count()).select_from(labels).where(labels.c.value != 0)
    return int(connection.execute(query).scalar_one())


def require_items(connection: Connection, items: Mapping[int, object]) -> None:
    """Check that items are in the library.

    Raises:
        QueryError: one is not.
    """
    if len(items) > CHUNK:
        (known,) = arrays(connection, select(Item.id), [INTS])
        wanted = np.fromiter(items, np.int64, len(items))
        absent = np.sort(wanted[~np.isin(wanted, known)]).tolist()
    else:
        query = select(Item.id).where(Item.id.in_(sorted(items)))
        absent = sorted(items.keys() - set(connection.execute(query).scalars()))
    if absent:
        raise QueryError(
            f"There is no item {absent[0]} in this library.",
            hint="Take an id from a search or from the wall.",
        )
