"""Where the viewer is and looks, and where points in space come to lie on the screen."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FIELD = 62.0  # degrees from the lower to the upper edge
NEAR = 0.05  # what is nearer is not drawn
STEEPEST = 1.45  # radians up or down
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Camera:
    """A viewer who turns left and right, up and down, and never lies on the side.

    Args:
        position: (x, y, z), y upwards.
        yaw: radians to the right of -z.
        pitch: radians upwards.
    """

    position: tuple[float, float, float] = (0.0, 0.0, 0.0)
    yaw: float = 0.0
    pitch: float = 0.0

    def axes(self) -> NDArray[np.float64]:
        """Return the directions right, up and ahead, (3, 3)."""
        cy, sy, cp, sp = np.cos(self.yaw), np.sin(self.yaw), np.cos(self.pitch), np.sin(self.pitch)
        return np.array([[cy, 0, sy], [-sy * sp, cp, cy * sp], [sy * cp, sp, -cy * cp]])

    def turned(self, right: float, up: float) -> "Camera":
        """Return a viewer who looks elsewhere, radians."""
        pitch = min(STEEPEST, max(-STEEPEST, self.pitch + up))
        return replace(self, yaw=float((self.yaw + right) % (2 * np.pi)), pitch=float(pitch))

    def moved(self, right: float, up: float, ahead: float) -> "Camera":
        """Return a viewer who went along his own directions."""
        step = np.array([right, up, ahead]) @ self.axes()
        x, y, z = (np.asarray(self.position) + step).tolist()
        return replace(self, position=(x, y, z))

    def facing(self, point: NDArray[np.floating], distance: float) -> "Camera":
        """Return a viewer before a point, who looks at it from where this one would see it."""
        away = np.asarray(point, np.float64) - np.asarray(self.position)
        reach = float(np.linalg.norm(away))
        ahead = away / reach if reach > 1e-6 else self.axes()[2]
        x, y, z = (np.asarray(point) - distance * ahead).tolist()
        pitch = float(np.clip(np.arcsin(np.clip(ahead[1], -1, 1)), -STEEPEST, STEEPEST))
        return Camera((x, y, z), float(np.arctan2(ahead[0], -ahead[2]) % (2 * np.pi)), pitch)

    def between(self, other: "Camera", share: float) -> "Camera":
        """Return the viewer on the way to another one, share 0-1; turned the short way round."""
        gone = (other.yaw - self.yaw + np.pi) % (2 * np.pi) - np.pi
        x, y, z = (
            np.asarray(self.position) * (1 - share) + np.asarray(other.position) * share
        ).tolist()
        pitch = self.pitch + (other.pitch - self.pitch) * share
        return Camera((x, y, z), float((self.yaw + gone * share) % (2 * np.pi)), float(pitch))


@dataclass(frozen=True, slots=True)
class Seen:
    """Points on the screen, the farthest first; only those that can be seen.

    Args:
        index: int64 (M,) which points.
        x: float32 (M,) middle, pixels.
        y: float32 (M,) middle, pixels.
        size: float32 (M,) side of a thing of size 1, pixels.
        depth: float32 (M,) distance ahead.
    """

    index: NDArray[np.int64]
    x: Floats
    y: Floats
    size: Floats
    depth: Floats


def look(camera: Camera, points: Floats, width: float, height: float, margin: float) -> Seen:
    """Return where points lie on a screen.

    Args:
        camera: the viewer.
        points: float32 (N, 3).
        width: of the screen, pixels.
        height: of the screen, pixels.
        margin: half the side of what stands at a point, in units of space.
    """
    scale = height / 2 / np.tan(np.radians(FIELD / 2))
    along = (points - np.asarray(camera.position, np.float32)) @ camera.axes().T.astype(np.float32)
    depth = along[:, 2]
    ahead = np.flatnonzero(depth > NEAR)
    size = scale / depth[ahead]
    x = width / 2 + along[ahead, 0] * size
    y = height / 2 - along[ahead, 1] * size
    edge = margin * size
    inside = (x > -edge) & (x < width + edge) & (y > -edge) & (y < height + edge)
    order = np.argsort(-depth[ahead][inside], kind="stable")
    kept = np.flatnonzero(inside)[order]
    return Seen(
        ahead[kept].astype(np.int64), x[kept], y[kept], size[kept].astype(np.float32),
        depth[ahead][kept],
    )  # fmt: skip
