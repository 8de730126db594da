"""Image regions as objects of a query: compared by an image encoder."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.similarity import EngineOwner, pick_encoder
from common.errors import AppError, QueryError
from common.settings import Settings
from indexers.rankings.fusion import Scored

if TYPE_CHECKING:
    from app.services.library import Library

Region = tuple[int, float, float, float, float]
_SIDE = 1024  # pixels of the picture that the region is cut from
_MOST_KEPT = 64
_WHOLE = 0.98  # a region of so much of the picture is the picture
_LEAST_SIDE = 8  # pixels


class Examples:
    """Makes vectors of image regions and compares items with them.

    Args:
        library: the open library.
        models: makes the engine when a region is first encoded.
        settings: name the image encoder.
    """

    def __init__(self, library: "Library", models: EngineOwner, settings: Settings) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._kept: dict[tuple[str, Region], NDArray[np.float32]] = {}

    def compare(self, region: Region, allowed: NDArray[np.int64]) -> Scored:
        """Return how much items look like a region, 0-1.

        Args:
            region: item, left, top, width, height as fractions.
            allowed: items that conditions and filters let through.

        Raises:
            QueryError: the item is gone, or no encoder can compare.
            MediaError: its picture cannot be read.
        """
        encoder = pick_encoder(self._library, self._settings.models.image_encoder)
        vector = self._vector(encoder, region)
        items, vectors = self._library.vectors(encoder).matrix()
        scores = np.clip(np.asarray(vectors @ vector, np.float64), 0, 1)
        return Scored.of(np.asarray(items, np.int64), scores).only(allowed)

    def crop(self, region: Region, side: int = _SIDE) -> NDArray[np.uint8]:
        """Return the pixels of a region, uint8 (H, W, 3).

        Args:
            region: item, left, top, width, height as fractions.
            side: longest side of the picture that it is cut from, pixels.

        Raises:
            QueryError: there is no such item.
            MediaError: its picture cannot be read.
        """
        from app.services.items import ItemService

        item, left, top, width, height = region
        picture = ItemService(self._library).picture(item, side).rgb
        rows, columns = picture.shape[:2]
        x, y = int(left * columns), int(top * rows)
        right = max(x + _LEAST_SIDE, round((left + width) * columns))
        bottom = max(y + _LEAST_SIDE, round((top + height) * rows))
        return np.ascontiguousarray(picture[y:bottom, x:right])

    def _vector(self, encoder: str, region: Region) -> NDArray[np.float32]:
        key = (encoder, region)
        if key in self._kept:
            return self._kept[key]
        collection = self._library.vectors(encoder)
        if region[3] * region[4] >= _WHOLE and collection.has([region[0]])[0]:
            vector = np.asarray(collection.vectors([region[0]])[0], np.float32)
        else:
            engine = self._models.engine
            if encoder not in {info.name for info in engine.image_encoders()}:
                raise QueryError(
                    f"The encoder “{encoder}” cannot run here, so a region cannot be compared.",
                    hint="Add its weights under Tools ▸ Networks, or take a whole picture.",
                )
            vector = np.asarray(engine.encode_images(encoder, [self.crop(region)])[0], np.float32)
        while len(self._kept) >= _MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = vector
        return vector


def compared(
    examples: Examples, regions: list[Region], allowed: NDArray[np.int64]
) -> tuple[list[Scored], list[str]]:
    """Return how much items look like each region, and why some cannot be compared."""
    found: list[Scored] = []
    failed: list[str] = []
    for region in regions:
        try:
            found.append(examples.compare(region, allowed))
        except AppError as error:
            failed.append(error.what)
    return found, failed
