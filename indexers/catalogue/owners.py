"""Who owns what people made: a person sees what is his own and what is shared, owner "".

A name is shared or somebody's own, never both: what is shared under a name takes its place for
everybody, so a thing is shared only while nobody else has one of that name. The one person of a
library in one folder is "", whose own things and the shared ones are the same.
"""

from typing import Any, Literal

from sqlalchemy import Connection, select, update

from common.errors import ConflictError, QueryError
from indexers.catalogue.ownership import SHARED, number_of, visible
from indexers.catalogue.owning import Owning
from indexers.catalogue.types import clean_text
from indexers.catalogue.user_tables import Bucket, ClassifierRow, LabelSet, Watchlist

Kind = Literal["labels", "classifier", "bucket", "watchlist"]
_KINDS: dict[str, Any] = {
    "labels": LabelSet,
    "classifier": ClassifierRow,
    "bucket": Bucket,
    "watchlist": Watchlist,
}


class Owners(Owning):
    """The part of the catalogue that knows who owns what."""

    def owners(self, kind: Kind) -> dict[str, str]:
        """Return name -> owner of what this person sees: his own login name, or "" for shared."""
        table = _KINDS[kind]
        query = select(table.name, table.owner).where(visible(table, self.person))
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query.order_by(table.name))}

    def share(self, kind: Kind, name: str) -> None:
        """Give what this person owns to all; nothing happens where it is shared already.

        Raises:
            QueryError: there is none of this name, or somebody else has one of the same name.
        """
        table, plain = _KINDS[kind], clean_text(name).strip()
        with self._noting(durable=True, touches="lists") as connection:
            _require(connection, table, plain, self.person)
            others = select(table.owner).where(table.name == plain, table.owner != self.person)
            if set(connection.execute(others).scalars()) - {SHARED}:
                raise QueryError(
                    f"Another person has a “{plain}” too.", hint="Rename yours, then share it."
                )
            self._give(connection, table, plain, self.person, SHARED)

    def unshare(self, kind: Kind, name: str) -> None:
        """Take what is shared for this person alone; others do not see it any more.

        Raises:
            QueryError: there is none of this name.
        """
        table, plain = _KINDS[kind], clean_text(name).strip()
        with self._noting(durable=True, touches="lists") as connection:
            _require(connection, table, plain, self.person)
            self._give(connection, table, plain, SHARED, self.person)

    def version(self, kind: Kind, name: str) -> int:
        """Return a number that grows with every change of a thing; 0 where there is none.

        What was read with this number in hand is given back with a change as `seen`: the change
        fails if somebody else was quicker. Label sets have none: see set_labels().
        """
        table = _KINDS[kind]
        query = select(table.version).where(table.name == clean_text(name).strip())
        with self._reading() as connection:
            found = connection.execute(
                query.where(visible(table, self.person))
            ).scalar_one_or_none()
        return 0 if found is None else int(found)

    def is_as_seen(self, kind: Kind, name: str, seen: int) -> bool:
        """Return whether nobody but this process has changed a thing since that version."""
        with self._reading() as connection:
            try:
                self._require_seen(connection, _KINDS[kind], clean_text(name).strip(), seen)
            except ConflictError:
                return False
        return True

    def changed_by(self, kind: Kind, name: str) -> str:
        """Return who changed a thing last; "" where nobody did since it was made."""
        table = _KINDS[kind]
        query = select(table.changed_by).where(table.name == clean_text(name).strip())
        with self._reading() as connection:
            found = connection.execute(query.where(visible(table, self.person)))
            return found.scalar_one_or_none() or ""

    @staticmethod
    def _give(connection: Connection, table: Any, name: str, old: str, new: str) -> None:
        connection.execute(
            update(table).where(table.name == name, table.owner == old).values(owner=new)
        )


def _require(connection: Connection, table: Any, name: str, person: str) -> None:
    if number_of(connection, table, name, person) is None:
        raise QueryError(f"There is no “{name}”.", hint="Choose one from the list.")
