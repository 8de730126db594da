"""Noun phrases and links to nodes and relations: the rules of English clauses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from common.scenes import Need, QueryEdge
from models.language.clause import Doing
from models.language.elements import Element, Link, Phrase
from models.language.lexicon import (
    BODY,
    CLOTHES,
    COVERS,
    FIRST_PERSON,
    TRANSPARENT,
    VERB,
)
from models.language.mentions import ONESELF, is_animate, is_person
from models.language.naming import Naming
from models.language.tagger import knowledge

_BY = frozenset({"by", "with", "in"})
_GIVING = frozenset({"give", "show", "hand", "send", "bring", "buy", "tell", "offer", "pass"})
_SIDES = frozenset({"side", "back", "front", "top", "bottom", "end", "edge"})


@dataclass(slots=True)
class Reader(Naming):
    """Walks over the elements of one sentence and draws its relations."""

    def read(self, elements: Sequence[Element]) -> list[QueryEdge]:
        """Return the relations of a sentence; its nodes go to the mentions."""
        at = 0
        while at < len(elements):
            element = elements[at]
            if isinstance(element, Phrase):
                at = self._phrase(elements, at)
            else:
                self._link(element, elements, at)
                at += 1
        self._close()
        self._drop_mirrored()
        return self.edges

    def _drop_mirrored(self) -> None:
        """Keep one of two: "a bowl with food in it" says only that the food is in the bowl."""
        links = {(edge.object, edge.subject) for edge in self.edges}
        self.edges = [
            edge
            for edge in self.edges
            if edge.predicate != "with" or (edge.subject, edge.object) not in links
        ]

    def _link(self, link: Link, elements: Sequence[Element], at: int) -> None:
        match link.kind:
            case "verb":
                self._verb(link, elements, at)
            case "be":
                self._be(link)
            case "preposition":
                self._prepose(link)
            case "and" | "comma":
                self.joined = True
            case "clause" if link.word == "but" and _is_bare(elements, at + 1):
                self.joined = True
            case "clause":
                self._close()
                self.joined, self.relation, self.antecedent = True, None, ()
                self.has_finite = False
            case "relative":
                self._relative(link)
            case "there" | "stop":
                self._new_clause()
                self.is_there = link.kind == "there"
            case "not":
                self.is_negated = True
            case "quality":
                self._quality(link.word)

    def _phrase(self, elements: Sequence[Element], at: int) -> int:
        """Read a noun phrase with those joined to it; return where to go on."""
        first = elements[at]
        assert isinstance(first, Phrase)
        if self._is_side(first, elements, at):
            return at + 1
        begins = self.joined and self._is_new_clause(elements, at, at, is_object=True)
        if begins:
            self._close()
            self.relation = None
        group, at = self._group(elements, at)
        if group:
            self._place(group, first, elements, at)
        elif first.pronoun:
            self.impersonal = True
        return at

    def _is_side(self, phrase: Phrase, elements: Sequence[Element], at: int) -> bool:
        """Read "on its side" as "on side of" its owner; leave "on the side" out."""
        after = elements[at + 1] if at + 1 < len(elements) else None
        is_last = not (isinstance(after, Link) and after.word == "of")
        if not (self.preposition and phrase.head in TRANSPARENT and is_last):
            return False
        if phrase.determiner in {"its", "his", "her", "their"} and phrase.head in _SIDES:
            whole = self.mentions.referent(phrase.determiner, self.last)
            name = f"{self.preposition.word} {phrase.head} of"
            if whole is not None and not self.doing:
                self._draw(self.last, (name,), (whole,), negated=False)
        self.preposition = None
        return True

    def _group(self, elements: Sequence[Element], at: int) -> tuple[tuple[int, ...], int]:
        """Return the nodes of "A, B and C" and where it ends."""
        is_object = bool(self.doing or self.preposition or self.being)
        away = (self.subjects if self.being else self._beside()) if is_object else ()
        nodes: list[int] = []
        while True:
            phrase = elements[at]
            assert isinstance(phrase, Phrase)
            node, at = self._measured(phrase, elements, at, away)
            if node is not None:
                nodes.append(node)
            following = _next_joined(elements, at)
            if following == 0 or self._is_new_clause(elements, at, following, is_object):
                return tuple(dict.fromkeys(nodes)), at
            at = following

    def _is_new_clause(
        self, elements: Sequence[Element], at: int, following: int, is_object: bool
    ) -> bool:
        """Whether the phrase behind "and" begins a clause of its own."""
        if not is_object:
            return False
        end = following + 1
        while (further := _next_joined(elements, end)) != 0:
            end = further + 1
        after = elements[end] if end < len(elements) else None
        phrase = elements[following]
        assert isinstance(phrase, Phrase)
        if phrase.pronoun in FIRST_PERSON | {"he", "she", "they"}:
            return True
        if not isinstance(after, Link):
            return after is not None and not phrase.is_owner
        if after.kind == "stop":
            return False
        if after.kind == "be" or (after.kind == "verb" and after.form == VERB):
            return True
        if after.kind in {"verb", "preposition"} and self._is_other_head(elements, at, following):
            return True
        behind = elements[end + 1] if end + 1 < len(elements) else None
        return isinstance(behind, Phrase) and behind.pronoun in {"it", "them", "him", "her"}

    def _is_other_head(self, elements: Sequence[Element], at: int, following: int) -> bool:
        """Whether what follows a phrase belongs to it alone, not to a list that it ends."""
        phrase = elements[following]
        assert isinstance(phrase, Phrase)
        links = elements[max(0, min(at, following - 2)) : following]
        if phrase.determiner and any(isinstance(e, Link) and e.kind == "comma" for e in links):
            return True
        before = next((e for e in reversed(elements[:following]) if isinstance(e, Phrase)), None)
        if before and is_animate(phrase.head) and not is_animate(before.head or "man"):
            return True  # "a woman in a dress and a man with a camera"
        after = elements[following + 1] if following + 1 < len(elements) else None
        is_placed = isinstance(after, Link) and after.kind == "preposition"
        waits = bool(self.preposition or self.relation) and not self.doing
        return bool(
            waits and phrase.determiner and is_placed and (self.is_there or not self.has_finite)
        )

    def _place(
        self, group: tuple[int, ...], first: Phrase, elements: Sequence[Element], at: int
    ) -> None:
        """Draw the relation that waits for these nodes."""
        negated = self.is_negated or first.is_negated
        if self.doing or self.preposition or self.relation:
            self.is_negated = False
        if self.doing:
            self._complete(self.doing, group, first, negated)
        elif self.preposition:
            self._attach(self.preposition, group, negated or self.preposition.is_negated)
        elif self.being:
            self._equate(group, first)
        elif self._is_second_object(elements, at):
            assert self.done is not None
            self._draw(self.done.subjects, (self.done.link.word,), group, negated)
        elif self.joined and self.relation and self._continues(elements, at):
            self._draw(self.relation[0], self.relation[1], group, self.relation[2] or negated)
        else:
            self._begin(group, first)
        is_absent = negated and bool(self.preposition) and bool(self.last)
        self.preposition, self.being, self.joined = None, None, False
        self.last = self.last if is_absent else group

    def _is_second_object(self, elements: Sequence[Element], at: int) -> bool:
        """Whether a phrase follows a person who is given it: "she gave me a book"."""
        before = elements[at - 2] if at > 1 else None
        return (
            self.done is not None
            and self.done.link.word in _GIVING
            and isinstance(before, Phrase)
            and not self.joined
        )

    def _continues(self, elements: Sequence[Element], at: int) -> bool:
        """Whether a phrase behind a conjunction is one more object ("a suit but no tie")."""
        after = elements[at] if at < len(elements) else None
        return not isinstance(after, Link) or after.kind in {
            "stop",
            "and",
            "comma",
            "clause",
            "preposition",
        }

    def _begin(self, group: tuple[int, ...], first: Phrase) -> None:
        """A phrase that nothing waits for is the subject of what follows."""
        if self.is_negated and not first.pronoun:
            self._deny(group, first, negated=True)
            self.is_negated = False
        if self.antecedent:
            return  # the subject of a relative clause; its own comes back behind it
        if self.joined and self.subjects and not self.has_finite:
            self.subjects = tuple(dict.fromkeys((*self.subjects, *group)))
        else:
            self.subjects = group
        self.has_finite = False
        self.done, self.relation = None, None
        self.mentions.topics += [node for node in group if node not in self.mentions.topics]

    def _equate(self, group: tuple[int, ...], first: Phrase) -> None:
        """Read "this is a dog": the dog is what is spoken of."""
        self._deny(group, first, self.is_negated)
        self.is_negated = False
        if not self.subjects:
            self.subjects = group
            self.mentions.topics += group

    def _complete(self, doing: Doing, group: tuple[int, ...], first: Phrase, negated: bool) -> None:
        link, negated = doing.link, negated or doing.is_negated
        self.doing = None
        word = self.preposition.word if self.preposition else ""
        if self.preposition and self.preposition.is_negated:
            negated = True
        self._deny(group, first, negated)
        if link.is_passive and (word == "by" or (link.word in COVERS and word in _BY)):
            self._draw(group, (link.word,), doing.subjects, negated)
            self.relation = None
            self.done, self.objects = None, group
            return
        words = [part for part in (link.word, link.particle, word) if part]
        predicate = _names(" ".join(dict.fromkeys(words)), link.word)
        self._draw(doing.subjects, predicate, group, negated)
        self.relation = (doing.subjects, predicate, negated)
        self.done, self.objects = doing, group

    def _deny(self, group: tuple[int, ...], first: Phrase, negated: bool) -> None:
        """What is brought in only to say that it is not there is not asked for."""
        for node in group:
            known = self.mentions.nodes[node]
            if negated and first.is_indefinite and known.span == first.span:
                self.mentions.nodes[node] = replace(known, need=Need.NOT)

    def _attach(self, link: Link, group: tuple[int, ...], negated: bool) -> None:
        if negated:
            for node in group:
                known = self.mentions.nodes[node]
                self.mentions.nodes[node] = replace(known, need=Need.NOT)
            link = replace(link, word="with" if link.word == "without" else link.word)
        heads = self._heads(link.word, group)
        if not heads:
            if not self.subjects:
                self.last = group
            return
        self._draw(heads, self._predicate(link.word, heads, group), group, negated)
        self.relation = (heads, self._predicate(link.word, heads, group), negated)

    def _heads(self, word: str, group: tuple[int, ...]) -> tuple[int, ...]:
        """Return what a phrase with a preposition belongs to."""
        if self.being:
            return self.subjects
        if word not in {"with", "of", "in", "on"} and self._is_worn():
            assert self.relation is not None
            return self.relation[0]
        if self.done and self.objects == self.last:
            if all(self.mentions.label(node) == ONESELF for node in self.done.subjects):
                return self.last  # oneself is never seen
            known = knowledge().attachments
            nouns = [self.mentions.label(node) for node in group]
            heads = [self.mentions.label(node) for node in self.objects]
            names = [
                word,
                *(f"{word} {noun}" for noun in nouns),
                *(f"{head} {word}" for head in heads),
            ]
            if sum(known.get(name, 0.0) for name in names) < 0:
                return self.done.subjects
        return self.last or self.subjects

    def _is_worn(self) -> bool:
        """Whether the last phrase is part of someone: "a woman with long hair near a car"."""
        if self.relation is None or self.relation[1][0] not in {"with", "wear", "have"}:
            return False
        names = [self.mentions.label(node).rpartition(" ")[2] for node in self.last]
        heads = [self.mentions.label(node) for node in self.relation[0]]
        return all(name in CLOTHES | BODY for name in names) and all(map(is_animate, heads))

    def _predicate(
        self, word: str, heads: tuple[int, ...], group: tuple[int, ...]
    ) -> tuple[str, ...]:
        clothes = [self.mentions.label(node).rpartition(" ")[2] in CLOTHES for node in group]
        people = [is_person(self.mentions.label(node)) for node in heads]
        if word == "in" and all(clothes) and any(people):
            return ("wear", "in")
        return (word, "have") if word == "with" else (word,)


def _names(predicate: str, verb: str) -> tuple[str, ...]:
    """Return a predicate with what is often written for it: "lie" and "lay" are mixed up."""
    other = {"lie": "lay", "lay": "lie"}.get(verb)
    return (predicate,) if other is None else (predicate, predicate.replace(verb, other, 1))


def _is_bare(elements: Sequence[Element], at: int) -> bool:
    """Whether a phrase without a verb stands here ("but no tie")."""
    if at >= len(elements) or not isinstance(elements[at], Phrase):
        return False
    after = elements[at + 1] if at + 1 < len(elements) else None
    return not (isinstance(after, Link) and after.kind in {"verb", "be"})


def _next_joined(elements: Sequence[Element], at: int) -> int:
    """Return where the phrase joined by "and" or a comma stands; 0 for none."""
    place = at
    while place < len(elements) and place < at + 2:
        element = elements[place]
        if not (isinstance(element, Link) and element.kind in {"and", "comma"}):
            break
        place += 1
    is_phrase = at < place < len(elements) and isinstance(elements[place], Phrase)
    return place if is_phrase else 0
