"""Which items each write changed: what is kept of all items is then brought up to date, not read.

Every write of items or facets leaves a row in `meta` under the number that it gave to `facts`: a
word by which the state is known again, and the ids of the items whose columns or facets may have
changed. Where it does not say which, or a row is lacking (an older version wrote, or it was long
ago), everything is read anew.
"""

import secrets
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, literal, select
from sqlalchemy import cast as as_type
from sqlalchemy.types import Text

from indexers.catalogue.sql import distinct
from indexers.catalogue.tables import Meta

WRITES_KEPT = 512
MOST_TOLD = 20_000  # ranges of ids that one write tells
MOST_CHANGED = 100_000  # items; with more all is read anew
_KEY = "change:"
_UNKNOWN = "?"
_PRUNED_EVERY = 64

Ids = NDArray[np.int64]


class Touched:
    """What one write changes; unknown until it is said."""

    def __init__(self) -> None:
        self._items: set[int] | None = None

    def add(self, items: Iterable[int]) -> None:
        """Note items whose columns or facets may change; none says that no item's do."""
        found = self._items if self._items is not None else set()
        found.update(int(item) for item in items)
        self._items = found

    def write(self, connection: Connection) -> None:
        """Write it under the number of the state that this transaction makes."""
        key = literal(_KEY, Text) + Meta.value
        told = f"{secrets.token_hex(8)};{self._told()}"
        state = select(key, as_type(literal(told), Text)).where(Meta.key == "facts")
        connection.execute(insert(Meta).from_select(["key", "value"], state))
        reached = _state(connection)
        if reached % _PRUNED_EVERY == 0:
            past = range(max(0, reached - WRITES_KEPT - 2 * _PRUNED_EVERY), reached - WRITES_KEPT)
            connection.execute(delete(Meta).where(Meta.key.in_([f"{_KEY}{at}" for at in past])))

    def _told(self) -> str:
        if self._items is None or len(self._items) > MOST_CHANGED:
            return _UNKNOWN
        ids = np.array(sorted(self._items), np.int64)
        edges = np.flatnonzero(np.diff(ids) != 1) + 1
        if len(edges) >= MOST_TOLD:
            return _UNKNOWN
        return ",".join(
            f"{part[0]}" if len(part) == 1 else f"{part[0]}-{part[-1]}"
            for part in np.split(ids, edges)
            if len(part)
        )


def word_of(connection: Connection, state: int) -> str:
    """Return the word of a state; "" where it has none."""
    value = connection.execute(select(Meta.value).where(Meta.key == f"{_KEY}{state}")).scalar()
    return str(value or "").partition(";")[0]


def name_state(connection: Connection) -> None:
    """Give the state that there is a word, if it has none; inside a write."""
    if not word_of(connection, _state(connection)):
        Touched().write(connection)


def changed_since(
    connection: Connection, state: int, now: int, *, word: str | None = None
) -> Ids | None:
    """Return the items that changed between two states, sorted; None where nobody can say.

    Args:
        connection: open.
        state: the earlier one.
        now: the later one, which the connection sees.
        word: of the earlier one; None where it is known to be of this catalogue's past.
    """
    if not now - WRITES_KEPT < state <= now:
        return None
    first = state if word is not None else state + 1
    keys = {f"{_KEY}{at}": at for at in range(first, now + 1)}
    query = select(Meta.key, Meta.value).where(Meta.key.in_(list(keys)))
    told = {keys[row[0]]: str(row[1]).partition(";") for row in connection.execute(query)}
    if len(told) < len(keys) or (word is not None and told[state][0] != word):
        return None
    found = [_ids(rest) for at, (_, _, rest) in told.items() if at > state]
    if any(ids is None for ids in found):
        return None
    ids = distinct(
        np.concatenate([np.empty(0, np.int64), *[each for each in found if each is not None]])
    )
    return ids if len(ids) <= MOST_CHANGED else None


def _ids(told: str) -> Ids | None:
    """Return the ids that a write told; None where it did not."""
    if told == _UNKNOWN:
        return None
    parts = [part.partition("-") for part in told.split(",") if part]
    ranges = [np.arange(int(first), int(last or first) + 1) for first, _, last in parts]
    return np.concatenate([np.empty(0, np.int64), *ranges])


def _state(connection: Connection) -> int:
    return int(connection.execute(select(Meta.value).where(Meta.key == "facts")).scalar_one())
