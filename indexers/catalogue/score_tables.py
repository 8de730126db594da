"""Who has which value of a facet, and how surely, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from indexers.catalogue.sql import FLOATS, INTS, grouped_arrays
from indexers.catalogue.tables import FacetValue, ItemFacet


@dataclass(frozen=True)
class ScoreTable:
    """All values of a key with who has them, once for each source; V values, P pairs.

    Args:
        names: of the values.
        offsets: int64 (V + 1,), where the pairs of each value begin.
        items: int64 (P,).
        scores: float64 (P,), 0-1.
    """

    names: tuple[str, ...]
    offsets: NDArray[np.int64]
    items: NDArray[np.int64]
    scores: NDArray[np.float64]

    @property
    def nbytes(self) -> int:
        """Return about how many bytes of memory it takes."""
        arrays = self.items.nbytes + self.scores.nbytes + self.offsets.nbytes
        return int(arrays + 100 * len(self.names))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def of(
        self, values: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return who has one of values: (items, indices into values, scores)."""
        known = [(at, self._places[name]) for at, name in enumerate(values) if name in self._places]
        parts = [slice(self.offsets[place], self.offsets[place + 1]) for _, place in known]
        none = (np.empty(0, np.int64), np.empty(0))
        sizes = [int(part.stop - part.start) for part in parts]
        return (
            np.concatenate([none[0], *(self.items[part] for part in parts)]),
            np.repeat(np.array([at for at, _ in known], np.int64), sizes),
            np.concatenate([none[1], *(self.scores[part] for part in parts)]),
        )


def read_scores(connection: Connection, key: str) -> ScoreTable:
    """Return the table of a key.

    Args:
        connection: open.
        key: of a facet.
    """
    query = select(FacetValue.id, FacetValue.value).where(FacetValue.key == key)
    known = {int(number): str(value) for number, value in connection.execute(query)}
    of_key = ItemFacet.value_id.in_(select(FacetValue.id).where(FacetValue.key == key))
    columns = (ItemFacet.item_id, ItemFacet.score)
    codes, items, scores = grouped_arrays(
        connection, ItemFacet.value_id, columns, (INTS, FLOATS), of_key
    )
    order = np.lexsort((items, codes))
    codes, items, scores = codes[order], items[order], scores[order]
    numbers, firsts = np.unique(codes, return_index=True)
    return ScoreTable(
        tuple(known[number] for number in numbers.tolist()),
        np.r_[firsts, len(codes)].astype(np.int64),
        items.astype(np.int64),
        scores.astype(np.float64),
    )
