"""The graph view: values of facets as nodes, clusters of them laid out, one cluster looked into."""

import heapq
import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.graph_parts import cosine, profile_of, shown, sides
from app.services.graph_types import (
    ClusterView,
    Compared,
    GraphNote,
    GraphRequest,
    GraphView,
    Link,
    Recommended,
    Tag,
)
from app.services.knowledge import NO_TAGS
from common.errors import QueryError
from common.jobs import JobContext
from common.settings import write_atomically
from indexers.graphs.captions import captions, shares
from indexers.graphs.communities import between, cluster
from indexers.graphs.layout import lay_out
from indexers.graphs.network import Network, NodeFacts, build, recommend
from indexers.graphs.tags import TagTable

if TYPE_CHECKING:
    from app.services.library import Library

_CAPTIONS = 12
_LIKES = 12  # attributes of a node that count for captions: the others are those of single items
_SMALLEST, _LARGEST = 120.0, 300.0  # pixels, side of a cluster's box
_NODE_SPREAD = 0.9
_NODE_SIDES = (64.0, 120.0)  # pixels, side of a node's box inside a cluster
# What nodes are by default, the first that the library has; what they are like, and their badge.
_NODES = (("actor", "director"), ("place", "activity", "object"), ("person",), ("concept",),
          ("object",))  # fmt: skip
_ATTRIBUTES = ("genre", "keyword", "activity", "concept", "object", "tag")
_BADGES = ("country", "language", "city", "camera", "place")


class GraphService:
    """Networks of what belongs together in a library.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._guard = threading.Lock()
        self._tables: tuple[tuple[Any, ...], tuple[TagTable, TagTable, TagTable]] | None = None
        self._known: tuple[int, dict[int, float]] | None = None

    def node_keys(self) -> list[str]:
        """Return the facets whose values can be nodes, most items first."""
        counts = self._library.catalogue.facet_keys()
        return sorted((key for key in counts if key not in NO_TAGS), key=lambda k: (-counts[k], k))

    def resolved(self, request: GraphRequest) -> GraphRequest:
        """Return a request with the facets that the library offers where none are named.

        Raises:
            QueryError: the library has no facet to make nodes of, or not the one named.
        """
        there = self.node_keys()
        every = self._library.catalogue.facet_keys()
        keys = request.keys or next(
            (tuple(key for key in some if key in there) for some in _NODES if some[0] in there),
            tuple(there[:1]),
        )
        missing = [key for key in keys if key not in every]
        if missing or not keys:
            raise QueryError(
                f"No item has a value of “{missing[0]}”."
                if missing
                else "There is nothing to link.",
                hint=f"Facets of this library: {', '.join(there) or 'none yet'}.",
            )
        likes = request.attributes or tuple(k for k in _ATTRIBUTES if k in there and k not in keys)
        sign = request.badge or next((k for k in _BADGES if k in every and k not in keys), "")
        return replace(request, keys=keys, attributes=likes[:2], badge=sign)

    def view(self, request: GraphRequest, context: JobContext | None = None) -> GraphView:
        """Make the network, its clusters and their places.

        Raises:
            QueryError: there are no such facets, or fewer than two values have an item.
            JobCancelled: the user cancelled.
        """
        context = context or JobContext()
        request = self.resolved(request)
        context.step(0, 4, "items")
        nodes, likes, signs = self._read(request)
        if len(nodes.tags) < 2:
            raise QueryError(
                "Fewer than two values have an item.", hint="Choose other facets or filters."
            )
        facts, shares = self._facts(nodes, request.label_set)
        context.step(1, 4, "links")
        network = build(nodes, facts, likes, request.factors, nodes=request.nodes)
        notes = []
        if len(network.nodes) < len(nodes.tags):
            notes.append(GraphNote("cut", shown=len(network.nodes), total=len(nodes.tags)))
        if request.declutter:
            network = network.declutter(request.declutter)
        context.step(2, 4, "clusters")
        labels = cluster(network, seed=request.seed)
        chosen = np.array([nodes.places[tag] for tag in network.nodes], np.int64)
        context.step(3, 4, "places")
        clusters, links = self._clusters(network, labels, nodes, signs, request)
        return GraphView(
            request, network, labels, clusters, links,
            nodes.totals[chosen], shares[chosen], tuple(notes),
        )  # fmt: skip

    # -- one cluster

    def inside(self, view: GraphView, label: int) -> dict[int, tuple[float, float, float]]:
        """Return where the nodes of a cluster stand: place -> x, y, side in pixels, around 0."""
        nodes = np.array(view.clusters[label].nodes, np.int64)
        lengths = sides(view.network.weights[nodes], *_NODE_SIDES)
        of = {int(node): place for place, node in enumerate(nodes)}
        links = {
            (min(of[a], of[b]), max(of[a], of[b])): float(strength)
            for (a, b), strength in zip(
                view.network.edges.tolist(), view.network.strengths, strict=True
            )
            if a in of and b in of
        }
        middles = lay_out(
            np.stack([lengths, lengths + 18], axis=1),
            links,
            spread=_NODE_SPREAD,
            seed=view.request.seed,
        )
        return {
            int(node): (float(x), float(y), float(side))
            for node, (x, y), side in zip(nodes, middles, lengths, strict=True)
        }

    def items(self, view: GraphView, nodes: Sequence[int]) -> list[int]:
        """Return the items of nodes, those of most of them first, then the best known.

        Args:
            view: the library's own.
            nodes: places in the network.
        """
        table = self._read(view.request)[0]
        counts: dict[int, int] = {}
        for node in nodes:
            for item in table.of_tag(view.network.nodes[node]).tolist():
                counts[item] = counts.get(item, 0) + 1
        known = self._popularity()
        return sorted(counts, key=lambda item: (-counts[item], -known.get(item, 0.0), item))

    def pictures(
        self, view: GraphView, nodes: Sequence[int], count: int = 4
    ) -> dict[int, tuple[int, ...]]:
        """Return items whose pictures stand for nodes, the best known first.

        Args:
            view: the library's own; an imported one has no pictures.
            nodes: places in the network.
            count: of each node, at most.
        """
        table, known = self._read(view.request)[0], self._popularity()
        found = {}
        for node in nodes:
            items = table.of_tag(view.network.nodes[node]).tolist()
            best = heapq.nsmallest(count, items, key=lambda item: (-known.get(item, 0.0), item))
            found[node] = tuple(best)
        return found

    def similar(self, view: GraphView, label: int, count: int = 6) -> list[tuple[int, float]]:
        """Return the clusters most like one, with the cosine of what their nodes are like."""
        profiles = [profile_of(view.network, cluster.nodes) for cluster in view.clusters]
        own = profiles[label]
        linked = {
            (link.other if link.one == label else link.one): link.strength
            for link in view.links
            if label in {link.one, link.other}
        }
        most = max(linked.values(), default=1.0)
        scores = [
            (other, 0.5 * cosine(own, profile) + 0.5 * linked.get(other, 0.0) / most)
            for other, profile in enumerate(profiles)
            if other != label
        ]
        scores = [each for each in scores if each[1] > 0]
        return sorted(scores, key=lambda each: (-each[1], each[0]))[:count]

    def recommended(self, view: GraphView, label: int = -1, count: int = 12) -> list[Recommended]:
        """Return nodes that the ones the user cares for speak for, with their causes.

        Args:
            view: of the library.
            label: only nodes of this cluster; -1 for any.
            count: at most.
        """
        known = {
            place: float(view.network.weights[place])
            for place in np.flatnonzero(view.shares > 0).tolist()
        }
        found = recommend(view.network, known, count=len(view.network.nodes))
        return [
            Recommended(node, score, tuple(causes))
            for node, score, causes in found
            if label < 0 or view.labels[node] == label
        ][:count]

    # -- other people's graphs

    def save(self, view: GraphView, path: Path) -> None:
        """Write a graph to a JSON file, whole or not at all.

        Raises:
            QueryError: it cannot be written.
        """
        document = {**view.network.to_json(), "facets": list(view.request.keys)}
        try:
            write_atomically(path, json.dumps(document, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise QueryError(
                f"“{path}” cannot be written: {error.strerror or error}.",
                hint="Choose another folder.",
            ) from error

    def load(self, path: Path, request: GraphRequest | None = None) -> GraphView:
        """Read a graph from a JSON file and lay it out; it has no items.

        Raises:
            QueryError: it cannot be read, or is no graph.
        """
        try:
            network = Network.from_json(json.loads(path.read_text("utf-8")))
        except OSError as error:
            raise QueryError(
                f"“{path}” cannot be read: {error.strerror or error}.", hint="Check the path."
            ) from error
        except ValueError as error:
            raise QueryError(
                f"“{path.name}” holds no graph: {error}",
                hint="Choose a file that was exported here.",
            ) from error
        request = request or GraphRequest()
        if request.declutter:
            network = network.declutter(request.declutter)
        labels = cluster(network, seed=request.seed)
        clusters, links = self._clusters(network, labels, None, None, request)
        count = len(network.nodes)
        return GraphView(
            request, network, labels, clusters, links, np.zeros(count, np.int64),
            np.zeros(count), (), path.stem,
        )  # fmt: skip

    @staticmethod
    def compare(first: GraphView, second: GraphView) -> Compared:
        """Return what two graphs have in common."""
        one = dict(zip(first.network.nodes, first.network.weights.tolist(), strict=True))
        other = dict(zip(second.network.nodes, second.network.weights.tolist(), strict=True))
        every = one.keys() | other.keys()
        least = sum(min(one.get(tag, 0.0), other.get(tag, 0.0)) for tag in every)
        most = sum(max(one.get(tag, 0.0), other.get(tag, 0.0)) for tag in every)

        def heaviest(tags: set[Tag]) -> tuple[Tag, ...]:
            return tuple(sorted(tags, key=lambda t: (-one.get(t, 0.0) - other.get(t, 0.0), t)))

        return Compared(
            heaviest(one.keys() & other.keys()),
            heaviest(one.keys() - other.keys()),
            heaviest(other.keys() - one.keys()),
            least / most if most else 0.0,
        )

    # -- parts

    def _read(self, request: GraphRequest) -> tuple[TagTable, TagTable, TagTable]:
        """Return who has which node, attribute and badge; kept until something changes."""
        catalogue = self._library.catalogue
        stamp = (
            catalogue.revision(), request.keys, request.attributes, request.badge, request.filters,
        )  # fmt: skip
        with self._guard:
            if self._tables is None or self._tables[0] != stamp:
                within = catalogue.passing(request.filters) if request.filters else None
                groups = (request.keys, request.attributes, tuple(filter(None, (request.badge,))))
                tables = [
                    TagTable.build([catalogue.facet_table(key) for key in keys], within=within)
                    for keys in groups
                ]
                self._tables = stamp, (tables[0], tables[1], tables[2])
            return self._tables[1]

    def _facts(self, nodes: TagTable, label_set: str) -> tuple[NodeFacts, NDArray[np.float64]]:
        """Return what the formula needs, and how much the user cares for each node, 0-1."""
        catalogue = self._library.catalogue
        marked = [item for item, value in catalogue.labels(label_set).items() if value > 0]
        listed = {item for name in catalogue.buckets() for item in catalogue.bucket_items(name)}
        for name in catalogue.watchlists():
            listed |= set(catalogue.watchlist_items(name))
        facts = NodeFacts.of(
            nodes, marked=marked, listed=sorted(listed), popularity=self._popularity()
        )
        return facts, np.maximum(facts.marked, facts.listed)

    def _popularity(self) -> dict[int, float]:
        """Return how well known items are; kept until something changes."""
        revision = self._library.catalogue.revision()
        kept = self._known
        if kept is None or kept[0] != revision:
            columns = self._library.catalogue.columns("id", "popularity")
            known = np.isfinite(columns["popularity"])
            ids, values = columns["id"][known].tolist(), columns["popularity"][known].tolist()
            kept = self._known = revision, dict(zip(ids, values, strict=True))
        return kept[1]

    def _clusters(
        self,
        network: Network,
        labels: NDArray[np.int64],
        nodes: TagTable | None,
        signs: TagTable | None,
        request: GraphRequest,
    ) -> tuple[tuple[ClusterView, ...], tuple[Link, ...]]:
        """Return clusters with all that is shown of them, and the links between them."""
        count = int(labels.max(initial=-1)) + 1
        weights = np.bincount(labels, network.weights, count).astype(np.float64)
        lengths = sides(weights, _SMALLEST, _LARGEST)
        boxes = np.stack([lengths, lengths + 34], axis=1)  # room for captions
        strengths = between(network, labels)
        middles = lay_out(boxes, strengths, gap=14.0, seed=request.seed)
        known = self._popularity() if nodes is not None else {}
        likes = [names[:_LIKES] for names in network.attributes]
        overall = shares(likes, network.weights.tolist()) if likes else {}
        found = []
        for label in range(count):
            places = np.flatnonzero(labels == label)
            places = places[np.argsort(-network.weights[places], kind="stable")]
            items, images, sign = shown(network, places, nodes, signs, known)
            names = [likes[place] for place in places] if likes else []
            words = (
                captions(names, network.weights[places].tolist(), _CAPTIONS, overall)
                if names
                else []
            )
            words = words or [network.nodes[place].value for place in places[:_CAPTIONS]]
            found.append(
                ClusterView(
                    label, tuple(places.tolist()), float(weights[label]), tuple(words), sign,
                    images, items, (float(middles[label, 0]), float(middles[label, 1])),
                    (float(boxes[label, 0]), float(boxes[label, 1])),
                )
            )  # fmt: skip
        links = tuple(Link(a, b, s) for (a, b), s in sorted(strengths.items()))
        return tuple(found), links
