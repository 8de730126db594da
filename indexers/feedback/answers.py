"""Which items lie farthest on the positive side of a hyperplane: the answer and the exact way."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError


@dataclass(frozen=True, slots=True)
class Farthest:
    """What a k-farthest query found.

    Args:
        items: int64 (M,), M <= k, the farthest on the positive side first, ties by item.
        products: float32 (M,), vector x weights, without a bias.
        looked_at: how many items were compared with the hyperplane.
        is_exact: no item that passes has a larger product than those returned.
        missing: share of the collection that nobody looked at, as its shard did not answer, 0-1.
        instead: why this computer answered in place of shards, "gone" or "starting"; "" where it
            did not, or there are none.
    """

    items: NDArray[np.int64]
    products: NDArray[np.float32]
    looked_at: int
    is_exact: bool
    missing: float = 0.0
    instead: str = ""


def check_plane(
    weights: NDArray[np.float32], k: int, dim: int, encoder: str
) -> NDArray[np.float32]:
    """Return weights as contiguous float32 (D,).

    Args:
        weights: normal of a hyperplane.
        k: how many items are asked for.
        dim: length of the stored vectors; 0 where there are none, and any length will do.
        encoder: their name, for the error.

    Raises:
        ValueError: k < 1, weights are no single vector or not finite.
        QueryError: weights are of vectors of another length.
    """
    plane = np.ascontiguousarray(weights, dtype=np.float32)
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if plane.ndim != 1 or not np.isfinite(plane).all():
        raise ValueError("weights must be one vector of finite numbers")
    if dim and len(plane) != dim:
        raise QueryError(
            f"The marks were learned from vectors of {len(plane)} numbers, but those of "
            f"“{encoder}” have {dim}.",
            hint="Choose the encoder the marks were made with, or start over.",
        )
    return plane


def nothing(*, is_exact: bool = True) -> Farthest:
    """Return an answer without items."""
    return Farthest(np.empty(0, np.int64), np.empty(0, np.float32), 0, is_exact)


def first(
    items: NDArray[np.int64],
    products: NDArray[np.float32],
    k: int,
    looked_at: int | None = None,
    *,
    is_exact: bool = True,
) -> Farthest:
    """Return the k items with the largest products, ties by item.

    Args:
        items: int64 (N,), all pass.
        products: float32 (N,).
        k: >= 1.
        looked_at: default N.
        is_exact: what the answer says of itself.
    """
    looked_at = len(items) if looked_at is None else looked_at
    if len(items) > k:
        bound = np.partition(products, len(products) - k)[len(products) - k]
        kept = np.flatnonzero(products >= bound)  # all that tie for the last place
        items, products = items[kept], products[kept]
    order = np.lexsort((items, -products))[:k]
    return Farthest(items[order], products[order], looked_at, is_exact)


def passing(
    items: NDArray[np.int64],
    allowed: NDArray[np.int64] | None,
    without: NDArray[np.int64] | None,
) -> NDArray[np.bool_]:
    """Return which items may be shown, bool (N,).

    Args:
        items: int64 (N,); negative ones never pass.
        allowed: only these; None allows all.
        without: none of these.
    """
    passes = items >= 0
    if allowed is not None:
        passes &= np.isin(items, allowed)
    if without is not None and len(without):
        passes &= ~np.isin(items, without)
    return passes
