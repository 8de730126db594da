"""Items by named features, most of which an item has not: concept scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexers.feedback.answers import Farthest, first, passing

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True)
class SparseVectors:
    """Vectors of items, a row each, unit length.

    Args:
        items: int64 (N,), ascending.
        rows: sparse float32 (N, F).
        names: of the features, F.
    """

    items: NDArray[np.int64]
    rows: "csr_array[Any, Any]"
    names: tuple[str, ...]

    @classmethod
    def of(
        cls,
        items: NDArray[np.int64],
        features: NDArray[np.int64],
        scores: NDArray[np.float64],
        names: tuple[str, ...],
    ) -> "SparseVectors":
        """Return the vectors of (item, feature, score); of repeated pairs the best score counts.

        Args:
            items: int64 (M,), any order.
            features: indices into names, int64 (M,).
            scores: >= 0, float64 (M,).
            names: of the features.
        """
        from scipy.sparse import csr_array

        order = np.lexsort((-scores, features, items))
        items, features, scores = items[order], features[order], scores[order]
        is_first = np.ones(len(items), bool)
        is_first[1:] = (items[1:] != items[:-1]) | (features[1:] != features[:-1])
        kept = is_first & (scores > 0)
        items, features, scores = items[kept], features[kept], scores[kept]
        known, places = np.unique(items, return_inverse=True)
        lengths = np.sqrt(np.bincount(places, scores**2, len(known)))
        values = (scores / np.maximum(lengths[places], 1e-12)).astype(np.float32)
        shape = (len(known), len(names))
        return cls(known, csr_array((values, (places, features)), shape=shape), names)

    def __len__(self) -> int:
        return len(self.items)

    def places(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each item, int64 (M,), -1 where it has none."""
        if not len(self.items):
            return np.full(len(items), -1, np.int64)
        where = np.minimum(np.searchsorted(self.items, items), len(self.items) - 1)
        found: NDArray[np.int64] = np.where(self.items[where] == items, where, -1)
        return found

    def has(self, items: Sequence[int]) -> NDArray[np.bool_]:
        """Return whether each item has a feature, bool (M,)."""
        return self.places(np.asarray(items, np.int64)) >= 0

    def vectors(self, items: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of items, float32 (M, F).

        Raises:
            KeyError: an item has none; names it.
        """
        wanted = np.asarray(items, np.int64)
        places = self.places(wanted)
        if (places < 0).any():
            raise KeyError(f"item {wanted[places < 0][0]} has no named feature")
        dense: NDArray[np.float32] = self.rows[places].toarray()
        return dense

    def sample(self, count: int, seed: int = 0) -> NDArray[np.float32]:
        """Return up to count different vectors in random order, float32 (M, F); repeatable."""
        chosen = np.random.default_rng(seed).permutation(len(self.items))[:count]
        dense: NDArray[np.float32] = self.rows[chosen].toarray()
        return dense

    def scores(self, weights: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return all items and the inner products of their vectors with weights, float32 (N,)."""
        return self.items, np.asarray(self.rows @ weights, np.float32)

    def farthest(
        self,
        weights: NDArray[np.float32],
        k: int,
        *,
        allowed: NDArray[np.int64] | None = None,
        without: NDArray[np.int64] | None = None,
        budget_ms: float | None = None,
        exact: bool = False,
    ) -> Farthest:
        """Answer as VectorCollection.farthest() does; always exactly, as it looks at little."""
        del budget_ms, exact
        items, products = self.scores(weights)
        passes = passing(items, allowed, without)
        return first(items[passes], products[passes], k)
