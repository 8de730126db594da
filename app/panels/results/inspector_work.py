"""What the inspector shows of an item, read behind the window."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from app.services.types import Evidence
from app.widgets.error_texts import error_text, service_text
from app.widgets.facts import taken_here
from app.widgets.paint import to_image
from common.errors import AppError
from common.jobs import JobContext
from common.values import Hit, ItemKind, ResultList

SIDE = 1280  # pixels of the picture
AROUND = 30  # items before and after
_CONCEPT_KEYS = ("concept", "object")
_MOST_CONCEPTS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A row of pictures with the place of the item in it.

    Args:
        hits: in order of time.
        place: of the item; -1 where it is not among them.
    """

    hits: tuple[Hit, ...] = ()
    place: int = -1


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is known of an item.

    Args:
        item: id.
        name: what it is called.
        kind: of the item.
        when: day and time of capture, local to its place, "" where unknown.
        image: large; a null image where it cannot be read.
        note: why the picture is no original, or is none.
        evidence: what matched.
        named: (name, score) of what networks named in it, strongest first.
        shots: all shots of its video.
        around: what came before and after in time.
        video: file to play; None where there is nothing to play.
        start_s: where to begin.
        frame_rate: of the video, 0 where unknown.
    """

    item: int
    name: str
    kind: str
    when: str = ""
    image: QImage = field(default_factory=QImage)
    note: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    named: tuple[tuple[str, float], ...] = ()
    shots: Row = field(default_factory=Row)
    around: Row = field(default_factory=Row)
    video: Path | None = None
    start_s: float = 0.0
    frame_rate: float = 0.0


def read(
    services: Any, results: ResultList, item: int, start_s: float | None, context: JobContext
) -> Inspected:
    """Read an item; runs in a lane.

    Args:
        services: of the library.
        results: the list it was found in: knows what matched, if it is a search.
        item: id.
        start_s: where in a video the hit is, seconds; None for the beginning of the item.
        context: reports and cancels.

    Raises:
        QueryError: there is no such item.
    """
    context.step(0, 4)
    details = services.items.details(item)
    summary, taken = details.summary, taken_here(details)
    image, note = _picture(services, summary, start_s)
    context.step(1, 4)
    ask = getattr(results, "evidence", None)
    evidence = ask(item) if ask is not None else Evidence()
    context.step(2, 4)
    shots = _shots(services, item)
    context.step(3, 4)
    return Inspected(
        item,
        summary.name or str(item),
        str(summary.kind),
        "" if taken is None else f"{taken:%Y-%m-%d %H:%M}",
        image,
        note,
        evidence,
        _named(details),
        shots,
        _around(services, item) if summary.kind != ItemKind.FILM else Row(),
        *_video(services, summary, start_s),
    )


def _picture(services: Any, summary: Any, start_s: float | None) -> tuple[QImage, str]:
    """Return the picture of an item: of a video or shot, the frame of the hit."""
    try:
        if start_s is not None and summary.kind == ItemKind.VIDEO and summary.path:
            frame = services.items.frame(summary.path, start_s, max_side=SIDE)
            return to_image(frame.rgb), service_text(frame.note)
        picture = services.items.picture(summary.id, SIDE)
    except AppError as error:
        return QImage(), error_text(error).what
    return to_image(picture.rgb), service_text(picture.note)


def _named(details: Any) -> tuple[tuple[str, float], ...]:
    found: dict[str, float] = {}
    for facet in details.facets:
        if facet.key in _CONCEPT_KEYS:
            found[facet.value] = max(found.get(facet.value, 0.0), float(facet.score))
    ranked = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(ranked[:_MOST_CONCEPTS])


def _shots(services: Any, item: int) -> Row:
    shots = services.items.shots(item)
    hits = tuple(Hit(shot.id, 0.0, start_s=shot.start_s) for shot in shots)
    return Row(hits, _place(hits, item))


def _around(services: Any, item: int) -> Row:
    hits, place = services.lifelog.near.around(item, AROUND)
    return Row(tuple(hits), place) if len(hits) > 1 else Row()


def _place(hits: tuple[Hit, ...], item: int) -> int:
    return next((place for place, hit in enumerate(hits) if hit.item == item), -1)


def _video(services: Any, summary: Any, start_s: float | None) -> tuple[Path | None, float, float]:
    if summary.kind not in (ItemKind.VIDEO, ItemKind.SHOT):
        return None, 0.0, 0.0
    media = services.items.media(summary.id)
    video = summary.parent if summary.kind == ItemKind.SHOT and summary.parent >= 0 else summary.id
    rate = services.items.details(video).facts.frame_rate or 0.0
    start = start_s if start_s is not None else media.start_s
    return media.path, float(start), float(rate)
