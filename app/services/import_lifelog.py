"""What lies beside the pictures of a life: tracks, time lines, sensors, sidecars, concepts.

Files are told apart by content. They are read after the pictures are stored, tracks before tables,
so that local times find their zone; whatever order the walk met them in, the result is the same.
Reading one again changes nothing, and one that did not change is not read again.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from app.services.import_facts import with_objects
from app.services.import_found import FoundFile, Scan
from app.services.import_graphs import Pictures, import_graph_file
from app.services.import_takeout import apply_sidecars
from app.services.import_types import Meter
from app.services.import_zones import OFFSETS, Zones
from app.services.media_places import medium
from common.errors import MediaError
from common.values import Box, Facet, Findings, ImportReport, SkippedFile
from indexers.catalogue import Catalogue, Episode, NewFindings, Place
from indexers.media.filmcolumns import sniff_film_list
from indexers.media.gpx import is_gpx, read_gpx
from indexers.media.life import Life, Span
from indexers.media.lifetables import is_life_table, read_table, table_head
from indexers.media.lsc import FRAME, SOURCE, Seen, is_concepts, read_concepts
from indexers.media.subtitles import decode_text
from indexers.media.timeline import read_timeline

_HEAD = 1 << 16
_BATCH = 200
_COUNTED = {"gpx": "points", "timeline": "segments", "lsc": "rows", "table": "rows"}
_PLACE_RADIUS_M = 150.0
MUTE = "the table has no rows, or no column of times with measurements beside it"


@dataclass(slots=True)
class LifeFiles:
    """The files of a walk that tell of a life, by what they are; each in the order of the walk."""

    tracks: list[FoundFile] = field(default_factory=list)
    timelines: list[FoundFile] = field(default_factory=list)
    surveys: list[FoundFile] = field(default_factory=list)
    tables: list[FoundFile] = field(default_factory=list)
    concepts: list[FoundFile] = field(default_factory=list)
    sidecars: list[FoundFile] = field(default_factory=list)
    graphs: list[FoundFile] = field(default_factory=list)


def take_life(scan: Scan, meter: Meter, report: ImportReport) -> LifeFiles:
    """Take the files that tell of a life out of a walk; pictures and all else stay.

    Args:
        scan: loses them.
        meter: of the import.
        report: gets tables that tell of nothing.

    Raises:
        JobCancelled: the user cancelled.
    """
    found = LifeFiles()
    kept = []
    for file in scan.files:
        meter.check(Path(file.path).name)
        kind = kind_of(file.path)
        if kind:
            getattr(found, kind).append(file)
        else:
            kept.append(file)
            if is_mute_table(file.path):
                report.skipped.append(SkippedFile(file.path, MUTE))
    scan.files = kept
    return found


def is_mute_table(path: str) -> bool:
    """Whether a file calls itself a table, but none that an import takes is like it."""
    if not path.casefold().endswith((".csv", ".tsv")):
        return False
    try:
        with medium(path).open("rb") as file:
            return not sniff_film_list(file.read(_HEAD))
    except OSError:
        return False


def kind_of(path: str) -> str:
    """Return which of LifeFiles a file belongs to, by its content; "" for none of them."""
    try:
        with medium(path).open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return ""  # reading it as a picture will say why it fails
    if not head or (b"\0" in head[:1024] and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return ""
    text = decode_text(head).lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return "tracks" if is_gpx(text) else ""
    if text.startswith(("{", "[")):
        return _kind_of_json(text)
    if sniff_film_list(head):
        return ""
    header, rows = table_head(text)
    if header and is_concepts(header):
        return "concepts"
    if not header or not is_life_table(header, rows):
        return ""
    return "surveys" if "minute_id" in {name.strip().casefold() for name in header} else "tables"


def _kind_of_json(head: str) -> str:
    def has(*names: str) -> bool:
        return any(f'"{name}"' in head for name in names)

    if has("photoTakenTime", "geoDataExif") and has("title"):
        return "sidecars"
    if has("semanticSegments", "timelineObjects") or (
        has("locations") and has("latitudeE7", "timestampMs")
    ):
        return "timelines"
    if has("startTime") and has("visit", "timelinePath", "activity", "timelineMemory"):
        return "timelines"
    if has("relationships", "predicate", "relations") or (has("graphs") and has("nodes")):
        return "graphs"
    return ""


class LifeImport:
    """Stores what the files of a life tell.

    Args:
        catalogue: of the library; the pictures of the walk are in it.
        meter: of the import.
        report: gets what cannot be used, and counts.
        run: number of the import.
    """

    def __init__(self, catalogue: Catalogue, meter: Meter, report: ImportReport, run: int) -> None:
        self._catalogue = catalogue
        self._meter = meter
        self._report = report
        self._run = run
        self._known = _stamps(catalogue)
        self.stamps: dict[str, list[int]] = {}  # files that were read to their end

    def store(self, files: LifeFiles) -> None:
        """Read and store all files.

        Raises:
            JobCancelled: the user cancelled; what was stored stays.
            LibraryError: the disk is full; what was stored stays.
        """
        for file in self._fresh(files.tracks):
            self._store(file, read_gpx)
        for file in self._fresh(files.timelines):
            self._store(file, read_timeline)
        for file in self._fresh(files.surveys):
            self._store(file, lambda path: read_table(path, lambda _: UTC))
        # What was read so far tells the zones that the local times of other tables go by.
        zones = Zones(self._catalogue)
        for file in self._fresh(files.tables):
            self._store(file, lambda path: read_table(path, zones.guess))
        # What names pictures is read again when there are new ones.
        last = int(self._catalogue.columns("id")["id"].max(initial=0))
        concepts, graphs = self._fresh(files.concepts, last), self._fresh(files.graphs, last)
        pictures = Pictures(self._catalogue) if concepts or graphs else None
        if pictures is not None:
            for file in concepts:
                self._store_concepts(file, pictures)
                self.stamps[file.path] = [*file.stamp, last]
            for file in graphs:
                if import_graph_file(
                    self._catalogue, pictures, file, self._run, self._meter, self._report,
                    told=True,
                ):  # fmt: skip
                    self.stamps[file.path] = [*file.stamp, last]
                self._meter.advance(Path(file.path).name)
        apply_sidecars(self._catalogue, files.sidecars, self._meter, self._report)

    def _fresh(self, files: Sequence[FoundFile], *also: int) -> list[FoundFile]:
        """Return the files that are new or changed since an import read them to their end.

        Args:
            files: of one kind.
            also: what else must be as it was then.
        """
        same = {file.path: [*file.stamp, *also] for file in files}
        same = {path: stamp for path, stamp in same.items() if self._known.get(path) == stamp}
        self.stamps |= same
        fresh = [file for file in files if file.path not in same]
        self._meter.total += len(fresh)
        return fresh

    def _store(self, file: FoundFile, read: Callable[[Path], Life]) -> None:
        """Store what one file tells, in a few transactions that may be repeated."""
        try:
            life = read(medium(file.path))
        except MediaError as error:
            self._report.skipped.append(SkippedFile(file.path, error.reason))
            self._meter.advance(Path(file.path).name)
            return
        self._meter.check(Path(file.path).name)
        for line in life.lines(_COUNTED[life.kind]):
            self._report.skipped.append(SkippedFile(file.path, line))
        store_life(self._catalogue, life, self._report)
        self.stamps[file.path] = list(file.stamp)
        self._meter.advance(Path(file.path).name)

    def _store_concepts(self, file: FoundFile, pictures: Pictures) -> None:
        """Give the pictures that a table names what was seen in them."""
        name = Path(file.path).name
        try:
            table = read_concepts(medium(file.path))
        except MediaError as error:
            self._report.skipped.append(SkippedFile(file.path, error.reason))
            self._meter.advance(name)
            return
        found: dict[int, Seen] = {}
        lost = []
        for seen in table.seen:
            item = pictures.find(seen.path)
            if item is None:
                lost.append(seen.path)
            else:
                found[item] = seen
        if lost:
            reason = (
                f"{len(lost)} of {len(table.seen)} rows name pictures that are not in this library "
                f"(the first is “{lost[0]}”)"
            )
            self._report.skipped.append(SkippedFile(file.path, reason))
        for fault, (count, first) in sorted(table.faults.items()):
            line = f"{count} rows {fault} (the first at {first})"
            self._report.skipped.append(SkippedFile(file.path, line))
        self._write_concepts(found, name)
        self._meter.advance(name)

    def _write_concepts(self, found: Mapping[int, Seen], name: str) -> None:
        before = self._catalogue.analysed(SOURCE)
        versions = {item: _version(seen) for item, seen in found.items()}
        changed = sorted(item for item in found if before.get(item) != versions[item])
        self._meter.total += len(changed)
        for start in range(0, len(changed), _BATCH):
            part = changed[start : start + _BATCH]
            details = self._catalogue.describe(part)
            sizes = {each.id: (each.facts.width, each.facts.height) for each in details}
            self._catalogue.add_findings_batch(
                [
                    NewFindings(item, SOURCE, versions[item], _findings(found[item], sizes[item]))
                    for item in part
                    if item in sizes
                ]
            )
            self._report.updated += len(part)
            self._meter.advance(name, len(part))


def store_life(catalogue: Catalogue, life: Life, report: ImportReport) -> None:
    """Write all that a file tells; writing it again adds nothing.

    Raises:
        LibraryError: the disk is full.
    """
    for samples in life.samples.values():
        report.samples += catalogue.add_samples(
            samples.name, samples.unit, samples.times, samples.values, life.source
        )
    if life.offsets:
        times, minutes = zip(*life.offsets, strict=True)
        catalogue.add_samples(OFFSETS, "min", times, minutes, life.source)
    if life.positions:
        times, north, east, high = zip(*life.positions, strict=True)
        report.positions += catalogue.add_positions(times, north, east, high, source=life.source)
    for kind in sorted({span.kind for span in life.spans}):
        told = [span for span in life.spans if span.kind == kind]
        report.episodes += _merge_episodes(catalogue, kind, life.source, told)
    for role in ("home", "work"):
        told = [span for span in life.spans if span.role == role]
        _name_place(catalogue, role, told, life.source)


def _merge_episodes(catalogue: Catalogue, kind: str, source: str, spans: Sequence[Span]) -> int:
    """Add episodes to those that other files of the source told; return how many are new."""
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    before = catalogue.episodes(kind, first, last + 1, source=source)
    merged = {(each.start, each.end, each.place) for each in before}
    fresh = {}
    for span in spans:
        key = (span.start, span.end, span.place)
        if key not in merged:
            fresh[key] = Episode(
                kind=kind, start=span.start, end=span.end, name=span.name, place=span.place,
                latitude=span.latitude, longitude=span.longitude,
                extra=dict(span.extra) | ({"role": span.role} if span.role else {}),
            )  # fmt: skip
    if fresh:
        catalogue.add_episodes(kind, source, list(fresh.values()))
    return len(fresh)


def _name_place(catalogue: Catalogue, role: Any, spans: Sequence[Span], source: str) -> None:
    """Name the place where the stays of a role were longest, unless the user knows better."""
    held: dict[tuple[float, float], int] = {}
    for span in spans:
        if span.latitude is not None and span.longitude is not None:
            where = (round(span.latitude, 3), round(span.longitude, 3))
            held[where] = held.get(where, 0) + span.end - span.start
    known = catalogue.places()
    if not held or any(place.role == role or place.name == role.title() for place in known):
        return
    (latitude, longitude), _ = max(held.items(), key=lambda each: (each[1], each[0]))
    catalogue.save_place(Place(0, role.title(), role, latitude, longitude, _PLACE_RADIUS_M, source))


def _findings(seen: Seen, size: tuple[int, int]) -> Findings:
    """Return what was seen in a picture as boxes and facets."""
    width, height = (float(side) for side in size)
    edges = [box[2:] for _, _, box in seen.objects if box is not None]
    if not width or not height or any(x > 1.01 * width or y > 1.01 * height for x, y in edges):
        width, height = FRAME
    boxes = [_box(name, score, box, width, height) for name, score, box in seen.objects]
    facets = [Facet("attribute", name, 1.0, SOURCE) for name in seen.attributes]
    facets += [Facet("scene", name, score, SOURCE) for name, score in seen.scenes]
    return with_objects(Findings(boxes=boxes, facets=facets), SOURCE)


def _box(
    name: str,
    score: float,
    box: tuple[float, float, float, float] | None,
    width: float,
    height: float,
) -> Box:
    if box is not None:
        left, top = (max(0.0, box[at] / side) for at, side in ((0, width), (1, height)))
        right, bottom = (min(1.0, box[at] / side) for at, side in ((2, width), (3, height)))
        if right > left and bottom > top:
            return Box(name, score, left, top, right - left, bottom - top, SOURCE)
    return Box(name, score, 0.0, 0.0, 0.0, 0.0, SOURCE)


def _version(seen: Seen) -> str:
    return hashlib.blake2b(repr(seen).encode(), digest_size=8).hexdigest()


def _stamps(catalogue: Catalogue) -> dict[str, list[int]]:
    """Return path -> size and time of the files that finished imports read to their end."""
    found: dict[str, list[int]] = {}
    for run in sorted(catalogue.runs(), key=lambda run: run.id):
        stamps = run.report.get("life") if isinstance(run.report, Mapping) else None
        if isinstance(stamps, Mapping):
            found |= {str(path): list(stamp) for path, stamp in stamps.items()}
    return found
