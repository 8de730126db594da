"""What results shall look like: an item, a file or pixels."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.services.query_fields import wrong_field


@dataclass(frozen=True, slots=True)
class Example:
    """What results shall look like: an item, a file, or pixels; exactly one of them.

    Args:
        item: item id.
        path: an image file.
        png: pixels as a PNG file; made by of_pixels().

    Raises:
        QueryError: none or several are given.
    """

    item: int | None = None
    path: str | None = None
    png: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check that one source is given."""
        if sum(part is not None for part in (self.item, self.path, self.png)) != 1:
            raise wrong_field("example", "it needs one of “item”, “image” and “png”")

    @classmethod
    def of(cls, what: "int | str | Path | NDArray[np.uint8] | Example") -> "Example":
        """Return an example of an item id, an image path or RGB pixels, uint8 (H, W, 3).

        Raises:
            QueryError: it is none of these.
        """
        if isinstance(what, Example):
            return what
        if isinstance(what, np.ndarray):
            return cls.of_pixels(what)
        if isinstance(what, int | np.integer) and not isinstance(what, bool):
            return cls(item=int(what))
        return cls(path=str(what))

    @classmethod
    def of_pixels(cls, rgb: NDArray[np.uint8]) -> "Example":
        """Return an example of RGB pixels, uint8 (H, W, 3).

        Raises:
            QueryError: the shape or type is another.
        """
        from PIL import Image

        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or rgb.size == 0:
            raise wrong_field(
                "example", f"pixels must be uint8 (H, W, 3), not {rgb.dtype} {rgb.shape}"
            )
        buffer = io.BytesIO()
        Image.fromarray(rgb).save(buffer, "PNG", compress_level=1)
        return cls(png=buffer.getvalue())

    def pixels(self) -> NDArray[np.uint8] | None:
        """Return the pixels, uint8 (H, W, 3), of an example made of pixels; None for others.

        Raises:
            QueryError: the PNG is damaged.
        """
        from PIL import Image

        if self.png is None:
            return None
        try:
            with Image.open(io.BytesIO(self.png), formats=("PNG",)) as image:
                return np.asarray(image.convert("RGB"))
        except (OSError, ValueError, Image.DecompressionBombError) as error:
            raise wrong_field("example.png", f"it is no PNG image ({error})") from None

    def describe(self) -> str:
        """Return the example as the user reads it."""
        if self.item is not None:
            return f"item {self.item}"
        return Path(self.path).name if self.path is not None else "pasted image"
