"""When Python looks for garbage: not while the window starts, and in full only where nobody waits.

The search holds every thread. While a library opens almost all that is made is there to stay, so
that looking through it finds nothing; and a full search beside an import took up to 100 ms.
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

START_MS = 4000  # a start without a library is over by then
LOOK_MS = 20_000
# Objects made before the youngest are searched, and how many such searches before the middle ones
# are; full searches are left to `GarbageKeeper`.
THRESHOLDS = (2000, 10, 1_000_000)
MIDDLE_SEARCHES = 25  # before a full search is worth its while


class GarbageKeeper(QObject):
    """Takes what is there to stay out of the search, and searches in full where nobody waits.

    Args:
        is_idle: whether no work runs.
        parent: owner.
    """

    def __init__(self, is_idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_idle = is_idle
        self._has_frozen = False
        self._searched = 0  # middle searches up to the last full one
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self.look)
        QTimer.singleShot(START_MS, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        gc.enable()

    def settle(self) -> None:
        """Take what is here out of the search: a library has been opened.

        Only a library that was closed before leaves garbage worth looking for first.
        """
        if self._has_frozen:
            gc.unfreeze()
            gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)
        gc.enable()
        self._has_frozen = True
        self._looks.start()

    def add(self) -> None:
        """Take what has come since out of the search, too: code that was loaded."""
        gc.freeze()

    @Slot()
    def look(self) -> None:
        """Search in full, if there may be something to find and nobody waits."""
        searched = gc.get_stats()[1]["collections"]
        is_held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if searched - self._searched < MIDDLE_SEARCHES or is_held or not self._is_idle():
            return
        self._searched = searched
        gc.collect()
