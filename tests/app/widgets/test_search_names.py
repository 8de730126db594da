"""What searches are called, and what they say, in the user's language."""

from string import Formatter

from app.services.query import FUSION_RULES
from app.services.types import SearchNote, search_notes
from app.widgets import search_names


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_note_has_a_text_with_the_same_values(qapp) -> None:
    templates = search_names.note_templates()
    english = search_notes()
    assert set(templates) >= set(english)
    for name, text in english.items():
        assert _values(templates[name]) == _values(text), name


def test_notes_are_said(qapp) -> None:
    note = SearchNote("box-empty", name="time monday")
    assert "time monday" in search_names.said([note, "as it is"])[0]
    assert search_names.said(["as it is"]) == ["as it is"]


def test_every_rule_has_a_name(qapp) -> None:
    assert set(search_names.rule_names()) >= set(FUSION_RULES) - {"auto"}
