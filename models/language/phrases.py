"""Tagged words to noun phrases and what links them: verbs, prepositions, conjunctions."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models.language import lemmas
from models.language.elements import Element, Link, Phrase
from models.language.lexicon import (
    ADJECTIVE,
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    JOINED,
    MARK,
    MEASURES,
    MULTIWORD,
    NEGATION,
    NEGATIVES,
    NOUN,
    NUMBER,
    NUMBERS,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    THERE,
    TO,
    VERB,
)
from models.language.tagger import knowledge
from models.language.tokens import Token
from models.language.verbs import PARTICLES, VERBAL, VerbGroup
from models.language.wordlists import words

_LONGEST = max(len(name.split()) for name in MULTIWORD)
_NAMES = frozenset(tuple(name.split()) for name in MULTIWORD)
COLOURS = frozenset(
    words(
        "white black blue red green yellow grey gray pink brown orange purple silver "
        "gold golden beige tan maroon turquoise violet"
    )
)
_GAP = 3  # characters: more stands where a condition was taken out
_POSTURES = frozenset(words("lay lie sit stand kneel crouch seat walk lean bend fall park"))
_POSSIBLE = frozenset((ADJECTIVE, NOUN, NUMBER, GERUND, PARTICIPLE))


@dataclass(slots=True)
class Chunker:
    """Reads a tagged sentence from left to right.

    Args:
        words: the sentence.
        tags: a tag a word.
    """

    words: Sequence[Token]
    tags: Sequence[str]
    found: list[Element] = field(default_factory=list)

    def read(self) -> list[Element]:
        """Return the phrases and links, in order."""
        at = 0
        while at < len(self.words):
            at = self._step(at)
        return self.found

    def _step(self, at: int) -> int:
        if length := self._multiword(at):
            name = " ".join(word.lower for word in self.words[at : at + length])
            return self._add(
                Link("preposition", MULTIWORD[name], self._span(at, at + length)), at + length
            )
        if (end := self._noun_end(at)) > at:
            return self._noun_phrase(at, end)
        tag = self._tag(at)
        if tag in {AUXILIARY, VERB, GERUND, PARTICIPLE} or (
            tag == NEGATION and self._verb_follows(at)
        ):
            return self._verb(at)
        return self._word(at, tag)

    def _word(self, at: int, tag: str) -> int:
        word, span, after = self.words[at].lower, self._span(at, at + 1), at + 1
        if tag == PREPOSITION or (tag == TO and self._phrase_follows(after)):
            return self._add(Link("preposition", word, span, is_negated=word == "without"), after)
        if tag == ADVERB and word in PARTICLES and self._phrase_follows(after):
            return self._add(Link("preposition", word, span), after)
        if tag in {PRONOUN, DETERMINER, NUMBER}:
            return self._pronoun(at, word)
        if tag == CONJUNCTION:
            kind = "and" if word in {"and", "or", "nor", "&", "plus"} else "clause"
            return self._add(Link(kind, word, span), after)
        if tag == MARK:
            kind = {",": "comma", "/": "and", "(": "comma", ")": "comma", '"': ""}.get(word, "stop")
            return self._add(Link(kind, word, span), after) if kind else after
        if tag in {ADJECTIVE, RELATIVE, THERE, NEGATION}:
            kinds = {ADJECTIVE: "quality", RELATIVE: "relative", THERE: "there", NEGATION: "not"}
            return self._add(Link(kinds[tag], word, span), after)
        return after

    def _add(self, element: Element, at: int) -> int:
        self.found.append(element)
        return at

    def _pronoun(self, at: int, word: str) -> int:
        if word == "that" and not self._stands_alone():
            return self._add(Link("relative", word, self._span(at, at + 1)), at + 1)
        if self._tag(at) == DETERMINER and word not in {
            "this",
            "that",
            "both",
            "all",
            "another",
            "these",
            "those",
        }:
            return at + 1
        span = self._span(at, at + 1)
        return self._add(Phrase("", span, pronoun=word, words=((span, "node"),)), at + 1)

    def _stands_alone(self) -> bool:
        """Whether "that" stands for a thing: at the begin, before a verb of being."""
        return not self.found or (
            isinstance(self.found[-1], Link) and self.found[-1].kind in {"stop", "preposition"}
        )

    def _tag(self, at: int) -> str:
        return self.tags[at] if at < len(self.tags) else ""

    def _span(self, first: int, end: int) -> tuple[int, int]:
        return self.words[first].start, self.words[end - 1].end

    def _multiword(self, at: int) -> int:
        for length in range(min(_LONGEST, len(self.words) - at), 0, -1):
            if tuple(word.lower for word in self.words[at : at + length]) in _NAMES:
                return length
        return 0

    def _phrase_follows(self, at: int) -> bool:
        return self._tag(at) in {DETERMINER, PRONOUN, NUMBER} or self._noun_end(at) > at

    def _verb_follows(self, at: int) -> bool:
        return self._tag(at + 1) in {VERB, GERUND, PARTICIPLE, AUXILIARY} or (
            self._tag(at + 1) == ADVERB and self._tag(at + 2) in {VERB, GERUND, PARTICIPLE}
        )

    def _noun_end(self, at: int) -> int:
        """Return one behind the last noun of the phrase that begins here, `at` for none."""
        place, last = at, at
        if self._tag(at) == NEGATION and self.words[at].lower == "no":
            place += 1
        while self._tag(place) == DETERMINER or (
            place > at
            and self._tag(place) == ADVERB
            and self._tag(place + 1) in {ADJECTIVE, NUMBER}
        ):
            place += 1
        started = place > at
        while place < len(self.words) and not (
            self._multiword(place) and self._tag(place) != ADJECTIVE
        ):
            tag = self._tag(place)
            if place > at and self.words[place].start - self.words[place - 1].end > _GAP:
                break
            if tag == NOUN:
                last = place + 1
            elif tag in {DETERMINER, POSSESSIVE} or tag not in _POSSIBLE:
                if not self._joins_qualities(place):
                    break
            elif (tag in {GERUND, PARTICIPLE} and not self._modifies(place, started, last)) or (
                last > at and tag in {ADJECTIVE, NUMBER} and self._tag(place + 1) != NOUN
            ):
                break
            place += 1
        return last

    def _modifies(self, place: int, started: bool, last: int) -> bool:
        """Whether a participle belongs to the phrase: "a smiling man", "the parked cars"."""
        return (
            started
            and last <= place - 1 + (last == 0)
            and last < place
            and self._tag(place + 1) in {NOUN, ADJECTIVE}
            and self._tag(place - 1) in {DETERMINER, ADJECTIVE, NUMBER, NEGATION}
        )

    def _joins_qualities(self, place: int) -> bool:
        """Whether "and" or a comma stands between two qualities of one noun."""
        word = self.words[place].lower
        if word not in {"and", ",", "&", "or"} or not self._is_quality(place - 1):
            return False
        after = place + 1
        if word == "," and self._tag(after) == CONJUNCTION:
            after += 1
        if not self._is_quality(after):
            return False
        while self._is_quality(after):
            after += 1
        return (
            self._tag(after) in {NOUN, CONJUNCTION}
            or self.words[min(after, len(self.words) - 1)].lower == ","
        )

    def _is_quality(self, at: int) -> bool:
        return 0 <= at < len(self.words) and (
            self._tag(at) == ADJECTIVE
            or (self.words[at].lower in COLOURS and self._tag(at + 1) != MARK)
        )

    def _noun_phrase(self, at: int, end: int) -> int:
        first = self.words[at].lower
        names = [place for place in range(at, end) if self._tag(place) == NOUN]
        head = names[-1]
        label = [head]
        while (place := label[0] - 1) >= at and self._is_part_of_name(place, label[0]):
            label.insert(0, place)
        text = _joined(" ".join(self.words[place].lower for place in label))
        values, words = self._attributes(at, label[0])
        words.append((self._span(label[0], label[-1] + 1), "node"))
        phrase = Phrase(
            head=lemmas.noun(text),
            span=self._span(label[0], label[-1] + 1),
            attributes=tuple(values),
            determiner=first if self._tag(at) in {DETERMINER, NEGATION} else "",
            is_plural=lemmas.noun(text) != text or any(value.isdigit() for value in values),
            is_negated=first in NEGATIVES,
            words=tuple(words),
        )
        if self._tag(end) == POSSESSIVE or (
            end < len(self.words)
            and self.words[end].lower in {"'s", "'"}
            and self._noun_end(end + 1) > end + 1
        ):
            phrase = replace(phrase, is_owner=True)
            end += 1
        return self._add(phrase, end)

    def _is_part_of_name(self, place: int, after: int) -> bool:
        word, following = self.words[place].lower, lemmas.noun(self.words[after].lower)
        if f"{word} {following}" in knowledge().compounds:
            return True
        return (
            self._tag(place) == NOUN and word not in COLOURS and lemmas.noun(word) not in MEASURES
        )

    def _attributes(self, at: int, end: int) -> tuple[list[str], list[tuple[tuple[int, int], str]]]:
        values: list[str] = []
        words: list[tuple[tuple[int, int], str]] = []
        for place in range(at, end):
            word = self.words[place].lower
            if self._tag(place) == NUMBER:
                word = NUMBERS.get(word, word)
            elif self._tag(place) not in {ADJECTIVE, NOUN, GERUND, PARTICIPLE}:
                continue
            if word in {"dark", "light", "bright"} and self.words[place + 1].lower in COLOURS:
                continue
            if (
                place > at
                and self.words[place - 1].lower in {"dark", "light", "bright"}
                and word in COLOURS
            ):
                word = f"{self.words[place - 1].lower} {word}"
            values.append(word)
            words.append((self._span(place, place + 1), "attribute"))
        return values, words

    def _verb(self, at: int) -> int:
        """Read "is", "was not wearing", "has been painted", "sitting down", "to eat"."""
        verb, place, end = VerbGroup(), at, at + 1
        while place < len(self.words):
            word = "lain" if self._is_lain(place) else self.words[place].lower
            if not verb.take(word, self._tag(place), self._tag(place + 1)):
                break
            place += 1
            end = place
        return self._close_verb(at, end, verb)

    def _is_lain(self, place: int) -> bool:
        """Whether "lay" is the past of "lie": no object follows ("a phone lay on the table")."""
        return (
            self.words[place].lower == "lay"
            and self._tag(place) in VERBAL
            and not self._phrase_follows(place + 1)
        )

    def _is_particle(self, at: int) -> bool:
        """Whether "out", "down" belong to the verb before: no phrase follows that they govern."""
        if self._tag(at) not in {ADVERB, PREPOSITION} or self._multiword(at):
            return False
        word = self.words[at].lower
        if word not in PARTICLES:
            return False
        return not self._phrase_follows(at + 1) or (word == "out" and self._tag(at) == ADVERB)

    def _close_verb(self, first: int, end: int, verb: VerbGroup) -> int:
        span = self._span(first, end)
        if verb.form == "aux" and verb.lemma != "have":
            link = Link("be", verb.lemma, span, form=VERB, is_negated=verb.is_negated)
            return self._add(link, end)
        particle = ""
        if self._is_particle(end):
            word = self.words[end].lower
            is_kept = verb.lemma not in _POSTURES and word not in {"around", "in", "on", "along"}
            particle = word if is_kept else ""
            end += 1
        form = VERB if verb.form in {"aux", "to", VERB} else verb.form
        return self._add(
            Link("verb", verb.lemma, span, form, verb.is_passive, verb.is_negated, particle), end
        )


def _joined(name: str) -> str:
    """Return a name with what is written as one word: "surf boards" is "surfboards"."""
    words = name.split()
    for place in range(len(words) - 1):
        if f"{words[place]}-{lemmas.noun(words[place + 1])}" in JOINED:
            words[place : place + 2] = ["".join(words[place : place + 2])]
            break
    return " ".join(words)


def phrases(words: Sequence[Token], tags: Sequence[str]) -> list[Element]:
    """Return the noun phrases of a tagged sentence and what links them, in order."""
    return Chunker(words, tags).read()
