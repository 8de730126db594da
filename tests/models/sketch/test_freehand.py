"""The freehand drawings that come with Kinora."""

import numpy as np
import pytest

from models.body.model import BodyModel
from models.body.poses import named_poses
from models.body.rotations import from_axis_angle
from models.body.skeleton import INDEX
from models.sketch.freehand import FOLDER, SAMPLES, TOLD_JOINTS, freehand_drawings
from models.sketch.oddities import check_drawn, oddities
from models.sketch.raster import fit_box


def test_there_are_thirty_drawings_in_four_styles():
    drawings = freehand_drawings()
    assert len(drawings) >= 30
    styles = [one.style for one in drawings]
    assert {style: styles.count(style) >= 8 for style in styles} == dict.fromkeys(
        ("outline", "ovals", "stick", "by hand"), True
    )
    assert set(SAMPLES) <= {one.name for one in drawings}
    for one in drawings:
        check_drawn(one.strokes)
        assert oddities(one.strokes) == [], one.name
        assert set(one.joints) == set(TOLD_JOINTS)
        points = np.concatenate([stroke.points for stroke in one.strokes])
        places = np.array(list(one.joints.values()))
        reach = 0.05 * np.ptp(points, axis=0).max()
        assert (places >= points.min(0) - reach).all(), one.name
        assert (places <= points.max(0) + reach).all(), one.name


def test_errors_are_told_in_pixels_of_the_fitted_drawing():
    one = freehand_drawings()[0]
    scale, dx, dy = fit_box(one.strokes, 256)
    joints = np.full((24, 2), np.nan)
    for name, (x, y) in one.joints.items():
        joints[INDEX[name]] = x * scale + dx, y * scale + dy
    assert one.error_px(joints) == pytest.approx(0.0, abs=1e-9)
    assert one.error_px(joints + np.array([3.0, 4.0])) == pytest.approx(5.0)


def test_drawings_of_named_poses_mean_these_poses():
    import json

    from models.training.sketch_protocols import fitted_joints

    body = BodyModel()
    errors = {"outline": [], "ovals": [], "stick": []}
    for one in freehand_drawings():
        if one.style == "by hand":
            continue
        yaw = json.loads((FOLDER / f"{one.name}.json").read_text())["yaw"]
        pose = named_poses()[one.pose].rotations.copy()
        pose[0] = from_axis_angle(np.array([0, np.radians(yaw), 0])) @ pose[0]
        posed = body.pose(pose)
        errors[one.style].append(one.error_px(fitted_joints(posed.vertices, posed.joints)))
    for style, found in errors.items():
        assert np.mean(found) < 6.0, style
