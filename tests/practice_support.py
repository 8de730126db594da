"""A library to practise with: photos with words, and a video of six shots at 25 frames a second."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from app.services.library import Library
from app.services.services import Services
from common.values import Box, Facet, Findings, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail
from tests.app.searching import FakeModels, of_words

ANIMALS = ("dog", "cat")
PLACES = ("beach", "forest", "street")
PHOTOS = 24
SHOTS = 6
SHOT_S = 5.0


def practice_library(folder: Path) -> Library:
    """Return a library of 24 photos, each an animal at a place, and a video of six shots."""
    folder.mkdir(parents=True, exist_ok=True)
    library = Library.open(folder / "practice.kinora", create=True)
    items = [_photo(folder, number) for number in range(PHOTOS)]
    facts = MediaFacts(64, 48, duration_s=SHOTS * SHOT_S, frame_rate=25.0)
    items.append(
        NewItem("v", ItemKind.VIDEO, "walk", facts=facts,
                files=[FileRecord(str(folder / "00042.mp4"), 1, 1, "v")])
    )  # fmt: skip
    items += [
        NewItem(f"v#t={round(at * SHOT_S * 1000) + 1010}", ItemKind.SHOT, parent="v",
                start_s=at * SHOT_S, end_s=(at + 1) * SHOT_S,
                texts=[Text(TextKind.CAPTION, f"moment {at} of a walk")])
        for at in range(SHOTS)
    ]  # fmt: skip
    rows = library.thumbnails.append([make_thumbnail(_pixels(at)) for at in range(len(items))])
    library.thumbnails.flush()
    vectors = np.stack([of_words(f"{_animal(at)} {_place(at)} {at}") for at in range(PHOTOS)])
    own = library.vectors("layout").append(vectors)
    batch = []
    for at, item in enumerate(items):
        values = {name: getattr(item, name) for name in item.__slots__}
        values["thumb_row"] = rows[at]
        if at < PHOTOS:
            values["vector_rows"] = {"layout": int(own[at])}
        batch.append(NewItem(**values))
    ids = library.catalogue.add_batch(batch)
    library.vectors("layout").commit(ids[:PHOTOS], own)
    return library


def practice_services(folder: Path) -> Services:
    """Return services on practice_library() that use no network."""
    services = Services(practice_library(folder))
    services.__dict__["models"] = _Models()
    return services


class _Models(FakeModels):
    """No networks that know words."""

    def __init__(self) -> None:
        super().__init__()
        self.engine.texts = ()

    def close(self) -> None:
        """Nothing runs."""


def _animal(at: int) -> str:
    return ANIMALS[at % 2]


def _place(at: int) -> str:
    return PLACES[at % 3]


def _pixels(at: int) -> np.ndarray:
    return np.full((32, 48, 3), (at * 9 % 256, 80, 160), np.uint8)


def _photo(folder: Path, at: int) -> NewItem:
    path = folder / f"img{at:02}.png"
    Image.fromarray(_pixels(at)).save(path)
    taken = datetime(2021, 5, 1, 12) + timedelta(hours=at)  # noqa: DTZ001 - UTC, naive
    return NewItem(
        f"photo{at}", ItemKind.PHOTO, f"photo {at}",
        files=[FileRecord(str(path), path.stat().st_size, 1, f"h{at}")],
        facts=MediaFacts(48, 32, taken_at=taken),
        facets=[
            Facet("concept", _animal(at), 0.9, "net"), Facet("concept", _place(at), 0.7, "net"),
            Facet("colour", ("red", "blue")[at // 12], 0.8, "colours"),
            Facet("city", f"Town {at}", 1.0, "exif"),
        ],
        texts=[
            Text(TextKind.TITLE, f"photo {at}"),
            Text(TextKind.CAPTION, f"a {_animal(at)} at the {_place(at)}, number {at}"),
        ],
        findings=Findings(boxes=[Box(_animal(at), 0.9, 0.1, 0.1, 0.4, 0.4, "detector")]),
    )  # fmt: skip
