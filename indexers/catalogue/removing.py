"""Taking items out so that they can come back, and forgetting them for good."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, exists, insert, or_, select, update

from indexers.catalogue.counts import counted
from indexers.catalogue.files import drop_orphans, files_of
from indexers.catalogue.restoring import Returning, bring_back, placed
from indexers.catalogue.snapshots import snapshots
from indexers.catalogue.sql import chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import Encoder, Item, VectorRow
from indexers.catalogue.user_tables import RemovedItem, RemovedVector

_AT_ONCE = 500  # items whose snapshots are in memory


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back.

    Args:
        items: ids, ascending.
        vectors: encoder -> (items, rows), to be committed to its collection.
    """

    items: tuple[int, ...] = ()
    vectors: Mapping[str, tuple[list[int], list[int]]] = field(default_factory=dict)


class Removing(Store):
    """The part of the catalogue that takes items out and brings them back."""

    def remove_items(self, items: Sequence[int], *, removal: str = "") -> list[int]:
        """Take items out with all that belongs to them; only on the user's word.

        The shots of a video go with it. Ids are never given to other items; while items can come
        back, an import that meets one of them again gives it the id it had.

        Args:
            items: ids; those that are not there are ignored.
            removal: a name under which restore_items() brings them back, until their command
                is forgotten; "" forgets them at once.

        Returns:
            The ids that went, ascending.
        """
        if not items:
            return []
        with self._writing(durable=True) as connection:
            gone = _with_parts(connection, items)
            self._touched.add(gone)
            if removal:
                _keep(connection, removal, gone)
            files = files_of(connection, gone)
            with counted(connection, gone):
                for part in chunks(gone):
                    connection.execute(delete(Item).where(Item.id.in_(part)))
            drop_orphans(connection, files)
        return gone

    def restore_items(self, removal: str) -> Restored:
        """Bring back the items of a removal, under their ids, with their history of labels.

        An item that was imported again meanwhile stays as it is now and gets what it lacks: what
        the user said before, and what sources said that say nothing now. Files whose content has
        changed since are not tied to it. A shot whose video is not there waits for it.

        Args:
            removal: as remove_items() was told; nothing happens if it is unknown or was restored.
        """
        with self._writing(durable=True) as connection:
            query = select(RemovedItem.item_id).where(RemovedItem.removal == removal)
            waiting = set(connection.execute(query).scalars())
            there = _known(connection, waiting)
            back: list[int] = []
            for part in chunks(sorted(waiting), _AT_ONCE):
                items = _returning(connection, removal, part)
                for each in items:
                    each.there = each.item in there
                items = _with_parents(connection, items, waiting)
                ids = [each.item for each in items]
                self._touched.add(ids)
                with counted(connection, ids):
                    bring_back(connection, self._backend.full_text, items)
                back += ids
                connection.execute(
                    delete(RemovedItem).where(
                        RemovedItem.removal == removal, RemovedItem.item_id.in_(ids)
                    )
                )
            return Restored(tuple(back), placed(connection, back))

    def removed_items(self, removal: str) -> list[int]:
        """Return the ids that restore_items() would bring back, ascending."""
        query = select(RemovedItem.item_id).where(RemovedItem.removal == removal)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(RemovedItem.item_id)).scalars())

    def encoders_in_use(self) -> list[str]:
        """Return the encoders that items have vectors of, removed ones that may come back too."""
        query = select(Encoder.name).where(
            or_(
                exists().where(VectorRow.encoder_id == Encoder.id),
                exists().where(RemovedVector.encoder_id == Encoder.id),
            )
        )
        with self._reading() as connection:
            return list(connection.execute(query.order_by(Encoder.name)).scalars())

    def forget_removed_rows(self, encoder: str = "") -> None:
        """Note that the vectors of an encoder, "" for all thumbnails, are not in their store.

        Removed items come back without them; their analyses run again.
        """
        with self._writing() as connection:
            self._touched.add(())
            if encoder:
                number = select(Encoder.id).where(Encoder.name == encoder).scalar_subquery()
                connection.execute(delete(RemovedVector).where(RemovedVector.encoder_id == number))
            else:
                connection.execute(update(RemovedItem).values(thumb_row=-1))


def forget_removals(connection: Connection, removals: Collection[str]) -> None:
    """Forget removed items for good."""
    for part in chunks(sorted(removals)):
        connection.execute(delete(RemovedItem).where(RemovedItem.removal.in_(part)))


def _with_parts(connection: Connection, items: Sequence[int]) -> list[int]:
    """Return those of items that are there, and all their parts, ascending."""
    found: set[int] = set()
    following = _known(connection, {int(item) for item in items})
    while following:
        found |= following
        parts: set[int] = set()
        for part in chunks(sorted(following)):
            query = select(Item.id).where(Item.parent_id.in_(part))
            parts.update(connection.execute(query).scalars())
        following = parts - found
    return sorted(found)


def _known(connection: Connection, items: Collection[int]) -> set[int]:
    """Return those of items that are there."""
    found: set[int] = set()
    for part in chunks(sorted(items)):
        found.update(connection.execute(select(Item.id).where(Item.id.in_(part))).scalars())
    return found


def _keep(connection: Connection, removal: str, items: Sequence[int]) -> None:
    """Write all there is of items, so that they can come back."""
    for part in chunks(items):
        same = (RemovedItem.removal == removal, RemovedItem.item_id.in_(part))
        connection.execute(delete(RemovedItem).where(*same))
    rows, vectors = [], []
    for item, document, placed_at in snapshots(connection, items):
        key = {"removal": removal, "item_id": item["id"]}
        thumb_row = item.pop("thumb_row")
        rows.append(key | {"identity": item["identity"], "thumb_row": thumb_row, "rows": document})
        vectors += [key | {"encoder_id": at, "row": row} for at, row in placed_at.items()]
        if len(rows) == _AT_ONCE:
            _flush(connection, rows, vectors)
    _flush(connection, rows, vectors)


def _flush(
    connection: Connection, rows: list[dict[str, object]], vectors: list[dict[str, object]]
) -> None:
    """Write rows and empty the lists."""
    for table, wanted in ((RemovedItem, rows), (RemovedVector, vectors)):
        if wanted:
            connection.execute(insert(table), wanted)
            wanted.clear()


def _returning(connection: Connection, removal: str, items: Sequence[int]) -> list[Returning]:
    """Return what was kept of items, by id."""
    query = (
        select(RemovedItem.item_id, RemovedItem.thumb_row, RemovedItem.rows)
        .where(RemovedItem.removal == removal, RemovedItem.item_id.in_(items))
        .order_by(RemovedItem.item_id)
    )
    found = {row[0]: Returning(row[0], row[1], row[2]) for row in connection.execute(query)}
    vectors = select(RemovedVector.item_id, RemovedVector.encoder_id, RemovedVector.row).where(
        RemovedVector.removal == removal, RemovedVector.item_id.in_(items)
    )
    for item, encoder, row in connection.execute(vectors):
        found[item].vectors[encoder] = row
    return list(found.values())


def _with_parents(
    connection: Connection, items: Sequence[Returning], waiting: Collection[int]
) -> list[Returning]:
    """Return those of items whose whole is there, or comes back with them."""
    parents = {each.document["item"]["parent_id"] for each in items} - {None}
    there = _known(connection, parents) | (parents & set(waiting))
    return [each for each in items if each.document["item"]["parent_id"] in there | {None}]
