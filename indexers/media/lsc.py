"""The visual concepts of the Lifelog Search Challenge: attributes, scenes, objects with boxes.

Columns: `image_path`, `attribute_top01` .., `category_top01` .. with `_score`, and
`concept_class_top01` .. with `concept_score_top01` and `concept_bbox_top01` ("a b c d").
"""

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from common.errors import MediaError
from indexers.media.lifecolumns import NOTHING, as_number, table_text

SOURCE = "lsc"
FRAME = (1024, 768)  # pixels, of the pictures of the challenge
_TOP = re.compile(
    r"(attribute|category|concept)(?:_(class|score|bbox))?_top(\d+)(?:_(score|bbox))?$"
)
_UTC_NAME = re.compile(r"(\d{8})_(\d{6})_\d{3}\.\w+$")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in one picture.

    Args:
        path: as the table names the picture.
        attributes: "natural light".
        scenes: (name, score).
        objects: (name, score, (left, top, right, bottom) in pixels or None).
    """

    path: str
    attributes: tuple[str, ...] = ()
    scenes: tuple[tuple[str, float], ...] = ()
    objects: tuple[tuple[str, float, tuple[float, float, float, float] | None], ...] = ()


@dataclass(slots=True)
class Concepts:
    """A table of concepts.

    Args:
        seen: one a row.
        faults: what is wrong -> (how often, first row).
    """

    seen: list[Seen] = field(default_factory=list)
    faults: dict[str, tuple[int, str]] = field(default_factory=dict)

    def complain(self, fault: str, where: str) -> None:
        """Count a fault."""
        count, first = self.faults.get(fault, (0, where))
        self.faults[fault] = (count + 1, first)


def is_concepts(header: Sequence[str]) -> bool:
    """Whether the header is that of a table of concepts."""
    names = [_plain(name) for name in header]
    return _path_column(names) is not None and any(_TOP.match(name) for name in names)


def is_utc_name(name: str) -> bool:
    """Whether a file is named as the cameras of the challenge name them: by UTC."""
    return _UTC_NAME.search(name) is not None


def read_concepts(path: Path) -> Concepts:
    """Read a table of concepts.

    Raises:
        MediaError: it cannot be read or is no such table.
    """
    text = table_text(path)
    lines = csv.reader(io.StringIO(text, newline=""))
    found = Concepts()
    try:
        names = [_plain(name) for name in next(lines, [])]
        at = _path_column(names)
        if at is None:
            raise MediaError(path, "the table has no column of pictures")
        for number, row in enumerate(lines, 2):
            if not row:
                continue
            if at >= len(row) or not row[at].strip():
                found.complain("name no picture", f"row {number}")
                continue
            told = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
            found.seen.append(_seen(row[at].strip(), told, found, f"row {number}"))
    except csv.Error as error:
        raise MediaError(path, f"it is no table ({error})") from error
    return found


def _plain(name: str) -> str:
    return name.strip().strip('"').casefold().replace(" ", "_")


def _path_column(names: Sequence[str]) -> int | None:
    known = ("image_path", "imagepath", "image", "image_id", "imageid")
    return next((names.index(name) for name in known if name in names), None)


def _seen(path: str, told: Mapping[str, str], found: Concepts, where: str) -> Seen:
    """Return what a row tells."""
    tops: dict[tuple[str, str], dict[str, str]] = {}
    for name, cell in told.items():
        match = _TOP.match(name)
        what = (match[2] or match[4] or "class") if match is not None else ""
        # A score of NaN is a fault; an empty one was never told.
        if match is not None and (
            cell.casefold() not in NOTHING or (what == "score" and cell.casefold() == "nan")
        ):
            tops.setdefault((match[1], match[3]), {})[what] = cell
    objects = [
        (each["class"].casefold(), _score(each, found, where), _box(each, found, where))
        for each in _of(tops, "concept")
    ]
    scenes = [(each["class"], _score(each, found, where)) for each in _of(tops, "category")]
    attributes = [each["class"] for each in _of(tops, "attribute")]
    return Seen(path, tuple(attributes), tuple(scenes), tuple(objects))


def _of(tops: Mapping[tuple[str, str], dict[str, str]], kind: str) -> Iterator[dict[str, str]]:
    for (what, _), each in sorted(tops.items()):
        if what == kind and "class" in each:
            yield each


def _score(each: Mapping[str, str], found: Concepts, where: str) -> float:
    if "score" not in each:
        return 1.0
    value = as_number(each["score"])
    if value is None or math.isnan(value):
        found.complain("have a score that is no number; it counts as 0", where)
        return 0.0
    return min(1.0, max(0.0, value))


def _box(
    each: Mapping[str, str], found: Concepts, where: str
) -> tuple[float, float, float, float] | None:
    """Return left, top, right, bottom; None where there is none."""
    if "bbox" not in each:
        return None
    numbers = [as_number(part) for part in re.split(r"[\s,;]+", each["bbox"].strip("[]() "))]
    values = [value for value in numbers if value is not None and not math.isnan(value)]
    if len(numbers) != 4 or len(values) != 4:
        found.complain("have a box that is none", where)
        return None
    a, b, c, d = values
    return (a, b, c, d) if c > a and d > b else (a, b, a + c, b + d)
