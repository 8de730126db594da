"""The measurement of matching: its peer says the same as what it is a peer of."""

import numpy as np

from benchmarks import lifelog
from benchmarks.goals import goals
from benchmarks.report import BenchReport
from indexers.scenes.index import SceneIndex
from indexers.scenes.options import MatchOptions
from indexers.scenes.search import score
from indexers.scenes.tables import VectorSimilarity, query_tables


def test_the_loop_over_images_is_the_papers_form() -> None:
    columns, names = lifelog.make(60), lifelog.Names.made()
    index, part = SceneIndex.build(columns), lifelog.asked(4, 3, 0)
    similar = VectorSimilarity(names.of)
    tables = query_tables(part, index.vocabulary, labels=similar, predicates=similar)
    told = lifelog.one_by_one(columns, part, names, 60)
    assert np.allclose(score(index, tables, MatchOptions.of_paper()).totals, told, atol=1e-5)


def test_images_are_as_the_paper_counts_them() -> None:
    columns = lifelog.make(2_000)
    assert abs(len(columns.labels) / 2_000 - lifelog.OBJECTS) < 0.3
    assert abs(len(columns.subjects) / 2_000 - lifelog.RELATIONS) < 0.3


def test_every_case_is_measured() -> None:
    report = BenchReport("lifelog")
    lifelog._measure(report, 300, repeat=1)
    cases = [case.case for case in report.cases]
    for name in ("query p50", "build", "memory", "windows", "query filtered", "extend by 100"):
        assert any(case.startswith(name) for case in cases), name
    named = [name for name in goals() if name.startswith("lifelog query")]
    assert {name.removeprefix("lifelog ").rpartition(" ")[0] for name in named} <= {
        case.rpartition(" ")[0] for case in cases
    }
