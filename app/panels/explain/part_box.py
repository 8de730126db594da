"""Which part of an item is explained: all of it, or an object that was found in it."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from app.context import PanelContext
from app.services.explain_types import PictureSource
from app.widgets.controls import named
from app.widgets.numbers import numeral
from common.jobs import JobContext
from common.values import Box


class PartBox(QComboBox):
    """Offers the detected objects of the item on view; hidden where there are none.

    Args:
        context: services and jobs.
        parent: owner.
    """

    chosen = Signal(object)  # PictureSource

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source = PictureSource()
        self._item = -1
        named(self, self.tr("Explain the whole picture, or an object that was found in it"))
        self.activated.connect(self._on_chosen)
        self.hide()

    def show_source(self, source: PictureSource) -> None:
        """Follow what is explained."""
        self._source = source
        if source.item < 0:
            self._item = -1
            self.hide()
        elif source.item != self._item:
            self._item = source.item
            self.hide()
            work = partial(_boxes, self._context.services, source.item)
            job = self._context.jobs.submit("io", work, replaces="explain-boxes")
            job.succeeded.connect(self._on_boxes)
            job.failed.connect(self._context.notices.error)
        else:
            self._mark()

    @Slot(object)
    def _on_boxes(self, answer: tuple[int, tuple[Box, ...]]) -> None:
        item, boxes = answer
        if item != self._item:
            return
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self.tr("Whole picture"), None)
            for box in boxes:
                part = (box.x, box.y, box.width, box.height)
                self.addItem(f"{box.label} {numeral(box.score, '.0%')}", part)
        self.setVisible(bool(boxes))
        self._mark()

    def _mark(self) -> None:
        for place in range(self.count()):
            if self.itemData(place) == self._source.box:
                self.setCurrentIndex(place)

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        data: Any = self.itemData(place)
        self.chosen.emit(replace(self._source, box=None if data is None else tuple(data)))


def _boxes(services: Any, item: int, context: JobContext) -> tuple[int, tuple[Box, ...]]:
    """Return the objects found in an item that have a place; runs in a lane."""
    context.step(0)
    found = services.items.details(item).boxes
    return item, tuple(box for box in found if box.width > 0 and box.height > 0)
