"""Axes of plots whose numbers are written as the user's language does."""

from functools import lru_cache
from math import ceil, log10
from typing import Any

from app.widgets.numbers import numeral


def local_axis(side: str) -> Any:
    """Return an axis of a plot, "left" or "bottom", that says its numbers in the user's language.

    pyqtgraph is imported here: plots are drawn late.
    """
    return _axis()(orientation=side)


@lru_cache(maxsize=1)
def _axis() -> Any:
    import pyqtgraph

    class LocalAxis(pyqtgraph.AxisItem):  # type: ignore[misc]
        """Writes numbers with the marks of the locale, with as many places as steps need."""

        def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
            """Return what stands at ticks."""
            if self.logMode:
                return list(super().tickStrings(values, scale, spacing))
            step = abs(spacing * scale)
            places = max(0, ceil(-log10(step))) if step > 0 else 0
            return [numeral(value * scale, f",.{places}f") for value in values]

    return LocalAxis
