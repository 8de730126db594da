"""What makes a collection: where its pictures look alike, and what a network calls them.

The items of a cluster, a bucket or a classifier are learned against arbitrary items of the library,
as feedback does. Maps of that direction show the regions that make an item belong; their mean says
where in a picture they lie, and the strongest regions are cut out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explain_types import (
    AUTO,
    Explained,
    ExplainNote,
    ExplainOptions,
    ExplainRequest,
    ExplainTarget,
    PictureSource,
    Rect,
)
from common.errors import AppError, QueryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.explain import ExplainService

MOST = 24  # items that are looked at
MOST_LEARNED = 500  # items that the direction is learned from
REGIONS, CONCEPTS = 12, 8
_STRONG = 0.5  # of a map's greatest value: its region
_LEAST = 0.05  # of the picture, that a region is wide and high at least


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A part of a picture that makes it belong.

    Args:
        item: id.
        box: left, top, width, height as shares of the picture.
        rgb: the part, uint8 (h, w, 3).
        strength: cosine of the picture times the share of its map that lies in the part.
    """

    item: int
    box: Rect
    rgb: NDArray[np.uint8]
    strength: float


@dataclass(frozen=True, slots=True)
class Concept:
    """A class that the network sees in the collection.

    Args:
        label: of the class.
        probability: mean over the items looked at.
        share: of the items that have it among their five most probable classes.
    """

    label: str
    probability: float
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class CollectionExplained:
    """What makes a collection.

    Args:
        shown: explanations of the items that were looked at, the most typical first.
        focus: mean map, float32 (H, W), 0-1, in the frame of what the network sees.
        concepts: by mean probability.
        regions: the strongest first.
        count: items in the collection.
        notes: what the user should know.
    """

    shown: tuple[Explained, ...]
    focus: NDArray[np.float32]
    concepts: tuple[Concept, ...]
    regions: tuple[Region, ...]
    count: int
    notes: tuple[str, ...] = ()


def explain_collection(
    service: "ExplainService",
    positive: Sequence[int],
    negative: Sequence[int] = (),
    *,
    network: str = AUTO,
    method: str = "grad_cam",
    layer: str = AUTO,
    context: JobContext | None = None,
) -> CollectionExplained:
    """Explain what the items of a collection have in common.

    Args:
        service: explains.
        positive: the items; of very many, an even sample is taken.
        negative: items that do not belong; arbitrary items stand in for the rest.
        network: name, or "auto".
        method: that makes the maps.
        layer: name, or "auto".
        context: reports and cancels.

    Raises:
        QueryError: there are no items, or none could be explained.
        ModelError: no network can explain likeness.
        JobCancelled: by the context.
    """
    context = context or JobContext()
    items = [int(item) for item in dict.fromkeys(positive)]
    if not items:
        raise QueryError("There is nothing in this collection.", hint="Choose another one.")
    learned = ExplainTarget(
        "suggestion", positive=tuple(_even(items, MOST_LEARNED)),
        negative=tuple(_even(list(dict.fromkeys(negative)), MOST_LEARNED)),
    )  # fmt: skip
    looked = _even(items, MOST)
    notes: list[str] = []
    shown: list[Explained] = []
    for done, item in enumerate(looked):
        context.step(done, len(looked), str(item))
        request = ExplainRequest(
            PictureSource(item), network, layer, learned, (method,), ExplainOptions(measures=())
        )
        try:
            shown.append(service.explain(request))
        except AppError as error:
            notes.append(str(error))
    if not shown:
        raise QueryError(notes[0] if notes else "Nothing could be explained.", hint="")
    shown.sort(key=lambda each: -each.score)
    if len(items) > len(looked):
        notes.insert(0, ExplainNote("sample", looked=len(looked), count=f"{len(items):,}"))
    focus = _scaled(np.mean([each.maps[0].map for each in shown], axis=0))
    return CollectionExplained(
        tuple(shown), focus, concepts_of(shown), regions_of(shown), len(items), tuple(notes)
    )


def _even(items: list[int], most: int) -> list[int]:
    """Return at most so many items, evenly spread over the list."""
    if len(items) <= most:
        return items
    places = np.linspace(0, len(items) - 1, most).round().astype(int)
    return [items[place] for place in places.tolist()]


def _scaled(heat: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = float(heat.min()), float(heat.max())
    return np.asarray((heat - low) / (high - low) if high > low else heat * 0, np.float32)


def concepts_of(shown: Sequence[Explained]) -> tuple[Concept, ...]:
    """Return the classes that are most probable over all, of the five of each picture."""
    sums: dict[str, list[float]] = {}
    for each in shown:
        for label, score in each.top:
            sums.setdefault(label, []).append(score)
    found = [
        Concept(label, sum(scores) / len(shown), len(scores) / len(shown))
        for label, scores in sums.items()
    ]
    return tuple(sorted(found, key=lambda concept: -concept.probability)[:CONCEPTS])


def regions_of(shown: Sequence[Explained]) -> tuple[Region, ...]:
    """Return the strongest region of each picture, the strongest pictures first."""
    found = [region for each in shown if (region := strongest_region(each)) is not None]
    return tuple(sorted(found, key=lambda region: -region.strength)[:REGIONS])


def strongest_region(explained: Explained) -> Region | None:
    """Return the box around the place of the map's greatest value; None where it is empty."""
    import cv2

    heat = explained.maps[0].map
    if heat.max() <= 0:
        return None
    strong = np.ascontiguousarray(heat >= _STRONG * heat.max(), np.uint8)
    _, parts, boxes, _ = cv2.connectedComponentsWithStats(strong)
    row, column = np.unravel_index(int(heat.argmax()), heat.shape)
    part = int(parts[row, column])
    x, y, wide, high = (int(value) for value in boxes[part][:4])
    rows, columns = heat.shape
    left, top, width, height = explained.crop
    box = (
        left + width * x / columns, top + height * y / rows,
        max(_LEAST, width * wide / columns), max(_LEAST, height * high / rows),
    )  # fmt: skip
    picture_rows, picture_columns = explained.rgb.shape[:2]
    x0, y0 = int(box[0] * picture_columns), int(box[1] * picture_rows)
    x1 = max(x0 + 1, round((box[0] + box[2]) * picture_columns))
    y1 = max(y0 + 1, round((box[1] + box[3]) * picture_rows))
    share = float(heat[parts == part].sum() / heat.sum())
    rgb = np.ascontiguousarray(explained.rgb[y0:y1, x0:x1])
    return Region(explained.request.source.item, box, rgb, explained.score * share)
