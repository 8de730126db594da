"""Where the parts of the panel stand: page and view side by side, the lists beside or below."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

WIDE: Final = 1000  # pixels from which the lists stand beside the view, not below it
_LISTS: Final = 0.27  # of the width
_LOW_LISTS: Final = 0.35  # of the height


class Arrangement(QSplitter):
    """Lays the page, the view and the lists out for the room there is.

    Args:
        page: that is drawn on.
        view: of the body.
        lists: beside or below both.
        parent: owner.
    """

    def __init__(
        self, page: QWidget, view: QWidget, lists: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.inner = QSplitter(Qt.Orientation.Horizontal)
        self.inner.addWidget(page)
        self.inner.addWidget(view)
        self.addWidget(self.inner)
        self.addWidget(lists)
        for splitter in (self, self.inner):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(5)
        self._is_wide: bool | None = None
        self._kept: dict[bool, list[int]] = {}  # sizes by whether it is wide

    @property
    def is_wide(self) -> bool:
        """Whether the lists stand beside the view."""
        return bool(self._is_wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the lists beside the view where there is room, else below it."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= WIDE
        if is_wide != self._is_wide:
            self._turn(event.size().width(), event.size().height(), is_wide=is_wide)

    def _turn(self, width: int, height: int, *, is_wide: bool) -> None:
        if self._is_wide is not None:
            self._kept[self._is_wide] = self.sizes()
        is_first = self._is_wide is None
        self._is_wide = is_wide
        self.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        share, room = (_LISTS, width) if is_wide else (_LOW_LISTS, height)
        usual = [round(room * (1 - share)), round(room * share)]
        self.setSizes(self._kept.get(is_wide, usual))
        if is_first and "inner" not in self._restored:
            self.inner.setSizes([width // 2, width // 2])

    _restored: frozenset[str] = frozenset()

    def save_state(self) -> dict[str, Any]:
        """Return the sizes of all parts."""
        sizes = dict(self._kept)
        if self._is_wide is not None:
            sizes[self._is_wide] = self.sizes()
        return {
            "inner": self.inner.sizes(),
            "wide": sizes.get(True, []),
            "narrow": sizes.get(False, []),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Bring back what save_state() returned; bad entries are ignored."""
        if _fit(state.get("inner")):
            self._restored = frozenset({"inner"})
            self.inner.setSizes(state["inner"])
        for name, is_wide in (("wide", True), ("narrow", False)):
            if _fit(state.get(name)):
                self._kept[is_wide] = state[name]
                if is_wide == self._is_wide:
                    self.setSizes(state[name])


def _fit(sizes: object) -> bool:
    """Whether something is the sizes of two parts."""
    return (
        isinstance(sizes, list)
        and len(sizes) == 2
        and all(type(size) is int and size > 0 for size in sizes)
    )
