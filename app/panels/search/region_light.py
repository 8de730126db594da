"""How bright a region of the picture is: a small board to draw the region on, and a range."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from app.panels.search.editors.base import quiet
from app.services.region_light import format_value, parse_value
from app.widgets.controls import named, on_click, push_button
from app.widgets.paint import mix
from common.canvas import Region
from common.errors import QueryError

GRID = 12  # lines that regions snap to
_WIDE, _HIGH = 96, 54  # pixels
DARK, BRIGHT = (0, 30), (70, 100)  # percent


class RegionBoard(QWidget):
    """A drag draws a region, a click takes the cell of a 3 x 3 grid.

    Keys: arrows move it, with Shift they stretch it, Home takes the whole picture.

    Args:
        parent: owner.
    """

    changed = Signal(object)  # Region

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.region = Region(0.0, 0.0, 1.0, 0.5)
        self.low, self.high = 0, 100
        self._from: QPointF | None = None
        self.setFixedSize(QSize(_WIDE, _HIGH))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        named(self, self.tr("Region of the picture"))
        self.setToolTip(
            self.tr("Drag draws a region, a click takes a ninth; arrows move, Shift+arrows stretch")
        )

    def show_region(self, region: Region, low: int, high: int) -> None:
        """Show a region and how bright it shall be."""
        self.region, self.low, self.high = region, low, high
        self.update()

    def _take(self, x: float, y: float, width: float, height: float) -> None:
        """Take a region, snapped to the grid and kept inside the picture."""
        left, top = (max(0, min(GRID - 1, round(each * GRID))) for each in (x, y))
        wide = max(1, min(GRID - left, round(width * GRID)))
        high = max(1, min(GRID - top, round(height * GRID)))
        self.region = Region(*(round(each / GRID, 4) for each in (left, top, wide, high)))
        self.update()

    def _part(self, event: QMouseEvent) -> QPointF:
        at = event.position()
        return QPointF(min(1.0, max(0.0, at.x() / _WIDE)), min(1.0, max(0.0, at.y() / _HIGH)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a region."""
        self._from = self._part(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch it."""
        if self._from is not None:
            box = QRectF(self._from, self._part(event)).normalized()
            self._take(box.x(), box.y(), box.width(), box.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell it; a mere click takes a ninth of the picture."""
        start, end = self._from, self._part(event)
        self._from = None
        if start is not None and (end - start).manhattanLength() < 0.06:
            column, row = min(2, int(end.x() * 3)), min(2, int(end.y() * 3))
            self._take(column / 3, row / 3, 1 / 3, 1 / 3)
        self.changed.emit(self.region)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, stretch, or take the whole picture."""
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        box, key = self.region, Qt.Key(event.key())
        if key == Qt.Key.Key_Home:
            self._take(0, 0, 1, 1)
        elif key not in steps:
            super().keyPressEvent(event)
            return
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            aside, down = steps[key]
            self._take(box.x, box.y, box.width + aside / GRID, box.height + down / GRID)
        else:
            aside, down = steps[key]
            x = min(max(0.0, box.x + aside / GRID), 1 - box.width)
            y = min(max(0.0, box.y + down / GRID), 1 - box.height)
            self._take(x, y, box.width, box.height)
        self.changed.emit(self.region)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture's frame, the ninths, and the region as bright as it shall be."""
        painter = QPainter(self)
        palette = self.palette()
        frame = QRectF(0.5, 0.5, _WIDE - 1, _HIGH - 1)
        painter.fillRect(frame, palette.base())
        faint = mix(palette.base().color(), palette.text().color(), 0.2)
        painter.setPen(QPen(faint, 1))
        for third in (1 / 3, 2 / 3):
            painter.drawLine(QPointF(third * _WIDE, 0), QPointF(third * _WIDE, _HIGH))
            painter.drawLine(QPointF(0, third * _HIGH), QPointF(_WIDE, third * _HIGH))
        box = QRectF(
            self.region.x * _WIDE, self.region.y * _HIGH,
            self.region.width * _WIDE, self.region.height * _HIGH,
        ).adjusted(1, 1, -1, -1)  # fmt: skip
        middle = (self.low + self.high) / 200
        light = mix(QColor("black"), QColor("white"), middle)
        painter.fillRect(box, light)
        painter.setPen(QPen(palette.highlight().color(), 2))
        painter.drawRect(box)
        painter.setPen(QPen(palette.highlight().color() if self.hasFocus() else faint, 1))
        painter.drawRect(frame)
        painter.end()


class RegionLight(QWidget):
    """The filter by the brightness of a region, after NoShot.

    Args:
        parent: owner.
    """

    changed = Signal(str)  # value of the filter, "" for none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.board = RegionBoard()
        self.board.changed.connect(lambda _region: self._on_change())
        self.dark = push_button(tr("dark"), tr("The region is dark"), checkable=True)
        self.bright = push_button(tr("bright"), tr("The region is bright"), checkable=True)
        on_click(self.dark, lambda: self._preset(DARK, self.dark.isChecked()))
        on_click(self.bright, lambda: self._preset(BRIGHT, self.bright.isChecked()))
        self.low = self._spin(tr("Brightness of the region, at least"))
        self.high = self._spin(tr("Brightness of the region, at most"))
        self.high.setValue(100)
        for spin in (self.low, self.high):
            spin.valueChanged.connect(lambda _value: self._on_change())
        presets, bounds = QHBoxLayout(), QHBoxLayout()
        for button in (self.dark, self.bright):
            # Without a theme a button asks for 80 pixels, whatever stands on it.
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(button.text()) + 16)
            presets.addWidget(button)
        bounds.addWidget(self.low, 1)
        bounds.addWidget(QLabel("-"))
        bounds.addWidget(self.high, 1)
        side = QVBoxLayout()
        side.addLayout(presets)
        side.addLayout(bounds)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.board, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(side, 1)

    def _spin(self, name: str) -> QSpinBox:
        spin = QSpinBox()
        named(spin, name)
        spin.setRange(0, 100)
        spin.setSingleStep(5)
        spin.setKeyboardTracking(False)
        spin.setMinimumWidth(44)
        spin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return spin

    def show_value(self, value: str) -> None:
        """Show what the filter says; one that cannot be read shows as none."""
        low, high, region = 0, 100, self.board.region
        if value:
            try:
                region, least, most = parse_value(value)
                low, high = round(least), round(most)
            except QueryError:
                value = ""
        with quiet(self.low, self.high, self.dark, self.bright):
            self.low.setValue(low)
            self.high.setValue(high)
            self.dark.setChecked(bool(value) and (low, high) == DARK)
            self.bright.setChecked(bool(value) and (low, high) == BRIGHT)
        self.board.show_region(region, low, high)

    def _preset(self, bounds: tuple[int, int], on: bool) -> None:
        with quiet(self.low, self.high):
            self.low.setValue(bounds[0] if on else 0)
            self.high.setValue(bounds[1] if on else 100)
        self._on_change()

    def _on_change(self) -> None:
        low, high = sorted((self.low.value(), self.high.value()))
        self.board.show_region(self.board.region, low, high)
        everything = (low, high) == (0, 100)
        self.changed.emit("" if everything else format_value(self.board.region, low, high))
