"""Measures of bodies, against sections and volumes that trimesh computes."""

import numpy as np
import pytest
import trimesh
from scipy.spatial import ConvexHull

from models.body.human import Human, shape_of
from models.body.limits import sample_pose
from models.body.measures import BodyMeasures, Measurer
from models.body.model import BodyModel
from models.body.skeleton import INDEX


@pytest.fixture(scope="module")
def body():
    return BodyModel()


@pytest.fixture(scope="module")
def measurer(body):
    return Measurer(body.data)


def of(body, measurer, **human):
    return measurer.measure(*body.rest(shape_of(body, Human(**human))))


@pytest.fixture(scope="module")
def usual(body, measurer):
    return of(body, measurer)


def around(mesh, level, keep):
    """Return the girth of a horizontal cut, cm, of the outlines whose middle is kept."""
    section = mesh.section(plane_origin=[0, level, 0], plane_normal=[0, 1, 0])
    points = np.concatenate([one for one in section.discrete if keep(one.mean(0))])
    flat = points[:, [0, 2]]
    return 100 * ConvexHull(flat).area  # of a flat hull that is its perimeter


def test_girths_are_those_of_sections(body, measurer, usual):
    vertices, joints = body.rest(shape_of(body, Human()))
    mesh = trimesh.Trimesh(vertices, body.data.faces, process=False)
    at = {name: joints[place] for name, place in INDEX.items()}
    knee = around(mesh, at["left_knee"][1], lambda middle: middle[0] > 0.02)
    assert usual.knee == pytest.approx(knee, abs=0.02)
    levels = np.linspace(at["spine1"][1], at["spine3"][1] + 0.02, 30)
    narrow = min(around(mesh, level, lambda middle: abs(middle[0]) < 0.1) for level in levels)
    assert usual.waist == pytest.approx(narrow, abs=0.1)
    shin = np.linspace(at["left_ankle"][1] + 0.06, at["left_knee"][1] - 0.05, 30)
    wide = max(around(mesh, level, lambda middle: middle[0] > 0.02) for level in shin)
    assert usual.calf == pytest.approx(wide, abs=0.1)
    seat = np.linspace(at["left_hip"][1] - 0.05, at["spine1"][1], 30)
    hips = max(around(mesh, level, lambda middle: abs(middle[0]) < 0.4) for level in seat)
    assert usual.hip == pytest.approx(hips, abs=0.3)


def test_an_arm_is_cut_across(body, usual):
    vertices, joints = body.rest(shape_of(body, Human()))
    mesh = trimesh.Trimesh(vertices, body.data.faces, process=False)
    middle = (joints[INDEX["left_shoulder"], 0] + joints[INDEX["left_elbow"], 0]) / 2
    section = mesh.section(plane_origin=[middle, 0, 0], plane_normal=[1, 0, 0])
    flat = np.concatenate(section.discrete)[:, [1, 2]]
    assert usual.upper_arm == pytest.approx(100 * ConvexHull(flat).area, abs=0.02)


def test_volume_height_and_surface_are_those_of_the_mesh(body, usual):
    vertices, _ = body.rest(shape_of(body, Human()))
    mesh = trimesh.Trimesh(vertices, body.data.faces, process=False)
    assert usual.volume_l == pytest.approx(mesh.volume * 1000, rel=1e-5)
    assert usual.weight_kg == pytest.approx(mesh.volume * 985, rel=1e-5)
    assert usual.height == pytest.approx(172.0, abs=0.1)
    assert 0.9 * mesh.area < usual.surface_m2 < mesh.area  # without mouth and eyes
    du_bois = 0.007184 * usual.weight_kg**0.425 * usual.height**0.725
    assert usual.surface_m2 == pytest.approx(du_bois, rel=0.06)


def test_an_adult_measures_what_adults_do(usual):
    ranges = {
        "head": (52, 60), "neck": (30, 42), "chest": (85, 110), "waist": (65, 100),
        "hip": (85, 110), "thigh": (48, 65), "knee": (32, 42), "calf": (32, 42), "ankle": (19, 26),
        "upper_arm": (23, 36), "wrist": (13, 19), "inseam": (74, 88), "arm_length": (48, 62),
        "shoulder_width": (32, 44), "foot_length": (23, 29),
    }  # fmt: skip
    for name, (low, high) in ranges.items():
        assert low < getattr(usual, name) < high, name


def test_heavier_people_are_wider(body, measurer):
    rows = [of(body, measurer, weight=weight) for weight in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for name in ("waist", "hip", "thigh", "upper_arm", "chest", "neck", "weight_kg", "volume_l"):
        values = [getattr(row, name) for row in rows]
        assert np.all(np.diff(values) > 0), name


def test_taller_people_are_longer(body, measurer):
    rows = [of(body, measurer, stature_cm=height) for height in (150, 165, 180, 195)]
    names = ("height", "inseam", "arm_length", "foot_length", "shoulder_width", "weight_kg")
    for name in names:
        assert np.all(np.diff([getattr(row, name) for row in rows]) > 0), name
    assert [round(row.height) for row in rows] == [150, 165, 180, 195]


def test_scale_scales(body, measurer, usual):
    vertices, joints = body.rest(shape_of(body, Human()))
    larger = measurer.measure(vertices * 1.1, joints * 1.1)
    for name in ("height", "waist", "hip", "calf", "wrist", "neck", "head", "inseam"):
        assert getattr(larger, name) == pytest.approx(1.1 * getattr(usual, name), rel=2e-3), name
    assert larger.volume_l == pytest.approx(1.1**3 * usual.volume_l, rel=1e-4)


def test_men_and_women_differ_where_they_do(body, measurer):
    man, woman = of(body, measurer, gender=0.0), of(body, measurer, gender=1.0)
    assert man.shoulder_width > woman.shoulder_width + 2
    assert man.waist / man.hip > woman.waist / woman.hip + 0.1
    assert man.foot_length > woman.foot_length


def test_a_pose_changes_nothing(body, measurer, usual):
    shape = shape_of(body, Human())
    body.pose(sample_pose(np.random.default_rng(1)), shape)
    assert measurer.measure(*body.rest(shape)) == usual


def test_odd_shapes_are_measured_too(body, measurer):
    for seed in range(6):
        shape = np.random.default_rng(seed).normal(0, 2, 10)
        found = measurer.measure(*body.rest(shape))
        values = np.array(list(found.rounded().values()))
        assert np.isfinite(values).all()
        assert (values > 0).all()


def test_a_mesh_without_parts_is_measured(body, usual):
    """As a file of the user's own has it."""
    from dataclasses import replace

    plain = replace(body.data, parts=np.zeros(len(body.data.faces), np.uint8))
    found = Measurer(plain).measure(*body.rest(shape_of(body, Human())))
    assert found.waist == usual.waist
    assert found.surface_m2 > usual.surface_m2
    assert isinstance(found, BodyMeasures)
