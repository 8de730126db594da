"""People in a pose, as one part of a query."""

from typing import Final

import numpy as np

from app.services.pose_memory import Crowd, PoseMemory
from app.services.query_parts import PoseAsk
from app.services.search_types import (
    Asking,
    Evidence,
    MarkedBox,
    MarkedPose,
    PartAnswer,
    SearchNote,
)
from common.errors import QueryError
from common.reasons import HitReason
from indexers.poses.matching import Matches, match
from indexers.poses.points import sureness
from indexers.rankings import Scored

LEAST: Final = 0.1
"""A person who is less like the pose is not in the list."""
_DEPTH: Final = 5000  # items of the list at least, for what merges it with others
_SHOWN: Final = 3  # people of an item who are marked
_BESIDE: Final = 0.8  # people this much as alike as the best one are marked as well


def score_pose(ask: PoseAsk, asking: Asking) -> PartAnswer:
    """Return the items that show a person in a pose; of several people the best counts.

    Args:
        ask: the pose.
        asking: library, how many, among which.

    Returns:
        Scores 0-1, best max(k, 5000) at least; `evidence` the skeletons that matched; a note says
        how many people there were to compare and how many are alike enough.

    Raises:
        QueryError: the pose has too few points.
        JobCancelled: the user cancelled.
    """
    asking.context.step(0, note="Comparing poses")
    if not ask.views:
        raise QueryError("No pose is given.", hint="Take one of a photo, or one with a name.")
    memory = PoseMemory.of(asking.library)
    crowd = memory.crowd()
    if not len(crowd.owners):
        return PartAnswer(Scored.empty(), notes=(SearchNote("pose-none-yet"),))
    try:
        views = [np.array(view, np.float64) for view in ask.views]
        found = match(crowd.rows, views, with_mirror=ask.mirrored, turned=ask.turned)
    except ValueError:
        raise QueryError(
            "The pose has too few points to be looked for.",
            hint="Take one of which more is seen.",
        ) from None
    asking.context.step(0)
    scored, people, note = _best(ask, asking, crowd, found)
    numbers = dict(zip(scored.items.tolist(), people.tolist(), strict=True))

    def reason(item: int) -> str:
        if item not in numbers:
            return ""
        row = numbers[item]
        is_mirrored = found.views[row] >= len(ask.views)
        share = float(found.scores[row])
        return HitReason("pose-mirrored" if is_mirrored else "pose", share=share)

    def evidence(item: int) -> Evidence:
        return _evidence(memory, crowd, found, item) if item in numbers else Evidence()

    return PartAnswer(scored, reason, evidence=evidence, notes=(note,))


def _best(
    ask: PoseAsk, asking: Asking, crowd: Crowd, found: Matches
) -> tuple[Scored, np.ndarray[tuple[int], np.dtype[np.int64]], SearchNote]:
    """Return the best items, the person of each that fits best, by row, and how many there were."""
    asked = np.ones(len(crowd.owners), bool)
    if ask.item is not None:
        asked &= crowd.owners != ask.item
    if asking.allowed is not None:
        asked &= np.isin(crowd.owners, asking.allowed)
    fits = np.flatnonzero(asked & (found.scores >= LEAST))
    owners = crowd.owners[fits]
    looked = int(np.count_nonzero(asked))
    note = SearchNote("pose-people", looked=looked, above=len(fits), least=LEAST)
    order = np.lexsort((crowd.numbers[fits], -found.scores[fits], owners))
    fits, owners = fits[order], owners[order]
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    fits, owners = fits[first], owners[first]
    scores = found.scores[fits].astype(np.float64)
    count = max(_DEPTH, 2 * asking.k)
    if len(fits) > count:
        chosen = np.sort(np.argsort(-scores, kind="stable")[:count])
        fits, owners, scores = fits[chosen], owners[chosen], scores[chosen]
    return Scored(owners, scores), fits, note


def _evidence(memory: PoseMemory, crowd: Crowd, found: Matches, item: int) -> Evidence:
    """Return the people of an item who fit, as skeletons and boxes."""
    first, last = np.searchsorted(crowd.owners, [item, item + 1]).tolist()
    rows = np.arange(first, last)
    rows = rows[np.argsort(-found.scores[rows], kind="stable")]
    least = max(LEAST, _BESIDE * float(found.scores[rows[0]]))
    people = memory.people(item)
    poses: list[MarkedPose] = []
    boxes: list[MarkedBox] = []
    for row in rows[:_SHOWN].tolist():
        number = int(crowd.numbers[row])
        if found.scores[row] < least or number >= len(people):
            continue
        person, score = people[number], float(found.scores[row])
        sure = sureness(person.points[:, 2])
        points = tuple(
            (float(x), float(y), float(seen))
            for (x, y), seen in zip(person.points[:, :2], sure, strict=True)
        )
        poses.append(MarkedPose(points, score))
        boxes.append(MarkedBox("", *person.box, score, "pose"))
    return Evidence(boxes=tuple(boxes), poses=tuple(poses))
