"""Contours of bodies, drawings made by a hand, and pixels."""

import numpy as np
import pytest

from common.errors import QueryError
from common.strokes import Stroke, strokes_from_json, strokes_to_json
from models.body.limits import sample_pose
from models.body.model import BodyModel, identity_pose
from models.sketch.contours import ContourMaker, View, coarse_body, fitted_view
from models.sketch.degrade import CLEAN, Hand, sample_hand, stick_figure
from models.sketch.raster import MARGIN, as_input, draw, fit_box
from models.sketch.synthesis import drawn, outline


def ball(rings=24, radius=1.0):
    """Return a sphere as a mesh."""
    up, around = np.meshgrid(
        np.linspace(0.02, np.pi - 0.02, rings),
        np.linspace(0, 2 * np.pi, 2 * rings, endpoint=False),
        indexing="ij",
    )
    points = radius * np.stack(
        [np.sin(up) * np.cos(around), np.cos(up), np.sin(up) * np.sin(around)], -1
    )
    place = np.arange(rings * 2 * rings).reshape(rings, 2 * rings)
    a, b = place[:-1], np.roll(place[:-1], -1, 1)
    c, d = place[1:], np.roll(place[1:], -1, 1)
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([b, d, c], -1)]).reshape(-1, 3)
    return points.reshape(-1, 3).astype(np.float32), faces.astype(np.int32)


@pytest.fixture(scope="module")
def body():
    return BodyModel()


@pytest.fixture(scope="module")
def lines(body):
    return outline(body.pose(sample_pose(np.random.default_rng(1))))


def test_the_outline_of_a_ball_is_its_circle():
    vertices, faces = ball()
    view = View(100.0, (0.0, 0.0))
    strokes = ContourMaker(faces, len(vertices)).strokes(vertices, view)
    points = np.concatenate([one.points for one in strokes if one.kind == "outline"])
    distance = np.linalg.norm(points - 128, axis=1)
    assert np.abs(distance - 100).max() < 2.0
    angles = np.degrees(np.arctan2(*(points - 128).T)) % 360
    assert len(np.unique(angles // 15)) >= 22  # nearly closed


def test_what_lies_behind_is_not_drawn():
    front, faces = ball(rings=140, radius=0.5)
    back = front * 0.6 - [0, 0, 2.0]
    vertices = np.concatenate([front, back]).astype(np.float32)
    both = np.concatenate([faces, faces + len(front)]).astype(np.int32)
    maker = ContourMaker(both, len(vertices))
    strokes = maker.strokes(vertices, View(200.0, (0.0, 0.0)))
    points = np.concatenate([one.points for one in strokes])
    assert np.linalg.norm(points - 128, axis=1).min() > 90  # only the large one, radius 100
    aside = vertices.copy()
    aside[len(front) :, 0] += 0.45  # half of it looks out
    seen = np.concatenate([s.points for s in maker.strokes(aside, View(150.0, (0.0, 0.0)))])
    assert seen[:, 0].max() > 128 + 0.7 * 150


def test_the_silhouette_of_a_body_is_whole(body):
    posed = body.pose(identity_pose())
    found = outline(posed)
    low = np.concatenate([one.points for one in found.strokes]).min(0)
    high = np.concatenate([one.points for one in found.strokes]).max(0)
    pixels = found.view.pixels(posed.vertices)
    np.testing.assert_allclose(low, pixels.min(0), atol=3)
    np.testing.assert_allclose(high, pixels.max(0), atol=3)
    layers = {one.layer for one in found.strokes}
    assert {"body", "head", "left_hand", "right_foot"} <= layers


def test_the_coarse_mesh_draws_what_the_fine_one_draws(body):
    rows, _ = coarse_body()
    assert 3000 < len(rows) < 9000
    posed = body.pose(identity_pose())
    view = fitted_view(posed.vertices)
    fine = ContourMaker(body.data.faces, len(posed.vertices)).strokes(
        posed.vertices, view, creases=False
    )
    rough = outline(posed).strokes
    ink = [draw(one, 64, fit=(0.25, 0.0, 0.0)) < 128 for one in (fine, rough)]
    assert (ink[0] & ink[1]).sum() > 0.6 * ink[0].sum()


def test_drawings_are_seeded_and_differ_by_hand(lines):
    hand = Hand(strength=1.0)
    one = draw(drawn(lines, hand, np.random.default_rng(1)), 96)
    same = draw(drawn(lines, hand, np.random.default_rng(1)), 96)
    other = draw(drawn(lines, hand, np.random.default_rng(2)), 96)
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()
    clean = drawn(lines, CLEAN)
    assert [s.points.tolist() for s in clean] == [s.points.tolist() for s in lines.strokes]


def test_parts_become_ovals_and_the_face_goes(lines):
    hand = Hand(strength=0.0, missing=0, creases=1.0, face=False, ovals=("head",), warp=0)
    found = drawn(lines, hand, np.random.default_rng(0))
    heads = [stroke for stroke in found if stroke.layer == "head"]
    assert len(heads) == 1
    np.testing.assert_allclose(heads[0].points[0], heads[0].points[-1], atol=1e-3)
    ring = heads[0].points
    points = lines.points["head"]
    assert (ring.min(0) <= points.min(0) + 4).all()
    assert (ring.max(0) >= points.max(0) - 4).all()


def test_a_stick_figure_follows_the_joints(lines):
    found = stick_figure(lines.joints, lines.points["head"])
    ends = np.concatenate([stroke.points for stroke in found])
    for joint in (20, 21, 10, 11):
        assert np.linalg.norm(ends - lines.joints[joint], axis=1).min() < 1e-3 or joint in {10, 11}
    stick = drawn(lines, Hand(stick=True, strength=0.5), np.random.default_rng(0))
    assert {stroke.layer for stroke in stick} == {"stick"}


def test_stronger_hands_draw_worse(lines):
    clean = draw(drawn(lines, CLEAN), 96) < 128

    def kept(strength):
        shares = []
        for seed in range(6):
            rng = np.random.default_rng(seed)
            hand = Hand(strength=strength, missing=0.1 * strength, tremble=1.2 * strength,
                        warp=3 * strength)  # fmt: skip
            ink = draw(drawn(lines, hand, rng), 96) < 128
            shares.append((ink & clean).sum() / clean.sum())
        return np.mean(shares)

    assert kept(0.2) > kept(0.7) > kept(1.3)


def test_hands_are_varied():
    hands = [sample_hand(np.random.default_rng(seed)) for seed in range(200)]
    assert 0.03 < np.mean([hand.stick for hand in hands]) < 0.2
    assert 0.2 < np.mean([bool(hand.ovals) for hand in hands]) < 0.6


def test_a_drawing_is_fitted_to_its_box():
    square = np.array([[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], np.float32)
    small = draw([Stroke(square)], 100)
    large = draw([Stroke(square * 37 + 900)], 100)
    np.testing.assert_array_equal(small, large)
    y, x = np.nonzero(small < 128)
    assert x.min() == pytest.approx(100 * MARGIN, abs=1.5)
    assert y.max() == pytest.approx(100 * (1 - MARGIN), abs=1.5)
    scale, dx, dy = fit_box([Stroke(square)], 100)
    assert scale == pytest.approx(8.4)
    assert (dx, dy) == pytest.approx((8.0, 8.0))


def test_nothing_one_dot_and_far_points():
    assert draw([], 32).min() == 255
    assert (draw([Stroke(np.array([[5, 5]], np.float32))], 32) < 255).any()
    far = np.array([[0, 0], [1e9, 5], [3, 1e9]], np.float32)
    assert draw([Stroke(far)], 32, fit=(1.0, 0.0, 0.0)).shape == (32, 32)
    given = as_input(draw([Stroke(np.array([[0, 0], [9, 9]], np.float32))], 32))
    assert given.shape == (1, 1, 32, 32)
    assert given.max() > 0.9
    assert given.min() == 0.0


def test_strokes_come_back_from_json():
    strokes = [
        Stroke(
            np.array([[1.5, 2], [3, 4]], np.float32), 2.0, np.array([0.5, 1], np.float32), "ink"
        ),
        Stroke(np.zeros((1, 2), np.float32)),
    ]
    again = strokes_from_json(strokes_to_json(strokes))
    np.testing.assert_allclose(again[0].points, strokes[0].points)
    np.testing.assert_allclose(again[0].pressures, strokes[0].pressures)
    assert (again[0].width, again[0].layer) == (2.0, "ink")
    assert again[1].length == 0.0


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("ink", "list of strokes"),
        ([{}], "stroke 1 has no points"),
        ([{"points": [[1, 2, 3]]}], "no pairs"),
        ([{"points": [[1, float("nan")]]}], "not finite"),
        ([{"points": [["a", 1]]}], "no number"),
        ([{"points": [[1, 2]], "pressures": [1, 2]}], "one for each point"),
        ([{"points": [[1, 2]], "width": 0}], "width"),
        ([{"points": [[1, 2]]}] * 20_001, "20,001 strokes"),
    ],
)
def test_drawings_that_are_none_are_told(document, why):
    with pytest.raises(QueryError, match=why):
        strokes_from_json(document)
