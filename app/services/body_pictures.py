"""Pictures of the named poses: drawn once, then kept in the user's folder."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.services.body_document_types import BodyState
from app.services.paths import AppPaths
from common.jobs import JobContext
from models.body.baked import read_body

if TYPE_CHECKING:
    from app.services.body import BodyService

logger = logging.getLogger(__name__)

_SIDE: Final = 96  # pixels
_LOOK: Final = b"3"  # grows when pictures are drawn in another way


@dataclass(frozen=True, slots=True, eq=False)
class PosePicture:
    """A named pose as a picture.

    Args:
        key: of the pose.
        title: its English name.
        pixels: uint8 (96, 96, 4) RGBA, on nothing.
    """

    key: str
    title: str
    pixels: NDArray[np.uint8]


def pose_pictures(
    service: "BodyService", paths: AppPaths, context: JobContext | None = None
) -> list[PosePicture]:
    """Return the pictures of all named poses, in their order.

    Drawing them takes some seconds, so they are kept in one file; one that is damaged, or of other
    poses, is made anew.

    Args:
        service: its body and poses.
        paths: where the pictures are kept.
        context: reports and cancels.

    Raises:
        JobCancelled: the user cancelled.
    """
    from app.services.body_ghosts import small_picture

    context = context or JobContext()
    poses = list(service.poses.values())
    told = b"".join(np.round(pose.rotations, 5).tobytes() for pose in poses)
    name = hashlib.blake2b(_LOOK + told, digest_size=8).hexdigest()
    path = paths.data / "body" / f"poses-{name}.png"
    drawn = _read(path, len(poses))
    if drawn is None:
        drawn = np.empty((len(poses), _SIDE, _SIDE, 4), np.uint8)
        for place, pose in enumerate(poses):
            context.step(place, len(poses), pose.title)
            drawn[place] = small_picture(service.body, BodyState(rotations=pose.rotations), _SIDE)
        _write(path, drawn)
    return [
        PosePicture(pose.key, pose.title, pixels) for pose, pixels in zip(poses, drawn, strict=True)
    ]


def coarse_form() -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return which vertices, int (C,), a coarse body keeps, and its faces, (G, 3), of those."""
    from models.sketch.contours import coarse_mesh

    return coarse_mesh(read_body())


def _read(path: Path, count: int) -> NDArray[np.uint8] | None:
    from PIL import Image

    try:
        with Image.open(path) as opened:
            pixels = np.asarray(opened.convert("RGBA"))
    except (OSError, ValueError, SyntaxError):
        return None
    fits = pixels.shape == (count * _SIDE, _SIDE, 4)
    return pixels.reshape(count, _SIDE, _SIDE, 4) if fits else None


def _write(path: Path, drawn: NDArray[np.uint8]) -> None:
    """Keep pictures; where the folder cannot be written they are drawn again next time."""
    from PIL import Image

    beside = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(drawn.reshape(-1, _SIDE, 4)).save(beside, "PNG")
        beside.replace(path)
        for other in path.parent.glob("poses-*.png"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError as error:
        logger.info("the pictures of poses are not kept: %s", error)
