"""Builds the demo library from what Kinora ships and draws; needs no network."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path

from app.services.demo.clips import write_clip
from app.services.demo.scenes import Place, Scene, paint
from app.services.library import Library
from app.services.services import Services
from common.errors import LibraryError
from common.jobs import JobContext
from common.settings import write_atomically

VERSION = 1
SCENES = 156
CLIPS = {"a-day-at-the-coast": (0, 13, 26, 1, 9), "over-the-hills": (10, 23, 11, 24, 12, 37)}
MARKER = "demo.json"
JPEG_QUALITY = 90


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
        services.imports.run([media], "auto", context, texts=texts)
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
    source = resources.files("resources") / "demo" / "films.jsonl"
    with resources.as_file(source) as films:
        shutil.copyfile(films, media / "films.jsonl")


def _draw(folder: Path, index: int) -> None:
    """Paint one scene and write it with its metadata, unless it is there."""
    if any(folder.glob(f"*-{index:03d}.jpg")):
        return
    scene = paint(index)
    path = folder / f"{scene.name}.jpg"
    partial = path.with_suffix(".part")
    _save(scene, partial)
    partial.replace(path)


def _save(scene: Scene, path: Path) -> None:
    """Write a scene as JPEG with EXIF: caption, keywords, time with offset, position, camera."""
    from PIL import ExifTags, Image

    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = scene.caption
    exif[ExifTags.Base.XPKeywords] = (";".join(scene.keywords) + "\0").encode("utf-16-le")
    exif[ExifTags.Base.Make] = "Kinora"
    exif[ExifTags.Base.Model] = "Kinora Painter"
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = scene.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    sign, minutes = ("-" if scene.place.offset_min < 0 else "+"), abs(scene.place.offset_min)
    detail[ExifTags.Base.OffsetTimeOriginal] = f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(_position(scene.place))
    Image.fromarray(scene.picture).save(path, "JPEG", quality=JPEG_QUALITY, exif=exif)


def _position(place: Place) -> dict[int, object]:
    """Return the GPS directory of a place."""
    from PIL import ExifTags

    return {
        ExifTags.GPS.GPSLatitudeRef: "N" if place.latitude >= 0 else "S",
        ExifTags.GPS.GPSLatitude: _degrees(place.latitude),
        ExifTags.GPS.GPSLongitudeRef: "E" if place.longitude >= 0 else "W",
        ExifTags.GPS.GPSLongitude: _degrees(place.longitude),
    }


def _degrees(value: float) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds of an angle's size."""
    whole = abs(value)
    minutes = (whole % 1) * 60
    return (float(int(whole)), float(int(minutes)), round((minutes % 1) * 60, 2))
