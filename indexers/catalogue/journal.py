"""What happened: imports, and commands that can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, update

from common.errors import QueryError
from common.values import SkippedFile
from indexers.catalogue.owning import Owning
from indexers.catalogue.records import Command, ImportRun
from indexers.catalogue.removing import forget_removals
from indexers.catalogue.sql import next_id
from indexers.catalogue.tables import ImportRow, ImportSkip
from indexers.catalogue.types import decode_path, encode_path
from indexers.catalogue.user_tables import CommandRow, RemovedItem

COMMANDS_KEPT = 1000


class Journal(Owning):
    """The part of the catalogue that keeps imports and commands."""

    def start_run(self, kind: str, paths: Sequence[str]) -> int:
        """Note that an import begins and return its number; one that never ends was killed."""
        with self._noting() as connection:
            number = next_id(connection, ImportRow.id)
            connection.execute(
                insert(ImportRow),
                {
                    "id": number,
                    "kind": kind,
                    "paths": [encode_path(path) for path in paths],
                    "state": "running",
                    "started_at": self._backend.now(connection),
                    "report": {},
                },
            )
        return number

    def add_skips(self, run: int, skipped: Sequence[SkippedFile]) -> None:
        """Note files that an import could not use."""
        if skipped:
            with self._noting() as connection:
                connection.execute(
                    insert(ImportSkip),
                    [{"run_id": run, "path": each.path, "reason": each.reason} for each in skipped],
                )

    def finish_run(
        self, run: int, state: str = "done", report: Mapping[str, Any] | None = None
    ) -> None:
        """Note that an import ended.

        Args:
            run: from start_run().
            state: "done", "cancelled" or "failed".
            report: counts, JSON types.
        """
        with self._noting() as connection:
            now = self._backend.now(connection)
            connection.execute(
                update(ImportRow)
                .where(ImportRow.id == run)
                .values(state=state, finished_at=now, report=dict(report or {}))
            )

    def runs(self, limit: int = 20) -> list[ImportRun]:
        """Return the latest imports, newest first."""
        skipped = (
            select(func.count())
            .where(ImportSkip.run_id == ImportRow.id)
            .scalar_subquery()
            .label("skipped")
        )
        query = select(ImportRow.__table__, skipped).order_by(ImportRow.id.desc()).limit(limit)
        with self._reading() as connection:
            return [
                ImportRun(
                    id=row.id,
                    kind=row.kind,
                    paths=tuple(decode_path(path) for path in row.paths),
                    state=row.state,
                    started_at=row.started_at,
                    finished_at=row.finished_at,
                    report=row.report,
                    skipped=row.skipped,
                )
                for row in connection.execute(query)
            ]

    def skips(self, run: int) -> list[SkippedFile]:
        """Return the files that an import could not use, in the order they were met."""
        query = (
            select(ImportSkip.path, ImportSkip.reason)
            .where(ImportSkip.run_id == run)
            .order_by(ImportSkip.id)
        )
        with self._reading() as connection:
            return [SkippedFile(*row) for row in connection.execute(query)]

    def add_command(self, name: str, forward: Any, backward: Any, *, title: str = "") -> int:
        """Note a command and return its number; commands that were undone are forgotten.

        So are the oldest ones, and with a command goes what it removed: see _removals().

        Args:
            name: registered name of the command.
            forward: what doing it again needs, JSON types.
            backward: what undoing it needs, JSON types.
            title: as the history shows it.
        """
        with self._noting(durable=True) as connection:
            number = next_id(connection, CommandRow.id)
            own = CommandRow.owner == self.person
            latest = select(CommandRow.id).where(own).order_by(CommandRow.id.desc())
            kept = latest.limit(1).offset(COMMANDS_KEPT - 2).scalar_subquery()
            forgotten = and_(own, CommandRow.undone | (CommandRow.id < kept))
            payloads = connection.execute(select(CommandRow.forward).where(forgotten)).scalars()
            forget_removals(connection, _removals(payloads))
            connection.execute(delete(CommandRow).where(forgotten))
            connection.execute(
                insert(CommandRow),
                {
                    "id": number,
                    "name": name,
                    "title": title,
                    "forward": forward,
                    "backward": backward,
                    "at": self._backend.now(connection),
                    "owner": self.person,
                },
            )
        return number

    def set_undone(self, command: int, *, undone: bool) -> None:
        """Note that a command was undone, or done again.

        Raises:
            QueryError: there is no such command.
        """
        with self._noting(durable=True) as connection:
            changed = connection.execute(
                update(CommandRow)
                .where(CommandRow.id == command, CommandRow.owner == self.person)
                .values(undone=undone)
            )
            if changed.rowcount == 0:
                raise QueryError(
                    f"There is no command {command} in the history.", hint="Reload the history."
                )

    def commands(self, limit: int = COMMANDS_KEPT) -> list[Command]:
        """Return the latest commands of this person, oldest first."""
        query = select(CommandRow.__table__).where(CommandRow.owner == self.person)
        query = query.order_by(CommandRow.id.desc()).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [
            Command(row.id, row.name, row.title, row.forward, row.backward, row.undone, row.at)
            for row in reversed(rows)
        ]

    def clear_commands(self) -> None:
        """Forget the history of this person; what he removed can come back no more."""
        with self._noting() as connection:
            own = CommandRow.owner == self.person
            payloads = connection.execute(select(CommandRow.forward).where(own)).scalars().all()
            connection.execute(delete(CommandRow).where(own))
            if connection.execute(select(CommandRow.id).limit(1)).first() is None:
                connection.execute(delete(RemovedItem))
            else:  # others may still bring back what they removed
                forget_removals(connection, _removals(payloads))


def _removals(payloads: Iterable[Any]) -> set[str]:
    """Return the names of removals in payloads of commands; see Catalogue.remove_items()."""
    return {
        str(payload["removal"])
        for payload in payloads
        if isinstance(payload, dict) and payload.get("removal")
    }
