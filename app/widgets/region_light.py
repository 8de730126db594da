"""Asks for a region of the picture and how bright it shall be."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.services.region_light import NAMED, format_value
from app.widgets.filter_names import region_name
from common.canvas import Region

_CELLS = 8  # what thumbnails tell apart; the mouse snaps to half of that
_SNAP = 16


class RegionPicker(QWidget):
    """A frame in which a region is drawn with the mouse, or moved with the arrow keys.

    Args:
        parent: as in Qt.
    """

    changed = Signal(object)  # Region

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._region = NAMED["top"]
        self._from: QPointF | None = None
        self.share = (0, 20)  # percent; how light the region is drawn
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Region of the picture"))
        self.setToolTip(
            self.tr("Draw the region. Arrow keys move it; with Shift they change its size.")
        )
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        """Return the size of a small picture."""
        return QSize(320, 180)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which cells can be told apart."""
        return QSize(160, 90)

    @property
    def region(self) -> Region:
        """What is drawn."""
        return self._region

    def set_region(self, region: Region) -> None:
        """Show a region; inside the picture, with some width and height."""
        if region != self._region:
            self._region = region
            self.update()
            self.changed.emit(region)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a region."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = self._snapped(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the region to the mouse."""
        if self._from is None:
            return
        first, last = self._from, self._snapped(event.position())
        box = QRectF(first, last).normalized()
        if box.width() > 0 and box.height() > 0:
            self.set_region(Region(box.x(), box.y(), box.width(), box.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the region."""
        self._from = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the region, or change its size with Shift."""
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        across, down = step[0] / _SNAP, step[1] / _SNAP
        now = self._region
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            width = min(max(now.width + across, 1 / _SNAP), 1 - now.x)
            height = min(max(now.height + down, 1 / _SNAP), 1 - now.y)
            self.set_region(Region(now.x, now.y, width, height))
        else:
            x = min(max(now.x + across, 0.0), 1 - now.width)
            y = min(max(now.y + down, 0.0), 1 - now.height)
            self.set_region(Region(x, y, now.width, now.height))

    def _snapped(self, at: QPointF) -> QPointF:
        """Return the nearest crossing of the raster, as fractions."""
        x = round(_SNAP * at.x() / max(1, self.width())) / _SNAP
        y = round(_SNAP * at.y() / max(1, self.height())) / _SNAP
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame, the raster and the region, as light as is asked for."""
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        level = round(2.55 * sum(self.share) / 2)
        box = QRectF(
            self._region.x * self.width(), self._region.y * self.height(),
            self._region.width * self.width(), self._region.height * self.height(),
        )  # fmt: skip
        painter.fillRect(box, Qt.GlobalColor.black)
        painter.setOpacity(level / 255)
        painter.fillRect(box, Qt.GlobalColor.white)
        painter.setOpacity(0.35)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        for k in range(1, _CELLS):
            x, y = k * self.width() // _CELLS, k * self.height() // _CELLS
            painter.drawLine(x, 0, x, self.height())
            painter.drawLine(0, y, self.width(), y)
        painter.setOpacity(1)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
        painter.drawRect(box.adjusted(1, 1, -1, -1))
        if not self.hasFocus():
            painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class RegionLightDialog(QDialog):
    """Asks for a region and its brightness.

    Args:
        parent: as in Qt.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Brightness of a region"))
        self.names = QComboBox()
        for name in NAMED:
            self.names.addItem(region_name(name), name)
        self.names.addItem(self.tr("As drawn"), "")
        self.names.setAccessibleName(self.tr("Region"))
        self.picker = RegionPicker()
        self.low, self.high = (self._spin(value) for value in (0, 20))
        self.low.setAccessibleName(self.tr("At least, percent"))
        self.high.setAccessibleName(self.tr("At most, percent"))
        self._lay_out()
        self.names.setCurrentIndex(list(NAMED).index("top"))
        self.names.activated.connect(self._on_named)
        self.picker.changed.connect(self._on_drawn)
        for spin in (self.low, self.high):
            spin.valueChanged.connect(self._on_light)
        self._on_light()

    def _lay_out(self) -> None:
        between = QHBoxLayout()
        between.addWidget(self.low)
        between.addWidget(QLabel("–"))
        between.addWidget(self.high)
        between.addStretch(1)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("Filter"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("&Region"), self.names)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.picker, 1)
        light = QFormLayout()
        label = QLabel(self.tr("&Brightness"))
        label.setBuddy(self.low)
        light.addRow(label, between)
        layout.addLayout(light)
        layout.addWidget(buttons)

    @staticmethod
    def _spin(value: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(0, 100)
        spin.setSuffix(" %")
        spin.setValue(value)
        return spin

    @property
    def value(self) -> str:
        """What the filter `region_light` takes."""
        return format_value(self.picker.region, self.low.value(), self.high.value())

    def _on_named(self, _row: int) -> None:
        region = NAMED.get(self.names.currentData())
        if region is not None:
            self.picker.set_region(region)

    def _on_drawn(self, region: Region) -> None:
        name = next((name for name, one in NAMED.items() if one == region), "")
        self.names.setCurrentIndex(self.names.findData(name))

    def _on_light(self) -> None:
        self.ok.setEnabled(self.low.value() <= self.high.value())
        self.picker.share = (self.low.value(), self.high.value())
        self.picker.update()
