"""Things that two people may edit have versions: the later writer sees the earlier one."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from common.errors import ConflictError
from indexers.catalogue.ownership import visible
from indexers.catalogue.store import Store


class Owning(Store):
    """What parts of the catalogue share that keep things with an owner and a version."""

    def _touch(self, connection: Connection, table: Any, number: int) -> None:
        """Note that this person changed a thing."""
        row = update(table).where(table.id == number)
        connection.execute(row.values(version=table.version + 1, changed_by=self.person))
        now = connection.execute(select(table.version).where(table.id == number)).scalar_one()
        self._mine.add((table.__tablename__, number, int(now)))

    def _require_seen(
        self,
        connection: Connection,
        table: Any,
        name: str,
        seen: int | None,
        theirs: Callable[[], Sequence[Any]] = tuple,
    ) -> None:
        """Check that a thing is as this person saw it, but for what this process did itself.

        Args:
            connection: of the write.
            table: of the thing.
            name: of the thing, as it is stored.
            seen: from Catalogue.version(); None asks for no check.
            theirs: returns what the thing holds now, for the error.

        Raises:
            ConflictError: somebody changed or deleted it since.
        """
        if seen is None or not self.person:
            return
        query = select(table.id, table.version, table.changed_by)
        query = query.where(table.name == name, visible(table, self.person))
        row = connection.execute(query).one_or_none()
        if row is None:
            if seen:
                raise ConflictError(name, "")
            return
        mine = {(table.__tablename__, row.id, at) for at in range(seen + 1, row.version + 1)}
        if row.version < seen or not mine <= self._mine:
            raise ConflictError(name, row.changed_by, tuple(theirs()), version=row.version)
