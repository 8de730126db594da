"""Many drawings at once: which there are, what they are called, what became of them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.services.body_reading import DRAWING_SUFFIXES
from app.services.body_types import BodyMeasures, BodyRow
from common.errors import QueryError
from common.jobs import JobContext
from common.json_bytes import json_bytes
from common.strokes import Stroke
from models.sketch.raster import draw

CELL: Final = 160  # pixels of a picture's side on a sheet
_LINE: Final = 30  # pixels of the line below it
_COLUMNS: Final = 4
_PAGE: Final = 80  # bodies on a sheet; more go on to the next one
_PLAIN: Final = ("source", "outcome", "files", "confidence", "unsure", "notes", "error")


class Within(JobContext):
    """One of many steps, that reports as a part of them.

    Args:
        outer: of all steps.
        place: of the step.
        count: of the steps.
        title: of the step.
    """

    def __init__(self, outer: JobContext, place: int, count: int, title: str) -> None:
        super().__init__()
        self._outer, self._place, self._count, self._title = outer, place, count, title

    def step(self, done: int, total: int = 0, note: str = "") -> None:
        """Report, wait and stop as the whole does."""
        share = f" {100 * done // total} %" if total else ""
        self._outer.step(self._place, self._count, f"{self._title}: {note}{share}")


def drawings_of(paths: Sequence[Path]) -> list[Path]:
    """Return the drawings of files and folders, in order; bodies we wrote in a folder left out.

    Raises:
        QueryError: there are none, or a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                one
                for one in path.iterdir()
                if one.suffix.lower() in DRAWING_SUFFIXES
                and not one.stem.endswith((".body", "_keypoints"))
                and not one.name.startswith(".")
            )
        elif path.is_file():
            found.append(path)
        else:
            raise QueryError(f"There is no “{path}”.", hint="Check the path.")
    if not found:
        raise QueryError(
            "There is no drawing.",
            hint=f"Name files or folders of {', '.join(DRAWING_SUFFIXES)}, or a pose (--pose).",
        )
    return list(dict.fromkeys(found))


def names_of(paths: Sequence[Path]) -> list[str]:
    """Return a name for each: its own, with its suffix where two have the same."""
    stems = [path.stem.removesuffix(".body") for path in paths]
    names: list[str] = []
    for path, stem in zip(paths, stems, strict=True):
        name = stem if stems.count(stem) == 1 else path.name.replace(".", "-")
        number = 2
        unique = name
        while unique in names:
            unique, number = f"{name}-{number}", number + 1
        names.append(unique)
    return names


def row_document(row: BodyRow) -> dict[str, Any]:
    """Return a row as JSON types."""
    document = asdict(row)
    document["files"] = [str(path) for path in row.files]
    document["unsure"], document["notes"] = list(row.unsure), [str(one) for one in row.notes]
    document["measures"] = None if row.measures is None else row.measures.rounded()
    return document | {"outcome": row.outcome}


def table_of(rows: Sequence[BodyRow], path: Path) -> bytes:
    """Return what became of each drawing: JSON where the file is called so, CSV otherwise.

    Args:
        rows: one a drawing.
        path: of the file that is to be written.
    """
    if path.suffix.lower() == ".json":
        counts = {
            one: sum(row.outcome == one for row in rows) for one in ("written", "skipped", "failed")
        }
        document = {"counts": counts, "bodies": [row_document(row) for row in rows]}
        return json_bytes(document, indent=1)
    measured = any(row.measures is not None for row in rows)
    names = [one.name for one in fields(BodyMeasures)] if measured else []
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*_PLAIN, *names])
    for row in rows:
        values = {} if row.measures is None else row.measures.rounded()
        writer.writerow([*_plain(row), *(values.get(name, "") for name in names)])
    return text.getvalue().encode("utf-8-sig")


def _plain(row: BodyRow) -> list[str]:
    sure = "" if row.confidence is None else f"{row.confidence:.3f}"
    files = "; ".join(path.name for path in row.files)
    notes = " ".join(str(one) for one in row.notes)
    return [row.source, row.outcome, files, sure, ", ".join(row.unsure), notes, row.error]


class Sheet:
    """A contact sheet: each drawing beside its body, a page at a time.

    Args:
        path: PNG file of the first page; the others get a number.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cells: list[tuple[NDArray[np.uint8], BodyRow]] = []
        self._pages = 0

    def add(self, row: BodyRow, strokes: Sequence[Stroke], body: NDArray[np.uint8] | None) -> None:
        """Add a drawing.

        Args:
            row: what became of it.
            strokes: the drawing's; none for a body that was read from a file.
            body: uint8 (CELL, CELL, 4), a picture of it; None where there is none.
        """
        self._cells.append((_cell(strokes, body), row))
        if len(self._cells) == _PAGE:
            self.write()

    def write(self) -> None:
        """Write what is left as a page.

        Raises:
            OSError: it cannot be written.
        """
        if not self._cells:
            return
        self._pages += 1
        stem = self._path.stem + (f"-{self._pages}" if self._pages > 1 else "")
        write_file(self._path.with_name(f"{stem}.png"), _page(self._cells))
        self._cells = []


def _cell(strokes: Sequence[Stroke], body: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    cell = np.full((CELL, 2 * CELL, 3), 255, np.uint8)
    if strokes:
        cell[:, :CELL] = draw(strokes, CELL, pen=1)[..., None]
    if body is not None:
        cover = body[..., 3:].astype(np.float32) / 255.0
        mixed = body[..., :3] * cover + 255.0 * (1.0 - cover)
        cell[:, CELL:] = np.round(mixed).astype(np.uint8)
    return cell


def _page(cells: Sequence[tuple[NDArray[np.uint8], BodyRow]]) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    columns = min(_COLUMNS, len(cells))
    rows = -(-len(cells) // columns)
    width, height = 2 * CELL + 12, CELL + _LINE
    page = Image.new("RGB", (columns * width, rows * height), "white")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(12)
    for place, (cell, row) in enumerate(cells):
        x, y = place % columns * width + 6, place // columns * height + 6
        page.paste(Image.fromarray(cell), (x, y))
        sure = "" if row.confidence is None else f"  {row.confidence:.0%}"
        told = f"  {row.outcome}" if row.outcome != "written" else sure
        colour = "#b00020" if row.error else "#333333"
        name = row.source
        while len(name) > 8 and font.getlength(name + told) > 2 * CELL:
            name = f"{name[: (len(name) - 1) // 2]}…{name[(len(name) + 3) // 2 :]}"
        pen.text((x, y + CELL + 4), name + told, fill=colour, font=font)
        pen.rectangle((x, y, x + 2 * CELL, y + CELL), outline="#dddddd")
    out = io.BytesIO()
    page.save(out, "PNG", optimize=True)
    return out.getvalue()


def write_file(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
