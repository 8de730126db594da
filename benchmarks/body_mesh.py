"""Rows of `bench body` about meshes: measures, fewer faces, one solid for printing, memory."""

import time
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.processes import ask_process
from benchmarks.report import BenchReport, percentile, time_ms
from common.jobs import JobContext

_FACES: Final = 5000
_POSES: Final = ("sit", "kick", "hands-on-hips")
_CUTS: Final = 12  # girths that a body is measured by

# What a program holds that reads drawings and has not trained anything.
_READ: Final = r"""
import json, sys
from pathlib import Path
import numpy as np
from benchmarks.memory import largest_mb
from common.strokes import Stroke
from models.body.model import BodyModel
from models.sketch.reader import SketchReader
first = largest_mb()
body, reader = BodyModel(), SketchReader(Path(sys.argv[1]))
turn = np.linspace(0, 6, 50, dtype=np.float32)[:, None]
line = np.concatenate([np.cos(turn), 3 * np.sin(turn)], 1)
for _ in range(5):
    found = reader.read([Stroke(line), Stroke(line * 0.4)])
    body.normals(body.pose(found.rotations, found.shape).vertices)
print(json.dumps([first, largest_mb()]))
"""


def add_rows(report: BenchReport, repeat: int, context: JobContext) -> None:
    """Measure what meshes take.

    Args:
        report: gets the rows.
        repeat: repetitions of what takes milliseconds.
        context: reports and cancels.
    """
    context.step(0, 0, "measures")
    _measures(report, repeat)
    context.step(0, 0, "meshes")
    _meshes(report, context)


def add_memory(report: BenchReport, network: Path, label: str) -> None:
    """Add what a program holds that reads drawings with a network; a process of its own."""
    before, after = ask_process(["-c", _READ, network])
    report.add(
        f"{label} memory", after - before, None, "MB",
        f"peak of drawing to body, without torch; imports before it {before:.0f} MB",
    )  # fmt: skip


def _measures(report: BenchReport, repeat: int) -> None:
    import trimesh

    from models.body.measures import Measurer
    from models.body.model import BodyModel

    body = BodyModel()
    vertices, joints = body.rest()
    measurer = Measurer(body.data)
    mesh = trimesh.Trimesh(vertices, body.data.faces, process=False)
    levels = np.linspace(vertices[:, 1].min() + 0.1, vertices[:, 1].max() - 0.1, _CUTS)

    def cuts() -> float:
        for level in levels:
            mesh.section(plane_origin=[0, level, 0], plane_normal=[0, 1, 0])
        return float(mesh.volume)

    ours = time_ms(lambda: measurer.measure(vertices, joints), repeat=repeat)
    started = time.process_time()
    for _ in range(repeat):
        measurer.measure(vertices, joints)
    spent = (time.process_time() - started) * 1000 / repeat
    theirs = time_ms(cuts, repeat=max(3, repeat // 10))
    for share, label in ((0.5, "p50"), (0.95, "p95")):
        report.add(
            f"mesh measures {label}", percentile(ours, share), percentile(theirs, share), "ms",
            f"12 girths by some 200 cuts, lengths, volume; peer: {_CUTS} cuts by trimesh",
        )  # fmt: skip
    report.add("mesh measures CPU mean", spent, None, "ms", "whatever else the cores do")


def _meshes(report: BenchReport, context: JobContext) -> None:
    from app.services.body_mesh import can_repair, decimate, repair
    from models.body.model import BodyModel
    from models.body.poses import named_poses
    from models.body.solid import Solids, is_closed, volume

    body = BodyModel()
    solids = Solids(body.data)
    whole = solids.closed(body.rest()[0])
    started = time.perf_counter()
    thin = decimate(whole.vertices, whole.faces, _FACES, context)
    told = f"{len(whole.faces):,} to {len(thin.faces):,} faces, closed: {is_closed(thin.faces)}"
    report.add(f"mesh {_FACES} faces", time.perf_counter() - started, None, "s", told)
    lost = 100 * (1 - volume(thin) / volume(whole))
    report.add(f"mesh {_FACES} faces, volume lost", lost, None, "%")
    if not can_repair():
        report.add("mesh watertight", None, None, "s", "the extra mesh is not installed")
        return
    times = []
    for key in _POSES:
        parts = solids.parts(body.pose(named_poses()[key].rotations).vertices)
        started = time.perf_counter()
        made = repair(parts, context)
        times.append(time.perf_counter() - started)
        if not is_closed(made.faces):
            raise AssertionError(f"the solid of “{key}” is open")
    report.add("mesh watertight", max(times), None, "s", f"slowest of {', '.join(_POSES)}")
