"""Exports as ZIP: the media files themselves, and what is known of them beside them."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from app.services.export_records import Record, printable, record_of
from app.services.export_tables import write_csv, write_json
from app.services.export_types import ExportReport, ExportRequest
from app.services.media_places import is_address, medium
from common.errors import AppError
from common.jobs import JobContext
from common.values import ItemKind

if TYPE_CHECKING:
    from app.services.items import ItemService
    from app.services.types import ItemDetails

_PIECE = 1 << 20  # bytes
_MOST_BYTES = 180  # of a name; file systems take 255 with what is added
_QUALITY = 92  # of keyframes
_EARLIEST, _LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 59)  # that a ZIP can tell
_BAD = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(slots=True)
class Names:
    """Gives every file of an archive a name of its own, valid on every system."""

    taken: set[str] = field(default_factory=set)
    _next: dict[str, int] = field(default_factory=dict)  # number to try for a name given before

    def give(self, folder: str, name: str) -> str:
        """Return FOLDER/NAME, with a number where that is taken; case does not tell two apart."""
        stem, suffix = _parts(name)
        plain = _key(f"{folder}/{stem}{suffix}")
        number = self._next.get(plain, 1)
        while True:
            shown = f"{folder}/{stem}{f' ({number})' if number > 1 else ''}{suffix}"
            number += 1
            if (key := _key(shown)) not in self.taken:
                self.taken.add(key)
                self._next[plain] = number
                return shown


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _parts(name: str) -> tuple[str, str]:
    """Return stem and suffix of a name without what some system does not take."""
    clean = unicodedata.normalize("NFC", name).encode("utf-8", "replace").decode()
    clean = _BAD.sub("_", clean).strip(" .") or "item"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    path = PurePosixPath(clean)
    suffix = path.suffix if len(path.suffix) <= 10 else ""
    stem = clean[: len(clean) - len(suffix)] if suffix else clean
    return stem.encode()[:_MOST_BYTES].decode("utf-8", "ignore").rstrip(" ."), suffix


class Archive:
    """Fills one ZIP file.

    Args:
        items: of the library.
        request: what is exported.
        report: files, missing files and notes are added.
        context: of the job.
    """

    def __init__(
        self,
        items: "ItemService",
        request: ExportRequest,
        report: ExportReport,
        context: JobContext,
    ) -> None:
        self._items = items
        self._request = request
        self._report = report
        self._context = context
        self._names = Names({"items.csv", "items.json", "missing.csv"})
        self._packed: dict[str, str] = {}  # path on disk -> name in the archive

    def write(
        self, file: BinaryIO, described: Iterable["ItemDetails"], columns: Sequence[str]
    ) -> int:
        """Write the archive and return the number of items.

        Raises:
            OSError: it cannot be written.
            JobCancelled: by the context.
        """
        records: list[Record] = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for number, details in enumerate(described):
                self._context.step(number, len(self._request.items), details.summary.title)
                hit = self._request.hits.get(details.id)
                record = record_of(details, hit, number + 1)
                record["file"] = self._add(archive, details)
                records.append(record)
            wanted = ("file", *columns)
            self._add_tables(archive, records, wanted)
        return len(records)

    def _add_tables(
        self, archive: zipfile.ZipFile, records: Sequence[Record], columns: Sequence[str]
    ) -> None:
        for name, write in (("items.csv", write_csv), ("items.json", write_json)):
            with archive.open(_info(name, packed=True), "w", force_zip64=True) as entry:
                buffer = io.BytesIO()
                write(buffer, records, columns)
                entry.write(buffer.getvalue())
        if self._report.missing:
            rows: Iterator[Record] = (
                {"path": path, "reason": reason} for path, reason in self._report.missing
            )
            buffer = io.BytesIO()
            write_csv(buffer, rows, ("path", "reason"))
            archive.writestr(_info("missing.csv", packed=True), buffer.getvalue())

    def _add(self, archive: zipfile.ZipFile, details: "ItemDetails") -> str | None:
        """Add what shows an item; return its name in the archive, None where nothing does."""
        kind = details.summary.kind
        if kind == ItemKind.FILM:
            posters = [file.path for file in details.files if file.role == "poster"]
            return next(
                (name for path in posters if (name := self._copy(archive, path, "posters"))), None
            ) or self._picture(archive, details, "posters")
        if kind == ItemKind.SHOT:
            if self._request.with_videos and details.summary.path:
                self._copy(archive, details.summary.path, "media")
            return self._picture(archive, details, "keyframes")
        paths = [file.path for file in details.files if file.role == "media"]
        if not paths:
            self._miss(details.summary.title or str(details.id), "no file of it is known")
        troubles: list[tuple[str, str]] = []
        for path in paths:  # copies of the same content: the first that can be read
            name = self._copy(archive, path, "media", troubles)
            if name is not None:
                return name
        self._report.missing += troubles
        return self._picture(archive, details, "thumbnails")

    def _miss(self, path: str, reason: str) -> None:
        self._report.missing.append((printable(path), reason))

    def _copy(
        self,
        archive: zipfile.ZipFile,
        path: str,
        folder: str,
        troubles: list[tuple[str, str]] | None = None,
    ) -> str | None:
        """Copy a file into the archive once; None where it cannot be read, which is noted."""
        if path in self._packed:
            return self._packed[path]
        missing = self._report.missing if troubles is None else troubles
        try:
            found = medium(path, self._context)
            source = found.open("rb")
        except (OSError, ValueError) as error:
            missing.append((printable(path), _reason(error)))
            return None
        with source:
            try:
                piece = source.read(_PIECE)
                if is_address(path):
                    info = _info(path, at_s=found.stat().st_mtime)
                else:
                    info = zipfile.ZipInfo.from_file(path, strict_timestamps=False)
            except OSError as error:
                missing.append((printable(path), _reason(error)))
                return None
            name = self._names.give(folder, printable(Path(path).name))
            info.filename, info.compress_type = name, zipfile.ZIP_STORED
            with archive.open(info, "w", force_zip64=True) as entry:
                while piece:
                    entry.write(piece)
                    self._context.step(self._report.files, 0, Path(path).name)
                    try:
                        piece = source.read(_PIECE)
                    except OSError as error:  # what was read until here stays
                        missing.append((printable(path), f"cut off: {_reason(error)}"))
                        break
        self._packed[path] = name
        self._report.files += 1
        return name

    def _picture(self, archive: zipfile.ZipFile, details: "ItemDetails", folder: str) -> str | None:
        """Add the picture of an item that has no file of its own; None where there is none."""
        from PIL import Image

        try:
            if folder == "keyframes":
                rgb = self._items.picture(details.id).rgb
            else:
                rgb = self._items.thumbnail(details.id, 384)
        except AppError as error:
            self._miss(details.summary.title or str(details.id), error.what.rstrip("."))
            return None
        title = details.summary.title or Path(details.summary.path).stem or f"item {details.id}"
        if details.summary.year and details.summary.kind == ItemKind.FILM:
            title = f"{title} ({details.summary.year})"
        if details.summary.start_s is not None and not details.summary.title:
            title = f"{title} {details.summary.start_s:.1f} s"
        name = self._names.give(folder, f"{title}.jpg")
        buffer = io.BytesIO()
        Image.fromarray(rgb).save(buffer, "JPEG", quality=_QUALITY)
        archive.writestr(_info(name), buffer.getvalue())
        return name


def _info(name: str, *, packed: bool = False, at_s: float | None = None) -> zipfile.ZipInfo:
    """Return the entry of a file that is made here, dated now or as told, seconds since 1970."""
    import time

    moment = time.localtime(at_s)[:6]
    info = zipfile.ZipInfo(name, min(max(moment, _EARLIEST), _LATEST))
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    return info


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "the file is not there"
    return str(getattr(error, "strerror", None) or error).lower()
