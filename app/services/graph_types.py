"""What graph search and the graph view are asked, and what they answer; value types only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from common.notes import Note
from common.values import ResultList
from indexers.catalogue.records import Filter
from indexers.graphs.network import Factors, Network
from indexers.graphs.tags import Tag

__all__ = [
    "ClusterView", "Compared", "Factors", "GraphNote", "GraphRequest", "GraphView", "Link",
    "Network", "Recommended", "ScorePool", "Tag", "TagAnswer", "TagQuery", "TagSuggestion",
    "graph_notes",
]  # fmt: skip

_NOTES: dict[str, str] = {
    "no-tags": "Nothing in this library has tags to walk on yet.",
    "unknown-tag": "No item has the tag “{name}”.",
    "nothing-near": "No moment was found near these tags.",
    "no-text": "No text matches “{text}”.",
    "too-few": "Fewer than two values have an item: choose other facets.",
    "cut": "The {shown} heaviest of {total} are shown.",
}


class GraphNote(Note):
    """A note about graphs."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = _NOTES


def graph_notes() -> dict[str, str]:
    """Return the ids of all notes with their English texts; {names} stand for values."""
    return dict(_NOTES)


@dataclass(frozen=True, slots=True)
class TagQuery:
    """What is looked for by walking from tags.

    Args:
        tags: to begin from.
        without: that no moment may have.
        text: looked for in texts as well; "" for none.
        weight: 0-1, of the graph against the text.
        together: 0-1, how much links follow from coming together, against likeness.
        enough: moments near to any start after which the walk ends.
        k: length of the list.
    """

    tags: tuple[Tag, ...] = ()
    without: tuple[Tag, ...] = ()
    text: str = ""
    weight: float = 0.7
    together: float = 0.5
    enough: int = 200
    k: int = 200


@dataclass(frozen=True, slots=True)
class TagSuggestion:
    """A tag that may be added to a query.

    Args:
        tag: key and value.
        count: items that have it.
        origins: who says so ("exif", a model's name, "user").
    """

    tag: Tag
    count: int
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class ScorePool:
    """Everything that a walk or a text found, with both parts of its score; N items, S starts.

    Args:
        items: ids, ascending, int64 (N,).
        graph: 0-1, 0 for what the walk did not reach, float64 (N,).
        text: 0-1, 0 for what no text matches, float64 (N,).
        distances: to each start tag, float64 (N, S); NaN where the walk did not get there.
    """

    items: NDArray[np.int64]
    graph: NDArray[np.float64]
    text: NDArray[np.float64]
    distances: NDArray[np.float64]

    @property
    def has_both(self) -> bool:
        """Whether there is anything to weigh: a walk and a text found something."""
        return bool(self.graph.any() and self.text.any())

    def way(self, item: int) -> tuple[float, ...]:
        """Return the distances of an item to the start tags; NaN where there is no way."""
        row = int(np.searchsorted(self.items, item))
        if row >= len(self.items) or self.items[row] != item:
            return ()
        return tuple(self.distances[row].tolist())


@dataclass(frozen=True, slots=True)
class TagAnswer:
    """What a walk found.

    Args:
        results: the best hits, with the parts "graph" and "text", each 0-1.
        pool: all of them, to be weighed anew.
        starts: the tags that the walk began from, without unknown ones.
        reached: tags that were walked over, with the distance to the nearest start.
        related: tags linked to the starts, with the strength, strongest first: to go on with.
    """

    results: ResultList
    pool: ScorePool
    starts: tuple[Tag, ...] = ()
    reached: tuple[tuple[Tag, float], ...] = ()
    related: tuple[tuple[Tag, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GraphRequest:
    """What a graph view shows.

    Args:
        keys: facets whose values are the nodes; none lets the library say.
        attributes: facets that say what nodes are like; none lets the library say.
        badge: facet that a badge is made of; "" lets the library say.
        filters: only items that pass count.
        factors: of the formulas of weights.
        nodes: shown at most, the heaviest.
        declutter: 0-1, share of the lightest nodes and edges that are taken away.
        label_set: whose marks count.
        seed: of clusters and places.
    """

    keys: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    badge: str = ""
    filters: tuple[Filter, ...] = ()
    factors: Factors = field(default_factory=Factors)
    nodes: int = 400
    declutter: float = 0.0
    label_set: str = "default"
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ClusterView:
    """One cluster of the main view.

    Args:
        label: its number.
        nodes: places in the network, the heaviest first.
        weight: sum of its nodes' weights.
        captions: all of them, the most telling first; show as many as `captions_at` says.
        badge: what at least 40 % of its nodes share; "" for nothing.
        images: items whose pictures stand for it, best first, at most nine.
        items: how many items its nodes have together.
        middle: of its box, in pixels of the main view at zoom 1.
        size: width and height of its box, likewise.
    """

    label: int
    nodes: tuple[int, ...]
    weight: float
    captions: tuple[str, ...]
    badge: str
    images: tuple[int, ...]
    items: int
    middle: tuple[float, float]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two clusters.

    Args:
        one: label of a cluster.
        other: label of a larger number.
        strength: sum of the strengths of the edges between them.
    """

    one: int
    other: int
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class GraphView:
    """A network with its clusters.

    Args:
        request: with everything resolved that the library said.
        network: nodes and edges that are shown.
        labels: cluster of each node, int64 (V,).
        clusters: by label.
        links: between clusters.
        totals: items of each node, int64 (V,).
        shares: 0-1, of each node, how much the user cares for it, float64 (V,).
        notes: what the user should know.
        name: of an imported graph; "" for the library's own.
    """

    request: GraphRequest
    network: Network
    labels: NDArray[np.int64]
    clusters: tuple[ClusterView, ...]
    links: tuple[Link, ...]
    totals: NDArray[np.int64]
    shares: NDArray[np.float64]
    notes: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Recommended:
    """A node that the ones the user cares for speak for.

    Args:
        node: place in the network.
        score: sum of weight times strength over its causes.
        causes: place of each node that speaks for it, with its part of the score, largest first.
    """

    node: int
    score: float
    causes: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What two graphs have in common.

    Args:
        both: nodes of both, by the sum of their weights.
        only_first: nodes of the first one alone, heaviest first.
        only_second: nodes of the other one alone.
        likeness: 0-1, weighted Jaccard of their nodes.
    """

    both: tuple[Tag, ...]
    only_first: tuple[Tag, ...]
    only_second: tuple[Tag, ...]
    likeness: float
