"""MoveNet as ONNX against the file that it was made of."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from common.errors import WeightsError
from models.base import Runtime
from models.cards import CARDS_FOLDER, read_card
from models.convert.movenet import FILE, convert
from models.convert.tflite import read_tflite
from models.engine import Engine
from models.hub import ModelHub
from models.poses.estimator import PoseBackend
from models.weights import file_sha256

REFERENCE = Path(__file__).with_name("movenet_reference.json")
SOURCE = "pose/movenet_single_pose_lightning_ptq.tflite"


@pytest.fixture(scope="module")
def movenet() -> PoseBackend:
    card = read_card(CARDS_FOLDER / "movenet.toml")
    backend = PoseBackend("movenet", card, CARDS_FOLDER / FILE, "")
    backend.load(Runtime())
    return backend


def _noise(seed: int) -> NDArray[np.uint8]:
    small = np.random.default_rng(seed).integers(0, 255, (6, 6, 3)).astype(np.uint8)
    return np.asarray(Image.fromarray(small).resize((192, 192), Image.Resampling.BICUBIC))


def test_a_person_does_not_depend_on_the_others_of_a_batch(movenet: PoseBackend) -> None:
    pictures = [_noise(seed) for seed in range(5)]
    together = movenet.run(pictures)
    alone = [movenet.run([picture])[0] for picture in pictures]
    np.testing.assert_array_equal(np.concatenate(together), np.concatenate(alone))
    assert together[0].shape == (1, 17, 3)


def test_the_engine_runs_what_comes_with_kinora(tmp_path: Path) -> None:
    with Engine(ModelHub(tmp_path), device="cpu", threads=1) as engine:
        (info,) = engine.pose_models()
        assert (info.name, info.shape, info.several) == ("movenet", (192, 192), False)
        found = engine.find_poses("movenet", [_noise(0), _noise(1)[:96]])
        assert [one.shape for one in found] == [(1, 17, 3)] * 2
        assert engine.find_poses("movenet", []) == []
        with pytest.raises(WeightsError, match="no pose network"):
            engine.find_poses("nobody", [])


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tflite"
    path.write_bytes(b"\x10\0\0\0TFL3" + b"\xff" * 40)
    with pytest.raises(WeightsError, match=r"x\.tflite"):
        convert(path)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(WeightsError, match=r"x\.tflite"):
        read_tflite(path)


@pytest.mark.data
def test_what_is_shipped_is_made_of_the_file(shared_data: Path) -> None:
    card = read_card(CARDS_FOLDER / "movenet.toml")
    assert file_sha256(shared_data / SOURCE) in card.licence_note
    assert convert(shared_data / SOURCE) == (CARDS_FOLDER / FILE).read_bytes()


@pytest.mark.data
def test_points_are_those_of_the_interpreter(shared_data: Path, movenet: PoseBackend) -> None:
    """Its own two sets of kernels differ by 0.008 (median) and 0.029 (95 %) of the picture."""
    apart = []
    for name, wanted in json.loads(REFERENCE.read_text("utf-8"))["points"].items():
        opened = Image.open(shared_data / "photos_imagenet_sample" / name).convert("RGB")
        found = movenet.run([movenet.prepare(np.asarray(opened))])[0][0]
        expected = np.array(wanted)[:, [1, 0, 2]]
        sure = expected[:, 2] > 0.4
        apart.append(np.abs(found - expected)[sure, :2].max(-1))
    far = np.concatenate(apart)
    assert len(far) > 100
    assert np.median(far) < 0.012
    assert np.quantile(far, 0.9) < 0.035
