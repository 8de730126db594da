"""The files of one posed body."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from app.services.body_types import BodyFormat
from common.stroke_files import svg_text
from models.body.files import BodyNumbers, bvh_text, mesh_file, numbers_json, open_pose, rigged_glb
from models.body.model import BodyModel, Posed

PICTURE: Final = 512  # pixels


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    body: BodyModel
    numbers: BodyNumbers
    posed: Posed


def body_files(body: BodyModel, numbers: BodyNumbers, formats: Sequence[BodyFormat]) -> list[bytes]:
    """Return the contents of a body's files, in the order of formats.

    Raises:
        ValueError: the numbers do not fit the body.
    """
    posed = body.pose(numbers.rotations, numbers.shape, numbers.translation)
    made = _Made(body, numbers, posed)
    return [_MAKERS[kind](made) for kind in formats]


def _glb(made: _Made) -> bytes:
    vertices, joints = made.body.rest(made.numbers.shape)
    numbers = made.numbers
    return rigged_glb(made.body.data, vertices, joints, numbers.rotations, numbers.translation)


def _bvh(made: _Made) -> bytes:
    joints = made.body.rest(made.numbers.shape)[1]
    place = joints[:1] + made.numbers.translation[None]
    return bvh_text(joints, made.numbers.rotations[None], place).encode("utf-8")


def _svg(made: _Made) -> bytes:
    from models.sketch.synthesis import drawn, outline

    return svg_text(drawn(outline(made.posed))).encode("utf-8")


def _png(made: _Made) -> bytes:
    from PIL import Image

    from models.body.picture import shaded

    out = io.BytesIO()
    pixels = np.ascontiguousarray(shaded(made.posed.vertices, made.body.data.faces, PICTURE))
    Image.fromarray(pixels).save(out, "PNG", optimize=True)
    return out.getvalue()


_MAKERS: Final[Mapping[BodyFormat, Callable[[_Made], bytes]]] = {
    "obj": lambda made: mesh_file("obj", made.posed.vertices, made.body.data.faces),
    "ply": lambda made: mesh_file("ply", made.posed.vertices, made.body.data.faces),
    "stl": lambda made: mesh_file("stl", made.posed.vertices, made.body.data.faces),
    "glb": _glb,
    "bvh": _bvh,
    "json": lambda made: numbers_json(made.numbers).encode("utf-8"),
    "openpose": lambda made: open_pose(made.posed, PICTURE, PICTURE).encode("utf-8"),
    "svg": _svg,
    "png": _png,
}
