"""How sketch networks are measured: what predicts, and under which protocol.

* P, known scale: as from a fixed camera. All bodies of the sets are as tall as those that networks
  learned from, so scale tells the stature: a predicted body is brought to the true one's, and
  compared as it is.
* U, the user's case: a drawing has no scale, stature is given. RE and MPJPE are taken after the
  best scale about the pelvis.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.body.rotations import orthonormal
from models.body.skeleton import COUNT
from models.body.torch_model import TorchBody
from models.networks.sketch_body import SketchBody
from models.sketch.measures import BodyErrors, body_errors
from models.sketch.reader import SketchReader
from models.training.sketch_data import Drawings

Ink = NDArray[np.float32]
Predicted = tuple[Tensor, Tensor, Tensor | None]
"""Rotations (N, 24, 3, 3), shapes (N, 10), regressed joints (N, 24, 3) or None."""
Predictor = Callable[[Ink], Predicted]

PICTURE: Final = 256.0  # pixels of the picture in which 2-D errors are told
_MARGIN: Final = 0.08


@dataclass(frozen=True, slots=True)
class Measured:
    """Errors on one set of drawings.

    Args:
        known: protocol P.
        user_re: float64 (N,), protocol U, RE after the best scale, mm.
        user_mpjpe: float64 (N,), protocol U, MPJPE after the best scale, mm.
        pixels: float64 (N,), mean 2-D error of the joints, each body fitted to a picture of
            PICTURE, pixels.
    """

    known: BodyErrors
    user_re: NDArray[np.float64]
    user_mpjpe: NDArray[np.float64]
    pixels: NDArray[np.float64]

    def means(self) -> dict[str, float]:
        """Return the means by name."""
        return {
            **self.known.means(),
            "user_re": float(self.user_re.mean()),
            "user_mpjpe": float(self.user_mpjpe.mean()),
            "pixels": float(self.pixels.mean()),
        }


def network_predictor(network: SketchBody, device: str = "cpu") -> Predictor:
    """Return what a torch network says, rotations made orthonormal as readers do."""

    @torch.no_grad()
    def predict(ink: Ink) -> Predicted:
        numbers, shapes, skeleton = network(torch.from_numpy(ink).to(device))
        told = skeleton.float().cpu() if network.has_skeleton else None
        return _rotations(numbers.double().cpu().numpy()), shapes.float().cpu(), told

    return predict


def reader_predictor(reader: SketchReader, *, twice: bool = False) -> Predictor:
    """Return what an exported network says; twice is with the mirror image, as `read` does."""

    def predict(ink: Ink) -> Predicted:
        if twice:
            read = [reader.read_paper(np.round(255 * (1 - one[0])).astype(np.uint8)) for one in ink]
            told = [one.skeleton for one in read if one.skeleton is not None]
            return (
                _tensor(np.stack([one.rotations for one in read])),
                _tensor(np.stack([one.shape for one in read])),
                _tensor(np.stack(told)) if told else None,
            )
        numbers, shapes, skeleton = reader.run(ink)
        return _rotations(numbers), _tensor(shapes), None if skeleton is None else _tensor(skeleton)

    return predict


def constant_predictor(rotations: NDArray[np.floating]) -> Predictor:
    """Return the baseline that always answers one pose, (24, 3, 3), in the mean shape."""
    pose = _tensor(orthonormal(rotations))

    def predict(ink: Ink) -> Predicted:
        return pose.expand(len(ink), COUNT, 3, 3), torch.zeros(len(ink), 10), None

    return predict


def mean_pose(rotations: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the rotation nearest to all of each joint, (24, 3, 3), of poses (N, 24, 3, 3)."""
    return orthonormal(np.asarray(rotations, np.float64).mean(0))


@torch.no_grad()
def evaluate(
    predictor: Predictor,
    data: Drawings,
    body: TorchBody,
    *,
    batch: int = 32,
) -> Measured:
    """Return how far a predictor's bodies are from the true ones, by both protocols.

    Args:
        predictor: what answers.
        data: drawings with their bodies; the first drawing of each is read.
        body: poses them, all vertices, on the processor.
        batch: drawings at a time.
    """
    known_parts: list[BodyErrors] = []
    others: list[Tensor] = []  # (3, batch): user's RE and MPJPE, pixels
    for start in range(0, len(data), batch):
        rows = slice(start, start + batch)
        ink = (1.0 - data.pictures[rows, :1].astype(np.float32) / 255.0).astype(np.float32)
        rotations, shapes, skeleton = predictor(ink)
        true_shape = torch.from_numpy(data.shapes[rows])
        true = body(true_shape, torch.from_numpy(data.rotations[rows]))
        found = body(shapes, rotations)
        given = _stature(body, true_shape) / _stature(body, shapes)
        known = (found[0] * given, found[1] * given)
        told = None if skeleton is None else skeleton * given
        user = _user_errors(known, true)
        known_parts.append(body_errors(known, true, told))
        others.append(torch.stack([*user, _pixel_errors(found, true)]))
    return Measured(BodyErrors.joined(known_parts), *torch.cat(others, 1).double().numpy())


def fitted_joints(
    vertices: NDArray[np.floating], joints: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Return joints (24, 2) in pixels of a picture of PICTURE that a body's box fills.

    Args:
        vertices: (V, 3), metres, y up.
        joints: (24, 3).
    """
    v, j = (_tensor(np.asarray(one, np.float32))[None] for one in (vertices, joints))
    return np.asarray(_in_picture(v, j)[0].double().numpy())


def _user_errors(
    found: tuple[Tensor, Tensor], true: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    errors = []
    for one, other in zip(found, true, strict=True):
        a, b = one - found[1][:, :1], other - true[1][:, :1]
        scale = (a * b).sum((1, 2)) / (a * a).sum((1, 2)).clamp_min(1e-12)
        errors.append((scale[:, None, None] * a - b).norm(dim=-1).mean(1) * 1e3)
    return errors[0], errors[1]


def _pixel_errors(found: tuple[Tensor, Tensor], true: tuple[Tensor, Tensor]) -> Tensor:
    apart = _in_picture(*found) - _in_picture(*true)
    return torch.as_tensor(apart.norm(dim=-1).mean(1))


def _in_picture(vertices: Tensor, joints: Tensor) -> Tensor:
    low, high = vertices[..., :2].amin(1), vertices[..., :2].amax(1)
    scale = (1 - 2 * _MARGIN) * PICTURE / (high - low).amax(1).clamp_min(1e-6)
    middle = ((low + high) / 2)[:, None]
    flat = (joints[..., :2] - middle) * scale[:, None, None]
    return torch.stack([PICTURE / 2 + flat[..., 0], PICTURE / 2 - flat[..., 1]], -1)


def _stature(body: TorchBody, shapes: Tensor) -> Tensor:
    heights = body.rest(shapes)[0][..., 1]
    return (heights.amax(1) - heights.amin(1))[:, None, None]


def _rotations(numbers: NDArray[np.float64]) -> Tensor:
    return _tensor(orthonormal(numbers.reshape(-1, COUNT, 3, 3)))


def _tensor(array: NDArray[np.floating]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array, np.float32))
