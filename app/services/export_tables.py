"""Exports as CSV and JSON: streamed, safe in spreadsheets, readable as a film list again."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from app.services.export_records import Record, Value

_BOM = b"\xef\xbb\xbf"
# Spreadsheets take a cell that begins so for a formula; the last four are full-width forms.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SEPARATORS = "|;,"


def write_csv(
    file: BinaryIO, records: Iterable[Record], columns: Sequence[str], *, mark: bool = False
) -> int:
    """Write records as CSV (RFC 4180, UTF-8) and return how many.

    Args:
        file: open for writing.
        records: of the items.
        columns: which and in which order.
        mark: begin with the byte order mark.
    """
    if mark:
        file.write(_BOM)
    text = io.TextIOWrapper(file, "utf-8", errors="backslashreplace", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    count = 0
    for record in records:
        writer.writerow([cell_of(record[name]) for name in columns])
        count += 1
    text.flush()
    text.detach()
    return count


def cell_of(value: Value) -> str:
    """Return a value as a cell: lists joined by |, text that looks like a formula made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        looks_packed = bool(value) and value[0].startswith("[")
        if looks_packed or any(mark in part for part in value for mark in _SEPARATORS):
            # Beginning with a bracket, it is no formula, and is read as a list again.
            return json.dumps(value, ensure_ascii=False)
        value = "|".join(value)
    return safe(value)


def safe(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe before what looks like a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_json(file: BinaryIO, records: Iterable[Record], columns: Sequence[str]) -> int:
    """Write records as a JSON array, an object a line, and return how many."""
    count = 0
    file.write(b"[")
    for record in records:
        wanted = {name: record[name] for name in columns}
        line = json.dumps(wanted, ensure_ascii=False, allow_nan=False)
        file.write(b",\n" if count else b"\n")
        file.write(line.encode("utf-8", "backslashreplace"))
        count += 1
    file.write(b"\n]\n")
    return count
