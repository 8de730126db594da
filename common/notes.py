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


class Reasons(str):
    """Several reasons in a row.

    Attributes:
        parts: the reasons, in order.
        between: what stands between two.
    """

    __slots__ = ("between", "parts")
    parts: tuple[str, ...]
    between: str

    def __reduce__(self) -> tuple[object, ...]:
        return joined, (self.parts, self.between)


def joined(parts: Iterable[str], between: str = "; ") -> str:
    """Return reasons as one that knows its parts; empty ones are left out."""
    kept = tuple(part for part in parts if part)
    if len(kept) == 1:
        return kept[0]
    made = Reasons(between.join(kept))
    made.parts, made.between = kept, between
    return made


def note_to_json(note: str) -> str | dict[str, Any]:
    """Return a note, or several in a row, as JSON types; a plain text stays one."""
    if isinstance(note, Reasons):
        return {"parts": [note_to_json(part) for part in note.parts], "between": note.between}
    if not isinstance(note, Note):
        return note
    args = {
        name: note_to_json(value) if isinstance(value, str) else value
        for name, value in note.args.items()
    }
    return {"text": str(note), "kind": type(note).__name__, "id": note.id, "args": args}


def note_of_json(document: object) -> str:
    """Return the note of note_to_json(), also one whose kind or id is no longer known."""
    if not isinstance(document, Mapping):
        return str(document)
    if isinstance(parts := document.get("parts"), list):
        return joined(map(note_of_json, parts), str(document.get("between", "; ")))
    found = document.get("args")
    args = {
        str(name): note_of_json(value) if isinstance(value, Mapping) else value
        for name, value in (found.items() if isinstance(found, Mapping) else ())
    }
    known = {kind.__name__: kind for kind in Note.__subclasses__()}
    kind = known.get(str(document.get("kind")), Note)
    return _again(kind, str(document.get("text", "")), str(document.get("id", "")), args)


def _again(kind: type[Note], text: str, name: str, args: dict[str, object]) -> Note:
    return kind._made(text, name, args)  # noqa: SLF001 - its own module
