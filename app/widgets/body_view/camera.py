"""Where the viewer of a body is, and where places in the world come to lie on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Look = Literal["front", "side", "back", "top", "three_quarter"]

FIELD: Final = 30.0  # degrees that the shorter side of the screen shows: long enough for portraits
NEAREST: Final = 0.25  # metres between the viewer and what is looked at
FARTHEST: Final = 30.0
_HALF: Final = float(np.tan(np.radians(FIELD / 2)))
_LOOKS: Final[Mapping[Look, tuple[float, float]]] = {  # yaw, pitch, degrees
    "front": (0.0, 0.0),
    "side": (90.0, 0.0),
    "back": (180.0, 0.0),
    "top": (0.0, 90.0),
    "three_quarter": (32.0, 11.0),
}
_ROOM: Final = 1.12  # of the body, around it
LOOKS: Final[tuple[Look, ...]] = tuple(_LOOKS)


@dataclass(frozen=True, slots=True)
class Camera:
    """A viewer on a sphere around what is looked at, who never lies on the side.

    World: metres, y up, +z to the front of the body, +x to the person's left.

    Args:
        target: (x, y, z) of what is looked at.
        yaw: radians around y; 0 sees the front, pi/2 the person's left side.
        pitch: radians above the horizon, -pi/2 to pi/2.
        distance: to the target, metres.
        is_perspective: what is far looks smaller; else as on a drawing in three views, with the
            same size at the target.
    """

    target: tuple[float, float, float] = (0.0, 0.0, 0.0)
    yaw: float = float(np.radians(_LOOKS["three_quarter"][0]))
    pitch: float = float(np.radians(_LOOKS["three_quarter"][1]))
    distance: float = 4.0
    is_perspective: bool = True

    def axes(self) -> Floats:
        """Return the directions right, up and towards the viewer, float64 (3, 3)."""
        sin_yaw, cos_yaw = np.sin(self.yaw), np.cos(self.yaw)
        sin_pitch, cos_pitch = np.sin(self.pitch), np.cos(self.pitch)
        return np.array(
            [
                [cos_yaw, 0.0, -sin_yaw],
                [-sin_yaw * sin_pitch, cos_pitch, -cos_yaw * sin_pitch],
                [sin_yaw * cos_pitch, sin_pitch, cos_yaw * cos_pitch],
            ]
        )

    @property
    def position(self) -> Floats:
        """Where the viewer is, (3,)."""
        return np.asarray(np.asarray(self.target) + self.distance * self.axes()[2])

    def orbited(self, yaw: float, pitch: float) -> "Camera":
        """Return a viewer who went around the target, radians; not over the poles."""
        steep = float(np.clip(self.pitch + pitch, -np.pi / 2, np.pi / 2))
        return replace(self, yaw=wrapped(self.yaw + yaw), pitch=steep)

    def panned(self, right: float, up: float) -> "Camera":
        """Return a viewer who went aside with the target, metres along the screen."""
        axes = self.axes()
        return replace(
            self, target=_triple(np.asarray(self.target) + right * axes[0] + up * axes[1])
        )

    def zoomed(self, factor: float) -> "Camera":
        """Return a viewer to whom the target looks larger by a factor, within the limits."""
        return replace(self, distance=float(np.clip(self.distance / factor, NEAREST, FARTHEST)))

    def zoomed_at(self, factor: float, x: float, y: float, size: tuple[float, float]) -> "Camera":
        """Return the same with what lies under a point of the screen staying there.

        Args:
            factor: above 1 is nearer.
            x: of the point, pixels.
            y: of the point, pixels.
            size: width and height of the screen, pixels.
        """
        nearer = self.zoomed(factor)
        before = Projection(self, *size).unproject(x, y, self.distance)
        after = Projection(nearer, *size).unproject(x, y, nearer.distance)
        return replace(nearer, target=_triple(np.asarray(nearer.target) + before - after))

    def looking(self, look: Look) -> "Camera":
        """Return a viewer of the same target from a named side."""
        yaw, pitch = np.radians(_LOOKS[look])
        return replace(self, yaw=float(yaw), pitch=float(pitch))

    def framing(self, points: NDArray[np.floating], aspect: float = 1.0) -> "Camera":
        """Return a viewer in the same direction who sees all points, with some room around.

        Args:
            points: (N, 3); none or not finite ones leave the viewer where he is.
            aspect: width over height of the screen.
        """
        if not len(points) or not np.isfinite(points).all():
            return self
        along = np.asarray(points, np.float64) @ self.axes().T
        low, high = along.min(0), along.max(0)
        wide, tall, deep = (high - low).tolist()
        wide, tall = (wide / aspect, tall) if aspect > 1 else (wide, tall * aspect)
        far = max(wide, tall, 0.2) / 2 * _ROOM / _HALF
        # What is in front of the middle looks larger.
        distance = far + (deep / 2 if self.is_perspective else 0.0)
        middle = (low + high) / 2 @ self.axes()
        return replace(
            self,
            target=_triple(middle),
            distance=float(np.clip(distance, NEAREST, FARTHEST)),
        )

    def between(self, other: "Camera", share: float) -> "Camera":
        """Return the viewer on the way to another one, share 0-1; turned the short way round."""
        keep = 1 - share
        gone = wrapped(other.yaw - self.yaw)
        target = np.asarray(self.target) * keep + np.asarray(other.target) * share
        return Camera(
            _triple(target),
            wrapped(self.yaw + gone * share),
            self.pitch * keep + other.pitch * share,
            float(self.distance**keep * other.distance**share),
            other.is_perspective,
        )


@dataclass(frozen=True, slots=True)
class Projection:
    """A viewer before a screen.

    Args:
        camera: the viewer.
        width: of the screen, pixels.
        height: of the screen, pixels.
    """

    camera: Camera
    width: float
    height: float

    @property
    def focus(self) -> float:
        """Pixels of a thing as large as it is far away."""
        return min(self.width, self.height) / 2 / _HALF

    def along(self, points: NDArray[np.floating]) -> Floats:
        """Return points (..., 3) right, up and towards the viewer of the target, metres."""
        return (np.asarray(points, np.float64) - self.camera.target) @ self.camera.axes().T

    def points(self, points: NDArray[np.floating]) -> Floats:
        """Return x, y in pixels and the distance ahead in metres, (..., 3), of points (..., 3)."""
        along = self.along(points)
        ahead = self.camera.distance - along[..., 2]
        scale = self.scale_at(ahead)
        return np.stack(
            [
                self.width / 2 + along[..., 0] * scale,
                self.height / 2 - along[..., 1] * scale,
                ahead,
            ],
            -1,
        )

    def sees(self, points: NDArray[np.floating]) -> bool:
        """Return whether points (N, 3) all lie on the screen."""
        seen = self.points(points)
        inside = (seen >= 0).all() and (seen[:, :2] <= (self.width, self.height)).all()
        return bool(inside)

    def scale_at(self, ahead: Floats | float) -> Floats:
        """Return pixels a metre across the view at distances ahead (...)."""
        if not self.camera.is_perspective:
            return np.full(np.shape(ahead), self.focus / self.camera.distance)
        return np.asarray(self.focus / np.maximum(ahead, 1e-3))

    def unproject(self, x: float, y: float, ahead: float) -> Floats:
        """Return the place (3,) that lies under a point of the screen at a distance ahead."""
        scale = float(self.scale_at(ahead))
        along = np.array(
            [
                (x - self.width / 2) / scale,
                (self.height / 2 - y) / scale,
                self.camera.distance - ahead,
            ]
        )
        return np.asarray(self.camera.target) + along @ self.camera.axes()

    def ray(self, x: float, y: float) -> tuple[Floats, Floats]:
        """Return a start (3,) and the unit direction (3,) of what lies under a point."""
        start = self.unproject(x, y, 0.0 if not self.camera.is_perspective else 1e-3)
        way = self.unproject(x, y, self.camera.distance) - start
        return start, way / np.linalg.norm(way)

    def matrix(self, reach: float) -> NDArray[np.float32]:
        """Return what brings (x, y, z, 1) to clip coordinates of OpenGL, float32 (4, 4).

        Args:
            reach: metres from the target that depths must tell apart.
        """
        camera, axes = self.camera, self.camera.axes()
        view = np.eye(4)
        view[:3, :3] = axes
        view[:3, 3] = -axes @ np.asarray(camera.target)
        view[2, 3] -= camera.distance
        near = max(0.02, camera.distance - reach)
        far = camera.distance + reach
        across, up = 2 * self.focus / self.width, 2 * self.focus / self.height
        clip = np.zeros((4, 4))
        if camera.is_perspective:
            clip[0, 0], clip[1, 1] = across, up
            clip[2, 2], clip[2, 3] = -(far + near) / (far - near), -2 * far * near / (far - near)
            clip[3, 2] = -1.0
        else:
            near = camera.distance - reach
            clip[0, 0], clip[1, 1] = across / camera.distance, up / camera.distance
            clip[2, 2], clip[2, 3] = -2 / (far - near), -(far + near) / (far - near)
            clip[3, 3] = 1.0
        return np.asarray(clip @ view, np.float32)


def wrapped(angle: float) -> float:
    """Return the same angle from -pi to pi, radians."""
    return float((angle + np.pi) % (2 * np.pi) - np.pi)


def _triple(point: Floats) -> tuple[float, float, float]:
    x, y, z = (float(part) for part in point)
    return x, y, z
