"""What the results panel has done in the background; plain functions of the services."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from common.values import ItemKind

SORTS = ("score", "date", "title")
NUMBER = "number:"  # and a facet of numbers: largest first
_BATCH = 2000  # items whose names are read at once
_UNKNOWN = np.iinfo(np.int64).max


def order(
    services: Any, items: Sequence[int], by: str, context: JobContext
) -> tuple[str, list[int]]:
    """Return a way of sorting and the places of items in its order; runs in a lane.

    Args:
        services: of the library.
        items: ids, best first; equal ones keep this order.
        by: "date" (oldest first; a shot by its video, then by its place in it), "title", or NUMBER
            with a facet.
        context: reports and cancels.
    """
    if by.startswith(NUMBER):
        numbers = _numbers(services, items, by.removeprefix(NUMBER), context)
        return by, [int(place) for place in np.argsort(-numbers, kind="stable")]
    if by == "title":
        names = _names(services, items, context)
        return by, sorted(range(len(items)), key=lambda place: (not names[place], names[place]))
    return by, [int(place) for place in np.lexsort(_when(services, items, context)[::-1])]


def is_sort(by: Any) -> bool:
    """Return whether a value names a way of sorting."""
    return by in SORTS or (isinstance(by, str) and len(by) > len(NUMBER) and by.startswith(NUMBER))


def number_keys(services: Any, context: JobContext) -> tuple[str, ...]:
    """Return the facets of numbers of the library, by name; runs in a lane."""
    context.step(0)
    return tuple(sorted(services.library.catalogue.number_keys()))


def _numbers(
    services: Any, items: Sequence[int], key: str, context: JobContext
) -> NDArray[np.float64]:
    """Return the largest number of each item under a facet, (N,), -inf where it has none."""
    context.step(0)
    table = services.library.catalogue.facet_table(key)
    known = np.full(max(items, default=0) + 1, -np.inf)
    for name, number in zip(table.names, table.numbers.tolist(), strict=True):
        if np.isfinite(number):
            holders = table.holders(name)
            holders = holders[holders < len(known)]
            known[holders] = np.maximum(known[holders], number)
    return np.asarray(known[np.asarray(items, np.int64)])


def _names(services: Any, items: Sequence[int], context: JobContext) -> list[str]:
    known: dict[int, str] = {}
    for first in range(0, len(items), _BATCH):
        context.step(first, len(items))
        for summary in services.items.summaries(items[first : first + _BATCH]):
            known[summary.id] = summary.name.casefold()
    return [known.get(item, "") for item in items]


def _when(
    services: Any, items: Sequence[int], context: JobContext
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return time of capture, group and place in the video; each (N,), unknown times last."""
    context.step(0)
    columns = services.library.catalogue.columns("id", "parent", "taken_at", "start_s", "year")
    ids, parents = columns["id"], columns["parent"]
    wanted = np.asarray(items, np.int64)
    rows = _rows_of(ids, wanted)
    of_video = _rows_of(ids, parents[rows])
    group = np.where(parents[rows] >= 0, of_video, rows)
    times = columns["taken_at"].astype("datetime64[s]")
    years = columns["year"]
    yearly = np.where(years >= 0, years - 1970, 0).astype("datetime64[Y]").astype("datetime64[s]")
    known = np.where(np.isnat(times) & (years >= 0), yearly, times)
    when = np.where(np.isnat(known[rows]), known[group], known[rows])
    seconds = np.where(np.isnat(when), _UNKNOWN, when.astype(np.int64))
    starts = np.nan_to_num(columns["start_s"][rows], nan=0.0)
    return seconds, group.astype(np.int64), starts


def _rows_of(ids: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the row of each wanted id; of one that is not there, that of a neighbour."""
    return np.minimum(np.searchsorted(ids, wanted), max(0, len(ids) - 1))


def videos_of(
    services: Any, items: Sequence[int], context: JobContext
) -> dict[int, frozenset[int]]:
    """Return by video the items that belong to it, itself included; runs in a lane.

    Args:
        services: of the library.
        items: videos, or shots of them; other items belong to themselves.
        context: reports and cancels.
    """
    found: dict[int, frozenset[int]] = {}
    for summary in services.items.summaries(list(items)):
        context.step(len(found), len(items))
        video = summary.parent if summary.kind == ItemKind.SHOT else summary.id
        video = video if video >= 0 else summary.id
        if video not in found:
            shots = [shot.id for shot in services.items.shots(video)]
            found[video] = frozenset([video, *shots])
    return found


def names_of(services: Any, items: Sequence[int]) -> dict[int, str]:
    """Return what a few items are called."""
    return {one.id: one.name or str(one.id) for one in services.items.summaries(list(items))}


def seen(services: Any, label_set: str, context: JobContext) -> frozenset[int]:
    """Return what counts as seen for a question in the whole library; runs in a lane."""
    context.step(0)
    return frozenset(services.library.catalogue.seen(label_set))
