"""The words of one verb: auxiliaries, negation, the verb itself, its passive."""

from dataclasses import dataclass

from models.language import lemmas
from models.language.lexicon import ADVERB, AUXILIARY, BE, GERUND, NEGATION, PARTICIPLE, TO, VERB
from models.language.wordlists import words

PARTICLES = frozenset(words("up down out off away back over forward around in on along"))
"""Adverbs that belong to a verb ("blow out")."""
VERBAL = frozenset({VERB, GERUND, PARTICIPLE})
"""Tags of verbs."""
_STARTS = frozenset(words("start begin stop keep continue try finish go like use come get"))
_HAVE = frozenset({"has", "had", "have", "having"})
_INSIDE = VERBAL | {AUXILIARY, ADVERB, NEGATION}


@dataclass(slots=True)
class VerbGroup:
    """A verb that is read word by word: "was", "not", "wearing".

    Args:
        lemma: dictionary form of the last verb; "" before one.
        form: tag of a verb alone, `VERB` where it is finite, "aux" behind an auxiliary, "to"
            behind "to".
        is_passive: something is done to the subject.
        is_negated: "not" was among its words.
        helper: the last auxiliary.
    """

    lemma: str = ""
    form: str = ""
    is_passive: bool = False
    is_negated: bool = False
    helper: str = ""

    def take(self, word: str, tag: str, following: str) -> bool:
        """Take the next word in; return False where it belongs to something else.

        Args:
            word: lower case.
            tag: its tag.
            following: tag of the word behind it.
        """
        if tag == AUXILIARY:
            return self._take_auxiliary(word)
        if tag == NEGATION and word != "no":
            self.is_negated = True
            return True
        if tag in VERBAL:
            return self._take_verb(word, tag)
        if tag == TO and following in {VERB, AUXILIARY} and self.lemma:
            self.form = "to"
            return True
        return tag == ADVERB and word not in PARTICLES and following in _INSIDE

    def _take_auxiliary(self, word: str) -> bool:
        if self.lemma and self.form != "aux":
            return False
        self.form, self.helper, self.is_passive = "aux", word, word in BE
        self.lemma = "have" if word in _HAVE else "be" if word in BE else self.lemma
        return True

    def _take_verb(self, word: str, tag: str) -> bool:
        helped = self.form in {"aux", "to"}
        starts = self.lemma in _STARTS and not helped
        if self.lemma and not helped and not (tag == GERUND and starts):
            return False
        if self.form == "aux":
            self.is_passive = self.helper in BE and tag != GERUND and _is_participle(word)
        else:
            self.is_passive = tag == PARTICIPLE
        self.lemma = lemmas.verb(word)
        self.form = VERB if helped or starts else tag
        return True


def _is_participle(word: str) -> bool:
    return (
        word.endswith(("ed", "en")) or word in lemmas.PAST or word in {"put", "set", "cut", "hit"}
    )
