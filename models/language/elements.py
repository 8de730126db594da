"""What a sentence is made of: noun phrases, and what links them."""

from dataclasses import dataclass

from models.language.lexicon import INDEFINITE


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase.

    Args:
        head: label, lower case, singular; "" for a pronoun.
        span: where it stands in the text.
        attributes: what it is like.
        pronoun: the pronoun in lower case; "" for a noun.
        determiner: its first word ("the", "another", "my"), "" for none.
        is_plural: more than one.
        is_negated: "no tie".
        is_owner: "'s" follows.
        words: the spans of its words with their roles ("node" or "attribute").
    """

    head: str
    span: tuple[int, int]
    attributes: tuple[str, ...] = ()
    pronoun: str = ""
    determiner: str = ""
    is_plural: bool = False
    is_negated: bool = False
    is_owner: bool = False
    words: tuple[tuple[tuple[int, int], str], ...] = ()

    @property
    def is_indefinite(self) -> bool:
        """Whether it brings in something new ("a man", "another man", "men")."""
        return not self.determiner or self.determiner in INDEFINITE


@dataclass(frozen=True, slots=True)
class Link:
    """What stands between noun phrases.

    Args:
        kind: "verb", "be", "preposition", "and", "comma", "clause", "relative", "there",
            "quality" or "stop".
        word: dictionary form of a verb, predicate of a preposition, a quality, else the word.
        span: where it stands in the text.
        form: of a verb: `VERB` finite, `GERUND`, `PARTICIPLE` alone.
        is_passive: of a verb.
        is_negated: "not", "without".
        particle: of a verb ("out" in "blow out").
    """

    kind: str
    word: str
    span: tuple[int, int]
    form: str = ""
    is_passive: bool = False
    is_negated: bool = False
    particle: str = ""


Element = Phrase | Link
