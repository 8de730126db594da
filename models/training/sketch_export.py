"""Takes a trained sketch network out of its checkpoint: ONNX files, a card, the training's log.

What a reader must know travels inside the ONNX file: the calibration of confidence and how the
network was trained. Quantisation is static and by channel, its ranges taken from drawings like
those it learned from; what it costs is measured on held-out ones.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from common.errors import ModelError
from common.jobs import JobContext
from models.base import Runtime
from models.body.model import BodyModel, forward
from models.body.rotations import orthonormal
from models.body.skeleton import COUNT, mirror_rotations
from models.body.torch_model import TorchBody, kinematics
from models.networks.common import open_session
from models.networks.sketch_body import SIDES, SketchBody
from models.networks.sketch_onnx import Precision, observe, sketch_onnx
from models.sketch.confidence import Calibration, calibrate
from models.sketch.reader import INPUT, TOLD, SketchReader
from models.training.sketch_body import SketchOptions
from models.training.sketch_data import Drawings
from models.training.sketch_protocols import evaluate, network_predictor, reader_predictor

CARD_NAME: Final = "sketch_body"
_RANGING: Final = 128  # drawings that ranges are taken from
_LICENCE_NOTE: Final = (
    "Trained by Kinora's own command on drawings of Kinora's own body. Poses: joint limits"
)
_CMU: Final = (
    ", and motion from mocap.cs.cmu.edu; that database was created with funding from NSF"
    " EIA-0196217"
)
_PAPER: Final = (
    "Skeleton-aware modelling of 3-D human bodies from freehand sketches; He et al.,"
    " Deep residual learning for image recognition, CVPR 2016"
)
_MEMORY_MB: Final = {"light": 60, "resnet34": 200}


@dataclass(frozen=True, slots=True)
class Trained:
    """A network out of a checkpoint.

    Args:
        network: with the averaged weights, in evaluation mode.
        options: it was trained with.
        step: batches it has learned from.
        seconds: of training.
        side: pixels of its drawings.
    """

    network: SketchBody
    options: SketchOptions
    step: int
    seconds: float
    side: int


@dataclass(frozen=True, slots=True)
class Exported:
    """One file of an export.

    Args:
        path: the ONNX file.
        precision: of it.
        sha256: of it.
        bytes: its size.
        errors: on held-out drawings, by name, millimetres and pixels.
    """

    path: Path
    precision: Precision
    sha256: str
    bytes: int
    errors: dict[str, float]


def read_trained(folder: Path) -> Trained:
    """Return the network of a training's folder.

    Raises:
        ModelError: there is no checkpoint, or it is damaged.
    """
    path = folder / "checkpoint.pt"
    if not path.is_file():
        raise ModelError(
            f"“{folder}” holds no trained network (no checkpoint.pt).",
            hint="Train one with `train-body FOLDER`.",
        )
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        options = SketchOptions(**state["options"])
        network = SketchBody(options.encoder, options.head)
        network.load_state_dict(state["kept"])
        step, seconds = int(state["step"]), float(state["seconds"])
    except (OSError, RuntimeError, KeyError, TypeError, ValueError, EOFError, UnpicklingError) as e:
        raise ModelError(
            f"The checkpoint “{path}” cannot be read ({e}).", hint="Train anew, or copy it again."
        ) from None
    return Trained(network.eval(), options, step, seconds, SIDES[options.encoder])


def export_trained(
    folder: Path,
    out: Path,
    held_out: Drawings,
    *,
    ranging: Drawings | None = None,
    precisions: Sequence[Precision] = ("fp32", "fp16", "int8"),
    captured: bool = False,
    context: JobContext | None = None,
) -> list[Exported]:
    """Write a trained network as ONNX with a card and its log.

    Args:
        folder: of the training.
        out: where to; made if absent.
        held_out: drawings that confidence and errors are measured on.
        ranging: drawings that the ranges of quantisation come from; held_out by default.
        precisions: which files.
        captured: the poses came from captured motion too, which the card then acknowledges.
        context: reports and cancels.

    Raises:
        ModelError: there is no checkpoint, it is damaged, or the drawings have another size.
        OSError: out cannot be written.
    """
    context = context or JobContext()
    trained = read_trained(folder)
    _check_size(trained, held_out)
    body = TorchBody()
    context.step(0, len(precisions) + 1, "Measuring the network")
    reference = evaluate(network_predictor(trained.network), held_out, body).means()
    curve = measured_confidence(trained, held_out)
    ranges = None
    if "int8" in precisions:
        ranges = ranges_of(trained, held_out if ranging is None else ranging)
    out.mkdir(parents=True, exist_ok=True)
    stem = f"sketch-body-{trained.options.encoder}-{trained.options.head}"
    done = []
    for place, precision in enumerate(precisions, 1):
        context.step(place, len(precisions) + 1, f"Writing {precision}")
        told = _told(trained, precision, curve, reference, len(held_out))
        model = sketch_onnx(
            trained.network, trained.side, precision, ranges=ranges, told={TOLD: json.dumps(told)}
        )
        path = _write(out / f"{stem}-{precision}.onnx", model)
        errors = _finite(evaluate(reader_predictor(SketchReader(path)), held_out, body).means())
        digest = hashlib.sha256(model).hexdigest()
        done.append(Exported(path, precision, digest, len(model), errors))
        card = _card(trained, done[-1], captured=captured)
        _write(path.with_suffix(".toml"), card.encode("utf-8"))
    log = folder / "log.jsonl"
    if log.is_file():
        _write(out / f"{stem}.log.jsonl", log.read_bytes())
    return done


def _check_size(trained: Trained, held_out: Drawings) -> None:
    if held_out.pictures.shape[-1] != trained.side or not len(held_out):
        raise ModelError(
            f"The held-out drawings are no pictures of {trained.side} pixels.",
            hint="Draw them again with `train-body`, in another folder.",
        )


def ranges_of(trained: Trained, drawings: Drawings) -> dict[str, tuple[float, float]]:
    """Return the ranges of activations on drawings, for quantisation."""
    pictures = drawings.pictures.reshape(-1, 1, trained.side, trained.side)
    rows = np.linspace(0, len(pictures) - 1, min(_RANGING, len(pictures))).astype(int)
    ink = (1.0 - pictures[rows].astype(np.float32) / 255.0).astype(np.float32)

    def run(model: bytes, names: list[str]) -> list[NDArray[np.float32]]:
        session = open_session(model, Runtime())
        found: list[list[NDArray[np.float32]]] = [[] for _ in names]
        for start in range(0, len(ink), 16):  # only the extremes are kept: activations are large
            outputs = session.run(names, {INPUT: ink[start : start + 16]})
            for kept, values in zip(found, outputs, strict=True):
                kept.append(np.array([values.min(), values.max()], np.float32))
        return [np.concatenate(kept) for kept in found]

    return observe(trained.network, trained.side, run)


@torch.no_grad()
def measured_confidence(trained: Trained, drawings: Drawings, batch: int = 32) -> Calibration:
    """Return how often joints are right by how far drawing and mirror image disagree."""
    rest = BodyModel().rest()[1].astype(np.float64)
    body = TorchBody()
    apart, errors = [], []
    for start in range(0, len(drawings), batch):
        rows = slice(start, start + batch)
        ink = 1.0 - torch.from_numpy(drawings.pictures[rows, :1].astype(np.float32)) / 255.0
        here, shapes, _ = trained.network(ink)
        there, _, _ = trained.network(ink.flip(-1))
        nine = here.double().numpy().reshape(-1, COUNT, 3, 3)
        other = np.asarray(mirror_rotations(there.double().numpy().reshape(-1, COUNT, 3, 3)))
        first, second, both = orthonormal(nine), orthonormal(other), orthonormal(nine + other)
        for a, b in zip(first, second, strict=True):
            far = np.linalg.norm(forward(a, rest)[1] - forward(b, rest)[1], axis=1)
            apart.append(far * 1e3)
        found = kinematics(torch.from_numpy(both).float(), body.rest(shapes)[1])[1]
        true = kinematics(
            torch.from_numpy(drawings.rotations[rows]),
            body.rest(torch.from_numpy(drawings.shapes[rows]))[1],
        )[1]
        off = (found - found[:, :1]) - (true - true[:, :1])
        errors.append(off.norm(dim=-1).double().numpy() * 1e3)
    return calibrate(np.stack(apart), np.concatenate(errors))


def _told(
    trained: Trained,
    precision: Precision,
    curve: Calibration,
    reference: dict[str, float],
    bodies: int,
) -> dict[str, Any]:
    """Return what the file tells of itself."""
    return {
        "format": 1,
        "precision": precision,
        "options": asdict(trained.options),
        "steps": trained.step,
        "training_seconds": round(trained.seconds, 1),
        "held_out": {"bodies": bodies, "unquantised": _finite(reference)},
        "confidence": curve.document(),
    }


def _card(trained: Trained, one: Exported, *, captured: bool) -> str:
    """Return the card of a file, TOML as in resources/models."""
    options, errors = trained.options, one.errors
    note = _LICENCE_NOTE + (_CMU if captured else "") + "."
    gain = (
        "Reads a posed body from a freehand drawing: "
        f"RE {errors['re']:.1f} mm, MPJPE {errors['mpjpe']:.1f} mm on held-out drawings"
        f" (known scale), after {trained.step:,} steps of {options.batch}."
    )
    lines = [
        f'name = "{CARD_NAME}"',
        f'title = "Body from a drawing ({options.encoder}, {options.head}, {one.precision})"',
        'task = "sketch-to-body"',
        'licence = "Apache-2.0"',
        f'licence_note = "{note}"',
        'origin = "https://arxiv.org/abs/1512.03385"',
        f'paper = "{_PAPER}"',
        f'gain = "{gain}"',
        f"memory_mb = {_MEMORY_MB[options.encoder]}",
        'requires = ["onnxruntime"]',
        f'shipped = "{one.path.name}"',
        "",
        "[input]",
        f"size = [{trained.side}, {trained.side}]",
        'layout = "n, 1, H, W; ink 1 on paper 0, fitted to its box"',
        "",
        "[output]",
        'layout = "rotations n, 24, 9 before orthonormalisation; shape n, 10; skeleton n, 24, 3"',
        "",
        "[[known]]",
        f'name = "{one.path.name}"',
        f'sha256 = "{one.sha256}"',
        f"bytes = {one.bytes}",
        'licence = "Apache-2.0"',
        'origin = "Part of Kinora, made with train-body"',
    ]
    return "\n".join(lines) + "\n"


def _finite(errors: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in errors.items() if np.isfinite(value)}


def _write(path: Path, content: bytes) -> Path:
    """Write a file, whole or not at all."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)
    return path
