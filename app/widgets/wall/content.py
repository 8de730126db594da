"""What the wall's view shows, and which tiles a camera sees of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Cluster
from app.services.wall_camera import WallCamera
from app.services.wall_tiles import TileStyle, WallScene, tile_cells
from app.widgets.wall.tile_content import Lit, TileKey
from common.selection import as_ids

MANY = 10_000  # items; more are sorted before they are looked up


@dataclass(frozen=True, slots=True)
class WallContent:
    """What the view shows.

    Args:
        scene: what lies where.
        style: how cells look.
        clusters: their names are drawn.
        ids: (n,) item ids, ascending.
        cells: (n,) the cell of each of ids.
        lit: (n,) which of ids are not dimmed; None dims nothing.
        members: (n,) the cluster of each cell, -1 for none; None where nobody knows.
    """

    scene: WallScene
    style: TileStyle
    clusters: Sequence[Cluster]
    ids: NDArray[np.int64]
    cells: NDArray[np.int64]
    lit: NDArray[np.bool_] | None = None
    members: NDArray[np.int32] | None = None

    def lit_cells(self, lit: NDArray[np.bool_] | None) -> Lit:
        """Return which cells are lit, from which of ids are."""
        if lit is None or len(lit) != len(self.cells):
            return None
        by_cell = np.empty(len(lit), bool)
        by_cell[self.cells] = lit
        return by_cell

    def cells_of(self, items: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the cells of items in their order; items not on the wall are left out."""
        wanted = as_ids(items)
        if not len(self.ids) or not len(wanted):
            return np.empty(0, np.int64)
        place = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return np.asarray(self.cells[place[self.ids[place] == wanted]], np.int64)

    def mask_of(self, items: Sequence[int] | NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which cells hold one of items, (n,); quick for a million of them."""
        wanted = as_ids(items)
        mask = np.zeros(self.scene.count, bool)
        if len(wanted) < MANY:
            mask[self.cells_of(wanted)] = True
            return mask
        # Ascending ids make neighbouring look-ups hit neighbouring memory.
        mask[self.cells_of(np.sort(wanted))] = True
        return mask

    def has_same_cells(self, other: "WallContent") -> bool:
        """Whether the items that both hold lie in the same cells."""
        count = min(self.scene.count, other.scene.count)
        return self.scene.columns == other.scene.columns and bool(
            np.array_equal(self.scene.items[:count], other.scene.items[:count])
        )


def all_tiles(scene: WallScene, level: int) -> list[TileKey]:
    """Return all tiles of a level."""
    size = tile_cells(level)
    rows, columns = -(-scene.total_rows // size), -(-scene.columns // size)
    return [(level, row, column) for row in range(rows) for column in range(columns)]


def seen_tiles(
    camera: WallCamera,
    content: WallContent,
    ratio: float,
    focus: tuple[float, float],
    margin: int = 0,
) -> list[TileKey]:
    """Return the tiles that a camera sees, nearest to the focus first.

    Args:
        camera: the view.
        content: what it looks at.
        ratio: device pixels a pixel.
        focus: where the user looks, pixels.
        margin: rings of tiles around what is seen.
    """
    level = content.style.level_for(camera.view.scale * ratio)
    size = tile_cells(level)
    first_column, end_column, first_row, end_row = camera.visible()
    last_row, last_column = -(-camera.rows // size), -(-camera.columns // size)
    rows = range(max(0, first_row // size - margin), min(last_row, -(-end_row // size) + margin))
    columns = range(
        max(0, first_column // size - margin), min(last_column, -(-end_column // size) + margin)
    )
    world_x, world_y = camera.to_world(*focus)
    at_row, at_column = world_y / camera.cell_height / size, world_x / size
    keys = [(level, row, column) for row in rows for column in columns]
    keys.sort(key=lambda k: (k[1] + 0.5 - at_row) ** 2 + (k[2] + 0.5 - at_column) ** 2)
    return keys
