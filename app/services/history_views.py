"""Changes of what is on view: entries of the history that are kept in memory only.

Filters, arrangements and the like cost nothing to change and mean nothing to a library, so they are
not journalled. Each stands behind the command that was the latest one in effect when it was made,
its anchor; sorted by (anchor, age) they fall into one sequence with the commands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.services.history_sets import size_of

if TYPE_CHECKING:
    from indexers.catalogue.records import Command

MERGED_WITHIN_S = 1.5  # changes of one gesture, such as dragging a slider, are one step
# The gesture of a part that has an undo of its own, when that took a step back or again: the
# changes that stand here are undone or done again instead.
TURNED = "turned"
START = 0  # the point before the first command
KEPT = 500  # the oldest changes are forgotten


@dataclass(slots=True)
class ViewChange:
    """A change of one part of the view.

    Args:
        id: below zero; the newer, the smaller.
        part: what changed.
        before: its state before.
        after: its state after.
        title: as shown.
        merge: gesture that it belongs to; "" for none.
        at_s: when it last changed, by time.monotonic().
        anchor: id of the command that it stands behind; 0 for the beginning.
        at: when it was made, UTC.
        undone: it is not in effect now.
    """

    id: int
    part: str
    before: Any
    after: Any
    title: str
    merge: str
    at_s: float
    anchor: int
    at: datetime
    undone: bool = False


class ViewChanges:
    """All changes of the view that can be undone or done again, oldest first.

    Not safe to call on several threads at once; the history guards it.
    """

    def __init__(self) -> None:
        self._changes: list[ViewChange] = []
        self._next = -1

    def woven_into(self, commands: "Sequence[Command]") -> "list[Command | ViewChange]":
        """Return commands and changes in the order in which they were given."""
        keyed: list[tuple[int, int, Command | ViewChange]] = [(one.id, 0, one) for one in commands]
        keyed += [(each.anchor, -each.id, each) for each in self._changes]
        return [entry for *_, entry in sorted(keyed, key=lambda row: row[:2])]

    def note(
        self,
        part: str,
        before: Any,
        after: Any,
        title: str,
        merge: str,
        at_s: float,
        anchor: int,
    ) -> ViewChange | None:
        """Add a change, or make it one with the latest; see HistoryService.view()."""
        if merge == TURNED and self._turn(part, after, anchor):
            return None
        self.drop_undone()
        last = self._changes[-1] if self._changes else None
        if (
            last is not None
            and merge
            and (last.part, last.merge, last.anchor) == (part, merge, anchor)
            and at_s - last.at_s <= MERGED_WITHIN_S
        ):
            if last.before == after:
                self._changes.pop()
                return None
            last.after, last.title, last.at_s = after, title, at_s
            return last
        if before == after:
            return None
        made = ViewChange(
            self._next, part, before, after, title, merge, at_s, anchor, datetime.now(UTC)
        )
        self._next -= 1
        self._changes = [*self._changes, made][-KEPT:]
        return made

    def _turn(self, part: str, state: Any, anchor: int) -> bool:
        """Undo the latest changes of a part, or do undone ones again, so that it has a state.

        Without that, undoing in two places would go round in circles: what the one takes back,
        the other would bring again.

        Returns:
            False where its latest changes neither began with that state nor lead to it.
        """
        own = [n for n, each in enumerate(self._changes) if each.anchor == anchor]
        done = [n for n in own if not self._changes[n].undone]
        for place in reversed(range(len(done))):
            if self._changes[done[place]].part != part:
                break
            if self._changes[done[place]].before == state:
                for number in done[place:]:
                    self._changes[number].undone = True
                return True
        ahead = [n for n in own if self._changes[n].undone]
        for place, number in enumerate(ahead):
            if self._changes[number].part != part:
                break
            if self._changes[number].after == state:
                for each in ahead[: place + 1]:
                    self._changes[each].undone = False
                return True
        return False

    def move(self, anchor: int, to: int) -> None:
        """Let the changes behind a command that was undone stand behind the one before it."""
        for change in self._changes:
            if change.anchor == anchor and not change.undone:
                change.anchor = to

    def drop_undone(self) -> None:
        """Forget what was undone."""
        self._changes = [change for change in self._changes if not change.undone]

    def clear(self) -> None:
        """Forget everything."""
        self._changes.clear()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A command as the history shows it.

    Args:
        id: of the command, grows; below zero for a change of what is on view.
        name: registered type, or the part of the view that changed.
        title: as shown.
        undone: it is not in effect now.
        at: when it was given, UTC, naive or aware as the catalogue says.
        is_view: it changed what is on view and nothing in the library.
        items: how many it is about where they are many; 0 for few.
    """

    id: int
    name: str
    title: str
    undone: bool
    at: datetime
    is_view: bool = False
    items: int = 0


def entry_of(each: "Command | ViewChange") -> HistoryEntry:
    """Return a command or a change of the view as the history shows it."""
    if isinstance(each, ViewChange):
        return HistoryEntry(each.id, each.part, each.title, each.undone, each.at, is_view=True)
    at = each.at if each.at.tzinfo else each.at.replace(tzinfo=UTC)
    return HistoryEntry(
        each.id, each.name, each.title, each.undone, at, items=size_of(each.forward)
    )


def joined(group: list[Any], member: Any) -> Callable[[], None]:
    """Add a member to a group; return a function that takes it out again."""
    group.append(member)

    def end() -> None:
        if member in group:
            group.remove(member)

    return end
