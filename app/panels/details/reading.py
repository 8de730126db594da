"""What the details panel reads in the background; plain functions of the services."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from app.services.types import ItemDetails
from app.widgets.error_texts import error_text, service_text
from app.widgets.paint import to_image
from common.errors import AppError
from common.jobs import JobContext
from common.values import Facet, Hit

PICTURE_SIDE = 900  # pixels
SIMILAR = 12
MAX_SUMMED = 5000  # items whose facets a summary counts


@dataclass(frozen=True, slots=True)
class Shown:
    """What a job found out about one item.

    Args:
        details: everything the catalogue knows.
        image: its picture.
        full: size of the original.
        note: why the picture is no original.
        shots: of its video, in order of time.
        known: names of tags, buckets and watchlists.
        people: with key points; None where the picture was not looked at for poses.
    """

    details: ItemDetails
    image: QImage
    full: QSize
    note: str
    shots: tuple[Hit, ...]
    known: dict[str, list[str]] = field(default_factory=dict)
    people: int | None = None


def read(services: Any, item: int, context: JobContext) -> Shown:
    """Read one item; runs in a lane."""
    context.step(0)
    items = services.items
    details = items.details(item)
    shots = tuple(Hit(s.id, 0.0, start_s=s.start_s) for s in items.shots(item))
    context.step(1)
    try:
        picture = items.picture(item, PICTURE_SIDE)
        image, full = to_image(picture.rgb), QSize(*picture.full_size)
        note = service_text(picture.note) if details.summary.kind != "film" else ""
    except AppError as error:
        image, full, note = QImage(), QSize(), error_text(error).what
    known = {
        "tag": [value for value, _ in items.facet_counts("tag", limit=500)],
        "bucket": list(items.buckets()),
        "watchlist": list(items.watchlists()),
    }
    return Shown(details, image, full, note, shots, known, services.poses.count(item))


def similar(services: Any, item: int, context: JobContext) -> tuple[int, tuple[Hit, ...]]:
    """Return an item and what looks like it; runs in a lane."""
    context.step(0)
    encoder = services.settings.models.image_encoder
    if encoder == "auto":
        encoder = services.items.encoder_for([item])
    return item, services.search.similar(item, SIMILAR, context, encoder=encoder).hits


def sum_up(
    services: Any, selection: Sequence[int], context: JobContext
) -> tuple[list[tuple[str, int]], list[Facet], tuple[str, str]]:
    """Count kinds, facets and years of several items; runs in a lane."""
    items = services.items
    summaries = items.summaries(selection[:MAX_SUMMED])
    kinds = Counter(str(summary.kind) for summary in summaries).most_common()
    years = sorted(summary.year for summary in summaries if summary.year)
    within = [summary.id for summary in summaries]
    facets: list[Facet] = []
    for key in items.facet_keys():
        context.step(len(facets))
        counts = items.facet_counts(key, within=within, limit=8)
        facets += [Facet(key, value, count / len(within)) for value, count in counts]
    span = (str(years[0]), str(years[-1])) if years else ("", "")
    return kinds, facets, span
