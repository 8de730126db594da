"""Interaction logs: lists with their queries, run again, and where they differ."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.services.feedback_types import FeedbackOptions
from app.services.interactions import (
    MOST_ITEMS,
    InteractionLog,
    latest_log,
    read_log,
    results_values,
    write_record,
)
from app.services.interactions_asked import feedback_asked, lifelog_asked
from app.services.interactions_replay import Replayed, replay
from app.services.interactions_state import ReplayNote, causes_of, state_of
from app.services.lifelog_types import LifelogOptions
from app.services.query import Query
from app.services.services import Services
from common.errors import ExportError, LibraryError
from common.jobs import JobCancelled, JobContext
from common.values import Hit, ResultList
from tests.practice_support import practice_services


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = practice_services(tmp_path_factory.mktemp("replay"))
    yield made
    made.close()


@pytest.fixture
def log(services: Services, tmp_path: Path) -> Path:
    """A session: two searches, a list of another panel, something opened."""
    made = InteractionLog(tmp_path)
    made.write("log.start", {"library": "practice"})
    for query in (
        Query.of("dog", mode="text"),
        Query.of("cat", mode="text", filters=services.search.read_filters(["colour=red"])),
    ):
        made.write("results", results_values(services.search.run(query), "search"))
    made.write("results", results_values(ResultList("like 1 item", (Hit(3, 1.0),)), "feedback"))
    made.write("open", {"item": 3, "start_s": 0.0})
    made.close()
    return made.path


def test_a_log_is_replayed_to_the_same_lists(services: Services, log: Path) -> None:
    played = replay(log, services)
    assert [one.query for one in played.searches] == ["dog", "cat [colour=red]"]
    assert all(one.is_same and one.overlap == 1 for one in played.searches)
    assert len(played.searches[0].then) == 12
    assert (played.changed, played.lists, played.library) == (0, 1, "practice")
    assert played.events == {"log.start": 1, "results": 3, "open": 1}


def test_it_says_where_lists_differ(services: Services, log: Path) -> None:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    listed = lines[1]["items"]
    lines[1]["items"] = [listed[0], listed[2], listed[1], *listed[3:-1], 999]
    log.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    changed, same = replay(log, services).searches
    assert (changed.is_same, changed.first_difference) == (False, 2)
    assert (changed.gone, changed.new) == ((999,), (listed[-1],))
    assert changed.overlap == pytest.approx(11 / 13)
    assert same.is_same


def test_it_names_causes(services: Services, tmp_path: Path) -> None:
    largest = services.library.catalogue.columns("id")["id"].max()
    found = services.search.run(Query.of("dog", mode="text"))
    state = state_of(services)
    networks = dict.fromkeys([*state["networks"], "old-network"], "0000")
    old = {**state, "program": "0.1", "networks": networks, "largest": int(largest) - 1,
           "revision": state["revision"] - 5}  # fmt: skip
    values = results_values(found, "search")
    last = next(hit.item for hit in reversed(found.hits))
    made = InteractionLog(tmp_path)
    made.write("state", old)
    made.write("results", {**values, "items": [999, *values["items"][1:]]})
    made.write("results", {**values, "scores": [score + 0.5 for score in values["scores"]]})
    made.close()
    played = replay(made.path, services)
    other, scores = played.searches
    ids = {cause.id for cause in other.causes if isinstance(cause, ReplayNote)}
    assert {"other-program", "network-gone", "items-gone"} <= ids
    assert ("other-network" in ids) == bool(state["networks"])
    assert "items-gone" not in {getattr(cause, "id", "") for cause in scores.causes}
    assert (scores.then, scores.off) == (scores.now, pytest.approx(0.5))
    assert not scores.is_same
    assert {"scores", "changed-since"} <= {getattr(cause, "id", "") for cause in scores.causes}
    assert any("0.1" in cause for cause in played.causes)
    # What came later is told from what was there and was passed over.
    later = causes_of(((1, 2), (last, int(largest))), {1, 2, last}, old, state, None)
    assert any("Came into the library later" in cause for cause in later)
    assert causes_of(((1,), (2,)), {1, 2}, {}, state, None) == (ReplayNote("unknown"),)


def test_suggestions_are_asked_for_again(services: Services, tmp_path: Path) -> None:
    ids = services.items.all_ids().tolist()
    options, seen = FeedbackOptions(learner="rocchio", seed=3), ids[5:7]
    filters = services.search.read_filters(["colour=red"])
    marks, history = (ids[:2], ids[2:3]), [ids[3:6]]
    found = services.feedback.suggest(
        *marks, 7, seen=seen, filters=filters, options=options, history=history
    )
    assert found.hits
    made = InteractionLog(tmp_path)
    asked = feedback_asked(marks, 7, seen, filters, options, history)
    made.write("asked", results_values(found, "feedback", asked))
    made.close()
    (one,) = replay(made.path, services).searches
    assert (one.kind, one.is_same, len(one.then)) == ("feedback", True, len(found.hits))


def test_moments_are_asked_for_again(services: Services, tmp_path: Path) -> None:
    read = services.lifelog.parse("on monday")
    options = LifelogOptions(ranker="tfidf", k=5)
    found = services.lifelog.search(read, options).results
    made = InteractionLog(tmp_path)
    made.write("asked", results_values(found, "lifelog", lifelog_asked(read, options, ())))
    made.close()
    (one,) = replay(made.path, services).searches
    assert (one.kind, one.problem, one.is_same) == ("lifelog", "", True)


@pytest.mark.parametrize(
    "asked", [{"kind": "dance"}, {"kind": "feedback"}, {"kind": "lifelog", "query": 3}]
)
def test_what_nobody_can_ask_is_a_problem_of_one_list(
    services: Services, tmp_path: Path, asked: dict[str, Any]
) -> None:
    made = InteractionLog(tmp_path)
    made.write("asked", results_values(ResultList("?"), "x", asked))
    made.close()
    (one,) = replay(made.path, services).searches
    assert one.problem
    assert not one.is_same


def test_a_record_is_one_document_and_replays_alike(
    services: Services, log: Path, tmp_path: Path
) -> None:
    target = tmp_path / "session.json"
    assert write_record(log, target) == 5
    document = json.loads(target.read_text("utf-8"))
    assert (document["format"], document["version"]) == ("kinora-session-record", 1)
    played = [
        [(one.n, one.then, one.now, one.is_same) for one in replay(file, services).searches]
        for file in (target, log)
    ]
    assert played[0] == played[1] != []
    assert latest_log(tmp_path) == log
    with pytest.raises(ExportError, match="there already"):
        write_record(log, target)
    target.write_text(json.dumps({**document, "version": 99}))
    with pytest.raises(LibraryError, match="newer"):
        replay(target, services)
    with pytest.raises(LibraryError, match="recorded"):
        latest_log(tmp_path / "empty")


def test_a_query_that_cannot_be_asked_any_more_is_its_own_problem(
    services: Services, log: Path
) -> None:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    lines[1]["asked"] = {"colour": 1}
    log.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    broken, same = replay(log, services).searches
    assert "colour" in broken.problem
    assert not broken.is_same
    assert same.is_same


def test_only_the_head_of_a_long_list_is_kept_and_compared(services: Services) -> None:
    hits = tuple(Hit(item, 1.0) for item in range(1, 300))
    values = results_values(ResultList("many", hits, ms=1.234), "wall")
    assert (len(values["items"]), values["count"], values["ms"]) == (MOST_ITEMS, 299, 1.23)
    assert "asked" not in values


def test_lists_of_different_length() -> None:
    assert Replayed(1, "", (1, 2), (1, 2, 3)).first_difference == 3
    assert Replayed(1, "", (), ()).overlap == 1
    assert Replayed(1, "", (1,), (1,)).first_difference is None


def test_what_is_no_log(services: Services, tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        replay(tmp_path / "none.jsonl", services)
    path = tmp_path / "bad.jsonl"
    path.write_text("{}\nno json\n{}\n")
    with pytest.raises(LibraryError, match="Line 2"):
        list(read_log(path))


def test_replaying_can_be_cancelled(services: Services, log: Path) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        replay(log, services, context)


def test_odd_characters_do_not_end_or_cut_a_log(tmp_path: Path) -> None:
    """Ends of lines of other alphabets, and names of files that are no UTF-8."""
    odd = ["a\u2028b", "c\u0085d\x1ce", "f\udcff.jpg"]
    made = InteractionLog(tmp_path)
    for text in odd:
        made.write("query.asked", {"text": text})
    made.close()
    assert made.problem == ""
    assert [event["text"] for event in read_log(made.path)] == odd
    assert write_record(made.path, tmp_path / "record.json") == 3
    assert [event["text"] for event in read_log(tmp_path / "record.json")] == odd
