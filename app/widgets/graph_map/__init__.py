"""A picture of what belongs together: boxes with pictures, linked by lines, to move about in."""

from app.widgets.graph_map.canvas import GraphMap
from app.widgets.graph_map.shapes import Box, Line

__all__ = ["Box", "GraphMap", "Line"]
