"""A pen on its way: samples go in, a smooth thinned stroke comes out. No Qt."""

import numpy as np
from numpy.typing import NDArray

from app.widgets.drawing.lines import curve, smooth, thin
from common.strokes import Stroke

Array = NDArray[np.float64]

_BLOCK = 128  # points of the curve that are thinned together, once they no longer move


class Pen:
    """Draws one stroke.

    What a sample adds costs the same however long the stroke is: only the end of the line, that
    later samples still move, is worked out anew. The line always reaches to the newest sample.

    Args:
        width: of the ink at full pressure, units of the page.
        reach: of smoothing, units: tremble much shorter than this goes away. 0 for none.
        step: between points of the curve, units; about a pixel.
        tolerance: of thinning, units.
        has_pressure: whether pressures are kept.
    """

    def __init__(
        self, width: float, reach: float, step: float, tolerance: float, *, has_pressure: bool
    ) -> None:
        self.width = width
        self.has_pressure = has_pressure
        self._step = step
        self._half = round(reach / step / 2)  # averaged twice, so each pass reaches half
        self._tolerance = tolerance
        self._samples: list[tuple[float, float, float]] = []
        self._curve = np.zeros((0, 3))  # what no later sample moves, before smoothing
        self._curved = 0  # samples whose piece of the curve is in it
        self._behind = 0  # points of the curve that were cut off before those in _curve
        self._steady = np.zeros((0, 3))  # smoothed for good, not yet thinned
        self._smoothed = 0  # points smoothed for good
        self._kept: list[Array] = []  # thinned for good
        self._tail = np.zeros((0, 3))

    @property
    def settled(self) -> int:
        """Number of points of the line that no later sample changes."""
        return sum(len(block) for block in self._kept)

    def add(self, x: float, y: float, pressure: float = 1.0) -> bool:
        """Take a sample; returns whether the line changed.

        Args:
            x: on the page.
            y: on the page, down.
            pressure: 0-1.
        """
        pressure = min(1.0, max(0.0, pressure))
        if self._samples:
            last = self._samples[-1]
            if abs(x - last[0]) + abs(y - last[1]) < 0.25 * self._step:
                if pressure <= last[2] or len(self._samples) > 1:
                    return False
                self._samples[-1] = (last[0], last[1], pressure)  # a dot is pressed in place
                self._extend()
                return True
        self._samples.append((x, y, pressure))
        self._extend()
        return True

    def line(self) -> Array:
        """Return the line so far, (N, 3): x, y, pressure."""
        return np.concatenate([*self._kept, self._tail])

    def stroke(self, layer: str = "") -> Stroke:
        """Return the stroke so far."""
        line = self.line()
        # Sums that are subtracted while smoothing leave 1e-17 below 0 and above 1.
        held = np.clip(line[:, 2], 0.0, 1.0).astype(np.float32)
        pressures = held if self.has_pressure else None
        return Stroke(line[:, :2].astype(np.float32), self.width, pressures, layer)

    def _extend(self) -> None:
        """Work the end of the line out anew."""
        offset = max(0, self._curved - 2)
        samples = np.array(self._samples[offset:])
        made = curve(samples, self._step, self._curved - offset)
        final = len(self._samples) - 2  # pieces before this one have both neighbours
        steady = 0
        if final > self._curved:
            steady = len(curve(samples[: final - offset + 1], self._step, self._curved - offset))
            self._curve = np.concatenate([self._curve, made[:steady]])
            self._curved = final
        self._settle(np.concatenate([self._curve, made[steady:]]), len(self._curve))

    def _settle(self, line: Array, final: int) -> None:
        """Smooth a line whose first points, `final` of them, will not move."""
        margin = 2 * self._half
        smoothed = smooth(line, self._half)
        done = self._behind + final - margin  # what lies before has all its neighbours
        new = smoothed[self._smoothed - self._behind : max(0, done - self._behind)]
        if len(new):
            self._steady = np.concatenate([self._steady, new])
            self._smoothed += len(new)
        cut = self._smoothed - margin - self._behind
        if cut > 4 * _BLOCK:
            self._curve = self._curve[cut:]
            line, smoothed = line[cut:], smoothed[cut:]
            self._behind += cut
        while len(self._steady) > _BLOCK:
            block = self._steady[: _BLOCK + 1]
            self._kept.append(block[thin(block, self._tolerance, self.width)][:-1])
            self._steady = self._steady[_BLOCK:]
        loose = smoothed[self._smoothed - self._behind :]
        tail = np.concatenate([self._steady, loose])
        self._tail = tail[thin(tail, self._tolerance, self.width)] if len(tail) else tail
