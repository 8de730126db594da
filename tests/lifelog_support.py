"""A small lifelog made by code: three days of pictures with objects, relations, times, places."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PySide6.QtCore import QObject

from app.context import Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.services.library import Library
from app.services.services import Services
from common.values import Box, Facet, Findings, ItemKind, MediaFacts
from indexers.catalogue import FileRecord, NewItem
from indexers.catalogue.lifelog_records import Relation
from indexers.thumbnails import make_thumbnail
from tests.garbage import let_go

DIM = 8
OFFSET_MIN = 60  # local time is an hour ahead of UTC
HOME, WORK = (53.30, -6.25), (53.35, -6.30)
SIZE = (360, 240)
SOURCE = "graphs"

# Label, left, top, width, height as fractions; relations name objects by their place.
Things = tuple[tuple[str, float, float, float, float], ...]
Told = tuple[tuple[int, str, int], ...]


@dataclass(frozen=True)
class Scene:
    """One picture: what is in it and how it hangs together."""

    name: str
    things: Things
    told: Told
    attributes: dict[int, tuple[str, ...]] = field(default_factory=dict)


BREAKFAST = Scene(
    "breakfast",
    (("table", 0.1, 0.6, 0.8, 0.35), ("cup", 0.3, 0.4, 0.15, 0.25), ("hand", 0.35, 0.3, 0.3, 0.2),
     ("plate", 0.55, 0.55, 0.25, 0.15)),
    ((2, "hold", 1), (1, "on", 0), (3, "on", 0)),
)  # fmt: skip
MEETING = Scene(
    "meeting",
    (("man", 0.1, 0.15, 0.3, 0.8), ("shirt", 0.12, 0.4, 0.26, 0.3), ("laptop", 0.5, 0.5, 0.3, 0.25),
     ("table", 0.4, 0.7, 0.58, 0.28)),
    ((0, "wear", 1), (2, "on", 3), (0, "look at", 2)),
    {1: ("red",)},
)  # fmt: skip
LUNCH = Scene(
    "lunch",
    (("woman", 0.5, 0.1, 0.3, 0.8), ("pizza", 0.2, 0.6, 0.3, 0.2), ("table", 0.1, 0.7, 0.8, 0.28)),
    ((0, "eat", 1), (1, "on", 2)),
)
WALK = Scene(
    "walk",
    (("dog", 0.3, 0.5, 0.3, 0.4), ("tree", 0.6, 0.05, 0.3, 0.8), ("street", 0.0, 0.7, 1.0, 0.3)),
    ((0, "next to", 1), (0, "on", 2)),
)
SOFA = Scene(
    "sofa",
    (("dog", 0.2, 0.4, 0.3, 0.3), ("couch", 0.1, 0.5, 0.8, 0.45), ("window", 0.6, 0.05, 0.3, 0.3)),
    ((0, "on", 1),),
)
CAR = Scene(
    "car", (("hand", 0.2, 0.6, 0.2, 0.2), ("steering wheel", 0.2, 0.5, 0.5, 0.45)),
    ((0, "hold", 1),),
)  # fmt: skip
SCENES = (BREAKFAST, CAR, MEETING, LUNCH, WALK, SOFA)
# Local hour of the day, scene, where.
DAY = (
    (8.0, BREAKFAST, HOME), (8.6, CAR, None), (9.5, MEETING, WORK), (12.5, LUNCH, WORK),
    (17.0, WALK, None), (17.4, WALK, None), (20.0, SOFA, HOME), (23.5, SOFA, HOME),
)  # fmt: skip
DAYS = tuple(datetime.fromisoformat(f"2019-05-0{day}") for day in (2, 3, 4))  # Thursday, …
PHOTOS = len(DAY) * len(DAYS)
_COLOURS = ("#7a5c3e", "#d9d2c5", "#c98a5b", "#4f7cac", "#9bc53d", "#e55934", "#5d5179", "#bfae48")


def picture(scene: Scene, shade: int) -> NDArray[np.uint8]:
    """Draw a scene; its objects are boxes in the colour of their name."""
    width, height = SIZE
    image = Image.new("RGB", SIZE, (200 - 20 * shade, 205 - 12 * shade, 215))
    draw = ImageDraw.Draw(image)
    for label, x, y, w, h in scene.things:
        colour = _COLOURS[sum(label.encode()) % len(_COLOURS)]
        box = (x * width, y * height, (x + w) * width, (y + h) * height)
        draw.rounded_rectangle(box, 8, fill=colour, outline="#202020")
        draw.text((box[0] + 5, box[1] + 4), label, fill="#101010")
    return np.asarray(image)


def fill(library: Library, media: Path, *, graphs: bool = True) -> list[int]:
    """Add the pictures; return their ids in order of time."""
    media.mkdir()
    items: list[NewItem] = []
    pictures: list[NDArray[np.uint8]] = []
    vectors: list[NDArray[np.float32]] = []
    rng = np.random.default_rng(0)
    for number, day in enumerate(DAYS):
        for hour, scene, where in DAY:
            local = day + timedelta(hours=hour)
            path = media / f"{local:%Y%m%d_%H%M}_{scene.name}.png"
            pixels = picture(scene, number)
            Image.fromarray(pixels).save(path)
            items.append(_item(path, scene, local, where, graphs=graphs))
            pictures.append(pixels)
            vector = rng.normal(0, 0.1, DIM).astype(np.float32)
            vector[SCENES.index(scene)] += 1
            vectors.append(vector / np.linalg.norm(vector))
    thumbs = library.thumbnails.append([make_thumbnail(one) for one in pictures])
    library.thumbnails.flush()
    collection = library.vectors("layout")
    rows = collection.append(np.stack(vectors))
    batch = []
    for place, item in enumerate(items):
        values = {name: getattr(item, name) for name in item.__slots__}
        values |= {"thumb_row": thumbs[place], "vector_rows": {"layout": int(rows[place])}}
        batch.append(NewItem(**values))
    ids = library.catalogue.add_batch(batch)
    collection.commit(ids, rows.tolist())
    return ids


def _item(
    path: Path, scene: Scene, local: datetime, where: tuple[float, float] | None, *, graphs: bool
) -> NewItem:
    facts = MediaFacts(
        *SIZE, codec="png", taken_at=local - timedelta(minutes=OFFSET_MIN), offset_min=OFFSET_MIN,
        latitude=where[0] if where else None, longitude=where[1] if where else None,
    )  # fmt: skip
    boxes = [
        Box(label, 0.9, x, y, w, h, SOURCE, scene.attributes.get(place, ()))
        for place, (label, x, y, w, h) in enumerate(scene.things)
    ]
    relations = [
        Relation(scene.things[a][0], said, scene.things[b][0], 0.8, SOURCE, a, b)
        for a, said, b in scene.told
    ]
    facets = [Facet("activity", "driving", source="list")] if scene is CAR else []
    if where is not None:
        facets.append(Facet("place", "Home" if where == HOME else "Office", source="list"))
    return NewItem(
        identity=path.name,
        kind=ItemKind.LIFELOG,
        title=path.stem,
        files=[FileRecord(str(path), path.stat().st_size, 1, path.name)],
        facts=facts,
        facets=facets,
        relations=relations if graphs else (),
        findings=Findings(boxes=boxes) if graphs else Findings(),
    )


@dataclass
class Lifelog:
    """A library with a lifelog, its services and what panels share."""

    context: PanelContext
    library: Library
    ids: list[int]
    root: QObject
    posted: list[tuple[Any, ...]] = field(default_factory=list)

    def of(self, name: str) -> list[int]:
        """Return the items that show a scene, in order of time."""
        names = [scene.name for _ in DAYS for _, scene, _ in DAY]
        return [item for item, scene in zip(self.ids, names, strict=True) if scene == name]

    def settle(self, qtbot: Any, *panels: Any) -> None:
        """Wait until no job runs and no panel has anything to do."""

        def is_quiet() -> bool:
            return self.context.jobs.is_idle and all(panel.is_idle for panel in panels)

        qtbot.waitUntil(is_quiet, timeout=60_000)

    def close(self) -> None:
        """Stop jobs and close the library."""
        let_go(self.context)
        self.context.services.close()


def make_library(folder: Path, *, graphs: bool = True) -> tuple[Library, list[int]]:
    """Make the library in a folder."""
    library = Library.open(folder / "life.kinora", create=True)
    return library, fill(library, folder / "media", graphs=graphs)


def copy_library(made: Path, folder: Path) -> tuple[Library, list[int]]:
    """Open a copy of a library that make_library() made in a folder and that was closed."""
    shutil.copytree(made / "life.kinora", folder / "life.kinora")
    library = Library.open(folder / "life.kinora")
    return library, library.catalogue.ids().tolist()


def make_lifelog(folder: Path, *, made: Path | None = None) -> Lifelog:
    """Make the library, or copy one that was made, and a panel context on it."""
    library, ids = make_library(folder) if made is None else copy_library(made, folder)
    root = QObject()
    context = PanelContext(
        Services(library), JobRunner(root), SharedState(root), Notices(root), Actions(root)
    )
    desk = Lifelog(context, library, ids, root)
    context.notices.posted.connect(lambda *what: desk.posted.append(what))
    return desk
