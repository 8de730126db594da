"""What an explanation answers, and by re-export all its value types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from app.services.explain_request import (
    IN_PERCENT,
    TARGET_KINDS,
    ExplainOptions,
    ExplainRequest,
    ExplainTarget,
    PictureSource,
    Rect,
)
from common.notes import Note
from models.explain.base import (
    AUTO,
    MEASURES,
    NOTE_TEXTS,
    QUICK_MEASURES,
    LayerInfo,
    MapNote,
    MethodInfo,
)
from models.explain.networks import NetworkEntry

__all__ = [
    "AUTO",
    "IN_PERCENT",
    "MEASURES",
    "QUICK_MEASURES",
    "TARGET_KINDS",
    "ExplainNote",
    "ExplainOptions",
    "ExplainRequest",
    "ExplainTarget",
    "Explained",
    "LayerInfo",
    "LayerList",
    "MapNote",
    "MethodInfo",
    "MethodMap",
    "NetworkEntry",
    "Occluded",
    "PictureSource",
    "Rect",
    "SanityReport",
]


class ExplainNote(Note):
    """A note of the service, in English, that a window can say in its language."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "thumbnail": "The picture is a thumbnail: {why}.",
        "sample": "{looked} of {count} items were looked at, evenly drawn.",
    }


def note_texts() -> dict[str, str]:
    """Return the ids of all notes of explanations with their English texts."""
    return {**NOTE_TEXTS, **ExplainNote.texts}


@dataclass(frozen=True, slots=True)
class LayerList:
    """The layers of a network that a map can look at.

    Args:
        network: name.
        layers: from early to late.
        auto: name of the one that "auto" takes; "" where no layer can be looked at.
    """

    network: str
    layers: tuple[LayerInfo, ...]
    auto: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class MethodMap:
    """The heat map of one method.

    Args:
        method: name.
        title: of the method.
        map: float32 (H, W), 0-1, of the part of the picture that the network saw.
        raw: the same at the size of the layer and not scaled, float32 (h, w).
        measures: by name, see MEASURES; NaN where a map is empty. None where they were not asked
            for or make no sense.
        ms: milliseconds that the method took beyond what all methods share.
        notes: what to know of it ("no gradient anywhere").
    """

    method: str
    title: str
    map: NDArray[np.float32]
    raw: NDArray[np.float32]
    measures: Mapping[str, float] = field(default_factory=dict)
    ms: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """An explanation of one picture.

    Args:
        request: with network and layer resolved; enough to repeat it.
        title: of the picture.
        rgb: the picture, uint8 (H, W, 3), perhaps smaller than the original.
        crop: what the network saw of it, as shares.
        label: of the target.
        score: of the target: a probability, or a cosine for "alike" and "sentence".
        top: the most probable classes with their probability, at most five.
        maps: one a method, in the order asked for.
        seconds: all in all.
        notes: what the user should know.
        version: of the network's weights.
        target_index: number of the class; -1 where the target is none.
    """

    request: ExplainRequest
    title: str
    rgb: NDArray[np.uint8]
    crop: Rect
    label: str
    score: float
    top: tuple[tuple[str, float], ...]
    maps: tuple[MethodMap, ...]
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    version: str = ""
    target_index: int = -1

    def map_of(self, method: str) -> MethodMap | None:
        """Return the map of a method, None where it was not asked for."""
        return next((each for each in self.maps if each.method == method), None)


@dataclass(frozen=True, slots=True)
class Occluded:
    """What the network says of a picture of which parts are hidden.

    Args:
        top: the most probable classes now.
        watched: probability now of the classes that were most probable before, by label.
        before: their probability in the whole picture.
        hidden: share of what the network sees that is hidden, 0-1.
        ms: time it took.
    """

    top: tuple[tuple[str, float], ...]
    watched: tuple[tuple[str, float], ...]
    before: tuple[tuple[str, float], ...]
    hidden: float
    ms: float


@dataclass(frozen=True, slots=True)
class SanityReport:
    """Whether a map changes when the network forgets what it learned.

    Args:
        method: name.
        title: of the method.
        steps: the lowest layer that was shuffled, and how alike the maps still are (-1 to 1; NaN
            where the map became empty).
        passed: the map of the shuffled network is another one.
    """

    method: str
    title: str
    steps: tuple[tuple[str, float], ...]
    passed: bool
