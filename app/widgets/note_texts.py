"""Notes of services in the user's language."""

from collections.abc import Callable, Iterable, Mapping

from app.widgets.numbers import filled
from common.notes import Note


def translated(
    notes: Iterable[str], templates: Mapping[str, str], **names: Callable[[str], str]
) -> list[str]:
    """Return notes in the language of templates by id; as they are where those do not know them.

    Args:
        notes: any texts.
        templates: by id; {names} stand for values, numbers are said in the user's language.
        names: what values are called, by the name of the value.
    """
    return [_told(note, templates, names) for note in notes]


def _told(
    note: str, templates: Mapping[str, str], names: Mapping[str, Callable[[str], str]]
) -> str:
    if not isinstance(note, Note) or note.id not in templates:
        return str(note)
    values = {
        name: names[name](value) if name in names and isinstance(value, str) else value
        for name, value in note.args.items()
    }
    return filled(templates[note.id], **values)
