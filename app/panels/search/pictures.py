"""Pictures and videos that are dropped, pasted or chosen."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from app.services.types import Example
from app.widgets.grid_model import decode_items
from app.widgets.query_canvas.transfer import to_png

MAX_PASTED_SIDE = 512  # pixels; encoders look at less
VIDEO_ENDS = (".mp4", ".mkv", ".mov", ".avi", ".webm", ".mpg", ".mpeg", ".m4v", ".ts")


def video_from(data: QMimeData | None) -> str:
    """Return the path of the video file that a drop holds, "" for none."""
    for url in data.urls() if data is not None else ():
        path = url.toLocalFile()
        if url.isLocalFile() and path.lower().endswith(VIDEO_ENDS) and Path(path).is_file():
            return path
    return ""


def example_from(data: QMimeData | None) -> Example | None:
    """Return the picture that a drop or the clipboard holds: an item, a file or pixels."""
    if data is None:
        return None
    items = decode_items(data)
    if items:
        return Example(item=items[0])
    for url in data.urls():
        if url.isLocalFile() and Path(url.toLocalFile()).is_file():
            return Example(path=url.toLocalFile())
    if data.hasImage():
        return example_of_image(QImage(data.imageData()))
    return None


def example_of_image(image: QImage) -> Example | None:
    """Return an example of pasted pixels, made small; None for an empty picture."""
    png = to_png(image, MAX_PASTED_SIDE)
    return Example(png=png) if png else None
