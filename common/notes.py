"""Notes for people: plain English that knows what it says, so that a window can translate it."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self


class Note(str):
    """A note in English that knows its id and values. Each part has a kind with texts of its own.

    Args:
        id: which note; a key of `texts`.
        args: what its text speaks of.
    """

    __slots__ = ("args", "id")
    texts: ClassVar[Mapping[str, str]] = {}  # English by id; {names} stand for values
    id: str
    args: dict[str, object]

    def __new__(cls, id: str, **args: object) -> Self:  # noqa: A002 - named as what it sets
        """Make the note of an id.

        Raises:
            KeyError: there is no such note.
        """
        return cls._made(cls.texts[id].format(**args), id, args)

    @classmethod
    def _made(cls, text: str, name: str, args: dict[str, object]) -> Self:
        made = super().__new__(cls, text)
        made.id, made.args = name, args
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), str(self), self.id, self.args)


def translated(notes: Iterable[str], templates: Mapping[str, str]) -> list[str]:
    """Return notes in the language of templates by id; as they are where those do not know them."""
    return [
        templates[note.id].format(**note.args)
        if isinstance(note, Note) and note.id in templates
        else str(note)
        for note in notes
    ]


def note_to_json(note: str) -> str | dict[str, Any]:
    """Return a note as JSON types; a plain text stays one."""
    if not isinstance(note, Note):
        return note
    return {"text": str(note), "id": note.id, "args": note.args}


def note_of_json(document: object) -> str:
    """Return the note of note_to_json(), also one whose id is no longer known."""
    if not isinstance(document, Mapping):
        return str(document)
    args = {str(name): value for name, value in dict(document.get("args", {})).items()}
    return _again(Note, str(document.get("text", "")), str(document.get("id", "")), args)


def _again(kind: type[Note], text: str, name: str, args: dict[str, object]) -> Note:
    return kind._made(text, name, args)  # noqa: SLF001 - its own module
