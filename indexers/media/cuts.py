"""Where shots change: by content difference, or by a network's word. Both work as a stream.

A detector is fed small frames in order and answers with the numbers of frames that start a new
shot, at most `lateness` frames after they passed, so that memory stays flat.
"""

from collections import deque
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from indexers.media.types import ShotClassifier

FRAME_SIZE = (48, 27)  # width, height; what the shot networks take, and enough for differences


class CutDetector(Protocol):
    """Finds shot changes in a stream of frames."""

    lateness: int
    """A change is known at the latest this many frames after it passed."""

    def push(self, frame: NDArray[np.uint8]) -> list[int]:
        """Take the next frame, (27, 48, 3) RGB; return starts of shots that are now known."""

    def finish(self) -> list[int]:
        """Return the starts that were still open; no frame follows."""


class ContentCutDetector:
    """Cuts, fades and dissolves from differences of colour histograms, layout and edges.

    Difference of two frames, 0-1: the mean of histogram distance (hue-saturation-value, 8 x 4 x 4,
    half the L1 norm) and mean absolute pixel difference, both after Zhang, Kankanhalli and
    Smoliar, "Automatic partitioning of full-motion video" (1993), and the share of edge strength
    that moved, after Zabih, Miller and Mai, "A feature-based algorithm for detecting and
    classifying scene breaks" (1995). A cut stands out of its neighbourhood (adaptive threshold,
    Yusoff, Christmas and Kittler 2000); a dissolve stands out between frames half a second apart,
    while the frames on either side hold still (twin comparison, Zhang et al.); a fade goes through
    frames of one colour.

    Args:
        rate: frames a second; sets the length of the windows.
    """

    def __init__(self, rate: float) -> None:
        self._near = max(3, min(12, round(rate / 5)))
        self._step = max(4, min(30, round(rate / 2)))
        self._lag = 3 * self._step + 2  # frames seen behind the one that is judged
        self.lateness = self._lag + self._step
        self._frames: deque[_Descriptor] = deque(maxlen=2 * self._lag + 2)
        self._cuts: deque[float] = deque(maxlen=2 * self._lag + 2)
        self._count = 0
        self._last = 0
        self._blank_since: int | None = None

    def push(self, frame: NDArray[np.uint8]) -> list[int]:
        """Take the next frame, (27, 48, 3) RGB; return starts of shots that are now known."""
        descriptor = _Descriptor(frame)
        before = self._frames[-1] if self._frames else descriptor
        self._cuts.append(descriptor.distance(before))
        self._frames.append(descriptor)
        self._count += 1
        return self._decide(self._count - 1 - self._lag)

    def finish(self) -> list[int]:
        """Return the starts that were still open."""
        first = max(1, self._count - self._lag)
        return [start for at in range(first, self._count) for start in self._decide(at)]

    def _decide(self, at: int) -> list[int]:
        """Whether frame `at` starts a shot; called once for each, in order."""
        if at < 1:
            return []
        start: int | None = None
        if self._frame(at).is_blank:
            self._blank_since = at if self._blank_since is None else self._blank_since
        elif self._blank_since is not None:
            # The film came back from one colour: the change lies in the middle of the dark, or,
            # where that was long, half a second before its end.
            begin, self._blank_since = self._blank_since, None
            if begin > 1 and at - begin >= 2:
                start = max((begin + at) // 2, at - self._step)
        if start is None and self._blank_since is None and self._is_cut(at):
            start = at
        if start is None and self._blank_since is None and self._is_dissolve(at):
            start = at
        if start is None or start - self._last < self._near:
            return []
        self._last = start
        return [start]

    def _frame(self, at: int) -> "_Descriptor":
        return self._frames[at - self._count + len(self._frames)]

    def _has(self, at: int) -> bool:
        return 0 <= at < self._count and at - self._count + len(self._frames) >= 0

    def _is_cut(self, at: int) -> bool:
        offset = at - self._count + len(self._cuts)
        window = list(self._cuts)
        here = window[offset]
        low, high = max(0, offset - self._near), offset + self._near + 1
        others = window[low:offset] + window[offset + 1 : high]
        if here < _CUT_FLOOR or not others or here < _CUT_ABOVE * max(others):
            return False
        quiet = float(np.median(others))
        return here > _CUT_FACTOR * float(np.mean(others)) + _CUT_MARGIN and here > 3 * quiet

    def _is_dissolve(self, at: int) -> bool:
        """Whether `at` is the middle of a gradual change of about half a second or more."""
        half = self._step
        needed = (at - 2 * half, at - half, at + half, at + 2 * half)
        if at - self._last < 2 * half or not all(self._has(k) for k in needed):
            return False
        if any(self._frame(k).is_blank for k in range(needed[0], needed[3] + 1)):
            return False  # a fade, which has a rule of its own
        across = self._span(at, half)
        if across < _DISSOLVE_FLOOR:
            return False
        # The middle is where the distance across is largest, and what lies around holds still.
        beside = [self._span(at + k, half) for k in range(-half // 2, half // 2 + 1) if k]
        if across < 0.9 * max(beside):
            return False
        still = max(self._between(needed[0], needed[1]), self._between(needed[2], needed[3]))
        if across < _DISSOLVE_FACTOR * still + _CUT_MARGIN:
            return False
        window = list(self._cuts)
        offset = at - self._count + len(window)
        steps = window[max(0, offset - half) : offset + half + 1]
        return max(steps) < _CUT_FLOOR + 0.6 * across and self._is_blend(at, half)

    def _is_blend(self, at: int, half: int) -> bool:
        """Whether the middle frame is a mixture of the frames on either side, as in a dissolve."""
        left, middle, right = (
            self._frame(k).pixels.astype(np.float32) for k in (at - half, at, at + half)
        )
        span = float(np.abs(right - left).mean())
        return float(np.abs(middle - (left + right) / 2).mean()) < _BLEND * span

    def _span(self, at: int, half: int) -> float:
        return self._between(at - half, at + half)

    def _between(self, first: int, second: int) -> float:
        if not (self._has(first) and self._has(second)):
            return 0.0
        return self._frame(second).distance(self._frame(first))


_CUT_FLOOR = 0.18
_CUT_ABOVE = 1.6
_CUT_FACTOR = 2.2
_CUT_MARGIN = 0.04
_DISSOLVE_FLOOR = 0.3
_DISSOLVE_FACTOR = 3.0
_BLEND = 0.3
_BLANK_SPREAD = 5.0  # grey levels


class _Descriptor:
    """What a frame is compared by."""

    __slots__ = ("edges", "histogram", "is_blank", "pixels")

    def __init__(self, frame: NDArray[np.uint8]) -> None:
        import cv2

        self.pixels = frame
        hsv = cast("NDArray[np.uint8]", cv2.cvtColor(frame, cv2.COLOR_RGB2HSV))
        # Hue means nothing in grey and black; weak colours all count as one hue.
        bins = (
            (hsv[..., 0] // 23) * (hsv[..., 1] > 40) * 16
            + (hsv[..., 1] >> 6) * 4
            + (hsv[..., 2] >> 6)
        )
        counts = np.bincount(bins.ravel(), minlength=128)
        self.histogram = (counts / bins.size).astype(np.float32)
        grey = hsv[..., 2].astype(np.float32)
        self.is_blank = float(grey.std()) < _BLANK_SPREAD
        across, down = np.diff(grey, axis=1)[:-1], np.diff(grey, axis=0)[:, :-1]
        self.edges = np.abs(across) + np.abs(down)

    def distance(self, other: "_Descriptor") -> float:
        """Return the difference of two frames, 0-1."""
        colours = 0.5 * float(np.abs(self.histogram - other.histogram).sum())
        layout = float(
            np.abs(self.pixels.astype(np.int16) - other.pixels.astype(np.int16)).mean() / 255
        )
        strength = float(self.edges.sum() + other.edges.sum())
        moved = float(np.abs(self.edges - other.edges).sum()) / max(strength, 1.0)
        # Edges flicker in dark and flat frames, where their sum is next to nothing.
        return (colours + min(1.0, 3 * layout) + moved * min(1.0, strength / 20_000)) / 3


class ClassifierCutDetector:
    """Cuts by a network that looks at 100 frames and is sure of the middle 50 (TransNet V2).

    Souček and Lokoč, "TransNet V2: an effective deep network architecture for fast shot transition
    detection" (2020): a frame above one half lies in a transition; the next shot starts behind it.

    Args:
        classify: (100, 27, 48, 3) uint8 -> (100,) probability.
        threshold: from which on a frame counts as in a transition.
    """

    lateness = 100
    _WINDOW = 100
    _EDGE = 25

    def __init__(self, classify: ShotClassifier, threshold: float = 0.5) -> None:
        self._classify = classify
        self._threshold = threshold
        self._buffer: list[NDArray[np.uint8]] = []
        self._judged = 0  # frames
        self._count = 0
        self._since: int | None = None

    def push(self, frame: NDArray[np.uint8]) -> list[int]:
        """Take the next frame, (27, 48, 3) RGB; return starts of shots that are now known."""
        if not self._buffer:
            self._buffer = [frame] * self._EDGE
        self._buffer.append(frame)
        self._count += 1
        return self._judge() if len(self._buffer) == self._WINDOW else []

    def finish(self) -> list[int]:
        """Return the starts that were still open."""
        starts: list[int] = []
        while self._buffer and self._judged < self._count:
            missing = self._WINDOW - len(self._buffer)
            self._buffer += [self._buffer[-1]] * missing
            starts += self._judge()
        return starts  # a transition that runs into the end starts no shot

    def _judge(self) -> list[int]:
        sure = self._classify(np.stack(self._buffer))[self._EDGE : -self._EDGE]
        del self._buffer[: len(sure)]
        starts: list[int] = []
        for probability in sure:
            at, self._judged = self._judged, self._judged + 1
            if at >= self._count:
                break
            if probability >= self._threshold:
                self._since = at if self._since is None else self._since
            elif self._since is not None:
                middle = (self._since + at - 1) // 2 + 1
                self._since = None
                if middle > 0:
                    starts.append(middle)
        return starts
