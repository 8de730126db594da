"""The surface on which a person is drawn: pen, erasers, layers, handles of joints.

`canvas` is the widget, `state` what is drawn, `lines` and `tiles` its picture.
"""

from app.services.body_document_types import PAGE
from app.widgets.drawing.canvas import DrawingCanvas
from app.widgets.drawing.types import DroppedPicture, Place, Tool

__all__ = ["PAGE", "DrawingCanvas", "DroppedPicture", "Place", "Tool"]
