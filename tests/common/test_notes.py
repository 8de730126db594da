import copy
import json
import pickle
from typing import ClassVar

import pytest

from common.notes import Note, note_of_json, note_to_json
from common.scenes import LifelogQuery, query_of_json, query_to_json


class WeatherNote(Note):
    __slots__ = ()
    texts: ClassVar = {"rain": "{count} days of rain.", "sun": "Sun."}


class SaidNote(Note):
    __slots__ = ()
    texts: ClassVar = {"after": "after {seconds} s: {why}"}


RAIN = WeatherNote("rain", count=3)


def test_a_note_is_a_text_that_knows_what_it_says() -> None:
    assert RAIN == "3 days of rain."
    assert (RAIN.id, RAIN.args) == ("rain", {"count": 3})
    with pytest.raises(KeyError):
        WeatherNote("snow")


@pytest.mark.parametrize("again", [copy.deepcopy, lambda note: pickle.loads(pickle.dumps(note))])
def test_a_copy_knows_it_too(again) -> None:
    same = again(RAIN)
    assert (type(same), same, same.id, same.args) == (WeatherNote, RAIN, "rain", {"count": 3})


@pytest.mark.parametrize("note", [RAIN, "plain"])
def test_json_gives_it_back(note: str) -> None:
    same = note_of_json(json.loads(json.dumps(note_to_json(note))))
    assert same == note
    assert getattr(same, "args", None) == getattr(note, "args", None)
    assert type(same) is type(note)


def test_json_gives_notes_in_notes_back_too() -> None:
    outer = SaidNote("after", why=RAIN, seconds=0.5)
    same = note_of_json(json.loads(json.dumps(note_to_json(outer))))
    assert isinstance(same, SaidNote)
    assert isinstance(same.args["why"], WeatherNote)
    assert same.args["why"].args == {"count": 3}


def test_a_query_keeps_its_notes() -> None:
    query = LifelogQuery("x", notes=(RAIN, "plain"))
    same = query_of_json(json.loads(json.dumps(query_to_json(query))))
    assert same.notes == query.notes
    assert [type(note) for note in same.notes] == [WeatherNote, str]
