"""Labels that lie beside media in a table: `labels.csv`, one row a file, one facet a column.

    file,split,class,coarse
    img/00009.jpg,test,Granny-Smith,Apple

The column of file names is called file, path, name, image or the like; every other one becomes a
facet of its name. The table is truth for what it said: a row that changes or goes changes or goes
with the next import. What people tagged themselves is never touched.
"""

import csv
import hashlib
import io
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.services.filters import SPECIAL_KEYS
from app.services.import_facts import printable
from app.services.import_found import FoundFile, Scan, is_under
from app.services.import_types import Meter
from app.services.media_places import beside, medium
from common.errors import MediaError
from common.values import Facet, Findings, ImportReport, SkippedFile, Text, TextKind
from indexers.catalogue import Catalogue, NewFindings
from indexers.media.subtitles import decode_text

NAMES = ("labels.csv", "labels.tsv")
SOURCE = "labels.csv"
_FILE_COLUMNS = ("file", "filename", "file_name", "path", "image", "image_path", "photo", "name")
_TAKEN = frozenset(SPECIAL_KEYS)  # words that filters give another meaning
CAPTION = "caption"  # a column of texts
SECOND = "start_s"  # a column that says which shot of a video is meant
_TOLERANCE_S = 0.05
_SHOWN = 10  # bad rows that are listed one by one
_BATCH = 500
_LARGEST = 1 << 28  # bytes


@dataclass(slots=True)
class Sidecar:
    """What a table of labels says.

    Args:
        path: of the table.
        rows: absolute path of a file, and a second of it or None -> facets; captions stand among
            them.
        bad: (row number from 1, the header being 1; why it cannot be used).
        left_out: columns that cannot be facets.
    """

    path: str
    rows: dict[tuple[str, float | None], tuple[Facet, ...]] = field(default_factory=dict)
    bad: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def take_sidecars(scan: Scan) -> list[FoundFile]:
    """Take the tables of labels out of a walk and return them; a film list of that name stays."""
    found = [file for file in scan.files if Path(file.path).name.casefold() in NAMES]
    found = [file for file in found if _file_column(_head(file.path)) is not None]
    if found:
        scan.files = [file for file in scan.files if file not in found]
    return found


def import_sidecars(
    catalogue: Catalogue, files: Sequence[FoundFile], meter: Meter, report: ImportReport
) -> None:
    """Give the items of a library what tables beside them say.

    Args:
        catalogue: of the library; the media are in it already.
        files: tables, as take_sidecars() found them.
        meter: of the import.
        report: gets bad rows, and the items whose labels changed as updated.

    Raises:
        JobCancelled: the user cancelled; finished batches are kept.
        LibraryError: the disk is full; finished batches are kept.
    """
    if not files:
        return
    before = catalogue.analysed(SOURCE)
    said: dict[int, dict[tuple[str, str], Facet]] = {}
    folders = []
    shots = _Shots(catalogue)
    for file in files:
        try:
            sidecar = read_sidecar(medium(file.path))
        except MediaError as error:
            report.skipped.append(SkippedFile(file.path, error.reason))
            continue
        folder = os.path.dirname(file.path)  # noqa: PTH120 - str paths, as everywhere in a walk
        folders.append(folder)
        known = catalogue.files_under([folder])
        lost = []
        for (path, second), facets in sidecar.rows.items():
            record = known.get(path)
            item = record.item if record is not None else 0
            if item and second is not None:
                item = shots.at(item, second)
            if not item:
                lost.append(path)
                continue
            mine = said.setdefault(item, {})
            mine |= {(facet.key, facet.value): facet for facet in facets}
        report.skipped += _complaints(sidecar, lost)
        for record in known.values():  # what the table no longer speaks of loses its labels
            for item in (record.item, *(shots.of(record.item) if before else ())):
                if item in before:
                    said.setdefault(item, {})
    _store(catalogue, said, before, meter, report)


def _store(
    catalogue: Catalogue,
    said: Mapping[int, Mapping[tuple[str, str], Facet]],
    before: Mapping[int, str],
    meter: Meter,
    report: ImportReport,
) -> None:
    """Write the labels that are not what was written last."""
    changed = []
    for item, facets in said.items():
        version = _version(facets)
        if before.get(item, _version({})) != version:
            changed.append(NewFindings(item, SOURCE, version, _findings(facets)))
    meter.total += len(changed)
    for start in range(0, len(changed), _BATCH):
        part = changed[start : start + _BATCH]
        catalogue.add_findings_batch(part)
        meter.advance("labels.csv", len(part))
    fresh = {new.item for new in changed if new.item not in before}
    report.updated += len(changed) - min(len(fresh), report.added)


def _findings(facets: Mapping[tuple[str, str], Facet]) -> Findings:
    """Return what a table says of an item; captions are texts, all else facets."""
    ordered = [facets[key] for key in sorted(facets)]
    return Findings(
        facets=[each for each in ordered if each.key != CAPTION],
        texts=[
            Text(TextKind.CAPTION, each.value, source=SOURCE)
            for each in ordered
            if each.key == CAPTION
        ],
    )


class _Shots:
    """Finds the shots of videos; the catalogue is asked once, and only if it matters.

    Args:
        catalogue: of the library.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_video: dict[int, list[int]] | None = None

    def of(self, video: int) -> list[int]:
        """Return the shots of a video; none of anything else."""
        if self._by_video is None:
            columns = self._catalogue.columns("id", "parent")
            self._by_video = {}
            is_shot = columns["parent"] > 0
            for shot, parent in zip(
                columns["id"][is_shot].tolist(), columns["parent"][is_shot].tolist(), strict=True
            ):
                self._by_video.setdefault(parent, []).append(shot)
        return self._by_video.get(video, [])

    def at(self, video: int, second: float) -> int:
        """Return the shot that shows a second of a video; 0 where none does."""
        shots = self._catalogue.items(self.of(video))
        begun = [shot for shot in shots if (shot.start_s or 0.0) <= second + _TOLERANCE_S]
        return max(begun, key=lambda shot: shot.start_s or 0.0).id if begun else 0


def _version(facets: Mapping[tuple[str, str], Facet]) -> str:
    return hashlib.blake2b(repr(sorted(facets)).encode(), digest_size=8).hexdigest()


def _complaints(sidecar: Sidecar, lost: Sequence[str]) -> Iterator[SkippedFile]:
    """Yield what cannot be used of a table: the first bad rows one by one, the rest as a number."""
    for row, reason in sidecar.bad[:_SHOWN]:
        yield SkippedFile(sidecar.path, f"row {row}: {reason}")
    if len(sidecar.bad) > _SHOWN:
        yield SkippedFile(sidecar.path, f"{len(sidecar.bad) - _SHOWN} more rows cannot be used")
    if lost:
        name = os.path.relpath(lost[0], os.path.dirname(sidecar.path))  # noqa: PTH120
        reason = (
            f"{len(lost)} of {len(sidecar.rows)} rows name files that are not in this library "
            f"(the first is “{printable(name)}”)"
        )
        yield SkippedFile(sidecar.path, reason)
    for column in sidecar.left_out:
        reason = f"its column “{column}” is left out: Kinora uses this word for something else"
        yield SkippedFile(sidecar.path, reason)


def read_sidecar(path: Path) -> Sidecar:
    """Read a table of labels; a bad row is listed and costs nothing else.

    Raises:
        MediaError: the file cannot be read, is too large, or has no column of files or of labels.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise MediaError(path, "the table is larger than 256 MB")
        text = decode_text(path.read_bytes())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MediaError(path, f"it cannot be read ({reason})") from error
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    sidecar = Sidecar(str(path))
    try:
        header = [name.strip() for name in next(lines, [])]
        at = _file_column(header)
        keys = _keys(header, at, sidecar)
        if at is None or not any(key for key in keys if key != SECOND):
            raise MediaError(
                path, "the table has no column “file” with another one beside it",
                hint="Name the files in a column “file” and give what they show in others.",
            )  # fmt: skip
        for row in lines:
            if row:
                _add_row(sidecar, row, lines.line_num, at, keys)
    except csv.Error as error:
        raise MediaError(path, f"it is no table ({error})") from error
    return sidecar


def _add_row(sidecar: Sidecar, row: list[str], number: int, at: int, keys: Sequence[str]) -> None:
    """Take a row, or note why not."""
    if len(row) != len(keys):
        sidecar.bad.append((number, f"it has {len(row)} cells, the header {len(keys)}"))
        return
    name = row[at].strip()
    folder, whole = beside(sidecar.path, "."), beside(sidecar.path, name)
    if not name or not is_under(whole, folder) or whole == folder:
        reason = "it names no file" if not name else "its file lies outside the table's folder"
        sidecar.bad.append((number, reason))
        return
    second = None
    if SECOND in keys and (told := row[keys.index(SECOND)].strip()):
        second = _number(told)
        if second is None:
            sidecar.bad.append((number, f"“{told}” is no second of a video"))
            return
    facets = {
        (key, value): Facet(key, value, source=SOURCE)
        for key, cell in zip(keys, row, strict=True)
        if key and key != SECOND
        for value in (printable(part).strip() for part in cell.split("|"))
        if value
    }
    where = (whole, second)
    if where in sidecar.rows:
        facets = {(each.key, each.value): each for each in sidecar.rows[where]} | facets
    sidecar.rows[where] = tuple(facets.values())


def _number(text: str) -> float | None:
    """Return a time in seconds; None where it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _keys(header: Sequence[str], at: int | None, sidecar: Sidecar) -> list[str]:
    """Return the facet of each column; "" for the files' own and those that make none."""
    lower = [name.casefold().replace(" ", "_") for name in header]
    keys = []
    for place, key in enumerate(lower):
        is_number = key.endswith("_id") and key.removesuffix("_id") in lower
        if key in {"label", "labels"} and "class" not in lower:
            key = "class"  # noqa: PLW2901 - `label=` filters by the user's marks
        if place == at or not key or is_number:
            keys.append("")
        elif key in _TAKEN or key in {"label", "labels"}:
            sidecar.left_out.append(header[place])
            keys.append("")
        else:
            keys.append(key)
    return keys


def _file_column(header: Sequence[str]) -> int | None:
    """Return the column that names files, if any."""
    lower = [name.strip().casefold() for name in header]
    return next((lower.index(name) for name in _FILE_COLUMNS if name in lower), None)


def _head(path: str) -> list[str]:
    """Return the header of a table; empty where it cannot be read."""
    try:
        with medium(path).open("rb") as file:
            text = decode_text(file.read(65536))
    except OSError:
        return list(_FILE_COLUMNS)  # reading it again will say why it fails
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    try:
        return next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return []


def _delimiter(text: str) -> str:
    """Return what stands between cells of the header most often: a tab, a semicolon, a comma."""
    first = text.split("\n", 1)[0]
    return max("\t;,", key=first.count)
