"""What the user did, so that it can be undone: every change is journalled before it counts.

A command has a registered type and a JSON payload. Doing it writes, in this order: an intent file,
the journal row with what undoing needs, the change itself; then the intent goes. Whatever moment
the process is killed at, the next start finishes what was begun or knows that nothing was.

Changes of what is on view stand in the same sequence, in memory, read-only or not: `history_views`.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from app.services import history_conflicts as conflicts
from app.services.analyser_removal import ANALYSER_TYPES
from app.services.classifiers_history import CLASSIFIER_TYPES
from app.services.history_buckets import BUCKET_COMMANDS
from app.services.history_intent import Intent
from app.services.history_lifelog import LIFELOG_TYPES
from app.services.history_sets import plain, unpacked
from app.services.history_turning import Turning
from app.services.history_types import COMMAND_TYPES, Apply, Capture, CommandType
from app.services.history_views import (
    START,
    HistoryEntry,
    ViewChange,
    entry_of,
    joined,
)
from common.errors import QueryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import Command

logger = logging.getLogger(__name__)

__all__ = ["START", "HistoryEntry", "HistoryService"]


class HistoryService(Turning):
    """Does, undoes and redoes commands on one library; safe to call on any thread.

    Args:
        library: the open library; one that is open for reading only has no history.
    """

    def __init__(self, library: "Library") -> None:
        super().__init__(library)
        self._viewers: list[Callable[[str, Any], None]] = []
        own = (*BUCKET_COMMANDS, *CLASSIFIER_TYPES, *LIFELOG_TYPES, *ANALYSER_TYPES)
        for kind in (*COMMAND_TYPES, *own):
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
        apply: Apply,
        revert: Apply,
        capture: Capture,
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
        return joined(self._listeners, listener)

    def on_view(self, viewer: Callable[[str, Any], None]) -> Callable[[], None]:
        """Call viewer with a part of the view and its state when that is to be brought back.

        Returns:
            A function that ends the subscription.
        """
        return joined(self._viewers, viewer)

    # -- reading

    def entries(self) -> list[HistoryEntry]:
        """Return commands and changes of the view, oldest first; undone ones come last."""
        with self._guard:
            return [entry_of(each) for each in self._sequence()]

    def _sequence(self) -> "list[Command | ViewChange]":
        return self._views.woven_into(self._commands())

    # -- doing

    def do(
        self,
        name: str,
        payload: Mapping[str, Any],
        title: str = "",
        context: JobContext | None = None,
    ) -> HistoryEntry | None:
        """Do a command; it is on disk, with what undoing it needs, when this returns.

        Args:
            name: a registered type, e.g. "label.set".
            payload: see the type in `history_types`; JSON types, a Selection or array of ids too.
            title: as the history shows it; the name if empty.
            context: may cancel until the change begins; from there on it is whole.

        Returns:
            The entry; None if the payload would change nothing.

        Raises:
            JobCancelled: the user cancelled; nothing was changed.
            ReadOnlyLibraryError: the library is open for reading only.
            QueryError: no such type, or the payload does not fit this library.
            LibraryError: the disk is full, or somebody else was quicker (ConflictError, see
                history_conflicts); nothing was changed.
        """
        self._library.require_writable()
        with self._guard:
            self._commands()
            kind = self._type(name)
            payload, seen = conflicts.split_seen(payload)
            payload = unpacked(plain(payload))
            conflicts.require_unchanged(self._library, name, payload, seen)
            backward = kind.capture(self._library, payload)
            if backward is None:
                return None
            command = {"name": name, "forward": plain(payload), "backward": plain(backward)}
            if context is not None:
                context.step(0, 0, title)
            with Intent(self._intent, {"op": "do", **command}):
                number = self._library.catalogue.add_command(
                    name, command["forward"], command["backward"], title=title or name
                )
                try:
                    kind.apply(self._library, {**payload, conflicts.SEEN: seen})
                except BaseException as error:
                    self._take_back(
                        kind, number, None if conflicts.is_conflict(error) else backward
                    )
                    raise
            self._loaded = None
            self._views.drop_undone()
            entry = entry_of(self._commands()[-1])
        self._tell(kind.touches)
        return entry

    def view(
        self,
        part: str,
        before: Any,
        after: Any,
        title: str,
        *,
        merge: str = "",
        at_s: float | None = None,
        context: JobContext | None = None,  # noqa: ARG002 - lets it be submitted as a job
    ) -> HistoryEntry | None:
        """Note that a part of what is on view changed; nothing is written to disk.

        What was undone in the view is forgotten; commands that were undone can still be done again,
        for they are about the library.

        Args:
            part: "filters", "wall.arrangement" …; listeners of on_view() know it.
            before: its state before; any value that is not changed later.
            after: its state now.
            title: as the history shows it.
            merge: name of a gesture; a change that follows the latest one of the same part and
                gesture within `MERGED_WITHIN_S` becomes one with it; `TURNED`: see history_views.
            at_s: when it happened, by time.monotonic(); None for now.
            context: unused.

        Returns:
            The entry; None if nothing changed, or a merged change came back to its beginning.
        """
        at_s = time.monotonic() if at_s is None else at_s
        with self._guard:
            done = [command.id for command in self._commands() if not command.undone]
            anchor = done[-1] if done else START
            change = self._views.note(part, before, after, title, merge, at_s, anchor)
        self._tell("")
        return None if change is None else entry_of(change)

    def undo(
        self,
        context: JobContext | None = None,  # noqa: ARG002
        *,
        only: int | None = None,
    ) -> HistoryEntry | None:
        """Undo the latest entry that is in effect; None if there is none.

        Args:
            context: unused.
            only: undo nothing unless the latest command has this id; what changed on view since
                stays as it is.

        Raises:
            ReadOnlyLibraryError: it is a command, or there is nothing to undo, and the library is
                open for reading only.
            AppError: it cannot be undone; nothing was changed.
        """
        with self._guard:
            if only is not None and only > START:
                return self._undo_command(only)
            done = [each for each in self._sequence() if not each.undone]
            if done and isinstance(done[-1], ViewChange):
                return self._turn_view(done[-1], undone=True) if self._is(done[-1], only) else None
            self._library.require_writable()
            return self._undo_command(only)

    def _undo_command(self, only: int | None) -> HistoryEntry | None:
        self._library.require_writable()
        done = [command for command in self._commands() if not command.undone]
        if not done or not self._is(done[-1], only):
            return None
        entry = self._turn(done[-1], undone=True)
        self._views.move(done[-1].id, done[-2].id if len(done) > 1 else START)
        return entry

    @staticmethod
    def _is(entry: "Command | ViewChange", only: int | None) -> bool:
        return only is None or entry.id == only

    def redo(self, context: JobContext | None = None) -> HistoryEntry | None:  # noqa: ARG002
        """Do the earliest undone entry again; None if there is none.

        Raises:
            ReadOnlyLibraryError: as undo().
            AppError: it cannot be done again; nothing was changed.
        """
        with self._guard:
            first = next((each for each in self._sequence() if each.undone), None)
            if isinstance(first, ViewChange):
                return self._turn_view(first, undone=False)
            self._library.require_writable()
            return None if first is None else self._turn(first, undone=False)

    def go_to(self, entry: int, context: JobContext | None = None) -> None:
        """Undo or redo until the entry of that id is the latest in effect.

        Args:
            entry: id of a command or of a change of the view, or START.
            context: reports after each command, and may cancel between two.

        Raises:
            QueryError: there is no such entry.
        """
        with self._guard:
            known = self._sequence()
            place = next((at for at, each in enumerate(known) if each.id == entry), None)
            if entry != START and place is None:
                raise QueryError(
                    f"There is no command {entry} in the history.", hint="Reload the history."
                )
            end = 0 if place is None else place + 1
            back = sum(1 for each in known[end:] if not each.undone)
            forth = sum(1 for each in known[:end] if each.undone)
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
            self._views.clear()
            self._loaded = None
        self._tell("")

    def reload(self) -> None:
        """Read the journal anew when it is asked for: another window of this person wrote to it."""
        self._loaded = None
        self._tell("")

    # -- inside

    def _turn_view(self, change: ViewChange, *, undone: bool) -> HistoryEntry:
        """Bring back the state of a part of the view before or after a change."""
        change.undone = self.is_back = undone
        for viewer in list(self._viewers):
            viewer(change.part, change.before if undone else change.after)
        self._tell("")
        return entry_of(change)
