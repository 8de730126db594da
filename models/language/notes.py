"""What the reader of sentences tells the user, by id."""

from collections.abc import Mapping
from typing import ClassVar

from common.notes import Note

READER_TEXTS = {
    "cut": "Only the first {words} words are read; the text has {all}.",
    "no-object": "No object was recognised.",
    "only-conditions": (
        "No object was recognised: only the conditions on time, place and activity count."
    ),
    "partly-ordered": "Only some of the moments are in an order: they are searched in any order.",
    "other-language": "This looks like {language}; only English is understood.",
    "other-moment": "“{text}” tells of another moment; it was left out.",
    "denied-time": "“not {text}” cannot be asked for; it was left out.",
    "no-such-day": "“{text}” is no day of the calendar; it was left out.",
    "no-such-time": "“{text}” is no time of the day; it was left out.",
    "no-day-to-count-from": "“{text}” was left out: there is no day that it could be counted from.",
}
"""What `ReaderNote` says; {names} stand for values."""


class ReaderNote(Note):
    """A note about how a sentence was read."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = READER_TEXTS
