"""Recognisers of pictures as analyses of the engine, beside the networks."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.import_facts import FACES_OF
from app.services.recogniser_loading import Recogniser
from common.values import Box, Facet, Findings, Text, TextKind
from indexers.pixels import shrink
from models.base import check_image, mark_prepared

if TYPE_CHECKING:
    from models.base import Image, Runtime

PICTURE_KINDS = ("activity", "place", "caption", "faces")
SIDE = 512  # pixels, longest side of what a recogniser gets
_LEAST_SCORE = 0.2  # of a label
_MOST_LABELS = 3
_LONGEST = 200  # characters of a label
_LONGEST_CAPTION = 2000


class RecogniserBackend:
    """A recogniser of pictures as an analysis; its errors leave it out of the import.

    Input: RGB images, longest side 512. Output by kind: facets `activity` and `place`, a caption
    as text, faces as boxes.

    Args:
        recogniser: of one of PICTURE_KINDS, without a problem.
    """

    vectors: Mapping[str, int] = {}
    joint_text: Mapping[str, str] = {}
    cost_ms = 50.0
    max_batch = 8
    only_cpu = True

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        prefix = FACES_OF if recogniser.kind == "faces" else f"{recogniser.kind}:"
        self.name = prefix + recogniser.name
        self.version = recogniser.version
        self.kind = {"faces": "boxes", "caption": "captions"}.get(recogniser.kind, "facets")

    def prepare(self, image: "Image") -> NDArray[Any]:
        """Shrink a picture; its shape is kept."""
        rgb = check_image(image)
        small = np.ascontiguousarray(shrink(rgb, SIDE))
        return mark_prepared(small, self.name, (rgb.shape[0], rgb.shape[1]))

    def load(self, runtime: "Runtime") -> None:
        """Nothing to load: a recogniser loads itself."""

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Ask for each picture.

        Raises:
            RecogniserError: it raised something, or answered in another form than its kind asks.
        """
        return [self._ask(np.array(image, np.uint8)) for image in batch]

    def unload(self) -> None:
        """Nothing to give back."""

    def _ask(self, picture: NDArray[np.uint8]) -> Findings:
        answer = self._recogniser.run(picture)
        if self._recogniser.kind == "caption":
            return self._caption(answer)
        try:
            rows = [tuple(row) for row in answer]
        except TypeError as error:
            raise self._recogniser.wrong(answer, self._wanted()) from error
        if self._recogniser.kind == "faces":
            return Findings(boxes=[self._face(row) for row in rows])
        labels = sorted((self._label(row) for row in rows), key=lambda each: -each.score)
        sure = [each for each in labels if each.score >= _LEAST_SCORE]
        return Findings(facets=sure[:_MOST_LABELS])

    def _wanted(self) -> str:
        if self._recogniser.kind == "faces":
            return "a list of (left, top, width, height, score), fractions of the picture"
        return "a list of (label, score)"

    def _caption(self, answer: Any) -> Findings:
        if not isinstance(answer, str):
            raise self._recogniser.wrong(answer, "a text")
        words = " ".join(answer.split())[:_LONGEST_CAPTION]
        return Findings(texts=[Text(TextKind.CAPTION, words, source=self.name)] if words else [])

    def _label(self, row: tuple[Any, ...]) -> Facet:
        if len(row) != 2 or not isinstance(row[0], str) or not _is_number(row[1]):
            raise self._recogniser.wrong(row, "(label, score)")
        label = " ".join(row[0].split())[:_LONGEST]
        score = min(1.0, max(0.0, float(row[1]))) if label else 0.0
        return Facet(self._recogniser.kind, label, score, self.name)

    def _face(self, row: tuple[Any, ...]) -> Box:
        if len(row) != 5 or not all(_is_number(value) for value in row):
            raise self._recogniser.wrong(row, "(left, top, width, height, score)")
        left, top = (min(1.0, max(0.0, float(value))) for value in row[:2])
        right, bottom = (min(1.0, max(0.0, float(row[at]) + float(row[at + 2]))) for at in (0, 1))
        score = min(1.0, max(0.0, float(row[4])))
        return Box(
            "face", score, left, top, max(0.0, right - left), max(0.0, bottom - top), self.name
        )


def _is_number(value: Any) -> bool:
    is_real = isinstance(value, int | float | np.integer | np.floating)
    return is_real and not isinstance(value, bool) and math.isfinite(float(value))
