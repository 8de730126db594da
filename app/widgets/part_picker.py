"""A dialog in which a part of a picture is marked by drawing a box."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

LEAST = 0.03  # of a side


class PartCanvas(QWidget):
    """Shows a picture; a drag draws the box, a click takes it away.

    Args:
        image: the picture.
        parent: owner.
    """

    changed = Signal()

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = image
        self._from: QPointF | None = None
        self.box: QRectF | None = None  # as parts of the picture, 0-1
        self.setMinimumSize(200, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Picture"))

    def area(self) -> QRectF:
        """Return where the picture is drawn."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _part(self, at: QPointF) -> QPointF:
        area = self.area()
        return QPointF(
            min(1.0, max(0.0, (at.x() - area.left()) / max(1.0, area.width()))),
            min(1.0, max(0.0, (at.y() - area.top()) / max(1.0, area.height()))),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a box."""
        self._from, self.box = self._part(event.position()), None
        self.update()
        self.changed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the box."""
        if self._from is not None:
            self.box = QRectF(self._from, self._part(event.position())).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the box, unless it is a mere click."""
        self.mouseMoveEvent(event)
        self._from = None
        if self.box is not None and min(self.box.width(), self.box.height()) < LEAST:
            self.box = None
        self.update()
        self.changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, dim outside of the box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self.area()
        painter.drawImage(area, self._image)
        if self.box is not None:
            box = QRectF(
                area.left() + self.box.left() * area.width(),
                area.top() + self.box.top() * area.height(),
                self.box.width() * area.width(),
                self.box.height() * area.height(),
            )
            painter.fillRect(area, QColor(0, 0, 0, 130))
            painter.drawImage(box, self._image, self._source(self.box))
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(box)
        painter.end()

    def _source(self, box: QRectF) -> QRectF:
        wide, high = self._image.width(), self._image.height()
        return QRectF(box.left() * wide, box.top() * high, box.width() * wide, box.height() * high)


class PartDialog(QDialog):
    """Asks for a part of a picture.

    Args:
        image: the picture.
        parent: owner.
    """

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Part of a picture"))
        self.canvas = PartCanvas(image)
        hint = QLabel(self.tr("Draw a box around what counts."))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(self.tr("Search"))
        self.ok.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.canvas.changed.connect(self._on_changed)
        layout = QVBoxLayout(self)
        layout.addWidget(hint)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(buttons)
        self.resize(720, 560)

    def _on_changed(self) -> None:
        self.ok.setEnabled(self.canvas.box is not None)
        if self.canvas.box is not None:  # while it was disabled, Enter went to Cancel
            self.ok.setDefault(True)
            self.ok.setFocus()

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Left, top, width and height as parts of the picture, 0-1; None without a box."""
        box = self.canvas.box
        return None if box is None else (box.left(), box.top(), box.width(), box.height())
