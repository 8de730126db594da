"""The canvas of a search: colours, objects, texts and pictures, placed where they shall be.

`editor` holds `board` and bars; `board_state` and `edits` are what is on it, without Qt.
"""

from app.widgets.query_canvas.editor import CanvasEditor

__all__ = ["CanvasEditor"]
