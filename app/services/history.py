"""What the user did, so that it can be undone: every change is journalled before it counts.

A command has a registered type and a JSON payload. Doing it writes, in this order: an intent file,
the journal row with what undoing needs, the change itself; then the intent goes. Whatever moment
the process is killed at, the next start finishes what was begun or knows that nothing was.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.history_types import COMMAND_TYPES, CommandType
from common.errors import AppError, QueryError
from common.jobs import JobContext
from common.settings import write_atomically

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import Command

logger = logging.getLogger(__name__)

START = 0  # the point before the first command


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A command as the history shows it.

    Args:
        id: of the command; grows.
        name: registered type.
        title: as shown.
        undone: it is not in effect now.
        at: when it was given, UTC, naive or aware as the catalogue says.
    """

    id: int
    name: str
    title: str
    undone: bool
    at: datetime


class HistoryService:
    """Does, undoes and redoes commands on one library; safe to call on any thread.

    Args:
        library: the open library; one that is open for reading only has no history.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._types: dict[str, CommandType] = {}
        self._guard = threading.RLock()
        self._listeners: list[Callable[[str], None]] = []
        self._intent = library.folder / "journal" / "intent.json"
        self._loaded: list[Command] | None = None
        for kind in COMMAND_TYPES:
            self.add_type(kind)

    # -- types

    def add_type(self, kind: CommandType) -> None:
        """Register a type of command.

        Raises:
            ValueError: the name is taken.
        """
        if kind.name in self._types:
            raise ValueError(f"command type {kind.name!r} is registered twice")
        self._types[kind.name] = kind

    def register(
        self,
        type_name: str,
        apply: Callable[["Library", Any], None],
        revert: Callable[["Library", Any], None],
        capture: Callable[["Library", Any], Any],
        touches: str = "items",
    ) -> None:
        """Register a type of command from functions.

        Args:
            type_name: "thing.verb".
            apply: gets the payload; must give the same state when it runs twice.
            revert: gets what capture returned; the same holds.
            capture: returns what revert will need (JSON types), or None if the payload would
                change nothing; called before apply.
            touches: what listeners should look at again: "labels", "lists", "items" or
                "everything".

        Raises:
            ValueError: the name is taken.
        """
        self.add_type(CommandType(type_name, capture, apply, revert, touches))

    def subscribe(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call listener with what was touched after each change, on the thread that made it.

        Returns:
            A function that ends the subscription.
        """
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    # -- reading

    def entries(self) -> list[HistoryEntry]:
        """Return all commands, oldest first; those that are undone come last."""
        with self._guard:
            return [_entry(command) for command in self._commands()]

    # -- doing

    def do(
        self,
        name: str,
        payload: Mapping[str, Any],
        title: str = "",
        context: JobContext | None = None,  # noqa: ARG002 - lets it be submitted as a job
    ) -> HistoryEntry | None:
        """Do a command; it is on disk, with what undoing it needs, when this returns.

        Args:
            name: a registered type, e.g. "label.set".
            payload: see the type in `history_types`; JSON types.
            title: as the history shows it; the name if empty.
            context: unused.

        Returns:
            The entry; None if the payload would change nothing.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
            QueryError: no such type, or the payload does not fit this library.
            LibraryError: the disk is full; nothing was changed.
        """
        self._library.require_writable()
        with self._guard:
            self._commands()
            kind = self._type(name)
            forward = json.loads(json.dumps(payload))
            backward = kind.capture(self._library, forward)
            if backward is None:
                return None
            backward = json.loads(json.dumps(backward))
            command = {"name": name, "forward": forward, "backward": backward}
            with _Intent(self._intent, {"op": "do", **command}):
                number = self._library.catalogue.add_command(
                    name, forward, backward, title=title or name
                )
                try:
                    kind.apply(self._library, forward)
                except BaseException:
                    self._take_back(kind, number, backward)
                    raise
            self._loaded = None
            entry = _entry(self._commands()[-1])
        self._tell(kind.touches)
        return entry

    def undo(
        self,
        context: JobContext | None = None,  # noqa: ARG002
        *,
        only: int | None = None,
    ) -> HistoryEntry | None:
        """Undo the latest command that is in effect; None if there is none.

        Args:
            context: unused.
            only: undo nothing unless the latest command has this id.

        Raises:
            AppError: it cannot be undone; nothing was changed.
        """
        self._library.require_writable()
        with self._guard:
            done = [command for command in self._commands() if not command.undone]
            if not done or only not in {None, done[-1].id}:
                return None
            return self._turn(done[-1], undone=True)

    def redo(self, context: JobContext | None = None) -> HistoryEntry | None:  # noqa: ARG002
        """Do the earliest undone command again; None if there is none.

        Raises:
            AppError: it cannot be done again; nothing was changed.
        """
        self._library.require_writable()
        with self._guard:
            undone = [command for command in self._commands() if command.undone]
            return self._turn(undone[0], undone=False) if undone else None

    def go_to(self, entry: int, context: JobContext | None = None) -> None:
        """Undo or redo until the command of that id is the latest in effect.

        Args:
            entry: id of a command, or START.
            context: reports after each command, and may cancel between two.

        Raises:
            QueryError: there is no such command.
        """
        with self._guard:
            known = self._commands()
            if entry != START and all(command.id != entry for command in known):
                raise QueryError(
                    f"There is no command {entry} in the history.", hint="Reload the history."
                )
            back = sum(1 for c in known if not c.undone and c.id > entry)
            forth = sum(1 for c in known if c.undone and c.id <= entry)
            for number in range(back + forth):
                if context is not None:
                    context.step(number, back + forth)
                if number < back:
                    self.undo()
                else:
                    self.redo()

    def clear(self) -> None:
        """Forget the history; what was done stays done.

        Raises:
            ReadOnlyLibraryError: the library is open for reading only.
        """
        self._library.require_writable()
        with self._guard:
            self._library.catalogue.clear_commands()
            self._loaded = None
        self._tell("")

    # -- inside

    def _type(self, name: str) -> CommandType:
        kind = self._types.get(name)
        if kind is None:
            raise QueryError(
                f"This Kinora does not know the command “{name}”.",
                hint=f"Known: {', '.join(sorted(self._types))}.",
            )
        return kind

    def _turn(self, command: "Command", *, undone: bool) -> HistoryEntry:
        """Undo a command or do it again."""
        kind = self._type(command.name)
        with _Intent(self._intent, {"op": "undo" if undone else "redo", "id": command.id}):
            self._run(kind, command, undone=undone)
        self._loaded = None
        self._tell(kind.touches)
        return HistoryEntry(command.id, command.name, command.title, undone, command.at)

    def _run(self, kind: CommandType, command: "Command", *, undone: bool) -> None:
        if undone:
            kind.revert(self._library, command.backward)
        else:
            kind.apply(self._library, command.forward)
        self._library.catalogue.set_undone(command.id, undone=undone)

    def _take_back(self, kind: CommandType, number: int, backward: Any) -> None:
        """Bring back the state before a command that failed half-way."""
        self._loaded = None
        steps: tuple[Callable[[], None], ...] = (
            lambda: kind.revert(self._library, backward),
            lambda: self._library.catalogue.set_undone(number, undone=True),
        )
        for step in steps:
            try:
                step()
            except AppError as error:
                logger.warning("the failed command %d is not taken back: %s", number, error)

    def _commands(self) -> "list[Command]":
        if self._loaded is None:
            if not self._library.is_read_only:
                self._finish_intent()
            self._loaded = list(self._library.catalogue.commands())
        return self._loaded

    def _finish_intent(self) -> None:
        """Complete what a killed process had begun."""
        try:
            intent = json.loads(self._intent.read_text("utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            logger.warning("an intent cannot be read and is dropped: %s", error)
            self._intent.unlink(missing_ok=True)
            return
        commands = self._library.catalogue.commands()
        target = _target_of(intent, commands)
        if target is not None:
            logger.info("finishing command %d that was interrupted", target.id)
            try:
                self._run(self._type(target.name), target, undone=intent["op"] == "undo")
            except AppError as error:
                logger.warning("the interrupted command cannot be finished: %s", error)
        self._intent.unlink(missing_ok=True)

    def _tell(self, touched: str) -> None:
        for listener in list(self._listeners):
            listener(touched)


class _Intent:
    """A file that says what is being done; it goes when that is complete or was taken back."""

    def __init__(self, path: Path, document: Mapping[str, Any]) -> None:
        self._path = path
        self._content = json.dumps(document).encode()

    def __enter__(self) -> None:
        write_atomically(self._path, self._content)

    def __exit__(self, *_: object) -> None:
        self._path.unlink(missing_ok=True)


def _target_of(intent: Any, commands: "list[Command]") -> "Command | None":
    """Return the command that an intent is about; None if its journal row was never written."""
    if not isinstance(intent, dict) or not commands:
        return None
    if intent.get("op") == "do":
        last = commands[-1]
        same = (last.name, last.forward, last.backward) == (
            intent.get("name"),
            intent.get("forward"),
            intent.get("backward"),
        )
        return last if same else None
    return next((command for command in commands if command.id == intent.get("id")), None)


def _entry(command: "Command") -> HistoryEntry:
    at = command.at if command.at.tzinfo else command.at.replace(tzinfo=UTC)
    return HistoryEntry(command.id, command.name, command.title, command.undone, at)
