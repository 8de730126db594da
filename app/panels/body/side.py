"""The lists beside the view: joints, shape, layers, library; bound to the document."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from app.context import PanelContext
from app.panels.body.joints_page import JointsPage
from app.panels.body.layers_page import LayersPage
from app.panels.body.library_page import LibraryPage
from app.panels.body.session import BodySession
from app.panels.body.shape_page import ShapePage
from app.panels.body.texts import measure_rows
from app.services import body_drawing, body_shaping
from app.services import body_editing as editing
from app.services.body_document_types import FlipChoice

_POSE_JOBS: Final = {
    "mirror-limb": editing.mirror_limb,
    "reset-limb": editing.reset_limb,
}


class Side(QTabWidget):
    """Tabs of lists, bound to the document.

    Args:
        context: of the panel.
        session: holds the document.
        parent: owner.
    """

    def __init__(
        self, context: PanelContext, session: BodySession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Pose, shape, layers, library"))
        self.joints = JointsPage()
        self.shape = ShapePage()
        self.layers = LayersPage()
        self.library = LibraryPage()
        for page, title, tip in (
            (self.joints, self.tr("Pose"), self.tr("Joints, locks, limbs (Alt+1)")),
            (self.shape, self.tr("Shape"), self.tr("Stature, weight, measurements (Alt+2)")),
            (self.layers, self.tr("Layers"), self.tr("Layers of the drawing (Alt+3)")),
            (self.library, self.tr("Library"), self.tr("Poses, drawings of late, samples (Alt+4)")),
        ):
            self.setTabToolTip(self.addTab(page, title), tip)
        self.setMinimumWidth(200)
        self._connect_joints()
        self._connect_shape()
        self._connect_layers()
        session.changed.connect(self.show_state)
        session.selected_changed.connect(lambda _joint: self.show_state())
        session.measured.connect(self._on_measured)

    def _connect_joints(self) -> None:
        joints, session = self.joints, self._session
        joints.joint_chosen.connect(session.select)
        joints.angles_set.connect(
            lambda joint, angles, done: session.apply(editing.set_angles(joint, angles, done=done))
        )
        joints.lock_wanted.connect(
            lambda chosen, on: session.apply(editing.set_locked(chosen, on=on))
        )
        joints.pin_wanted.connect(lambda one, on: session.apply(editing.set_pinned({one}, on=on)))
        joints.free_wanted.connect(lambda on: session.apply(editing.set_free(on=on)))
        joints.symmetric_wanted.connect(lambda on: session.apply(editing.set_symmetric(on=on)))
        joints.done.connect(self.do_limb)

    def _connect_shape(self) -> None:
        shape, session = self.shape, self._session
        shape.human_set.connect(
            lambda term, value, done: session.apply(body_shaping.set_human(term, value, done=done))
        )
        shape.number_set.connect(
            lambda place, value, done: session.apply(
                body_shaping.set_shape_number(place, value, done=done)
            )
        )
        shape.reset_wanted.connect(lambda: session.apply(body_shaping.reset_shape()))
        shape.locked.connect(lambda on: session.apply(body_shaping.keep_shape(on=on)))

    def _connect_layers(self) -> None:
        layers, session = self.layers, self._session
        layers.added.connect(lambda: session.apply(body_drawing.add_layer(self.tr("Layer"))))
        for signal, change in (
            (layers.removed, body_drawing.remove_layer),
            (layers.chosen, body_drawing.choose_layer),
            (layers.merged, body_drawing.merge_down),
            (layers.renamed, body_drawing.rename_layer),
            (layers.moved, body_drawing.move_layer),
        ):
            signal.connect(partial(self._change_layer, change))
        layers.shown.connect(lambda one, on: self._read(body_drawing.show_layer(one, on=on)))
        layers.locked.connect(lambda one, on: session.apply(body_drawing.lock_layer(one, on=on)))
        layers.faded.connect(
            lambda one, value, done: session.apply(body_drawing.fade_layer(one, value, done=done))
        )

    def _change_layer(self, change: Any, *args: Any) -> None:
        self._read(change(*args))

    def _read(self, change: Any) -> None:
        """Change layers; what is read of the drawing may be another then."""
        session = self._session
        before = session.state.strokes
        if session.apply(change) and session.state.strokes and session.state.strokes != before:
            session.ask(resting=True)

    # -- what is shown

    @Slot()
    def show_state(self) -> None:
        """Show what the document holds."""
        session = self._session
        if not session.is_open:
            return
        state = session.state
        self.joints.show_state(state, session.selected, session.angles())
        self.shape.show_shape(state.human, state.shape, by_hand=state.shape_by_hand)
        self.layers.show_layers(state.layers, state.active_layer)

    @Slot(object)
    def _on_measured(self, measures: Any) -> None:
        rows, note = measure_rows(measures)
        self.shape.show_measures(rows, note)

    # -- poses

    def do_limb(self, what: str, limb: str) -> None:
        """Carry out what a button of the joints asks for; see JointsPage.done."""
        session = self._session
        if what == "flip":
            session.find_flips(limb)
        elif what == "mirror-pose":
            session.apply(editing.mirror_pose())
        elif what == "reset-pose":
            session.apply(editing.reset_pose())
        else:
            session.apply(_POSE_JOBS[what](limb))

    def take_flip(self, limb: str, choice: FlipChoice) -> None:
        """Take a way of a limb in depth."""
        self._session.apply(editing.use_flip(limb, choice))
