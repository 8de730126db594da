"""Meshes made in a process of their own: it may die, hang or be cancelled."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest
import trimesh

from app.services import body_mesh
from app.services.body_mesh import decimate, measure, reduced, repair
from common import workers as worker_processes
from common.errors import ExportError, QueryError
from common.jobs import JobCancelled, JobContext
from models.body.model import BodyModel
from models.body.poses import named_poses
from models.body.solid import Mesh, Solids


def ball(subdivisions, middle=(0, 0, 0)):
    made = trimesh.creation.icosphere(subdivisions)
    return Mesh((made.vertices + middle).astype(np.float32), np.asarray(made.faces, np.int32))


@pytest.fixture
def workers(monkeypatch):
    """The processes that were started."""
    started = []
    start = subprocess.Popen

    def noted(*words, **options):
        started.append(start(*words, **options))
        return started[-1]

    monkeypatch.setattr(worker_processes.subprocess, "Popen", noted)
    return started


def test_a_mesh_is_thinned_out_elsewhere(workers):
    seen = []
    mesh = ball(3)
    made = decimate(mesh.vertices, mesh.faces, 300, JobContext(seen.append))
    assert len(made.faces) == 300
    assert trimesh.Trimesh(made.vertices, made.faces, process=False).is_watertight
    assert len(workers) == 1
    assert workers[0].returncode == 0
    assert seen
    assert seen[0].total == 100
    assert decimate(mesh.vertices, mesh.faces, 9999).faces is not None
    assert len(workers) == 1  # nothing to do needs no process


def test_parts_become_one_solid(workers):
    pytest.importorskip("manifold3d")
    made = repair([ball(2), ball(2, (1, 0, 0))], faces=200)
    mesh = trimesh.Trimesh(made.vertices, made.faces, process=False)
    assert mesh.is_watertight
    assert mesh.body_count == 1
    assert len(made.faces) <= 200
    with pytest.raises(ExportError, match="not closed"):
        repair([Mesh(ball(1).vertices, ball(1).faces[1:])])


def test_too_few_faces_are_refused(workers):
    mesh = ball(2)
    with pytest.raises(QueryError, match="too few"):
        decimate(mesh.vertices, mesh.faces, 10)
    with pytest.raises(QueryError, match="too few"):
        repair([mesh], faces=-4)
    assert not workers


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(body_mesh.importlib.util, "find_spec", lambda name: None)
    assert not body_mesh.can_repair()
    with pytest.raises(ExportError, match=r"\[mesh\]"):
        repair([ball(1)])


def test_an_extra_that_cannot_be_loaded_is_told_too(monkeypatch, tmp_path):
    (tmp_path / "manifold3d.py").write_text("raise ImportError('a library is missing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(body_mesh, "can_repair", lambda: True)
    with pytest.raises(ExportError, match=r"\[mesh\]"):
        repair([ball(1)])


class _At(JobContext):
    """Does something at the first step."""

    def __init__(self, act):
        super().__init__()
        self._act = act

    def step(self, done, total=0, note=""):
        self._act()
        super().step(done, total, note)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_that_is_killed_is_told(workers):
    mesh = ball(6)
    killer = _At(lambda: os.kill(workers[-1].pid, signal.SIGKILL))
    with pytest.raises(ExportError, match="ended"):
        decimate(mesh.vertices, mesh.faces, 100, killer)


def test_cancel_ends_the_process(workers):
    mesh = ball(6)
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        decimate(mesh.vertices, mesh.faces, 100, context)
    assert workers[-1].poll() is not None


def test_a_process_that_takes_too_long_is_ended(workers):
    mesh = ball(6)
    with pytest.raises(ExportError, match="longer than 0 seconds"):
        decimate(mesh.vertices, mesh.faces, 100, timeout_s=0)
    assert workers[-1].poll() is not None


def test_nothing_is_left_behind(workers, tmp_path, monkeypatch):
    monkeypatch.setattr(body_mesh.tempfile, "tempdir", str(tmp_path))
    mesh = ball(3)
    decimate(mesh.vertices, mesh.faces, 200)
    assert not list(tmp_path.iterdir())


def test_a_thinner_body_poses_as_the_whole_one():
    body = BodyModel()
    shape = np.array([1.5, -1, 0.5, 0, 0, 0, 0, 0, 0, 0])
    whole = Solids(body.data).closed(body.rest(shape)[0])
    some = Mesh(whole.vertices, whole.faces)  # another numbering, all of the triangles
    thin = reduced(body, shape, some)
    pose = named_poses()["kick"].rotations
    posed, other = body.pose(pose, shape), thin.pose(pose)
    near = trimesh.proximity.ProximityQuery(
        trimesh.Trimesh(posed.vertices, body.data.faces, process=False)
    ).vertex(other.vertices[::20])[0]
    assert near.max() < 0.005
    np.testing.assert_allclose(other.joints, posed.joints, atol=1e-5)
    np.testing.assert_allclose(thin.data.weights.sum(1), 1, atol=1e-5)


def test_measuring_needs_no_process(workers):
    assert measure(BodyModel()).height > 150
    assert not workers
