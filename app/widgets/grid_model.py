"""The item model behind every thumbnail grid: a ranked list of hits."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
)

from app.services.media_places import is_address
from app.widgets.numbers import numeral
from app.widgets.paint import clock
from app.widgets.part_names import part_title
from app.widgets.reason_texts import why_text
from app.widgets.thumbnails import ThumbnailLoader
from common.values import Hit

ITEMS_MIME = "application/x-kinora-items"
MAX_DRAGGED_FILES = 500
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a row holds beyond Qt's own roles."""

    ITEM = Qt.ItemDataRole.UserRole + 1  # int
    HIT = Qt.ItemDataRole.UserRole + 2  # Hit
    SUMMARY = Qt.ItemDataRole.UserRole + 3  # ItemSummary | None
    PIXMAP = Qt.ItemDataRole.UserRole + 4  # QPixmap | None
    LABEL = Qt.ItemDataRole.UserRole + 5  # -1, 0, +1
    SHARE = Qt.ItemDataRole.UserRole + 6  # score as a share of the best one, 0-1


def url_of(path: str) -> QUrl:
    """Return what a drag says of a file of the catalogue: of this computer, or of a store."""
    return QUrl(path) if is_address(path) else QUrl.fromLocalFile(path)


def encode_items(items: Sequence[int]) -> QByteArray:
    """Return item ids as the content of the type ITEMS_MIME."""
    return QByteArray(" ".join(str(item) for item in items).encode())


def decode_items(data: QMimeData) -> list[int]:
    """Return the item ids in data; empty if it holds none."""
    if not data.hasFormat(ITEMS_MIME):
        return []
    words = bytes(data.data(ITEMS_MIME).data()).split()
    return [int(word) for word in words if word.isdigit()]


class HitModel(QAbstractListModel):
    """Hits, best first; a threshold hides the tail without a new search.

    Nothing is read per row up front: texts and pictures come from the loader once a view wants
    them, so a list of 100,000 costs no more than one of 100.

    Args:
        loader: summaries and pictures.
        parent: owner.
    """

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._hits: tuple[Hit, ...] = ()
        self._ranked = True
        self._shown = 0
        self._threshold = float("-inf")
        self._labels: Mapping[int, int] = {}
        self._rows: dict[int, int] = {}
        self._top = 0.0
        loader.loaded.connect(self._on_loaded)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits that are shown."""
        return self._hits[: self._shown]

    @property
    def all_hits(self) -> tuple[Hit, ...]:
        """The hits, also those below the threshold."""
        return self._hits

    @property
    def threshold(self) -> float:
        """Hits with a smaller score are hidden."""
        return self._threshold

    def items(self) -> list[int]:
        """Return the item ids that are shown, in order."""
        return [hit.item for hit in self.hits]

    def row_of(self, item: int) -> int:
        """Return the row of an item, or -1."""
        row = self._rows.get(item, -1)
        return row if row < self._shown else -1

    def set_hits(self, hits: Sequence[Hit]) -> None:
        """Show other hits, best first; the threshold is lifted."""
        self.beginResetModel()
        self._hits = tuple(hits)
        scores = [hit.score for hit in self._hits]
        self._ranked = bool(np.all(np.diff(scores) <= 0)) if scores else True
        self._threshold = float("-inf")
        self._shown = len(self._hits)
        rows = range(len(self._hits) - 1, -1, -1)  # of equal items the first row wins
        self._rows = dict(zip((hit.item for hit in reversed(self._hits)), rows, strict=True))
        self._top = max(map(abs, scores), default=0.0)
        self.endResetModel()

    def set_threshold(self, score: float) -> None:
        """Hide hits whose score is below score."""
        self._threshold = score
        if not self._ranked:
            return
        keep = bisect_right(self._hits, -score, key=lambda hit: -hit.score)
        if keep < self._shown:
            self.beginRemoveRows(QModelIndex(), keep, self._shown - 1)
            self._shown = keep
            self.endRemoveRows()
        elif keep > self._shown:
            self.beginInsertRows(QModelIndex(), self._shown, keep - 1)
            self._shown = keep
            self.endInsertRows()

    def replace(self, row: int, hit: Hit) -> None:
        """Put another hit into a row."""
        old = self._hits[row].item
        self._hits = (*self._hits[:row], hit, *self._hits[row + 1 :])
        if self._rows.get(old) == row:
            del self._rows[old]
        self._rows.setdefault(hit.item, row)
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def set_labels(self, labels: Mapping[int, int]) -> None:
        """Show these label marks: item -> +1 or -1."""
        self._labels = labels
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(self._shown - 1), [int(Role.LABEL)])

    # -- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of shown hits."""
        return 0 if parent.isValid() else self._shown

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row holds."""
        if not index.isValid() or index.row() >= self._shown:
            return None
        hit = self._hits[index.row()]
        readers: dict[int, Callable[[Hit], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): self._caption,
            int(Qt.ItemDataRole.ToolTipRole): self._tip,
            int(Qt.ItemDataRole.AccessibleTextRole): self._spoken,
            int(Role.ITEM): lambda h: h.item,
            int(Role.HIT): lambda h: h,
            int(Role.SUMMARY): lambda h: self._loader.summary(h.item),
            int(Role.PIXMAP): lambda h: self._loader.pixmap(h.item),
            int(Role.LABEL): lambda h: self._labels.get(h.item, 0),
            int(Role.SHARE): lambda h: max(0.0, h.score / self._top) if self._top else 0.0,
        }
        reader = readers.get(int(role))
        return reader(hit) if reader is not None else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected and dragged."""
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else base

    def mimeTypes(self) -> list[str]:
        """Return what a drag carries."""
        return [ITEMS_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the item ids and the files of rows; files only where they are known already."""
        items = [self._hits[index.row()].item for index in indexes if index.isValid()]
        data = QMimeData()
        data.setData(ITEMS_MIME, encode_items(items))
        summaries = (self._loader.summary(item) for item in items[:MAX_DRAGGED_FILES])
        paths = dict.fromkeys(s.path for s in summaries if s is not None and s.path)
        data.setUrls([url_of(path) for path in paths])
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        """Items are referred to, never moved."""
        return Qt.DropAction.CopyAction

    def _caption(self, hit: Hit) -> str:
        summary = self._loader.summary(hit.item)
        if summary is None:
            return ""
        name = summary.name or str(hit.item)
        return f"{name} ({summary.year})" if summary.kind == "film" and summary.year else name

    def _tip(self, hit: Hit) -> str:
        lines = [self._caption(hit)]
        if hit.parts:
            named = ((part_title(name), value) for name, value in hit.parts.items())
            parts = ", ".join(f"{name} {numeral(value, '.3f')}" for name, value in named)
            lines.append(self.tr("score %s: %s") % (numeral(hit.score, ".3f"), parts))
        if hit.start_s is not None:
            lines.append(self.tr("at %s") % clock(hit.start_s))
        if hit.why:
            lines.append(plain(why_text(hit.why)))
        return "\n".join(line for line in lines if line)

    def _spoken(self, hit: Hit) -> str:
        label = self._labels.get(hit.item, 0)
        mark = {1: self.tr("relevant"), -1: self.tr("not relevant")}.get(label, "")
        return ", ".join(part for part in (self._caption(hit), mark) if part)

    def _on_loaded(self, items: set[int]) -> None:
        rows = [row for item in items if (row := self.row_of(item)) >= 0]
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))


def plain(why: str) -> str:
    """Return a reason without the marks around what matched."""
    return why.replace("\u2068", "").replace("\u2069", "").replace("*", "")
