"""More like this, by a feature of choice: concepts, colour, texture, motion, or an embedding.

The embedded descriptor `layout` is made of blocks, each of a length of its own: an inner product
with a query of which only some blocks are kept is, scaled, the cosine of those blocks. So colour
and texture need no vectors of their own, and no index.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args

import numpy as np
from numpy.typing import NDArray

from app.services.media_places import medium
from app.services.paths import expanded
from app.services.query_example import Example
from app.services.query_parts import Feature
from app.services.search_vocabulary import CONCEPT_KEYS
from app.services.similarity import (
    EngineOwner,
    example_vector,
    image_vectors,
    item_vector,
    pick_encoder,
    read_picture,
)
from common.canvas import Region
from common.errors import ModelError, QueryError
from common.reasons import HitReason
from common.values import Facet
from indexers.rankings import Scored

if TYPE_CHECKING:
    from app.services.library import Library
    from models.engine import Engine

logger = logging.getLogger(__name__)

MOTION = "motion"
CONCEPTS = "conse"
LAYOUT = "layout"
COLOUR_BLOCKS = ("layout", "histogram", "middle", "moments")
TEXTURE_BLOCKS = ("texture", "gradients")
MOST_CONCEPTS = 12  # of an example
REASONS = {
    "colour": "coloured",
    "texture": "textured",
    "motion": "moves",
    "concepts": "shows-things",
}
_LEAST_SIDE = 8  # pixels of a region
_PICTURE_SIDE = 1024
_WHOLE = 0.98  # a region of so much of the picture is the picture


@dataclass(frozen=True, slots=True)
class FeatureQuery:
    """What a feature asks of the vectors of a library.

    Args:
        encoder: whose collection is asked: `library.vectors(encoder)`.
        vector: float32 (D,); the inner product with an item's vector is the score, -1 to 1.
    """

    encoder: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is like an example.

    Args:
        scored: items with their cosine (0-1), the example itself left out.
        by: the collection that was asked, or "concepts" where shared names count.
        reason: why an item is there, as a person reads it.
    """

    scored: Scored
    by: str
    reason: Callable[[int], str]


def vector_for(
    library: "Library",
    models: EngineOwner,
    example: Example,
    feature: Feature | str = "auto",
    *,
    region: Region | None = None,
) -> FeatureQuery:
    """Return the query vector of an example by a feature.

    Args:
        library: the open library.
        models: makes the engine when pixels must be encoded.
        example: an item, a file, or pixels.
        feature: "auto" and "embedding" take the best image encoder with vectors, "looks" the best
            that is no joint space of words; "colour" and "texture" blocks of `layout`; "concepts"
            the space of class names; "motion" how a shot moves; or the name of an encoder.
        region: only this part of the picture; not for "motion".

    Raises:
        QueryError: the feature cannot be had of this example, or the library lacks its vectors.
        IndexMismatchError: an encoder was named that has no vectors here.
        MediaError: the picture cannot be read.
    """
    if feature in {"colour", "texture"}:
        blocks = COLOUR_BLOCKS if feature == "colour" else TEXTURE_BLOCKS
        _require(library, LAYOUT, feature)
        return FeatureQuery(
            LAYOUT, _masked(_plain(library, models, example, LAYOUT, region), blocks)
        )
    if feature == MOTION:
        return FeatureQuery(MOTION, _motion(library, example, region))
    if feature == "concepts":
        _require(library, CONCEPTS, feature)
        return FeatureQuery(CONCEPTS, _plain(library, models, example, CONCEPTS, region))
    encoder = _encoder(library, feature)
    return FeatureQuery(encoder, _plain(library, models, example, encoder, region))


def find(
    library: "Library",
    models: EngineOwner,
    example: Example,
    feature: Feature | str = "auto",
    *,
    region: Region | None = None,
    k: int = 500,
    allowed: NDArray[np.int64] | None = None,
) -> Likeness:
    """Return what is most like an example by a feature.

    "concepts" also answers where no space of class names is there: by the names that networks
    gave, as the intersection of both sets of scores (Swain and Ballard, 1991), a share of the
    example's.

    Args:
        library: the open library.
        models: makes the engine when pixels must be encoded.
        example: an item, a file, or pixels.
        feature: see vector_for().
        region: only this part of the picture.
        k: how many at most, >= 1.
        allowed: only these items; None for all.

    Raises:
        QueryError: the feature cannot be had of this example, or the library lacks its vectors.
        IndexMismatchError: an encoder was named that has no vectors here.
        MediaError: the picture cannot be read.
    """
    if feature == "concepts" and not library.encoders().get(CONCEPTS):
        return _by_names(library, models, example, region, k, allowed)
    asked = vector_for(library, models, example, feature, region=region)
    own = example.item if region is None else None
    more = 0 if own is None else 1
    scores, items = (
        part[0]
        for part in library.vectors(asked.encoder).search(
            asked.vector[None], max(k, 1) + more, allowed=allowed
        )
    )
    kept = (items >= 0) & (items != (-1 if own is None else own))
    cosines = np.clip(scores[kept][:k].astype(np.float64), 0.0, 1.0)
    scored = Scored.of(items[kept][:k], cosines)
    shown, reason = example.describe(), REASONS.get(feature, "looks-like")
    return Likeness(
        scored,
        asked.encoder,
        lambda item: HitReason(
            reason, name=shown, network=asked.encoder, score=float(scored.at(np.array([item]))[0])
        ),
    )


def features_of(library: "Library", item: int | None = None) -> tuple[Feature, ...]:
    """Return the features that this library, or one item of it, can be asked by.

    Args:
        library: the open library.
        item: what is to be the example; None for a picture from outside.
    """
    counts = library.encoders()

    def has(encoder: str) -> bool:
        if not counts.get(encoder):
            return False
        return item is None or bool(library.vectors(encoder).has([item])[0])

    found: list[Feature] = []
    for feature in get_args(Feature):
        if feature in {"auto", "looks", "embedding"}:
            is_there = any(has(name) for name in image_vectors(library))
        elif feature in {"colour", "texture"}:
            is_there = has(LAYOUT)
        elif feature == MOTION:
            is_there = item is not None and has(MOTION)
        else:
            keys = library.catalogue.facet_keys()
            is_there = has(CONCEPTS) or any(keys.get(key) for key in CONCEPT_KEYS)
        if is_there:
            found.append(feature)
    return tuple(found)


def pixels_of(library: "Library", example: Example, region: Region | None) -> NDArray[np.uint8]:
    """Return the pixels of an example, or of a part of it, uint8 (H, W, 3).

    Raises:
        QueryError: there is no such item or file, or the region lies outside the picture.
        MediaError: the picture cannot be read.
    """
    if example.item is not None:
        from app.services.items import ItemService

        rgb = ItemService(library).picture(example.item, _PICTURE_SIDE).rgb
    elif (drawn := example.pixels()) is not None:
        rgb = drawn
    else:
        rgb = read_picture(expanded(medium(example.path or "")), _PICTURE_SIDE)
    return rgb if region is None else _cut(rgb, region)


def _cut(rgb: NDArray[np.uint8], region: Region) -> NDArray[np.uint8]:
    """Return a region of a picture, at least some pixels wide; what lies outside is left out."""
    height, width = rgb.shape[:2]
    known = np.isfinite([region.x, region.y, region.width, region.height]).all()
    left, top = max(0.0, region.x), max(0.0, region.y)
    right, bottom = min(1.0, region.x + region.width), min(1.0, region.y + region.height)
    if not known or right <= left or bottom <= top:
        raise QueryError(
            "The part of the picture lies outside it.", hint="Draw the box inside the picture."
        )
    x = min(int(left * width), max(0, width - _LEAST_SIDE))
    y = min(int(top * height), max(0, height - _LEAST_SIDE))
    return np.ascontiguousarray(
        rgb[
            y : max(y + _LEAST_SIDE, round(bottom * height)),
            x : max(x + _LEAST_SIDE, round(right * width)),
        ]
    )


def _plain(
    library: "Library",
    models: EngineOwner,
    example: Example,
    encoder: str,
    region: Region | None,
) -> NDArray[np.float32]:
    """Return the whole vector of an example by an encoder, float32 (D,)."""
    if region is None or (region.width >= _WHOLE and region.height >= _WHOLE):
        return example_vector(library, models, example, encoder)
    part = Example.of_pixels(pixels_of(library, example, region))
    return example_vector(library, models, part, encoder)


def _encoder(library: "Library", feature: str) -> str:
    """Return the image encoder of a feature that is no block of one."""
    if feature in {"auto", "embedding"}:
        return pick_encoder(library, "auto")
    if feature != "looks":
        return pick_encoder(library, feature)
    seen = {name: n for name, n in image_vectors(library).items() if name != CONCEPTS}
    return pick_encoder(library, "auto", {k: n for k, n in seen.items() if ":" not in k} or seen)


def _masked(vector: NDArray[np.float32], blocks: Sequence[str]) -> NDArray[np.float32]:
    """Return a `layout` vector of some blocks, scaled so that its products are their cosine."""
    from models.encoders.layout import block_slices

    masked = np.zeros_like(vector)
    for name, where in block_slices().items():
        if name in blocks:
            masked[where] = vector[where]
    share = float(masked @ masked)  # of the squared length; items keep about the same
    return masked if share <= 0 else np.asarray(masked / share, np.float32)


def _motion(library: "Library", example: Example, region: Region | None) -> NDArray[np.float32]:
    _require(library, MOTION, MOTION)
    if example.item is None or region is not None:
        raise QueryError(
            "Motion is known of whole shots of this library only.",
            hint="Take a shot of a video as the example, or compare by another feature.",
        )
    return item_vector(library, example.item, MOTION)


def _require(library: "Library", encoder: str, feature: str) -> None:
    """Check that a library can be asked by a feature.

    Raises:
        QueryError: it has no such vectors.
    """
    if library.encoders().get(encoder):
        return
    hints = {
        MOTION: "Import videos; the motion of their shots is measured in the same pass.",
        CONCEPTS: "Add a network that names things (see “models list”), then import again.",
    }
    raise QueryError(
        f"Nothing here can be compared by {feature}.",
        hint=hints.get(encoder, "Import pictures first; their vectors are made in the same pass."),
    )


def _by_names(
    library: "Library",
    models: EngineOwner,
    example: Example,
    region: Region | None,
    k: int,
    allowed: NDArray[np.int64] | None,
) -> Likeness:
    """Return who shares what networks named."""
    own = example.item if region is None else None
    named = _names_of(library, models, example, region)
    whole = sum(named.values())
    if not whole:
        raise QueryError(
            "No network has named anything in this picture.",
            hint="Add a network that names things (see “models list”), or another feature.",
        )
    parts: list[tuple[NDArray[np.int64], NDArray[np.float64], str]] = []
    for key in CONCEPT_KEYS:
        values = [value for of_key, value in named if of_key == key]
        if not values:
            continue
        items, places, scores = library.catalogue.facet_scores(key, values)
        least = np.minimum(scores, np.array([named[key, value] for value in values])[places])
        for at, value in enumerate(values):
            mine = Scored.of(items[places == at], least[places == at])  # of two sources the surer
            parts.append((mine.items, mine.scores, value))
    total, shared = _added(parts)
    total = Scored(total.items, np.minimum(1.0, total.scores / whole))
    if allowed is not None:
        total = total.only(allowed)
    kept = total.items != (-1 if own is None else own)
    order = np.argsort(-total.scores[kept], kind="stable")[:k]
    scored = Scored.of(total.items[kept][order], total.scores[kept][order])
    return Likeness(scored, "concepts", lambda item: "also shows " + ", ".join(shared(item)))


def _added(
    parts: Sequence[tuple[NDArray[np.int64], NDArray[np.float64], str]],
) -> tuple[Scored, Callable[[int], list[str]]]:
    """Return the sums of lists, and which of them hold an item."""
    every = [np.empty(0, np.int64), *(items for items, _, _ in parts)]
    amounts = [np.empty(0), *(scores for _, scores, _ in parts)]
    items, places = np.unique(np.concatenate(every), return_inverse=True)
    sums = np.bincount(places, np.concatenate(amounts), len(items)).astype(np.float64)
    holders = [(set(ids.tolist()), name) for ids, _, name in parts]
    return Scored(items, sums), lambda item: [name for ids, name in holders if item in ids][:3]


def _names_of(
    library: "Library", models: EngineOwner, example: Example, region: Region | None
) -> dict[tuple[str, str], float]:
    """Return what networks named in an example: (key, value) -> score, the surest ones."""
    if example.item is not None and region is None:
        facets = list(library.catalogue.item(example.item).facets)
    else:
        facets = _named(cast("Engine", models.engine), pixels_of(library, example, region))
    best: dict[tuple[str, str], float] = {}
    for facet in facets:
        if facet.key in CONCEPT_KEYS and facet.score > 0:
            pair = (facet.key, facet.value)
            best[pair] = max(best.get(pair, 0.0), min(1.0, float(facet.score)))
    surest = sorted(best, key=lambda pair: (-best[pair], pair))[:MOST_CONCEPTS]
    return {pair: best[pair] for pair in surest}


def _named(engine: "Engine", rgb: NDArray[np.uint8]) -> list[Facet]:
    """Return what the networks of this machine name in a picture."""
    from app.services.import_facts import with_objects
    from models.base import Priority

    facets: list[Facet] = []
    for info in engine.analyses():
        if info.name == LAYOUT or info.kind not in {"vectors", "boxes"}:
            continue
        try:
            found = engine.analyse(info.name, [rgb], priority=Priority.INTERACTIVE)[0]
        except ModelError as error:
            logger.info("%s names nothing: %s", info.name, error)
            continue
        facets += with_objects(found, info.name).facets
    return facets
