"""The canvas of a search: colours, objects, texts and pictures, placed where they shall be."""

from app.widgets.query_canvas.editor import CanvasEditor

__all__ = ["CanvasEditor"]
