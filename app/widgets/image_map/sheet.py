"""What an image map shows: items in cells, and where cells lie on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSizeF

from app.services.types import CellMap, PlaneMap

Cell = tuple[int, int]
NARROW, WIDE = 0.85, 1.55  # width / height of cells, between


@dataclass(frozen=True)
class Sheet:
    """Items in cells, and the part of them that a window shows.

    Args:
        cells: (x, y) -> item.
        x: leftmost column of the window.
        y: topmost row.
        columns: of the window, >= 1.
        rows: of the window, >= 1.
        counts: for how many items an item stands; those not named stand for themselves.
        endless: the window may be moved.
    """

    cells: Mapping[Cell, int] = field(default_factory=dict)
    x: int = 0
    y: int = 0
    columns: int = 1
    rows: int = 1
    counts: Mapping[int, int] = field(default_factory=dict)
    endless: bool = False

    @classmethod
    def of_map(cls, made: CellMap | PlaneMap) -> "Sheet":
        """Return what a map shows."""
        if isinstance(made, PlaneMap):
            return cls(
                made.cells, made.x, made.y, max(1, made.columns), max(1, made.rows), endless=True
            )
        rows, columns = made.items.shape
        cells, counts = {}, {}
        for y in range(rows):
            for x in range(columns):
                item = int(made.items[y, x])
                if item >= 0:
                    cells[x, y] = item
                    counts[item] = int(made.counts[y, x])
        return cls(cells, 0, 0, max(1, columns), max(1, rows), counts)

    @cached_property
    def places(self) -> dict[int, Cell]:
        """The cell of each item."""
        return {item: cell for cell, item in self.cells.items()}

    @cached_property
    def order(self) -> list[int]:
        """The items of the window in reading order."""
        return [
            self.cells[x, y]
            for y in range(self.y, self.y + self.rows)
            for x in range(self.x, self.x + self.columns)
            if (x, y) in self.cells
        ]

    def is_inside(self, cell: Cell) -> bool:
        """Whether a cell lies in the window."""
        return 0 <= cell[0] - self.x < self.columns and 0 <= cell[1] - self.y < self.rows


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the cells of a sheet lie on a widget.

    Args:
        area: what the window fills, pixels.
        size: of a cell, pixels.
        origin: column and row at the left top of the area; fractions while it is dragged.
    """

    area: QRectF
    size: QSizeF
    origin: QPointF

    @classmethod
    def of(cls, sheet: Sheet, width: float, height: float, offset: QPointF) -> "Frame":
        """Return the frame of a sheet on a widget; cells keep about the shape of a picture.

        Args:
            sheet: what is shown.
            width: of the widget, pixels.
            height: of the widget, pixels.
            offset: how far the window was dragged, in cells.
        """
        wide, high = width / sheet.columns, height / sheet.rows
        wide, high = min(wide, high * WIDE), min(high, wide / NARROW)
        area = QRectF(0, 0, wide * sheet.columns, high * sheet.rows)
        area.moveCenter(QPointF(width / 2, height / 2))
        origin = QPointF(sheet.x + offset.x(), sheet.y + offset.y())
        return cls(area, QSizeF(wide, high), origin)

    def rect(self, cell: Cell) -> QRectF:
        """Return where a cell lies."""
        left = self.area.left() + (cell[0] - self.origin.x()) * self.size.width()
        top = self.area.top() + (cell[1] - self.origin.y()) * self.size.height()
        return QRectF(left, top, self.size.width(), self.size.height())

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return the cell under a point, or None outside the area."""
        if not self.area.contains(point):
            return None
        x = (point.x() - self.area.left()) / self.size.width() + self.origin.x()
        y = (point.y() - self.area.top()) / self.size.height() + self.origin.y()
        return int(x // 1), int(y // 1)

    def cells(self) -> tuple[range, range]:
        """Return the columns and rows that can be seen, in parts too."""
        wide = self.area.width() / self.size.width()
        high = self.area.height() / self.size.height()
        left, top = int(self.origin.x() // 1), int(self.origin.y() // 1)
        right, bottom = (
            int(-(-(self.origin.x() + wide) // 1)),
            int(-(-(self.origin.y() + high) // 1)),
        )
        return range(left, right), range(top, bottom)
