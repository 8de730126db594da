"""Parts of the compare view: a picture whose view can be shared, and the table of facts."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.services.types import ItemDetails
from app.widgets.controls import tool_button
from app.widgets.facts import fact_rows, name_of
from app.widgets.filter_names import key_name, value_name
from app.widgets.image_canvas import ImageCanvas

_SHOWN_FACETS = (
    "genre", "director", "actor", "company", "country", "language", "concept", "object", "colour",
    "tag",
)  # fmt: skip

_INNER = ("Analysed by", "Similar by", "Row", "Popularity from")  # facts of little interest here

Row = tuple[str, tuple[str, ...]]  # name, a value for each item


class SharedCanvas(ImageCanvas):
    """A picture that tells how it is looked at, as shares, so that others can do the same.

    Args:
        parent: owner.
    """

    looked_at = Signal(float, QPointF)  # zoom in units of the fitting zoom, middle as shares
    grabbed = Signal()

    def look(self) -> tuple[float, QPointF]:
        """Return the zoom in units of the fitting one, and the middle of the view as shares."""
        return self.zoom / max(self._fit_zoom(), 1e-9), QPointF(self._centre)

    def look_as(self, zoom: float, centre: QPointF) -> None:
        """Look as another canvas does; tells nobody."""
        self._fits = zoom <= 1.0 + 1e-6
        self._zoom = zoom * self._fit_zoom()
        self._centre = QPointF(centre)
        self._move_by(QPointF())
        self.update()

    def tell(self) -> None:
        """Tell how the picture is looked at."""
        self.looked_at.emit(*self.look())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse, and tell."""
        super().wheelEvent(event)
        self.tell()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self.grabbed.emit()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture, and tell."""
        super().mouseMoveEvent(event)
        if event.buttons():
            self.tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Switch between the whole picture and 100 %, and tell."""
        super().mouseDoubleClickEvent(event)
        self.tell()


class CompareCell(QWidget):
    """One item of the comparison: title, picture, buttons.

    Args:
        parent: owner.
    """

    focused = Signal()
    stepped = Signal(int)  # replace by the next (1) or previous (-1) item
    labelled = Signal(int)  # 1, -1, 0
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = -1
        self.label = 0
        self.canvas = SharedCanvas(self)
        self.canvas.grabbed.connect(self.focused)
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        bold = self.title.font()
        bold.setBold(True)
        self.title.setFont(bold)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.hide()
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.title)
        layout.addWidget(self.note)
        layout.addLayout(self.buttons)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("compareCell")

    def _make_buttons(self) -> None:
        self.relevant = tool_button("✓", self.tr("Relevant (P)"), self._on_relevant, checkable=True)
        self.not_relevant = tool_button(
            "✗", self.tr("Not relevant (N)"), self._on_not_relevant, checkable=True
        )
        self.buttons = QHBoxLayout()
        for button in (
            tool_button("‹", self.tr("Previous item here (Page Up)"), self._on_previous),
            tool_button("›", self.tr("Next item here (Page Down)"), self._on_next),
            self.relevant,
            self.not_relevant,
        ):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        close = tool_button("✕", self.tr("Leave out (Delete)"), self.removed.emit)
        self.buttons.addWidget(close)

    def _on_previous(self) -> None:
        self.stepped.emit(-1)

    def _on_next(self) -> None:
        self.stepped.emit(1)

    def _on_relevant(self) -> None:
        self.labelled.emit(0 if self.label == 1 else 1)

    def _on_not_relevant(self) -> None:
        self.labelled.emit(0 if self.label == -1 else -1)

    def show_label(self, value: int) -> None:
        """Show whether the item is marked: 1, -1 or 0."""
        self.label = value
        self.relevant.setChecked(value == 1)
        self.not_relevant.setChecked(value == -1)

    def show_focus(self, *, on: bool) -> None:
        """Frame the cell that the keyboard works on."""
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Highlight).name() if on else "transparent"
        self.setStyleSheet(
            f"QWidget#compareCell {{ border: 2px solid {accent}; border-radius: 6px; }}"
        )


class FactTable(QTableWidget):
    """Facts of several items, a column each; rows in which they differ are marked.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.only_differences = False
        self.setAccessibleName(self.tr("Facts side by side"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrap(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_items(self, items: Sequence[ItemDetails]) -> None:
        """Show the facts of items."""
        self._rows = compared(items)
        self.refresh()

    @property
    def rows(self) -> list[Row]:
        """What is compared: (name, a value for each item)."""
        return self._rows

    def refresh(self) -> None:
        """Fill the table anew, without equal rows if only differences are wanted."""
        shown = [row for row in self._rows if not self.only_differences or differs(row)]
        self.setRowCount(len(shown))
        self.setColumnCount(max((len(row[1]) for row in shown), default=0))
        ground = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        ground.setAlpha(48)
        bold = QFont(self.font())
        bold.setBold(True)
        for place, row in enumerate(shown):
            name, values = row
            is_other = differs(row)
            head = QTableWidgetItem(f"≠ {name}" if is_other else name)
            if is_other:
                head.setFont(bold)
                head.setToolTip(self.tr("The items differ here"))
            self.setVerticalHeaderItem(place, head)
            common = _common(values)
            for column, value in enumerate(values):
                cell = QTableWidgetItem(value or "–")
                cell.setToolTip(value)
                if is_other and value != common:
                    cell.setBackground(ground)
                self.setItem(place, column, cell)


def compared(items: Sequence[ItemDetails]) -> list[Row]:
    """Return the facts of items in rows: those that at least one of them has."""
    hidden = {QCoreApplication.translate("Facts", name) for name in _INNER}
    tables = []
    for details in items:
        facts = {_tr("Title"): name_of(details)}
        rows = dict(fact_rows(details))
        facts |= {name: rows.pop(name) for name in list(rows)[:2]}  # kind and year come first
        for key in _SHOWN_FACETS:
            values = [facet.value for facet in details.facets if facet.key == key]
            if values:
                named = (value_name(key, value) for value in dict.fromkeys(values))
                facts[key_name(key)] = ", ".join(named)
        facts |= {name: value for name, value in rows.items() if name not in hidden}
        tables.append(facts)
    names = dict.fromkeys(name for facts in tables for name in facts)
    return [(name, tuple(facts.get(name, "") for facts in tables)) for name in names]


def differs(row: Row) -> bool:
    """Whether the items do not all say the same."""
    return len(set(row[1])) > 1


def _common(values: Sequence[str]) -> str | None:
    """Return what more than half of the items say, None where there is no such thing."""
    best = max(set(values), key=values.count)
    return best if 2 * values.count(best) > len(values) else None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Compare", text)
