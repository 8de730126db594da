"""Vectors of parts of pictures: made behind the user, asked by texts and pictures on a canvas."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.query_example import Example
from app.services.search_canvas_memory import View
from app.services.search_scoring import SENTENCE_SPACES
from app.services.search_text_vectors import TextVectors
from app.services.search_types import Asking
from app.services.similarity import EngineOwner, example_vector, image_vectors
from common.canvas import PictureShape
from common.errors import AppError, LibraryError, ModelError
from common.jobs import JobContext
from indexers.canvas.geometry import SUB_FRAMES, Box, nearest_frame
from indexers.canvas.regions import RegionVectors
from indexers.rankings import Background, logistic

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

UP_TO = 20_000
"""Pictures of a library up to which parts are described by themselves: it costs nine pictures."""
_FOLDER = "regions"
_BY_LOOKS = "layout"
_LEVEL = 384  # of thumbnails, from which parts are cut
_BATCH = 8  # pictures
_SAMPLE = 2000
_LEAST_SIDE = 8  # pixels


@dataclass(frozen=True, slots=True)
class Opened:
    """The vectors of parts by one encoder.

    Args:
        store: the vectors.
        encoder: image encoder that made them.
        words: text encoder of the same space, "" for none.
    """

    store: RegionVectors
    encoder: str
    words: str


def open_regions(library: "Library", models: EngineOwner, *, for_text: bool) -> Opened | None:
    """Return the vectors of parts to ask; None where no encoder can run.

    Texts need an encoder that knows words. Pictures are compared by a CLIP-type encoder, else by
    `layout`: of the small networks none found placed cut-outs better than colours alone do.

    Args:
        library: open.
        models: makes the engine.
        for_text: whether a text is asked, not a picture.
    """
    try:
        infos = {info.name: info for info in models.engine.image_encoders()}
    except ModelError as error:
        logger.info("no image encoders: %s", error)
        return None
    if not infos:
        return None
    names = [name for name in image_vectors(library) if name in infos]
    fits = [
        name
        for name in names
        if (infos[name].text if for_text else name.startswith("clip:") or name == _BY_LOOKS)
    ]
    if not fits:
        return None
    folder = fits[0].replace(":", "~").replace("/", "~")
    version = library.vectors(fits[0]).version
    store = RegionVectors(library.folder / _FOLDER / folder, fits[0], version)
    return Opened(store, fits[0], infos[fits[0]].text or "")


def _stores(library: "Library", models: EngineOwner) -> list[Opened]:
    """Return the stores that are to be filled, each once."""
    both = (open_regions(library, models, for_text=for_text) for for_text in (False, True))
    return list({one.encoder: one for one in both if one is not None}.values())


def due(library: "Library", models: EngineOwner) -> NDArray[np.int64]:
    """Return the items whose parts make_regions() would describe, ascending."""
    if not library.can_append:
        return np.empty(0, np.int64)
    lacking = [np.empty(0, np.int64)]
    lacking += [_lacking(library, opened.store) for opened in _stores(library, models)]
    return np.unique(np.concatenate(lacking))


def _lacking(library: "Library", store: RegionVectors) -> NDArray[np.int64]:
    from indexers.catalogue.box_columns import picture_columns

    items = picture_columns(library.catalogue).items
    return np.setdiff1d(items, store.items) if len(items) <= UP_TO else np.empty(0, np.int64)


def make_regions(library: "Library", models: EngineOwner, context: JobContext) -> int:
    """Describe the parts of pictures that lack it; return how many descriptions were made.

    Raises:
        LibraryError: the disk is full; what was finished is kept.
        JobCancelled: the user cancelled; what was finished is kept.
    """
    if not library.can_append:
        return 0
    done = 0
    try:
        for opened in _stores(library, models):
            done += _fill(opened, library, models, context)
    except OSError as error:
        raise LibraryError(
            f"Parts of pictures could not be described ({error.strerror or error}).",
            hint="Check that the disk is there, writable and not full.",
        ) from error
    return done


def _fill(opened: Opened, library: "Library", models: EngineOwner, context: JobContext) -> int:
    wanted, done = _lacking(library, opened.store), 0
    if len(wanted) and not opened.store.dim:
        opened.store.start(library.vectors(opened.encoder).sample(_SAMPLE))
    for first in range(0, len(wanted), _BATCH):
        context.step(first, len(wanted), "Describing parts of pictures")
        items, crops = _crops(library, wanted[first : first + _BATCH])
        if items:
            vectors = np.asarray(models.engine.encode_images(opened.encoder, crops), np.float32)
            opened.store.append(items, vectors.reshape(len(items), len(SUB_FRAMES), -1))
            done += len(items)
    return done


def _crops(
    library: "Library", wanted: NDArray[np.int64]
) -> tuple[list[int], list[NDArray[np.uint8]]]:
    """Return items and the parts of their pictures, one after the other."""
    items: list[int] = []
    crops: list[NDArray[np.uint8]] = []
    for found in library.catalogue.items(wanted.tolist()):
        try:
            rgb = library.thumbnails.decode(found.thumb_row, _LEVEL)
        except (AppError, IndexError) as error:
            logger.info("parts of item %d are not described: %s", found.id, error)
            continue
        high, wide = rgb.shape[:2]
        items.append(found.id)
        for left, top, right, bottom in SUB_FRAMES:
            x, y = int(left * wide), int(top * high)
            across = max(x + _LEAST_SIDE, round(right * wide))
            down = max(y + _LEAST_SIDE, round(bottom * high))
            crops.append(np.ascontiguousarray(rgb[y:down, x:across]))
    return items, crops


def sure_of_picture(
    shape: PictureShape, box: Box, view: View, asking: Asking
) -> NDArray[np.float32] | None:
    """Return how surely the part of each picture where a placed one lies looks like it.

    Args:
        shape: an item or a PNG file.
        box: where it lies; the part that fits by IoU is compared.
        view: of N pictures.
        asking: library and engine.

    Returns:
        float32 (N,), 0-1; NaN where nothing is known; None where no vectors can be compared.
    """
    library = asking.library
    opened = open_regions(library, asking.models, for_text=False)
    if opened is None or (nearest_frame(box) >= 0 and not len(opened.store)):
        return None
    try:
        vector = example_vector(
            library, asking.models, Example(shape.item, None, shape.png), opened.encoder
        )
    except AppError as error:
        logger.info("a placed picture is compared by its colours only: %s", error)
        return None
    return _sure(vector, box, view, opened, library)


def sure_of_text(
    text: str, box: Box, view: View, asking: Asking, texts: TextVectors
) -> NDArray[np.float32] | None:
    """Return how surely the part of each picture in a region shows what a text says.

    Returns:
        float32 (N,), 0-1; NaN where nothing is known; None where no encoder knows words.
    """
    library = asking.library
    opened = open_regions(library, asking.models, for_text=True)
    if opened is None or (nearest_frame(box) >= 0 and not len(opened.store)):
        return None
    vector = texts.encode(opened.words, text)
    return None if vector is None else _sure(vector, box, view, opened, library)


def _sure(
    vector: NDArray[np.float32],
    box: Box,
    view: View,
    opened: Opened,
    library: "Library",
) -> NDArray[np.float32]:
    """Return calibrated cosines with the part of pictures that fits a box."""
    frame = nearest_frame(box)
    collection = library.vectors(opened.encoder)
    if frame < 0:
        items, cosines = collection.scores(vector)
    else:
        items, cosines = opened.store.items, opened.store.scores(frame, vector)
    found = np.full(len(view.items), np.nan, np.float32)
    if len(items):
        sample = cosines[np.random.default_rng(0).permutation(len(cosines))[:_SAMPLE], None]
        background = Background.of(sample, np.ones(1, np.float32))
        sure = background.calibrate(cosines)
        if opened.encoder in SENTENCE_SPACES:
            sure = sure * logistic(cosines.astype(np.float64), 0.28, 0.03)
        places = view.places(np.asarray(items, np.int64))
        found[places[places >= 0]] = sure[places >= 0]
    return found
