"""Facts of a picture from its EXIF, IPTC and XMP blocks; whatever is broken there is left out.

Sources: Exif 3.0 (CIPA DC-008), IPTC-IIM 4.2, XMP (ISO 16684-1), MWG guidelines for regions.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from common.values import Facet, Text, TextKind
from indexers.media.xmp import Words, read_xmp

_BASE, _GPS = ExifTags.Base, ExifTags.GPS
_BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    ZeroDivisionError,
    IndexError,
    AttributeError,
    OverflowError,
    SyntaxError,
    OSError,
)
_TIME = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D(\d{1,2})\D(\d{1,2})(?:\D(\d{1,2}))?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})")
_ROUND_MIN = 15  # offsets of all time zones are multiples of this
_MAX_OFFSET_MIN = 14 * 60
_DAY_MIN = 24 * 60
_NO_YEAR_BEFORE = 1826  # the oldest photograph
_NO_YEAR_FROM = 9999  # what some write for no date; an offset could lead behind the last day
_PLACEHOLDERS = {
    "",
    "olympus digital camera",
    "sony dsc",
    "minolta digital camera",
    "default",
    "untitled",
}


@dataclass(slots=True)
class PhotoFacts:
    """What the metadata blocks of a picture say.

    Args:
        title: a title, or "".
        taken_at: UTC, naive; local time where no offset is known.
        offset_min: minutes east of UTC; None where unknown.
        latitude: degrees north.
        longitude: degrees east.
        facets: camera, lens, tag, person, city, country.
        texts: caption, tags, place words.
        extra: exposure and the like, JSON types.
    """

    title: str = ""
    taken_at: datetime | None = None
    offset_min: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    facets: list[Facet] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


def orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, 1-8; 1 where it is missing or nonsense."""
    value = _try(lambda: int(image.getexif().get(_BASE.Orientation, 1)), 1)
    return value if 1 <= value <= 8 else 1


def read_photo_facts(image: Image.Image) -> PhotoFacts:
    """Collect what the metadata blocks of an opened picture say; never raises for bad blocks."""
    exif = _try(image.getexif, Image.Exif())
    base: Mapping[int, Any] = _try(lambda: dict(exif), {})
    detail: Mapping[int, Any] = _try(lambda: dict(exif.get_ifd(ExifTags.IFD.Exif)), {})
    gps: Mapping[int, Any] = _try(lambda: dict(exif.get_ifd(ExifTags.IFD.GPSInfo)), {})
    facts = PhotoFacts()
    words = Words()
    _add_iptc(
        words,
        _try(lambda: IptcImagePlugin.getiptcinfo(cast(ImageFile.ImageFile, image)), None) or {},
    )
    _add_xmp(words, image)
    words.caption = words.caption or _text(base.get(_BASE.ImageDescription))
    words.title = words.title or _wide(base.get(_BASE.XPTitle))
    words.tags += [tag for tag in _wide(base.get(_BASE.XPKeywords)).split(";") if tag.strip()]
    _add_time(facts, base, detail, gps, words.created)
    facts.latitude, facts.longitude = _position(gps)
    _add_camera(facts, base, detail)
    _add_exposure(facts, base, detail, gps)
    _add_words(facts, words)
    return facts


def _try(read: Callable[[], Any], default: Any) -> Any:
    try:
        return read()
    except _BROKEN:
        return default


def _text(value: object) -> str:
    """A tag as clean text: UTF-8 where it is, Latin-1 otherwise; placeholders of cameras go."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        return ""
    with suppress(UnicodeError):  # Pillow reads tags as Latin-1, most software writes UTF-8
        text = text.encode("latin-1").decode("utf-8")
    cleaned = " ".join(text.replace("\0", " ").split())
    return "" if cleaned.lower() in _PLACEHOLDERS else cleaned


def _wide(value: object) -> str:
    """A Windows tag: UTF-16 bytes."""
    if isinstance(value, tuple):
        numbers = value
        value = _try(lambda: bytes(numbers), b"")
    if not isinstance(value, bytes):
        return _text(value)
    return _text(value.decode("utf-16-le", "replace"))


# -- time


def _add_time(
    facts: PhotoFacts,
    base: Mapping[int, Any],
    detail: Mapping[int, Any],
    gps: Mapping[int, Any],
    created: str,
) -> None:
    candidates = (
        (
            detail.get(_BASE.DateTimeOriginal),
            _BASE.OffsetTimeOriginal,
            _BASE.SubsecTimeOriginal,
        ),
        (
            detail.get(_BASE.DateTimeDigitized),
            _BASE.OffsetTimeDigitized,
            _BASE.SubsecTimeDigitized,
        ),
        (base.get(_BASE.DateTime), _BASE.OffsetTime, _BASE.SubsecTime),
        (created, None, None),
    )
    for value, offset_tag, subsec_tag in candidates:
        local = parse_time(str(value or ""))
        if local is None:
            continue
        subsec = re.match(r"\d+", str(detail.get(subsec_tag, "")).strip()) if subsec_tag else None
        if subsec:
            local += timedelta(seconds=float(f"0.{subsec.group()}"))
        offset = _offset(str(detail.get(offset_tag, ""))) if offset_tag else _offset(str(value))
        if offset is None:
            offset = _offset_from_gps(local, gps)
        facts.offset_min = offset
        facts.taken_at = local - timedelta(minutes=offset or 0)
        return


def parse_time(text: str) -> datetime | None:
    """Read "2008:10:22 16:28:39" or an ISO time; None for blanks, zeros and impossible dates."""
    match = _TIME.match(text.strip())
    if match is None:
        return None
    parts = [int(part or 0) for part in match.groups()]
    parts[5] = min(parts[5], 59)  # leap seconds
    moment = _try(lambda: datetime(*parts, tzinfo=UTC).replace(tzinfo=None), None)  # type: ignore[arg-type,misc]
    is_date = moment is not None and _NO_YEAR_BEFORE <= moment.year < _NO_YEAR_FROM
    return moment if is_date else None


def _offset(text: str) -> int | None:
    if text.rstrip().endswith("Z"):
        return 0
    match = _OFFSET.search(text[10:] if len(text) > 10 else text)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    return (-minutes if match[1] == "-" else minutes) if minutes <= _MAX_OFFSET_MIN else None


def _offset_from_gps(local: datetime, gps: Mapping[int, Any]) -> int | None:
    """The GPS clock is UTC, so its distance from the camera's clock is the offset of the place."""

    def utc() -> datetime | None:
        hours, minutes, seconds = (float(part) for part in gps[_GPS.GPSTimeStamp])
        day = parse_time(f"{gps[_GPS.GPSDateStamp]} 00:00:00")
        return day + timedelta(hours=hours, minutes=minutes, seconds=seconds) if day else None

    moment = _try(utc, None)
    if moment is None:
        return None
    minutes = (local - moment).total_seconds() / 60
    rounded = round(minutes / _ROUND_MIN) * _ROUND_MIN
    # A fix taken minutes ago, or a camera clock set wrong, would name a zone that does not exist.
    if abs(minutes - rounded) > 5:
        return None
    if abs(rounded) > _MAX_OFFSET_MIN:  # some cameras write a wrong day: trust the clock alone
        rounded = (rounded + _DAY_MIN // 2) % _DAY_MIN - _DAY_MIN // 2
    return int(rounded)


# -- place


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(_GPS.GPSLatitude), gps.get(_GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(gps.get(_GPS.GPSLongitude), gps.get(_GPS.GPSLongitudeRef), "W", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None  # receivers without a fix write zeros
    return latitude, longitude


def _degrees(value: object, ref: object, negative: str, limit: int) -> float | None:
    """Degrees, minutes and seconds, fractions allowed in each, with the hemisphere's letter."""

    def read() -> float | None:
        parts: Any = value if isinstance(value, tuple) else (value,)
        numbers = [float(part) for part in parts]
        total = sum(number / 60**place for place, number in enumerate(numbers[:3]))
        letter = ref.decode("ascii", "replace") if isinstance(ref, bytes) else str(ref or "")
        if letter.strip().upper().startswith(negative):
            total = -abs(total)
        return total if abs(total) <= limit else None  # not-a-number compares false

    found: float | None = _try(read, None)
    return found


# -- camera


def _add_camera(facts: PhotoFacts, base: Mapping[int, Any], detail: Mapping[int, Any]) -> None:
    make, model = _text(base.get(_BASE.Make)), _text(base.get(_BASE.Model))
    brand = make.split()[0] if make else ""
    camera = model if brand.lower() in model.lower() else f"{brand.title()} {model}"
    if camera.strip():
        facts.facets.append(Facet("camera", camera.strip(), source="exif"))
    if lens := _text(detail.get(_BASE.LensModel)):
        facts.facets.append(Facet("lens", lens, source="exif"))


def _add_exposure(
    facts: PhotoFacts, base: Mapping[int, Any], detail: Mapping[int, Any], gps: Mapping[int, Any]
) -> None:
    wanted = {
        "exposure_s": detail.get(_BASE.ExposureTime),
        "f_number": detail.get(_BASE.FNumber),
        "iso": detail.get(_BASE.ISOSpeedRatings),
        "focal_mm": detail.get(_BASE.FocalLength),
        "focal_35mm": detail.get(_BASE.FocalLengthIn35mmFilm),
        "altitude_m": gps.get(_GPS.GPSAltitude),
        "direction_deg": gps.get(_GPS.GPSImgDirection),
    }
    for name, value in wanted.items():
        first = value[0] if isinstance(value, tuple) and value else value
        number = _number(first)
        if number is not None and abs(number) < 1e9:
            facts.extra[name] = round(number, 6)
    if _try(lambda: int(gps[_GPS.GPSAltitudeRef][0]), 0) == 1 and "altitude_m" in facts.extra:
        facts.extra["altitude_m"] = -facts.extra["altitude_m"]
    flash = _try(lambda: int(detail[_BASE.Flash]), None)
    if flash is not None:
        facts.extra["flash"] = bool(flash & 1)
    for name, tag in (("software", _BASE.Software), ("artist", _BASE.Artist)):
        if text := _text(base.get(tag)):
            facts.extra[name] = text
    if rights := _text(base.get(_BASE.Copyright)):
        facts.extra["copyright"] = rights


def _number(value: Any) -> float | None:
    found: float | None = _try(lambda: float(value), None)
    return found


# -- words


def _add_iptc(words: Words, blocks: Mapping[tuple[int, int], Any]) -> None:
    def texts(number: int) -> list[str]:
        value = blocks.get((2, number), [])
        return [t for t in map(_text, value if isinstance(value, list) else [value]) if t]

    words.title = next(iter(texts(5)), "")
    words.caption = next(iter(texts(120)), "")
    words.tags += texts(25)
    for name, number in (("location", 92), ("city", 90), ("state", 95), ("country", 101)):
        for text in texts(number):
            words.place[name] = text


def _add_xmp(words: Words, image: Image.Image) -> None:
    block = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(block, str):
        block = block.encode()
    found = read_xmp(block)
    words.title = words.title or found.title
    words.caption = words.caption or found.caption
    words.created = found.created
    words.tags += found.tags
    words.people += found.people
    words.rating = found.rating
    for name, text in found.place.items():
        words.place.setdefault(name, text)


def _add_words(facts: PhotoFacts, words: Words) -> None:
    facts.title = words.title
    if words.caption:
        facts.texts.append(Text(TextKind.CAPTION, words.caption, source="exif"))
    for key, names in (("tag", words.tags), ("person", words.people)):
        for name in dict.fromkeys(" ".join(name.split()) for name in names):
            if name:
                facts.facets.append(Facet(key, name, source="exif"))
                facts.texts.append(Text(TextKind.TAG, name, source="exif"))
    for key in ("city", "country"):
        if key in words.place:
            facts.facets.append(Facet(key, words.place[key], source="exif"))
    if words.place:
        facts.texts.append(Text(TextKind.PLACE, ", ".join(words.place.values()), source="exif"))
    if words.rating:
        facts.extra["rating"] = words.rating
