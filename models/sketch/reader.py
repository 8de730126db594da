"""Reads a body from a drawing: strokes in, rotations, shape and confidence out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from common.strokes import Stroke
from models.base import Runtime
from models.body.model import BodyModel, forward
from models.body.rotations import orthonormal
from models.body.skeleton import COUNT, MIRROR, mirror_rotations
from models.sketch.confidence import Calibration, uncalibrated
from models.sketch.oddities import SketchNote, check_drawn, is_little, oddities
from models.sketch.raster import as_input, draw
from models.sketch.scan import strokes_of_picture

Array = NDArray[np.float64]

INPUT: Final = "drawing"
OUTPUTS: Final = ("numbers", "shape", "skeleton")
"""Names of what our networks take and give; here, so that reading loads no torch."""

TOLD: Final = "kinora"
"""Name of the metadata that our networks carry: a JSON document."""

_SHAPE_REACH: Final = 3.0  # of shape numbers, which are about N(0, 1)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A body as a network reads it from a drawing.

    Args:
        rotations: float64 (24, 3, 3), orthonormal, relative to the parents.
        shape: float64 (10,).
        skeleton: float64 (24, 3), metres, joints that were told before the rotations; None where
            the network tells none.
        confidence: float64 (24,), 0-1: how often such a joint is right (within 100 mm).
        notes: what is odd about the drawing, for people.
        is_little: too little of a person is drawn to be read.
    """

    rotations: Array
    shape: Array
    skeleton: Array | None
    confidence: Array
    notes: tuple[str, ...] = ()
    is_little: bool = False


class SketchReader:
    """A sketch network, ready to read.

    Args:
        path: an ONNX file that `train-body --export` wrote.
        threads: processor threads it may use.

    Raises:
        WeightsError: it cannot be opened, or is another network.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        from models.networks.common import open_session

        try:
            self._session: Any = open_session(path, Runtime(threads=threads))
        except Exception as error:  # the library has no base class of its own
            raise WeightsError(
                f"The sketch network “{path.name}” cannot be opened.",
                hint="Export it again with `train-body --export`, or add another copy.",
            ) from error
        self.path = path
        inputs = [(one.name, one.shape) for one in self._session.get_inputs()]
        self._names = [one.name for one in self._session.get_outputs()]
        is_ours = len(inputs) == 1 and inputs[0][0] == INPUT and len(inputs[0][1]) == 4
        if not is_ours or self._names not in (list(OUTPUTS), list(OUTPUTS[:2])):
            raise WeightsError(
                f"“{path.name}” reads no bodies from drawings.",
                hint="Give a network that `train-body --export` wrote.",
            )
        self.side = int(inputs[0][1][2])
        self.told = _told(self._session)
        calibration = Calibration.of(self.told.get("confidence"))
        self.is_calibrated = calibration is not None
        self.calibration = calibration or uncalibrated()
        self._rest = BodyModel().rest()[1].astype(np.float64)

    def read(self, strokes: Sequence[Stroke], *, twice: bool = True) -> Reading:
        """Return the body that a drawing shows.

        Args:
            strokes: any units; where and how large it was drawn does not matter.
            twice: the mirror image is read too: the mean of both answers is better, and their
                distance tells how sure they are. Once is enough while a pen moves; confidence is
                then that of each joint in general, and nothing odd is looked for.

        Raises:
            QueryError: nothing is drawn.
        """
        check_drawn(strokes)
        notes = oddities(strokes) if twice else []
        found = self.read_paper(draw(strokes, self.side), twice=twice, notes=notes)
        share = self.calibration.share(found.confidence) if twice else None
        what_else = any(note.id in {"only-head", "no-person"} for note in notes)
        if not what_else and not is_little(strokes, share):
            return found
        told = [note for note in found.notes if getattr(note, "id", "") != "unsure"]
        if twice and not what_else:
            told.append(SketchNote("too-little"))
        return replace(found, notes=tuple(told), is_little=True)

    def read_picture(self, picture: NDArray[np.uint8], *, twice: bool = True) -> Reading:
        """Return the body of a scanned or exported drawing.

        Args:
            picture: uint8 (H, W), (H, W, 3) RGB or (H, W, 4) RGBA.
            twice: see read().

        Raises:
            QueryError: nothing is drawn.
        """
        strokes, notes = strokes_of_picture(picture)
        found = self.read(strokes, twice=twice)
        return replace(found, notes=(*notes, *found.notes))

    def read_paper(
        self, paper: NDArray[np.uint8], *, twice: bool = True, notes: Sequence[str] = ()
    ) -> Reading:
        """Return the body of a drawing in pixels, uint8 (side, side), 0 is ink; see read()."""
        drawing = as_input(paper)
        if twice:
            drawing = np.concatenate([drawing, drawing[..., ::-1]])
        numbers, shapes, skeletons = self.run(drawing)
        nine = numbers.reshape(-1, COUNT, 3, 3)
        rotations, confidence = orthonormal(nine[0]), self.calibration.usual
        skeleton = None if skeletons is None else skeletons[0]
        if twice:
            other = mirror_rotations(nine[1])
            apart = self.apart(rotations, orthonormal(other))
            confidence = self.calibration.confidence(apart)
            rotations = orthonormal(nine[0] + other)
            if skeletons is not None:
                skeleton = (skeletons[0] + skeletons[1][list(MIRROR)] * [-1, 1, 1]) / 2
        told: list[str] = list(notes)
        if twice and not self.is_calibrated:
            told.append(SketchNote("uncalibrated"))
        if twice and self.calibration.is_unsure(confidence):
            told.append(SketchNote("unsure"))
        shape = np.clip(shapes.mean(0), -_SHAPE_REACH, _SHAPE_REACH)
        return Reading(rotations, shape, skeleton, confidence, tuple(told))

    def run(self, drawings: NDArray[np.float32]) -> tuple[Array, Array, Array | None]:
        """Return what the network says, float64: (N, 24, 9), (N, 10) and (N, 24, 3) or None.

        Args:
            drawings: float32 (N, 1, side, side), 1 is ink.

        Raises:
            WeightsError: a number is not finite.
        """
        found = [
            np.asarray(one, np.float64)
            for one in self._session.run(self._names, {INPUT: np.ascontiguousarray(drawings)})
        ]
        if not all(np.isfinite(one).all() for one in found):
            raise WeightsError(
                f"“{self.path.name}” gives numbers that are not finite.",
                hint="Export it again, or add another copy.",
            )
        return found[0], found[1], found[2] if len(found) > 2 else None

    def apart(self, first: Array, second: Array) -> Array:
        """Return how far the joints of two poses (24, 3, 3) lie apart, mm, pelvises together."""
        places = [forward(one, self._rest)[1] for one in (first, second)]
        return np.asarray(np.linalg.norm(places[0] - places[1], axis=1) * 1e3)


def _told(session: Any) -> dict[str, Any]:
    """Return the metadata of a network of ours; nothing where it has none."""
    text = session.get_modelmeta().custom_metadata_map.get(TOLD, "")
    try:
        document = json.loads(text) if text else {}
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
