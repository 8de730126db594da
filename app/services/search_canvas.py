"""Scores the items of a library against what is placed on a canvas."""

from typing import TYPE_CHECKING

from common.canvas import Canvas
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.search_parts import Asking, PartAnswer

MOST_SHAPES = 64


def score_canvas(canvas: Canvas, asking: "Asking") -> "PartAnswer":
    """Return how well each item fits what is placed on a canvas: the weighted mean of its shapes.

    Args:
        canvas: what is placed.
        asking: library, engine, how many, among which, and a context to be stopped by.

    Returns:
        Scores 0-1, best max(k, 1000) at least; `subs` holds a list of each shape, named
        "1 colour", "2 object" ... in the order of drawing; `evidence` the boxes and cells that
        matched.

    Raises:
        QueryError: nothing is on the canvas, too much, or nothing of it can be looked for.
        JobCancelled: the user cancelled.
    """
    if not canvas.shapes:
        raise QueryError(
            "The canvas is empty.", hint="Draw a colour, place an object, a text or a picture."
        )
    raise NotImplementedError
