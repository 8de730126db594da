"""What the heads of rows say of times and scores, in the language of the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTimeZone

from app.widgets.numbers import numeral
from app.widgets.paint import clock

if TYPE_CHECKING:
    from app.services.types import Lines


def span_text(start_s: float, end_s: float) -> str:
    """Return a stretch of a video as shown: "0:12 – 0:45", or one time."""
    first, last = clock(start_s), clock(end_s)
    return first if first == last else f"{first} – {last}"


def score_text(score: float) -> str:
    """Return a score with its name."""
    return QCoreApplication.translate("ResultRows", "score %s") % numeral(score, ".3f")


def day_text(day: int) -> str:
    """Return a day as people write it.

    Args:
        day: days since 1970.
    """
    date = QDate(1970, 1, 1).addDays(day)
    return QLocale().toString(date, QLocale.FormatType.LongFormat)


def moment_text(lines: "Lines", row: int) -> str:
    """Return when a photo was taken, local time.

    Args:
        lines: time lines.
        row: of the photo.
    """
    seconds = lines.local_seconds(row)
    moment = QDateTime.fromSecsSinceEpoch(int(seconds), QTimeZone.utc())
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
