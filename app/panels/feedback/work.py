"""What the feedback panel has done in the background; plain functions of the services."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.panels.feedback.round import RESERVE, SHOWN
from app.services.types import (
    Explanation,
    FeedbackOptions,
    Query,
    Suggestions,
    feedback_asked,
    results_values,
)
from common.errors import AppError, ReadOnlyLibraryError
from common.jobs import JobContext
from common.values import Hit, ResultList

RANKED = 5_000  # items of the list that is ranked as a whole
FOUND = 200  # items of a search for first examples


@dataclass(frozen=True, slots=True)
class Wish:
    """What suggestions are asked for.

    Args:
        positive: marked relevant.
        negative: marked not relevant.
        count: how many.
        seen: not to come again.
        filters: that suggestions pass.
        options: how they are made.
        history: lists that were shown.
    """

    positive: tuple[int, ...]
    negative: tuple[int, ...]
    count: int
    seen: tuple[int, ...]
    filters: tuple[Any, ...]
    options: FeedbackOptions
    history: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """What a label set begins with.

    Args:
        labels: item -> +1 or -1.
        seen: items that were shown for it.
        tabs: label sets and what their tabs are called, with a colour.
    """

    labels: dict[int, int]
    seen: list[int]
    tabs: tuple[tuple[str, str, str], ...]


def begin(services: Any, label_set: str, default_title: str, context: JobContext) -> Start:
    """Read the marks of a label set and the classifiers to choose from; runs in a lane."""
    context.step(0)
    tabs = [("default", default_title, "")]
    for saved in services.library.catalogue.classifiers():
        if saved.label_set == "default":
            tabs[0] = ("default", saved.name, saved.colour)
        elif saved.label_set:
            tabs.append((saved.label_set, saved.name, saved.colour))
    if label_set not in {tab[0] for tab in tabs}:
        tabs.append((label_set, label_set, ""))
    labels = services.items.labels(label_set)
    return Start(labels, services.classifiers.seen(label_set), tuple(tabs))


def suggest(services: Any, wish: Wish, context: JobContext) -> Suggestions:
    """Ask the service; runs in a lane."""
    found: Suggestions = services.feedback.suggest(
        wish.positive, wish.negative, wish.count, seen=wish.seen, filters=wish.filters,
        context=context, options=wish.options, history=wish.history,
    )  # fmt: skip
    return found


def told(wish: Wish, found: ResultList) -> dict[str, Any]:
    """Return what the interaction log says of suggestions, so that they can be asked for again."""
    marks = (wish.positive, wish.negative)
    asked = feedback_asked(marks, wish.count, wish.seen, wish.filters, wish.options, wish.history)
    return results_values(found, "feedback", asked)


def ranked(services: Any, wish: Wish, context: JobContext) -> Suggestions:
    """Rank the collection, with what was seen and marked in its place; runs in a lane.

    Marked items stand first: what is relevant before all, what is not after them.
    """
    found = suggest(services, replace(wish, seen=(), count=RANKED), context)
    marked = [Hit(item, 1.0, why="") for item in wish.positive]
    return replace(found, hits=(*marked, *found.hits))


def find(services: Any, text: str, filters: tuple[Any, ...], context: JobContext) -> ResultList:
    """Search for first examples by text; runs in a lane."""
    found: ResultList = services.search.run(Query.of(text, filters=filters, k=FOUND), context)
    return found


def sample(
    services: Any,
    without: frozenset[int],
    seed: int,
    filters: tuple[Any, ...],
    context: JobContext,
) -> ResultList:
    """Draw items at random; runs in a lane."""
    context.step(0)
    wanted = SHOWN + RESERVE
    drawn = services.items.sample(len(without) + wanted, seed, filters=filters)
    hits = tuple(Hit(item, 0.0) for item in drawn if item not in without)[:wanted]
    return ResultList("", hits, len(hits))


def explain(services: Any, item: int, wish: Wish, context: JobContext) -> Explanation | AppError:
    """Ask why an item comes; what speaks against an answer is given as the answer."""
    try:
        found: Explanation = services.feedback.explain(
            item, wish.positive, wish.negative, context=context, options=wish.options,
            history=wish.history,
        )  # fmt: skip
    except AppError as error:
        return error
    return found


def gone(services: Any, items: tuple[int, ...], context: JobContext) -> frozenset[int]:
    """Return those of items that are no longer in the library; runs in a lane."""
    context.step(0)
    known = {summary.id for summary in services.items.summaries(items)}
    return frozenset(items) - known


def keep_seen(
    services: Any,
    label_set: str,
    add: Sequence[int],
    keep: Sequence[int] | None,
    context: JobContext,
) -> None:
    """Store what was seen: add to it, or make it be exactly keep; runs in a lane."""
    context.step(0)
    try:
        if keep is not None:
            services.classifiers.forget_seen(label_set)
        wanted = add if keep is None else keep
        if wanted:
            services.classifiers.mark_seen(wanted, label_set)
    except ReadOnlyLibraryError:
        return  # then a session of the window remembers it


def prepare(services: Any, context: JobContext) -> None:
    """Find what comes up for everything, so that holding it back costs no round its time."""
    services.feedback.prepare(context=context)


def modalities(services: Any, context: JobContext) -> tuple[str, ...]:
    """Return what items of this library can be compared by; runs in a lane."""
    context.step(0)
    names = [name for name, count in services.library.encoders().items() if count]
    pictures = sorted(name for name in names if name != "minilm")
    looks = ("looks",) if len(pictures) > 1 else ()
    return (*looks, *pictures, "concepts", *(("texts",) if "minilm" in names else ()), "nearness")
