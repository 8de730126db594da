"""Numbers as the user's language writes them; files and the command line keep the point."""

from string import Formatter
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale

_MANY_MS: Final = 2000


def numeral(value: float, spec: str = ",") -> str:
    """Return a number as it is read in the user's language.

    Args:
        value: any number.
        spec: how exactly it is said, in Python's format language: ",", ".2f", "+.0%", "g".
    """
    shares = spec.endswith("%")
    plain = format(value, spec).removesuffix("%")
    locale = QLocale()
    marks = {",": locale.groupSeparator(), ".": locale.decimalPoint()}
    said = "".join(marks.get(letter, letter) for letter in plain)
    if not shares:
        return said
    return QCoreApplication.translate("Numbers", "{number}%").replace("{number}", said)


def took(milliseconds: float) -> str:
    """Return how long something took: milliseconds, or seconds from two on."""
    if milliseconds < _MANY_MS:
        return f"{milliseconds:.0f} ms"
    return f"{numeral(milliseconds / 1000, '.1f')} s"


class _Filler(Formatter):
    """Fills templates; numbers with a specification are said in the user's language."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):  # a number that was written out before
            return value
        if format_spec and isinstance(value, int | float):
            return numeral(value, format_spec)
        return str(super().format_field(value, format_spec))


def filled(template: str, **values: object) -> str:
    """Return a translated template with its values.

    Args:
        template: names in braces, with Python's format specifications: "{ms:,.0f} ms".
        values: by name; numbers with a specification are said as by numeral().

    Raises:
        KeyError: the template names a value that is not given.
    """
    return _Filler().vformat(template, (), values)
