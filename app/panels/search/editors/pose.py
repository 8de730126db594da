"""The editor of a pose: what it looks like, and where it comes from."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from app.context import PanelContext
from app.panels.search import lookups
from app.panels.search.editors.base import PartEditor, quiet
from app.services.types import PoseAsk
from app.widgets.controls import named, on_click, push_button
from app.widgets.skeletons import pose_pixmap

_SIDE = 132  # pixels of the drawing


class PoseEditor(PartEditor):
    """Edits which pose people shall have."""

    kind = "pose"

    def __init__(self, context: PanelContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        self.picture.setAccessibleName(self.tr("The pose"))
        self.current = push_button(
            self.tr("Of the selected photo"), self.tr("Take the pose of the person seen best in it")
        )
        on_click(self.current, self.take_current)
        self.poses = QComboBox()
        named(self.poses, self.tr("Poses with a name"))
        self.poses.activated.connect(self._on_named)
        self.mirrored = QCheckBox(self.tr("mirrored as well"))
        self.mirrored.setToolTip(self.tr("Left and right may be exchanged"))
        self.mirrored.toggled.connect(self._on_mirrored)
        self.turned = QCheckBox(self.tr("turned as well"))
        self.turned.setToolTip(self.tr("The pose may be turned in the picture, as in one who lies"))
        self.turned.toggled.connect(self._on_turned)
        form = QFormLayout()
        form.addRow(self.tr("Take"), self.current)
        form.addRow(self.tr("or"), self.poses)
        form.addRow("", self.mirrored)
        form.addRow("", self.turned)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture)
        layout.addLayout(form)

    @property
    def _ask(self) -> PoseAsk:
        return self._what if isinstance(self._what, PoseAsk) else PoseAsk(())

    def show_what(self, what: PoseAsk) -> None:
        """Show a pose."""
        if what.views:
            self.picture.setPixmap(pose_pixmap(what.views[0], _SIDE))
            self.picture.setAccessibleDescription(what.name)
        else:
            self.picture.setText(self.tr("No pose yet: take one of a photo, or one with a name."))
        for box, value in ((self.mirrored, what.mirrored), (self.turned, what.turned)):
            with quiet(box):
                box.setChecked(value)
        self.current.setEnabled(self.context.shared.current is not None)
        if not self.poses.count():
            self.ask(partial(lookups.named_poses, self.context.services), self._on_poses, "poses")

    def take_current(self) -> None:
        """Take the pose of the person who is seen best in the selected photo."""
        item = self.context.shared.current
        if item is not None:
            work = partial(lookups.pose_of, self.context.services, item)
            self.ask(work, self._on_pose, "pose")

    @Slot(object)
    def _on_poses(self, found: dict[str, str]) -> None:
        if self.poses.count():
            return
        self.poses.addItem(self.tr("a pose with a name …"), "")
        for key, title in found.items():
            self.poses.addItem(title, key)

    def _on_named(self, _row: int) -> None:
        key = str(self.poses.currentData() or "")
        if key:
            work = partial(lookups.named_pose, self.context.services, key)
            self.ask(work, self._on_pose, "pose")

    @Slot(object)
    def _on_pose(self, found: PoseAsk) -> None:
        what = replace(found, mirrored=self.mirrored.isChecked(), turned=self.turned.isChecked())
        self.change(what)
        self.show_what(what)

    def _on_mirrored(self, on: bool) -> None:
        self.change(replace(self._ask, mirrored=on))

    def _on_turned(self, on: bool) -> None:
        self.change(replace(self._ask, turned=on))

    def focus_main(self) -> None:
        """Put the keyboard on the button that takes a pose."""
        (self.current if self.current.isEnabled() else self.poses).setFocus()
