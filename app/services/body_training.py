"""Trains networks that read bodies from drawings, and exports them."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.services.body_types import BodyTrainReport, BodyTrainRequest
from common.errors import ModelError
from common.jobs import JobContext

if TYPE_CHECKING:
    from models.training.sketch_data import Drawings


def train_body(request: BodyTrainRequest, context: JobContext | None = None) -> BodyTrainReport:
    """Draw what is not drawn yet, train from the last checkpoint on, export.

    Raises:
        ModelError: options, drawings or checkpoint do not fit; there is no such device; a folder
            cannot be made.
        OSError: a folder is full.
        JobCancelled: the user cancelled; drawings and the last checkpoint stay.
    """
    from models.networks.sketch_body import SIDES
    from models.training.sketch_body import SketchOptions, SketchTrainer
    from models.training.sketch_data import Drawings
    from models.training.sketch_sets import LearningPlan, make_shards

    context = context or JobContext()
    folder = request.drawings or request.folder / "drawings"
    if request.only_export:
        return _exported_alone(request, folder, context)
    device = _device(request.device)
    for one in (request.folder, folder, request.export):
        _make_folder(one)
    plan = LearningPlan(SIDES[request.encoder], request.captured, request.leave_out, request.each)
    shards = make_shards(folder, plan, request.bodies, workers=request.workers, context=context)
    held_out = Drawings.load([folder / "valid.npz"])
    learned = Drawings.load(shards)
    options = SketchOptions(
        request.encoder, request.head, request.steps, request.batch, request.rate,
        seed=request.seed, every=request.every, mixed=request.mixed,
    )  # fmt: skip
    trainer = SketchTrainer(request.folder, options, device)
    limit = None if request.minutes is None else request.minutes * 60.0
    reached = trainer.run(lambda: learned, held_out, context, until_s=limit)
    errors = reached.measured or trainer.measure(held_out).means()
    exported = () if request.export is None else _export(request, held_out, shards[0], context)
    return BodyTrainReport(
        request.folder, trainer.step, request.steps, trainer.seconds, errors, exported
    )


def _make_folder(folder: Path | None) -> None:
    """Make a folder before hours are spent on what goes there."""
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"The folder “{folder}” cannot be made ({error.strerror}).",
            hint="Choose a folder you can write to.",
        ) from None


def _exported_alone(
    request: BodyTrainRequest, folder: Path, context: JobContext
) -> BodyTrainReport:
    from models.training.sketch_data import Drawings
    from models.training.sketch_export import read_trained

    valid = folder / "valid.npz"
    trained = read_trained(request.folder)
    if not valid.is_file() or request.export is None:
        raise ModelError(
            f"“{folder}” holds no held-out drawings (valid.npz) to measure on.",
            hint="Name the folder of the drawings with --drawings, and --export OUT.",
        )
    first = folder / "train_000.npz"
    exported = _export(
        request, Drawings.load([valid]), first if first.is_file() else valid, context
    )
    return BodyTrainReport(
        request.folder, trained.step, trained.options.steps, trained.seconds, exported[0][3],
        exported,
    )  # fmt: skip


def _export(
    request: BodyTrainRequest, held_out: "Drawings", shard: Path, context: JobContext
) -> tuple[tuple[Path, str, int, dict[str, float]], ...]:
    from models.training.sketch_data import Drawings
    from models.training.sketch_export import export_trained

    if request.export is None:
        return ()
    files = export_trained(
        request.folder, request.export, held_out, ranging=Drawings.load([shard]),
        captured=request.captured is not None, context=context,
    )  # fmt: skip
    return tuple((one.path, one.sha256, one.bytes, one.errors) for one in files)


def _device(wanted: str) -> str:
    import torch

    there = torch.cuda.is_available()
    if wanted == "cuda" and not there:
        raise ModelError("This machine has no CUDA device.", hint="Give --device cpu.")
    return "cuda" if there and wanted != "cpu" else "cpu"
