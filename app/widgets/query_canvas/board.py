"""The board of a canvas: mouse, keys, drops, menu."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu

from app.widgets.paint import mix
from app.widgets.query_canvas import edits
from app.widgets.query_canvas.board_keys import FAR, BoardKeys, Grip
from app.widgets.query_canvas.board_state import ARROW, COLOUR, THING
from app.widgets.query_canvas.drawing import (
    HANDLE,
    Look,
    draw_board,
    handle_points,
    object_words,
)
from app.widgets.query_canvas.transfer import decode_thing, is_welcome
from common.canvas import ColourShape, ObjectShape, PictureShape, Region, TextShape

_STILL = 4.0  # pixels; less is a click
_CURSORS = {
    "l": Qt.CursorShape.SizeHorCursor, "r": Qt.CursorShape.SizeHorCursor,
    "t": Qt.CursorShape.SizeVerCursor, "b": Qt.CursorShape.SizeVerCursor,
    "lt": Qt.CursorShape.SizeFDiagCursor, "rb": Qt.CursorShape.SizeFDiagCursor,
    "rt": Qt.CursorShape.SizeBDiagCursor, "lb": Qt.CursorShape.SizeBDiagCursor,
}  # fmt: skip


class Board(BoardKeys):
    """A canvas to draw on.

    Mouse: with a tool in hand a drag draws; the arrow chooses, moves and resizes (Ctrl adds to the
    choice, Alt moves freely). Keys: V arrow, B colour, O object, T text; Tab goes from shape to
    shape; arrows move, with Shift they resize; Delete removes; Ctrl+C, X, V, D; Page Up and Down
    raise and lower; Enter or F2 edits words; Esc lets go.
    """

    dropped = Signal(object, QPointF)  # QMimeData with pictures or items, where
    menu_wanted = Signal(object)  # QMenu, to be added to

    _guides: tuple[list[float], list[float]] = ([], [])

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw, or take hold of a shape."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        self.undo_stack.end_gesture()
        if self.tool != ARROW:
            self._grip = Grip(at, self.canvas, draws=True)
            return
        edges = self._handle_at(at)
        place = self.shape_at(at)
        if edges:
            self._grip = Grip(at, self.canvas, edges)
            return
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if place < 0:
            self.choose(self.chosen if adds else [])
        elif adds:
            rest = [one for one in self.chosen if one != place]
            self.choose(rest if place in self.chosen else [*rest, place])
        elif place not in self.chosen:
            self.choose([place])
        if self.chosen and place >= 0:
            self._grip = Grip(at, self.canvas)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on, move or resize; show what a press would do."""
        at, grip = event.position(), self._grip
        if grip is None:
            self._show_cursor(at)
            return
        grip.moved = grip.moved or (at - grip.start).manhattanLength() > _STILL
        if not grip.moved:
            return
        x0, y0 = self.share(grip.start)
        x, y = self.share(at)
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if grip.draws:
            drawn = edits.spanned(x0, y0, x, y)
            self._rubber, *lines = (drawn, [], []) if free else self._snap(drawn, "rb", ())
            self._guides = (lines[0], lines[1])
        else:
            self._drag(grip, x - x0, y - y0, free=free)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was drawn, moved or resized."""
        grip, self._grip = self._grip, None
        rubber, self._rubber = self._rubber, None
        self._guides = ([], [])
        self.undo_stack.end_gesture()
        self.update()
        if grip is None or not grip.draws:
            return
        big = rubber is not None and min(rubber.width, rubber.height) >= edits.LEAST_SIDE
        if self.grid and self.tool == COLOUR and not big:
            cell = edits.cell_of(*self.share(event.position()))
            self.change(edits.fill_cell(self.canvas, cell, self.colour), [])
        else:
            self.place_shape(rubber if big else self.usual_region(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the words of a text."""
        place = self.shape_at(event.position())
        self._grip = None
        if place >= 0 and self.tool == ARROW:
            self.choose([place])
            self.name(place)

    def _drag(self, grip: Grip, dx: float, dy: float, *, free: bool) -> None:
        """Move or resize from where it was when the mouse was pressed."""
        place = self.chosen[-1]
        region = grip.canvas.shapes[place].region
        self._guides = ([], [])
        if region is None:
            return
        if grip.edges:
            made = edits.resize(region, grip.edges, dx, dy)
            if not free:
                made, *lines = self._snap(made, grip.edges, [place])
                self._guides = (lines[0], lines[1])
            shape = edits.placed(grip.canvas.shapes[place], made)
            self.change(edits.put(grip.canvas, place, shape), gesture="drag")
            return
        if not free:
            here = Region(region.x + dx, region.y + dy, region.width, region.height)
            drawn, *lines = self._snap(here, "ltrb", self.chosen)
            dx, dy = drawn.x - region.x, drawn.y - region.y
            self._guides = (lines[0], lines[1])
        self.change(edits.move(grip.canvas, self.chosen, dx, dy), gesture="drag")

    def _snap(
        self, region: Region, edges: str, without: Sequence[int]
    ) -> tuple[Region, list[float], list[float]]:
        others = [
            shape.region
            for place, shape in enumerate(self.canvas.shapes)
            if shape.region is not None and place not in without
        ]
        return edits.snapped(region, others, edges)

    def _handle_at(self, point: QPointF) -> str:
        """Return the name of the grip of the chosen shape at a point, "" for none."""
        if not self.chosen or self.canvas.shapes[self.chosen[-1]].region is None:
            return ""
        for name, middle in handle_points(self.box_of(self.chosen[-1])).items():
            reach = QRectF(0, 0, 1.6 * HANDLE, 1.6 * HANDLE)
            reach.moveCenter(middle)
            if reach.contains(point):
                return name
        return ""

    def _show_cursor(self, point: QPointF) -> None:
        if self.tool != ARROW:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif edges := self._handle_at(point):
            self.setCursor(_CURSORS[edges])
        elif self.shape_at(point) >= 0:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.setCursor(Qt.CursorShape.ArrowCursor)

    # -- drops and menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take classes, items, files and pictures."""
        if is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Place what is dropped."""
        if label := decode_thing(event.mimeData()):
            self.label, self.tool = label, THING
            self.place_shape(self.usual_region(event.position()))
            self.take_tool(ARROW)
            self.tool_changed.emit(self.tool)
        else:
            self.dropped.emit(event.mimeData(), event.position())
        self.setFocus()
        event.acceptProposedAction()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done here."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            place = self.shape_at(QPointF(event.pos()))
            if place not in self.chosen:
                self.choose([place] if place >= 0 else [])
        self.menu().exec(event.globalPos())

    def menu(self) -> QMenu:
        """Return what can be done with what is chosen, and with the canvas."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.chosen:
            for title, run in (
                (self.tr("Cut\tCtrl+X"), self.cut),
                (self.tr("Copy\tCtrl+C"), self.copy),
                (self.tr("Duplicate\tCtrl+D"), self.duplicate),
                (self.tr("To the front"), partial(self.restack, FAR)),
                (self.tr("Forward\tPage Up"), partial(self.restack, 1)),
                (self.tr("Backward\tPage Down"), partial(self.restack, -1)),
                (self.tr("To the back"), partial(self.restack, -FAR)),
                (self.tr("Remove\tDelete"), self.remove_chosen),
            ):
                _add(menu, title, run)
            if isinstance(self.current, TextShape):
                _add(menu, self.tr("Edit the words\tF2"), partial(self.name, self.chosen[-1]))
            menu.addSeparator()
        _add(menu, self.tr("Paste\tCtrl+V"), self.paste)
        if self.canvas.shapes:
            _add(menu, self.tr("Choose all\tCtrl+A"), self.choose_all)
            _add(menu, self.tr("Clear the canvas"), self.clear)
        self.menu_wanted.emit(menu)
        return menu

    # -- drawing

    def describe(self, place: int) -> str:
        """Return a shape in words, for tooltips and screen readers."""
        shape = self.canvas.shapes[place]
        if isinstance(shape, ColourShape):
            words = self.tr("Colour {name}").format(name="#%02x%02x%02x" % shape.colour)  # noqa: UP031
            return words + (self.tr(", must not be there") if shape.absent else "")
        if isinstance(shape, ObjectShape):
            where = "" if shape.region else self.tr(", anywhere")
            return object_words(shape) + where
        if isinstance(shape, PictureShape):
            return self.tr("Picture")
        return f"“{shape.text}”" + (self.tr(", written") if shape.written else "")

    def choose(self, places: Sequence[int]) -> None:
        """Choose shapes and tell a screen reader which."""
        super().choose(places)
        words = "; ".join(self.describe(place) for place in self.chosen)
        self.setAccessibleDescription(
            words or self.tr("{count} shapes").format(count=len(self.canvas.shapes))
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the canvas."""
        painter = QPainter(self)
        look = Look(
            self.canvas,
            self.ground(),
            self.chosen,
            self.pictures,
            self._guides,
            self._rubber,
            self.pen_colour(),
            grid=self.grid,
            focused=self.hasFocus(),
        )
        draw_board(painter, self.palette(), look)
        if not self.canvas.shapes and self._rubber is None:
            self._explain(painter)

    def _explain(self, painter: QPainter) -> None:
        """Say on an empty canvas what it is for."""
        base, ink = self.palette().base().color(), self.palette().text().color()
        painter.setPen(mix(base, ink, 0.72))
        words = self.tr(
            "What did the picture look like?\nChoose a colour and drag, or drop objects, pictures "
            "and results here."
        )
        room = self.ground().adjusted(12, 8, -12, -8)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)

    def focusInEvent(self, event: QEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()


def _add(menu: QMenu, title: str, run: Callable[[], object]) -> None:
    menu.addAction(title).triggered.connect(partial(_call, run))


def _call(run: Callable[[], object], _checked: bool = False) -> None:
    run()
