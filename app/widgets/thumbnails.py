"""Thumbnails for views: placeholders at once, pictures decoded behind, newest wish first."""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QPixmap

from app.jobs import JobRunner
from app.services.items import LARGE_LEVEL, SMALL_LEVEL, ItemService
from app.widgets.paint import to_image
from common.errors import AppError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.types import ItemSummary

logger = logging.getLogger(__name__)

MAX_CACHE_BYTES = 64 << 20
_MAX_SUMMARIES = 20_000
_FACTS_BATCH = 256  # items whose summaries and placeholders one job reads
_DECODE_BATCH = 12  # pictures one job decodes: about 10 ms
_DECODERS = 2


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a facts job found: summaries and placeholders by item."""

    epoch: int
    wanted: tuple[int, ...]
    summaries: "dict[int, ItemSummary]"
    images: dict[int, QImage]


@dataclass(frozen=True, slots=True)
class _Pictures:
    """What a decode job made; None where there is no picture."""

    epoch: int
    level: int
    images: dict[int, QImage | None]


class ThumbnailLoader(QObject):
    """Keeps the summaries and pictures of the items that a view shows.

    A view asks for what is visible with `want`; each call replaces the wishes that were not begun,
    so that nothing is decoded that has scrolled away. Memory is bounded. What was forgotten while
    it was wanted stays on show until it was read anew: a change elsewhere blinks nowhere.

    Args:
        items: where pictures come from.
        jobs: where they are decoded (lane io).
        parent: owner.
    """

    loaded = Signal(object)  # set of item ids that have more to show than before

    def __init__(self, items: ItemService, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = items
        self._jobs = jobs
        self._epoch = 0
        self._level = SMALL_LEVEL
        self._wishes: list[int] = []
        self._summaries: OrderedDict[int, ItemSummary | None] = OrderedDict()
        self._placeholders: OrderedDict[int, QPixmap] = OrderedDict()
        self._pixmaps: OrderedDict[tuple[int, int], QPixmap | None] = OrderedDict()
        self._bytes = 0
        self._old_summaries: dict[int, ItemSummary] = {}  # on show until they are read anew
        self._old_pixmaps: dict[int, QPixmap] = {}
        self._facts_running = False
        self._decoding: dict[int, set[int]] = {}  # by number of the job
        self._next_job = 0

    @property
    def level(self) -> int:
        """Longest side of the pictures that are decoded, pixels."""
        return self._level

    def use_side(self, pixels: float) -> None:
        """Choose the level for pictures that are shown pixels wide or high."""
        self._level = SMALL_LEVEL if pixels <= SMALL_LEVEL * 1.25 else LARGE_LEVEL

    def summary(self, item: int) -> "ItemSummary | None":
        """Return the summary of an item if it was read already."""
        if item in self._summaries:
            return self._summaries[item]
        return self._old_summaries.get(item)

    def pixmap(self, item: int) -> QPixmap | None:
        """Return the best picture at hand: the level asked for, the other one, the placeholder."""
        other = LARGE_LEVEL if self._level == SMALL_LEVEL else SMALL_LEVEL
        for level in (self._level, other):
            pixmap = self._pixmaps.get((item, level))
            if pixmap is not None:
                self._pixmaps.move_to_end((item, level))
                return pixmap
        return self._old_pixmaps.get(item) or self._placeholders.get(item)

    def is_sharp(self, item: int) -> bool:
        """Whether the picture of the level asked for is there (or there will never be one)."""
        return (item, self._level) in self._pixmaps

    def want(self, items: Sequence[int]) -> None:
        """Ask for these items, most wanted first; forget older wishes."""
        self._wishes = list(dict.fromkeys(items))
        self._pump()

    def forget(self, items: Iterable[int] | None = None) -> None:
        """Read these items anew when they are next wanted; None forgets all."""
        self._epoch += 1
        self._facts_running = False
        self._decoding.clear()
        if items is None:
            self._keep_old()
            self._summaries.clear()
            self._placeholders.clear()
            self._pixmaps.clear()
            self._bytes = 0
        else:
            for item in items:
                self._summaries.pop(item, None)
        self._pump()

    def _keep_old(self) -> None:
        """Keep what is wanted, as it is now; what was kept and not read since stays, too."""
        summaries = {item: self.summary(item) for item in self._wishes}
        pixmaps = {item: self.pixmap(item) for item in self._wishes}
        self._old_summaries = {i: each for i, each in summaries.items() if each is not None}
        self._old_pixmaps = {i: each for i, each in pixmaps.items() if each is not None}

    def _pump(self) -> None:
        if not self._facts_running:
            unknown = [i for i in self._wishes if i not in self._summaries][:_FACTS_BATCH]
            if unknown:
                self._facts_running = True
                job = self._jobs.submit("io", partial(self._read_facts, self._epoch, unknown))
                job.succeeded.connect(self._on_facts)
                job.failed.connect(self._on_facts_failed)
        busy = set().union(*self._decoding.values()) if self._decoding else set()
        while len(self._decoding) < _DECODERS:
            batch = self._batch(busy)
            if not batch:
                return
            self._next_job += 1
            self._decoding[self._next_job] = set(batch)
            busy |= set(batch)
            rows = {i: s.thumb_row for i in batch if (s := self._summaries[i]) is not None}
            work = partial(self._decode, self._epoch, self._level, rows)
            job = self._jobs.submit("io", work)
            job.succeeded.connect(self._on_pictures)
            job.failed.connect(self._on_decode_failed)

    def _batch(self, busy: set[int]) -> list[int]:
        """Return the next items to decode, most wanted first."""
        batch: list[int] = []
        for item in self._wishes:
            if (
                item not in busy
                and (item, self._level) not in self._pixmaps
                and self._summaries.get(item) is not None
            ):
                batch.append(item)
                if len(batch) == _DECODE_BATCH:
                    break
        return batch

    def _read_facts(self, epoch: int, wanted: list[int], context: JobContext) -> _Facts:
        """Read summaries and placeholders; runs in a lane."""
        context.step(0)
        summaries = {summary.id: summary for summary in self._items.summaries(wanted)}
        images: dict[int, QImage] = {}
        for item, summary in summaries.items():
            pixels = self._items.placeholder(summary.thumb_row)
            if pixels is not None:
                aspect = self._items.aspect(summary.thumb_row)
                width, height = (16, round(16 / aspect)) if aspect > 1 else (round(16 * aspect), 16)
                images[item] = to_image(pixels).scaled(max(1, width), max(1, height))
        return _Facts(epoch, tuple(wanted), summaries, images)

    def _decode(
        self, epoch: int, level: int, rows: dict[int, int], context: JobContext
    ) -> _Pictures:
        """Decode thumbnails; runs in a lane."""
        images: dict[int, QImage | None] = {}
        for item, row in rows.items():
            context.step(len(images), len(rows))
            try:
                images[item] = to_image(self._items.decode(row, level)) if row >= 0 else None
            except AppError as error:
                logger.warning("no thumbnail for item %d: %s", item, error)
                images[item] = None
        return _Pictures(epoch, level, images)

    @Slot(object)
    def _on_facts(self, found: _Facts) -> None:
        if found.epoch != self._epoch:
            return
        self._facts_running = False
        for item in found.wanted:
            self._old_summaries.pop(item, None)
            self._summaries[item] = found.summaries.get(item)
            if self._summaries[item] is None:  # removed meanwhile
                self._old_pixmaps.pop(item, None)
            if item in found.images:
                self._placeholders[item] = QPixmap.fromImage(found.images[item])
        while len(self._summaries) > _MAX_SUMMARIES:
            gone, _ = self._summaries.popitem(last=False)
            self._placeholders.pop(gone, None)
        self.loaded.emit(set(found.wanted))
        self._pump()

    @Slot(object)
    def _on_facts_failed(self, error: Exception) -> None:
        logger.warning("summaries could not be read: %s", error)
        self._facts_running = False

    @Slot(object)
    def _on_pictures(self, made: _Pictures) -> None:
        if made.epoch != self._epoch:
            return
        self._decoding = {n: b for n, b in self._decoding.items() if not b & set(made.images)}
        for item, image in made.images.items():
            pixmap = QPixmap.fromImage(image) if image is not None else None
            self._old_pixmaps.pop(item, None)
            self._bytes += _size(pixmap) - _size(self._pixmaps.get((item, made.level)))
            self._pixmaps[item, made.level] = pixmap
        while self._bytes > MAX_CACHE_BYTES and len(self._pixmaps) > 1:
            _, old = self._pixmaps.popitem(last=False)
            self._bytes -= _size(old)
        self.loaded.emit(set(made.images))
        self._pump()

    @Slot(object)
    def _on_decode_failed(self, error: Exception) -> None:
        logger.warning("thumbnails could not be decoded: %s", error)
        failed = set().union(*self._decoding.values()) if self._decoding else set()
        self._decoding.clear()
        for item in failed:
            self._pixmaps.setdefault((item, self._level), None)


def _size(pixmap: QPixmap | None) -> int:
    return 0 if pixmap is None else pixmap.width() * pixmap.height() * 4
