"""How shots move: the motion of the camera in words, and a vector to compare shots by.

Optical flow (DIS; Kroeger, Timofte, Dai and Van Gool, "Fast optical flow using dense inverse
search", ECCV 2016) between small grey frames a fifth of a second apart. The camera is what most of
the picture agrees on: a shift and a scale, fitted robustly. The vector holds histograms of
direction and strength on a 2 x 2 grid, in the manner of the motion activity and motion trajectory
descriptors of MPEG-7 (Jeannin and Divakaran, "MPEG-7 visual motion descriptors", 2001).
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexers.pixels import shrink

VERSION = "motion-1"
ENCODER = "motion"
DIMENSIONS = 76
EVERY_S = 0.2  # between the frames that are compared
SIDE = 96  # pixels, longest side of what is compared

_GRID = 2
_DIRECTIONS = 8
_STILL, _FAST = 0.02, 0.15  # widths of the picture a second
_BINS = 2 * _DIRECTIONS + 1
_STEP = 4  # every so many pixels of the flow are looked at
_ROUNDS = 4  # of the robust fit
_CAMERA_SHARE = 0.35  # of the squared length of the vector
_LONGEST_GAP_S = 1.0  # frames further apart say nothing
_LEAST_SIDE = 16  # pixels; smaller frames are not compared

# What the camera has to do at least, widths or heights a second, to be said to move.
_PAN = 0.03
_ZOOM = 0.04  # of the scale a second
_SHAKE = 0.025
_AGREED = 0.5  # share of the pairs of frames that move the same way


@dataclass(frozen=True, slots=True)
class Motion:
    """How a shot moves.

    Args:
        vector: float32 (DIMENSIONS,), unit length.
        camera: "static", "pan left", "pan right", "tilt up", "tilt down", "zoom in", "zoom out",
            "shaky"; one or more, the strongest first.
    """

    vector: NDArray[np.float32]
    camera: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """What moved between two frames.

    Args:
        since: number of the earlier frame.
        index: number of the later one.
        camera: shift to the right, shift down (widths a second), growth (share a second); (3,).
        histogram: (GRID * GRID * BINS,), sums to GRID * GRID.
    """

    since: int
    index: int
    camera: NDArray[np.float32]
    histogram: NDArray[np.float32]


class _Tally:
    """What moved in a shot so far."""

    def __init__(self) -> None:
        self.histogram = np.zeros(_GRID * _GRID * _BINS, np.float64)
        self.cameras: list[NDArray[np.float32]] = []

    def add(self, pair: _Pair) -> None:
        self.histogram += pair.histogram
        self.cameras.append(pair.camera)


class MotionMeter:
    """Measures motion while a video is decoded; a shot of an hour takes a megabyte."""

    def __init__(self) -> None:
        self._flow: Any = None
        self._last: tuple[int, float, NDArray[np.uint8]] | None = None
        self._open: deque[_Pair] = deque()
        self._tally = _Tally()

    def push(self, index: int, time_s: float, grey: NDArray[np.uint8], settled: int = 0) -> None:
        """Take the next frame to be compared with the one before.

        Args:
            index: number of the frame in the video.
            time_s: when it is shown.
            grey: uint8 (H, W), longest side SIDE pixels.
            settled: frames with a smaller number surely belong to the running shot.
        """
        before, self._last = self._last, (index, time_s, grey)
        if before is None or before[2].shape != grey.shape or min(grey.shape) < _LEAST_SIDE:
            return
        gap = time_s - before[1]
        if not 0 < gap <= _LONGEST_GAP_S:
            return
        flow = self._measured(before[2], grey) / np.float32(gap * grey.shape[1])
        self._open.append(_Pair(before[0], index, *_described(flow, grey)))
        while self._open and self._open[0].index < settled:
            self._tally.add(self._open.popleft())

    def take(self, end: int) -> Motion | None:
        """Return how the running shot moved, which ends before frame number `end`; the next begins.

        None where there were no two frames to compare.
        """
        while self._open and self._open[0].index < end:
            self._tally.add(self._open.popleft())
        while self._open and self._open[0].since < end:
            self._open.popleft()  # from the last frame of one shot to the first of the next
        tally, self._tally = self._tally, _Tally()
        if not tally.cameras:
            return None
        return _summed_up(np.stack(tally.cameras), tally.histogram / len(tally.cameras))

    def _measured(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float32]:
        import cv2

        if self._flow is None:
            self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        return np.asarray(self._flow.calc(before, after, None), np.float32)


def small_grey(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what a MotionMeter takes of a picture or of its grey form, uint8 (H, W)."""
    import cv2

    small = shrink(rgb, SIDE)
    if small.ndim == 2:
        return small
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2GRAY))


def _described(
    flow: NDArray[np.float32], grey: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what the camera did, (3,), and the histogram of all motion.

    Args:
        flow: (H, W, 2) widths a second.
        grey: the later frame.
    """
    rows, columns = np.mgrid[0 : grey.shape[0] : _STEP, 0 : grey.shape[1] : _STEP]
    u, v = flow[rows, columns, 0].ravel(), flow[rows, columns, 1].ravel()
    width = np.float32(grey.shape[1])
    x = ((columns - grey.shape[1] / 2) / width).astype(np.float32).ravel()
    y = ((rows - grey.shape[0] / 2) / width).astype(np.float32).ravel()
    # Even areas have no motion of their own; what the flow says there is taken from around them.
    edges = np.abs(np.gradient(grey.astype(np.float32))).sum(axis=0)[rows, columns].ravel()
    trust = np.minimum(1.0, edges / 12).astype(np.float32) + np.float32(0.02)
    cells = (np.minimum(rows * _GRID // grey.shape[0], _GRID - 1) * _GRID).ravel()
    cells = cells + np.minimum(columns * _GRID // grey.shape[1], _GRID - 1).ravel()
    return _camera(u, v, x, y, trust), _histogram(u, v, cells)


def _camera(
    u: NDArray[np.float32],
    v: NDArray[np.float32],
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    trust: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Fit shift, growth and turn to the motion of points; what differs counts less and less."""
    one, none = np.ones_like(x), np.zeros_like(x)
    design = np.concatenate(
        [np.stack([one, none, x, -y], 1), np.stack([none, one, y, x], 1)]
    )  # 2N, 4
    moved = np.concatenate([u, v])
    weights = np.concatenate([trust, trust])
    found = np.zeros(4, np.float64)
    for _ in range(_ROUNDS):
        weighted = design * weights[:, None]
        found = np.linalg.solve(weighted.T @ design + 1e-6 * np.eye(4), weighted.T @ moved)
        rest = np.abs(moved - design @ found)
        off = np.hypot(rest[: len(x)], rest[len(x) :])
        scale = max(float(np.median(off)), 0.004)
        share = (trust / (1 + (off / (2 * scale)) ** 2)).astype(np.float32)  # Cauchy
        weights = np.concatenate([share, share])
    return np.asarray(found[:3], np.float32)


def _histogram(
    u: NDArray[np.float32], v: NDArray[np.float32], cells: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return the shares of still, slow and fast points by direction, for each cell of the grid."""
    strength = np.hypot(u, v)
    place = np.mod(np.arctan2(v, u) / (2 * np.pi) * _DIRECTIONS, _DIRECTIONS)
    low = place.astype(np.int64) % _DIRECTIONS
    share = place - np.floor(place)
    is_fast = (strength >= _FAST).astype(np.int64)
    is_still = strength < _STILL
    first = np.where(is_still, 0, 1 + is_fast * _DIRECTIONS + low)
    second = np.where(is_still, 0, 1 + is_fast * _DIRECTIONS + (low + 1) % _DIRECTIONS)
    size = _GRID * _GRID * _BINS
    votes = np.bincount(cells * _BINS + first, 1 - share, size)
    votes += np.bincount(cells * _BINS + second, share, size)
    by_cell = votes.reshape(-1, _BINS)
    shares = by_cell / np.maximum(by_cell.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray(shares.ravel(), np.float32)


def _summed_up(cameras: NDArray[np.float32], histogram: NDArray[np.float64]) -> Motion:
    """Return the motion of a shot.

    Args:
        cameras: (n, 3) of its pairs of frames.
        histogram: mean of theirs.
    """
    shake = _shake(cameras)
    middle = np.median(cameras, axis=0)
    # Where the content moves to the right, the camera pans to the left.
    said = {
        "pan left": middle[0] / _PAN, "pan right": -middle[0] / _PAN,
        "tilt up": middle[1] / _PAN, "tilt down": -middle[1] / _PAN,
        "zoom in": middle[2] / _ZOOM, "zoom out": -middle[2] / _ZOOM,
    }  # fmt: skip
    is_shaky = shake > _SHAKE and shake > float(np.abs(middle[:2]).max())
    moves = [
        name
        for number, (name, strength) in enumerate(said.items())
        if strength >= 1
        and not (is_shaky and number // 2 < 2)
        and _agreed(cameras[:, number // 2], middle[number // 2]) >= _AGREED
    ]
    moves.sort(key=lambda name: -said[name])
    if is_shaky:
        moves.append("shaky")
    strengths = [max(0.0, float(value)) for value in said.values()]
    globally = np.array([*strengths, shake / _SHAKE, 0.0 if moves else 1.0])
    globally = np.sqrt(np.minimum(globally, 10.0))
    locally = np.sqrt(histogram)
    vector = np.concatenate(
        [
            locally / max(float(np.linalg.norm(locally)), 1e-9) * np.sqrt(1 - _CAMERA_SHARE),
            globally / max(float(np.linalg.norm(globally)), 1e-9) * np.sqrt(_CAMERA_SHARE),
        ]
    )
    whole = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return Motion(whole.astype(np.float32), tuple(moves) or ("static",))


def _agreed(values: NDArray[np.float32], middle: float) -> float:
    """Return the share of pairs that move the way of the middle, and not by next to nothing."""
    return float((values * np.sign(middle) > abs(middle) / 3).mean())


def _shake(cameras: NDArray[np.float32]) -> float:
    """Return how much the camera jumps from one pair of frames to the next, widths a second."""
    if len(cameras) < 3:
        return 0.0
    around = (cameras[:-2, :2] + cameras[2:, :2]) / 2
    return float(np.median(np.hypot(*(cameras[1:-1, :2] - around).T)))
