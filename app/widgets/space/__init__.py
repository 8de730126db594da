"""Images in space: a camera to fly with, billboards, a map of where one is, and a shelf.

`canvas` is the widget, `camera` and `pilot` fly, `atlas` holds pictures for the card.
"""

from app.widgets.space.canvas import SpaceCanvas
from app.widgets.space.minimap import MiniMap
from app.widgets.space.shelf import Shelf

__all__ = ["MiniMap", "Shelf", "SpaceCanvas"]
