"""One person that a detector found twice (Nguyen et al., MMM 2021)."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from common.scenes import SceneNode
from models.scenes.geometry import has_place, shares
from models.scenes.names import normal_name, singular

PERSONS: Final = frozenset(
    {"person", "kid", "boy", "girl", "man", "lady", "child", "guy", "woman", "adult", "gentleman"}
)
MUTUAL_SHARE: Final = 0.65  # of each of two boxes inside the other: they show the same person
AREA_RATIO: Final = 0.7  # of the smaller to the larger box


def same_persons(nodes: Sequence[SceneNode]) -> dict[int, int]:
    """Return for each node the one that stands for it: itself, or a surer box of that person.

    Returns:
        Position -> position; surest first.
    """
    order = sorted(range(len(nodes)), key=lambda number: -nodes[number].score)
    owner: dict[int, int] = {}
    for number in order:
        fits = (one for one, kept in owner.items() if one == kept)
        same = (one for one in fits if _is_same(nodes[one], nodes[number]))
        owner[number] = next(same, number)
    return owner


def _is_same(one: SceneNode, other: SceneNode) -> bool:
    """Whether two nodes show the same person."""
    if one is other or one.box is None or other.box is None:
        return False
    if any(singular(normal_name(node.label)) not in PERSONS for node in (one, other)):
        return False
    boxes = np.array([one.box, other.box], np.float64)
    if not has_place(boxes).all():
        return False
    share, back = shares(boxes[0], boxes[1])
    areas = sorted((boxes[:, 2] * boxes[:, 3]).tolist())
    return bool(min(share, back) > MUTUAL_SHARE and areas[0] > AREA_RATIO * areas[1])
