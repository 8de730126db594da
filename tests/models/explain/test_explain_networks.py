"""Networks to explain: built in, registered, and what is wrong with some."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save_file
from torch import nn

from common.errors import MediaError, ModelError, WeightsError
from indexers.media import read_image
from models.explain import networks, registered
from models.explain.base import ExplainOptions, LayerError, MethodError, Target, find_label
from models.explain.building import random_module
from models.explain.explain import explain
from models.explain.network_card import CARD, InputCard
from models.explain.networks import Network
from models.hub import ModelHub
from models.networks.mobilenet import MobileNetV2
from models.onnx_writer import GraphWriter

LABELS = ["cat, house cat", "dog", "bird", "fish"]


@pytest.fixture
def hub(tmp_path: Path) -> ModelHub:
    return ModelHub(tmp_path / "models")


def image(height: int = 60, width: int = 80) -> NDArray[np.uint8]:
    return np.random.default_rng(3).integers(0, 256, (height, width, 3), dtype=np.uint8)


def small_network(name: str = "scenes", seed: int = 1) -> Network:
    module = random_module("mobilenet_v2", seed=seed, classes=4)
    return Network(
        name, module, tuple(LABELS), (224, 224), tuple(module.mean), tuple(module.std),
        architecture="mobilenet_v2", variant="tensorflow",
    )  # fmt: skip


def test_a_fine_tuned_network_is_saved_and_found_again(hub: ModelHub, tmp_path: Path) -> None:
    made = small_network("my scenes")
    networks.arrange(made.module)
    place = tmp_path / "classifiers"
    registered.save(place / "scenes", made, title="Scenes", about={"epochs": 3, "files": ["a“b"]})
    entry = next(e for e in networks.names(hub, [place]) if e.name == "my scenes")
    assert (entry.title, entry.classes, entry.is_ready) == ("Scenes", 4, True)
    loaded = networks.load("my scenes", hub, folders=[place])
    assert loaded.labels == tuple(LABELS)
    x = made.prepare(image())[None]
    np.testing.assert_allclose(loaded.scores(x), made.scores(x), atol=1e-5)
    assert not list(place.glob(".adding-*"))


def test_a_network_replaces_its_older_self(hub: ModelHub, tmp_path: Path) -> None:
    folder = tmp_path / "classifiers" / "scenes"
    registered.save(folder, small_network(seed=1))
    registered.save(folder, small_network(seed=2))
    x = small_network().prepare(image())[None]
    loaded = registered.load(folder)
    np.testing.assert_allclose(loaded.scores(x), small_network(seed=2).scores(x), atol=1e-5)


@pytest.mark.parametrize("architecture", ["squeezenet1_0", "resnet34"])
def test_tensors_with_any_number_of_classes(
    hub: ModelHub, tmp_path: Path, architecture: str
) -> None:
    module = random_module(architecture, seed=1, classes=4)
    save_file(module.state_dict(), tmp_path / "mine.safetensors")
    place = hub.folder / networks.USER_FOLDER
    registered.register(place, tmp_path / "mine.safetensors", LABELS, name="My net!")
    loaded = networks.load("My-net", hub)
    assert loaded.architecture == architecture
    maps = explain(loaded, loaded.prepare(image())[None], 2, methods=["median_pooling"])
    assert maps.scores.shape == (1, 4)


def onnx_file(path: Path, *, batch: int | str = "n", classes: int = 4) -> nn.Module:
    """Write a small classifier as ONNX; returns the same in torch."""
    torch.manual_seed(3)
    module = nn.Sequential(nn.Conv2d(3, 5, 3, padding=1), nn.ReLU(), nn.Conv2d(5, 6, 3, padding=1))
    head = nn.Linear(6, classes)
    graph = GraphWriter()
    x = graph.input("image", [batch, 3, 32, 32])
    for name, conv in (("0", module[0]), ("2", module[2])):
        weights = [graph.weight(f"{name}.{k}", v.numpy()) for k, v in conv.state_dict().items()]
        pads = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
        x = graph.node("Conv", [x, *weights], f"conv{name}", pads)
        if name == "0":
            x = graph.node("Relu", [x], "relu")
    x = graph.node("ReduceMean", [x], "pooled", {"axes": [2, 3], "keepdims": 0})
    weights = [graph.weight(f"head.{k}", v.numpy()) for k, v in head.state_dict().items()]
    graph.node("Gemm", [x, *weights], "scores", {"transB": 1})
    graph.output("scores", [batch, classes])
    path.write_bytes(graph.to_bytes())

    class Whole(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.features, self.head = module, head

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.head(self.features(x).mean((2, 3)))

    return Whole().eval()


@pytest.mark.parametrize("batch", ["n", 2])
def test_an_onnx_file_is_explained_without_gradients(
    hub: ModelHub, tmp_path: Path, batch: int | str
) -> None:
    twin = onnx_file(tmp_path / "net.onnx", batch=batch)
    registered.register(hub.folder / networks.USER_FOLDER, tmp_path / "net.onnx", LABELS)
    entry = next(e for e in networks.names(hub) if e.name == "net")
    assert not entry.has_gradients
    network = networks.load("net", hub)
    assert network.size == (32, 32)
    assert [(x.name, x.kind) for x in network.layers()] == [
        ("conv0", "conv"), ("relu", "activation"), ("conv2", "conv")
    ]  # fmt: skip
    x = torch.stack([network.prepare(image(40 + n)) for n in range(3)])
    plain = Network("twin", twin, tuple(LABELS), (32, 32))
    np.testing.assert_allclose(network.scores(x), plain.scores(x), atol=1e-5)
    names = ["eigen_cam", "score_cam", "rise", "occlusion"]
    options = ExplainOptions(masks=30)
    found = explain(network, x, 1, methods=names, options=options)
    wanted = explain(plain, x, 1, methods=names, layer="features.2", options=options)
    for name in names:
        np.testing.assert_allclose(found.raw[name], wanted.raw[name], atol=1e-4)
    everything = explain(network, x[:1], 1, methods=["all"], options=options)
    assert set(everything.raw) == set(names)
    assert [note.id for note in everything.notes[""]] == ["only-runs"]
    with pytest.raises(MethodError, match="needs gradients"):
        explain(network, x, 1, methods=["grad_cam"])
    with pytest.raises(LayerError, match="no layer “conv9”"):
        explain(network, x, 1, methods=["score_cam"], layer="conv9")


def test_a_torchscript_file_runs(hub: ModelHub, tmp_path: Path) -> None:
    twin = onnx_file(tmp_path / "net.onnx")
    torch.jit.trace(twin, torch.zeros(1, 3, 32, 32)).save(tmp_path / "script.pt")
    form = InputCard(size=(32, 32), share=0)
    place = hub.folder / networks.USER_FOLDER
    registered.register(place, tmp_path / "script.pt", LABELS, form=form)
    network = networks.load("script", hub)
    x = network.prepare(image())[None]
    assert (network.crop(60, 80).width, network.crop(60, 80).height) == (80, 60)
    maps = explain(network, x, methods=["default"])
    assert set(maps.raw) == {"rise", "occlusion"}
    with pytest.raises(MethodError, match="needs a layer"):
        explain(network, x, methods=["score_cam"])


def test_torchscript_that_touches_files_is_refused(hub: ModelHub, tmp_path: Path) -> None:
    class Bad(nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + torch.from_file("/etc/passwd", size=1)

    torch.jit.script(Bad()).save(tmp_path / "bad.pt")
    with pytest.raises(WeightsError, match="reads or writes files"):
        registered.register(hub.folder / "networks", tmp_path / "bad.pt", LABELS)
    assert not list((hub.folder / "networks").glob("*"))


def test_files_that_are_no_network(hub: ModelHub, tmp_path: Path) -> None:
    place = hub.folder / "networks"
    (tmp_path / "text.onnx").write_text("hello")
    with pytest.raises(WeightsError, match="no ONNX model"):
        registered.register(place, tmp_path / "text.onnx", LABELS)
    save_file({"a": torch.zeros(2)}, tmp_path / "other.safetensors")
    with pytest.raises(ModelError, match="holds no network"):
        registered.register(place, tmp_path / "other.safetensors", LABELS)
    with pytest.raises(ModelError, match="does not exist"):
        registered.register(place, tmp_path / "missing.onnx", LABELS)
    onnx_file(tmp_path / "net.onnx")
    with pytest.raises(ModelError, match="gives 4 classes but has 2 labels"):
        registered.register(place, tmp_path / "net.onnx", ["a", "b"])
    assert not list(place.glob("*"))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("share", "shape", "input.shape"),
        ("[224, 224]", "[4, 224]", "both sides"),
        ("mobilenet_v2", "unheard", "architecture"),
        ('"weights.safetensors"', '"../weights.safetensors"', "plain file name"),
        ("[input]", "[input", "Expected"),
        ("127.5", "nan", "finite"),
    ],
)
def test_a_card_that_breaks_a_rule(
    hub: ModelHub, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    place = tmp_path / "classifiers"
    folder = registered.save(place / "scenes", small_network())
    text = (folder / CARD).read_text()
    assert old in text
    (folder / CARD).write_text(text.replace(old, new))
    with pytest.raises(ModelError, match=reason):
        registered.load(folder)
    entry = next(e for e in networks.names(hub, [place]) if e.folder == folder)
    assert not entry.is_ready
    assert reason in entry.hint


def test_files_of_a_network_that_are_gone(tmp_path: Path) -> None:
    folder = registered.save(tmp_path / "scenes", small_network())
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "labels.txt").unlink()
    with pytest.raises(ModelError, match="no labels"):
        registered.load(copy)
    (folder / "weights.safetensors").unlink()
    with pytest.raises(WeightsError, match="are missing"):
        registered.load(folder)


def test_nan_weights_name_the_tensor(hub: ModelHub, tmp_path: Path) -> None:
    network = small_network()
    network.module.head.weight.data[3, 1] = torch.nan
    registered.save(tmp_path / "place" / "scenes", network)
    with pytest.raises(WeightsError, match=r"not finite \(“head.weight”\)"):
        networks.load("scenes", hub, folders=[tmp_path / "place"])


@pytest.mark.parametrize("kind", ["1x1", "grey", "alpha", "16-bit", "wide", "palette"])
def test_any_picture_can_be_explained(tmp_path: Path, kind: str) -> None:
    """From the file to the map, by way of the media reader."""
    random = np.random.default_rng(1)
    pictures = {
        "1x1": Image.new("RGB", (1, 1), (200, 10, 10)),
        "grey": Image.fromarray(random.integers(0, 256, (40, 30), dtype=np.uint8)),
        "alpha": Image.fromarray(random.integers(0, 256, (40, 30, 4), dtype=np.uint8)),
        "16-bit": Image.fromarray(random.integers(0, 65536, (40, 30), dtype=np.uint16)),
        "wide": Image.new("RGB", (20_000, 8), (10, 200, 10)),
        "palette": Image.new("P", (9, 9), 3),
    }
    path = tmp_path / "picture.png"
    pictures[kind].save(path)
    try:
        rgb = read_image(path, max_side=1024, max_megapixels=100).rgb
    except MediaError as error:
        pytest.fail(str(error))
    network = small_network()
    x = network.prepare(rgb)
    assert x.shape == (3, 224, 224)
    assert bool(torch.isfinite(x).all())
    crop = network.crop(*rgb.shape[:2])
    assert 0 <= crop.left <= crop.left + crop.width <= rgb.shape[1]
    assert 0 <= crop.top <= crop.top + crop.height <= rgb.shape[0]
    maps = explain(network, x[None], methods=["grad_cam", "median_pooling"])
    assert np.isfinite(maps.raw["median_pooling"]).all()


def test_pixels_of_any_kind_are_converted_or_refused() -> None:
    network = small_network()
    grey = np.full((5, 7), 9, np.uint8)
    assert torch.equal(network.prepare(grey), network.prepare(np.stack([grey] * 3, -1)))
    assert network.prepare(np.zeros((20_000, 3, 4), np.uint8)).shape == (3, 224, 224)
    for bad in (np.zeros((5, 5, 3), np.uint16), np.zeros((0, 5, 3), np.uint8)):
        with pytest.raises(ModelError, match="8-bit image"):
            network.prepare(bad)


def test_labels_are_found_by_name_number_and_synonym() -> None:
    assert find_label(LABELS, "dog") == 1
    assert find_label(LABELS, "2") == 2
    assert find_label(LABELS, " House Cat ") == 0
    assert find_label(LABELS, "cat") == 0
    with pytest.raises(ModelError, match="Did you mean “bird”"):
        find_label(LABELS, "birt")
    with pytest.raises(ModelError, match="from 0 to 3"):
        find_label(LABELS, "xylophone")


def test_likeness_is_explained_on_the_cosine_of_features() -> None:
    encoder = small_network().as_encoder()
    x = torch.stack([encoder.prepare(image(60, 80 + 10 * n)) for n in range(2)])
    with torch.inference_mode():
        vectors = encoder.forward(x).numpy()
    targets = [Target(vector=vectors[1]), Target(vector=vectors[0])]
    options = ExplainOptions(patch=0.5, stride=0.5)
    methods = ["grad_cam", "median_pooling", "occlusion"]
    maps = explain(encoder, x, targets, methods=methods, options=options)
    cosine = vectors[0] @ vectors[1] / np.prod(np.linalg.norm(vectors, axis=1))
    np.testing.assert_allclose(maps.scores, [[cosine]] * 2, rtol=1e-4)
    assert maps.raw["grad_cam"].shape == (2, 7, 7)
    with pytest.raises(ModelError, match="vectors of 1280 numbers"):
        explain(encoder, x, Target(vector=vectors[0][:5]), methods=["grad_cam"])
    with pytest.raises(ModelError, match="none was given"):
        explain(encoder, x, methods=["grad_cam"])


def test_tensorflow_padding_survives_saving(tmp_path: Path) -> None:
    torch.manual_seed(1)
    module = MobileNetV2(tensorflow=False, classes=4).eval()
    network = Network("net", module, tuple(LABELS), (224, 224), architecture="mobilenet_v2",
                      variant="torchvision")  # fmt: skip
    loaded = registered.load(registered.save(tmp_path / "net", network))
    assert loaded.module.tensorflow is False


def test_what_lies_beside_a_file_says_what_it_takes(hub: ModelHub, tmp_path: Path) -> None:
    onnx_file(tmp_path / "net.onnx")
    (tmp_path / "classes.txt").write_text("\n".join(LABELS) + "\n\n")
    (tmp_path / "net.toml").write_text(
        'name = "sky"\noutput = "sigmoid"\n[input]\nsize = [32, 32]\nmean = [0, 0, 0]\n'
        "std = [255, 255, 255]\nshare = 1.0\n"
    )
    registered.register_file(
        hub.folder / networks.USER_FOLDER, tmp_path / "net.onnx", tmp_path / "classes.txt"
    )
    network = networks.load("sky", hub)
    assert network.mean == (0, 0, 0)
    x = network.prepare(image())[None]
    assert 0 <= float(x.min()) <= float(x.max()) <= 1
    assert network.scores(x).sum() != pytest.approx(1)
    (tmp_path / "net.toml").write_text("[input]\nsize = [32, 32]\nstd = [0, 1, 1]\n")
    with pytest.raises(ModelError, match="deviation must be positive"):
        registered.register_file(tmp_path / "x", tmp_path / "net.onnx", tmp_path / "classes.txt")
    with pytest.raises(ModelError, match=r"“missing\.txt” cannot be read"):
        registered.register_file(tmp_path / "x", tmp_path / "net.onnx", tmp_path / "missing.txt")


def onnx_that_takes(path: Path, kind: type[np.generic], side: int | str = "s") -> Path:
    """Write a network that gives the mean of each channel."""
    graph = GraphWriter()
    graph.input("x", ["n", 3, side, side], kind)
    graph.node("Cast", ["x"], "y", {"to": 1})
    graph.node("GlobalAveragePool", ["y"], "z")
    graph.node("Flatten", ["z"], "out")
    graph.output("out", ["n", 3])
    path.write_bytes(graph.to_bytes())
    return path


def test_a_network_of_half_floats_runs(hub: ModelHub, tmp_path: Path) -> None:
    place = hub.folder / networks.USER_FOLDER
    registered.register(place, onnx_that_takes(tmp_path / "half.onnx", np.float16), LABELS[:3])
    network = networks.load("half", hub)
    x = torch.rand(2, 3, 8, 8)
    np.testing.assert_allclose(network.forward(x).numpy(), x.mean((2, 3)).numpy(), atol=1e-3)
    with pytest.raises(WeightsError, match="as tensor"):
        registered.register(place, onnx_that_takes(tmp_path / "b.onnx", np.uint8), LABELS[:3])


def test_a_network_that_takes_another_size_is_told(tmp_path: Path) -> None:
    file = onnx_that_takes(tmp_path / "small.onnx", np.float32, 16)
    with pytest.raises(ModelError, match="does not run on 32 x 32"):
        registered.register(tmp_path / "n", file, LABELS[:3], form=InputCard(size=(32, 32)))


def test_a_network_stays_where_its_newer_self_cannot_be_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "classifiers" / "scenes"
    registered.save(folder, small_network(seed=1))
    before = (folder / "weights.safetensors").read_bytes()
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if self.name == "network":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(ModelError, match="No space left"):
        registered.save(folder, small_network(seed=2))
    assert (folder / "weights.safetensors").read_bytes() == before
    assert not list(folder.parent.glob(".adding-*"))
