"""`days`: how full each day is; one day in all its parts; stays, trips and events found anew."""

import argparse
from datetime import UTC, date, datetime
from typing import Any

from app.cli.frame import CommandSession
from app.services.types import DayView
from common.errors import QueryError

NAME = "days"
HELP = "list days, or one day with its events, stays, trips and sensor values"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "--segment", action="store_true", help="look for stays, trips and events first"
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="one day in all its parts")
    parser.add_argument("--places", action="store_true", help="list places instead of days")
    parser.add_argument("--clocks", action="store_true", help="list the clocks of cameras instead")


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """List days; the library changes with --segment only.

    Raises:
        QueryError: the date is none.
        LibraryError: there is no library, or it cannot be read or, with --segment, written.
        JobCancelled: the user cancelled.
    """
    wanted = _date(arguments.date)
    services = session.services(write=arguments.segment)
    days = services.days
    document: dict[str, Any] = {}
    if arguments.segment:
        report = days.segment(session.context)
        document["segmented"] = {
            "stays": report.stays, "places": report.places, "trips": report.trips,
            "events": report.events, "items": report.items, "changed": report.changed,
        }  # fmt: skip
    if wanted is not None:
        return document | {"day": _told(days.day(wanted))}
    if arguments.places:
        return document | {"places": [_place(each) for each in days.places()]}
    if arguments.clocks:
        return document | {"clocks": [_clock(days, each) for each in days.clocks()]}
    calendar = days.calendar()
    rows = zip(calendar.days, calendar.counts, calendar.tracked, strict=True)
    return document | {
        "days": [
            {"date": day.isoformat(), "items": count, "positions": tracked}
            for day, count, tracked in rows
        ],
        "due": days.is_due(),
    }


def _date(text: str | None) -> date | None:
    """Return a date.

    Raises:
        QueryError: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QueryError(f"“{text}” is no date.", hint="Write it as 2024-05-03.") from error


def _place(place: Any) -> dict[str, Any]:
    return {
        "id": place.id, "name": place.name, "role": place.role, "guess": place.is_guess,
        "latitude": round(place.latitude, 6), "longitude": round(place.longitude, 6),
        "radius_m": place.radius_m, "seconds": place.seconds, "visits": place.visits,
    }  # fmt: skip


def _clock(days: Any, clock: Any) -> dict[str, Any]:
    advice = days.advise_clock(clock.name)
    return {
        "name": clock.name, "seconds": clock.seconds, "items": clock.items,
        "advice": advice.seconds if not advice.note else None, "note": str(advice.note),
    }  # fmt: skip


def _told(view: DayView) -> dict[str, Any]:
    """Return a day as JSON types; times are local, with their offset."""

    def at(moment: int) -> str:
        minutes = view.offset_at(moment)
        local = datetime.fromtimestamp(moment + 60 * minutes, UTC)
        sign, rest = ("-" if minutes < 0 else "+"), abs(minutes)
        return f"{local:%Y-%m-%dT%H:%M:%S}{sign}{rest // 60:02d}:{rest % 60:02d}"

    def span(one: Any) -> dict[str, str]:
        return {"start": at(one.start), "end": at(one.end)}

    return {
        "date": view.day.isoformat(),
        "items": view.items.tolist(),
        "events": [
            {**span(one), "name": one.name, "place": one.place, "items": list(one.items)}
            for one in view.stacks
        ],
        "stays": [
            {**span(one), "place": one.place, "role": one.role, "guess": one.is_guess}
            for one in view.stays
        ],
        "trips": [
            {**span(one), "mode": one.mode, "metres": round(one.metres), "guess": True,
             "from": one.before, "to": one.after}
            for one in view.trips
        ],
        "activities": [
            {"kind": kind, "name": name, "start": at(start), "end": at(end)}
            for kind, name, start, end in view.spans
        ],
        "series": [
            {"name": one.name, "unit": one.unit, "low": _number(one.lows, min),
             "high": _number(one.highs, max)}
            for one in view.curves
        ],
        "notes": [str(note) for note in view.notes],
    }  # fmt: skip


def _number(values: Any, best: Any) -> float | None:
    known = [float(value) for value in values if value == value]  # noqa: PLR0124 - not-a-number
    return best(known) if known else None


def to_text(document: Any) -> str:
    """Return days, places, clocks or one day, a line each."""
    lines = []
    if "segmented" in document:
        told = document["segmented"]
        lines.append(
            f"{told['stays']:,} stays at {told['places']:,} places, {told['trips']:,} trips, "
            f"{told['events']:,} events; {told['changed']:,} items changed"
        )
    lines += [
        f"{one['date']}{one['items']:>8,}{'  positions' if one['positions'] else ''}"
        for one in document.get("days", ())
    ]
    for one in document.get("places", ()):
        guess = " (a guess)" if one["guess"] else ""
        lines.append(
            f"{one['name']:<24}{one['role']:<6}{one['seconds'] / 3600:>9.1f} h"
            f"{one['visits']:>6,} visits{guess}"
        )
    for one in document.get("clocks", ()):
        advice = one["note"] if one["advice"] is None else f"should be {one['advice']:+,} s"
        lines.append(f"{one['name']:<24}{one['seconds']:>+8,} s{one['items']:>8,} items  {advice}")
    if "day" in document:
        lines += _day_lines(document["day"])
    if document.get("due"):
        lines.append("Stays and events are to be looked for: days --segment")
    return "\n".join(lines) or "Nothing here tells when it was taken."


def _day_lines(day: Any) -> list[str]:
    rows = [(one["start"], one["end"], f"stay      {one['place']}") for one in day["stays"]]
    rows += [
        (one["start"], one["end"],
         f"trip      {one['mode']}, {one['metres']:,} m, {one['from']} to {one['to']}")
        for one in day["trips"]
    ]  # fmt: skip
    rows += [
        (one["start"], one["end"],
         f"event     {one['name'] or one['place'] or '-'}, {len(one['items'])} items")
        for one in day["events"]
    ]  # fmt: skip
    rows += [(one["start"], one["end"], f"{one['kind']:<10}{one['name']}")
             for one in day["activities"]]  # fmt: skip
    lines = [f"{day['date']}: {len(day['items']):,} items"]
    lines += [f"{start[11:16]}-{end[11:16]}  {what}" for start, end, what in sorted(rows)]
    lines += [
        f"{one['name']}: {one['low']:g} to {one['high']:g} {one['unit']}".rstrip()
        for one in day["series"]
        if one["low"] is not None
    ]
    return [*lines, *day["notes"]]
