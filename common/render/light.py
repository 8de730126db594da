"""How a matt surface looks in a soft light from two sides, as a table of colours by direction.

The lights stand with the viewer, so the colour depends only on the normal against the screen: a
"lit sphere" (Sloan et al., "The lit sphere", Graphics Interface 2001). A graphics card and the
loops on the processor look colours up in the same table and so give the same pictures.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SIDE: Final = 256  # of a table
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Clay:
    """A material and its light; colours are sRGB, 0-1.

    Args:
        colour: of the surface.
        sky: light from above, linear, beside the lamps.
        ground: light from below, linear.
        key: strength of the lamp at the upper left.
        fill: strength of the bluish lamp at the right.
        rim: how much the outline shines.
        gloss: strength of the highlight.
    """

    colour: Colour = (0.88, 0.74, 0.655)
    sky: float = 0.27
    ground: float = 0.12
    key: float = 0.86
    fill: float = 0.17
    rim: float = 0.08
    gloss: float = 0.05


_KEY: Final = np.array([-0.48, 0.62, 0.62]) / np.linalg.norm([-0.48, 0.62, 0.62])
_FILL: Final = np.array([0.86, 0.10, 0.50]) / np.linalg.norm([0.86, 0.10, 0.50])
_KEY_TINT: Final = np.array([1.0, 0.975, 0.94])
_FILL_TINT: Final = np.array([0.86, 0.93, 1.0])
_WRAP: Final = 0.15  # the light reaches this far around the edge: soft, as from a window


def lit_table(clay: Clay) -> NDArray[np.uint8]:
    """Return colours by direction, uint8 (SIDE, SIDE, 3) sRGB.

    Row and column are y and x of the unit normal against the screen (x right, y up), from -1 to 1.
    """
    axis = np.linspace(-1, 1, SIDE)
    x, y = np.meshgrid(axis, axis)
    out = np.maximum(np.hypot(x, y), 1.0)  # beyond the outline, as on it
    x, y = x / out, y / out
    normal = np.stack([x, y, np.sqrt(np.maximum(0, 1 - x * x - y * y))], -1)
    base = to_linear(np.asarray(clay.colour))
    hemisphere = clay.ground + (clay.sky - clay.ground) * (y + 1) / 2
    light = hemisphere[..., None] * np.ones(3)
    light += clay.key * _wrapped(normal @ _KEY)[..., None] * _KEY_TINT
    light += clay.fill * _wrapped(normal @ _FILL)[..., None] * _FILL_TINT
    halfway = _KEY + np.array([0.0, 0.0, 1.0])
    gloss = np.maximum(0, normal @ (halfway / np.linalg.norm(halfway))) ** 36 * clay.gloss
    rim = (1 - normal[..., 2]) ** 3 * clay.rim * (y + 1) / 2
    linear = base * light + (gloss + rim)[..., None]
    return np.asarray(np.round(to_srgb(linear) * 255), np.uint8)


def packed(table: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return colours (..., 3) as opaque 0xAARRGGBB."""
    red, green, blue = (table[..., part].astype(np.uint32) for part in range(3))
    return np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, np.uint32)


def to_linear(colour: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return linear light, 0-1, of sRGB, 0-1 (IEC 61966-2-1)."""
    value = np.asarray(colour, np.float64)
    return np.asarray(np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4))


def to_srgb(linear: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return sRGB, 0-1, of linear light; what is brighter than white is white."""
    value = np.clip(linear, 0.0, 1.0)
    return np.asarray(
        np.where(value <= 0.0031308, value * 12.92, 1.055 * value ** (1 / 2.4) - 0.055)
    )


def _wrapped(cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.maximum(0.0, (cosine + _WRAP) / (1 + _WRAP)))
