"""Three rings around a joint that turn it: where they lie, which is under the mouse, how far."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.widgets.body_view.camera import Projection, wrapped

Floats = NDArray[np.float64]

RADIUS_PX: Final = 58.0
_SHARE: Final = 0.19  # of the shorter side of the view, at most
REACH_PX: Final = 7.0  # from a ring, to take it
SNAP: Final = float(np.radians(15.0))
STEPS: Final = 72  # of a ring
_FLAT: Final = 0.15  # sine between the view and the plane of a ring below which it is a line
_BEHIND_PX: Final = 3.0  # the half of a ring that faces away is taken after the other


@dataclass(frozen=True, slots=True)
class Gizmo:
    """The rings of a joint, about its own axes.

    Args:
        joint: number.
        place: (3,), metres in the world.
        turn: (3, 3), of the joint against the world: its columns are the axes.
        projection: the screen.
    """

    joint: int
    place: Floats
    turn: Floats
    projection: Projection

    @property
    def radius_px(self) -> float:
        """Pixels: less in a small view."""
        return min(RADIUS_PX, _SHARE * min(self.projection.width, self.projection.height))

    @property
    def radius(self) -> float:
        """Metres: rings are as large on the screen from near and from far."""
        ahead = self.projection.points(self.place)[2]
        return self.radius_px / float(self.projection.scale_at(ahead))

    def axis(self, ring: int) -> Floats:
        """Return the direction (3,) that a ring turns about."""
        return self.turn[:, ring] / np.linalg.norm(self.turn[:, ring])

    def sides(self, ring: int) -> tuple[Floats, Floats]:
        """Return two directions (3,) that span the plane of a ring, the first one at angle 0."""
        first, second = self.turn[:, (ring + 1) % 3], self.turn[:, (ring + 2) % 3]
        return first / np.linalg.norm(first), second / np.linalg.norm(second)

    def points(self, ring: int, angles: Floats) -> Floats:
        """Return places (N, 3) on a ring."""
        first, second = self.sides(ring)
        way = np.cos(angles)[:, None] * first + np.sin(angles)[:, None] * second
        return self.place + self.radius * way

    def curve(self, ring: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Return a ring on the screen, (STEPS + 1, 2) pixels, and which points face the viewer."""
        points = self.points(ring, np.linspace(0, 2 * np.pi, STEPS + 1))
        seen = self.projection.points(points)
        middle = self.projection.points(self.place)[2]
        return seen[:, :2], seen[:, 2] <= middle + 1e-9

    def ring_at(self, x: float, y: float) -> int:
        """Return the ring under a point of the screen, -1 for none."""
        best, found = REACH_PX, -1
        for ring in range(3):
            curve, faces = self.curve(ring)
            far = _distances(curve, np.array([x, y]))
            far = np.where(faces[:-1], far, far + _BEHIND_PX)
            if far.min() < best:
                best, found = float(far.min()), ring
        return found

    def angle_at(self, ring: int, x: float, y: float) -> float | None:
        """Return the angle on a ring that lies under a point of the screen, radians.

        None where the ring is seen from its side, so that its plane is a line.
        """
        start, way = self.projection.ray(x, y)
        axis = self.axis(ring)
        slope = float(way @ axis)
        if abs(slope) < _FLAT:
            return None
        at = start + way * float((self.place - start) @ axis) / slope - self.place
        first, second = self.sides(ring)
        return float(np.arctan2(at @ second, at @ first))


@dataclass(slots=True)
class RingDrag:
    """A turn in the making.

    Args:
        gizmo: as it was when the ring was taken.
        ring: that was taken.
        x: where, pixels.
        y: where, pixels.
        angle: by which it has turned so far, radians.
    """

    gizmo: Gizmo
    ring: int
    x: float
    y: float
    angle: float = 0.0
    _last: float | None = None
    _whole: float = 0.0

    @property
    def start(self) -> float:
        """Angle on the ring at which it was taken, radians; that of the nearest point."""
        curve, faces = self.gizmo.curve(self.ring)
        far = _distances(curve, np.array([self.x, self.y])) + np.where(faces[:-1], 0, _BEHIND_PX)
        return float(2 * np.pi * far.argmin() / STEPS)

    def move(self, x: float, y: float, *, snap: bool) -> float:
        """Return how far the joint is turned since the ring was taken, radians; may be over pi.

        Args:
            x: of the mouse, pixels.
            y: of the mouse, pixels.
            snap: only whole steps of 15 degrees.
        """
        began = self.gizmo.angle_at(self.ring, self.x, self.y)
        now = self.gizmo.angle_at(self.ring, x, y)
        if began is None or now is None:
            turned = self._along(x, y)
        else:
            before = began if self._last is None else self._last
            self._whole += wrapped(now - before)
            self._last = now
            turned = self._whole
        self.angle = round(turned / SNAP) * SNAP if snap else turned
        return self.angle

    def rotation(self) -> Floats:
        """Return the turn so far as a rotation of the world, (3, 3)."""
        return about(self.gizmo.axis(self.ring), self.angle)

    def _along(self, x: float, y: float) -> float:
        """Return the angle of a ring seen from its side: the way along its line."""
        angles = np.array([self.start, self.start + 0.05])
        one, two = self.gizmo.projection.points(self.gizmo.points(self.ring, angles))[:, :2]
        way = (two - one) / max(float(np.linalg.norm(two - one)), 1e-9)
        return float(np.array([x - self.x, y - self.y]) @ way) / self.gizmo.radius_px


def about(axis: Floats, angle: float) -> Floats:
    """Return the rotation (3, 3) about a unit axis (3,), radians (Rodrigues' formula)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _distances(curve: Floats, point: Floats) -> Floats:
    """Return how far a point (2,) lies from each piece of a curve (N, 2), (N - 1,)."""
    start, way = curve[:-1], np.diff(curve, axis=0)
    square = np.maximum((way * way).sum(1), 1e-12)
    share = np.clip(((point - start) * way).sum(1) / square, 0, 1)
    return np.asarray(np.linalg.norm(start + share[:, None] * way - point, axis=1))
