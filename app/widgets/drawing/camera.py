"""Which part of the page is seen, and how large. No Qt.

The page lies on whole device pixels, so that what was drawn once can be moved without drawing anew.
"""

from typing import Any, Final

import numpy as np

from app.services.body_document_types import PAGE
from app.widgets.drawing.types import Point

MAX_ZOOM: Final = 24.0  # logical pixels a unit
MIN_ZOOM: Final = 0.05
_FRAME: Final = 18.0  # pixels around a page that fits
_BEYOND: Final = 0.2  # share of the page that the middle of the view may lie outside of it


class Camera:
    """Maps the page to the widget and back.

    Attributes:
        zoom: logical pixels a unit of the page.
        fits: whether the whole page is shown, whatever size the widget takes.
        ratio: device pixels a logical pixel.
    """

    def __init__(self) -> None:
        self.ratio = 1.0
        self.fits = True
        self.zoom = 1.0
        self._width, self._height = 1.0, 1.0
        self._x = self._y = PAGE / 2  # of the page, in the middle of the widget

    @property
    def scale(self) -> float:
        """Device pixels a unit of the page."""
        return self.zoom * self.ratio

    def resize(self, width: float, height: float, ratio: float) -> None:
        """Take the size of the widget, logical pixels, and its pixel ratio."""
        self._width, self._height, self.ratio = max(1.0, width), max(1.0, height), ratio
        if self.fits:
            self.fit()

    def fit(self) -> None:
        """Show the whole page."""
        room = min(self._width, self._height) - 2 * _FRAME
        self.zoom = max(MIN_ZOOM, room / PAGE)
        self._x = self._y = PAGE / 2
        self.fits = True

    def origin(self) -> tuple[int, int]:
        """Return where the page's top left corner lies in the widget, device pixels."""
        return (
            round(self._width * self.ratio / 2 - self._x * self.scale),
            round(self._height * self.ratio / 2 - self._y * self.scale),
        )

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place on the page is in the widget, logical pixels."""
        left, top = self.origin()
        return (left + x * self.scale) / self.ratio, (top + y * self.scale) / self.ratio

    def to_page(self, x: float, y: float) -> Point:
        """Return the place on the page that is at a place in the widget."""
        left, top = self.origin()
        return np.array([(x * self.ratio - left) / self.scale, (y * self.ratio - top) / self.scale])

    def zoom_to(self, zoom: float, x: float, y: float) -> None:
        """Zoom so that what lies at (x, y) in the widget stays there."""
        held = self.to_page(x, y)
        self.zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self.fits = False
        self._x = float(held[0]) + (self._width / 2 - x) / self.zoom
        self._y = float(held[1]) + (self._height / 2 - y) / self.zoom
        self._hold()

    def pan(self, dx: float, dy: float) -> None:
        """Move the page by logical pixels."""
        self._x -= dx / self.zoom
        self._y -= dy / self.zoom
        self.fits = False
        self._hold()

    def _hold(self) -> None:
        """Keep the page in reach."""
        low, high = -_BEYOND * PAGE, (1 + _BEYOND) * PAGE
        self._x, self._y = min(high, max(low, self._x)), min(high, max(low, self._y))

    def state(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {"fits": self.fits, "zoom": self.zoom, "x": self._x, "y": self._y}

    def restore(self, state: Any) -> None:
        """Show what state() told; anything else is left alone."""
        if not isinstance(state, dict):
            return
        numbers = [state.get(name) for name in ("zoom", "x", "y")]
        if state.get("fits") or not all(
            isinstance(one, int | float) and np.isfinite(one) for one in numbers
        ):
            self.fit()
            return
        zoom, x, y = (float(one) for one in numbers if one is not None)
        self.zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
        self._x, self._y, self.fits = x, y, False
        self._hold()
