"""What a player needs to know of a video."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.services.items import ItemService, Media
from app.services.types import ItemDetails, ItemSummary
from common.jobs import JobContext
from common.values import Text


@dataclass(frozen=True, slots=True)
class Film:
    """What the player needs to know of a video.

    Args:
        item: id that was opened: a video or a shot.
        media: its file and the stretch it stands for.
        details: of the video itself.
        shots: of the video, in order of time.
        start_s: where to begin.
    """

    item: int
    media: Media
    details: ItemDetails
    shots: tuple[ItemSummary, ...]
    start_s: float


def read_film(items: ItemService, item: int, seconds: float, context: JobContext) -> Film:
    """Read what is known of the video of an item; runs in a lane.

    Args:
        items: where from.
        item: id of a video or a shot.
        seconds: where to begin; 0 takes the start of the shot.
        context: reports and cancels.

    Raises:
        LibraryError: there is no such item.
    """
    context.step(0)
    media = items.media(item)
    summary = items.summary(item)
    video = summary.parent if summary.kind == "shot" and summary.parent >= 0 else item
    details = items.details(video)
    context.step(1)
    shots = tuple(items.summaries(details.children))
    return Film(item, media, details, shots, seconds or media.start_s)


def spoken_at(texts: Sequence[Text], seconds: float) -> str:
    """Return what is spoken at a second, one line a text; a text without an end lasts 4 s."""
    lines = [
        text.content
        for text in texts
        if text.start_s is not None
        and text.start_s <= seconds < (text.end_s if text.end_s is not None else text.start_s + 4)
    ]
    return "\n".join(lines)


def shot_at(starts: Sequence[float], seconds: float) -> int:
    """Return which shot a second belongs to, by where they start; -1 for none."""
    return bisect_right(starts, seconds + 1e-3) - 1


def span_at(starts: Sequence[float], seconds: float, end: float) -> tuple[float, float]:
    """Return where the shot of a second begins and ends.

    Args:
        starts: of shots, seconds; at least one.
        seconds: within it.
        end: of the video, seconds.
    """
    start = starts[max(0, shot_at(starts, seconds))]
    return start, dict(pairwise(starts)).get(start, end)
