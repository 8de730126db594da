"""The shape of a document's body: sliders in human terms, and the ten numbers themselves."""

from dataclasses import replace
from functools import partial
from typing import Final, Literal

import numpy as np

from app.services.body_change import Change
from app.services.body_document_types import BodyState, EditTitle, Human
from common.errors import QueryError
from models.body.human import human_of, shape_of
from models.body.model import BodyModel

HumanTerm = Literal["stature_cm", "weight", "muscle", "age", "gender", "proportions"]
SHAPE_REACH: Final = 5.0
"""How far a shape number goes to either side; they are about N(0, 1)."""


def new_state(body: BodyModel) -> BodyState:
    """Return an empty page and a body at rest, of the stature that its sliders show."""
    shape = shape_of(body, Human()) if body.data.has_human_terms else np.zeros(body.shapes)
    return BodyState(shape=shape)


def set_human(term: HumanTerm, value: float, *, done: bool = True) -> Change:
    """Set a slider in human terms; what the shape has beside the terms stays.

    Args:
        term: which.
        value: in its own unit; see Human.
        done: False while the slider is dragged.
    """
    title = EditTitle("human", term=term.replace("_cm", ""))
    return Change(title, partial(_set_human, term, value), f"human:{term}", done)


def set_shape_number(place: int, value: float, *, done: bool = True) -> Change:
    """Set one of the ten shape numbers; the sliders follow as near as they can.

    Args:
        place: 0-9.
        value: within SHAPE_REACH of 0.
        done: False while the slider is dragged.
    """
    title = EditTitle("shape-number", number=place + 1)
    return Change(title, partial(_set_number, place, value, done), f"shape:{place}", done)


def reset_shape() -> Change:
    """Go back to the mean shape; readings may shape the body again."""
    return Change(EditTitle("reset-shape"), _reset)


def keep_shape(*, on: bool) -> Change:
    """Keep the shape whatever is drawn, or let readings shape the body again."""

    def edit(_body: BodyModel, state: BodyState) -> BodyState:
        return state if on == state.shape_by_hand else replace(state, shape_by_hand=on)

    return Change(EditTitle("keep-shape" if on else "follow-shape"), edit)


def _set_human(term: HumanTerm, value: float, body: BodyModel, state: BodyState) -> BodyState:
    if not np.isfinite(value):
        raise QueryError(f"“{term}” is not a number.", hint="Give a number.")
    human = replace(state.human, **{term: float(value)})
    if human == state.human:
        return state
    beside = state.shape - shape_of(body, state.human)
    shape = shape_of(body, human, beside)
    return replace(state, human=human, shape=shape, shape_by_hand=True)


def _set_number(
    place: int,
    value: float,
    done: bool,
    body: BodyModel,
    state: BodyState,
) -> BodyState:
    if not 0 <= place < body.shapes:
        raise QueryError(f"There is no shape number {place + 1}.", hint="Choose one of the list.")
    if not -SHAPE_REACH <= value <= SHAPE_REACH:
        raise QueryError(
            f"A shape number of {value:g} makes no person.",
            hint=f"Give a number from {-SHAPE_REACH:g} to {SHAPE_REACH:g}.",
        )
    shape = state.shape.copy()
    shape[place] = value
    # Fitting the sliders takes 30 ms: once, when the number is let go.
    human = human_of(body, shape) if done and body.data.has_human_terms else state.human
    if human is state.human and (shape == state.shape).all():
        return state
    return replace(state, human=human, shape=shape, shape_by_hand=True)


def _reset(body: BodyModel, state: BodyState) -> BodyState:
    fresh = new_state(body)
    if (state.shape == fresh.shape).all() and not state.shape_by_hand:
        return state
    return replace(state, shape=fresh.shape, human=fresh.human, shape_by_hand=False)
