"""How faithful a heat map is: what happens to the score when the image is changed by it.

Every measure asks the network again about changed copies of the image, so they work for any network
that gives probabilities, also for one that knows no gradients.

- **average drop** and **increase in confidence** (Chattopadhyay et al., "Grad-CAM++", WACV 2018,
  section 4.1): only what the map shows is kept, `O` is its score, `Y` that of the whole image;
  max(0, Y - O) / Y and whether O > Y. A low drop and many increases are good.
- **confidence drop** (median-pooling Grad-CAM): the important region is taken away, `H` is the
  score of the rest; max(0, Y - H) / Y. High is good. What counts as important is a choice, and it
  decides much: half of the map's largest value unless said otherwise (the region then has any size,
  so `area` stands beside it), or the top share of the pixels, which makes all maps comparable.
- **insertion** and **deletion** (Petsiuk et al., "RISE", BMVC 2018): area under the score while
  pixels come into a blurred image, or leave it, the most important ones first.
- **ROAD** (Rong et al., "A consistent and efficient evaluation strategy for attribution methods",
  ICML 2022): score after the least important pixels were smoothed away minus the score after the
  most important ones were, halved, mean over fractions.

Images are what the network takes: float32 (N, 3, H, W), normalised, so that 0 is the mean colour.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from models.explain.base import MEASURES, QUICK_MEASURES
from models.explain.removal import blurred, imputed

if TYPE_CHECKING:
    import torch

Floats = NDArray[np.float32]
Score = Callable[["torch.Tensor"], Floats]  # (N, 3, H, W) -> probabilities (N, C)

_LEAST_SCORE = 1e-12


@dataclass(frozen=True, slots=True)
class MeasureOptions:
    """What is measured, and how.

    Args:
        names: of MEASURES.
        important: "threshold": where the map is at least `threshold`; "top": the `top` share of
            the pixels with the largest values.
        threshold: 0-1, of the map's own range.
        top: 0-1, share of the pixels.
        fill: what stands where pixels are taken away: the mean colour, or the blurred image.
        steps: changed images of insertion and of deletion each.
        fractions: shares of the pixels that ROAD takes away.
        batch: changed images that the network sees at once.
        seed: of the noise of ROAD.
    """

    names: Sequence[str] = QUICK_MEASURES
    important: Literal["threshold", "top"] = "threshold"
    threshold: float = 0.5
    top: float = 0.2
    fill: Literal["mean", "blur"] = "mean"
    steps: int = 28
    fractions: Sequence[float] = (0.2, 0.4, 0.6, 0.8)
    batch: int = 32
    seed: int = 0

    def __post_init__(self) -> None:
        unknown = sorted(set(self.names) - set(MEASURES))
        if unknown:
            raise ValueError(
                f"There is no measure {unknown[0]!r}; there are {', '.join(MEASURES)}."
            )
        if not 0 < self.threshold <= 1 or not 0 < self.top < 1:
            raise ValueError("The threshold and the top share must lie between 0 and 1.")
        if self.steps < 2 or self.batch < 1:
            raise ValueError("Insertion and deletion need at least 2 steps, a batch at least 1.")
        if not self.fractions or not all(0 < each < 1 for each in self.fractions):
            raise ValueError("The fractions of ROAD must lie between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of the maps of one method, one value an image.

    Args:
        scores: Y, probability of the target for the whole image, float64 (N,).
        values: by name, float64 (N,): drops, increase and area in percent, the others as areas of
            probability (-1 to 1); NaN where the map is empty or the score is 0.
    """

    scores: NDArray[np.float64]
    values: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    def mean(self, name: str) -> float:
        """Mean over the images that have a value; NaN where none has."""
        known = self.values[name][np.isfinite(self.values[name])]
        return float(known.mean()) if known.size else float("nan")


def measure(
    score: Score,
    x: "torch.Tensor",
    maps: Floats,
    targets: Sequence[int],
    *,
    options: MeasureOptions | None = None,
    context: JobContext | None = None,
) -> Measures:
    """Measure the maps of one method.

    Args:
        score: gives probabilities, float32 (N, C), of normalised images.
        x: images, float32 (N, 3, H, W).
        maps: float32 (N, H, W), 0-1; a map of zeros is an empty one.
        targets: class of each image.
        options: what and how; the quick measures by default.
        context: asked between batches.

    Raises:
        ValueError: shapes do not fit each other, or a map has values outside 0-1.
        JobCancelled: the user cancelled.
    """
    options = options or MeasureOptions()
    maps = _checked(x, maps, targets)
    asking = _Asking(score, options.batch, context or JobContext())
    whole = asking.ask(iter(x), len(x), targets, 1)[:, 0]
    found = _Found(asking, x, maps, list(targets), whole, options)
    values: dict[str, NDArray[np.float64]] = {}
    if {"average_drop", "increase"} & set(options.names):
        values |= found.kept()
    if {"confidence_drop", "area"} & set(options.names):
        values |= found.taken()
    for name in ("insertion", "deletion"):
        if name in options.names:
            values[name] = found.curve(name)
    if "road" in options.names:
        values["road"] = found.road()
    empty = (maps.reshape(len(maps), -1).max(axis=1) <= 0) | (whole <= _LEAST_SCORE)
    for array in values.values():
        array[empty] = np.nan
    return Measures(whole, {name: values[name] for name in MEASURES if name in options.names})


def important_region(maps: Floats, options: MeasureOptions) -> NDArray[np.bool_]:
    """Return where maps (N, H, W) count as important; nowhere where a map is empty."""
    flat = maps.reshape(len(maps), -1)
    if options.important == "threshold":
        return np.asarray(maps >= np.float32(options.threshold))
    count = max(1, round(options.top * flat.shape[1]))
    region = np.zeros(flat.shape, bool)
    np.put_along_axis(region, _order(flat)[:, :count], values=True, axis=1)
    return np.asarray(region & (flat.max(axis=1, keepdims=True) > 0)).reshape(maps.shape)


def _order(flat: Floats) -> NDArray[np.int64]:
    """Pixels of each row, the most important first; equal ones in reading order."""
    return np.argsort(-flat, axis=1, kind="stable")


def _checked(x: "torch.Tensor", maps: Floats, targets: Sequence[int]) -> Floats:
    if x.ndim != 4 or maps.shape != (len(x), *x.shape[-2:]) or len(targets) != len(x):
        raise ValueError(
            f"Images {tuple(x.shape)}, maps {maps.shape} and {len(targets)} targets do not fit."
        )
    maps = np.asarray(maps, np.float32)
    if not np.isfinite(maps).all() or maps.min(initial=0) < 0 or maps.max(initial=0) > 1 + 1e-6:
        raise ValueError("Maps must lie between 0 and 1.")
    return maps


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks the network in batches, however many changed images there are."""

    score: Score
    batch: int
    context: JobContext

    def ask(
        self, images: Iterator["torch.Tensor"], total: int, targets: Sequence[int], each: int
    ) -> NDArray[np.float64]:
        """Return scores (targets, each) of changed images, `each` of one target in a row."""
        import torch

        scores: list[float] = []
        waiting: list[torch.Tensor] = []

        def flush() -> None:
            self.context.step(len(scores), total)
            rows = self.score(torch.stack(waiting))
            first = len(scores)
            scores.extend(float(row[targets[(first + i) // each]]) for i, row in enumerate(rows))
            waiting.clear()

        for image in images:
            waiting.append(image)
            if len(waiting) == self.batch:
                flush()
        if waiting:
            flush()
        return np.array(scores, np.float64).reshape(len(targets), each)


@dataclass(frozen=True, slots=True)
class _Found:
    """Computes the measures of one set of images and maps."""

    asking: _Asking
    x: "torch.Tensor"
    maps: Floats
    targets: list[int]
    whole: NDArray[np.float64]
    options: MeasureOptions

    def kept(self) -> dict[str, NDArray[np.float64]]:
        """Average drop and increase: the image fades to the fill where the map does."""
        import torch

        masks = torch.from_numpy(self.maps).to(self.x.device)
        images = (
            fill + (image - fill) * mask
            for image, mask, fill in zip(self.x, masks, self._fills(), strict=True)
        )
        kept = self.asking.ask(images, len(self.x), self.targets, 1)[:, 0]
        return {
            "average_drop": self._drop(kept),
            "increase": np.where(kept > self.whole, 100.0, 0.0),
        }

    def taken(self) -> dict[str, NDArray[np.float64]]:
        """Confidence drop: the important region is replaced by the fill."""
        import torch

        region = important_region(self.maps, self.options)
        masks = torch.from_numpy(region).to(self.x.device)
        images = (
            torch.where(mask, fill, image)
            for image, mask, fill in zip(self.x, masks, self._fills(), strict=True)
        )
        rest = self.asking.ask(images, len(self.x), self.targets, 1)[:, 0]
        area = (100.0 * region.mean(axis=(1, 2))).astype(np.float64)
        return {"confidence_drop": self._drop(rest), "area": area}

    def _drop(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """By how many percent scores are below those of the whole images."""
        lost = np.maximum(0, self.whole - scores)
        return np.asarray(100 * lost / np.maximum(self.whole, _LEAST_SCORE))

    def curve(self, name: str) -> NDArray[np.float64]:
        """Area under the score while pixels come (insertion) or go (deletion)."""
        scores = self.asking.ask(
            self._steps(insert=name == "insertion"),
            len(self.x) * (self.options.steps + 1),
            self.targets,
            self.options.steps + 1,
        )
        return np.asarray(np.trapezoid(scores, dx=1 / self.options.steps, axis=1))

    def _steps(self, *, insert: bool) -> Iterator["torch.Tensor"]:
        import torch

        size = self.maps[0].size
        counts = np.linspace(0, size, self.options.steps + 1).round().astype(int)
        for image, heat in zip(self.x, self.maps, strict=True):
            rank = np.empty(size, np.int64)
            rank[_order(heat.reshape(1, -1))[0]] = np.arange(size)
            ranks = torch.from_numpy(rank.reshape(heat.shape)).to(image.device)
            other = blurred(image[None])[0] if insert else torch.zeros_like(image)
            for count in counts.tolist():
                first = ranks < count
                yield (
                    torch.where(first, image, other) if insert else torch.where(first, other, image)
                )

    def road(self) -> NDArray[np.float64]:
        """Half of (least important first minus most important first), mean over fractions."""
        each = 2 * len(self.options.fractions)
        scores = self.asking.ask(self._smoothed(), len(self.x) * each, self.targets, each)
        most, least = scores[:, 0::2], scores[:, 1::2]
        return np.asarray(((least - most) / 2).mean(axis=1))

    def _smoothed(self) -> Iterator["torch.Tensor"]:
        import torch

        size = self.maps[0].size
        for number, (image, heat) in enumerate(zip(self.x, self.maps, strict=True)):
            order = _order(heat.reshape(1, -1))[0]
            masks = np.zeros((2 * len(self.options.fractions), size), bool)
            for row, fraction in enumerate(self.options.fractions):
                count = max(1, round(fraction * size))
                masks[2 * row, order[:count]] = True
                masks[2 * row + 1, order[-count:]] = True
            removed = torch.from_numpy(masks.reshape(-1, *heat.shape)).to(image.device)
            copies = image.expand(len(masks), -1, -1, -1)
            yield from imputed(copies, removed, seed=self.options.seed + number)

    def _fills(self) -> "torch.Tensor":
        """What stands where pixels are taken away, (N, 3, H, W)."""
        import torch

        return torch.zeros_like(self.x) if self.options.fill == "mean" else blurred(self.x)
