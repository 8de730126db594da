"""How good relevance feedback is: a simulated user on labelled photos, several seeds.

Groceries by coarse class (those with more than 25 photos) and ImageNet photos by groups of related
classes. The user starts from one relevant photo, is shown 25 a round and marks them all correctly.
Precision is the relevant part of min(25, relevant ones that are left). Figures are means over
classes and seeds; notes hold the spread. Peers: random photos; a plain SVM of all marks on full
vectors (scikit-learn's LinearSVC and numpy); the best modality alone, for fusions.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.services.feedback_types import CONCEPTS, FeedbackOptions
from app.services.services import Services
from benchmarks.labelled_photos import (
    GROCERIES,
    LEAST,
    SAMPLE,
    labelled,
    open_groceries,
    open_imagenet,
    truths,
)
from benchmarks.report import BenchReport
from common.jobs import JobContext
from indexers.feedback.codes import Codes, CompactCodes, DenseCodes
from indexers.rankings.fusion import Scored
from indexers.rankings.fusion_rules import FUSIONS
from indexers.rankings.learners import LEARNERS, fit
from indexers.rankings.measures import average_precision, skewness

K = 25
VISUAL = "mobilenet_v2"
MODALITIES = (VISUAL, "squeezenet1_0", "conse", CONCEPTS)
LOOKS = (VISUAL, "squeezenet1_0", "layout")  # what things look like, no names of concepts
LIST = 200  # items of each list that is merged, for mAP@30
QUERIES = 70  # as in the paper of the rule

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]
Ask = Callable[[list[int], list[int]], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Collection:
    """A labelled collection.

    Args:
        name: for the cases.
        services: on its library.
        truths: class -> items.
    """

    name: str
    services: Services
    truths: dict[str, Ids]

    @property
    def size(self) -> int:
        """Number of items."""
        return len(self.services.library.vectors(VISUAL))


@dataclass(frozen=True, slots=True)
class Played:
    """What a simulated user met: classes x seeds rows, a column a round.

    Args:
        precision: float64 (P, R).
        recall: float64 (P, R).
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]

    def note(self, number: int) -> str:
        """Return spread and size of a round, from 0."""
        spread, recall = self.precision[:, number].std(), self.recall[:, number]
        return (
            f"± {spread:.2f} over {len(recall)} plays; recall {recall.mean():.2f} "
            f"± {recall.std():.2f}"
        )


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure learners, compression, fusion and hubs; quick takes a few classes of groceries.

    Raises:
        AppError: the labelled photos are absent.
    """
    context = context or JobContext()
    for name in (GROCERIES, SAMPLE):
        labelled(name)
    report = BenchReport("feedback-quality")
    collections = (
        ("groceries", open_groceries, "coarse", LEAST),
        ("imagenet", open_imagenet, "group", 8),
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, open_photos, facet, least in collections[: 1 if quick else None]:
            services = open_photos(Path(folder) / f"{name}.kinora", context)
            try:
                found = truths(services, facet, least)
                kept = list(found)[:5] if quick else list(found)
                measure(
                    Collection(name, services, {each: found[each] for each in kept}),
                    report, seeds=2 if quick else 5, rounds=3 if quick else 5, context=context,
                )  # fmt: skip
            finally:
                services.close()
    return report


def measure(
    collection: Collection, report: BenchReport, *, seeds: int, rounds: int, context: JobContext
) -> None:
    """Add all cases of one collection."""
    context.step(0, 5, f"{collection.name}: learners")
    _learners(collection, report, seeds, rounds)
    context.step(1, 5, f"{collection.name}: compression")
    _compression(collection, report, seeds, rounds)
    context.step(2, 5, f"{collection.name}: fusion, mAP")
    _mean_average_precision(collection, report)
    context.step(3, 5, f"{collection.name}: fusion, feedback")
    _fusion(collection, report, min(seeds, 2), min(rounds, 3))
    context.step(4, 5, f"{collection.name}: hubs")
    _hubs(collection, report, seeds)
    context.step(5, 5)


def _learners(collection: Collection, report: BenchReport, seeds: int, rounds: int) -> None:
    """Learners against random photos, round by round, and against the plain machine."""
    name = collection.name
    chance = _chance(collection)
    plain = play(collection, _plain_machine(collection), seeds, rounds)
    for learner in LEARNERS:
        played = play(
            collection, _service(collection, FeedbackOptions(learner=learner)), seeds, rounds
        )
        for number in range(rounds):
            report.add(
                f"{name} precision {learner} round {number + 1}",
                float(played.precision[:, number].mean()), chance, "share",
                f"peer: random photos; {played.note(number)}",
            )  # fmt: skip
        for what, peer in (
            ("random photos", rounds * K / collection.size),
            ("full-vector svm", float(plain.recall[:, -1].mean())),
        ):
            report.add(
                f"{name} recall {learner} beside {what} round {rounds}",
                float(played.recall[:, -1].mean()), peer, "share", f"peer: {what}",
            )  # fmt: skip
        for number in (0, rounds - 1):
            report.add(
                f"{name} precision {learner} beside full-vector svm round {number + 1}",
                float(played.precision[:, number].mean()),
                float(plain.precision[:, number].mean()), "share",
                "peer: LinearSVC on all marks and 60 random photos, numpy over all vectors",
            )  # fmt: skip


def _compression(collection: Collection, report: BenchReport, seeds: int, rounds: int) -> None:
    """What is lost when vectors are ranked by their codes."""
    items, vectors = collection.services.library.vectors(VISUAL).matrix()
    full = play(collection, _matrix(items, vectors), seeds, rounds)
    codes: dict[str, Codes] = {"dense 8 bit": DenseCodes.fit(vectors)}
    for strongest in (8, 16, 20):
        codes[f"compact {3 * strongest} bytes"] = CompactCodes.fit(vectors, strongest)
    for name, code in codes.items():
        seen = code.decode(code.encode(vectors))
        played = play(collection, _matrix(items, seen), seeds, rounds)
        for number in (0, rounds - 1):
            report.add(
                f"{collection.name} precision {name} round {number + 1}",
                float(played.precision[:, number].mean()),
                float(full.precision[:, number].mean()), "share",
                f"peer: the same machine on full vectors; {played.note(number)}",
            )  # fmt: skip


def _mean_average_precision(collection: Collection, report: BenchReport) -> None:
    """mAP@30 of every rule of fusion, the query being one photo, beside the best list alone."""
    rng = np.random.default_rng(0)
    classes = list(collection.truths.values())
    found: dict[str, list[float]] = {}
    for number in range(QUERIES):
        truth = classes[number % len(classes)]
        query = int(rng.choice(truth))
        lists = _lists(collection, query)
        looks = {name: lists[name] for name in LOOKS if name in lists}
        four = {name: lists[name] for name in MODALITIES if name in lists}
        merged = {f"{name} of four": rule(four, {}) for name, rule in FUSIONS.items()}
        merged |= {f"{name} of looks": rule(looks, {}) for name, rule in FUSIONS.items()}
        for name, ranked in (lists | merged).items():
            order = ranked.ranked()[0]
            value = average_precision(np.isin(order, truth), len(truth) - 1)
            found.setdefault(name, []).append(value)
    alone = {name: float(np.mean(found[name])) for name in (*MODALITIES, "layout") if name in found}
    for name, values in found.items():
        report.add(
            f"{collection.name} mAP@30 {name}", float(np.mean(values)), max(alone.values()),
            "share",
            f"± {np.std(values):.2f} over {len(values)} queries; peer: the best list alone, "
            f"{max(alone, key=lambda each: alone[each])}",
        )  # fmt: skip


def _lists(collection: Collection, query: int) -> dict[str, Scored]:
    """Return what each modality finds most like an item, without it."""
    modalities = collection.services.feedback.modalities
    lists = {}
    without = np.array([query], np.int64)
    for name in (*MODALITIES, "layout"):
        if modalities.known(name, [query])[0]:
            source = modalities.source(name)
            found = source.farthest(source.vectors([query])[0], LIST, without=without, exact=True)
            lists[name] = Scored.of(found.items, found.products.astype(np.float64))
    return lists


def _fusion(collection: Collection, report: BenchReport, seeds: int, rounds: int) -> None:
    """Feedback by several modalities, by every rule, beside the visual one alone."""
    alone = play(collection, _service(collection, FeedbackOptions()), seeds, rounds)
    for name, modalities in (("looks", LOOKS), ("four", MODALITIES)):
        for rule in FUSIONS:
            options = FeedbackOptions(fusion=rule, modalities=modalities)
            played = play(collection, _service(collection, options), seeds, rounds)
            for number in (0, rounds - 1):
                report.add(
                    f"{collection.name} precision {rule} of {name} round {number + 1}",
                    float(played.precision[:, number].mean()),
                    float(alone.precision[:, number].mean()), "share",
                    f"peer: {VISUAL} alone; {played.note(number)}",
                )  # fmt: skip


def _hubs(collection: Collection, report: BenchReport, seeds: int) -> None:
    """Skewness of how often photos come up, and precision, before and after damping."""
    feedback = collection.services.feedback
    items = collection.services.library.vectors(VISUAL).items()
    asked = np.random.default_rng(1).permutation(items)[:300]
    skew, first = {}, {}
    for damp in (0.0, 0.5, 1.0):
        options = FeedbackOptions(damp=damp, modalities=(VISUAL,))
        shown = [
            hit.item
            for item in asked.tolist()
            for hit in feedback.suggest([item], [], K, options=options).hits
        ]
        counts = np.bincount(np.searchsorted(items, shown), minlength=len(items))
        skew[damp] = skewness(counts.astype(np.int64))
        first[damp] = play(collection, _service(collection, options), seeds, 3)
    for damp in (0.5, 1.0):
        report.add(
            f"{collection.name} hubness damping {damp:g}", skew[damp], skew[0.0], "skewness",
            f"of how often a photo is among the {K} for {len(asked)} questions; peer: no damping",
        )  # fmt: skip
        for number in (0, 2):
            report.add(
                f"{collection.name} precision damping {damp:g} round {number + 1}",
                float(first[damp].precision[:, number].mean()),
                float(first[0.0].precision[:, number].mean()), "share", "peer: no damping",
            )  # fmt: skip


def play(collection: Collection, ask: Ask, seeds: int, rounds: int) -> Played:
    """Play a user for every class and seed.

    Args:
        collection: labelled.
        ask: returns what is shown for marks, relevant and not relevant.
        seeds: plays a class, each from another first photo.
        rounds: a play.
    """
    precision, recall = [], []
    for truth in collection.truths.values():
        for seed in range(seeds):
            good, bad = [int(np.random.default_rng(seed).choice(truth))], list[int]()
            right_of, found_of = [], []
            for _ in range(rounds):
                left = len(truth) - len(good)
                shown = np.asarray(ask(good, bad), np.int64)
                right = np.isin(shown, truth)
                good += shown[right].tolist()
                bad += shown[~right].tolist()
                # Where nothing is left nothing more can be right: the round counts as perfect.
                right_of.append(right.sum() / min(K, left) if left else 1.0)
                found_of.append(len(good) / len(truth))
            precision.append(right_of)
            recall.append(found_of)
    return Played(np.array(precision, np.float64), np.array(recall, np.float64))


def _service(collection: Collection, options: FeedbackOptions) -> Ask:
    """Return the service as a user meets it; it remembers what it has shown in this play."""
    history: list[list[int]] = []
    if options.modalities == FeedbackOptions().modalities:
        options = replace(options, modalities=(VISUAL,))

    def ask(good: list[int], bad: list[int]) -> Sequence[int]:
        if len(good) + len(bad) == 1:
            history.clear()
        found = collection.services.feedback.suggest(good, bad, K, options=options, history=history)
        history.append([hit.item for hit in found.hits])
        return history[-1]

    return ask


def _matrix(items: Ids, seen: Vectors) -> Ask:
    """Return our machine on vectors as they are seen: full, or decoded from codes."""
    background = seen[np.random.default_rng(0).permutation(len(seen))[:1000]]
    place = {item: row for row, item in enumerate(items.tolist())}

    def ask(good: list[int], bad: list[int]) -> Sequence[int]:
        rows = [[place[item] for item in side] for side in (good, bad)]
        model = fit("svm", seen[rows[0]], seen[rows[1]], background)
        return _best(items, model.margins(seen), [*rows[0], *rows[1]])

    return ask


def _plain_machine(collection: Collection) -> Ask:
    """Return the textbook: LinearSVC on all marks, random negatives while there are none."""
    from sklearn.svm import LinearSVC

    items, vectors = collection.services.library.vectors(VISUAL).matrix()
    place = {item: row for row, item in enumerate(items.tolist())}
    arbitrary = np.random.default_rng(0).permutation(len(items))[:60]

    def ask(good: list[int], bad: list[int]) -> Sequence[int]:
        rows = [[place[item] for item in side] for side in (good, bad)]
        against = rows[1] or [row for row in arbitrary.tolist() if row not in rows[0]]
        sides = np.repeat([1, -1], [len(rows[0]), len(against)])
        machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0, dual=True)
        machine.fit(vectors[[*rows[0], *against]], sides)
        return _best(items, vectors @ machine.coef_[0].astype(np.float32), [*rows[0], *rows[1]])

    return ask


def _best(items: Ids, margins: Vectors, marked: Sequence[int]) -> list[int]:
    """Return the K best items that are not marked."""
    margins = margins.copy()
    margins[list(marked)] = -np.inf
    order = np.argsort(-margins, kind="stable")[: min(K, len(items) - len(marked))]
    best: list[int] = items[order].tolist()
    return best


def _chance(collection: Collection) -> float:
    """Return the precision of random photos in the first round."""
    shares = [
        K * (len(truth) - 1) / (collection.size - 1) / min(K, len(truth) - 1)
        for truth in collection.truths.values()
    ]
    return float(np.mean(shares))
