from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from app.services.explain_networks import Networks
from app.services.explain_training import TrainingService, TrainRequest
from app.services.explain_types import ExplainTarget
from app.services.library import Library
from app.services.services import Services
from common.errors import ModelError, QueryError
from common.jobs import JobCancelled, JobContext
from models.networks.squeezenet import SqueezeNet


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    torch.manual_seed(3)
    network = SqueezeNet()
    for parameter in network.parameters():
        if parameter.ndim > 1:
            torch.nn.init.kaiming_normal_(parameter)
    save_file(dict(network.state_dict()), tmp_path / "squeezenet.safetensors")
    library = Library.open(tmp_path / "test.kinora", create=True)
    opened = Services(library)
    opened.models.add(tmp_path / "squeezenet.safetensors")
    yield opened
    opened.close()


@pytest.fixture
def training(services: Services) -> TrainingService:
    return TrainingService(services.library, services.models, services.items)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    random = np.random.default_rng(0)
    for channel, name in enumerate(("Field", "Lake, pond")):
        folder = tmp_path / "photos" / name
        folder.mkdir(parents=True)
        for number in range(5):
            pixels = random.integers(0, 60, (40, 40, 3), dtype=np.uint8)
            pixels[..., channel] += 150
            Image.fromarray(pixels).save(folder / f"{number}.png")
    return tmp_path / "photos"


def request(photos: Path, **changes: object) -> TrainRequest:
    values = {"name": "scenes", "folder": photos, "network": "squeezenet1_0", "epochs": 1}
    return TrainRequest(**{**values, "frozen": 0.9, **changes})  # type: ignore[arg-type]


def test_what_was_learned_can_be_explained(
    services: Services, training: TrainingService, photos: Path
) -> None:
    (photos / "Field" / "broken.png").write_bytes(b"x")
    report = training.train(request(photos))
    assert report.classes == ("Field", "Lake, pond")
    assert report.images == (5, 5)
    assert report.tested == 2
    assert len(report.losses) == 1
    assert len(report.skipped) == 1
    networks = Networks(services.models, services.settings, services.library)
    entry = networks.choose("scenes", ExplainTarget())
    assert entry.classes == 2
    network = networks.get("scenes")
    assert len(network.labels) == 2
    x = network.prepare(np.zeros((30, 30, 3), np.uint8))[None]
    assert network.scores(x).shape == (1, 2)
    card = (report.path / "network.toml").read_text()
    assert "seed" in card
    assert "accuracy" in card


def test_a_name_is_used_once_unless_it_may_be_replaced(
    training: TrainingService, photos: Path
) -> None:
    first = training.train(request(photos))
    with pytest.raises(QueryError, match="already"):
        training.train(request(photos))
    second = training.train(request(photos, replace=True))
    assert first.losses == second.losses  # the same seed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "a/b"}, "no name"),
        ({"name": "mobilenet_v2"}, "already"),
        ({"network": "unet"}, "cannot learn"),
        ({"folder": None}, "folder or a facet"),
        ({"facet": "scene"}, "folder or a facet"),
    ],
)
def test_senseless_requests_are_refused(
    training: TrainingService, photos: Path, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        training.train(request(photos, **changes))


def test_too_little_and_missing_weights_are_told(
    services: Services, training: TrainingService, photos: Path, tmp_path: Path
) -> None:
    with pytest.raises(QueryError, match="no folders of pictures"):
        training.train(request(photos / "Field"))
    for path in (photos / "Field").iterdir():
        path.unlink()
    with pytest.raises(ModelError, match="at least two classes"):
        training.train(request(photos))
    with pytest.raises(ModelError, match="weights"):
        training.train(request(photos, network="vgg16"))


def test_cancelling_keeps_nothing(
    services: Services, training: TrainingService, photos: Path
) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        training.train(request(photos), context)
    assert not (services.library.folder / "classifiers").exists()
