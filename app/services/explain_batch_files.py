"""Runs of explanations on disk: a line of settings, then one line a picture."""

import csv
import io
import json
import logging
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.services.explain_batch_types import GROUPS, BatchRow, BatchTable
from app.services.export_writing import replacing
from common.errors import QueryError
from common.json_bytes import json_bytes

logger = logging.getLogger(__name__)

_FORM = 1  # of the file


class Keeper:
    """Rows of a run, in memory and, where it has a file, on disk as soon as they are there.

    Args:
        path: of the file; None keeps them in memory only. What is there already is read.
        settings: of a new file.

    Raises:
        QueryError: the file cannot be read or written.
    """

    def __init__(self, path: Path | None, settings: dict[str, Any]) -> None:
        self._path = path
        self.rows: list[BatchRow] = []
        self.skipped: list[tuple[str, str]] = []
        if path is None:
            return
        if path.is_file():
            before = read_run(path, path.stem)
            self.rows, self.skipped = list(before.rows), list(before.skipped)
            _cut_last_line(path)
            return
        path.parent.mkdir(exist_ok=True)
        self._append({"kinora explanations": _FORM, "settings": settings})

    def add(self, key: str, rows: Sequence[BatchRow], reason: str) -> None:
        """Keep what became of one picture.

        Raises:
            QueryError: it cannot be written.
        """
        if reason:
            self.skipped.append((key, reason))
            self._append({"key": key, "skipped": reason})
        else:
            self.rows.extend(rows)
            self._append({"key": key, "rows": [row.to_json() for row in rows]})

    def _append(self, line: dict[str, Any]) -> None:
        if self._path is None:
            return
        try:
            with self._path.open("ab") as file:
                file.write(json_bytes(line, allow_nan=False) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise QueryError(
                f"The run cannot be kept in “{self._path}”: {error.strerror or error}.",
                hint="Free some space and run it again: it goes on where it stopped.",
            ) from error


def read_run(path: Path, name: str) -> BatchTable:
    """Return a run as far as it can be read.

    Raises:
        QueryError: its first line cannot be read.
    """
    rows: list[BatchRow] = []
    skipped: list[tuple[str, str]] = []
    lines = path.read_bytes().split(b"\n")
    try:
        head = json.loads(lines[0])
        settings = dict(head["settings"])
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise QueryError(
            f"The run “{name}” cannot be read.", hint="Remove it, or choose another name."
        ) from error
    for line in lines[1:-1]:  # what stands behind the last line end was cut off
        try:
            entry = json.loads(line)
            if "skipped" in entry:
                skipped.append((str(entry["key"]), str(entry["skipped"])))
            else:
                rows.extend(BatchRow.from_json(row) for row in entry["rows"])
        except (ValueError, KeyError, TypeError, QueryError):
            logger.warning("a line of the run %s cannot be read; its picture is made again", name)
    return BatchTable(tuple(rows), tuple(skipped), settings, name)


def _cut_last_line(path: Path) -> None:
    """Take away a last line that was not finished."""
    content = path.read_bytes()
    end = content.rfind(b"\n") + 1
    if end < len(content):
        with path.open("r+b") as file:
            file.truncate(end)


def write_csv(table: BatchTable, target: Path, *, overwrite: bool) -> None:
    """Write a run as CSV, a line a map: whole or not at all.

    Args:
        table: the run.
        target: name of the file.
        overwrite: replace a file that is there.

    Raises:
        ExportError: it is there already, or cannot be written.
    """
    with replacing(target, overwrite=overwrite) as file:
        file.write(_csv(table).encode("utf-8", "replace"))


def _csv(table: BatchTable) -> str:
    names = table.names()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["key", "item", "title", *GROUPS, "score", *names, "ms", "note"])
    for row in table.rows:
        values = [row.values.get(name, math.nan) for name in names]
        told = [f"{value:.6f}" if math.isfinite(value) else "" for value in values]
        groups = [getattr(row, group) for group in GROUPS]
        item = row.item if row.item >= 0 else ""
        first = [row.key, item, row.title, *groups, f"{row.score:.6f}"]
        writer.writerow([*first, *told, f"{row.ms:.3f}", row.note])
    return text.getvalue()
