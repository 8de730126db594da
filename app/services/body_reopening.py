"""What a window goes on with: the drawing of its last session, and those of windows that died."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.services.body_autosave import Autosave, Recovered, recoverable
from app.services.body_project import Project, read_project
from common.errors import AppError

logger = logging.getLogger(__name__)

_CLOSED: Final = ".closed"


@dataclass(frozen=True, slots=True, eq=False)
class Reopened:
    """What was found.

    Args:
        project: the drawing that was open in the session; None for none.
        path: of its file; None where it never had one.
        is_modified: it is not what the file holds.
        kept: the autosaved file that it comes from, to be discarded once it is safe elsewhere.
        crashed: drawings of windows that ended without closing them, the newest first.
        error: why the drawing of the session could not be read; "" where it could.
    """

    project: Project | None = None
    path: Path | None = None
    is_modified: bool = False
    kept: Recovered | None = None
    crashed: tuple[Recovered, ...] = ()
    error: str = ""


def reopen(folder: Path, saved: Mapping[str, Any], network: Callable[[], str] = str) -> Reopened:
    """Return what a window goes on with.

    Args:
        folder: of autosaved drawings.
        saved: what session_of() told; anything else is ignored.
        network: gives the SHA-256 of the network in use.
    """
    wanted, path = saved.get("autosave"), saved.get("path")
    kept, crashed = None, []
    for one in recoverable(folder):
        if not one.path.with_suffix(_CLOSED).exists():
            crashed.append(one)
        elif one.path.stem == wanted:
            kept = one
    found = Reopened(crashed=tuple(crashed))
    try:
        if kept is not None:
            project = kept.read(network=network())
            source = Path(project.source) if project.source else None
            return Reopened(project, source, is_modified=True, kept=kept, crashed=found.crashed)
        if isinstance(path, str) and path and Path(path).is_file():
            project = read_project(Path(path), network=network())
            return Reopened(project, Path(path), crashed=found.crashed)
    except AppError as error:
        logger.warning("the drawing of the session cannot be opened: %s", error)
        return Reopened(crashed=found.crashed, error=str(error))
    return found


def forget(kept: Recovered) -> None:
    """Discard an autosaved drawing for good."""
    kept.path.with_suffix(_CLOSED).unlink(missing_ok=True)
    kept.discard()


def session_of(autosave: Autosave, path: Path | None) -> dict[str, Any]:
    """Return what a session remembers of the open drawing, JSON types."""
    return {"autosave": autosave.path.stem, "path": "" if path is None else str(path)}


def close(autosave: Autosave) -> None:
    """Stop autosaving; what was not saved is there when its session opens again, unasked."""
    autosave.close(keep=True)
    if autosave.path.is_file():
        try:
            autosave.path.with_suffix(_CLOSED).touch()
        except OSError as error:  # then it is offered as after a crash
            logger.info("a drawing is not marked as closed: %s", error)
