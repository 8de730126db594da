"""Buttons over the view of a body: from where, how, and back again."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QFrame, QToolButton, QWidget

from app.widgets.body_view.camera import Look
from app.widgets.controls import icon_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.widgets.body_view.view import BodyView

ROOM: Final = 8  # pixels to the edge of the view
_ICON: Final = 18
_BUTTON: Final = 26
_GAP: Final = 7  # between groups


class ViewBar(QFrame):
    """A small bar at the right edge of the view, or at its top where the view is low.

    Args:
        view: of the body; also the parent.
    """

    def __init__(self, view: "BodyView") -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("viewBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(3, 3, 3, 3)
        self._layout.setSpacing(1)
        self.buttons: dict[str, QToolButton] = {}
        self._add_looks()
        self._gap()
        self._add_options()
        self._gap()
        self._add(
            "turntable", "turntable", self.tr("Turntable: let the body turn (T)"),
            self._on_turntable, checkable=True,
        )  # fmt: skip
        self._add("reset", "reset", self.tr("Back to the usual view (Home)"), view.reset_view)
        self.refresh()

    def _add_looks(self) -> None:
        """Add where the body is seen from, and how lines run."""
        looks: tuple[tuple[Look, str], ...] = (
            ("front", self.tr("Front view (1)")),
            ("side", self.tr("Side view, from the person's left (3)")),
            ("back", self.tr("Back view (9)")),
            ("top", self.tr("Top view (7)")),
            ("three_quarter", self.tr("Three-quarter view (0)")),
        )
        for look, tip in looks:
            self._add(look, f"view-{look.replace('_', '-')}", tip, partial(self._view.look, look))
        self._gap()
        self._add(
            "perspective", "view-perspective", self.tr("Perspective instead of parallel lines (5)"),
            self._on_perspective, checkable=True,
        )  # fmt: skip

    def _add_options(self) -> None:
        """Add what is drawn beside the surface."""
        for name, picture, tip in (
            ("wireframe", "wireframe", self.tr("Wireframe: show the sides of the faces (W)")),
            ("show_skeleton", "skeleton", self.tr("Skeleton: draw the bones over the body (B)")),
            ("show_joints", "joint", self.tr("Handles to drag and turn joints (J)")),
            ("show_confidence", "confidence", self.tr("Colour joints by confidence (C)")),
            ("show_floor", "floor", self.tr("Floor with the body's shadow (G)")),
        ):
            self._add(name, picture, tip, partial(self._on_option, name), checkable=True)

    def _add(
        self,
        name: str,
        picture: str,
        tip: str,
        run: "Callable[[], object]",
        *,
        checkable: bool = False,
    ) -> None:
        button = icon_button(picture, tip, run, checkable=checkable, flat=True, parent=self)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFixedSize(_BUTTON, _BUTTON)
        self._layout.addWidget(button)
        self.buttons[name] = button

    def _gap(self) -> None:
        gap = QWidget(self)
        gap.setFixedSize(_GAP, _GAP)
        self._layout.addWidget(gap)

    # -- what buttons do

    @Slot()
    def _on_perspective(self) -> None:
        self._view.set_perspective(self.buttons["perspective"].isChecked())

    @Slot()
    def _on_turntable(self) -> None:
        self._view.set_turntable(self.buttons["turntable"].isChecked())

    def _on_option(self, name: str) -> None:
        is_on = self.buttons[name].isChecked()
        if name == "wireframe":
            self._view.change_options(mode="wireframe" if is_on else "shaded")
        else:
            self._view.change_options(**{name: is_on})

    # -- what they show

    def refresh(self) -> None:
        """Show what is on."""
        view = self._view
        self.buttons["perspective"].setChecked(view.camera.is_perspective)
        self.buttons["wireframe"].setChecked(view.options.mode == "wireframe")
        self.buttons["turntable"].setChecked(view.has_turntable)
        for name in ("show_skeleton", "show_joints", "show_confidence", "show_floor"):
            self.buttons[name].setChecked(getattr(view.options, name))

    def place(self) -> None:
        """Go where there is room; away where there is none."""
        view = self._view
        tall = len(self.buttons) * (_BUTTON + 1) + 3 * (_GAP + 1) + 8
        is_upright = view.height() >= tall + 2 * ROOM
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if is_upright else direction.LeftToRight)
        self._layout.activate()
        size = self.sizeHint()
        self.resize(size)
        self.move(max(0, view.width() - size.width() - ROOM), ROOM)
        has_room = is_upright or view.width() >= size.width()
        self.setVisible(has_room and not view.mesh.is_empty and view.shows_bar)
