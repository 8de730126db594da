"""Facts of an item as a person reads them."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from app.services.types import ItemDetails
from app.widgets.more_facts import more_name, more_value
from app.widgets.numbers import filled, numeral
from app.widgets.paint import clock

_PLACES = ("place", "city", "country")  # facets that name where an item was taken


def _tr(text: str) -> str:
    return QCoreApplication.translate("Facts", text)


def name_of(details: ItemDetails) -> str:
    """Return what an item is called: its title, or its file's name."""
    summary = details.summary
    return summary.name or _tr("Item %s") % summary.id


def taken_here(details: ItemDetails) -> datetime | None:
    """Return when an item was taken, in the local time of its place as far as that is known."""
    facts = details.facts
    if facts.taken_at is None:
        return None
    return facts.taken_at + timedelta(minutes=facts.offset_min or 0)


def when(details: ItemDetails) -> str:
    """Return when an item was taken, in the local time of its place; "" if unknown."""
    local = taken_here(details)
    if local is None:
        return ""
    offset = details.facts.offset_min
    shown = local.strftime("%Y-%m-%d %H:%M:%S")
    if offset is None:
        return _tr("%s (zone unknown)") % shown
    sign = "+" if offset >= 0 else "−"
    return f"{shown} UTC{sign}{abs(offset) // 60}:{abs(offset) % 60:02}"


def where(details: ItemDetails) -> str:
    """Return the place: its name if a facet gives it, and the position; "" if unknown."""
    facts = details.facts
    names = [f.value for key in _PLACES for f in details.facets if f.key == key]
    if facts.latitude is None or facts.longitude is None:
        return ", ".join(names)
    north = _tr("{degrees:.5f}° N") if facts.latitude >= 0 else _tr("{degrees:.5f}° S")
    east = _tr("{degrees:.5f}° E") if facts.longitude >= 0 else _tr("{degrees:.5f}° W")
    down, across = abs(facts.latitude), abs(facts.longitude)
    position = f"{filled(north, degrees=down)}, {filled(east, degrees=across)}"
    return f"{', '.join(names)} ({position})" if names else position


def fact_rows(details: ItemDetails) -> list[tuple[str, str]]:
    """Return (name, value) of everything worth showing, in order; unknown facts are left out."""
    facts, summary = details.facts, details.summary
    cameras = [facet.value for facet in details.facets if facet.key in {"camera", "lens"}]
    span = ""
    if summary.start_s is not None:
        span = clock(summary.start_s)
        if summary.end_s is not None:
            span += (
                f" – {clock(summary.end_s)} ({numeral(summary.end_s - summary.start_s, '.1f')} s)"
            )
    sizes = [f.size for f in details.files if f.role == "media" and f.size]
    locale = QLocale()
    rows = [
        (_tr("Kind"), _kind(summary.kind)),
        (_tr("Year"), str(summary.year) if summary.kind == "film" and summary.year else ""),
        (_tr("File changed") if facts.time_source == "file" else _tr("Taken"), when(details)),
        (_tr("Place"), where(details)),
        (_tr("Camera"), ", ".join(dict.fromkeys(cameras))),
        (_tr("Size"), f"{facts.width} × {facts.height}" if facts.width and facts.height else ""),
        (_tr("Length"), clock(facts.duration_s) if facts.duration_s else ""),
        (_tr("In the video"), span),
        (_tr("Frame rate"), f"{numeral(facts.frame_rate, '.3g')} / s" if facts.frame_rate else ""),
        (_tr("Codec"), facts.codec + (_tr(", animated") if facts.animated else "")),
        (_tr("File size"), locale.formattedDataSize(sizes[0]) if sizes else ""),
        (
            _tr("Popularity"),
            numeral(details.popularity, ".4g") if details.popularity is not None else "",
        ),
        (_tr("Analysed by"), ", ".join(sorted(map(_plain, details.analyses)))),
        (_tr("Similar by"), ", ".join(map(_plain, details.vectors))),
    ]
    rows += [
        (more_name(str(key)), more_value(str(key), value))
        for key, value in facts.extra.items()
        if isinstance(value, str | int | float) and str(value)
    ]
    return [(name, value) for name, value in rows if value]


def describe(details: ItemDetails) -> tuple[str, str]:
    """Return all facts as lines, and the name of an item."""
    name = name_of(details)
    lines = [f"{key}: {value}" for key, value in fact_rows(details)]
    if details.summary.path:
        lines.append(details.summary.path)
    return "\n".join([name, *lines]), name


def _kind(kind: str) -> str:
    names = {
        "photo": _tr("Photo"),
        "video": _tr("Video"),
        "shot": _tr("Shot of a video"),
        "film": _tr("Film"),
        "lifelog": _tr("Lifelog photo"),
    }
    return names.get(str(kind), str(kind))


def _plain(analysis: str) -> str:
    """Return an analysis as shown: analysers of others by their own names."""
    return analysis.removeprefix("analyser:")
