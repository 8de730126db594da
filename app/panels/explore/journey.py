"""How far the user has come: pages, what was seen on them, what went into the bucket."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.services.types import Action, Yield
from common.values import Hit

MOST_BACK = 50  # pages that can be gone back to
MOST_YIELDS = 200


@dataclass(frozen=True, slots=True)
class Page:
    """What the grid shows at a time.

    Args:
        action: how it came about; None for a page that is no step of the search.
        title: as shown.
        hits: in order.
        cluster: place of the cluster that is shown, -1 for none.
        notes: what the user should know.
    """

    action: Action | None
    title: str
    hits: tuple[Hit, ...]
    cluster: int = -1
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Journey:
    """The state of exploring for one bucket.

    Args:
        bucket: its name, "" before there is one.
        found: items of the bucket.
        seen: items that were on the screen, in order.
        yields: what the steps so far brought.
        page: on show.
    """

    bucket: str = ""
    found: dict[int, None] = field(default_factory=dict)
    seen: dict[int, None] = field(default_factory=dict)
    yields: list[Yield] = field(default_factory=list)
    page: Page | None = None
    _back: list[Page] = field(default_factory=list)
    _looked_at: int = 0  # rows of the page that were on the screen
    _found_before: frozenset[int] = frozenset()

    def look(self, rows: int) -> None:
        """Remember that so many rows of the page were on the screen."""
        if self.page is not None:
            self._looked_at = max(self._looked_at, min(rows, len(self.page.hits)))

    def leave(self) -> int:
        """Count what was on the screen as seen, before another page comes.

        Returns:
            How many items had not been seen before.
        """
        if self.page is None:
            return 0
        items = [hit.item for hit in self.page.hits[: self._looked_at]]
        fresh = [item for item in items if item not in self.seen]
        self.seen.update(dict.fromkeys(fresh))
        if self.page.action is not None and fresh:
            new = sum(item in self.found and item not in self._found_before for item in fresh)
            made = Yield(self.page.action, len(fresh), new)
            self.yields = [*self.yields[1 - MOST_YIELDS :], made]
        self._looked_at = 0
        return len(fresh)

    def open(self, page: Page, *, remember: bool = True) -> None:
        """Show another page; the one before can be gone back to."""
        if self.page is not None and remember:
            self._back = [*self._back[1 - MOST_BACK :], self.page]
        self.page, self._looked_at = page, 0
        self._found_before = frozenset(self.found)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page before."""
        return bool(self._back)

    def back(self) -> Page | None:
        """Return the page before this one, which is forgotten."""
        return self._back.pop() if self._back else None

    def take_bucket(self, name: str, items: Iterable[int]) -> None:
        """Turn to a bucket; another one begins with nothing seen."""
        if name != self.bucket:
            self.seen.clear()
            self.yields.clear()
            self._back.clear()
        self.bucket, self.found = name, dict.fromkeys(items)

    def resume(self, seen: Sequence[int]) -> None:
        """Begin with what a session of the window had seen."""
        self.seen = dict.fromkeys(seen)
