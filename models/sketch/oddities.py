"""Looks at a drawing before it is read: is it a person's at all, and one person's?

None of this refuses a drawing but an empty one; it tells why a body may come out wrong.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from common.notes import Note
from common.strokes import Stroke
from models.sketch.raster import draw

_SIDE: Final = 128
_DENSE: Final = 0.38  # share of ink in the box: drawings of people have at most 0.3
_GAP: Final = 3  # pixels between two figures
_SECOND: Final = 0.55  # height and ink of a second figure, share of the first one's
_ROUND: Final = 0.965  # share of a hull that its ellipse covers
_RIM: Final = 0.6  # share of the ink that lies near the hull of a lone head
_MANY: Final = 3000  # strokes
_FEW: Final = 5  # strokes that are together
_LONG: Final = 14.0  # sides of the box long: a scribble; outlines of a person are at most 8
_PETALS: Final = 5  # strokes of a ring at least
_MOST: Final = 60  # strokes of a drawing in which a ring is looked for
_ALIKE: Final = 1.5  # length of the longest stroke of a ring by that of the shortest
_AS_FAR: Final = 1.4  # the same of their distances from the middle
_EVEN: Final = 1.6  # the widest gap of a ring by the mean one
_CLOSE: Final = 0.5  # the narrowest one
_BENT: Final = 0.3  # how unlike ends of strokes of a ring may lie, share of their length
_MOSTLY: Final = 0.45  # share of the ink that lies in a ring
_SHORT: Final = 1.7  # sides of the box long: a line or two; stick figures have at least 2.3
_LEAST_SURE: Final = ((3, 0.35), (12, 0.1))
"""Strokes at most, and how sure a reading of so few must be: 0 is the unsurest, 1 the surest.

No freehand person that comes with the program lies below; lines, crosses, houses, stars and most
flowers do."""


class SketchNote(Note):
    """What is odd about a drawing."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = {
        "scribble": "The drawing is so dense that limbs can hardly be told apart.",
        "two-people": "There seem to be {count} figures; draw one person, or cut the others away.",
        "only-head": "This looks like a head alone; draw the whole body.",
        "many-strokes": "{count} strokes; what is drawn over and over makes the reading unsure.",
        "no-person": "This looks like a flower, a sun or a wheel; draw a person, head to feet.",
        "inverted": "Light lines on a dark ground were taken as ink.",
        "photo": "This looks like a photo; only drawings can be read. Trace the person instead.",
        "transparent": "The transparent parts were taken as paper.",
        "shrunk": "The picture of {width} x {height} pixels was read at {side} pixels.",
        "uncalibrated": "The network brings no measured confidence; the one shown is a guess.",
        "too-little": "Too little of a person is drawn to read a body.",
        "unsure": "The drawing can be read in several ways; look at the marked joints.",
    }


def check_drawn(strokes: Sequence[Stroke]) -> None:
    """Refuse what holds no drawing.

    Raises:
        QueryError: no stroke, or no more than a dot.
    """
    if not strokes:
        raise QueryError("The canvas is empty.", hint="Draw a person, head to feet.")
    points = np.concatenate([stroke.points for stroke in strokes])
    if not np.isfinite(points).all():
        raise QueryError(
            "The drawing has points that are no numbers.", hint="Undo the last stroke, draw again."
        )
    width = max(stroke.width for stroke in strokes)
    if float((points.max(0) - points.min(0)).max()) <= max(2.0 * width, 1e-6):
        raise QueryError("There is only a dot.", hint="Draw a person, head to feet.")


def oddities(strokes: Sequence[Stroke]) -> list[SketchNote]:
    """Return what is odd about a drawing; nothing for one of a person."""
    ink = draw(strokes, _SIDE) < 128
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    notes = []
    if len(strokes) > _MANY:
        notes.append(SketchNote("many-strokes", count=len(strokes)))
    if not len(rows):
        return notes
    box = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    dense = min(box.shape) >= _SIDE // 8 and float(box.mean()) > _DENSE
    if dense or _is_scribbled(strokes):
        notes.append(SketchNote("scribble"))
        return notes
    figures = _figures(ink)
    if _has_ring(strokes):
        notes.append(SketchNote("no-person"))
    elif figures > 1:
        notes.append(SketchNote("two-people", count=figures))
    elif _is_head(ink):
        notes.append(SketchNote("only-head"))
    return notes


def is_little(strokes: Sequence[Stroke], share: float | None = None) -> bool:
    """Return whether too little is drawn to be a person's body.

    Args:
        strokes: that were read.
        share: how sure the reading is, see Calibration.share(); None where that is not known.
    """
    points = np.concatenate([stroke.points for stroke in strokes])
    extent = float((points.max(0) - points.min(0)).max())
    if sum(one.length for one in strokes) < _SHORT * extent or _has_ring(strokes):
        return True
    if share is None:
        return False
    return any(len(strokes) <= most and share <= least for most, least in _LEAST_SURE)


def _is_scribbled(strokes: Sequence[Stroke]) -> bool:
    """Whether few strokes go to and fro."""
    points = np.concatenate([stroke.points for stroke in strokes])
    extent = float((points.max(0) - points.min(0)).max())
    return len(strokes) <= _FEW and sum(one.length for one in strokes) > _LONG * extent


def _has_ring(strokes: Sequence[Stroke]) -> bool:
    """Whether most of the ink is alike strokes evenly around a middle: petals, rays, spokes.

    None of 412 made drawings of people, nor a freehand one that comes with the program, has such a
    ring; a network reads flowers of many petals as bodies, and is sure of some.
    """
    if not _PETALS <= len(strokes) <= _MOST:
        return False
    lengths = np.array([stroke.length for stroke in strokes])
    order = np.argsort(lengths, kind="stable")
    lengths, whole = lengths[order], float(lengths.sum())
    sorted_ = [strokes[place].points.astype(np.float64) for place in order]
    middles = np.array([(one.min(0) + one.max(0)) / 2 for one in sorted_])
    ends = np.array([np.linalg.norm(one[-1] - one[0]) for one in sorted_])
    bent = ends / np.maximum(lengths, 1e-9)
    for first in range(len(strokes) - _PETALS + 1):
        last = int(np.searchsorted(lengths, lengths[first] * _ALIKE, side="right"))
        for end in range(last, first + _PETALS - 1, -1):
            if lengths[first:end].sum() < _MOSTLY * whole:
                break
            if np.ptp(bent[first:end]) <= _BENT and _is_round(middles[first:end]):
                return True
    return False


def _is_round(places: NDArray[np.float64]) -> bool:
    """Whether places (N, 2) lie evenly on a circle about their mean."""
    away = places - places.mean(0)
    far = np.linalg.norm(away, axis=1)
    if far.min() <= 0 or far.max() > _AS_FAR * far.min():
        return False
    angles = np.sort(np.arctan2(away[:, 1], away[:, 0]))
    gaps = np.diff(angles, append=angles[0] + 2 * np.pi) * len(places) / (2 * np.pi)
    return bool(gaps.max() <= _EVEN and gaps.min() >= _CLOSE)


def _figures(ink: NDArray[np.bool_]) -> int:
    """Return how many figures stand beside each other."""
    import cv2

    near = np.ones((2 * _GAP + 1, 2 * _GAP + 1), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.dilate(ink.astype(np.uint8), near)
    )
    if count <= 2:
        return 1
    sizes = []
    for label in range(1, count):
        tall = float(stats[label, cv2.CC_STAT_HEIGHT])
        left, broad = stats[label, cv2.CC_STAT_LEFT], stats[label, cv2.CC_STAT_WIDTH]
        sizes.append((float((ink & (labels == label)).sum()), tall, int(left), int(left + broad)))
    sizes.sort(reverse=True)
    found = [sizes[0]]
    for one in sizes[1:]:
        apart = all(one[2] >= other[3] - _GAP or one[3] <= other[2] + _GAP for other in found)
        if apart and one[0] >= _SECOND * sizes[0][0] and one[1] >= _SECOND * sizes[0][1]:
            found.append(one)
    return len(found)


def _is_head(ink: NDArray[np.bool_]) -> bool:
    """Whether the ink is a filled-out oval with little but a face inside."""
    import cv2

    points = np.argwhere(ink)[:, ::-1].astype(np.float32)
    hull = cv2.convexHull(points)
    if len(hull) < 5:
        return False
    _, axes, _ = cv2.fitEllipse(hull)
    if min(axes) < 0.5 * max(axes):
        return False
    area = float(cv2.contourArea(hull))
    full = float(np.pi / 4 * axes[0] * axes[1])
    if min(area, full) < _ROUND * max(area, full, 1e-6):
        return False
    filled = np.zeros(ink.shape, np.uint8)
    cv2.fillConvexPoly(filled, hull.astype(np.int32), 1)
    inside = cv2.distanceTransform(np.pad(filled, 1), cv2.DIST_L2, 3)[1:-1, 1:-1][ink]
    return float((inside < 0.08 * max(axes)).mean()) > _RIM
