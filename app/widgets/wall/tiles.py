"""Finished tiles for the wall's view: composed in the background, newest wishes first.

The view asks for what it needs in every frame; each new wish list replaces the older one, so what
is no longer needed is never built. Until a tile is there the best coarser one serves. Nothing here
waits: the UI thread only ever looks up finished images.
"""

import threading
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.jobs import Job, JobRunner, Priority
from app.services.wall_tiles import MAX_LEVEL, TILE_CELLS, TileComposer, dimmed, tile_cells
from app.widgets.wall.tile_content import (
    Content,
    Found,
    Lit,
    Tile,
    TileKey,
    as_image,
    is_due,
    part_of,
    take_over,
)
from common.jobs import JobContext

__all__ = ["Content", "Found", "Lit", "TileKey", "TileStore"]

BUILDERS = 2
BUILDERS_MOVING = 1  # the rest of the processor draws frames


class TileStore(QObject):
    """Keeps tiles of the content on show and prepares those of the next one.

    Args:
        jobs: runs the builders.
        composer: makes tiles.
        cache_bytes: memory for tiles; the least recently used go first, level 0 stays.
        parent: the view.
    """

    arrived = Signal()  # tiles that were asked for are there
    staged = Signal()  # the next content is ready to be shown
    troubled = Signal(object)  # the AppError why pictures are missing; again after renew()
    _built = Signal()

    def __init__(
        self,
        jobs: JobRunner,
        composer: TileComposer,
        cache_bytes: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._composer = composer
        self._cache_bytes = cache_bytes
        self._lock = threading.Lock()  # guards everything below
        self._now: Content | None = None
        self._next: Content | None = None
        self._stage: list[TileKey] = []
        self._stage_open = 0
        self._wishes: list[TileKey] = []
        self._kept: set[TileKey] = set()
        self._in_work: set[tuple[int, TileKey]] = set()
        self._bytes = 0
        self._builders: set[Job] = set()
        self._limit = BUILDERS
        self._building = 0  # builders at work
        self._built.connect(self._on_built, Qt.ConnectionType.QueuedConnection)
        self._told = False
        self._made_version = 0
        self._told_trouble = False

    # -- what is shown

    @property
    def content(self) -> Content | None:
        """What is on show."""
        return self._now

    @property
    def composer(self) -> TileComposer:
        """What makes the tiles."""
        return self._composer

    @property
    def bytes(self) -> int:
        """Memory of all tiles."""
        return self._bytes

    @property
    def limit(self) -> int:
        """Memory that tiles may take, bytes."""
        return self._cache_bytes

    @property
    def is_staged(self) -> bool:
        """Whether the next content is ready to be shown."""
        with self._lock:
            return self._next is not None and self._stage_open <= 0

    def stage(self, content: Content, keys: Sequence[TileKey]) -> None:
        """Prepare content; `staged` follows once its tiles keys are built.

        Tiles of the content on show whose cells did not change are taken over.
        """
        with self._lock:
            self._next = content
            content.made_version = self._made_version
            if self._now is not None and self._now.style == content.style:
                take_over(self._now, content)
            self._stage = [key for key in dict.fromkeys(keys) if key not in content.tiles]
            self._stage_open = len(self._stage)
        if self._stage:
            self._work()
        else:
            self._built.emit()

    def promote(self) -> bool:
        """Show the staged content; False if there is none."""
        with self._lock:
            if self._next is None:
                return False
            self._now, self._next = self._next, None
            self._bytes = self._now.bytes()
            self._wishes, self._stage, self._stage_open = [], [], 0
        return True

    def set_lit(self, lit: Lit) -> None:
        """Change which cells are dimmed; tiles follow as they are asked for."""
        with self._lock:
            for content in (self._now, self._next):
                if content is not None:
                    content.lit = lit if lit is None or len(lit) == content.scene.count else None
                    content.lit_version += 1

    def renew(self) -> None:
        """Make all tiles again, as they are asked for: the pictures themselves have changed.

        What is drawn stays until its successor is there.
        """
        with self._lock:
            self._made_version += 1
            for content in (self._now, self._next):
                if content is not None:
                    content.made_version = self._made_version
        self._composer.forget_trouble()
        self._told_trouble = False

    def set_limit(self, cache_bytes: int) -> None:
        """Use at most so much memory from now on, bytes."""
        with self._lock:
            self._cache_bytes = cache_bytes
            self._evict()

    def find(self, key: TileKey) -> Found | None:
        """Return the tile, or the part of the best coarser one that covers it."""
        with self._lock:
            return next(self._found(key), None)

    def find_all(self, key: TileKey) -> list[Found]:
        """Return the tile and the parts of all coarser ones that cover it, the best first."""
        with self._lock:
            return list(self._found(key))

    def _found(self, key: TileKey) -> Iterator[Found]:
        """Yield what covers a tile, the best first; under the lock."""
        content = self._now
        if content is None:
            return
        level, row, column = key
        cells = tile_cells(level)
        top, left = row * cells, column * cells
        for coarser in range(level, -1, -1):
            size = tile_cells(coarser)
            at = (coarser, top // size, left // size)
            tile = content.tiles.get(at)
            if tile is None:
                continue
            content.tiles.move_to_end(at)
            part = part_of(tile.image, content, at, (top, left, cells))
            yield Found(tile.image, part, at)

    def wish(self, seen: Sequence[TileKey], ahead: Sequence[TileKey] = ()) -> None:
        """Ask for tiles, most urgent first; replaces what was asked for before.

        Args:
            seen: on the screen; kept whatever the limit.
            ahead: may be seen soon; left out where the cache cannot hold both.
        """
        with self._lock:
            content = self._now
            if content is None:
                return
            width, height = content.style.cell_size(MAX_LEVEL)
            cost = (1 if content.lit is None else 2) * 4 * width * height
            if seen and tile_cells(seen[0][0]) > 1:
                cost = (
                    cost * TILE_CELLS**2 >> 2 * MAX_LEVEL
                )  # all tiles of many cells cost the same
            if (len(seen) + len(ahead)) * cost > self._cache_bytes:
                ahead = ()
            self._kept = {*seen, *ahead}
            self._wishes = [key for key in (*seen, *ahead) if is_due(content, key)]
            any_left = bool(self._wishes)
        if any_left:
            self._work()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked for or in work."""
        with self._lock:
            return not (self._wishes or self._stage or self._in_work)

    def close(self) -> None:
        """Drop all wishes; builders end by themselves."""
        with self._lock:
            self._wishes, self._stage, self._next = [], [], None
        for job in list(self._builders):
            job.cancel()

    def set_moving(self, moving: bool) -> None:
        """Leave the processor to the frames while the camera moves; on the UI thread."""
        limit = BUILDERS_MOVING if moving else BUILDERS
        with self._lock:
            is_more, self._limit = limit > self._limit, limit
            left = bool(self._wishes or self._stage)
        if is_more and left:
            self._work()

    # -- building

    def _work(self) -> None:
        """See that builders run; on the UI thread."""
        while len(self._builders) < self._limit:
            job = self._jobs.submit("io", self._build, priority=Priority.INTERACTIVE)
            self._builders.add(job)
            job.succeeded.connect(self._on_builder_done)
            job.cancelled.connect(self._on_builder_done)
            job.failed.connect(self._on_builder_done)

    @Slot()
    def _on_builder_done(self, *_: object) -> None:
        self._builders = {job for job in self._builders if not job.is_done}
        with self._lock:
            left = bool(self._wishes or self._stage)
        if left and not self._jobs.is_closed:
            self._work()

    def _build(self, context: JobContext) -> None:
        """Build tiles until nothing is asked for, or there are too many builders."""
        with self._lock:
            self._building += 1
        try:
            while (work := self._take()) is not None:
                content, key = work
                try:
                    context.step(0)
                    self._build_one(content, key)
                finally:
                    with self._lock:
                        self._in_work.discard((id(content), key))
                        if content is self._next:
                            self._stage_open -= 1  # also when it failed: the rest must not wait
                self._tell()
        finally:
            with self._lock:
                self._building -= 1

    def _take(self) -> tuple[Content, TileKey] | None:
        with self._lock:
            if self._building > self._limit:
                return None
            for content, keys in ((self._next, self._stage), (self._now, self._wishes)):
                while content is not None and keys:
                    key = keys.pop(0)
                    if (id(content), key) not in self._in_work:
                        self._in_work.add((id(content), key))
                        return content, key
        return None

    def _build_one(self, content: Content, key: TileKey) -> None:
        with self._lock:
            old, composer = content.tiles.get(key), self._composer
            lit, version, made = content.lit, content.lit_version, content.made_version
        pixels = old.pixels if old is not None and old.made_version == made else None
        if pixels is None:
            pixels = composer.compose(content.scene, content.style, *key)
        shown = pixels
        if lit is not None and pixels.size:
            cells = content.scene.block(*key)
            shown = dimmed(pixels, lit[cells.clip(0)] & (cells >= 0), content.style.background)
        tile = Tile(as_image(shown), pixels, shown, version, made)
        with self._lock:
            if content is self._now:
                self._bytes += tile.cost - (old.cost if old is not None else 0)
            content.tiles[key] = tile
            content.tiles.move_to_end(key)
            self._evict()

    def _evict(self) -> None:
        """Drop the least recently used tiles above the limit; under the lock."""
        if self._now is None or self._bytes <= self._cache_bytes:
            return
        for key in list(self._now.tiles):
            if self._bytes <= self._cache_bytes:
                break
            if key[0] > 0 and key not in self._kept:
                self._bytes -= self._now.tiles.pop(key).cost

    def _tell(self) -> None:
        """Wake the UI thread once for all tiles that are finished until it looks."""
        with self._lock:
            if self._told:
                return
            self._told = True
        self._built.emit()

    @Slot()
    def _on_built(self) -> None:
        with self._lock:
            self._told = False
            is_staged = self._next is not None and self._stage_open <= 0
        self.arrived.emit()
        if self._composer.trouble is not None and not self._told_trouble:
            self._told_trouble = True
            self.troubled.emit(self._composer.trouble)
        if is_staged:
            self.staged.emit()
