"""What can be done with the graph of a query, and the box in which names are typed."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPixmap
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.widgets.scene_graph import edits
from app.widgets.scene_graph.drawing import Touch
from app.widgets.scene_graph.scene import EDGE, NODE, WEARER, Element, GraphScene
from common.scenes import Need, QueryPart


class EditableGraph(QWidget):
    """A graph with a current element; every change is told as a whole new part."""

    edited = Signal(object, str)  # QueryPart, what was done
    chosen = Signal(object)  # Element or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = GraphScene()
        self._current: Element | None = None
        self._touch = Touch()
        self._grip: tuple[int, QPointF] | None = None  # node, where it was taken hold of
        self._from = -1  # node that a relation begins at, by key
        self._moved: dict[str, tuple[float, float]] = {}
        self._pictures: dict[tuple[int, float, float, float, float], QPixmap] = {}
        self._unknown: frozenset[str] = frozenset()
        self._commit: Callable[[str], None] | None = None
        self._box = QLineEdit(self)
        self._box.hide()
        self._box.setAccessibleName(self.tr("Name"))
        self._box.editingFinished.connect(self._end_naming)
        self._box.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Graph of the query"))

    # -- what is shown

    @property
    def part(self) -> QueryPart:
        """What is shown."""
        return self.scene.part

    @property
    def current(self) -> Element | None:
        """What the keyboard is on."""
        return self._current

    @property
    def is_naming(self) -> bool:
        """Whether a name is being typed."""
        return self._commit is not None

    def show_part(self, part: QueryPart) -> None:
        """Show a part of a query; places that the user chose are kept where names are."""
        self._cancel_naming()
        names = set(edits.node_names(part))
        self._moved = {name: at for name, at in self._moved.items() if name in names}
        self._from = -1
        self._lay(part)
        if self._current is not None and self.scene.box(self._current).isNull():
            self._choose(None)

    def show_unknown(self, words: Collection[str]) -> None:
        """Mark the names that the vocabulary does not hold."""
        self._unknown = frozenset(words)
        self.update()

    def show_pictures(
        self, pictures: Mapping[tuple[int, float, float, float, float], QPixmap]
    ) -> None:
        """Show these pictures of image regions in their nodes."""
        self._pictures.update(pictures)
        self.update()

    def tidy(self) -> None:
        """Bring nodes back to where the layout puts them."""
        self._moved.clear()
        self._lay(self.part)

    def _lay(self, part: QueryPart) -> None:
        metrics = QFontMetricsF(self.font())
        self.scene.place(part, QRectF(self.rect()), metrics, self._moved)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size for some objects."""
        return QSize(420, 170)

    def minimumSizeHint(self) -> QSize:
        """Return the least size that shows one line of objects."""
        return QSize(160, 90)

    def describe(self, element: Element | None) -> str:
        """Return an element in words, for tooltips and screen readers."""
        needs = {
            Need.SHOULD: "",
            Need.MUST: self.tr("must be there"),
            Need.NOT: self.tr("must not be there"),
        }
        if element is None:
            return ""
        if element[0] == NODE:
            node = self.part.nodes[element[1]]
            words = edits.node_text(node) or self.tr("image region")
            if node.labels[:1] == (WEARER,):
                words = self.tr("I: who wears the camera; never visible, counts in relations only")
            need = node.need
        else:
            edge, names = self.part.edges[element[1]], edits.node_names(self.part)
            words = f"{names[edge.subject]} – {', '.join(edge.predicates)} – {names[edge.object]}"
            need = edge.need
        return f"{words} ({needs[need]})" if needs[need] else words

    # -- changes

    def _change(self, part: QueryPart, what: str) -> None:
        if part != self.part:
            self._lay(part)
            if self._current is not None and self.scene.box(self._current).isNull():
                self._choose(None)
            self.edited.emit(part, what)

    def add_node(self, at: QPointF | None = None) -> None:
        """Ask for the name of a new object, at a point or in the middle."""
        point = at if at is not None else QPointF(self.rect().center())
        self._name(QRectF(point.x() - 50, point.y() - 14, 100, 28), "", partial(self._add, at))

    def _add(self, at: QPointF | None, text: str) -> None:
        part = edits.add_node(self.part, text)
        if at is not None and part != self.part:
            self._moved[edits.node_names(part)[-1]] = self._share(at)
        self._change(part, self.tr("Add object"))
        self._choose((NODE, len(part.nodes) - 1) if part.nodes else None)

    def rename(self, element: Element | None = None) -> None:
        """Ask for another name of an element; None means the current one."""
        element = element or self._current
        if element is None:
            return
        kind, place = element
        if kind == NODE:
            text = edits.node_text(self.part.nodes[place])
            commit = partial(self._rename, edits.rename_node, place, self.tr("Rename object"))
        else:
            text = ", ".join(self.part.edges[place].predicates)
            commit = partial(self._rename, edits.rename_edge, place, self.tr("Rename relation"))
        self._name(self.scene.box(element), text, commit)

    def _rename(
        self, edit: Callable[[QueryPart, int, str], QueryPart], place: int, what: str, text: str
    ) -> None:
        self._change(edit(self.part, place, text), what)

    def connect_nodes(self, subject: int, target: int) -> None:
        """Ask for the name of a new relation."""
        self._from = -1
        if subject == target:
            return
        middle = (self.scene.nodes[subject].center() + self.scene.nodes[target].center()) / 2
        self._name(
            QRectF(middle.x() - 50, middle.y() - 14, 100, 28),
            "",
            partial(self._connect, subject, target),
        )

    def _connect(self, subject: int, target: int, text: str) -> None:
        part = edits.add_edge(self.part, subject, target, text)
        self._change(part, self.tr("Add relation"))
        self._choose((EDGE, len(part.edges) - 1) if part.edges else self._current)

    def remove(self) -> None:
        """Remove the current element."""
        if self._current is None:
            return
        kind, place = self._current
        if kind == NODE:
            self._change(edits.remove_node(self.part, place), self.tr("Remove object"))
        else:
            self._change(edits.remove_edge(self.part, place), self.tr("Remove relation"))

    def set_need(self, need: Need) -> None:
        """Say how the current element counts; a second time makes it count as usual."""
        if self._current is None:
            return
        kind, place = self._current
        known = (self.part.nodes if kind == NODE else self.part.edges)[place].need
        need = Need.SHOULD if known is need else need
        titles = {
            Need.MUST: self.tr("Must be there"),
            Need.NOT: self.tr("Must not be there"),
            Need.SHOULD: self.tr("Should be there"),
        }
        edit = edits.set_node_need if kind == NODE else edits.set_edge_need
        self._change(edit(self.part, place, need), titles[need])

    def _choose(self, element: Element | None) -> None:
        self._current = element
        self.setAccessibleDescription(self.describe(element))
        self.update()
        self.chosen.emit(element)

    def _share(self, point: QPointF) -> tuple[float, float]:
        return point.x() / max(1, self.width()), point.y() / max(1, self.height())

    # -- naming in place

    def _name(self, box: QRectF, text: str, commit: Callable[[str], None]) -> None:
        self._commit = commit
        width = max(110, int(box.width()) + 24)
        height = max(self._box.sizeHint().height(), int(box.height()))
        left = min(max(0, int(box.center().x()) - width // 2), max(0, self.width() - width))
        top = min(max(0, int(box.center().y()) - height // 2), max(0, self.height() - height))
        self._box.setGeometry(left, top, width, height)
        self._box.setPlaceholderText(self.tr("cup, mug (red)") if not text else "")
        self._box.setText(text)
        self._box.selectAll()
        self._box.show()
        self._box.setFocus()

    def _end_naming(self) -> None:
        commit, self._commit = self._commit, None
        text = self._box.text()
        self._box.hide()
        if commit is not None:
            self.setFocus()
            commit(text)

    def _cancel_naming(self) -> None:
        self._commit = None
        self._box.hide()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter in the box takes the name, Esc leaves it as it was; neither reaches the graph."""
        if (
            watched is not self._box
            or not isinstance(event, QKeyEvent)
            or event.type() != QEvent.Type.KeyPress
        ):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end_naming()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._cancel_naming()
            self.setFocus()
            return True
        return False
