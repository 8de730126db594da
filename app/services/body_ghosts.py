"""Contours of a document's body on its page, and small pictures of poses."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.services.body_document_types import BodyState, FlipChoice, Placement, Stroke, View
from models.body.baked import read_body
from models.body.edit import Flip
from models.body.model import BodyModel

_PICTURE = 96  # pixels
_ASKEW = np.radians(-35.0)  # small pictures are seen from the person's left


def ghost(body: BodyModel, state: BodyState, view: View = "front") -> tuple[Stroke, ...]:
    """Return the contours of a body, units of the page; some 15 ms.

    They are those of the shipped body's coarse mesh, also under a body of the user's own.

    Args:
        body: of the document.
        state: whose body.
        view: of the page.
    """
    from models.sketch.contours import GRID, coarse_body, fitted_view

    rows, maker = coarse_body()
    posed = body.pose(state.rotations, state.shape, state.translation)
    seen = in_view(posed.vertices[rows], view)
    fitted = fitted_view(seen, GRID)
    place = state.placement
    scale = place.scale / fitted.scale
    left = place.x + (fitted.centre[0] * fitted.scale - GRID / 2) * scale
    top = place.y - (fitted.centre[1] * fitted.scale + GRID / 2) * scale
    shift = np.array([left / scale, top / scale], np.float32)
    return tuple(
        Stroke((one.points + shift) * np.float32(scale), layer=one.layer, kind=one.kind)
        for one in maker.strokes(seen, fitted)
    )


def in_view(points: NDArray[np.floating], view: View) -> NDArray[np.float32]:
    """Return points, (..., 3), as a view sees them: x to the right, y up, z to the viewer."""
    if view == "front":
        return np.asarray(points, np.float32)
    x, y, z = np.moveaxis(np.asarray(points, np.float32), -1, 0)
    return np.stack([-z, y, x], -1)


def flip_choice(body: BodyModel, state: BodyState, flip: Flip) -> FlipChoice:
    """Return a way in which a limb may go in depth, with its pictures."""
    from dataclasses import replace

    changed = replace(state, rotations=flip.rotations)
    return FlipChoice(
        flip.rotations, flip.strain, flip.upper, flip.lower,
        small_picture(body, changed), ghost(body, changed, "side"),
    )  # fmt: skip


def small_picture(body: BodyModel, state: BodyState, side: int = _PICTURE) -> NDArray[np.uint8]:
    """Return a body from three quarters, uint8 (side, side, 4) RGBA, on nothing."""
    from models.body.picture import shaded
    from models.sketch.contours import coarse_body

    rows, _ = coarse_body()
    posed = body.pose(state.rotations, state.shape)
    cosine, sine = np.cos(_ASKEW), np.sin(_ASKEW)
    turn = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]], np.float32)
    return shaded(posed.vertices[rows] @ turn.T, _coarse_faces(), side)


def fitted_placement(
    strokes: tuple[Stroke, ...], body: BodyModel, state: BodyState, view: View = "front"
) -> Placement:
    """Return the placement in which a body fills the box of a drawing, as networks learned it.

    Args:
        strokes: at least one.
        body: of the document.
        state: the body that was read; its own placement is not looked at.
        view: of the page that the strokes are on.
    """
    from models.sketch.contours import coarse_body

    rows, _ = coarse_body()
    posed = body.pose(state.rotations, state.shape, state.translation)
    seen = in_view(posed.vertices[rows], view)[:, :2]
    low, high = seen.min(0), seen.max(0)
    points = np.concatenate([stroke.points for stroke in strokes])
    least, most = points.min(0), points.max(0)
    scale = float((most - least).max()) / max(float((high - low).max()), 1e-6)
    scale = min(max(scale, 1.0), 1e5)
    middle, centre = (least + most) / 2, (low + high) / 2
    return Placement(
        scale, float(middle[0] - scale * centre[0]), float(middle[1] + scale * centre[1])
    )


@lru_cache(maxsize=1)
def _coarse_faces() -> NDArray[np.int32]:
    from models.sketch.contours import coarse_mesh

    return coarse_mesh(read_body())[1]
