"""How well sentences become graphs, times and places: `bench lifelog-parser`.

Two tests: hand-written sentences in the style of lifelog topics (one part for development, one held
out that was written before the rules and never tuned on), and human captions with gold graphs
(FACTUAL's validation captions; tagger and rules were made on its training captions only). A node
counts once a name; a relation is right when subject, predicate and object are.
"""

import re
import statistics
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.report import BenchReport
from benchmarks.shared_data import needed
from common.errors import AppError
from common.jobs import JobContext
from common.scenes import LifelogQuery, Need, QueryPart, TimeWindow
from models.convert.tagger import Caption, read_captions
from models.language import lemmas, parse
from models.language.lexicon import NUMBERS
from models.language.wordlists import words

SENTENCES = Path(__file__).resolve().parents[1] / "tests/models/data/sentences.toml"
PLACES = {"the helix": "The Helix", "dcu": "Dublin City University", "dublin": "Dublin"}
KINDS = ("triples", "pairs", "objects", "attributes", "time", "places", "activities")
_ALIASES = {
    "at the left of": "to the left of", "on the left side of": "to the left of",
    "on the right side of": "to the right of", "at the right of": "to the right of",
    "on middle of": "in middle of", "on center of": "in center of",
    "in edge of": "on edge of", "at the edge of": "on edge of", "in end of": "on end of",
    "on corner of": "in corner of", "at rear of": "in back of", "on face of": "on front of",
    "in between": "between", "in side of": "on side of",
}  # fmt: skip
_WEEKDAYS = words("mon tue wed thu fri sat sun")
_MONTHS = words("jan feb mar apr may jun jul aug sep oct nov dec")

Facts = dict[str, set[str]]


@dataclass(slots=True)
class Tally:
    """Facts that were right, asked for and given."""

    right: int = 0
    wanted: int = 0
    given: int = 0

    def add(self, gold: set[str], ours: set[str]) -> None:
        """Count one sentence."""
        self.right += len(gold & ours)
        self.wanted += len(gold)
        self.given += len(ours)

    @property
    def precision(self) -> float:
        """Right of given."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Right of asked for."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.wanted + self.given
        return 2 * self.right / both if both else 0.0


@dataclass(slots=True)
class Score:
    """Tallies by kind of fact, and sentences whose parts and order are right.

    Args:
        tallies: a tally a kind.
        exact: sentences with all triples right.
        split: sentences with the right number of parts, order and window.
        sentences: all.
        seconds: time of each sentence.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    exact: int = 0
    split: int = 0
    sentences: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, gold: Facts, ours: Facts) -> None:
        """Count one sentence."""
        self.sentences += 1
        self.exact += gold["triples"] == ours["triples"]
        for kind in gold:
            self.tallies[kind].add(gold[kind], ours[kind])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A hand-written sentence with its gold.

    Args:
        text: the sentence.
        facts: gold facts by kind.
        parts, ordered, within_s: gold of the sequence; parts 0 where it is not asked.
    """

    text: str
    facts: Facts
    parts: int
    ordered: bool
    within_s: float


def read_sentences(split: str, path: Path = SENTENCES) -> tuple[list[Sentence], date]:
    """Return the sentences of a split ("dev", "held") and the day that relative times count from.

    Raises:
        AppError: the file is absent; the tests of the project hold it.
    """
    if not path.is_file():
        raise AppError(f"“{path}” is absent.", hint="Run this from the project's own folder.")
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = [row for row in document["sentence"] if row["split"] == split]
    return [_sentence(row) for row in rows], date.fromisoformat(document["today"])


def _sentence(row: dict[str, Any]) -> Sentence:
    triples = [triple.split(" - ") for triple in row.get("triples", ())]
    objects = set(row.get("objects", ()))
    for subject, predicate, thing in triples:
        objects.add(subject)
        if not predicate.startswith("not "):
            objects.add(thing)
        elif f"!{subject}" in objects:
            objects.remove(subject)
    facts: Facts = {
        "triples": {"|".join(triple) for triple in triples},
        "pairs": {f"{subject}|{thing}" for subject, _, thing in triples},
        "objects": objects - {"i"},
        "attributes": {value.replace(" - ", "|") for value in row.get("attributes", ())},
        "time": set(row.get("time", ())),
        "places": {name.lower() for name in row.get("places", ())},
        "activities": {name.lower() for name in row.get("activities", ())},
    }
    return Sentence(
        row["text"], facts, int(row.get("parts", 0)), bool(row.get("ordered", False)),
        float(row.get("within_s", 0)),
    )  # fmt: skip


def facts_of(parts: Iterable[QueryPart]) -> Facts:
    """Return what a parse says, in the form of the gold."""
    found: Facts = {kind: set() for kind in KINDS}
    for part in parts:
        names = [node.label for node in part.nodes]
        for node in part.nodes:
            if node.label != "i":
                found["objects"].add(("!" if node.need is Need.NOT else "") + node.label)
            found["attributes"] |= {f"{node.label}|{value}" for value in node.attributes}
        for edge in part.edges:
            mark = "not " if edge.need is Need.NOT else ""
            subject, thing = names[edge.subject], names[edge.object]
            found["triples"].add(f"{subject}|{mark}{edge.predicate}|{thing}")
            found["pairs"].add(f"{subject}|{thing}")
        for window in part.time:
            found["time"] |= spelled(window)
        found["places"] |= {place.value.lower() for place in part.places}
        found["activities"] |= {activity.value.lower() for activity in part.activities}
    return found


def spelled(window: TimeWindow) -> set[str]:
    """Return a time window as the gold writes it: "fri", "aug", "day 3", "05:00-12:00"."""
    return {
        *(_WEEKDAYS[day] for day in window.weekdays),
        *(_MONTHS[month - 1] for month in window.months),
        *map(str, window.years),
        *(f"day {day}" for day in window.days),
        *(f"{first}..{last}" for first, last in window.ranges),
        *(f"{_clock(begin)}-{_clock(end)}" for begin, end in window.hours),
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def gold_of(caption: Caption) -> Facts:
    """Return the facts of a gold graph: nouns in the singular, predicates without their marks."""
    triples = {
        (lemmas.noun(subject.lower()), _predicate(predicate), lemmas.noun(thing.lower()))
        for subject, predicate, thing in caption.triples
    }
    return {
        "triples": {"|".join(triple) for triple in triples},
        "pairs": {f"{subject}|{thing}" for subject, _, thing in triples},
        "objects": {lemmas.noun(name.lower()) for name in caption.objects},
        "attributes": {
            f"{lemmas.noun(thing.lower())}|{NUMBERS.get(value, value)}"
            for thing, value in caption.attributes
        },
    }


def _predicate(text: str) -> str:
    plain = text.rpartition(":")[2].strip()
    for alias, name in _ALIASES.items():
        if plain == alias or plain.endswith(f" {alias}"):
            plain = plain.removesuffix(alias) + name
    return re.sub(r"^lie\b", "lay", plain)


Parser = Callable[[str], LifelogQuery]


def score_sentences(split: str, parser: Parser | None = None) -> tuple[Score, list[str]]:
    """Return the score of a split of the hand-written sentences, and what was wrong."""
    sentences, today = read_sentences(split)
    score, wrong = Score(), []
    for sentence in sentences:
        begin = time.perf_counter()
        query = (
            parser(sentence.text) if parser else parse(sentence.text, places=PLACES, today=today)
        )
        score.seconds.append(time.perf_counter() - begin)
        ours = facts_of(query.parts)
        score.add(sentence.facts, ours)
        right = not sentence.parts or (
            len(query.parts) == sentence.parts and query.ordered == sentence.ordered
        )
        if sentence.within_s:
            right = right and query.within_s == sentence.within_s
        score.split += right
        lines = [
            f"  {kind}: missed {sorted(sentence.facts[kind] - ours[kind])}"
            f" extra {sorted(ours[kind] - sentence.facts[kind])}"
            for kind in KINDS
            if kind != "pairs" and sentence.facts[kind] != ours[kind]
        ]
        if lines or not right:
            wrong.append("\n".join([sentence.text, *lines, *([] if right else ["  parts"])]))
    return score, wrong


def score_captions(captions: Iterable[Caption], parser: Parser = parse) -> Score:
    """Return the score on captions with gold graphs."""
    score = Score()
    for caption in captions:
        begin = time.perf_counter()
        query = parser(caption.text)
        score.seconds.append(time.perf_counter() - begin)
        ours = facts_of(query.parts)
        gold = gold_of(caption)
        ours["triples"] = {re.sub(r"\|lie\b", "|lay", triple) for triple in ours["triples"]}
        score.add(gold, {kind: ours[kind] for kind in gold})
    return score


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure both tests; quick takes a tenth of the captions.

    Raises:
        AppError: the captions or the sentences are absent.
    """
    context = context or JobContext()
    report = BenchReport("lifelog-parser")
    for number, (split, name) in enumerate((("dev", "development"), ("held", "held out"))):
        context.step(number, 3, f"sentences, {name}")
        score, _ = score_sentences(split)
        _report(report, f"sentences {name}", score)
        report.add(
            f"{name} parts right", score.split / score.sentences, None, "",
            "sentences with the right number of parts, order and window",
        )  # fmt: skip
    context.step(2, 3, "captions")
    path = needed("factual_sg/dev.csv", "The captions with graphs")
    captions = list(read_captions(path))[:: 10 if quick else 1]
    _report(report, "captions", score_captions(captions))
    return report


PEER = {"triples": 0.588, "pairs": 0.659, "objects": 0.867, "attributes": 0.560}
"""F1 of an earlier prototype (tags of the NLTK perceptron) on captions of the same data set."""


def _report(report: BenchReport, name: str, score: Score) -> None:
    for kind in KINDS:
        tally = score.tallies[kind]
        if tally.wanted:
            report.add(
                f"{name} {kind} F1", tally.f1, PEER[kind] if name == "captions" else None, "",
                f"precision {tally.precision:.3f}, recall {tally.recall:.3f}, {tally.wanted} gold",
            )  # fmt: skip
    times = sorted(1000 * seconds for seconds in score.seconds)
    report.add(
        f"{name} sentence p50", statistics.median(times), None, "ms",
        f"p95 {times[int(0.95 * (len(times) - 1))]:.2f} ms, {score.sentences} texts",
    )  # fmt: skip
