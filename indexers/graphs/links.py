"""How tags are linked: where they come together more often than by chance, or are alike.

Strength is a weighed mean of two measures, each 0-1: how often two tags come together (normalised
pointwise mutual information, Bouma 2009), and the cosine of what they come together with.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexers.graphs.tags import TagTable

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_COMPANY = 64  # tags that a tag comes together with, the most frequent
_NEAREST = 12  # tags most like a tag
_EXACT = 400  # tags up to which nothing is left out of a likeness
_COMPONENTS = 48
_SPARE = 10  # columns more than components, and
_POWERS = 2  # rounds, of the search for main components (Halko, Martinsson, Tropp 2011)
_PART = 1 << 18  # pairs at once
_DOUBT = 2.0  # times that a pair must be seen to be taken for half of what it seems


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """How tags are linked.

    Args:
        together: 0-1, weight of coming together against likeness; the rest is that of likeness.
        least: 0-1, strength from which two tags are linked.
        links: of a tag, the strongest.
    """

    together: float = 0.5
    least: float = 0.15
    links: int = 30

    def __post_init__(self) -> None:
        if not 0 <= self.together <= 1 or not 0 < self.least <= 1 or self.links < 1:
            raise ValueError("Weights lie between 0 and 1, and a tag has at least one link.")


@dataclass(frozen=True, slots=True)
class Measures:
    """The two measures of every pair of tags that is worth looking at, sparse (T, T), 0-1.

    Args:
        mutual: of coming together.
        likeness: of coming together with the same tags.
    """

    mutual: "csr_matrix"
    likeness: "csr_matrix"

    @classmethod
    def of(cls, table: TagTable) -> "Measures":
        """Measure the tags of a table; the long part of making a graph."""
        together = table.count_together()
        return cls(_mutual(table, together), _likeness(table, together))

    def strength(self, options: LinkOptions) -> "csr_matrix":
        """Return the strengths of the links, 0-1, sparse (T, T), symmetric."""
        share = options.together
        strength = share * self.mutual + (1 - share) * self.likeness
        return strongest(strength.tocsr(), options.least, options.links)


def _mutual(table: TagTable, counts: "csr_matrix") -> "csr_matrix":
    """Return how much more often than by chance tags come together, 0-1, sparse (T, T).

    What was seen together a few times only is taken for less: c / (c + 2) of it for c times.
    """
    from scipy.sparse import csr_matrix

    total = max(1, len(table.items))
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    held = table.totals.astype(np.float64)
    more = np.flatnonzero(counts.data * total > held[rows] * held[counts.indices])  # than by chance
    rows, columns, seen = rows[more], counts.indices[more], counts.data[more].astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.log(seen * total / (held[rows] * held[columns])) / -np.log(seen / total)
    share = np.clip(np.nan_to_num(share, nan=1.0, posinf=1.0, neginf=0.0), 0, 1)
    return csr_matrix((share * seen / (seen + _DOUBT), (rows, columns)), shape=counts.shape)


def _likeness(table: TagTable, counts: "csr_matrix") -> "csr_matrix":
    """Return the cosine of what two tags come together with, 0-1, sparse (T, T).

    Looked at are tags that come together and, for each tag, those most like it: "television" and
    "tv" are never had at once. Of many tags the cosine is that of their main components.
    """
    from scipy.sparse import csr_matrix

    several = np.flatnonzero(table.totals >= 2)  # tags of one item are like whatever it has
    together = counts if len(several) == len(table.tags) else counts[several][:, several].tocsr()
    together = _top_of_rows(together, _COMPANY).astype(np.float64)
    vectors = _vectors(together)
    near = _nearest(vectors, _NEAREST)
    from_each = np.repeat(np.arange(len(near)), near.shape[1])
    likely = csr_matrix((np.ones(near.size), (from_each, near.ravel())), shape=together.shape)
    pattern = (together + likely).tocoo()
    apart = pattern.row != pattern.col
    rows, columns = pattern.row[apart], pattern.col[apart]
    parts = [
        np.einsum("ij,ij->i", vectors[rows[i : i + _PART]], vectors[columns[i : i + _PART]])
        for i in range(0, len(rows), _PART)
    ]
    cosines = np.clip(np.concatenate([np.empty(0, np.float32), *parts]), 0, 1)
    shape = (len(table.tags), len(table.tags))
    found = csr_matrix((cosines.astype(np.float64), (several[rows], several[columns])), shape=shape)
    return found.maximum(found.T).tocsr()


def _vectors(together: "csr_matrix") -> NDArray[np.float32]:
    """Return tags as unit vectors of what they come together with; zero for those alone."""
    damped = together.copy()
    damped.data = np.log1p(damped.data)
    vectors = damped.toarray() if together.shape[0] <= _EXACT else _main_components(damped)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.ascontiguousarray(vectors / np.where(norms > 1e-9, norms, 1), np.float32)


def _main_components(matrix: "csr_matrix") -> NDArray[np.float32]:
    """Return the rows of a matrix in its main components, by a randomised decomposition."""
    narrow = matrix.astype(np.float32)
    turned = narrow.T.tocsr()
    columns = min(_COMPONENTS + _SPARE, *matrix.shape)
    start = np.random.default_rng(0).standard_normal((matrix.shape[1], columns), np.float32)
    basis = np.linalg.qr(narrow @ start)[0]
    for _ in range(_POWERS):
        basis = np.linalg.qr(narrow @ np.linalg.qr(turned @ basis)[0])[0]
    left, values, _ = np.linalg.svd((turned @ basis).T, full_matrices=False)
    return np.asarray((basis @ left * values)[:, :_COMPONENTS])


def _nearest(vectors: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the tags most like each tag, (T, count), itself perhaps among them."""
    count = min(count, len(vectors))
    if not count:
        return np.empty((len(vectors), 0), np.int64)
    import faiss

    _, places = faiss.knn(vectors, vectors, count, metric=faiss.METRIC_INNER_PRODUCT)
    return np.asarray(places, np.int64)


def _top_of_rows(matrix: "csr_matrix", count: int) -> "csr_matrix":
    """Return the largest entries of each row only."""
    from scipy.sparse import csr_matrix

    matrix.sum_duplicates()
    lengths = np.diff(matrix.indptr)
    keep = np.ones(matrix.nnz, bool)
    for row in np.flatnonzero(lengths > count).tolist():
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        values = matrix.data[span]
        least = np.partition(values, -count)[-count]
        inside = values > least
        ties = np.flatnonzero(values == least)[: count - int(inside.sum())]
        inside[ties] = True
        keep[span] = inside
    rows = np.repeat(np.arange(matrix.shape[0]), lengths)
    kept = (matrix.data[keep], (rows[keep], matrix.indices[keep]))
    return csr_matrix(kept, shape=matrix.shape)


def strongest(strength: "csr_matrix", least: float, count: int) -> "csr_matrix":
    """Return links of a strength, for each tag the strongest; a link that either keeps stays."""
    strength.data[strength.data < least] = 0
    strength.eliminate_zeros()
    kept = _top_of_rows(strength, count)
    return kept.maximum(kept.T).tocsr()
