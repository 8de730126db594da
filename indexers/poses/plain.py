"""The inner loop of poses in NumPy: what it is, and the way without Numba."""

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 16_384
_LEAST = 1e-6


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
    """Write how poses, V of them, resemble people.

    For each pose and person, over the points that both have, weighed by w = asked weight x
    sureness: the places are compared after the best move and scale (Umeyama, PAMI 1991, without
    turn unless `turned`), which leaves the correlation r of both; the directions of limbs by the
    mean cosine c of the angle between them, weighed by the product of asked weight and the lesser
    sureness.

    Args:
        x: int16 (17, N), see points.Rows.
        y: int16 (17, N).
        sure: uint8 (17, N).
        asked: float32 (V, 17, 3): x, y, weight.
        limbs: int64 (L, 2), points that limbs join.
        directions: float32 (V, L, 3): unit vector, weight.
        turned: take the turn away as well.
        out: float32 (V, 3, N), written: r, c, and the share of the asked weight that is seen.
    """
    for first in range(0, x.shape[1], _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        for view in range(len(asked)):
            _compare(x[:, part], y[:, part], sure[:, part], asked[view], limbs, directions[view],
                     turned, out[view, :, part])  # fmt: skip


def _compare(
    x: NDArray[np.int16],
    y: NDArray[np.int16],
    sure: NDArray[np.uint8],
    asked: NDArray[np.float32],
    limbs: NDArray[np.int64],
    directions: NDArray[np.float32],
    turned: bool,
    out: NDArray[np.float32],
) -> None:
    place = x.astype(np.float64) / 16_000.0 + 1j * (y.astype(np.float64) / 16_000.0)
    wanted = asked[:, 0].astype(np.float64) + 1j * asked[:, 1]
    weights = asked[:, 2].astype(np.float64)[:, None] * (sure / 255.0)
    whole = weights.sum(0)
    safe = np.maximum(whole, _LEAST)
    from_middle = place - (weights * place).sum(0) / safe
    wanted_middle = wanted[:, None] - (weights * wanted[:, None]).sum(0) / safe
    both = (weights * from_middle * wanted_middle.conj()).sum(0)
    own = (weights * np.abs(from_middle) ** 2).sum(0)
    other = (weights * np.abs(wanted_middle) ** 2).sum(0)
    size = np.sqrt(own * other)
    alike = np.abs(both) if turned else both.real
    out[0] = np.where(size > _LEAST, alike / np.maximum(size, _LEAST), 0.0)
    turn = np.ones_like(both)
    if turned:
        turn = np.where(np.abs(both) > _LEAST, both / np.maximum(np.abs(both), _LEAST), 1.0)
    vectors = place[limbs[:, 1]] - place[limbs[:, 0]]
    lengths = np.abs(vectors)
    seen = np.minimum(sure[limbs[:, 0]], sure[limbs[:, 1]]) / 255.0
    counted = directions[:, 2].astype(np.float64)[:, None] * seen * (lengths > _LEAST)
    along = directions[:, 0].astype(np.float64) + 1j * directions[:, 1]
    cosines = (vectors * (along.conj()[:, None] * turn.conj())).real / np.maximum(lengths, _LEAST)
    told = counted.sum(0)
    out[1] = np.where(told > _LEAST, (counted * cosines).sum(0) / np.maximum(told, _LEAST), 0.0)
    out[2] = whole / max(float(weights_of(asked)), _LEAST)


def weights_of(asked: NDArray[np.float32]) -> float:
    """Return the sum of the asked weights."""
    return float(asked[:, 2].sum(dtype=np.float64))
