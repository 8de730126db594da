"""A table of whole videos: a bar for each concept, the frame in which it is seen best."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.panels.results.time_rows import stage_colour
from app.services.types import VideoRow, VideoTable
from app.widgets.grid_model import ITEMS_MIME, encode_items
from app.widgets.numbers import numeral
from app.widgets.paint import clock, mix, seen_on
from app.widgets.thumbnails import ThumbnailLoader

Index = QModelIndex | QPersistentModelIndex
FIXED = 3  # columns before the concepts: video, length, hits
_PAD = 4  # pixels


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line above the videos of a group.

    Args:
        concept: that is strongest in them; "" for none of them.
        count: how many.
    """

    concept: str
    count: int


class VideoModel(QAbstractTableModel):
    """Videos with their concepts; groups have a line of their own.

    Args:
        loader: pictures.
        parent: owner.
    """

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loader = loader
        self.table = VideoTable()
        self.lines: list[VideoRow | GroupLine] = []
        self._places: dict[int, tuple[int, int]] = {}
        self._tops: tuple[float, ...] = ()

    def set_table(self, table: VideoTable, *, grouped: bool) -> None:
        """Show other videos."""
        self.beginResetModel()
        self.table = table
        self.lines = list(table.rows)
        if grouped:
            self.lines = []
            sizes: dict[int, int] = {}
            for row in table.rows:
                sizes[row.group] = sizes.get(row.group, 0) + 1
            last: int | None = None
            for row in table.rows:
                if row.group != last:
                    name = table.concepts[row.group] if row.group >= 0 else ""
                    self.lines.append(GroupLine(name, sizes[row.group]))
                    last = row.group
                self.lines.append(row)
        shares = [row.shares for row in table.rows]
        self._tops = tuple(max(column, default=0.0) for column in zip(*shares, strict=True))
        self._places = {}
        for number, line in enumerate(self.lines):
            if isinstance(line, VideoRow):
                for column in range(self.columnCount() - 1, -1, -1):
                    self._places[self.item_at(number, column)] = (number, column)
        self.endResetModel()

    def group_lines(self) -> list[int]:
        """Return which lines head a group."""
        return [n for n, line in enumerate(self.lines) if isinstance(line, GroupLine)]

    def item_at(self, number: int, column: int) -> int:
        """Return what a cell stands for: the video, its best hit, the best frame of a concept."""
        line = self.lines[number]
        if isinstance(line, GroupLine):
            return -1
        if column >= FIXED:
            best = line.best[column - FIXED]
            return best if best >= 0 else line.video
        return line.best_hit if column == FIXED - 1 and line.best_hit >= 0 else line.video

    def place_of(self, item: int) -> tuple[int, int] | None:
        """Return the cell that stands for an item; None if there is none."""
        return self._places.get(item)

    def share_of(self, line: VideoRow, concept: int, *, by_sure: bool) -> float:
        """Return how long the bar of a concept is, 0-1: as against the video with most."""
        if by_sure:
            return line.sure[concept]
        top = self._tops[concept]
        return line.shares[concept] / top if top else 0.0

    # -- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else FIXED + len(self.table.concepts)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("Video"), self.tr("Length"), self.tr("Hits"), *self.table.concepts)
        return names[section] if section < len(names) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._said(line, index.column())
        return None

    def _text(self, line: VideoRow | GroupLine, column: int) -> str:
        if isinstance(line, GroupLine):
            name = line.concept or self.tr("None of these concepts")
            count = self.tr("one video") if line.count == 1 else self.tr("%s videos") % line.count
            return f"{name} · {count}" if column == 0 else ""
        if column == 0:
            return f"⚠ {line.title}" if line.missing else line.title
        if column == 1:
            return "" if line.length_s != line.length_s else clock(line.length_s)
        if column == FIXED - 1:
            return numeral(line.hits) if line.hits else ""
        concept = column - FIXED
        if not line.counts[concept]:
            return "–"
        return f"{numeral(line.counts[concept])} · {numeral(line.sure[concept], '.0%')}"

    def _said(self, line: VideoRow | GroupLine, column: int) -> str:
        if isinstance(line, GroupLine):
            return self._text(line, 0)
        if column < FIXED:
            frames = self.tr("%s frames") % numeral(line.keyframes)
            hits = self.tr("%s hits") % numeral(line.hits)
            length = self._text(line, 1)
            gone = self.tr("its file was not found") if line.missing else ""
            return " · ".join(filter(None, (line.title, length, frames, hits, gone)))
        concept = column - FIXED
        text = self.tr("{title}: {concept} in {count} of {all} frames, confidence {sure}")
        return text.format(
            title=line.title, concept=self.table.concepts[concept],
            count=numeral(line.counts[concept]), all=numeral(line.keyframes),
            sure=numeral(line.sure[concept], ".0%"),
        )  # fmt: skip

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells of videos can be selected and dragged, lines of groups not."""
        if not index.isValid() or isinstance(self.lines[index.row()], GroupLine):
            return Qt.ItemFlag.ItemIsEnabled
        enabled = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return enabled | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """Return what a drag carries."""
        return [ITEMS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the items that cells stand for."""
        items = [self.item_at(index.row(), index.column()) for index in indexes]
        data = QMimeData()
        data.setData(ITEMS_MIME, encode_items(list(dict.fromkeys(items))))
        return data


class VideoDelegate(QStyledItemDelegate):
    """Draws pictures and bars in the table of videos."""

    by_sure = False  # bars say confidence, else frequency

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        model = index.model()
        if not isinstance(model, VideoModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        line = model.lines[index.row()]
        if isinstance(line, GroupLine):
            self._paint_group(painter, option, index)
        else:
            self._paint_ground(painter, option)
            self._paint_cell(painter, option, index, model, line)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        base, accent = option.palette.base().color(), option.palette.highlight().color()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, mix(base, accent, 0.38))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, mix(base, accent, 0.12))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(mix(accent, option.palette.text().color(), 0.25))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ink, base = option.palette.text().color(), option.palette.base().color()
        painter.fillRect(option.rect, mix(base, ink, 0.08))
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(
            option.rect.adjusted(2 * _PAD, 0, -_PAD, 0), place, str(index.data() or "")
        )

    def _paint_cell(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        model: VideoModel,
        line: VideoRow,
    ) -> None:
        area = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        column = index.column()
        has_picture = column == 0 or (column >= FIXED and line.counts[column - FIXED] > 0)
        if has_picture:
            item = model.item_at(index.row(), column)
            width = min(area.height() * 16 // 9, area.width() * 2 // 5)
            box = QRect(area.left(), area.top(), width, area.height())
            if option.direction == Qt.LayoutDirection.RightToLeft:
                box.moveRight(area.right())
                area.setRight(box.left() - 2 * _PAD)
            else:
                area.setLeft(box.right() + 2 * _PAD)
            self._paint_picture(painter, box, model, item, option.palette)
        if column >= FIXED:
            self._paint_bar(painter, option, area, model, line, column - FIXED)
            area.setBottom(area.bottom() - 8)
        self._paint_text(painter, option, area, str(index.data() or ""), bold=column == 0)

    def _paint_picture(
        self, painter: QPainter, box: QRect, model: VideoModel, item: int, palette: QPalette
    ) -> None:
        painter.fillRect(box, mix(palette.base().color(), palette.text().color(), 0.08))
        pixmap = model.loader.pixmap(item)
        if pixmap is None or pixmap.isNull():
            return
        size = pixmap.size()
        size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(box.topLeft(), size)
        target.moveCenter(box.center())
        painter.drawPixmap(target, pixmap)

    def _paint_bar(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        model: VideoModel,
        line: VideoRow,
        concept: int,
    ) -> None:
        share = model.share_of(line, concept, by_sure=self.by_sure)
        base, ink = option.palette.base().color(), option.palette.text().color()
        bar = QRectF(area.left(), area.bottom() - 5, area.width(), 6)
        painter.fillRect(bar, mix(base, ink, 0.1))
        bar.setWidth(bar.width() * share)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            bar.moveRight(area.right())
        painter.fillRect(bar, seen_on(stage_colour(concept), mix(base, ink, 0.1)))

    def _paint_text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        area: QRect,
        text: str,
        *,
        bold: bool,
    ) -> None:
        font = QFont(option.font)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(option.palette.text().color())
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(area, place, words)
