"""A small library of real files, and a panel context on it."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QObject

from app.context import Actions, Notices, PanelContext, SharedState
from app.jobs import JobRunner
from app.services.library import Library
from app.services.services import Services
from app.services.types import Part, TextAsk
from common.values import (
    Box,
    Facet,
    Findings,
    Hit,
    ItemKind,
    MediaFacts,
    ResultList,
    Text,
    TextKind,
)
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail
from tests.garbage import let_go

PHOTOS = 12
DIM = 8
FRAME_RATE = 10
FRAMES = 40


def picture(number: int) -> NDArray[np.uint8]:
    rgb = np.zeros((60, 90, 3), np.uint8)
    rgb[:] = (number * 20 % 256, 255 - number * 20 % 256, 128)
    rgb[:30, :45] = 255
    return rgb


def make_video(path: Path) -> None:
    """Write a video whose frame n has the grey level 5 n + 20."""
    import av

    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("mpeg4", rate=FRAME_RATE)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.time_base = Fraction(1, FRAME_RATE)
        stream.gop_size = 10
        stream.bit_rate = 2_000_000
        for number in range(FRAMES):
            grey = np.full((48, 64, 3), 20 + 5 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        container.mux(stream.encode())


def fill(library: Library, media: Path) -> list[int]:
    """Add 12 photos, a film, and a video with two shots; return all ids."""
    media.mkdir()
    items: list[NewItem] = []
    vectors: list[NDArray[np.float32]] = []
    pictures: list[NDArray[np.uint8]] = []
    rng = np.random.default_rng(0)
    for number in range(PHOTOS):
        path = media / f"photo {number}.png"
        Image.fromarray(picture(number)).save(path)
        pictures.append(picture(number))
        vector = rng.normal(0, 0.1, DIM).astype(np.float32)
        vector[number % 2] += 1
        vectors.append(vector / np.linalg.norm(vector))
        items.append(_photo(path, number))
    video = media / "clip.mp4"
    make_video(video)
    facts = MediaFacts(64, 48, duration_s=4.0, frame_rate=10.0, codec="mpeg4")
    speech = Text(TextKind.SPEECH, "good morning", 1.0, 2.0, "subtitles")
    items += [
        NewItem("film:1", ItemKind.FILM, "Metropolis", year=1927,
                texts=[Text(TextKind.PLOT, "A city " * 80, source="list")],
                facets=[Facet("genre", "Drama", source="list")]),
        NewItem("video", ItemKind.VIDEO, "clip", facts=facts, texts=[speech],
                files=[FileRecord(str(video), 1, 1, "video")]),
        NewItem("video#t=500", ItemKind.SHOT, parent="video", start_s=0.0, end_s=1.5),
        NewItem("video#t=2500", ItemKind.SHOT, parent="video", start_s=1.5, end_s=4.0),
    ]  # fmt: skip
    pictures += [picture(number) for number in range(4)]
    thumbs = library.thumbnails.append([make_thumbnail(one) for one in pictures])
    library.thumbnails.flush()
    collection = library.vectors("layout")
    rows = collection.append(np.stack(vectors))
    batch = []
    for place, item in enumerate(items):
        values = {name: getattr(item, name) for name in item.__slots__}
        values["thumb_row"] = thumbs[place]
        if place < PHOTOS:
            values["vector_rows"] = {"layout": int(rows[place])}
        batch.append(NewItem(**values))
    ids = library.catalogue.add_batch(batch)
    collection.commit(ids[:PHOTOS], rows)
    return ids


def _photo(path: Path, number: int) -> NewItem:
    colour = "red" if number % 2 else "green"
    return NewItem(
        identity=f"photo{number}",
        kind=ItemKind.PHOTO,
        title=f"Photo {number}",
        files=[FileRecord(str(path), path.stat().st_size, 1, f"hash{number}")],
        facts=MediaFacts(90, 60, codec="png"),
        facets=[Facet("colour", colour, 0.8, "colours")],
        findings=Findings(boxes=[Box("cat", 0.9, 0.1, 0.1, 0.5, 0.5, "detector")]),
    )


class FakeSearch:
    """Answers at once; remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answer = ResultList("")
        self.error: Exception | None = None
        self.reading: tuple[Any, ...] = ()
        self.unfiltered: ResultList | None = None  # answer to queries without filters

    def run(self, query: Any, context: Any = None) -> ResultList:
        self.asked.append(query)
        if self.error is not None:
            raise self.error
        if self.unfiltered is not None and not query.filters:
            return self.unfiltered
        return self.answer

    def similar(self, item: Any, k: int = 0, context: Any = None, **_: Any) -> ResultList:
        return ResultList("", (Hit(1, 1.0), Hit(2, 0.5)), 2)

    def suggest(self, prefix: str, limit: int = 10) -> list[Any]:
        return [SimpleNamespace(text=prefix + "house", kind="concept", count=3)]

    def read(self, text: str) -> tuple[Any, ...]:
        return self.reading or (Part(TextAsk(text)),)


@dataclass
class Desk:
    """A library, its services and what panels share."""

    context: PanelContext
    library: Library
    ids: list[int]
    search: FakeSearch
    root: QObject
    posted: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def film(self) -> int:
        return self.ids[PHOTOS]

    @property
    def video(self) -> int:
        return self.ids[PHOTOS + 1]

    @property
    def shots(self) -> list[int]:
        return self.ids[PHOTOS + 2 :]

    def settle(self, qtbot: Any, *panels: Any) -> None:
        """Wait until no job runs and no panel has anything to do."""

        def is_quiet() -> bool:
            return self.context.jobs.is_idle and all(panel.is_idle for panel in panels)

        qtbot.waitUntil(is_quiet, timeout=60_000)

    def close(self) -> None:
        let_go(self.context)
        self.context.services.close()


def make_desk(folder: Path, *, read_only: bool = False) -> Desk:
    library = Library.open(folder / "a.kinora", create=True)
    ids = fill(library, folder / "media")
    if read_only:
        library.close()
        library = Library.open(folder / "a.kinora", read_only=True)
    services = Services(library)
    fake = FakeSearch()
    services.__dict__["search"] = fake
    root = QObject()
    context = PanelContext(
        services, JobRunner(root), SharedState(root), Notices(root), Actions(root)
    )
    desk = Desk(context, library, ids, fake, root)
    context.notices.posted.connect(lambda *what: desk.posted.append(what))
    return desk
