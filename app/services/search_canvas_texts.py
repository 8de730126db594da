"""Texts of a canvas: what is shown, or written, in a region."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.services.search_canvas_memory import CanvasMemory, View
from app.services.search_canvas_names import CanvasNote, classes_for
from app.services.search_canvas_objects import Group, marked, match
from app.services.search_canvas_regions import sure_of_text
from app.services.search_matches import of_matches
from app.services.search_types import Asking, Evidence, MarkedBox
from app.services.search_words import content_words, plain_text
from common.canvas import ObjectShape, TextShape
from common.values import TextKind
from indexers.canvas.geometry import Box, area

_ANYWHERE = 0.5
"""What something counts of which is known only that it is in the picture; 1 as the region grows."""
_LEAST_FIT = 0.4  # of a name to a text
_TEXTS = 20_000


@dataclass(slots=True)
class FoundText:
    """What a text found.

    Args:
        scores: float32 (N,), 0-1.
        evidence: of one picture, given a view of it alone.
        notes: what the user should know.
    """

    scores: NDArray[np.float32]
    evidence: Callable[[int, View], Evidence] = field(default=lambda _item, _view: Evidence())
    notes: list[str] = field(default_factory=list)


def anywhere(box: Box) -> float:
    """Return what a match counts whose place in the picture is not known."""
    return _ANYWHERE + (1 - _ANYWHERE) * area(box)


def score_written(shape: TextShape, box: Box, view: View, asking: Asking) -> FoundText:
    """Return how well letters that were read in pictures are those of a shape."""
    catalogue = asking.library.catalogue
    matches = catalogue.search_text(shape.text, kinds=[TextKind.OCR], limit=_TEXTS)
    scored, reason, _ = of_matches(matches, None)
    found = FoundText(np.zeros(len(view.items), np.float32))
    places = view.places(scored.items)
    there = places >= 0
    found.scores[places[there]] = scored.scores[there] * anywhere(box)
    inside = set(scored.items.tolist())

    def evidence(item: int, _view: View) -> Evidence:
        return Evidence(texts=(reason(item),)) if item in inside else Evidence()

    found.evidence = evidence
    if len(scored):
        found.notes.append(CanvasNote("canvas-letters-anywhere", text=shape.text))
    else:
        has_any = _has_letters(asking)
        name = "canvas-no-text" if has_any else "canvas-no-letters"
        found.notes.append(CanvasNote(name, text=shape.text))
    return found


def _has_letters(asking: Asking) -> bool:
    """Return whether text was read in any picture."""
    return bool(asking.library.catalogue.search_text("a* e* i* o*", kinds=[TextKind.OCR], limit=1))


def score_shown(
    shape: TextShape, box: Box, view: View, memory: CanvasMemory, asking: Asking
) -> FoundText:
    """Return how surely what a text says is shown in a region.

    Boxes whose class the text names count by their place, as drawn objects do; concepts that
    networks named in the whole picture count half, more the larger the region is. The best of
    these is the score, with that of the part of the picture by an encoder that knows words.
    """
    text = plain_text(shape.text)
    table = memory.boxes()
    fits = _fits(text, memory, asking, table.names)
    found = FoundText(np.zeros(len(view.items), np.float32))
    groups: list[tuple[float, Group]] = []
    for name, fit in fits["object"].items():
        postings, places = view.held(table.of([name]))
        drawn = ObjectShape(name, shape.region)
        likeness, *_ = match(postings, view.rows[places], [drawn], view)
        np.maximum.at(found.scores, places, fit * likeness[:, 0])
        groups.append((fit, Group((name,), ((0, drawn),))))
    held = _by_concepts(fits["concept"], view, asking, found.scores, anywhere(box))
    sure = sure_of_text(text, box, view, asking, memory.texts(asking.models))
    if sure is not None:
        np.maximum(found.scores, np.nan_to_num(sure), out=found.scores)

    def evidence(item: int, one: View) -> Evidence:
        boxes = [mark for _, group in groups for mark in marked(group, table, one)]
        best = sorted(boxes, key=lambda mark: -mark.score)[:3]
        return Evidence(tuple(best), concepts=tuple(held.get(item, ())[:3]))

    found.evidence = evidence
    if not found.scores.any():
        found.notes.append(CanvasNote("canvas-no-text", text=shape.text))
    return found


def _fits(
    text: str, memory: CanvasMemory, asking: Asking, classes: tuple[str, ...]
) -> dict[str, dict[str, float]]:
    """Return names of classes and of concepts -> how well they fit a text."""
    fits: dict[str, dict[str, float]] = {"object": {}, "concept": {}}
    for (key, name), fit in memory.concepts(asking.models).matches(text).items():
        if fit >= _LEAST_FIT and key in fits:
            fits[key][name] = fit
    known = {name for name in fits["object"] if name in classes}
    spoken = [text, *content_words(text)]
    for name in {found for word in spoken for found in classes_for(word, classes)}:
        fits["object"][name] = max(fits["object"].get(name, 0.0), 0.9)
        known.add(name)
    fits["object"] = {name: fits["object"][name] for name in sorted(known)}
    return fits


def _by_concepts(
    fits: dict[str, float],
    view: View,
    asking: Asking,
    scores: NDArray[np.float32],
    share: float,
) -> dict[int, list[tuple[str, float]]]:
    """Raise scores to what concepts of the whole picture say; return these by item, best first."""
    names = list(fits)
    held: dict[int, list[tuple[str, float]]] = {}
    if not names:
        return held
    items, which, sure = asking.library.catalogue.facet_scores("concept", names)
    places = view.places(np.asarray(items, np.int64))
    fit = np.array([fits[name] for name in names])[which]
    # A network is often right with a low score: its first choice of many has 0.2.
    worth = fit * np.clip(0.35 + 0.65 * np.sqrt(np.clip(sure, 0.0, 1.0)), 0.0, 1.0)
    there = places >= 0
    np.maximum.at(scores, places[there], (share * worth[there]).astype(np.float32))
    for item, name, score in zip(
        items[there].tolist(), which[there].tolist(), worth[there].tolist(), strict=True
    ):
        held.setdefault(item, []).append((names[name], score))
    for pairs in held.values():
        pairs.sort(key=lambda pair: -pair[1])
    return held


def region_mark(label: str, box: Box, score: float, role: str) -> MarkedBox:
    """Return a region of the canvas as a box in a picture."""
    return MarkedBox(label, box[0], box[1], box[2] - box[0], box[3] - box[1], score, role)
