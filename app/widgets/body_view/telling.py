"""What the view of a body says in words: tips, and what screen readers read."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent

if TYPE_CHECKING:
    from app.widgets.body_view.view import BodyView


class Teller(QObject):
    """Tells of joints.

    Args:
        view: of the body; also the parent.
    """

    def __init__(self, view: "BodyView") -> None:
        super().__init__(view)
        self._view = view
        self.names: tuple[str, ...] = ()  # of joints, in the user's language

    def joint_text(self, joint: int) -> str:
        """Return what is told of a joint: its name, confidence and marks."""
        skeleton = self._view.skeleton
        if skeleton is None or not 0 <= joint < len(skeleton):
            return ""
        named = joint < len(self.names)
        parts = [self.names[joint] if named else self.tr("Joint {}").format(joint + 1)]
        if skeleton.confidence is not None:
            share = round(100 * float(skeleton.confidence[joint]))
            parts.append(self.tr("{} % sure").format(share))
        if joint in skeleton.locked:
            parts.append(self.tr("locked"))
        if joint in skeleton.pinned:
            parts.append(self.tr("pinned"))
        return ", ".join(parts)

    def tell_selected(self) -> None:
        """Tell screen readers which joint is selected, and what keys do."""
        told = self.joint_text(self._view.selected)
        if told:
            text = self.tr(
                "Selected: {}. Ctrl and the arrows or Page Up and Down turn it, Alt and the arrows"
                " move it, Tab and the arrows go to the next joint, Escape lets go."
            ).format(told)
        else:
            text = self.tr(
                "The arrows choose a joint, Shift and the arrows look from elsewhere, 1, 3, 7, 9"
                " and 0 look from the front, side, top, back and from between."
            )
        if text != self._view.accessibleDescription():
            self._view.setAccessibleDescription(text)
            event = QAccessibleEvent(self._view, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)
