"""Pictures and files of items, as the item service hands them out."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from common.values import ItemKind

PLAYABLE = (ItemKind.VIDEO, ItemKind.SHOT)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show large.

    Args:
        rgb: uint8 (H, W, 3), upright.
        source: "original", "frame" (of a video), or "thumbnail".
        note: why it is no original, for display; "" if it is one.
        time_s: of the frame, seconds; None for pictures.
        full_size: width and height of the original in pixels; (0, 0) where unknown.
    """

    rgb: NDArray[np.uint8]
    source: str
    note: str = ""
    time_s: float | None = None
    full_size: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Media:
    """What to open for an item.

    Args:
        item: id.
        kind: of the item.
        path: of the file; None if it has none or none is there.
        start_s: where it begins in the file, seconds.
        end_s: where it ends; None for the end of the file.
        note: why there is no path, for display.
    """

    item: int
    kind: ItemKind
    path: Path | None
    start_s: float = 0.0
    end_s: float | None = None
    note: str = ""
