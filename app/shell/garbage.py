"""When and where Python looks for garbage: on the thread of the window, and when nobody waits.

By itself Python searches on whichever thread makes the next object, and what it finds is destroyed
there. A widget or a timer that a worker destroys takes the program with it: Qt lets only the thread
of an object destroy it. So Python's own searches are off while there is a window, and a timer of
the window searches instead.

A search holds every thread. While a library opens almost all that is made is there to stay, so
that looking through it finds nothing; and a full search beside an import took up to 100 ms.
"""

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

START_MS = 4000  # a start without a library is over by then
LOOK_MS = 20_000
# Between two looks at how much was made: short while much is, so that each search is short.
LEAST_MS, MOST_MS = 20, 160
YOUNG = 2000  # objects made since the last search of the youngest that are worth one
# Before the middle ones are searched, too: few, as that takes 2 ms for ten thousand that stay,
# and the first photos of an import load code of a hundred thousand objects.
YOUNG_SEARCHES = 3
MIDDLE_SEARCHES = 80  # before a full search is worth its while


class GarbageKeeper(QObject):
    """Searches on the thread of the window; in full where nobody waits.

    What is there to stay is taken out of the search. Python's own searches end when the first
    keeper is made, and do not come back: threads may live longer than a window.

    Args:
        is_idle: whether no work runs.
        parent: owner.
    """

    def __init__(self, is_idle: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._is_idle = is_idle
        self._has_frozen = False
        self._searched = 0  # middle searches up to the last full one
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self.look)
        self._searches = QTimer(self, interval=MOST_MS)
        self._searches.timeout.connect(self.search)
        QTimer.singleShot(START_MS, self, self._begin)

    @property
    def is_searching(self) -> bool:
        """Whether what is made is searched from time to time."""
        return self._searches.isActive()

    @Slot()
    def _begin(self) -> None:
        self._searches.start()

    def settle(self) -> None:
        """Take what is here out of the search: a library has been opened.

        Only a library that was closed before leaves garbage worth looking for first.
        """
        if self._has_frozen:
            gc.unfreeze()
            gc.collect()
        gc.freeze()
        self._has_frozen = True
        self._searches.start()
        self._looks.start()

    def add(self) -> None:
        """Take what has come since out of the search, too: code that was loaded."""
        gc.freeze()

    @Slot()
    def search(self) -> None:
        """Search what was made of late, if it is much."""
        made, young_searches, _ = gc.get_count()
        if made < YOUNG:
            self._searches.setInterval(min(MOST_MS, 2 * self._searches.interval()))
            return
        gc.collect(1 if young_searches >= YOUNG_SEARCHES else 0)
        self._searches.setInterval(LEAST_MS)

    @Slot()
    def look(self) -> None:
        """Search in full, if there may be something to find and nobody waits."""
        searched = gc.get_stats()[1]["collections"]
        is_held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if searched - self._searched < MIDDLE_SEARCHES or is_held or not self._is_idle():
            return
        self._searched = searched
        gc.collect()
