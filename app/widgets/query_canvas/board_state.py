"""What a board holds and what can be done with it, apart from mouse and keys."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPixmap
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.widgets.query_canvas import edits
from app.widgets.query_canvas.drawing import anywhere_boxes, to_widget
from app.widgets.query_canvas.transfer import decode_shapes, encode_shapes
from app.widgets.query_canvas.undo import CanvasUndo
from common.canvas import Canvas, ColourShape, ObjectShape, Region, Shape, TextShape

ARROW, COLOUR, THING, TEXT = "arrow", "colour", "thing", "text"
_MARGIN = 6.0
_USUAL = 0.3  # side of a shape that is placed by a click


class BoardState(QWidget):
    """A canvas with chosen shapes, a tool in hand and an undo of its own.

    Args:
        parent: owner.
    """

    edited = Signal()  # the canvas is another one
    chosen_changed = Signal()
    tool_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = CanvasUndo()
        self.colour = (214, 40, 40)
        self.label = "person"
        self.grid = False
        self.tool = ARROW
        self.chosen: list[int] = []
        self.pictures: dict[int, QPixmap] = {}
        self._naming = -1
        self._box = QLineEdit(self)
        self._box.hide()
        self._box.setAccessibleName(self.tr("What is shown there"))
        self._box.editingFinished.connect(self._end_naming)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Canvas of the search"))

    # -- what is shown

    @property
    def canvas(self) -> Canvas:
        """What is placed now."""
        return self.undo_stack.canvas

    @property
    def current(self) -> Shape | None:
        """The chosen shape; of several the last one."""
        return self.canvas.shapes[self.chosen[-1]] if self.chosen else None

    def show_canvas(self, canvas: Canvas) -> None:
        """Show another canvas; its undo begins anew."""
        self._naming = -1
        self._box.hide()
        self.undo_stack = CanvasUndo(canvas)
        self._after_change([])

    def show_pictures(self, pictures: Mapping[int, QPixmap]) -> None:
        """Show these as placed pictures, by place."""
        self.pictures = dict(pictures)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size to draw in."""
        return QSize(320, 200)

    def minimumSizeHint(self) -> QSize:
        """Return the least size that can be drawn in."""
        return QSize(160, 110)

    def ground(self) -> QRectF:
        """Return the rectangle of the canvas in the widget: as large as fits, in its aspect."""
        line = self._line() + 4 if any(one.region is None for one in self.canvas.shapes) else 0.0
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - line)
        aspect = min(10.0, max(0.1, self.canvas.aspect))
        wide = min(room.width(), room.height() * aspect)
        found = QRectF(0, 0, max(1.0, wide), max(1.0, wide / aspect))
        found.moveCenter(room.center())
        return found

    def share(self, point: QPointF) -> tuple[float, float]:
        """Return a point of the widget as fractions of the canvas."""
        ground = self.ground()
        return (
            (point.x() - ground.x()) / ground.width(),
            (point.y() - ground.y()) / ground.height(),
        )

    def box_of(self, place: int) -> QRectF:
        """Return where a shape is in the widget."""
        region = self.canvas.shapes[place].region
        if region is not None:
            return to_widget(region, self.ground())
        return anywhere_boxes(self.canvas, self.ground(), self._line())[place]

    def height_for(self, width: int) -> int:
        """Return the height in which the canvas fills a width."""
        line = self._line() + 4 if any(one.region is None for one in self.canvas.shapes) else 0.0
        aspect = min(10.0, max(0.1, self.canvas.aspect))
        return math.ceil((width - 2 * _MARGIN) / aspect + 2 * _MARGIN + line)

    def _line(self) -> float:
        """Return the height of the line of objects that may be anywhere."""
        return self.fontMetrics().height() + 8.0

    def shape_at(self, point: QPointF) -> int:
        """Return the topmost shape at a point, a chosen one first; -1 for none."""
        places = [*self.chosen[::-1], *range(len(self.canvas.shapes) - 1, -1, -1)]
        return next((place for place in places if self.box_of(place).contains(point)), -1)

    # -- changes

    def change(
        self, canvas: Canvas, chosen: Sequence[int] | None = None, gesture: str = ""
    ) -> None:
        """Make canvas what is shown, as a step that can be undone.

        Args:
            canvas: as it is from now on.
            chosen: shapes that are chosen then; None for the same.
            gesture: steps of the same one are undone together.
        """
        if self.undo_stack.push(canvas, gesture):
            self._after_change(self.chosen if chosen is None else chosen)
        elif chosen is not None:
            self.choose(chosen)

    def choose(self, places: Sequence[int]) -> None:
        """Choose shapes; the last one has the grips."""
        kept = [place for place in places if 0 <= place < len(self.canvas.shapes)]
        if kept != self.chosen:
            self.chosen = kept
            self.chosen_changed.emit()
        self.update()

    def take_tool(self, tool: str) -> None:
        """Take a tool in hand."""
        if tool != self.tool:
            self.tool = tool
            self.tool_changed.emit(tool)
        crossed = tool != ARROW
        self.setCursor(Qt.CursorShape.CrossCursor if crossed else Qt.CursorShape.ArrowCursor)
        self.update()

    def place_shape(self, region: Region | None, tool: str | None = None) -> None:
        """Add what the tool in hand stands for.

        Args:
            region: where; None for the middle, or anywhere for an object.
            tool: another tool than that in hand.
        """
        tool = tool or self.tool
        where = region or edits.around(0.5, 0.5, _USUAL, _USUAL)
        shape: Shape
        if tool == THING:
            shape = ObjectShape(self.label, region)
        elif tool == TEXT:
            shape = TextShape("", where)
        else:
            shape = ColourShape(where, self.colour)
        place = len(self.canvas.shapes)
        self.change(edits.add(self.canvas, shape), [place])
        self.take_tool(ARROW)
        if tool == TEXT and place < len(self.canvas.shapes):
            self.name(place)

    def usual_region(self, point: QPointF) -> Region:
        """Return the region of a shape that is placed by a click or a drop."""
        x, y = self.share(point)
        aspect = self.canvas.aspect
        wide = _USUAL / max(1.0, aspect) if self.tool == THING else _USUAL
        return edits.around(x, y, wide, _USUAL)

    def put_current(self, shape: Shape, gesture: str = "") -> None:
        """Replace the chosen shape."""
        if self.chosen:
            self.change(edits.put(self.canvas, self.chosen[-1], shape), gesture=gesture)

    def set_colour(self, colour: tuple[int, int, int]) -> None:
        """Give what is chosen a colour; where nothing is, take a pen of that colour."""
        self.colour = colour
        canvas = self.canvas
        for place in self.chosen:
            canvas = edits.put(canvas, place, edits.recoloured(canvas.shapes[place], colour))
        if canvas != self.canvas:
            self.change(canvas, gesture="colour")
        else:
            self.choose([])
            self.take_tool(COLOUR)

    def remove_chosen(self) -> None:
        """Take the chosen shapes away."""
        if self.chosen:
            self.change(edits.remove(self.canvas, self.chosen), [])

    def clear(self) -> None:
        """Take everything away."""
        self.change(replace(self.canvas, shapes=()), [])

    def duplicate(self) -> None:
        """Put a copy of the chosen shapes beside them."""
        self.add_shapes(edits.copies([self.canvas.shapes[place] for place in self.chosen]))

    def add_shapes(self, shapes: Sequence[Shape]) -> None:
        """Add shapes and choose them."""
        if shapes:
            first = len(self.canvas.shapes)
            made = edits.add(self.canvas, *shapes)
            self.change(made, list(range(first, len(made.shapes))))

    def restack(self, by: int) -> None:
        """Move the chosen shape up or down in the order of drawing; 1000 means to the end."""
        if self.chosen:
            place = self.chosen[-1]
            to = min(len(self.canvas.shapes) - 1, max(0, place + by))
            self.change(edits.restack(self.canvas, place, to), [to])

    def copy(self) -> None:
        """Copy the chosen shapes."""
        if self.chosen:
            shapes = [self.canvas.shapes[place] for place in sorted(self.chosen)]
            QGuiApplication.clipboard().setMimeData(encode_shapes(shapes))

    def cut(self) -> None:
        """Copy the chosen shapes and take them away."""
        self.copy()
        self.remove_chosen()

    def paste_shapes(self) -> bool:
        """Paste shapes from the clipboard; False where there are none."""
        shapes = decode_shapes(QGuiApplication.clipboard().mimeData())
        self.add_shapes(edits.copies(shapes))
        return bool(shapes)

    def undo(self) -> None:
        """Take the last step back."""
        if self.undo_stack.can_undo:
            self.undo_stack.undo()
            self._after_change(self.chosen)

    def redo(self) -> None:
        """Take a step again."""
        if self.undo_stack.can_redo:
            self.undo_stack.redo()
            self._after_change(self.chosen)

    # -- words

    def name(self, place: int) -> None:
        """Let the words of a text be typed where it is."""
        shape = self.canvas.shapes[place]
        if not isinstance(shape, TextShape):
            return
        self._naming = place
        box = self.box_of(place).toRect().intersected(self.rect())
        height = self._box.sizeHint().height()
        wide = max(box.width(), min(140, self.width() - 8))
        left = min(max(0, box.left()), max(0, self.width() - wide))
        top = min(max(0, box.center().y() - height // 2), max(0, self.height() - height))
        self._box.setGeometry(left, top, wide, height)
        self._box.setPlaceholderText(self.tr("what is shown there"))
        self._box.setText(shape.text)
        self._box.selectAll()
        self._box.show()
        self._box.setFocus()

    def _end_naming(self) -> None:
        place, self._naming = self._naming, -1
        had_focus = self._box.hasFocus()
        self._box.hide()
        if had_focus:
            self.setFocus()
        if not 0 <= place < len(self.canvas.shapes):
            return
        shape, words = self.canvas.shapes[place], self._box.text().strip()
        if not isinstance(shape, TextShape):
            return
        if words:
            self.change(edits.put(self.canvas, place, replace(shape, text=words)), [place])
        elif not shape.text:  # a text that never got words was not meant
            self.undo()

    def _after_change(self, chosen: Sequence[int]) -> None:
        self.chosen = [place for place in chosen if place < len(self.canvas.shapes)]
        self.update()
        self.edited.emit()
        self.chosen_changed.emit()

    def pen_colour(self) -> QColor:
        """Return the colour of what is being drawn."""
        return QColor(*self.colour) if self.tool == COLOUR else QColor("#888888")
