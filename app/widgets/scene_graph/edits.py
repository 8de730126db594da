"""Changes of the graph that a query asks for; pure functions on `QueryPart`.

Texts of nodes are written as a person types them: "cup, mug (red)" is a cup or a mug, and red.
Where two objects have the same name, the second one is "man #2".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from common.scenes import Need, QueryEdge, QueryNode, QueryPart

Example = tuple[int, float, float, float, float]  # item, left, top, width, height as fractions
T = TypeVar("T")
MAX_LABEL = 60  # characters
_NODE = re.compile(r"(?P<labels>[^(]*)(?:\((?P<attributes>[^)]*)\)?)?")
_NUMBER = re.compile(r"\s*#(\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: an object alone, or two and how they stand to each other.

    Args:
        node: place of the object, or of the subject.
        edge: place of the relation, -1 for an object alone.
        subject: text of the object or subject.
        predicate: text of the relation.
        object: text of the object of the relation.
        need: how the line counts.
    """

    node: int
    edge: int
    subject: str
    predicate: str
    object: str
    need: Need


def words_of(text: str) -> tuple[str, ...]:
    """Return the names in a text that commas part, lower case, each once."""
    names = (" ".join(name.split()).lower()[:MAX_LABEL] for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def read_node(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names and the attributes in the text of a node."""
    found = _NODE.match(_NUMBER.sub("", text))
    if found is None:
        return (), ()
    return words_of(found["labels"]), words_of(found["attributes"] or "")


def node_text(node: QueryNode) -> str:
    """Return a node as a person types it."""
    names = ", ".join(node.labels)
    return f"{names} ({', '.join(node.attributes)})" if node.attributes else names


def node_names(part: QueryPart) -> list[str]:
    """Return the texts of all nodes; one that stands there already gets a number."""
    seen: dict[str, int] = {}
    names = []
    for node in part.nodes:
        text = node_text(node)
        seen[text] = seen.get(text, 0) + 1
        names.append(text if seen[text] == 1 else f"{text} #{seen[text]}")
    return names


def add_node(part: QueryPart, text: str) -> QueryPart:
    """Add an object; nothing changes where the text names none."""
    labels, attributes = read_node(text)
    if not labels:
        return part
    return replace(part, nodes=(*part.nodes, QueryNode(labels, attributes)))


def add_example(part: QueryPart, example: Example, label: str = "") -> QueryPart:
    """Add an image region as an object, with a name where one is known."""
    node = QueryNode(words_of(label), example=example)
    return replace(part, nodes=(*part.nodes, node))


def rename_node(part: QueryPart, place: int, text: str) -> QueryPart:
    """Give a node other names and attributes; a node that would lose its only name is removed."""
    labels, attributes = read_node(text)
    node = part.nodes[place]
    if not labels and node.example is None:
        return remove_node(part, place)
    changed = replace(node, labels=labels, attributes=attributes)
    return replace(part, nodes=_put(part.nodes, place, changed))


def remove_node(part: QueryPart, place: int) -> QueryPart:
    """Remove a node and the relations that touch it."""

    def moved(other: int) -> int:
        return other - (other > place)

    edges = tuple(
        replace(edge, subject=moved(edge.subject), object=moved(edge.object))
        for edge in part.edges
        if place not in (edge.subject, edge.object)
    )
    return replace(part, nodes=part.nodes[:place] + part.nodes[place + 1 :], edges=edges)


def add_edge(part: QueryPart, subject: int, target: int, text: str) -> QueryPart:
    """Add a relation; nothing changes for a node with itself or without a word."""
    predicates = words_of(text)
    if subject == target or not predicates:
        return part
    return replace(part, edges=(*part.edges, QueryEdge(subject, predicates, target)))


def rename_edge(part: QueryPart, place: int, text: str) -> QueryPart:
    """Give a relation other names; without any it is removed."""
    predicates = words_of(text)
    if not predicates:
        return remove_edge(part, place)
    changed = replace(part.edges[place], predicates=predicates)
    return replace(part, edges=_put(part.edges, place, changed))


def remove_edge(part: QueryPart, place: int) -> QueryPart:
    """Remove a relation; its objects stay."""
    return replace(part, edges=part.edges[:place] + part.edges[place + 1 :])


def set_node_need(part: QueryPart, place: int, need: Need) -> QueryPart:
    """Say how an object counts."""
    return replace(part, nodes=_put(part.nodes, place, replace(part.nodes[place], need=need)))


def set_edge_need(part: QueryPart, place: int, need: Need) -> QueryPart:
    """Say how a relation counts."""
    return replace(part, edges=_put(part.edges, place, replace(part.edges[place], need=need)))


# -- the table of subjects, predicates and objects


def rows_of(part: QueryPart) -> list[Row]:
    """Return a line for every relation, then one for every object that no relation touches."""
    names = node_names(part)
    rows = [
        Row(edge.subject, place, names[edge.subject], ", ".join(edge.predicates),
            names[edge.object], edge.need)
        for place, edge in enumerate(part.edges)
    ]  # fmt: skip
    touched = {node for edge in part.edges for node in (edge.subject, edge.object)}
    rows += [
        Row(place, -1, names[place], "", "", node.need)
        for place, node in enumerate(part.nodes)
        if place not in touched
    ]
    return rows


def set_row(part: QueryPart, row: Row, subject: str, predicate: str, target: str) -> QueryPart:
    """Write a line anew.

    A name that another object has means that object; another name renames the object where only
    this line speaks of it, else this line speaks of a new object from now on.

    Args:
        part: of the query.
        row: as rows_of() gave it; edge and node -1 for a new line.
        subject: text of the object or subject.
        predicate: text of the relation.
        target: text of the object of the relation.
    """
    if not subject.strip():
        return remove_row(part, row)
    old = part.edges[row.edge] if row.edge >= 0 else None
    used = _uses(part, without=row.edge)
    part, first = _point(part, row.node, subject, used)
    if not (words_of(predicate) and target.strip()):
        return remove_edge(part, row.edge) if old is not None else part
    part, second = _point(part, old.object if old else -1, target, used)
    if first < 0 or second < 0 or first == second:
        return part
    edge = QueryEdge(first, words_of(predicate), second, old.need if old else Need.SHOULD)
    if old is None:
        return replace(part, edges=(*part.edges, edge))
    return _without_orphans(replace(part, edges=_put(part.edges, row.edge, edge)), old, edge)


def remove_row(part: QueryPart, row: Row) -> QueryPart:
    """Remove a line with the objects that no other line speaks of."""
    if row.edge < 0:
        return remove_node(part, row.node) if row.node >= 0 else part
    gone = part.edges[row.edge]
    return _without_orphans(remove_edge(part, row.edge), gone, None)


def set_row_need(part: QueryPart, row: Row, need: Need) -> QueryPart:
    """Say how a line counts."""
    if row.edge >= 0:
        return set_edge_need(part, row.edge, need)
    return set_node_need(part, row.node, need) if row.node >= 0 else part


def _point(
    part: QueryPart, place: int, text: str, used: Mapping[int, int]
) -> tuple[QueryPart, int]:
    """Return the part and the place of the node that a cell speaks of now; -1 for none."""
    names = node_names(part)
    typed = " ".join(text.split()).lower()
    if 0 <= place < len(names) and names[place] == typed:
        return part, place
    if typed in names:
        return part, names.index(typed)
    labels, attributes = read_node(text)
    if not labels:
        return part, place
    if place >= 0 and not used.get(place):
        changed = replace(part.nodes[place], labels=labels, attributes=attributes)
        return replace(part, nodes=_put(part.nodes, place, changed)), place
    made = QueryNode(labels, attributes)
    return replace(part, nodes=(*part.nodes, made)), len(part.nodes)


def _uses(part: QueryPart, *, without: int) -> dict[int, int]:
    """Return how many relations touch each node, one of them left out."""
    counts: dict[int, int] = {}
    for place, edge in enumerate(part.edges):
        if place != without:
            for node in (edge.subject, edge.object):
                counts[node] = counts.get(node, 0) + 1
    return counts


def _without_orphans(part: QueryPart, old: QueryEdge, new: QueryEdge | None) -> QueryPart:
    """Remove the objects that only the old relation touched."""
    kept = set() if new is None else {new.subject, new.object}
    used = _uses(part, without=-1)
    for place in sorted({old.subject, old.object} - kept, reverse=True):
        if not used.get(place):
            part = remove_node(part, place)
    return part


def _put(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    return (*values[:place], value, *values[place + 1 :])
