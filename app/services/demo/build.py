"""Builds the demo library from what Kinora ships and draws; needs no network."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

from app.services.demo.clips import write_clip
from app.services.demo.exif import save_photo
from app.services.demo.life import write_life
from app.services.demo.scenes import paint
from app.services.library import Library
from app.services.services import Services
from common.errors import LibraryError
from common.jobs import JobContext
from common.settings import write_atomically

VERSION = 2
SCENES = 156
CLIPS = {"a-day-at-the-coast": (0, 13, 26, 1, 9), "over-the-hills": (10, 23, 11, 24, 12, 37)}
MARKER = "demo.json"


def ensure_demo(folder: Path, context: JobContext | None = None, *, texts: bool = True) -> Path:
    """Build the demo library in folder unless it is there and complete.

    The drawn media go into a folder beside the library. A build that was interrupted goes on where
    it stopped.

    Args:
        folder: the demo library.
        context: progress and cancel.
        texts: learn what titles and plots mean too, so that the first search knows it; the window
            does that itself, behind what is there to see already.

    Returns:
        folder.

    Raises:
        LibraryError: the folder cannot be written.
        JobCancelled: the user cancelled.
    """
    context = context or JobContext()
    media = folder.with_name("demo-media")
    if _is_complete(folder, media):
        return folder
    try:
        draw_media(media, context)
    except OSError as error:
        raise LibraryError(
            f"The demo pictures cannot be written to “{media}” ({error.strerror or error}).",
            hint="Free some space, or set KINORA_HOME to a folder you can write to.",
        ) from None
    services = Services(Library.open(folder, create=True))
    # The clips were cut by us, hard: a measured cut finds them in a tenth of the time.
    settings = services.settings.model_copy(deep=True)
    settings.imports.video_frames = "cuts"
    services.settings = settings
    try:
        services.library.require_writable()
        drawn = [media / "scenes", media / "clips", media / "films.jsonl"]
        services.imports.run(drawn, "auto", context, texts=texts)
        services.imports.run([media / "life"], "lifelog", context, texts=texts)
        services.days.update(context)
    finally:
        services.close()
    write_atomically(media / MARKER, json.dumps({"version": VERSION}).encode())
    return folder


def _is_complete(folder: Path, media: Path) -> bool:
    try:
        marker = json.loads((media / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return (folder / "library.json").is_file() and marker.get("version") == VERSION


def draw_media(media: Path, context: JobContext) -> None:
    """Draw the scenes and clips that are not there yet, and copy the film list.

    Args:
        media: folder to fill.
        context: progress and cancel.

    Raises:
        OSError: the folder cannot be written.
    """
    scenes, clips = media / "scenes", media / "clips"
    scenes.mkdir(parents=True, exist_ok=True)
    clips.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2, "demo") as pool:
        for done, _ in enumerate(pool.map(lambda index: _draw(scenes, index), range(SCENES))):
            context.step(done, SCENES, "Drawing the demo pictures")
    for name, parts in CLIPS.items():
        path = clips / f"{name}.mp4"
        if not path.exists():
            context.step(SCENES, SCENES, f"Drawing {path.name}")
            partial = path.with_name(f"{name}.part.mp4")
            write_clip(partial, [paint(part) for part in parts])
            partial.with_suffix(".srt").replace(path.with_suffix(".srt"))
            partial.replace(path)
    write_life(media / "life", context)
    source = resources.files("resources") / "demo" / "films.jsonl"
    with resources.as_file(source) as films:
        shutil.copyfile(films, media / "films.jsonl")


def _draw(folder: Path, index: int) -> None:
    """Paint one scene and write it with its metadata, unless it is there."""
    if any(folder.glob(f"*-{index:03d}.jpg")):
        return
    scene = paint(index)
    place = scene.place
    save_photo(
        folder / f"{scene.name}.jpg", scene.picture, "Kinora Painter", scene.taken_at,
        place.offset_min, (place.latitude, place.longitude), scene.caption, scene.keywords,
    )  # fmt: skip
