from pathlib import Path

import pytest

from benchmarks import goals as goal_page
from benchmarks.goals import Goal, goals
from benchmarks.report import BenchReport, machine, markdown, percentile


def rows_of(table: str) -> dict[str, list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {row[0]: row for row in rows[2:]}


def test_the_table_says_which_goals_are_met() -> None:
    report = BenchReport("heartbeat")
    report.add("gap p50 100000", 4.2, 4.1)
    report.add("gap p99 100000", 15.31, 5.0)
    report.add("gap max 100000", 71.04, 6.0)
    rows = rows_of(markdown(report.document()))
    assert rows["gap p50 100000"][5:] == ["", ""]
    assert rows["gap p99 100000"][1:] == ["15.3", "5", "3.06", "ms", "≤ 16", "yes"]
    assert rows["gap max 100000"][5:] == ["≤ 50", "no"]


def test_a_ratio_may_be_the_goal_and_a_peer_may_be_absent() -> None:
    report = BenchReport("import")
    report.add("import 150", 40.0, 10.0, "img/s")
    report.add("import engine 150", 40.0, 39.0, "img/s")
    report.add("memory 1000", 1300.0, None, "MB")
    rows = rows_of(markdown(report.document()))
    assert rows["import 150"][3:] == ["4", "img/s", "≥ 3 x", "yes"]
    assert rows["import engine 150"][5:] == ["", ""]  # another case, without a goal
    assert rows["memory 1000"][1:] == ["1,300", "", "", "MB", "≤ 1200", "no"]


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        (Goal(10), 10.0, True),
        (Goal(10), 10.1, False),
        (Goal(0.95, is_least=True), 0.95, True),
        (Goal(0.95, is_least=True), 0.94, False),
    ],
)
def test_bounds_count_as_reached(goal: Goal, value: float, met: bool) -> None:
    assert goal.is_met({"ours": value, "ratio": None}) is met


def test_every_goal_names_a_measurement() -> None:
    from app.cli.bench import names

    assert len(goals()) > 100
    assert {key.split()[0] for key in goals()} <= set(names())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| wall | open 10 | about 5 | ms |", "no bound"),
        ("| wall | open 10 | ≤ 5 times | ms |", "no bound"),
        ("| wall | open 10 | ≤ 5 | ms |\n| wall | open 10 | ≤ 6 | ms |", "two goals"),
    ],
)
def test_a_page_of_goals_that_cannot_be_read_says_where(
    row: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "goals.md"
    page.write_text(f"| bench | case | goal | unit |\n|---|---|---|---|\n{row}\n", "utf-8")
    monkeypatch.setattr(goal_page, "PAGE", page)
    with pytest.raises(ValueError, match=said):
        goals.__wrapped__()


def test_the_machine_is_told_and_percentiles_stay_inside() -> None:
    assert {"cores", "memory_gb", "load", "processor"} <= set(machine())
    assert percentile([3.0], 0.99) == 3.0
    times = [float(number) for number in range(101)]
    assert percentile(times, 0.5) == pytest.approx(50, abs=0.5)
    assert percentile(times, 1.0) <= 100
