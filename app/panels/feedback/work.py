"""What the feedback panel has done in the background; plain functions of the services."""

from typing import Any

from app.panels.feedback.round import RESERVE, SHOWN
from app.services.similarity import pick_encoder
from common.errors import AppError
from common.jobs import JobContext
from common.values import Hit, ResultList


def _encoder(services: Any) -> str:
    try:
        return pick_encoder(services.library, services.settings.models.image_encoder)
    except AppError:
        return "–"


def suggest(
    services: Any,
    marks: tuple[list[int], list[int]],
    count: int,
    seen: list[int],
    filters: tuple[Any, ...],
    context: JobContext,
) -> tuple[ResultList, str]:
    """Ask the service; runs in a lane."""
    encoder = services.settings.models.image_encoder
    if encoder == "auto" and (marks[0] or marks[1]):
        encoder = services.items.encoder_for([*marks[0], *marks[1]])
    found = services.feedback.suggest(
        marks[0], marks[1], count, seen=seen, filters=filters, encoder=encoder, context=context
    )
    return found, encoder if encoder != "auto" else _encoder(services)


def sample(
    services: Any, without: set[int], seed: int, filters: tuple[Any, ...], context: JobContext
) -> tuple[ResultList, str]:
    """Draw items at random; runs in a lane."""
    context.step(0)
    items = services.items
    wanted = SHOWN + RESERVE
    drawn = items.sample(len(without) + wanted, seed, filters=filters)
    hits = tuple(Hit(item, 0.0) for item in drawn if item not in without)[:wanted]
    return ResultList("", hits, len(hits)), _encoder(services)
