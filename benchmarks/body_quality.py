"""`bench body-quality`: how good bodies read from drawings are; protocols in docs/body.md.

`--folder DIR` holds what is measured: folders with a checkpoint.pt, and .onnx files, at any depth.
KINORA_MOTION names folders of captured motion, separated like PATH: one with .asf and .amc files,
one with .bvh files of another collection; sets that need a folder that is not there are left out.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.report import BenchReport
from common.jobs import JobContext

if TYPE_CHECKING:
    from models.sketch.reader import SketchReader
    from models.training.sketch_data import Drawings
    from models.training.sketch_protocols import Measured, Predictor
    from models.training.sketch_sets import TestSet

SIDE = 128
QUICK = 40  # bodies of a set with --quick
_MEAN_OF = 2000  # poses within joint limits


class _Sets:
    """The test sets that can be made here."""

    def __init__(self, *, quick: bool, context: JobContext, report: BenchReport) -> None:
        from models.training.sketch_sets import TEST_BODIES

        self._quick, self._context, self._report = quick, context, report
        self._bodies = QUICK if quick else TEST_BODIES
        self._known: dict[tuple[str, int, bool], Drawings] = {}
        named = os.environ.get("KINORA_MOTION", "")
        folders = [Path(part) for part in named.split(os.pathsep) if part]
        self.captured = next((one for one in folders if any(one.glob("*.amc"))), None)
        self.other = next((one for one in folders if any(one.glob("*.bvh"))), None)

    def names(self) -> "list[TestSet]":
        """Return the sets whose motion is here."""
        from models.training.sketch_sets import TEST_SETS

        there = {"prior": True, "other-motion": self.other is not None}
        return [name for name in TEST_SETS if there.get(name, self.captured is not None)]

    def get(self, name: "TestSet", side: int, *, clean: bool) -> "Drawings":
        """Return a set; made once, compared with what it was when it was frozen."""
        from models.training.sketch_sets import differs, frozen_drawings, frozen_hashes, set_key

        key = (name, side, clean)
        if key not in self._known:
            self._known[key] = frozen_drawings(
                name, side, captured=self.captured, other=self.other, clean=clean,
                bodies=self._bodies, context=self._context,
            )  # fmt: skip
            label = set_key(name, side, clean=clean, bodies=self._bodies)
            if told := differs(label, self._known[key], frozen_hashes):
                self._report.add(f"set {label}", None, None, "", told)
        return self._known[key]


def run(
    *, quick: bool = False, context: JobContext | None = None, folder: Path | None = None
) -> BenchReport:
    """Measure baselines and every network of a folder on every set.

    Args:
        quick: few bodies; for trying.
        context: reports and cancels.
        folder: of checkpoints and ONNX files; None measures the baselines alone.
    """
    from models.body.model import identity_pose
    from models.body.torch_model import TorchBody
    from models.training.sketch_protocols import constant_predictor, evaluate

    report = BenchReport("body-quality")
    context = context or JobContext()
    sets = _Sets(quick=quick, context=context, report=report)
    body = TorchBody()
    baselines = {"mean pose": _mean_pose(sets.captured), "T pose": identity_pose()}
    usual: dict[str, Measured] = {}
    for name in sets.names():
        data = sets.get(name, SIDE, clean=False)
        for title, pose in baselines.items():
            found = evaluate(constant_predictor(pose), data, body)
            _add(report, f"{title} {name}", found, None)
            if title == "mean pose":
                usual[name] = found
    networks = _networks(folder)
    for title, (side, predictor) in networks.items():
        for name in sets.names():
            for clean in (False, True):
                drawings = sets.get(name, side, clean=clean)
                found = evaluate(predictor, drawings, body)
                label = f"{title} {name}{' clean' if clean else ''}"
                _add(report, label, found, usual[name])
                if not clean:
                    _add_joints(report, label, found)
    _freehand(report, folder)
    if not networks:
        report.add("networks", None, None, "", "none: name a folder of them with --folder")
    return report


def _mean_pose(captured: Path | None) -> "np.ndarray":
    """Return the mean of the poses that networks learn from: half captured, half in limits."""
    from models.body.limits import sample_pose
    from models.training.sketch_protocols import mean_pose
    from models.training.sketch_sets import LearningPlan

    poser = LearningPlan(SIDE, captured).poser("train") if captured else sample_pose
    poses = [poser(np.random.default_rng([1, row])) for row in range(_MEAN_OF)]
    return mean_pose(np.stack(poses))


def _networks(folder: Path | None) -> "dict[str, tuple[int, Predictor]]":
    """Return side and predictor of each checkpoint and ONNX file below a folder."""
    from models.sketch.reader import SketchReader
    from models.training.sketch_export import read_trained
    from models.training.sketch_protocols import network_predictor, reader_predictor

    found: dict[str, tuple[int, Predictor]] = {}
    if folder is None:
        return found
    for path in sorted(folder.rglob("checkpoint.pt")):
        trained = read_trained(path.parent)
        options = trained.options
        name = f"{options.encoder} {options.head} seed {options.seed} step {trained.step}"
        title = f"{path.parent.relative_to(folder)}: {name}"
        found[title] = (trained.side, network_predictor(trained.network))
    for path in sorted(folder.rglob("*.onnx")):
        reader = SketchReader(path, threads=2)
        name = str(path.relative_to(folder))
        found[name] = (reader.side, reader_predictor(reader))
        found[f"{name} with mirror"] = (reader.side, reader_predictor(reader, twice=True))
    return found


def _add(report: BenchReport, label: str, found: "Measured", usual: "Measured | None") -> None:
    """Add the means of one network on one set, beside the mean pose."""
    means = found.means()
    beside = {} if usual is None else usual.means()
    told = "beside the mean pose" if usual else ""
    for key, name, unit in (
        ("re", "P RE", "mm"), ("mpjpe", "P MPJPE", "mm"), ("pa_mpjpe", "PA-MPJPE", "mm"),
        ("plane", "P in plane", "mm"), ("depth", "P depth", "mm"), ("user_re", "U RE", "mm"),
        ("user_mpjpe", "U MPJPE", "mm"), ("pixels", "2-D error", "px of 256"),
    ):  # fmt: skip
        report.add(f"{label} {name}", means[key], beside.get(key), unit, told)
    if np.isfinite(means["skeleton"]):
        note = "regressed skeleton; peer: the posed body's joints"
        report.add(f"{label} skeleton", means["skeleton"], means["mpjpe"], "mm", note)


def _add_joints(report: BenchReport, label: str, found: "Measured") -> None:
    from models.body.skeleton import JOINTS

    means = found.known.joints.mean(0)
    worst = np.argsort(-means)
    told = ", ".join(f"{JOINTS[joint]} {means[joint]:.0f}" for joint in worst)
    report.add(f"{label} worst joint", float(means[worst[0]]), None, "mm", told)


def _freehand(report: BenchReport, folder: Path | None) -> None:
    """Add the 2-D error on the freehand drawings, by style, beside a T pose."""
    from models.body.model import BodyModel, identity_pose
    from models.sketch.freehand import Freehand, freehand_drawings
    from models.sketch.reader import SketchReader
    from models.training.sketch_protocols import fitted_joints

    body = BodyModel()

    def places(rotations: "np.ndarray", shape: "np.ndarray | None") -> "np.ndarray":
        posed = body.pose(rotations, shape)
        return fitted_joints(posed.vertices, posed.joints)

    def of(reader: "SketchReader") -> "Callable[[Freehand], float]":
        def error(one: Freehand) -> float:
            found = reader.read(one.strokes)
            return one.error_px(places(found.rotations, found.shape))

        return error

    at_rest = places(identity_pose(), None)
    usual = _by_style(lambda one: one.error_px(at_rest), freehand_drawings())
    if folder is None:
        for style, value in usual.items():
            report.add(f"T pose freehand {style}", value, None, "px of 256")
        return
    for path in sorted(folder.rglob("*.onnx")):
        found = _by_style(of(SketchReader(path, threads=2)), freehand_drawings())
        for style, value in found.items():
            label = f"{path.relative_to(folder)} freehand {style}"
            report.add(label, value, usual[style], "px of 256", "beside the T pose")


def _by_style(error: "Callable[..., float]", drawings: "tuple[object, ...]") -> dict[str, float]:
    rows = [(getattr(one, "style", ""), error(one)) for one in drawings]
    styles = dict.fromkeys(style for style, _ in rows)
    found = {style: float(np.mean([v for s, v in rows if s == style])) for style in styles}
    return {"all": float(np.mean([value for _, value in rows])), **found}
