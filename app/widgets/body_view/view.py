"""The view of a body: what it is told, what it tells, and its frames."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.widgets.body_view.camera import Camera, Look
from app.widgets.body_view.scene import Mesh, Skeleton, ViewOptions

Renderer = Literal["software", "opengl"]


class BodyView(QWidget):
    """Shows a posed body; what the user does to it is told by signals, the view changes no pose.

    Args:
        parent: owner.
    """

    joint_picked = Signal(int)  # the selected joint; -1 for none
    joint_dragged = Signal(int, object, bool)  # joint, place float64 (3,) in the world, is done
    # joint, rotation float64 (3, 3), is done. The rotation is in the world and relative to the turns
    # last given to set_skeleton: the joint is to stand at rotation @ turns[joint].
    joint_turned = Signal(int, object, bool)
    menu_requested = Signal(QPoint, int)  # global position; joint under it, -1 for none
    camera_changed = Signal()
    options_changed = Signal()  # the user chose another option
    renderer_changed = Signal(str)  # "software" or "opengl"
    fell_back = Signal(str)  # why OpenGL does not draw though it was wanted or in use

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mesh = Mesh()
        self.skeleton: Skeleton | None = None
        self.options = ViewOptions()
        self.camera = Camera()
        self.reduced_motion = False
        self._selected = -1
        self._names: tuple[str, ...] = ()

    # -- what is shown

    def set_faces(self, faces: NDArray[np.integer]) -> None:
        """Take the faces of the body, int (F, 3); the vertices before are forgotten."""
        self.mesh.faces = np.ascontiguousarray(faces, np.int32)

    def set_coarse(self, vertex_rows: NDArray[np.integer], faces: NDArray[np.integer]) -> None:
        """Take a coarse form of the body, for drawing without a graphics card while it moves.

        Args:
            vertex_rows: int (C,), which vertices it keeps.
            faces: int (G, 3), of those, numbered as in vertex_rows.
        """

    def set_vertices(self, vertices: NDArray[np.floating]) -> None:
        """Show the body with other vertices, (V, 3) metres; cheap, for every stroke."""
        self.mesh.vertices = np.ascontiguousarray(vertices, np.float32)

    def set_skeleton(
        self,
        places: NDArray[np.floating],
        turns: NDArray[np.floating],
        parents: Sequence[int],
        confidence: NDArray[np.floating] | None = None,
        locked: frozenset[int] = frozenset(),
        pinned: frozenset[int] = frozenset(),
    ) -> None:
        """Show other joints.

        Args:
            places: (J, 3), metres in the world.
            turns: (J, 3, 3), rotations against the world.
            parents: of each joint, -1 for the root.
            confidence: (J,), 0-1, or None.
            locked: joints that a reading may not change.
            pinned: joints that stay while others are dragged.
        """
        self.skeleton = Skeleton(
            np.asarray(places, np.float64), np.asarray(turns, np.float64), tuple(parents),
            None if confidence is None else np.asarray(confidence, np.float64), locked, pinned,
        )  # fmt: skip

    def set_joint_names(self, names: Sequence[str]) -> None:
        """Take the names of the joints in the user's language, for tips and screen readers."""
        self._names = tuple(names)

    def clear(self) -> None:
        """Show no body: the empty state."""

    @property
    def selected(self) -> int:
        """The joint with the gizmo; -1 for none. Setting it emits nothing."""
        return self._selected

    @selected.setter
    def selected(self, joint: int) -> None:
        self._selected = joint

    def set_options(self, **changes: Any) -> None:
        """Change how the body is shown: `mode`, `show_skeleton` and so on, see ViewOptions."""
        self.options = replace(self.options, **changes)

    # -- where from

    def look(self, look: Look, *, animated: bool = True) -> None:
        """Look from a named side; 200 ms, or at once."""

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere at once."""
        self.camera = camera

    def reset_view(self, *, animated: bool = True) -> None:
        """Look at the whole body from the usual side."""

    def frame_body(self, *, animated: bool = True) -> None:
        """Bring all of the body into view, from the same side."""

    @property
    def has_turntable(self) -> bool:
        """Whether the body turns on its own."""
        return False

    def set_turntable(self, on: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let the body turn, until somebody touches the view."""

    # -- what draws

    @property
    def renderer(self) -> Renderer:
        """What draws now: "software" or "opengl"."""
        return "software"

    def choose_renderer(self, wanted: Literal["auto", "raster", "opengl"]) -> None:
        """Change what is to draw; KINORA_SOFTWARE_3D=1 overrules it."""

    def grab_picture(self, size: QSize, background: QColor | None = None) -> QImage:
        """Return the body as it is seen, without handles and bars.

        Args:
            size: pixels, up to 4096 a side.
            background: colour behind; None leaves it transparent.
        """
        return QImage()

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return camera and options as JSON values."""
        return {}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take over what save_state() returned; what makes no sense is left out."""

    def shut_down(self) -> None:
        """Give the graphics card's memory back; before the view goes away."""
