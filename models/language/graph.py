"""Noun phrases and links to nodes and relations: the rules of English clauses."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from common.scenes import Need, QueryEdge
from models.language.lexicon import (
    BODY,
    CLOTHES,
    CONTAINERS,
    COVERS,
    DEPICTIONS,
    FIRST_PERSON,
    GERUND,
    MEASURES,
    PARTICIPLE,
    REPORTING,
    TRANSPARENT,
    VERB,
)
from models.language.mentions import ONESELF, Mentions, is_animate, is_person
from models.language.phrases import Element, Link, Phrase
from models.language.tagger import knowledge

_PLAIN = frozenset({"come", "go", "get", "do", "have", "take", "make", "be", "happen", "look"})
_BY = frozenset({"by", "with", "in"})
_SETTINGS = frozenset({"in", "on", "at", "near", "under", "inside", "along", "by", "outside"})


@dataclass(frozen=True, slots=True)
class Doing:
    """A verb that waits for its object.

    Args:
        subjects: who does it.
        link: the verb.
        is_negated: it is not done.
    """

    subjects: tuple[int, ...]
    link: Link
    is_negated: bool = False


@dataclass(slots=True)
class Reader:
    """Walks over the elements of one sentence and draws its relations.

    Args:
        mentions: nodes of the part; shared over the sentences of a text.
    """

    mentions: Mentions
    edges: list[QueryEdge] = field(default_factory=list)
    subjects: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    doing: Doing | None = None
    done: Doing | None = None  # the verb that has got its object
    objects: tuple[int, ...] = ()
    preposition: Link | None = None
    relation: tuple[tuple[int, ...], tuple[str, ...], bool] | None = None
    outer: tuple[int, ...] | None = None  # subject of the clause around a relative one
    antecedent: tuple[int, ...] = ()
    is_negated: bool = False
    has_finite: bool = False
    joined: bool = False  # "and" or a comma stands before
    being: Link | None = None
    is_there: bool = False  # "there is"
    impersonal: bool = False  # "it was raining"

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
        """ "A bowl with food in it" says only that the food is in the bowl."""
        links = {(edge.object, edge.subject) for edge in self.edges}
        self.edges = [
            edge
            for edge in self.edges
            if edge.predicate != "with" or (edge.subject, edge.object) not in links
        ]

    # Links

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

    def _new_clause(self) -> None:
        self._close()
        self.subjects, self.last, self.relation, self.outer = (), (), None, None
        self.antecedent, self.joined, self.has_finite = (), False, False
        self.done, self.objects, self.impersonal = None, (), False

    def _close(self) -> None:
        """End a verb that found no object."""
        if self.doing:
            self._intransitive(self.doing)
        self.doing, self.preposition, self.being = None, None, None

    def _intransitive(self, doing: Doing) -> None:
        """The object of a relative clause is what the clause describes."""
        if self.antecedent and self.outer is not None and doing.subjects != self.antecedent:
            word = self.preposition.word if self.preposition else doing.link.particle
            predicate = f"{doing.link.word} {word}".rstrip()
            self._draw(doing.subjects, (predicate,), self.antecedent, doing.is_negated)
            self.antecedent = ()

    def _prepose(self, link: Link) -> None:
        if link.word == "with" and self.joined and not self.doing:
            self._new_clause()  # "..., with a knife next to it" tells of the knife
            return
        if self.preposition and self.doing is None:
            link = replace(link, word=_merged(self.preposition.word, link.word))
        elif self.preposition:
            link = replace(link, word=_merged(self.preposition.word, link.word))
        self.preposition = link
        self.joined = False

    def _be(self, link: Link) -> None:
        self._close()
        self._restore()
        self.being = link
        self.has_finite = True
        self.is_negated = self.is_negated or link.is_negated
        self.done, self.relation = None, None

    def _restore(self) -> None:
        """A finite verb after a finished relative clause belongs to the clause around it."""
        if self.outer is not None and not self.antecedent:
            self.subjects, self.outer = self.outer, None
        if self.antecedent:
            if self.last == self.antecedent:
                self.subjects = self.antecedent
                self.antecedent = ()
            else:
                self.subjects = self.last  # "a tray that a waiter was carrying"

    def _relative(self, link: Link) -> None:
        self._close()
        if not self.last:
            return
        people = [node for node in self.last if is_animate(self.mentions.label(node))]
        found = self.last
        if link.word in {"who", "whom"} and not people:
            near = [n for n in self.mentions.recent if is_animate(self.mentions.label(n))]
            found = tuple(near[-1:]) or self.last
        self.outer, self.antecedent, self.last = self.subjects, found, found
        self.joined, self.relation = False, None

    def _quality(self, word: str) -> None:
        """ "The shirt is blue", "the flowers in it are yellow"."""
        if self.being and not self.is_negated:
            for node in self.subjects:
                if self.mentions.label(node) != ONESELF:
                    self._describe(node, word)

    def _describe(self, node: int, word: str) -> None:
        known = self.mentions.nodes[node]
        if word not in known.attributes:
            self.mentions.nodes[node] = replace(known, attributes=(*known.attributes, word))

    # Verbs

    def _verb(self, link: Link, elements: Sequence[Element], at: int) -> None:
        previous, joined = self.doing, self.joined
        self._close()
        if link.form == VERB:
            self._restore()
            self.has_finite = True
        subjects = self._doers(link, previous, joined)
        if not subjects:
            subjects = self._unnamed(link)
        negated = self.is_negated or link.is_negated
        if self._is_report(link, subjects):
            self._new_clause()
            self.is_negated = negated
            return
        self.doing = Doing(subjects, link, negated)
        self.is_negated = False
        self.done, self.relation, self.joined = None, None, False
        if link.form == VERB:
            self.subjects = subjects
        following = elements[at + 1] if at + 1 < len(elements) else None
        if not isinstance(following, Phrase) and not negated:
            self._doing_quality(link, subjects, following)

    def _doing_quality(self, link: Link, subjects: tuple[int, ...], after: Element | None) -> None:
        """ "The man is smiling": what is done to nothing describes who does it."""
        if isinstance(after, Link) and after.kind in {"preposition", "relative"}:
            return
        if self.antecedent:
            return
        for node in subjects:
            if self.mentions.label(node) != ONESELF and link.word not in _PLAIN:
                self._describe(node, _progressive(link))

    def _is_report(self, link: Link, subjects: tuple[int, ...]) -> bool:
        names = [self.mentions.label(node) for node in subjects]
        return link.word in REPORTING and names == [ONESELF]

    def _unnamed(self, link: Link) -> tuple[int, ...]:
        """A sentence that begins with its verb tells of oneself ("Eating fishcakes")."""
        if link.form == PARTICIPLE or self.last or self.impersonal:
            return ()
        return (self.mentions.oneself((0, 0)),)

    def _doers(self, link: Link, previous: Doing | None, joined: bool) -> tuple[int, ...]:
        if link.form == VERB:
            return self.subjects or self.last
        doer = previous or self.done
        if joined and doer and link.form == GERUND:
            return doer.subjects  # "sitting on a bench and reading"
        if link.form == PARTICIPLE or not self.last:
            return self.last or self.subjects
        if previous and not self.objects:
            return previous.subjects  # "stood watching the sea"
        if self._are_agents(self.last) or not self.subjects:
            return self.last
        if self._are_agents(self.subjects) and _asks_for_agent(link.word):
            return self.subjects
        return self.last

    def _are_agents(self, nodes: Sequence[int]) -> bool:
        known = knowledge().agents
        names = [self.mentions.label(node).rpartition(" ")[2] for node in nodes]
        return any(name in known or name == ONESELF for name in names)

    # Phrases

    def _phrase(self, elements: Sequence[Element], at: int) -> int:
        """Read a noun phrase with those joined to it; return where to go on."""
        first = elements[at]
        assert isinstance(first, Phrase)
        if first.is_owner and at + 1 < len(elements) and isinstance(elements[at + 1], Phrase):
            return self._owned(first, elements, at + 1)
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
        if phrase.determiner in {"its", "his", "her", "their"} and phrase.head in {
            "side", "back", "front", "top", "bottom", "end", "edge",
        }:  # fmt: skip
            whole = self.mentions.referent(phrase.determiner, self.last)
            name = f"{self.preposition.word} {phrase.head} of"
            if whole is not None and not self.doing:
                self._draw(self.last, (name,), (whole,), negated=False)
        self.preposition = None
        return True

    def _owned(self, owner: Phrase, elements: Sequence[Element], at: int) -> int:
        holder = self.mentions.of(owner)
        thing = elements[at]
        assert isinstance(thing, Phrase)
        begin = len(self.mentions.nodes)
        after = self._phrase(elements, at)
        if holder is not None:
            label = thing.head
            for node in range(len(self.mentions.nodes)):
                if self.mentions.label(node) == label and (node >= begin):
                    self._draw((holder,), ("have",), (node,), negated=False)
                    break
        return after

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

    def _beside(self) -> tuple[int, ...]:
        return self.doing.subjects if self.doing else self.last

    def _measured(
        self, phrase: Phrase, elements: Sequence[Element], at: int, away: Sequence[int]
    ) -> tuple[int | None, int]:
        """Return the node of a phrase, behind its "of": "a group of men" is men."""
        at += 1
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

    def _draw_of(self, head: str, node: int, whole: int) -> None:
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
        if isinstance(after, Phrase):
            return phrase.is_owner is False
        if after is None or after.kind == "stop":
            return False
        comma = any(
            isinstance(one, Link) and one.kind == "comma"
            for one in elements[max(0, min(at, following - 2)) : following]
        )
        if after.kind == "be" or (after.kind == "verb" and after.form == VERB):
            return True
        if comma and phrase.determiner and after.kind in {"verb", "preposition"}:
            return True
        before = next((one for one in reversed(elements[:following]) if isinstance(one, Phrase)), None)
        if (
            isinstance(before, Phrase)
            and after.kind in {"verb", "preposition"}
            and is_animate(phrase.head)
            and not is_animate(before.head or "man")
        ):
            return True  # "a woman in a dress and a man with a camera"
        open_list = self.preposition or self.relation
        if open_list and not self.doing and phrase.determiner and after.kind == "preposition":
            if self.is_there or not self.has_finite:
                return True
        behind = elements[end + 1] if end + 1 < len(elements) else None
        return isinstance(behind, Phrase) and behind.pronoun in {"it", "them", "him", "her"}

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
            self._equate(group)
        elif self.joined and self.relation and self._continues(elements, at):
            self._draw(self.relation[0], self.relation[1], group, self.relation[2] or negated)
        else:
            self._begin(group)
        self.preposition, self.being, self.joined = None, None, False
        self.last = group

    def _continues(self, elements: Sequence[Element], at: int) -> bool:
        """Whether a phrase behind a conjunction is one more object ("a suit but no tie")."""
        after = elements[at] if at < len(elements) else None
        return not isinstance(after, Link) or after.kind in {"stop", "and", "comma", "clause", "preposition"}

    def _begin(self, group: tuple[int, ...]) -> None:
        """A phrase that nothing waits for is the subject of what follows."""
        if self.antecedent:
            return  # the subject of a relative clause; its own comes back behind it
        if self.joined and self.subjects and not self.has_finite:
            self.subjects = tuple(dict.fromkeys((*self.subjects, *group)))
        else:
            self.subjects = group
        self.has_finite = False
        self.done, self.relation = None, None
        self.mentions.topics += [node for node in group if node not in self.mentions.topics]

    def _equate(self, group: tuple[int, ...]) -> None:
        """ "This is a dog": the dog is what is spoken of."""
        if not self.subjects:
            self.subjects = group
            self.mentions.topics += group

    def _complete(
        self, doing: Doing, group: tuple[int, ...], first: Phrase, negated: bool
    ) -> None:
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
        if self.done and self.objects == self.last:
            if all(self.mentions.label(node) == ONESELF for node in self.done.subjects):
                return self.last  # oneself is never seen
            known = knowledge().attachments
            nouns = [self.mentions.label(node) for node in group]
            heads = [self.mentions.label(node) for node in self.objects]
            names = [word, *(f"{word} {noun}" for noun in nouns), *(f"{head} {word}" for head in heads)]
            if sum(known.get(name, 0.0) for name in names) < 0:
                return self.done.subjects
        return self.last or self.subjects

    def _predicate(
        self, word: str, heads: tuple[int, ...], group: tuple[int, ...]
    ) -> tuple[str, ...]:
        clothes = [self.mentions.label(node).rpartition(" ")[2] in CLOTHES for node in group]
        people = [is_person(self.mentions.label(node)) for node in heads]
        if word == "in" and all(clothes) and any(people):
            return ("wear", "in")
        return (word, "have") if word == "with" else (word,)

    def _draw(
        self, subjects: Sequence[int], predicate: tuple[str, ...], objects: Sequence[int],
        negated: bool,
    ) -> None:  # fmt: skip
        need = Need.NOT if negated else Need.SHOULD
        for subject in subjects:
            for thing in objects:
                edge = QueryEdge(subject, predicate, thing, need)
                if subject != thing and edge not in self.edges:
                    self.edges.append(edge)


def _merged(first: str, second: str) -> str:
    """Return one predicate of two prepositions ("from behind")."""
    return second if first in {"from", "to", "at", "in", "on"} and second not in {"of"} else f"{first} {second}"


def _names(predicate: str, verb: str) -> tuple[str, ...]:
    """Return a predicate with what is often written for it: "lie" and "lay" are mixed up."""
    other = {"lie": "lay", "lay": "lie"}.get(verb)
    return (predicate,) if other is None else (predicate, predicate.replace(verb, other, 1))


def _progressive(link: Link) -> str:
    from models.language.lemmas import gerund, participle

    return participle(link.word) if link.is_passive else gerund(link.word)


def _asks_for_agent(verb: str) -> bool:
    return verb not in {"hang", "cover", "surround", "attach", "grow", "contain", "show", "display"}


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
