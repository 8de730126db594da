"""Pictures with colours and people, and canvases that ask for them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.services.library import Library
from app.services.search_canvas import score_canvas
from app.services.search_types import Asking, PartAnswer
from common.canvas import (
    Canvas,
    Region,
    Shape,
)
from common.settings import Settings
from common.values import Box, Facet, Findings, ItemKind, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail
from models.base import EncoderInfo

RED, BLUE, GREEN, WHITE = (214, 40, 40), (40, 90, 200), (60, 150, 60), (250, 250, 250)
LEFT, RIGHT = Region(0, 0, 0.5, 1), Region(0.5, 0, 0.5, 1)
EVERYWHERE = Region(0, 0, 1, 1)


class NoEngine:
    def image_encoders(self) -> list[EncoderInfo]:
        return []

    def text_encoders(self) -> list[EncoderInfo]:
        return []


class NoModels:
    engine: Any = NoEngine()


class MeanEngine(NoEngine):
    """Knows pictures by their mean colour, and the words red, green, blue."""

    def image_encoders(self) -> list[EncoderInfo]:
        return [EncoderInfo("clip:mean", 3, "clip:mean")]

    def text_encoders(self) -> list[EncoderInfo]:
        return [EncoderInfo("clip:mean", 3)]

    def encode_images(self, _name: str, images: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
        means = np.array([image.reshape(-1, 3).mean(axis=0) + 1 for image in images], np.float32)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

    def encode_text(self, _name: str, texts: list[str]) -> NDArray[np.float32]:
        names = ("red", "green", "blue")
        return np.array([[name in text for name in names] for text in texts], np.float32)


def halves(left: tuple[int, ...], right: tuple[int, ...]) -> NDArray[np.uint8]:
    rgb = np.empty((90, 160, 3), np.uint8)
    rgb[:, :80], rgb[:, 80:] = left, right
    return rgb


def person(x: float, width: float = 0.3, score: float = 0.8) -> Box:
    return Box("person", score, x, 0.2, width, 0.7, "net")


PICTURES: list[tuple[NDArray[np.uint8], list[Box]]] = [
    (halves(RED, BLUE), [person(0.1)]),
    (halves(BLUE, RED), [person(0.6)]),
    (halves(GREEN, GREEN), [person(0.05), person(0.65)]),
    (halves(WHITE, GREEN), [person(0.05), person(0.65), person(0.35, 0.2)]),
    (halves(RED, RED), [Box("dog", 0.9, 0.4, 0.4, 0.1, 0.1, "net")]),
    (halves(BLUE, WHITE), [Box("dog", 0.9, 0.1, 0.1, 0.8, 0.8, "net")]),
    (halves(WHITE, WHITE), []),
]


def add_pictures(library: Library, pictures: list[tuple[NDArray[np.uint8], list[Box]]]) -> None:
    """Add pictures with boxes; their ids count from 1."""
    rows = library.thumbnails.append([make_thumbnail(rgb) for rgb, _ in pictures])
    library.thumbnails.flush()
    vectors = MeanEngine().encode_images("", [rgb for rgb, _ in pictures])
    collection = library.vectors("clip:mean")
    vector_rows = collection.append(vectors, version="1")
    batch = [
        NewItem(
            f"p{at}", ItemKind.PHOTO, f"picture {at}", files=[FileRecord(f"/p/{at}.png")],
            thumb_row=rows[at], findings=Findings(boxes=boxes),
            facets=[Facet("concept", "beach", 0.9, "net")] if at == 6 else [],
            texts=[Text(TextKind.OCR, "exit only", source="ocr")] if at == 3 else [],
            vector_rows={"clip:mean": int(vector_rows[at])},
        )
        for at, (_, boxes) in enumerate(pictures)
    ]  # fmt: skip
    ids = library.catalogue.add_batch(batch)
    collection.commit(ids, vector_rows.tolist())


def ask(library: Library, *shapes: Shape, models: Any = None, **more: Any) -> PartAnswer:
    asking = Asking(library, models or NoModels(), Settings(), more.pop("k", 10), **more)
    return score_canvas(Canvas(shapes), asking)


def ranked(answer: PartAnswer) -> list[int]:
    """Return the numbers of the pictures, best first."""
    return [int(item) - 1 for item in answer.scored.ranked()[0]]
