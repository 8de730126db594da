"""What a graph map shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

_LINES = 4  # of a box, the strongest, that are always drawn


@dataclass(frozen=True, slots=True)
class Box:
    """A cluster or a node.

    Args:
        key: unique within the map.
        name: for the keyboard, for search, for screen readers.
        captions: words below the pictures, the most telling first.
        images: items whose pictures fill it, best first, at most nine.
        middle: where it stands, in units of the map.
        size: width and height in units of the map; pictures fill the square at the top.
        badge: a word in its corner; "" for none.
        tip: what is said when the mouse rests on it.
        shares: colours with the share of each, 0-1, drawn as a bar; none for no bar.
    """

    key: int
    name: str
    captions: tuple[str, ...]
    images: tuple[int, ...]
    middle: tuple[float, float]
    size: tuple[float, float]
    badge: str = ""
    tip: str = ""
    shares: tuple[tuple[QColor, float], ...] = ()

    def area(self, middle: QPointF) -> QRectF:
        """Return the box around another middle."""
        wide, high = self.size
        return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)


@dataclass(frozen=True, slots=True)
class Line:
    """A link between two boxes.

    Args:
        one: key of a box.
        other: key of another box.
        strength: above 0; the strongest line of a map is drawn the widest.
    """

    one: int
    other: int
    strength: float


def main_lines(lines: Sequence[Line]) -> frozenset[Line]:
    """Return the lines that are drawn always: for each box the strongest ones.

    Args:
        lines: the weakest first.
    """
    seen: Counter[int] = Counter()
    kept = []
    for line in reversed(lines):
        if min(seen[line.one], seen[line.other]) < _LINES:
            kept.append(line)
        seen[line.one] += 1
        seen[line.other] += 1
    return frozenset(kept)
