"""Colours of the view of a body, from the palette of the theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPalette

from app.widgets.paint import CONFIDENCE, confidence_colour, mix
from common.render.light import Clay, lit_table, packed

# Of the palette of Okabe and Ito (2008): told apart by people with any common colour blindness.
AXES: Final = (QColor("#d55e00"), QColor("#009e73"), QColor("#3a8dde"))
HOVER: Final = QColor("#f0e442")
_DARK_CLAY: Final = Clay(sky=0.21, ground=0.10, key=0.80, rim=0.16)


@dataclass(frozen=True, slots=True)
class Colours:
    """What things are drawn with.

    Args:
        ground: behind everything, at the top and at the bottom.
        grid: lines of the floor; `axis` those through the middle.
        axis: see grid.
        shadow: of the body, where it touches the floor.
        line: sides of faces.
        bone: of the skeleton; `edge` goes around it.
        edge: see bone.
        accent: of what is selected.
        text: on the ground.
        is_dark: the theme.
    """

    ground: tuple[QColor, QColor]
    grid: QColor
    axis: QColor
    shadow: QColor
    line: QColor
    bone: QColor
    edge: QColor
    accent: QColor
    text: QColor
    is_dark: bool

    @classmethod
    def of(cls, palette: QPalette) -> "Colours":
        """Return the colours that suit a palette."""
        base, text = palette.base().color(), palette.text().color()
        is_dark = base.lightness() < 128
        return cls(
            ground=(mix(base, text, 0.015), mix(base, text, 0.09)),
            grid=mix(base, text, 0.22),
            axis=mix(base, text, 0.42),
            shadow=QColor(0, 0, 0, 190 if is_dark else 120),
            line=QColor(20, 24, 32, 200),
            bone=QColor(250, 250, 252, 225),
            edge=QColor(24, 28, 36, 215),
            accent=palette.highlight().color(),
            text=text,
            is_dark=is_dark,
        )

    @property
    def table(self) -> NDArray[np.uint32]:
        """How the body looks in the light, uint32 (S, S)."""
        return _table(self.is_dark)


@lru_cache(maxsize=2)
def _table(is_dark: bool) -> NDArray[np.uint32]:
    return packed(lit_table(_DARK_CLAY if is_dark else Clay()))


def sure_colour(confidence: float) -> QColor:
    """Return the colour of a confidence, 0-1: orange, yellow, blue."""
    return confidence_colour(confidence)


def sure_stops() -> Sequence[tuple[float, QColor]]:
    """Return the colours of confidence by confidence, for a legend."""
    return CONFIDENCE
