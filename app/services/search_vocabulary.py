"""All facet values of a library: what a typed word may mean, and how it may go on."""

import bisect
import difflib
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of a library at once: another thread may read it anew meanwhile.

    Args:
        values: all of them.
        by_words: words -> values that are written so.
        starts: (words from any of the first ones on, place of the value), sorted.
        concepts: values of concepts and objects, most items first.
    """

    values: Sequence[Value] = ()
    by_words: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    starts: Sequence[tuple[str, int]] = ()
    concepts: list[Value] = field(default_factory=list)


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
        self._known = _Known()

    def named_in(self, text: str) -> list[tuple[Value, str]]:
        """Return the values that text names as whole words, with the words; longest first."""
        by_words = self._refresh().by_words
        words = words_of(text)
        found: list[tuple[Value, str]] = []
        taken: set[int] = set()
        for size in range(min(LONGEST, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                places = set(range(start, start + size))
                phrase = " ".join(words[start : start + size])
                if places & taken or (size == 1 and phrase in STOP_WORDS):
                    continue
                values = by_words.get(phrase) or by_words.get(singular(phrase), ())
                if values:
                    taken |= places
                    found += [(value, phrase) for value in values]
        return found

    def concepts(self) -> list[Value]:
        """Return the values of concepts and objects, most items first."""
        return self._refresh().concepts

    def suggest(
        self, prefix: str, limit: int, keys: Collection[str] | None = None
    ) -> list[Suggestion]:
        """Return values with a word that begins with prefix, most items first.

        Args:
            prefix: what was typed.
            limit: how many at most.
            keys: of these facets only; None for all.
        """
        known = self._refresh()
        start = " ".join(words_of(prefix)) or prefix.casefold()
        first = bisect.bisect_left(known.starts, (start, -1))
        last = bisect.bisect_left(known.starts, (start + "\U0010ffff", -1))
        numbers = {number for _, number in known.starts[first:last]}
        values = sorted(
            (
                value
                for value in map(known.values.__getitem__, numbers)
                if keys is None or value.key in keys
            ),
            key=lambda value: (-value.count, value.value.casefold()),
        )
        return [Suggestion(value.value, value.key, value.count) for value in values[:limit]]

    def near(self, text: str) -> str:
        """Return the value that is spelt most like text; "" if none is."""
        by_words = self._refresh().by_words
        wanted = " ".join(words_of(text))
        if len(wanted) < 4 or wanted in by_words:
            return ""
        close = [name for name in by_words if abs(len(name) - len(wanted)) <= 2]
        found = difflib.get_close_matches(wanted, close[:20_000], n=1, cutoff=0.8)
        return by_words[found[0]][0].value if found else ""

    def _refresh(self) -> _Known:
        """Return what is known of the library now."""
        now = time.monotonic()
        # One search asks several times; who comes while it is read the first time waits for that.
        if self._read[0] >= 0 and now - self._asked < ASKED_S:
            return self._known
        revision = self._library.catalogue.revision()
        with self._lock:
            self._asked = now
            known, at = self._read
            if known == revision or (known >= 0 and now - at < FRESH_S and self._known.values):
                return self._known
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
            concepts = [value for value in values if value.key in CONCEPT_KEYS]
            concepts.sort(key=lambda value: (-value.count, value.value))
            self._known = _Known(values, by_words, sorted(starts), concepts)
            self._read = (revision, now)
            return self._known


def _tails(words: list[str]) -> Iterator[str]:
    """Yield the words from each of the first ones on: any word of a value may be typed first."""
    for start in range(min(len(words), LONGEST)):
        yield " ".join(words[start : start + LONGEST])
