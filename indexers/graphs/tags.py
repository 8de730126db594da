"""Which item has which tag, as one sparse table; the ground of all graphs.

A tag is a value of a facet: an object, a place, a person, an activity, a genre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from indexers.catalogue.facet_table import FacetTable

Ids = NDArray[np.int64]


class Tag(NamedTuple):
    """A value of a facet.

    Args:
        key: of the facet.
        value: as stored.
    """

    key: str
    value: str


@dataclass(frozen=True)
class TagTable:
    """Items by tags; N items, T tags.

    Args:
        items: ids, ascending, (N,).
        tags: (T,); each item has any of them.
        holders: bool as float32, sparse (N, T).
    """

    items: Ids
    tags: tuple[Tag, ...]
    holders: "csr_matrix"

    @classmethod
    def build(
        cls, tables: Sequence["FacetTable"], *, within: NDArray[np.bool_] | None = None,
        least: int = 1, most_tags: int = 50_000,
    ) -> "TagTable":  # fmt: skip
        """Put facets together.

        Args:
            tables: one a facet.
            within: by item id; only these items count.
            least: items that a tag must have.
            most_tags: kept, the most frequent ones.
        """
        from scipy.sparse import csc_matrix

        parts: list[tuple[int, Tag, NDArray[np.int32]]] = []
        for table in tables:
            for place, name in enumerate(table.names):
                ids = table.of(place)
                if within is not None:
                    ids = ids[within[ids]]
                if len(ids) >= max(1, least):
                    parts.append((-len(ids), Tag(table.key, name), ids))
        parts = sorted(parts, key=lambda part: part[:2])[:most_tags]
        tags = tuple(tag for _, tag, _ in parts)
        every = np.concatenate([np.empty(0, np.int32), *(ids for _, _, ids in parts)])
        there = np.zeros(int(every.max(initial=-1)) + 1, bool)
        there[every] = True
        items = np.flatnonzero(there)
        rows = (np.cumsum(there, dtype=np.int32) - 1)[every]
        offsets = np.concatenate([[0], np.cumsum([len(ids) for _, _, ids in parts])])
        ones = np.ones(len(every), np.float32)
        shape = (len(items), len(parts))
        holders = csc_matrix((ones, rows, offsets.astype(np.int64)), shape=shape).tocsr()
        return cls(items.astype(np.int64), tags, holders)

    @cached_property
    def places(self) -> dict[Tag, int]:
        """Where each tag stands."""
        return {tag: place for place, tag in enumerate(self.tags)}

    @cached_property
    def totals(self) -> NDArray[np.int64]:
        """How many items have each tag, (T,)."""
        return np.asarray(self.holders.sum(axis=0)).ravel().astype(np.int64)

    def count_together(self) -> "csr_matrix":
        """How many items have both of two tags, sparse (T, T), the diagonal empty."""
        counts = (self._columns.T @ self.holders).tocsr()
        counts.setdiag(0)
        counts.eliminate_zeros()
        return counts

    def of_tag(self, tag: Tag) -> Ids:
        """Return the items that have a tag, ascending; none for an unknown one."""
        place = self.places.get(tag)
        return self.items[:0] if place is None else self.items[self.rows_of(place)]

    def rows_of(self, place: int) -> NDArray[np.int32]:
        """Return the rows of the items that have a tag, ascending."""
        first, last = self._columns.indptr[place : place + 2]
        rows: NDArray[np.int32] = self._columns.indices[first:last]
        return rows

    def of_item(self, item: int) -> list[Tag]:
        """Return the tags of an item, the most frequent first."""
        row = int(np.searchsorted(self.items, item))
        if row >= len(self.items) or self.items[row] != item:
            return []
        found = self.holders.indices[self.holders.indptr[row] : self.holders.indptr[row + 1]]
        return [self.tags[place] for place in sorted(found.tolist())]

    @cached_property
    def _columns(self) -> "csr_matrix":
        columns = self.holders.tocsc()
        columns.sort_indices()
        return columns
