"""Searches by canvas: planted pictures come first, bad input has its line."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services.library import Library
from app.services.search_canvas import MOST_SHAPES
from app.services.search_canvas_memory import classes_here, memory_of
from app.services.search_canvas_names import classes_for, colour_name
from common.canvas import (
    ColourShape,
    ObjectShape,
    PictureShape,
    Region,
    TextShape,
)
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.values import Box, Findings, ItemKind
from indexers.catalogue import NewItem
from indexers.thumbnails import make_thumbnail
from tests.search_canvas_support import (
    BLUE,
    EVERYWHERE,
    GREEN,
    LEFT,
    PICTURES,
    RED,
    RIGHT,
    WHITE,
    add_pictures,
    ask,
    halves,
    ranked,
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "a.kinora", create=True)
    add_pictures(library, PICTURES)
    yield library
    library.close()


# -- colours


def test_colours_are_found_where_they_are(library: Library) -> None:
    answer = ask(library, ColourShape(LEFT, RED), ColourShape(RIGHT, BLUE))
    assert ranked(answer)[0] == 0
    assert answer.scored.ranked()[1][0] > 0.9
    assert ranked(ask(library, ColourShape(LEFT, BLUE), ColourShape(RIGHT, RED)))[0] == 1
    assert set(answer.subs) == {"1 red", "2 blue"}
    assert "red 0.9" in answer.reason(1)


def test_a_colour_that_must_not_be_there_moves_a_picture_back(library: Library) -> None:
    answer = ask(library, ColourShape(LEFT, RED), ColourShape(RIGHT, RED, absent=True))
    assert ranked(answer)[0] == 0
    assert not answer.is_negative
    assert ask(library, ColourShape(EVERYWHERE, RED, absent=True)).is_negative


def test_a_shade_is_forgiven_more_than_another_hue(library: Library) -> None:
    answer = ask(library, ColourShape(EVERYWHERE, (150, 30, 35)))
    assert ranked(answer)[0] == 4
    assert answer.scored.ranked()[1][0] > 0.6


def test_weights_say_which_shape_counts_more(library: Library) -> None:
    first = ask(library, ColourShape(LEFT, GREEN, weight=9), ColourShape(RIGHT, BLUE))
    second = ask(library, ColourShape(LEFT, GREEN), ColourShape(RIGHT, BLUE, weight=9))
    assert ranked(first)[0] == 2
    assert ranked(second)[0] == 0


def test_the_score_is_the_weighted_mean_of_the_shapes(library: Library) -> None:
    answer = ask(library, ColourShape(LEFT, RED, weight=3), ObjectShape("person"))
    items = answer.scored.items
    parts = list(answer.subs.values())
    mean = 0.75 * parts[0].at(items) + 0.25 * parts[1].at(items)
    assert answer.scored.scores == pytest.approx(mean, abs=1e-6)


# -- objects


def test_an_object_is_found_where_it_is_drawn(library: Library) -> None:
    assert ranked(ask(library, ObjectShape("person", Region(0.1, 0.2, 0.3, 0.7))))[0] == 0
    assert ranked(ask(library, ObjectShape("person", Region(0.6, 0.2, 0.3, 0.7))))[0] == 1


def test_two_people_are_two_people(library: Library) -> None:
    exactly = ask(library, ObjectShape("people", least=2, most=2))
    assert ranked(exactly)[0] == 2
    at_least = ask(library, ObjectShape("person", least=3))
    assert ranked(at_least)[0] == 3
    assert exactly.scored.ranked()[1][0] > exactly.scored.ranked()[1][1]


def test_two_drawn_boxes_do_not_share_a_person(library: Library) -> None:
    left, right = Region(0.05, 0.2, 0.3, 0.7), Region(0.65, 0.2, 0.3, 0.7)
    answer = ask(library, ObjectShape("person", left), ObjectShape("person", right))
    assert ranked(answer)[:2] in ([2, 3], [3, 2])
    twice = ask(library, ObjectShape("person", left), ObjectShape("person", left))
    alone = dict(zip(twice.scored.items.tolist(), twice.scored.scores, strict=True))
    assert alone[1] < 0.5  # the one person of picture 0 serves one of the two


def test_none_may_be_there(library: Library) -> None:
    answer = ask(library, ObjectShape("person", least=0, most=0), ColourShape(EVERYWHERE, WHITE))
    assert ranked(answer)[0] == 6


def test_size_colour_and_confidence_are_asked_for(library: Library) -> None:
    assert ranked(ask(library, ObjectShape("dog", size="small"))) == [4]
    assert ranked(ask(library, ObjectShape("dog", size="large")))[0] == 5
    white = ask(library, ObjectShape("person", colour=WHITE))
    assert ranked(white)[0] == 3
    assert not len(ask(library, ObjectShape("person", confidence=0.85)).scored)


def test_what_matched_is_marked(library: Library) -> None:
    answer = ask(
        library,
        ObjectShape("person", Region(0.05, 0.2, 0.3, 0.7)),
        ObjectShape("person", Region(0.65, 0.2, 0.3, 0.7)),
        ColourShape(LEFT, GREEN),
    )
    boxes = answer.evidence(3).boxes
    assert sorted(round(box.x, 2) for box in boxes if box.role == "object") == [0.05, 0.65]
    assert [box.label for box in boxes if box.role == "colour"] == ["green"]
    assert not answer.evidence(999).boxes


def test_a_class_that_no_detector_knows_is_taken_from_concepts(library: Library) -> None:
    answer = ask(library, ObjectShape("beach", LEFT))
    assert ranked(answer) == [6]
    assert any("beach" in note for note in answer.notes)


def test_names_mean_classes() -> None:
    names = ("person", "sofa", "tvmonitor", "dog", "cat")
    assert classes_for("People", names) == ["person"]
    assert classes_for("couch", names) == ["sofa"]
    assert classes_for("tv", names) == ["tvmonitor"]
    assert classes_for("dogs", names) == ["dog"]
    assert classes_for("unicorn", names) == []
    assert colour_name((250, 10, 10)) == "red"


# -- texts and pictures


# -- bad input, filters, changes


def test_an_empty_canvas_says_so(library: Library) -> None:
    with pytest.raises(QueryError, match="empty"):
        ask(library)


def test_shapes_outside_are_left_out(library: Library) -> None:
    outside = ColourShape(Region(1.5, 0, 0.5, 1), RED)
    answer = ask(library, outside, ColourShape(Region(-0.5, 0, 1, 1), RED))
    assert ranked(answer)[0] in (0, 4)
    assert any("outside" in note for note in answer.notes)
    with pytest.raises(QueryError, match="outside"):
        ask(library, outside, ColourShape(Region(0.5, 0.5, 0, 0), RED))


def test_two_hundred_shapes_are_too_many(library: Library) -> None:
    many = [ColourShape(EVERYWHERE, BLUE)] * 136 + [ColourShape(EVERYWHERE, RED)] * MOST_SHAPES
    answer = ask(library, *many)
    assert ranked(answer)[0] == 4
    assert any("200" in note for note in answer.notes)


def test_an_item_that_is_gone_and_a_damaged_picture_are_named(library: Library) -> None:
    gone = PictureShape(LEFT, item=999)
    with pytest.raises(QueryError, match="999"):
        ask(library, gone)
    with pytest.raises(QueryError, match="PNG"):
        ask(library, PictureShape(LEFT, png=b"\x89PNG broken"))
    answer = ask(library, gone, ColourShape(EVERYWHERE, RED))
    assert ranked(answer)[0] == 4
    assert any("999" in note for note in answer.notes)


def test_a_text_without_words_is_refused(library: Library) -> None:
    with pytest.raises(QueryError, match="no words"):
        ask(library, TextShape("  ", LEFT))


def test_weights_of_nothing_count_alike(library: Library) -> None:
    nothing = ColourShape(LEFT, RED, weight=0)
    assert ranked(ask(library, nothing))[0] in (0, 4)


def test_only_what_is_allowed_is_found(library: Library) -> None:
    allowed = np.array([2, 3, 900], np.int64)
    answer = ask(library, ColourShape(EVERYWHERE, RED), allowed=allowed)
    assert set(ranked(answer)) <= {1, 2}
    assert ranked(ask(library, ObjectShape("person"), allowed=allowed)) == [1, 2]


def test_a_library_without_pictures_or_boxes(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "b.kinora", create=True)
    try:
        answer = ask(library, ColourShape(LEFT, RED), ObjectShape("person"))
        assert not len(answer.scored)
        assert any("detector" in note for note in answer.notes)
    finally:
        library.close()


def test_what_was_added_is_found(library: Library) -> None:
    assert classes_here(library, JobContext()) == {"person": 4, "dog": 2}
    ask(library, ColourShape(LEFT, GREEN))
    rows = library.thumbnails.append([make_thumbnail(halves(GREEN, RED))])
    library.thumbnails.flush()
    cat = Findings(boxes=[Box("cat", 0.9, 0.1, 0.1, 0.3, 0.3, "net")])
    new = NewItem("new", ItemKind.PHOTO, thumb_row=rows[0], findings=cat)
    added = library.catalogue.add_batch([new])[0]
    answer = ask(library, ColourShape(LEFT, GREEN), ColourShape(RIGHT, RED))
    assert ranked(answer)[0] == added - 1
    assert classes_here(library, JobContext())["cat"] == 1


@pytest.mark.parametrize("fine", [0, 3])
def test_coarse_and_fine_pictures_say_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch, fine: int
) -> None:
    """Large libraries begin with coarser thumbnails; the best are measured finely all the same."""
    import app.services.search_canvas_memory as memory

    shapes = (
        ColourShape(LEFT, RED), ColourShape(RIGHT, BLUE), ObjectShape("person", colour=RED)
    )  # fmt: skip
    exact = ask(library, *shapes)
    monkeypatch.setattr(memory, "_FINE_ROWS", 0)
    monkeypatch.setattr(memory, "_MIDDLE_ROWS", fine)
    memory_of(library)._codes = None
    coarse = ask(library, *shapes)
    assert memory_of(library).view(None).side == 8
    assert ranked(coarse) == ranked(exact)
    assert coarse.scored.scores == pytest.approx(exact.scored.scores, abs=1e-6)


def test_without_numba_the_answer_is_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    import indexers.canvas.loops
    from indexers.canvas import plain

    shapes = (
        ColourShape(LEFT, RED),
        ObjectShape("person", Region(0.1, 0.2, 0.3, 0.7), most=1, colour=RED),
        PictureShape(RIGHT, item=1),
    )
    compiled = ask(library, *shapes)
    monkeypatch.setattr(indexers.canvas.loops, "loops", lambda: plain)
    slow = ask(library, *shapes)
    assert ranked(slow) == ranked(compiled)
    assert slow.scored.scores == pytest.approx(compiled.scored.scores, abs=1e-4)


def test_a_search_can_be_stopped(library: Library) -> None:
    class Stopped(JobContext):
        def step(self, done: int, total: int = 0, note: str = "") -> None:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        ask(library, ColourShape(LEFT, RED), context=Stopped())
