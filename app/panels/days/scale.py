"""The time axis of a day: which moment stands where, with long empty stretches made short."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

GAP_S = 2400.0  # a stretch without anything longer than this is made short
SHORT_S = 900.0  # and takes as much room as this
MARGIN_S = 300.0  # around what happened
MOST_ZOOM = 400.0


class TimeScale:
    """Maps moments of a day to a line from 0 to 1, and the part of it that is on view.

    Args:
        start: first second of the day.
        end: second behind the last one.
        moments: when something happened; empty stretches between are made short.
        shortens: whether they are.
    """

    def __init__(
        self, start: float, end: float, moments: Sequence[float] = (), *, shortens: bool = True
    ) -> None:
        self.start, self.end = float(start), max(float(end), float(start) + 1.0)
        self._gaps: list[tuple[float, float]] = []
        self._knots, self._places = self._made(moments if shortens else ())
        self.low, self.high = 0.0, 1.0

    def _made(self, moments: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return moments and their places, both ascending."""
        inside = np.unique([each for each in moments if self.start <= each <= self.end])
        if not len(inside):
            return np.array([self.start, self.end]), np.array([0.0, 1.0])
        ends = np.concatenate(([self.start], inside, [self.end]))
        knots, widths = [self.start], []
        for before, after in pairwise(ends.tolist()):
            if after - before <= GAP_S + 2 * MARGIN_S:
                continue
            low = before + (MARGIN_S if before > self.start else 0.0)
            high = after - (MARGIN_S if after < self.end else 0.0)
            widths += [low - knots[-1], SHORT_S]
            knots += [low, high]
            self._gaps.append((low, high))
        widths.append(self.end - knots[-1])
        knots.append(self.end)
        places = np.concatenate(([0.0], np.cumsum(np.maximum(widths, 0.0))))
        return np.array(knots), places / places[-1]

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """Begin and end of the stretches that are made short."""
        return list(self._gaps)

    def place(self, moments: ArrayLike) -> NDArray[np.float64]:
        """Return where moments stand on the part on view: 0 at its left, 1 at its right."""
        line = np.interp(np.asarray(moments, float), self._knots, self._places)
        return np.asarray((line - self.low) / (self.high - self.low))

    def moment(self, place: float) -> float:
        """Return the moment at a place of the part on view."""
        line = self.low + place * (self.high - self.low)
        return float(np.interp(line, self._places, self._knots))

    # -- what is on view

    @property
    def is_whole(self) -> bool:
        """Whether all of the day is on view."""
        return self.low <= 0.0 and self.high >= 1.0

    def show_all(self) -> None:
        """Show all of the day."""
        self.low, self.high = 0.0, 1.0

    def show(self, first: float, last: float) -> None:
        """Show the moments from first to last, with some room around them."""
        places = np.interp([first, last], self._knots, self._places)
        room = max(0.06 * float(places[1] - places[0]), 0.5 / MOST_ZOOM)
        self._set(float(places[0]) - room, float(places[1]) + room)

    def zoom(self, factor: float, about: float) -> None:
        """Show less (factor above 1) or more, with the place about where it is."""
        width = (self.high - self.low) / factor
        width = min(1.0, max(1.0 / MOST_ZOOM, width))
        fixed = self.low + about * (self.high - self.low)
        self._set(fixed - about * width, fixed + (1 - about) * width)

    def move(self, by: float) -> None:
        """Show what lies to the right (above 0) or left, in widths of what is on view."""
        width = self.high - self.low
        low = min(1.0 - width, max(0.0, self.low + by * width))
        self.low, self.high = low, low + width

    def reveal(self, moment: float) -> None:
        """Move so that a moment is on view."""
        place = float(self.place([moment])[0])
        if place < 0.02:
            self.move(place - 0.2)
        elif place > 0.98:
            self.move(place - 0.8)

    def _set(self, low: float, high: float) -> None:
        width = min(1.0, high - low)
        low = min(1.0 - width, max(0.0, low))
        self.low, self.high = low, low + width

    def ticks(self, offset_s: float, most: int) -> list[tuple[float, int]]:
        """Return (moment, local second of the day) of the marks of a clock on view.

        Args:
            offset_s: seconds east of UTC.
            most: how many at most.
        """
        span = self.moment(1.0) - self.moment(0.0)
        steps = (60, 300, 600, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600)
        step = next((each for each in steps if span / each <= most), 12 * 3600)
        first = int((self.moment(0.0) + offset_s) // step) * step
        found = []
        for local in range(first, int(self.moment(1.0) + offset_s) + step, step):
            moment = local - offset_s
            if self.moment(0.0) - 1 <= moment <= self.moment(1.0) + 1:
                found.append((moment, local % 86_400))
        return found
