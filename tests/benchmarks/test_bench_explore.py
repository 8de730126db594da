"""The parts of `bench explore` that decide what its figures mean."""

import pytest

from benchmarks import explore
from benchmarks.report import BenchReport
from common.jobs import JobContext


def test_clusters_are_compared_with_the_plain_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "DIM", 16)
    report = BenchReport("explore")
    explore._clustering(report, 120, JobContext())
    assert [case.case for case in report.cases] == ["cluster 120", "cluster-beside-kmeans 120"]
    assert all(case.ours > 0 and case.peer for case in report.cases)


def test_looking_ends_at_the_target_or_after_eight_in_vain() -> None:
    assert explore._look((1, 2, 3, 4), {2, 3}, 1) == ([1, 2], [2])
    assert explore._look((1, 2, 3, 4), {2, 3}, 5) == ([1, 2, 3, 4], [2, 3])
    items = tuple(range(20))
    assert explore._look(items, {0, 15}, 2) == (list(range(9)), [0])


def test_chaos_estimator() -> None:
    near = {1: {2, 3}, 2: {1, 9}, 3: {2, 8}}
    # 1 was captured by 2; 2 by 1 and 3; 3 by 1: two once, one twice: 2 * 1 / (2 * 2) are hidden.
    assert explore._captured([1, 2, 3], near.__getitem__) == pytest.approx(3 / 3.5)
