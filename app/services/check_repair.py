"""Makes thumbnails and vectors again from the media that the catalogue names."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.analyser_removal import switched_off
from app.services.import_analyse import Analyses
from app.services.import_films import DRAWN_SIZE
from app.services.import_motion import measure_shots
from app.services.import_pending import PendingStage
from app.services.import_texts import ENCODER, encode_items
from app.services.import_types import Meter
from app.services.import_videos import telling
from common.jobs import JobContext
from common.settings import ImportSettings
from common.values import ItemKind, TextKind
from indexers import media
from indexers.catalogue import ItemDetails, PendingItem
from indexers.media import FilmRow
from indexers.media.motion import ENCODER as MOTION
from indexers.thumbnails import make_thumbnail

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.models import ModelService

logger = logging.getLogger(__name__)

_BATCH = 64
_MOST_SHOTS = 24  # looked at for the picture of a video


class Remaker:
    """Remakes what is derived; each batch is one transaction.

    Args:
        library: open for writing.
        models: gives the engine.
        context: progress and cancel.
    """

    def __init__(self, library: "Library", models: "ModelService", context: JobContext) -> None:
        self._library = library
        self._models = models
        self._context = context
        everything = ImportSettings(detect_objects=True, read_text=True)
        self._analyses = Analyses(models.engine, everything, switched_off(library))
        self._stage = PendingStage(library, self._analyses, everything, Meter(context), 1)

    # -- thumbnails

    def drop_thumbnails(self) -> list[int]:
        """Forget all thumbnails, whose files are incomplete; return the items that had one."""
        columns = self._library.catalogue.columns("id", "thumb_row")
        items = [int(item) for item in columns["id"]]
        self._library.catalogue.set_thumb_rows(dict.fromkeys(items, -1))
        self._library.drop_thumbnails()
        return items

    def remake_thumbnails(self, items: Sequence[int]) -> list[int]:
        """Make the thumbnails of items from their media; return those that could not be made."""
        unmade: list[int] = []
        store = self._library.thumbnails
        for start in range(0, len(items), _BATCH):
            made, thumbnails = [], []
            for item in items[start : start + _BATCH]:
                self._context.step(start, len(items), "Making thumbnails again")
                picture = self._picture(self._library.catalogue.item(item))
                if picture is None:
                    unmade.append(item)
                else:
                    made.append(item)
                    thumbnails.append(make_thumbnail(picture))
            if made:
                rows = store.append(thumbnails)
                store.flush()
                self._library.catalogue.set_thumb_rows(dict(zip(made, rows, strict=True)))
        return unmade

    def _picture(self, item: ItemDetails) -> NDArray[np.uint8] | None:
        """Return the picture that stands for an item, None where its media cannot be read."""
        if item.summary.kind is ItemKind.VIDEO:
            return self._picture_of_video(item)
        found = self._stage.original(pending_item(item))
        if found is None and item.summary.kind is ItemKind.FILM:
            return media.draw_poster(film_row(item), DRAWN_SIZE)
        return found

    def _picture_of_video(self, item: ItemDetails) -> NDArray[np.uint8] | None:
        """Return the most telling keyframe."""
        step = max(1, len(item.children) // _MOST_SHOTS)
        shots = [self._library.catalogue.item(child) for child in item.children[::step]]
        frames = [self._stage.original(pending_item(shot)) for shot in shots]
        return max((frame for frame in frames if frame is not None), key=telling, default=None)

    # -- vectors

    def drop_vectors(self, encoder: str) -> None:
        """Remove the vectors of an encoder whose files cannot be opened."""
        self._library.drop_vectors(encoder)

    def forget_vectors(self, folder: Path) -> None:
        """Close a collection whose folder is to be removed."""
        self._library.forget_vectors(folder)

    def remake_vectors(self, encoder: str, items: Sequence[int]) -> str:
        """Encode items again; returns why it could not be done, "" if it was.

        Raises:
            JobCancelled: the user cancelled.
            LibraryError: the disk is full.
        """
        details = self._details(items)
        if encoder == ENCODER:
            problem = encode_items(
                self._library, self._models.engine, Meter(self._context), details
            )
            return problem.reason if problem else ""
        if encoder == MOTION:
            measure_shots(self._library, Meter(self._context), map(pending_item, details))
            return ""
        maker = self._analyses.maker_of(encoder)
        if maker is None:
            return f"the model that makes “{encoder}” is not here; add it with: models add PATH"
        self._stage.redo(maker, [pending_item(item) for item in details])
        return "; ".join(failed.reason for failed in self._analyses.failed)

    def _details(self, items: Sequence[int]) -> Iterator[ItemDetails]:
        return (self._library.catalogue.item(item) for item in items)


def pending_item(item: ItemDetails) -> PendingItem:
    """Return an item as the analyses take it."""
    poster = next((each.path for each in item.files if each.role == "poster"), "")
    return PendingItem(
        item.id,
        item.summary.kind,
        item.summary.path,
        item.summary.start_s,
        item.summary.end_s,
        item.summary.thumb_row,
        poster,
    )


def film_row(item: ItemDetails) -> FilmRow:
    """Return a film as its list told it, as far as its poster shows."""

    def named(key: str) -> tuple[str, ...]:
        return tuple(facet.value for facet in item.facets if facet.key == key)

    plot = next((text.content for text in item.texts if text.kind is TextKind.PLOT), "")
    return FilmRow(
        item.summary.title,
        item.summary.year,
        genres=named("genre"),
        actors=named("actor"),
        directors=named("director"),
        companies=named("company"),
        plot=plot,
    )
