"""`bench body`: from strokes to a mesh, each stage, beside eager torch; no trained weights needed.

Speed does not depend on what a network has learned: networks here have random weights.
"""

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import body_canvas, body_mesh, body_view
from benchmarks.memory import largest_mb
from benchmarks.report import BenchReport, percentile, time_ms
from common.jobs import JobContext

if TYPE_CHECKING:
    from common.strokes import Stroke
    from models.sketch.reader import SketchReader

_REPEAT = 60
_QUICK = 8


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure both encoders in three precisions.

    Args:
        quick: few repetitions; for trying.
        context: reports and cancels.
    """
    from models.body.model import BodyModel
    from models.body.poses import named_poses
    from models.body.rotations import orthonormal
    from models.sketch.raster import draw
    from models.sketch.synthesis import drawn, outline

    report = BenchReport("body")
    context = context or JobContext()
    repeat = _QUICK if quick else _REPEAT
    body = BodyModel()
    pose = named_poses()["run"].rotations
    strokes = drawn(outline(body.pose(pose)))
    noisy = pose + np.random.default_rng(0).normal(0, 0.1, pose.shape)
    posed = body.pose(pose)
    for name, stage in (
        ("raster 128", lambda: draw(strokes, 128)),
        ("raster 224", lambda: draw(strokes, 224)),
        ("orthonormal", lambda: orthonormal(noisy)),
        ("pose", lambda: body.pose(pose)),
        ("normals", lambda: body.normals(posed.vertices)),
        ("contours", lambda: outline(posed)),
    ):
        context.step(0, 0, name)
        _add(report, f"stage {name}", time_ms(stage, repeat=repeat))
    body_canvas.add_rows(report, repeat, context)
    body_view.add_rows(report, repeat, context)
    body_mesh.add_rows(report, repeat, context)
    with tempfile.TemporaryDirectory() as folder:
        for encoder in ("light", "resnet34"):
            context.step(0, 0, encoder)
            _networks(report, encoder, Path(folder), repeat)
    report.add("memory", largest_mb(), None, "MB", "peak of the process, torch among it")
    return report


def _networks(report: BenchReport, encoder: str, folder: Path, repeat: int) -> None:
    import torch

    from models.body.model import BodyModel
    from models.body.poses import named_poses
    from models.networks.sketch_body import SIDES, SketchBody
    from models.networks.sketch_onnx import PRECISIONS, sketch_onnx
    from models.sketch.raster import as_input, draw
    from models.sketch.reader import SketchReader
    from models.sketch.synthesis import drawn, outline

    torch.manual_seed(0)
    torch.set_num_threads(2)
    body, side = BodyModel(), SIDES[encoder]
    strokes = drawn(outline(body.pose(named_poses()["run"].rotations)))
    network = SketchBody("light" if encoder == "light" else "resnet34").eval()
    paper = draw(strokes, side)
    ink = torch.from_numpy(as_input(paper))

    def eager() -> None:
        with torch.inference_mode():
            network(ink)

    usual = time_ms(eager, repeat=repeat)
    _add(report, f"{encoder} torch", usual)
    ranges = _ranges(network, paper, side)
    for precision in PRECISIONS:
        path = folder / f"{encoder}-{precision}.onnx"
        path.write_bytes(sketch_onnx(network, side, precision, ranges=ranges))
        if precision == "fp16":
            body_mesh.add_memory(report, path, f"{encoder} {precision}")
        reader = SketchReader(path, threads=2)
        alone = time_ms(partial(reader.run, as_input(paper)), repeat=repeat)
        _add(report, f"{encoder} {precision} network", alone, usual, "peer: eager torch")
        report.add(f"{encoder} {precision} file", path.stat().st_size / 1e6, None, "MB")
        _whole(report, f"{encoder} {precision}", reader, strokes, repeat)


def _ranges(network: Any, paper: NDArray[np.uint8], side: int) -> dict[str, tuple[float, float]]:
    """Return the ranges of what a network computes for one drawing."""
    from models.training.sketch_body import SketchOptions
    from models.training.sketch_data import Drawings
    from models.training.sketch_export import Trained, ranges_of

    some = Drawings(
        paper[None, None], np.zeros((1, 24, 3, 3), np.float32), np.zeros((1, 10), np.float32)
    )
    return ranges_of(Trained(network, SketchOptions(), 0, 0.0, side), some)


def _whole(
    report: BenchReport,
    label: str,
    reader: "SketchReader",
    strokes: "list[Stroke]",
    repeat: int,
) -> None:
    """Time everything from strokes to a mesh with normals."""
    from models.body.model import BodyModel

    body = BodyModel()

    def whole(*, twice: bool) -> None:
        found = reader.read(strokes, twice=twice)
        posed = body.pose(found.rotations, found.shape)
        body.normals(posed.vertices)

    once = time_ms(partial(whole, twice=False), repeat=repeat)
    _add(report, f"{label} stroke to mesh", once, note="read once")
    both = time_ms(partial(whole, twice=True), repeat=repeat)
    told = "raster, network twice, rotations, pose, normals"
    _add(report, f"{label} stroke to mesh, with mirror", both, note=told)


def _add(
    report: BenchReport,
    name: str,
    times: list[float],
    peer: list[float] | None = None,
    note: str = "",
) -> None:
    for share, label in ((0.5, "p50"), (0.95, "p95")):
        beside = None if peer is None else percentile(peer, share)
        report.add(f"{name} {label}", percentile(times, share), beside, "ms", note)
