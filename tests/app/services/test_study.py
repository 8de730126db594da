"""The wall study: plans, records, summaries, and the interaction log."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from app.services.interactions import InteractionLog, read_log
from app.services.library import Library
from app.services.study import (
    ORDERS,
    TRIAL_QUESTIONS,
    Plan,
    Record,
    StudyService,
    Trial,
    check_answers,
    read_record,
)
from app.services.study_summary import (
    anova,
    as_csv,
    as_values,
    inspected,
    summarise,
    time_by_zoom,
)
from common.errors import LibraryError, QueryError, ReadOnlyLibraryError


@pytest.fixture
def studies(tmp_path: Path):
    library = Library.open(tmp_path / "a.kinora", create=True)
    yield StudyService(library)
    library.close()


def trial(arrangement: str, items: int, watched: int = 0, answer: int = 4) -> Trial:
    events = [{"s": float(n), "event": "inspect", "item": n} for n in range(items)]
    return Trial(
        arrangement,
        seconds=180.0,
        events=events,
        watchlist=list(range(watched)),
        answers=dict.fromkeys(TRIAL_QUESTIONS, answer),
    )


def test_six_participants_get_the_six_orders_and_a_gap_is_filled_first(
    studies: StudyService,
) -> None:
    for _ in range(6):
        studies.save(Record(studies.plan("S")))
    plans = [record.plan for record in studies.records("S")]
    assert {plan.order for plan in plans} == set(ORDERS)
    assert [plan.participant for plan in plans] == [f"P0{n}" for n in range(1, 7)]
    studies.path(plans[3]).unlink()
    again = studies.plan("S")
    assert again.order == plans[3].order
    assert again.participant == "P04"
    assert studies.studies() == {"S": 5}


def test_a_record_comes_back_as_it_was(studies: StudyService) -> None:
    record = Record(
        studies.plan("Study 1", "Ann", key="genre", start_px=0),
        items=240,
        trials=[trial("random", 3, 2)],
        comment="ü – ok",
        note="no popularity",
    )
    path = studies.save(record)
    assert read_record(path) == record
    assert not record.is_complete
    with pytest.raises(QueryError, match="has a record"):
        studies.plan("Study 1", "Ann")


def test_names_that_would_leave_the_folder_are_refused(studies: StudyService) -> None:
    for name in ("../x", "", "a/b", ".hidden", "x" * 70, "end."):
        with pytest.raises(QueryError, match="cannot name"):
            Plan(name, "P01", ORDERS[0])
    with pytest.raises(QueryError, match="each arrangement once"):
        Plan("S", "P01", ("random", "random", "clustered"))


def test_damaged_and_newer_records_are_named(studies: StudyService) -> None:
    path = studies.save(Record(studies.plan("S")))
    value = json.loads(path.read_text())
    path.write_text(json.dumps({**value, "format": 99}))
    with pytest.raises(LibraryError, match="newer Kinora"):
        studies.records("S")
    path.write_text("{")
    with pytest.raises(LibraryError, match="P01"):
        studies.records("S")


def test_a_read_only_library_keeps_no_record(tmp_path: Path) -> None:
    Library.open(tmp_path / "b.kinora", create=True).close()
    library = Library.open(tmp_path / "b.kinora", read_only=True)
    try:
        service = StudyService(library)
        with pytest.raises(ReadOnlyLibraryError):
            service.save(Record(service.plan("S")))
    finally:
        library.close()


def test_answers_are_checked() -> None:
    full = dict.fromkeys(TRIAL_QUESTIONS, 7)
    check_answers(full, TRIAL_QUESTIONS)
    for bad in ({**full, "enjoyed": 8}, {**full, "more": 1}, dict(list(full.items())[1:])):
        with pytest.raises(QueryError, match="no answer"):
            check_answers(bad, TRIAL_QUESTIONS)


def test_repeated_looks_count_once() -> None:
    seen = trial("random", 3)
    seen.events += [{"s": 9.0, "event": "inspect", "item": 0}, {"s": 9.0, "event": "view"}]
    assert inspected(seen) == 3


def test_time_by_zoom_goes_from_view_to_view_and_to_the_end() -> None:
    one = Trial("random", seconds=60.0)
    one.events = [
        {"s": 0.0, "event": "view", "poster_px": 77.0},
        {"s": 10.0, "event": "inspect", "item": 4},
        {"s": 20.0, "event": "view", "poster_px": 13.0},
        {"s": 45.0, "event": "view", "poster_px": 900.0},
    ]
    assert time_by_zoom(one).tolist() == [25.0, 0.0, 20.0, 0.0, 0.0, 15.0]


def test_the_summary_agrees_with_numpy_and_scipy() -> None:
    rng = np.random.default_rng(0)
    records = []
    for number in range(12):
        plan = Plan("S", f"P{number}", ORDERS[number % 6], start_px=77 if number % 2 else 0)
        counts = rng.integers(2, 15, 3).tolist()
        trials = [trial(a, n, n // 2) for a, n in zip(plan.order, counts, strict=True)]
        records.append(Record(plan, trials=trials, best=plan.order[0], worst=plan.order[2]))
    records.append(Record(Plan("S", "left", ORDERS[0])))
    summary = summarise(records)
    assert (summary.participants, summary.complete) == (13, 12)
    groups = {
        name: [inspected(r.trials[0]) for r in records if r.trials and r.plan.order[0] == name]
        for name in ("random", "clustered", "semi-clustered")
    }
    expected = stats.f_oneway(*groups.values())
    found = summary.measures["inspected"].anova
    assert found is not None
    assert (found.between, found.within) == (2, 9)
    assert found.f == pytest.approx(expected.statistic)
    assert found.p == pytest.approx(expected.pvalue)
    every = [inspected(t) for r in records for t in r.trials if t.arrangement == "random"]
    spread = summary.measures["inspected"].all_trials["random"]
    assert (spread.n, spread.mean) == (12, pytest.approx(np.mean(every)))
    assert spread.sd == pytest.approx(np.std(every, ddof=1))
    assert sum(summary.best.values()) == 12
    assert set(summary.by_start) == {0, 77}
    values = as_values(summary)
    assert json.loads(json.dumps(values, allow_nan=False)) == values
    lines = as_csv(records).splitlines()
    assert len(lines) == 1 + 36


def test_without_variance_there_is_no_test() -> None:
    assert anova([[1, 1], [1, 1]]) is None
    assert anova([[1.0], [2.0]]) is None
    summary = summarise([])
    assert math.isnan(summary.measures["inspected"].all_trials["random"].mean)
    assert as_values(summary)["measures"]["inspected"]["all_trials"]["random"]["mean"] is None


def test_the_log_has_a_line_an_event_and_nothing_else_is_kept(tmp_path: Path) -> None:
    log = InteractionLog(tmp_path / "logs")
    log.write("wall.view", {"poster_px": 77.0, "n": 99, "title": "Ünïcode"})
    log.write("selection", {"count": 2})
    log.close()
    log.write("late")
    lines = list(read_log(log.path))
    assert [(line["n"], line["event"]) for line in lines] == [(1, "wall.view"), (2, "selection")]
    assert lines[0]["title"] == "Ünïcode"
    assert lines[0]["at"].endswith("Z")
    empty = InteractionLog(tmp_path / "logs")
    assert empty.path != log.path
    empty.close()
    assert list((tmp_path / "logs").iterdir()) == [log.path]


def test_a_line_cut_off_by_a_crash_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"n": 1}\n{"n": 2')
    assert [line["n"] for line in read_log(path)] == [1]
    path.write_text('{"n": 1\n{"n": 2}\n')
    with pytest.raises(LibraryError, match="Line 1"):
        list(read_log(path))


def test_a_log_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    with pytest.raises(LibraryError, match="cannot be written"):
        InteractionLog(tmp_path / "logs")
