"""Noun phrases to nodes: measures, containers, owners."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.language.clause import Clause
from models.language.elements import Element, Link, Phrase
from models.language.lexicon import BODY, CONTAINERS, DEPICTIONS, MEASURES


@dataclass(slots=True)
class Naming(Clause):
    """Finds the node of a noun phrase, and draws what the phrase itself says."""

    def _beside(self) -> tuple[int, ...]:
        return self.doing.subjects if self.doing else self.last

    def _measured(
        self, phrase: Phrase, elements: Sequence[Element], at: int, away: Sequence[int]
    ) -> tuple[int | None, int]:
        """Return the node of a phrase, behind its "of": "a group of men" is men."""
        at += 1
        if phrase.is_owner and at < len(elements) and isinstance(elements[at], Phrase):
            return self._owned(phrase, elements, at, away)
        inner = elements[at + 1] if at + 1 < len(elements) else None
        of = elements[at] if at < len(elements) else None
        if not (isinstance(of, Link) and of.word == "of" and isinstance(inner, Phrase)):
            return self._mention(phrase, away), at
        photos = phrase.head in {"photo", "picture", "image"} and not phrase.determiner and at < 3
        if (phrase.head in MEASURES or photos) and not inner.pronoun:
            taken = replace(inner, is_negated=inner.is_negated or phrase.is_negated)
            return self._measured(taken, elements, at + 1, away)
        if phrase.pronoun or phrase.head in {"all", "most", "both"}:
            return self._mention(inner, away), at + 2
        if inner.is_owner:
            return self._mention(phrase, away), at
        node = self._mention(phrase, away)
        whole, at = self._measured(inner, elements, at + 1, away)
        if node is not None and whole is not None and node != whole:
            self._draw_of(phrase.head, node, whole)
        return node, at

    def _owned(
        self, owner: Phrase, elements: Sequence[Element], at: int, away: Sequence[int]
    ) -> tuple[int | None, int]:
        """Read "the man's hat": the hat, which the man has."""
        holder = self._mention(owner, away)
        thing = elements[at]
        assert isinstance(thing, Phrase)
        node, at = self._measured(thing, elements, at, away)
        if holder is not None and node is not None:
            self._draw((holder,), ("have",), (node,), negated=False)
        return node, at

    def _draw_of(self, head: str, node: int, whole: int) -> None:
        if head == "glasses":  # of something: to drink from
            head = "glass"
            self.mentions.nodes[node] = replace(self.mentions.nodes[node], labels=(head,))
        if head in CONTAINERS:
            self._draw((whole,), (CONTAINERS[head],), (node,), negated=False)
        elif head in DEPICTIONS:
            self._draw((node,), ("of", "depict"), (whole,), negated=False)
        else:
            self._draw((whole,), ("have",), (node,), negated=False)

    def _mention(self, phrase: Phrase, away: Sequence[int]) -> int | None:
        owner: int | None = None
        if (
            phrase.determiner in {"my", "our"}
            and not (self.preposition and self.preposition.is_negated)
            and phrase.head.rpartition(" ")[2] not in BODY
        ):
            owner = self.mentions.oneself((0, 0))
        node = self.mentions.of(phrase, away)
        if node is not None and owner is not None:
            self._draw((owner,), ("have",), (node,), negated=False)
        return node
