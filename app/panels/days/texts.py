"""How the days panel says things: places, means of travel, lengths of time and way."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtGui import QColor

from app.services.types import DayView, Stack
from app.widgets.note_texts import translated
from app.widgets.numbers import numeral

_MODES = ("walking", "cycling", "driving", "train", "flying", "unknown")
# The palette of Okabe and Ito (2008), told apart with any common colour blindness.
COLOURS = tuple(
    QColor(name)
    for name in ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a7f2a")
)
TRIP = QColor("#8c8c94")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Days", text)


def mode_name(mode: str) -> str:
    """Return by what means a trip was made, as a word."""
    known = {
        "walking": _tr("on foot"),
        "cycling": _tr("by bicycle"),
        "driving": _tr("by car"),
        "train": _tr("by train"),
        "flying": _tr("by plane"),
        "unknown": _tr("on the way"),
    }
    return known.get(mode, mode)


def place_name(name: str) -> str:
    """Return the name of a place; guessed ones are in the language of the window."""
    return {"home": _tr("Home"), "work": _tr("Work")}.get(name, name)


def role_name(role: str) -> str:
    """Return the role of a place."""
    return {"home": _tr("Home"), "work": _tr("Work")}.get(role, _tr("Other"))


def place_colour(name: str) -> QColor:
    """Return the colour of a place, the same everywhere."""
    fixed = {"home": 0, "work": 1}
    number = fixed.get(name, 2 + sum(name.encode()) % (len(COLOURS) - 2) if name else 6)
    return COLOURS[number]


def clock(local_s: float, *, seconds: bool = False) -> str:
    """Return a second of the day as hours and minutes."""
    whole = int(local_s) % 86_400
    shown = f"{whole // 3600:02d}:{whole // 60 % 60:02d}"
    return f"{shown}:{whole % 60:02d}" if seconds else shown


def local_clock(view: DayView, moment: float, *, seconds: bool = False) -> str:
    """Return a moment as the clocks of the place showed it."""
    return clock(moment + 60 * view.offset_at(moment), seconds=seconds)


def zone(minutes: int) -> str:
    """Return an offset as "UTC+2" or "UTC−3:30"."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}{f':{rest:02d}' if rest else ''}"


def length(metres: float) -> str:
    """Return a way in metres or kilometres."""
    if metres < 995:
        return f"{round(metres, -1):.0f} m"
    return (
        f"{numeral(metres / 1000, '.1f')} km"
        if metres < 99_500
        else f"{numeral(metres / 1000, ',.0f')} km"
    )


def duration(seconds: float) -> str:
    """Return a length of time: "25 min", "3 h 10", "12 days"."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return _tr("{minutes} min").format(minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 100:
        return f"{hours} h {rest:02d}" if rest else f"{hours} h"
    return _tr("{days} days").format(days=round(hours / 24))


def long_date(view: DayView) -> str:
    """Return the date of a day in words."""
    day = QDate(view.day.year, view.day.month, view.day.day)
    return QLocale().toString(day, QLocale.FormatType.LongFormat)


def stack_name(view: DayView, stack: Stack) -> str:
    """Return what an event is called: by the user, else by its place and time of the day."""
    if stack.name:
        return stack.name
    time = local_clock(view, stack.start)
    return f"{time} {place_name(stack.place)}" if stack.place else time


def note_templates() -> dict[str, str]:
    """Return the notes about days by their ids; {names} stand for values."""
    return {
        "no-times": _tr("No photo or video here tells when it was taken."),
        "no-positions": _tr(
            "No positions: import a GPS track (GPX) or photos with positions to see stays and "
            "trips."
        ),
        "no-series": _tr("No sensor values: import a CSV of heart rate, steps or the like."),
        "no-drift": _tr("The track and the positions of the photos agree: the clock seems right."),
        "no-camera-positions": _tr(
            "The photos of this camera have no positions of their own: type the true time of one "
            "photo."
        ),
        "no-track": _tr("There is no track to compare with: type the true time of one photo."),
    }


def said(notes: Iterable[str]) -> list[str]:
    """Return notes in the user's language; a note without an id stays as it is."""
    return translated(notes, note_templates())


def nothing_yet(what: str) -> tuple[str, str]:
    """Return a headline and an explanation for a view that has nothing to show."""
    known = {
        "days": (
            _tr("No days yet"),
            _tr(
                "Days are made of photos and videos that tell when they were taken, of GPS tracks "
                "(GPX), and of tables (CSV) of heart rate, steps or activities. Import some."
            ),
        ),
        "places": (
            _tr("No places yet"),
            _tr(
                "Places are found where you stayed for a while: import a GPS track (GPX), or "
                "photos with positions."
            ),
        ),
        "map": (
            _tr("Nothing to map"),
            _tr("No photo here has a position, and no track tells where it was taken."),
        ),
    }
    return known[what]
