"""Rows of frames: what the views of scenes, film strips and videos are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from app.widgets.paint import STEP_COLOURS, part_colour


def stage_colour(stage: int) -> QColor:
    """Return the colour of a stage of a query, from 0; the number tells them apart, too."""
    return part_colour(f"step {stage % STEP_COLOURS + 1}")


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of a row.

    Args:
        item: id.
        time_s: where in its video it is opened, seconds; None where it is no part of one.
        score: of the hit; NaN for a neighbour that is none.
        stages: of the query that it matches, from 0; () where the query has one stage.
        after_gap: frames before it are left out.
    """

    item: int
    time_s: float | None = None
    score: float = float("nan")
    stages: tuple[int, ...] = ()
    after_gap: bool = False

    @property
    def is_hit(self) -> bool:
        """Whether it is a hit, and no neighbour of one."""
        return self.score == self.score


@dataclass(frozen=True, slots=True)
class Row:
    """A line of frames with a head.

    Args:
        frames: in order; may be made when asked for.
        focus: place of the frame that the row is about.
        subject: item whose name is the title; -1 for none.
        title: the title where no item has it.
        about: what else the head says.
        is_open: all frames are shown in lines; None where the row has no such switch.
        can_dismiss: the row can be taken out of the results.
        last: place of the last frame that the row is about, where there are several; -1 for focus.
    """

    frames: Sequence[Frame]
    focus: int = 0
    subject: int = -1
    title: str = ""
    about: str = ""
    is_open: bool | None = None
    can_dismiss: bool = False
    last: int = -1

    @property
    def middle(self) -> int:
        """Place of the frame that stands in the middle at first."""
        return (self.focus + self.last) // 2 if self.last > self.focus else self.focus


class Frames(Sequence[Frame]):
    """Frames that are made when they are asked for: a video may have thousands.

    Args:
        count: how many.
        make: place -> frame.
    """

    def __init__(self, count: int, make: Callable[[int], Frame]) -> None:
        self._count = count
        self._make = make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Frame: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Frame]: ...
    def __getitem__(self, place: int | slice) -> Frame | Sequence[Frame]:
        if isinstance(place, slice):
            return [self._make(each) for each in range(*place.indices(self._count))]
        return self._make(range(self._count)[place])


class RowSource:
    """Rows of a view; made anew for every list. The base has none."""

    top = 1.0  # best score of the list, for the bars of scores
    dims = True  # neighbours of hits are dimmed
    frames_hits = True  # hits are framed, as they stand among others
    columns = 6  # frames side by side that the view has room for; set by it

    def __len__(self) -> int:
        return 0

    def row(self, number: int) -> Row:
        """Return a row.

        Raises:
            IndexError: there is no such row.
        """
        raise IndexError(number)

    def find(self, item: int) -> tuple[int, int] | None:
        """Return the row and the place of an item among the hits; None if it is none."""
        del item
        return None

    def open_lengths(self) -> NDArray[np.int64]:
        """Return how many frames each row shows in lines, int64 (rows,); 0 for one line."""
        return np.zeros(len(self), np.int64)

    def hit_items(self) -> list[int]:
        """Return all hits, best first, each once."""
        return []
