"""A frame of the view: ground and floor, the body, and what lies over it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from app.widgets.body_view.camera import Projection
from app.widgets.body_view.colours import Colours
from app.widgets.body_view.floor import Floor
from app.widgets.body_view.gizmo import Gizmo
from app.widgets.body_view.overlay import (
    paint_bones,
    paint_gizmo,
    paint_joints,
    paint_legend,
)
from app.widgets.body_view.software import SoftwareBody
from app.widgets.body_view.still import Still

if TYPE_CHECKING:
    from app.widgets.body_view.view import BodyView

LARGEST: Final = 4096  # pixels a side of a picture that is kept


class Frame:
    """Paints a view; both the processor and the graphics card draw with it.

    Args:
        view: whose content it is.
    """

    def __init__(self, view: "BodyView") -> None:
        self._view = view
        self._software = SoftwareBody()
        self._floor = Floor()
        self._colours: Colours | None = None

    @property
    def projection(self) -> Projection:
        """The screen."""
        view = self._view
        return Projection(view.camera, float(view.width()), float(view.height()))

    @property
    def colours(self) -> Colours:
        """Those of the theme."""
        if self._colours is None:
            self._colours = Colours.of(self._view.palette())
        return self._colours

    @property
    def gizmo(self) -> Gizmo | None:
        """The rings of the selected joint, where there is one."""
        view = self._view
        if view.skeleton is None or view.selected < 0 or not view.options.show_joints:
            return None
        turn = view.skeleton.turns[view.selected]
        return Gizmo(view.selected, view.skeleton.places[view.selected], turn, self.projection)

    def forget(self) -> None:
        """Make everything anew: theme or renderer are others."""
        self._colours = None
        self._floor.forget()
        self._software.forget()

    def paint(self, painter: QPainter, ratio: float, *, moving: bool) -> bool:
        """Paint all by the processor; returns whether it is as fine as can be."""
        view = self._view
        self.paint_under(painter)
        is_fine = self._software.paint(
            painter, view.mesh, self.projection, self.colours, view.options.mode, ratio,
            moving=moving,
        )  # fmt: skip
        self.paint_over(painter)
        return is_fine

    def paint_under(self, painter: QPainter) -> None:
        """Paint ground and floor."""
        area = QRectF(self._view.rect())
        top, bottom = self.colours.ground
        ground = QLinearGradient(area.topLeft(), area.bottomLeft())
        ground.setColorAt(0, top)
        ground.setColorAt(1, bottom)
        painter.fillRect(area, ground)
        if self._view.options.show_floor:
            self._floor.paint(painter, self._view.mesh, self.projection, self.colours)

    def paint_over(self, painter: QPainter) -> None:
        """Paint bones, joints, rings and the legend."""
        view, options = self._view, self._view.options
        if view.hasFocus():
            painter.setPen(QPen(self.colours.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(view.rect().adjusted(1, 1, -1, -1))
        skeleton = view.skeleton
        if skeleton is None or view.mesh.is_empty:
            return
        by_confidence = options.show_confidence and skeleton.confidence is not None
        if options.show_skeleton:
            paint_bones(
                painter, skeleton, self.projection, self.colours, by_confidence=by_confidence
            )
        if options.show_joints:
            paint_joints(
                painter, skeleton, self.projection, self.colours, selected=view.selected,
                hovered=view.input.hovered, by_confidence=by_confidence,
            )  # fmt: skip
            gizmo = view.input.gizmo or self.gizmo
            if gizmo is not None and not view.input.drags_joint:
                paint_gizmo(painter, gizmo, view.input.ring, view.input.turning)
        if by_confidence:
            words = (
                QCoreApplication.translate("BodyView", "Confidence"),
                QCoreApplication.translate("BodyView", "unsure"),
                QCoreApplication.translate("BodyView", "sure"),
            )
            paint_legend(painter, QRectF(view.rect()), self.colours, words)

    def still(self, size: QSize, background: QColor | None) -> Still:
        """Return the body as it is seen, to be drawn on any thread.

        Args:
            size: pixels; cut to LARGEST a side.
            background: colour behind; None leaves it transparent.
        """
        view = self._view
        wide, high = (max(1, min(LARGEST, side)) for side in (size.width(), size.height()))
        return Still(
            view.mesh.copy(), view.skeleton, view.camera, view.options, self.colours,
            (wide, high), (view.width(), view.height()), background,
        )  # fmt: skip
