"""Colours and pictures of a canvas, compared with the small thumbnails of a library."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.query_example import Example
from app.services.search_canvas_memory import FINEST, View, in_parts
from common.canvas import ColourShape, PictureShape
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.canvas.geometry import Box

_SHIFT = 0.0625  # of a canvas: how far a picture may be off
_CURVE = 24.0  # distance in CIE-Lab at which cells count 1 / e
_FARTHEST = 160  # in CIE-Lab; nothing lies farther apart that matters
_COARSE, _FINE = 8, 16  # points of a side at which pictures that fill the canvas are compared


def score_colours(shapes: Sequence[tuple[ColourShape, "Box"]], view: View) -> NDArray[np.float32]:
    """Return how far each picture has the colours of shapes where they are, float32 (N, S).

    A cell counts by how alike its colour is (see `indexers.canvas.colours.likeness`) and by the
    share of it that lies inside; what lies just outside counts a little, and 1 is the most. A
    colour that must not be there scores one less that.

    Args:
        shapes: with the part of their region that lies on the canvas.
        view: of N pictures.
    """
    from indexers.canvas.colours import likeness
    from indexers.canvas.geometry import soft_cells
    from indexers.canvas.loops import loops

    found = [soft_cells(box, view.side) for _, box in shapes]
    starts = np.cumsum([0, *(len(cells) for cells, _ in found)]).astype(np.int64)
    cells = np.concatenate([cells for cells, _ in found])
    weights = np.concatenate([part for _, part in found])
    tables = np.stack([likeness(shape.colour) for shape, _ in shapes])
    out = np.zeros((len(view.rows), len(shapes)), np.float32)

    def work(part: slice) -> None:
        loops().fill(view.codes, view.rows[part], starts, cells, weights, tables, out[part])

    in_parts(len(out), work)
    for column, (shape, _) in enumerate(shapes):
        if shape.absent:
            out[:, column] = 1 - out[:, column]
    return out


def pixels_of(shape: PictureShape, library: "Library") -> NDArray[np.uint8]:
    """Return a placed picture as a small square, uint8 (FINEST, FINEST, 3).

    Raises:
        QueryError: the PNG is damaged, or the item is gone or has no picture.
    """
    from indexers.pixels import resize_area

    if shape.item is None:
        pixels = Example(png=shape.png or b"").pixels()
        assert pixels is not None
        return resize_area(pixels, (FINEST, FINEST))
    found = library.catalogue.items([shape.item])
    if not found:
        raise QueryError(
            f"The picture on the canvas, item {shape.item}, is no longer in this library.",
            hint="Take it off the canvas and place another one.",
        )
    row = found[0].thumb_row
    if row is None or not 0 <= row < len(library.thumbnails):
        raise QueryError(
            f"“{found[0].name or shape.item}” has no picture that can be compared.",
            hint="Place another item, or import this one again.",
        )
    square, _ = library.thumbnails.gather(FINEST, np.array([row], np.int64))
    return np.ascontiguousarray(square.view(np.uint8).reshape(FINEST, FINEST, 4)[..., :3])


def score_picture(pixels: NDArray[np.uint8], box: "Box", view: View) -> NDArray[np.float32]:
    """Return how much each picture looks, where a placed one lies, like that one; float32 (N,).

    The placed picture is shrunk to the cells that it covers and compared with them in CIE-Lab, at
    its place and at four beside it; the best place counts.

    Args:
        pixels: uint8 (FINEST, FINEST, 3).
        box: where it lies on the canvas.
        view: of N pictures.
    """
    from indexers.canvas.colours import small_lab_of_codes
    from indexers.canvas.loops import loops

    cells, wanted = _template(pixels, box, view.side)
    curve = np.exp(-np.arange(_FARTHEST**2) / _CURVE**2).astype(np.float32)
    out = np.zeros(len(view.rows), np.float32)

    def work(part: slice) -> None:
        loops().resemble(
            view.codes, view.rows[part], cells, wanted, small_lab_of_codes(), curve, out[part]
        )

    in_parts(len(out), work)
    return out


def with_sure(scores: NDArray[np.float32], sure: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """Return the mean of what colours and an encoder say; colours alone where that knows nothing.

    Args:
        scores: float32 (N,), of score_picture().
        sure: float32 (N,), how surely it looks alike, NaN where not known; None: nowhere.
    """
    if sure is None:
        return scores
    return np.where(np.isnan(sure), scores, (scores + np.nan_to_num(sure)) / 2).astype(np.float32)


def _template(
    pixels: NDArray[np.uint8], box: "Box", side: int
) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """Return the cells that a picture covers at each of its places, and CIE-Lab there.

    Each of a grid of points of the picture is compared with the cell that it lies in.
    """
    from indexers.canvas.colours import to_lab
    from indexers.pixels import resize_area

    points = _COARSE if side <= _COARSE else _FINE
    across = max(2, round((box[2] - box[0]) * points))
    down = max(2, round((box[3] - box[1]) * points))
    lab = to_lab(resize_area(pixels, (across, down))).reshape(-1, 3)
    shifts = [(0.0, 0.0)]
    if side > _COARSE:  # at a coarser level a shift is less than a cell
        shifts += [(_SHIFT, 0.0), (-_SHIFT, 0.0), (0.0, _SHIFT), (0.0, -_SHIFT)]
    variants = []
    for dx, dy in shifts:
        x = box[0] + dx + (np.arange(across) + 0.5) / across * (box[2] - box[0])
        y = box[1] + dy + (np.arange(down) + 0.5) / down * (box[3] - box[1])
        columns = np.clip((x * side).astype(np.int32), 0, side - 1)
        lines = np.clip((y * side).astype(np.int32), 0, side - 1)
        variants.append((lines[:, None] * side + columns[None, :]).ravel())
    return np.stack(variants).astype(np.int32), np.rint(lab).astype(np.int16)
