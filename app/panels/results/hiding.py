"""What is left out of the results: excluded items and videos, what was seen, what was submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

MOST_KEPT = 50_000  # seen items that a session keeps


@dataclass(frozen=True, slots=True)
class Excluded:
    """What the user took out of every list.

    Args:
        items: single items, in the order of excluding.
        videos: whole videos with all their shots.
    """

    items: tuple[int, ...] = ()
    videos: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is excluded."""
        return bool(self.items or self.videos)

    def __len__(self) -> int:
        """Number of entries; a video counts as one."""
        return len(self.items) + len(self.videos)

    def with_items(self, items: Sequence[int]) -> "Excluded":
        """Return the same with more items."""
        return replace(self, items=tuple(dict.fromkeys((*self.items, *items))))

    def with_videos(self, videos: Sequence[int]) -> "Excluded":
        """Return the same with more videos; a video that is no video is an item."""
        return replace(self, videos=tuple(dict.fromkeys((*self.videos, *videos))))

    def without(self, one: int) -> "Excluded":
        """Return the same with an item or video taken back."""
        return Excluded(
            tuple(item for item in self.items if item != one),
            tuple(video for video in self.videos if video != one),
        )

    def to_json(self) -> dict[str, Any]:
        """Return JSON types."""
        return {"items": list(self.items), "videos": list(self.videos)}

    @classmethod
    def from_json(cls, state: Any) -> "Excluded":
        """Return what to_json() gave; bad entries are left out."""
        if not isinstance(state, Mapping):
            return cls()
        return cls(tuple(ids_of(state.get("items"))), tuple(ids_of(state.get("videos"))))


@dataclass(frozen=True, slots=True)
class Hiding:
    """Which hits are not shown.

    Args:
        seen: those that were on the screen in lists before, or count as seen for the question.
        submitted: those handed in to an evaluation.
    """

    seen: bool = False
    submitted: bool = True


@dataclass(frozen=True, slots=True)
class Left:
    """How many hits are left out, and why; each is counted once, in this order.

    Args:
        excluded: by the user.
        submitted: handed in.
        seen: shown before.
    """

    excluded: int = 0
    submitted: int = 0
    seen: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.excluded + self.submitted + self.seen


def ids_of(value: Any) -> list[int]:
    """Return the item ids in a list of a session."""
    return [item for item in value if type(item) is int] if isinstance(value, list) else []
