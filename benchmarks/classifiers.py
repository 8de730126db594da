"""Operations on classifiers: how fast, and on which tasks they beat one classifier alone.

The quality part plays tasks as those of "Exquisitor at the Video Browser Showdown 2020" on seeded,
made-up videos. A video is ten keyframes; a keyframe is a labelled grocery photo seen a little
differently (its vector and noise, cosine about 0.99), so that photos suffice for thousands of
videos. A simulated user looks for one video, is shown keyframes 25 at a time, marks them correctly
and stops when one of the target that shows what is looked for is on screen. Cost is images seen.

- **Both common** (as their T1): two concepts, each in four of ten videos, together only in the
  target. One classifier alone has to wade through hundreds of videos.
- **One rare** (as their T6): the target shows a common concept and one that three videos have. The
  rare classifier alone should be quicker; teaching a second one costs more than it saves.

An operation costs two rounds for each of its classifiers, then 30 images a page; where the target
is not found, the user lowers the thresholds.
"""

import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.services.classifiers_groups import GroupTable
from app.services.classifiers_types import PAGE
from benchmarks.labelled_photos import open_groceries, truths
from benchmarks.report import BenchReport, time_ms
from common.jobs import JobContext
from indexers.rankings.learners import LinearModel, fit
from indexers.rankings.operations import KINDS, Reach, Scenes, rank_groups, stays

VISUAL = "mobilenet_v2"
LENGTH = 10  # keyframes of a video
SHOWN = 25
ROUNDS = 2  # that a classifier is taught before it is combined
LEAST = 18  # photos of a class
THRESHOLDS = (0.5, 0.4, 0.3)  # one after the other, until the target is found
BUDGET = 1000  # images, after which the user gives up
NOISE = 0.15  # length of what is added to a unit vector
PER_VIDEO = 3  # keyframes of a video on a page of results
LARGE = 1_000_000

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]


def run(quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure speed at a million keyframes, and the two kinds of task.

    Args:
        quick: fewer keyframes and tasks.
        context: reports and cancels.
    """
    context = context or JobContext()
    report = BenchReport("classifier-operations")
    measure_speed(report, LARGE // 10 if quick else LARGE, context)
    with tempfile.TemporaryDirectory() as folder:
        services = open_groceries(Path(folder) / "groceries.kinora", context)
        try:
            photos = services.library.vectors(VISUAL)
            classes = {
                name: photos.vectors([int(item) for item in items])
                for name, items in truths(services, "class", LEAST).items()
            }
        finally:
            services.close()
    measure_tasks(report, classes, 4 if quick else 20, 600 if quick else 2000, context)
    return report


# -- speed


def measure_speed(report: BenchReport, size: int, context: JobContext) -> None:
    """Time operations over all keyframes of a collection, a tenth of them in each classifier."""
    rng = np.random.default_rng(0)
    groups = np.sort(rng.integers(0, size // 50, size))
    seconds = rng.uniform(0, 3600, size)
    sizes = np.bincount(groups, minlength=size // 50)
    items = np.arange(1, size + 1)
    places = {"seconds": seconds, "frames": seconds, "items": seconds}
    table = GroupTable("video", items, groups, places, list(range(size // 50)), sizes)
    scores = rng.random((2, size), dtype=np.float32)
    within, after = Reach(30.0), Reach(30.0, after=True)
    cases: list[tuple[str, float, str, Reach | None]] = [
        ("tenth", 0.9, kind, None) for kind in KINDS
    ]
    cases += [("tenth", 0.9, kind, within) for kind in ("and", "without", "xor")]
    cases += [("tenth", 0.9, "and", after), ("all", 0.0, "and", within)]
    for name, share, kind, reach in cases:
        context.step(0, 1, f"{kind} of {size:,}")
        times = time_ms(partial(_operate, table, scores, share, kind, reach), repeat=5)
        near = "" if reach is None else " after" if reach.after else " within"
        report.add(
            f"{kind}{near} of {name} p50 {size}",
            statistics.median(times),
            note="from scores to ranked videos",
        )
    few = np.arange(size // 20)
    small = _scenes(table, scores[:, : len(few)], 0.9)
    ours = statistics.median(time_ms(lambda: stays("and", *small, Reach(30.0))))
    plain = statistics.median(time_ms(lambda: _plainly(*small, 30.0), repeat=3, warm_up=0))
    report.add(f"partners within p50 {len(few)}", ours, plain, note="peer: a loop over each video")


def _scenes(table: GroupTable, scores: NDArray[np.float32], least: float) -> tuple[Scenes, Scenes]:
    found = []
    for each in scores:
        members = np.flatnonzero(each >= least)
        ranked = members[np.argsort(-each[members], kind="stable")] + 1
        found.append(table.scenes(ranked, "seconds")[0])
    return found[0], found[1]


def _operate(
    table: GroupTable, scores: NDArray[np.float32], least: float, kind: str, reach: Reach | None
) -> int:
    a, b = _scenes(table, scores, least)
    in_a, in_b = stays(kind, a, b, reach)
    return len(rank_groups(a.take(in_a), b.take(in_b), len(table.keys)).groups)


def _plainly(a: Scenes, b: Scenes, distance: float) -> int:
    """Return how many scenes of A have a partner in B, found one by one."""
    inside: dict[int, list[float]] = {}
    for group, place in zip(b.groups.tolist(), b.places.tolist(), strict=True):
        inside.setdefault(group, []).append(place)
    return sum(
        any(abs(place - other) <= distance for other in inside.get(group, ()))
        for group, place in zip(a.groups.tolist(), a.places.tolist(), strict=True)
    )


# -- tasks


@dataclass(frozen=True, slots=True)
class Task:
    """Made-up videos, one of which is looked for.

    Args:
        vectors: float32 (N, D), LENGTH keyframes a video, in order.
        shows_a: bool (N,).
        shows_b: bool (N,).
        target: number of the video.
    """

    vectors: Vectors
    shows_a: NDArray[np.bool_]
    shows_b: NDArray[np.bool_]
    target: int

    @property
    def groups(self) -> Ids:
        """Video of each keyframe."""
        return np.arange(len(self.vectors)) // LENGTH


def make_task(classes: dict[str, Vectors], videos: int, *, rare: bool, seed: int) -> Task:
    """Return a task; see the module for its two kinds."""
    rng = np.random.default_rng([seed, int(rare)])
    names = sorted(classes)
    first, second = rng.choice(len(names), 2, replace=False)
    others = [n for n in range(len(names)) if n not in (first, second)]
    content = rng.choice(others, (videos, LENGTH))
    order = rng.permutation(videos)
    common = videos * 2 // 5
    target = int(order[0])
    only_a = order[1 : 1 + common]
    only_b = order[1 + common : common + (3 if rare else 1 + common)]
    for chosen, concept in ((only_a, first), (only_b, second)):
        for video in chosen:
            places = rng.choice(LENGTH, int(rng.integers(1, 4)), replace=False)
            content[video, places] = concept
    content[target, rng.choice(LENGTH, 2, replace=False)] = (first, second)
    flat = content.ravel()
    vectors = np.empty((len(flat), classes[names[0]].shape[1]), np.float32)
    for number, name in enumerate(names):
        here = np.flatnonzero(flat == number)
        vectors[here] = classes[name][rng.integers(0, len(classes[name]), len(here))]
    noise = rng.standard_normal(vectors.shape, dtype=np.float32)
    vectors += NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Task(vectors, flat == first, flat == second, target)


def measure_tasks(
    report: BenchReport,
    classes: dict[str, Vectors],
    tasks: int,
    videos: int,
    context: JobContext,
) -> None:
    """Play both kinds of task with one classifier and with two combined."""
    for name, rare in (("both common", False), ("one rare", True)):
        alone: list[list[int]] = [[], []]
        both: list[int] = []
        for seed in range(tasks):
            context.step(seed, tasks, f"Tasks: {name}")
            task = make_task(classes, videos, rare=rare, seed=seed)
            for number, shows in enumerate((task.shows_a, task.shows_b)):
                alone[number].append(play_alone(task, shows, seed))
            both.append(play_and(task, seed))
        _compare(report, name, both, alone, videos)


def _compare(
    report: BenchReport, name: str, both: list[int], alone: Sequence[list[int]], videos: int
) -> None:
    best = [min(pair) for pair in zip(*alone, strict=True)]
    size = f"{videos} videos"
    report.add(
        f"{name}: images seen p50 {size}",
        statistics.median(both),
        statistics.median(best),
        "images",
        f"A and B beside the better of A and B alone; alone A {statistics.median(alone[0]):.0f}, "
        f"B {statistics.median(alone[1]):.0f}; spread "
        f"{min(both)}-{max(both)} and {min(best)}-{max(best)}; {BUDGET} is given up",
    )
    report.add(
        f"{name}: tasks solved {size}",
        sum(cost < BUDGET for cost in both) / len(both),
        sum(cost < BUDGET for cost in best) / len(best),
        "share",
        f"within {BUDGET} images, {len(both)} tasks",
    )


@dataclass(slots=True)
class _Taught:
    """A classifier that is being taught.

    Args:
        model: None before the first mark.
        seen: keyframes shown.
    """

    model: LinearModel
    seen: list[int]


def play_alone(task: Task, shows: NDArray[np.bool_], seed: int) -> int:
    """Return the images seen until one that shows it in the target is, at most BUDGET."""
    wanted = shows & (task.groups == task.target)
    taught = _teach(task, shows, BUDGET // SHOWN, seed, wanted)
    at = np.flatnonzero(wanted[taught.seen])
    return int(at[0]) // SHOWN * SHOWN + SHOWN if len(at) else BUDGET


def play_and(task: Task, seed: int) -> int:
    """Return the images seen until the target is found by two classifiers, at most BUDGET.

    The user looks at the result; where the target is not in it, lowers both thresholds and goes on
    with the videos that are new.
    """
    judged = []
    cost = 0
    for shows in (task.shows_a, task.shows_b):
        taught = _teach(task, shows, ROUNDS, seed, None)
        cost += len(taught.seen)
        shares = taught.model.confidence(taught.model.margins(task.vectors))
        shares[taught.seen] = np.where(shows[taught.seen], 2.0, -1.0)  # marks decide
        judged.append(shares)
    looked: set[int] = set()
    for threshold in THRESHOLDS:
        found = [video for video in _both(task, judged, threshold) if video not in looked]
        if task.target in found:
            pages = found.index(task.target) // PAGE + 1
            return min(BUDGET, cost + pages * PAGE * PER_VIDEO)
        looked.update(found)
        cost += len(found) * PER_VIDEO
    return BUDGET


def _both(task: Task, judged: Sequence[NDArray[np.float64]], threshold: float) -> list[int]:
    """Return the videos that both classifiers find, best first."""
    scenes = []
    for shares in judged:
        members = np.flatnonzero(shares >= threshold)
        ranked = members[np.argsort(-shares[members], kind="stable")]
        places = (ranked % LENGTH).astype(np.float64)
        scenes.append(Scenes(ranked, task.groups[ranked], places, np.arange(1.0, len(ranked) + 1)))
    a, b = scenes
    in_a, in_b = stays("and", a, b)
    videos = len(task.vectors) // LENGTH
    return [int(v) for v in rank_groups(a.take(in_a), b.take(in_b), videos).groups]


def _teach(
    task: Task,
    shows: NDArray[np.bool_],
    rounds: int,
    seed: int,
    wanted: NDArray[np.bool_] | None,
) -> _Taught:
    """Return a classifier after some rounds, or once a wanted keyframe was shown.

    The user begins with one keyframe of another video, as a search finds one.
    """
    rng = np.random.default_rng(seed)
    others = np.flatnonzero(shows & (task.groups != task.target))
    good, bad = [int(rng.choice(others))], list[int]()
    seen = list(good)
    background = task.vectors[rng.choice(len(task.vectors), 500, replace=False)]
    for _ in range(rounds):
        model = fit("svm", task.vectors[good], task.vectors[bad], background)
        margins = task.vectors @ model.weights
        margins[seen] = -np.inf
        shown = np.argsort(-margins, kind="stable")[:SHOWN].tolist()
        seen += shown
        for item in shown:
            (good if shows[item] else bad).append(item)
        if wanted is not None and wanted[shown].any():
            break
    return _Taught(fit("svm", task.vectors[good], task.vectors[bad], background), seen[1:])
