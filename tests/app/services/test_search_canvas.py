"""Searches by canvas: planted pictures come first, bad input has its line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from app.services.library import Library
from app.services.query_example import Example
from app.services.search_canvas import MOST_SHAPES, score_canvas
from app.services.search_canvas_memory import classes_here, memory_of
from app.services.search_canvas_names import classes_for, colour_name
from app.services.search_canvas_regions import due, make_regions
from app.services.search_types import Asking, PartAnswer
from common.canvas import (
    Canvas,
    ColourShape,
    ObjectShape,
    PictureShape,
    Region,
    Shape,
    TextShape,
)
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.settings import Settings
from common.values import Box, Facet, Findings, ItemKind, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail
from models.base import EncoderInfo

RED, BLUE, GREEN, WHITE = (214, 40, 40), (40, 90, 200), (60, 150, 60), (250, 250, 250)
LEFT, RIGHT = Region(0, 0, 0.5, 1), Region(0.5, 0, 0.5, 1)
EVERYWHERE = Region(0, 0, 1, 1)


class NoEngine:
    def image_encoders(self) -> list[EncoderInfo]:
        return []

    def text_encoders(self) -> list[EncoderInfo]:
        return []


class NoModels:
    engine: Any = NoEngine()


class MeanEngine(NoEngine):
    """Knows pictures by their mean colour, and the words red, green, blue."""

    def image_encoders(self) -> list[EncoderInfo]:
        return [EncoderInfo("clip:mean", 3, "clip:mean")]

    def text_encoders(self) -> list[EncoderInfo]:
        return [EncoderInfo("clip:mean", 3)]

    def encode_images(self, _name: str, images: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
        means = np.array([image.reshape(-1, 3).mean(axis=0) + 1 for image in images], np.float32)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

    def encode_text(self, _name: str, texts: list[str]) -> NDArray[np.float32]:
        names = ("red", "green", "blue")
        return np.array([[name in text for name in names] for text in texts], np.float32)


class MeanModels:
    engine: Any = MeanEngine()


def halves(left: tuple[int, ...], right: tuple[int, ...]) -> NDArray[np.uint8]:
    rgb = np.empty((90, 160, 3), np.uint8)
    rgb[:, :80], rgb[:, 80:] = left, right
    return rgb


def person(x: float, width: float = 0.3, score: float = 0.8) -> Box:
    return Box("person", score, x, 0.2, width, 0.7, "net")


PICTURES: list[tuple[NDArray[np.uint8], list[Box]]] = [
    (halves(RED, BLUE), [person(0.1)]),
    (halves(BLUE, RED), [person(0.6)]),
    (halves(GREEN, GREEN), [person(0.05), person(0.65)]),
    (halves(WHITE, GREEN), [person(0.05), person(0.65), person(0.35, 0.2)]),
    (halves(RED, RED), [Box("dog", 0.9, 0.4, 0.4, 0.1, 0.1, "net")]),
    (halves(BLUE, WHITE), [Box("dog", 0.9, 0.1, 0.1, 0.8, 0.8, "net")]),
    (halves(WHITE, WHITE), []),
]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "a.kinora", create=True)
    add_pictures(library, PICTURES)
    yield library
    library.close()


def add_pictures(library: Library, pictures: list[tuple[NDArray[np.uint8], list[Box]]]) -> None:
    """Add pictures with boxes; their ids count from 1."""
    rows = library.thumbnails.append([make_thumbnail(rgb) for rgb, _ in pictures])
    library.thumbnails.flush()
    vectors = MeanEngine().encode_images("", [rgb for rgb, _ in pictures])
    collection = library.vectors("clip:mean")
    vector_rows = collection.append(vectors, version="1")
    batch = [
        NewItem(
            f"p{at}", ItemKind.PHOTO, f"picture {at}", files=[FileRecord(f"/p/{at}.png")],
            thumb_row=rows[at], findings=Findings(boxes=boxes),
            facets=[Facet("concept", "beach", 0.9, "net")] if at == 6 else [],
            texts=[Text(TextKind.OCR, "exit only", source="ocr")] if at == 3 else [],
            vector_rows={"clip:mean": int(vector_rows[at])},
        )
        for at, (_, boxes) in enumerate(pictures)
    ]  # fmt: skip
    ids = library.catalogue.add_batch(batch)
    collection.commit(ids, vector_rows.tolist())


def ask(library: Library, *shapes: Shape, models: Any = None, **more: Any) -> PartAnswer:
    asking = Asking(library, models or NoModels(), Settings(), more.pop("k", 10), **more)
    return score_canvas(Canvas(shapes), asking)


def ranked(answer: PartAnswer) -> list[int]:
    """Return the numbers of the pictures, best first."""
    return [int(item) - 1 for item in answer.scored.ranked()[0]]


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


def test_a_text_finds_a_class_in_its_region(library: Library) -> None:
    left = ask(library, TextShape("a person", Region(0.1, 0.2, 0.3, 0.7)))
    assert ranked(left)[0] == 0
    assert left.evidence(1).boxes[0].label == "person"
    assert ranked(ask(library, TextShape("beach", LEFT))) == [6]


def test_letters_are_read(library: Library) -> None:
    answer = ask(library, TextShape("exit", LEFT, written=True))
    assert ranked(answer) == [3]
    assert "*exit*" in answer.evidence(4).texts[0]
    assert any("read" in note for note in answer.notes)


def test_a_placed_picture_finds_what_looks_like_it_there(library: Library) -> None:
    png = Example.of_pixels(halves(RED, RED)[:, :80]).png
    assert ranked(ask(library, PictureShape(RIGHT, png=png)))[0] in (1, 4)
    both = ask(library, PictureShape(RIGHT, png=png), ColourShape(LEFT, BLUE))
    assert ranked(both)[0] == 1
    whole = ask(library, PictureShape(EVERYWHERE, item=6))
    assert ranked(whole)[0] == 5
    assert whole.scored.ranked()[1][0] > 0.9


def test_parts_of_pictures_are_described_and_asked(library: Library) -> None:
    models = MeanModels()
    assert len(due(library, models)) == len(PICTURES)
    assert make_regions(library, models, JobContext()) == len(PICTURES)
    assert not len(due(library, models))
    left = ask(library, TextShape("blue", Region(0, 0, 0.5, 1)), models=models)
    right = ask(library, TextShape("blue", Region(0.5, 0, 0.5, 1)), models=models)
    assert 1 in ranked(left)[:2]
    assert 5 in ranked(left)[:2]
    assert ranked(right)[0] == 0


def test_a_placed_picture_is_compared_by_the_encoder_of_its_part(library: Library) -> None:
    models = MeanModels()
    png = Example.of_pixels(halves(RED, RED)).png
    before = ask(library, PictureShape(RIGHT, png=png), models=models)
    make_regions(library, models, JobContext())
    after = ask(library, PictureShape(RIGHT, png=png), models=models)
    assert set(ranked(before)[:2]) == set(ranked(after)[:2]) == {1, 4}
    assert before.scored.scores.tolist() != after.scored.scores.tolist()
    again = ask(library, PictureShape(RIGHT, item=5), models=models)  # all red
    assert set(ranked(again)[:2]) == {1, 4}


def test_describing_parts_can_be_stopped_and_goes_on(library: Library) -> None:
    class Stopping(JobContext):
        def step(self, done: int, total: int = 0, note: str = "") -> None:
            if done:
                raise JobCancelled

    models = MeanModels()
    extra = [replace_box(at) for at in range(9)]
    rows = library.thumbnails.append([make_thumbnail(rgb) for rgb in extra])
    library.thumbnails.flush()
    library.catalogue.add_batch(
        [NewItem(f"q{at}", ItemKind.PHOTO, thumb_row=rows[at]) for at in range(9)]
    )
    with pytest.raises(JobCancelled):
        make_regions(library, models, Stopping())
    assert make_regions(library, models, JobContext()) == len(PICTURES) + 9 - 8


def replace_box(shade: int) -> NDArray[np.uint8]:
    return np.full((40, 40, 3), 20 * shade, np.uint8)


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
