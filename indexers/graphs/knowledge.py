"""Search by walking a knowledge graph outward from tags (LifeGraph, VideoGraph).

Nodes are moments (items) and tags. A moment is one step from each tag that it has. Tags are linked
where they come together more often than by chance, and where they are had together with the same
other tags; a link is the longer the weaker it is. From each start tag the walk goes outward until
enough moments are reached. A moment's score is the sum of its inverse distances to the start tags:
what is near to most of them comes first (Rossetto et al., "LifeGraph", Lifelog Search Challenge
2020, and "VideoGraph", MMM 2021, score by inverse graph distance).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexers.graphs.tags import Tag, TagTable

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
_FAR = 1e9
_COMPANY = 64  # tags that a tag comes together with, the most frequent
_NEAREST = 12  # tags most like a tag
_EXACT = 400  # tags up to which nothing is left out of a likeness
_COMPONENTS = 48
_PART = 1 << 18  # pairs at once
_DOUBT = 2.0  # times that a pair must be seen to be taken for half of what it seems


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """How tags are linked.

    Args:
        together: 0-1, weight of coming together (normalised pointwise mutual information, Bouma
            2009) against likeness; the rest is the weight of likeness.
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
class Walked:
    """What a walk reached, best first.

    Args:
        items: ids, int64 (M,).
        scores: sums of inverse distances, float64 (M,).
        distances: to each start tag, float64 (M, S); infinite where the walk did not get there.
        starts: the tags that it began from, without unknown ones.
        unknown: tags that no item has.
        reached: tags that were walked over with their distance to the nearest start, nearest first.
    """

    items: NDArray[np.int64]
    scores: Floats
    distances: Floats
    starts: tuple[Tag, ...]
    unknown: tuple[Tag, ...]
    reached: tuple[tuple[Tag, float], ...]


class KnowledgeGraph:
    """Tags and moments as a graph.

    Args:
        table: who has which tag.
        options: how tags are linked.
    """

    def __init__(self, table: TagTable, options: LinkOptions | None = None) -> None:
        self.table = table
        self.options = options or LinkOptions()

    @cached_property
    def links(self) -> "csr_matrix":
        """Strength of the links between tags, 0-1, sparse (T, T), symmetric."""
        from scipy.sparse import csr_matrix

        if not self.table.tags:
            return csr_matrix((0, 0), dtype=np.float64)
        share = self.options.together
        strength = share * _mutual(self.table) + (1 - share) * _likeness(self.table)
        return strongest(strength.tocsr(), self.options.least, self.options.links)

    @cached_property
    def lengths(self) -> "csr_matrix":
        """Lengths of the links: 1 for the strongest possible one, the inverse of the strength."""
        lengths = self.links.copy()
        lengths.data = 1 / lengths.data
        return lengths

    def neighbours(self, tag: Tag, count: int = 12) -> list[tuple[Tag, float]]:
        """Return the tags linked to one, with the strength, strongest first."""
        place = self.table.places.get(tag)
        if place is None:
            return []
        first, last = self.links.indptr[place : place + 2]
        strength = self.links.data[first:last]
        order = np.argsort(-strength, kind="stable")[:count]
        others = self.links.indices[first:last]
        return [(self.table.tags[others[i]], float(strength[i])) for i in order]

    def walk(
        self,
        tags: Sequence[Tag],
        without: Sequence[Tag] = (),
        *,
        enough: int = 200,
        farthest: float = 12.0,
        allowed: NDArray[np.bool_] | None = None,
    ) -> Walked:
        """Walk outward from tags until enough moments are found.

        Args:
            tags: to begin from.
            without: tags that no moment may have, and that the walk does not step on.
            enough: moments near to any start after which the walk goes no farther.
            farthest: distance at which it ends anyhow.
            allowed: by item id; only these are found.

        Raises:
            ValueError: no start tag is given, or one is also ruled out.
        """
        if not tags or set(tags) & set(without):
            raise ValueError("A walk needs tags to begin from that are not ruled out.")
        places = [self.table.places[tag] for tag in tags if tag in self.table.places]
        unknown = tuple(tag for tag in tags if tag not in self.table.places)
        barred = [self.table.places[tag] for tag in without if tag in self.table.places]
        of_tags = self._distances(places, barred, farthest)
        distances = self._to_items(of_tags, barred, allowed)
        nearest = distances.min(axis=1, initial=np.inf)
        limit = min(farthest, _reach(nearest, enough))
        distances[distances > limit] = np.inf
        scores = (1 / distances).sum(axis=1)
        rows = np.flatnonzero(scores > 0)
        rows = rows[np.lexsort((self.table.items[rows], -scores[rows]))]
        return Walked(
            self.table.items[rows],
            scores[rows],
            distances[rows],
            tuple(self.table.tags[place] for place in places),
            unknown,
            self._reached(of_tags, limit),
        )

    def _distances(self, places: list[int], barred: list[int], farthest: float) -> Floats:
        """Return the distances of all tags to the starts, (S, T)."""
        from scipy.sparse.csgraph import dijkstra

        if not places:
            return np.empty((0, len(self.table.tags)))
        lengths = self.lengths
        if barred:
            keep = np.ones(lengths.shape[0])
            keep[barred] = 0
            lengths = lengths.multiply(keep[:, None]).multiply(keep[None, :]).tocsr()
            lengths.eliminate_zeros()
        found: Floats = dijkstra(lengths, directed=False, indices=places, limit=farthest)
        return found

    def _to_items(
        self, of_tags: Floats, barred: list[int], allowed: NDArray[np.bool_] | None
    ) -> Floats:
        """Return distances of all items to the starts, (N, S): one more than their nearest tag."""
        holders = self.table.holders
        distances = np.full((len(self.table.items), len(of_tags)), np.inf)
        filled = np.flatnonzero(np.diff(holders.indptr) > 0)
        for column, row in enumerate(of_tags):
            near = np.minimum(row, _FAR)[holders.indices]
            least = np.minimum.reduceat(near, holders.indptr[filled]) if len(filled) else near
            distances[filled, column] = np.where(least >= _FAR, np.inf, least + 1)
        gone = np.zeros(len(self.table.items), bool)
        if barred:
            gone |= np.asarray(holders[:, barred].sum(axis=1)).ravel() > 0
        if allowed is not None:
            known = self.table.items < len(allowed)
            gone |= ~known
            gone[known] |= ~allowed[self.table.items[known]]
        distances[gone] = np.inf
        return distances

    def _reached(self, of_tags: Floats, limit: float) -> tuple[tuple[Tag, float], ...]:
        nearest = of_tags.min(axis=0, initial=np.inf)
        places = np.flatnonzero(nearest + 1 <= limit)
        places = places[np.argsort(nearest[places], kind="stable")]
        return tuple((self.table.tags[place], float(nearest[place])) for place in places)


def _reach(nearest: Floats, enough: int) -> float:
    """Return the distance within which enough items lie, or the largest one."""
    found = np.sort(nearest[np.isfinite(nearest)])
    return float(found[min(enough, len(found)) - 1]) if len(found) else 0.0


def _mutual(table: TagTable) -> "csr_matrix":
    """Return how much more often than by chance tags come together, 0-1, sparse (T, T).

    What was seen together a few times only is taken for less: c / (c + 2) of it for c times.
    """
    together = table.together.tocoo()
    total = max(1, len(table.items))
    both = together.data / total
    one = table.totals[together.row] / total
    other = table.totals[together.col] / total
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.log(both / (one * other)) / -np.log(both)
    found = together.copy()
    share = np.clip(np.nan_to_num(share, nan=1.0, posinf=1.0, neginf=0.0), 0, 1)
    found.data = share * together.data / (together.data + _DOUBT)
    return found.tocsr()


def _likeness(table: TagTable) -> "csr_matrix":
    """Return the cosine of what two tags come together with, 0-1, sparse (T, T).

    Looked at are tags that come together and, for each tag, those most like it: "television" and
    "tv" are never had at once. Of many tags the cosine is that of their main components.
    """
    from scipy.sparse import csr_matrix

    several = np.flatnonzero(table.totals >= 2)  # tags of one item are like whatever it has
    together = table.together[several][:, several].astype(np.float64)
    together = _top_of_rows(together.tocsr(), _COMPANY)
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
    if together.shape[0] <= _EXACT:
        vectors = damped.toarray()
    else:
        from sklearn.utils.extmath import randomized_svd

        left, values, _ = randomized_svd(damped, n_components=_COMPONENTS, random_state=0)
        vectors = left * values
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.ascontiguousarray(vectors / np.where(norms > 1e-9, norms, 1), np.float32)


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

    coo = matrix.tocoo()
    order = np.lexsort((coo.col, -coo.data, coo.row))
    rows = coo.row[order]
    starts = np.searchsorted(rows, np.arange(matrix.shape[0]))
    keep = order[np.arange(len(rows)) - starts[rows] < count]
    kept = (coo.data[keep], (coo.row[keep], coo.col[keep]))
    return csr_matrix(kept, shape=matrix.shape)


def strongest(strength: "csr_matrix", least: float, count: int) -> "csr_matrix":
    """Return links of a strength, for each tag the strongest; a link that either keeps stays."""
    strength.data[strength.data < least] = 0
    strength.eliminate_zeros()
    kept = _top_of_rows(strength, count)
    return kept.maximum(kept.T).tocsr()
