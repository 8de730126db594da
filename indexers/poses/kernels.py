"""The inner loop of poses, compiled by Numba when a search first needs it.

Import this module only through `indexers.poses.loops`, which falls back to NumPy where Numba is
missing. It runs on one core and releases the interpreter lock. What it computes stands in `plain`.
People are taken in blocks that stay in the first cache. The loops over a block have no branches,
and each sum is an array of its own, so that eight or sixteen people are computed at a time: of rows
of one array the compiler cannot tell that they do not overlap.
"""

import numpy as np
from numpy.typing import NDArray

from common.loops import compiled

_compiled = compiled(fastmath={"reassoc", "contract", "arcp", "nsz"})
_BLOCK = 512
_UNIT = np.float32(1 / 16_000.0)
_SURE = np.float32(1 / 255.0)
_LEAST = np.float32(1e-6)
_NONE, _ONE = np.float32(0), np.float32(1)


@_compiled
def compare(
    x: NDArray[np.int16],
    y: NDArray[np.int16],
    sure: NDArray[np.uint8],
    asked: NDArray[np.float32],
    limbs: NDArray[np.int64],
    directions: NDArray[np.float32],
    turned: bool,
    out: NDArray[np.float32],
) -> None:
    """Write how poses resemble people; see plain.compare."""
    people, views = x.shape[1], len(asked)
    sums = np.empty((9, _BLOCK), np.float32)
    told = np.empty((views, 3, _BLOCK), np.float32)
    limb_of = np.empty((3, _BLOCK), np.float32)
    for first in range(0, people, _BLOCK):
        last = min(first + _BLOCK, people)
        told[:] = 0
        for limb in range(len(limbs)):
            a, b = limbs[limb, 0], limbs[limb, 1]
            _read_limb(
                x[a, first:last], y[a, first:last], sure[a, first:last],
                x[b, first:last], y[b, first:last], sure[b, first:last],
                limb_of[0], limb_of[1], limb_of[2],
            )  # fmt: skip
            for view in range(views):
                weight = directions[view, limb, 2] * _SURE
                if weight > 0:
                    _add_limb(
                        limb_of[0, : last - first], limb_of[1], limb_of[2],
                        directions[view, limb, 0] * weight, directions[view, limb, 1] * weight,
                        weight, told[view, 0], told[view, 1], told[view, 2],
                    )  # fmt: skip
        for view in range(views):
            sums[:] = 0
            _add_all_points(x, y, sure, asked[view], first, last, sums)
            _finish(sums, told[view], _whole(asked[view]), turned, out[view, 0, first:last],
                    out[view, 1, first:last], out[view, 2, first:last])  # fmt: skip


@_compiled
def _add_all_points(
    x: NDArray[np.int16],
    y: NDArray[np.int16],
    sure: NDArray[np.uint8],
    asked: NDArray[np.float32],
    first: int,
    last: int,
    sums: NDArray[np.float32],
) -> None:
    """Add what the points of a view give to the sums of a block."""
    used = _used(asked)
    for place in range(0, len(used), 2):
        one, two = used[place], used[place + 1]
        _add_points(
            x[one, first:last], y[one, first:last], sure[one, first:last],
            x[two, first:last], y[two, first:last], sure[two, first:last],
            asked[one, 0], asked[one, 1], asked[one, 2] * _SURE,
            asked[two, 0], asked[two, 1],
            asked[two, 2] * _SURE if two != one else _NONE,
            sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sums[8],
        )  # fmt: skip


@_compiled
def _whole(asked: NDArray[np.float32]) -> np.float32:
    """Return the weight of all points together."""
    whole = np.float32(0)
    for point in range(len(asked)):
        whole += asked[point, 2]
    return whole


@_compiled
def _used(asked: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the points that count, of an even number: an odd last one stands twice."""
    used = np.empty(len(asked) + 1, np.int64)
    count = 0
    for point in range(len(asked)):
        if asked[point, 2] > 0:
            used[count] = point
            count += 1
    if count % 2:
        used[count] = used[count - 1]
        count += 1
    return used[:count]


@_compiled
def _add_points(
    x: NDArray[np.int16],
    y: NDArray[np.int16],
    sure: NDArray[np.uint8],
    other_x: NDArray[np.int16],
    other_y: NDArray[np.int16],
    other_sure: NDArray[np.uint8],
    asked_x: np.float32,
    asked_y: np.float32,
    weight: np.float32,
    to_x: np.float32,
    to_y: np.float32,
    other_weight: np.float32,
    total: NDArray[np.float32],
    sum_x: NDArray[np.float32],
    sum_y: NDArray[np.float32],
    sum_asked_x: NDArray[np.float32],
    sum_asked_y: NDArray[np.float32],
    squares: NDArray[np.float32],
    asked_squares: NDArray[np.float32],
    along: NDArray[np.float32],
    across: NDArray[np.float32],
) -> None:
    """Add what two points give: weight, places, asked places, their squares and products.

    Two at once, as reading and writing the sums takes longer than what is added.
    """
    square, other_square = asked_x * asked_x + asked_y * asked_y, to_x * to_x + to_y * to_y
    for at in range(x.size):
        w, v = weight * np.float32(sure[at]), other_weight * np.float32(other_sure[at])
        px, py = np.float32(x[at]) * _UNIT, np.float32(y[at]) * _UNIT
        qx, qy = np.float32(other_x[at]) * _UNIT, np.float32(other_y[at]) * _UNIT
        wx, wy, vx, vy = w * px, w * py, v * qx, v * qy
        total[at] += w + v
        sum_x[at] += wx + vx
        sum_y[at] += wy + vy
        sum_asked_x[at] += w * asked_x + v * to_x
        sum_asked_y[at] += w * asked_y + v * to_y
        squares[at] += wx * px + wy * py + (vx * qx + vy * qy)
        asked_squares[at] += w * square + v * other_square
        along[at] += wx * asked_x + wy * asked_y + (vx * to_x + vy * to_y)
        across[at] += wy * asked_x - wx * asked_y + (vy * to_x - vx * to_y)


@_compiled
def _read_limb(
    x: NDArray[np.int16],
    y: NDArray[np.int16],
    sure: NDArray[np.uint8],
    to_x: NDArray[np.int16],
    to_y: NDArray[np.int16],
    to_sure: NDArray[np.uint8],
    weights: NDArray[np.float32],
    across: NDArray[np.float32],
    down: NDArray[np.float32],
) -> None:
    """Write a limb's sureness and its direction times that: the same for every asked pose."""
    for at in range(x.size):
        dx, dy = np.float32(to_x[at]) - np.float32(x[at]), np.float32(to_y[at]) - np.float32(y[at])
        # Places are whole numbers: a limb has no length, or one of 1 at least.
        square = dx * dx + dy * dy
        weight = np.float32(min(sure[at], to_sure[at])) * min(square, _ONE)
        share = weight / np.sqrt(max(square, _ONE))
        weights[at] = weight
        across[at] = share * dx
        down[at] = share * dy


@_compiled
def _add_limb(
    weights: NDArray[np.float32],
    across: NDArray[np.float32],
    down: NDArray[np.float32],
    asked_x: np.float32,
    asked_y: np.float32,
    weight: np.float32,
    total: NDArray[np.float32],
    cosine: NDArray[np.float32],
    sine: NDArray[np.float32],
) -> None:
    """Add what one limb gives: weight, cosine and sine of the angle to the asked direction."""
    for at in range(weights.size):
        total[at] += weight * weights[at]
        cosine[at] += across[at] * asked_x + down[at] * asked_y
        sine[at] += down[at] * asked_x - across[at] * asked_y


@_compiled
def _finish(
    sums: NDArray[np.float32],
    told: NDArray[np.float32],
    whole: np.float32,
    turned: bool,
    alike: NDArray[np.float32],
    cosines: NDArray[np.float32],
    seen: NDArray[np.float32],
) -> None:
    """Write correlation, mean cosine and share seen of a block from its sums."""
    for at in range(alike.size):
        total = max(sums[0, at], _LEAST)
        real = sums[7, at] - (sums[1, at] * sums[3, at] + sums[2, at] * sums[4, at]) / total
        other = sums[8, at] - (sums[2, at] * sums[3, at] - sums[1, at] * sums[4, at]) / total
        own = sums[5, at] - (sums[1, at] * sums[1, at] + sums[2, at] * sums[2, at]) / total
        asks = sums[6, at] - (sums[3, at] * sums[3, at] + sums[4, at] * sums[4, at]) / total
        size = np.sqrt(max(own, _NONE) * max(asks, _NONE))
        length = np.sqrt(real * real + other * other)
        cosine = told[1, at]
        if turned:
            cosine = (cosine * real + told[2, at] * other) / max(length, _LEAST)
            real = length
        alike[at] = real / size if size > _LEAST else _NONE
        cosines[at] = cosine / told[0, at] if told[0, at] > _LEAST else _NONE
        seen[at] = sums[0, at] / max(whole, _LEAST)
