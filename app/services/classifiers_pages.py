"""The result of an operation as people read it: ten groups a page, and a list of scenes."""

from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.classifiers_types import PAGE, Group, Keyframe, OperationResult
from common.jobs import JobContext
from common.values import Hit, ResultList

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.rankings.operations import Scenes

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def describe(
    library: "Library", result: OperationResult, number: int, context: JobContext
) -> list[Group]:
    """Return the groups of a page, best first."""
    from indexers.rankings.operations import keyframes

    start = number * PAGE
    shown = result.ranking.groups[start : start + PAGE] if number >= 0 else np.empty(0, np.int64)
    if not len(shown):
        return []
    parts = []
    for group in shown.tolist():
        context.step(0)
        a, b = (_inside(side, group) for side in (result.a, result.b))
        kept = np.unique(
            np.r_[_kept(result.a, result.stays_a, group), _kept(result.b, result.stays_b, group)]
        )
        own_a, own_b = a.take(np.isin(a.items, kept)), b.take(np.isin(b.items, kept))
        frames = keyframes(own_a, own_b)
        parts.append((group, a, b, frames, _by_rank(own_a, own_b)))
    starts = _starts(library, [item for part in parts for item, _ in part[3]])
    names = _names(library, result, shown.tolist())
    return [
        Group(
            place=start + place + 1,
            title=names[group][0],
            detail=names[group][1],
            item=int(result.table.keys[group]) if result.table.unit == "video" else None,
            rank=float(result.ranking.ranks[start + place]),
            keyframes=tuple(Keyframe(item, side, starts.get(item, 0.0)) for item, side in frames),
            scenes=scenes,
            total=int(result.table.sizes[group]),
            in_a=len(a),
            in_b=len(b),
            in_both=int(np.isin(a.items, b.items).sum()),
        )
        for place, (group, a, b, frames, scenes) in enumerate(parts)
    ]


def result_list(library: "Library", result: OperationResult, limit: int) -> ResultList:
    """Return the scenes that stay as a list, group by group, best first."""
    items, groups = result.ranked_scenes()
    shown = items[:limit].tolist()
    starts = _starts(library, shown)
    place = np.zeros(len(result.table.keys), np.int64)
    place[result.ranking.groups] = np.arange(1, result.total + 1)
    hits = tuple(
        Hit(item, 1.0 / float(place[group]), start_s=starts.get(item), why=f"{place[group]}.")
        for item, group in zip(shown, groups[:limit].tolist(), strict=True)
    )
    return ResultList(result.operation.title, hits, len(items), result.ms, result.notes)


def _inside(side: "Scenes", group: int) -> "Scenes":
    return side.take(side.groups == group)


def _kept(side: "Scenes", stays: NDArray[np.bool_], group: int) -> NDArray[np.int64]:
    kept: NDArray[np.int64] = side.items[stays & (side.groups == group)]
    return kept


def _by_rank(a: "Scenes", b: "Scenes") -> tuple[int, ...]:
    """Return the items of two sides, best first, each once."""
    items, ranks = np.r_[a.items, b.items], np.r_[a.ranks, b.ranks]
    return tuple(dict.fromkeys(items[np.lexsort((items, ranks))].tolist()))


def _starts(library: "Library", items: list[int]) -> dict[int, float]:
    """Return where scenes begin in their video; what has no video is left out."""
    found = library.catalogue.items(items)
    return {one.id: one.start_s for one in found if one.start_s is not None}


def _names(
    library: "Library", result: OperationResult, groups: list[int]
) -> dict[int, tuple[str, str]]:
    """Return what groups are called, and the whole of it."""
    keys = {group: result.table.keys[group] for group in groups}
    if result.table.unit == "day":
        days = {group: (_EPOCH + timedelta(days=int(key))).date() for group, key in keys.items()}
        return {group: (day.isoformat(), f"{day:%A, %d %B %Y}") for group, day in days.items()}
    if result.table.unit == "album":
        return {group: (PurePath(key).name or key, key) for group, key in keys.items()}
    videos = {one.id: one for one in library.catalogue.items([int(key) for key in keys.values()])}
    names = {}
    for group, key in keys.items():
        video = videos.get(int(key))
        path = video.path if video else ""
        title = (video.title if video else "") or PurePath(path).name or f"#{key}"
        names[group] = (title, path or title)
    return names
