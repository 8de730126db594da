"""Taking part in an evaluation: the task, the queue on disk, logs, a server that comes and goes."""

import base64
import json
from pathlib import Path

import pytest

from app.services.dres_http import DresError, read_address
from app.services.dres_queue import SubmissionStore
from app.services.evaluation_server import _connection_notes
from app.services.evaluation_types import Answer, Secret, Submission, Verdict
from common.errors import EvaluationError
from common.jobs import JobCancelled, JobContext
from tests.dres_support import FREE, PASSWORD, TARGET, Watch, kis, serving, side_of, world


def test_the_task_runs_against_the_clock_and_ends(tmp_path: Path) -> None:
    watch = Watch()
    hints = (
        {"contentType": "TEXT", "content": "A bus.", "offset": 0},
        {"contentType": "IMAGE", "content": base64.b64encode(b"png").decode(), "offset": 5},
        {"contentType": "TEXT", "content": "A blue bus.", "offset": 60},
        {"contentType": "VIDEO", "content": "x", "offset": 70},
    )
    made = world(kis(hints=hints), clock=watch)
    with serving(made) as mock:
        side = side_of(tmp_path)
        view = side.connect(mock.address, "ann", Secret(PASSWORD))
        task = view.task
        assert (task.name, task.state, task.left_s) == ("kis", "running", 300)
        assert task.left_at(task.read_at + 12) == 288
        assert [(one.at_s, one.text, one.until_s) for one in task.hints] == [
            (0, "A bus.", 60), (5, "", None), (60, "A blue bus.", None),
        ]  # fmt: skip
        watch.now += 301
        assert side.follow().task.state == "none"
        with pytest.raises(EvaluationError, match="No task is running"):
            side.submit([TARGET])
        side.disconnect()
        assert not side.view.is_connected
        assert mock.asked[-1].path == "/logout"


def test_of_several_evaluations_the_user_chooses(tmp_path: Path) -> None:
    from app.services.dres_mock_world import MockEvaluation

    made = world()
    made.evaluations["e2"] = MockEvaluation("e2", "Saturday", [kis()])
    with serving(made) as mock:
        side = side_of(tmp_path)
        assert side.connect(mock.address, "ann", Secret(PASSWORD)).chosen == ""
        with pytest.raises(EvaluationError, match="among yours"):
            side.choose("e3")
        side.choose("e1")
        assert side.follow().task.name == "kis"


def test_verdicts_are_kept_and_read_again(tmp_path: Path) -> None:
    with serving(world(kis(**FREE))) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        wrong = side.submit([Answer("00043", 8, 1, 1)])
        right = side.submit([TARGET])
        again = side.submit([TARGET])
    assert (wrong.state, wrong.verdict) == ("judged", Verdict.WRONG)
    assert (right.verdict, right.message) == (Verdict.CORRECT, "Submission correct, well done!")
    assert (again.state, again.verdict) == ("there", None)
    kept = SubmissionStore(tmp_path / "submissions.json").all()
    assert [one.state for one in kept] == ["judged", "judged", "there"]
    assert kept[1] == right


def test_what_was_not_sent_goes_when_the_server_is_back(tmp_path: Path) -> None:
    made = world()
    with serving(made) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        made.forget_sessions()
        made.users["ann"].password = "changed"  # the login anew fails: nothing can arrive
        waiting = side.submit([TARGET])
        assert (waiting.state, waiting.message.id) == ("waiting", "queued")
        (kept,) = SubmissionStore(tmp_path / "submissions.json").queued()
        assert kept == waiting
        assert kept.message.id == "queued"  # it can still be translated
        assert side.follow().problem
        made.users["ann"].password = PASSWORD
        assert side.follow().problem == ""
        assert side.view.notes[0].id == "again"
        (sent,) = SubmissionStore(tmp_path / "submissions.json").all()
        assert (sent.id, sent.verdict) == (waiting.id, Verdict.CORRECT)


def test_what_may_have_arrived_is_sent_again_on_the_users_word_only(tmp_path: Path) -> None:
    with serving(world()) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        mock.order("/submit", "drop-after")
        unsure = side.submit([TARGET])
        assert (unsure.state, unsure.message.id) == ("unsure", "unsure")
        side.follow()
        assert sum(one.path.startswith("/submit") for one in mock.asked) == 1
        (there,) = side.send_queued([unsure.id])
        assert (there.state, there.message.id) == ("there", "duplicate")


def test_a_cancelled_submission_is_kept_as_one_that_may_have_arrived(tmp_path: Path) -> None:
    with serving(world()) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        mock.order("/submit", "slow")
        context = JobContext()
        context.cancel()
        with pytest.raises(JobCancelled):
            side.submit([TARGET], context)
        mock.released.set()
        (kept,) = SubmissionStore(tmp_path / "submissions.json").queued()
        assert kept.state == "unsure"
        side.drop([kept.id])
        assert SubmissionStore(tmp_path / "submissions.json").all() == ()


def test_answers_to_another_task_wait_for_the_users_word(tmp_path: Path) -> None:
    store = SubmissionStore(tmp_path / "submissions.json")
    store.put(Submission("a", "now", "e1", "yesterday", (TARGET,), "waiting"))
    with serving(world()) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        side.follow()
        assert not any(one.path.startswith("/submit") for one in mock.asked)
        assert side.send_queued(["a"])[0].verdict == Verdict.CORRECT


def test_a_rejected_answer_says_why(tmp_path: Path) -> None:
    with serving(world()) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        refused = side.submit([Answer("00042", 7)])
        assert (refused.state, refused.is_queued) == ("rejected", False)
        assert "non-temporal" in refused.message
        unknown = side.submit([Answer("nobody", 7, 1, 1)])
        assert "does not know this item" in unknown.message


def test_a_captive_portal_takes_nothing_for_sure(tmp_path: Path) -> None:
    with serving(world()) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        mock.order("/submit", "html")
        assert side.submit([TARGET]).state == "unsure"


def test_nothing_can_be_submitted_without_a_connection(tmp_path: Path) -> None:
    side = side_of(tmp_path)
    with pytest.raises(EvaluationError, match="no evaluation"):
        side.submit([TARGET])
    with pytest.raises(EvaluationError, match="no connection"):
        side.send_queued(["a"])
    with pytest.raises(DresError, match="not be encrypted"):
        side.connect("http://elsewhere.example", "ann", Secret(PASSWORD))
    assert side.follow() == side.view
    assert side.send_logs() == 0


def test_logs_are_gathered_sent_and_kept_while_the_server_is_gone(tmp_path: Path) -> None:
    made = world()
    with serving(made) as mock:
        side = side_of(tmp_path)
        side.note("open", {"item": 1})  # nobody is connected: nobody's business
        side.connect(mock.address, "ann", Secret(PASSWORD))
        side.note("open", {"item": 3, "start_s": 1.5})
        side.note("filters", {"filters": ["year=2019"]})
        query = {
            "stages": [
                {"parts": [{"what": "text", "text": "a dog"}, {"what": "canvas", "canvas": {}}]},
                {"parts": [{"what": "words", "text": "exit", "kinds": ["speech"]}]},
            ],
            "filters": ["year=2019"],
        }
        side.note_results(query, "a dog → exit", [TARGET, Answer("photo", 9)])
        mock.order("/log", "503")
        assert side.send_logs() == 0
        assert side.send_logs() == 3
        assert side.send_logs() == 0
    events = made.logs[0][1]["events"]
    assert [(one["category"], one["type"]) for one in events] == [
        ("BROWSING", "videoPlayer"), ("FILTER", "metadata"),
    ]  # fmt: skip
    result = made.logs[1][1]
    assert [one["rank"] for one in result["results"]] == [1, 2]
    assert result["results"][1]["answer"] == {"mediaItemName": "photo"}
    assert [(one["category"], one["type"]) for one in result["events"]] == [
        ("TEXT", "jointEmbedding"), ("SKETCH", "color"), ("TEXT", "asr"),
        ("OTHER", "temporalContext"), ("FILTER", "metadata"),
    ]  # fmt: skip


def test_logs_are_not_sent_where_the_user_does_not_want_it(tmp_path: Path) -> None:
    made = world()
    with serving(made) as mock:
        side = side_of(tmp_path, send_logs=False)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        side.note("open", {"item": 3})
        assert side.send_logs() == 0
        assert made.logs == []


def test_clocks_that_differ_are_told(tmp_path: Path) -> None:
    with serving(world(clock=Watch(1.0))) as mock:
        side = side_of(tmp_path)
        view = side.connect(mock.address, "ann", Secret(PASSWORD))
        assert view.notes[0].id == "clock-behind"


def test_a_connection_that_others_can_read_is_told() -> None:
    plain = read_address("http://vbs.example", allow_plain=True)
    (note,) = _connection_notes(plain, 100)
    assert (note.id, note.args) == ("plain-http", {"host": "vbs.example"})
    assert _connection_notes(read_address("https://vbs.example"), -100) == ()


def test_a_full_disk_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    with serving(world()) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        monkeypatch.setattr("app.services.dres_queue.write_atomically", full)
        with pytest.raises(OSError, match="No space"):
            side.submit([TARGET])
        assert not any(one.path.startswith("/submit") for one in mock.asked)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 9, "submissions": []}',
                '{"format": 1, "submissions": [{"id": 1}]}']
)  # fmt: skip
def test_a_damaged_queue_is_set_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "submissions.json"
    path.write_text(content)
    told: list[str] = []
    store = SubmissionStore(path, told.append)
    assert store.all() == ()
    assert "kept as" in told[0]
    store.put(Submission("a", "now", "e", "t", (TARGET,)))
    assert path.with_suffix(".bad").read_text() == content
    assert json.loads(path.read_text())["submissions"][0]["id"] == "a"


def test_the_session_and_password_are_in_no_file(tmp_path: Path) -> None:
    with serving(world()) as mock:
        side = side_of(tmp_path)
        side.connect(mock.address, "ann", Secret(PASSWORD))
        side.submit([TARGET])
        token = mock.asked[-1].session
        written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert token.encode() not in written
        assert PASSWORD.encode() not in written
        assert token not in repr(side.view)
