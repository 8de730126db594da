"""Facts that cameras and lists tell beside those of every item, as a person reads them."""

from typing import Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.widgets.numbers import numeral

_NAMES: Final[dict[str, Any]] = {
    "exposure_s": QT_TRANSLATE_NOOP("Facts", "Exposure"),
    "f_number": QT_TRANSLATE_NOOP("Facts", "Aperture"),
    "iso": QT_TRANSLATE_NOOP("Facts", "ISO"),
    "focal_mm": QT_TRANSLATE_NOOP("Facts", "Focal length"),
    "focal_35mm": QT_TRANSLATE_NOOP("Facts", "Focal length at 35 mm"),
    "altitude_m": QT_TRANSLATE_NOOP("Facts", "Altitude"),
    "direction_deg": QT_TRANSLATE_NOOP("Facts", "Direction"),
    "flash": QT_TRANSLATE_NOOP("Facts", "Flash"),
    "software": QT_TRANSLATE_NOOP("Facts", "Software"),
    "artist": QT_TRANSLATE_NOOP("Facts", "Artist"),
    "copyright": QT_TRANSLATE_NOOP("Facts", "Copyright"),
    "megapixels": QT_TRANSLATE_NOOP("Facts", "Megapixels"),
    "keyframe_s": QT_TRANSLATE_NOOP("Facts", "Keyframe at"),
    "comment": QT_TRANSLATE_NOOP("Facts", "Comment"),
    "description": QT_TRANSLATE_NOOP("Facts", "Description"),
    "role": QT_TRANSLATE_NOOP("Facts", "Role"),
    "row": QT_TRANSLATE_NOOP("Facts", "Row of the list"),
    "release_date": QT_TRANSLATE_NOOP("Facts", "Released"),
    "runtime_min": QT_TRANSLATE_NOOP("Facts", "Running time"),
    "rating": QT_TRANSLATE_NOOP("Facts", "Rating"),
    "votes": QT_TRANSLATE_NOOP("Facts", "Votes"),
    "imdb_id": QT_TRANSLATE_NOOP("Facts", "IMDb"),
    "link": QT_TRANSLATE_NOOP("Facts", "Link"),
    "poster": QT_TRANSLATE_NOOP("Facts", "Poster"),
    "popularity_from": QT_TRANSLATE_NOOP("Facts", "Popularity from"),
}
_VALUES: Final[dict[str, Any]] = {
    "list": QT_TRANSLATE_NOOP("Facts", "the list"),
    "people and links": QT_TRANSLATE_NOOP("Facts", "people and links"),
}
_UNITS: Final = {
    "focal_mm": "{} mm", "focal_35mm": "{} mm", "altitude_m": "{} m", "direction_deg": "{}°",
    "keyframe_s": "{} s", "runtime_min": "{} min", "exposure_s": "{} s", "f_number": "f/{}",
}  # fmt: skip
_SHORT_S: Final = 0.4  # exposures below are told as one part of a second


def _tr(text: str) -> str:
    return QCoreApplication.translate("Facts", text)


def more_name(key: str) -> str:
    """Return what a fact is called; keys that nobody foresaw as they are."""
    known = _NAMES.get(key)
    return _tr(known) if known else key.replace("_", " ").capitalize()


def more_value(key: str, value: str | float) -> str:
    """Return the value of a fact with its unit, numbers as the user's language writes them."""
    if isinstance(value, bool):
        return _tr("yes") if value else _tr("no")
    if isinstance(value, str):
        return _tr(_VALUES[value]) if key == "popularity_from" and value in _VALUES else value
    if key == "exposure_s" and 0 < value < _SHORT_S:
        said = f"1/{numeral(round(1 / value))}"
    else:
        said = _number(value, grouped=key == "votes")
    return _UNITS.get(key, "{}").format(said)


def _number(value: float, *, grouped: bool) -> str:
    """Return a number with at most three places; no marks in years and numbers of rows."""
    if float(value).is_integer():
        return numeral(int(value), "," if grouped else "d")
    places = len(f"{value:.3f}".rstrip("0").partition(".")[2])
    return numeral(value, f".{places}f" if places else ".3g")
