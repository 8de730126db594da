"""The graph of a query as a picture that can be edited with mouse and keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QToolTip

from app.widgets.scene_graph import edits
from app.widgets.scene_graph.drawing import draw_graph
from app.widgets.scene_graph.editing import EditableGraph
from app.widgets.scene_graph.regions import decode_region
from app.widgets.scene_graph.scene import NODE
from common.scenes import Need

_NEED_KEYS = {Qt.Key.Key_M: Need.MUST, Qt.Key.Key_X: Need.NOT, Qt.Key.Key_S: Need.SHOULD}
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_STILL = 6.0  # pixels; less is a click


class GraphEditor(EditableGraph):
    """Objects and relations of one part of a query.

    Double click: a new object, or another name. Drag from one object to another: a relation. Drag
    onto empty ground: the object moves there. A picture or a region of one that is dropped becomes
    an object. Keys: arrows move, N adds an object, R a relation (choose its object, then Enter), F2
    or Enter renames, M must be there, X must not, S should; Delete removes; Esc lets go.
    """

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, add, rename, connect, weigh, remove."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if held:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._step(*_STEPS[key])
        elif key in _NEED_KEYS and self._current is not None:
            self.set_need(_NEED_KEYS[key])
        elif not self._command(key):
            super().keyPressEvent(event)

    def _command(self, key: Qt.Key) -> bool:
        """Do what a key stands for; False where it stands for nothing."""
        if key in (Qt.Key.Key_N, Qt.Key.Key_Insert):
            self.add_node()
        elif key == Qt.Key.Key_R and self._current is not None and self._current[0] == NODE:
            self._from = self._current[1]
            self.update()
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            if self._from >= 0 and self._current[0] == NODE:
                self.connect_nodes(self._from, self._current[1])
            else:
                self.rename()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._current:
            self.remove()
        elif key == Qt.Key.Key_Escape and (self._from >= 0 or self._current):
            self._from = -1
            self._choose(None)
        else:
            return False
        return True

    def _step(self, dx: int, dy: int) -> None:
        everything = self.scene.elements()
        if self._current is None:
            self._choose(everything[0] if everything else None)
            return
        beside = self.scene.beside(self._current, dx, dy)
        if beside is not None:
            self._choose(beside)

    def focusInEvent(self, event: QEvent) -> None:
        """Show what the keyboard is on."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose an element; take hold of a node."""
        found = self.scene.at(event.position())
        self._choose(found)
        if event.button() == Qt.MouseButton.LeftButton and found and found[0] == NODE:
            self._grip = (found[1], event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw a relation, or light up what the mouse is on."""
        self._touch.hot = self.scene.at(event.position())
        if self._grip is not None:
            node, start = self._grip
            far = (event.position() - start).manhattanLength() > _STILL
            self._touch.rubber = (node, event.position()) if far else None
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if self._touch.hot else Qt.CursorShape.ArrowCursor
        )
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a relation on another node, or let the node stand here."""
        grip, self._grip = self._grip, None
        rubber, self._touch.rubber = self._touch.rubber, None
        if grip is None or rubber is None:
            return
        found = self.scene.at(event.position())
        if found is not None and found[0] == NODE and found[1] != grip[0]:
            self.connect_nodes(grip[0], found[1])
        elif found is None and self.rect().contains(event.position().toPoint()):
            name = edits.node_names(self.part)[grip[0]]
            self._moved[name] = self._share(event.position())
            self._lay(self.part)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename what is here, or add an object."""
        found = self.scene.at(event.position())
        self._grip = None
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if found is None:
            self.add_node(event.position())
        else:
            self._choose(found)
            self.rename(found)

    def leaveEvent(self, event: QEvent) -> None:
        """Go dim."""
        self._touch.hot = None
        self.update()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done here."""
        at = None
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            at = QPointF(event.pos())
            self._choose(self.scene.at(at))
        menu = self.menu(at)
        menu.exec(event.globalPos())

    def menu(self, at: QPointF | None = None) -> QMenu:
        """Return what can be done with the current element, or at a point."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._current is not None:
            _add(menu, self.tr("Rename (F2)"), self.rename)
            for title, need in (
                (self.tr("Must be there (M)"), Need.MUST),
                (self.tr("Should be there (S)"), Need.SHOULD),
                (self.tr("Must not be there (X)"), Need.NOT),
            ):
                _add(menu, title, partial(self.set_need, need))
            if self._current[0] == NODE and len(self.part.nodes) > 1:
                _add(menu, self.tr("Relation from here (R)"), partial(self._command, Qt.Key.Key_R))
                targets = menu.addMenu(self.tr("Relation to"))
                for place, name in enumerate(edits.node_names(self.part)):
                    if place != self._current[1]:
                        run = partial(self.connect_nodes, self._current[1], place)
                        _add(targets, name or self.tr("image region"), run)
            menu.addSeparator()
            _add(menu, self.tr("Remove (Delete)"), self.remove)
        else:
            _add(menu, self.tr("Add object (N)"), partial(self.add_node, at))
            _add(menu, self.tr("Tidy up"), self.tidy)
        return menu

    # -- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take items and regions."""
        if decode_region(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Make an object of what is dropped."""
        found = decode_region(event.mimeData())
        if found is None:
            return
        region, label = found
        self.add_example(region, label)
        event.acceptProposedAction()

    def add_example(self, region: edits.Example, label: str = "") -> None:
        """Add an image region as an object."""
        part = edits.add_example(self.part, region, label)
        self._change(part, self.tr("Add image region"))
        self._choose((NODE, len(part.nodes) - 1))

    # -- drawing

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.scene.at(QPointF(event.pos()))
            words = self.describe(found) or self.tr(
                "Double click: new object (N). Drag from one object to another: relation (R). "
                "Drop a picture, or a part of one: object that looks like it."
            )
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find a place for everything again."""
        super().resizeEvent(event)
        self._lay(self.part)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a larger font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay(self.part)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the graph."""
        self._touch.current = self._current if self.hasFocus() or self._current else None
        self._touch.start = self._from
        hint = self.tr("Double click to add an object, or drop a picture here")
        draw_graph(self, self.scene, self._touch, self._unknown, self._pictures, hint)
        if self.hasFocus() and self._current is None:  # else what is current shows it
            painter = QPainter(self)
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
            painter.end()


def _add(menu: QMenu, title: str, run: Callable[[], object]) -> None:
    action = menu.addAction(title)
    action.triggered.connect(partial(_call, run))


def _call(run: Callable[[], object], _checked: bool = False) -> None:
    run()
