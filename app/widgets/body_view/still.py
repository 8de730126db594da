"""A picture of the view that is drawn later, and on any thread."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.widgets.body_view.camera import Camera, Projection
from app.widgets.body_view.colours import Colours
from app.widgets.body_view.floor import Floor
from app.widgets.body_view.overlay import paint_bones
from app.widgets.body_view.scene import Mesh, Skeleton, ViewOptions
from app.widgets.body_view.software import as_image, draw_body


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """The body as it was seen, without handles; always drawn by the processor.

    Args:
        mesh: of its own, so that the view may go on.
        skeleton: its joints, None for none.
        camera: that looks at it.
        options: what is drawn.
        colours: of the theme.
        size: width and height in pixels.
        seen: width and height of the view; lines are as thick against the body as there.
        background: colour behind; None leaves it transparent.
    """

    mesh: Mesh
    skeleton: Skeleton | None
    camera: Camera
    options: ViewOptions
    colours: Colours
    size: tuple[int, int]
    seen: tuple[int, int]
    background: QColor | None = None

    def draw(self) -> QImage:
        """Return the picture."""
        wide, high = self.size
        image = QImage(wide, high, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent if self.background is None else self.background)
        ratio = min(wide, high) / max(1, min(self.seen))
        projection = Projection(self.camera, wide / ratio, high / ratio)
        painter = QPainter(image)
        painter.scale(ratio, ratio)
        if self.options.show_floor:
            Floor().paint(painter, self.mesh, projection, self.colours)
        if not self.mesh.is_empty:
            drawn = draw_body(self.mesh, projection, self.colours, self.options.mode, ratio)
            painter.save()
            painter.resetTransform()
            painter.drawImage(QPointF(drawn.left, drawn.top), as_image(drawn))
            painter.restore()
        if self.skeleton is not None and self.options.show_skeleton:
            paint_bones(
                painter, self.skeleton, projection, self.colours,
                by_confidence=self.options.show_confidence,
            )  # fmt: skip
        painter.end()
        return image
