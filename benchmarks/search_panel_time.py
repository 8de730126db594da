"""Searches in time over all keyframes: three stages in order, together in a window, time cache.

Every stage has a score for every keyframe, so nothing is left out before. The peers are the same
questions written out keyframe by keyframe with NumPy on slices, from a sample of whole videos, and
for the time cache a sort of all keyframes by period and score.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import Case, percentile, time_ms
from benchmarks.search_world import SearchWorld
from indexers.rankings.fusion import Scored
from indexers.rankings.order_free import Inside, order_free
from indexers.rankings.sequences import Gap, chains
from indexers.rankings.time_axis import TimeAxis
from indexers.video.overview import seen_in
from indexers.video.time_cache import PERIODS, TimeCache

STAGES = 3
WITHIN_S = 60.0
QUERIES = 4
SAMPLE = 4_000  # keyframes that a written-out form looks at
K = 500  # scenes
Values = NDArray[np.float64]


def rows(world: SearchWorld) -> list[Case]:
    """Return what searches in time cost."""
    size = len(world)
    lists = [world.scored(seed) for seed in range(STAGES + QUERIES - 1)]
    asked = [lists[first : first + STAGES] for first in range(QUERIES)]
    axis = TimeAxis.of(world.items, world.videos, world.start_s)
    cases = _first(world, axis, asked[0])
    cases += _in_order(axis, asked, size)
    cases += _any_order(axis, asked, size)
    cases += _time_cache(axis, lists[:QUERIES], size)
    cases.append(_overview(world))
    return cases


def _first(world: SearchWorld, axis: TimeAxis, stages: list[Scored]) -> list[Case]:
    """Measure what the first search pays, and the memory that stays."""
    size = len(world)
    made = time_ms(lambda: TimeAxis.of(world.items, world.videos, world.start_s), repeat=3)
    started = time.perf_counter()
    _chained(axis, stages)
    first = (time.perf_counter() - started) * 1e3
    kept = [axis.items, axis.groups, axis.times, axis.later, axis.group_ends, axis.ends(WITHIN_S)]
    bytes_kept = sum(part.nbytes for part in kept)
    return [
        Case(f"time lines {size}", percentile(made, 0.5), None, "ms", "from the columns"),
        Case(f"temporal first {size}", first, None, "ms", "with the bounds of all windows"),
        Case(f"time memory {size}", bytes_kept / 1e6, None, "MB", "time lines and their windows"),
    ]


def _chained(axis: TimeAxis, stages: list[Scored]) -> NDArray[np.int64]:
    spread = [axis.spread(one) for one in stages]
    return chains(axis, spread, [Gap(WITHIN_S)] * (len(stages) - 1), k=K).rows


def _in_order(axis: TimeAxis, asked: list[list[Scored]], size: int) -> list[Case]:
    times = _times([partial(_chained, axis, stages) for stages in asked])
    values = [axis.spread(one) for one in asked[0]]
    sample = _sample(axis)
    started = time.perf_counter()
    told = chains_written_out(axis, values, sample)
    peer = (time.perf_counter() - started) * 1e3 * size / sample
    ours = _sums(axis, values)[:sample] / STAGES
    known = np.isfinite(told)
    away = float(np.abs(ours[known] - told[known]).max(initial=0.0))
    away = away if np.array_equal(known, np.isfinite(ours)) else float("inf")
    note = f"{STAGES} stages, each a score for every keyframe, {WITHIN_S:g} s apart, top {K}; "
    note += f"peer: keyframe by keyframe, from {sample:,}; off by {away:.0e}"
    return [
        Case(f"temporal p50 {size}", percentile(times, 0.5), peer, "ms", note),
        Case(f"temporal p95 {size}", percentile(times, 0.95), peer, "ms"),
    ]


def _sums(axis: TimeAxis, values: list[Values]) -> Values:
    """Return the best sum from each keyframe on, -inf where there is none."""
    gaps = [Gap(WITHIN_S)] * (len(values) - 1)
    found = chains(axis, values, gaps, k=len(axis), overlapping=True)
    sums = np.full(len(axis), -np.inf)
    sums[found.rows[:, 0]] = found.scores * len(values)
    return sums


def chains_written_out(axis: TimeAxis, values: list[Values], count: int) -> Values:
    """Return the mean of the best sequence from each of the first keyframes on.

    Args:
        axis: where keyframes lie.
        values: of the stages.
        count: keyframes of whole videos.
    """
    best = values[-1][:count].copy()
    for scores in values[-2::-1]:
        found = np.full(count, -np.inf)
        for row in range(count):
            stop = int(axis.group_ends[row])
            later = axis.times[row:stop]
            inside = (later > later[0]) & (later <= later[0] + WITHIN_S)
            if inside.any():
                found[row] = scores[row] + best[row:stop][inside].max()
        best = found
    return best / len(values)


def _sample(axis: TimeAxis) -> int:
    """Return how many keyframes the first whole videos have, about SAMPLE."""
    return int(axis.group_ends[min(SAMPLE, len(axis)) - 1])


def _any_order(axis: TimeAxis, asked: list[list[Scored]], size: int) -> list[Case]:
    cases = []
    for inside in Inside:
        runs = [partial(_together, axis, stages, inside) for stages in asked]
        values = [axis.spread(one) for one in asked[0]]
        sample = _sample(axis)
        started = time.perf_counter()
        windows_written_out(axis, values, sample, inside)
        peer = (time.perf_counter() - started) * 1e3 * size / sample
        note = f"{STAGES} stages within {WITHIN_S:g} s in any order, top {K}"
        case = f"order-free {inside.value} p50 {size}"
        cases.append(Case(case, percentile(_times(runs), 0.5), peer, "ms", note))
    return cases


def _together(axis: TimeAxis, stages: list[Scored], inside: Inside) -> object:
    values = np.stack([axis.spread(one) for one in stages]).astype(np.float32)
    return order_free(axis, values, WITHIN_S, inside=inside, k=K)


def windows_written_out(axis: TimeAxis, values: list[Values], count: int, inside: Inside) -> Values:
    """Return the mean over stages of the windows of the first keyframes."""
    found = np.zeros(count)
    for row in range(count):
        stop = int(axis.group_ends[row])
        within = axis.times[row:stop] <= axis.times[row] + WITHIN_S
        for scores in values:
            some = scores[row:stop][within]
            found[row] += some.max() if inside is Inside.MAX else 1 - np.prod(1 - some)
    return found / len(values)


def _time_cache(axis: TimeAxis, lists: list[Scored], size: int) -> list[Case]:
    cache = TimeCache(axis)
    built = time_ms(lambda: TimeCache(axis), repeat=3)
    note = f"periods of all time lines; {cache.nbytes / 1e6:.0f} MB"
    cases = [Case(f"time cache build {size}", percentile(built, 0.5), None, "ms", note)]
    for period in PERIODS:
        times = _times([partial(cache.best, one, period, K) for one in lists])
        peer = time_ms(partial(sorted_by_period, axis, lists[0], period), repeat=2)
        wanted = sorted_by_period(axis, lists[0], period)
        same = np.array_equal(cache.best(lists[0], period, K).items, wanted)
        note = f"best keyframe of every {period} s, top {K}, every keyframe scored; peer: a sort"
        note += " of all; the same answer" if same else "; OTHER answers than the peer"
        case = f"time cache {period} s p95 {size}"
        cases.append(Case(case, percentile(times, 0.95), min(peer), "ms", note))
    return cases


def sorted_by_period(axis: TimeAxis, scored: Scored, period: int) -> NDArray[np.int64]:
    """Return the best keyframes of all periods by sorting, int64 (K,)."""
    scores = axis.spread(scored)
    number = np.floor(axis.times / period)
    order = np.lexsort((axis.items, axis.times, -scores, number, axis.groups))
    first = np.ones(len(order), np.bool_)
    groups, numbers = axis.groups[order], number[order]
    first[1:] = (groups[1:] != groups[:-1]) | (numbers[1:] != numbers[:-1])
    best = order[first]
    return axis.items[best[np.lexsort((axis.items[best], -scores[best]))[:K]]]


def _overview(world: SearchWorld) -> Case:
    """Measure the table of whole videos from the postings of four frequent concepts."""
    size, table = len(world), world.concepts
    concepts = range(min(4, len(table.names)))
    lists = [table.of(place) for place in concepts]
    items = np.concatenate([one.items for one in lists])
    places = np.repeat(np.arange(len(lists)), [len(one) for one in lists])
    scores = np.concatenate([one.scores for one in lists])
    videos = world.videos[items - world.items[0]] - 1
    shape = (int(world.videos[-1]), len(lists))
    times = time_ms(lambda: seen_in(videos, places, items, scores, shape), repeat=5)
    note = f"{len(lists)} concepts, {len(items):,} matches in {shape[0]:,} videos"
    return Case(f"video overview p50 {size}", percentile(times, 0.5), None, "ms", note)


def _times(runs: Sequence[Callable[[], object]]) -> list[float]:
    """Return the times of all runs, ms, each three times after a warm-up."""
    return [each for run in runs for each in time_ms(run, repeat=3)]
