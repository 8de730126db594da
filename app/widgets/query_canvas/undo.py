"""The undo of one canvas: whole states, a gesture is one step."""

from common.canvas import Canvas

_MOST = 200


class CanvasUndo:
    """What a canvas was before and after; steps of one gesture are merged.

    Args:
        canvas: as it is at first.
    """

    def __init__(self, canvas: Canvas | None = None) -> None:
        self._now = canvas or Canvas()
        self._before: list[Canvas] = []
        self._after: list[Canvas] = []
        self._gesture = ""
        self.is_turned = False  # the last step was one back or again

    @property
    def canvas(self) -> Canvas:
        """What it is now."""
        return self._now

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and nothing done since."""
        return bool(self._after)

    def push(self, canvas: Canvas, gesture: str = "") -> bool:
        """Take a new state; False where nothing changed.

        Args:
            canvas: as it is from now on.
            gesture: steps of the same one become one; "" for a step of its own.
        """
        if canvas == self._now:
            return False
        if not gesture or gesture != self._gesture or not self._before:
            self._before.append(self._now)
            del self._before[:-_MOST]
        self._gesture = gesture
        self._now = canvas
        self.is_turned = False
        self._after.clear()
        return True

    def end_gesture(self) -> None:
        """Let what follows be a step of its own."""
        self._gesture = ""

    def undo(self) -> Canvas:
        """Take the last step back and return what the canvas is then."""
        if self._before:
            self._after.append(self._now)
            self._now = self._before.pop()
            self.is_turned = True
        self._gesture = ""
        return self._now

    def redo(self) -> Canvas:
        """Take a step again and return what the canvas is then."""
        if self._after:
            self._before.append(self._now)
            self._now = self._after.pop()
            self.is_turned = True
        self._gesture = ""
        return self._now
