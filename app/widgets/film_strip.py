"""A row of pictures that scrolls sideways: the shots of a video, or similar items."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from app.jobs import JobRunner
from app.services.items import ItemService
from app.widgets.paint import clock, mix
from app.widgets.thumbnails import ThumbnailLoader
from common.values import Hit

_GAP = 4  # pixels


class FilmStrip(QAbstractScrollArea):
    """Pictures side by side; a click, Enter or Space opens one.

    Args:
        items: where pictures come from.
        jobs: where they are decoded.
        height: of the pictures, pixels.
        parent: owner.
    """

    chosen = Signal(int, float)  # item, seconds

    def __init__(
        self, items: ItemService, jobs: JobRunner, height: int = 84, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._loader = ThumbnailLoader(items, jobs, self)
        self._loader.loaded.connect(self._on_loaded)
        self._hits: tuple[Hit, ...] = ()
        self._height = height
        self._current = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Film strip"))
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is shown."""
        return self._hits

    def show_hits(self, hits: Sequence[Hit], current: int = 0) -> None:
        """Show these; the one at place current is framed and visible."""
        self._hits = tuple(hits)
        self._current = max(0, min(current, len(self._hits) - 1))
        self._set_range()
        self._reveal()
        self._ask()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Return the height of a picture with the scroll bar."""
        return QSize(200, self._height + self.horizontalScrollBar().sizeHint().height() + 4)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(60, self.sizeHint().height())

    def _width(self) -> int:
        return round(self._height * 1.5)

    def _cell(self, place: int) -> QRect:
        step = self._width() + _GAP
        left = place * step - self.horizontalScrollBar().value()
        if self.isRightToLeft():
            left = self.viewport().width() - left - self._width()
        return QRect(left, 2, self._width(), self._height)

    def _place_at(self, x: int) -> int:
        if self.isRightToLeft():
            x = self.viewport().width() - x
        place = (x + self.horizontalScrollBar().value()) // (self._width() + _GAP)
        return place if 0 <= place < len(self._hits) else -1

    def items_at(self, place: QPoint | None) -> list[int]:
        """Return the item at a place of the viewport, or the current one for None, as a list."""
        number = self._current if place is None else self._place_at(place.x())
        return [self._hits[number].item] if 0 <= number < len(self._hits) else []

    def _visible(self) -> range:
        step, start = self._width() + _GAP, self.horizontalScrollBar().value()
        first = max(0, start // step)
        return range(first, min(len(self._hits), (start + self.viewport().width()) // step + 1))

    def _set_range(self) -> None:
        total = len(self._hits) * (self._width() + _GAP) - _GAP
        bar = self.horizontalScrollBar()
        bar.setPageStep(self.viewport().width())
        bar.setSingleStep(self._width() // 2)
        bar.setRange(0, max(0, total - self.viewport().width()))

    def _reveal(self) -> None:
        step, bar = self._width() + _GAP, self.horizontalScrollBar()
        left = self._current * step
        if not bar.value() <= left <= bar.value() + self.viewport().width() - step:
            bar.setValue(left - (self.viewport().width() - step) // 2)

    def _ask(self) -> None:
        self._loader.use_side(self._width() * self.devicePixelRatioF())
        self._loader.want([self._hits[place].item for place in self._visible()])

    @Slot(int)
    def _on_scrolled(self, _value: int) -> None:
        self._ask()
        self.viewport().update()

    @Slot(object)
    def _on_loaded(self, _items: object) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show more or fewer."""
        super().resizeEvent(event)
        self._set_range()
        self._reveal()
        self._ask()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways if there is more; else the area around scrolls."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        delta = event.angleDelta()
        bar.setValue(before - (delta.x() or delta.y()))
        event.setAccepted(bar.value() != before)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        place = self._place_at(event.position().toPoint().x())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._current = place
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, Home and End; open with Enter or Space."""
        key, forward = Qt.Key, -1 if self.isRightToLeft() else 1
        steps = {
            key.Key_Right: forward,
            key.Key_Left: -forward,
            key.Key_Home: -len(self._hits),
            key.Key_End: len(self._hits),
        }
        if event.key() in (key.Key_Return, key.Key_Enter, key.Key_Space) and self._hits:
            self._choose()
        elif event.key() in steps and self._hits:
            place = self._current + steps[Qt.Key(event.key())]
            self._current = max(0, min(len(self._hits) - 1, place))
            self._reveal()
            self.viewport().update()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        hit = self._hits[self._current]
        summary = self._loader.summary(hit.item)
        start = hit.start_s if hit.start_s is not None else getattr(summary, "start_s", None)
        self.viewport().update()
        self.chosen.emit(hit.item, float(start or 0.0))

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(event.pos().x())
            summary = self._loader.summary(self._hits[place].item) if place >= 0 else None
            if summary is not None:
                words = summary.name
                if summary.start_s is not None:
                    words = f"{words} · {clock(summary.start_s)}"
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().viewportEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the visible pictures."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = mix(self.palette().base().color(), self.palette().text().color(), 0.08)
        for place in self._visible():
            cell = self._cell(place)
            painter.fillRect(cell, ground)
            item = self._hits[place].item
            pixmap = self._loader.pixmap(item)
            if pixmap is not None:
                size = pixmap.size()
                size.scale(cell.size(), Qt.AspectRatioMode.KeepAspectRatio)
                target = QRect(cell.topLeft(), size)
                target.moveCenter(cell.center())
                painter.drawPixmap(target, pixmap)
            summary = self._loader.summary(item)
            if summary is not None and summary.start_s is not None:
                self._paint_time(painter, cell, clock(summary.start_s))
            if place == self._current and (self.hasFocus() or self._current > 0):
                painter.setPen(QPen(self.palette().highlight().color(), 2))
                painter.drawRect(QRectF(cell).adjusted(1, 1, -1, -1))

    def _paint_time(self, painter: QPainter, cell: QRect, text: str) -> None:
        metrics = painter.fontMetrics()
        tag = QRect(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height())
        tag.moveBottomRight(cell.bottomRight())
        painter.fillRect(tag, QColor(0, 0, 0, 170))
        painter.setPen(QColor("white"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
