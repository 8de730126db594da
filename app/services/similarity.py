"""Which encoder answers, and the vector of an example: an item, a file or pixels."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from app.services.media_places import medium
from app.services.paths import expanded
from app.services.query_example import Example
from common.errors import IndexMismatchError, QueryError

if TYPE_CHECKING:
    from app.services.library import Library
    from models.base import EncoderInfo

# Best first; any CLIP-family model goes before them. ConSE knows class names only, so it is the
# last choice for what things look like.
PREFERRED = ("mobilenet_v2", "squeezenet1_0", "layout", "conse")
EXAMPLE_SIDE = 512
NO_LOOKS = frozenset({"minilm", "motion"})  # vectors of texts, and of how shots move


class Encoders(Protocol):
    """The part of the engine that searches use."""

    def image_encoders(self) -> "list[EncoderInfo]":
        """Return the image encoders that can run now."""
        ...

    def text_encoders(self) -> "list[EncoderInfo]":
        """Return the text encoders that can run now."""
        ...

    def encode_images(self, encoder: str, images: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Return (N, D) float32 vectors of unit length."""
        ...

    def encode_text(self, encoder: str, texts: list[str]) -> NDArray[np.float32]:
        """Return (N, D) float32 vectors of unit length."""
        ...


class EngineOwner(Protocol):
    """Whoever makes the engine at its first use."""

    @property
    def engine(self) -> Encoders:
        """The engine."""
        ...


def image_vectors(library: "Library") -> dict[str, int]:
    """Return the image encoders that have vectors, best first, and how many."""
    counts = {name: n for name, n in library.encoders().items() if n and name not in NO_LOOKS}

    def place(name: str) -> tuple[int, str]:
        if name.startswith("clip:"):
            return (-1, name)
        return (PREFERRED.index(name) if name in PREFERRED else len(PREFERRED), name)

    return {name: counts[name] for name in sorted(counts, key=place)}


def pick_encoder(library: "Library", wanted: str, counts: Mapping[str, int] | None = None) -> str:
    """Return the name of the image encoder that answers.

    Args:
        library: the open library.
        wanted: its name, or "auto" for the best one that has vectors of most items.
        counts: what image_vectors() returned, if that is known already.

    Raises:
        IndexMismatchError: wanted has no vectors here, others have.
        QueryError: no image was ever encoded.
    """
    counts = image_vectors(library) if counts is None else counts
    if not counts:
        raise QueryError(
            "This library has no image vectors yet.",
            hint="Import pictures first; they are made in the same pass.",
        )
    if wanted == "auto":
        most = max(counts.values())
        return next(name for name, count in counts.items() if 2 * count >= most)
    if wanted not in counts:
        raise IndexMismatchError(", ".join(counts), wanted)
    return wanted


def encoder_for(
    library: "Library", items: Sequence[int], counts: Mapping[str, int] | None = None
) -> str:
    """Return the image encoder to compare items by: the best that knows half of them.

    A film has no vector of a network that has seen photos only; asking by it needs another encoder
    than asking by a photo. "auto" where no encoder knows any of them.
    """
    for name in image_vectors(library) if counts is None else counts:
        known = int(library.vectors(name).has(list(items)).sum())
        if known and 2 * known >= len(items):
            return name
    return "auto"


def item_vector(library: "Library", item: int, encoder: str) -> NDArray[np.float32]:
    """Return the vector of an item, float32 (D,).

    Raises:
        QueryError: there is no such item, or it has no vector.
    """
    if library.vectors(encoder).has([item])[0]:
        return np.asarray(library.vectors(encoder).vectors([item])[0])
    found = library.catalogue.items([item])
    if not found:
        raise QueryError(
            f"There is no item {item}.", hint="Take its number from a list, a search for example."
        )
    name = found[0].name or f"item {item}"
    raise QueryError(
        f"“{name}” has no vector of “{encoder}”.",
        hint="Import it again, so that it is made, or choose another encoder.",
    )


def example_vector(
    library: "Library", models: EngineOwner, example: Example, encoder: str
) -> NDArray[np.float32]:
    """Return the vector of an example, float32 (D,), unit length.

    Raises:
        QueryError: there is no such item, it has no vector, or the encoder cannot run here.
        MediaError: the file is no image that can be read.
    """
    if example.item is not None:
        return item_vector(library, example.item, encoder)
    pixels = example.pixels()
    if pixels is None:
        pixels = read_picture(expanded(medium(example.path or "")))
    engine = models.engine
    if encoder not in {info.name for info in engine.image_encoders()}:
        raise QueryError(
            f"The encoder “{encoder}” cannot run here, so a new picture cannot be compared.",
            hint="Add its weights with “models add”, or search by an item of the library.",
        )
    return np.asarray(engine.encode_images(encoder, [pixels])[0], np.float32)


def read_picture(path: Path, side: int = EXAMPLE_SIDE) -> NDArray[np.uint8]:
    """Return the picture of a file, uint8 (H, W, 3), longest side at most side.

    Raises:
        QueryError: there is no such file.
        MediaError: it is no image that can be read.
    """
    from indexers.media import read_image

    if not path.is_file():
        raise QueryError(f"There is no file “{path}”.", hint="Check the path of the picture.")
    return np.asarray(read_image(path, max_side=side, max_megapixels=512).rgb, dtype=np.uint8)


def known_items(library: "Library", items: list[int]) -> dict[int, str]:
    """Return items and what they are called.

    Raises:
        QueryError: one does not exist.
    """
    found = {s.id: s.name for s in library.catalogue.items(items)}
    for item in items:
        if item not in found:
            raise QueryError(
                f"There is no item {item}.",
                hint="Take its number from a list, a search for example.",
            )
    return found
