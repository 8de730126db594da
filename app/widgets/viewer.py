"""The full-screen viewer for photos and posters."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.context import PanelContext
from app.services.items import LARGE_LEVEL, ItemService, Picture
from app.widgets.controls import tool_button
from app.widgets.error_texts import error_line, service_text
from app.widgets.facts import describe
from app.widgets.image_canvas import ImageCanvas
from app.widgets.item_menu import WindowItems
from app.widgets.labelling import Labeller
from app.widgets.mask_button import MaskButton
from app.widgets.numbers import numeral
from app.widgets.paint import to_image
from common.errors import AppError
from common.jobs import JobContext

logger = logging.getLogger(__name__)

SLIDE_MS = 4000
_GROUND = QColor("#111214")
_BAR_STYLE = (
    "QWidget#viewerBar { background: rgba(20, 20, 22, 190); border-radius: 8px; }"
    "QToolButton { color: white; background: transparent; padding: 4px 8px;"
    " border: 1px solid transparent; }"
    "QToolButton:hover { background: rgba(255, 255, 255, 40); border-radius: 4px; }"
    "QToolButton:focus { border: 1px solid white; border-radius: 4px; }"
    "QToolButton:checked { background: rgba(255, 255, 255, 70); border-radius: 4px; }"
    "QLabel { color: white; }"
)
_Loaded = tuple[int, QImage, QSize, str, bool]


class PhotoViewer(QWidget):
    """Shows one item after the other, large.

    Keys: arrows, Page Up/Down, Home, End go on; + and - zoom, 0 fits, 1 shows 100 %; R and Shift+R
    turn; I shows facts; S plays a slide show; P, N and C label; F11 leaves the full screen; Space
    and Esc close. The thumbnail is shown at once, the picture follows when it is decoded.

    Args:
        context: services, jobs and shared state.
        parent: owner; the viewer is a window of its own.
    """

    closed = Signal()
    item_changed = Signal(int)

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context = context
        self._order: Sequence[int] = ()
        self._place = 0
        self._shown: int | None = None
        self._labeller = Labeller(context, self)
        self.setWindowTitle(self.tr("Viewer"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas = ImageCanvas(self)
        self.canvas.ground = _GROUND
        self.canvas.zoom_changed.connect(self._on_zoom)
        self.info = QLabel(self)
        self.info.setWordWrap(True)
        self.info.setTextFormat(Qt.TextFormat.PlainText)
        self.info.setStyleSheet(
            "color: white; background: rgba(20, 20, 22, 200); padding: 10px; border-radius: 8px;"
        )
        self.info.hide()
        self.note = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self.note.setStyleSheet(
            "color: #ffd166; background: rgba(20, 20, 22, 200); padding: 6px; border-radius: 6px;"
        )
        self.note.hide()
        self._slides = QTimer(self, interval=SLIDE_MS)
        self._slides.timeout.connect(self._on_slide)
        self._bar = self._make_bar()
        WindowItems(context, self, lambda: self.item, "viewer")
        context.shared.items_changed.connect(self._on_items_changed)
        self.resize(1000, 700)

    def _make_bar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("viewerBar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setStyleSheet(_BAR_STYLE)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 4, 8, 4)
        self.title = QLabel()
        self.zoom_label = QLabel()
        buttons: list[tuple[str, str, Callable[[], None]]] = [
            ("←", self.tr("Previous (Left)"), partial(self.go, -1)),
            ("→", self.tr("Next (Right)"), partial(self.go, 1)),
            ("−", self.tr("Zoom out (-)"), self.canvas.zoom_out),
            ("+", self.tr("Zoom in (+)"), self.canvas.zoom_in),
            (self.tr("Fit"), self.tr("Show all of it (0)"), self.canvas.fit),
            ("100 %", self.tr("Original size (1)"), partial(self.canvas.set_zoom, 1.0)),
            ("⟳", self.tr("Turn right (R)"), partial(self.canvas.rotate, 1)),
            (self.tr("Facts"), self.tr("Show facts (I)"), self.toggle_info),
            (self.tr("Slides"), self.tr("Slide show (S)"), self.toggle_slides),
            ("✕", self.tr("Close (Esc)"), self.close_viewer),
        ]
        row.addWidget(self.title)
        row.addWidget(self.zoom_label)
        for text, tip, run in buttons:
            button = tool_button(text, tip, run)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.masks = MaskButton(self._context, self.canvas, bar)
        row.insertWidget(row.count() - 1, self.masks)
        return bar

    @property
    def item(self) -> int | None:
        """The item that is shown."""
        return self._order[self._place] if self._order else None

    @property
    def is_sliding(self) -> bool:
        """Whether a slide show runs."""
        return self._slides.isActive()

    def open_item(self, item: int, order: Sequence[int] = (), *, full_screen: bool = True) -> None:
        """Show an item; the arrows walk through order (the item alone if it is not in there)."""
        self._order = order if item in order else (item,)
        self._place = list(self._order).index(item)
        if full_screen:
            self.showFullScreen()
        else:
            self.show()
        self.raise_()
        self.activateWindow()
        self.setFocus()
        self._load()

    def go(self, steps: int) -> None:
        """Go on by steps; stays at the ends."""
        if not self._order:
            return
        place = max(0, min(len(self._order) - 1, self._place + steps))
        if place != self._place:
            self._place = place
            self._load()

    def toggle_info(self) -> None:
        """Show or hide the facts."""
        self.info.setVisible(not self.info.isVisible())
        self._lay_out()

    def toggle_slides(self) -> None:
        """Start or stop the slide show."""
        if self._slides.isActive():
            self._slides.stop()
        else:
            self._slides.start()

    def close_viewer(self) -> None:
        """Close; the item becomes the selection, so that the panel behind shows it."""
        self._slides.stop()
        if self.item is not None:
            self._context.shared.select([self.item], "viewer")
        self.hide()
        self.closed.emit()

    # -- loading

    def _load(self) -> None:
        item = self.item
        if item is None:
            return
        self.note.hide()
        self.title.setText(f"{self._place + 1} / {len(self._order)}")
        quick = self._context.jobs.submit(
            "io", partial(self._read_thumbnail, item), replaces="viewer-thumbnail"
        )
        quick.succeeded.connect(self._on_loaded)
        quick.failed.connect(self._on_thumbnail_failed)
        job = self._context.jobs.submit(
            "io", partial(self._read_picture, item), replaces="viewer-picture"
        )
        job.succeeded.connect(self._on_loaded)
        job.failed.connect(self._on_failed)
        self.item_changed.emit(item)

    def _read_thumbnail(self, item: int, context: JobContext) -> tuple[_Loaded, str, str]:
        context.step(0)
        items = self._context.services.items
        facts, name = describe(items.details(item))
        return (item, to_image(items.thumbnail(item, LARGE_LEVEL)), QSize(), "", False), facts, name

    def _read_picture(self, item: int, context: JobContext) -> tuple[_Loaded, str, str]:
        context.step(0)
        items = self._context.services.items
        picture: Picture = items.picture(item)
        context.step(1)
        facts, name = describe(items.details(item))
        loaded = (
            item,
            to_image(picture.rgb),
            QSize(*picture.full_size),
            service_text(picture.note),
            True,
        )
        return loaded, facts, name

    @Slot(object)
    def _on_loaded(self, answer: tuple[_Loaded, str, str]) -> None:
        (item, image, full, note, is_final), facts, name = answer
        if item != self.item or (not is_final and self._shown == item):
            return
        better = self._shown == item
        self.canvas.show_image(image, full, keep_view=better)
        self._shown = item
        self.masks.set_item(item)
        self.info.setText(facts)
        self.title.setText(f"{self._place + 1} / {len(self._order)}   {name}")
        self.setWindowTitle(name)
        if note:
            self.note.setText(self.tr("Thumbnail only: %s") % note)
            self.note.show()
        self._lay_out()

    @Slot(object)
    def _on_thumbnail_failed(self, error: Exception) -> None:
        logger.info("no thumbnail to show first: %s", error)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self.note.setText(error_line(error))
            self.note.show()
            if self._shown != self.item:  # nothing of the item before stays
                self.canvas.show_image(QImage())
                self._shown = None
                self.masks.set_item(None)
                self.info.setText("")
            self._lay_out()
        else:
            self._context.notices.error(error)

    # -- items that are removed

    @Slot(str)
    def _on_items_changed(self, _source: str) -> None:
        """See whether the item on show is still in the library."""
        if self.isVisible() and self.item is not None:
            work = partial(_look_up, self._context.services.items, self.item)
            job = self._context.jobs.submit("io", work, replaces="viewer-there")
            job.succeeded.connect(self._on_looked_up)

    @Slot(object)
    def _on_looked_up(self, answer: tuple[int, bool]) -> None:
        """Go on to the next item where the one on show was removed; after the last one close."""
        item, is_there = answer
        if is_there or item != self.item:
            return
        self._order = [other for other in self._order if other != item]
        self._place = max(0, min(self._place, len(self._order) - 1))
        if self._order:
            self._load()
        else:
            self.close_viewer()

    @Slot()
    def _on_slide(self) -> None:
        if self._place + 1 < len(self._order):
            self.go(1)
        else:
            self._slides.stop()

    @Slot(float)
    def _on_zoom(self, zoom: float) -> None:
        self.zoom_label.setText(numeral(zoom, ".0%"))

    # -- keys and layout

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key = Qt.Key
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        forward = -1 if self.isRightToLeft() else 1
        keys: dict[int, Callable[[], object]] = {
            key.Key_Right: partial(self.go, forward),
            key.Key_Left: partial(self.go, -forward),
            key.Key_Down: partial(self.go, 1),
            key.Key_Up: partial(self.go, -1),
            key.Key_PageDown: partial(self.go, 10),
            key.Key_PageUp: partial(self.go, -10),
            key.Key_Home: partial(self.go, -len(self._order)),
            key.Key_End: partial(self.go, len(self._order)),
            key.Key_Plus: self.canvas.zoom_in,
            key.Key_Equal: self.canvas.zoom_in,
            key.Key_Minus: self.canvas.zoom_out,
            key.Key_0: self.canvas.fit,
            key.Key_1: partial(self.canvas.set_zoom, 1.0),
            key.Key_R: partial(self.canvas.rotate, -1 if shift else 1),
            key.Key_I: self.toggle_info,
            key.Key_S: self.toggle_slides,
            key.Key_P: partial(self._label, 1),
            key.Key_N: partial(self._label, -1),
            key.Key_C: partial(self._label, 0),
            key.Key_F11: self._toggle_full_screen,
            key.Key_Space: self.close_viewer,
            key.Key_Escape: self.close_viewer,
        }
        run = keys.get(event.key())
        if run is None:
            super().keyPressEvent(event)
        else:
            run()

    def _label(self, value: int) -> None:
        if self.item is not None:
            self._labeller.label([self.item], value)

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the overlays over the picture."""
        super().resizeEvent(event)
        self._lay_out()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the window closes the viewer."""
        self.close_viewer()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        self.canvas.setGeometry(self.rect())
        self._bar.adjustSize()
        self._bar.move(
            (self.width() - self._bar.width()) // 2, self.height() - self._bar.height() - 12
        )
        self.info.setFixedWidth(min(420, self.width() - 24))
        self.info.adjustSize()
        self.info.move(12, 12)
        self.note.adjustSize()
        self.note.move((self.width() - self.note.width()) // 2, 12)
        for widget in (self._bar, self.info, self.note):
            widget.raise_()


def _look_up(items: ItemService, item: int, context: JobContext) -> tuple[int, bool]:
    """Return an item, and whether it is in the library; runs in a lane."""
    context.step(0)
    return item, bool(items.summaries([item]))
