"""Rules for the numbers by which pixels are standardised, for every card that a user writes."""

import math
from typing import Annotated

from pydantic import AfterValidator


def _finite(value: tuple[float, ...]) -> tuple[float, ...]:
    if not all(math.isfinite(each) for each in value):
        raise ValueError("numbers must be finite")
    return value


def _positive(value: tuple[float, ...]) -> tuple[float, ...]:
    if min(value) <= 0:
        raise ValueError("the deviation must be positive")
    return value


Mean = Annotated[tuple[float, float, float], AfterValidator(_finite)]
"""What is taken from each channel, scale 0-255."""

Deviation = Annotated[Mean, AfterValidator(_positive)]
"""What each channel is divided by then, scale 0-255; above 0."""


def check_sides(size: tuple[int, int], least: int, most: int) -> tuple[int, int]:
    """Return height and width of an input in pixels.

    Raises:
        ValueError: a side is not within least to most; for a pydantic validator.
    """
    if not all(least <= side <= most for side in size):
        raise ValueError(f"both sides must be between {least} and {most}")
    return size
