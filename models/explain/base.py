"""Value types of explanations; torch is not needed to import them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from common.errors import ModelError
from common.notes import Note

MEASURES: Mapping[str, bool | None] = {
    "average_drop": False,
    "increase": True,
    "confidence_drop": True,
    "area": None,
    "insertion": True,
    "deletion": False,
    "road": True,
}
"""The measures of a map, and whether more is better; None where it is neither good nor bad. What
they say is told in `models.explain.measures`.
"""

QUICK_MEASURES = ("average_drop", "increase", "confidence_drop", "area")
"""Those that need two changed images a map."""

AUTO = "auto"
"""In place of a layer: the last convolutional one; in place of a class: the best-scored one."""


class LayerError(ModelError):
    """A layer that does not exist, or has no maps to explain with."""


class TargetError(ModelError):
    """A class, or another thing to explain, that does not exist."""


class MethodError(ModelError):
    """A method that does not exist, or cannot be used with this network."""


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of an image that a network sees, in pixels of the image.

    Args:
        left, top: corner.
        width, height: at least 1.
    """

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """A layer whose output has spatial extent.

    Args:
        name: as in `module.named_modules()`; of ONNX networks, the name of the tensor.
        kind: "conv", "block", "activation", "pool", "norm", "tokens" or "other".
        channels: maps in it.
        height, width: of one map, in cells.
        depth: 0 (first) to 1 (last), by the order in which layers finish.
    """

    name: str
    kind: str
    channels: int
    height: int
    width: int
    depth: float


@dataclass(frozen=True, slots=True)
class MethodInfo:
    """One way to make a heat map.

    Args:
        name: unique.
        title: for people; names stay as their papers wrote them.
        family: "map" (weighs the maps of a layer), "pixel" (by pixel), "guided" (product of both),
            "masking" (asks about changed images) or "attention".
        source: paper, and the equation where it has one.
        formula: in words.
        cost: passes through the network, in words.
        needs_gradients: not for ONNX networks.
        needs_layer: the layer matters.
        needs_attention: only for transformers.
        is_random: uses `ExplainOptions.seed`.
        guided: the method of family "map" that a guided product starts from; else "".
    """

    name: str
    title: str
    family: str
    source: str
    formula: str
    cost: str
    needs_gradients: bool = True
    needs_layer: bool = True
    needs_attention: bool = False
    is_random: bool = False
    guided: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What is explained about one image.

    Args:
        index: class; -1: the class with the best score (for similarity: not used).
        against: class whose score is taken away, to compare two; -1: none.
        vector: for networks that give vectors: the vector whose cosine is explained, (D,) float32.
    """

    index: int = -1
    against: int = -1
    vector: NDArray[np.float32] | None = field(default=None, compare=False)


Targets = int | Target | Sequence[int | Target] | None
"""One for all images or one each; a number is a class; None: the best class of each image."""


@dataclass(frozen=True, slots=True)
class ExplainOptions:
    """How the methods with a choice work.

    Args:
        batch: images at a time; halved when the memory runs out.
        seed: of all random numbers.
        samples: noisy copies of Smooth Grad-CAM++.
        sigma: standard deviation of their noise, as a share of the input's range (Smilkov et al.
            2017 advise 0.1 to 0.2).
        channels: maps that Score-CAM asks about, those that vary most first; 0: all.
        masks: random masks of RISE.
        mask_cells: cells of a mask's side; `mask_share` of them are open.
        mask_share: 0 to 1.
        patch: side of the square of sliding occlusion, as a share of the shorter side.
        stride: its step, in the same unit.
    """

    batch: int = 8
    seed: int = 0
    samples: int = 25
    sigma: float = 0.15
    channels: int = 0
    masks: int = 1000
    mask_cells: int = 7
    mask_share: float = 0.5
    patch: float = 0.2
    stride: float = 0.1


NOTE_TEXTS = {
    "no-gradient": "There is no gradient anywhere: the map is empty.",
    "empty": "The map is empty.",
    "only-runs": "This network only runs and gives no gradients: methods without them are used.",
    "was-training": "The network was in training mode; it ran in evaluation mode.",
    "memory": "The memory ran out; images were taken {count} at a time.",
    "plain-gradient": "The network has no activation function that is known: a plain gradient.",
}
"""What `MapNote` says, by id."""


class MapNote(Note):
    """A note about maps."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = NOTE_TEXTS


@dataclass(slots=True)
class Maps:
    """Heat maps of N images.

    Args:
        raw: method -> float32 (N, h, w), not scaled. Values are >= 0 where the method ends with a
            ReLU (all of family "map"), else they have a sign. `upsample` brings them to 0-1.
        pixels: method -> float32 (N, 3, H, W) with a sign, for methods of the families "pixel" and
            "guided"; `raw` then holds the largest absolute value of the three colours.
        scores: float32 (N, C): probabilities; for networks that give vectors: (N, 1) cosines.
        targets: what was explained, one an image, with -1 replaced by the class that it meant.
        layer: name of the layer that was looked at; "" where no method looked at one.
        seconds: method -> time for all N. What methods share (one forward and one backward pass)
            is under "shared".
        notes: method -> what the user should know of this map; "" is about all methods.
    """

    raw: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    pixels: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    scores: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    targets: list[Target] = field(default_factory=list)
    layer: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    notes: dict[str, list[MapNote]] = field(default_factory=dict)

    def note(self, method: str, text: MapNote) -> None:
        """Add a note once."""
        lines = self.notes.setdefault(method, [])
        if text not in lines:
            lines.append(text)


def spread_targets(targets: Targets, count: int) -> list[Target]:
    """Return one `Target` an image.

    Raises:
        TargetError: another number of targets than images.
    """
    if targets is None or isinstance(targets, int | np.integer | Target):
        targets = [targets] * count if targets is not None else [-1] * count
    found = [t if isinstance(t, Target) else Target(int(t)) for t in targets]
    if len(found) != count:
        raise TargetError(
            f"{len(found)} targets were given for {count} images.",
            hint="Give one target for all, or one an image.",
        )
    return found


def find_label(labels: Sequence[str], wanted: str) -> int:
    """Return the class that a person means: its number, its name, or one of its synonyms.

    Args:
        labels: of the network, synonyms separated by commas.
        wanted: case does not matter.

    Raises:
        TargetError: no such class; the message names near ones.
    """
    from difflib import get_close_matches

    text = wanted.strip().lower()
    if text.isdecimal() and int(text) < len(labels):
        return int(text)
    names: dict[str, int] = {}
    for number, label in enumerate(labels):
        names.setdefault(label.lower(), number)
        for part in label.lower().split(","):
            names.setdefault(part.strip(), number)
    if text in names:
        return names[text]
    near = get_close_matches(text, names, n=3, cutoff=0.6)
    advice = f"Did you mean {' or '.join(f'“{name}”' for name in near)}?" if near else ""
    raise TargetError(
        f"The network has no class “{wanted}”.",
        hint=advice or f"Choose a name or a number from 0 to {len(labels) - 1}.",
    )


def unknown_method(name: str, known: Sequence[str]) -> MethodError:
    """Return the error for a method that does not exist."""
    return MethodError(
        f"There is no method “{name}”.", hint=f"Choose one of: {', '.join(known)}, or “all”."
    )
