"""Makes drawings of known bodies: the pairs that sketch networks learn from and are measured on.

Bodies are 172 cm tall: a drawing that is fitted to its box says nothing of stature, so none is
learned; it is set by the user, or follows from a known scale. Everything is seeded.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.errors import MediaError, ModelError
from common.jobs import JobContext
from models.body.human import Human, shape_of
from models.body.limits import LIMITS, clamped, sample_pose
from models.body.model import BodyModel
from models.body.motion import euler, read_asf_amc
from models.body.retarget import retarget
from models.body.rotations import from_axis_angle
from models.body.skeleton import COUNT, INDEX, mirror_rotations
from models.sketch.degrade import CLEAN, sample_hand
from models.sketch.raster import draw
from models.sketch.synthesis import drawn, outline

logger = logging.getLogger(__name__)
Array = NDArray[np.float64]
Split = Literal["train", "valid", "test"]

STATURE_CM: Final = 172.0
SPLIT_SEED: Final = 2021
_DIGITS: Final = 4  # of the number of a subject
EVERY: Final = 5  # frames of captured motion, which has 120 a second
YAW: Final = 60.0  # degrees that bodies are turned away from the viewer, to either side
_SHARES: Final = {"train": 0.6, "valid": 0.2, "test": 0.2}
_UPPER: Final = tuple(
    joint
    for name, joint in INDEX.items()
    if not any(part in name for part in ("pelvis", "hip", "knee", "ankle", "foot"))
)


@dataclass(frozen=True, slots=True)
class Captured:
    """Captured poses, the heading taken out.

    Args:
        rotations: float32 (N, 24, 3, 3).
        subjects: int16 (N,).
    """

    rotations: NDArray[np.float32]
    subjects: NDArray[np.int16]

    def part(self, split: Split) -> "Captured":
        """Return 60, 20 or 20 % of the frames of every subject, drawn at random as the paper does.

        Frames of one motion are alike, so the parts are not independent; see by_subject().
        """
        order = np.random.default_rng(SPLIT_SEED).permutation(len(self.subjects))
        chosen = []
        for subject in np.unique(self.subjects):
            rows = order[self.subjects[order] == subject]
            first = 0.0
            for name, share in _SHARES.items():
                low, high = round(first * len(rows)), round((first + share) * len(rows))
                if name == split:
                    chosen.append(rows[low:high])
                first += share
        rows = np.sort(np.concatenate(chosen))
        return Captured(self.rotations[rows], self.subjects[rows])

    def by_subject(self, subject: int, *, without: bool = False) -> "Captured":
        """Return the poses of one subject, or of all others."""
        rows = (self.subjects == subject) != without
        return Captured(self.rotations[rows], self.subjects[rows])


def read_captured(folder: Path) -> Captured:
    """Return every fifth frame of the CMU motions of a folder (NN.asf, NN_MM.amc).

    Raises:
        MediaError: a file cannot be read, or is not called so.
        FileNotFoundError: there is no motion.
    """
    body = BodyModel()
    poses: list[Array] = []
    subjects: list[int] = []
    for motion in sorted(folder.glob("*.amc")):
        subject = motion.name.partition("_")[0]
        if not subject.isdecimal() or len(subject) > _DIGITS:
            raise MediaError(motion, "its name does not begin with the number of a subject")
        clip = read_asf_amc(folder / f"{subject}.asf", motion)
        turned = retarget(clip, body, every=EVERY).rotations
        poses.append(without_heading(turned))
        subjects += [int(subject)] * len(turned)
    if not poses:
        raise FileNotFoundError(f"{folder} holds no .amc motion")
    return Captured(np.concatenate(poses).astype(np.float32), np.array(subjects, np.int16))


def without_heading(rotations: NDArray[np.floating]) -> Array:
    """Return poses (N, 24, 3, 3) turned about y so that they face the viewer; tilt stays."""
    faced = np.array(rotations, np.float64)
    front = faced[:, 0, :, 2]
    heading = np.degrees(np.arctan2(front[:, 0], front[:, 2]))
    faced[:, 0] = euler(-heading[:, None], "Y") @ faced[:, 0]
    return faced


Poser = Callable[[np.random.Generator], Array]


def captured_poser(captured: Captured, *, vary: bool) -> Poser:
    """Return what draws captured poses, turned by a random yaw and mirrored half of the time.

    Args:
        captured: where from.
        vary: joints are shaken a little, and upper and lower bodies of two frames are joined
            sometimes: few subjects then make more poses.
    """

    def pose(rng: np.random.Generator) -> Array:
        chosen = captured.rotations[rng.integers(len(captured.rotations))].astype(np.float64)
        if vary and rng.random() < 0.35:
            other = captured.rotations[rng.integers(len(captured.rotations))]
            chosen[list(_UPPER)] = other[list(_UPPER)]
        if vary and rng.random() < 0.25:
            chosen[list(_UPPER)] = sample_pose(rng)[list(_UPPER)]
        if vary:
            shake = rng.normal(0, np.radians(rng.uniform(0, 9)), (COUNT, 3))
            chosen = chosen @ from_axis_angle(shake)
            for joint in LIMITS:
                chosen[joint] = clamped(joint, chosen[joint])
        if rng.random() < 0.5:
            chosen = np.asarray(mirror_rotations(chosen))
        chosen[0] = euler(np.array([rng.uniform(-YAW, YAW)]), "Y") @ chosen[0]
        return np.asarray(chosen)

    return pose


def mixed_poser(posers: Sequence[tuple[float, Poser]]) -> Poser:
    """Return what draws from several by their shares."""
    shares = np.array([share for share, _ in posers])

    def pose(rng: np.random.Generator) -> Array:
        return posers[int(rng.choice(len(posers), p=shares / shares.sum()))][1](rng)

    return pose


def sample_shape(rng: np.random.Generator, body: BodyModel) -> Array:
    """Return shape numbers of an adult of STATURE_CM, float64 (10,)."""
    human = Human(
        gender=float(rng.uniform(0, 1)),
        age=float(rng.uniform(0.5, 1.0)),
        muscle=float(rng.beta(2, 2)),
        weight=float(rng.beta(2, 2)),
        proportions=float(rng.beta(2, 2)),
        stature_cm=STATURE_CM,
    )
    return shape_of(body, human)


@dataclass(frozen=True, slots=True)
class Drawings:
    """Drawings with what they show.

    Args:
        pictures: uint8 (N, K, S, S): K drawings a body, 0 is ink.
        rotations: float32 (N, 24, 3, 3).
        shapes: float32 (N, 10).
    """

    pictures: NDArray[np.uint8]
    rotations: NDArray[np.float32]
    shapes: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.pictures)

    def save(self, path: Path) -> None:
        """Write a file, whole or not at all."""
        beside = path.with_name(path.name + ".part")
        with beside.open("wb") as file:
            np.savez_compressed(
                file, pictures=self.pictures, rotations=self.rotations, shapes=self.shapes
            )
        beside.replace(path)

    @classmethod
    def load(cls, paths: Sequence[Path]) -> "Drawings":
        """Return the drawings of several files, one after the other.

        Raises:
            ModelError: a file is missing or damaged.
        """
        read = []
        for path in paths:
            try:
                with np.load(path, allow_pickle=False) as file:
                    read.append((file["pictures"], file["rotations"], file["shapes"]))
            except DAMAGED as error:
                raise ModelError(
                    f"The drawings “{path}” cannot be read ({error}).",
                    hint="Delete the file; `train-body` draws it again.",
                ) from None
        return cls(*(np.concatenate(column) for column in zip(*read, strict=True)))


def make_drawings(
    poser: Poser,
    count: int,
    *,
    side: int,
    seed: int,
    each: int = 4,
    clean: bool = False,
    context: JobContext | None = None,
) -> Drawings:
    """Return drawings of random bodies.

    Args:
        poser: draws poses.
        count: bodies.
        side: pixels of the drawings.
        seed: the same one gives the same drawings.
        each: drawings a body.
        clean: contours as they are instead of by hand.
        context: reports and cancels.
    """
    context = context or JobContext()
    body = BodyModel()
    pictures = np.empty((count, each, side, side), np.uint8)
    rotations = np.empty((count, COUNT, 3, 3), np.float32)
    shapes = np.empty((count, body.shapes), np.float32)
    for row in range(count):
        context.step(row, count, "Drawing bodies")
        rng = np.random.default_rng([seed, row])
        pose, shape = poser(rng), sample_shape(rng, body)
        lines = outline(body.pose(pose, shape))
        for place in range(each):
            hand = CLEAN if clean else sample_hand(rng)
            pen = None if clean else float(rng.choice([1.0, 1.0, 2.0]) * side / 128)
            strokes = drawn(lines, hand, rng)
            shades = None if clean else rng.integers(0, 90, len(strokes)).tolist()
            pictures[row, place] = draw(strokes, side, pen=pen, shades=shades)
        rotations[row], shapes[row] = pose, shape
    logger.info("%d bodies, %d drawings each of %d pixels", count, each, side)
    return Drawings(pictures, rotations, shapes)
