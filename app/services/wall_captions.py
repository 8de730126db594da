"""What is typical of a block of cells: finer names inside clusters, more of them when zoomed in."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import Arrangement, Cluster
from app.services.wall_camera import WallCamera
from app.services.wall_table import WallTable
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.facet_table import FacetTable

# What says most about a neighbourhood comes first; facets that are not here follow by name.
KEYS = (
    "genre", "concept", "place", "city", "country", "tag", "object", "decade", "director", "actor",
    "company", "language", "camera", "daytime", "colour",
)  # fmt: skip
NO_CAPTION = frozenset(
    {
        "year",
        "month",
        "day",
        "weekday",
        "hour",
        "people",
        "faces",
        "event",
        "kind",
        "lens",
        "brightness",
        "light",
        "tone",
        "orientation",
        "borders",
        "main_colour",
        "camera_motion",
    }
)
MOST_KEYS = 8
LEAST_LETTERS = 3
LEAST_ITEMS = 6  # in a block that gets a caption
LEAST_SHARE = 0.25  # of the items of a block
LEAST_LIFT = 1.6  # times as frequent as on the whole wall
MOST_CELLS = 60_000  # that are looked at; of more in view a part
MOST_CAPTIONS = 40
BLOCK_PX = (250.0, 190.0)  # pixels of a block of cells that gets a caption
CLOSER = 1.5  # times the scale at which all is seen; from here on clusters are captioned inside
PLAIN = frozenset({"random", "name", "results"})  # arrangements whose neighbours share nothing

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """The cells in view and the size of the blocks to name.

    Args:
        columns: first and end column.
        rows: first and end row.
        block: columns and rows of a block, >= 1 each.
    """

    columns: tuple[int, int]
    rows: tuple[int, int]
    block: tuple[int, int]


@dataclass(frozen=True, slots=True)
class SubCaption:
    """The name of a block of cells.

    Args:
        text: a facet value.
        key: its facet.
        box: left, top, right, bottom in cells; right and bottom are exclusive.
        share: part of the block's items that have it, 0-1.
    """

    text: str
    key: str
    box: tuple[int, int, int, int]
    share: float


def seen_blocks(camera: WallCamera, arrangement: Arrangement) -> Seen | None:
    """Return the cells that a camera sees, in blocks as large as a caption.

    Blocks are whole and lie on a fixed raster, so that the question, and with it the answer, stays
    the same while the user pans a bit.

    Args:
        camera: on the grid of the arrangement.
        arrangement: where it has clusters, their names alone are shown first; what lies inside
            them follows when the user goes closer.

    Returns:
        None where no caption is due: too far away, or too close.
    """
    if arrangement.clusters and camera.view.scale < CLOSER * camera.fit_scale:
        return None
    wide = _power_of_two(BLOCK_PX[0] / camera.view.scale)
    high = _power_of_two(BLOCK_PX[1] / (camera.view.scale * camera.cell_height))
    if wide * high < LEAST_ITEMS:
        return None
    first_column, end_column, first_row, end_row = camera.visible()
    columns = (first_column // wide * wide, -(-end_column // wide) * wide)
    rows = (first_row // high * high, -(-end_row // high) * high)
    return Seen(columns, rows, (wide, high))


def _power_of_two(value: float) -> int:
    """Return the power of two nearest to a value, at least 1."""
    return 1 << max(0, round(math.log2(max(value, 1.0))))


class _Found(NamedTuple):
    """A value that is typical of a block."""

    merit: float
    block: int
    key: str
    value: str
    share: float


class WallCaptioner:
    """Finds captions for what is in view.

    Of every block of cells the value that is most typical is taken: frequent in the block, rarer
    elsewhere. Blocks are served by how typical their value is; a value whose words are all covered
    by captions and cluster names that are shown already is skipped and the next one is tried.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library

    def captions(
        self, table: WallTable, arrangement: Arrangement, seen: Seen, context: JobContext
    ) -> list[SubCaption]:
        """Return captions, most typical first.

        Args:
            table: of the wall.
            arrangement: of the table's items.
            seen: the cells in view.
            context: of the job.
        """
        if arrangement.method in PLAIN or not len(arrangement.order):
            return []
        cells, blocks, boxes = _blocks(arrangement, seen)
        if not len(cells):
            return []
        block_of = np.full(int(table.ids[-1]) + 1, -1, np.int32)
        block_of[table.ids[arrangement.order[cells]]] = blocks
        filled = np.bincount(blocks, minlength=len(boxes))
        keys = self._keys()
        found: list[_Found] = []
        for number, key in enumerate(keys):
            context.step(number, len(keys))
            facets = self._library.catalogue.facet_table(key)  # kept in memory by the catalogue
            found += _typical(facets, block_of, filled, len(table))
        return _chosen(found, boxes, _words(_named(arrangement.clusters, seen)))

    def _keys(self) -> list[str]:
        """Return the facets that captions are taken from."""
        present = [key for key in self._library.catalogue.facet_keys() if key not in NO_CAPTION]
        ranked = sorted(present, key=lambda k: (KEYS.index(k) if k in KEYS else len(KEYS), k))
        return ranked[:MOST_KEYS]


def _blocks(
    arrangement: Arrangement, seen: Seen
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[tuple[int, int, int, int]]]:
    """Return cells in view, the block of each, and the boxes of the blocks.

    Blocks lie on a fixed raster of the whole grid, so that captions stay while the user pans.
    """
    (first_column, end_column), (first_row, end_row) = seen.columns, seen.rows
    wide, high = max(1, seen.block[0]), max(1, seen.block[1])
    left, top = first_column // wide, first_row // high
    across, down = -(-end_column // wide) - left, -(-end_row // high) - top
    if across <= 0 or down <= 0:
        return np.empty(0, np.int64), np.empty(0, np.int64), []
    end_column = min(arrangement.columns, (left + across) * wide)
    end_row = min(arrangement.rows, (top + down) * high)
    columns, rows = np.arange(left * wide, end_column), np.arange(top * high, end_row)
    stride = max(1, int(np.ceil((len(columns) * len(rows) / MOST_CELLS) ** 0.5)))
    columns, rows = columns[::stride], rows[::stride]
    cells = (rows[:, None] * arrangement.columns + columns).reshape(-1)
    block = ((rows // high - top)[:, None] * across + (columns // wide - left)).reshape(-1)
    inside = cells < len(arrangement.order)
    boxes = [
        (
            (left + x) * wide,
            (top + y) * high,
            min((left + x + 1) * wide, arrangement.columns),
            min((top + y + 1) * high, arrangement.rows),
        )
        for y in range(down)
        for x in range(across)
    ]
    return cells[inside].astype(np.int64), block[inside].astype(np.int64), boxes


def _typical(
    facets: "FacetTable", block_of: NDArray[np.int32], filled: NDArray[np.int64], count: int
) -> list[_Found]:
    """Return the values that are typical of blocks.

    The merit of a value is share x log(share in the block / share on the whole wall).

    Args:
        facets: all values of a key.
        block_of: block of each item id, -1 for those not in view.
        filled: number of items in each block.
        count: number of items on the wall.
    """
    ids = np.minimum(facets.items, len(block_of) - 1)
    blocks = np.where(facets.items < len(block_of), block_of[ids], -1)
    pairs_at = np.flatnonzero(blocks >= 0)
    if not len(pairs_at):
        return []
    width = len(facets.names)
    of_value = np.searchsorted(facets.offsets, pairs_at, side="right") - 1
    pairs, counts = np.unique(
        blocks[pairs_at].astype(np.int64) * width + of_value, return_counts=True
    )
    block, value = pairs // width, pairs % width
    share = counts / np.maximum(filled[block], 1)
    lift = share / np.maximum(facets.totals[value] / max(1, count), 1e-9)
    kept = (share >= LEAST_SHARE) & (lift >= LEAST_LIFT) & (filled[block] >= LEAST_ITEMS)
    merit = share * np.log(np.maximum(lift, 1.0))
    return [
        _Found(float(merit[i]), int(block[i]), facets.key, facets.names[value[i]], float(share[i]))
        for i in np.flatnonzero(kept).tolist()
    ]


def _chosen(
    found: list[_Found],
    boxes: Sequence[tuple[int, int, int, int]],
    covered: set[str],
) -> list[SubCaption]:
    """Return one caption a block at most, skipping values whose words are covered."""
    captions: list[SubCaption] = []
    named: set[int] = set()
    for _, block, key, value, share in sorted(found, key=lambda f: (-f.merit, f.block, f.value)):
        words = _words([value])
        is_code = len(value) < LEAST_LETTERS  # "GB", "es": names of nothing that one sees
        if block in named or is_code or not words or words <= covered:
            continue
        named.add(block)
        covered |= words
        captions.append(SubCaption(value, key, boxes[block], share))
        if len(captions) >= MOST_CAPTIONS:
            break
    return captions


def _named(clusters: Iterable[Cluster], seen: Seen) -> list[str]:
    """Return the names of the clusters in view."""
    return [
        cluster.label
        for cluster in clusters
        if cluster.box[0] < seen.columns[1]
        and seen.columns[0] < cluster.box[2]
        and cluster.box[1] < seen.rows[1]
        and seen.rows[0] < cluster.box[3]
    ]


def _words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts, folded."""
    return {word for text in texts for word in _WORD.findall(text.casefold())}
