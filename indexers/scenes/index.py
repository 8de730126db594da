"""Scene graphs of a library, packed: what a match reads, at about a hundred bytes an image."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.catalogue.scene_columns import SceneColumns
from indexers.scenes.tables import Vocabulary

UNDATED = np.iinfo(np.int64).max  # sorts last


@dataclass(frozen=True)
class SceneIndex:
    """Nodes and edges of N images, image after image, numbered as in Catalogue.scene_graphs().

    Nothing in it changes: extend() returns another one.

    Args:
        vocabulary: what the codes mean.
        items: int64 (N,), item of each row, no repeats.
        times: int64 (N,), when, seconds; UNDATED where nobody knows.
        node_offsets: int64 (N + 1,).
        labels: uint16 or uint32 (M,), into vocabulary.labels.
        node_scores: uint8 (M,), 255 is 1.
        edge_offsets: int64 (N + 1,).
        subjects: unsigned (E,), number of a node in its image.
        predicates: unsigned (E,), into vocabulary.predicates.
        objects: unsigned (E,), number of a node in its image.
        sources: uint8 (E,), into scene_columns.SOURCES.
        attribute_nodes: int64 (A,), ascending, into labels.
        attributes: unsigned (A,), into vocabulary.attributes.
    """

    vocabulary: Vocabulary
    items: NDArray[np.int64]
    times: NDArray[np.int64]
    node_offsets: NDArray[np.int64]
    labels: NDArray[Any]
    node_scores: NDArray[np.uint8]
    edge_offsets: NDArray[np.int64]
    subjects: NDArray[Any]
    predicates: NDArray[Any]
    objects: NDArray[Any]
    sources: NDArray[np.uint8]
    attribute_nodes: NDArray[np.int64]
    attributes: NDArray[Any]

    @classmethod
    def build(
        cls,
        columns: SceneColumns,
        times: NDArray[np.int64] | None = None,
    ) -> "SceneIndex":
        """Return the index of columns.

        Args:
            columns: of a library.
            times: int64 (N,), when each of columns.items was, seconds; None: nobody knows.
        """
        most = int(np.diff(columns.node_offsets).max()) if len(columns) else 0
        when = np.full(len(columns), UNDATED) if times is None else np.asarray(times, np.int64)
        return cls(
            Vocabulary(columns.label_names, columns.predicate_names, columns.attribute_names),
            np.asarray(columns.items, np.int64),
            when,
            np.asarray(columns.node_offsets, np.int64),
            columns.labels.astype(_kind(len(columns.label_names))),
            np.rint(np.clip(np.nan_to_num(columns.node_scores), 0, 1) * 255).astype(np.uint8),
            np.asarray(columns.edge_offsets, np.int64),
            columns.subject_nodes.astype(_kind(most)),
            columns.predicates.astype(_kind(len(columns.predicate_names))),
            columns.object_nodes.astype(_kind(most)),
            np.asarray(columns.sources, np.uint8),
            np.asarray(columns.attribute_nodes, np.int64),
            columns.attributes.astype(_kind(len(columns.attribute_names))),
        )

    def __len__(self) -> int:
        return len(self.items)

    @property
    def nbytes(self) -> int:
        """Memory of the arrays, bytes."""
        return sum(each.nbytes for each in vars(self).values() if isinstance(each, np.ndarray))

    @property
    def graphs(self) -> tuple[NDArray[Any], ...]:
        """What the loops read; see kernels.scan."""
        return (
            self.node_offsets, self.labels, self.node_scores, self.edge_offsets,
            self.subjects, self.predicates, self.objects, self.sources,
        )  # fmt: skip

    @cached_property
    def most_nodes(self) -> int:
        """Most nodes of an image."""
        return int(np.diff(self.node_offsets).max()) if len(self) else 0

    @cached_property
    def order(self) -> NDArray[np.int32]:
        """Place of each row by time and then by item, int32 (N,): what decides between equals."""
        places = np.empty(len(self), np.int32)
        places[np.lexsort((self.items, self.times))] = np.arange(len(self), dtype=np.int32)
        return places

    @cached_property
    def _by_item(self) -> NDArray[np.int64] | None:
        """Rows by item; None where they are in that order."""
        return None if (np.diff(self.items) > 0).all() else np.argsort(self.items)

    def rows(self, items: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the row of each item, int64 (M,), -1 where it has none."""
        wanted, by_item = np.asarray(items, np.int64), self._by_item
        if not len(self):
            return np.full(len(wanted), -1, np.int64)
        ordered = self.items if by_item is None else self.items[by_item]
        where = np.minimum(np.searchsorted(ordered, wanted), len(self) - 1)
        rows = where if by_item is None else by_item[where]
        found: NDArray[np.int64] = np.where(ordered[where] == wanted, rows, -1)
        return found

    def take(self, rows: NDArray[np.int64]) -> "SceneIndex":
        """Return the index of some rows, int64 (M,), in the order given."""
        nodes, node_offsets = _gather(self.node_offsets, rows)
        edges, edge_offsets = _gather(self.edge_offsets, rows)
        place = np.full(len(self.labels), -1, np.int64)
        place[nodes] = np.arange(len(nodes))
        attributed = place[self.attribute_nodes]
        kept = np.flatnonzero(attributed >= 0)
        kept = kept[np.argsort(attributed[kept], kind="stable")]
        return SceneIndex(
            self.vocabulary, self.items[rows], self.times[rows],
            node_offsets, self.labels[nodes], self.node_scores[nodes],
            edge_offsets, self.subjects[edges], self.predicates[edges], self.objects[edges],
            self.sources[edges], attributed[kept], self.attributes[kept],
        )  # fmt: skip

    def without(self, items: NDArray[np.int64]) -> "SceneIndex":
        """Return the index less some items."""
        rows = self.rows(items)
        rows = rows[rows >= 0]
        if not len(rows):
            return self
        kept = np.ones(len(self), bool)
        kept[rows] = False
        return self.take(np.flatnonzero(kept))

    def extend(
        self,
        columns: SceneColumns,
        times: NDArray[np.int64] | None = None,
    ) -> "SceneIndex":
        """Return the index with more items; one that it has already gets its new graph.

        Takes the time of copying the arrays, not of building them.
        """
        old, more = self.without(columns.items), SceneIndex.build(columns, times)
        labels, label_codes = _joined(old.vocabulary.labels, more.vocabulary.labels)
        predicates, said = _joined(old.vocabulary.predicates, more.vocabulary.predicates)
        qualities, like = _joined(old.vocabulary.attributes, more.vocabulary.attributes)
        return SceneIndex(
            Vocabulary(labels, predicates, qualities),
            np.concatenate([old.items, more.items]),
            np.concatenate([old.times, more.times]),
            _behind(old.node_offsets, more.node_offsets),
            _codes(old.labels, label_codes[more.labels], len(labels)),
            np.concatenate([old.node_scores, more.node_scores]),
            _behind(old.edge_offsets, more.edge_offsets),
            np.concatenate([old.subjects, more.subjects]),
            _codes(old.predicates, said[more.predicates], len(predicates)),
            np.concatenate([old.objects, more.objects]),
            np.concatenate([old.sources, more.sources]),
            np.concatenate([old.attribute_nodes, more.attribute_nodes + len(old.labels)]),
            _codes(old.attributes, like[more.attributes], len(qualities)),
        )


def _kind(count: int) -> Any:
    """Return the smallest unsigned type that numbers so many things."""
    return np.min_scalar_type(max(count - 1, 0))


def _gather(
    offsets: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of what rows hold, and their offsets."""
    counts = offsets[rows + 1] - offsets[rows]
    ends = np.r_[0, np.cumsum(counts)].astype(np.int64)
    return np.arange(ends[-1]) + np.repeat(offsets[rows] - ends[:-1], counts), ends


def _joined(
    old: tuple[str, ...], more: tuple[str, ...]
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return all names, the old ones first, and the number of each of the new ones."""
    numbers = {name: number for number, name in enumerate(old)}
    codes = [numbers.setdefault(name, len(numbers)) for name in more]
    return tuple(numbers), np.array(codes, np.int64)


def _behind(old: NDArray[np.int64], more: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([old, more[1:] + old[-1]])


def _codes(old: NDArray[Any], more: NDArray[np.int64], count: int) -> NDArray[Any]:
    kind = np.promote_types(old.dtype, _kind(count))
    return np.concatenate([old.astype(kind, copy=False), more.astype(kind)])
