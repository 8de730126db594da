"""Interaction logs: lists with their queries, run again, and where they differ."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.interactions import MOST_ITEMS, InteractionLog, read_log, results_values
from app.services.interactions_replay import Replayed, replay
from app.services.query import Query
from app.services.services import Services
from common.errors import LibraryError
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
    played = replay(log, services.search)
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
    changed, same = replay(log, services.search).searches
    assert (changed.is_same, changed.first_difference) == (False, 2)
    assert (changed.gone, changed.new) == ((999,), (listed[-1],))
    assert changed.overlap == pytest.approx(11 / 13)
    assert same.is_same


def test_a_query_that_cannot_be_asked_any_more_is_its_own_problem(
    services: Services, log: Path
) -> None:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    lines[1]["asked"] = {"colour": 1}
    log.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    broken, same = replay(log, services.search).searches
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
        replay(tmp_path / "none.jsonl", services.search)
    path = tmp_path / "bad.jsonl"
    path.write_text("{}\nno json\n{}\n")
    with pytest.raises(LibraryError, match="Line 2"):
        list(read_log(path))


def test_replaying_can_be_cancelled(services: Services, log: Path) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        replay(log, services.search, context)
