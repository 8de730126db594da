"""A picture of what belongs together: boxes with pictures, linked by lines, to move about in.

`canvas` is the widget, `camera` where it looks, `drawing` paints; `hand` and `keys` move.
"""

from app.widgets.graph_map.canvas import GraphMap
from app.widgets.graph_map.shapes import Box, Line

__all__ = ["Box", "GraphMap", "Line"]
