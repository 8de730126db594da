"""The editor of a canvas: tools, the board, and what can be said of the chosen shape."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.context import PanelContext
from app.services.search_canvas_memory import classes_here
from app.widgets.controls import icon_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.query_canvas.board import Board
from app.widgets.query_canvas.board_state import ARROW, COLOUR, TEXT, THING
from app.widgets.query_canvas.colours import Colour, PaletteStrip
from app.widgets.query_canvas.placing import Placing
from app.widgets.query_canvas.shape_bar import ShapeBar
from app.widgets.query_canvas.thing_picker import ThingPicker
from common.canvas import Canvas

SETTLED_MS = 200
ASPECTS = (("16:9", 16 / 9), ("4:3", 4 / 3), ("1:1", 1.0), ("3:4", 3 / 4), ("9:16", 9 / 16))
_ZOOM_STEP, _MOST_ZOOM = 1.25, 5.0
_UNBOUND = 16_777_215  # pixels: Qt's own limit of a widget


class CanvasEditor(QWidget):
    """Places colours, objects, texts and pictures; has an undo of its own.

    Args:
        context: the library's objects and pictures.
        parent: owner.
    """

    changed = Signal(object)  # Canvas; while editing, settled by a timer

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._told = Canvas()
        self._zoom = 1.0
        self._has_classes = False
        self.board = Board()
        self.placing = Placing(context, self.board)
        self.palette_strip = PaletteStrip()
        self.things = ThingPicker()
        self.things.hide()
        self.bar = ShapeBar()
        self._tools = QWidget()
        self._flow = FlowLayout(self._tools, spacing=1)
        self._make_tools()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.board)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setMinimumHeight(140)
        self._scroll.viewport().installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._tools, self.palette_strip, self.things):
            layout.addWidget(widget)
        layout.addWidget(self._scroll, 1000)
        layout.addWidget(self.bar)
        layout.addStretch(1)
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self._tell)
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        self.board.edited.connect(self._on_edited)
        self.board.chosen_changed.connect(self._show_state)
        self.board.tool_changed.connect(self._show_state)
        self.palette_strip.chosen.connect(self._on_colour)
        self.things.chosen.connect(self._on_thing)
        self.bar.changed.connect(self.board.put_current)
        self._context.shared.items_changed.connect(self._on_items_changed)

    # -- the canvas

    @property
    def canvas(self) -> Canvas:
        """What is placed now."""
        return self.board.canvas

    def set_canvas(self, canvas: Canvas) -> None:
        """Show a canvas; starts its undo anew and tells nothing.

        What was told last is already shown, perhaps with newer changes: it changes nothing.
        """
        if canvas == self.canvas or (canvas == self._told and self._settle.isActive()):
            return
        self._settle.stop()
        self._told = canvas
        with QSignalBlocker(self.board):
            self.board.show_canvas(canvas)
        self.placing.refresh()
        self._show_state()

    @property
    def is_turned(self) -> bool:
        """Whether the last change was a step of its undo, back or again."""
        return self.board.undo_stack.is_turned

    def undo(self) -> None:
        """Take the last step back."""
        self.board.undo()

    def redo(self) -> None:
        """Take a step again."""
        self.board.redo()

    def show_things(self, *, shown: bool) -> None:
        """Show or hide the objects that can be placed."""
        self.things.setVisible(shown)
        self._buttons[THING].setChecked(shown)
        if shown and not self._has_classes:
            self._has_classes = True
            self.things.show_classes({})
            job = self._context.jobs.submit(
                "io", classes_here, self._context.services.library, replaces="canvas.classes"
            )
            job.succeeded.connect(self._on_classes)
            job.failed.connect(self._context.notices.error)
        if shown:
            self.things.search.setFocus()

    # -- tools

    def _make_tools(self) -> None:
        self._buttons: dict[str, QToolButton] = {}
        for name, picture, tip in (
            (ARROW, "canvas-arrow", self.tr("Choose, move, resize (V)")),
            (COLOUR, "canvas-brush", self.tr("Draw a colour (B)")),
            (THING, "thing-person", self.tr("Place an object (O)")),
            (TEXT, "canvas-text", self.tr("Place a text (T)")),
        ):
            self._buttons[name] = self._button(picture, tip, partial(self._on_tool, name))
            self._buttons[name].setCheckable(True)
        self._button("photo", self.tr("Place a picture file …"), self.placing.choose_files)
        self.grid = self._button(
            "canvas-grid",
            self.tr("3 × 3: a click fills a cell with the colour"),
            self._on_grid,
        )
        self.grid.setCheckable(True)
        self._undo = self._button("undo", self.tr("Undo on the canvas (Ctrl+Z)"), self.undo)
        self._redo = self._button("redo", self.tr("Redo on the canvas (Ctrl+Shift+Z)"), self.redo)
        self._clear = self._button("canvas-clear", self.tr("Clear the canvas"), self.board.clear)
        self.more = self._button("chevron-down", self.tr("Shape and zoom of the canvas"), None)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())

    def _button(
        self,
        picture: str,
        tip: str,
        run: Callable[[], object] | None,
    ) -> QToolButton:
        button = icon_button(picture, tip, run, flat=True)
        self._flow.addWidget(button)
        return button

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        self._aspects = QActionGroup(self)
        for title, aspect in ASPECTS:
            action = QAction(title, self, checkable=True)
            action.setData(aspect)
            action.triggered.connect(partial(self._on_aspect, aspect))
            self._aspects.addAction(action)
            menu.addAction(action)
        menu.addSeparator()
        for title, factor in (
            (self.tr("Zoom in\tCtrl++"), _ZOOM_STEP),
            (self.tr("Zoom out\tCtrl+-"), 1 / _ZOOM_STEP),
            (self.tr("Fit\tCtrl+0"), 0.0),
        ):
            menu.addAction(title).triggered.connect(partial(self._on_zoom, factor))
        return menu

    def _on_tool(self, name: str) -> None:
        self.board.take_tool(ARROW if name in (ARROW, THING) else name)
        self.show_things(shown=name == THING and not self.things.isVisible())
        if name != THING:
            self.board.setFocus()
        self._show_state()

    def _on_grid(self) -> None:
        self.board.grid = self.grid.isChecked()
        if self.board.grid:
            self.board.take_tool(COLOUR)
        self.board.update()

    def _on_colour(self, colour: Colour) -> None:
        self.board.set_colour(colour)
        self.board.setFocus()

    def _on_thing(self, label: str) -> None:
        self.board.label = label
        self.board.take_tool(THING)
        self.board.setFocus()

    def _on_aspect(self, aspect: float, _checked: bool = False) -> None:
        self.board.change(replace(self.canvas, aspect=aspect))

    def _on_zoom(self, factor: float, _checked: bool = False) -> None:
        self.set_zoom(self._zoom * factor if factor else 1.0)

    def set_zoom(self, zoom: float) -> None:
        """Show the canvas larger than fits; 1 fits it."""
        self._zoom = min(_MOST_ZOOM, max(1.0, zoom))
        room = self._scroll.viewport().size()
        large = self._zoom > 1.001
        self.board.setMinimumSize(room * self._zoom if large else self.board.minimumSizeHint())
        self._fit_height()

    # -- what happens

    @Slot()
    def _on_edited(self) -> None:
        self._settle.start()
        self._show_state()

    def _tell(self) -> None:
        if self.canvas != self._told:
            self._told = self.canvas
            self.changed.emit(self.canvas)

    def flush(self) -> None:
        """Tell what was changed now, without waiting for the timer."""
        self._settle.stop()
        self._tell()

    @Slot(object)
    def _on_classes(self, known: dict[str, int]) -> None:
        self.things.show_classes(known)

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        self._has_classes = False
        if self.things.isVisible():
            self.show_things(shown=True)

    @Slot()
    def _show_state(self, _tool: str = "") -> None:
        board = self.board
        for name in (ARROW, COLOUR, TEXT):
            self._buttons[name].setChecked(board.tool == name)
        self._buttons[THING].setChecked(self.things.isVisibleTo(self) or board.tool == THING)
        self.palette_strip.mark(board.colour if board.tool == COLOUR else None)
        self.grid.setChecked(board.grid)
        self._undo.setEnabled(board.undo_stack.can_undo)
        self._redo.setEnabled(board.undo_stack.can_redo)
        self._clear.setEnabled(bool(self.canvas.shapes))
        for action in self._aspects.actions():
            action.setChecked(abs(float(action.data()) - self.canvas.aspect) < 0.01)
        self.bar.show_shape(board.current if len(board.chosen) == 1 else None)
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the board as high as the canvas needs."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        if self._zoom <= 1.0:
            least = self._scroll.minimumHeight()
            self._scroll.setMaximumHeight(max(least, self.board.height_for(self.width())))
        else:
            self._scroll.setMaximumHeight(_UNBOUND)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Zoom with Ctrl and the wheel."""
        if (
            isinstance(event, QWheelEvent)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            up = event.angleDelta().y() > 0
            self.set_zoom(self._zoom * (_ZOOM_STEP if up else 1 / _ZOOM_STEP))
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by Ctrl with plus, minus, 0."""
        factors = {
            Qt.Key.Key_Plus: _ZOOM_STEP,
            Qt.Key.Key_Equal: _ZOOM_STEP,
            Qt.Key.Key_Minus: 1 / _ZOOM_STEP,
            Qt.Key.Key_0: 0.0,
        }
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and key in factors:
            self._on_zoom(factors[key])
            return
        super().keyPressEvent(event)
