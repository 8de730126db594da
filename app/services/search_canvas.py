"""Scores the items of a library against what is placed on a canvas.

Colours, objects, texts and pictures each make a list of their own; an item scores the weighted mean
over all shapes. All pictures are measured on thumbnails as coarse as their number demands, then the
best on finer ones, until the best k have all been measured finely.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.services.search_canvas_memory import FINEST, CanvasMemory, View, memory_of
from app.services.search_canvas_names import (
    CanvasNote,
    classes_for,
    colour_name,
    is_absent,
    shape_name,
)
from app.services.search_canvas_objects import Group, marked, score_group
from app.services.search_canvas_pixels import (
    pixels_of,
    score_colours,
    score_picture,
    with_sure,
)
from app.services.search_canvas_regions import sure_of_picture
from app.services.search_canvas_texts import (
    FoundText,
    anywhere,
    region_mark,
    score_shown,
    score_written,
)
from app.services.search_types import Asking, Evidence, PartAnswer
from common.canvas import Canvas, ColourShape, ObjectShape, PictureShape, Shape, TextShape
from common.errors import AppError, QueryError
from common.notes import joined
from common.reasons import HitReason
from indexers.canvas.geometry import Box, inside
from indexers.rankings import Scored

MOST_SHAPES = 64
LEAST = 0.05
"""An item that fits less is not in the list."""
_DEPTH = 5000  # items of the list at least, for what merges it with others
_REFINED = 1000  # measured finely at a time
_ROUNDS = 4


@dataclass(slots=True)
class _Plan:
    """The shapes that can be looked for, by kind, with their places on the canvas.

    Args:
        shapes: by place.
        boxes: what of their regions lies on the canvas, by place.
        groups: objects, by classes.
        pixels: of placed pictures, by place.
        fixed: scores that thumbnails do not change, by place.
        sure: how surely pictures look like placed ones by an encoder, by place; NaN: not known.
        texts: what texts found, by place.
        notes: what the user should know.
        failed: why shapes were left out.
    """

    shapes: dict[int, Shape] = field(default_factory=dict)
    boxes: dict[int, Box] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    pixels: dict[int, NDArray[np.uint8]] = field(default_factory=dict)
    fixed: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    sure: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    texts: dict[int, FoundText] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failed: list[AppError] = field(default_factory=list)

    @property
    def names(self) -> dict[int, str]:
        """Return the names of shapes, numbered from 1 as on the canvas, by place."""
        return {place: f"{place + 1} {shape_name(shape)}" for place, shape in self.shapes.items()}


def score_canvas(canvas: Canvas, asking: Asking) -> PartAnswer:
    """Return how well each item fits what is placed on a canvas: the weighted mean of its shapes.

    Args:
        canvas: what is placed.
        asking: library, engine, how many, among which, and a context to be stopped by.

    Returns:
        Scores 0-1, best max(k, 5000) at least; `subs` holds a list of each shape, named "1 red",
        "2 person" ... in the order of drawing; `evidence` the boxes and regions that matched.

    Raises:
        QueryError: nothing is on the canvas, or nothing of it can be looked for.
        JobCancelled: the user cancelled.
    """
    if not canvas.shapes:
        raise QueryError(
            "The canvas is empty.", hint="Draw a colour, place an object, a text or a picture."
        )
    return score_with(memory_of(asking.library), canvas, asking)


def score_with(memory: CanvasMemory, canvas: Canvas, asking: Asking) -> PartAnswer:
    """Return what score_canvas() does, of pictures and boxes that are at hand.

    Raises:
        QueryError: nothing of the canvas can be looked for.
        JobCancelled: the user cancelled.
    """
    asking.context.step(0, note="Searching by canvas")
    view = memory.view(asking.allowed)
    plan = _plan(canvas, view, memory, asking)
    if not plan.shapes:
        if plan.failed:
            raise plan.failed[0]
        raise QueryError(
            "All shapes lie outside of the canvas or have no size.",
            hint="Drag them onto the canvas, or draw new ones.",
        )
    places = sorted(plan.shapes)
    weights = _weights(plan, places)
    columns = _scores(plan, view, memory, asking)
    scores = np.stack([columns[place] for place in places], axis=1)
    total = scores @ weights
    kept = _best(total, max(_DEPTH, 2 * asking.k))
    scores, total = scores[kept], total[kept]
    plan.sure = {place: known[kept] for place, known in plan.sure.items()}
    best = View(view.items[kept], view.rows[kept], view.codes, view.thumb_rows[kept])
    if view.side < FINEST and (plan.pixels or _has_colours(plan)):
        _refine(plan, best, scores, total, weights, memory, asking)
    return _answer(plan, places, weights, best, scores, total, memory)


def _weights(plan: _Plan, places: Sequence[int]) -> NDArray[np.float32]:
    """Return the share of each shape; all the same where none counts."""
    weights = np.array([max(0.0, plan.shapes[place].weight) for place in places], np.float32)
    return weights / weights.sum() if weights.sum() > 0 else np.full_like(weights, 1 / len(weights))


# -- what can be looked for


def _plan(canvas: Canvas, view: View, memory: CanvasMemory, asking: Asking) -> _Plan:
    plan = _Plan()
    numbered = list(enumerate(canvas.shapes))
    if len(numbered) > MOST_SHAPES:
        plan.notes.append(CanvasNote("canvas-too-many", count=len(numbered), used=MOST_SHAPES))
        numbered = numbered[-MOST_SHAPES:]
    outside = 0
    for place, shape in numbered:
        box = inside(shape.region) if shape.region is not None else (0.0, 0.0, 1.0, 1.0)
        if box is None:
            outside += 1
            continue
        asking.context.step(place, len(canvas.shapes), "Searching by canvas")
        plan.shapes[place], plan.boxes[place] = shape, box
        try:
            _prepare(plan, place, view, memory, asking)
        except AppError as error:
            del plan.shapes[place], plan.boxes[place]
            plan.failed.append(error)
            plan.notes.append(CanvasNote("canvas-left-out", reason=error.what))
    if outside:
        plan.notes.append(CanvasNote("canvas-outside", count=outside))
    plan.groups = _groups(plan, memory)
    return plan


def _prepare(plan: _Plan, place: int, view: View, memory: CanvasMemory, asking: Asking) -> None:
    """Read what a shape needs, and score what thumbnails do not change."""
    shape, box = plan.shapes[place], plan.boxes[place]
    if isinstance(shape, PictureShape):
        plan.pixels[place] = pixels_of(shape, asking.library)
        sure = sure_of_picture(shape, box, view, asking)
        if sure is not None:
            plan.sure[place] = sure
    elif isinstance(shape, TextShape):
        if not shape.text.strip():
            raise QueryError("A text on the canvas has no words.", hint="Type some, or remove it.")
        found = (
            score_written(shape, box, view, asking)
            if shape.written
            else score_shown(shape, box, view, memory, asking)
        )
        plan.texts[place], plan.fixed[place] = found, found.scores
        plan.notes += found.notes
    elif isinstance(shape, ObjectShape):
        table = memory.boxes()
        if not classes_for(shape.label, table.names):
            name = "canvas-no-class" if table.names else "canvas-no-boxes"
            plan.notes.append(CanvasNote(name, label=shape.label))
            plan.fixed[place] = _named_anywhere(shape, box, view, memory, asking)


def _named_anywhere(
    shape: ObjectShape, box: Box, view: View, memory: CanvasMemory, asking: Asking
) -> NDArray[np.float32]:
    """Return how surely networks named a class, wherever in the picture it may be."""
    scored, _ = memory.concepts(asking.models).score(shape.label)
    scores = np.zeros(len(view.items), np.float32)
    places = view.places(scored.items)
    there = places >= 0
    scores[places[there]] = scored.scores[there] * anywhere(box)
    return 1 - scores if is_absent(shape) else scores


def _groups(plan: _Plan, memory: CanvasMemory) -> list[Group]:
    """Return objects by the classes that they ask for."""
    held: dict[tuple[str, ...], list[tuple[int, ObjectShape]]] = {}
    for place, shape in plan.shapes.items():
        if isinstance(shape, ObjectShape) and place not in plan.fixed:
            classes = tuple(classes_for(shape.label, memory.boxes().names))
            held.setdefault(classes, []).append((place, shape))
    return [Group(classes, tuple(shapes)) for classes, shapes in held.items()]


def _has_colours(plan: _Plan) -> bool:
    return any(getattr(shape, "colour", None) is not None for shape in plan.shapes.values())


# -- scores


def _scores(
    plan: _Plan, view: View, memory: CanvasMemory, asking: Asking
) -> dict[int, NDArray[np.float32]]:
    """Return the scores of all shapes for the pictures of a view, by place."""
    columns = dict(plan.fixed)
    colours = [
        (place, (shape, plan.boxes[place]))
        for place, shape in plan.shapes.items()
        if isinstance(shape, ColourShape)
    ]
    if colours:
        found = score_colours([pair for _, pair in colours], view)
        columns.update((place, found[:, at]) for at, (place, _) in enumerate(colours))
    asking.context.step(0)
    for group in plan.groups:
        columns.update(score_group(group, memory.boxes(), view))
        asking.context.step(0)
    for place, pixels in plan.pixels.items():
        columns[place] = with_sure(
            score_picture(pixels, plan.boxes[place], view), plan.sure.get(place)
        )
        asking.context.step(0)
    return columns


def _best(total: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Return the places of the best, ascending; equal ones by place."""
    good = np.flatnonzero(total >= LEAST)
    if len(good) <= count:
        return good
    # The least score that is in, then the first of those that have just it.
    found = total[good]
    edge = np.partition(found, len(good) - count)[len(good) - count]
    above, equal = good[found > edge], good[found == edge]
    return np.sort(np.concatenate([above, equal[: count - len(above)]]))


def _refine(
    plan: _Plan,
    view: View,
    scores: NDArray[np.float32],
    total: NDArray[np.float32],
    weights: NDArray[np.float32],
    memory: CanvasMemory,
    asking: Asking,
) -> None:
    """Measure the best again on finer thumbnails, until the best k have been; changes scores."""
    fine = np.zeros(len(total), bool)
    places = sorted(plan.shapes)
    for _ in range(_ROUNDS):
        wanted = np.argsort(-total, kind="stable")[: max(_REFINED, min(asking.k, _DEPTH))]
        wanted = np.sort(wanted[~fine[wanted]])
        if not len(wanted):
            return
        fixed = {place: scores[wanted, places.index(place)] for place in plan.fixed}
        sure = {place: known[wanted] for place, known in plan.sure.items()}
        part = replace(plan, fixed=fixed, sure=sure)
        finer = memory.finest(view.items[wanted], view.thumb_rows[wanted])
        columns = _scores(part, finer, memory, asking)
        scores[wanted] = np.stack([columns[place] for place in places], axis=1)
        total[wanted] = scores[wanted] @ weights
        fine[wanted] = True


# -- what is answered


def _answer(
    plan: _Plan,
    places: Sequence[int],
    weights: NDArray[np.float32],
    view: View,
    scores: NDArray[np.float32],
    total: NDArray[np.float32],
    memory: CanvasMemory,
) -> PartAnswer:
    good = total >= LEAST
    items = view.items[good]
    names = plan.names
    subs = {
        names[place]: Scored(items[held], scores[good][held, at].astype(np.float64))
        for at, place in enumerate(places)
        if (held := scores[good][:, at] > 0).any()
    }
    rows = dict(zip(items.tolist(), view.thumb_rows[good].tolist(), strict=True))

    def reason(item: int) -> str:
        at = np.searchsorted(items, item)
        if at >= len(items) or items[at] != item:
            return ""
        of_item = scores[good][at]
        order = np.argsort(-of_item * weights, kind="stable")[:3]
        named = ((shape_name(plan.shapes[places[one]]), float(of_item[one])) for one in order)
        return joined((HitReason("shape", name=name, score=score) for name, score in named), ", ")

    return PartAnswer(
        Scored(items, np.minimum(1.0, total[good].astype(np.float64))),
        reason,
        evidence=_evidence(plan, rows, memory),
        notes=tuple(dict.fromkeys(plan.notes)),
        subs=subs,
        is_negative=all(is_absent(shape) for shape in plan.shapes.values()),
    )


def _evidence(plan: _Plan, rows: dict[int, int], memory: CanvasMemory) -> Callable[[int], Evidence]:
    """Return what finds the boxes and regions of an item that matched."""

    def evidence(item: int) -> Evidence:
        if item not in rows:
            return Evidence()
        one = memory.finest(np.array([item], np.int64), np.array([rows[item]], np.int64))
        found = Evidence()
        for group in plan.groups:
            found += Evidence(tuple(marked(group, memory.boxes(), one)))
        for place, shape in plan.shapes.items():
            found += _of_shape(plan, place, shape, item, one)
        return found

    return evidence


def _of_shape(plan: _Plan, place: int, shape: Shape, item: int, one: View) -> Evidence:
    """Return what of one picture matched a shape that is no object."""
    box = plan.boxes[place]
    if isinstance(shape, ColourShape) and not shape.absent:
        score = float(score_colours([(shape, box)], one)[0, 0])
        return Evidence((region_mark(colour_name(shape.colour), box, score, "colour"),))
    if isinstance(shape, PictureShape):
        score = float(score_picture(plan.pixels[place], box, one)[0])
        return Evidence((region_mark("picture", box, score, "picture"),))
    if isinstance(shape, TextShape):
        return plan.texts[place].evidence(item, one)
    return Evidence()
