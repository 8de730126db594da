"""A sentence read back as parts that can be edited."""

from datetime import date

import pytest

from app.services.query_parts import (
    BoxesAsk,
    CanvasAsk,
    ConceptAsk,
    TextAsk,
    What,
    WordsAsk,
)
from app.services.search_canvas_names import COLOURS
from app.services.search_reading import Known, read_parts
from app.services.types import say_what
from common.canvas import ColourShape, ObjectShape, Region
from common.values import TextKind

KNOWN = Known(
    objects=("person", "dog", "car", "tie", "bus", "bicycle"),
    concepts=("person", "dog", "car", "tie", "bus", "bicycle", "lighthouse", "Sea lion"),
    places={"Dublin": "Dublin"},
    has_times=True,
)


def read(text: str, known: Known = KNOWN) -> list[What]:
    return [part.what for part in read_parts(text, known, date(2021, 6, 22))]


def shapes(text: str) -> list[ObjectShape | ColourShape]:
    return [what.canvas.shapes[0] for what in read(text) if isinstance(what, CanvasAsk)]


def test_numbers_colours_and_sides_become_shapes() -> None:
    person, car = shapes("two people next to a white car")
    assert person == ObjectShape("person", least=2, most=2)
    assert car == ObjectShape("car", colour=COLOURS["white"])
    person, tie = shapes("a large person in white on the left with a red tie")
    assert person == ObjectShape(
        "person", Region(0.0, 0.0, 0.5, 1.0), size="large", colour=COLOURS["white"]
    )
    assert tie == ObjectShape("tie", colour=COLOURS["red"])
    person, bus = shapes("no people, a yellow bus")
    assert (person.least, person.most) == (0, 0)
    assert bus.colour == COLOURS["yellow"]


def test_a_colour_of_what_no_detector_knows_is_a_colour() -> None:
    assert shapes("a blue door") == [ColourShape(Region(0, 0, 1, 1), COLOURS["blue"])]


def test_the_sentence_stays_the_first_part() -> None:
    assert read("two people on a bicycle")[0] == TextAsk("two people on a bicycle")
    assert ConceptAsk(("bicycle",)) in read("two people on a bicycle")
    assert read("dog") == [TextAsk("dog")]
    assert read("a man and a sea lion")[0] == TextAsk("a man and a sea lion")


def test_quoted_words_are_looked_for_where_the_sentence_says() -> None:
    assert WordsAsk('"closing down"', (TextKind.OCR,)) in read('"closing down" sign on a door')
    assert WordsAsk('"stop"', (TextKind.OCR,)) in read("a sign that reads “stop”")
    assert WordsAsk('"hello there"', (TextKind.SPEECH,)) in read('he says "hello there"')
    assert read('"coffee"') == [WordsAsk('"coffee"')]


def test_times_and_places_become_boxes() -> None:
    found = read("a dog in Dublin on monday morning")
    assert BoxesAsk(place="Dublin") in found
    assert any(isinstance(what, BoxesAsk) and "monday" in what.time for what in found)
    assert found[0] == TextAsk("a dog")
    evening = read("a dog at sunset")
    assert evening[0] == TextAsk("a dog at sunset")  # it can be seen
    assert any(isinstance(what, BoxesAsk) for what in evening)
    assert not any(isinstance(w, BoxesAsk) for w in read("a dog on monday", Known(has_times=False)))


@pytest.mark.parametrize("text", ["", "   ", "?!", '""', "the of a"])
def test_nothing_is_read_from_nothing(text: str) -> None:
    assert read(text) == []


def test_what_was_read_can_be_said() -> None:
    said = [say_what(what) for what in read('two dogs and a red car, "stop"')]
    assert said[0].startswith("two dogs and a red car")
    assert "canvas: 2 × dog" in said
    assert "canvas: car" in said
    assert 'texts: "stop"' in said
