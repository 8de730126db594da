"""Who is who: nodes of a text, and what its pronouns stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from common.scenes import Need, QueryNode
from models.language.elements import Phrase
from models.language.lexicon import (
    ANIMALS,
    ANYONE,
    FIRST_PERSON,
    HE,
    MEN,
    PERSONS,
    SHE,
    THEY,
    WOMEN,
)

ONESELF = "i"
_NEW = frozenset({"another", "other", "a", "an", "some", "any", "no"})
_DISTINCT = frozenset({"second", "third", "fourth", "other", "different", "extra"})


def is_person(label: str) -> bool:
    """Whether a label names a person."""
    return label.rpartition(" ")[2] in PERSONS


def is_animate(label: str) -> bool:
    """Whether a label names a person or an animal."""
    return is_person(label) or label.rpartition(" ")[2] in ANIMALS


@dataclass(slots=True)
class Mentions:
    """The nodes of a text and when each was last spoken of.

    Sentences of one text share it, so that "he" finds the man of the sentence before. `begin()`
    starts the nodes of the next part.
    """

    nodes: list[QueryNode] = field(default_factory=list)
    plural: set[int] = field(default_factory=set)
    recent: list[int] = field(default_factory=list)  # latest last
    topics: list[int] = field(default_factory=list)  # subjects of clauses, latest last
    before: list[tuple[str, bool]] = field(default_factory=list)  # of earlier parts, latest last

    def begin(self) -> None:
        """Start the next part: its nodes are its own, its pronouns may look back."""
        latest = [*self.recent, *self.topics[-1:]]
        self.before += [(self.label(node), node in self.plural) for node in latest]
        self.nodes, self.plural, self.recent, self.topics = [], set(), [], []

    def label(self, node: int) -> str:
        """Return the name of a node."""
        return self.nodes[node].label

    def of(self, phrase: Phrase, away: Sequence[int] = ()) -> int | None:
        """Return the node of a noun phrase or pronoun; None for one that stands for nothing.

        Args:
            phrase: what was read.
            away: nodes that a pronoun cannot mean, because it stands beside them.
        """
        if phrase.pronoun:
            return self._of_pronoun(phrase, away)
        known = None if self._is_new(phrase) else self._known(phrase.head)
        if known is None:
            return self._add(phrase)
        node = self.nodes[known]
        values = dict.fromkeys((*node.attributes, *phrase.attributes))
        self.nodes[known] = replace(node, attributes=tuple(values))
        return self._spoken(known)

    def _is_new(self, phrase: Phrase) -> bool:
        return (
            phrase.determiner in _NEW
            or not phrase.determiner
            or phrase.is_negated
            or not _DISTINCT.isdisjoint(phrase.attributes)
        )

    def _known(self, label: str) -> int | None:
        found = [node for node in self.recent if self.label(node) == label]
        return found[-1] if found else None

    def _add(self, phrase: Phrase) -> int:
        need = Need.NOT if phrase.is_negated else Need.SHOULD
        self.nodes.append(QueryNode((phrase.head,), phrase.attributes, need=need, span=phrase.span))
        node = len(self.nodes) - 1
        if phrase.is_plural:
            self.plural.add(node)
        return self._spoken(node)

    def _spoken(self, node: int) -> int:
        if node in self.recent:
            self.recent.remove(node)
        self.recent.append(node)
        return node

    def oneself(self, span: tuple[int, int]) -> int:
        """Return the node of the one who wears the camera."""
        for number, node in enumerate(self.nodes):
            if node.label == ONESELF:
                return number
        self.nodes.append(QueryNode((ONESELF,), span=span))
        return len(self.nodes) - 1

    def forget(self, gone: int) -> None:
        """Number the nodes anew after one was removed."""
        for name in ("recent", "topics"):
            kept = [node - (node > gone) for node in getattr(self, name) if node != gone]
            setattr(self, name, kept)
        self.plural = {node - (node > gone) for node in self.plural if node != gone}

    def _of_pronoun(self, phrase: Phrase, away: Sequence[int]) -> int | None:
        word = phrase.pronoun
        if word in FIRST_PERSON:
            return self.oneself(phrase.span)
        if word in ANYONE:
            return self._add(replace(phrase, head=word, pronoun=""))
        if word in {"you", "nothing", "nobody", "mine", "yours", "theirs"}:
            return None
        found = self.referent(word, away)
        return found if found is None else self._spoken(found)

    def referent(self, word: str, away: Sequence[int] = ()) -> int | None:
        """Return what a pronoun of the third person stands for; None where nothing fits."""
        fits = [node for node in self.recent if node not in away and self._fits(word, node)]
        if word in {"it", "its", "that", "this"} | THEY | {"their"}:
            topics = [node for node in self.topics if node in fits]
            fits = topics or fits[-1:]
        if fits:
            return fits[-1]
        return self._from_before(word)

    def _fits(self, word: str, node: int) -> bool:
        label = self.label(node)
        if label == ONESELF or self.nodes[node].need is Need.NOT:
            return False
        return _suits(word, label, is_plural=node in self.plural)

    def _from_before(self, word: str) -> int | None:
        """Return a node for what an earlier part spoke of, or what the pronoun says by itself."""
        for label, is_plural in reversed(self.before):
            if label != ONESELF and _suits(word, label, is_plural=is_plural):
                return self._add(Phrase(label, (0, 0), is_plural=is_plural))
        alone = "man" if word in HE else "woman" if word in SHE | {"her"} else ""
        alone = alone or ("person" if word in {"they", "them", "their"} else "")
        return self._add(Phrase(alone, (0, 0), is_plural=alone == "person")) if alone else None


def _suits(word: str, label: str, *, is_plural: bool) -> bool:
    last = label.rpartition(" ")[2]
    if word in HE | {"his"}:
        return not is_plural and last not in WOMEN and is_animate(label)
    if word in SHE | {"her"}:
        return not is_plural and last not in MEN and is_animate(label)
    if word in THEY | {"their", "these", "those", "all"}:
        return is_plural
    return not is_plural and not is_person(label)
