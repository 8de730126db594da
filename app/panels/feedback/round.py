"""One session of relevance feedback: what is marked, what was seen, what is shown, what is next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from common.values import Hit

SHOWN = 25
RESERVE = 25
MOST_HISTORY = 60  # lists that were shown, kept for learners that ask


@dataclass(frozen=True, slots=True)
class RoundState:
    """All of a session but the marks, for undo.

    Args:
        seen: items that were passed over.
        shown: hits on the screen.
        reserve: what comes next.
        number: rounds so far.
        mode: "" for suggestions, "ranked" or "found" for a list.
        history: lists that were shown, for learners that ask.
    """

    seen: tuple[int, ...] = ()
    shown: tuple[Hit, ...] = ()
    reserve: tuple[Hit, ...] = ()
    number: int = 0
    mode: str = ""
    history: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A judged picture gave its place to another one.

    Args:
        row: where.
        old: the hit that was judged.
        new: what came; None where nothing was left.
        value: the judgement, +1 or -1.
    """

    row: int
    old: Hit
    new: Hit | None
    value: int


@dataclass(slots=True)
class FeedbackRound:
    """State of a session without any widget.

    Args:
        labels: item -> +1 or -1.
        seen: items that were shown and passed over; they do not come again.
        shown: hits on the screen, best first.
        reserve: the next best ones; each takes the place of a judged one at once.
        number: rounds so far.
        mode: "" for suggestions that are replaced when judged, else a list that stays.
        changes: what was replaced, oldest first.
        history: lists that were shown, oldest first.
    """

    labels: dict[int, int] = field(default_factory=dict)
    seen: dict[int, None] = field(default_factory=dict)
    shown: list[Hit] = field(default_factory=list)
    reserve: list[Hit] = field(default_factory=list)
    number: int = 0
    mode: str = ""
    changes: list[Change] = field(default_factory=list)
    history: list[tuple[int, ...]] = field(default_factory=list)

    def marked(self, value: int) -> list[int]:
        """Return the items with a mark, in the order they were marked."""
        return [item for item, mark in self.labels.items() if mark == value]

    def set_labels(self, labels: Mapping[int, int]) -> list[int]:
        """Take over the stored marks; return the rows that hold a hit that is marked now."""
        self.labels = {item: value for item, value in labels.items() if value}
        return [row for row, hit in enumerate(self.shown) if hit.item in self.labels]

    def fill(self, hits: Sequence[Hit]) -> None:
        """Show the best of hits and keep the rest in reserve: a new round."""
        fresh = [hit for hit in hits if hit.item not in self.labels]
        self.shown, self.reserve = fresh[:SHOWN], fresh[SHOWN:]
        self.number += 1
        self.mode = ""
        self.changes.clear()
        self.history = [*self.history[1 - MOST_HISTORY :], tuple(hit.item for hit in self.shown)]

    def fill_list(self, hits: Sequence[Hit], mode: str) -> None:
        """Show a whole list, whose judged pictures stay in it."""
        self.shown, self.reserve, self.mode = list(hits), [], mode
        self.changes.clear()

    def refresh(self, hits: Iterable[Hit]) -> None:
        """Take better knowledge for what comes next; what is on the screen stays."""
        here = {hit.item for hit in self.shown}
        self.reserve = [hit for hit in hits if hit.item not in here and hit.item not in self.labels]

    def replace(self, row: int) -> Change:
        """Put the next best hit into a row; the row goes if there is none."""
        old = self.shown[row]
        value = self.labels.get(old.item, 0)
        new = next((hit for hit in self.reserve if hit.item not in self.labels), None)
        if new is None:
            self.reserve.clear()
            del self.shown[row]
        else:
            self.reserve = self.reserve[self.reserve.index(new) + 1 :]
            self.shown[row] = new
        change = Change(row, old, new, value)
        self.changes.append(change)
        return change

    def drop(self, gone: Collection[int]) -> bool:
        """Take items away that are no longer in the library; return whether any was shown."""
        self.reserve = [hit for hit in self.reserve if hit.item not in gone]
        kept = [hit for hit in self.shown if hit.item not in gone]
        missing = len(self.shown) - len(kept)
        if not self.mode:
            kept += self.reserve[:missing]
            del self.reserve[:missing]
        self.shown = kept
        return missing > 0

    def take_back(self) -> list[Change]:
        """Put pictures back whose judgement was undone, where their successors still stand.

        Returns:
            The changes that are undone now; the successors come next again.
        """
        undone = [change for change in self.changes if change.old.item not in self.labels]
        done: list[Change] = []
        for change in reversed(undone):
            self.changes.remove(change)
            if change.new is None:
                self.shown.insert(min(change.row, len(self.shown)), change.old)
            elif change.row < len(self.shown) and self.shown[change.row] == change.new:
                self.shown[change.row] = change.old
                self.reserve.insert(0, change.new)
            else:
                continue
            done.append(change)
        return done

    def pass_over(self) -> list[int]:
        """Remember what is shown as seen; return what was not before."""
        fresh = [hit.item for hit in self.shown if hit.item not in self.seen]
        self.seen.update(dict.fromkeys(fresh))
        return fresh

    def excluded(self) -> list[int]:
        """Return what the next suggestions must leave out besides the marked items."""
        return [*self.seen, *(hit.item for hit in self.shown if hit.item not in self.seen)]

    def start_over(self) -> None:
        """Forget all but the marks."""
        self.seen.clear()
        self.shown.clear()
        self.reserve.clear()
        self.changes.clear()
        self.history.clear()
        self.number, self.mode = 0, ""

    @property
    def state(self) -> RoundState:
        """All but the marks."""
        return RoundState(
            tuple(self.seen), tuple(self.shown), tuple(self.reserve), self.number, self.mode,
            tuple(self.history),
        )  # fmt: skip

    @state.setter
    def state(self, state: RoundState) -> None:
        self.seen = dict.fromkeys(state.seen)
        is_list = bool(state.mode)
        self.shown = [hit for hit in state.shown if is_list or hit.item not in self.labels]
        self.reserve = [hit for hit in state.reserve if hit.item not in self.labels]
        self.number, self.mode = state.number, state.mode
        self.history = list(state.history)
        self.changes.clear()

    def differences(self, before: Sequence[Hit]) -> tuple[list[Change], list[Change]]:
        """Return what came for judged pictures, and what came back, since another screen.

        Args:
            before: what was shown then, in as many rows.
        """
        came: list[Change] = []
        back: list[Change] = []
        for row, (old, new) in enumerate(zip(before, self.shown, strict=True)):
            if old.item == new.item:
                continue
            if value := self.labels.get(old.item, 0):
                came.append(Change(row, old, new, value))
            else:
                back.append(Change(row, new, old, 0))
        return came, back
