"""Strokes and pictures that come and go by the clipboard and by drops."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from app.services.body_document_types import PAGE
from app.widgets.drawing.gestures import MARGIN
from app.widgets.drawing.lines import bounds
from app.widgets.drawing.pointer import CanvasPointer
from app.widgets.drawing.types import DroppedPicture, Point
from app.widgets.error_texts import error_line
from app.widgets.grid_model import decode_items
from app.widgets.numbers import numeral
from common.errors import AppError
from common.stroke_files import drawing_text, read_drawing, read_svg, svg_text
from common.strokes import MAX_STROKES, Stroke

STROKES_MIME: Final = "application/x-kinora-strokes"
_SVG_MIME: Final = "image/svg+xml"
_MOST: Final = 64 << 20  # bytes of a text that is looked at
_SMALL: Final = 0.1  # share of the page: smaller drawings of other programs are enlarged
_ROOM: Final = 0.8  # share of the page that they are fitted to


class CanvasExchange(CanvasPointer):
    """Copies and pastes strokes, and takes what is dropped.

    Args:
        parent: owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    def copy(self) -> None:
        """Copy the strokes of the active layer: for Kinora, as JSON text and as SVG."""
        if strokes := self.current_strokes():
            QGuiApplication.clipboard().setMimeData(encode_strokes(strokes))

    def paste(self) -> bool:
        """Paste strokes, or tell of a picture; returns whether there was either."""
        return self.take(QGuiApplication.clipboard().mimeData(), None)

    def take(self, data: QMimeData, at: Point | None) -> bool:
        """Take what was pasted or dropped; returns whether it was something for a canvas.

        Args:
            data: strokes, pictures, files, or items of the library.
            at: where on the page; None for a paste.
        """
        try:
            strokes = decode_strokes(data)
        except AppError as error:
            self.show_hint(error_line(error))
            self.refused.emit(error_line(error))
            return True
        if strokes:
            self.add_strokes(strokes)
            return True
        found = decode_picture(data, at)
        if found is None:
            return False
        self.picture_dropped.emit(found)
        return True

    def add_strokes(self, strokes: Sequence[Stroke]) -> bool:
        """Put strokes on the active layer as one change; returns whether it takes them."""
        if self.gesture is not None:
            self.end()
        layer, why = self.scene.layer(), self.refusal()
        if layer is not None and not why and len(layer.ink.inked) + len(strokes) > MAX_STROKES:
            why = self.tr("A layer holds {most} strokes at most.").format(most=numeral(MAX_STROKES))
        if layer is None or why:
            self.show_hint(why)
            self.refused.emit(why)
            return False
        name = layer.layer.name
        self.scene.extend(layer, [replace(stroke, layer=name) for stroke in strokes])
        self.update()
        self.edited.emit(layer.ink.strokes, "strokes")
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pictures, drawings and items."""
        if is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take them anywhere."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped."""
        at = event.position()
        if self.take(event.mimeData(), self.camera.to_page(at.x(), at.y())):
            event.acceptProposedAction()
            self.setFocus()


def encode_strokes(strokes: Sequence[Stroke]) -> QMimeData:
    """Return strokes as the content of a clipboard."""
    data = QMimeData()
    text = drawing_text(strokes)
    data.setData(STROKES_MIME, QByteArray(text.encode()))
    data.setData(_SVG_MIME, QByteArray(svg_text(strokes).encode()))
    data.setText(text)
    return data


def decode_strokes(data: QMimeData) -> list[Stroke]:
    """Return the strokes that data holds; none where it holds no drawing.

    Drawings of other programs that lie off the page, or are tiny, are fitted to it.

    Raises:
        QueryError: it is a drawing that cannot be read.
    """
    for mime in (STROKES_MIME, _SVG_MIME):
        if data.hasFormat(mime):
            raw = bytes(data.data(mime).data())[:_MOST]
            return _read(raw.decode("utf-8", "replace"))
    text = data.text()[:_MOST].lstrip() if data.hasText() and not data.hasUrls() else ""
    return _read(text) if _looks_drawn(text) else []


def _looks_drawn(text: str) -> bool:
    if text.startswith("<"):
        return "<svg" in text[:4000]
    if not text.startswith(("{", "[")):
        return False
    try:
        document = json.loads(text)
    except ValueError:
        return False
    if isinstance(document, dict):
        return "strokes" in document
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, dict) and "points" in first


def _read(text: str) -> list[Stroke]:
    if text.lstrip().startswith("<"):
        return fit_strokes(read_svg(text))
    return fit_strokes(read_drawing(text))


def fit_strokes(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Return strokes on the page: as they are where they lie on it and are not tiny."""
    if not strokes:
        return []
    box = bounds(np.concatenate([stroke.points for stroke in strokes]).astype(np.float64))
    size = float((box[2:] - box[:2]).max())
    there = box.min() >= -MARGIN and box.max() <= PAGE + MARGIN
    if there and (size >= _SMALL * PAGE or len(strokes) == 1):
        return list(strokes)
    scale = _ROOM * PAGE / size if size > 1e-6 else 1.0
    middle = (box[:2] + box[2:]) / 2
    return [
        replace(
            stroke,
            points=((stroke.points - middle) * scale + PAGE / 2).astype(np.float32),
            width=float(np.clip(stroke.width * scale, 1.0, 12.0)),
        )
        for stroke in strokes
    ]


def decode_picture(data: QMimeData, at: Point | None) -> DroppedPicture | None:
    """Return the picture, file or items that data holds, None for none of them."""
    if items := decode_items(data):
        return DroppedPicture(items=tuple(items), at=at)
    for url in data.urls():
        if url.isLocalFile() and Path(url.toLocalFile()).is_file():
            return DroppedPicture(path=Path(url.toLocalFile()), at=at)
    if data.hasImage():
        image = QImage(data.imageData())
        if not image.isNull():
            return DroppedPicture(image=image, at=at)
    return None


def is_welcome(data: QMimeData) -> bool:
    """Return whether a canvas may be able to take data."""
    return bool(
        data.hasFormat(STROKES_MIME)
        or data.hasFormat(_SVG_MIME)
        or data.hasImage()
        or decode_items(data)
        or any(url.isLocalFile() for url in data.urls())
        or (data.hasText() and _looks_drawn(data.text()[:_MOST].lstrip()))
    )
