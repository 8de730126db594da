"""Poses with names, drawings of late, and samples: pictures to take from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.panels.body.flip_strip import picture_of
from app.widgets.controls import clearable, named

POSES, RECENT, SAMPLES = "poses", "recent", "samples"
SIDE: Final = 72  # pixels of a picture
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture of the library.

    Args:
        key: what it is, for whoever takes it.
        title: for display.
        pixels: uint8 (H, W, 4) RGBA; None before it is drawn.
        tip: one sentence; the title by default.
        content: an encoded picture instead of pixels.
    """

    key: str
    title: str
    pixels: NDArray[np.uint8] | None = None
    tip: str = ""
    content: bytes | None = None


class _Pictures(QListWidget):
    """Pictures in a grid; Enter or a double click takes one."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setWordWrap(True)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + 56, SIDE + 46))
        self.setMinimumHeight(120)
        self.itemDoubleClicked.connect(self._on_double)

    @Slot(object)
    def _on_double(self, item: QListWidgetItem) -> None:
        self.taken.emit(str(item.data(_KEY)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the current picture."""
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self.taken.emit(str(item.data(_KEY)))
        else:
            super().keyPressEvent(event)


class LibraryPage(QWidget):
    """Pictures of poses, drawings of late and samples, with a field that finds them by name.

    Args:
        parent: owner.
    """

    taken = Signal(str, str)  # POSES, RECENT or SAMPLES; key
    kind_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self._known: dict[str, tuple[Shown, ...]] = {}
        self.kinds = QComboBox()
        named(self.kinds, tr("What the library shows"))
        self.kinds.addItem(tr("Poses"), POSES)
        self.kinds.addItem(tr("Drawings of late"), RECENT)
        self.kinds.addItem(tr("Sample sketches"), SAMPLES)
        self.search = QLineEdit(placeholderText=tr("Find"))
        clearable(self.search)
        named(self.search, tr("Find by name; Down goes to the pictures"))
        self.list = _Pictures()
        self.list.setAccessibleName(tr("Pictures: Enter or a double click takes one"))
        self.empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("muted", "true")
        row = QHBoxLayout()
        row.addWidget(self.kinds)
        row.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(row)
        layout.addWidget(self.empty)
        layout.addWidget(self.list, 1)
        self.kinds.currentIndexChanged.connect(self._on_kind)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._on_return)
        self.list.taken.connect(self._on_taken)
        self.list.itemClicked.connect(self._on_clicked)
        self._fill()

    @property
    def kind(self) -> str:
        """What is shown: POSES, RECENT or SAMPLES."""
        return str(self.kinds.currentData())

    def show_kind(self, kind: str) -> None:
        """Show another kind of pictures."""
        place = self.kinds.findData(kind)
        if place >= 0:
            self.kinds.setCurrentIndex(place)

    def set_pictures(self, kind: str, pictures: Sequence[Shown]) -> None:
        """Say what there is of a kind."""
        self._known[kind] = tuple(pictures)
        if kind == self.kind:
            self._fill()

    def knows(self, kind: str) -> bool:
        """Whether the pictures of a kind are there."""
        return kind in self._known

    def keys(self) -> list[str]:
        """Return the keys of the pictures that are shown now, in order."""
        rows = (self.list.item(row) for row in range(self.list.count()))
        return [str(item.data(_KEY)) for item in rows if not item.isHidden()]

    def _fill(self) -> None:
        self.list.clear()
        for one in self._known.get(self.kind, ()):
            item = QListWidgetItem(one.title)
            item.setData(_KEY, one.key)
            item.setToolTip(one.tip or one.title)
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            if one.pixels is not None:
                item.setIcon(QIcon(picture_of(one.pixels)))
            elif one.content is not None:
                pixmap = QPixmap()
                pixmap.loadFromData(one.content)
                item.setIcon(QIcon(pixmap))
            self.list.addItem(item)
        self._filter()

    @Slot()
    def _filter(self) -> None:
        wanted = self.search.text().casefold().split()
        seen = 0
        for row in range(self.list.count()):
            item = self.list.item(row)
            text = item.text().casefold()
            item.setHidden(not all(word in text for word in wanted))
            seen += not item.isHidden()
        self._say_empty(seen)

    def _say_empty(self, seen: int) -> None:
        if seen:
            text = ""
        elif self.list.count():
            text = self.tr("Nothing has this name.")
        elif self.kind not in self._known:
            text = self.tr("Drawing the pictures …")
        elif self.kind == RECENT:
            text = self.tr("What you draw is kept here by itself.")
        else:
            text = self.tr("There is nothing here.")
        self.empty.setText(text)
        self.empty.setVisible(bool(text))

    @Slot()
    def _on_kind(self) -> None:
        self._fill()
        self.kind_changed.emit(self.kind)

    @Slot()
    def _on_return(self) -> None:
        keys = self.keys()
        if keys:
            self._on_taken(keys[0])

    @Slot(object)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        if self.kind == SAMPLES:  # one click is enough for these
            self._on_taken(str(item.data(_KEY)))

    @Slot(str)
    def _on_taken(self, key: str) -> None:
        self.taken.emit(self.kind, key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the field to the first picture."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self.keys():
            row = next(r for r in range(self.list.count()) if not self.list.item(r).isHidden())
            self.list.setCurrentRow(row)
            self.list.setFocus()
        else:
            super().keyPressEvent(event)
