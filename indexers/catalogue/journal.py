"""What happened: imports, commands that can be undone, saved states of the window."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from common.errors import QueryError
from common.values import SkippedFile
from indexers.catalogue.records import Command, ImportRun, SavedSession
from indexers.catalogue.removing import forget_removals
from indexers.catalogue.sql import next_id
from indexers.catalogue.store import Store
from indexers.catalogue.tables import ImportRow, ImportSkip
from indexers.catalogue.types import clean_text, decode_path, encode_path
from indexers.catalogue.user_tables import CommandRow, RemovedItem, SessionRow

COMMANDS_KEPT = 1000


class Journal(Store):
    """The part of the catalogue that keeps imports, commands and sessions."""

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
                    "started_at": datetime.now(UTC),
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
            connection.execute(
                update(ImportRow)
                .where(ImportRow.id == run)
                .values(state=state, finished_at=datetime.now(UTC), report=dict(report or {}))
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
            old = CommandRow.id <= number - COMMANDS_KEPT
            forgotten = CommandRow.undone | old
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
                    "at": datetime.now(UTC),
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
                update(CommandRow).where(CommandRow.id == command).values(undone=undone)
            )
            if changed.rowcount == 0:
                raise QueryError(
                    f"There is no command {command} in the history.", hint="Reload the history."
                )

    def commands(self, limit: int = COMMANDS_KEPT) -> list[Command]:
        """Return the latest commands, oldest first."""
        query = select(CommandRow.__table__).order_by(CommandRow.id.desc()).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [
            Command(row.id, row.name, row.title, row.forward, row.backward, row.undone, row.at)
            for row in reversed(rows)
        ]

    def clear_commands(self) -> None:
        """Forget the history; what was removed can come back no more."""
        with self._noting() as connection:
            connection.execute(delete(CommandRow))
            connection.execute(delete(RemovedItem))

    def save_session(self, name: str, state: Any) -> None:
        """Keep a state of the window under a name; one of the same name is replaced.

        Args:
            name: any.
            state: JSON types.
        """
        plain = clean_text(name)
        with self._noting() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.name == plain))
            connection.execute(
                insert(SessionRow),
                {"name": plain, "state": state, "updated_at": datetime.now(UTC)},
            )

    def load_session(self, name: str) -> Any:
        """Return the state kept under a name, None if there is none."""
        query = select(SessionRow.state).where(SessionRow.name == clean_text(name))
        with self._reading() as connection:
            return connection.execute(query).scalar_one_or_none()

    def sessions(self) -> list[SavedSession]:
        """Return all saved states, latest first."""
        query = select(SessionRow.__table__).order_by(SessionRow.updated_at.desc(), SessionRow.id)
        with self._reading() as connection:
            return [
                SavedSession(row.name, row.state, row.updated_at)
                for row in connection.execute(query)
            ]

    def delete_session(self, name: str) -> None:
        """Forget a saved state."""
        with self._noting() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.name == clean_text(name)))


def _removals(payloads: Iterable[Any]) -> set[str]:
    """Return the names of removals in payloads of commands; see Catalogue.remove_items()."""
    return {
        str(payload["removal"])
        for payload in payloads
        if isinstance(payload, dict) and payload.get("removal")
    }
