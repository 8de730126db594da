"""The graph map itself: draws what is seen, and lets one zoom, move about, move boxes, open them.

A box is one picture that was made before, so that a frame is some dozens of copies. While the map
moves, pictures are scaled roughly; as soon as it rests they are drawn well.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.jobs import JobRunner
from app.services.items import ItemService
from app.widgets.graph_map.camera import Camera
from app.widgets.graph_map.drawing import LEAST_WORDS, BoxLook, draw_box, draw_line, draw_names
from app.widgets.graph_map.faces import Faces
from app.widgets.graph_map.hand import Hand
from app.widgets.graph_map.keys import KeyWays
from app.widgets.graph_map.shapes import Box, Line, main_lines
from app.widgets.paint import mix
from app.widgets.thumbnails import ThumbnailLoader

REST_MS = 140  # the map has come to rest


class GraphMap(QWidget):
    """Boxes with pictures, linked by lines.

    A drag on the ground moves the map, a drag on a box moves the box; the wheel zooms; a double
    click opens a box. Keys: arrows go to the next box in a direction, with Shift they move the box;
    Enter opens, + − 0 zoom, Home goes to the first box, Esc leaves.

    Args:
        items: where pictures come from.
        jobs: where they are decoded.
        captions_at: how many captions a box has at a zoom.
        parent: owner.
    """

    chosen = Signal(int)  # key of a box; -1 for none
    opened = Signal(int)  # key of a box
    moved = Signal(int)  # key of the box that was moved by the user
    escaped = Signal()

    def __init__(
        self,
        items: ItemService,
        jobs: JobRunner,
        captions_at: Callable[[float], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self._captions_at = captions_at
        self._loader = ThumbnailLoader(items, jobs, self)
        self._loader.loaded.connect(self._on_loaded)
        self._faces = Faces(self._loader)
        self._boxes: dict[int, Box] = {}
        self._lines: list[Line] = []
        self._shown: frozenset[int] = frozenset()
        self._main: frozenset[Line] = frozenset()  # drawn always; others beside what is looked at
        self._most = 1.0  # strength of the strongest line
        self._moved: dict[int, QPointF] = {}
        self._lit: frozenset[int] = frozenset()
        self._current = -1
        self._hot = -1
        self._is_moving = False
        self._fitted = True
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._keys = KeyWays(self)
        self._hand = Hand(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 100)
        self.setAccessibleName(self.tr("Graph"))
        self.setAccessibleDescription(
            self.tr("Arrows go from box to box, Enter opens, + and − zoom, 0 shows all.")
        )

    # -- what is shown

    def show_graph(
        self,
        boxes: Sequence[Box],
        lines: Sequence[Line],
        places: Mapping[int, tuple[float, float]] | None = None,
    ) -> None:
        """Show another graph, all of it.

        Args:
            boxes: in order of weight, the heaviest first.
            lines: between them.
            places: middles of boxes that the user had moved.
        """
        self._boxes = {box.key: box for box in boxes}
        self._moved = {
            key: QPointF(*at) for key, at in (places or {}).items() if key in self._boxes
        }
        self._lit = frozenset()
        self._hot = -1
        if self._current not in self._boxes:
            self._current = -1
        self.show_lines(lines)
        self.fit()

    def show_lines(self, lines: Sequence[Line], keys: frozenset[int] | None = None) -> None:
        """Show other lines and only some boxes, where they are.

        Args:
            lines: between boxes.
            keys: of the boxes that are shown; None for all.
        """
        self._shown = frozenset(self._boxes) if keys is None else keys & self._boxes.keys()
        there = (line for line in lines if {line.one, line.other} <= self._shown)
        self._lines = sorted(there, key=lambda line: line.strength)
        self._main = main_lines(self._lines)
        self._most = max((line.strength for line in self._lines), default=1.0) or 1.0
        self._wish()
        self.update()

    @property
    def keys(self) -> list[int]:
        """Keys of the boxes that are shown, the heaviest first."""
        return [key for key in self._boxes if key in self._shown]

    def box(self, key: int) -> Box:
        """Return a box.

        Raises:
            KeyError: there is none.
        """
        return self._boxes[key]

    @property
    def is_idle(self) -> bool:
        """Whether the map is at rest."""
        return not self._rest.isActive()

    def middle(self, key: int) -> QPointF:
        """Return where a box stands, in units of the map."""
        moved = self._moved.get(key)
        return QPointF(*self._boxes[key].middle) if moved is None else moved

    def rect_of(self, key: int) -> QRectF:
        """Return where a box is seen, in pixels of the widget."""
        return self.camera.rect_to_screen(self._boxes[key].area(self.middle(key)))

    @property
    def places(self) -> dict[int, tuple[float, float]]:
        """Middles of the boxes that the user moved."""
        return {key: (at.x(), at.y()) for key, at in self._moved.items()}

    def set_places(self, places: Mapping[int, tuple[float, float]]) -> None:
        """Put boxes where the user had moved them; the others stand where they were laid out."""
        self._moved = {key: QPointF(*at) for key, at in places.items() if key in self._boxes}
        self.update()

    @property
    def current(self) -> int:
        """Key of the box the keyboard is on; -1 for none."""
        return self._current

    def set_current(self, key: int, *, reveal: bool = True) -> None:
        """Put the keyboard on a box; -1 on none."""
        key = key if key in self._shown else -1
        if key != self._current:
            self._current = key
            name = self._boxes[key].name if key >= 0 else ""
            self.setAccessibleDescription(name)
            self.chosen.emit(key)
        if key >= 0 and reveal:
            self.camera.reveal(self._boxes[key].area(self.middle(key)))
            self._touch()
        self.update()

    def light_up(self, keys: Sequence[int]) -> None:
        """Point at some boxes, the others dim; none points at nothing."""
        self._lit = frozenset(keys)
        self.update()

    @property
    def lit(self) -> frozenset[int]:
        """The boxes that are pointed at."""
        return self._lit

    def box_at(self, at: QPointF) -> int:
        """Return the key of the box at a place of the widget; -1 for the ground."""
        for key in reversed(self._order()):
            if self.rect_of(key).contains(at):
                return key
        return -1

    def _order(self) -> list[int]:
        """Return keys in the order they are drawn in: what is looked at comes last."""
        front = [key for key in (self._hot, self._current) if key in self._shown]
        return [key for key in self._boxes if key in self._shown and key not in front] + front

    # -- the view

    def fit(self) -> None:
        """Show the whole map."""
        area = QRectF()
        for key in self._boxes:
            area = area.united(self._boxes[key].area(self.middle(key)))
        self.camera.set_bounds(area if not area.isEmpty() else QRectF(0, 0, 1, 1))
        self.camera.set_size(QSizeF(self.size()))
        self.camera.fit()
        self._fitted = True
        self._touch()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a place of the widget, or its middle."""
        self._fitted = False
        self.camera.zoom_at(at or QPointF(self.width() / 2, self.height() / 2), factor)
        self._touch()

    def look(self) -> tuple[float, float, float]:
        """Return zoom and middle, for a session."""
        return self.camera.zoom, self.camera.middle.x(), self.camera.middle.y()

    def set_look(self, zoom: float, x: float, y: float) -> None:
        """Bring back what look() returned."""
        self.camera.middle = QPointF(x, y)
        self.camera.zoom = 1.0
        self._fitted = False
        self.zoom_by(zoom)

    def _touch(self) -> None:
        """Draw now, and well once the map rests."""
        self._is_moving = True
        self._rest.start()
        self.update()

    @Slot()
    def _on_rest(self) -> None:
        self._is_moving = False
        self._wish()
        self.update()

    def _wish(self) -> None:
        """Ask for the pictures of what is seen, the largest first."""
        seen = QRectF(self.rect())
        keys = [key for key in self._boxes if key in self._shown]
        keys = [key for key in keys if self.rect_of(key).intersects(seen)]
        sides = [
            self.rect_of(key).width() / max(1.0, len(self._boxes[key].images) ** 0.5)
            for key in keys
        ]
        self._loader.use_side(max(sides, default=64.0) * self.devicePixelRatioF())
        self._loader.want([item for key in keys for item in self._boxes[key].images])

    @Slot(object)
    def _on_loaded(self, items: set[int]) -> None:
        self._faces.forget(items)
        self.update()

    def forget_pictures(self) -> None:
        """Read pictures anew: the library has changed."""
        self._loader.forget()
        self._faces.forget()
        self._wish()

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw lines, then boxes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._is_moving)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not self._is_moving)
        self._paint_lines(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        seen = QRectF(self.rect())
        ground = mix(self.palette().base().color(), self.palette().text().color(), 0.12)
        captions = self._captions_at(self.camera.zoom)
        ratio = self.devicePixelRatioF()
        small: list[tuple[Box, QRectF]] = []
        for key in self._order():
            box, area = self._boxes[key], self.rect_of(key)
            if not area.intersects(seen):
                continue
            face = self._faces.of(box.images, area.width() * ratio, ground) if box.images else None
            look = BoxLook(
                captions, key == self._current, key == self._hot, key in self._lit,
                bool(self._lit) and key not in self._lit and key != self._current,
            )  # fmt: skip
            draw_box(painter, box, area, face, look, self.palette())
            if box.captions and area.width() < LEAST_WORDS:
                front = key in {self._hot, self._current} or key in self._lit
                small.insert(0 if front else len(small), (box, area))
        draw_names(painter, small, self.palette(), seen)
        if self.hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_lines(self, painter: QPainter) -> None:
        middles = {key: self.camera.to_screen(self.middle(key)) for key in self._shown}
        looked = {key for key in (self._hot, self._current) if key >= 0}
        for strong in (False, True):
            for line in self._lines:
                is_lit = line.one in looked or line.other in looked
                if is_lit is strong and (is_lit or line in self._main):
                    ends = middles[line.one], middles[line.other]
                    share = line.strength / self._most
                    draw_line(painter, ends, share, self.palette(), lit=is_lit)

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the map or a box."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what was taken, or light up what the mouse is on."""
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked; tell of a box that was moved."""
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a box; on the ground show all."""
        self._hand.press_twice(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def set_hot(self, key: int) -> None:
        """Light up the box that the mouse is on; -1 for none."""
        if key != self._hot:
            self._hot = key
            self.update()

    def pan_by(self, pixels: QPointF) -> None:
        """Move the view."""
        self._fitted = False
        self.camera.pan(pixels)
        self._touch()

    def move_box(self, key: int, by: QPointF) -> None:
        """Move a box by units of the map."""
        self._moved[key] = self.middle(key) + by
        self._touch()

    # -- the rest

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from box to box, move, open, zoom."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what a box is; zoom by a pinch."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            key = self.box_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._boxes[key].tip if key >= 0 else "", self)
            return True
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing up any more."""
        self.set_hot(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the whole map still, where it was shown whole."""
        super().resizeEvent(event)
        self.camera.set_size(QSizeF(self.size()))
        if self._fitted:
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._faces.forget()
            self.update()
