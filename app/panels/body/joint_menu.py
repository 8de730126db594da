"""The menu of a joint in the view."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QMenu

if TYPE_CHECKING:
    from app.panels.body.panel import BodyPanel


def show_menu(panel: "BodyPanel", place: QPoint, joint: int) -> QMenu:
    """Show what can be done to a joint, its limb and the pose.

    Args:
        panel: owner.
        place: on the screen.
        joint: under the mouse; -1 for none.
    """
    if joint >= 0:
        panel.session.select(joint)
    joints = panel.side.joints
    menu = QMenu(panel)
    if panel.session.selected >= 0:
        for button in (
            joints.lock, joints.lock_limb, joints.pin, joints.flip, joints.mirror_limb,
            joints.reset_limb,
        ):  # fmt: skip
            _add(menu, button)
        menu.addSeparator()
    for button in (joints.mirror_pose, joints.reset_pose, panel.view.copy):
        _add(menu, button)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(place)
    return menu


def _add(menu: QMenu, button: QAbstractButton) -> None:
    """Add what a button does."""
    action = menu.addAction(button.icon(), button.toolTip())
    action.setCheckable(button.isCheckable())
    action.setChecked(button.isChecked())
    action.setEnabled(button.isEnabled())
    action.triggered.connect(partial(_click, button))


def _click(button: QAbstractButton, _on: bool = False) -> None:
    button.click()
