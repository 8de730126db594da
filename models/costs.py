"""What items cost in the engine, measured, and how many of them make a micro-batch."""

from typing import Final

MICRO_BATCH_MS: Final = 50.0
_SMOOTHING: Final = 0.3  # weight of the newest measurement of a cost


class Costs:
    """Milliseconds an item, by the key of its lane, and how many fitted into memory."""

    def __init__(self) -> None:
        self._ms: dict[str, float] = {}
        self._most: dict[str, int] = {}

    def of(self, key: str, guess: float) -> float:
        """Return milliseconds an item: measured, else a guess."""
        return self._ms.get(key, guess)

    def measure(self, key: str, ms: float) -> None:
        """Take a measurement into the mean of the latest ones."""
        before = self._ms.get(key, ms)
        self._ms[key] = before + _SMOOTHING * (ms - before)

    def limit(self, key: str, most: int) -> None:
        """Let no micro-batch hold more from now on: the memory ran out."""
        self._most[key] = most

    def batch(self, key: str, guess: float, most: int) -> int:
        """Return how many items take about 50 ms, at least one."""
        fits = int(MICRO_BATCH_MS / max(self.of(key, guess), 0.01))
        return max(1, min(fits, most, self._most.get(key, fits)))
