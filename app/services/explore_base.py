"""What all ways of exploring share: the vectors, names, buckets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explore_space import Space, mark_of
from app.services.similarity import EngineOwner, known_items, pick_encoder
from common.errors import QueryError
from common.settings import Settings

if TYPE_CHECKING:
    from app.services.library import Library

SUGGESTIONS = 25


class ExploreBase:
    """Keeps the vectors of the encoders in use.

    Args:
        library: the open library.
        models: makes the engine; used for images that are not in the library and parts of images.
        settings: the user's settings; `models.image_encoder` is the encoder for "auto".
    """

    def __init__(self, library: "Library", models: EngineOwner | None, settings: Settings) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._spaces: dict[str, Space] = {}

    def space(self, encoder: str = "auto") -> Space:
        """Return the vectors of an encoder, read anew when they changed.

        Args:
            encoder: as for cluster().

        Raises:
            QueryError: no image was ever encoded.
            IndexMismatchError: the encoder asked for has no vectors here.
        """
        chosen = self._settings.models.image_encoder if encoder == "auto" else encoder
        name = pick_encoder(self._library, chosen)
        vectors = self._library.vectors(name)
        kept = self._spaces.get(name)
        if kept is None or kept.mark != mark_of(vectors.matrix()[0], vectors.version):
            kept = self._spaces[name] = Space(vectors)
        return kept

    def _names(self, items: Sequence[int]) -> dict[int, str]:
        """Return what items are called."""
        return {
            item: name or f"item {item}"
            for item, name in known_items(self._library, list(items)).items()
        }

    def _inside(self, space: Space, items: Sequence[int]) -> NDArray[np.int64]:
        """Return the rows of a bucket's items, int64 (B,), B >= 1.

        Raises:
            QueryError: the bucket is empty, or none of its items has a vector.
        """
        if not len(items):
            raise QueryError("The bucket is empty.", hint="Put some images into it first.")
        rows = space.has(items)
        if not len(rows):
            raise QueryError(
                f"No item of the bucket has a vector of “{space.encoder}”.",
                hint="Put pictures into it, or import again so that their vectors are made.",
            )
        return rows

    def _mean(self, space: Space, items: Sequence[int]) -> NDArray[np.float32]:
        return space.mean(self._inside(space, items))
