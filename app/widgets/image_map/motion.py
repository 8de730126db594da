"""How one map becomes another: what both show flies to its new place, the rest fades."""

from collections.abc import Mapping

from PySide6.QtCore import QElapsedTimer, QRectF

LASTS_MS = 380


class Motion:
    """The change from one arrangement to another.

    Args:
        before: where each item was, pixels.
    """

    def __init__(self, before: Mapping[int, QRectF]) -> None:
        self._before = before
        self._clock = QElapsedTimer()
        self._clock.start()

    @property
    def is_over(self) -> bool:
        """Whether everything has arrived."""
        return self._clock.elapsed() >= LASTS_MS

    @property
    def share(self) -> float:
        """How far it is, 0-1, slow at both ends."""
        part = min(1.0, self._clock.elapsed() / LASTS_MS)
        return part * part * (3 - 2 * part)

    def at(self, item: int, goal: QRectF) -> tuple[QRectF, float]:
        """Return where to draw an item now, and how opaque."""
        share = self.share
        begin = self._before.get(item)
        if begin is None:
            return goal, share
        return (
            QRectF(
                begin.x() + (goal.x() - begin.x()) * share,
                begin.y() + (goal.y() - begin.y()) * share,
                begin.width() + (goal.width() - begin.width()) * share,
                begin.height() + (goal.height() - begin.height()) * share,
            ),
            1.0,
        )

    def leaving(self, staying: Mapping[int, object]) -> list[tuple[int, QRectF, float]]:
        """Return what goes: item, where it was, and how opaque it still is."""
        left = max(0.0, 1 - 2 * self.share)
        if not left:
            return []
        return [(item, rect, left) for item, rect in self._before.items() if item not in staying]
