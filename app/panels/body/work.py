"""What the body panel has done in the background; plain functions of the services."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.body_document_types import BodyState, FlipChoice, Underlay, View
from app.services.body_editing import flip_choices
from app.services.body_pictures import coarse_form
from app.services.body_pictures import pose_pictures as pictures
from app.services.body_types import BodyRequest, BodyRow
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.body_document import BodyDocument
    from app.services.body_pictures import PosePicture
    from app.services.body_project import Project

logger = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]
Coarse = tuple[NDArray[np.int64], NDArray[np.int32]]


@dataclass(frozen=True, slots=True, eq=False)
class Flips:
    """The ways of a limb in depth.

    Args:
        limb: which.
        now: uint8 (H, W, 4), the body as it is.
        choices: the other ways, the most natural first.
        state: whose pose it was.
    """

    limb: str
    now: Pixels
    choices: tuple[FlipChoice, ...]
    state: BodyState


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """A project that was written.

    Args:
        path: its file.
        state: what it holds.
    """

    path: Path
    state: BodyState


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A project that was read.

    Args:
        path: its file; None for a drawing that was never saved.
        project: what it holds.
    """

    path: Path | None
    project: "Project"


def begin(services: Any, context: JobContext) -> tuple["BodyDocument", Coarse]:
    """Return a new document, and which vertices and faces make a coarse body; loads the body."""
    from app.services.body_document import BodyDocument

    context.step(0)
    if not services.body.has_network:  # looking for it may open files: better here than later
        logger.info("no network reads drawings")
    return BodyDocument(services.body.body), coarse_form()


def flips(services: Any, state: BodyState, limb: str, context: JobContext) -> Flips:
    """Return the ways of a limb in depth, with pictures."""
    from app.services.body_ghosts import small_picture

    context.step(0)
    body = services.body.body
    choices = flip_choices(body, state, limb)
    return Flips(limb, small_picture(body, state), tuple(choices), state)


def pose_pictures(services: Any, context: JobContext) -> list["PosePicture"]:
    """Return the pictures of all named poses."""
    return pictures(services.body, services.paths, context)


def measure(services: Any, shape: NDArray[np.float64], context: JobContext) -> Any:
    """Return what a body measures, a BodyMeasures."""
    from app.services.body_mesh import measure as measured

    context.step(0)
    return measured(services.body.body, shape)


def pose_state(services: Any, context: JobContext) -> Any:
    """Return what is known of the poses of people in the library, a PoseState."""
    context.step(0)
    return services.poses.state()


def find_people(services: Any, context: JobContext) -> Any:
    """Find the key points of people in all pictures that lack them; a PoseReport."""
    return services.poses.analyse(context=context)


def batch(services: Any, request: BodyRequest, context: JobContext) -> list[BodyRow]:
    """Write the bodies of many drawings."""
    rows: list[BodyRow] = services.body.write(request, context)
    return rows


def reopen(services: Any, saved: Mapping[str, Any], context: JobContext) -> Any:
    """Return what the panel goes on with, a Reopened."""
    from app.services.body_reopening import reopen as found

    context.step(0)
    return found(folder_of(services) / "autosave", saved, services.body.network_hash)


def folder_of(services: Any) -> Path:
    """Return the folder of the user's drawings that have no file of their own."""
    folder: Path = services.paths.data / "body"
    return folder


def secure(autosave: Any, kept: Any, context: JobContext) -> None:
    """Discard an autosaved drawing once it is written under another name."""
    from app.services.body_reopening import forget

    context.step(0)
    if autosave.flush():
        forget(kept)


def recent(services: Any, context: JobContext) -> list[tuple[str, str, bytes]]:
    """Return path, title and small picture (PNG) of the drawings of late."""
    from app.services.body_recent import RecentDrawings

    context.step(0)
    found = []
    for one in RecentDrawings(folder_of(services)).all():
        try:
            content = one.picture.read_bytes()
        except OSError:
            content = b""
        found.append((str(one.path), one.title, content))
    return found


def keep(services: Any, state: BodyState, title: str, context: JobContext) -> None:
    """Keep a drawing that goes away, among those of late."""
    from app.services.body_recent import RecentDrawings

    context.step(0)
    body = services.body
    RecentDrawings(folder_of(services)).keep(state, body.body, title, network=body.network_hash())


def save(services: Any, path: Path, state: BodyState, context: JobContext) -> Saved:
    """Write a project and put it on the list of drawings of late."""
    from app.services.body_project import write_project
    from app.services.body_recent import RecentDrawings

    context.step(0)
    write_project(path, state, network=services.body.network_hash())
    RecentDrawings(folder_of(services)).add(path, state, services.body.body)
    return Saved(path, state)


def load(services: Any, path: Path, context: JobContext) -> Loaded:
    """Read a project."""
    from app.services.body_project import read_project

    context.step(0)
    return Loaded(path, read_project(path, network=services.body.network_hash()))


def load_kept(services: Any, path: Path, context: JobContext) -> Loaded:
    """Read a drawing that has no file of the user's."""
    loaded = load(services, path, context)
    return replace(loaded, path=None)


def sample_sketches(context: JobContext) -> list[Any]:
    """Return the sample sketches."""
    from app.services.body_samples import samples

    context.step(0)
    return list(samples())


def underlay_of_file(path: Path, view: View, context: JobContext) -> tuple[Any, tuple[str, ...]]:
    """Return a picture to draw over, and notes about it."""
    from app.services.body_underlay import read_underlay

    context.step(0)
    return read_underlay(path, view)


def underlay_of_item(
    services: Any, item: int, view: View, context: JobContext
) -> tuple[Any, tuple[str, ...]]:
    """Return the picture of a library item to draw over."""
    from app.services.body_underlay import SIDE

    context.step(0)
    picture = services.items.picture(item, SIDE)
    title = services.items.summary(item).name
    return underlay_of_pixels(picture.rgb, title, view), ()


def underlay_of_pixels(pixels: Pixels, name: str, view: View) -> Underlay:
    """Return pixels (H, W, 3 or 4) as a picture to draw over."""
    import io

    from PIL import Image

    from app.services.body_underlay import SIDE, fitted_place

    image = Image.fromarray(pixels)
    image.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    image.save(out, "PNG" if image.mode == "RGBA" else "JPEG", quality=88)
    place = fitted_place(image.width, image.height)
    return Underlay(out.getvalue(), name, image.size, place=place, view=view)


def forget(kept: Any, context: JobContext) -> None:
    """Discard an autosaved drawing for good."""
    from app.services.body_reopening import forget as forgotten

    context.step(0)
    forgotten(kept)


def underlay_of_content(content: bytes, name: str, size: tuple[int, int], view: View) -> Underlay:
    """Return an encoded picture (PNG or JPEG) as one to draw over, fitted to the page."""
    from app.services.body_underlay import fitted_place

    return Underlay(content, name, size, place=fitted_place(*size), view=view)


def take_file(services: Any, path: Path, context: JobContext) -> Any:
    """Return what a file holds, a TakenFile."""
    from app.services.body_taking import read_file

    context.step(0)
    return read_file(path, services.body.body)


def export(services: Any, wish: Any, context: JobContext) -> list[Path]:
    """Write the files of a wish, a BodyExport."""
    from app.services.body_export import export_body

    return export_body(services.body, wish, context)
