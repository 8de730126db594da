"""Objects of a canvas: drawn boxes matched to detected ones, class by class."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.search_canvas_memory import View, in_parts
from app.services.search_canvas_names import is_absent
from app.services.search_types import MarkedBox
from common.canvas import ObjectShape

if TYPE_CHECKING:
    from indexers.canvas.boxes import BoxTable, Postings

SIZES = {"any": (0.0, 0.0), "small": (0.0, 0.05), "medium": (0.05, 0.25), "large": (0.25, 0.0)}
"""Least and most share of the picture; 0 for any."""
MOST_SLOTS = 12
"""Drawn boxes of one shape: "at least 200 people" are looked for as twelve."""
_HERE = 0.35
"""A box that fits a drawn one so well is one of those that are counted there."""


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that ask for the same classes: they contend for the boxes of these.

    Args:
        classes: as stored.
        shapes: (place on the canvas, shape).
    """

    classes: tuple[str, ...]
    shapes: tuple[tuple[int, ObjectShape], ...]


def slots_of(shapes: Sequence[ObjectShape]) -> tuple[NDArray[np.float32], list[int], list[str]]:
    """Return the drawn boxes of shapes; see `indexers.canvas.plain.likeness`.

    A shape that wants several objects draws its box several times.

    Returns:
        float32 (Q, 9); the shape of each; the colours asked for, as keys "r,g,b".
    """
    from indexers.canvas.geometry import inside

    rows: list[list[float]] = []
    owners: list[int] = []
    colours: list[str] = []
    for number, shape in enumerate(shapes):
        box = inside(shape.region) if shape.region is not None else None
        place = (1.0, box[0], box[1], box[2] - box[0], box[3] - box[1]) if box else (0.0,) * 5
        column = -1
        if shape.colour is not None:
            key = ",".join(map(str, shape.colour))
            if key not in colours:
                colours.append(key)
            column = colours.index(key)
        copies = 1 if is_absent(shape) else min(MOST_SLOTS, max(1, shape.least))
        rows += [[*place, *SIZES[shape.size], column, shape.confidence]] * copies
        owners += [number] * copies
    return np.array(rows, np.float32).reshape(-1, 9), owners, colours


def colour_shares(
    postings: "Postings", rows: NDArray[np.int64], view: View, colours: Sequence[str]
) -> NDArray[np.float32]:
    """Return which share of each box has each colour, float32 (B, C); C is 1 at least.

    Args:
        postings: B boxes.
        rows: the thumbnail of each of their pictures.
        view: holds the thumbnails.
        colours: "r,g,b".
    """
    from indexers.canvas.colours import likeness
    from indexers.canvas.loops import loops

    shares = np.zeros((len(postings.scores), max(1, len(colours))), np.float32)
    of_boxes = rows[postings.owners()] if colours else rows
    for column, colour in enumerate(colours):
        red, green, blue = (int(part) for part in colour.split(","))
        table, out = likeness((red, green, blue)), np.zeros(len(shares), np.float32)

        def measure(
            part: slice, table: NDArray[np.uint8] = table, out: NDArray[np.float32] = out
        ) -> None:
            loops().inside_boxes(
                view.codes, of_boxes[part], postings.places[part], table, out[part]
            )

        in_parts(len(out), measure)
        shares[:, column] = out
    return shares


def score_group(group: Group, table: "BoxTable", view: View) -> dict[int, NDArray[np.float32]]:
    """Return the scores of a group's shapes for all pictures of a view.

    A shape scores the mean likeness of the boxes that its drawn boxes were given; more boxes than
    it allows divide that by one more than there are too many. What must not be there scores one
    less how surely it is.

    Returns:
        Place on the canvas -> float32 (N,), 0-1.
    """
    postings, places = view.held(table.of(group.classes))
    rows = view.rows[places]
    wanted = [pair for pair in group.shapes if not is_absent(pair[1])]
    shapes = [shape for _, shape in wanted]
    found: dict[int, NDArray[np.float32]] = {}
    for place, shape in group.shapes:
        if is_absent(shape):
            there, *_ = match(postings, rows, [shape], view)
            found[place] = np.ones(len(view.items), np.float32)
            found[place][places] = 1 - np.minimum(1, there[:, 0])
    fits, _, owners, shares = match(postings, rows, shapes, view)
    owner = np.array(owners, np.int64)
    for number, (place, shape) in enumerate(wanted):
        found[place] = np.full(len(view.items), float(shape.least < 1), np.float32)
        columns = fits[:, owner == number]
        held = columns.mean(axis=1) if shape.least else np.ones(len(columns), np.float32)
        if shape.most is not None:
            held = held / (1 + _too_many(postings, shares, shapes, number))
        found[place][places] = held
    return found


def match(
    postings: "Postings", rows: NDArray[np.int64], shapes: Sequence[ObjectShape], view: View
) -> tuple[NDArray[np.float32], NDArray[np.int32], list[int], NDArray[np.float32]]:
    """Match the drawn boxes of shapes to the boxes of pictures.

    Returns:
        Likeness (U, Q); which box of its picture (U, Q), -1 for none; the shape of each of Q drawn
        boxes; shares of colours (B, C).
    """
    from indexers.canvas.loops import loops

    slots, owners, colours = slots_of(shapes)
    shares = colour_shares(postings, rows, view, colours)
    fits = np.zeros((len(postings), len(slots)), np.float32)
    who = np.full((len(postings), len(slots)), -1, np.int32)
    if not len(slots) or not len(postings):
        return fits, who, owners, shares

    def work(part: slice) -> None:
        offsets = postings.offsets[part.start : part.stop + 1]
        loops().match(
            offsets, postings.places, postings.scores, shares, slots, fits[part], who[part]
        )

    in_parts(len(postings), work)
    return fits, who, owners, shares


def _too_many(
    postings: "Postings",
    shares: NDArray[np.float32],
    wanted: Sequence[ObjectShape],
    number: int,
) -> NDArray[np.float32]:
    """Return by how many boxes pictures exceed what a shape allows, float32 (U,)."""
    from indexers.canvas.loops import loops

    slots, owners, _ = slots_of(wanted)
    shape, slot = wanted[number], slots[owners.index(number)][None].copy()
    counts = np.zeros(len(postings), np.int32)
    # The confidence is in the likeness: a sure box at the right place is counted, an unsure one too
    least = _HERE * (0.3 + 0.7 * max(shape.confidence, 0.3)) if slot[0, 0] > 0 else 1e-6
    loops().count_boxes(
        postings.offsets, postings.places, postings.scores, shares, slot, least, counts
    )
    return np.maximum(0, counts - (shape.most or 0)).astype(np.float32)


def marked(group: Group, table: "BoxTable", view: View) -> list[MarkedBox]:
    """Return the boxes of the one picture of a view that the shapes of a group were given."""
    postings, places = view.held(table.of(group.classes))
    shapes = [shape for _, shape in group.shapes if not is_absent(shape)]
    if not len(postings) or not shapes:
        return []
    fits, who, owners, _ = match(postings, view.rows[places], shapes, view)
    found = []
    for slot, box in enumerate(who[0].tolist()):
        if box >= 0:
            left, top, width, height = (float(side) for side in postings.places[box])
            label, score = shapes[owners[slot]].label, float(fits[0, slot])
            found.append(MarkedBox(label, left, top, width, height, score, "object"))
    return found
