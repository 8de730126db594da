"""Bodies from files: our JSON, key points as JSON, rigged GLB, motion as BVH or AMC with ASF."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.errors import AppError, MediaError, QueryError
from models.body.files import BodyNumbers, read_numbers
from models.body.glb import read_glb
from models.body.lifting import holds_key_points, read_open_pose
from models.body.model import BodyModel
from models.body.motion import Clip, read_asf_amc, read_bvh
from models.body.retarget import retarget

BODY_SUFFIXES: Final = (".json", ".glb", ".bvh", ".amc")
MOTION_SUFFIXES: Final = (".bvh", ".amc")
MAX_BYTES: Final = 400_000_000


@dataclass(frozen=True, slots=True)
class BodyFrames:
    """How much a file holds.

    Args:
        count: of frames; 1 for a pose.
        frame_s: seconds a frame; 0 for a pose.
    """

    count: int
    frame_s: float

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.count * self.frame_s


@dataclass(frozen=True, slots=True, eq=False)
class BodyMotion:
    """The frames of a motion, on our skeleton.

    Args:
        rotations: float64 (T, 24, 3, 3), relative to the parents.
        translations: float64 (T, 3), metres.
        shape: float64 (10,), of the person; the mean one where the file does not say.
        frame_s: seconds a frame; 0 for a pose.
    """

    rotations: NDArray[np.float64]
    translations: NDArray[np.float64]
    shape: NDArray[np.float64]
    frame_s: float

    def __len__(self) -> int:
        return len(self.rotations)

    def numbers(self, frame: int) -> BodyNumbers:
        """Return one frame."""
        return BodyNumbers(self.rotations[frame], self.shape, self.translations[frame])


def read_body(path: Path, frame: int = 0, *, body: BodyModel | None = None) -> BodyNumbers:
    """Return the body of a file.

    Args:
        path: one of BODY_SUFFIXES.
        frame: of a motion, from 0; from the end if below 0. A pose has frame 0 only.
        body: ours, if it is at hand.

    Raises:
        QueryError: there is no such frame, or the file is no body that can be read.
        MediaError: it is a damaged motion.
    """
    clip = _clip(path)
    if clip is None:
        _within(path, frame, 1)
        return _pose(path, body or BodyModel())
    at = _within(path, frame, len(clip))
    one = replace(clip, turns=clip.turns[at : at + 1], places=clip.places[at : at + 1])
    return _motion(one, body or BodyModel()).numbers(0)


def read_motion(path: Path, *, every: int = 1, body: BodyModel | None = None) -> BodyMotion:
    """Return all frames of a file, or one of each so many.

    Raises:
        QueryError: the file is no body that can be read.
        MediaError: it is a damaged motion.
    """
    body = body or BodyModel()
    clip = _clip(path)
    if clip is not None:
        return _motion(clip, body, every)
    one = _pose(path, body)
    return BodyMotion(one.rotations[None], one.translation[None], one.shape, 0.0)


def frames_of(path: Path) -> BodyFrames:
    """Return how many frames a file has.

    Raises:
        QueryError: the file is no body that can be read.
        MediaError: it is a damaged motion.
    """
    clip = _clip(path)
    if clip is None:
        _pose(path, BodyModel())
        return BodyFrames(1, 0.0)
    return BodyFrames(len(clip), clip.frame_s)


def holds_body(path: Path) -> bool:
    """Whether a file holds a body, which no network need read."""
    suffix = path.suffix.lower()
    if suffix != ".json":
        return suffix in BODY_SUFFIXES
    try:
        return path.stat().st_size <= MAX_BYTES and is_body(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return False


def is_body(text: str) -> bool:
    """Whether a JSON text holds a body of ours, or key points that one is guessed from."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    is_ours = isinstance(document, dict) and "pose" in document and "betas" in document
    return is_ours or holds_key_points(document)


def is_guess(path: Path) -> bool:
    """Whether a file that holds_body() knows has key points alone, so that its pose is a guess."""
    try:
        return path.suffix.lower() == ".json" and holds_key_points(
            json.loads(path.read_text("utf-8"))
        )
    except (OSError, ValueError, RecursionError):
        return False


def _motion(clip: Clip, body: BodyModel, every: int = 1) -> BodyMotion:
    found = retarget(clip, body, every=every)
    return BodyMotion(found.rotations, found.translations, np.zeros(body.shapes), found.frame_s)


def _clip(path: Path) -> Clip | None:
    """Return the motion of a file; None for a pose."""
    suffix = path.suffix.lower()
    if suffix not in BODY_SUFFIXES:
        raise QueryError(
            f"“{path.name}” holds no body.", hint=f"Give one of {', '.join(BODY_SUFFIXES)}."
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise QueryError(
                f"“{path.name}” is too large for a body.", hint="Cut the motion into pieces."
            )
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from None
    if suffix not in MOTION_SUFFIXES:
        return None
    try:
        return read_bvh(path) if suffix == ".bvh" else read_asf_amc(_skeleton_of(path), path)
    except MediaError as error:
        raise _unreadable(error.path, error.reason) from None
    except MemoryError:
        raise _unreadable(path, "it does not fit into memory") from None


def _pose(path: Path, body: BodyModel) -> BodyNumbers:
    readers: Mapping[str, Callable[[bytes], BodyNumbers]] = {
        ".json": lambda content: _told(content.decode("utf-8"), body),
        ".glb": lambda content: read_glb(content, body),
    }
    try:
        return readers[path.suffix.lower()](path.read_bytes())
    except AppError:
        raise
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from None


def _told(text: str, body: BodyModel) -> BodyNumbers:
    """Return the body of a JSON file, or a guess from OpenPose's key points."""
    try:
        has_points = holds_key_points(json.loads(text))
    except (ValueError, RecursionError):
        has_points = False
    return read_open_pose(text, body) if has_points else read_numbers(text)


def _skeleton_of(path: Path) -> Path:
    """Return the ASF file of a motion: of its name, its name's beginning, or the only one."""
    beside = sorted(one for one in path.parent.iterdir() if one.suffix.lower() == ".asf")
    for stem in (path.stem, path.stem.partition("_")[0]):
        for one in beside:
            if one.stem.lower() == stem.lower():
                return one
    if len(beside) == 1:
        return beside[0]
    raise QueryError(
        f"The skeleton of “{path.name}” is missing.",
        hint=f"Put {path.stem.partition('_')[0]}.asf beside it.",
    )


def _within(path: Path, frame: int, count: int) -> int:
    if not -count <= frame < count:
        raise QueryError(
            f"“{path.name}” has no frame {frame}; it has {count:,}.",
            hint="Give a frame from 0" + (f" to {count - 1}." if count > 1 else "."),
        )
    return frame % count


def _unreadable(path: Path, why: str) -> QueryError:
    return QueryError(f"“{path.name}” cannot be read ({why}).", hint="Check the file.")
