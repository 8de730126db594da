"""Subject, predicate, object, time and place: sub-queries whose lists are united or pruned.

After Vireo at the Tenth Video Browser Showdown (2021): what stands in a box is looked for on its
own, by all ways in which text is, times and places by when and where items were taken too.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.lifelog_moments import Conditions
from app.services.query_parts import BoxesAsk, TextAsk
from app.services.query_saying import BOXES
from app.services.search_box_terms import BoxTerms, read_box
from app.services.search_concept_parts import boxes_of
from app.services.search_scoring import TextScorer, only
from app.services.search_types import Asking, Evidence, MarkedBox, PartAnswer, SearchNote
from common.errors import QueryError
from common.notes import joined
from common.reasons import HitReason
from common.scenes import Condition
from indexers.rankings import Scored

if TYPE_CHECKING:
    from app.services.library import Library

DEPTH = 20_000  # candidates of a term: lists that are pruned must be long
Ids = NDArray[np.int64]


class BoxScorer:
    """Scores items against the boxes of a query.

    Args:
        library: the open library.
        text: scores terms.
    """

    def __init__(self, library: "Library", text: TextScorer) -> None:
        self._library = library
        self._text = text
        self._conditions = Conditions(library)

    def answer(self, ask: BoxesAsk, asking: Asking) -> PartAnswer:
        """Return what the boxes find together; `subs` holds the list of each sub-query.

        A sub-query is what one group of alternatives of a box asks; its list takes the best score
        of its alternatives. "prune" keeps what all lists hold, "unite" what any holds; the score is
        the mean over the lists.

        Raises:
            QueryError: no box is filled, a time is not understood, or a box holds too much.
        """
        read = {name: read_box(getattr(ask, name), name) for name in BOXES}
        if not any(terms.groups or terms.excluded for terms in read.values()):
            raise QueryError("All boxes are empty.", hint="Type who does what, when or where.")
        excluded = self._excluded(read, asking)
        asking = replace(asking, k=max(asking.k, DEPTH), is_alone=False)
        notes: list[str] = []
        lists: dict[str, Scored] = {}
        for name, terms in read.items():
            for group in terms.groups:
                found = self._group(name, group, asking, notes)
                lists[HitReason("in-box", box=name, text=", ".join(group))] = only(
                    found, asking.allowed
                )
        if not lists:
            return PartAnswer(Scored.empty(), excluded=excluded, is_negative=True)
        scored = _combined(list(lists.values()), is_pruned=ask.combine == "prune")
        if ask.combine == "prune" and not len(scored):
            notes.append(_why_pruned(lists))
        return PartAnswer(
            scored,
            lambda item: joined(
                HitReason("sure", name=name, score=sure) for name, sure in _held(lists, item)
            ),
            evidence=lambda item: self._evidence(read, lists, item),
            notes=tuple(dict.fromkeys(notes)),
            subs=lists,
            excluded=excluded,
        )

    def _group(self, name: str, group: tuple[str, ...], asking: Asking, notes: list[str]) -> Scored:
        """Return the best score of any of the alternatives of a box."""
        found = [self._term(name, term, asking, notes) for term in group]
        return Scored.of(
            np.concatenate([each.items for each in found]),
            np.concatenate([each.scores for each in found]),
        )

    def _term(self, name: str, term: str, asking: Asking, notes: list[str]) -> Scored:
        if name == "time":
            return self._at_time(term)
        answer = self._text.answer(TextAsk(term), asking)
        notes += answer.notes
        if name != "place":
            return answer.scored
        there = self._at_place(term)
        return Scored.of(
            np.r_[there.items, answer.scored.items], np.r_[there.scores, answer.scored.scores]
        )

    def _at_time(self, term: str) -> Scored:
        """Return the items taken at a time, as a person says it."""
        from models.language.clock import read_time

        windows = [
            window
            for window in read_time(term, date.today())  # noqa: DTZ011 - the user's own today
            if not window.is_empty
        ]
        if not windows:
            raise QueryError(
                f"The time “{term}” is not understood.",
                hint="Write for example “monday morning”, “in May 2019” or “after 8 pm”.",
            )
        return self._of_mask(self._conditions.moments.in_windows(windows))

    def _at_place(self, term: str) -> Scored:
        return self._of_mask(self._conditions.at_place(Condition(term)))

    def _of_mask(self, mask: NDArray[np.bool_]) -> Scored:
        items = self._conditions.moments.ids[mask]
        return Scored(items, np.ones(len(items)))

    def _excluded(self, read: Mapping[str, BoxTerms], asking: Asking) -> Ids:
        """Return the items that an excluded term of any box holds, ascending."""
        out = [np.empty(0, np.int64)]
        for name, terms in read.items():
            for term in terms.excluded:
                asking.context.step(0)
                if name == "time":
                    out.append(self._at_time(term).items)
                    continue
                out.append(self._text.holders(term))
                if name == "place":
                    out.append(self._at_place(term).items)
        return np.unique(np.concatenate(out))

    def _evidence(
        self, read: Mapping[str, BoxTerms], lists: Mapping[str, Scored], item: int
    ) -> Evidence:
        """Return the boxes of what stands in the boxes, and how sure each list is."""
        boxes: list[MarkedBox] = []
        for name in ("subject", "object"):
            for term in (term for group in read[name].groups for term in group):
                labels = [label for _, label in self._text.concepts.matches(term)]
                boxes += boxes_of(self._library, item, labels, role=name)
        return Evidence(tuple(boxes), concepts=tuple(_held(lists, item)))


def _held(lists: Mapping[str, Scored], item: int) -> list[tuple[str, float]]:
    """Return the lists that hold an item, surest first."""
    row = np.array([item])
    found = [(name, float(part.at(row)[0])) for name, part in lists.items()]
    return sorted((pair for pair in found if pair[1] > 0), key=lambda pair: -pair[1])


def _combined(lists: list[Scored], *, is_pruned: bool) -> Scored:
    items = lists[0].items
    for part in lists[1:]:
        together = np.intersect1d if is_pruned else np.union1d
        items = together(items, part.items)
    return Scored(items, np.mean([part.at(items) for part in lists], axis=0))


def _why_pruned(lists: Mapping[str, Scored]) -> SearchNote:
    empty = next((name for name, part in lists.items() if not len(part)), "")
    if empty:
        return SearchNote("box-empty", name=empty)
    return SearchNote("boxes-pruned", count=len(lists))
