"""Closed parts of bodies, their union, and meshes with fewer triangles."""

import numpy as np
import pytest
import trimesh

from models.body.baked import PARTS
from models.body.decimate import decimated
from models.body.mesh_worker import joined
from models.body.model import BodyModel
from models.body.poses import named_poses
from models.body.solid import Mesh, Solids, is_closed, rings, volume


@pytest.fixture(scope="module")
def body():
    return BodyModel()


@pytest.fixture(scope="module")
def solids(body):
    return Solids(body.data)


def ball(subdivisions=3, radius=1.0, middle=(0, 0, 0)):
    made = trimesh.creation.icosphere(subdivisions, radius)
    points = (made.vertices + np.array(middle)).astype(np.float32)
    return Mesh(points, np.asarray(made.faces, np.int32))


def as_trimesh(mesh):
    return trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)


def windings(mesh, rays, seed=0):
    """Return the lowest and highest number of skins around points on rays along z."""
    points = mesh.vertices.astype(np.float64)
    a, b, c = (points[mesh.faces[:, corner]] for corner in range(3))
    u, v = b[:, :2] - a[:, :2], c[:, :2] - a[:, :2]
    size = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    found = []
    low, high = points[:, :2].min(0), points[:, :2].max(0)
    for ray in np.random.default_rng(seed).uniform(low, high, (rays, 2)):
        q = ray - a[:, :2]
        with np.errstate(divide="ignore", invalid="ignore"):
            s = (q[:, 0] * v[:, 1] - q[:, 1] * v[:, 0]) / size
            t = (u[:, 0] * q[:, 1] - u[:, 1] * q[:, 0]) / size
        hit = np.flatnonzero((s >= 0) & (t >= 0) & (s + t <= 1) & (size != 0))
        depth = a[hit, 2] + s[hit] * (b - a)[hit, 2] + t[hit] * (c - a)[hit, 2]
        inside = np.cumsum(np.sign(size[hit])[np.argsort(-depth)])
        if len(inside):
            found.append((inside.min(), inside.max()))
    return np.array(found)


def test_the_skin_closes_without_its_hollows(body, solids):
    hidden = np.isin(body.data.parts, [PARTS.index("eyes"), PARTS.index("inside")])
    assert len(rings(body.data.faces[~hidden])) == 3  # mouth and eyes
    for key in ("t", "sit"):
        vertices = body.pose(named_poses()[key].rotations).vertices
        mesh = as_trimesh(solids.closed(vertices))
        assert mesh.is_watertight
        assert mesh.is_winding_consistent
        assert mesh.body_count == 1
        assert mesh.euler_number == 2  # no handle, no cavity
    whole = as_trimesh(Mesh(body.data.vertices, body.data.faces))
    assert volume(solids.closed(body.data.vertices)) == pytest.approx(whole.volume, rel=0.01)


def test_parts_are_closed_and_meet_exactly(body, solids):
    parts = solids.parts(body.data.vertices)
    assert all(as_trimesh(part).is_watertight for part in parts)
    assert all(volume(part) > 0 for part in parts)
    skin = sum(volume(part) for part in parts[:-1])  # the last are the eyes
    flat = volume(solids.closed(body.data.vertices))
    assert skin == pytest.approx(flat, rel=1e-4)


def test_a_mesh_of_another_size_is_refused(solids):
    with pytest.raises(ValueError, match="vertices are given"):
        solids.closed(np.zeros((5, 3)))


@pytest.mark.parametrize("key", ["sit", "kick"])
def test_limbs_that_reach_into_each_other_become_one_solid(body, solids, key):
    pytest.importorskip("manifold3d")
    vertices = body.pose(named_poses()[key].rotations).vertices
    parts = solids.parts(vertices)
    made = joined(parts)
    mesh = as_trimesh(made)
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.body_count == 1
    np.testing.assert_allclose(mesh.bounds, [vertices.min(0), vertices.max(0)], atol=1e-5)
    before, after = windings(solids.closed(vertices), 300), windings(made, 300)
    double = (before[:, 1] > 1).mean(), (after[:, 1] > 1).mean()
    assert double[1] <= 0.02  # folds of the skin within a part stay
    assert double[1] < double[0] / 2
    assert 0.95 * volume(solids.closed(vertices)) < mesh.volume < sum(volume(one) for one in parts)


def test_two_balls_become_one_and_a_hole_none():
    pytest.importorskip("manifold3d")
    made = joined([ball(), ball(middle=(1, 0, 0))])
    lens = np.pi / 12 * (4 * 1 + 1) * (2 * 1 - 1) ** 2
    assert volume(made) == pytest.approx(2 * 4 / 3 * np.pi - lens, rel=0.02)
    with pytest.raises(ValueError, match="not closed"):
        joined([Mesh(ball().vertices, ball().faces[1:])])


@pytest.mark.parametrize("target", [400, 100])
def test_fewer_triangles_keep_shape_and_stay_closed(target):
    mesh = ball(3)
    made, origins = decimated(mesh, target)
    assert target - 1 <= len(made.faces) <= target
    assert as_trimesh(made).is_watertight
    assert as_trimesh(made).is_winding_consistent
    away = np.abs(np.linalg.norm(made.vertices, axis=1) - 1)
    assert away.max() < 6 / target
    assert len(origins) == len(made.vertices)
    near = np.linalg.norm(mesh.vertices[origins] - made.vertices, axis=1)
    assert near.max() < 1.0


def test_flat_faces_collapse_first():
    box = trimesh.creation.box().subdivide().subdivide().subdivide()
    mesh = Mesh(box.vertices.astype(np.float32), np.asarray(box.faces, np.int32))
    made, _ = decimated(mesh, 12)
    assert len(made.faces) == 12
    assert volume(made) == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(np.abs(made.vertices), 0.5, atol=1e-6)


def test_rims_stay_and_hands_stay_hands(body):
    hand = body.data.faces[body.data.parts == PARTS.index("left_hand")]
    used, numbers = np.unique(hand, return_inverse=True)
    mesh = Mesh(body.data.vertices[used], numbers.reshape(-1, 3).astype(np.int32))
    steps = []
    made, _ = decimated(mesh, 800, lambda done, total: steps.append((done, total)))
    assert len(made.faces) <= 800
    (before,), (after,) = rings(mesh.faces), rings(made.faces)
    assert len(before) == len(after)
    ends = {tuple(one) for one in mesh.vertices[before].tolist()}
    assert {tuple(one) for one in made.vertices[after].tolist()} == ends
    reference = as_trimesh(mesh)
    far = trimesh.proximity.ProximityQuery(reference).vertex(made.vertices)[0]
    assert far.max() < 0.006
    assert steps
    assert all(0 < done <= total for done, total in steps)


def test_what_cannot_be_thinned_out_further_ends():
    mesh = ball(1)
    made, _ = decimated(mesh, 1)
    assert as_trimesh(made).is_watertight
    assert len(made.faces) >= 4
    with pytest.raises(ValueError, match="none"):
        decimated(Mesh(np.full((3, 3), np.nan, np.float32), np.array([[0, 1, 2]], np.int32)), 1)


def test_closed_is_told_from_open():
    mesh = ball(1)
    assert is_closed(mesh.faces)
    assert not is_closed(mesh.faces[1:])
    assert not is_closed(np.concatenate([mesh.faces[:-1], mesh.faces[-1:, ::-1]]))
    assert not is_closed(np.concatenate([mesh.faces, mesh.faces[:1]]))
