"""All scene graphs of a catalogue as flat arrays, a stretch of items at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Connection, case, cast, func, select

from indexers.catalogue.lifelog_records import edge_source, node_source
from indexers.catalogue.scene_columns import SOURCES, SceneColumns
from indexers.catalogue.scenes import Ends, Nodes
from indexers.catalogue.sql import INTS, arrays, mixed_arrays
from indexers.catalogue.store import Store
from indexers.catalogue.tables import BoxRow, Item, RelationRow, Source

_ITEMS_AT_ONCE = 20_000
_Ints = NDArray[np.int64]
_BITS = 20  # of a source, and of a node
_MASK = (1 << _BITS) - 1
_MILLION = 1e6
_BETWEEN = "\x1e"  # RECORD SEPARATOR
_NODES: dict[str, Any] = {
    "node_items": np.int64, "node_labels": np.int32, "node_scores": np.float32,
    "node_sources": np.int16, "node_attributes": np.int32,
}  # fmt: skip
_EDGES: dict[str, Any] = {
    "edge_items": np.int64, "subjects": np.int32, "subject_labels": np.int32,
    "predicates": np.int32, "objects": np.int32, "object_labels": np.int32,
    "edge_scores": np.float32, "edge_sources": np.uint8,
}  # fmt: skip


class SceneTables(Store):
    """The part of the catalogue that tells all scene graphs at once."""

    def scene_columns(self, *, after: int = 0) -> SceneColumns:
        """Return the scene graphs of all items as flat arrays.

        Memory is that of the result and of one stretch of items.

        Args:
            after: only items with a larger id, to extend an index.
        """
        with self._reading() as connection:
            rows = connection.execute(select(Source.id, Source.name).order_by(Source.name)).all()
            last = connection.execute(select(func.max(Item.id))).scalar_one() or 0
            reader = _Reader(connection, {row.id: row.name for row in rows})
            for start in range(after + 1, last + 1, _ITEMS_AT_ONCE):
                reader.read(start, min(last, start + _ITEMS_AT_ONCE - 1))
        return reader.columns()

    def count_boxes(
        self, labels: Collection[str], least: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return all items with any box, ascending, and how many boxes of some labels each has.

        Of several sources the one that saw most counts.

        Args:
            labels: names of objects, as they are stored.
            least: a box with a lower score is not counted, 0-1.
        """
        counts = (BoxRow.label.in_(sorted(labels))) & (BoxRow.score >= least)
        query = select(BoxRow.item_id, func.sum(case((counts, 1), else_=0))).group_by(
            BoxRow.item_id, BoxRow.source_id
        )
        with self._reading() as connection:
            items, held = arrays(connection, query, (INTS, INTS))
        owners, place = np.unique(items, return_inverse=True)
        most = np.zeros(len(owners), np.int64)
        np.maximum.at(most, place.reshape(-1), held)
        return owners, most


@dataclass(slots=True)
class _Names:
    """Names as they are met -> numbers."""

    numbers: dict[str, int] = field(default_factory=dict)

    def codes(self, names: Sequence[str]) -> _Ints:
        """Return the numbers of names, giving them to new ones."""
        for name in dict.fromkeys(names):
            self.numbers.setdefault(name, len(self.numbers))
        return np.fromiter(map(self.numbers.__getitem__, names), np.int64, len(names))


@dataclass(slots=True)
class _Stretch:
    """The graphs of a stretch of items; each array is a column of nodes or of edges."""

    node_items: _Ints
    node_labels: _Ints
    node_scores: NDArray[np.float64]
    node_sources: _Ints
    node_attributes: _Ints
    edge_items: _Ints
    subjects: _Ints
    subject_labels: _Ints
    predicates: _Ints
    objects: _Ints
    object_labels: _Ints
    edge_scores: NDArray[np.float64]
    edge_sources: NDArray[Any]


class _Reader:
    """Reads stretches of items and joins them.

    Args:
        connection: sees one state of the catalogue.
        sources: number -> name, by name.
    """

    def __init__(self, connection: Connection, sources: dict[int, str]) -> None:
        self._connection = connection
        self._names = tuple(sources.values())
        size = max(sources, default=0) + 1
        self._place = np.zeros(size, np.int64)  # source number -> place among the names
        self._place[list(sources)] = np.arange(len(sources))
        places = {name: at for at, name in enumerate(self._names)}
        own = [places.get(node_source(name), at) for at, name in enumerate(self._names)]
        self._base = np.array(own, np.int64)  # place -> place of the source whose boxes it counts
        kinds = [SOURCES.index(edge_source(name)) for name in self._names]
        self._kinds = np.array(kinds, np.uint8)  # place -> kind of edge
        self._labels, self._predicates, self._attributes = _Names(), _Names(), _Names()
        self._attributes.codes([""])
        self._relations, self._split = _Names(), list[tuple[int, int, int]]()
        self._stretches: list[_Stretch] = []

    def read(self, first: int, last: int, *, names: bool = False) -> None:
        """Read the items from first to last.

        Args:
            first: id.
            last: id.
            names: read the names at both ends of every relation, also of those that count nodes.
        """
        owner, label, score, attribute = mixed_arrays(
            self._connection,
            select(_owner(BoxRow), BoxRow.label, _millionths(BoxRow), BoxRow.attributes)
            .where(BoxRow.item_id.between(first, last))
            .order_by(BoxRow.item_id, BoxRow.id),
            (INTS, None, INTS, None),
        )
        teller, told, certain, ends = mixed_arrays(
            self._connection,
            select(_owner(RelationRow), _relation(names=names), _millionths(RelationRow), _ENDS)
            .where(RelationRow.item_id.between(first, last))
            .order_by(RelationRow.item_id, RelationRow.id),
            (INTS, None, INTS, INTS),
        )
        if not len(owner) and not len(teller):
            return
        order, order_of_edges = (np.argsort(each, kind="stable") for each in (owner, teller))
        owner, teller, ends = owner[order], teller[order_of_edges], ends[order_of_edges]
        subject, predicate, target = (each[order_of_edges] for each in self._named(told))
        part = _Stretch(
            owner >> _BITS, self._labels.codes(label)[order], score[order] / _MILLION,
            owner & _MASK, self._attributes.codes(attribute)[order],
            teller >> _BITS, (ends >> _BITS) - 1, subject, predicate, (ends & _MASK) - 1, target,
            certain[order_of_edges] / _MILLION, teller & _MASK,
        )  # fmt: skip
        if self._join(part):
            self._stretches.append(part)
        else:  # boxes went that relations count
            self.read(first, last, names=True)

    def _named(self, told: Sequence[str]) -> tuple[_Ints, _Ints, _Ints]:
        """Return subjects, predicates and objects; -1 for a name that is not told."""
        codes = self._relations.codes(told)
        new = list(self._relations.numbers)[len(self._split) :]
        for text in new:
            predicate, *names = text.split(_BETWEEN)
            ends = self._labels.codes(names[:2]).tolist() or [-1, -1]
            self._split.append((ends[0], int(self._predicates.codes([predicate])[0]), ends[1]))
        split = np.array(self._split, np.int64).reshape(-1, 3)[codes]
        return split[:, 0], split[:, 1], split[:, 2]

    def _join(self, part: _Stretch) -> bool:
        """Turn what relations count into nodes of their items; False where a name is needed."""
        part.node_sources = self._place[part.node_sources]
        places = self._place[part.edge_sources]
        base, part.edge_sources = self._base[places], self._kinds[places]
        size = max(1, len(self._names))
        keys = part.node_items * size + part.node_sources
        order = np.argsort(keys, kind="stable")
        starts = np.searchsorted(part.node_items, part.edge_items)
        wanted = part.edge_items * size + base
        low = np.searchsorted(keys[order], wanted)
        count = np.searchsorted(keys[order], wanted, "right") - low
        first = order[np.minimum(low, max(0, len(order) - 1))] if len(order) else np.zeros_like(low)
        begin = np.where(count > 0, first, 0) - starts  # of the boxes of its source in the item
        known = [(ends >= 0) & (ends < count) for ends in (part.subjects, part.objects)]
        loose = ~(known[0] & known[1])
        if (part.subject_labels[loose] < 0).any():
            return False
        old = (part.subjects.copy(), part.objects.copy())
        part.subjects = np.where(loose, -1, part.subjects + begin)
        part.objects = np.where(loose, -1, part.objects + begin)
        if loose.any():
            self._find(part, np.flatnonzero(loose), base, old)
        self._settle(part)
        return True

    def _settle(self, part: _Stretch) -> None:
        """Drop relations of a node with itself, name both ends as their nodes, narrow all."""
        part.subjects[part.subjects == part.objects] = -1
        keep = part.subjects >= 0
        starts = np.searchsorted(part.node_items, part.edge_items)
        for labels, nodes in (
            (part.subject_labels, part.subjects), (part.object_labels, part.objects)
        ):  # fmt: skip
            labels[keep] = part.node_labels[starts[keep] + nodes[keep]]
        for name, dtype in _NODES.items():
            setattr(part, name, getattr(part, name).astype(dtype))
        for name, dtype in _EDGES.items():
            setattr(part, name, getattr(part, name)[keep].astype(dtype))

    def _find(self, part: _Stretch, loose: _Ints, base: _Ints, old: tuple[_Ints, _Ints]) -> None:
        """Find the nodes of relations that know only names, item by item."""
        added: list[tuple[int, int, int]] = []  # item, label, source
        at, item = 0, -1
        nodes, held = Nodes(), 0
        for edge in loose.tolist():
            if part.edge_items[edge] != item:
                item = int(part.edge_items[edge])
                at, end = np.searchsorted(part.node_items, [item, item + 1])
                labels = part.node_labels[at:end].tolist()
                scores = part.node_scores[at:end].tolist()
                nodes, held = Nodes(labels, scores, part.node_sources[at:end].tolist()), len(labels)
            ends = Ends(
                int(base[edge]),
                (int(part.subject_labels[edge]), int(part.object_labels[edge])),
                (int(old[0][edge]), int(old[1][edge])),
            )
            found = nodes.find(ends)
            fresh = nodes.labels[held:]
            added += [(item, label, int(base[edge])) for label in fresh]
            held = len(nodes.labels)
            part.subjects[edge], part.objects[edge] = found or (-1, -1)
        if added:
            told = np.array(added, np.int64)
            items = np.concatenate([part.node_items, told[:, 0]])
            order = np.argsort(items, kind="stable")
            part.node_items = items[order]
            part.node_labels = np.concatenate([part.node_labels, told[:, 1]])[order]
            part.node_scores = np.concatenate([part.node_scores, np.ones(len(told))])[order]
            part.node_sources = np.concatenate([part.node_sources, told[:, 2]])[order]
            plain = np.zeros(len(told), np.int64)
            part.node_attributes = np.concatenate([part.node_attributes, plain])[order]

    def columns(self) -> SceneColumns:
        """Return all that was read."""
        node_items, edge_items = self._all("node_items"), self._all("edge_items")
        items = np.unique(np.concatenate([node_items, edge_items]))
        attribute_nodes, attributes, attribute_names = self._told_attributes()
        return SceneColumns(
            items=items,
            node_offsets=_offsets(items, node_items),
            labels=self._all("node_labels"),
            node_scores=self._all("node_scores"),
            edge_offsets=_offsets(items, edge_items),
            subjects=self._all("subject_labels"),
            predicates=self._all("predicates"),
            objects=self._all("object_labels"),
            subject_nodes=self._all("subjects"),
            object_nodes=self._all("objects"),
            edge_scores=self._all("edge_scores"),
            sources=self._all("edge_sources"),
            attribute_nodes=attribute_nodes,
            attributes=attributes,
            label_names=tuple(self._labels.numbers),
            predicate_names=tuple(self._predicates.numbers),
            attribute_names=attribute_names,
        )

    def _told_attributes(self) -> tuple[_Ints, NDArray[np.int32], tuple[str, ...]]:
        """Return the nodes that have attributes, one row an attribute, which, and their names."""
        names = _Names()
        lists: list[Any] = [
            names.codes(text.split("\n")) if text else [] for text in self._attributes.numbers
        ]
        codes = self._all("node_attributes")
        counts = np.array([len(each) for each in lists], np.int64)[codes]
        nodes = np.repeat(np.arange(len(codes)), counts)
        told = [np.asarray(lists[code], np.int32) for code in codes[counts > 0].tolist()]
        return nodes, np.concatenate([np.empty(0, np.int32), *told]), tuple(names.numbers)

    def _all(self, name: str) -> NDArray[Any]:
        """Return one column of all stretches."""
        parts = [getattr(stretch, name) for stretch in self._stretches]
        return np.concatenate([np.empty(0, (_NODES | _EDGES)[name]), *parts])


def _owner(table: Any) -> Any:
    """Return item and source of a row as one number."""
    return cast(table.item_id, BigInteger) * (1 << _BITS) + table.source_id


def _millionths(table: Any) -> Any:
    """Return the score of a row as a whole number: several times quicker to write and to read."""
    return cast(table.score * _MILLION + 0.5, BigInteger)


def _relation(*, names: bool) -> Any:
    """Return the predicate, with the names of both ends where a node is not known, or always.

    What relations name repeats far more than it differs; nodes that are known have names already.
    """
    ends: Any = _BETWEEN + RelationRow.subject + _BETWEEN + RelationRow.object
    loose = (RelationRow.subject_node < 0) | (RelationRow.object_node < 0)
    return RelationRow.predicate + (ends if names else case((loose, ends), else_=""))


_ENDS = cast(RelationRow.subject_node + 1, BigInteger) * (1 << _BITS) + RelationRow.object_node + 1


def _offsets(items: _Ints, held: _Ints) -> _Ints:
    """Return where the rows of each item begin, and at the end where they stop."""
    return np.append(np.searchsorted(held, items), len(held)).astype(np.int64)
