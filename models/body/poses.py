"""The library of named poses: `resources/body/poses.json`, made by hand for Kinora.

Each joint is given by its turns about x, y and z in degrees, as the sliders of a joint show them;
what is not named rests. Poses of the user are files of the same form.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from common.errors import QueryError
from models.body.limits import rotation_of
from models.body.model import identity_pose
from models.body.skeleton import INDEX

POSES_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "body" / "poses.json"


@dataclass(frozen=True, slots=True, eq=False)
class NamedPose:
    """A pose with a name.

    Args:
        key: short name, for commands and files.
        title: for display, English.
        rotations: float64 (24, 3, 3), relative to the parents.
    """

    key: str
    title: str
    rotations: NDArray[np.float64]


@lru_cache(maxsize=1)
def named_poses() -> Mapping[str, NamedPose]:
    """Return the poses that come with the program, by key, in the order of display."""
    return read_poses(POSES_FILE.read_text("utf-8"))


def read_poses(text: str) -> dict[str, NamedPose]:
    """Return the poses of a file.

    Raises:
        QueryError: it is no such file; names the pose and the joint.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise _wrong(f"it is no JSON ({error})") from None
    if not isinstance(document, Mapping):
        raise _wrong("it must be an object of poses")
    return {str(key): _pose(str(key), value) for key, value in document.items()}


def _pose(key: str, value: Any) -> NamedPose:
    if not isinstance(value, Mapping) or not isinstance(value.get("joints"), Mapping):
        raise _wrong(f"“{key}” has no joints")
    rotations = identity_pose()
    for name, angles in value["joints"].items():
        if name not in INDEX:
            raise _wrong(f"“{key}” turns “{name}”, which is no joint")
        try:
            x, y, z = (float(angle) for angle in angles)
        except (TypeError, ValueError):
            raise _wrong(f"“{name}” of “{key}” needs three angles in degrees") from None
        if not np.isfinite([x, y, z]).all():
            raise _wrong(f"an angle of “{name}” of “{key}” is not finite")
        rotations[INDEX[name]] = rotation_of(INDEX[name], x, y, z)
    return NamedPose(key, str(value.get("title", key)), rotations)


def _wrong(why: str) -> QueryError:
    return QueryError(f"The poses cannot be read: {why}.", hint="Save them again from the panel.")
