"""Pictures on a board: how they get there, and what they look like."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QObject, QPointF, Slot
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog

from app.context import PanelContext
from app.widgets.grid_model import decode_items
from app.widgets.query_canvas import edits
from app.widgets.query_canvas.board import Board
from app.widgets.query_canvas.transfer import (
    MOST_PICTURES,
    decode_shapes,
    files_of,
    read_items,
    read_pictures,
    to_png,
)
from common.canvas import PictureShape

_SHARE = 0.45  # of the canvas that a placed picture takes
_MOST_KEPT = 256


class Placing(QObject):
    """Places pictures, items and files on a board, and fetches what they look like.

    Args:
        context: library and jobs.
        board: where.
    """

    def __init__(self, context: PanelContext, board: Board) -> None:
        super().__init__(board)
        self._context = context
        self._board = board
        self._known: dict[int | bytes, QPixmap] = {}
        self._asked: set[int] = set()
        self._where: tuple[float, float] = (0.5, 0.5)
        board.dropped.connect(self._on_dropped)
        board.pasted.connect(self._on_pasted)
        board.edited.connect(self.refresh)

    def choose_files(self) -> None:
        """Let picture files be chosen."""
        paths, _ = QFileDialog.getOpenFileNames(self._board, self.tr("Place pictures"))
        if paths:
            self._where = (0.5, 0.5)
            self.place_files(paths)

    def place_files(self, paths: Sequence[str]) -> None:
        """Read picture files in a job and place them."""
        items = self._context.services.items
        job = self._context.jobs.submit(
            "io", read_pictures, items, list(paths)[:MOST_PICTURES], replaces="canvas.files"
        )
        job.succeeded.connect(self._on_files)
        job.failed.connect(self._context.notices.error)

    def place_items(self, items: Sequence[int]) -> None:
        """Place items of the library."""
        self._add([PictureShape(edits.FULL, item=item) for item in items], [])

    def refresh(self) -> None:
        """Show the pictures of what is placed; fetch those that are not known."""
        shown: dict[int, QPixmap] = {}
        missing: list[int] = []
        for place, shape in enumerate(self._board.canvas.shapes):
            if not isinstance(shape, PictureShape):
                continue
            key = shape.item if shape.item is not None else shape.png
            if key is None:
                continue
            if isinstance(key, bytes) and key not in self._known:
                self._keep(key, QPixmap.fromImage(QImage.fromData(key)))
            if key in self._known:
                shown[place] = self._known[key]
            elif isinstance(key, int) and key not in self._asked:
                missing.append(key)
        self._board.show_pictures(shown)
        if missing:
            self._asked.update(missing)
            job = self._context.jobs.submit("io", read_items, self._context.services.items, missing)
            job.succeeded.connect(self._on_items)
            job.failed.connect(self._context.notices.error)

    @Slot(object)
    def _on_items(self, found: dict[int, QImage | None]) -> None:
        for item, image in found.items():
            self._keep(item, QPixmap.fromImage(image) if image is not None else QPixmap())
        self.refresh()

    @Slot(object)
    def _on_files(self, found: list[tuple[bytes, float]]) -> None:
        shapes = [PictureShape(edits.FULL, png=png) for png, _ in found if png]
        self._add(shapes, [aspect for png, aspect in found if png])

    @Slot(object, QPointF)
    def _on_dropped(self, data: QMimeData, point: QPointF) -> None:
        self._where = self._board.share(point)
        if not self._take(data):
            self._board.add_shapes(decode_shapes(data))

    @Slot()
    def _on_pasted(self) -> None:
        self._where = (0.5, 0.5)
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self._context.notices.info(
                self.tr("The clipboard holds no picture, item or shape to place.")
            )

    def _take(self, data: QMimeData) -> bool:
        """Place the pictures that data holds; False where it holds none."""
        if items := decode_items(data)[:MOST_PICTURES]:
            self.place_items(items)
        elif paths := files_of(data):
            self.place_files(paths)
        elif data.hasImage():
            image = QImage(data.imageData())
            shape = PictureShape(edits.FULL, png=to_png(image))
            self._add([shape] if shape.png else [], [image.width() / max(1, image.height())])
        else:
            return False
        return True

    def _add(self, shapes: Sequence[PictureShape], aspects: Sequence[float]) -> None:
        """Add pictures about where they were dropped, each a step aside."""
        made = []
        canvas = self._board.canvas.aspect
        for number, shape in enumerate(shapes):
            aspect = aspects[number] if number < len(aspects) else canvas
            wide, high = edits.fitted(aspect, canvas, _SHARE)
            x, y = (at + 0.06 * number for at in self._where)
            made.append(edits.placed(shape, edits.around(x, y, wide, high)))
        self._board.add_shapes(made)

    def _keep(self, key: int | bytes, pixmap: QPixmap) -> None:
        while len(self._known) >= _MOST_KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[key] = pixmap
