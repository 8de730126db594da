"""Edits of a document's page: strokes, layers, the picture below, where the body lies."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from app.services.body_change import Change, Edit
from app.services.body_document_types import (
    PAGE,
    BodyState,
    EditTitle,
    Layer,
    Stroke,
    Underlay,
    View,
)
from common.errors import QueryError
from common.strokes import MAX_POINTS, MAX_STROKES
from models.body.model import BodyModel

MAX_LAYERS: Final = 32
_FAR: Final = 20 * PAGE  # units beyond which nothing is drawn


def set_strokes(
    view: View,
    layer: str,
    strokes: Sequence[Stroke],
    *,
    title: str = "draw",
    done: bool = True,
) -> Change:
    """Put strokes in the place of those of a layer, or of the side view.

    Args:
        view: of the page.
        layer: of the front view; "" for the active one. Nothing to the side view.
        strokes: all that are there now, finished and growing ones.
        title: id of an EditTitle: "draw", "erase" or "strokes".
        done: False while a stroke grows.
    """
    given = tuple(strokes)
    if view == "side" and title == "draw":
        title = "draw-side"
    edit = partial(_set_strokes, view, layer, given)
    return Change(EditTitle(title), edit, f"strokes:{view}:{layer}", done)


def clear_page() -> Change:
    """Take all strokes away; the body, the layers and the picture below stay."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        if not state.is_drawn:
            return state
        layers = tuple(replace(layer, strokes=()) for layer in state.layers)
        return replace(state, layers=layers, side=(), read=(), read_side=(), read_whole=())

    return Change(EditTitle("clear"), edit)


# -- layers


def add_layer(name: str) -> Change:
    """Add a layer above the active one; it becomes the active one."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        if len(state.layers) >= MAX_LAYERS:
            raise QueryError(
                f"There are {MAX_LAYERS} layers already.", hint="Merge some of them first."
            )
        unique = _unique(state, name)
        place = _place(state, state.active_layer) + 1
        layers = (*state.layers[:place], Layer(unique), *state.layers[place:])
        return replace(state, layers=layers, active_layer=unique)

    return Change(EditTitle("add-layer", layer=name), edit)


def remove_layer(name: str) -> Change:
    """Take a layer away with its strokes; the last one is emptied instead."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        place = _place(state, name)
        if len(state.layers) == 1:
            empty = replace(state.layers[0], strokes=())
            return replace(state, layers=(empty,)) if state.layers[0].strokes else state
        layers = state.layers[:place] + state.layers[place + 1 :]
        active = state.active_layer
        if active == name:
            active = layers[max(place - 1, 0)].name
        return replace(state, layers=layers, active_layer=active)

    return Change(EditTitle("remove-layer", layer=name), edit)


def rename_layer(name: str, new: str) -> Change:
    """Give a layer another name."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        wanted = new.strip()
        if not wanted or wanted == name:
            return state
        unique = _unique(state, wanted)
        active = unique if state.active_layer == name else state.active_layer
        changed = _changed(state, name, lambda layer: replace(layer, name=unique))
        return replace(changed, active_layer=active)

    return Change(EditTitle("rename-layer", layer=name), edit)


def move_layer(name: str, steps: int) -> Change:
    """Move a layer up by so many places, down for less than 0."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        place = _place(state, name)
        target = min(max(place + steps, 0), len(state.layers) - 1)
        if target == place:
            return state
        layers = list(state.layers)
        layers.insert(target, layers.pop(place))
        return replace(state, layers=tuple(layers))

    return Change(EditTitle("move-layer", layer=name), edit)


def merge_down(name: str) -> Change:
    """Join a layer with the one below it."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        place = _place(state, name)
        if place == 0:
            raise QueryError("There is no layer below.", hint="Choose a layer above another.")
        below, above = state.layers[place - 1 : place + 1]
        joined = replace(below, strokes=below.strokes + above.strokes)
        layers = (*state.layers[: place - 1], joined, *state.layers[place + 1 :])
        active = joined.name if state.active_layer == name else state.active_layer
        return replace(state, layers=layers, active_layer=active)

    return Change(EditTitle("merge-layers", layer=name), edit)


def show_layer(name: str, *, on: bool) -> Change:
    """Show a layer and read it, or neither."""
    title = EditTitle("show-layer" if on else "hide-layer", layer=name)
    return Change(title, _layer_edit(name, lambda layer: replace(layer, shown=on)))


def lock_layer(name: str, *, on: bool) -> Change:
    """Keep a layer from being drawn on, or let it be."""
    title = EditTitle("lock-layer" if on else "unlock-layer", layer=name)
    return Change(title, _layer_edit(name, lambda layer: replace(layer, locked=on)))


def fade_layer(name: str, opacity: float, *, done: bool = True) -> Change:
    """Set how far a layer is seen, 0-1."""
    seen = min(max(float(opacity), 0.0), 1.0)
    edit = _layer_edit(name, lambda layer: replace(layer, opacity=seen))
    return Change(EditTitle("fade-layer", layer=name), edit, f"fade:{name}", done)


def choose_layer(name: str) -> Change:
    """Draw on another layer."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        _place(state, name)
        return state if state.active_layer == name else replace(state, active_layer=name)

    return Change(EditTitle("choose-layer", layer=name), edit)


# -- what lies below, and where


def set_underlay(underlay: Underlay | None, *, done: bool = True) -> Change:
    """Lay a picture below the drawing, move or fade the one there; None takes it away.

    Args:
        underlay: `read_underlay` of app.services.body_underlay makes one.
        done: False while it is moved.
    """

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        if underlay is state.underlay:
            return state
        if underlay is not None:
            _check_underlay(underlay)
        return replace(state, underlay=underlay)

    title = EditTitle("no-underlay" if underlay is None else "underlay")
    return Change(title, edit, "underlay", done)


def check_strokes(strokes: Sequence[Stroke]) -> None:
    """Refuse strokes that no page can hold.

    Raises:
        QueryError: a number is not finite or far out, or there are too many.
    """
    if len(strokes) > MAX_STROKES or sum(len(one.points) for one in strokes) > MAX_POINTS:
        raise QueryError(
            f"There are too many strokes: {MAX_STROKES:,} with {MAX_POINTS:,} points are the most.",
            hint="Undo the last ones, or begin another drawing.",
        )
    for stroke in strokes:
        points = stroke.points
        if not len(points) or not (np.abs(points) <= _FAR).all():  # NaN is not either
            raise QueryError(
                "A stroke has points that are no numbers, or far off the page.",
                hint="Undo the last stroke and draw it again.",
            )


def _set_strokes(
    view: View, layer: str, strokes: tuple[Stroke, ...], _body: BodyModel, state: BodyState
) -> BodyState:
    old = state.side if view == "side" else _layer(state, layer).strokes
    if old == strokes:
        return state
    known = set(map(id, old))
    check_strokes([stroke for stroke in strokes if id(stroke) not in known])
    if len(strokes) > MAX_STROKES:
        check_strokes(strokes)
    if view == "side":
        return replace(state, side=strokes)
    target = _layer(state, layer)
    if target.locked:
        raise QueryError(
            f"The layer “{target.name}” is locked.", hint="Unlock it, or choose another one."
        )
    return _changed(state, target.name, lambda one: replace(one, strokes=strokes))


def _layer(state: BodyState, name: str) -> Layer:
    return state.layers[_place(state, name or state.active_layer)]


def _place(state: BodyState, name: str) -> int:
    for place, layer in enumerate(state.layers):
        if layer.name == name:
            return place
    raise QueryError(f"There is no layer “{name}”.", hint="Choose one of the list.")


def _layer_edit(name: str, change: Callable[[Layer], Layer]) -> Edit:
    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        old = _layer(state, name)
        new = change(old)
        same = (old.shown, old.locked, old.opacity) == (new.shown, new.locked, new.opacity)
        return state if same else _changed(state, name, lambda _layer: new)

    return edit


def _changed(state: BodyState, name: str, change: Callable[[Layer], Layer]) -> BodyState:
    return replace(
        state,
        layers=tuple(change(one) if one.name == name else one for one in state.layers),
    )


def _unique(state: BodyState, name: str) -> str:
    taken = {layer.name for layer in state.layers}
    found, number = name.strip() or "Layer", 2
    while found in taken:
        found, number = f"{name.strip() or 'Layer'} {number}", number + 1
    return found


def _check_underlay(underlay: Underlay) -> None:
    numbers = np.array([*underlay.place, underlay.opacity])
    fits = np.isfinite(numbers).all() and (np.abs(numbers) <= _FAR).all()
    if not fits or min(underlay.place[2:]) <= 0 or not 0.0 <= underlay.opacity <= 1.0:
        raise QueryError("The picture cannot lie there.", hint="Fit it to the page.")
