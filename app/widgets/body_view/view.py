"""The view of a body: what it is told, what it tells, and its frames."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from app.jobs import JobRunner
from app.widgets.body_view.backend import BodyBackend
from app.widgets.body_view.bar import ViewBar
from app.widgets.body_view.camera import Camera, Look, Projection
from app.widgets.body_view.events import EventWidget
from app.widgets.body_view.flying import Motion
from app.widgets.body_view.frame import Frame
from app.widgets.body_view.input import BodyInput
from app.widgets.body_view.keeping import restored_camera, restored_options, saved
from app.widgets.body_view.keys import BodyKeys
from app.widgets.body_view.note import FallbackNote
from app.widgets.body_view.scene import Mesh, Skeleton, ViewOptions
from app.widgets.body_view.still import Still
from app.widgets.body_view.telling import Teller
from app.widgets.card.backend import Backend
from app.widgets.card.probe import GlMemory
from app.widgets.empty_state import EmptyState
from common.render.loops import warm_up

Renderer = Literal["software", "opengl"]
_EACH = 16  # of the vertices, to tell whether the body is in the picture


class BodyView(EventWidget):
    """Shows a posed body; what the user does to it is told by signals, the view changes no pose.

    Drag turns around it, Shift, the right or the middle button moves it, the wheel or a pinch goes
    nearer; keys: see `keys`. A handle moves its joint, the rings of the selected one turn it.

    Args:
        parent: owner.
        jobs: compile the loops of the software renderer in the background; None leaves them in
            NumPy, some times slower.
    """

    joint_picked = Signal(int)  # the selected joint; -1 for none
    joint_dragged = Signal(int, object, bool)  # joint, place float64 (3,) in the world, is done
    # Joint, rotation float64 (3, 3), is done. The rotation is in the world and relative to what
    # set_skeleton() was given last: the joint is to stand at rotation @ turns[joint].
    joint_turned = Signal(int, object, bool)
    menu_requested = Signal(QPoint, int)  # global position; joint under it, -1 for none
    camera_changed = Signal()
    options_changed = Signal()  # the user chose another option, or the turntable stopped
    renderer_changed = Signal(str)  # "software" or "opengl"
    fell_back = Signal(str)  # why OpenGL does not draw though it was wanted or in use

    def __init__(self, parent: QWidget | None = None, jobs: JobRunner | None = None) -> None:
        super().__init__(parent)
        self.mesh = Mesh()
        self.skeleton: Skeleton | None = None
        self.options = ViewOptions()
        self.camera = Camera()
        self.reduced_motion = False
        self.shows_bar = True
        self._jobs = jobs
        self._selected = -1
        self._is_framed = False
        self._leaves = False  # a body that was seen whole goes out of the picture
        self.frame = Frame(self)
        self.motion = Motion(self)
        self.input = BodyInput(self)
        self.keys = BodyKeys(self)
        self._teller = Teller(self)
        self.backend = BodyBackend(self)
        self.backend.changed.connect(self._on_backend)
        self.backend.fell_back.connect(self.fell_back)
        self.empty = EmptyState(
            self.tr("No body yet"), self.tr("Draw a person, or choose a pose."), self
        )
        self.bar = ViewBar(self)
        self.note = FallbackNote(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(120, 120)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Posed body"))
        self._teller.tell_selected()
        self.choose_renderer("auto")

    # -- what is shown

    def set_faces(self, faces: NDArray[np.integer]) -> None:
        """Take the faces of the body, int (F, 3); the vertices before are forgotten.

        Raises:
            ValueError: another form of array.
        """
        self.mesh.set_faces(faces)
        self._on_content()

    def set_coarse(self, vertex_rows: NDArray[np.integer], faces: NDArray[np.integer]) -> None:
        """Take a coarse form of the body, for drawing without a graphics card while it moves.

        Args:
            vertex_rows: int (C,), which vertices it keeps.
            faces: int (G, 3), of those, numbered as in vertex_rows.
        """
        self.mesh.set_coarse(vertex_rows, faces)

    def set_vertices(self, vertices: NDArray[np.floating]) -> None:
        """Show the body with other vertices, (V, 3) metres; cheap, for every stroke.

        Raises:
            ValueError: another form of array, or fewer than the faces name.
        """
        was_empty = self.mesh.is_empty
        follows = self._leaves or self._sees_all()
        self.mesh.set_vertices(vertices)
        if not was_empty:
            self.motion.touch()
        self._on_content()
        self._leaves = follows and not self._sees_all()
        self.keep_in_view()

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
        if self._selected >= len(self.skeleton):
            self._selected = -1
        self._teller.tell_selected()
        self.refresh()

    def set_joint_names(self, names: Sequence[str]) -> None:
        """Take the names of the joints in the user's language, for tips and screen readers."""
        self._teller.names = tuple(names)
        self._teller.tell_selected()

    def clear(self) -> None:
        """Show no body: the empty state."""
        self.stop()
        self.mesh.set_faces(np.empty((0, 3), np.int32))
        self.skeleton = None
        self.selected = -1
        self._is_framed = False
        self._on_content()

    @property
    def selected(self) -> int:
        """The joint with the rings; -1 for none. Setting it emits nothing."""
        return self._selected

    @selected.setter
    def selected(self, joint: int) -> None:
        count = 0 if self.skeleton is None else len(self.skeleton)
        chosen = joint if 0 <= joint < count else -1
        if chosen != self._selected:
            self._selected = chosen
            self._teller.tell_selected()
            self.refresh()

    def pick(self, joint: int) -> None:
        """Select a joint as the user does: tells it where it is another one."""
        before = self._selected
        self.selected = joint
        if self._selected != before:
            self.joint_picked.emit(self._selected)

    def set_options(self, **changes: Any) -> None:
        """Change how the body is shown: `mode`, `show_skeleton` and so on, see ViewOptions."""
        self.options = replace(self.options, **changes)
        self.bar.refresh()
        self.refresh()

    def change_options(self, **changes: Any) -> None:
        """Change options as the user does: tells it."""
        self.set_options(**changes)
        self.options_changed.emit()

    # -- where from

    def look(self, look: Look, *, animated: bool = True) -> None:
        """Look from a named side; 200 ms, or at once."""
        self.stop()
        self.motion.fly(self.camera.looking(look), animated=animated)

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere at once."""
        if camera != self.camera:
            self.camera = camera
            self.motion.touch()
            self.refresh()
            self.camera_changed.emit()

    def set_perspective(self, on: bool) -> None:
        """Let what is far look smaller, or not."""
        self.set_camera(replace(self.camera, is_perspective=on))
        self.bar.refresh()
        self.options_changed.emit()

    def reset_view(self, *, animated: bool = True) -> None:
        """Look at the whole body from the usual side."""
        self.stop()
        usual = Camera(is_perspective=self.camera.is_perspective)
        self.motion.fly(self._framing(usual), animated=animated)

    def frame_body(self, *, animated: bool = True) -> None:
        """Bring all of the body into view, from the same side."""
        self.stop()
        self.motion.fly(self._framing(self.camera), animated=animated)

    def keep_in_view(self) -> None:
        """Step back where a body that was seen whole is not any more; not while a button is down.

        Who went near to see a part keeps seeing it.
        """
        if self._leaves and not self.input.is_busy:
            self._leaves = False
            self.motion.fly(self._framing(self.motion.goal), animated=True)

    def _sees_all(self) -> bool:
        """Whether all of the body is seen from where the viewer is, or is about to be."""
        if self.mesh.is_empty or not self._is_framed:
            return False
        size = float(self.width()), float(self.height())
        return Projection(self.motion.goal, *size).sees(self.mesh.vertices[::_EACH])

    def _framing(self, camera: Camera) -> Camera:
        return camera.framing(self.mesh.vertices, self.width() / max(1, self.height()))

    @property
    def has_turntable(self) -> bool:
        """Whether the body turns on its own."""
        return self.motion.has_turntable

    def set_turntable(self, on: bool) -> None:
        """Let the body turn, until somebody touches the view."""
        before = self.has_turntable
        self.motion.turn(on=on and not self.mesh.is_empty)
        self._tell_turntable(before)

    def stop(self) -> None:
        """End a flight and the turntable: the user has the camera."""
        self._leaves = False
        before = self.has_turntable
        self.motion.stop()
        self._tell_turntable(before)

    def _tell_turntable(self, before: bool) -> None:
        self.bar.refresh()
        if self.has_turntable != before:
            self.options_changed.emit()

    # -- what draws

    @property
    def renderer(self) -> Renderer:
        """What draws now."""
        return "opengl" if self.backend.draws else "software"

    def choose_renderer(self, wanted: Backend, memory: GlMemory | None = None) -> None:
        """Change what is to draw; KINORA_SOFTWARE_3D=1 keeps OpenGL out of it.

        Args:
            wanted: "auto" takes OpenGL where a card does the work.
            memory: what is known of this machine.
        """
        self.backend.choose(wanted, memory)

    @Slot(str)
    def _on_backend(self, name: str) -> None:
        self.renderer_changed.emit("opengl" if name == "opengl" else "software")
        self.refresh()

    def still(self, size: QSize, background: QColor | None = None) -> Still:
        """Return the body as it is seen, without handles and bars, to be drawn on any thread.

        Args:
            size: pixels, up to 4096 a side.
            background: colour behind; None leaves it transparent.
        """
        return self.frame.still(size, background)

    # -- state

    def save_state(self) -> dict[str, Any]:
        """Return camera and options as JSON values."""
        return saved(self.camera, self.options)

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Take over what save_state() returned; what makes no sense is left out."""
        camera = restored_camera(state)
        if camera is not None:
            self._is_framed = True
            self.set_camera(camera)
        self.options = restored_options(state, self.options)
        self.set_options()

    def shut_down(self) -> None:
        """Stop all timers and give the graphics card's memory back; before the view goes away."""
        self.motion.stop()
        self.backend.shut_down()

    # -- frames

    @Slot()
    def refresh(self) -> None:
        """Draw anew soon."""
        if self.backend.surface is not None:
            self.backend.surface.refresh()
        self.update()

    def _on_content(self) -> None:
        is_empty = self.mesh.is_empty
        if not is_empty and not self._is_framed and self.isVisible():
            self._is_framed = True
            self.camera = self._framing(self.camera)
        if self.empty.isHidden() == is_empty:
            self.empty.setVisible(is_empty)
            self.bar.place()
        self.refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a frame, where no card does."""
        self.backend.on_shown()
        painter = QPainter(self)
        if not self.backend.draws:
            self.frame.paint(painter, self.devicePixelRatioF(), moving=self.motion.is_moving)
        painter.end()

    def sizeHint(self) -> QSize:
        """Return a size at which one sees something."""
        return QSize(480, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cover the new area."""
        super().resizeEvent(event)
        self.backend.place()
        self.empty.setGeometry(self.rect())
        self.bar.place()
        self.note.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the body; get the loops ready."""
        super().showEvent(event)
        if self._jobs is not None:
            self._jobs.submit("io", warm_up)
            self._jobs = None
        self._on_content()
        self.bar.place()
        self.motion.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw no frames that nobody sees."""
        super().hideEvent(event)
        self.motion.pause()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.frame.forget()
            self.refresh()

    # -- the user

    def joint_text(self, joint: int) -> str:
        """Return what is told of a joint: its name, confidence and marks."""
        return self._teller.joint_text(joint)
