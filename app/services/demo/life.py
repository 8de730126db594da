"""A made-up lifelog: photos of two cameras, their scene graphs, tracks, a watch, activities.

All go into files of the usual formats, which the demo imports like those of anybody else. The
clock of the second camera is seven minutes slow, so that there is one to correct.
"""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from app.services.demo.exif import save_photo
from app.services.demo.life_days import (
    DAYS,
    NAMES,
    OFFSET_MIN,
    Block,
    position,
    track,
    utc,
    watch,
)
from app.services.demo.life_scenes import SIZE, LifeScene, paint_scene
from common.jobs import JobContext
from common.settings import write_atomically

WORN, POCKET = "Kinora Clip", "Kinora Pocket"
SLOW = timedelta(minutes=7)  # the pocket camera's clock is behind by this
_OUTDOORS = frozenset({"football", "dog", "lake", "street", "riding", "cycling"})


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of the made-up life.

    Args:
        name: of its file, with its folder.
        camera: that took it.
        scene: what it shows.
        number: of the picture.
        hour: true local hour.
        shown_at: local time as the camera's clock shows it.
        position: as the camera knows it; None for one without a receiver.
    """

    name: str
    camera: str
    scene: str
    number: int
    hour: float
    shown_at: datetime
    position: tuple[float, float] | None


def shots() -> list[Shot]:
    """Return all photos, in the order of time for each camera."""
    made: list[Shot] = []
    pocket = 0
    for day, blocks in enumerate(DAYS):
        for block in blocks:
            for place, hour in enumerate(_hours(block)):
                local = _local(day, hour)
                name = f"{local:%Y-%m-%d}/{local:%Y%m%d_%H%M%S}.jpg"
                made.append(Shot(name, WORN, block.scene, len(made), hour, local, None))
                if block.scene in _OUTDOORS and place % 3 == 1:
                    pocket += 1
                    later = hour + 50 / 3600
                    where = position(block, later)
                    name = f"pocket/IMG_{pocket:04d}.jpg"
                    shown = _local(day, later) - SLOW
                    made.append(Shot(name, POCKET, block.scene, len(made), later, shown, where))
    return made


def _hours(block: Block) -> list[float]:
    """Return when the worn camera takes a photo: often on the way, now and then at rest."""
    minutes = 60 * (block.end - block.start)
    count = max(2, round(minutes / (6.0 if block.origin else 34)))
    return [block.start + (at + 0.5) * (block.end - block.start) / count for at in range(count)]


def _local(day: int, hour: float) -> datetime:
    return (utc(day, hour) + timedelta(minutes=OFFSET_MIN)).replace(tzinfo=None)


def write_life(folder: Path, context: JobContext) -> int:
    """Write what is not there yet.

    Args:
        folder: to fill.
        context: progress and cancel.

    Returns:
        How many photos there are.

    Raises:
        OSError: the folder cannot be written.
        JobCancelled: the user cancelled.
    """
    wanted = shots()
    for parent in {(folder / shot.name).parent for shot in wanted}:
        parent.mkdir(parents=True, exist_ok=True)
    scenes: list[LifeScene] = []
    with ThreadPoolExecutor(2, "demo-life") as pool:
        drawn = pool.map(lambda shot: _write_shot(folder, shot), wanted)
        for done, scene in enumerate(drawn):
            context.step(done, len(wanted), "Drawing the days of the demo")
            scenes.append(scene)
    graphs = [_graph(shot, scene) for shot, scene in zip(wanted, scenes, strict=True)]
    write_atomically(folder / "scene graphs.json", json.dumps({"images": graphs}).encode())
    for day in range(len(DAYS)):
        write_atomically(folder / f"track {_date(day)}.gpx", _gpx(day).encode())
    write_atomically(folder / "watch.csv", _watch_table().encode())
    write_atomically(folder / "activities.csv", _activity_table().encode())
    return len(wanted)


def _date(day: int) -> date:
    return _local(day, 12).date()


def _write_shot(folder: Path, shot: Shot) -> LifeScene:
    picture, scene = paint_scene(shot.scene, shot.number, shot.hour)
    path = folder / shot.name
    if not path.exists():
        save_photo(path, picture, shot.camera, shot.shown_at, OFFSET_MIN, shot.position)
    return scene


def _graph(shot: Shot, scene: LifeScene) -> dict[str, Any]:
    """Return a scene graph in the form of Visual Genome."""
    width, height = SIZE
    objects = [
        {
            "object_id": number, "names": [thing.name],
            "attributes": [thing.colour] if thing.colour else [],
            "x": round(thing.box[0] * width), "y": round(thing.box[1] * height),
            "w": round(thing.box[2] * width), "h": round(thing.box[3] * height),
        }
        for number, thing in enumerate(scene.things)
    ]  # fmt: skip
    relations = [
        {"relationship_id": number, "subject_id": a, "predicate": predicate, "object_id": b}
        for number, (a, predicate, b) in enumerate(scene.relations)
    ]
    return {
        "file_name": Path(shot.name).name, "width": width, "height": height, "objects": objects,
        "relationships": relations,
    }  # fmt: skip


def _gpx(day: int) -> str:
    """Return the track of a day as GPX 1.1."""
    rng = np.random.default_rng(300 + day)
    points = "\n".join(
        f'<trkpt lat="{north:.6f}" lon="{east:.6f}"><ele>{4 + rng.normal(0, 1):.1f}</ele>'
        f"<time>{moment:%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for moment, north, east in track(day)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="Kinora demo" xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"<trk><name>{_date(day)}</name><trkseg>\n{points}\n</trkseg></trk>\n</gpx>\n"
    )


def _watch_table() -> str:
    rows = [
        (f"{moment:%Y-%m-%dT%H:%M:%SZ}", heart, steps)
        for day in range(len(DAYS))
        for moment, heart, steps in watch(day)
    ]
    return _table(("time", "heart rate (bpm)", "steps"), rows)


def _activity_table() -> str:
    rows = [
        (f"{utc(day, block.start):%Y-%m-%dT%H:%M:%SZ}", f"{utc(day, block.end):%Y-%m-%dT%H:%M:%SZ}",
         block.activity, "" if block.origin else NAMES.get(block.place, ""))
        for day, blocks in enumerate(DAYS)
        for block in blocks
    ]  # fmt: skip
    return _table(("start", "end", "activity", "place"), rows)


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
