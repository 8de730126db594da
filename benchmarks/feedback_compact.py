"""Feedback over compact codes: any number of items at 24 bytes each, on disk.

`python -m benchmarks.feedback_compact FOLDER ITEMS` measures the searches in a process of its own,
on one core, so that its memory is that of a search and nothing else.
"""

import importlib.util
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.feedback_data import CONCEPTS, Concepts, write_concepts
from benchmarks.memory import forget_largest, largest_mb, resident_mb
from benchmarks.processes import ask_process
from benchmarks.report import BenchReport, percentile
from common.errors import AppError
from common.jobs import JobContext, Progress
from indexers.feedback import arrayfile
from indexers.feedback import index as feedback
from indexers.feedback.index import FeedbackIndex
from indexers.feedback.loss import overlap
from indexers.feedback.scan import Masks, bits

CODES_FILE = "items.codes"
TOOK_FILE = "took.json"
ROUNDS, QUICK_ROUNDS = 40, 12
SUGGESTIONS = 25
POSITIVE, NEGATIVE = 25, 25
POOL = 20_000
BUDGETS_MS = (20.0, 50.0, 100.0, 200.0)
CLUSTERS = (16, 64, 256, 1024)  # what others call b: clusters looked at
LOSS_ITEMS = 100_000
FILTERS = (0.1, 0.01)  # parts of the items that pass
PUBLISHED_MS, PUBLISHED_MB = 290.0, 7000.0
LARGE = 50_000_000  # from here on the published figures are the peer


@dataclass(frozen=True, slots=True)
class Marks:
    """Items that a user marked.

    Args:
        positive: int64 (P,).
        negative: int64 (N,).
    """

    positive: NDArray[np.int64]
    negative: NDArray[np.int64]


class Stored:
    """The generated items as a source of an index."""

    error = 0.0  # the codes are all that is known of them

    def __init__(self, codes: NDArray[np.uint16]) -> None:
        self._codes = codes

    def __len__(self) -> int:
        return len(self._codes)

    def codes(self, chosen: slice | NDArray[np.int64]) -> NDArray[Any]:
        """Return some codes."""
        return self._codes[chosen]

    def rows(self, chosen: slice) -> NDArray[np.int32]:
        """Return their numbers."""
        return np.arange(chosen.start, chosen.stop, dtype=np.int32)


def measure(
    report: BenchReport, folder: Path, items: int, context: JobContext, *, quick: bool
) -> None:
    """Make items and index where the folder does not hold them, and measure searches.

    Args:
        report: takes the cases.
        folder: 24 bytes an item for the data, 28 for the index; kept.
        items: how many.
        context: reports and cancels.
        quick: few rounds.

    Raises:
        AppError: Numba is not installed.
    """
    if importlib.util.find_spec("numba") is None:
        raise AppError(
            "The items of this measurement are made by compiled loops, and Numba is missing.",
            hint="Install the extra “scale” (pip install numba) and measure again.",
        )
    took = _made(folder, items, context)
    report.add(f"compact generate {items}", took["made_s"], unit="s", note="24 bytes an item")
    note = f"{took['clusters']:,} clusters, one core, from codes on disk"
    report.add(f"compact build {items}", took["built_s"], unit="s", note=note)
    report.add(f"compact build memory {items}", took["peak_mb"], unit="MB", note="peak, with maps")
    disk = sum(path.stat().st_size for path in folder.glob("feedback-*")) / 1e6
    report.add(f"compact index size {items}", disk, unit="MB")
    context.step(0, 0, "Measuring rounds")
    _report_rounds(report, _in_own_process(folder, items, quick=quick), items)
    _report_loss(report, items)


def _made(folder: Path, items: int, context: JobContext) -> dict[str, float]:
    """Make what the folder lacks and return what that took, then or earlier."""
    took: dict[str, float] = {"made_s": 0.0}
    record = folder / TOOK_FILE
    if record.exists():
        took = json.loads(record.read_text("utf-8"))
    had_codes = (folder / CODES_FILE).exists()
    started = time.perf_counter()
    codes = write_concepts(folder / CODES_FILE, items, context)
    if not had_codes:
        took["made_s"] = time.perf_counter() - started
        record.write_text(json.dumps(took), "utf-8")
    if not (folder / feedback.CARD_FILE).exists():
        forget_largest()
        started = time.perf_counter()
        built = feedback.build(folder, Concepts().codes, Stored(codes), items, "bench", context)
        took |= {"built_s": time.perf_counter() - started, "peak_mb": largest_mb()}
        took["clusters"] = len(built.tree)
        record.write_text(json.dumps(took), "utf-8")
    return took


def _in_own_process(folder: Path, items: int, *, quick: bool) -> dict[str, Any]:
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    rounds = QUICK_ROUNDS if quick else ROUNDS
    document: dict[str, Any] = ask_process(
        ["-m", "benchmarks.feedback_compact", folder, items, rounds],
        environment={**os.environ, **one},
    )
    return document


def _report_rounds(report: BenchReport, found: dict[str, Any], items: int) -> None:
    large = items >= LARGE
    peer = PUBLISHED_MS if large else None
    said = "; peer: published by Exquisitor at 100 M" if large else ""
    for row in found["budgets"]:
        name = row["budget"]
        note = f"{row['looked_at']:,} items looked at; recall@25 {row['recall']:.3f}"
        report.add(f"compact round p50 {name} {items}", row["p50"], peer, note=note + said)
        report.add(f"compact round p95 {name} {items}", row["p95"], peer, note=note)
        report.add(f"compact recall@25 {name} {items}", row["recall"], 1.0, unit="", note="exact")
    report.add(f"compact exact search p50 {items}", found["exact"], note="all codes read")
    report.add(f"compact learning p50 {items}", found["learn"], note="SVM, 50 marks, of a round")
    for passing, ms, recall in found["filtered"]:
        name = f"compact search p50, {passing:.1%} pass, {items}"
        report.add(name, ms, note=f"a filter inside the search; recall@25 {recall:.3f}")
    report.add(f"compact cold round {items}", found["cold"], note="the first of a process")
    memory = found["resident_mb"]
    published = PUBLISHED_MB if large else None
    report.add(f"compact memory {items}", memory, published, "MB", "resident after all rounds")


def _report_loss(report: BenchReport, items: int) -> None:
    """Report what the strongest features leave of the answer by whole vectors."""
    made = Concepts()
    codes, full = made.block(10**6, LOSS_ITEMS, full=True)
    planes = [learn_plane(each, made.codes.decode, codes)[0] for each in user_tasks(made, codes, 8)]
    note = f"8 of some 26 concepts kept, {LOSS_ITEMS:,} items"
    shares = overlap(full, made.codes, planes)
    report.add(f"compact overlap@1000 {items}", float(np.mean(shares)), 1.0, unit="", note=note)


def user_tasks(made: Concepts, codes: NDArray[np.uint16], count: int, seed: int = 1) -> list[Marks]:
    """Return marks as users give them: half for what is like one item, half for one concept."""
    rng = np.random.default_rng(seed)
    first = int(rng.integers(max(1, len(codes) - POOL)))  # items come in no order: any run will do
    pool = np.arange(first, min(len(codes), first + POOL))
    known = codes[pool]
    vectors = made.codes.decode(known)
    features = made.codes.unpack(known)[0][:, 0]
    common = np.flatnonzero(np.bincount(features, minlength=CONCEPTS) >= 2 * POSITIVE)
    tasks = []
    for number in range(count):
        if number % 2:
            good = rng.permutation(np.flatnonzero(features == rng.choice(common)))[:POSITIVE]
        else:
            good = np.argsort(-(vectors @ vectors[rng.integers(len(pool))]))[:POSITIVE]
        bad = rng.choice(np.setdiff1d(np.arange(len(pool)), good), NEGATIVE, replace=False)
        tasks.append(Marks(pool[good], pool[bad]))
    return tasks


def learn_plane(marks: Marks, decode: Any, codes: NDArray[np.uint16]) -> tuple[Any, float]:
    """Return the normal that 50 marks teach, and how long that took, ms."""
    from indexers.rankings.learners import fit

    started = time.perf_counter()
    good, bad = decode(codes[marks.positive]), decode(codes[marks.negative])
    plane = fit("svm", good, bad, np.empty((0, good.shape[1]), np.float32))
    return plane.weights, (time.perf_counter() - started) * 1e3


def rounds(folder: Path, items: int, count: int) -> dict[str, Any]:
    """Play rounds and return their times, ms, recall and memory."""
    made = Concepts()
    index = feedback.load(folder)
    codes = arrayfile.read(folder / CODES_FILE)[1]["codes"]
    tasks = user_tasks(made, codes, count)
    learn_plane(tasks[0], made.codes.decode, codes)
    cold = _round(index, made, codes, tasks[0], index.look_at(None))[1]
    learned = [learn_plane(each, made.codes.decode, codes) for each in tasks]
    truth, exact = [], []
    for (plane, _ms), marks in zip(learned, tasks, strict=True):
        started = time.perf_counter()
        truth.append(_search(index, plane, marks, items)[0])
        exact.append((time.perf_counter() - started) * 1e3)
    looks = {"default": index.look_at(None)}
    looks |= {f"{clusters} clusters": clusters * items // len(index.tree) for clusters in CLUSTERS}
    looks |= {f"{budget:g}ms": index.look_at(budget) for budget in BUDGETS_MS}
    rows = [
        {"budget": name, **_budget(index, made, codes, tasks, truth, look_at)}
        for name, look_at in looks.items()
        if name == "default" or look_at < items
    ]
    return {
        "budgets": rows,
        "cold": cold,
        "exact": percentile(exact, 0.5),
        "learn": percentile([ms for _plane, ms in learned], 0.5),
        "filtered": [
            _filtered(index, [plane for plane, _ms in learned[:12]], items, share)
            for share in FILTERS
        ],
        "resident_mb": resident_mb(),
    }


def _budget(
    index: FeedbackIndex,
    made: Concepts,
    codes: NDArray[np.uint16],
    tasks: list[Marks],
    truth: list[NDArray[np.int64]],
    look_at: int,
) -> dict[str, Any]:
    """Return times, ms, and recall of rounds that look at so many items."""
    played = [_round(index, made, codes, marks, look_at) for marks in tasks]
    times = [ms for _found, ms, _looked in played]
    shares = [np.isin(right, one[0]).mean() for right, one in zip(truth, played, strict=True)]
    return {
        "p50": percentile(times, 0.5),
        "p95": percentile(times, 0.95),
        "recall": float(np.mean(shares)),
        "looked_at": int(np.mean([looked for _found, _ms, looked in played])),
    }


def _round(
    index: FeedbackIndex, made: Concepts, codes: NDArray[np.uint16], marks: Marks, look_at: int
) -> tuple[NDArray[np.int64], float, int]:
    """Learn from the marks, search, and take the suggestions; return them, ms, items looked at."""
    started = time.perf_counter()
    plane = learn_plane(marks, made.codes.decode, codes)[0]
    found, looked = _search(index, plane, marks, look_at)
    return found, (time.perf_counter() - started) * 1e3, looked


def _search(
    index: FeedbackIndex, plane: NDArray[np.float32], marks: Marks, look_at: int
) -> tuple[NDArray[np.int64], int]:
    seen = np.concatenate([marks.positive, marks.negative])
    masks = Masks(blocked=bits(seen, len(index)))
    found = index.search(plane, SUGGESTIONS, masks, look_at=look_at)
    return found.rows[:SUGGESTIONS], found.looked_at


def _filtered(
    index: FeedbackIndex, planes: list[NDArray[np.float32]], items: int, share: float
) -> tuple[float, float, float]:
    """Return share, the p50 of a search in which that part of the items passes, ms, and recall."""
    passing = np.random.default_rng(2).choice(items, max(1, int(items * share)), replace=False)
    masks = Masks(allowed=bits(passing, items))
    times, recalls = [], []
    for plane in planes:
        started = time.perf_counter()
        found = index.search(plane, SUGGESTIONS, masks, look_at=index.look_at(None, share))
        times.append((time.perf_counter() - started) * 1e3)
        truth = index.search(plane, SUGGESTIONS, masks, look_at=items).rows[:SUGGESTIONS]
        recalls.append(np.isin(truth, found.rows).mean())
    return share, percentile(times, 0.5), float(np.mean(recalls))


def _build_alone(folder: Path, items: int) -> None:
    """Make and build without the frame of `bench`, saying on stderr how far it is."""

    def say(progress: Progress) -> None:
        sys.stderr.write(f"\r{progress.note} {progress.done:,} of {progress.total:,}   ")

    report = BenchReport("feedback")
    measure(report, folder, items, JobContext(say), quick=False)
    print(json.dumps(report.document(), indent=2))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(rounds(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
    else:
        _build_alone(Path(sys.argv[1]), int(sys.argv[2]))
