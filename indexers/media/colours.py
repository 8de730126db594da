"""The colours of a picture by name, as facets.

The names are the eleven basic colour terms of Berlin and Kay, "Basic Color Terms" (1969). Every
colour takes the name of the nearest of several typical colours of each term in CIELAB (CIE 1976),
where distances follow the eye.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from common.values import Facet
from indexers.pixels import shrink

SOURCE = "colours"
COLOUR_NAMES = (
    "black", "white", "grey", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown",
)  # fmt: skip
_TYPICAL = {
    "black": "000000 141414 1c1a20 201c18 16201a",
    "white": "ffffff f2f2f2 e8ecf0 f0ebe2",
    "grey": "404040 606060 808080 a0a0a0 c4c4c4 707880 8a8478",
    "red": "c8141e e63232 8c0a14 b42828 ff2020",
    "orange": "f5821e faa046 e86a10 ff9500",
    "yellow": "fadc28 f0e16e ffff00 e0b820 fff5a0",
    "green": "008232 3cb44b 82be6e 14461e 96c83c 5a7832 2e5a28 00c878 a8d8a0 3a5032",
    "blue": "0046be 4682dc 141e6e 82b4e6 00a0c8 b4d7f0 28466e 0000ff 5078a0",
    "purple": "6e288c 965ab4 461e5a be96d2 8000ff 70507c",
    "pink": "f596b4 e65a96 facdd2 ff69b4 d88a96",
    "brown": "6e411e 965f37 50321e be8c5f 3c2414 826446 a07850",
}
_SIDE = 64
_LEAST_SHARE = 0.1
_MOST = 4
_BITS = 5  # a channel, of the table from colour to name


def colour_facets(rgb: NDArray[np.uint8]) -> list[Facet]:
    """Return the named colours that make up a picture, largest share first.

    Args:
        rgb: uint8 (H, W, 3).

    Returns:
        At most four facets "colour", score = share of the picture; at least one.
    """
    shares = colour_shares(rgb)
    order = np.argsort(-shares, kind="stable")[:_MOST]
    kept = [k for place, k in enumerate(order) if place == 0 or shares[k] >= _LEAST_SHARE]
    return [
        Facet("colour", COLOUR_NAMES[k], round(float(shares[k]), 4), source=SOURCE) for k in kept
    ]


def colour_shares(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the share of each name in COLOUR_NAMES, (11,), sums to 1."""
    small = shrink(rgb, _SIDE) >> (8 - _BITS)
    codes = (small[..., 0].astype(np.int32) << (2 * _BITS)) | (
        small[..., 1].astype(np.int32) << _BITS
    )
    names = _table()[codes | small[..., 2]]
    counts = np.bincount(names.ravel(), minlength=len(COLOUR_NAMES))
    return np.asarray(counts / names.size, np.float64)


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint8]:
    """Name of every colour of five bits a channel, (32768,)."""
    steps = np.arange(1 << _BITS) * 8 + 4
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    names: list[int] = []
    typical: list[tuple[int, ...]] = []
    for number, name in enumerate(COLOUR_NAMES):
        for code in _TYPICAL[name].split():
            names.append(number)
            typical.append(tuple(bytes.fromhex(code)))
    lab, targets = _lab(grid), _lab(np.array(typical))
    distance = ((lab[:, None, :] - targets[None, :, :]) ** 2).sum(-1)
    nearest: NDArray[np.uint8] = np.array(names, np.uint8)[distance.argmin(1)]
    return nearest


def _lab(rgb: NDArray[np.int_]) -> NDArray[np.float64]:
    """SRGB 0-255 to CIELAB, white point D65 (IEC 61966-2-1, CIE 15)."""
    unit = rgb / 255.0
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = linear @ to_xyz.T / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), xyz * (24389 / 27 / 116) + 16 / 116)
    lab: NDArray[np.float64] = np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], -1
    )
    return lab
