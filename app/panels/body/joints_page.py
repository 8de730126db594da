"""Joints: how sure each is, its turns with their limits, locks, pins, and what limbs can do."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.body.flow_bar import FlowBar
from app.panels.body.number_row import NumberRow
from app.panels.body.texts import joint_title, limb_title
from app.services.body_document_types import JOINTS, LIMBS, LIMITS, PINNABLE, BodyState
from app.widgets.controls import icon_button
from app.widgets.flow_layout import FlowLayout
from app.widgets.icons import icon
from app.widgets.numbers import numeral

WIDE: Final = 500  # pixels from which a page of lists has two columns
UNSURE: Final = 0.4  # confidence below which a joint is marked
FLIPPED: Final = ("left_arm", "right_arm", "left_leg", "right_leg")
_JOINT = Qt.ItemDataRole.UserRole
_SIGN = _JOINT + 1


def limb_of(joint: int) -> str:
    """Return the limb that a joint belongs to."""
    return next(name for name, joints in LIMBS.items() if joint in joints)


class JointsPage(QScrollArea):
    """The list of joints, and what can be done to the chosen one, its limb and the pose.

    Args:
        parent: owner.
    """

    joint_chosen = Signal(int)
    angles_set = Signal(int, object, bool)  # joint, (x, y, z) degrees, whether it is final
    lock_wanted = Signal(object, bool)  # frozenset of joints, on
    pin_wanted = Signal(int, bool)
    done = Signal(
        str, str
    )  # "flip", "mirror-limb", "reset-limb", "mirror-pose", "reset-pose"; limb
    free_wanted = Signal(bool)
    symmetric_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Joints of the body"))
        self._joint = -1
        self._angles = (0.0, 0.0, 0.0)
        self._shown: list[int] = []
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, inside)
        self._columns.setContentsMargins(6, 6, 6, 6)
        self._columns.setSpacing(6)
        layout = QVBoxLayout()
        layout.setSpacing(4)
        layout.addWidget(self._make_pose_bar())
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Joints, unsure ones first"))
        self.list.setMinimumHeight(86)
        self.list.currentItemChanged.connect(self._on_current)
        layout.addWidget(self.list, 1)
        self._columns.addLayout(layout, 1)
        self._columns.addWidget(self._make_joint_box(), 1)
        self.setWidget(inside)
        self._show_joint(None)

    def _make_pose_bar(self) -> QWidget:
        tr = self.tr
        bar = FlowBar(spacing=5)
        flow = bar.flow
        self.mirror_pose = self._button(flow, "mirror", tr("Mirror the pose (X)"),
                                        partial(self.done.emit, "mirror-pose", ""))  # fmt: skip
        self.reset_pose = self._button(flow, "reset", tr("Reset the pose"),
                                       partial(self.done.emit, "reset-pose", ""))  # fmt: skip
        self.lock_all = self._button(
            flow,
            "lock",
            tr("Lock the whole pose: drawing changes nothing of it"),
            self._on_lock_all,
        )
        self.lock_all.setCheckable(True)
        self.symmetric = QCheckBox(tr("Symmetric"))
        self.symmetric.setToolTip(tr("What one side does, the other one does too"))
        self.symmetric.clicked.connect(self.symmetric_wanted)
        self.free = QCheckBox(tr("Beyond limits"))
        self.free.setToolTip(tr("Joints may turn farther than those of people do"))
        self.free.clicked.connect(self.free_wanted)
        flow.addWidget(self.symmetric)
        flow.addWidget(self.free)
        return bar

    def _make_joint_box(self) -> QWidget:
        tr = self.tr
        self.box = QWidget()
        layout = QVBoxLayout(self.box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.name = QLabel(wordWrap=True)
        self.name.setMinimumWidth(1)
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        layout.addWidget(self.name)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(3)
        self.rows = []
        for place, (title, tip) in enumerate((
            (tr("Bend"), tr("About the axis from right to left; forward is positive")),
            (tr("Turn"), tr("About the upright axis; to the left is positive")),
            (tr("Lean"), tr("About the axis to the viewer")),
        )):  # fmt: skip
            row = NumberRow(title, -180, 180, digits=1, suffix="°", parent=self, tip=tip)
            row.add_to(grid, place)
            row.changed.connect(partial(self._on_angle, place))
            self.rows.append(row)
        layout.addLayout(grid)
        layout.addWidget(self._make_limb_bar())
        layout.addStretch(1)
        return self.box

    def _make_limb_bar(self) -> QWidget:
        tr = self.tr
        bar = FlowBar()
        flow = bar.flow
        self.lock = self._button(flow, "lock", tr("Lock the joint (L)"), self._on_lock)
        self.lock_limb = self._button(
            flow, "layers", tr("Lock the limb (Shift+L)"), self._on_lock_limb
        )
        self.pin = self._button(
            flow, "pin", tr("Pin hand or foot: it stays while others are dragged (N)"), self._on_pin
        )
        for button in (self.lock, self.lock_limb, self.pin):
            button.setCheckable(True)
        self.flip = self._button(flow, "flip-depth", tr("Other ways of the limb in depth (D)"),
                                 partial(self._do, "flip"))  # fmt: skip
        self.mirror_limb = self._button(
            flow, "mirror", tr("The other side does the same, mirrored (Shift+X)"),
            partial(self._do, "mirror-limb"),
        )  # fmt: skip
        self.reset_limb = self._button(
            flow, "reset", tr("Reset the limb"), partial(self._do, "reset-limb")
        )
        return bar

    def _button(
        self, flow: FlowLayout, drawing: str, tip: str, run: Callable[[], object]
    ) -> QToolButton:
        button = icon_button(drawing, tip, run, flat=True)
        flow.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the joint beside the list where there is room, else below it."""
        super().resizeEvent(event)
        wide = event.size().width() >= WIDE
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    # -- what is shown

    @property
    def joint(self) -> int:
        """The chosen joint, -1 for none."""
        return self._joint

    def show_state(
        self, state: BodyState, joint: int, angles: tuple[float, float, float] | None
    ) -> None:
        """Show the joints of a state.

        Args:
            state: of the document.
            joint: the chosen one, -1 for none.
            angles: its turns about x, y and z, degrees.
        """
        self._show_list(state, joint)
        self.lock_all.setChecked(len(state.locked) == len(JOINTS))
        self.symmetric.setChecked(state.symmetric)
        self.free.setChecked(state.free)
        self._joint = joint
        if joint >= 0 and angles is not None:
            self._angles = angles
        self._show_joint(state if joint >= 0 else None)

    def _show_list(self, state: BodyState, joint: int) -> None:
        sure = state.confidence
        order = list(range(len(JOINTS)))
        if sure is not None:
            order.sort(key=lambda one: float(sure[one]))
        with QSignalBlocker(self.list):
            if order != self._shown:
                self.list.clear()
                for one in order:
                    item = QListWidgetItem()
                    item.setData(_JOINT, one)
                    self.list.addItem(item)
                self._shown = order
            for row, one in enumerate(order):
                self._show_row(self.list.item(row), one, state)
                if one == joint:
                    self.list.setCurrentRow(row)
            if joint < 0:
                self.list.setCurrentRow(-1)
                self.list.clearSelection()

    def _show_row(self, item: QListWidgetItem, joint: int, state: BodyState) -> None:
        title = joint_title(JOINTS[joint])
        text, tip = title, title
        if state.confidence is not None:
            percent = round(float(state.confidence[joint]) * 100)
            text = f"{percent:>3} %   {title}"
            tip = self.tr("{joint}: right in {percent} % of such drawings").format(
                joint=title, percent=percent
            )
        unsure = state.confidence is not None and float(state.confidence[joint]) < UNSURE
        drawing = "joint"
        if joint in state.pins:
            drawing = "pin"
        elif joint in state.locked:
            drawing = "lock"
        elif unsure:
            drawing = "warning"
        if item.text() != text or item.toolTip() != tip:
            item.setText(text)
            item.setToolTip(tip)
        if item.data(_SIGN) != drawing:
            item.setData(_SIGN, drawing)
            item.setIcon(icon(drawing))

    def _show_joint(self, state: BodyState | None) -> None:
        self.box.setEnabled(state is not None)
        if state is None:
            self.name.setText(self.tr("Choose a joint in the list, the drawing or the view"))
            return
        joint = self._joint
        limb = limb_of(joint)
        self.name.setText(f"{joint_title(JOINTS[joint])} · {limb_title(limb)}")
        limits = None if state.free else LIMITS.get(joint)
        for place, row in enumerate(self.rows):
            low, high = (-180.0, 180.0) if limits is None else map(float, limits[place])
            value = self._angles[place]
            row.set_range(min(low, value), max(high, value))
            row.show_value(value)
            row.label.setToolTip(
                self.tr("{low}° to {high}°").format(low=numeral(low, "g"), high=numeral(high, "g"))
            )
            row.field.setToolTip(f"{row.slider.toolTip()} · {row.label.toolTip()}")
            row.set_enabled(on=joint not in state.locked)
        self.lock.setChecked(joint in state.locked)
        self.lock_limb.setChecked(set(LIMBS[limb]) <= state.locked)
        self.pin.setEnabled(joint in PINNABLE)
        self.pin.setChecked(joint in state.pins)
        self.flip.setEnabled(limb in FLIPPED)
        self.mirror_limb.setEnabled(limb in FLIPPED)

    # -- what the user does

    @Slot(object, object)
    def _on_current(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.joint_chosen.emit(int(item.data(_JOINT)))

    def _on_angle(self, place: int, value: float, done: bool) -> None:
        angles = list(self._angles)
        angles[place] = value
        self._angles = (angles[0], angles[1], angles[2])
        self.angles_set.emit(self._joint, self._angles, done)

    def _do(self, what: str) -> None:
        if self._joint >= 0:
            self.done.emit(what, limb_of(self._joint))

    def _on_lock(self) -> None:
        self.lock_wanted.emit(frozenset({self._joint}), self.lock.isChecked())

    def _on_lock_limb(self) -> None:
        joints = frozenset(LIMBS[limb_of(self._joint)])
        self.lock_wanted.emit(joints, self.lock_limb.isChecked())

    def _on_lock_all(self) -> None:
        self.lock_wanted.emit(frozenset(range(len(JOINTS))), self.lock_all.isChecked())

    def _on_pin(self) -> None:
        self.pin_wanted.emit(self._joint, self.pin.isChecked())
