"""Chips: small pills for filters, query parts and facets."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from app.widgets.flow_layout import FlowLayout
from app.widgets.paint import mix, readable_on

_PAD = 9  # pixels
_CROSS = 16  # pixels, side of the remove zone
_PICTURE = 36  # pixels, longest side of a chip's picture


class Chip(QAbstractButton):
    """A pill with a text, perhaps a picture, perhaps a cross that removes it.

    Click or Enter fires `chosen` (with Ctrl held: True); the cross, Delete and Backspace fire
    `removed`.

    Args:
        text: what the chip says.
        removable: whether it carries a cross.
        picture: shown before the text.
        colour: tint; None takes the palette's own.
        parent: owner.
    """

    chosen = Signal(bool)  # Ctrl was held
    removed = Signal()

    def __init__(
        self,
        text: str,
        *,
        removable: bool = False,
        picture: QPixmap | None = None,
        colour: QColor | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._removable = removable
        self._picture = picture
        self._colour = colour
        self._lead = 0  # pixels before the text, for what a subclass draws there
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if removable:
            self.setToolTip(self.tr("%s: remove with the cross or Delete") % text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_on(self, *, on: bool) -> None:
        """Show the chip as switched on or off, by a tick and by colour."""
        self.setCheckable(True)
        self.setChecked(on)
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return f"✓ {self.text()}" if self.isChecked() else self.text()

    def set_picture(self, picture: QPixmap) -> None:
        """Show picture before the text."""
        self._picture = picture
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for picture, text and cross."""
        metrics = self.fontMetrics()
        width = min(metrics.horizontalAdvance(self._words()), metrics.averageCharWidth() * 42)
        height = metrics.height() + 8
        if self._picture is not None:
            width += _PICTURE + 6
            height = max(height, _PICTURE + 6)
        width += self._lead + (_CROSS if self._removable else 0)
        return QSize(width + 2 * _PAD, height)

    def minimumSizeHint(self) -> QSize:
        """A chip may be cut to a few letters."""
        return QSize(min(self.sizeHint().width(), 60), self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remove on the cross, choose elsewhere."""
        self.setDown(False)
        if not self.rect().contains(event.position().toPoint()):
            return
        if event.button() == Qt.MouseButton.MiddleButton and self._removable:
            self.removed.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            if self._removable and self._cross_zone().contains(event.position()):
                self.removed.emit()
            else:
                held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.chosen.emit(held)
                self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes; Enter and Space choose."""
        if self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go dim."""
        self.update()
        super().leaveEvent(event)

    def _cross_zone(self) -> QRectF:
        left = 3 if self._is_mirrored() else self.width() - _CROSS - 5
        return QRectF(left, (self.height() - _CROSS) / 2, _CROSS, _CROSS)

    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self._colour or mix(
            self.palette().window().color(), self.palette().text().color(), 0.1
        )
        if self.isChecked():
            base = mix(base, self.palette().highlight().color(), 0.75)
        if self.underMouse() or self.isDown():
            base = mix(base, self.palette().text().color(), 0.12)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = min(box.height() / 2, 13.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(base)
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.palette().highlight().color())
            painter.drawRoundedRect(box, radius, radius)
        self._paint_content(painter, readable_on(base))

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        area = QRectF(self.rect()).adjusted(_PAD, 0, -_PAD, 0)
        if self._removable:
            cross = self._cross_zone()
            painter.setPen(ink)
            inner = cross.adjusted(5, 5, -5, -5)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
            area.adjust(*((_CROSS, 0, 0, 0) if self._is_mirrored() else (0, 0, -_CROSS, 0)))
        if self._picture is not None and not self._picture.isNull():
            size = QSize(self._picture.size() / self._picture.devicePixelRatio())
            size.scale(_PICTURE, _PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
            left = area.right() - size.width() if self._is_mirrored() else area.left()
            top = (self.height() - size.height()) / 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            target = QRectF(left, top, size.width(), size.height())
            painter.drawPixmap(target.toRect(), self._picture)
            shift = _PICTURE + 6
            area.adjust(*((0, 0, -shift, 0) if self._is_mirrored() else (shift, 0, 0, 0)))
        lead = self._lead
        area.adjust(*((0, 0, -lead, 0) if self._is_mirrored() else (lead, 0, 0, 0)))
        painter.setPen(ink)
        words = self.fontMetrics().elidedText(
            self._words(), Qt.TextElideMode.ElideMiddle, int(area.width()) + 1
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, words)


class _Keyboard(QObject):
    """Keeps the keyboard at its place while chips are made anew, as one of them may be removed.

    Args:
        parent: holds the chips.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = -1  # of the chip that had it

    def keep(self, chips: Sequence[Chip]) -> None:
        """Remember which of the chips that go has the keyboard."""
        places = [place for place, chip in enumerate(chips) if chip.hasFocus()]
        if places:
            self._place = places[0]
            QTimer.singleShot(0, self, self._forget)

    def take_back(self, chips: Sequence[Chip]) -> None:
        """Give it to the newest of the chips, up to that place."""
        if chips and len(chips) <= self._place + 1:
            chips[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _forget(self) -> None:
        self._place = -1


class ChipRow(QWidget):
    """Chips that wrap; hidden while it holds none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyboard = _Keyboard(self)
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def chips(self) -> list[Chip]:
        """The chips, in order."""
        widgets = (self._flow.itemAt(i) for i in range(self._flow.count()))
        return [w for item in widgets if item and isinstance(w := item.widget(), Chip)]

    def add(self, widget: QWidget) -> None:
        """Append a chip or another small widget."""
        self._flow.addWidget(widget)
        widget.show()
        self.show()
        self._keyboard.take_back(self.chips)

    def clear(self) -> None:
        """Remove all chips; the keyboard goes to those that take their place at once."""
        self._keyboard.keep(self.chips)
        self._flow.clear()
        self.hide()


class ChipStrip(QScrollArea):
    """Chips in one line that is always there, so that nothing below moves when chips come and go.

    More chips than fit are reached with the wheel, by dragging the line or with Tab.

    Args:
        hint: what the line says while it holds no chips.
        parent: as in Qt.
    """

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyboard = _Keyboard(self)
        inside = QWidget()
        self._line = QHBoxLayout(inside)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(6)
        self._hint = QLabel(hint)
        self._hint.setProperty("muted", "true")
        self._line.addWidget(self._hint)
        self._line.addStretch(1)
        self._chips: list[QWidget] = []
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().height() + 10)

    @property
    def chips(self) -> list[Chip]:
        """The chips, in order."""
        return [widget for widget in self._chips if isinstance(widget, Chip)]

    def add(self, widget: QWidget) -> None:
        """Append a chip or another small widget."""
        widget.setMinimumWidth(widget.sizeHint().width())  # the line scrolls before words are cut
        self._line.insertWidget(self._line.count() - 1, widget)
        self._chips.append(widget)
        self._hint.hide()
        widget.show()
        self._keyboard.take_back(self.chips)

    def clear(self) -> None:
        """Remove all chips; the keyboard goes to those that take their place at once."""
        self._keyboard.keep(self.chips)
        for widget in self._chips:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._chips.clear()
        self._hint.show()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along the line."""
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.y() or turned.x()))
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a larger font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
