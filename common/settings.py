"""The settings of a user: typed, with range and help text, written atomically.

A value that cannot be read falls back to its default and is reported; the file is never lost.
"""

import json
import logging
import os
from pathlib import Path
from secrets import token_hex
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from common.json_bytes import json_bytes

logger = logging.getLogger(__name__)


class _Section(BaseModel):
    model_config = ConfigDict(validate_assignment=True, extra="ignore")


class AppearanceSettings(_Section):
    """How the window looks."""

    theme: Literal["system", "light", "dark"] = Field(
        default="system", title="Theme", description="Light, dark, or as the desktop says."
    )
    language: Literal["system", "en", "de"] = Field(
        default="system", title="Language", description="Language of menus and messages."
    )
    reduced_motion: bool = Field(
        default=False, title="Reduce motion", description="Skip flights and inertia."
    )
    controls: Literal["novice", "expert"] = Field(
        default="expert",
        title="Controls",
        description="Novice shows the few that most people need, expert all of them.",
    )


class PrivacySettings(_Section):
    """What Kinora keeps of what the user does."""

    log_interactions: bool = Field(
        default=False,
        title="Interaction log",
        description="Write every action with its time to the library's logs folder; never sent.",
    )


class ImportSettings(_Section):
    """What an import does."""

    video_frames: Literal["shots", "cuts", "uniform"] = Field(
        default="shots",
        title="Video frames",
        description=(
            "A keyframe a shot, found by a network where one is installed (about real time on a "
            "processor) or by measured cuts (much quicker), or a frame a second."
        ),
    )
    detect_objects: bool = Field(
        default=True, title="Detect objects", description="Needs an object detector's weights."
    )
    read_text: bool = Field(
        default=False, title="Read text in pictures", description="OCR; about a second a picture."
    )
    analyse_new: bool = Field(
        default=True,
        title="Fill in when opened",
        description="When a library opens, analyse in the background what its items lack.",
    )
    workers: int = Field(
        default=0,
        ge=0,
        le=64,
        title="Decoder threads",
        description="0 takes all processor cores but one.",
    )
    max_megapixels: int = Field(
        default=512,
        ge=1,
        le=4096,
        title="Largest picture",
        description="Larger ones are skipped (MP).",
    )


class SearchSettings(_Section):
    """How searches behave."""

    results: int = Field(
        default=500, ge=10, le=100_000, title="Results", description="Length of a result list."
    )
    fusion: float = Field(
        default=0.5,
        ge=0,
        le=1,
        title="Fusion weight",
        description="0: texts and concepts, 1: embedding.",
    )
    keep_wall: bool = Field(
        default=False,
        title="Keep the wall in front",
        description="A search lights up its hits on the wall; the results stay behind.",
    )
    live: bool = Field(
        default=False,
        title="Search while typing",
        description="Results follow the words when typing rests; else Enter searches.",
    )


class ModelSettings(_Section):
    """Which networks run, and where."""

    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        default="auto", title="Device", description="Where networks run."
    )
    half_precision: bool = Field(
        default=True, title="Half precision", description="On graphics cards only."
    )
    threads: int = Field(
        default=0,
        ge=0,
        le=256,
        title="Network threads",
        description="0 leaves the choice to Kinora.",
    )
    idle_unload_s: int = Field(
        default=300, ge=10, le=86_400, title="Unload after", description="Seconds without use."
    )
    image_encoder: str = Field(
        default="auto", title="Similarity by", description="Encoder for “similar” and feedback."
    )
    analysers: str = Field(
        default="",
        title="Analysers",
        description=(
            "Python files and folders of networks that recognise speech, activities, faces and "
            "more, separated like PATH. They run with all your rights."
        ),
    )


class WallSettings(_Section):
    """The wall."""

    cell: Literal["auto", "poster", "square", "photo"] = Field(
        default="auto",
        title="Cell shape",
        description="As most pictures are, or 2:3, 1:1, 3:2.",
    )
    fit: Literal["crop", "fit"] = Field(
        default="crop", title="Pictures", description="Fill the cell, or show all of the picture."
    )
    backend: Literal["auto", "raster", "opengl"] = Field(
        default="auto",
        title="Drawn by",
        description=(
            "auto: the graphics card where one is; raster: the processor; opengl: the card."
        ),
    )
    cache_mb: int = Field(
        default=192,
        ge=32,
        le=8192,
        title="Tile memory",
        description="Memory for drawn tiles, in MB.",
    )


class DaySettings(_Section):
    """How days are cut, and what counts as a stay."""

    starts_at: int = Field(
        default=0,
        ge=0,
        le=8,
        title="Day begins at",
        description="Hour; 4 keeps a long evening on its day.",
    )
    stay_minutes: int = Field(
        default=10, ge=2, le=240, title="Shortest stay", description="Minutes at one place."
    )
    stay_radius_m: int = Field(
        default=100,
        ge=20,
        le=2000,
        title="Stay within",
        description="Metres: positions this near are one whereabouts.",
    )
    place_radius_m: int = Field(
        default=150,
        ge=20,
        le=5000,
        title="Place reaches",
        description="Metres: stays this near are visits to one place.",
    )


class EvaluationSettings(_Section):
    """Evaluations on a server, and practice."""

    address: str = Field(default="", title="Server", description="Of the evaluation, with https.")
    user: str = Field(
        default="", title="User", description="Name at the server; the password is never kept."
    )
    collection: str = Field(
        default="", title="Collection", description="Only if the server asks for its name."
    )
    with_suffix: bool = Field(
        default=False, title="Names with suffix", description="Submit clip.mp4 instead of clip."
    )
    allow_plain_http: bool = Field(
        default=False,
        title="Allow http",
        description="To other machines, unencrypted: others can read the password.",
    )
    timeout_s: int = Field(
        default=10, ge=1, le=120, title="Wait for answers", description="Seconds."
    )
    send_logs: bool = Field(
        default=True,
        title="Send logs",
        description="While connected, tell the server what is searched for and found.",
    )
    tasks_folder: str = Field(
        default="", title="Tasks", description="Folder of task texts to practise with."
    )


class BodySettings(_Section):
    """Bodies from drawings."""

    drawn_by: Literal["auto", "raster", "opengl"] = Field(
        default="auto",
        title="Drawn by",
        description="auto: the graphics card where one is; raster: the processor; opengl: the"
        " card.",
    )
    steps_seen: bool = Field(
        default=False,
        title="First steps were seen",
        description="Switch off to see them when the panel is shown next.",
    )


class StoreSettings(_Section):
    """Media on object stores."""

    cache_gb: int = Field(
        default=20,
        ge=1,
        le=100_000,
        title="Kept here",
        description="Gigabytes of media from stores that stay on this computer; the ones used "
        "longest ago go first.",
    )
    cache_folder: str = Field(
        default="", title="Kept in", description="A folder; empty for the user's cache folder."
    )
    timeout_s: int = Field(
        default=20, ge=1, le=600, title="Wait for answers", description="Seconds, then an error."
    )


class Settings(_Section):
    """All settings, by section."""

    appearance: AppearanceSettings = Field(default_factory=AppearanceSettings)
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    imports: ImportSettings = Field(default_factory=ImportSettings)
    search: SearchSettings = Field(default_factory=SearchSettings)
    models: ModelSettings = Field(default_factory=ModelSettings)
    wall: WallSettings = Field(default_factory=WallSettings)
    days: DaySettings = Field(default_factory=DaySettings)
    evaluation: EvaluationSettings = Field(default_factory=EvaluationSettings)
    body: BodySettings = Field(default_factory=BodySettings)
    stores: StoreSettings = Field(default_factory=StoreSettings)
    shortcuts: dict[str, str] = Field(
        default_factory=dict, title="Shortcuts", description="Command name to key sequence."
    )
    exports: dict[str, bool | int | str] = Field(
        default_factory=dict, title="Exports", description="What was chosen the last time."
    )
    recent_libraries: list[str] = Field(
        default_factory=list, title="Recent libraries", description="Newest first."
    )


def load_settings(path: Path) -> tuple[Settings, list[str]]:
    """Read settings from path.

    Args:
        path: a JSON file; may be absent.

    Returns:
        The settings and one message for each value that fell back to its default.
    """
    try:
        raw = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError) as error:
        return Settings(), [f"Settings in “{path}” could not be read ({error}); defaults are used."]
    if not isinstance(raw, dict):
        return Settings(), [f"Settings in “{path}” are no table; defaults are used."]
    notices: list[str] = []
    while True:
        try:
            return Settings.model_validate(raw), notices
        except ValidationError as error:
            # A value that may be of several types has a problem for each of them.
            problems = {_reach(raw, problem["loc"]): problem["msg"] for problem in error.errors()}
            for where, message in problems.items():
                notices.append(f"Setting “{'.'.join(map(str, where))}” was reset: {message}.")
                _drop(raw, where)


def _reach(raw: dict[str, Any], where: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return the longest beginning of where that names an entry of nested tables."""
    node: Any = raw
    for depth, part in enumerate(where):
        if not isinstance(node, dict) or part not in node:
            return where[:depth]
        node = node[part]
    return where


def _drop(raw: dict[str, Any], where: tuple[int | str, ...]) -> None:
    """Remove an entry; all of them where none is named, so that what is left can be read."""
    node: Any = raw
    for part in where[:-1]:
        node = node.get(part, {})  # an entry above may be gone already
    if where:
        node.pop(where[-1], None)
    else:
        node.clear()


def save_settings(settings: Settings, path: Path) -> None:
    """Write settings to path; a crash leaves the old file or the new one, never a half.

    Raises:
        OSError: the folder cannot be written.
    """
    write_atomically(path, json_bytes(settings.model_dump(), indent=2))


def write_atomically(path: Path, content: bytes) -> None:
    """Replace path by content in one step, flushed to disk before the old one goes.

    Raises:
        OSError: the folder cannot be written or is full; the old file is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.parent / f".{path.name}.{token_hex(6)}"
    try:
        with name.open("xb") as file:  # with the rights that the user's other new files have
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        name.replace(path)
    except BaseException:
        name.unlink(missing_ok=True)
        raise
