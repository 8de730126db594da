"""Graphs of the services as boxes and lines of a map."""

import math
from collections.abc import Mapping
from itertools import zip_longest

from PySide6.QtGui import QColor

from app.panels.graph.texts import cluster_tip, tag_name
from app.panels.graph.work import Inside
from app.services.graph_thinning import Thinned
from app.services.types import ClusterView, Compared, GraphView, Tag
from app.widgets.filter_names import key_name
from app.widgets.graph_map import Box, Line
from app.widgets.numbers import numeral

BOTH, ONLY_HERE = QColor("#009e73"), QColor("#e69f00")
_CAPTION = 18  # units below the pictures of a node


def cluster_boxes(view: GraphView, thinned: Thinned, compared: Compared | None) -> list[Box]:
    """Return the clusters of a graph, the heaviest first.

    Args:
        view: the graph.
        thinned: what is left of it.
        compared: with another graph, or None.
    """
    both = set(compared.both) if compared is not None else set()
    same = common_badge(view)
    boxes = []
    for cluster in view.clusters:
        shares: tuple[tuple[QColor, float], ...] = ()
        if compared is not None:
            tags = [view.network.nodes[node] for node in cluster.nodes]
            share = sum(tag in both for tag in tags) / max(1, len(tags))
            shares = tuple(s for s in ((BOTH, share), (ONLY_HERE, 1 - share)) if s[1] > 0)
        across = math.isqrt(len(cluster.images))
        images = cluster.images[: across * across]  # a square without gaps
        boxes.append(
            Box(
                cluster.label, cluster.captions[0] if cluster.captions else "",
                _words(view, cluster), images, cluster.middle, cluster.size,
                "" if same else cluster.badge,
                cluster_tip(view, cluster), shares,
            )
        )  # fmt: skip
    return [box for box in boxes if box.key in thinned.clusters or not thinned.clusters]


def common_badge(view: GraphView) -> str:
    """Return the badge that all clusters would wear: it is said once instead; "" for none."""
    badges = {cluster.badge for cluster in view.clusters}
    return badges.pop() if len(badges) == 1 and len(view.clusters) > 1 else ""


def _words(view: GraphView, cluster: ClusterView) -> tuple[str, ...]:
    """Return the captions of a cluster with the names of its heaviest nodes between them."""
    names = [tag_name(view.network.nodes[node]) for node in cluster.nodes]
    pairs = zip_longest(cluster.captions, names[: len(cluster.captions)])
    return tuple(dict.fromkeys(word for pair in pairs for word in pair if word))


def cluster_lines(thinned: Thinned) -> list[Line]:
    """Return the links between clusters."""
    return [Line(link.one, link.other, link.strength) for link in thinned.links]


def node_boxes(inside: Inside, compared: Compared | None) -> list[Box]:
    """Return the nodes of a cluster, the heaviest first."""
    view = inside.view
    both = set(compared.both) if compared is not None else set()
    boxes = []
    for node in view.clusters[inside.label].nodes:
        tag = view.network.nodes[node]
        x, y, side = inside.places[node]
        shares = ((BOTH if tag in both else ONLY_HERE, 1.0),) if compared is not None else ()
        pictures = inside.pictures.get(node, ())
        images = pictures if len(pictures) == 4 else pictures[:1]
        boxes.append(
            Box(
                node, tag_name(tag), (tag_name(tag),), images, (x, y), (side, side + _CAPTION),
                tip=node_tip(view, node, tag), shares=shares,
            )
        )  # fmt: skip
    return boxes


def node_lines(inside: Inside) -> list[Line]:
    """Return the edges within a cluster."""
    network, nodes = inside.view.network, set(inside.view.clusters[inside.label].nodes)
    return [
        Line(one, other, float(strength))
        for (one, other), strength in zip(network.edges.tolist(), network.strengths, strict=True)
        if one in nodes and other in nodes
    ]


def node_tip(view: GraphView, node: int, tag: Tag) -> str:
    """Return what is said of a node when the mouse rests on it."""
    likes = view.network.attributes[node][:4] if view.network.attributes else ()
    lines = [f"{key_name(tag.key)}: {tag_name(tag)}", ", ".join(likes)]
    if view.totals[node]:
        lines.append(numeral(int(view.totals[node])))
    return "\n".join(line for line in lines if line)


def own_places(
    names: Mapping[int, str], places: Mapping[str, tuple[float, float]]
) -> dict[int, tuple[float, float]]:
    """Return where boxes were moved to, by their keys.

    Args:
        names: key -> what a box is known by.
        places: what boxes are known by -> middle.
    """
    return {key: places[name] for key, name in names.items() if name in places}
