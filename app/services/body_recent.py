"""Recent drawings with small pictures: project files of the user, and what was never saved."""

import hashlib
import io
import json
import logging
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.services.body_document_types import BodyState
from app.services.body_project import SUFFIX, write_project
from common.json_bytes import json_bytes
from common.settings import write_atomically
from models.body.model import BodyModel
from models.sketch.raster import draw

_log = logging.getLogger(__name__)

MOST: Final = 60
"""Drawings that are remembered; a kept one that falls out is gone for good."""

SIDE: Final = 160
"""Pixels of a small picture's side."""

_PEN: Final = 1.6  # pixels
_MAX_BYTES: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class RecentDrawing:
    """A drawing that was worked on.

    Args:
        path: of its project file.
        title: for display.
        changed_at: when it was last put on the list, UTC.
        picture: file of its small picture, PNG; may be gone.
        is_kept: it was never saved by the user; the file is Kinora's own.
    """

    path: Path
    title: str
    changed_at: datetime
    picture: Path
    is_kept: bool


class RecentDrawings:
    """The list of recent drawings in a folder of the user's. A damaged list is an empty one.

    Args:
        folder: of the list, the pictures and the kept drawings; made when first written to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[RecentDrawing]:
        """Return those whose files are still there, the newest first."""
        return [one for one in map(self._of, self._entries()) if one and one.path.is_file()]

    def add(self, path: Path, state: BodyState, body: BodyModel, title: str = "") -> None:
        """Put a project file on top of the list.

        Args:
            path: of the file.
            state: what it holds, for the small picture.
            body: for the small picture.
            title: for display; the file's name by default.

        Raises:
            OSError: the list cannot be written.
        """
        whole = path.absolute()
        entry = {
            "path": str(whole),
            "title": title or whole.stem,
            "changed_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        write_atomically(self._picture(whole), thumbnail(body, state))
        rest = [one for one in self._entries() if one.get("path") != str(whole)]
        self._write([entry, *rest])

    def keep(self, state: BodyState, body: BodyModel, title: str, *, network: str = "") -> Path:
        """Keep a drawing that the user did not save; returns its file.

        Raises:
            QueryError: it cannot be written.
            OSError: the list cannot be written.
        """
        stamp = datetime.now(UTC).strftime("%Y-%m-%d %H-%M-%S-%f")
        path = self._folder / "drawings" / f"{stamp}{SUFFIX}"
        write_project(path, state, network=network)
        self.add(path, state, body, title)
        return path

    def remove(self, path: Path) -> None:
        """Take a drawing from the list; the file of a kept one goes too."""
        whole = path.absolute()
        self._write([one for one in self._entries() if one.get("path") != str(whole)])
        self._forget(whole)

    def _of(self, entry: dict[str, Any]) -> RecentDrawing | None:
        try:
            path = Path(entry["path"])
            changed = datetime.fromisoformat(entry["changed_at"])
            return RecentDrawing(
                path, str(entry["title"]), changed, self._picture(path), self._is_kept(path)
            )
        except (KeyError, TypeError, ValueError):
            return None

    def _is_kept(self, path: Path) -> bool:
        return path.parent == (self._folder / "drawings").absolute()

    def _picture(self, path: Path) -> Path:
        name = hashlib.sha1(os.fsencode(path), usedforsecurity=False).hexdigest()
        return self._folder / "pictures" / f"{name}.png"

    def _entries(self) -> list[dict[str, Any]]:
        path = self._folder / "recent.json"
        try:
            if path.stat().st_size > _MAX_BYTES:
                raise ValueError("too large")
            document = json.loads(path.read_text("utf-8"))
            return [one for one in document["drawings"] if isinstance(one, dict)]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            _log.warning("the list of recent drawings cannot be used: %s", error)
            return []

    def _write(self, entries: list[dict[str, Any]]) -> None:
        document = {"version": 1, "drawings": entries[:MOST]}
        content = json_bytes(document, indent=1)
        write_atomically(self._folder / "recent.json", content)
        for entry in entries[MOST:]:
            self._forget(Path(str(entry.get("path", ""))))

    def _forget(self, path: Path) -> None:
        self._picture(path).unlink(missing_ok=True)
        if self._is_kept(path):
            path.unlink(missing_ok=True)


def thumbnail(body: BodyModel, state: BodyState, side: int = SIDE) -> bytes:
    """Return a small picture as PNG: the drawing on paper, or the body where nothing is drawn.

    Args:
        body: of the document.
        state: of it.
        side: pixels.
    """
    from PIL import Image

    from app.services.body_ghosts import small_picture

    strokes = state.strokes or state.side
    pixels = draw(strokes, side, pen=_PEN) if strokes else small_picture(body, state, side)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", optimize=True)
    return out.getvalue()
