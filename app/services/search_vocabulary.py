"""All facet values of a library: what a typed word may mean, and how it may go on."""

import bisect
import difflib
import threading
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.search_words import STOP_WORDS, singular, words_of

if TYPE_CHECKING:
    from app.services.library import Library

CONCEPT_KEYS = ("concept", "object")
MAX_VALUES = 100_000  # of one key
LONGEST = 5  # words of a value that a query names
ASKED_S = 0.02
FRESH_S = 20.0  # a changed library is read again after this long
# Facets that every file has and nobody types.
SILENT_KEYS = frozenset(
    ("codec", "format", "frame_rate", "lens", "brightness", "people", "faces", "orientation",
     "borders", "main_colour")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How a typed text may go on.

    Args:
        text: what to search for.
        kind: "title" or the facet's key.
        count: items that have it.
    """

    text: str
    kind: str
    count: int

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Value:
    """A facet value.

    Args:
        key: facet key.
        value: as stored.
        count: items that have it.
    """

    key: str
    value: str
    count: int


class Vocabulary:
    """The facet values of a library, read when first needed and again after it changed.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._lock = threading.Lock()
        self._read: tuple[int, float] = (-1, 0.0)  # revision, when
        self._asked = -ASKED_S  # when the revision was last looked at
        self._by_words: dict[str, list[Value]] = {}
        self._concepts: list[Value] = []
        self._starts: list[tuple[str, int]] = []
        self._values: list[Value] = []

    def named_in(self, text: str) -> list[tuple[Value, str]]:
        """Return the values that text names as whole words, with the words; longest first."""
        self._refresh()
        words = words_of(text)
        found: list[tuple[Value, str]] = []
        taken: set[int] = set()
        for size in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                places = set(range(start, start + size))
                phrase = " ".join(words[start : start + size])
                if places & taken or (size == 1 and phrase in STOP_WORDS):
                    continue
                values = self._by_words.get(phrase) or self._by_words.get(singular(phrase), [])
                if values:
                    taken |= places
                    found += [(value, phrase) for value in values]
        return found

    def concepts(self) -> list[Value]:
        """Return the values of concepts and objects, most items first."""
        self._refresh()
        return self._concepts

    def suggest(
        self, prefix: str, limit: int, keys: Collection[str] | None = None
    ) -> list[Suggestion]:
        """Return values with a word that begins with prefix, most items first.

        Args:
            prefix: what was typed.
            limit: how many at most.
            keys: of these facets only; None for all.
        """
        self._refresh()
        start = " ".join(words_of(prefix)) or prefix.casefold()
        first = bisect.bisect_left(self._starts, (start, -1))
        last = bisect.bisect_left(self._starts, (start + "\U0010ffff", -1))
        numbers = {number for _, number in self._starts[first:last]}
        values = sorted(
            (
                value
                for value in map(self._values.__getitem__, numbers)
                if keys is None or value.key in keys
            ),
            key=lambda value: (-value.count, value.value.casefold()),
        )
        return [Suggestion(value.value, value.key, value.count) for value in values[:limit]]

    def near(self, text: str) -> str:
        """Return the value that is spelt most like text; "" if none is."""
        self._refresh()
        wanted = " ".join(words_of(text))
        if len(wanted) < 4 or wanted in self._by_words:
            return ""
        close = [name for name in self._by_words if abs(len(name) - len(wanted)) <= 2]
        found = difflib.get_close_matches(wanted, close[:20_000], n=1, cutoff=0.8)
        return self._by_words[found[0]][0].value if found else ""

    def _refresh(self) -> None:
        now = time.monotonic()
        if now - self._asked < ASKED_S:  # one search asks several times
            return
        revision = self._library.catalogue.revision()
        with self._lock:
            self._asked = now
            known, at = self._read
            if known == revision or (known >= 0 and now - at < FRESH_S and self._values):
                return
            values = [
                Value(key, value, count)
                for key in self._library.catalogue.facet_keys()
                if key not in SILENT_KEYS
                for value, count in self._library.catalogue.facet_counts(key, limit=MAX_VALUES)
            ]
            by_words: dict[str, list[Value]] = {}
            starts: list[tuple[str, int]] = []
            for number, value in enumerate(values):
                words = words_of(value.value)
                by_words.setdefault(" ".join(words), []).append(value)
                starts += ((tail, number) for tail in _tails(words))
            self._by_words, self._starts, self._values = by_words, sorted(starts), values
            concepts = [value for value in values if value.key in CONCEPT_KEYS]
            self._concepts = sorted(concepts, key=lambda value: (-value.count, value.value))
            self._read = (revision, now)


def _tails(words: list[str]) -> Iterator[str]:
    """Yield the words from each of the first ones on: any word of a value may be typed first."""
    for start in range(min(len(words), LONGEST)):
        yield " ".join(words[start : start + LONGEST])
