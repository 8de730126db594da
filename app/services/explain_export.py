"""Explanations as files: PNG, SVG, NumPy, CSV, JSON, and reports as PDF and HTML."""

import csv
import io
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app.services.explain_colours import Look
from app.services.explain_sheet import draw_sheet, rows_of, svg_lines
from app.services.explain_types import MEASURES, Explained
from app.services.explain_words import measures_document, settings_of, source_text
from app.services.export_writing import check_target, replacing
from common.errors import ExportError
from common.jobs import JobContext
from common.json_bytes import json_bytes

FORMATS = ("png", "svg", "npz", "csv", "json", "pdf", "html")
_MOST_ON_SHEET = 60  # explanations of one PNG or SVG
_SETTINGS = ("network", "weights", "layer", "target", "seed")

Writer = Callable[[BinaryIO, Sequence[Explained], Look, JobContext], None]


def form_of(target: Path) -> str:
    """Return the format that a file's suffix names.

    Raises:
        ExportError: it names none.
    """
    form = target.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise ExportError(
            f"“{target.name}” names no format of explanations.",
            hint=f"End its name in one of: {', '.join(f'.{each}' for each in FORMATS)}.",
        )
    return form


def export(
    shown: Sequence[Explained],
    target: Path,
    *,
    look: Look | None = None,
    overwrite: bool = False,
    context: JobContext | None = None,
) -> Path:
    """Write explanations to a file: all of it or nothing; its suffix chooses the format.

    Args:
        shown: at least one.
        target: the file.
        look: how maps are drawn.
        overwrite: replace a file that is there.
        context: reports and cancels; a cancelled export leaves nothing behind.

    Raises:
        ExportError: no such format, nothing to export, or it cannot be written.
        JobCancelled: by the context.
    """
    form = form_of(target)
    context = context or JobContext()
    if not shown:
        raise ExportError("There is no explanation to export.", hint="Explain a picture first.")
    if form in {"png", "svg"} and len(shown) > _MOST_ON_SHEET:
        raise ExportError(
            f"{len(shown)} explanations are too many for one picture.",
            hint=f"Choose a report (.pdf, .html), or {_MOST_ON_SHEET} pictures at most.",
        )
    check_target(target, overwrite=overwrite)
    with replacing(target, overwrite=overwrite) as file:
        _writer(form)(file, shown, look or Look(), context)
        context.step(1, 1)  # the last moment to cancel
    return target


def _writer(form: str) -> Writer:
    if form in {"pdf", "html"}:
        from app.services import explain_report

        return explain_report.write_pdf if form == "pdf" else explain_report.write_html
    known: dict[str, Writer] = {
        "png": _write_png, "svg": _write_svg, "npz": _write_npz, "csv": _write_csv,
        "json": _write_json,
    }  # fmt: skip
    return known[form]


def _write_png(file: BinaryIO, shown: Sequence[Explained], look: Look, context: JobContext) -> None:
    from PIL.PngImagePlugin import PngInfo

    context.step(0, 2)
    sheet = draw_sheet(rows_of(shown, look), look)
    context.step(1, 2)
    told = PngInfo()
    told.add_itxt("Settings", _settings_text(shown))
    sheet.save(file, "PNG", pnginfo=told)


def _write_svg(file: BinaryIO, shown: Sequence[Explained], look: Look, context: JobContext) -> None:
    context.step(0, 1)
    for line in svg_lines(rows_of(shown, look), look):
        file.write(line.encode("utf-8", "replace") + b"\n")


def _write_npz(
    file: BinaryIO, shown: Sequence[Explained], _look: Look, context: JobContext
) -> None:
    """Write arrays: `PLACE/picture`, `PLACE/map/METHOD`, `PLACE/raw/METHOD`, and `settings`.

    `settings` is JSON in an array without dimensions, so that nothing is pickled.
    """
    arrays = {"settings": np.array(_settings_text(shown))}
    for place, explained in enumerate(shown):
        context.step(place, len(shown), explained.title)
        arrays[f"{place}/picture"] = explained.rgb
        arrays[f"{place}/crop"] = np.array(explained.crop, np.float64)
        for found in explained.maps:
            arrays[f"{place}/map/{found.method}"] = found.map
            arrays[f"{place}/raw/{found.method}"] = found.raw
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _write_csv(
    file: BinaryIO, shown: Sequence[Explained], _look: Look, _context: JobContext
) -> None:
    """Write one row a picture and method; what could not be measured stays empty."""
    text = io.StringIO(newline="")
    names = [n for n in MEASURES if any(n in m.measures for each in shown for m in each.maps)]
    table = csv.writer(text)
    table.writerow(["picture", "title", *_SETTINGS, "score", "method", *names, "ms", "notes"])
    for explained in shown:
        request = explained.request
        head = [
            source_text(request), explained.title, request.network, explained.version,
            request.layer, explained.label, request.options.seed, f"{explained.score:.6f}",
        ]  # fmt: skip
        for found in explained.maps:
            values = [found.measures.get(name, math.nan) for name in names]
            told = [f"{value:.6f}" if math.isfinite(value) else "" for value in values]
            notes = "; ".join((*explained.notes, *found.notes))
            table.writerow([*head, found.method, *told, f"{found.ms:.3f}", notes])
    file.write(text.getvalue().encode("utf-8", "replace"))


def _write_json(
    file: BinaryIO, shown: Sequence[Explained], _look: Look, _context: JobContext
) -> None:
    file.write(json_bytes(documents(shown), indent=2))


def documents(shown: Sequence[Explained]) -> list[dict[str, object]]:
    """Return what was measured of each explanation with the settings that make it again."""
    return [{**measures_document(each), "settings": settings_of(each)} for each in shown]


def _settings_text(shown: Sequence[Explained]) -> str:
    return json.dumps([settings_of(each) for each in shown], ensure_ascii=False)
