"""Buckets (named sets of items) and watchlists (named lists in the user's order)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from common.errors import QueryError
from indexers.catalogue.labels import require_items
from indexers.catalogue.ownership import (
    SHARED,
    number_of,
    numbered,
    visible,
)
from indexers.catalogue.owning import Owning
from indexers.catalogue.sql import chunks, upsert
from indexers.catalogue.types import clean_text
from indexers.catalogue.user_tables import Bucket, BucketItem, Watchlist, WatchlistItem


class Collections(Owning):
    """The part of the catalogue that keeps buckets and watchlists; each write is on disk first."""

    def buckets(self) -> dict[str, int]:
        """Return the names of the buckets and how many items each holds."""
        return self._sizes(Bucket, BucketItem.bucket_id)

    def bucket_items(self, name: str) -> list[int]:
        """Return the ids in a bucket, sorted; none if there is no such bucket."""
        query = select(BucketItem.item_id).join(Bucket, Bucket.id == BucketItem.bucket_id)
        query = query.where(self._is(Bucket, name)).order_by(BucketItem.item_id)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def add_to_bucket(self, name: str, items: Sequence[int]) -> None:
        """Put items into a bucket, which is made if it is new.

        Raises:
            QueryError: an item is not in the library, or the name is empty.
        """
        with self._noting(durable=True, touches="lists") as connection:
            bucket = self._numbered(connection, Bucket, name)
            wanted = dict.fromkeys(int(item) for item in items)
            require_items(connection, wanted)
            if wanted:
                rows = [{"bucket_id": bucket, "item_id": item} for item in wanted]
                connection.execute(upsert(BucketItem), rows)

    def remove_from_bucket(self, name: str, items: Sequence[int]) -> None:
        """Take items out of a bucket; those that are not in it are ignored."""
        self._take_out(Bucket, BucketItem.bucket_id, name, items)

    def rename_bucket(self, name: str, new_name: str, *, seen: int | None = None) -> None:
        """Give a bucket another name.

        Raises:
            ConflictError: somebody has changed it since it had the version seen.
            QueryError: there is none of this name, or one has the new name already.
        """
        self._rename(Bucket, BucketItem, name, new_name, seen)

    def delete_bucket(self, name: str, *, seen: int | None = None) -> None:
        """Delete a bucket; its items stay in the library.

        Raises:
            ConflictError: somebody has changed it since it had the version seen.
        """
        self._delete(Bucket, BucketItem, name, seen)

    def watchlists(self) -> dict[str, int]:
        """Return the names of the watchlists and how many items each holds."""
        return self._sizes(Watchlist, WatchlistItem.watchlist_id)

    def watchlist_items(self, name: str) -> list[int]:
        """Return the ids in a watchlist in its order; none if there is no such list."""
        query = select(WatchlistItem.item_id).join(
            Watchlist, Watchlist.id == WatchlistItem.watchlist_id
        )
        query = query.where(self._is(Watchlist, name)).order_by(WatchlistItem.position)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def add_to_watchlist(self, name: str, items: Sequence[int]) -> None:
        """Put items at the end of a watchlist, made if it is new; those in it keep their place.

        Raises:
            QueryError: an item is not in the library, or the name is empty.
        """
        with self._noting(durable=True, touches="lists") as connection:
            number = self._numbered(connection, Watchlist, name)
            _append(connection, number, items)

    def set_watchlist(self, name: str, items: Sequence[int], *, seen: int | None = None) -> None:
        """Make a watchlist hold these items in this order; an item named twice keeps its first.

        Args:
            name: of the list.
            items: in order.
            seen: its version() when it was shown; None asks for no check.

        Raises:
            ConflictError: somebody has changed it since.
            QueryError: an item is not in the library, or the name is empty.
        """
        with self._noting(durable=True, touches="lists") as connection:
            self._require_list_seen(connection, Watchlist, WatchlistItem, name, seen)
            number = self._numbered(connection, Watchlist, name)
            connection.execute(delete(WatchlistItem).where(WatchlistItem.watchlist_id == number))
            _append(connection, number, items)

    def remove_from_watchlist(self, name: str, items: Sequence[int]) -> None:
        """Take items out of a watchlist; those that are not in it are ignored."""
        self._take_out(Watchlist, WatchlistItem.watchlist_id, name, items)

    def rename_watchlist(self, name: str, new_name: str, *, seen: int | None = None) -> None:
        """Give a watchlist another name.

        Raises:
            ConflictError: somebody has changed it since it had the version seen.
            QueryError: there is none of this name, or one has the new name already.
        """
        self._rename(Watchlist, WatchlistItem, name, new_name, seen)

    def delete_watchlist(self, name: str, *, seen: int | None = None) -> None:
        """Delete a watchlist; its items stay in the library.

        Raises:
            ConflictError: somebody has changed it since it had the version seen.
        """
        self._delete(Watchlist, WatchlistItem, name, seen)

    def _sizes(self, table: Any, owner: Any) -> dict[str, int]:
        """Return name -> number of items."""
        query = (
            select(table.name, func.count(owner.class_.item_id))
            .join(owner.class_, owner == table.id, isouter=True)
            .where(visible(table, self.person))
            .group_by(table.name)
            .order_by(table.name)
        )
        with self._reading() as connection:
            return {name: int(count) for name, count in connection.execute(query)}

    def _take_out(self, table: Any, owner: Any, name: str, items: Sequence[int]) -> None:
        """Take items out of a bucket or watchlist."""
        with self._noting(durable=True, touches="lists") as connection:
            number = number_of(connection, table, _plain(name), self.person)
            if number is None:
                return
            for part in chunks(sorted({int(item) for item in items})):
                connection.execute(
                    delete(owner.class_).where(owner == number, owner.class_.item_id.in_(part))
                )
            self._touch(connection, table, number)

    def _rename(self, table: Any, members: Any, name: str, new_name: str, seen: int | None) -> None:
        """Rename a bucket or watchlist."""
        old, new = _plain(name), _required(new_name)
        with self._noting(durable=True, touches="lists") as connection:
            self._require_list_seen(connection, table, members, old, seen)
            number = number_of(connection, table, old, self.person)
            if number is None:
                raise QueryError(f"There is no “{old}”.", hint="Choose one from the list.")
            # What is shared is seen by all, so its name must be free for all.
            taken = select(table.id).where(table.name == new, table.id != number)
            shared = select(table.owner).where(table.id == number).scalar_subquery() == SHARED
            if connection.execute(taken.where(visible(table, self.person) | shared)).first():
                raise QueryError(f"“{new}” exists already.", hint="Choose another name.")
            connection.execute(update(table).where(table.id == number).values(name=new))
            self._touch(connection, table, number)

    def _delete(self, table: Any, members: Any, name: str, seen: int | None) -> None:
        """Delete a bucket or watchlist."""
        with self._noting(durable=True, touches="lists") as connection:
            self._require_list_seen(connection, table, members, name, seen)
            number = number_of(connection, table, _plain(name), self.person)
            connection.execute(delete(table).where(table.id == number))

    def _is(self, table: Any, name: str) -> ColumnElement[bool]:
        """Return the condition on the bucket or watchlist that this person sees under a name."""
        return and_(table.name == _plain(name), visible(table, self.person))

    def _numbered(self, connection: Connection, table: Any, name: str) -> int:
        """Return the number of a bucket or watchlist that changes, made if it is new."""
        number = numbered(connection, table, _required(name), self.person)
        self._touch(connection, table, number)
        return number

    def _require_list_seen(
        self, connection: Connection, table: Any, members: Any, name: str, seen: int | None
    ) -> None:
        """Check that a list is as this person saw it."""

        def now() -> list[int]:
            owner = members.bucket_id if table is Bucket else members.watchlist_id
            order = members.item_id if table is Bucket else members.position
            query = select(members.item_id).join(table, table.id == owner)
            query = query.where(self._is(table, name)).order_by(order)
            return list(connection.execute(query).scalars())

        self._require_seen(connection, table, _plain(name), seen, now)


def _plain(name: str) -> str:
    """Return a name as it is stored."""
    return clean_text(name).strip()


def _required(name: str) -> str:
    """Return a name as it is stored.

    Raises:
        QueryError: it is empty.
    """
    if not (plain := _plain(name)):
        raise QueryError("A name is needed.", hint="Type a name.")
    return plain


def _append(connection: Connection, number: int, items: Sequence[int]) -> None:
    """Put items at the end of a watchlist."""
    wanted = dict.fromkeys(int(item) for item in items)
    require_items(connection, wanted)
    row = WatchlistItem.watchlist_id == number
    there = set(connection.execute(select(WatchlistItem.item_id).where(row)).scalars())
    last = connection.execute(
        select(func.coalesce(func.max(WatchlistItem.position), 0)).where(row)
    ).scalar_one()
    rows = [
        {"watchlist_id": number, "item_id": item, "position": last + place}
        for place, item in enumerate((item for item in wanted if item not in there), 1)
    ]
    if rows:
        connection.execute(insert(WatchlistItem), rows)
