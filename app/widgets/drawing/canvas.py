"""The drawing surface: a page to draw a person on."""

from app.widgets.drawing.keyboard import CanvasKeys


class DrawingCanvas(CanvasKeys):
    """A page of 1000 x 1000 units with layers of strokes; front and side view are one each.

    It tells what was drawn and holds no undo: whoever shows the layers keeps them. What a stroke
    did is shown at once, also before `set_layers` confirms it.

    Signals: `drawing` while a stroke grows (every 33 ms at most), `edited` when something ended,
    `cancelled` when it was dropped; `joint_dragged` and `joint_clicked`; `underlay_moved`,
    `symmetry_moved`; `picture_dropped` for pictures, files and items; `refused`; `zoomed`,
    `tool_changed`, `pen_width_changed`, `eraser_width_changed`.

    Args:
        parent: owner.
    """
