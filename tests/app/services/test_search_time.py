"""Scenes of several stages in a library: videos, spoken words, photos, and what has no time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from app.services.query import Query
from app.services.query_parts import Part, Stage, TextAsk, Within
from app.services.search_time import FoundScenes, StageList, find
from app.services.search_types import SearchNote
from common.errors import QueryError
from common.values import Hit
from indexers.rankings.fusion import Scored
from tests.time_support import NOON, TimedLibrary


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimedLibrary]:
    library = TimedLibrary(tmp_path_factory.mktemp("timed"))
    yield library
    library.close()


def asked(*within: float, in_order: bool = True, **window: object) -> Query:
    """Return a query of stages "a", "b", ... that follow each other within some seconds."""
    names = "abcdef"[: len(within) + 1]
    stages = tuple(
        Stage((Part(TextAsk(name)),), seconds)
        for name, seconds in zip(names, (60.0, *within), strict=True)
    )
    return Query(stages=stages, in_order=in_order, window=Within(**window))  # type: ignore[arg-type]


def listed(scores: dict[int, float], starts: dict[int, float] | None = None) -> StageList:
    items, values = np.array(list(scores), np.int64), np.array(list(scores.values()), float)
    return StageList(Scored.of(items, values), starts or {})


def notes_of(found: FoundScenes) -> list[str]:
    return [note.id for note in found.notes if isinstance(note, SearchNote)]


def test_shots_of_one_video_follow_each_other(made: TimedLibrary) -> None:
    one, two, _ = made.shots
    first, then = listed({one[1]: 0.8, two[5]: 0.9}), listed({one[3]: 0.6, two[2]: 1.0})
    found = find(made.library, [first, then], asked(60.0), 10)
    assert found.total == 1
    scene = found.scenes[0]
    assert (scene.items, scene.times) == ((one[1], one[3]), (10.0, 30.0))
    assert (scene.stage_of, scene.scores) == ((0, 1), (0.8, 0.6))
    assert (scene.group, scene.start_s, scene.end_s) == (made.videos[0], 10.0, 30.0)
    assert scene.score == pytest.approx(0.7)


def test_the_next_shots_may_be_counted(made: TimedLibrary) -> None:
    one = made.shots[0]
    lists = [listed({one[1]: 0.8}), listed({one[2]: 0.3, one[3]: 0.9})]
    query = asked(60.0)
    for shots, wanted in ((1, one[2]), (2, one[3])):
        stages = (query.stages[0], replace(query.stages[1], within_shots=shots))
        told = Query.from_json(Query(stages=stages).to_json())
        assert told.stages == stages
        assert f"≤ {shots} shot" in told.describe()
        assert find(made.library, lists, told, 5).scenes[0].items == (one[1], wanted)
    with pytest.raises(QueryError, match="within_shots"):
        Query.from_json({"stages": [{"parts": [], "within_shots": -1}]})


def test_in_any_order_the_frames_come_by_time(made: TimedLibrary) -> None:
    one = made.shots[0]
    lists = [listed({one[4]: 0.8}), listed({one[2]: 0.6})]
    assert not find(made.library, lists, asked(60.0), 10).scenes
    scene = find(made.library, lists, asked(60.0, in_order=False), 10).scenes[0]
    assert (scene.items, scene.stage_of) == ((one[2], one[4]), (1, 0))
    assert scene.scores == pytest.approx((0.6, 0.8))
    narrow = asked(60.0, in_order=False, seconds=15.0)
    assert not find(made.library, lists, narrow, 10).scenes
    least = asked(60.0, in_order=False, across="min")
    assert find(made.library, lists, least, 10).scenes[0].score == pytest.approx(0.6)


def test_spoken_words_have_a_time_of_their_own(made: TimedLibrary) -> None:
    one, video = made.shots[0], made.videos[0]
    said = listed({video: 0.9}, {video: 34.0})
    scene = find(made.library, [listed({one[1]: 0.8}), said], asked(60.0), 5).scenes[0]
    assert scene.items == (one[1], one[3])  # the shot that is seen while it is said
    assert scene.times == (10.0, 34.0)
    assert not find(made.library, [listed({one[1]: 0.8}), said], asked(20.0), 5).scenes
    twice = [listed({video: 0.9}, {video: 31.0}), said]
    assert find(made.library, twice, asked(60.0), 5).scenes[0].times == (31.0, 34.0)


def test_a_shot_stands_for_the_time_of_what_is_said_in_it(made: TimedLibrary) -> None:
    one = made.shots[0]
    said = listed({one[2]: 0.9, one[4]: 0.2}, {one[2]: 28.0, one[4]: 40.0})
    scene = find(made.library, [listed({one[1]: 0.8}), said], asked(60.0), 5).scenes[0]
    assert (scene.items, scene.times) == ((one[1], one[2]), (10.0, 28.0))
    near = find(made.library, [listed({one[1]: 0.8}), said], asked(15.0), 5)
    assert not near.scenes  # the shot begins in time, the words come later


def test_words_of_a_video_without_shots_are_told_of_the_video(made: TimedLibrary) -> None:
    video = made.videos[3]
    lists = [listed({video: 0.9}, {video: 3.0}), listed({video: 0.7}, {video: 25.0})]
    scene = find(made.library, lists, asked(60.0), 5).scenes[0]
    assert (scene.items, scene.times, scene.group) == ((video, video), (3.0, 25.0), video)


def test_photos_follow_each_other_by_when_they_were_taken(made: TimedLibrary) -> None:
    first, second = made.photos[:2]
    scene = find(made.library, [listed({first: 1.0}), listed({second: 0.5})], asked(30.0), 5)
    assert scene.scenes[0].items == (first, second)
    assert scene.scenes[0].group == -1
    assert scene.scenes[0].start_s == (NOON - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001
    assert not find(
        made.library, [listed({first: 1.0}), listed({second: 0.5})], asked(29.0), 5
    ).total


def test_single_images_without_a_time_are_said_clearly(made: TimedLibrary) -> None:
    untimed = made.photos[2:]
    lists = [listed(dict.fromkeys(untimed, 0.8)), listed({made.shots[0][2]: 0.5})]
    found = find(made.library, lists, asked(60.0), 5)
    assert not found.scenes
    assert notes_of(found) == ["stage-without-time", "stage-matches"]
    assert "found 2 ×, but never at a known time" in found.notes[0]


def test_when_a_file_was_copied_is_no_time_of_an_image(tmp_path: Path) -> None:
    from common.values import ItemKind, MediaFacts
    from indexers.catalogue import NewItem

    made = TimedLibrary(tmp_path)
    facts = MediaFacts(width=64, height=36, taken_at=NOON, time_source="file")
    copies = [NewItem(f"copy {n}", ItemKind.PHOTO, facts=facts) for n in range(2)]
    first, second = made.library.catalogue.add_batch(copies)
    found = find(made.library, [listed({first: 0.8}), listed({second: 0.8})], asked(60.0), 5)
    assert notes_of(found) == ["stage-without-time", "stage-without-time"]
    both = [listed({first: 0.8}), listed({second: 0.8})]
    assert not find(made.library, both, asked(60.0, in_order=False), 5).scenes
    hits = [Hit(first, 0.9), Hit(second, 0.8)]
    assert made.library.timeline.lines().thinned(hits, 180) == tuple(hits)
    made.close()


def test_a_step_that_matches_nothing_is_named(made: TimedLibrary) -> None:
    found = find(made.library, [listed({made.shots[0][2]: 0.5}), listed({})], asked(60.0), 5)
    assert found.notes[1] == "Nothing matches “b”: take it away, or say it in other words."


def test_the_threshold_says_what_the_best_scene_has(made: TimedLibrary) -> None:
    one = made.shots[0]
    lists = [listed({one[0]: 0.5, one[1]: 0.4}), listed({one[2]: 0.5})]
    query = asked(60.0)
    found = find(made.library, lists, Query(stages=query.stages, threshold=0.9), 5)
    assert notes_of(found) == ["scenes-below"]
    assert "best has 0.50" in found.notes[0]


@pytest.mark.parametrize("seconds", [0.0, -5.0, float("nan")])
def test_distances_of_nothing_are_refused(made: TimedLibrary, seconds: float) -> None:
    lists = [listed({1: 0.5}), listed({2: 0.5})]
    with pytest.raises(QueryError, match="“b” cannot follow within"):
        find(made.library, lists, asked(seconds), 5)
    with pytest.raises(QueryError, match="holds nothing"):
        find(made.library, lists, asked(60.0, in_order=False, seconds=seconds), 5)


def test_items_that_are_gone_are_left_out(made: TimedLibrary) -> None:
    one = made.shots[0]
    lists = [listed({one[0]: 0.5, 999: 1.0, 10**12: 1.0, -3: 1.0}), listed({one[2]: 0.5})]
    found = find(made.library, lists, asked(60.0), 5)
    assert [scene.items for scene in found.scenes] == [(one[0], one[2])]


def test_lines_are_read_anew_when_times_change(tmp_path: Path) -> None:
    made = TimedLibrary(tmp_path)
    lines = made.library.timeline.lines()
    made.library.catalogue.set_label(made.film, 1)
    assert made.library.timeline.lines() is lines
    made.library.catalogue.remove_items([made.videos[0], *made.shots[0]])
    after = made.library.timeline.lines()
    assert after is not lines
    assert made.videos[0] not in after.axis.groups
    assert len(after.axis) == len(lines.axis) - 8
    made.close()


def test_overlapping_shots_and_shots_without_a_time(tmp_path: Path) -> None:
    from common.values import ItemKind
    from indexers.catalogue import NewItem

    made = TimedLibrary(tmp_path)
    more = [
        NewItem("v0#t=x", ItemKind.SHOT, parent="v0"),
        NewItem("v0#t=y", ItemKind.SHOT, parent="v0", start_s=10.0, end_s=40.0),
    ]
    untimed, over = made.library.catalogue.add_batch(more)
    one = made.shots[0]
    lists = [listed({untimed: 1.0, over: 0.5}), listed({one[1]: 1.0, one[2]: 0.4, untimed: 1.0})]
    found = find(made.library, lists, asked(60.0), 5)
    assert [scene.items for scene in found.scenes] == [(over, one[2])]
    made.close()


def test_the_time_cache_keeps_the_best_hit_of_each_period(made: TimedLibrary) -> None:
    lines = made.library.timeline.lines()
    one = made.shots[0]
    hits = [Hit(one[4], 0.9), Hit(one[1], 0.8), Hit(made.film, 0.7), Hit(one[2], 0.6)]
    items = {period: [hit.item for hit in lines.thinned(hits, period)] for period in (0, 30, 180)}
    assert items[0] == [one[4], one[1], made.film, one[2]]
    assert items[30] == [one[4], one[1], made.film]
    assert items[180] == [one[4], made.film]
