"""What maps of results are asked and what they answer; value types only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from common.notes import Note

Ids = NDArray[np.int64]
Represent = Literal["best", "central"]
Layout = Literal["cloud", "spiral", "sphere"]
EMPTY = -1  # a cell without an item

_NOTES: dict[str, str] = {
    "no-hits": "There is nothing to draw: the list of results is empty.",
    "no-vectors": "None of these {count} items has a vector, so nothing can be compared.",
    "some-without": "{count} of {total} items have no vector and are not on the map.",
    "cut": "Of {total} items the first {count} are shown.",
    "no-concepts": "Nothing was named in these pictures: there are no concepts to make maps of.",
    "no-graph": "The image graph is not made yet: neighbours come from a comparison of all.",
}


class MapNote(Note):
    """A note about a map of results."""

    __slots__ = ()
    texts: ClassVar[Mapping[str, str]] = _NOTES


def map_notes() -> dict[str, str]:
    """Return the ids of all notes with their English texts; {names} stand for values."""
    return dict(_NOTES)


@dataclass(frozen=True, slots=True)
class CellMap:
    """Images in the cells of a grid; alike ones lie together.

    Args:
        items: int64 (rows, columns), EMPTY where there is none.
        counts: int64 (rows, columns), for how many items each one stands.
        members: by cell in reading order, the items it stands for, itself among them.
        total: how many items were asked for.
        without: how many of them have no vector.
        encoder: whose vectors were compared.
        quality: distance preservation quality; NaN where there is none.
        notes: what the user should know.
        title: of what it is a map ("dog"), "" for the whole list.
    """

    items: Ids
    counts: Ids
    members: tuple[Ids, ...] = ()
    total: int = 0
    without: int = 0
    encoder: str = ""
    quality: float = float("nan")
    notes: tuple[str, ...] = ()
    title: str = ""

    @property
    def shown(self) -> Ids:
        """The items in reading order, empty cells left out."""
        return np.asarray(self.items[self.items != EMPTY])


class CondensedMap(CellMap):
    """A list of results condensed to few cells."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PlaneMap:
    """A window onto an endless plane of images, on one level of the image graph.

    Args:
        cells: (x, y) -> item; what was once placed stays.
        x: leftmost column of the window.
        y: topmost row of the window.
        columns: of the window.
        rows: of the window.
        level: of the graph; 0 holds every item.
        levels: how many levels there are.
        focus: the item that was zoomed in on, or EMPTY.
        parent: the map that it was opened from; zooming out returns to it.
        encoder: whose vectors were compared.
        among: only these items are shown, ascending; None for all.
        notes: what the user should know.
    """

    cells: Mapping[tuple[int, int], int]
    x: int
    y: int
    columns: int
    rows: int
    level: int = 0
    levels: int = 1
    focus: int = EMPTY
    parent: "PlaneMap | CellMap | None" = None
    encoder: str = ""
    among: Ids | None = None
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> Ids:
        """The items in the window, int64 (rows, columns), EMPTY where there is none."""
        grid = np.full((self.rows, self.columns), EMPTY, np.int64)
        for (x, y), item in self.cells.items():
            if 0 <= x - self.x < self.columns and 0 <= y - self.y < self.rows:
                grid[y - self.y, x - self.x] = item
        return grid


@dataclass(frozen=True, slots=True)
class SpaceMap:
    """Items as points in space.

    Args:
        items: int64 (N,).
        positions: float32 (N, 3), y upwards; about 1 from the middle for "cloud", on a sphere of
            radius 1 around the viewer otherwise.
        clusters: int64 (N,), which of at most 12 groups of alike ones each belongs to.
        layout: how they lie.
        total: how many items were asked for.
        without: how many of them have no vector.
        encoder: whose vectors were compared.
        notes: what the user should know.
    """

    items: Ids
    positions: NDArray[np.float32]
    clusters: Ids
    layout: Layout = "cloud"
    total: int = 0
    without: int = 0
    encoder: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphState:
    """What is known of the image graph of the library.

    Args:
        encoder: whose vectors it links; "" where there are none.
        items: how many are in it.
        levels: how many levels it has; 0 while there is none.
        is_due: update() would make or extend it.
        size: bytes on disk.
    """

    encoder: str = ""
    items: int = 0
    levels: int = 0
    is_due: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class RelocationMap(CellMap):
    """The neighbourhood of a text or of an item, sorted; picking one replaces the words.

    Args:
        asked: the text, or "" for one around an item or a list.
        similarity: by item, how like the text it is, as the encoder says.
    """

    asked: str = ""
    similarity: Mapping[int, float] = field(default_factory=dict)
