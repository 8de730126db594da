"""What lies on the page, as it is drawn: the picture below, the ghost, the ink of the layers."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.widgets.drawing.ink import Ink, Inked, InkLayer, meets
from app.widgets.drawing.tiles import TileSheet
from app.widgets.drawing.types import LayerLike, Place
from common.strokes import Stroke

Array = NDArray[np.float64]

INK: Final = QColor("#1c1e24")
GHOST: Final = QColor("#2458c9")
_OPAQUE: Final = 0.999


class Scene:
    """Keeps what lies on the page drawn, in sheets of tiles.

    Args:
        changed: told of each box of the page that looks different now; None for all of it.
    """

    def __init__(self, changed: Callable[[Array | None], None]) -> None:
        self._changed = changed
        self.layers: list[InkLayer] = []
        self.active = ""
        self.ghost = Ink()
        self.ghost_opacity = 0.5
        self.picture = QImage()
        self.picture_opacity = 1.0
        self.place: Place = (0.0, 0.0, 0.0, 0.0)
        self.ink_sheet = TileSheet(self._paint_ink, self._has_no_ink)
        self.ghost_sheet = TileSheet(self._paint_ghost, lambda box: not self.ghost.chunks_in(box))
        self.picture_sheet = TileSheet(self._paint_picture, self._has_no_picture)

    @property
    def sheets(self) -> tuple[TileSheet, TileSheet, TileSheet]:
        """The sheets, the lowest first."""
        return self.picture_sheet, self.ghost_sheet, self.ink_sheet

    def layer(self) -> InkLayer | None:
        """Return the active layer."""
        return next((one for one in self.layers if one.layer.name == self.active), None)

    @property
    def is_empty(self) -> bool:
        """Whether no layer that is shown has a stroke."""
        return not any(one.layer.shown and one.ink.inked for one in self.layers)

    # -- setting

    def set_layers(self, layers: Sequence[LayerLike], active: str, *, keep: bool = False) -> None:
        """Take layers, lowest first; only what differs is drawn anew.

        Args:
            layers: all of them.
            active: name of the one that is drawn on.
            keep: its strokes stay as they are here: something is under way.
        """
        was_empty = self.is_empty
        self.active = active
        before = {one.layer.name: one for one in self.layers}
        order = [one.layer.name for one in self.layers if one.layer.name in before]
        kept = [layer.name for layer in layers if layer.name in before]
        self.layers = [
            self._taken(layer, before.get(layer.name), keep=keep and layer.name == active)
            for layer in layers
        ]
        if kept != [name for name in order if name in set(kept)] and not self._is_opaque():
            self._spoil_all()
        for gone in set(before) - set(kept):
            if before[gone].layer.shown:
                self._spoil(before[gone].ink.inked)
        if was_empty != self.is_empty:
            self._changed(None)

    def _is_opaque(self) -> bool:
        """Whether the order of layers cannot be seen: all ink has one colour."""
        return all(one.layer.opacity >= _OPAQUE for one in self.layers)

    def _taken(self, layer: LayerLike, before: InkLayer | None, *, keep: bool) -> InkLayer:
        """Return a layer as it is drawn, and spoil where it differs from what it was."""
        if before is None:
            made = InkLayer(layer)
            if layer.shown:
                self._spoil(made.ink.inked)
            return made
        shown, was = layer.shown and layer.opacity, before.layer.shown and before.layer.opacity
        same = keep or _same(layer.strokes, before.ink)
        if same:
            made = before
        else:
            known = before.ink.by_id()
            made = InkLayer(layer, known)
        if shown != was:
            self._spoil(before.ink.inked)
            self._spoil(made.ink.inked)
        elif shown and not same:
            self._spoil_difference(before, made)
        made.layer = layer
        return made

    def _spoil_difference(self, before: InkLayer, after: InkLayer) -> None:
        old, new = before.ink.by_id(), after.ink.by_id()
        for pieces in before.instead.values():
            self._spoil(pieces)
        fresh = [one for key, one in new.items() if key not in old]
        gone = [one for key, one in old.items() if key not in new]
        if gone or before.instead or after.layer.opacity < _OPAQUE:
            self._spoil([*gone, *fresh])
        else:
            self.ink_over(fresh)

    def _spoil(self, inked: Sequence[Inked]) -> None:
        if len(inked) > 400:
            self._spoil_all()
            return
        for one in inked:
            for box in one.boxes:
                self.ink_sheet.spoil(box)
                self._changed(box)

    def _spoil_all(self) -> None:
        self.ink_sheet.forget()
        self._changed(None)

    def ink_over(self, inked: Sequence[Inked]) -> None:
        """Draw new strokes of an opaque layer over what is drawn."""
        if len(inked) > 60:
            self._spoil(inked)
            return
        for one in inked:
            for part, box in enumerate(one.boxes):
                path = one.path(part)
                self.ink_sheet.add(box, lambda painter, path=path: painter.fillPath(path, INK))  # type: ignore[misc]
                self._changed(box)

    def extend(self, layer: InkLayer, strokes: Sequence[Stroke]) -> None:
        """Add strokes to a layer."""
        made = layer.ink.extend(strokes)
        if not layer.layer.shown:
            return
        if layer.layer.opacity >= _OPAQUE:
            self.ink_over(made)
        else:
            self._spoil(made)

    def replace(self, layer: InkLayer, strokes: Sequence[Stroke], *, spoil: bool = False) -> None:
        """Give a layer these strokes; with spoil they are drawn anew where they differ."""
        known = layer.ink.by_id()
        for pieces in layer.instead.values():
            known.update({id(piece.stroke): piece for piece in pieces})
            if spoil:
                self._spoil(pieces)
        if spoil:
            self._spoil([layer.ink.inked[place] for place in layer.instead])
        layer.ink, layer.instead = Ink(strokes, known), {}

    def set_ghost(self, strokes: Sequence[Stroke], opacity: float) -> None:
        """Take the strokes of the body as it is now."""
        old, fades = self.ghost, opacity != self.ghost_opacity
        self.ghost_opacity = opacity
        if _same(strokes, old):
            if fades:
                self._changed(None)
            return
        self.ghost = Ink(strokes)
        for box in _joined([*old.inked, *self.ghost.inked]):
            self.ghost_sheet.spoil(box)
            self._changed(box)

    def set_picture(self, picture: QImage, opacity: float, place: Place) -> None:
        """Take the picture below."""
        same = self.picture.cacheKey() == picture.cacheKey() and self.place == place
        if same and opacity == self.picture_opacity:
            return
        self.picture, self.picture_opacity, self.place = picture, opacity, place
        if not same:
            self.picture_sheet.forget()
        self._changed(None)

    # -- drawing

    def use(self, scale: float) -> None:
        """Take a scale, device pixels a unit of the page."""
        for sheet in self.sheets:
            sheet.use(scale)

    def show(
        self, painter: QPainter, seen: QRect, origin: tuple[int, int], ratio: float, until: float
    ) -> bool:
        """Draw all of it; returns whether it is complete. See TileSheet.show."""
        complete = True
        for sheet, opacity in (
            (self.picture_sheet, 0.0 if self.picture.isNull() else self.picture_opacity),
            (self.ghost_sheet, self.ghost_opacity if self.ghost.inked else 0.0),
            (self.ink_sheet, 1.0),
        ):
            if opacity > 0:
                painter.setOpacity(opacity)
                complete = sheet.show(painter, seen, origin, ratio, until) and complete
        painter.setOpacity(1.0)
        return complete

    def work(self, seconds: float) -> list[QRect]:
        """Draw what was seen and is missing, for so long; returns what changed on the sheets."""
        until = perf_counter() + seconds
        return [area for sheet in reversed(self.sheets) for area in sheet.work(until)]

    @property
    def is_waiting(self) -> bool:
        """Whether anything that was seen is not drawn yet."""
        return any(sheet.is_waiting for sheet in self.sheets)

    def _has_no_ink(self, box: Array) -> bool:
        return not any(
            one.layer.shown and (one.instead or one.ink.chunks_in(box)) for one in self.layers
        )

    def _paint_ink(self, painter: QPainter, box: Array) -> None:
        for one in self.layers:
            if not one.layer.shown or one.layer.opacity <= 0:
                continue
            if one.layer.opacity >= _OPAQUE:
                one.paint(painter, box, INK)
            else:
                _paint_faint(painter, box, one)

    def _paint_ghost(self, painter: QPainter, box: Array) -> None:
        for place, part in self.ghost.chunks_in(box):
            painter.fillPath(self.ghost.inked[place].path(part), GHOST)

    def _has_no_picture(self, box: Array) -> bool:
        x, y, width, height = self.place
        return self.picture.isNull() or not meets(np.array([x, y, x + width, y + height]), box)

    def _paint_picture(self, painter: QPainter, _box: Array) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(*self.place), self.picture)


def _paint_faint(painter: QPainter, box: Array, layer: InkLayer) -> None:
    """Draw a layer that is seen through: as a whole, so that crossings are no darker."""
    sheet = QImage(painter.device().width(), painter.device().height(), _FAINT)
    sheet.fill(Qt.GlobalColor.transparent)
    own = QPainter(sheet)
    own.setRenderHint(QPainter.RenderHint.Antialiasing)
    own.setTransform(painter.transform())
    layer.paint(own, box, INK)
    own.end()
    painter.save()
    painter.resetTransform()
    painter.setOpacity(layer.layer.opacity)
    painter.drawImage(0, 0, sheet)
    painter.restore()


_FAINT: Final = QImage.Format.Format_ARGB32_Premultiplied


def _same(strokes: Sequence[Stroke], ink: Ink) -> bool:
    return list(map(id, strokes)) == list(map(id, ink.strokes))


def _joined(inked: Sequence[Inked]) -> list[Array]:
    """Return boxes that cover strokes: few, so that tiles are asked seldom."""
    boxes = np.concatenate([one.boxes for one in inked]) if inked else np.zeros((0, 4))
    if len(boxes) <= 16:
        return list(boxes)
    return [np.concatenate([boxes[:, :2].min(0), boxes[:, 2:].max(0)])]
