"""Draws the sheet of sketches in docs/images: `python -m models.convert.sketch_sheet FILE.png`.

A row is a named pose, a column a way to draw it: the shaded body, clean contours, three hands of
growing carelessness, ovals without a face, a stick figure. Networks learn from such drawings.
"""

import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.body.model import BodyModel, Posed
from models.body.picture import shaded
from models.body.poses import named_poses
from models.sketch.degrade import CLEAN, Hand, sample_hand
from models.sketch.raster import draw
from models.sketch.synthesis import drawn, outline

POSES: Final = ("contrapposto", "run", "sit", "throw", "warrior")
SIDE: Final = 150
SEED: Final = 6
_OVALS: Final = ("head", "left_hand", "right_hand", "left_foot", "right_foot")


def main() -> None:
    """Write the sheet.

    Raises:
        SystemExit: no file was named.
    """
    if len(sys.argv) != 2:
        raise SystemExit("Name the picture to write: python -m models.convert.sketch_sheet A.png")
    body = BodyModel()
    known = named_poses()
    sheet = np.concatenate(
        [_row(body, body.pose(known[key].rotations), row) for row, key in enumerate(POSES)]
    )
    Image.fromarray(sheet).quantize(64).save(Path(sys.argv[1]), optimize=True)


def _row(body: BodyModel, posed: Posed, row: int) -> NDArray[np.uint8]:
    """Return one pose in all ways, uint8 (SIDE, SIDE * columns, 3)."""
    rng = np.random.default_rng([SEED, row])
    lines = outline(posed)
    hands = [CLEAN, *(sample_hand(rng, strength=strength) for strength in (0.4, 0.8, 1.2))]
    hands += [Hand(0.8, face=False, ovals=_OVALS), Hand(0.6, stick=True)]
    cells = [_solid(body, posed)]
    for hand in hands:
        paper = draw(drawn(lines, hand, rng), 2 * SIDE, pen=1.8)
        small = np.asarray(Image.fromarray(paper).resize((SIDE, SIDE), Image.Resampling.LANCZOS))
        cells.append(np.repeat(small[..., None], 3, 2))
    return np.concatenate(cells, 1)


def _solid(body: BodyModel, posed: Posed) -> NDArray[np.uint8]:
    """Return the shaded body on white, uint8 (SIDE, SIDE, 3)."""
    picture = Image.fromarray(shaded(posed.vertices, body.data.faces, 2 * SIDE), "RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return np.asarray(paper.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS))


if __name__ == "__main__":
    main()
