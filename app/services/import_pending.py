"""Runs analyses that newer models add, or that a fault left out, on items stored before."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.import_analyse import ALWAYS, Analyses
from app.services.import_order import in_order
from app.services.import_texts import store_findings
from app.services.import_types import Meter
from app.services.media_places import medium
from common.errors import MediaError
from common.values import Findings, ItemKind
from indexers import media
from indexers.catalogue import NewFindings, PendingItem

if TYPE_CHECKING:
    from app.services.library import Library
    from common.settings import ImportSettings

_PAGE = 64
_LARGEST_LEVEL = 384


@dataclass(slots=True)
class _Prepared:
    """An item and its picture as the analysis takes it.

    Args:
        item: lacks the analysis.
        picture: None where none can be had now, or the analysis does not fit.
        is_settled: the analysis has nothing to say about this item.
    """

    item: PendingItem
    picture: NDArray[Any] | None
    is_settled: bool = False

    @property
    def nbytes(self) -> int:
        return 0 if self.picture is None else self.picture.nbytes


class PendingStage:
    """Brings every item that is there to the newest version of every analysis.

    Attributes:
        page: items that are read, analysed and stored together.

    Args:
        library: open for writing.
        analyses: those that can run and are wanted.
        settings: limits.
        meter: grows by the items that are pending.
        workers: decoder threads.
    """

    page = _PAGE

    def __init__(
        self,
        library: "Library",
        analyses: Analyses,
        settings: "ImportSettings",
        meter: Meter,
        workers: int,
    ) -> None:
        self._library = library
        self._analyses = analyses
        self._settings = settings
        self._meter = meter
        self._workers = workers

    def run(self) -> set[int]:
        """Run what is pending; finished pages are kept on a cancel.

        Returns:
            The items that got something new.

        Raises:
            JobCancelled: the user cancelled.
            LibraryError: the disk is full.
        """
        updated: set[int] = set()
        catalogue = self._library.catalogue
        for name, version in self._analyses.versions.items():
            pending = catalogue.count_pending(name, version)
            if not pending:
                continue
            self._meter.total += pending
            with ThreadPoolExecutor(self._workers, thread_name_prefix="import-read") as pool:
                updated |= self._catch_up(pool, name, version)
        return updated

    def redo(self, name: str, items: Iterable[PendingItem]) -> None:
        """Run one analysis again on some items.

        Raises:
            JobCancelled: the user cancelled; finished pages are kept.
            LibraryError: the disk is full.
        """
        version = self._analyses.versions[name]
        rest = iter(items)
        with ThreadPoolExecutor(self._workers, thread_name_prefix="import-read") as pool:
            while page := list(islice(rest, _PAGE)):
                if self._do_page(pool, name, version, page) is None:
                    return

    def _catch_up(self, pool: ThreadPoolExecutor, name: str, version: str) -> set[int]:
        updated: set[int] = set()
        after = 0
        while page := self._library.catalogue.pending(name, version, limit=self.page, after=after):
            after = page[-1].id
            done = self._do_page(pool, name, version, page)
            if done is None:
                return updated
            updated |= done
        return updated

    def _do_page(
        self, pool: ThreadPoolExecutor, name: str, version: str, page: Sequence[PendingItem]
    ) -> set[int] | None:
        """Analyse and store some items; returns those that got something, None if it failed."""
        tasks = [partial(self._read, name, item) for item in page]
        ready = list(in_order(pool, tasks, lambda: self._meter.check(name)))
        pictures = {each.item.id: each.picture for each in ready if each.picture is not None}
        results = self._analyses.run_one(name, list(pictures.values()))
        if results is None:  # it failed: said in the report, tried again next time
            return None
        found = dict(zip(pictures, results, strict=True))
        settled = {each.item.id: Findings() for each in ready if each.is_settled}
        store_findings(
            self._library,
            [
                NewFindings(item, name, version, findings)
                for item, findings in sorted({**settled, **found}.items())
            ],
        )
        self._meter.advance(name, len(page))
        return set(found)

    def _read(self, name: str, item: PendingItem) -> _Prepared:
        """Return the picture of an item, prepared; on a decoder thread."""
        if item.kind is ItemKind.FILM and not item.poster and name != ALWAYS:
            return _Prepared(
                item, None, is_settled=True
            )  # a drawn poster shows nothing but its letters
        rgb = self.original(item)
        if rgb is None and item.thumb_row >= 0:
            rgb = self._library.thumbnails.decode(item.thumb_row, _LARGEST_LEVEL)
        if rgb is None:
            return _Prepared(item, None)
        return _Prepared(item, self._analyses.prepare(rgb, (name,)).get(name))

    def original(self, item: PendingItem) -> NDArray[np.uint8] | None:
        """Return the picture as the media has it; None where it cannot be read (any more)."""
        side = self._analyses.picture_side
        path = item.poster if item.kind is ItemKind.FILM else item.path
        if not path or item.kind is ItemKind.VIDEO:  # a video's best keyframe is its thumbnail
            return None
        try:
            if item.kind is ItemKind.SHOT:
                return media.frame_at(medium(path), self.keyframe_s(item), max_side=side).rgb
            limit = self._settings.max_megapixels
            return media.read_image(medium(path), max_side=side, max_megapixels=limit).rgb
        except MediaError:
            return None

    def keyframe_s(self, item: PendingItem) -> float:
        """Return the time in its video of what shows a shot, seconds; 0 for all else."""
        if item.kind is not ItemKind.SHOT:
            return 0.0
        said = self._library.catalogue.item(item.id).facts.extra
        return float(said.get("keyframe_s", item.start_s or 0.0))
