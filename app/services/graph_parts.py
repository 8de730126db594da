"""What a cluster shows, how large boxes are, how alike clusters are."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexers.graphs.captions import badge
from indexers.graphs.network import Network
from indexers.graphs.tags import TagTable

IMAGES = 9


def shown(
    network: Network,
    places: NDArray[np.int64],
    nodes: TagTable | None,
    signs: TagTable | None,
    known: dict[int, float],
) -> tuple[int, tuple[int, ...], str]:
    """Return number of items, pictures that stand for a cluster, and its badge."""
    if nodes is None:
        return 0, (), ""
    held: dict[int, int] = {}
    images: list[int] = []
    for place in places.tolist():
        items = nodes.of_tag(network.nodes[place]).tolist()
        for item in items:
            held[item] = held.get(item, 0) + 1
        fresh = [item for item in items if item not in images]
        if fresh and len(images) < IMAGES:  # a picture a node, the best known one
            images.append(max(fresh, key=lambda item: (known.get(item, 0.0), -item)))
    rest = sorted(held, key=lambda item: (-held[item], -known.get(item, 0.0), item))
    images += [item for item in rest if item not in images][: IMAGES - len(images)]
    values = [[tag.value for tag in signs.of_item(item)] for item in held] if signs else []
    return len(held), tuple(images), badge(values)


def sides(weights: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """Return sides of boxes whose area grows with the weight."""
    most = float(weights.max(initial=0.0)) or 1.0
    return low + (high - low) * np.sqrt(np.maximum(weights, 0) / most)


def profile_of(network: Network, nodes: Sequence[int]) -> dict[str, float]:
    """Return what nodes are like: attribute -> sum of the weights of those that have it."""
    found: dict[str, float] = {}
    for node in nodes:
        for name in network.attributes[node] if network.attributes else ():
            found[name] = found.get(name, 0.0) + float(network.weights[node])
    return found


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """Return how alike two profiles are, 0-1."""
    shared = sum(value * other[name] for name, value in one.items() if name in other)
    norms = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return shared / norms if norms else 0.0
