"""Tiles in the memory of the graphics card: layers of texture arrays, the newest wishes first.

Uploads are limited in each frame; until a tile is there, the best coarser one that is serves, so
that no frame waits. All functions need the context to be current.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtOpenGL import QOpenGLTexture

from app.services.wall_tiles import MAX_LEVEL, TILE_CELLS, TileStyle, tile_cells
from app.widgets.card.program import GlError
from app.widgets.wall.tile_content import Found

if TYPE_CHECKING:
    from PySide6.QtOpenGL import QOpenGLFunctions_3_3_Core

GL_TEXTURE_2D_ARRAY = 0x8C1A
GL_BGRA, GL_UNSIGNED_BYTE = 0x80E1, 0x1401
GL_UNPACK_ALIGNMENT = 0x0CF5
UPLOAD_S = 0.004  # of a frame
SPARE = 2.5  # layers a tile on the screen: to go back and forth without uploading again
LEAST_LAYERS = 12

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a tile is on the card.

    Args:
        is_large: in which of the two arrays.
        layer: of the array.
        found: the tile and its part to draw.
    """

    is_large: bool
    layer: int
    found: Found


def make_array(size: Size, layers: int) -> QOpenGLTexture:
    """Return a texture array of RGBA layers, linear, without mipmaps.

    Raises:
        GlError: the card has no room.
    """
    texture = QOpenGLTexture(QOpenGLTexture.Target.Target2DArray)
    texture.setFormat(QOpenGLTexture.TextureFormat.RGBA8_UNorm)
    texture.setSize(*size)
    texture.setLayers(layers)
    texture.setMipLevels(1)
    texture.setAutoMipMapGenerationEnabled(False)
    texture.setMinMagFilters(QOpenGLTexture.Filter.Linear, QOpenGLTexture.Filter.Linear)
    texture.setWrapMode(QOpenGLTexture.WrapMode.ClampToEdge)
    texture.allocateStorage(QOpenGLTexture.PixelFormat.BGRA, QOpenGLTexture.PixelType.UInt8)
    if not texture.isStorageAllocated():
        raise GlError("no memory for textures")
    return texture


class LayerArray:
    """Layers of one size; the least recently drawn tile gives way.

    Args:
        functions: of the current context.
        size: of a layer, pixels.
        layers: number of them.
    """

    def __init__(self, functions: "QOpenGLFunctions_3_3_Core", size: Size, layers: int) -> None:
        self._functions = functions
        self.size = size
        self.layers = layers
        self.texture = make_array(size, layers)
        self._held: OrderedDict[int, int] = OrderedDict()  # image -> layer, oldest first
        self._free = list(range(layers))

    def layer_of(self, image: QImage) -> int:
        """Return the layer that holds an image, -1 for none; it becomes the newest."""
        layer = self._held.get(image.cacheKey(), -1)
        if layer >= 0:
            self._held.move_to_end(image.cacheKey())
        return layer

    def upload(self, image: QImage, used: set[int]) -> int:
        """Put an image into a layer that is not in used; -1 where all are."""
        layer = self._free.pop() if self._free else self._oldest(used)
        if layer < 0:
            return -1
        self.texture.bind()
        self._functions.glPixelStorei(GL_UNPACK_ALIGNMENT, 4)
        self._functions.glTexSubImage3D(
            GL_TEXTURE_2D_ARRAY, 0, 0, 0, layer, image.width(), image.height(), 1,
            GL_BGRA, GL_UNSIGNED_BYTE, image.constBits(),  # type: ignore[arg-type]
        )  # fmt: skip
        self._held[image.cacheKey()] = layer
        return layer

    def _oldest(self, used: set[int]) -> int:
        """Free and return the layer drawn longest ago that this frame does not need."""
        for key, layer in self._held.items():
            if layer not in used:
                del self._held[key]
                return layer
        return -1

    def destroy(self) -> None:
        """Give the memory back."""
        self.texture.destroy()


class TileTextures:
    """The tiles on the card.

    Args:
        functions: of the current context.
        most_layers: of an array, as the card says.
        limit_bytes: memory to take at most.
    """

    def __init__(
        self, functions: "QOpenGLFunctions_3_3_Core", most_layers: int, limit_bytes: int
    ) -> None:
        self._functions = functions
        self._most_layers = most_layers
        self.limit_bytes = limit_bytes
        self._arrays: dict[bool, LayerArray] = {}
        self.is_behind = False  # the last frame left tiles for the next one

    def array(self, *, is_large: bool) -> LayerArray | None:
        """Return the array of the largest level, or of all others."""
        return self._arrays.get(is_large)

    def place(
        self, wanted: Sequence[Sequence[Found]], style: TileStyle, budget_s: float = UPLOAD_S
    ) -> list[Placed | None]:
        """Return what to draw for each tile of a frame.

        Args:
            wanted: for each tile what covers it, best first; the most urgent tile first.
            style: of the cells.
            budget_s: time for uploads.

        Returns:
            For each tile the best that is on the card now, None where there is nothing at all.
        """
        self._make_room(wanted, style)
        used: dict[bool, set[int]] = {False: set(), True: set()}
        ends = time.perf_counter() + budget_s
        self.is_behind = False
        placed = []
        for covers in wanted:
            found = self._best(covers, used, ends)
            if found is not None:
                used[found.is_large].add(found.layer)
            placed.append(found)
        return placed

    def _best(
        self, covers: Sequence[Found], used: dict[bool, set[int]], ends: float
    ) -> Placed | None:
        """Return the best cover that is on the card, or can be brought there in time."""
        for number, found in enumerate(covers):
            is_large = found.key[0] == MAX_LEVEL
            array = self._arrays[is_large]
            layer = array.layer_of(found.image)
            # With nothing else on the card the coarsest cover is fetched whatever it costs: it
            # serves many tiles at once, and no frame may have a hole.
            may_fetch = number == len(covers) - 1 or time.perf_counter() < ends
            if layer < 0 and may_fetch:
                layer = array.upload(found.image, used[is_large])
            if layer >= 0:
                return Placed(is_large, layer, found)
            self.is_behind = True
        return None

    def _make_room(self, wanted: Sequence[Sequence[Found]], style: TileStyle) -> None:
        """See that the arrays have the right size for what a frame shows."""
        for is_large in (False, True):
            finest = [covers[0] for covers in wanted if covers]
            needed = sum(1 for found in finest if (found.key[0] == MAX_LEVEL) == is_large)
            size = layer_size(style, is_large=is_large)
            array = self._arrays.get(is_large)
            if array is not None and array.size == size and array.layers >= needed:
                continue
            if is_large and not needed:
                continue
            if array is not None:
                array.destroy()
                del self._arrays[is_large]
            self._arrays[is_large] = LayerArray(self._functions, size, self._layers(needed, size))

    def _layers(self, needed: int, size: Size) -> int:
        """Return how many layers to make for a frame that needs some."""
        affordable = self.limit_bytes // (4 * size[0] * size[1])
        wished = max(LEAST_LAYERS, round(SPARE * needed))
        return min(self._most_layers, max(needed + 1, min(wished, affordable)))

    @property
    def bytes(self) -> int:
        """Memory of all layers."""
        return sum(4 * a.size[0] * a.size[1] * a.layers for a in self._arrays.values())

    def destroy(self) -> None:
        """Give all memory back."""
        for array in self._arrays.values():
            array.destroy()
        self._arrays.clear()


def layer_size(style: TileStyle, *, is_large: bool) -> Size:
    """Return the pixels of a tile of the largest level, or of all others."""
    level = MAX_LEVEL if is_large else 0
    width, height = style.cell_size(level)
    cells = tile_cells(level) if is_large else TILE_CELLS
    return width * cells, height * cells
