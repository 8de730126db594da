"""`train-body`: a network learns to read bodies from drawings."""

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.values import count, number_in
from app.services.body_types import BodyTrainRequest

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "train-body"
HELP = "teach a network to read bodies from drawings that are made for it; goes on where it stopped"
_DEFAULT = BodyTrainRequest(Path())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder of checkpoint and log")
    parser.add_argument("--encoder", choices=("light", "resnet34"), default="light",
                        help="light reads 128 pixels, resnet34 224 (default: light)")  # fmt: skip
    parser.add_argument("--head", choices=("deform", "joint", "vanilla"), default="deform",
                        help="which of the paper's three (default: deform)")  # fmt: skip
    parser.add_argument("--steps", type=number_in(1, 1e7, whole=True), default=_DEFAULT.steps,
                        metavar="N", help="batches in all (default: 20,000)")  # fmt: skip
    parser.add_argument("--batch", type=count, default=_DEFAULT.batch, metavar="N",
                        help="drawings a batch (default: 32)")  # fmt: skip
    parser.add_argument("--rate", type=number_in(1e-6, 1), default=_DEFAULT.rate, metavar="R",
                        help="rate of learning (default: 0.001)")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="seed of what is random")
    parser.add_argument("--every", type=count, default=_DEFAULT.every, metavar="N",
                        help="steps between two checkpoints (default: 250)")  # fmt: skip
    parser.add_argument("--minutes", type=number_in(0.01, 1e5), metavar="M",
                        help="stop after so long; the same command goes on")  # fmt: skip
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto",
                        help="where to learn (default: a GPU if there is one)")  # fmt: skip
    parser.add_argument("--full", action="store_true", help="no half precision on a GPU")
    parser.add_argument("--drawings", type=Path, metavar="DIR",
                        help="folder of the drawings (default: FOLDER/drawings)")  # fmt: skip
    parser.add_argument("--bodies", type=count, default=_DEFAULT.bodies, metavar="N",
                        help="bodies to learn from (default: 10,000)")  # fmt: skip
    parser.add_argument("--each", type=count, default=_DEFAULT.each, metavar="N",
                        help="drawings a body (default: 3)")  # fmt: skip
    parser.add_argument("--captured", type=Path, metavar="DIR",
                        help="captured motion (.asf, .amc) for half of the poses")  # fmt: skip
    parser.add_argument("--leave-out", type=int, default=0, metavar="SUBJECT",
                        help="subject of the captured motion that is kept for testing")  # fmt: skip
    parser.add_argument("--workers", type=count, default=1, metavar="N",
                        help="processes that draw (default: 1)")  # fmt: skip
    parser.add_argument("--export", type=Path, metavar="OUT",
                        help="write the network as ONNX, with card and log")  # fmt: skip
    parser.add_argument("--only-export", action="store_true", help="train nothing")


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Draw, train, export.

    Raises:
        ModelError: options, drawings or checkpoint do not fit; there is no such device.
    """
    from app.services.body_training import train_body

    request = BodyTrainRequest(
        arguments.folder, arguments.drawings, arguments.encoder, arguments.head,
        int(arguments.steps), arguments.batch, arguments.rate, arguments.seed, arguments.every,
        arguments.device, not arguments.full, arguments.bodies, arguments.each,
        arguments.captured, arguments.leave_out, arguments.workers, arguments.minutes,
        arguments.export, arguments.only_export,
    )  # fmt: skip
    report = train_body(request, session.context)
    return {
        "folder": str(report.folder),
        "step": report.step,
        "steps": report.steps,
        "seconds": round(report.seconds, 1),
        "errors": _finite(report.errors),
        "exported": [
            {"path": str(path), "sha256": sha256, "bytes": size, "errors": errors}
            for path, sha256, size, errors in report.exported
        ],
    }


def to_text(document: Any) -> str:
    """Return how far it came, and what it reaches on held-out drawings."""
    reached = f"step {document['step']:,} of {document['steps']:,}, {document['seconds']:.0f} s"
    lines = [f"{document['folder']}: {reached}"]
    if document["errors"]:
        told = ", ".join(f"{name} {value:.1f}" for name, value in document["errors"].items())
        lines.append(f"  on held-out drawings, mm: {told}")
    for one in document["exported"]:
        told = f"RE {one['errors']['re']:.1f}, MPJPE {one['errors']['mpjpe']:.1f} mm"
        lines.append(f"  {one['path']}: {one['bytes'] / 1e6:.1f} MB, {told}")
    return "\n".join(lines)


def _finite(errors: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in errors.items() if math.isfinite(value)}
