"""Value types of photos with a pose."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

POINTS: Final = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
    "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee",
    "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
"""The points of the COCO data set, in its order."""

LINES: Final = (
    (5, 7), (7, 9), (6, 8), (8, 10), (11, 13), (13, 15), (12, 14), (14, 16), (5, 6), (11, 12),
    (5, 11), (6, 12), (0, 5), (0, 6),
)  # fmt: skip
"""Points that a drawing of a skeleton joins."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """A person in a picture.

    Args:
        item: whose picture.
        number: which of its people, from 0, the largest first.
        points: float32 (17, 3) in COCO's order: x, y as fractions of the picture, score 0-1.
        box: left, top, width, height as fractions of the picture.
        aspect: width of the picture divided by its height.
        score: mean score of the points, 0-1.
    """

    item: int
    number: int
    points: NDArray[np.float32]
    box: tuple[float, float, float, float]
    aspect: float
    score: float


@dataclass(frozen=True, slots=True)
class PoseReport:
    """What an analysis of poses did.

    Args:
        model: that found the points.
        items: pictures that were looked at now.
        people: that were found in them.
        skipped: pictures that cannot be read now; they are tried again next time.
        seconds: it took.
    """

    model: str
    items: int = 0
    people: int = 0
    skipped: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PoseState:
    """What is known of the poses of a library.

    Args:
        model: that finds the points; "" where none is there.
        title: of the model, for people.
        detector: whether a detector says where people are; else the whole picture is one.
        items: pictures that were looked at.
        pending: pictures that were not.
        people: with a pose, of items that are there.
        with_people: items that show any.
        by_count: number of people -> items that show so many.
        hint: what to do where no model is there, "" otherwise.
    """

    model: str = ""
    title: str = ""
    detector: bool = False
    items: int = 0
    pending: int = 0
    people: int = 0
    with_people: int = 0
    by_count: dict[int, int] = field(default_factory=dict)
    hint: str = ""
