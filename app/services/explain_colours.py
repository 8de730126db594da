"""Colour maps of heat maps, and a heat map laid over a picture; used by the window and by files.

All but one are perceptually uniform: equal steps of the map are equal steps to the eye, also in
print and for people with a colour blindness (Nuñez, Anderton and Renslow, "Optimizing colormaps
with consideration for color vision deficiency", PLoS ONE 13(7), 2018, for cividis). "jet" is there
because papers show it: its bright bands draw edges that the map does not have.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

COLOUR_MAPS = ("viridis", "cividis", "inferno", "magma", "grey", "jet")
MISLEADING = ("jet",)
DEFAULT_MAP = "viridis"


@dataclass(frozen=True, slots=True)
class Look:
    """How maps are drawn.

    Args:
        colours: name of a colour map.
        strength: how much of a map is laid over the picture, 0-1.
        threshold: below it the picture shows as it is.
        contour: draw a line around what is at least the threshold, or half.
    """

    colours: str = DEFAULT_MAP
    strength: float = 0.55
    threshold: float = 0.0
    contour: bool = False

    @property
    def line(self) -> float | None:
        """The value that the line is drawn at; None for no line."""
        return (self.threshold or 0.5) if self.contour else None


@lru_cache(maxsize=len(COLOUR_MAPS))
def colour_table(name: str) -> NDArray[np.uint8]:
    """Return a colour map as uint8 (256, 3) RGB, from 0 to 1; read-only.

    Raises:
        KeyError: there is no such map.
    """
    if name not in COLOUR_MAPS:
        raise KeyError(name)
    ramp = np.arange(256, dtype=np.uint8)
    table: Any
    if name == "grey":
        table = np.repeat(ramp[:, None], 3, axis=1)
    else:
        import cv2

        number: Any = getattr(cv2, f"COLORMAP_{name.upper()}")
        table = cv2.applyColorMap(ramp[:, None], number)[:, 0, ::-1].copy()
    table.setflags(write=False)
    return np.asarray(table, np.uint8)


def colours_of(heat: NDArray[np.float32], name: str = DEFAULT_MAP) -> NDArray[np.uint8]:
    """Return a heat map (H, W), 0-1, in colours: uint8 (H, W, 3)."""
    places = np.clip(np.nan_to_num(heat) * 255 + 0.5, 0, 255).astype(np.uint8)
    found: NDArray[np.uint8] = colour_table(name)[places]
    return found


def opacity(heat: NDArray[np.float32], look: Look) -> NDArray[np.float32]:
    """Return how much of its colour each place of a map lays over the picture, 0-1, (H, W)."""
    shown = np.full(heat.shape, np.float32(look.strength))
    if look.threshold > 0:
        shown[heat < look.threshold] = 0.0
    return shown


def placed(
    heat: NDArray[np.float32], size: tuple[int, int], crop: tuple[float, float, float, float]
) -> tuple[NDArray[np.float32], tuple[int, int, int, int]]:
    """Return a map at the resolution of the picture, and the pixels it covers.

    Args:
        heat: float32 (h, w).
        size: width and height of the picture in pixels.
        crop: what the network saw of it: left, top, width, height as shares.

    Returns:
        The map, float32 (rows, columns), and left, top, right, bottom in pixels.
    """
    import cv2

    width, height = size
    left, top = round(crop[0] * width), round(crop[1] * height)
    right = min(width, max(left + 1, round((crop[0] + crop[2]) * width)))
    bottom = min(height, max(top + 1, round((crop[1] + crop[3]) * height)))
    left, top = min(left, width - 1), min(top, height - 1)
    wide = cv2.resize(
        np.asarray(heat, np.float32), (right - left, bottom - top), interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(wide, np.float32), (left, top, right, bottom)


def overlay(
    rgb: NDArray[np.uint8],
    heat: NDArray[np.float32],
    crop: tuple[float, float, float, float],
    look: Look,
) -> NDArray[np.uint8]:
    """Return a picture with a heat map over it, uint8 (H, W, 3).

    Args:
        rgb: the picture, uint8 (H, W, 3).
        heat: the map, (h, w), 0-1.
        crop: the part of the picture that it covers, as shares.
        look: colours, strength, threshold, line.
    """
    height, width = rgb.shape[:2]
    wide, (left, top, right, bottom) = placed(heat, (width, height), crop)
    out = rgb.copy()
    part = out[top:bottom, left:right].astype(np.float32)
    share = opacity(wide, look)[..., None]
    mixed = part * (1 - share) + colours_of(wide, look.colours) * share
    out[top:bottom, left:right] = np.rint(mixed).astype(np.uint8)
    if look.line is not None:
        _draw_lines(out[top:bottom, left:right], wide, look.line)
    return out


def _draw_lines(part: NDArray[np.uint8], heat: NDArray[np.float32], value: float) -> None:
    """Draw a white line with a dark rim where heat crosses a value, into part."""
    import cv2

    thick = max(1, round(min(part.shape[:2]) / 220))
    lines = [np.rint(line).astype(np.int32)[:, None] for line in contour_lines(heat, value)]
    canvas = np.ascontiguousarray(part)
    cv2.polylines(canvas, lines, True, (20, 20, 20), thick + 2, cv2.LINE_AA)  # noqa: FBT003 - closed
    cv2.polylines(canvas, lines, True, (255, 255, 255), thick, cv2.LINE_AA)  # noqa: FBT003 - closed
    part[:] = canvas


def contour_lines(heat: NDArray[np.float32], value: float) -> list[NDArray[np.float32]]:
    """Return closed lines around the places of at least a value, float32 (N, 2) x, y in pixels."""
    import cv2

    inside = np.ascontiguousarray(heat >= value, np.uint8)
    found, _ = cv2.findContours(inside, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    return [np.asarray(line[:, 0], np.float32) for line in found if len(line) > 2]
