"""What a query asks for, as tables over the names that a library uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from common.scenes import Need, QueryPart

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]
"""Names asked for (A) and names of the library (V) -> float32 (A, V); 1 for the same."""

Vectors = Callable[[Sequence[str]], tuple[NDArray[np.float32], NDArray[np.bool_]]]
"""Names -> vectors float32 (N, D) and which of them are known, bool (N,)."""

SYMMETRIC = frozenset(
    {
        "across from", "adjacent to", "alongside", "and", "around", "beside", "between", "by",
        "close to", "hug", "kiss", "look like", "meet", "near", "next to", "opposite", "sit beside",
        "sit near", "sit next to", "stand beside", "stand near", "stand next to", "talk to",
        "talk with", "touch", "with",
    }
)  # fmt: skip
"""Predicates that mean the same when read from the object to the subject."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a library's graphs use.

    Args:
        labels: of objects.
        predicates: of relations.
        attributes: of attributes.
    """

    labels: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryTables:
    """How much each name of a library is what a query asks for. Options do not change it.

    Args:
        nodes: float32 (Q, V), of each query node to each label; the best of its alternatives.
        predicates: float32 (R, P), of each query relation's predicate to each predicate.
        inverses: float32 (R, P), to each predicate read from its object to its subject.
        attributes: float32 (A, W), of each query attribute to each attribute.
        ends: int64 (R, 2), numbers of the query nodes that a relation joins.
        owners: int64 (A,), number of the query node that an attribute is of.
        names: first label of each node, Q.
        node_needs: how each node counts, Q.
        edge_needs: how each relation counts, R.
    """

    nodes: NDArray[np.float32]
    predicates: NDArray[np.float32]
    inverses: NDArray[np.float32]
    attributes: NDArray[np.float32]
    ends: NDArray[np.int64]
    owners: NDArray[np.int64]
    names: tuple[str, ...]
    node_needs: tuple[Need, ...]
    edge_needs: tuple[Need, ...]


def same_name(asked: Sequence[str], known: Sequence[str]) -> NDArray[np.float32]:
    """Return 1 where names are equal, 0 elsewhere, float32 (A, V)."""
    codes = {name: number for number, name in enumerate(known)}
    found = np.zeros((len(asked), len(known)), np.float32)
    for row, name in zip(found, asked, strict=True):
        if name in codes:
            row[codes[name]] = 1.0
    return found


class VectorSimilarity:
    """Products of vectors; equal names of which no vector is known are 1, other unknown ones 0.

    Args:
        vectors: of names.
        centred: the mean of the library's vectors is taken off all and their length made 1, so that
            names that have nothing in common come near 0.
    """

    def __init__(self, vectors: Vectors, *, centred: bool = False) -> None:
        self._vectors = vectors
        self._centred = centred
        self._names: tuple[str, ...] = ()
        self._known = (np.empty((0, 0), np.float32), np.empty(0, np.bool_))
        self._mean = np.zeros(0, np.float32)

    def __call__(self, asked: Sequence[str], known: Sequence[str]) -> NDArray[np.float32]:
        """Return the similarity of names asked for to names of a library, float32 (A, V)."""
        equal = same_name(asked, known)
        if not asked or not known:
            return equal
        if tuple(known) != self._names:
            self._take(tuple(known))
        theirs, has = self._known
        mine, mine_known = self._vectors(asked)
        if self._centred:
            mine = _unit(mine - self._mean)
        products = np.asarray(mine @ theirs.T, np.float32)
        return np.where(mine_known[:, None] & has[None, :], products, equal)

    def _take(self, names: tuple[str, ...]) -> None:
        vectors, known = self._vectors(names)
        if self._centred and known.any():
            self._mean = vectors[known].mean(axis=0)
            vectors = _unit(vectors - self._mean)
        else:
            self._mean = np.zeros(vectors.shape[1], np.float32)
        self._known, self._names = (np.ascontiguousarray(vectors, np.float32), known), names


def backwards(predicates: Similarity, inverse: Callable[[str], str] | None = None) -> Similarity:
    """Return how much a predicate, read from its object to its subject, says what is asked for.

    Args:
        predicates: their similarity.
        inverse: what the object is to the subject ("above": "below"), "" where none is known; None:
            only SYMMETRIC ones are read backwards.
    """

    def read(name: str) -> str:
        if inverse is not None:
            return inverse(name)
        return name if name in SYMMETRIC else ""

    def similarity(asked: Sequence[str], known: Sequence[str]) -> NDArray[np.float32]:
        turned = [read(name) for name in asked]
        found = np.zeros((len(asked), len(known)), np.float32)
        has = [row for row, name in enumerate(turned) if name]
        if has:
            found[has] = predicates([turned[row] for row in has], known)
        return found

    return similarity


def query_tables(
    part: QueryPart,
    vocabulary: Vocabulary,
    *,
    labels: Similarity = same_name,
    predicates: Similarity = same_name,
    attributes: Similarity = same_name,
    inverses: Similarity | None = None,
) -> QueryTables:
    """Return the tables of a part of a query.

    Args:
        part: objects and relations; time, place and activity are not looked at.
        vocabulary: of the index to be searched.
        labels: similarity of object names.
        predicates: of predicates.
        attributes: of attributes.
        inverses: of predicates read backwards; None: symmetric ones as `predicates` says.
    """
    inverses = inverses or backwards(predicates)
    owners = [number for number, node in enumerate(part.nodes) for _ in node.attributes]
    named = [each for node in part.nodes for each in node.attributes]
    ends = [(edge.subject, edge.object) for edge in part.edges]
    asked = [node.labels for node in part.nodes]
    said = [edge.predicates for edge in part.edges]
    return QueryTables(
        nodes=_best(asked, vocabulary.labels, labels),
        predicates=_best(said, vocabulary.predicates, predicates),
        inverses=_best(said, vocabulary.predicates, inverses),
        attributes=_best([(each,) for each in named], vocabulary.attributes, attributes),
        ends=np.array(ends, np.int64).reshape(-1, 2),
        owners=np.array(owners, np.int64),
        names=tuple(node.label for node in part.nodes),
        node_needs=tuple(node.need for node in part.nodes),
        edge_needs=tuple(edge.need for edge in part.edges),
    )


def _best(
    asked: Sequence[tuple[str, ...]], known: tuple[str, ...], similarity: Similarity
) -> NDArray[np.float32]:
    """Return the best similarity over each one's alternatives, float32 (A, V)."""
    table = np.zeros((len(asked), len(known)), np.float32)
    flat = [name for names in asked for name in names]
    if not flat or not known:
        return table
    rows = similarity(flat, known)
    start = 0
    for number, names in enumerate(asked):
        if names:
            table[number] = rows[start : start + len(names)].max(axis=0)
        start += len(names)
    return table


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
