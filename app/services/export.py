"""Exports: items as CSV, JSON, ZIP, COCO or contact sheet, and the wall as a picture."""

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from app.services.export_records import Record, columns_for, known_columns, record_of
from app.services.export_tables import write_csv, write_json
from app.services.export_types import (
    FORMATS,
    MOST_ACROSS,
    MOST_ON_SHEETS,
    PAPERS,
    SIDES,
    SUFFIXES,
    ExportReport,
    ExportRequest,
)
from app.services.export_writing import check_room, check_target, replacing
from app.services.wall_table import SHOWN_KINDS
from app.services.wall_tiles import TileStyle
from common.errors import ExportError
from common.jobs import JobContext
from common.selection import as_ids
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.export_sheets import Card
    from app.services.items import ItemService
    from app.services.library import Library
    from app.services.types import ItemDetails
    from app.services.wall import WallService

logger = logging.getLogger(__name__)

AT_ONCE = 500  # items read by one set of queries


class ExportService:
    """Writes what the user picked to a file: all of it or, if anything goes wrong, nothing.

    Safe to call on any thread; reads only.

    Args:
        library: the open library.
        items: of the library.
        wall: draws pictures of the wall.
    """

    def __init__(self, library: "Library", items: "ItemService", wall: "WallService") -> None:
        self._library = library
        self._items = items
        self._wall = wall

    def run(self, request: ExportRequest, context: JobContext | None = None) -> ExportReport:
        """Export.

        Raises:
            ExportError: the request cannot be met, or the file cannot be written.
            LibraryError: the library cannot be read.
            JobCancelled: by the context; nothing is left behind.
        """
        context = context or JobContext()
        context.step(0)
        _check(request)
        check_target(request.target, overwrite=request.overwrite)
        report = ExportReport(request.target, request.form)
        writers = {
            "csv": self._write_table, "json": self._write_table, "zip": self._write_zip,
            "coco": self._write_coco, "pdf": self._write_pdf, "html": self._write_html,
            "png": self._write_picture,
        }  # fmt: skip
        with replacing(request.target, overwrite=request.overwrite) as file:
            writers[request.form](file, request, report, context)
            context.step(1, 1)  # the last moment to cancel
        report.size = request.target.stat().st_size
        logger.info("exported %d items to %s", report.items, request.target)
        return report

    def preview(
        self, request: ExportRequest, rows: int = 6
    ) -> tuple[tuple[str, ...], list[Record]]:
        """Return the columns of a table and its first rows."""
        columns = self._columns(request)
        first = self._items.describe(as_ids(request.items)[:rows].tolist())
        return columns, [self._record(request, d, n) for n, d in enumerate(first, 1)]

    def media_size(self, items: Sequence[int], context: JobContext | None = None) -> int:
        """Return how many bytes the media files of items have, as known from the last import."""
        found = 0
        for details in self._described(items, context or JobContext()):
            if details.summary.kind in (ItemKind.PHOTO, ItemKind.VIDEO, ItemKind.LIFELOG):
                found += next((f.size for f in details.files if f.role == "media"), 0)
        return found

    # -- reading

    def _described(
        self, items: Sequence[int], context: JobContext, done: int = 0
    ) -> "Iterator[ItemDetails]":
        """Yield everything known of items, in their order."""
        ids = as_ids(items)
        for start in range(0, len(ids), AT_ONCE):
            context.step(done + start, done + len(ids))
            yield from self._items.describe(ids[start : start + AT_ONCE].tolist())

    def _kinds(self, items: Sequence[int]) -> list[ItemKind]:
        columns = self._library.catalogue.columns("id", "kind")
        wanted = np.isin(columns["id"], as_ids(items))
        return [ItemKind(kind) for kind in columns["kind"][wanted].tolist()]

    def _columns(self, request: ExportRequest) -> tuple[str, ...]:
        if request.columns:
            return request.columns
        return columns_for(set(self._kinds(request.items)), with_hits=bool(request.hits))

    @staticmethod
    def _record(request: ExportRequest, details: "ItemDetails", number: int) -> Record:
        return record_of(details, request.hits.get(details.id), number)

    def _records(self, request: ExportRequest, context: JobContext) -> Iterator[Record]:
        for number, details in enumerate(self._described(request.items, context), 1):
            yield self._record(request, details, number)

    # -- formats

    def _write_table(
        self, file: BinaryIO, request: ExportRequest, report: ExportReport, context: JobContext
    ) -> None:
        columns, records = self._columns(request), self._records(request, context)
        if request.form == "csv":
            report.items = write_csv(file, records, columns, mark=request.for_spreadsheet)
        else:
            report.items = write_json(file, records, columns)

    def _write_zip(
        self, file: BinaryIO, request: ExportRequest, report: ExportReport, context: JobContext
    ) -> None:
        from app.services.export_zip import Archive

        check_room(request.target, self.media_size(request.items, context))
        archive = Archive(self._items, request, report, context)
        described = self._described(request.items, JobContext())
        report.items = archive.write(file, described, self._columns(request))
        if report.missing:
            report.notes.append("What could not be read is listed in missing.csv in the archive.")

    def _cards(self, request: ExportRequest, level: int, context: JobContext) -> "Iterator[Card]":
        from app.services.export_sheets import card_of

        for details in self._described(request.items, context):
            yield card_of(details, self._library.thumbnails, level)

    def _write_coco(
        self, file: BinaryIO, request: ExportRequest, report: ExportReport, context: JobContext
    ) -> None:
        from app.services.export_coco import CocoWriter

        writer = CocoWriter(partial(self._size_of, {}), request.title)
        report.items = writer.write(file, self._described(request.items, context))
        report.notes.append(f"{writer.annotations:,} boxes.")
        if writer.unsized:
            report.notes.append(f"{writer.unsized:,} items without a readable picture left out.")
        if writer.placeless:
            report.notes.append(f"{writer.placeless:,} objects have no known place, left out.")

    def _size_of(
        self, videos: dict[int, tuple[int, int]], details: "ItemDetails"
    ) -> tuple[int, int]:
        """Return width and height of what a detector saw of an item, pixels.

        Args:
            videos: sizes that are known; what is found of another video is added.
            details: of the item.

        Raises:
            AppError: its picture cannot be read.
        """
        parent = details.parent
        if parent > 0 and parent not in videos:
            facts = self._items.details(parent).facts
            videos[parent] = (facts.width or 0, facts.height or 0)
        if parent > 0 and all(videos[parent]):
            return videos[parent]
        picture = self._items.picture(details.id)
        return picture.full_size if picture.source == "original" else (0, 0)

    def _write_pdf(
        self, file: BinaryIO, request: ExportRequest, report: ExportReport, context: JobContext
    ) -> None:
        from app.services.export_sheets import PdfSheets, is_tall

        kinds = self._kinds(request.items)
        sheets = PdfSheets(request, len(kinds), tall=is_tall(kinds))
        report.items = sheets.write(file, self._cards(request, 384, JobContext()), context)
        report.notes += sheets.notes()

    def _write_html(
        self, file: BinaryIO, request: ExportRequest, report: ExportReport, context: JobContext
    ) -> None:
        from app.services.export_sheets import LARGE_UNTIL, is_tall, write_html

        kinds = self._kinds(request.items)
        cards = self._cards(request, 384 if len(kinds) <= LARGE_UNTIL else 128, JobContext())
        report.items = write_html(
            file, cards, request, len(kinds), tall=is_tall(kinds), context=context
        )

    def _write_picture(
        self, file: BinaryIO, request: ExportRequest, report: ExportReport, context: JobContext
    ) -> None:
        from app.services.export_picture import picture_size, whole_area, write_wall

        wanted = request.wall
        table = self._wall.table(SHOWN_KINDS if wanted.kinds is None else wanted.kinds)
        if not len(table):
            raise ExportError("The wall is empty.", hint="Import something, or show more kinds.")
        arrangement = self._wall.arrange(table, wanted.arrange, context)
        style = TileStyle(wanted.arrange.shape, self._wall.style().fit)
        scene = table.scene(arrangement)
        area = whole_area(scene, style) if wanted.area is None else wanted.area
        size = picture_size(area, wanted.width)
        if not SIDES[0] <= size[1] <= SIDES[1]:
            raise ExportError(
                f"The picture would be {size[0]:,} x {size[1]:,} pixels.",
                hint=f"Choose another width; sides have {SIDES[0]} to {SIDES[1]:,} pixels.",
            )
        lit = None
        if wanted.lit is not None:
            lit = table.mask(as_ids(wanted.lit))[arrangement.order]
        composer = self._wall.composer(lambda item, side: self._items.picture(item, side).rgb)
        clusters = arrangement.clusters if wanted.labels else ()
        frame = (area, wanted.width)
        write_wall(file, scene, style, composer, frame, context, clusters=clusters, lit=lit)
        report.items, report.picture = len(table), size
        if composer.trouble is not None:
            report.notes.append(str(composer.trouble))


def _check(request: ExportRequest) -> None:
    """Refuse what cannot be exported.

    Raises:
        ExportError: the format, a column or a number is out of range, or there are too many items.
    """
    if request.form not in FORMATS:
        raise ExportError(
            f"“{request.form}” is no format of exports.",
            hint=f"Choose one of: {', '.join(FORMATS)}.",
        )
    if unknown := [name for name in request.columns if name not in known_columns()]:
        raise ExportError(
            f"There is no column “{unknown[0]}”.",
            hint=f"Choose from: {', '.join(known_columns())}.",
        )
    if request.form in ("pdf", "html") and len(request.items) > MOST_ON_SHEETS:
        raise ExportError(
            f"A contact sheet holds at most {MOST_ON_SHEETS:,} items, not {len(request.items):,}.",
            hint="Choose fewer items, or export a picture of the wall, CSV or JSON.",
        )
    if request.paper not in PAPERS or not 1 <= request.across <= MOST_ACROSS:
        raise ExportError(
            f"No sheet is “{request.paper}” with {request.across} pictures side by side.",
            hint=f"Choose one of {', '.join(PAPERS)} and 1 to {MOST_ACROSS} pictures.",
        )
    low, high = SIDES
    if request.form == "png" and not low <= request.wall.width <= high:
        raise ExportError(
            f"A picture {request.wall.width:,} pixels wide cannot be drawn.",
            hint=f"Choose {low} to {high:,} pixels.",
        )


def default_name(title: str, form: str) -> str:
    """Return a good file name for an export of what is called title."""
    from app.services.export_zip import Names

    stem = title.strip().replace("“", "").replace("”", "") or "Kinora export"
    return Names().give(".", f"{stem[:80]}{suffix_of(form)}").removeprefix("./")


def with_suffix(path: Path, form: str) -> Path:
    """Return a path with the suffix of a format, added where it is not there."""
    suffix = suffix_of(form)
    return path if path.name.lower().endswith(suffix) else path.with_name(f"{path.name}{suffix}")


def suffix_of(form: str) -> str:
    """Return the suffix of files of a format, with its dot."""
    return f".{SUFFIXES.get(form, form)}"


def form_of(path: Path) -> str:
    """Return the format that the suffix of a file names, "" for none."""
    named = [form for form in FORMATS if path.name.lower().endswith(suffix_of(form))]
    return max(named, key=lambda form: len(suffix_of(form)), default="")
