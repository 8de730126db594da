"""Searches of several steps in time: first this, then that."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.query import Query
from app.services.search_scoring import Answer, Scorer
from common.errors import QueryError
from common.values import Hit, ItemKind
from indexers.rankings import Chain, Moments, chains

if TYPE_CHECKING:
    from app.services.library import Library

DEPTH = 5000  # matches a step
BY_DAYTIME = -1  # the group of all items that are ordered by the time they were taken


def find_sequences(
    library: "Library",
    scorer: Scorer,
    query: Query,
    k: int,
    allowed: NDArray[np.int64] | None,
) -> tuple[list[Hit], int, list[str]]:
    """Return the first scenes of sequences, best first, how many there are, and notes.

    Shots and spoken words follow each other inside one video, photos and lifelog images by the
    time they were taken.

    Raises:
        QueryError: a step has no text.
    """
    texts = [query.text, *(step.text for step in query.then)]
    for number, text in enumerate(texts, 1):
        if not text.strip():
            raise QueryError(f"Step {number} of the sequence has no text.", hint="Type one.")
    weights = scorer.weights(query)
    answers = [scorer.text_answer(text, query.mode, DEPTH, allowed) for text in texts]
    clock = _Clock(library)
    steps = [
        clock.moments(answer, *answer.fused(query.mode, weights).ranked()) for answer in answers
    ]
    found = chains(steps, [step.within_s for step in query.then])
    kept = [chain for chain in found if chain.score >= query.threshold]
    notes = [note for answer in answers for note in answer.notes]
    if found and not kept:
        notes.append(f"{len(found)} sequences lie below the threshold {query.threshold:g}.")
    if not found:
        notes += [
            f"Step {number}, “{text}”, has {len(step)} matches with a time."
            for number, (text, step) in enumerate(zip(texts, steps, strict=True), 1)
        ]
    hits = [_hit(chain, answers, clock) for chain in kept[:k]]
    return hits, len(kept), notes


def _hit(chain: Chain, answers: list[Answer], clock: "_Clock") -> Hit:
    """Return the first scene of a sequence, with all steps in its parts and its reason."""
    names = [f"step {number}" for number in range(1, len(chain.items) + 1)]
    first = answers[0].hits(np.array(chain.items[:1]), np.array(chain.scores[:1]))[0]
    why = [first.why] if first.why else []
    for step, item in enumerate(chain.items[1:], 1):
        later = chain.times[step] - chain.times[0]
        reason = answers[step].hits(np.array([item]), np.array([chain.scores[step]]))[0].why
        why.append(f"then after {later:.0f} s item {item}: {reason}".rstrip(": "))
    start = first.start_s if first.start_s is not None else clock.start_of(chain.items[0])
    return Hit(
        chain.items[0],
        chain.score,
        dict(zip(names, chain.scores, strict=True)),
        start,
        " → ".join(why),
    )


class _Clock:
    """Knows in which video, or on which time line, each item lies."""

    def __init__(self, library: "Library") -> None:
        table = library.catalogue.columns("id", "kind", "parent", "start_s", "taken_at")
        self._ids = np.asarray(table["id"], np.int64)
        self._parents = np.asarray(table["parent"], np.int64)
        self._starts = np.asarray(table["start_s"], np.float64)
        taken = np.asarray(table["taken_at"])
        seconds = taken.astype("datetime64[us]").astype(np.int64) / 1e6
        self._taken = np.where(np.isnat(taken), np.nan, seconds)
        self._videos = np.asarray(table["kind"]) == ItemKind.VIDEO.value

    def start_of(self, item: int) -> float | None:
        """Return where in its video an item begins, seconds; None for what is in none."""
        start = float(self._starts[np.searchsorted(self._ids, item)])
        return None if np.isnan(start) else start

    def moments(
        self, answer: Answer, items: NDArray[np.int64], scores: NDArray[np.float64]
    ) -> Moments:
        """Return matches with their group and time; those without a time are left out."""
        there = np.isin(items, self._ids)
        items, scores = items[there][:DEPTH], scores[there][:DEPTH]
        rows = np.searchsorted(self._ids, items)
        spoken = np.array([answer.starts.get(item, np.nan) for item in items.tolist()])
        in_video = (self._parents[rows] >= 0) & ~np.isnan(self._starts[rows])
        told = self._videos[rows] & ~np.isnan(spoken)
        groups = np.where(in_video, self._parents[rows], np.where(told, items, BY_DAYTIME))
        times = np.where(in_video, self._starts[rows], np.where(told, spoken, self._taken[rows]))
        kept = ~np.isnan(times)
        return Moments(items[kept], groups[kept], times[kept], scores[kept])
