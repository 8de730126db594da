"""Shapes, pictures and classes on the clipboard and in drags."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QMimeData, Qt
from PySide6.QtGui import QImage, QImageWriter

from app.services.items import ItemService
from app.services.query_canvas_json import canvas_of_json, canvas_to_json
from app.widgets.grid_model import decode_items
from app.widgets.paint import to_image
from common.canvas import Canvas, Shape
from common.errors import AppError
from common.jobs import JobContext

logger = logging.getLogger(__name__)

SHAPES_MIME = "application/x-kinora-shapes"
THING_MIME = "application/x-kinora-thing"
MOST_PICTURES = 8  # of one drop
_SIDE = 256  # pixels; what is compared is smaller still
_LEVEL = 128  # of thumbnails


def encode_shapes(shapes: Sequence[Shape]) -> QMimeData:
    """Return shapes as the content of a clipboard."""
    data = QMimeData()
    document = json.dumps(canvas_to_json(Canvas(tuple(shapes))))
    data.setData(SHAPES_MIME, QByteArray(document.encode()))
    return data


def decode_shapes(data: QMimeData) -> tuple[Shape, ...]:
    """Return the shapes that data holds; none where it holds none that can be read."""
    if not data.hasFormat(SHAPES_MIME):
        return ()
    try:
        document = json.loads(bytes(data.data(SHAPES_MIME).data()))
        return canvas_of_json(document, "canvas").shapes
    except (ValueError, AppError):
        return ()


def encode_thing(label: str) -> QMimeData:
    """Return a class of objects as the content of a drag."""
    data = QMimeData()
    data.setData(THING_MIME, QByteArray(label.encode()))
    return data


def decode_thing(data: QMimeData) -> str:
    """Return the class of objects in data, "" for none."""
    return bytes(data.data(THING_MIME).data()).decode("utf-8", "replace")


def files_of(data: QMimeData) -> list[str]:
    """Return the files in data."""
    paths = (url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return [path for path in paths if Path(path).is_file()][:MOST_PICTURES]


def is_welcome(data: QMimeData) -> bool:
    """Return whether a canvas can take data."""
    return bool(
        data.hasFormat(THING_MIME)
        or data.hasFormat(SHAPES_MIME)
        or decode_items(data)
        or files_of(data)
        or data.hasImage()
    )


def to_png(image: QImage, side: int = _SIDE) -> bytes:
    """Return a picture as a PNG file, b"" for an empty one.

    Args:
        image: any.
        side: pixels; a larger picture is made as small as that.
    """
    if image.isNull():
        return b""
    if max(image.width(), image.height()) > side:
        image = image.scaled(
            side,
            side,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(
        image.convertToFormat(QImage.Format.Format_RGB888)
    )
    return bytes(buffer.data().data())


def read_pictures(
    items: ItemService, paths: Sequence[str], context: JobContext
) -> list[tuple[bytes, float]]:
    """Return files as small PNG files with width / height; runs in a job.

    Raises:
        MediaError: a file is no picture that can be read.
        JobCancelled: the user cancelled.
    """
    found = []
    for number, path in enumerate(paths):
        context.step(number, len(paths), "Reading pictures")
        rgb = items.picture_of_file(path, _SIDE)
        found.append((to_png(to_image(rgb)), rgb.shape[1] / rgb.shape[0]))
    return found


def read_items(
    items: ItemService, ids: Sequence[int], context: JobContext
) -> dict[int, QImage | None]:
    """Return thumbnails of items, None for those that are gone; runs in a job.

    Raises:
        JobCancelled: the user cancelled.
    """
    found: dict[int, QImage | None] = {}
    for number, item in enumerate(ids):
        context.step(number, len(ids))
        try:
            found[item] = to_image(items.thumbnail(item, _LEVEL))
        except AppError as error:
            logger.info("item %d has no picture to place: %s", item, error)
            found[item] = None
    return found
