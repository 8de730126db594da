"""Turns commands of the history: again, back, and to the end where they were interrupted."""

import json
import logging
import threading
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services import history_conflicts as conflicts
from app.services.history_intent import Intent, target_of
from app.services.history_sets import unpacked
from app.services.history_types import CommandType
from app.services.history_views import START, HistoryEntry, ViewChanges
from common.errors import AppError, ConflictError, QueryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import Command

logger = logging.getLogger(__name__)


class Turning:
    """The part of the history that knows the journal.

    Args:
        library: the open library.

    Attributes:
        turns, is_back: commands turned so far; the latest turn, also of a view, was an undo.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self.turns, self.is_back = 0, False
        self._types: dict[str, CommandType] = {}
        self._guard = threading.RLock()
        self._listeners: list[Callable[[str], None]] = []
        self._intent: Path = library.folder / "journal" / conflicts.intent_name(library)
        self._loaded: list[Command] | None = None
        self._views = ViewChanges()

    def _tell(self, touched: str) -> None:
        for listener in list(self._listeners):
            listener(touched)

    def _type(self, name: str) -> CommandType:
        kind = self._types.get(name)
        if kind is None:
            raise QueryError(
                f"This Kinora does not know the command “{name}”.",
                hint=f"Known: {', '.join(sorted(self._types))}.",
            )
        return kind

    def _turn(
        self, command: "Command", *, undone: bool, over: Collection[int] | None = None
    ) -> HistoryEntry:
        """Undo a command or do it again.

        Args:
            command: of the journal.
            undone: undo it.
            over: what others labelled otherwise since is overwritten but for these items; None
                raises ConflictError instead.
        """
        kind = self._type(command.name)
        with Intent(self._intent, {"op": "undo" if undone else "redo", "id": command.id}):
            try:
                self._run(kind, command, undone=undone, over=over)
            except ConflictError as error:
                turn = partial(partial, self._turn_over, command.id, undone)
                conflicts.let_decide(error, unpacked(command.forward), turn)
                raise
        self._loaded = None
        self.turns, self.is_back = self.turns + 1, undone
        self._tell(kind.touches)
        return HistoryEntry(command.id, command.name, command.title, undone, command.at)

    def _turn_over(
        self, number: int, undone: bool, over: Collection[int], *, context: JobContext
    ) -> HistoryEntry | None:
        """Undo a command, or do it again, whatever others labelled since, but for some items."""
        context.step(0)
        with self._guard:
            done = [each for each in self._commands() if not each.undone]
            found = [each for each in self._commands() if each.id == number]
            if not found or found[0].undone == undone:
                return None  # it was turned meanwhile
            entry = self._turn(found[0], undone=undone, over=over)
            if undone and done[-1].id == number:
                self._views.move(number, done[-2].id if len(done) > 1 else START)
            return entry

    def _run(
        self,
        kind: CommandType,
        command: "Command",
        *,
        undone: bool,
        over: Collection[int] | None = (),
    ) -> None:
        forward, backward = unpacked(command.forward), unpacked(command.backward)
        wanted, now = (backward, forward) if undone else (forward, backward)
        payload = conflicts.turned(command.name, wanted, now, over)
        if payload is not None:
            (kind.revert if undone else kind.apply)(self._library, payload)
        self._library.catalogue.set_undone(command.id, undone=undone)

    def _take_back(self, kind: CommandType, number: int, backward: Any) -> None:
        """Bring back the state before a command that failed half-way; None if nothing was done."""
        self._loaded = None
        steps: tuple[Callable[[], None], ...] = (
            lambda: None if backward is None else kind.revert(self._library, backward),
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
        target = target_of(intent, commands)
        if target is not None:
            logger.info("finishing command %d that was interrupted", target.id)
            try:
                self._run(self._type(target.name), target, undone=intent["op"] == "undo")
            except AppError as error:
                logger.warning("the interrupted command cannot be finished: %s", error)
        self._intent.unlink(missing_ok=True)
