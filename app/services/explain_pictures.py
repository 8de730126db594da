"""The pictures that are explained: items, files, frames of videos, and detected parts of them."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explain_cache import BoundedCache
from app.services.explain_types import PictureSource, Rect
from app.services.media_places import medium
from app.services.paths import expanded
from common.errors import MediaError, QueryError

if TYPE_CHECKING:
    from app.services.items import ItemService
    from models.explain.networks import Network

SHOWN_SIDE = 1600  # pixels of the longer side; larger originals are explained and shown at this
_KEPT = 96 << 20  # bytes of pictures
_LEAST_PART = 4  # pixels a side of a part
_AROUND = 1.1  # a detected part is looked at with this much around it


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPicture:
    """A picture in memory.

    Args:
        rgb: uint8 (H, W, 3).
        title: for people.
        key: the same only for the same content and part.
        note: why it is not the original; "" if it is.
    """

    rgb: NDArray[np.uint8]
    title: str
    key: Hashable
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The part of a picture that a network looks at.

    Args:
        rgb: what is handed to the network, uint8 (h, w, 3).
        crop: what it sees of that, as shares of the whole picture.
    """

    rgb: NDArray[np.uint8]
    crop: Rect


class Pictures:
    """Reads pictures and keeps the last ones.

    Args:
        items: of the open library; None where only files can be explained.
    """

    def __init__(self, items: "ItemService | None") -> None:
        self._items = items
        self._kept: BoundedCache[LoadedPicture] = BoundedCache(_KEPT)

    def load(self, source: PictureSource) -> LoadedPicture:
        """Return a picture.

        Raises:
            QueryError: there is no such item, or no library is open.
            MediaError: the file cannot be read.
            LibraryError: the item has no picture.
        """
        key = self._key(source)
        found = self._kept.get(key)
        if found is None:
            found = self._read(source, key)
            self._kept.put(key, found, found.rgb.nbytes)
        return found

    def _key(self, source: PictureSource) -> Hashable:
        """Return what changes with the content of a picture: its hash, or its file's stamp."""
        if source.item >= 0:
            return (self._known_items().details(source.item).identity, source.time_s)
        path = expanded(medium(source.path))
        try:
            stat = path.stat()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise MediaError(path, reason.lower(), hint="Check the path.") from error
        return (str(path.absolute()), stat.st_mtime_ns, stat.st_size, source.time_s)

    def _known_items(self) -> "ItemService":
        if self._items is None:
            raise QueryError(
                "Items can be explained in a library only.",
                hint="Name its folder (--library DIR), or give a picture file.",
            )
        return self._items

    def _read(self, source: PictureSource, key: Hashable) -> LoadedPicture:
        if source.item >= 0:
            items = self._known_items()
            picture = items.picture(source.item, SHOWN_SIDE)
            return LoadedPicture(picture.rgb, items.summary(source.item).name, key, picture.note)
        path = expanded(medium(source.path))
        if source.time_s is not None:
            from indexers.media import frame_at

            frame = frame_at(path, source.time_s, max_side=SHOWN_SIDE)
            return LoadedPicture(frame.rgb, f"{path.name} {source.time_s:.1f} s", key)
        from indexers.media import MediaClass, frame_at, identify, read_image

        if identify(path).kind is MediaClass.VIDEO:
            rgb = frame_at(path, 0.0, max_side=SHOWN_SIDE).rgb
        else:
            rgb = read_image(path, max_side=SHOWN_SIDE, max_megapixels=4096).rgb
        return LoadedPicture(rgb, path.name, key)


def part_of(rgb: NDArray[np.uint8], box: Rect | None, network: "Network") -> Part:
    """Return what a network looks at, and what it sees of the picture.

    Where only a part is asked for, a square around it is handed over that is so large that the
    network's own cut keeps the part.

    Args:
        rgb: the picture, uint8 (H, W, 3).
        box: the part, as shares; None for all of it.
        network: says which part of an image it sees.

    Raises:
        QueryError: the part lies outside, or is too small to show anything.
    """
    height, width = rgb.shape[:2]
    left, top, right, bottom = 0, 0, width, height
    if box is not None:
        left, top, right, bottom = _around(box, width, height, network.share or 1.0)
    part = np.ascontiguousarray(rgb[top:bottom, left:right])
    seen = network.crop(part.shape[0], part.shape[1])
    crop = (
        (left + seen.left) / width,
        (top + seen.top) / height,
        seen.width / width,
        seen.height / height,
    )
    return Part(part, crop)


def _around(box: Rect, width: int, height: int, share: float) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of a square around a box, inside the picture."""
    left, top, wide, high = box
    x0, x1 = (min(1.0, max(0.0, at)) * width for at in (left, left + wide))
    y0, y1 = (min(1.0, max(0.0, at)) * height for at in (top, top + high))
    if x1 - x0 < _LEAST_PART or y1 - y0 < _LEAST_PART:
        raise QueryError(
            f"The part of the picture is {x1 - x0:.0f} x {y1 - y0:.0f} pixels.",
            hint=f"Choose a part of at least {_LEAST_PART} pixels a side.",
        )
    side = max(x1 - x0, y1 - y0) * _AROUND / share
    wide_px, high_px = min(side, width), min(side, height)
    x = min(max(0.0, (x0 + x1 - wide_px) / 2), width - wide_px)
    y = min(max(0.0, (y0 + y1 - high_px) / 2), height - high_px)
    return round(x), round(y), round(x + wide_px), round(y + high_px)


def cut_mask(mask: NDArray[np.bool_], crop: Rect, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Return the part of a mask that a network sees, bool (H, W) of its input size."""
    height, width = mask.shape
    rows = (crop[1] + crop[3] * (np.arange(size[0]) + 0.5) / size[0]) * height
    columns = (crop[0] + crop[2] * (np.arange(size[1]) + 0.5) / size[1]) * width
    return np.ascontiguousarray(
        mask[np.ix_(rows.astype(int).clip(0, height - 1), columns.astype(int).clip(0, width - 1))]
    )
