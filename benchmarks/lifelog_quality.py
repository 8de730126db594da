"""How well matching of scene graphs finds one known image among 20,000, against concept matching.

The protocol stands in benchmarks.lifelog_corpus: annotated graphs through a frozen noise model are
what a detector says; queries are captions as people wrote them, read by our parser. One caption
with one relation is a *single-relation* query, two or three captions of one image an *ordinary*
one, a caption without relations shows what remains of the order then. Figures are those of the test
split; all parameters were chosen on the training split, whose images have no queries in the test
split. Ties share their mean rank. The peer of every ranker is concept matching by TF-IDF on the
same queries; intervals are paired bootstraps.
"""

import hashlib
from collections.abc import Sequence

import numpy as np

from benchmarks.lifelog_corpus import FROZEN_BASELINE, IMAGES, KINDS, SINGLE, Asked, Corpus, corpus
from benchmarks.lifelog_rankers import (
    BM25,
    DEPTH,
    FUSION,
    GRAPH,
    OBJECTS,
    PAPER,
    PAPER_OBJECTS,
    RANKERS,
    TF_IDF,
    Interval,
    Rankers,
    Ranks,
    interval,
    rank,
    reciprocal,
    understood,
)
from benchmarks.report import BenchReport
from common.errors import AppError
from common.jobs import JobContext

QUICK = 40  # queries of a kind
GOLD = f"{SINGLE}, as people drew it"

Table = dict[str, Ranks]
"""Ranker -> rank of the target of every query."""


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure all rankers on the test split; quick takes a few queries of each kind.

    Raises:
        AppError: the captions are absent, or library, queries or baseline are not the frozen ones.
    """
    context = context or JobContext()
    context.step(0, 0, "Making the library")
    made = corpus()
    rankers = Rankers(made)
    check_baseline(rankers, made)
    report = BenchReport("lifelog-quality")
    report.add("images", IMAGES, unit="", note="graphs through the noise model, frozen")
    tables = []
    for kind in KINDS:
        asked = [query for query in made.test if query.kind == kind][: QUICK if quick else None]
        tables.append(ranks_of(rankers, asked, context, gold=False))
        add_rankers(report, kind, tables[-1])
        if kind == SINGLE:
            add_rankers(report, GOLD, ranks_of(rankers, asked, context, gold=True))
    whole = {name: np.concatenate([table[name] for table in tables]) for name in RANKERS}
    add_rankers(report, "all", whole)
    return report


def check_baseline(rankers: Rankers, made: Corpus) -> None:
    """Make sure that the baseline is the one that was frozen.

    Raises:
        AppError: it ranks otherwise.
    """
    if baseline_hash(rankers, [*made.tuning, *made.test]) != FROZEN_BASELINE:
        raise AppError(
            "Concept matching does not rank as it did when the measurement was frozen.",
            hint="Undo what changed indexers/scenes/concepts.py.",
        )


def baseline_hash(rankers: Rankers, asked: Sequence[Asked]) -> str:
    """Return the hash of the ranks that TF-IDF gives the targets, queries as people drew them."""
    told = (f"{rank(rankers.concepts(query.gold, TF_IDF), query.target):.1f}\n" for query in asked)
    return hashlib.sha256("".join(told).encode()).hexdigest()


def ranks_of(rankers: Rankers, asked: Sequence[Asked], context: JobContext, *, gold: bool) -> Table:
    """Return the ranks of all targets by every ranker.

    Args:
        rankers: on the library.
        asked: queries.
        context: reports and cancels.
        gold: queries as people drew them, not as the parser reads them.
    """
    rows = []
    for number, query in enumerate(asked):
        context.step(number, len(asked), query.kind)
        rows.append(rankers.ranks(query.gold if gold else understood(query.text), query.target))
    return {name: np.array([row[name] for row in rows]) for name in RANKERS}


def add_rankers(report: BenchReport, kind: str, table: Table) -> None:
    """Add MRR, recall and differences of all rankers on queries of a kind."""
    base = reciprocal(table[TF_IDF])
    for name in RANKERS:
        gain = interval(reciprocal(table[name]) - base)
        note = f"{len(base)} queries; hit@1 {_share(table[name], 1.4):.3f}"
        if name != TF_IDF:
            note += f"; minus {TF_IDF} {gain}"
        mrr = float(reciprocal(table[name]).mean())
        report.add(f"MRR@{DEPTH} {name} {kind}", mrr, float(base.mean()), "", note)
    for name in (BM25, PAPER, GRAPH, FUSION):
        found, peer = _share(table[name], DEPTH), _share(table[TF_IDF], DEPTH)
        report.add(f"recall@{DEPTH} {name} {kind}", found, peer, "")
    for told, one, other in (
        ("graph minus concepts", GRAPH, TF_IDF),
        ("fusion minus concepts", FUSION, TF_IDF),
        ("relation term alone", GRAPH, OBJECTS),
        ("relation term alone, paper's form", PAPER, PAPER_OBJECTS),
    ):
        gain = difference(table, one, other)
        note = f"low end of {gain}"
        report.add(f"{told} {kind}", gain.low, unit="MRR", note=note)


def difference(table: Table, one: str, other: str) -> Interval:
    """Return how much better one ranker's MRR@100 is than another's."""
    return interval(reciprocal(table[one]) - reciprocal(table[other]))


def _share(ranks: Ranks, depth: float) -> float:
    """Return the share of targets among the first."""
    return float((ranks <= depth).mean())
