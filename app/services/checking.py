"""Is a library whole? Compares what the catalogue names with what lies on the disk.

The catalogue is the truth; thumbnails, vectors and indexes are derived from the media and can be
made again. What the user said is never touched.
"""

import contextlib
import logging
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.check_repair import Remaker
from common.errors import AppError, LibraryError, VectorServerError
from common.jobs import JobContext
from indexers.thumbnails import JPEG_LEVELS, ThumbnailsLostError

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.models import ModelService
    from indexers.thumbnails import ThumbnailStore

logger = logging.getLogger(__name__)

_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_STEP = 500  # rows between two looks at the context


@dataclass(slots=True)
class CheckReport:
    """What a check found.

    Args:
        problems: what is wrong and stays so, one line each.
        repaired: what was wrong and is whole again.
    """

    problems: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong (any more)."""
        return not self.problems


class CheckService:
    """Checks one library.

    Args:
        library: the open library.
        models: gives the engine that remakes vectors.
    """

    def __init__(self, library: "Library", models: "ModelService") -> None:
        self._library = library
        self._models = models

    def run(self, context: JobContext | None = None, *, repair: bool = True) -> CheckReport:
        """Check everything.

        Args:
            context: progress and cancel.
            repair: remake what is derived.

        Raises:
            ReadOnlyLibraryError: a repair was asked of a library that cannot be written.
            JobCancelled: the user cancelled; what was repaired stays so.
        """
        if repair:
            self._library.require_appendable()
        context = context or JobContext()
        report = CheckReport()
        context.step(0, 0, "Checking the catalogue")
        if repair:
            self._recount(report)
        report.problems += self._library.catalogue.integrity_problems()
        remaker = Remaker(self._library, self._models, context) if repair else None
        self._check_thumbnails(report, remaker, context)
        for encoder in self._library.encoders():
            context.step(0, 0, f"Checking the vectors of {encoder}")
            self._check_vectors(report, remaker, encoder, context)
        self._check_folders(report, remaker)
        context.step(1, 1)
        return report

    def _recount(self, report: CheckReport) -> None:
        """Count the facets anew; a catalogue too damaged for that is reported right after."""
        with contextlib.suppress(AppError):
            if wrong := self._library.catalogue.recount_facets():
                report.repaired.append(f"{wrong} counts of facets were wrong; counted again.")

    # -- thumbnails

    def mend_thumbnails(
        self, context: JobContext | None = None, *, unreadable: Collection[int] = ()
    ) -> CheckReport:
        """Make lost and damaged thumbnails again; no import may run meanwhile.

        Args:
            context: progress and cancel.
            unreadable: thumbnail rows that could not be decoded.

        Raises:
            ReadOnlyLibraryError: the library cannot be written.
            JobCancelled: the user cancelled; what was made stays.
        """
        self._library.require_appendable()
        context = context or JobContext()
        report = CheckReport()
        remaker = Remaker(self._library, self._models, context)
        self._check_thumbnails(report, remaker, context, unreadable)
        return report

    def _check_thumbnails(
        self,
        report: CheckReport,
        remaker: Remaker | None,
        context: JobContext,
        unreadable: Collection[int] = (),
    ) -> None:
        try:
            self._library.thumbnails.verify()
            lost = self._lost_thumbnails(self._library.thumbnails, context, unreadable)
            what = f"{_items(len(lost))} lost their thumbnail"
        except ThumbnailsLostError as error:
            what = error.what.rstrip(".")
            if remaker is None:
                report.problems.append(f"{what}.")
                return
            lost = remaker.drop_thumbnails()
        if not lost:
            return
        if remaker is None:
            report.problems.append(f"{what}.")
            return
        unmade = remaker.remake_thumbnails(lost)
        if len(unmade) < len(lost):
            made = len(lost) - len(unmade)
            report.repaired.append(f"{what}; {made} made again.")
        if unmade:
            report.problems.append(
                f"{_items(len(unmade))} have no thumbnail and their media cannot be read "
                f"(items {_listed(unmade)})."
            )

    def _lost_thumbnails(
        self, store: "ThumbnailStore", context: JobContext, unreadable: Collection[int]
    ) -> list[int]:
        """Return the items whose thumbnail is not there or is no picture."""
        columns = self._library.catalogue.columns("id", "thumb_row")
        bad = {*np.flatnonzero(store.damaged_rows()).tolist(), *unreadable}
        lost = []
        for place, (item, row) in enumerate(
            zip(columns["id"].tolist(), columns["thumb_row"].tolist(), strict=True)
        ):
            if place % _STEP == 0:
                context.step(place, len(columns["id"]), "Checking the thumbnails")
            if not 0 <= row < len(store) or row in bad or not _is_jpeg(store, row):
                lost.append(item)
        return lost

    # -- vectors

    def _check_vectors(
        self, report: CheckReport, remaker: Remaker | None, encoder: str, context: JobContext
    ) -> None:
        try:
            collection = self._library.vectors(encoder)
        except LibraryError as error:
            if remaker is None:
                report.problems.append(f"vectors {encoder}: {error.what}")
                return
            remaker.drop_vectors(encoder)
            collection = self._library.vectors(encoder)
        except VectorServerError as error:
            report.problems.append(f"vectors {encoder}: {error.what}")
            return
        found = collection.problems()
        if not found:
            return
        if remaker is None:
            report.problems += [f"{line}." for line in found]
            return
        names, matrix = collection.matrix()
        bad = names[_is_bad(matrix)] if len(names) else names
        lost = sorted({*collection.lost_items().tolist(), *bad.tolist()})
        why = remaker.remake_vectors(encoder, lost) if lost else ""
        if any(line.startswith("index") for line in found) or collection.needs_rebuild:
            collection.rebuild(context)
        left = collection.problems()
        report.repaired += [f"{line}; made again." for line in found if line not in left]
        report.problems += [f"{line}{f' ({why})' if why else ''}." for line in left]

    # -- folders

    def _check_folders(self, report: CheckReport, remaker: Remaker | None) -> None:
        """Find folders of vectors that no item names: an import that was killed early left them."""
        kept = self._library.catalogue.encoders_in_use()  # by items that may come back too
        named = {self._library.vector_folder(encoder) for encoder in kept}
        for folder in _folders(self._library.folder / "vectors"):
            if folder in named:
                continue
            line = f"vectors {folder.name}: no item has one"
            if remaker is None:
                continue  # harmless, and cut off at the next import
            try:
                remaker.forget_vectors(folder)
                shutil.rmtree(folder)
                logger.info("removed %s: %s", folder, line)
            except OSError as error:
                report.problems.append(
                    f"{line}, and its folder cannot be removed ({error.strerror or error})."
                )


def _is_jpeg(store: "ThumbnailStore", row: int) -> bool:
    """Whether a row holds encoded pictures from their first to their last byte."""
    try:
        parts = [store.jpeg(row, level) for level in JPEG_LEVELS]
    except (AppError, ValueError, IndexError):
        return False
    return all(part.startswith(_JPEG_START) and part.endswith(_JPEG_END) for part in parts)


def _is_bad(matrix: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which vectors are empty or not finite, bool (N,)."""
    squares: NDArray[np.float32] = np.einsum("nd,nd->n", matrix, matrix)
    return ~(np.isfinite(squares) & (squares > 0))


def _folders(parent: Path) -> list[Path]:
    return sorted(each for each in parent.iterdir() if each.is_dir()) if parent.is_dir() else []


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count:,} items"


def _listed(items: Sequence[int]) -> str:
    shown = ", ".join(str(item) for item in items[:5])
    return shown + (", ..." if len(items) > 5 else "")
