"""The pose of a body, or of a person in a picture, as part of a query."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.services.pose_types import POINTS, Person
from app.services.query_parts import PoseAsk, PoseView
from common.errors import QueryError
from indexers.poses.points import LEAST_POINTS, sureness

_JOINTS: Final = {
    "left_shoulder": 16, "right_shoulder": 17, "left_elbow": 18, "right_elbow": 19,
    "left_wrist": 20, "right_wrist": 21, "left_hip": 1, "right_hip": 2, "left_knee": 4,
    "right_knee": 5, "left_ankle": 7, "right_ankle": 8,
}  # fmt: skip
"""Joints of a body, in the order of `models.body.skeleton`, that are points of a picture too."""

_NECK, _HEAD = 12, 15
_NOSE_AHEAD, _NOSE_UP = 0.11, 0.06  # metres from the joint of the head, of an adult
_NOSE_WEIGHT = 0.6  # it is guessed: nothing tells where the head looks
_HALF_HEAD = 0.08  # metres
_DIGITS = 4
_MOST_YAWS = 36


def ask_of_places(
    places: NDArray[np.floating],
    *,
    camera: NDArray[np.floating] | None = None,
    yaws: Sequence[float] = (0.0,),
    mirrored: bool = True,
    turned: bool = False,
    name: str = "",
) -> PoseAsk:
    """Return the query part that looks for a posed body.

    Args:
        places: (24, 3), where its joints are, metres, y up, +z to the viewer, +x to its left.
        camera: (3, 3), turns the world to the view: x right, y up, z to the viewer. None for the
            front.
        yaws: further turns about the upright axis before the camera, degrees; the best counts.
        mirrored: whether the mirror image fits too.
        turned: whether it fits turned in the picture.
        name: what the pose is called.

    Raises:
        QueryError: the numbers are no body, or nothing of it can be told apart in this view.
    """
    body = np.asarray(places, np.float64)
    if body.shape != (24, 3) or not np.isfinite(body).all():
        raise QueryError(
            "The body's joints have no places that a pose could be searched by.",
            hint="Pose a body first.",
        )
    if not 0 < len(yaws) <= _MOST_YAWS:
        raise QueryError(
            f"{len(yaws)} views were asked for.", hint=f"Name between 1 and {_MOST_YAWS}."
        )
    points, weights = _points(body)
    look = np.eye(3) if camera is None else np.asarray(camera, np.float64)
    turns = [look @ _about_upright(yaw) for yaw in yaws]
    views = tuple(_view(points @ turn.T, weights) for turn in turns)
    return PoseAsk(views, name, mirrored, turned)


def ask_of_posed(
    points: NDArray[np.floating],
    *,
    yaws: Sequence[float] = (0.0,),
    mirrored: bool = True,
    turned: bool = False,
    name: str = "",
) -> PoseAsk:
    """Return the query part that looks for a posed body whose face is known as well.

    Args:
        points: (17, 3), COCO's points of the body, metres, as key_points() gives them.
        yaws: turns about the upright axis, degrees; the best counts.
        mirrored: whether the mirror image fits too.
        turned: whether it fits turned in the picture.
        name: what the pose is called.
    """
    body = np.asarray(points, np.float64)
    views = []
    for yaw in yaws:
        seen = body @ _about_upright(yaw).T
        weights = np.ones(len(POINTS))
        ahead = seen[:5, 2] - seen[3:5, 2].mean()  # of the face, before the middle of the ears
        weights[:5] = np.clip(0.5 + ahead / _HALF_HEAD, 0.0, 1.0)
        views.append(_view(seen, weights))
    return PoseAsk(tuple(views), name, mirrored, turned)


def ask_of_person(
    person: Person, aspect: float, *, mirrored: bool = True, turned: bool = False, name: str = ""
) -> PoseAsk:
    """Return the query part that looks for the pose of a person in a picture.

    Args:
        person: whose pose.
        aspect: width of the picture divided by its height.
        mirrored: whether the mirror image fits too.
        turned: whether it fits turned in the picture.
        name: what the pose is called.
    """
    points = np.asarray(person.points, np.float64)
    return PoseAsk(
        (_view_of(points[:, :2] * [aspect, 1.0], sureness(points[:, 2])),),
        name, mirrored, turned, person.item,
    )  # fmt: skip


def _points(body: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return COCO's points of a body, (17, 3) metres, and weights; ears and eyes have none.

    Where the nose is follows from the trunk: most people look where they are turned to.
    """
    found, weights = np.zeros((len(POINTS), 3)), np.zeros(len(POINTS))
    for name, joint in _JOINTS.items():
        found[POINTS.index(name)], weights[POINTS.index(name)] = body[joint], 1.0
    up = body[_HEAD] - body[_NECK]
    up /= max(float(np.linalg.norm(up)), 1e-9)
    across = body[_JOINTS["left_shoulder"]] - body[_JOINTS["right_shoulder"]]
    ahead = np.cross(across, up)
    ahead /= max(float(np.linalg.norm(ahead)), 1e-9)
    found[0], weights[0] = body[_HEAD] + _NOSE_AHEAD * ahead + _NOSE_UP * up, _NOSE_WEIGHT
    return found, weights


def _about_upright(degrees: float) -> NDArray[np.float64]:
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])


def _view(points: NDArray[np.float64], weights: NDArray[np.float64]) -> PoseView:
    """Return a projected body as a picture shows it: y down."""
    return _view_of(points[:, :2] * [1.0, -1.0], weights)


def _view_of(places: NDArray[np.float64], weights: NDArray[np.float64]) -> PoseView:
    """Return points about their middle, in units of their larger extent, rounded."""
    counts = weights > 0
    if counts.sum() < LEAST_POINTS:
        raise QueryError(
            "Too little of the pose can be seen to look for it.",
            hint=f"Take a picture in which {LEAST_POINTS} joints or more are seen.",
        )
    low, high = places[counts].min(0), places[counts].max(0)
    extent = float((high - low).max())
    if not extent > 0:
        raise QueryError("The pose is a single point.", hint="Turn the body, or take another one.")
    fitted = np.where(counts[:, None], (places - (low + high) / 2) / extent, 0.0)
    return tuple(
        (round(float(x), _DIGITS), round(float(y), _DIGITS), round(float(weight), _DIGITS))
        for (x, y), weight in zip(fitted, weights, strict=True)
    )
