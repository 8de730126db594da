"""What the editors and chips look up in the background; plain functions of the services."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from app.services.media_places import medium
from app.services.types import (
    CanvasAsk,
    ClipAsk,
    Example,
    ExampleAsk,
    ItemSummary,
    PoseAsk,
    Tag,
    TagSuggestion,
)
from app.widgets.paint import to_image
from common.jobs import JobContext
from common.values import ItemKind

CONCEPT_KEYS = ("object", "concept")
MANY = 30  # entries of a list
SMALL, LARGE = 128, 960  # pixels


def concepts(
    services: Any, prefix: str, context: JobContext
) -> tuple[str, list[tuple[str, str, int]]]:
    """Return concepts with a word that begins so, most items first; (name, key, items)."""
    context.step(0)
    if prefix:
        found = services.search.suggest(prefix, 8 * MANY)
        named = [(one.text, one.kind, one.count) for one in found if one.kind in CONCEPT_KEYS]
        return prefix, named[:MANY]
    known = services.items.facet_keys()
    rows = [
        (value, key, count)
        for key in CONCEPT_KEYS
        if key in known
        for value, count in services.items.facet_counts(key, limit=MANY)
    ]
    unique = {name.casefold(): (name, key, count) for name, key, count in reversed(rows)}
    return prefix, sorted(unique.values(), key=lambda row: (-row[2], row[0]))[:MANY]


def tags(
    services: Any, prefix: str, chosen: Sequence[str], context: JobContext
) -> tuple[str, list[TagSuggestion]]:
    """Return tags with a word that begins so; for "" those that are linked to the chosen ones."""
    context.step(0)
    if prefix:
        return prefix, services.knowledge.suggest(prefix, MANY)
    start = [Tag(*tag.partition("=")[::2]) for tag in chosen]
    related = services.knowledge.related(start) if start else []
    return prefix, [TagSuggestion(tag, 0) for tag, _strength in related[:MANY]]


def features(services: Any, example: Example, context: JobContext) -> tuple[Example, list[str]]:
    """Return by which features an example can be compared here, the automatic one first."""
    from app.services import more_like

    context.step(0)
    found: Sequence[str] = more_like.features_of(services.library, example.item)
    return example, list(dict.fromkeys(["auto", *found]))


def large_picture(services: Any, example: Example, context: JobContext) -> tuple[Example, QImage]:
    """Return an example and its picture."""
    context.step(0)
    return example, _picture(services, example, LARGE)


def _picture(services: Any, example: Example, side: int) -> QImage:
    if example.item is not None:
        if side <= SMALL:
            return to_image(services.items.thumbnail(example.item))
        return to_image(services.items.picture(example.item, side).rgb)
    if example.png is not None:
        return QImage.fromData(example.png)
    return to_image(services.items.picture_of_file(example.path or "", side))


def clip_of(services: Any, item: int, context: JobContext) -> ClipAsk | None:
    """Return the clip that begins with an item; None for one that is no video."""
    context.step(0)
    summary: ItemSummary = services.items.summary(item)
    if summary.kind is ItemKind.VIDEO:
        return ClipAsk(item=item)
    if summary.kind is ItemKind.SHOT and summary.parent > 0:
        return ClipAsk(item=summary.parent, start_s=round(summary.start_s or 0.0, 1))
    return None


def clip_picture(services: Any, what: ClipAsk, context: JobContext) -> tuple[ClipAsk, QImage, str]:
    """Return a clip, the frame it begins with, and the name of the video."""
    context.step(0)
    path, name = what.path, Path(what.path).name
    if what.item is not None:
        summary: ItemSummary = services.items.summary(what.item)
        path, name = summary.path, summary.name
    if not path or not medium(path).is_file():
        if what.item is not None:
            return what, to_image(services.items.thumbnail(what.item)), name
        return what, QImage(), name
    frame = services.items.frame(path, what.start_s, max_side=2 * SMALL)
    return what, to_image(frame.rgb), name


def chip_picture(services: Any, what: Any, context: JobContext) -> tuple[Any, QImage, str]:
    """Return what a part asks, the small picture of its chip, and a name."""
    if isinstance(what, ClipAsk):
        return clip_picture(services, what, context)
    context.step(0)
    if not isinstance(what, ExampleAsk):
        return what, QImage(), ""
    example, name = what.example, ""
    if example.item is not None:
        name = services.items.summary(example.item).name
    image = _picture(services, example, SMALL)
    if what.region is not None:
        box = what.region
        image = image.copy(
            round(box.x * image.width()),
            round(box.y * image.height()),
            max(1, round(box.width * image.width())),
            max(1, round(box.height * image.height())),
        )
    return what, image, name


def has_picture(what: Any) -> bool:
    """Whether the chip of a part shows a picture that must be read."""
    if isinstance(what, ClipAsk):
        return bool(what.path) or what.item is not None
    return isinstance(what, ExampleAsk)


def draws_itself(what: Any) -> bool:
    """Whether the chip of a part is drawn from what it asks."""
    if isinstance(what, PoseAsk):
        return bool(what.views)
    return isinstance(what, CanvasAsk) and bool(what.canvas.shapes)


def pose_of(services: Any, item: int, context: JobContext) -> PoseAsk:
    """Return what asks for the pose of the person who is seen best in an item."""
    context.step(0)
    found: PoseAsk = services.poses.ask_like(item)
    return found


def named_poses(services: Any, context: JobContext) -> dict[str, str]:
    """Return the poses that have a name: key -> title."""
    context.step(0)
    found: dict[str, str] = services.poses.named()
    return found


def named_pose(services: Any, key: str, context: JobContext) -> PoseAsk:
    """Return what asks for a named pose."""
    context.step(0)
    found: PoseAsk = services.poses.ask_named(key)
    return found
