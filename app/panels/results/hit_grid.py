"""The grid of the results: movement of ranks on the pictures, what matched under the mouse."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.context import PanelContext
from app.panels.results.marks import draw_boxes, move_colour, move_text
from app.widgets.grid import ThumbnailGrid
from app.widgets.grid_delegate import HitDelegate
from app.widgets.grid_model import Role
from app.widgets.reason_texts import why_text
from app.widgets.skeletons import draw_skeletons

if TYPE_CHECKING:
    from app.services.types import Evidence

HOVER_MS = 180  # what matched is looked up when the mouse rests for so long
Index = QModelIndex | QPersistentModelIndex


class ResultDelegate(HitDelegate):
    """Paints hits with their movement, and what matched in the one under the mouse.

    Args:
        offers_labels: as HitDelegate takes it.
        evidence_of: what matched in an item, if it is known already.
        parent: owner.
    """

    def __init__(
        self,
        offers_labels: Callable[[], bool],
        evidence_of: "Callable[[int], Evidence | None]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(offers_labels, parent)
        self._evidence_of = evidence_of
        self.moves: Mapping[int, int | None] = {}

    def _paint_marks(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, where: QRect
    ) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if hovered:
            evidence = self._evidence_of(int(index.data(Role.ITEM)))
            if evidence is not None:
                draw_boxes(painter, QRectF(where), evidence.boxes, option.fontMetrics)
                draw_skeletons(painter, QRectF(where), [one.points for one in evidence.poses])
                self._paint_texts(painter, option, where, evidence.texts)
        super()._paint_marks(painter, option, index, where)
        item = int(index.data(Role.ITEM))
        if item in self.moves:
            self._paint_move(painter, option, where, self.moves[item])

    def _paint_move(
        self, painter: QPainter, option: QStyleOptionViewItem, where: QRect, move: int | None
    ) -> None:
        text = move_text(move)
        if not text:
            return
        metrics = option.fontMetrics
        size = QSize(metrics.horizontalAdvance(text) + 8, metrics.height() + 2)
        box = QRect(where.left() + 3, where.bottom() - size.height() - 3, 0, 0)
        box.setSize(size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 200))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(move_colour(move))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_texts(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        where: QRect,
        texts: tuple[str, ...],
    ) -> None:
        """Draw the first texts that matched over the foot of the picture."""
        metrics = option.fontMetrics
        top = where.bottom() + 1 - (metrics.height() + 2) * min(2, len(texts))
        for text in texts[:2]:
            line = QRect(where.left(), top, where.width(), metrics.height() + 2)
            painter.fillRect(line, QColor(0, 0, 0, 185))
            painter.setPen(QPen(QColor("white")))
            words = metrics.elidedText(
                " ".join(why_text(text).split()), Qt.TextElideMode.ElideRight, line.width() - 6
            )
            painter.drawText(line.adjusted(3, 0, -3, 0), Qt.AlignmentFlag.AlignLeft, words)
            top += metrics.height() + 2


class ResultGrid(ThumbnailGrid):
    """A grid of hits in which Enter inspects, and the mouse shows what matched.

    Args:
        context: of the panel.
        source: told to SharedState.
        evidence_of: what matched in an item; None while it is not known.
        look_up: asks for it.
        parent: owner.
    """

    def __init__(
        self,
        context: PanelContext,
        source: str,
        evidence_of: "Callable[[int], Evidence | None]",
        look_up: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, source, parent)
        self.marks = ResultDelegate(self._label_offer, evidence_of, self)
        self.cells = self.marks
        self.setItemDelegate(self.cells)
        self._look_up = look_up
        self._hover = QTimer(self, singleShot=True, interval=HOVER_MS)
        self._hover.timeout.connect(self._on_rest)

    def show_moves(self, moves: Mapping[int, int | None]) -> None:
        """Show how far items moved; empty for none."""
        self.marks.moves = moves
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look up what matched where the mouse rests."""
        super().mouseMoveEvent(event)
        self._hover.start()

    def _on_rest(self) -> None:
        index = self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))
        if index.isValid() and self.viewport().underMouse():
            self._look_up(int(index.data(Role.ITEM)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to the panel, which inspects; everything else as in any grid."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)
