"""What lies around a text, an item, or a vector."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.result_maps_space import MapSpaces
from app.services.similarity import EngineOwner, image_vectors, item_vector
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
What = str | int | Sequence[int] | NDArray[np.int64] | NDArray[np.float32]


def neighbourhood(
    library: "Library", models: EngineOwner | None, spaces: MapSpaces, what: What, count: int
) -> tuple[str, Ids, Floats]:
    """Return the encoder that compares, the nearest items, best first, and how like they are.

    Args:
        library: the open library.
        models: makes the engine; None where texts cannot be asked for.
        spaces: chooses the encoder of a list.
        what: words, an item id, items (best first), or a vector, float32 (D,).
        count: how many items.

    Raises:
        QueryError: no network here turns words into vectors, or the item has no vector.
    """
    if isinstance(what, str):
        encoder, vector = _of_text(library, models, what)
    elif isinstance(what, int | np.integer):
        encoder = spaces.encoder("auto", [int(what)])
        vector = item_vector(library, int(what), encoder)
    elif isinstance(what, np.ndarray) and what.dtype.kind == "f":
        vector = np.asarray(what, np.float32)
        encoder = _of_length(library, len(vector))
    else:
        items = np.asarray(what, np.int64)[:count]
        encoder = spaces.encoder("auto", items)
        return encoder, items, np.linspace(1, 0, len(items), dtype=np.float32)
    scores, found = library.vectors(encoder).search(vector[None], count)
    there = found[0] >= 0
    return encoder, found[0][there], scores[0][there]


def _of_text(library: "Library", models: EngineOwner | None, text: str) -> tuple[str, Floats]:
    """Return the encoder of pictures that shares its vectors with a text encoder, and a vector."""
    text = text.strip()
    if not text:
        raise QueryError("There are no words to look around.", hint="Type some.")
    have = image_vectors(library)
    if models is not None:
        pairs = {info.name: info.text for info in models.engine.image_encoders() if info.text}
        ready = {info.name for info in models.engine.text_encoders()}
        for name in have:
            if pairs.get(name) in ready:
                return name, models.engine.encode_text(pairs[name], [text])[0]
    raise QueryError(
        "No network here turns words into vectors that pictures are compared with.",
        hint="Add a model (see “models list”) and import again, or sort the hits of a search.",
    )


def _of_length(library: "Library", length: int) -> str:
    for name in image_vectors(library):
        if library.vectors(name).dim == length:
            return name
    raise QueryError(
        f"No encoder here makes vectors of {length} numbers.",
        hint="Make the vector with one of the encoders of this library.",
    )
