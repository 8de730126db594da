"""Scene graphs as the catalogue holds them: boxes are nodes, relations are edges.

The nodes of an item are its boxes, source by source, in the order in which they were written.
A relation names its ends by their positions among the boxes of its own source; relations of the
source "NAME/predicted" or "NAME/geometric" count the boxes of NAME. One that knows only names takes
the best node of that name, or a node without a place is added behind the boxes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from common.scenes import SceneEdge, SceneGraph, SceneNode
from indexers.catalogue.lifelog_records import edge_source, node_source
from indexers.catalogue.sql import Query, chunks
from indexers.catalogue.store import Store
from indexers.catalogue.tables import BoxRow, RelationRow, Source


@dataclass(frozen=True, slots=True)
class Ends:
    """A relation whose ends are to be found among the nodes of its item.

    Args:
        source: whose boxes it counts.
        labels: of subject and object.
        nodes: their positions among the boxes of the source, -1 where only the label is known.
    """

    source: int
    labels: tuple[Any, Any]
    nodes: tuple[int, int]


@dataclass(slots=True)
class Nodes:
    """The nodes of one item while its relations look for theirs.

    Args:
        labels: of the boxes, and behind them of what relations added.
        scores: of the boxes.
        sources: of the boxes; they come source by source.
    """

    labels: list[Any] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)

    def find(self, ends: Ends) -> tuple[int, int] | None:
        """Return the nodes of a relation, adding what is not there; None for one with itself."""
        known = [self._known(ends.source, node) for node in ends.nodes]
        subject = self._named(ends, 0, taken=known[1]) if known[0] < 0 else known[0]
        target = self._named(ends, 1, taken=subject) if known[1] < 0 else known[1]
        return None if subject == target else (subject, target)

    def _known(self, source: int, node: int) -> int:
        """Return the place of a box that a relation counts, -1 if there is no such box."""
        if node < 0:
            return -1
        start = next((at for at, name in enumerate(self.sources) if name == source), -1)
        place = start + node
        is_there = start >= 0 and place < len(self.sources) and self.sources[place] == source
        return place if is_there else -1

    def _named(self, ends: Ends, at: int, *, taken: int) -> int:
        """Return the best node of a label that the other end is not, adding one if need be."""
        label = ends.labels[at]
        best, place = (False, -1.0), -1
        for number, (name, score) in enumerate(zip(self.labels, self.scores, strict=True)):
            if name != label or number == taken:
                continue
            is_own = number >= len(self.sources) or self.sources[number] == ends.source
            if (is_own, score) > best:
                best, place = (is_own, score), number
        if place < 0:
            self.labels.append(label)
            self.scores.append(1.0)
            place = len(self.labels) - 1
        return place


class Scenes(Store):
    """The part of the catalogue that tells scene graphs."""

    def scene_graphs(
        self, ids: Sequence[int], *, sources: Collection[str] | None = None
    ) -> list[SceneGraph]:
        """Return the scene graphs of items in the order of ids; an empty one for those without.

        Args:
            ids: of items; a few thousand at a time.
            sources: whose boxes and relations count; None for all. What belongs to the boxes of a
                source ("NAME/predicted") is named by itself.
        """
        wanted = [int(item) for item in ids]
        found: dict[int, SceneGraph] = {}
        with self._reading() as connection:
            names = {row.id: row.name for row in connection.execute(select(Source.id, Source.name))}
            chosen = {at for at, name in names.items() if sources is None or name in sources}
            for part in chunks(sorted(set(wanted)), 1000):
                boxes = _by_item(connection, _boxes().where(BoxRow.item_id.in_(part)))
                told = _by_item(connection, _relations().where(RelationRow.item_id.in_(part)))
                for item in boxes.keys() | told.keys():
                    found[item] = _graph(
                        [box for box in boxes.get(item, ()) if box.source_id in chosen],
                        [each for each in told.get(item, ()) if each.source_id in chosen],
                        names,
                    )
        return [found.get(item, SceneGraph()) for item in wanted]

    def scene_sources(self) -> dict[str, int]:
        """Return the sources that tell boxes or relations -> the number of their rows."""
        counts: dict[str, int] = {}
        with self._reading() as connection:
            for table in (BoxRow, RelationRow):
                query = select(Source.name, func.count()).join(table, table.source_id == Source.id)
                for name, count in connection.execute(query.group_by(Source.name)):
                    counts[name] = counts.get(name, 0) + count
        return dict(sorted(counts.items()))


def _boxes() -> Query:
    return select(
        BoxRow.item_id, BoxRow.source_id, BoxRow.label, BoxRow.score, BoxRow.x, BoxRow.y,
        BoxRow.width, BoxRow.height, BoxRow.attributes,
    ).order_by(BoxRow.item_id, BoxRow.source_id, BoxRow.id)  # fmt: skip


def _relations() -> Query:
    return select(
        RelationRow.item_id, RelationRow.source_id, RelationRow.subject, RelationRow.predicate,
        RelationRow.object, RelationRow.score, RelationRow.subject_node, RelationRow.object_node,
    ).order_by(RelationRow.item_id, RelationRow.source_id, RelationRow.id)  # fmt: skip


def _by_item(connection: Connection, query: Query) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.item_id, []).append(row)
    return found


def _graph(boxes: Sequence[Any], relations: Sequence[Any], names: Mapping[int, str]) -> SceneGraph:
    """Return the graph of one item."""
    numbers = {name: at for at, name in names.items()}
    nodes = Nodes(
        [box.label for box in boxes],
        [box.score for box in boxes],
        [box.source_id for box in boxes],
    )
    edges = tuple(_edges(relations, nodes, names, numbers))
    drawn = [_node(box) for box in boxes]
    added = [SceneNode(label) for label in nodes.labels[len(boxes) :]]
    return SceneGraph((*drawn, *added), edges)


def _edges(
    relations: Iterable[Any], nodes: Nodes, names: Mapping[int, str], numbers: Mapping[str, int]
) -> Iterator[SceneEdge]:
    for row in relations:
        name = names[row.source_id]
        source = numbers.get(node_source(name), row.source_id)
        ends = Ends(source, (row.subject, row.object), (row.subject_node, row.object_node))
        if (pair := nodes.find(ends)) is not None:
            yield SceneEdge(pair[0], row.predicate, pair[1], row.score, edge_source(name))


def _node(box: Any) -> SceneNode:
    has_place = box.width > 0 and box.height > 0
    place = (box.x, box.y, box.width, box.height) if has_place else None
    return SceneNode(box.label, box.score, place, box.attributes)
