"""One session of relevance feedback: what is marked, what was seen, what is shown, what is next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from common.values import Hit

SHOWN = 25
RESERVE = 25


@dataclass(slots=True)
class FeedbackRound:
    """State of a session without any widget.

    Args:
        labels: item -> +1 or -1.
        seen: items that were shown and passed over; they do not come again.
        shown: hits on the screen, best first.
        reserve: the next best ones; each takes the place of a judged one at once.
        number: rounds so far.
    """

    labels: dict[int, int] = field(default_factory=dict)
    seen: dict[int, None] = field(default_factory=dict)
    shown: list[Hit] = field(default_factory=list)
    reserve: list[Hit] = field(default_factory=list)
    number: int = 0

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

    def refresh(self, hits: Iterable[Hit]) -> None:
        """Take better knowledge for what comes next; what is on the screen stays."""
        here = {hit.item for hit in self.shown}
        self.reserve = [hit for hit in hits if hit.item not in here and hit.item not in self.labels]

    def replace(self, row: int) -> Hit | None:
        """Put the next best hit into a row; None (and the row goes) if there is none."""
        while self.reserve:
            hit = self.reserve.pop(0)
            if hit.item not in self.labels:
                self.shown[row] = hit
                return hit
        del self.shown[row]
        return None

    def pass_over(self) -> None:
        """Remember what is shown as seen."""
        self.seen.update(dict.fromkeys(hit.item for hit in self.shown))

    def excluded(self) -> list[int]:
        """Return what the next suggestions must leave out besides the marked items."""
        return [*self.seen, *(hit.item for hit in self.shown if hit.item not in self.seen)]

    def start_over(self) -> None:
        """Forget all but the marks."""
        self.seen.clear()
        self.shown.clear()
        self.reserve.clear()
        self.number = 0
