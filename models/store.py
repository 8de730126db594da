"""The user's folder of models: one folder a model, put there in one step, with a note of origin."""

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from common.errors import ModelError
from common.settings import write_atomically
from models.cards import folder_name
from models.weights import file_sha256

logger = logging.getLogger(__name__)

NOTE = "source.json"
_LINK_ABOVE = 64 << 20  # bytes; larger files are linked where the file system allows it


class ModelStore:
    """Models that the user added or downloaded.

    Args:
        folder: made when the first model arrives.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str) -> Path | None:
        """Return the folder of a model, or None."""
        folder = self.folder / folder_name(name)
        return folder if (folder / NOTE).is_file() else None

    def names(self) -> list[str]:
        """Return the names of all models that are there."""
        names = []
        for note in sorted(self.folder.glob(f"*/{NOTE}")):
            name = read_note(note.parent).get("name")
            if isinstance(name, str):
                names.append(name)
        return names

    def put(
        self, name: str, files: Sequence[Path], *, source: str, hashes: Mapping[str, str]
    ) -> Path:
        """Copy or link files as a model; an older copy goes only when the new one is complete.

        Args:
            name: of the model.
            files: what it consists of; their names are kept.
            source: where they come from, for display.
            hashes: SHA-256 by file name, as far as known; the rest is computed.

        Raises:
            ModelError: the disk is full or the folder cannot be written; nothing has changed.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=".adding-") as work:
                fresh = Path(work) / "model"
                fresh.mkdir()
                for file in files:
                    _copy(file, fresh / file.name)
                _write_note(fresh, name, source, hashes)
                return self._swap(fresh, self.folder / folder_name(name), Path(work))
        except OSError as error:
            raise ModelError(
                f"“{name}” could not be stored in “{self.folder}”: {error.strerror or error}.",
                hint="Free some space or choose another folder for models.",
            ) from error

    def _swap(self, fresh: Path, final: Path, work: Path) -> Path:
        """Put fresh in final's place; what was there goes away with the work folder."""
        if final.exists():
            final.rename(work / "older")
            try:
                fresh.rename(final)
            except OSError:
                (work / "older").rename(final)
                raise
        else:
            fresh.rename(final)
        return final


class HashCache:
    """SHA-256 of files that no note speaks of, kept between runs by path, size and time.

    Args:
        path: where they are kept; a cache that cannot be read or written costs time, nothing else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] | None = None

    def sha256(self, file: Path) -> str:
        """Return the hash of a file.

        Raises:
            OSError: it cannot be read.
        """
        facts = file.stat()
        key = f"{file.resolve()}|{facts.st_size}|{facts.st_mtime_ns}"
        if self._known is None:
            self._known = self._read()
        if key not in self._known:
            self._known[key] = file_sha256(file)
            try:
                write_atomically(self._path, json.dumps(self._known, indent=1).encode())
            except OSError as error:
                logger.debug("%s was not written: %s", self._path, error)
        return self._known[key]

    def _read(self) -> dict[str, str]:
        try:
            content = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(k): str(v) for k, v in content.items()} if isinstance(content, dict) else {}


def read_note(folder: Path) -> dict[str, object]:
    """Return the note of origin of a model's folder; empty where it cannot be read."""
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def noted_hash(folder: Path, file: str) -> str:
    """Return the SHA-256 that was noted for a file when it arrived; "" where there is none."""
    files = read_note(folder).get("files")
    value = files.get(file) if isinstance(files, dict) else None
    return value if isinstance(value, str) else ""


def _copy(source: Path, target: Path) -> None:
    real = source.resolve()
    if real.stat().st_size > _LINK_ABOVE:
        try:
            os.link(real, target)
        except OSError:
            logger.debug("no link from %s, copying", real)
        else:
            return
    shutil.copyfile(real, target)


def _write_note(folder: Path, name: str, source: str, hashes: Mapping[str, str]) -> None:
    files = {
        path.name: hashes.get(path.name) or file_sha256(path) for path in sorted(folder.iterdir())
    }
    note = {
        "name": name,
        "from": source,
        "added": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": files,
    }
    with (folder / NOTE).open("w", encoding="utf-8") as file:
        json.dump(note, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
