"""What a set of results has in common: concepts, facet values and words that stand out of it.

After the result-set explanation of vitrivr: what co-occurs in the hits, compared with the whole
collection, so that a click narrows the query by it.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.search_vocabulary import CONCEPT_KEYS, SILENT_KEYS
from app.services.search_words import STOP_WORDS, singular
from common.values import TextKind

if TYPE_CHECKING:
    from app.services.library import Library

TEXTS = (
    TextKind.TITLE, TextKind.PLOT, TextKind.CAPTION, TextKind.TAG, TextKind.OCR, TextKind.SPEECH,
)  # fmt: skip
WORD = "word"
MOST_ITEMS = 5000  # of a set; of more the first ones
LEAST_G2 = 3.84  # below, chance brings as much once in twenty times
LEAST_LIFT = 1.05  # below, a value is about as frequent everywhere: it tells nothing
_SAMPLE = 3000  # items that stand for the collection where words are counted
_LENGTH = 300  # characters of a text that are read
_CHARACTERS = 150_000  # of all texts of a set that are read
_LEAST_COUNT = 2
_TIES = 50  # of equal significance, among which names decide
_SMALL_SET = 4  # results; of fewer, what one of them has is all there is to say
_LETTERS = re.compile(r"[^\W\d_]{3,}")
# Numbers by which one filters, but which say nothing as a word.
_NO_WORDS = frozenset({"brightness", "popularity", "votes", "rating", "runtime", "day", "year"})
_MORE_STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
    about after again all also although always another anything around back because been before
    began behind being between both but can cannot come comes could did does doing done down during
    each either else even ever every first five found four get gets give given goes going gone got
    had hadn having here herself him himself how however itself just know last let like made make
    makes many may might more most much must myself never new next nor nothing now off often old
    once one only other others out own part put really right said same saw say says see seen
    seven she should since six so someone something soon still such take taken takes tell ten than
    themselves then thing things think three through time together too took toward towards until
    upon use used using want wants way well went when whether while whom whose why will within
    without won would year years yet jpg jpeg png img mp4 webm avi mov mkv
    aber als auch auf aus bei bin bis bist das dass dem den der des die doch ein eine einem einen
    einer eines für hat hatte ich ihm ihn ihr ihre ist kein keine mein mit nach nicht noch nur oder
    schon sein seine sich sie sind und uns unter vom von vor war was wenn wer wie wieder wir wird zu
    zum zur über
    """,
    )
)


@dataclass(frozen=True, slots=True)
class Common:
    """Something that stands out of a set of results.

    Args:
        key: facet key ("concept", "object", "colour", "place", ...), or "word" of the texts.
        name: the value, or the word.
        count: how many of the results have it.
        lift: share of the results that have it, over the share of the collection; > 1.
        significance: log-likelihood ratio G2 (Dunning 1993); what the lists are ordered by.
    """

    key: str
    name: str
    count: int
    lift: float
    significance: float


@dataclass(frozen=True, slots=True)
class ResultWords:
    """What stands out of a set of results, the most significant first.

    Args:
        items: how many results were looked at.
        concepts: what networks named.
        facets: values of all other facets.
        words: of titles, plots, captions, speech, letters; stop words are left out.
        ms: how long it took.
    """

    items: int = 0
    concepts: tuple[Common, ...] = ()
    facets: tuple[Common, ...] = ()
    words: tuple[Common, ...] = ()
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sample:
    """How many of some arbitrary items hold each word."""

    of: int  # items in the library when it was drawn
    size: int
    counts: Counter[str]
    words: frozenset[str]  # in the forms that are written


class ResultWordService:
    """Explains sets of results; safe to call on any thread, meant for jobs.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._lock = threading.Lock()
        self._sample: _Sample | None = None

    def explain(self, items: Sequence[int], limit: int = 20) -> ResultWords:
        """Return what stands out of a set of results.

        Facet values are compared with the exact counts of the library, words with a sample.

        Args:
            items: item ids, best first; those that are gone are left out; at most MOST_ITEMS are
                looked at.
            limit: length of each list, >= 0.
        """
        started = time.perf_counter()
        wanted = list(dict.fromkeys(int(item) for item in items[:MOST_ITEMS]))
        total = self._library.catalogue.count()
        if not wanted or not total:
            return ResultWords()
        size = min(len(wanted), total)
        least = _LEAST_COUNT if size >= _SMALL_SET else 1
        named: list[tuple[str, str, int, float]] = []
        others: list[tuple[str, str, int, float]] = []
        for one in self._library.catalogue.values_among(wanted, least=least):
            if one.key not in SILENT_KEYS and one.key not in _NO_WORDS:
                rows = named if one.key in CONCEPT_KEYS else others
                rows.append((one.key, one.value, one.count, float(one.total)))
        return ResultWords(
            size,
            _judged(named, size, total, limit),
            _judged(others, size, total, limit),
            self._words(wanted, size, total, least, limit),
            1000 * (time.perf_counter() - started),
        )

    def _words(
        self, items: Sequence[int], size: int, total: int, least: int, limit: int
    ) -> tuple[Common, ...]:
        """Return the words that stand out of the texts of items."""
        sample = self._collection(total)
        found = _merged(self._sets(items, _CHARACTERS), least, sample.words)
        rows = []
        for word, count in found.items():
            # What is rarer than the sample can tell counts half an item of it.
            share = max(sample.counts[word], 0.5) / max(1, sample.size)
            rows.append((WORD, word, count, max(float(count), share * total)))
        return _judged(rows, size, total, limit)

    def _collection(self, total: int) -> _Sample:
        """Return the words of a sample of the library, drawn again when it has changed a lot."""
        with self._lock:
            kept = self._sample
            if kept is None or abs(kept.of - total) > 0.05 * kept.of:
                ids = np.asarray(self._library.catalogue.columns("id")["id"], np.int64)
                drawn = ids
                if len(ids) > _SAMPLE:
                    drawn = np.random.default_rng(0).choice(ids, _SAMPLE, replace=False)
                sets = self._sets(drawn.tolist(), 10 * _CHARACTERS)
                words = frozenset[str]().union(*sets)
                kept = _Sample(total, len(drawn), _merged(sets, 1), words)
                self._sample = kept
            return kept

    def _sets(self, items: Sequence[int], characters: int) -> list[set[str]]:
        """Return the words of each item, of a fair share of so many characters of their texts."""
        texts = self._library.catalogue.beginnings(items, TEXTS, length=_LENGTH)
        whole = sum(len(content) for _, content in texts)
        length = _LENGTH if whole <= characters else max(40, _LENGTH * characters // whole)
        by_item: dict[int, set[str]] = {}
        for item, content in texts:
            words = _LETTERS.findall(content[:length].casefold())
            by_item.setdefault(item, set()).update(words)
        return list(by_item.values())


def _merged(
    sets: Iterable[set[str]], least: int, known: Collection[str] | None = None
) -> Counter[str]:
    """Return how many sets hold each word, singular and plural as one, without stop words.

    Args:
        sets: words of an item each.
        least: words that fewer sets hold are left out.
        known: words in the forms that are written somewhere; None for those of the sets.
    """
    held = list(sets)
    raw: Counter[str] = Counter()
    for words in held:
        raw.update(words)
    written = raw if known is None else known
    forms: dict[str, list[str]] = {}
    for word, count in raw.items():
        if count >= least and word not in STOP_WORDS and word not in _MORE_STOP_WORDS:
            one = word
            if word.endswith("s"):  # zombies are no zomby: a form that nobody writes is none
                one = next((each for each in (singular(word), word[:-1]) if each in written), word)
            forms.setdefault(one, []).append(word)
    counts = Counter({one: raw[each[0]] for one, each in forms.items() if len(each) == 1})
    several = {word: one for one, each in forms.items() if len(each) > 1 for word in each}
    for words in held:
        counts.update({several[word] for word in words & several.keys()})
    return counts


def _judged(
    rows: Sequence[tuple[str, str, int, float]], size: int, total: int, limit: int
) -> tuple[Common, ...]:
    """Return what is more frequent in the set than chance explains, most significant first.

    Args:
        rows: (key, name, how many of the set have it, how many of all).
        size: of the set.
        total: of the collection.
        limit: how many at most.
    """
    if not rows or size >= total:
        return ()
    inside = np.array([row[2] for row in rows], np.float64)
    whole = np.maximum(np.array([row[3] for row in rows], np.float64), inside)
    lift = (inside / size) / (whole / total)
    g2 = likelihood_ratio(inside, size, whole - inside, total - size)
    kept = np.flatnonzero((lift >= LEAST_LIFT) & (g2 >= LEAST_G2))
    # Of what is as significant the more frequent first, then by name: ties are cut by neither.
    best = kept[np.lexsort((-inside[kept], -np.round(g2[kept], 3)))].tolist()
    first = sorted(
        best[: limit + _TIES], key=lambda at: (-round(float(g2[at]), 3), -rows[at][2], rows[at][:2])
    )
    return tuple(
        Common(key, name, count, round(float(lift[at]), 3), round(float(g2[at]), 3))
        for at in first[:limit]
        for key, name, count, _ in (rows[at],)
    )


def likelihood_ratio(
    inside: NDArray[np.float64], size: int, outside: NDArray[np.float64], rest: int
) -> NDArray[np.float64]:
    """Return Dunning's G2 of two shares, (n,): how surely they are not the same.

    T. Dunning, "Accurate methods for the statistics of surprise and coincidence", 1993.

    Args:
        inside: how many of `size` have it, (n,).
        size: of the set, > 0.
        outside: how many of `rest` have it, (n,).
        rest: of all others, > 0.
    """
    share = (inside + outside) / (size + rest)

    def part(seen: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
        ratio = np.where(seen > 0, seen, 1.0) / np.where(seen > 0, np.maximum(expected, 1e-12), 1.0)
        return np.asarray(seen * np.log(ratio), np.float64)

    return 2 * np.asarray(
        part(inside, size * share)
        + part(size - inside, size * (1 - share))
        + part(outside, rest * share)
        + part(rest - outside, rest * (1 - share)),
        np.float64,
    )
