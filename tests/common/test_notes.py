import copy
import json
import pickle
from typing import ClassVar

import pytest

from common.notes import Note, note_of_json, note_to_json, translated
from common.scenes import LifelogQuery, query_of_json, query_to_json


class WeatherNote(Note):
    __slots__ = ()
    texts: ClassVar = {"rain": "{count} days of rain.", "sun": "Sun."}


RAIN = WeatherNote("rain", count=3)


def test_a_note_is_a_text_that_knows_what_it_says() -> None:
    assert RAIN == "3 days of rain."
    assert (RAIN.id, RAIN.args) == ("rain", {"count": 3})
    with pytest.raises(KeyError):
        WeatherNote("snow")


def test_what_templates_know_is_translated() -> None:
    german = {"rain": "{count} Tage Regen."}
    assert translated([RAIN, WeatherNote("sun"), "plain"], german) == [
        "3 Tage Regen.", "Sun.", "plain",
    ]  # fmt: skip


@pytest.mark.parametrize("again", [copy.deepcopy, lambda note: pickle.loads(pickle.dumps(note))])
def test_a_copy_knows_it_too(again) -> None:
    same = again(RAIN)
    assert (type(same), same, same.id, same.args) == (WeatherNote, RAIN, "rain", {"count": 3})


@pytest.mark.parametrize("note", [RAIN, "plain"])
def test_json_gives_it_back(note: str) -> None:
    same = note_of_json(json.loads(json.dumps(note_to_json(note))))
    assert same == note
    assert getattr(same, "args", None) == getattr(note, "args", None)


def test_a_query_keeps_its_notes() -> None:
    query = LifelogQuery("x", notes=(RAIN, "plain"))
    same = query_of_json(json.loads(json.dumps(query_to_json(query))))
    assert same.notes == query.notes
    assert translated(same.notes, {"rain": "{count}"}) == ["3", "plain"]
