"""Screens that undo and redo of marks and filters lead back to.

What is on the screen follows from the marks only together with all that happened before: which
picture was judged first, what was in reserve. So the screen is kept, not computed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.panels.feedback.round import RoundState
from app.services.types import FeedbackOptions
from common.values import ResultList

MOST = 200  # screens in either direction

Key = tuple[frozenset[tuple[int, int]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Screen:
    """What the panel shows.

    Args:
        round: all of the session but the marks.
        options: how suggestions are made.
        found: the answer on show; two screens may differ in it, for it holds times.
        key: the marks and filters it belongs to.
    """

    round: RoundState
    options: FeedbackOptions
    found: ResultList = field(compare=False)
    key: Key = field(compare=False)


class Retrace:
    """Screens by the marks and filters they were left with, as a browser keeps its pages."""

    def __init__(self) -> None:
        self._past: list[Screen] = []
        self._future: list[Screen] = []

    @staticmethod
    def key(labels: Mapping[int, int], filters: tuple[Any, ...]) -> Key:
        """Return what a screen is found again by."""
        return frozenset(labels.items()), filters

    def clear(self) -> None:
        """Forget all screens."""
        self._past.clear()
        self._future.clear()

    def leave(self, screen: Screen) -> None:
        """Remember a screen that the user's own action ends."""
        self._past = [*self._past[1 - MOST :], screen]
        self._future.clear()

    def turn(self, screen: Screen, there: Key, *, is_back: bool) -> Screen | None:
        """Return the screen that undo or redo leads to; None if it is not known.

        Args:
            screen: on show until now.
            there: marks and filters now.
            is_back: by undo; the same marks may stand on either side.
        """
        ways = [(self._past, self._future), (self._future, self._past)]
        for come, gone in ways if is_back else reversed(ways):
            places = [place for place, each in enumerate(come) if each.key == there]
            if places:
                gone.append(screen)
                gone.extend(reversed(come[places[-1] + 1 :]))
                found = come[places[-1]]
                del come[places[-1] :]
                return found
        return None
