"""Searches of several stages in time: one after another, or together in a window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.query import Query
from app.services.query_parts import Stage
from app.services.query_saying import say_stage
from app.services.search_types import FoundScene, SearchNote
from app.services.timeline import Lines
from common.errors import QueryError
from indexers.rankings.fusion import Scored
from indexers.rankings.order_free import Across, Inside, Windows, order_free
from indexers.rankings.sequences import Chains, Gap, chains
from indexers.rankings.time_axis import NONE, TimeAxis

if TYPE_CHECKING:
    from app.services.library import Library

MOST_SPOKEN = 20_000  # words with a time of their own that a stage looks at, the best ones


@dataclass(frozen=True, slots=True)
class StageList:
    """What one stage found.

    Args:
        scored: any list, scores 0-1.
        starts: where in its video an item matched, seconds, for what is said at a time of its own;
            a shot stands for the time that is told of it, else for its beginning.
    """

    scored: Scored
    starts: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundScenes:
    """Scenes, best first.

    Args:
        scenes: the first k; none overlaps a better one.
        total: how many frames begin a scene that reaches the threshold.
        notes: what the user should know.
    """

    scenes: tuple[FoundScene, ...] = ()
    total: int = 0
    notes: tuple[str, ...] = ()


def find(library: "Library", lists: Sequence[StageList], query: Query, k: int) -> FoundScenes:
    """Return the scenes in which the stages of a query follow each other, or come together.

    Shots and spoken words follow each other inside one video, photos and lifelog images by the
    time they were taken. Where only single images without a time match, the notes say so.

    Args:
        library: the open library.
        lists: what each stage found, in the order of the query.
        query: order, distances, window and threshold.
        k: how many scenes.

    Raises:
        QueryError: a distance or the window is 0, negative or not a number.
    """
    _check(query)
    lines = library.timeline.lines()
    axis, stages = _on_axis(lines, lists)
    found = _search(axis, stages, query, k)
    scenes = tuple(_scenes(axis, found))
    notes = () if scenes else tuple(_notes(stages, lists, query, found))
    return FoundScenes(scenes, found.total, notes)


def check_stage(stage: Stage) -> None:
    """Check the distance of a stage.

    Raises:
        QueryError: it is 0, negative or not a number.
    """
    if not (stage.within_s > 0 or stage.within_shots > 0):
        raise QueryError(
            f"“{say_stage(stage)}” cannot follow within {stage.within_s:g} seconds.",
            hint="Give more than 0 seconds.",
        )


def _check(query: Query) -> None:
    for stage in query.stages[1:] if query.in_order else ():
        check_stage(stage)
    if not query.in_order and not query.window.seconds > 0:
        raise QueryError(
            f"A window of {query.window.seconds:g} seconds holds nothing.",
            hint="Give it more than 0 seconds.",
        )


def _search(
    axis: TimeAxis, stages: list[NDArray[np.float64]], query: Query, k: int
) -> Chains | Windows:
    if query.in_order:
        gaps = [Gap(stage.within_s, stage.within_shots) for stage in query.stages[1:]]
        return chains(axis, stages, gaps, k=k, threshold=query.threshold)
    window = query.window
    return order_free(
        axis, np.array(stages, np.float32).reshape(len(stages), len(axis)), window.seconds,
        inside=Inside(window.inside), across=Across(window.across), k=k, threshold=query.threshold,
    )  # fmt: skip


def _on_axis(
    lines: Lines, lists: Sequence[StageList]
) -> tuple[TimeAxis, list[NDArray[np.float64]]]:
    """Return an axis that holds the spoken words of all stages too, and scores of its rows."""
    spoken = [_spoken(lines, one) for one in lists]
    plain = [_unspoken(lines, *each) for each in zip(lists, spoken, strict=True)]
    if not any(len(one.items) for one in spoken):
        return lines.axis, plain
    axis, old, new = lines.axis.with_moments(
        np.concatenate([one.shots for one in spoken]),
        np.concatenate([one.groups for one in spoken]),
        np.concatenate([one.times for one in spoken]),
    )
    stages, first = [], 0
    for scores, words in zip(plain, spoken, strict=True):
        whole = np.full(len(axis), NONE)
        whole[old] = scores
        whole[new[first : first + len(words.items)]] = words.scores
        stages.append(whole)
        first += len(words.items)
    return axis, stages


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Words that have a time of their own, of one stage; M of them.

    Args:
        items: int64 (M,), as the list names them: videos or shots.
        shots: int64 (M,), what is seen while they are said.
        groups: int64 (M,), their videos.
        times: float64 (M,), seconds.
        scores: float64 (M,).
    """

    items: NDArray[np.int64]
    shots: NDArray[np.int64]
    groups: NDArray[np.int64]
    times: NDArray[np.float64]
    scores: NDArray[np.float64]


def _spoken(lines: Lines, one: StageList) -> _Spoken:
    """Return where a list matched at a time that is not the beginning of a shot."""
    items = np.fromiter(one.starts, np.int64, len(one.starts))
    times = np.fromiter(one.starts.values(), np.float64, len(one.starts))
    scores, rows = one.scored.at(items), lines.rows(items)
    groups = lines.owners(items)
    shot_starts = np.full(len(items), np.nan)
    shot_starts[rows >= 0] = lines.axis.times[rows[rows >= 0]]
    in_video = lines.are_videos(groups) & np.isfinite(times) & (times != shot_starts)
    kept = np.flatnonzero((scores > 0) & in_video)
    kept = kept[np.argsort(-scores[kept], kind="stable")][:MOST_SPOKEN]
    items, groups, times = items[kept], groups[kept], times[kept]
    shots = [
        lines.shot_at(video, time_s) if item == video else item
        for item, video, time_s in zip(items.tolist(), groups.tolist(), times.tolist(), strict=True)
    ]
    return _Spoken(items, np.array(shots, np.int64), groups, times, scores[kept])


def _unspoken(lines: Lines, one: StageList, words: _Spoken) -> NDArray[np.float64]:
    """Return the scores of all rows; those that count at the time of their words have none."""
    scores = lines.axis.spread(one.scored)
    rows = lines.rows(words.items)
    if (rows >= 0).any():
        scores = scores.copy()
        scores[rows[rows >= 0]] = NONE
    return scores


def _scenes(axis: TimeAxis, best: Chains | Windows) -> list[FoundScene]:
    """Return scenes; their frames in order of time, one for each stage."""
    found = []
    for places, values, score in zip(best.rows, best.parts, best.scores.tolist(), strict=True):
        order = np.lexsort((np.arange(len(places)), places))
        times = axis.times[places[order]].tolist()
        found.append(
            FoundScene(
                tuple(axis.items[places[order]].tolist()),
                tuple(times),
                tuple(values[order].tolist()),
                tuple(order.tolist()),
                int(axis.groups[places[0]]),
                times[0],
                times[-1],
                score,
            )
        )
    return found


def _notes(
    stages: Sequence[NDArray[np.float64]],
    lists: Sequence[StageList],
    query: Query,
    found: Chains | Windows,
) -> list[str]:
    """Return why there are no scenes."""
    if found.below:
        return [SearchNote("scenes-below", threshold=query.threshold, best=found.best)]
    notes: list[str] = []
    for number, (scores, one) in enumerate(zip(stages, lists, strict=True), 1):
        timed = int((scores > 0).sum())
        said = say_stage(query.stages[number - 1])
        count = len(one.scored)
        if not count:
            notes.append(SearchNote("box-empty", name=said))
        elif not timed:
            notes.append(SearchNote("stage-without-time", number=number, text=said, count=count))
        else:
            notes.append(SearchNote("stage-matches", number=number, text=said, count=timed))
    return notes
