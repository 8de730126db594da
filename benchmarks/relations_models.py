"""What `bench relations` compares: VRD's pairs, simple priors, and a kernel model that is trained.

VRD (Lu et al., "Visual relationship detection with language priors", ECCV 2016) has no licence of
its own: nothing that is learned from it ships.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.scenes.frequency import FrequencyPrior, Smoothing
from models.scenes.geometry import shares
from models.scenes.labels import LabelVectors

_BINS = 192
_CHUNK = 500

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Annotated pairs of objects, one predicate each.

    Args:
        subjects: int64 (N,), class of the subject.
        objects: int64 (N,).
        predicates: int64 (N,).
        boxes: float64 (N, 8): subject's and object's left, top, width, height, as fractions.
        aspects: float64 (N,): width / height of the image.
    """

    subjects: NDArray[np.int64]
    objects: NDArray[np.int64]
    predicates: NDArray[np.int64]
    boxes: Array
    aspects: Array


@dataclass(frozen=True, slots=True)
class Vrd:
    """The data set: names, and its images in five parts by a hash of their names."""

    objects: tuple[str, ...]
    predicates: tuple[str, ...]
    parts: tuple[Pairs, ...]

    def join(self, *parts: int) -> Pairs:
        """Return several parts as one."""
        chosen = [self.parts[part] for part in parts]
        return Pairs(
            *(
                np.concatenate([getattr(part, name) for part in chosen])
                for name in ("subjects", "objects", "predicates", "boxes", "aspects")
            )
        )


def read_vrd(folder: Path) -> Vrd:
    """Read VRD's annotations of its training images; a relation that is told twice counts once.

    Raises:
        OSError: a file is absent.
    """
    names = [
        json.loads((folder / f"{kind}.json").read_text()) for kind in ("objects", "predicates")
    ]
    sizes = json.loads((folder / "train_image_metadata.json").read_text())
    images = json.loads((folder / "annotations_train.json").read_text())
    rows: list[list[tuple[float, ...]]] = [[] for _ in range(5)]
    for image in sorted(images):
        width, height = sizes[image]["width"], sizes[image]["height"]
        part = hashlib.sha256(image.encode()).digest()[0] % len(rows)
        found = {
            (
                each["subject"]["category"],
                each["object"]["category"],
                each["predicate"],
                *_box(each["subject"]["bbox"], width, height),
                *_box(each["object"]["bbox"], width, height),
                width / height,
            ): None
            for each in images[image]
        }
        rows[part] += found
    return Vrd(tuple(names[0]), tuple(names[1]), tuple(_pairs(each) for each in rows))


def _box(sides: list[float], width: float, height: float) -> tuple[float, float, float, float]:
    top, bottom, left, right = sides
    return left / width, top / height, (right - left) / width, (bottom - top) / height


def _pairs(rows: list[tuple[float, ...]]) -> Pairs:
    table = np.array(rows, np.float64)
    classes = table[:, :3].astype(np.int64)
    return Pairs(classes[:, 0], classes[:, 1], classes[:, 2], table[:, 3:11], table[:, 11])


def counts(pairs: Pairs, objects: int, predicates: int) -> Array:
    """Return how often each triple was seen, (O, O, P)."""
    found = np.zeros((objects, objects, predicates))
    np.add.at(found, (pairs.subjects, pairs.objects, pairs.predicates), 1)
    return found


class Counted:
    """The simple models: global prior, geometry in 192 bins, FREQ, and FREQ times geometry.

    Args:
        train: pairs to count.
        objects: number of classes.
        predicates: number of predicates.
    """

    def __init__(self, train: Pairs, objects: int, predicates: int) -> None:
        self.counts = counts(train, objects, predicates)
        prior = self.counts.sum(axis=(0, 1)) + 1
        self.prior: Array = prior / prior.sum()
        by_cell = np.full((predicates, _BINS), 0.3)
        np.add.at(by_cell, (train.predicates, _cells(train)), 1)
        by_cell /= by_cell.sum(axis=1, keepdims=True)
        self._ratios = (by_cell / (self.prior @ by_cell)).T  # cells, predicates

    def shares(self, pairs: Pairs) -> dict[str, Array]:
        """Return the scores of each model, (N, P)."""
        seen = self.counts[pairs.subjects, pairs.objects]
        back_off = self.counts.sum(axis=0)[pairs.objects] + self.counts.sum(axis=1)[pairs.subjects]
        back_off += 5 * self.prior
        back_off /= back_off.sum(axis=1, keepdims=True)
        freq = (seen + 2 * back_off) / (seen.sum(axis=1, keepdims=True) + 2)
        ratios = self._ratios[_cells(pairs)]
        return {
            "prior": np.tile(self.prior, (len(seen), 1)),
            "geometry": self.prior * ratios,
            "FREQ": freq,
            "FREQ x geometry": freq * ratios,
        }


def _cells(pairs: Pairs) -> NDArray[np.int64]:
    """Return one of 192 cells: both overlaps in 4 steps, 4 directions, 3 ratios of area."""
    first, second = pairs.boxes[:, :4], pairs.boxes[:, 4:]
    overlaps = [np.digitize(part, [1e-12, 0.3, 0.9]) for part in shares(first, second)]
    centres = [box[:, :2] + box[:, 2:] / 2 for box in (first, second)]
    right = (centres[1][:, 0] - centres[0][:, 0]) * pairs.aspects
    up = centres[0][:, 1] - centres[1][:, 1]
    sector = ((np.degrees(np.arctan2(up, right)) + 45) % 360 // 90).astype(np.int64)
    areas = [np.maximum(box[:, 2] * box[:, 3], 1e-9) for box in (first, second)]
    size = np.digitize(areas[0] / areas[1], [1 / 3, 3])
    return np.asarray(((overlaps[0] * 4 + overlaps[1]) * 4 + sector) * 3 + size, np.int64)


class KernelModel:
    """Shares of predicates from training pairs with similar names and boxes.

    Each training pair votes with the similarity of its names (kernel on label vectors) and of its
    boxes (Gaussian on nine numbers). Four votes are combined: boxes alone, with the subject's name,
    with the object's, with both; the last one leans on the others and on the frequency prior. Its
    constants were chosen on the validation part.

    Args:
        train: pairs that vote.
        names: of the classes.
        predicates: names of the predicates.
    """

    def __init__(self, train: Pairs, names: tuple[str, ...], predicates: tuple[str, ...]) -> None:
        vectors = LabelVectors.load()
        cosines = vectors.similarity(names, names).astype(np.float64)
        self._alike = {width: np.exp((cosines - 1) / width) for width in (0.15, 0.2)}
        self._train = train
        self._places = _numbers(train)
        self._said = np.eye(len(predicates))[train.predicates]
        table = counts(train, len(names), len(predicates))
        rows = np.argwhere(table > 0)
        triples = np.column_stack([rows, table[tuple(rows.T)]]).astype(np.int64)
        self._names = names
        self._freq = FrequencyPrior(
            names, predicates, triples, vectors, Smoothing(2.0, 3.0, 5.0, 0.7, 0.1)
        )

    def shares(self, pairs: Pairs) -> Array:
        """Return the scores of predicates, (N, P)."""
        common = np.log(np.tile(self._freq.common, (len(pairs.subjects), 1)))
        freq = np.log(
            [
                self._freq.of(self._names[one], self._names[other]).shares
                for one, other in zip(pairs.subjects, pairs.objects, strict=True)
            ]
        )
        boxes = self._votes(pairs, common, 0.1, None, names="")
        subject = self._votes(pairs, boxes, 0.2, 0.15, names="s")
        target = self._votes(pairs, boxes, 0.2, 0.15, names="o")
        product = subject + target - boxes
        lean = 0.65 * product + 0.35 * (freq + 0.6 * (boxes - common))
        return np.exp(self._votes(pairs, lean, 0.2, 0.2, names="so"))

    def _votes(
        self, pairs: Pairs, lean: Array, reach: float, width: float | None, *, names: str
    ) -> Array:
        """Return the logarithms of shares that votes and what they lean on give together."""
        base = np.exp(lean - lean.max(axis=1, keepdims=True))
        base *= 3.0 / base.sum(axis=1, keepdims=True)
        places = _numbers(pairs)
        found = np.empty_like(base)
        for start in range(0, len(places), _CHUNK):
            rows = slice(start, start + _CHUNK)
            apart = (places[rows] ** 2).sum(axis=1)[:, None] + (self._places**2).sum(axis=1)
            apart -= 2 * places[rows] @ self._places.T
            votes = np.exp(-np.maximum(apart, 0) / reach)
            if width is not None and "s" in names:
                votes *= self._alike[width][pairs.subjects[rows]][:, self._train.subjects]
            if width is not None and "o" in names:
                votes *= self._alike[width][pairs.objects[rows]][:, self._train.objects]
            found[rows] = votes @ self._said
        return np.asarray(np.log((found + base) / (found.sum(axis=1, keepdims=True) + 3.0)))


def _numbers(pairs: Pairs) -> Array:
    """Return nine numbers that say how two boxes lie, on a common scale, (N, 9)."""
    first, second = pairs.boxes[:, :4], pairs.boxes[:, 4:]
    size_a, size_b = (np.maximum(box[:, 2:], 1e-3) for box in (first, second))
    apart = (second[:, :2] + size_b / 2) - (first[:, :2] + size_a / 2)
    apart = 2 * apart / (size_a + size_b)
    side_a, side_b = (np.sqrt(size.prod(axis=1)) for size in (size_a, size_b))
    bottom = (second[:, 1] + size_b[:, 1] - first[:, 1] - size_a[:, 1]) / size_b[:, 1]
    ratio = np.log(size_a / size_b)
    inside = shares(first, second)
    columns = [
        np.clip(apart[:, 0], -2, 2),
        np.clip(apart[:, 1], -2, 2),
        inside[0],
        inside[1],
        0.7 * np.clip(np.log(side_a / side_b), -2, 2),
        0.5 * np.clip(bottom, -2, 2),
        0.3 * np.clip(np.log(side_a) + 2, -2, 1),
        0.3 * np.clip(np.log(side_b) + 2, -2, 1),
        0.3 * np.clip(ratio[:, 0] - ratio[:, 1], -2, 2),
    ]
    return np.stack(columns, axis=1)
