"""The compare view: two to six items side by side, looked at together."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.context import PanelContext
from app.jobs import Priority
from app.services.items import ItemService
from app.services.types import ItemDetails
from app.widgets.compare_parts import CompareCell, FactTable
from app.widgets.controls import tool_button
from app.widgets.error_texts import error_text, service_text
from app.widgets.facts import name_of
from app.widgets.item_menu import WindowItems
from app.widgets.labelling import Labeller
from app.widgets.numbers import numeral
from app.widgets.paint import to_image
from common.errors import AppError
from common.jobs import JobContext

logger = logging.getLogger(__name__)

LEAST, MOST = 2, 6
SOURCE = "compare"
_SIDE = 2048  # pixels of the pictures
_ZOOM_STEP = 1.25


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a cell shows.

    Args:
        place: number of the cell.
        details: of the item.
        image: its picture.
        full: size of the original; empty where image is it.
        note: why it is no original; "" if it is one.
        label: 1, -1 or 0.
    """

    place: int
    details: ItemDetails
    image: QImage
    full: QSize
    note: str
    label: int


class CompareView(QWidget):
    """Shows items side by side; zoom and place are shared.

    Keys: Left and Right choose an item, Page Up and Down replace it by the one before or after it;
    + and - zoom, 0 fits, 1 shows 100 %; P, N and C mark; Delete leaves it out; D hides equal facts;
    Space opens it large; Esc closes.

    Args:
        context: services, jobs and shared state.
        parent: owner; the view is a window of its own.
    """

    closed = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context = context
        self._labeller = Labeller(context, self, SOURCE)
        self._order: Sequence[int] = ()
        self._known: dict[int, ItemDetails] = {}
        self.cells: list[CompareCell] = []
        self.current = 0
        self.setWindowTitle(self.tr("Compare"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.facts = FactTable()
        self.only = QCheckBox(self.tr("Only differences (D)"))
        self.only.toggled.connect(self._on_only)
        self.zoom_label = QLabel()
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._lay_out()
        WindowItems(context, self, self._item_in_focus, SOURCE)
        self.resize(1280, 860)
        context.shared.labels_changed.connect(self._on_labels)
        context.shared.items_changed.connect(self._on_items_changed)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        buttons: list[tuple[str, str, Callable[[], object]]] = [
            ("−", self.tr("Zoom out (-)"), partial(self._zoom_by, 1 / _ZOOM_STEP)),
            ("+", self.tr("Zoom in (+)"), partial(self._zoom_by, _ZOOM_STEP)),
            (self.tr("Fit"), self.tr("Show all of the pictures (0)"), self._fit),
            ("100 %", self.tr("Original size (1)"), self._original_size),
        ]
        for text, tip, run in buttons:
            button = tool_button(text, tip, run)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            bar.addWidget(button)
        bar.addWidget(self.zoom_label)
        bar.addStretch(1)
        bar.addWidget(self.only)
        bar.addWidget(tool_button("✕", self.tr("Close (Esc)"), self.close))
        pictures = QWidget()
        pictures.setLayout(self._grid)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(pictures)
        self._splitter.addWidget(self.facts)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setSizes([520, 300])
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self._splitter, 1)

    # -- what is compared

    @property
    def items(self) -> list[int]:
        """The items side by side."""
        return [cell.item for cell in self.cells]

    def open_items(self, items: Sequence[int], order: Sequence[int] = ()) -> None:
        """Compare items.

        Args:
            items: two to six.
            order: what Page Up and Down walk through; () for all items of the library.

        Raises:
            ValueError: there are fewer or more.
        """
        if not LEAST <= len(items) <= MOST:
            raise ValueError(f"{len(items)} items cannot be compared")
        self._order = order
        self._known.clear()
        while len(self.cells) > len(items):
            self._drop(len(self.cells) - 1)
        while len(self.cells) < len(items):
            self._add()
        self.show()
        self.raise_()
        self.activateWindow()
        self.setFocus()
        for place, item in enumerate(items):
            self._put(place, item)
        self.focus_cell(0)

    def _add(self) -> None:
        cell, place = CompareCell(self), len(self.cells)
        cell.canvas.looked_at.connect(partial(self._on_looked, cell))
        cell.focused.connect(partial(self._on_focused, cell))
        cell.stepped.connect(partial(self._on_stepped, cell))
        cell.labelled.connect(partial(self._on_labelled, cell))
        cell.removed.connect(partial(self._on_removed, cell))
        self.cells.append(cell)
        self._grid.addWidget(cell, 0, place)
        self._grid.setColumnStretch(place, 1)

    def _drop(self, place: int) -> None:
        cell = self.cells.pop(place)
        self._grid.removeWidget(cell)
        cell.deleteLater()
        for column, other in enumerate(self.cells):
            self._grid.addWidget(other, 0, column)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < len(self.cells) else 0)

    def _put(self, place: int, item: int) -> None:
        """Show an item in a cell."""
        self.cells[place].item = item
        work = partial(self._read, place, item)
        job = self._context.jobs.submit(
            "io", work, replaces=f"compare-{place}", priority=Priority.INTERACTIVE
        )
        job.succeeded.connect(self._on_loaded)
        job.failed.connect(self._context.notices.error)

    def _read(self, place: int, item: int, context: JobContext) -> Loaded:
        context.step(0)
        items = self._context.services.items
        details = items.details(item)
        label = details.labels.get(self._context.shared.label_set, 0)
        try:
            picture = items.picture(item, _SIDE)
        except AppError as error:
            return Loaded(place, details, QImage(), QSize(), error_text(error).what, label)
        full, image = QSize(*picture.full_size), to_image(picture.rgb)
        return Loaded(place, details, image, full, service_text(picture.note), label)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        if loaded.place >= len(self.cells) or self.items[loaded.place] != loaded.details.id:
            return
        cell = self.cells[loaded.place]
        look = self._others_look(cell)
        cell.canvas.show_image(loaded.image, loaded.full)
        if look is not None:
            cell.canvas.look_as(*look)
        cell.title.setText(name_of(loaded.details))
        cell.note.setText(loaded.note[:1].upper() + loaded.note[1:])
        cell.note.setEnabled(False)  # drawn in the colour of less important text
        cell.note.setVisible(bool(loaded.note))
        cell.show_label(loaded.label)
        for button in (cell.relevant, cell.not_relevant):
            button.setEnabled(self._labeller.can_write)
        self._known[loaded.details.id] = loaded.details
        self._show_facts()

    def _others_look(self, cell: CompareCell) -> tuple[float, QPointF] | None:
        for other in self.cells:
            if other is not cell and not other.canvas.image.isNull() and not other.canvas.fits:
                return other.canvas.look()
        return None

    def _show_facts(self) -> None:
        if all(item in self._known for item in self.items):
            self.facts.show_items([self._known[item] for item in self.items])

    def _item_in_focus(self) -> int | None:
        return self.cells[self.current].item if self.current < len(self.cells) else None

    # -- looking

    def _on_looked(self, cell: CompareCell, zoom: float, centre: QPointF) -> None:
        for other in self.cells:
            if other is not cell:
                other.canvas.look_as(zoom, centre)
        self.zoom_label.setText(numeral(cell.canvas.zoom, ".0%"))

    def _zoom_by(self, factor: float) -> None:
        canvas = self.cells[self.current].canvas
        canvas.set_zoom(canvas.zoom * factor)
        canvas.tell()

    def _fit(self) -> None:
        canvas = self.cells[self.current].canvas
        canvas.fit()
        canvas.tell()

    def _original_size(self) -> None:
        canvas = self.cells[self.current].canvas
        canvas.set_zoom(1.0)
        canvas.tell()

    # -- the focused item

    def focus_cell(self, place: int) -> None:
        """Let the keyboard work on a cell; it becomes the current item of all panels."""
        self.current = max(0, min(len(self.cells) - 1, place))
        for number, cell in enumerate(self.cells):
            cell.show_focus(on=number == self.current)
        self.setAccessibleDescription(self.cells[self.current].title.text())

    def _on_focused(self, cell: CompareCell) -> None:
        self.focus_cell(self.cells.index(cell))

    def _on_stepped(self, cell: CompareCell, steps: int) -> None:
        self._on_focused(cell)
        self.step(steps)

    def step(self, steps: int) -> None:
        """Replace the focused item by the one after (1) or before (-1) it that is not shown."""
        order: Sequence[int] = self._order or self._context.services.items.all_ids().tolist()
        item, shown = self.items[self.current], set(self.items)
        place = order.index(item) if item in order else -1 if steps > 0 else len(order)
        place += steps
        while 0 <= place < len(order):
            if order[place] not in shown:
                self._put(self.current, order[place])
                return
            place += steps
        self._context.notices.info(self.tr("There is no further item."))

    def _on_labelled(self, cell: CompareCell, value: int) -> None:
        self._on_focused(cell)
        self._mark(value)

    def _mark(self, value: int) -> None:
        cell = self.cells[self.current]
        if not self._labeller.can_write:
            return
        cell.show_label(value)
        self._labeller.label([cell.item], value)

    @Slot(str)
    def _on_labels(self, source: str) -> None:
        if source != SOURCE and self.isVisible():
            for place, item in enumerate(self.items):
                self._put(place, item)

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        """See whether the items side by side are still in the library."""
        if self.isVisible():
            work = partial(_look_up, self._context.services.items, self.items)
            job = self._context.jobs.submit("io", work, replaces="compare-there")
            job.succeeded.connect(self._on_looked_up)

    @Slot(object)
    def _on_looked_up(self, gone: set[int]) -> None:
        """Leave out what was removed from the library; of one alone there is nothing to compare."""
        for place in reversed(range(len(self.cells))):
            if self.cells[place].item in gone:
                self._drop(place)
        if len(self.cells) < LEAST:
            self.close()
        elif gone:
            self.focus_cell(self.current)
            self._show_facts()

    def _on_removed(self, cell: CompareCell) -> None:
        self._on_focused(cell)
        self._leave_out()

    def _leave_out(self) -> None:
        if len(self.cells) <= LEAST:
            self._context.notices.info(self.tr("Two items are the least to compare."))
            return
        self._drop(self.current)
        self.focus_cell(self.current)
        self._show_facts()

    @Slot(bool)
    def _on_only(self, on: bool) -> None:
        self.facts.only_differences = on
        self.facts.refresh()

    def _open(self) -> None:
        self._context.shared.opened.emit(self.items[self.current], 0.0)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key
        keys: dict[int, Callable[[], object]] = {
            key.Key_Right: partial(self.focus_cell, self.current + 1),
            key.Key_Left: partial(self.focus_cell, self.current - 1),
            key.Key_PageDown: partial(self.step, 1),
            key.Key_PageUp: partial(self.step, -1),
            key.Key_Plus: partial(self._zoom_by, _ZOOM_STEP),
            key.Key_Equal: partial(self._zoom_by, _ZOOM_STEP),
            key.Key_Minus: partial(self._zoom_by, 1 / _ZOOM_STEP),
            key.Key_0: self._fit,
            key.Key_1: self._original_size,
            key.Key_P: partial(self._mark, 1),
            key.Key_N: partial(self._mark, -1),
            key.Key_C: partial(self._mark, 0),
            key.Key_D: self.only.toggle,
            key.Key_Delete: self._leave_out,
            key.Key_Space: self._open,
            key.Key_Escape: self.close,
        }
        run = keys.get(event.key())
        if run is None or not self.cells:
            super().keyPressEvent(event)
        else:
            run()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the comparison is over."""
        super().closeEvent(event)
        self.closed.emit()


def _look_up(items: ItemService, asked: Sequence[int], context: JobContext) -> set[int]:
    """Return which of some items are not in the library; runs in a lane."""
    context.step(0)
    return set(asked) - {summary.id for summary in items.summaries(asked)}
