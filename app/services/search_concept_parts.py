"""Scores items by concepts and objects that the user chose by name."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.query_parts import ConceptAsk
from app.services.search_types import Asking, Evidence, MarkedBox, PartAnswer
from app.services.search_vocabulary import CONCEPT_KEYS, Vocabulary
from common.errors import QueryError
from common.notes import joined
from common.reasons import HitReason
from indexers.rankings import Scored

if TYPE_CHECKING:
    from app.services.library import Library


def score_concepts(
    library: "Library", vocabulary: Vocabulary, ask: ConceptAsk, asking: Asking
) -> PartAnswer:
    """Return the items in which concepts were seen, with how surely.

    Of several that need not all be there the best counts; where all must, the mean of them.

    Args:
        library: the open library.
        vocabulary: its facet values.
        ask: names as stored, upper and lower case alike.
        asking: among which items.

    Raises:
        QueryError: no name is given, or one is not known here; near ones are named.
    """
    names = [name for name in dict.fromkeys(each.strip() for each in ask.names) if name]
    if not names:
        raise QueryError("No concept is chosen.", hint="Type its first letters and choose one.")
    lists = {name: _holders(library, vocabulary, name, ask.least) for name in names}
    if asking.allowed is not None:
        lists = {name: found.only(asking.allowed) for name, found in lists.items()}
    scored = _all_of(list(lists.values())) if ask.every else _any_of(list(lists.values()))

    def shown(item: int) -> list[tuple[str, float]]:
        row = np.array([item])
        found = [(name, float(part.at(row)[0])) for name, part in lists.items()]
        return sorted((pair for pair in found if pair[1] > 0), key=lambda pair: -pair[1])

    return PartAnswer(
        scored,
        lambda item: joined(
            (HitReason("sure", name=name, score=sure) for name, sure in shown(item)), ", "
        ),
        evidence=lambda item: Evidence(boxes_of(library, item, names), concepts=tuple(shown(item))),
        subs=lists,
    )


def boxes_of(
    library: "Library", item: int, names: list[str], role: str = "concept"
) -> tuple[MarkedBox, ...]:
    """Return the boxes of an item that show one of names, surest first."""
    wanted = {name.casefold() for name in names}
    found = library.catalogue.describe([item])
    boxes = [
        box
        for details in found
        for box in details.boxes
        if box.width > 0 and box.label.casefold() in wanted
    ]
    return tuple(
        MarkedBox(box.label, box.x, box.y, box.width, box.height, box.score, role)
        for box in sorted(boxes, key=lambda box: -box.score)
    )


def _holders(library: "Library", vocabulary: Vocabulary, name: str, least: float) -> Scored:
    """Return the items that have a concept or object, with how surely."""
    stored = [value for value in vocabulary.concepts() if value.value.casefold() == name.casefold()]
    if not stored:
        near = vocabulary.near(name)
        more = f" Did you mean “{near}”?" if near else ""
        raise QueryError(
            f"No picture here shows a concept called “{name}”.{more}",
            hint="Choose one of the names that are offered while you type.",
        )
    items: list[NDArray[np.int64]] = []
    scores: list[NDArray[np.float64]] = []
    for key in CONCEPT_KEYS:
        values = [value.value for value in stored if value.key == key]
        if values:
            found, _, sure = library.catalogue.facet_scores(key, values)
            items.append(found)
            scores.append(np.clip(sure, 0.0, 1.0))
    together = Scored.of(np.concatenate(items), np.concatenate(scores))
    kept = together.scores >= max(least, 1e-9)
    return Scored(together.items[kept], together.scores[kept])


def _any_of(lists: list[Scored]) -> Scored:
    return Scored.of(
        np.concatenate([part.items for part in lists]),
        np.concatenate([part.scores for part in lists]),
    )


def _all_of(lists: list[Scored]) -> Scored:
    items = lists[0].items
    for part in lists[1:]:
        items = np.intersect1d(items, part.items, assume_unique=True)
    return Scored(items, np.mean([part.at(items) for part in lists], axis=0))
