"""The inner loops of canvases, compiled by Numba when a search first needs them.

Import this module only through `indexers.canvas.loops`, which falls back to NumPy where Numba is
missing. Loops run on one core and release the interpreter lock, so that two threads take two halves
of a library. What they compute stands in `plain`, word for word.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.loops import compiled

_compiled = compiled()
_FAR = 1e9
_SCALE = 1 << 20


@_compiled
def encode(squares: NDArray[np.uint32], out: NDArray[np.uint16]) -> None:
    """Write the code of each pixel; see colours.codes_of."""
    for row in range(len(squares)):
        for cell in range(squares.shape[1]):
            pixel = squares[row, cell]
            out[row, cell] = (pixel >> 3 & 31) << 10 | (pixel >> 11 & 31) << 5 | (pixel >> 19 & 31)


@_compiled
def fill(
    codes: NDArray[np.uint16],
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
    cells: NDArray[np.int32],
    weights: NDArray[np.float32],
    tables: NDArray[np.uint8],
    out: NDArray[np.float32],
) -> None:
    """Write how far each region is filled with its colour; see plain.fill."""
    # Whole numbers add up quicker than fractions, and numbers without a sign need no check whether
    # they count from the end.
    shares = np.rint(weights * _SCALE).astype(np.int32)
    numbers = cells.astype(np.uint32)
    for shape in range(len(starts) - 1):
        table = tables[shape].astype(np.int32)
        part = slice(starts[shape], starts[shape + 1])
        own, worth = numbers[part], shares[part]
        for place in range(len(rows)):
            row = codes[rows[place]]
            total = np.int64(0)
            for at in range(own.size):
                total += worth[at] * table[row[own[at]]]
            out[place, shape] = min(np.float32(1), np.float32(total / (255.0 * _SCALE)))


@_compiled
def resemble(
    codes: NDArray[np.uint16],
    rows: NDArray[np.int64],
    cells: NDArray[np.int32],
    wanted: NDArray[np.int16],
    labs: NDArray[np.int16],
    curve: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Write how alike the cells of a region are to those of a picture; see plain.resemble."""
    for place in range(len(rows)):
        row = rows[place]
        best = np.float32(0)
        for variant in range(len(cells)):
            total = np.float32(0)
            for at in range(cells.shape[1]):
                code = codes[row, cells[variant, at]]
                away = 0
                for channel in range(3):
                    step = np.int64(labs[code, channel]) - wanted[at, channel]
                    away += step * step
                total += curve[min(away, len(curve) - 1)]
            best = max(best, total)
        out[place] = best / np.float32(cells.shape[1])


@_compiled
def inside_boxes(
    codes: NDArray[np.uint16],
    rows: NDArray[np.int64],
    places: NDArray[np.float32],
    table: NDArray[np.uint8],
    out: NDArray[np.float32],
) -> None:
    """Write which share of each box has a colour; see plain.inside_boxes."""
    side = int(np.sqrt(codes.shape[1]) + 0.5)
    for at in range(len(rows)):
        left, top = places[at, 0] * side, places[at, 1] * side
        right, bottom = left + places[at, 2] * side, top + places[at, 3] * side
        total, weight = 0.0, 0.0
        row = rows[at]
        for y in range(max(0, int(top)), min(side, int(np.ceil(bottom)))):
            down = min(y + 1.0, bottom) - max(float(y), top)
            for x in range(max(0, int(left)), min(side, int(np.ceil(right)))):
                share = down * (min(x + 1.0, right) - max(float(x), left))
                total += share * table[codes[row, y * side + x]]
                weight += share
        out[at] = total / (255.0 * weight) if weight > 0 else 0.0


@_compiled
def _likeness(
    places: NDArray[np.float32],
    scores: NDArray[np.float32],
    colours: NDArray[np.float32],
    box: int,
    slots: NDArray[np.float32],
    slot: int,
) -> Any:
    """Return how well a detected box fits a drawn one; see plain.likeness."""
    score = scores[box]
    if score < slots[slot, 8]:
        return np.float32(0)
    fit = np.float32(0.3) + np.float32(0.7) * score
    if slots[slot, 0] > 0:
        fit *= _placed(places, box, slots, slot)
    low, high = slots[slot, 5], slots[slot, 6]
    share = max(places[box, 2] * places[box, 3], np.float32(1e-6))
    if low > 0 and share < low:
        step = np.log(low / share)
        fit *= np.exp(np.float32(-2) * step * step)
    if high > 0 and share > high:
        step = np.log(share / high)
        fit *= np.exp(np.float32(-2) * step * step)
    column = int(slots[slot, 7])
    if column >= 0:
        filled = min(np.float32(1), colours[box, column] / np.float32(0.3))
        fit *= np.float32(0.1) + np.float32(0.9) * filled
    return fit


@_compiled
def _placed(places: NDArray[np.float32], box: int, slots: NDArray[np.float32], slot: int) -> Any:
    """Return how well two boxes agree in place and, unless a size is asked for, in size."""
    half = np.float32(0.5)
    left, top, width, height = places[box, 0], places[box, 1], places[box, 2], places[box, 3]
    x, y, wide, high = slots[slot, 1], slots[slot, 2], slots[slot, 3], slots[slot, 4]
    across = min(left + width, x + wide) - max(left, x)
    down = min(top + height, y + high) - max(top, y)
    mine, asked = width * height, wide * high
    shared = across * down if across > 0 and down > 0 else np.float32(0)
    dx = left + width * half - x - wide * half
    dy = top + height * half - y - high * half
    near = np.float32(0.6) * np.exp((dx * dx + dy * dy) / np.float32(-0.08))
    if slots[slot, 5] > 0 or slots[slot, 6] > 0:  # a size of its own: the region says where only
        held = shared / mine if mine > 0 else np.float32(0)
        return np.float32(0.4) * held + near
    ratio = min(mine, asked) / max(mine, asked, np.float32(1e-9))
    return np.float32(0.4) * shared / (mine + asked - shared) + near * np.sqrt(ratio)


@_compiled
def match(
    offsets: NDArray[np.int64],
    places: NDArray[np.float32],
    scores: NDArray[np.float32],
    colours: NDArray[np.float32],
    slots: NDArray[np.float32],
    out: NDArray[np.float32],
    who: NDArray[np.int32],
) -> None:
    """Write the best matching of drawn boxes to those of each picture; see plain.match."""
    count = len(slots)
    most = 1
    for place in range(len(offsets) - 1):
        most = max(most, offsets[place + 1] - offsets[place])
    fits = np.zeros((count, most), np.float32)
    scratch = np.zeros((4, max(count, most) + 1), np.float64)
    links = np.zeros((2, max(count, most) + 1), np.int64)
    again = _drawn_again(slots)
    for place in range(len(offsets) - 1):
        first, boxes = offsets[place], offsets[place + 1] - offsets[place]
        clash = False
        for slot in range(count):
            best, at = np.float32(0), -1
            if again[slot]:
                best, at = out[place, slot - 1], who[place, slot - 1]
                fits[slot, :boxes] = fits[slot - 1, :boxes]
            else:
                for box in range(boxes):
                    fit = _likeness(places, scores, colours, first + box, slots, slot)
                    fits[slot, box] = fit
                    if fit > best:
                        best, at = fit, box
            out[place, slot], who[place, slot] = best, at
            for other in range(slot):
                clash = clash or (at >= 0 and who[place, other] == at)
        if clash and count == 2:
            _share_two(fits, boxes, out[place], who[place])
        elif clash:
            _assign(fits, count, boxes, out[place], who[place], scratch, links)


@_compiled
def _drawn_again(slots: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which drawn boxes are the same as the one before: a shape that wants several."""
    again = np.zeros(len(slots), np.bool_)
    for slot in range(1, len(slots)):
        again[slot] = True
        for part in range(slots.shape[1]):
            again[slot] = again[slot] and slots[slot, part] == slots[slot - 1, part]
    return again


@_compiled
def _share_two(
    fits: NDArray[np.float32], boxes: int, out: NDArray[np.float32], who: NDArray[np.int32]
) -> None:
    """Give one of two drawn boxes that want the same one the next best: whichever loses less."""
    taken = who[0]
    first, second = np.float32(0), np.float32(0)
    first_at, second_at = -1, -1
    for box in range(boxes):
        if box != taken and fits[0, box] > first:
            first, first_at = fits[0, box], box
        if box != taken and fits[1, box] > second:
            second, second_at = fits[1, box], box
    if out[0] + second >= out[1] + first:
        out[1], who[1] = second, second_at
    else:
        out[0], who[0] = first, first_at


@_compiled
def _cheapest(
    costs: NDArray[np.float32],
    turned: bool,
    mine: int,
    column: int,
    scratch: NDArray[np.float64],
    way: NDArray[np.int64],
) -> int:
    """Return the free column that is reached at least cost next, lowering what others cost."""
    u, v, least, used = scratch[0], scratch[1], scratch[2], scratch[3]
    following = 0
    for at in range(1, len(way)):
        if used[at] == 0:
            fit = costs[at - 1, mine - 1] if turned else costs[mine - 1, at - 1]
            cost = 1.0 - fit - u[mine] - v[at]
            if cost < least[at]:
                least[at], way[at] = cost, column
            if following == 0 or least[at] < least[following]:
                following = at
    return following


@_compiled
def _augment(
    fits: NDArray[np.float32],
    turned: bool,
    row: int,
    scratch: NDArray[np.float64],
    owner: NDArray[np.int64],
    way: NDArray[np.int64],
) -> None:
    """Give a row a column, moving others to other columns where that is cheaper."""
    u, v, least, used = scratch[0], scratch[1], scratch[2], scratch[3]
    owner[0] = row
    least[:] = _FAR
    used[:] = 0.0
    column = 0
    while True:
        used[column] = 1.0
        following = _cheapest(fits, turned, owner[column], column, scratch, way)
        step = least[following]
        for at in range(len(way)):
            if used[at] > 0:
                u[owner[at]] += step
                v[at] -= step
            else:
                least[at] -= step
        column = following
        if owner[column] == 0:
            break
    while column:
        before = way[column]
        owner[column] = owner[before]
        column = before


@_compiled
def _assign(
    fits: NDArray[np.float32],
    count: int,
    boxes: int,
    out: NDArray[np.float32],
    who: NDArray[np.int32],
    scratch: NDArray[np.float64],
    links: NDArray[np.int64],
) -> None:
    """Write the matching with the largest sum: the Hungarian method with potentials.

    Kuhn 1955 in the form of shortest augmenting paths (Jonker and Volgenant 1987); the smaller side
    is matched completely.
    """
    turned = count > boxes
    rows, columns = (boxes, count) if turned else (count, boxes)
    scratch[:2] = 0.0
    links[:] = 0
    owner, way = links[0, : columns + 1], links[1, : columns + 1]
    for row in range(1, rows + 1):
        _augment(fits, turned, row, scratch, owner, way)
    out[:] = 0.0
    who[:] = -1
    for at in range(1, columns + 1):
        if owner[at] > 0:
            slot, box = (at - 1, owner[at] - 1) if turned else (owner[at] - 1, at - 1)
            if fits[slot, box] > 0:
                out[slot], who[slot] = fits[slot, box], box


@_compiled
def count_boxes(
    offsets: NDArray[np.int64],
    places: NDArray[np.float32],
    scores: NDArray[np.float32],
    colours: NDArray[np.float32],
    slots: NDArray[np.float32],
    least: float,
    out: NDArray[np.int32],
) -> None:
    """Write how many boxes of each picture fit a drawn one at least so well; see plain."""
    for place in range(len(offsets) - 1):
        found = 0
        for here in range(offsets[place], offsets[place + 1]):
            found += _likeness(places, scores, colours, here, slots, 0) >= least
        out[place] = found
