"""The surface on which a person is drawn: pen, erasers, layers, handles of joints."""

from app.widgets.drawing.canvas import DrawingCanvas
from app.widgets.drawing.types import PAGE, DroppedPicture, Place, Tool

__all__ = ["PAGE", "DrawingCanvas", "DroppedPicture", "Place", "Tool"]
