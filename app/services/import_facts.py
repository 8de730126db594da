"""Facets and texts that an importer adds to what a media file says of itself."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from app.services.import_found import Roots
from common.values import Box, Facet, Findings, MediaFacts, Text, TextKind
from indexers.catalogue.clocks import NO_CLOCK, TIME_OF
from indexers.media.lsc import is_utc_name

NAME_SOURCE = "name"
TIME_SOURCE = "time"

_SEPARATORS = re.compile(r"[\s/\\_\-.,;:+~=@#&()\[\]{}'\"“”!?]+")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")  # HolidayPhotos -> Holiday Photos
# 20160815_093012, IMG-20190102-WA0001, 2021-06-05 17.31.02; never a part of a longer number.
_NAME_TIME = re.compile(
    r"(?<!\d)(19\d\d|20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
    r"(?:[-_T .at]{1,4}([01]\d|2[0-3])[-_.h]?([0-5]\d)[-_.m]?([0-5]\d)?(?!\d))?"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
_PLURALS = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "mouse": "mice",
    "knife": "knives", "sheep": "sheep", "skis": "skis", "scissors": "scissors", "foot": "feet",
    "leaf": "leaves", "shelf": "shelves", "jeans": "jeans", "pants": "pants", "shorts": "shorts",
}  # fmt: skip
PEOPLE = frozenset(
    ("person", "man", "woman", "boy", "girl", "child", "kid", "baby", "lady", "guy", "friend",
     "player", "colleague", "human")
)  # fmt: skip
SURE_PERSON = 0.5  # a detected person with a lower score does not count
MOST_PEOPLE = 20  # more are as many
_CERTAIN_BOX = 0.35  # a box below this is a guess; it is kept, but no text claims it


def printable(text: str) -> str:
    """Return text without bytes that are no UTF-8 and without control characters."""
    clean = text.encode("utf-8", "replace").decode()
    return "".join(
        " " if unicodedata.category(character) == "Cc" else character for character in clean
    )


def words_of(name: str) -> str:
    """Return the words of a file or folder name: "IMG_20-beachHouse" -> "IMG 20 beach House"."""
    parts = _SEPARATORS.split(printable(name))
    return " ".join(part for part in _HUMP.sub(" ", " ".join(parts)).split() if part)


def title_of(path: str) -> str:
    """Return the file's name without its suffix, as shown."""
    name = os.path.basename(path)  # noqa: PTH119 - str paths, as everywhere in a walk
    return printable(os.path.splitext(name)[0]) or printable(name)  # noqa: PTH122


def title_text(title: str) -> Text:
    """Return a title as searchable text, with the words that a file's name runs together."""
    words = words_of(title)
    content = title if words.casefold() == title.casefold() else f"{title} ({words})"
    return Text(TextKind.TITLE, content, source=NAME_SOURCE)


def path_text(path: str, roots: Sequence[str]) -> Text:
    """Return the words of a file's name and of its folders, from the chosen folder down.

    Args:
        path: of the file.
        roots: what the user chose to import; folders above it say nothing about the picture.
    """
    root = (roots if isinstance(roots, Roots) else Roots(roots)).over(path)
    above = os.path.dirname(root.rstrip(os.sep))  # noqa: PTH120
    inside = os.path.splitext(os.path.relpath(path, above) if above else path)[0]  # noqa: PTH122
    parts = [words for part in Path(inside).parts if (words := words_of(part))]
    return Text(TextKind.PATH, " / ".join(parts), source=NAME_SOURCE)


def time_from_name(path: str) -> datetime | None:
    """Return the local time that a camera or messenger wrote into a file's name, if any."""
    for match in _NAME_TIME.finditer(os.path.basename(path)):  # noqa: PTH119
        year, _, month, day, hour, minute, second = match.groups()
        try:
            return datetime(  # noqa: DTZ001 - local time without a zone, as it was written
                int(year), int(month), int(day), int(hour or 12), int(minute or 0), int(second or 0)
            )
        except ValueError:  # 31 June
            continue
    return None


def with_time(facts: MediaFacts, path: str, *, is_lifelog: bool = False) -> MediaFacts:
    """Prefer a time in the file's name to the time of the last copy.

    Args:
        facts: of the file.
        path: of the file.
        is_lifelog: names like 20160815_093012_000.jpg are those of a data set, in UTC.
    """
    if facts.taken_at is not None and facts.time_source not in {"", "file"}:
        return facts
    named = time_from_name(path)
    if named is None:
        return facts
    is_utc = is_lifelog and is_utc_name(os.path.basename(path))  # noqa: PTH119
    source = "table" if is_utc else "name"
    return replace(facts, taken_at=named, offset_min=None, time_source=source)


def with_clock(facts: MediaFacts, clocks: Mapping[str, int]) -> MediaFacts:
    """Correct the time of a camera whose clock the user set right; see Catalogue.set_clock().

    Args:
        facts: of the file.
        clocks: camera, or "time:" and a source of times -> seconds to be added.
    """
    if not clocks or facts.taken_at is None or facts.time_source in NO_CLOCK:
        return facts
    cameras = [facet.value for facet in facts.facets if facet.key == "camera"]
    names = cameras or [TIME_OF + facts.time_source]
    seconds = next((clocks[name] for name in names if name in clocks), 0)
    return replace(facts, taken_at=facts.taken_at + timedelta(seconds=seconds))


def local_time(facts: MediaFacts) -> datetime | None:
    """Return the local time of a picture; None where only the file's own time is known."""
    if facts.taken_at is None or facts.time_source in {"", "file"}:
        return None
    return facts.taken_at + timedelta(minutes=facts.offset_min or 0)


def part_of_day(hour: int) -> str:
    """Return "night" (22-5), "morning" (5-11), "midday" (11-14), "afternoon" or "evening"."""
    bounds = ((5, "night"), (11, "morning"), (14, "midday"), (18, "afternoon"), (22, "evening"))
    return next((name for end, name in bounds if hour < end), "night")


def time_facts(facts: MediaFacts, *, by_day: bool = False) -> tuple[list[Facet], list[Text]]:
    """Return the facets and the searchable text of the local time.

    Args:
        facts: of the file; without a trustworthy time nothing is returned.
        by_day: add the facet "day" that a lifelog is grouped by.
    """
    moment = local_time(facts)
    if moment is None:
        return [], []
    month, weekday = _MONTHS[moment.month - 1], _WEEKDAYS[moment.weekday()]
    part = part_of_day(moment.hour)
    facets = [
        Facet("year", str(moment.year), source=TIME_SOURCE),
        Facet("month", month, source=TIME_SOURCE),
        Facet("weekday", weekday, source=TIME_SOURCE),
        Facet("daytime", part, source=TIME_SOURCE),
    ]
    if by_day:
        facets.append(Facet("day", moment.date().isoformat(), source=TIME_SOURCE))
    words = f"{moment:%Y-%m-%d} {weekday} {moment.day} {month} {moment.year} {part}"
    return facets, [Text(TextKind.DATE, words, source=TIME_SOURCE)]


def without_repeats(facets: Iterable[Facet], known: Iterable[Facet]) -> list[Facet]:
    """Return the facets whose key and value nobody has named yet."""
    seen = {(facet.key, facet.value) for facet in known}
    kept = []
    for facet in facets:
        if (facet.key, facet.value) not in seen:
            seen.add((facet.key, facet.value))
            kept.append(facet)
    return kept


def with_people(findings: Findings, source: str) -> Findings:
    """Add to what a detector found how many people it saw; also that there are none.

    Args:
        findings: of one picture.
        source: who found it.
    """
    count = sum(box.label in PEOPLE and box.score >= SURE_PERSON for box in findings.boxes)
    facet = Facet("people", str(min(count, MOST_PEOPLE)), source=source)
    return replace(findings, facets=[*findings.facets, facet])


def with_objects(findings: Findings, source: str) -> Findings:
    """Add to boxes the facets and words they can be found by ("two people, bicycle")."""
    if not findings.boxes:
        return findings
    best: dict[str, float] = {}
    for box in findings.boxes:
        best[box.label] = max(best.get(box.label, 0.0), min(1.0, box.score))
    facets = [Facet("object", label, score, source) for label, score in sorted(best.items())]
    words = count_words(findings.boxes)
    texts = [Text(TextKind.TAG, words, source=source)] if words else []
    return replace(
        findings,
        facets=[*findings.facets, *without_repeats(facets, findings.facets)],
        texts=[*findings.texts, *texts],
    )


def count_words(boxes: Iterable[Box]) -> str:
    """Say how many of what are there, most first: "two people, bicycle"; "" for nothing certain."""
    counts = Counter(box.label for box in boxes if box.score >= _CERTAIN_BOX)
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(_count(label, count) for label, count in ordered)


def _count(label: str, count: int) -> str:
    if count == 1:
        return label
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {plural(label)}"


def plural(noun: str) -> str:
    """Return the plural of an English class name; of "wine glass" that of its last word."""
    *front, last = noun.split(" ")
    if last in _PLURALS:
        last = _PLURALS[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in set("aeiou"):
        last = last[:-1] + "ies"
    else:
        last += "s"
    return " ".join([*front, last])
