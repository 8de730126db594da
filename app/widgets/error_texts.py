"""What went wrong, in the user's language.

Errors are plain English where they are raised, for logs and the command line too. The texts that
the source may say stand in `resources/translations/errors.json`, with numbered places for what is
known only then; the window looks for the one that it has before it, and puts what stood in the
places back into its translation. A text that is not known is shown as it is.
"""

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from common.errors import AppError

CONTEXT = "Errors"
_PLACE = re.compile(r"%(\d)")
_SENTENCE = re.compile(r"(?<=[.!?])(\s+)(?=[^\s])")
_DEEP = 4  # texts within texts
_MOST = 10  # sentences; what has more is shown as it is


class ErrorText(NamedTuple):
    """What went wrong and what to do, in the user's language."""

    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Template:
    """A text that may be said.

    Args:
        text: English, with numbered places.
        anchor: the longest part that is not a place.
        weight: how many letters are not places.
        names: numbers of the places that stand in quotation marks: names, which stay as they are.
    """

    text: str
    anchor: str
    weight: int
    names: frozenset[int]


class _Found(NamedTuple):
    template: _Template | None  # None: nothing like it is known
    values: tuple[str, ...] = ()
    is_cut: bool = False  # the text lacks the full stop of its template

    @property
    def weight(self) -> int:
        return self.template.weight if self.template is not None else 0


def error_text(error: AppError) -> ErrorText:
    """Return what an error says, in the user's language."""
    return ErrorText(service_text(error.what), service_text(error.hint))


def error_line(error: BaseException | str) -> str:
    """Return all that an error says, in the user's language."""
    if isinstance(error, AppError):
        return " ".join(part for part in error_text(error) if part)
    return service_text(str(error))


def service_text(text: str) -> str:
    """Return a text that came from below the window in the user's language; as it is if unknown."""
    return _told(text, _DEEP)


def _told(text: str, deep: int) -> str:
    if not deep or not any(character.isalpha() for character in text):
        return text
    return "".join(
        _translated(part, deep) if at % 2 == 0 else part for at, part in enumerate(_parts(text))
    )


def _translated(text: str, deep: int) -> str:
    """Return one text with what stands in its places in the user's language too."""
    template, values, is_cut = _match(text)
    if template is None:
        return text
    said = {
        str(number): value if number in template.names else _told(value, deep - 1)
        for number, value in enumerate(values, 1)
    }
    translation = QCoreApplication.translate(CONTEXT, template.text)
    if is_cut:
        translation = translation.removesuffix(".")
    return _PLACE.sub(lambda place: said.get(place[1], place[0]), translation)


@lru_cache(maxsize=2000)
def _parts(text: str) -> tuple[str, ...]:
    """Return texts that are known and what stands between them, by turns.

    Several may be said in a row; where they end is found by what is known best: the parts in which
    most letters belong to texts that are known.
    """
    pieces = _SENTENCE.split(text)
    count = len(pieces) // 2 + 1
    if count > _MOST:
        return (text,)
    best: list[tuple[int, tuple[str, ...]]] = [(0, ())]  # weight and parts up to each sentence
    for end in range(1, count + 1):
        ways = []
        for start in range(end):
            part = "".join(pieces[2 * start : 2 * end - 1])
            weight, before = best[start]
            between = (pieces[2 * start - 1],) if start else ()
            ways.append((weight + _match(part).weight, (*before, *between, part)))
        best.append(max(ways, key=lambda way: way[0]))
    return best[-1][1]


@lru_cache(maxsize=4000)
def _match(text: str) -> _Found:
    """Return the template of a text, which may have lost its full stop as a part of another."""
    found = _search(text)
    if found.template is None and not text.endswith("."):
        found = _search(f"{text}.")._replace(is_cut=True)
    return found


def _search(text: str) -> _Found:
    """Return the template of which most stands in a text."""
    fixed, by_word, others = _templates()
    if (template := fixed.get(text)) is not None:
        return _Found(template)
    near = [*by_word.get(text.partition(" ")[0], ()), *others]
    for template in sorted(near, key=lambda entry: -entry.weight):
        if template.anchor in text and (found := _pattern(template.text).fullmatch(text)):
            return _Found(template, found.groups())
    return _Found(None)


@cache
def _templates() -> tuple[dict[str, _Template], dict[str, list[_Template]], list[_Template]]:
    """Return the texts without places, those with by their first word, and all others."""
    file = resources.files("resources") / "translations" / "errors.json"
    fixed: dict[str, _Template] = {}
    by_word: dict[str, list[_Template]] = {}
    others: list[_Template] = []
    for text in json.loads(file.read_text("utf-8")):
        template = _template(text)
        first, _, rest = text.partition(" ")
        if not _PLACE.search(text):
            fixed[text] = template
        elif rest and not _PLACE.search(first):
            by_word.setdefault(first, []).append(template)
        else:
            others.append(template)
    return fixed, by_word, others


def _template(text: str) -> _Template:
    literals = _PLACE.split(text)[::2]
    names = frozenset(
        at for at in range(1, len(literals))
        if literals[at - 1].endswith("“") and literals[at].startswith("”")
    )  # fmt: skip
    return _Template(
        text,
        max(literals, key=len),
        sum(map(len, literals)),
        names,
    )


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds what stands in the places of a template.

    Made for those that come near a text only: all two thousand take 80 ms of the window's thread.
    """
    return re.compile("(.*?)".join(map(re.escape, _PLACE.split(text)[::2])), re.DOTALL)
