"""What a time phrase is made of, shared by the grammars of days and of hours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.language.notes import ReaderNote
from models.language.wordlists import words

WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words(
    "january february march april may june july august september october november december"
)
ONES = {word: number for number, word in enumerate(
    words(
        "zero one two three four five six seven eight nine ten eleven twelve"
    )
)}  # fmt: skip

MONTH = "|".join(MONTHS) + "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
SURE_MONTH = "|".join(name for name in MONTHS if name not in {"march", "may", "august"})
WEEKDAY = "|".join(f"{name}s?" for name in WEEKDAYS)
YEAR = r"(?:19|20)\d\d"
ORDINAL = r"(?:st|nd|rd|th)"


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a time: one kind of condition and where it was read.

    Args:
        span: place in the text, with its preposition.
        weekdays, months, years, days, ranges, hours: as in `TimeWindow`.
        half: 0 before noon, 1 after, for a part of the day that tells which of two hours a bare
            clock time means; -1 where it does not.
        is_clock: hours are of a clock, so that a part of the day beside them only tells the half.
        is_bare: the clock time may be before or after noon.
        note: what the user should know instead; the atom holds no condition then.
        is_other: names the moment before or after the one that is sought ("after lunch,").
    """

    span: tuple[int, int]
    weekdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    ranges: tuple[tuple[date, date], ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    half: int = -1
    is_clock: bool = False
    is_bare: bool = False
    note: ReaderNote | None = None
    is_other: bool = False


@dataclass(slots=True)
class Found:
    """Atoms of a text, and which of its characters they hold.

    Args:
        text: lower case, plain signs, as long as the original.
        original: with capitals.
        today: what relative times count from.
    """

    text: str
    original: str
    today: date | None
    atoms: list[Atom] = field(default_factory=list)

    def scan(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern that no atom holds yet."""
        for match in pattern.finditer(self.text):
            first, end = match.span()
            if not any(begin < end and first < stop for begin, stop in self._spans()):
                yield match

    def _spans(self) -> Sequence[tuple[int, int]]:
        return [atom.span for atom in self.atoms]

    def add(self, atom: Atom) -> None:
        """Keep an atom."""
        self.atoms.append(atom)


def pattern(text: str) -> re.Pattern[str]:
    """Return a compiled pattern; blanks in it stand for any blanks of a text."""
    return re.compile(text.replace(" ", r"\s+"))


def month_number(name: str) -> int:
    """Return 1-12 of the name of a month or its first letters."""
    return [month[:3] for month in MONTHS].index(name[:3]) + 1


def cyclic(first: int, last: int, begin: int, size: int) -> tuple[int, ...]:
    """Return the numbers from first to last, over the end of a week or year if need be."""
    length = (last - first) % size + 1
    return tuple(sorted((first - begin + step) % size + begin for step in range(length)))
