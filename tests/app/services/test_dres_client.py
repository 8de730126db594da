"""The DRES client against a server that behaves as documented, and one that does not."""

import logging
import pickle
import threading

import pytest

from app.services.dres_http import DresError, read_address
from app.services.dres_schema import problems
from app.services.evaluation_types import Answer, Secret, Verdict
from common.jobs import JobCancelled, JobContext
from tests.dres_support import FREE, PASSWORD, TARGET, Watch, client_of, kis, serving, world


def at(start: int, end: int | None = None, name: str = "00042") -> Answer:
    return Answer(name, 7, start, start if end is None else end)


def test_a_login_gives_a_session_that_travels_in_the_query_only() -> None:
    with serving(world()) as mock:
        client = client_of(mock)
        assert client.login().role == "PARTICIPANT"
        assert [one.name for one in client.evaluations()] == ["Friday"]
        assert client.evaluations()[0].tasks[0].duration_s == 300
        after = mock.asked[1:]
        assert all(len(one.session) == 32 for one in after)
        assert all(not one.cookie for one in mock.asked)


def test_a_wrong_password_is_said_and_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(world()) as mock, pytest.raises(DresError) as caught:
        client_of(mock, password="secret-word").login()
    assert caught.value.kind == "login"
    assert "secret-word" not in f"{caught.value}{caught.value.__dict__}{caplog.text}"


def test_a_body_that_cannot_be_read_is_refused() -> None:
    made = world()
    with serving(made) as mock:
        status, document = mock.answer("POST", "/login", "", {"username": "ann"})
        assert (status, document["status"]) == (400, False)
        mock.violations.clear()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (at(12_000), Verdict.CORRECT),
        (at(10_000, 15_000), Verdict.CORRECT),  # exactly the target
        (at(9_999, 15_000), Verdict.WRONG),
        (at(10_000, 15_001), Verdict.WRONG),
        (at(12_000, name="00043"), Verdict.WRONG),
    ],
)
def test_a_range_is_right_where_the_target_holds_all_of_it(
    answer: Answer, verdict: Verdict
) -> None:
    with serving(world()) as mock:
        client = client_of(mock)
        client.login()
        judged = client.submit("e1", [answer], "kis")
        assert (judged.verdict, judged.pending) == (verdict, False)


def test_items_and_texts_are_judged() -> None:
    item = kis(target="item", **FREE)
    text = kis(target="text", texts=(r"\blue (bus|coach)\i", "42"), **FREE)
    for task, cases in (
        (item, [(Answer("00042"), "CORRECT"), (Answer("photo"), "WRONG")]),
        (text, [(Answer(text="Blue Bus"), "CORRECT"), (Answer(text="42"), "CORRECT"),
                (Answer(text="blue boat"), "WRONG")]),
    ):  # fmt: skip
        with serving(world(task)) as mock:
            client = client_of(mock)
            client.login()
            for answer, verdict in cases:
                assert client.submit("e1", [answer]).verdict == verdict


def test_a_batch_sends_one_set_a_result_and_waits_for_the_judges() -> None:
    made = world(kis(target="judged", **FREE))
    with serving(made) as mock:
        client = client_of(mock)
        client.login()
        judged = client.submit("e1", [at(1), at(2), at(3)])
        assert judged.pending
        assert judged.verdict == Verdict.INDETERMINATE
        assert [len(one["answers"]) for one in mock.asked[-1].body["answerSets"]] == [1, 1, 1]
        made.judge_last("e1", Verdict.CORRECT)
        assert made.evaluations["e1"].submissions[0].verdicts == [Verdict.CORRECT] * 3


REASONS = [
    (kis(**FREE), [at(1), at(1)], "Duplicate submission"),
    (kis(), [at(12_000), at(13_000)], "correct submissions (1) exceeded for the team."),
    (kis(limit_correct=0, limit_member=1), [at(12_000), at(13_000)], "team member"),
    (kis(), [at(1), at(2), at(3), at(4)], "incorrect submissions (3)"),
    (kis(limit_total=2), [at(1), at(2), at(3)], "number of submissions (2)"),
    (kis(gap_ms=500), [at(1), at(2)], "at least 500 ms"),
    (kis(**FREE), [Answer("00042")], "non-temporal"),
    (kis(**FREE), [at(5, 4)], "non-temporal"),
    (kis(target="item"), [at(1)], "whole item was expected"),
    (kis(target="text"), [Answer("00042")], "textual information"),
]


@pytest.mark.parametrize(("task", "answers", "reason"), REASONS)
def test_filters_say_why_they_reject(task, answers, reason: str) -> None:
    with serving(world(task)) as mock:
        client = client_of(mock)
        client.login()
        for answer in answers[:-1]:
            assert client.submit("e1", [answer]).verdict is not None
        judged = client.submit("e1", [answers[-1]])
        assert reason in judged.message
        assert judged.duplicate == ("Duplicate" in reason)
        assert judged.is_rejected != judged.duplicate


def test_the_filter_of_quick_answers_works_both_ways() -> None:
    for rate, wait, taken in (
        ("documented", 0.2, False), ("documented", 0.7, True),
        ("2.0.4", 0.2, True), ("2.0.4", 0.7, False),
    ):  # fmt: skip
        watch = Watch()
        with serving(world(kis(gap_ms=500, **FREE), clock=watch, rate=rate)) as mock:
            client = client_of(mock)
            client.login()
            client.submit("e1", [at(1)])
            watch.now += wait
            assert (client.submit("e1", [at(2)]).verdict is not None) == taken


def test_without_a_running_task_nothing_is_taken() -> None:
    made = world()
    with serving(made) as mock:
        client = client_of(mock)
        client.login()
        made.end_task("e1")
        with pytest.raises(DresError, match="No task is running") as caught:
            client.submit("e1", [TARGET])
        assert (caught.value.kind, caught.value.status) == ("not-running", 500)
        assert client.task("e1").state == "none"


def test_an_unknown_item_an_unknown_path_and_a_viewer_are_told_apart() -> None:
    made = world()
    with serving(made) as mock:
        client = client_of(mock)
        client.login()
        with pytest.raises(DresError, match="does not know this item"):
            client.submit("e1", [Answer("nobody", 1, 1, 1)])
        with pytest.raises(DresError) as caught:
            client.submit("e9", [TARGET])
        assert caught.value.kind == "missing"
        status, document = mock.answer("GET", "/no/such/path", "", None)
        assert (status, document["status"]) == (404, 404)
        with pytest.raises(DresError) as caught:
            client._fine(client._send("GET", "/no/such/path"))
        assert caught.value.kind == "missing"
        token = made.login("eve", "viewer only")["sessionId"]
        assert mock.answer("POST", "/submit/e1", token, {"answerSets": []})[0] == 401


@pytest.mark.parametrize("trouble", ["html", "empty", "redirect", "500"])
def test_what_is_no_dres_is_named_so(trouble) -> None:
    with serving(world()) as mock:
        client = client_of(mock)
        client.login()
        mock.order("/client", trouble, 2)
        with pytest.raises(DresError, match="no DRES server"):
            client.evaluations()


def test_an_answer_of_another_shape_is_named() -> None:
    with serving(world()) as mock:
        client = client_of(mock)
        client.login()
        mock.world.list_for = lambda _user: [{"id": "e1"}]  # type: ignore[method-assign]
        with pytest.raises(DresError, match=r"\[0\].name is missing"):
            client.evaluations()
        mock.violations.clear()


def test_a_slow_answer_ends_in_time_and_can_be_cancelled() -> None:
    with serving(world()) as mock:
        client = client_of(mock, timeout_s=0.2)
        client.login()
        mock.order("/client", "slow", 2)
        with pytest.raises(DresError) as caught:
            client.evaluations()
        assert (caught.value.kind, caught.value.arrived) == ("timeout", True)
        patient = client_of(mock, timeout_s=30)
        patient.login()
        mock.order("/client", "slow")
        context = JobContext()
        timer = threading.Timer(0.05, context.cancel)
        timer.start()
        with pytest.raises(JobCancelled):
            patient.evaluations(context)
        timer.join()
        mock.released.set()


def test_questions_are_asked_again_and_submissions_never() -> None:
    with serving(world()) as mock:
        client = client_of(mock)
        client.login()
        mock.order("/client", "drop-before")
        assert client.evaluations()
        mock.order("/submit", "drop-after")
        with pytest.raises(DresError) as caught:
            client.submit("e1", [TARGET])
        assert (caught.value.kind, caught.value.arrived) == ("offline", True)
        assert sum(one.path == "/submit/e1" for one in mock.asked) == 1
        assert client.submit("e1", [TARGET]).duplicate  # it had arrived


def test_a_lost_session_is_begun_anew_once() -> None:
    made = world()
    with serving(made) as mock:
        client = client_of(mock)
        client.login()
        made.forget_sessions()
        assert client.submit("e1", [TARGET]).verdict == Verdict.CORRECT
        made.forget_sessions()
        made.users["ann"].password = "another"
        with pytest.raises(DresError) as caught:
            client.evaluations()
        assert caught.value.kind == "login"
        assert not caught.value.arrived


def test_nobody_there_is_said() -> None:
    with serving(world()) as mock:
        client = client_of(mock)
    with pytest.raises(DresError, match="No server listens") as caught:
        client.login()
    assert not caught.value.arrived


def test_logs_are_checked_and_empty_entries_refused() -> None:
    made = world()
    with serving(made) as mock:
        client = client_of(mock)
        client.login()
        event = {"timestamp": 1, "category": "TEXT", "type": "ocr", "value": "exit"}
        client.log_query("e1", [event])
        assert made.logs[0][1]["events"] == [event]
        with pytest.raises(DresError, match="Invalid parameters"):
            client.log_query("e1", [{**event, "value": None}])
        with pytest.raises(DresError) as caught:
            client.log_query("e7", [event])
        assert caught.value.kind == "missing"
        assert mock.violations == ["QueryEventLog.events[0].value is missing"]
        mock.violations.clear()


def test_the_clock_of_the_server_is_learned() -> None:
    import time

    watch = Watch(time.time() + 90)
    with serving(world(clock=watch)) as mock:
        client = client_of(mock)
        assert client.read_clock() == pytest.approx(90_000, abs=2000)
        assert client.now_ms() == pytest.approx(watch.now * 1e3, abs=2000)


def test_the_session_is_never_in_a_log_a_text_or_a_file(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made = world()
    with serving(made) as mock:
        client = client_of(mock)
        client.login()
        token = client._token.reveal()
        made.evaluations["e1"].name = token  # a server that repeats it
        errors = []
        for path in ("/submit/e1", "/client"):
            mock.order(path, "html", 2)
        for ask in (lambda: client.submit("e1", [TARGET]), client.evaluations):
            with pytest.raises(DresError) as caught:
                ask()
            errors.append(f"{caught.value!r} {caught.value.__dict__} {caught.value.__cause__!r}")
        shown = " ".join([caplog.text, repr(client.__dict__), *errors])
        assert token not in shown
        assert PASSWORD not in shown
        with pytest.raises(TypeError):
            pickle.dumps(client._token)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("localhost:8080", "http://localhost:8080"),
        ("localhost", "http://localhost:8080"),
        ("vbs.example", "https://vbs.example:443"),
        ("https://vbs.example:8443/api/v2/", "https://vbs.example:8443"),
        ("http://[::1]:80/dres", "http://[::1]:80/dres"),
    ],
)
def test_addresses(typed: str, read: str) -> None:
    assert str(read_address(typed)) == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://vbs.example", "not be encrypted"),
        ("https://ann:pw@vbs.example", "a name or a password"),
        ("ftp://vbs.example", "no web address"),
        ("https://vbs.example:99999", "no web address"),
        ("https://vbs.example/?session=abc", "no web address"),
        ("", "no web address"),
    ],
)
def test_addresses_that_are_not_used(typed: str, said: str) -> None:
    with pytest.raises(DresError, match=said) as caught:
        read_address(typed)
    assert "pw" not in str(caught.value)
    assert read_address("http://vbs.example", allow_plain=True).scheme == "http"


def test_the_schema_finds_what_is_wrong() -> None:
    good = {"answerSets": [{"answers": [{"mediaItemName": "a", "start": 1, "end": 2}]}]}
    assert problems(good, "ApiClientSubmission") == []
    assert problems({**good, "x": 1}, "ApiClientSubmission") == [
        "ApiClientSubmission.x is not known"
    ]
    assert problems({**good, "x": 1}, "ApiClientSubmission", strict=False) == []
    assert problems({}, "ApiClientSubmission") == ["ApiClientSubmission.answerSets is missing"]
    wrong = {"answerSets": [{"answers": [{"start": 1.5, "end": True, "text": 3}]}]}
    assert len(problems(wrong, "ApiClientSubmission")) == 3
    user = {"role": "KING"}
    assert "none of" in problems(user, "ApiUser")[0]
    assert problems({"answer": {}, "rank": 1 << 31}, "RankedAnswer") == [
        "RankedAnswer.rank is too large"
    ]
    assert problems({"status": 404, "description": "x"}, "ErrorStatus")


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret("abc")
    assert "abc" not in f"{secret} {secret!r} {[secret]}"
