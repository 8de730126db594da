"""Numbers are said as the user's language writes them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from app.widgets.numbers import filled, numeral, took


@pytest.fixture
def german() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("value", "spec", "said"),
    [
        (1234567, ",", "1.234.567"),
        (1234.5, ",.1f", "1.234,5"),
        (0.25, ".2f", "0,25"),
        (-0.5, "+.1%", "-50,0%"),  # the sign comes with the translation
        (0.5, "g", "0,5"),
        (3, "g", "3"),
    ],
)
def test_german_numbers_have_a_comma_and_points_between_thousands(
    german: None, value: float, spec: str, said: str
) -> None:
    assert numeral(value, spec) == said


def test_english_numbers_have_a_point() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    try:
        assert numeral(1234.5, ",.1f") == "1,234.5"
        assert numeral(0.25, ".0%") == "25%"
    finally:
        QLocale.setDefault(before)


def test_templates_are_filled_with_numbers_of_the_language(german: None) -> None:
    text = filled("{name}: {score:.2f} of {count:,} – {kept}", name="a.b", score=0.5, count=1000,
                  kept=7)  # fmt: skip
    assert text == "a.b: 0,50 of 1.000 – 7"
    assert filled("{score:.2f}", score="0.5") == "0.5", "what is text stays as it is"
    with pytest.raises(KeyError):
        filled("{missing}", name="x")


@pytest.mark.usefixtures("german")
def test_long_times_are_told_in_seconds() -> None:
    assert [took(ms) for ms in (0.4, 238.0, 1999.0, 2331.0)] == [
        "0 ms", "238 ms", "1999 ms", "2,3 s",
    ]  # fmt: skip
