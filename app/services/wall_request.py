"""What arrangement is wanted: the one value that describes it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.services.arrangements import Arrangement
from app.services.wall_camera import CELL_SHAPES

METHODS = (
    "random", "clustered", "semi-clustered", "timeline", "year", "name", "popularity", "number",
    "colour", "similarity", "map", "around", "results",
)  # fmt: skip
BY_FACET = ("clustered", "semi-clustered")
BY_VECTORS = ("similarity", "map", "around")
DEFAULT_NOISE = 0.4

Preview = Callable[[Arrangement], None]
"""Takes a coarse arrangement while the final one is made; called on the job's thread."""


@dataclass(frozen=True, slots=True)
class ArrangeRequest:
    """What arrangement is wanted.

    Args:
        method: one of METHODS.
        key: facet to cluster by, or of numbers to sort by; "" chooses one.
        seed: of chance.
        noise: 0-1, for "semi-clustered".
        shape: of the cells.
        view_aspect: width / height of the view that the grid should fill.
        hits: item ids, best first, for "results".
        columns: cells in a row; 0 chooses.
        item: id of the item in the middle, for "around"; -1 for none.
        encoder: whose vectors are compared by the methods of BY_VECTORS; "" chooses.
    """

    method: str = "random"
    key: str = ""
    seed: int = 0
    noise: float = DEFAULT_NOISE
    shape: str = "poster"
    view_aspect: float = 16 / 10
    hits: tuple[int, ...] = ()
    columns: int = 0
    item: int = -1
    encoder: str = ""

    @property
    def cell_aspect(self) -> float:
        """Width / height of a cell."""
        width, height = CELL_SHAPES[self.shape]
        return width / height
