"""Notes of services are said in the user's language."""

from typing import ClassVar

from PySide6.QtCore import QLocale

from app.widgets.note_texts import translated
from common.notes import Note


class RainNote(Note):
    __slots__ = ()
    texts: ClassVar = {"rain": "{count} days of rain, {share:.1%}.", "sun": "Sun.", "at": "{key}"}


def test_what_templates_know_is_translated() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    german = {"rain": "{count} Tage Regen, {share:.1%}."}
    rain = RainNote("rain", count=3, share=0.125)
    assert translated([rain, RainNote("sun"), "plain"], german) == [
        "3 Tage Regen, 12,5%.", "Sun.", "plain",
    ]  # fmt: skip
    QLocale.setDefault(before)


def test_values_have_names_of_their_own() -> None:
    note = RainNote("at", key="place")
    assert translated([note], {"at": "in {key}"}, key=str.upper) == ["in PLACE"]
