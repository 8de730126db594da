"""The same graph as lines of subject, predicate and object."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.controls import tool_button
from app.widgets.scene_graph.edits import Row, remove_row, rows_of, set_row, set_row_need
from common.scenes import Need, QueryPart

NEW = Row(-1, -1, "", "", "", Need.SHOULD)


class TripleRows(QScrollArea):
    """Boxes for subjects, predicates and objects.

    Lines are joined by AND, commas mean OR, and a line can be negated; the last line is empty and
    adds one.
    """

    edited = Signal(object, str)  # QueryPart, what was done

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = QueryPart()
        self._rows: list[Row] = []
        self._cells: list[tuple[QComboBox, QLineEdit, QLineEdit, QLineEdit, QToolButton]] = []
        inside = QWidget()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(2, 2, 2, 2)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(4, 4, 4, 4)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        titles = (
            self.tr("Counts"),
            self.tr("Subject"),
            self.tr("Predicate"),
            self.tr("Object"),
        )
        for column, title in enumerate(titles):
            label = QLabel(title)
            label.setProperty("muted", "true")
            self._grid.addWidget(label, 0, column)
        for column in (1, 2, 3):
            self._grid.setColumnStretch(column, 1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Subjects, predicates and objects of the query"))
        self.show_part(self._part)

    @property
    def part(self) -> QueryPart:
        """What is shown."""
        return self._part

    @property
    def cells(self) -> list[tuple[QComboBox, QLineEdit, QLineEdit, QLineEdit, QToolButton]]:
        """The controls, line by line; the last line is the empty one."""
        return self._cells

    def show_part(self, part: QueryPart) -> None:
        """Show a part of a query."""
        self._part = part
        self._rows = [*rows_of(part), NEW]
        while len(self._cells) < len(self._rows):
            self._add_line()
        while len(self._cells) > len(self._rows):
            for widget in self._cells.pop():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        for row, cells in zip(self._rows, self._cells, strict=True):
            need, *boxes, remove = cells
            blockers = [QSignalBlocker(widget) for widget in (need, *boxes)]
            need.setCurrentIndex(need.findData(row.need))
            need.setEnabled(row.node >= 0)
            remove.setEnabled(row.node >= 0)
            for box, text in zip(boxes, (row.subject, row.predicate, row.object), strict=True):
                box.setText(text)
                box.setCursorPosition(0)
                box.setModified(False)
            del blockers

    def _add_line(self) -> None:
        line = len(self._cells)
        need = QComboBox()
        for title, value in (
            (self.tr("should"), Need.SHOULD),
            (self.tr("must"), Need.MUST),
            (self.tr("NOT"), Need.NOT),
        ):
            need.addItem(title, value)
        need.setAccessibleName(self.tr("How line %s counts") % (line + 1))
        need.setToolTip(
            self.tr("should: raises the score; must: images without it are left out; NOT: with it")
        )
        need.activated.connect(partial(self._on_need, line))
        boxes = []
        for title, hint in (
            (self.tr("Subject"), self.tr("man (old)")),
            (self.tr("Predicate"), self.tr("hold, carry")),
            (self.tr("Object"), self.tr("cup, mug")),
        ):
            box = QLineEdit()
            box.setAccessibleName(self.tr("{what}, line {line}").format(what=title, line=line + 1))
            box.setToolTip(self.tr("Commas mean OR; a subject alone is an object that is there"))
            box.setPlaceholderText(hint)
            box.editingFinished.connect(partial(self._on_text, line))
            boxes.append(box)
        remove = tool_button("✕", self.tr("Remove this line"), partial(self._on_remove, line))
        remove.setAutoRaise(True)
        cells = (need, boxes[0], boxes[1], boxes[2], remove)
        for column, widget in enumerate(cells):
            self._grid.addWidget(widget, line + 1, column)
        self._cells.append(cells)

    def _on_text(self, line: int) -> None:
        """Take a line over once all that is needed of it was typed."""
        if line >= len(self._rows):
            return
        row, (_, subject, predicate, target, _) = self._rows[line], self._cells[line]
        texts = (subject.text(), predicate.text(), target.text())
        if not any(box.isModified() for box in (subject, predicate, target)):
            return
        half = bool(texts[1].strip()) != bool(texts[2].strip())
        if half and row.edge < 0:
            return  # the rest of the relation follows
        if row.edge < 0 and not texts[1].strip() and predicate.hasFocus():
            return
        self._change(set_row(self._part, row, *texts), self.tr("Edit line"))

    def _on_need(self, line: int, _index: int) -> None:
        need = Need(self._cells[line][0].currentData())  # Qt keeps plain texts
        self._change(set_row_need(self._part, self._rows[line], need), self.tr("Weigh line"))

    def _on_remove(self, line: int) -> None:
        self._change(remove_row(self._part, self._rows[line]), self.tr("Remove line"))

    def _change(self, part: QueryPart, what: str) -> None:
        if part != self._part:
            self.show_part(part)
            self.edited.emit(part, what)
