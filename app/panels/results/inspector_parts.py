"""Parts of the inspector: the picture with what matched, and the score cut into its parts."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.panels.results.marks import draw_boxes
from app.services.types import MarkedBox, MarkedPose
from app.widgets.image_canvas import ImageCanvas
from app.widgets.numbers import numeral
from app.widgets.paint import mix, part_colour, seen_on
from app.widgets.part_names import part_title
from app.widgets.skeletons import draw_skeletons
from common.values import Hit

_NUMBER = 52  # pixels, column of the values
_LEAST_BAR = 28  # pixels
_SAME = 5e-3  # a sum that differs by less is shown as the score


class MatchCanvas(ImageCanvas):
    """A picture over which the boxes that matched are drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[MarkedBox, ...] = ()
        self._poses: tuple[MarkedPose, ...] = ()
        self.setMinimumHeight(90)

    def show_marks(self, marks: Sequence[MarkedBox], poses: Sequence[MarkedPose] = ()) -> None:
        """Draw these boxes and skeletons; none to hide them."""
        self._marks = tuple(marks)
        self._poses = tuple(poses)
        told = ", ".join(box.label for box in self._marks if box.label)
        self.setAccessibleDescription(self.tr("Matched: %s") % told if told else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, then what matched."""
        super().paintEvent(event)
        if self._marks and not self.image.isNull():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_boxes(painter, self._target(), self._marks, self.fontMetrics())
            draw_skeletons(painter, self._target(), [pose.points for pose in self._poses])


class ScoreParts(QWidget):
    """The parts of a score as bars with numbers, and their sum."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hit: Hit | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def adds_up(self) -> bool:
        """Whether the parts add up to the score."""
        hit = self._hit
        return (
            hit is not None
            and bool(hit.parts)
            and abs(sum(hit.parts.values()) - hit.score) < _SAME * max(1.0, abs(hit.score))
        )

    def show_hit(self, hit: Hit | None) -> None:
        """Show the score of a hit; None for an item that is no hit."""
        self._hit = hit
        lines = [f"{name} {value}" for name, value in self.lines()]
        self.setAccessibleName(self.tr("Parts of the score"))
        self.setAccessibleDescription(", ".join(lines))
        self.setToolTip("\n".join(lines))
        self.setVisible(hit is not None and bool(hit.score or hit.parts))
        self.updateGeometry()
        self.update()

    def lines(self) -> list[tuple[str, str]]:
        """Return what stands in the lines: name and number, the sum last."""
        hit = self._hit
        if hit is None:
            return []
        values = list(hit.parts.values())
        shown = rounded(values, hit.score) if self.adds_up else values
        titles = map(part_title, hit.parts)
        found = [(title, numeral(value, ".3f")) for title, value in zip(titles, shown, strict=True)]
        title = self.tr("score (sum)") if self.adds_up else self.tr("score")
        return [*found, (title, numeral(hit.score, ".3f"))]

    def sizeHint(self) -> QSize:
        """Return the room for a line a part and the sum."""
        return QSize(220, len(self.lines()) * (self.fontMetrics().height() + 4) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a bar a part, each beginning where the one before ends, so that they add up."""
        hit = self._hit
        if hit is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.fontMetrics().height() + 4
        name_width = self._name_width()
        room = max(10, self.width() - name_width - _NUMBER)
        values = [max(0.0, value) for value in hit.parts.values()]
        whole = max(sum(values) if self.adds_up else max([*values, abs(hit.score)]), 1e-9)
        names = [*hit.parts, "score"]
        left = 0.0
        for row, (title, number) in enumerate(self.lines()):
            top = row * height + 2
            is_sum = row == len(names) - 1
            value = hit.score if is_sum else hit.parts[names[row]]
            start = left if self.adds_up and not is_sum else 0.0
            wide = max(0.0, value) / whole * room
            self._paint_line(painter, (top, height, name_width), title, number, strong=is_sum)
            ground = mix(self.palette().window().color(), self.palette().text().color(), 0.1)
            bar = QRectF(name_width, top + height / 2 - 4, room, 8)
            painter.fillRect(bar, ground)
            colour = self.palette().highlight().color() if is_sum else part_colour(names[row])
            filled = QRectF(name_width + start, bar.top(), min(wide, room - start), 8)
            painter.fillRect(filled, seen_on(colour, ground))
            if self.adds_up and not is_sum:
                left += wide

    def _name_width(self) -> int:
        """Return the width of the names: what they need, as long as bars can be told apart."""
        font = self.font()
        font.setBold(True)
        widths = [QFontMetrics(font).horizontalAdvance(title) for title, _ in self.lines()]
        return min(max(widths, default=0) + 10, max(self.width() - _NUMBER - _LEAST_BAR, 40))

    def _paint_line(
        self,
        painter: QPainter,
        place: tuple[float, int, int],
        title: str,
        number: str,
        *,
        strong: bool,
    ) -> None:
        top, height, name_width = place
        font = painter.font()
        font.setBold(strong)
        painter.setFont(font)
        painter.setPen(self.palette().text().color())
        words = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, name_width - 8)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRectF(0, top, name_width - 6, height), middle | Qt.AlignmentFlag.AlignLeft, words
        )
        painter.drawText(
            QRectF(self.width() - _NUMBER, top, _NUMBER, height),
            middle | Qt.AlignmentFlag.AlignRight,
            number,
        )


def rounded(parts: Sequence[float], total: float) -> list[float]:
    """Return parts in thousandths that add up to their total in thousandths, as people add them.

    Where rounding each for itself does not, those with the largest remainders give way.
    """
    exact = [part * 1000 for part in parts]
    whole = [int(part // 1) for part in exact]
    lacking = round(total * 1000) - sum(whole)
    if not 0 <= lacking <= len(whole):
        return list(parts)
    order = sorted(range(len(whole)), key=lambda n: exact[n] - whole[n], reverse=True)
    for place in order[:lacking]:
        whole[place] += 1
    return [part / 1000 for part in whole]
