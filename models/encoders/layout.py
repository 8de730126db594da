"""`layout`: the embedded image descriptor. No weights, no training, always there.

It joins four classic descriptors of a picture squashed to 64 x 64 pixels:

* **colour layout** - mean CIE-Lab colour on a grid, after the MPEG-7 colour layout descriptor
  (Kasutani and Yamada, "The MPEG-7 color layout descriptor", ICIP 2001), in space instead of DCT;
* **gradients** - orientation histograms on a spatial pyramid, after Dalal and Triggs, "Histograms
  of oriented gradients for human detection", CVPR 2005, and the pyramid of Lazebnik et al., 2006;
* **texture** - rotation-invariant uniform local binary patterns (Ojala, Pietikäinen and Mäenpää,
  "Multiresolution gray-scale and rotation invariant texture classification", PAMI 2002);
* **colour** - a joint Lab histogram of the picture and one of its middle (Swain and Ballard, "Color
  indexing", IJCV 1991), compared by Hellinger's distance, and the colour moments of Stricker and
  Orengo, "Similarity of color images", 1995.

Each block has unit length before it is weighted, so that a weight is a block's share of the cosine.
The weights were chosen by mean average precision on the train split of the Grocery Store data set
(`docs/models.md` has the figures).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.values import Findings
from models.base import Image, Runtime, check_image, mark_prepared, unit

SIDE = 64  # pixels
CODE_VERSION = "1"
_GRID = 4
_ORIENTATIONS = 8
_PYRAMID = (1, 4)
_LBP_GRID = (1, 2)
_LBP_PATTERNS = 10  # 0-8: uniform with so many ones; 9: the rest
_L_BINS = 3
_AB_BINS, _MIDDLE_AB_BINS = 7, 6

# Share of the squared length. Grocery photos are close-ups that would do with colour and texture
# alone, so composition (layout, gradients) has a floor of a tenth: photos of places need it.
WEIGHTS: Mapping[str, float] = {
    "layout": 0.05,
    "gradients": 0.06,
    "texture": 0.32,
    "histogram": 0.27,
    "middle": 0.27,
    "moments": 0.03,
}


def lab_image(rgb: Image) -> NDArray[np.float32]:
    """Return (H, W, 3) float32 CIE-Lab, L scaled to 0-1, a and b to about -1 to 1."""
    import cv2

    lab = cv2.cvtColor(np.asarray(rgb, dtype=np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return np.asarray(lab * np.array([0.01, 0.01, 0.01], np.float32), dtype=np.float32)


def colour_layout(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean colour of each cell of a grid, centred on mid-grey; (48,)."""
    import cv2

    cells = cv2.resize(lab, (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    return np.asarray((cells - np.array([0.5, 0, 0], np.float32)).ravel(), dtype=np.float32)


def gradient_pyramid(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Histograms of unsigned gradient orientation on 1 and 16 cells; (136,).

    Votes are split between the two nearest orientations; each cell has unit length, clipped as in
    the paper so that one strong edge does not hide the rest.
    """
    import cv2

    dx = cv2.Sobel(luma, cv2.CV_32F, 1, 0, ksize=3)
    dy = cv2.Sobel(luma, cv2.CV_32F, 0, 1, ksize=3)
    magnitude = np.sqrt(dx * dx + dy * dy)
    position = np.mod(np.arctan2(dy, dx), np.pi) * (_ORIENTATIONS / np.pi)
    low = np.floor(position).astype(np.int64) % _ORIENTATIONS
    share = (position - np.floor(position)).astype(np.float32)
    finest = _PYRAMID[-1]
    cell = _cells(luma.shape[0], luma.shape[1], finest)
    size = finest * finest * _ORIENTATIONS
    votes = np.zeros(size)
    votes += np.bincount(
        (cell * _ORIENTATIONS + low).ravel(), (magnitude * (1 - share)).ravel(), size
    )
    votes += np.bincount(
        (cell * _ORIENTATIONS + (low + 1) % _ORIENTATIONS).ravel(),
        (magnitude * share).ravel(),
        size,
    )
    grid = votes.reshape(finest, finest, _ORIENTATIONS)
    parts = [_clipped_unit(_pool(grid, cells)).ravel() / cells for cells in _PYRAMID]
    return np.concatenate(parts).astype(np.float32)


def texture_patterns(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Histograms of rotation-invariant uniform patterns on 1 and 4 cells; (50,)."""
    centre = luma[1:-1, 1:-1]
    ring = [(0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0)]
    height, width = centre.shape
    bits = np.stack(
        [luma[y : y + height, x : x + width] > centre + np.float32(0.01) for y, x in ring]
    )
    ones = bits.sum(axis=0)
    changes = (bits != np.roll(bits, 1, axis=0)).sum(axis=0)
    pattern = np.where(changes <= 2, ones, _LBP_PATTERNS - 1)
    finest = _LBP_GRID[-1]
    cell = _cells(height, width, finest)
    counts = np.bincount(
        (cell * _LBP_PATTERNS + pattern).ravel(), minlength=finest * finest * _LBP_PATTERNS
    )
    grid = counts.astype(np.float64).reshape(finest, finest, _LBP_PATTERNS)
    parts = [np.sqrt(_pool(grid, cells) / (height * width)).ravel() for cells in _LBP_GRID]
    return np.concatenate(parts).astype(np.float32)


def colour_histogram(lab: NDArray[np.float32], bins: int) -> NDArray[np.float32]:
    """Square root of a joint histogram of 3 x bins x bins Lab colours; (3 * bins * bins,).

    A pixel's vote is split between the neighbouring bins of each axis, so that a small change of
    light is a small change of the histogram.
    """
    # Most colours of photographs are muted: the square root gives them finer bins.
    chroma = np.sign(lab[..., 1:]) * np.sqrt(np.abs(lab[..., 1:]))
    sizes = (_L_BINS, bins, bins)
    values: list[NDArray[Any]] = [
        lab[..., 0],
        (chroma[..., 0] + 1) / 2,
        (chroma[..., 1] + 1) / 2,
    ]
    index = np.zeros((1, lab.shape[0] * lab.shape[1]), np.int64)
    share = np.ones(index.shape, np.float32)
    for value, size in zip(values, sizes, strict=True):
        position = np.clip(value.ravel() * size - 0.5, 0, size - 1.001)
        low = position.astype(np.int64)
        above = position - low
        index = np.concatenate([index * size + low, index * size + low + 1])
        share = np.concatenate([share * (1 - above), share * above])
    votes = np.bincount(index.ravel(), share.ravel(), _L_BINS * bins * bins)
    return np.asarray(np.sqrt(votes / votes.sum()), dtype=np.float32)


def colour_moments(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean, standard deviation and skew (cube root) of each Lab channel; (9,)."""
    pixels = lab.reshape(-1, 3).astype(np.float64)
    mean = pixels.mean(axis=0)
    centred = pixels - mean
    deviation = np.sqrt((centred**2).mean(axis=0))
    skew = np.cbrt((centred**3).mean(axis=0))
    return np.concatenate([mean - [0.5, 0, 0], deviation, skew]).astype(np.float32)


def describe_blocks(rgb: Image) -> dict[str, NDArray[np.float32]]:
    """Return every block of the descriptor by name, unweighted, of unit length."""
    lab = lab_image(rgb)
    luma = np.ascontiguousarray(lab[..., 0])
    quarter = SIDE // 4
    blocks = {
        "layout": colour_layout(lab),
        "gradients": gradient_pyramid(luma),
        "texture": texture_patterns(luma),
        "histogram": colour_histogram(lab, _AB_BINS),
        "middle": colour_histogram(lab[quarter:-quarter, quarter:-quarter], _MIDDLE_AB_BINS),
        "moments": colour_moments(lab),
    }
    return {name: unit(block) for name, block in blocks.items()}


class LayoutBackend:
    """The embedded descriptor as an analysis.

    Input: any RGB image. Output: float32 (498,), unit length. Cost: about 2 ms an image on one
    processor core, no memory. The sources are named at the head of this module.
    """

    name = "layout"
    version = f"layout-{CODE_VERSION}"
    kind = "vectors"
    vectors: Mapping[str, int] = {"layout": 498}
    joint_text: Mapping[str, str] = {}
    cost_ms = 3.0
    max_batch = 32
    only_cpu = True

    def prepare(self, image: Image) -> NDArray[Any]:
        """Squash to 64 x 64 pixels, averaging areas."""
        import cv2

        rgb = check_image(image)
        small = cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        return mark_prepared(small, self.name, (rgb.shape[0], rgb.shape[1]))

    def load(self, runtime: Runtime) -> None:
        """Nothing to load."""

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Describe each image by itself."""
        return [Findings(vectors={"layout": describe(np.asarray(image))}) for image in batch]

    def unload(self) -> None:
        """Nothing to give back."""


def describe(rgb: Image) -> NDArray[np.float32]:
    """Return the (498,) unit vector of a 64 x 64 RGB image."""
    blocks = describe_blocks(rgb)
    return unit(np.concatenate([blocks[name] * np.sqrt(share) for name, share in WEIGHTS.items()]))


def block_slices() -> dict[str, slice]:
    """Return where each block lies in the vector: name -> slice."""
    sizes = {
        "layout": 3 * _GRID * _GRID,
        "gradients": _ORIENTATIONS * sum(cells * cells for cells in _PYRAMID),
        "texture": _LBP_PATTERNS * sum(cells * cells for cells in _LBP_GRID),
        "histogram": _L_BINS * _AB_BINS * _AB_BINS,
        "middle": _L_BINS * _MIDDLE_AB_BINS * _MIDDLE_AB_BINS,
        "moments": 9,
    }
    found, start = {}, 0
    for name in WEIGHTS:
        found[name] = slice(start, start + sizes[name])
        start += sizes[name]
    return found


def _cells(height: int, width: int, cells: int) -> NDArray[np.int64]:
    """Return the cell number of every pixel of an image cut into cells x cells."""
    rows = np.arange(height) * cells // height
    columns = np.arange(width) * cells // width
    return np.asarray(rows[:, None] * cells + columns[None, :], dtype=np.int64)


def _pool(grid: NDArray[np.float64], cells: int) -> NDArray[np.float64]:
    """Add the cells of a (n, n, bins) grid up to (cells, cells, bins)."""
    step = grid.shape[0] // cells
    return np.asarray(grid.reshape(cells, step, cells, step, grid.shape[2]).sum(axis=(1, 3)))


def _clipped_unit(histograms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale each histogram to unit length with no entry above 0.5 before the last scaling."""
    clipped = np.minimum(np.asarray(unit(histograms), dtype=np.float64), 0.5)
    return np.asarray(unit(clipped), dtype=np.float64)
