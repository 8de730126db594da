"""Boxes of items as one JSON document in the format of COCO (cocodataset.org, “Data format”).

`images`, `annotations` and `categories` stand as object detection wants them: boxes are
`[left, top, width, height]` in pixels of the upright picture, the outline is the box itself, and
`area` is that of the box. Each annotation also says its `score` (0-1), which detector found it
(`source`) and what it is like (`attributes`); each image its `item` and `identity` in the library.
A keyframe of a video is named by a media fragment: `clip.mp4#t=12.5`.
"""

import json
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from app.services.export_records import printable
from common.errors import AppError
from common.values import Box, ItemKind

if TYPE_CHECKING:
    from app.services.types import ItemDetails

SizeOf = Callable[["ItemDetails"], tuple[int, int]]
_SPOOLED = 16 << 20  # bytes of annotations kept in memory


class CocoWriter:
    """Writes one document; memory does not grow with the number of items.

    Args:
        size_of: width and height in pixels of an item whose facts do not say them, 0 where nobody
            knows; AppError where its picture cannot be read.
        title: of the document.

    Attributes:
        unsized: items left out because nobody knows how large their picture is.
        placeless: objects left out because nobody knows where in the picture they are.
    """

    def __init__(self, size_of: SizeOf, title: str = "") -> None:
        self._size_of = size_of
        self._title = title
        self._categories: dict[str, int] = {}
        self._annotations = 0
        self.unsized = 0
        self.placeless = 0

    def write(self, file: BinaryIO, described: "Iterable[ItemDetails]") -> int:
        """Write the document and return how many images stand in it."""
        now = datetime.now(UTC)
        info = {
            "year": now.year,
            "version": "1.0",
            "description": self._title,
            "contributor": "",
            "url": "",
            "date_created": now.strftime("%Y/%m/%d"),
        }
        file.write(b'{"info": ' + _line(info) + b',\n"licenses": [],\n"images": [')
        images = 0
        with tempfile.SpooledTemporaryFile(_SPOOLED) as later:
            for details in described:
                size = self._size(details)
                if size is None:
                    self.unsized += 1
                    continue
                file.write((b",\n" if images else b"\n") + _line(_image(details, size)))
                images += 1
                for box in details.boxes:
                    self._add(later, details.id, box, size)
            later.seek(0)
            file.write(b'\n],\n"annotations": [')
            while piece := later.read(1 << 20):
                file.write(piece)
        categories = [
            {"id": number, "name": name, "supercategory": "object"}
            for name, number in self._categories.items()
        ]
        file.write(b'\n],\n"categories": ' + _line(categories) + b"}\n")
        return images

    @property
    def annotations(self) -> int:
        """How many boxes stand in the document."""
        return self._annotations

    def _size(self, details: "ItemDetails") -> tuple[int, int] | None:
        facts = details.facts
        if facts.width and facts.height:
            return facts.width, facts.height
        try:
            width, height = self._size_of(details)
        except AppError:
            return None
        return (width, height) if width and height else None

    def _add(
        self, file: "tempfile.SpooledTemporaryFile[bytes]", item: int, box: Box,
        size: tuple[int, int],
    ) -> None:  # fmt: skip
        if not (box.width and box.height):
            self.placeless += 1
            return
        left, top, wide, high = _pixels(box, size)
        right, bottom = left + wide, top + high
        category = self._categories.setdefault(box.label, len(self._categories) + 1)
        self._annotations += 1
        found: dict[str, Any] = {
            "id": self._annotations,
            "image_id": item,
            "category_id": category,
            "bbox": [left, top, wide, high],
            "area": round(wide * high, 2),
            "segmentation": [[left, top, right, top, right, bottom, left, bottom]],
            "iscrowd": 0,
            "score": round(box.score, 4),
            "source": box.source,
        }
        if box.attributes:
            found["attributes"] = list(box.attributes)
        file.write((b",\n" if self._annotations > 1 else b"\n") + _line(found))


def _pixels(box: Box, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return left, top, width and height within a picture of that size."""
    width, height = size
    left, top = max(0.0, box.x) * width, max(0.0, box.y) * height
    right, bottom = min(1.0, box.x + box.width) * width, min(1.0, box.y + box.height) * height
    return (
        round(left, 2), round(top, 2), round(max(0.0, right - left), 2),
        round(max(0.0, bottom - top), 2),
    )  # fmt: skip


def _image(details: "ItemDetails", size: tuple[int, int]) -> dict[str, Any]:
    summary, taken = details.summary, details.facts.taken_at
    name = printable(summary.path) or summary.title or details.identity
    if summary.kind == ItemKind.SHOT and summary.start_s is not None:
        name += f"#t={summary.start_s:g}"
    return {
        "id": details.id,
        "width": size[0],
        "height": size[1],
        "file_name": name,
        "license": 0,
        "flickr_url": "",
        "coco_url": "",
        "date_captured": taken.strftime("%Y-%m-%d %H:%M:%S") if taken else "",
        "item": details.id,
        "identity": details.identity,
    }


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode(
        "utf-8", "backslashreplace"
    )
