"""The interaction log: every action of the user with its time, as JSON lines, on his own disk.

It is off unless the user switches it on, and nothing ever sends it anywhere. A line is one JSON
object: `n` (1, 2, ...), `at` (UTC, ISO 8601), `s` (seconds since the log began, monotonic), `event`
and what belongs to it. A line `results` carries the query, so that it can be asked again; a line
`asked` what panels asked for whose lists change under the hand; a line `state` what lists depend
on: `interactions_replay`. A record is a log as one JSON document that can be handed on.
"""

import json
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from app.services.export_writing import replacing
from common.errors import LibraryError
from common.json_bytes import json_bytes
from common.values import ResultList

logger = logging.getLogger(__name__)

PREFIX = "interactions-"
FIELDS = ("n", "at", "s", "event")
RECORD, RECORD_VERSION = "kinora-session-record", 1
STATE = "state"  # the event that says what lists depend on
MOST_ITEMS = 100  # of a list, in one line
MOST_QUERY = 256 << 10  # characters of a query with pictures in it


def results_values(
    results: ResultList, panel: str, asked: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what a line `results` or `asked` says of a list.

    Args:
        results: any list; one of a search carries its query.
        panel: that made it.
        asked: what was asked for, where the list does not say it by its query or recipe:
            `interactions_asked`.
    """
    values: dict[str, Any] = {
        "query": results.query,
        "count": len(results.hits),
        "panel": panel,
        "ms": round(results.ms, 2),
        "items": [hit.item for hit in results.hits[:MOST_ITEMS]],
        "scores": [round(float(hit.score), 6) for hit in results.hits[:MOST_ITEMS]],
    }
    query = getattr(results, "asked", None)  # lists of other panels were not asked for by a query
    if asked is None:
        asked = results.recipe if query is None else query.to_json()
    if asked is not None and len(json.dumps(asked)) <= MOST_QUERY:
        values["asked"] = asked
    return values


class InteractionLog:
    """Writes one file of JSON lines; safe to call on any thread.

    A disk that is full or gone ends the log, never the program: `problem` says why then.

    Args:
        folder: where the file is made, named by the time; the folder is made too.

    Raises:
        LibraryError: the file cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        self._guard = threading.Lock()
        self._began = time.monotonic()
        self._count = 0
        self.problem = ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.path, self._file = _new_file(folder)
        except OSError as error:
            raise LibraryError(
                f"The interaction log cannot be written to “{folder}” ({error}).",
                hint="Make room or switch the log off in the settings.",
            ) from error

    def write(self, event: str, values: Mapping[str, Any] | None = None) -> None:
        """Append a line; it is handed to the system before this returns.

        Args:
            event: "thing.verb".
            values: JSON types; names of FIELDS are left out.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        own = {name: value for name, value in (values or {}).items() if name not in FIELDS}
        with self._guard:
            if self.problem or self._file.closed:
                return
            elapsed = round(time.monotonic() - self._began, 3)
            line = {"n": self._count + 1, "at": now, "s": elapsed, "event": event, **own}
            try:
                self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
                self._file.flush()
            except OSError as error:
                self.problem = str(error)
                logger.warning("the interaction log ends: %s", error)
                return
            self._count += 1

    def close(self) -> None:
        """End the log; one without a single line is taken away."""
        with self._guard:
            try:
                self._file.close()
                if not self._count:
                    self.path.unlink(missing_ok=True)
            except OSError as error:
                logger.warning("the interaction log was not closed well: %s", error)


def _new_file(folder: Path) -> tuple[Path, IO[str]]:
    """Return a file that did not exist, and its path."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    number = 0
    while True:
        suffix = f"-{number}" if number else ""
        path = folder / f"{PREFIX}{stamp}{suffix}.jsonl"
        try:
            return path, path.open("x", encoding="utf-8", errors="backslashreplace")
        except FileExistsError:
            number += 1


def latest_log(folder: Path) -> Path:
    """Return the log in a folder that was begun last.

    Raises:
        LibraryError: there is none.
    """
    found = sorted(folder.glob(f"{PREFIX}*.jsonl"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise LibraryError(
            f"No session was recorded in “{folder}”.",
            hint="Choose Tools ▸ Record this session, or name a log.",
        )
    return found[-1]


def write_record(log: Path, target: Path, *, overwrite: bool = False) -> int:
    """Write a log as one JSON document: what it says, in a file that can be handed on.

    Args:
        log: one that is written or was.
        target: of the record.
        overwrite: replace a file that is there.

    Returns:
        How many events stand in it.

    Raises:
        LibraryError: the log cannot be read.
        ExportError: the record cannot be written.
    """
    events = list(read_log(log))
    states = [event for event in events if event.get("event") == STATE]
    document = {
        "format": RECORD,
        "version": RECORD_VERSION,
        "state": {name: value for name, value in (states or [{}])[0].items() if name not in FIELDS},
        "events": events,
    }
    with replacing(target, overwrite=overwrite) as file:
        file.write(json_bytes(document, indent=1))
    return len(events)


def _events_of_record(text: str) -> list[dict[str, Any]] | None:
    """Return the events of a record; None where the text is none."""
    if RECORD not in text[:200]:
        return None
    try:
        document = json.loads(text)
        if document["version"] > RECORD_VERSION:
            raise ValueError("a newer version wrote it")
        return [dict(event) for event in document["events"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise LibraryError(
            f"The record is damaged ({error}).", hint="Choose another file."
        ) from error


def read_log(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a log, or the events of a record; a last line cut off is left out.

    Raises:
        LibraryError: the file cannot be read, or another line is no JSON object.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise LibraryError(
            f"The log “{path}” cannot be read ({why}).", hint="Choose another file."
        ) from error
    events = _events_of_record(text)
    if events is not None:
        yield from events
        return
    lines = text.split("\n")  # JSON holds other ends of lines as they are
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            if not isinstance(entry, dict):
                raise ValueError("no object")
        except ValueError as error:
            if number == len(lines):
                return
            raise LibraryError(
                f"Line {number} of “{path}” is damaged ({error}).", hint="Choose another file."
            ) from error
        yield entry
