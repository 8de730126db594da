"""The vectors of a library on their way to another place: copied under the same rows, compared."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.vector_places import FAISS, vector_place
from common.errors import LibraryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.vectors import VectorPlace, Vectors

FOLDER = "moving"  # of the copies that a server's vectors have here while they are written
STEP = 5_000
NEAREST = 10
RECALL = 0.95  # what an index that is not exact promises; see docs/scale.md
_COPIES = "copy."  # files of a server's copy, beside which a folder's vectors lie
_CLOSE = 1e-4  # of two products


def place_of(library: "Library", address: str) -> "VectorPlace":
    """Return where vectors are to be: what the library has open stays untouched."""

    def folder_of(encoder: str) -> Path:
        own = library.vector_folder(encoder)
        return own if address == FAISS else library.folder / FOLDER / own.name

    return vector_place(address, library.folder, str(library.info.get("id", "")), folder_of)


def set_aside(library: "Library", stamp: str) -> list[str]:
    """Rename what an earlier move left of the vectors in the folder; return its new names."""
    found = []
    for encoder in library.encoders():
        folder = library.vector_folder(encoder)
        if not folder.is_dir():
            continue
        files = [each for each in folder.iterdir() if not each.name.startswith(_COPIES)]
        if files:
            kept = library.folder / f"vectors-left-{stamp}" / folder.name
            kept.mkdir(parents=True)
            for each in files:
                each.rename(kept / each.name)
            found.append(str(kept))
    return found


@contextmanager
def both(
    library: "Library", target: "VectorPlace", encoder: str, *, read_only: bool
) -> Iterator[tuple["Vectors", "Vectors"]]:
    """Give the vectors of an encoder where they are and where they are to be.

    In a folder the vectors of removed items lie under their rows as all others do; they are copied
    too, so that a removal can be undone after the move.
    """
    from indexers.catalogue.copying import removed_rows

    items, rows = library.catalogue.vector_rows(encoder)
    if library.addresses.vectors == FAISS:
        gone, theirs = removed_rows(library.catalogue, encoder)
        new = ~np.isin(gone, items)
        items, rows = np.concatenate([items, gone[new]]), np.concatenate([rows, theirs[new]])
    kept_rows = library.catalogue.max_vector_row(encoder) + 1
    with ExitStack() as opened:
        pair = [
            opened.enter_context(
                closing(
                    place.open(encoder, rows=(items, rows), kept_rows=kept_rows, read_only=only)
                )
            )
            for place, only in ((library.vector_place, True), (target, read_only))
        ]
        yield pair[0], pair[1]


def copy_all(library: "Library", address: str, context: JobContext) -> dict[str, int]:
    """Copy the vectors of every encoder; return how many there are by encoder.

    Raises:
        JobCancelled: the user cancelled; what was copied stays.
        LibraryError: the target holds other vectors, or the disk is full.
        VectorServerError: a server fails.
    """
    from indexers.vectors.copying import copy_vectors

    found = {}
    with closing(place_of(library, address)) as target:
        for encoder in library.encoders():
            with both(library, target, encoder, read_only=False) as (source, there):
                try:
                    copy_vectors(source, there, context)
                    if there.needs_rebuild:
                        there.rebuild(context)
                except ValueError as error:
                    raise LibraryError(
                        f"There are other vectors of {encoder} at the target ({error}).",
                        hint="Give the move up (move --abandon), which removes them, and begin "
                        "anew.",
                    ) from error
                except OSError as error:
                    raise LibraryError(
                        f"The vectors of {encoder} cannot be written ({error.strerror or error}).",
                        hint="Make room on the disk; the same command then goes on.",
                    ) from error
                found[encoder] = library.encoders()[encoder]
    return found


def drop_all(library: "Library", address: str) -> None:
    """Remove what a move wrote of the vectors; the source stays as it is.

    Raises:
        VectorServerError: a server fails.
    """
    with closing(place_of(library, address)) as target:
        for encoder in library.encoders():
            if address != FAISS:
                target.drop(encoder)
                continue
            folder = library.vector_folder(encoder)
            for each in folder.iterdir() if folder.is_dir() else ():
                if not each.name.startswith(_COPIES):
                    each.unlink() if each.is_file() else shutil.rmtree(each)
    shutil.rmtree(library.folder / FOLDER, ignore_errors=True)


def compare_all(
    library: "Library", address: str, searches: int, context: JobContext
) -> dict[str, int]:
    """Compare every vector and some searches; return how many of each were equal.

    Args:
        library: open for reading.
        address: of the target.
        searches: for nearest vectors, over all encoders.
        context: reports vectors; can cancel.

    Raises:
        LibraryError: something differs, and what.
    """
    counts = {"vectors": 0, "searches for nearest vectors": 0}
    encoders = library.encoders()
    with closing(place_of(library, address)) as target:
        for encoder in encoders:
            with both(library, target, encoder, read_only=True) as (source, there):
                items = source.items()
                if not np.array_equal(items, there.items()):
                    raise differs(f"the items that have vectors of {encoder}")
                _same_vectors(source, there, items, context)
                asked = min(len(items), max(1, searches // len(encoders)))
                _same_searches(source, there, items, asked, context)
                counts["vectors"] += len(items)
                counts["searches for nearest vectors"] += asked
    return counts


def differs(what: str) -> LibraryError:
    """Return the error that says that source and target do not hold the same."""
    return LibraryError(
        f"The copy is not equal: {what} differ.",
        hint="Nothing was switched. Give the move up (move --abandon) and begin anew; "
        "if it happens again, run `check` on the library.",
    )


def _same_vectors(
    source: "Vectors", there: "Vectors", items: NDArray[np.int64], context: JobContext
) -> None:
    for start in range(0, len(items), STEP):
        context.step(start, len(items), f"Comparing vectors of {source.encoder}")
        part = items[start : start + STEP].tolist()
        if not np.array_equal(source.vectors(part), there.vectors(part)):
            raise differs(f"vectors of {source.encoder}")


def _same_searches(
    source: "Vectors", there: "Vectors", items: NDArray[np.int64], asked: int, context: JobContext
) -> None:
    """Ask the target for what lies nearest to some items; the products of all are the truth."""
    found, best = 0, 0
    chosen = np.random.default_rng(9).choice(items, asked, replace=False)
    for at, item in enumerate(chosen.tolist()):
        context.step(at, asked, f"Searching vectors of {source.encoder}")
        query = source.vectors([item])
        _, products = source.scores(query[0])
        k = min(NEAREST, len(products))
        least = np.partition(products, len(products) - k)[len(products) - k]
        scores, _ = there.search(query, k)
        found += int((scores[0] >= least - _CLOSE).sum())
        best += k
    if found < (1.0 if there.kind.lower() == "flat" else RECALL) * best:
        raise differs(f"searches for nearest vectors of {source.encoder} ({found} of {best} found)")
