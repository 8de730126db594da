"""Stores analysed drafts: rows of thumbnails and vectors first, then one catalogue transaction."""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.import_types import Draft
from common.closing import Closing
from common.errors import LibraryError
from common.values import Findings
from indexers.catalogue import FileRecord

if TYPE_CHECKING:
    from app.services.library import Library


logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Batch:
    """What one transaction stores.

    Args:
        drafts: analysed, in order.
        files: that hold an item of this or an earlier batch, or changed nothing but their stamp.
    """

    drafts: list[Draft] = field(default_factory=list)
    files: list[FileRecord] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.drafts) + len(self.files)


class BatchWriter(Closing):
    """Writes batches on a thread of its own, one at a time, while the next one is analysed.

    Leaving it waits for the batch in hand, so that nothing is half-written when it is left.

    Args:
        library: open for writing.
        run: number of the import run.
    """

    def __init__(self, library: "Library", run: int) -> None:
        self._library = library
        self._run = run
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="import-write")
        self._writing: Future[None] | None = None

    def close(self) -> None:
        """Wait until the batch in hand is stored."""
        self._thread.shutdown(wait=True)

    def write(self, batch: Batch) -> None:
        """Hand over a batch; waits until the one before is stored.

        Raises:
            LibraryError: the batch before could not be stored (disk full).
        """
        self.wait()
        self._writing = self._thread.submit(self._store, batch)

    def wait(self) -> None:
        """Wait until all that was handed over is stored.

        Raises:
            LibraryError: it could not be stored (disk full).
        """
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.result()

    def _store(self, batch: Batch) -> None:
        try:
            rows = self._store_thumbnails(batch.drafts)
            found = [draft.found or Findings() for draft in batch.drafts]
            placed = store_vectors(self._library, [each.vectors for each in found])
        except OSError as error:
            why = error.strerror or str(error)
            raise LibraryError(
                f"The library “{self._library.name}” cannot be written ({why}).",
                hint="Make room on its disk, then import again; what was finished is kept.",
            ) from error
        items = [
            replace(
                draft.item, thumb_row=row, findings=each, vector_rows=vectors, analyses=draft.ran
            )
            for draft, row, each, vectors in zip(batch.drafts, rows, found, placed, strict=True)
        ]
        catalogue = self._library.catalogue
        numbers = catalogue.add_batch(items, run=self._run)
        catalogue.touch_files(batch.files)
        commit_vectors(self._library, numbers, placed)

    def _store_thumbnails(self, drafts: Sequence[Draft]) -> list[int]:
        """Append the thumbnails and return a row for each draft, -1 where it keeps its own."""
        thumbnails = [draft.thumbnail for draft in drafts if draft.thumbnail is not None]
        if not thumbnails:
            return [-1] * len(drafts)
        store = self._library.thumbnails
        rows = iter(store.append(thumbnails))
        store.flush()
        return [-1 if draft.thumbnail is None else next(rows) for draft in drafts]


def store_vectors(
    library: "Library", vectors: Sequence[Mapping[str, NDArray[np.float32]]]
) -> list[dict[str, int]]:
    """Append vectors to their encoders' stores.

    Args:
        library: open for writing.
        vectors: for each item, encoder name -> float32 (D,).

    Returns:
        For each item, encoder name -> row. The catalogue is to name these rows next, and then
        commit_vectors() to make them searchable.
    """
    placed: list[dict[str, int]] = [{} for _ in vectors]
    for encoder in sorted({name for each in vectors for name in each}):
        places = [place for place, each in enumerate(vectors) if encoder in each]
        matrix = np.stack([vectors[place][encoder] for place in places]).astype(np.float32)  # N, D
        held = library.vectors(encoder)
        if held.dim not in {0, matrix.shape[1]}:
            _forget_others(library, encoder)
            held = library.vectors(encoder)
        rows = held.append(matrix)
        for place, row in zip(places, rows, strict=True):
            placed[place][encoder] = int(row)
    return placed


def _forget_others(library: "Library", encoder: str) -> None:
    """Forget the vectors of a network that was replaced by one of another length.

    Nothing can be compared with them any more; who has one lacks the analysis from now on.
    """
    items = library.catalogue.vector_rows(encoder)[0].tolist()
    logger.info("%d vectors of %s have another length and are made anew", len(items), encoder)
    library.catalogue.forget_findings(encoder, items)
    library.forget_vectors(library.vector_folder(encoder))
    library.drop_vectors(encoder)


def commit_vectors(
    library: "Library", items: Sequence[int], placed: Sequence[Mapping[str, int]]
) -> None:
    """Make the vectors of items searchable, after the catalogue named their rows."""
    for encoder in sorted({name for each in placed for name in each}):
        pairs = [
            (item, each[encoder])
            for item, each in zip(items, placed, strict=True)
            if encoder in each
        ]
        library.vectors(encoder).commit([item for item, _ in pairs], [row for _, row in pairs])
