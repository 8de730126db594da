"""The scores of DRES, compared with the cases of its own tests, worked out by hand."""

import pytest

from app.services.evaluation_answers import frame_ms, on_frame_ms
from app.services.evaluation_scores import (
    Judgement,
    avs_score,
    kis_score,
    legacy_avs_score,
    quantised,
)


def judged(pattern: str, item: object = "v", start: float = 0) -> list[Judgement]:
    """'-+' is a wrong answer, then a right one."""
    return [Judgement(start + at, mark == "+", item) for at, mark in enumerate(pattern)]


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ([], 0),
        ([Judgement(0, True)], 1000),
        ([Judgement(300, True)], 500),
        ([Judgement(150, True)], 750),
        ([Judgement(150, False), Judgement(150, True)], 650),
        ([Judgement(10, False)] * 3, 0),
        ([Judgement(1, False)] * 9 + [Judgement(300, True)], 0),
        ([Judgement(100, True), Judgement(50, False), Judgement(200, False)], 1000 - 500 / 3 - 100),
    ],
)
def test_known_items(answers: list[Judgement], score: float) -> None:
    assert kis_score(answers, 300) == pytest.approx(score)


def test_everything_of_three_teams() -> None:
    teams = {
        "one": [*judged("+", 1), *judged("+", 2), *judged("+", 3)],
        "two": [*judged("+", 1), *judged("-+", 2)],
        "three": [
            *judged("+", 1), *judged("-+", 2), *judged("--+", 3), *judged("---", 4),
            *judged("---", 5),
        ],
        "four": [],
    }  # fmt: skip
    videos = len({one.item for each in teams.values() for one in each if one.correct})
    assert videos == 3
    scores = {team: avs_score(answers, videos) for team, answers in teams.items()}
    assert scores == pytest.approx({"one": 1000, "two": 600, "three": 400, "four": 0})
    assert avs_score(judged("-----"), 2) == 0
    assert avs_score(judged("+"), 0) == 0
    assert avs_score([*judged("+", 1), *judged("+", 2)], 4) == pytest.approx(500)


def test_everything_by_the_older_rule() -> None:
    right = [Judgement(1, True, "v", 0, 5), Judgement(2, True, "v", 4, 9), Judgement(3, True, "w")]
    assert quantised(right) == 2
    assert quantised([*right, Judgement(4, True, "v", 20, 21)]) == 3
    assert legacy_avs_score(right, 2) == pytest.approx(100)
    assert legacy_avs_score([*right, *judged("--", "x")], 4) == pytest.approx(100 * 3 / 4 * 0.5)
    assert legacy_avs_score(judged("--"), 4) == 0
    assert legacy_avs_score(right, 0) == 0


def test_frames_become_milliseconds_by_the_frame_rate_of_the_file() -> None:
    assert frame_ms(100, 25) == 4000
    assert frame_ms(100, 30000 / 1001) == 3337
    assert on_frame_ms(3.3366, 30000 / 1001) == 3337
    assert on_frame_ms(1.2344, 0) == 1234
