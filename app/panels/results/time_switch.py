"""The switch of the time cache: only the best frame of each 1, 30, 60 or 180 seconds of a video."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.context import PanelContext
from app.services.types import PERIODS
from app.widgets.numbers import numeral
from common.values import Hit

OFF = 0
CHOICES = (OFF, *PERIODS)


class PeriodSwitch(QComboBox):
    """Chooses how many seconds of a video give one frame; T goes on to the next choice."""

    chosen = Signal(int)  # seconds, 0 for off

    def __init__(self, seconds: int = OFF, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tr = self.tr
        self.setAccessibleName(tr("Time cache"))
        self.setToolTip(tr("Time cache: only the best frame of each period of a video (T)"))
        self.addItem(tr("All frames"), OFF)
        for period in PERIODS:
            minutes = tr("%s min") % str(period // 60)
            told = minutes if period >= 60 else tr("%s s") % str(period)
            self.addItem(tr("Best per %s") % told, period)
        self.show_period(seconds)
        self.activated.connect(self._on_activated)

    @property
    def seconds(self) -> int:
        """The period, 0 for off."""
        return int(self.currentData())

    def show_period(self, seconds: object) -> None:
        """Show a period without telling of it; one that there is not is ignored."""
        if type(seconds) is int and seconds in CHOICES:
            self.setCurrentIndex(self.findData(seconds))

    def next(self) -> None:
        """Choose the next period; off follows the longest."""
        self.setCurrentIndex((self.currentIndex() + 1) % self.count())
        self._on_activated(self.currentIndex())

    @Slot(int)
    def _on_activated(self, _place: int) -> None:
        self.chosen.emit(self.seconds)


def is_period_key(event: QKeyEvent) -> bool:
    """Whether the key that goes on to the next period was pressed."""
    return event.key() == Qt.Key.Key_T and event.modifiers() == Qt.KeyboardModifier.NoModifier


def thinned_text(before: int, after: int) -> str:
    """Return what the time cache left out; "" for nothing."""
    if before == after:
        return ""
    text = QCoreApplication.translate(
        "ResultRows", "Time cache: {kept} of {all} hits, the best of each period."
    )
    return text.format(kept=numeral(after), all=numeral(before))


def step_among(context: PanelContext, hits: Sequence[Hit], steps: int, source: str) -> bool:
    """Select the next or previous of some hits, going round; False where there is none."""
    items = [hit.item for hit in hits]
    if not items:
        return False
    current = context.shared.current
    place = items.index(current) + steps if current in items else (0 if steps > 0 else -1)
    context.shared.select([items[place % len(items)]], source)
    return True
