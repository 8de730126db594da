"""Rows of frames that scroll: what is visible is asked for and drawn, nothing else."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.context import PanelContext
from app.panels.results.time_rows import Frame, Row, RowSource
from app.panels.results.time_rows_geometry import ARROW, GAP, RowGeometry
from app.panels.results.time_rows_head import paint_head
from app.panels.results.time_rows_paint import CellLook, paint_arrow, paint_frame, paint_gap
from app.services.types import ItemSummary
from app.widgets.thumbnails import ThumbnailLoader
from app.widgets.uniform_grid import DEFAULT_SIDE, MAX_SIDE, MIN_SIDE

_ROWS_KEPT = 256
_BESIDE = 4  # frames of a row that are loaded beyond what is seen


class RowArea(QAbstractScrollArea):
    """Draws rows of frames, loads their pictures, keeps how far each row is scrolled sideways.

    Args:
        context: services, jobs, shared state.
        parent: owner.
    """

    scrolled = Signal()

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source = RowSource()
        self._geometry = RowGeometry()
        self._side = DEFAULT_SIDE
        self._rows: dict[int, Row] = {}
        self._offsets: dict[int, int] = {}
        self._labels: Mapping[int, int] = {}
        self._selected: frozenset[int] = frozenset()
        self._scrolled_to = 0
        self.current = (0, 0)  # row, place of the frame
        self.loader = ThumbnailLoader(context.services.items, context.jobs, self)
        self.loader.loaded.connect(self._on_loaded)
        self._wish = QTimer(self, singleShot=True, interval=0)
        self._wish.timeout.connect(self._ask)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Pictures fill the width: a bar that comes and goes would lay them out without end.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def source(self) -> RowSource:
        """The rows."""
        return self._source

    @property
    def is_idle(self) -> bool:
        """Whether the visible pictures were asked for."""
        return not self._wish.isActive()

    # -- what is shown

    def show_rows(self, source: RowSource, *, keep_place: bool = False) -> None:
        """Show other rows, from the top or from where the view is now.

        Args:
            source: the rows.
            keep_place: they belong to the same list as before.
        """
        place = self.verticalScrollBar().value() if keep_place else 0
        self._source = source
        self._rows.clear()
        self._offsets.clear()
        self.current = (0, 0)
        if len(source):
            self.current = (0, source.row(0).focus)
        self._lay_out()
        self.verticalScrollBar().setValue(place)

    def rows_changed(self) -> None:
        """Lay out anew: rows were opened or closed."""
        self._rows.clear()
        self._lay_out()

    def show_labels(self, labels: Mapping[int, int]) -> None:
        """Show other marks."""
        self._labels = labels
        self.viewport().update()

    def set_side(self, side: int) -> None:
        """Take another width of pictures, pixels; the current row stays visible."""
        side = max(MIN_SIDE, min(MAX_SIDE, side))
        if side != self._side:
            self._side = side
            self._offsets.clear()
            self._lay_out()
            self.reveal()

    def refresh(self) -> None:
        """Load and draw what is visible now."""
        self._wish.start()
        self.viewport().update()

    def _lay_out(self) -> None:
        head = max(22, self.fontMetrics().height() + 8)
        lengths = self._source.open_lengths()
        self._geometry = RowGeometry(self.viewport().width(), self._side, head, lengths)
        if self._source.columns != self._geometry.columns:
            self._take_columns(self._geometry.columns)
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(max(16, (self._geometry.cell_height + head) // 3))
        bar.setRange(0, max(0, self._geometry.height - self.viewport().height()))
        self.refresh()

    def _take_columns(self, columns: int) -> None:
        """Let rows be made for another width; the current frame stays so."""
        frame = self.frame(self.current)
        self._source.columns = columns
        self._rows.clear()
        if frame is not None:
            number, _ = self.current
            items = [one.item for one in self.row(number).frames] if self._remade(number) else []
            if frame.item in items:
                self.current = (number, items.index(frame.item))
            elif items:
                self.current = (number, self.row(number).focus)

    def _remade(self, number: int) -> bool:
        """Whether a row is a short list of its own; a strip of a whole video stays as it is."""
        return isinstance(self.row(number).frames, list)

    # -- where things are

    def row(self, number: int) -> Row:
        """Return a row; the latest ones are kept."""
        if number not in self._rows:
            while len(self._rows) >= _ROWS_KEPT:
                self._rows.pop(next(iter(self._rows)))
            self._rows[number] = self._source.row(number)
        return self._rows[number]

    def frame(self, where: tuple[int, int]) -> Frame | None:
        """Return a frame by row and place; None where there is none."""
        number, place = where
        if not 0 <= number < len(self._source):
            return None
        frames = self.row(number).frames
        return frames[place] if 0 <= place < len(frames) else None

    def _offset(self, number: int) -> int:
        """Return how far a row is scrolled sideways; its focus is in the middle at first."""
        row = self.row(number)
        if self._geometry.lengths[number]:
            return 0
        if number not in self._offsets:
            return self._geometry.centred(len(row.frames), row.middle)
        return min(self._offsets[number], self._geometry.furthest(len(row.frames)))

    def visible_rows(self) -> range:
        """Return the rows that are seen."""
        top = self.verticalScrollBar().value()
        return self._geometry.rows_within(top, top + self.viewport().height())

    def visible_places(self, number: int) -> range:
        """Return the frames of a row that are seen."""
        top = self.verticalScrollBar().value()
        count, offset = len(self.row(number).frames), self._offset(number)
        return self._geometry.places(number, count, offset, top, top + self.viewport().height())

    def visible_items(self) -> list[int]:
        """Return the items that are seen."""
        found = []
        for number in self.visible_rows():
            frames = self.row(number).frames
            found += [frames[place].item for place in self.visible_places(number)]
        return found

    def visible_hits(self) -> list[int]:
        """Return the hits that are seen."""
        found = []
        for number in self.visible_rows():
            frames = self.row(number).frames
            some = (frames[place] for place in self.visible_places(number))
            found += [frame.item for frame in some if frame.is_hit]
        return found

    def cell(self, number: int, place: int) -> QRect:
        """Return where a frame is, in the viewport."""
        return self._placed(self._geometry.cell(number, place, self._offset(number)))

    def head_area(self, number: int) -> QRect:
        """Return where the head of a row is, in the viewport."""
        return self._placed(self._geometry.head_area(number))

    def _placed(self, area: QRect) -> QRect:
        area = area.translated(0, -self.verticalScrollBar().value())
        if self.isRightToLeft():
            area.moveLeft(self.viewport().width() - area.left() - area.width())
        return area

    def at(self, point: QPoint) -> tuple[int, int]:
        """Return row and place at a point of the viewport; -1 where there is none."""
        x = self.viewport().width() - 1 - point.x() if self.isRightToLeft() else point.x()
        y = point.y() + self.verticalScrollBar().value()
        number = self._geometry.row_at(y)
        if number < 0:
            return -1, -1
        count = len(self.row(number).frames)
        return number, self._geometry.place_at(number, count, self._offset(number), x, y)

    def arrows(self, number: int) -> tuple[QRect, QRect]:
        """Return where a row says that it goes on; empty where it does not."""
        if self._geometry.lengths[number]:
            return QRect(), QRect()
        offset = self._offset(number)
        cell = self._geometry.cell(number, 0, 0)
        first = QRect(0, cell.top(), ARROW, cell.height())
        last = QRect(self.viewport().width() - ARROW, cell.top(), ARROW, cell.height())
        furthest = self._geometry.furthest(len(self.row(number).frames))
        return (
            self._placed(first) if offset > 0 else QRect(),
            self._placed(last) if offset < furthest else QRect(),
        )

    # -- scrolling

    def scroll_row(self, number: int, pixels: int) -> bool:
        """Scroll a row sideways; False if it is at its end."""
        before = self._offset(number)
        most = self._geometry.furthest(len(self.row(number).frames))
        self._offsets[number] = max(0, min(most, before + pixels))
        self.refresh()
        return self._offsets[number] != before

    def reveal(self) -> None:
        """Scroll until the current frame is seen."""
        number, place = self.current
        if self.frame(self.current) is None:
            return
        if not self._geometry.lengths[number]:
            count = len(self.row(number).frames)
            self._offsets[number] = self._geometry.revealing(count, place, self._offset(number))
        cell = self._geometry.cell(number, place, self._offset(number))
        first_line = cell.top() <= self._geometry.top(number) + self._geometry.head
        top = self._geometry.top(number) if first_line else cell.top() - GAP
        bar = self.verticalScrollBar()
        if top < bar.value() or cell.bottom() > bar.value() + self.viewport().height():
            below = cell.bottom() + GAP - self.viewport().height()
            bar.setValue(top if top < bar.value() else below)
        self.refresh()

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        self._wish.start()
        self.viewport().scroll(0, self._scrolled_to - value)  # what is there already is moved
        self._scrolled_to = value
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew; the first visible row stays."""
        first = next(iter(self.visible_rows()), 0)
        super().resizeEvent(event)
        self._lay_out()
        if self.verticalScrollBar().value() and first < self._geometry.rows:
            self.verticalScrollBar().setValue(self._geometry.top(first))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Shift, or sideways, the row under the mouse."""
        delta = event.angleDelta()
        held = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        sideways = delta.x() or (delta.y() if held else 0)
        number, _ = self.at(event.position().toPoint())
        if sideways and number >= 0:
            self.scroll_row(number, -sideways if not self.isRightToLeft() else sideways)
            event.accept()
        else:
            super().wheelEvent(event)

    # -- pictures

    def _ask(self) -> None:
        """Ask for what is visible, then for what comes next."""
        if not self.isVisible():
            return
        self.loader.use_side(self._geometry.side * self.devicePixelRatioF())
        rows = self.visible_rows()
        seen: list[int] = [self.row(number).subject for number in rows]
        beyond: list[int] = []
        for number in rows:
            frames, places = self.row(number).frames, self.visible_places(number)
            seen += [frames[place].item for place in places]
            after = range(places.stop, min(len(frames), places.stop + _BESIDE))
            before = range(max(0, places.start - _BESIDE), places.start)
            beyond += [frames[place].item for place in (*after, *before)]
        for number in range(rows.stop, min(self._geometry.rows, rows.stop + len(rows))):
            row = self.row(number)
            first = max(0, row.focus - self._geometry.columns // 2)
            some = range(first, min(len(row.frames), first + self._geometry.columns))
            beyond += [row.subject, *(row.frames[place].item for place in some)]
        self.loader.want([item for item in (*seen, *beyond) if item >= 0])

    @Slot(object)
    def _on_loaded(self, _items: object) -> None:
        self.viewport().update()

    def title_of(self, row: Row) -> str:
        """Return what a row is called, as far as it is known."""
        if row.title:
            return row.title
        summary = self.loader.summary(row.subject)
        return "" if summary is None else summary.name

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the visible rows."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number in self.visible_rows():
            head = self.head_area(number)
            below = head.top() + self._geometry.bottom(number) - self._geometry.top(number)
            if below < event.rect().top() or head.top() > event.rect().bottom():
                continue
            row = self.row(number)
            if event.rect().intersects(head):
                paint_head(
                    painter, head, row, self.title_of(row), self.palette(),
                    is_current=self._shows_current(number), rtl=self.isRightToLeft(),
                )  # fmt: skip
            for place in self.visible_places(number):
                self._paint_frame(painter, number, place, row.frames[place])
            for side, area in enumerate(self.arrows(number)):
                if not area.isEmpty():
                    leftwards = (side == 0) != self.isRightToLeft()
                    paint_arrow(painter, area, leftwards=leftwards)

    def _shows_current(self, number: int) -> bool:
        return self.hasFocus() and number == self.current[0]

    def _paint_frame(self, painter: QPainter, number: int, place: int, frame: Frame) -> None:
        cell = self.cell(number, place)
        summary: ItemSummary | None = self.loader.summary(frame.item)
        look = CellLook(
            self.loader.pixmap(frame.item),
            self._labels.get(frame.item, 0),
            frame.item in self._selected,
            self.hasFocus() and (number, place) == self.current,
            summary is not None and summary.kind == "video",
            summary is not None and summary.missing,
            self._source.dims,
            self._source.frames_hits,
            max(0.0, frame.score / self._source.top) if frame.is_hit and self._source.top else 0.0,
        )
        paint_frame(painter, cell, frame, look, self.palette())
        if frame.after_gap:
            paint_gap(painter, cell, GAP, self.palette(), rtl=self.isRightToLeft())
