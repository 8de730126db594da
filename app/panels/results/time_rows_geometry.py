"""Where rows and frames lie: by arithmetic, so that ten thousand rows cost no more than ten."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect

MARGIN = 8  # pixels beside the rows
GAP = 8  # pixels between frames
BETWEEN = 8  # pixels between rows
ARROW = 18  # pixels, width of the arrows at the ends of a row


@dataclass
class RowGeometry:
    """Places of rows and frames in the content, pixels; the widget scrolls over it.

    Args:
        width: of the viewport.
        side: width of a picture, at least; pictures side by side fill the width.
        head: height of the head of a row.
        lengths: frames of rows that are open, 0 for those of one line, int64 (rows,).
    """

    width: int = 400
    side: int = 136
    head: int = 22
    lengths: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    columns: int = field(init=False)  # frames side by side that fit

    def __post_init__(self) -> None:
        room = self.width - 2 * MARGIN + GAP
        self.columns = max(1, room // (self.side + GAP))
        filling = room // self.columns - GAP
        self.side = max(self.side, min(self.side * 4 // 3, filling))
        lines = np.maximum(1, -(-self.lengths // self.columns))
        heights = self.head + lines * (self.cell_height + GAP) + BETWEEN
        self._tops = np.r_[0, np.cumsum(heights)].astype(np.int64)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.lengths)

    @property
    def cell_height(self) -> int:
        """Height of a picture."""
        return max(24, self.side * 10 // 16)

    @property
    def step(self) -> int:
        """From one frame to the next."""
        return self.side + GAP

    @property
    def height(self) -> int:
        """Height of all rows."""
        return int(self._tops[-1])

    def top(self, row: int) -> int:
        """Return where a row begins."""
        return int(self._tops[row])

    def bottom(self, row: int) -> int:
        """Return where a row ends."""
        return int(self._tops[row + 1])

    def row_at(self, y: int) -> int:
        """Return the row at a height of the content; -1 for none."""
        if not 0 <= y < self.height:
            return -1
        return int(np.searchsorted(self._tops, y, "right")) - 1

    def rows_within(self, top: int, bottom: int) -> range:
        """Return the rows that touch a stretch of the content."""
        if not self.rows:
            return range(0)
        first = max(0, int(np.searchsorted(self._tops, top, "right")) - 1)
        last = min(self.rows, int(np.searchsorted(self._tops, bottom, "left")))
        return range(first, max(first, last))

    def head_area(self, row: int) -> QRect:
        """Return where the head of a row is."""
        return QRect(MARGIN, self.top(row), self.width - 2 * MARGIN, self.head)

    def cell(self, row: int, place: int, offset: int) -> QRect:
        """Return where a frame is.

        Args:
            row: number.
            place: of the frame.
            offset: how far a row of one line is scrolled; nothing for an open one.
        """
        top = self.top(row) + self.head
        if self.lengths[row]:
            line, column = divmod(place, self.columns)
            corner = QPoint(column * self.step, top + line * (self.cell_height + GAP))
        else:
            corner = QPoint(place * self.step - offset, top)
        return QRect(MARGIN + corner.x(), corner.y(), self.side, self.cell_height)

    def places(self, row: int, count: int, offset: int, top: int, bottom: int) -> range:
        """Return the frames of a row that are seen.

        Args:
            row: number.
            count: of its frames.
            offset: as in cell().
            top: of the stretch of the content that is seen.
            bottom: of it.
        """
        if self.lengths[row]:
            height, begin = self.cell_height + GAP, self.top(row) + self.head
            first = max(0, (top - begin) // height) * self.columns
            last = max(0, (bottom - begin) // height + 1) * self.columns
        else:
            first = max(0, (offset - MARGIN) // self.step)
            last = (offset + self.width) // self.step + 1
        return range(min(first, count), min(last, count))

    def place_at(self, row: int, count: int, offset: int, x: int, y: int) -> int:
        """Return the frame at a point of the content; -1 for none."""
        within = y - self.top(row) - self.head
        line, rest = divmod(within, self.cell_height + GAP)
        x -= MARGIN
        if self.lengths[row]:
            column, beside = divmod(x, self.step)
            inside = 0 <= column < self.columns and rest < self.cell_height
            place = line * self.columns + column
        else:
            place, beside = divmod(x + offset, self.step)
            inside = line == 0 and rest < self.cell_height
        return place if inside and beside < self.side and 0 <= place < count else -1

    def furthest(self, count: int) -> int:
        """Return how far a row of one line can be scrolled."""
        return max(0, count * self.step - GAP - (self.width - 2 * MARGIN))

    def centred(self, count: int, place: int) -> int:
        """Return the offset at which a frame of a row is in the middle."""
        middle = place * self.step + self.side // 2 - (self.width - 2 * MARGIN) // 2
        return max(0, min(self.furthest(count), middle))

    def revealing(self, count: int, place: int, offset: int) -> int:
        """Return the offset nearest to one at which a frame is seen whole, off the arrows."""
        left, room = place * self.step, self.width - 2 * MARGIN
        least = left + self.side - room + (ARROW - MARGIN if place < count - 1 else 0)
        most = left - (ARROW - MARGIN if place else 0)
        return max(0, min(self.furthest(count), max(least, min(most, offset))))
