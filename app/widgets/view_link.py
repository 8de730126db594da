"""Canvases that show the same part of a picture: what one zooms, all zoom."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, Slot

from app.widgets.heat_canvas import HeatCanvas, View


class ViewLink(QObject):
    """Keeps zoom, place and cross hair of some canvases alike.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvases: list[HeatCanvas] = []

    def join(self, canvases: Sequence[HeatCanvas]) -> None:
        """Link these canvases and no others."""
        for canvas in self._canvases:
            canvas.view_changed.disconnect(self._on_view)
            canvas.hovered.disconnect(self._on_hover)
        self._canvases = list(canvases)
        for canvas in self._canvases:
            canvas.view_changed.connect(self._on_view)
            canvas.hovered.connect(self._on_hover)

    @Slot(object)
    def _on_view(self, view: View) -> None:
        sender = self.sender()
        for canvas in self._canvases:
            if canvas is not sender:
                canvas.follow(view)

    @Slot(object)
    def _on_hover(self, place: QPointF | None) -> None:
        sender = self.sender()
        for canvas in self._canvases:
            if canvas is not sender:
                canvas.show_probe(place)
