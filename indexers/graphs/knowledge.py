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

from indexers.graphs.links import LinkOptions, Measures
from indexers.graphs.tags import Tag, TagTable

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["KnowledgeGraph", "LinkOptions", "Walked"]

Floats = NDArray[np.float64]


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

    def weighed(self, options: LinkOptions) -> "KnowledgeGraph":
        """Return the same graph with other weights of its links; nothing is measured again."""
        other = KnowledgeGraph(self.table, options)
        if "measures" in self.__dict__:
            other.__dict__["measures"] = self.measures
        return other

    @cached_property
    def measures(self) -> Measures:
        """What the links are made of."""
        return Measures.of(self.table)

    @cached_property
    def links(self) -> "csr_matrix":
        """Strength of the links between tags, 0-1, sparse (T, T), symmetric."""
        from scipy.sparse import csr_matrix

        if not self.table.tags:
            return csr_matrix((0, 0), dtype=np.float64)
        return self.measures.strength(self.options)

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
        open_to = self._open_rows(barred, allowed)
        rows, limit = self._near_rows(of_tags, open_to, enough, farthest)
        distances = self._to_items(of_tags, rows, limit)
        scores = (1 / distances).sum(axis=1)
        order = np.lexsort((rows, -scores))
        return Walked(
            self.table.items[rows[order]],
            scores[order],
            distances[order],
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

    def _open_rows(self, barred: list[int], allowed: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
        """Return which items may be found, (N,)."""
        table = self.table
        found = np.ones(len(table.items), bool)
        if allowed is not None:
            known = table.items < len(allowed)
            found &= known
            found[known] &= allowed[table.items[known]]
        for place in barred:
            found[table.rows_of(place)] = False
        return found

    def _near_rows(
        self, of_tags: Floats, open_to: NDArray[np.bool_], enough: int, farthest: float
    ) -> tuple[NDArray[np.int64], float]:
        """Return the rows of the items that are near to any start, and how far the walk went.

        Tags are stepped on the nearest first, so that most of a large library is never looked at.
        """
        nearest = of_tags.min(axis=0, initial=np.inf) + 1  # of the items that have a tag
        order = np.argsort(nearest, kind="stable")
        order = order[: np.searchsorted(nearest[order], farthest, side="right")]
        is_new = open_to.copy()
        parts: list[NDArray[np.int32]] = []
        count, limit = 0, 0.0
        for place in order.tolist():
            if count >= enough and nearest[place] > limit:
                break
            rows = self.table.rows_of(place)
            rows = rows[is_new[rows]]
            if len(rows):
                is_new[rows] = False
                parts.append(rows)
                count += len(rows)
                limit = float(nearest[place])
        found = np.concatenate([np.empty(0, np.int32), *parts])
        return np.sort(found).astype(np.int64), limit

    def _to_items(self, of_tags: Floats, rows: NDArray[np.int64], limit: float) -> Floats:
        """Return distances of items to the starts, (M, S): one more than their nearest tag."""
        distances = np.full((len(rows), len(of_tags)), np.inf)
        every = np.empty(len(self.table.items))
        for column, row in enumerate(of_tags):
            every.fill(np.inf)
            near = np.flatnonzero(row + 1 <= limit)
            for place in near[np.argsort(-row[near], kind="stable")].tolist():  # the nearest last
                every[self.table.rows_of(place)] = row[place] + 1
            distances[:, column] = every[rows]
        return distances

    def _reached(self, of_tags: Floats, limit: float) -> tuple[tuple[Tag, float], ...]:
        nearest = of_tags.min(axis=0, initial=np.inf)
        places = np.flatnonzero(nearest + 1 <= limit)
        places = places[np.argsort(nearest[places], kind="stable")]
        return tuple((self.table.tags[place], float(nearest[place])) for place in places)
