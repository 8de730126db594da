"""What pose networks answer, brought to one form."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from common.errors import WeightsError
from models.base import Runtime
from models.cards import InputForm, ModelCard, OutputForm
from models.onnx_writer import GraphWriter
from models.poses.crops import cut, region_of, to_picture
from models.poses.estimator import PoseBackend
from models.poses.forms import FORMS, form_of
from models.poses.own import own_parts, pose_card

SIZE = (256, 192)


def _points() -> NDArray[np.float32]:
    rng = np.random.default_rng(3)
    places = rng.uniform(0.1, 0.9, (2, 17, 2))
    return np.concatenate([places, rng.uniform(0.3, 0.9, (2, 17, 1))], -1).astype(np.float32)


def test_points_in_either_order_are_the_same() -> None:
    points = _points()
    for name, raw in (
        ("points-xy", points),
        ("points-yx", points[:, None][..., [1, 0, 2]]),
        ("points-xy", points * np.array([SIZE[1], SIZE[0], 1], np.float32)),
    ):
        found = FORMS[name]([raw], SIZE)
        assert [one.shape for one in found] == [(1, 17, 3)] * 2
        np.testing.assert_allclose(np.concatenate(found), points, atol=1e-5)


def test_people_that_are_not_sure_are_left_out() -> None:
    points = _points()[:, None].repeat(3, 1)[..., [1, 0, 2]].reshape(2, 3, 51)
    scores = np.array([[0.9, 0.1, 0.5], [0.0, 0.1, 0.15]], np.float32)
    raw = np.concatenate([points, np.zeros((2, 3, 4), np.float32), scores[..., None]], -1)
    assert [len(one) for one in FORMS["people-yx"]([raw], SIZE)] == [2, 0]


def test_maps_are_read_between_their_cells() -> None:
    maps = np.zeros((1, 17, 64, 48), np.float32)
    maps[:, :, 20, 30] = 0.8
    maps[:, :, 20, 31] = 0.5
    maps[:, :, 19, 30] = 0.4
    ((found,),) = FORMS["heatmaps"]([maps], SIZE)
    np.testing.assert_allclose(found[0], [30.75 / 48, 20.25 / 64, 0.8], atol=1e-6)


def test_lines_of_both_axes_give_a_point() -> None:
    across, down = np.zeros((1, 17, 384), np.float32), np.zeros((1, 17, 512), np.float32)
    across[..., 96], down[..., 256] = 0.7, 0.9
    ((found,),) = FORMS["simcc"]([across, down], SIZE)
    np.testing.assert_allclose(found[0], [96.5 / 384, 256.5 / 512, 0.7], atol=1e-6)


def test_numbers_that_are_none_are_not_seen() -> None:
    points = _points()
    points[0, 3, 0] = np.nan
    found = FORMS["points-xy"]([points], SIZE)
    assert found[0][0, 3].tolist() == [0, 0, 0]


def test_a_layout_names_its_form() -> None:
    assert form_of("heatmaps: n, 17, H, W") == "heatmaps"
    assert form_of("n, 17, 3") == ""


def test_a_point_of_a_cut_out_person_comes_back_to_its_place() -> None:
    picture = np.zeros((400, 600, 3), np.uint8)
    picture[300:306, 500:506] = 255
    region = region_of((0.75, 0.5, 0.2, 0.5), (400, 600), (192, 192))
    crop = cut(picture, region, (192, 192))
    row, column = np.argwhere(crop[..., 0] > 128).mean(0)
    found = to_picture(
        np.array([[(column + 0.5) / 192, (row + 0.5) / 192, 1]], np.float32), region, (400, 600)
    )
    np.testing.assert_allclose(found[0, :2], [503 / 600, 303 / 400], atol=0.004)


def test_what_lies_beyond_the_picture_is_black() -> None:
    white = np.full((100, 100, 3), 255, np.uint8)
    crop = cut(white, region_of((0.5, 0.0, 0.5, 1.0), (100, 100), (64, 64)), (64, 64))
    assert crop[32, 63].tolist() == [0, 0, 0]
    assert crop[32, 20].tolist() == [255, 255, 255]


# -- a network that a user brought


def _card(layout: str) -> ModelCard:
    return ModelCard(
        name="own", title="Own", task="pose", licence="MIT", origin="here", paper="none",
        gain="points", memory_mb=1, brought=True, input=InputForm(size=(8, 6), layout="BGR"),
        output=OutputForm(layout=layout),
    )  # fmt: skip


def _graph(path: Path) -> Path:
    """Write a network that answers the mean of the first channel as every number."""
    graph = GraphWriter()
    image = graph.input("x", ["n", 3, 8, 6])
    first = graph.node("Gather", [image, graph.weight("i", np.array([0]))], "first", {"axis": 1})
    mean = graph.node("ReduceMean", [first], "mean", {"axes": [1, 2, 3], "keepdims": 1})
    sizes = graph.weight("sizes", np.array([1, 1, 17, 3]))
    wide = graph.node("Expand", [mean, sizes], "wide")
    shape = graph.weight("shape", np.array([0, 17, 3]))
    graph.node("Reshape", [wide, shape], "points")
    graph.output("points", ["n", 17, 3])
    path.write_bytes(graph.to_bytes())
    return path


def test_a_network_of_a_user_takes_pictures_as_its_card_says(tmp_path: Path) -> None:
    backend = PoseBackend("pose:own", _card("points-xy"), _graph(tmp_path / "own.onnx"), "0" * 64)
    backend.load(Runtime())
    blue = np.zeros((16, 12, 3), np.uint8)
    blue[..., 2] = 1  # of BGR the first channel
    first, second = backend.run([backend.prepare(blue), backend.prepare(0 * blue)])
    assert first.shape == (1, 17, 3)
    assert float(first.min()) == 1.0
    assert not second.any()


def test_a_card_that_does_not_fit_says_so(tmp_path: Path) -> None:
    weights = _graph(tmp_path / "own.onnx")
    unsaid = PoseBackend("pose:own", _card("n, 17, 3"), weights, "")
    with pytest.raises(WeightsError, match="does not say"):
        unsaid.load(Runtime())
    wrong = PoseBackend("pose:own", _card("heatmaps"), weights, "")
    wrong.load(Runtime())
    with pytest.raises(WeightsError, match="as its card says"):
        wrong.run([np.zeros((8, 6, 3), np.uint8)])


def test_graph_and_card_belong_together(tmp_path: Path) -> None:
    weights = _graph(tmp_path / "own.onnx")
    assert pose_card(weights) is None
    weights.with_suffix(".toml").write_text(
        'name = "own"\ntitle = "Own"\ntask = "pose"\nlicence = "MIT"\norigin = "here"\n'
        'paper = "none"\ngain = "points"\nmemory_mb = 1\nbrought = true\n'
        '[input]\nsize = [8, 6]\nlayout = "n, 3, H, W"\n[output]\nlayout = "points-xy"\n',
        "utf-8",
    )
    parts = own_parts("pose:own", tmp_path)
    assert parts is not None
    assert (parts[0], parts[1].input.size) == (weights, (8, 6))
    assert own_parts("clip:own", tmp_path) is None


def test_a_picture_is_read_the_same_whatever_stands_beside_it():
    fine = np.random.default_rng(0).uniform(0, 1, (17, 3)).astype(np.float32)
    astray, none = fine.copy(), np.full((17, 3), np.nan, np.float32)
    astray[3] = [90.0, 40.0, 0.9]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = FORMS["points-xy"]([np.stack([fine, astray, none])], (256, 192))
    np.testing.assert_array_equal(found[0][0], fine)
    assert not found[2].any()
