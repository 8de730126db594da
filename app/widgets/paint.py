"""Colours and small drawing helpers that several widgets share."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen

from common.values import Hit

# White text on both has a contrast of 4.5:1 at least.
POSITIVE = QColor("#178049")
NEGATIVE = QColor("#c93f52")
PART_COLOURS: Mapping[str, QColor] = {
    # The palette of Okabe and Ito (2008): told apart by people with any common colour blindness.
    "text": QColor("#0072b2"),
    "facet": QColor("#e69f00"),
    "sentence": QColor("#cc79a7"),
    "concept": QColor("#56b4e9"),
    "embedding": QColor("#009e73"),
    "example": QColor("#d55e00"),
    "feedback": QColor("#d55e00"),
    "graph": QColor("#d55e00"),
    "objects": QColor("#56b4e9"),
    "relations": QColor("#d55e00"),
    "tfidf": QColor("#e69f00"),
    "bm25": QColor("#e69f00"),
    "clip": QColor("#009e73"),
    "visual": QColor("#009e73"),
    "time": QColor("#e69f00"),
    "place": QColor("#cc79a7"),
    "step 1": QColor("#0072b2"),
    "step 2": QColor("#e69f00"),
    "step 3": QColor("#009e73"),
    "step 4": QColor("#cc79a7"),
    "step 5": QColor("#d55e00"),
    "step 6": QColor("#56b4e9"),
}
STEP_COLOURS = 6  # steps of a query that have a colour of their own
_MOST_PARTS = 6  # that a legend names
_OTHER_PARTS = (QColor("#f0e442"), QColor("#999999"), QColor("#0072b2"))


def part_colour(name: str) -> QColor:
    """Return the colour of a score part, the same everywhere."""
    known = PART_COLOURS.get(name)
    return known if known is not None else _OTHER_PARTS[sum(name.encode()) % len(_OTHER_PARTS)]


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Return first with a share (0-1) of second in it."""
    keep = 1 - share
    return QColor(
        round(first.red() * keep + second.red() * share),
        round(first.green() * keep + second.green() * share),
        round(first.blue() * keep + second.blue() * share),
    )


def soft_ink(palette: QPalette) -> QColor:
    """Return the colour of text that is less important: it still stands out by more than 4.5 : 1.

    A palette's own colour of placeholders is see-through in widgets with a style sheet, and pale.
    """
    return mix(palette.base().color(), palette.text().color(), 0.7)


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast ratio of two colours, 1-21, as WCAG 2.1 defines it."""

    def luminance(colour: QColor) -> float:
        linear = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def seen_on(colour: QColor, ground: QColor, least: float = 3.0) -> QColor:
    """Return a colour as it is drawn on a ground: darker or lighter where it would be lost there.

    Args:
        colour: of a line, a bar or a point.
        ground: what it is drawn on.
        least: the contrast it must have.
    """
    return QColor.fromRgb(_seen_on(colour.rgb(), ground.rgb(), least))


@lru_cache(maxsize=512)
def _seen_on(colour: int, ground: int, least: float) -> int:
    first, below = QColor.fromRgb(colour), QColor.fromRgb(ground)
    far = readable_on(below)
    steps = (mix(first, far, step / 20) for step in range(21))
    return next((one for one in steps if contrast(one, below) >= least), far).rgb()


# From unsure to sure, of the palette of Okabe and Ito (2008): told apart by people with any common
# colour blindness, seen on paper and on a dark ground.
CONFIDENCE = ((0.0, QColor("#d55e00")), (0.5, QColor("#c9a400")), (1.0, QColor("#2f80d0")))


def confidence_colour(value: float) -> QColor:
    """Return the colour of a confidence, 0-1: orange, yellow, blue; the same in every view."""
    value = min(1.0, max(0.0, value))
    for (low, first), (high, second) in pairwise(CONFIDENCE):
        if value <= high:
            return mix(first, second, (value - low) / (high - low))
    return CONFIDENCE[-1][1]


def readable_on(background: QColor) -> QColor:
    """Return black or white, whichever reads better on background."""
    black, white = QColor("#101010"), QColor("#ffffff")
    return white if contrast(background, white) >= contrast(background, black) else black


def to_image(rgb: NDArray[np.uint8]) -> QImage:
    """Return a picture that owns its pixels; safe on any thread.

    Args:
        rgb: uint8 (H, W, 3), RGB.
    """
    rows = np.ascontiguousarray(rgb)
    height, width = rows.shape[:2]
    view = QImage(rows.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return view.convertToFormat(QImage.Format.Format_RGB32)


def draw_label_mark(painter: QPainter, box: QRectF, value: int, *, strong: bool = True) -> None:
    """Draw a plus in a green disc or a minus in a red square: shape and sign tell them apart.

    Args:
        painter: where to.
        box: square to fill.
        value: +1 or -1.
        strong: False draws it as an offer, half transparent.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(POSITIVE if value > 0 else NEGATIVE)
    if not strong:
        fill = QColor(20, 20, 20, 150)
    painter.setPen(QPen(QColor(255, 255, 255, 230), 1.2))
    painter.setBrush(fill)
    if value > 0:
        painter.drawEllipse(box)
    else:
        painter.drawRoundedRect(box, box.width() * 0.22, box.width() * 0.22)
    arm = box.width() * 0.26
    middle = box.center()
    pen = QPen(QColor("white"), max(1.6, box.width() * 0.11))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
    if value > 0:
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
    painter.restore()


def clock(seconds: float) -> str:
    """Return a position in a video as h:mm:ss or m:ss."""
    whole = max(0, int(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def score_legend(hits: Iterable[Hit], ground: QColor, name_of: Callable[[str], str] = str) -> str:
    """Return rich text that says which colour stands for which part of a score.

    Args:
        hits: the first ones are looked at.
        ground: that bars are drawn on.
        name_of: part -> what it is called.
    """
    names = list(dict.fromkeys(name for hit in islice(hits, 50) for name in hit.parts))
    told = [
        f'<span style="color:{seen_on(part_colour(name), ground).name()}">■</span>&nbsp;'
        f"{escape(name_of(name))}"
        for name in names[:_MOST_PARTS]
    ]
    return "  ".join([*told, "…"] if len(names) > _MOST_PARTS else told)
