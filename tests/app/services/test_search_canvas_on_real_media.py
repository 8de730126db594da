"""Sketches, drawn objects and cut-outs of real photos find the photo they were made from."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.services.library import Library
from app.services.query_example import Example
from app.services.search_canvas import score_canvas
from app.services.search_types import Asking
from common.canvas import Canvas, ColourShape, ObjectShape, PictureShape, Region, Shape
from common.settings import Settings
from common.values import Box, Findings, ItemKind
from indexers.catalogue import NewItem
from indexers.media import read_image
from indexers.thumbnails import make_thumbnail

pytestmark = pytest.mark.data
PHOTOS, FRAMES = 240, 24


class NoEngine:
    def image_encoders(self) -> list[Any]:
        return []

    def text_encoders(self) -> list[Any]:
        return []


class NoModels:
    engine: Any = NoEngine()


def fill(
    folder: Path, pictures: list[NDArray[np.uint8]], boxes: list[list[Box]] | None = None
) -> Library:
    library = Library.open(folder, create=True)
    rows = library.thumbnails.append([make_thumbnail(rgb) for rgb in pictures])
    library.thumbnails.flush()
    found = boxes or [[] for _ in pictures]
    library.catalogue.add_batch(
        [
            NewItem(f"p{at}", ItemKind.PHOTO, thumb_row=rows[at], findings=Findings(boxes=each))
            for at, each in enumerate(found)
        ]
    )
    return library


def read(paths: list[Path]) -> list[NDArray[np.uint8]]:
    return [read_image(path, max_side=384, max_megapixels=100).rgb for path in paths]


def rank_of(library: Library, target: int, *shapes: Shape) -> int:
    """Return at which rank, from 1, a picture comes."""
    answer = score_canvas(Canvas(shapes), Asking(library, NoModels(), Settings(), 1000))
    items = answer.scored.ranked()[0].tolist()
    return items.index(target + 1) + 1 if target + 1 in items else len(items) + 1


@pytest.fixture(scope="module")
def photos(shared_data: Path) -> list[NDArray[np.uint8]]:
    paths = sorted((shared_data / "photos_grocery").rglob("*.jpg"))
    return read(paths[:: len(paths) // PHOTOS][:PHOTOS])


@pytest.fixture(scope="module")
def groceries(
    photos: list[NDArray[np.uint8]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Library]:
    library = fill(tmp_path_factory.mktemp("groceries") / "a.kinora", photos)
    yield library
    library.close()


def test_a_sketch_in_nine_colours_finds_its_photo(
    photos: list[NDArray[np.uint8]], groceries: Library
) -> None:
    rng = np.random.default_rng(4)
    ranks = []
    for target in range(0, PHOTOS, 10):
        high, wide = photos[target].shape[:2]
        shapes = []
        for cell in range(9):
            x, y = cell % 3 / 3, cell // 3 / 3
            part = photos[target][int(y * high) :, int(x * wide) :]
            part = part[: high // 3, : wide // 3].reshape(-1, 3)
            near = np.clip(np.median(part, axis=0) + rng.normal(0, 8, 3), 0, 255).astype(int)
            colour = (int(near[0]), int(near[1]), int(near[2]))
            shapes.append(ColourShape(Region(x, y, 1 / 3, 1 / 3), colour))
        ranks.append(rank_of(groceries, target, *shapes))
    assert np.mean(np.array(ranks) == 1) >= 0.6, ranks
    assert np.mean(np.array(ranks) <= 10) >= 0.9, ranks


def test_a_cut_out_in_other_light_finds_its_photo(
    photos: list[NDArray[np.uint8]], groceries: Library
) -> None:
    rng = np.random.default_rng(5)
    ranks = []
    for target in range(5, PHOTOS, 10):
        high, wide = photos[target].shape[:2]
        x, y = rng.uniform(0, 0.45, 2)
        part = photos[target][int(y * high) :, int(x * wide) :][: high // 2, : wide // 2]
        lit = np.clip(part * 0.9 + 12, 0, 255).astype(np.uint8)
        png = Example.of_pixels(np.ascontiguousarray(lit)).png
        region = Region(x + rng.normal(0, 0.02), y + rng.normal(0, 0.02), 0.5, 0.5)
        ranks.append(rank_of(groceries, target, PictureShape(region, png=png)))
    assert np.mean(np.array(ranks) == 1) >= 0.75, ranks
    assert max(ranks) <= 40, ranks


def test_the_item_itself_comes_first(groceries: Library) -> None:
    for target in (0, 111, 239):
        shape = PictureShape(Region(0, 0, 1, 1), item=target + 1)
        assert rank_of(groceries, target, shape) == 1


def test_drawn_objects_find_the_frame_in_which_they_were_detected(
    shared_data: Path, tmp_path: Path
) -> None:
    pytest.importorskip("onnxruntime")
    from models.engine import Engine
    from models.hub import ModelHub

    paths = sorted((shared_data / "itec_keyframes" / "frames").rglob("*.jpg"))
    pictures = read(paths[:: len(paths) // FRAMES][:FRAMES])
    engine = Engine(ModelHub(tmp_path / "models", [shared_data / "detector"]), threads=2)
    try:
        found = engine.analyse("objects", pictures)
    finally:
        engine.close()
    boxes = [list(each.boxes) for each in found]
    seen = [at for at, each in enumerate(boxes) if each]
    assert len(seen) >= 4, "the detector sees something in these frames"
    library = fill(tmp_path / "a.kinora", pictures, boxes)
    try:
        for target in seen:
            shapes = [
                ObjectShape(box.label, Region(box.x + 0.03, box.y - 0.02, box.width, box.height))
                for box in boxes[target]
            ]
            assert rank_of(library, target, *shapes) <= 2, (paths[target].name, boxes[target])
    finally:
        library.close()
