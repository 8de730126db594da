"""The clause that is being read: who does what, and what still waits for its object."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from common.scenes import Need, QueryEdge
from models.language.elements import Element, Link, Phrase
from models.language.lemmas import gerund, participle
from models.language.lexicon import GERUND, PARTICIPLE, REPORTING, VERB
from models.language.mentions import ONESELF, Mentions, is_animate
from models.language.tagger import knowledge

_BY_AGENTS = frozenset(
    {"hold", "wear", "ride", "eat", "drink", "carry", "read", "play", "watch", "walk", "talk"}
)
"""What only persons and animals do."""
_PLAIN = frozenset({"come", "go", "get", "do", "have", "take", "make", "be", "happen", "look"})


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
class Clause:
    """What was read of a sentence so far, and the rules of its verbs.

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

    def _draw(
        self, subjects: Sequence[int], predicate: tuple[str, ...], objects: Sequence[int],
        negated: bool,
    ) -> None:  # fmt: skip
        for subject in subjects:
            absent = self.mentions.nodes[subject].need is Need.NOT
            need = Need.NOT if negated or absent else Need.SHOULD
            for thing in objects:
                edge = QueryEdge(subject, predicate, thing, need)
                if subject != thing and edge not in self.edges:
                    self.edges.append(edge)

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
        if (self.preposition and self.doing is None) or self.preposition:
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

    def _correct_antecedent(self, link: Link) -> None:
        """In "a man in a suit that is holding flowers" the man holds them."""
        is_wrong = link.word in _BY_AGENTS and not self._are_agents(self.subjects)
        if is_wrong and self.outer and self._are_agents(self.outer):
            self.subjects = self.outer

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
        """Read what a subject is: "the shirt is blue", "the flowers in it are yellow"."""
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
        self._correct_antecedent(link)
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
        """Describe who does something to nothing: "the man is smiling"."""
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


def _merged(first: str, second: str) -> str:
    """Return one predicate of two prepositions ("from behind")."""
    return (
        second
        if first in {"from", "to", "at", "in", "on"} and second not in {"of"}
        else f"{first} {second}"
    )


def _progressive(link: Link) -> str:

    return participle(link.word) if link.is_passive else gerund(link.word)


def _asks_for_agent(verb: str) -> bool:
    return verb not in {"hang", "cover", "surround", "attach", "grow", "contain", "show", "display"}
