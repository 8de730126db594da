"""The codes of many items by leaf, in one mapped file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.feedback import arrayfile
from indexers.feedback.arrayfile import ArrayWriter
from indexers.feedback.codes import Codes
from indexers.feedback.loops import loops

STEP = 1 << 20  # bytes of codes read at once; times 16


class Source(Protocol):
    """Codes in the order in which they are stored; read twice, in blocks."""

    def __len__(self) -> int:
        """Return the number of items."""
        ...

    def codes(self, chosen: slice | NDArray[np.int64]) -> NDArray[Any]:
        """Return the codes of some items, (M, W)."""
        ...

    def rows(self, chosen: slice) -> NDArray[np.int32]:
        """Return the row numbers of some items, int32 (M,)."""
        ...


@dataclass(frozen=True, slots=True)
class Segment:
    """Codes by leaf.

    Args:
        starts: int64 (L + 1,), leaf l holds codes starts[l] : starts[l + 1].
        rows: int32 (N,), row number of each code.
        codes: (N, W).
        error: largest distance of an item from what its code stands for; 0 where the codes are the
            truth.
    """

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    codes: NDArray[Any]
    error: float

    def __len__(self) -> int:
        """Return the number of codes."""
        return len(self.rows)


def write(
    path: Path,
    source: Source,
    codes: Codes,
    leaves: int,
    assign: Callable[[NDArray[Any]], NDArray[np.int32]],
    context: JobContext,
) -> None:
    """Write the items of source by leaf; a crash leaves no file.

    Args:
        path: the file.
        source: read twice: to find the leaves, and to copy the codes.
        codes: how they are kept.
        leaves: how many there are.
        assign: returns the leaf of each code.
        context: reports items; can cancel between blocks.

    Raises:
        JobCancelled: the user cancelled.
        OSError: the disk is full or gone.
    """
    count = len(source)
    step = max(1024, 16 * STEP // (codes.width * codes.dtype.itemsize))
    found = np.empty(count, np.int32)
    for start in range(0, count, step):
        context.step(start, 2 * count, "Sorting items into clusters")
        found[start : start + step] = assign(source.codes(slice(start, min(count, start + step))))
    starts = np.concatenate([[0], np.cumsum(np.bincount(found, minlength=leaves))])
    shapes = {
        "starts": ((leaves + 1,), "<i8"),
        "rows": ((count,), "<i4"),
        "codes": ((count, codes.width), codes.dtype.newbyteorder("<").str),
    }
    with ArrayWriter(path, shapes) as writer:
        writer.arrays["starts"][:] = starts
        ends = starts[:-1].copy()
        for start in range(0, count, step):
            context.step(count + start, 2 * count, "Writing the clusters")
            chosen = slice(start, min(count, start + step))
            loops().place_codes(
                found[chosen], source.rows(chosen), ends, source.codes(chosen),
                np.asarray(writer.arrays["codes"]), np.asarray(writer.arrays["rows"]),
            )  # fmt: skip
        writer.facts = {"leaves": leaves, "error": float(getattr(source, "error", 0.0))}


def read(path: Path, codes: Codes, leaves: int) -> Segment:
    """Map what write() wrote.

    Raises:
        ValueError: it is damaged, or does not belong to these codes and leaves.
        OSError: it cannot be read.
    """
    facts, arrays = arrayfile.read(path)
    try:
        starts, rows, kept = arrays["starts"], arrays["rows"], arrays["codes"]
        error = float(facts["error"])
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"“{path.name}” holds no clusters") from None
    if kept.dtype != codes.dtype or kept.shape != (len(rows), codes.width):
        raise ValueError(f"“{path.name}” holds codes of another form")
    starts = np.array(starts)
    whole = starts.shape == (leaves + 1,) and starts[0] == 0 and starts[-1] == len(rows)
    if not whole or (np.diff(starts) < 0).any():
        raise ValueError(f"“{path.name}” holds other clusters")
    return Segment(starts, rows, kept, error)
