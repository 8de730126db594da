"""Taking an analyser out of a library, with all that it found; undone, everything is as it was.

What it found is kept in a file of the library, `removed/NAME.jsonl.gz`, a line an item, while the
command can be undone. An analyser that was taken out does not run in this library any more.

| type | payload |
|---|---|
| `analyser.remove` | `{"name": analysis}`; the name of the file is added |
| `analyser.use` | `{"name": analysis}`: it may run again |
"""

import base64
import gzip
import json
import logging
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.services.history_intent import not_written
from app.services.history_types import CommandType
from common.errors import LibraryError
from common.json_bytes import json_bytes
from common.settings import write_atomically
from common.values import Box, Facet, Findings, Text, TextKind

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue import NewFindings

logger = logging.getLogger(__name__)

OFF_FILE = "analysers.json"
FOLDER = "removed"
_PAGE = 500  # items


def switched_off(library: "Library") -> frozenset[str]:
    """Return the analyses that are not to run in a library."""
    try:
        said = json.loads((library.folder / OFF_FILE).read_text("utf-8"))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as error:
        logger.warning("%s cannot be read, all analysers run: %s", OFF_FILE, error)
        return frozenset()
    names = said.get("off", ()) if isinstance(said, dict) else ()
    return frozenset(name for name in names if isinstance(name, str))


def _switch(library: "Library", name: str, *, on: bool) -> None:
    names = switched_off(library) - {name} if on else switched_off(library) | {name}
    path = library.folder / OFF_FILE
    try:
        write_atomically(path, json_bytes({"off": sorted(names)}, indent=1))
    except OSError as error:
        raise not_written(path, error) from error


def _capture_removal(library: "Library", payload: Any) -> Any:
    """Keep all that was found; None where it is out already and nothing is left."""
    name = str(payload["name"])
    items = sorted(library.catalogue.analysed(name))
    if not items and name in switched_off(library):
        return None
    _forget_old_files(library)
    file = f"{uuid.uuid4().hex}.jsonl.gz"
    payload["file"] = file
    _write(library, name, items, library.folder / FOLDER / file)
    return {"name": name, "file": file, "off": name in switched_off(library)}


def _remove(library: "Library", payload: Any) -> None:
    name = str(payload["name"])
    _switch(library, name, on=False)
    items = sorted(library.catalogue.analysed(name))
    vectors = library.vectors(name) if name in library.encoders() else None
    library.catalogue.forget_findings(name, items)
    if vectors is not None:
        vectors.remove(items)


def _restore(library: "Library", before: Any) -> None:
    """Write again what the file holds; without it the analyser may at least run again."""
    from app.services.import_texts import store_findings

    name, path = str(before["name"]), library.folder / FOLDER / str(before["file"])
    if not path.is_file():
        logger.warning("%s is gone; %s is to be run again", path, name)
    else:
        for page in _pages(path, name):
            store_findings(library, page)
    _switch(library, name, on=not before["off"])


def _capture_use(library: "Library", payload: Any) -> Any:
    name = str(payload["name"])
    return {"name": name} if name in switched_off(library) else None


def _use(library: "Library", payload: Any) -> None:
    _switch(library, str(payload["name"]), on=True)


def _use_no_more(library: "Library", before: Any) -> None:
    _switch(library, str(before["name"]), on=False)


ANALYSER_TYPES = (
    CommandType("analyser.remove", _capture_removal, _remove, _restore, "everything"),
    CommandType("analyser.use", _capture_use, _use, _use_no_more, "items"),
)


# -- the file


def _write(library: "Library", name: str, items: list[int], path: Path) -> None:
    """Write what an analysis found in items; whole or nothing.

    Raises:
        LibraryError: the disk is full, or the folder cannot be written.
    """
    versions = library.catalogue.analysed(name)
    part = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        with part.open("wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=3, mtime=0) as file:
                for start in range(0, len(items), _PAGE):
                    for line in _lines(library, name, items[start : start + _PAGE], versions):
                        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise LibraryError(
            f"What “{name}” found could not be kept: {error.strerror or error}.",
            hint="Free some space on the disk of the library, and try again.",
        ) from error


def _lines(
    library: "Library", name: str, items: list[int], versions: dict[int, str]
) -> Iterator[dict[str, Any]]:
    has_vectors = name in library.encoders()
    for details in library.catalogue.describe(items):
        line: dict[str, Any] = {
            "item": details.id,
            "version": versions.get(details.id, ""),
            "facets": [[f.key, f.value, f.score] for f in details.facets if f.source == name],
            "boxes": [
                [b.label, b.score, b.x, b.y, b.width, b.height, list(b.attributes)]
                for b in details.boxes
                if b.source == name
            ],
            "texts": [
                [t.kind.value, t.content, t.start_s, t.end_s]
                for t in details.texts
                if t.source == name
            ],
        }
        if has_vectors and library.vectors(name).has([details.id])[0]:
            vector = np.asarray(library.vectors(name).vectors([details.id])[0], "<f4")
            line["vector"] = base64.b64encode(vector.tobytes()).decode()
        yield line


def _pages(path: Path, name: str) -> "Iterator[list[NewFindings]]":
    """Yield what a file holds, some items at a time.

    Raises:
        LibraryError: it is damaged.
    """
    page: list[NewFindings] = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                page.append(_found(json.loads(line), name))
                if len(page) == _PAGE:
                    yield page
                    page = []
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise LibraryError(
            f"What “{name}” found cannot be read again: {error}.",
            hint="Choose “Use again”, and let it run anew.",
        ) from error
    if page:
        yield page


def _found(line: dict[str, Any], name: str) -> "NewFindings":
    from indexers.catalogue import NewFindings  # the catalogue takes long to load

    vectors = {}
    if "vector" in line:
        vectors[name] = np.frombuffer(base64.b64decode(line["vector"]), "<f4").astype(np.float32)
    return NewFindings(
        int(line["item"]),
        name,
        str(line["version"]),
        Findings(
            vectors,
            [Facet(key, value, score, name) for key, value, score in line["facets"]],
            [
                Box(label, score, x, y, width, height, name, tuple(attributes))
                for label, score, x, y, width, height, attributes in line["boxes"]
            ],
            [
                Text(TextKind(kind), content, start_s, end_s, name)
                for kind, content, start_s, end_s in line["texts"]
            ],
        ),
    )


def _forget_old_files(library: "Library") -> None:
    """Remove the files of commands that the history has forgotten."""
    folder = library.folder / FOLDER
    if not folder.is_dir():
        return
    kept = {
        str(command.forward.get("file"))
        for command in library.catalogue.commands()
        if command.name == "analyser.remove" and isinstance(command.forward, dict)
    }
    for path in folder.glob("*.jsonl.gz*"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
