"""The chip of a part of a query: what it asks, how much it counts, whether it is on or a must."""

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.panels.search.draft import Place
from app.panels.search.texts import kind_of, part_tip
from app.services.types import Part
from app.widgets.chips import Chip
from app.widgets.icons import icon
from app.widgets.numbers import numeral
from app.widgets.paint import NEGATIVE, mix
from app.widgets.query_words import part_words

PART_MIME = "application/x-kinora-query-part"
_ICON = 16  # pixels
_GAP = 5
_BAR = 3  # pixels, height of the line that shows a weight
_TOP_WEIGHT = 2.0  # at which the line is full


class PartChip(Chip):
    """One part of the query.

    Enter or a click edits it, Space switches it, M makes it a must, + and - weigh it, Delete
    removes it, arrows go to its neighbours, with Ctrl+Shift they move it. It can be dragged.

    Args:
        part: it shows.
        place: where it stands.
        parent: owner.
    """

    edit_wanted = Signal()
    switched = Signal()
    must_toggled = Signal()
    weighed = Signal(int)  # steps up or down
    walked = Signal(int, int)  # to the next chip (1) or the one before (-1); stages down or up
    moved = Signal(int, int)  # the same, with the part
    menu_wanted = Signal(QPoint)  # global
    focused = Signal()

    def __init__(self, part: Part, place: Place, parent: QWidget | None = None) -> None:
        super().__init__("", removable=True, parent=parent)
        self.part, self.place = part, place
        self._name = ""
        self._error = ""
        self._matches: int | None = None
        self._note = ""
        self._press: QPoint | None = None
        self._editing = False
        self._lead = _ICON + _GAP
        self.clicked.connect(self.edit_wanted)
        self.show_part(part, place)

    def show_part(self, part: Part, place: Place) -> None:
        """Show another part in the same chip."""
        self.part, self.place = part, place
        self.setText(part_words(part.what, self._name))
        self._tell()
        self.updateGeometry()
        self.update()

    def set_picture(self, picture: QPixmap) -> None:
        """Show a picture in the place of the icon."""
        self._lead = 0 if not picture.isNull() else _ICON + _GAP
        self._picture = None if picture.isNull() else picture
        self.updateGeometry()
        self.update()

    def show_name(self, name: str) -> None:
        """Call the picture or video of the part by its name."""
        self._name = name
        self.show_part(self.part, self.place)

    def show_error(self, text: str) -> None:
        """Say that this part could not be searched for, and why; "" for no error."""
        self._error = text
        self._tell()
        self.update()

    def show_note(self, text: str) -> None:
        """Say in the tooltip what the user should know of the part; "" for nothing."""
        if text != self._note:
            self._note = text
            self._tell()

    def show_matches(self, count: int | None) -> None:
        """Say how many items the part found; None while unknown."""
        if count != self._matches:
            self._matches = count
            self._tell()
            self.updateGeometry()
            self.update()

    def show_editing(self, *, on: bool) -> None:
        """Mark the chip whose editor is open."""
        self._editing = on
        self.update()

    @property
    def error(self) -> str:
        """Why the part could not be searched for; "" without an error."""
        return self._error

    @property
    def name(self) -> str:
        """What its picture or video is called; "" while unknown."""
        return self._name

    def _tell(self) -> None:
        """Say in words what colours and signs show."""
        part = self.part
        states = [part_tip(part.what, self._name)]
        if not part.on:
            states.append(self.tr("switched off"))
        if part.must:
            states.append(self.tr("must be there"))
        if part.weight != 1.0:
            states.append(self.tr("weight %s") % numeral(part.weight, "g"))
        if self._matches is not None and part.on:
            states.append(self.tr("%n item(s) match", "", self._matches))
        states += [text for text in (self._note, self._error) if text]
        self.setAccessibleName(", ".join(states))
        keys = self.tr(
            "Enter edit · Space on and off · M must · + − weight · Delete · drag to move"
        )
        self.setToolTip("\n".join([*states, keys]))

    # -- look

    def _words(self) -> str:
        weight = "" if self.part.weight == 1.0 else f"  ×{numeral(self.part.weight, 'g')}"
        none = "  · 0" if self._matches == 0 and self.part.on else ""
        return f"{'! ' if self.part.must else ''}{self.text()}{weight}{none}"

    def sizeHint(self) -> QSize:
        """Return the room for the line of the weight too."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + 2)

    @property
    def _has_picture(self) -> bool:
        return self._picture is not None and not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill, pale where it is off, with a line as long as it counts."""
        part = self.part
        accent = self.palette().highlight().color()
        ground = self.palette().window().color()
        tint = mix(ground, accent, 0.34 if part.must else 0.2)
        if not part.on:
            tint = mix(ground, self.palette().text().color(), 0.06)
        self._colour = mix(tint, NEGATIVE, 0.4) if self._error else tint
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = min(box.height() / 2, 13.0)
        if self._editing or part.must or self._error:
            colour = NEGATIVE if self._error else accent
            painter.setPen(QPen(colour, 2.0 if self._editing or self._error else 1.2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().text().color(), 1.6, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2)
        if part.on:
            self._paint_weight(painter, box, radius, accent)
        painter.end()

    def _paint_weight(self, painter: QPainter, box: QRectF, inset: float, colour: QColor) -> None:
        full = box.width() - 2 * inset
        share = min(1.0, self.part.weight / _TOP_WEIGHT)
        line = QRectF(box.left() + inset, box.bottom() - _BAR - 1, full, _BAR - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.part.weight != 1.0:
            painter.setBrush(mix(self.palette().window().color(), colour, 0.3))
            painter.drawRoundedRect(line, 1, 1)
            line.setWidth(full * share)
            painter.setBrush(colour)
            painter.drawRoundedRect(line, 1, 1)

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        if not self.part.on:
            ink = mix(ink, self.palette().window().color(), 0.45)
            font = painter.font()
            font.setStrikeOut(True)
            painter.setFont(font)
        if self._has_picture:
            super()._paint_content(painter, ink)
            return
        drawing = icon(kind_of(self.part.what).icon)
        top = (self.height() - _ICON) // 2
        left = self.width() - _ICON - 9 if self._is_mirrored() else 9
        painter.setOpacity(1.0 if self.part.on else 0.5)
        drawing.paint(painter, left, top, _ICON, _ICON)
        painter.setOpacity(1.0)
        super()._paint_content(painter, ink)

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note of where a drag may begin."""
        self._press = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the part once the mouse has gone far enough."""
        far = QApplication.startDragDistance()
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._press).manhattanLength() >= far:
            self._press = None
            self.setDown(False)
            drag = QDrag(self)
            drag.setMimeData(part_mime(self.place))
            shown = QPixmap(self.size() * self.devicePixelRatioF())
            shown.setDevicePixelRatio(self.devicePixelRatioF())
            shown.fill(Qt.GlobalColor.transparent)
            self.render(shown, QPoint(), renderFlags=QWidget.RenderFlag(0))
            drag.setPixmap(shown)
            drag.setHotSpot(event.position().toPoint())
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Edit, or remove by the cross or the middle button."""
        self._press = None
        super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Weigh the chip that has the keyboard; elsewhere the panel scrolls."""
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        turned = event.angleDelta().y()
        if turned and (held or self.hasFocus()):
            self.weighed.emit(1 if turned > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here, so that the chip can be brought into sight."""
        super().focusInEvent(event)
        self.focused.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer all that can be done with the part."""
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, held = event.key(), event.modifiers()
        carry = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in arrows and held & ~Qt.KeyboardModifier.KeypadModifier == carry:
            self.moved.emit(*arrows[Qt.Key(key)])
        elif key in arrows and not held & ~Qt.KeyboardModifier.KeypadModifier:
            self.walked.emit(*arrows[Qt.Key(key)])
        elif held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif key == Qt.Key.Key_Space:
            self.switched.emit()
        elif key == Qt.Key.Key_M:
            self.must_toggled.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.weighed.emit(1)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.weighed.emit(-1)
        elif key == Qt.Key.Key_Menu:
            self.menu_wanted.emit(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)


def part_mime(place: Place) -> QMimeData:
    """Return what a dragged part carries."""
    data = QMimeData()
    data.setData(PART_MIME, f"{place.stage} {place.part}".encode())
    return data


def place_in(data: QMimeData) -> Place | None:
    """Return the place of the part that is dragged, or None."""
    if not data.hasFormat(PART_MIME):
        return None
    words = bytes(data.data(PART_MIME).data()).split()
    return Place(int(words[0]), int(words[1])) if len(words) == 2 else None
