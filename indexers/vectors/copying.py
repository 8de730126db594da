"""Copies the vectors of an encoder from one place to another, under the same rows."""

import numpy as np

from common.jobs import JobContext
from indexers.vectors.interface import Vectors

STEP = 5_000


def copy_vectors(source: Vectors, target: Vectors, context: JobContext) -> int:
    """Put into target what source has and it lacks; returns how many vectors were copied.

    Both belong to the same catalogue, so rows stay what they are. A copy that broke off is gone
    on with.

    Args:
        source: where the vectors are.
        target: where they are to be; writable.
        context: reports vectors copied; can cancel between blocks.

    Raises:
        JobCancelled: the user cancelled; what was copied stays.
        ValueError: target holds another vector in one of the rows.
        OSError: the disk is full.
        VectorServerError: a server fails.
    """
    items = source.items()
    rows = source.rows(items)
    order = np.argsort(rows)
    items, rows = items[order], rows[order]
    lacking = target.rows(items) != rows
    items, rows = items[lacking], rows[lacking]
    for start in range(0, len(items), STEP):
        context.step(start, len(items), f"Copying vectors of {source.encoder}")
        part = slice(start, start + STEP)
        block = source.vectors(items[part].tolist())
        target.put(items[part], rows[part], block, version=source.version)
    context.step(len(items), len(items), f"Copying vectors of {source.encoder}")
    return len(items)
