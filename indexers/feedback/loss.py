"""How much of an exact answer is left when vectors are kept in few bytes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.feedback.answers import first
from indexers.feedback.codes import Codes
from indexers.feedback.loops import loops

TOP = 1000


def products(codes: Codes, rows: NDArray[Any], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the product of every code, rows (N, W), with a normal, float32 (N,)."""
    plane = codes.plane(weights)
    out = np.empty(len(rows), np.float32)
    loops().score_all(np.ascontiguousarray(rows), plane.table, plane.offset, out)
    return out


def overlap(
    full: NDArray[np.float32],
    codes: Codes,
    planes: Sequence[NDArray[np.float32]],
    top: int = TOP,
) -> list[float]:
    """Return which part of the top items by whole vectors is also in the top by codes, 0-1 each.

    Args:
        full: float32 (N, D), N >= 1.
        codes: how they would be kept.
        planes: normals of hyperplanes, float32 (D,) each; at least one.
        top: how many items are compared.
    """
    kept = codes.encode(full)
    names = np.arange(len(full))
    shares = []
    for plane in planes:
        truth = first(names, full @ plane, top).items
        found = first(names, products(codes, kept, plane), top).items
        shares.append(float(np.isin(truth, found).mean()))
    return shares
