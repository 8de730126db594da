"""Networks that are not ours: a folder with weights, labels and a small card, `network.toml`.

Weights are a safetensors file (or a pickle of tensors) of an architecture in
`models.networks`, with any number of classes; a TorchScript file; or an ONNX file. The last two
only run: methods without gradients explain them.

    name = "scenes"
    architecture = "mobilenet_v2"   # or squeezenet1_0, vgg16, resnet34, torchscript, onnx
    weights = "weights.safetensors"
    labels = "labels.txt"           # one class a line
    output = "scores"               # or probabilities, sigmoid
    [input]
    size = [224, 224]               # height, width in pixels
    mean = [123.675, 116.28, 103.53]  # scale 0-255
    std = [58.395, 57.12, 57.375]
    share = 0.9                     # of the shorter side that it sees; 0: all, squashed
    [about]                         # anything, for people: how it was trained
"""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from common.errors import ModelError, WeightsError
from models.explain.network_card import (
    CARD,
    Architecture,
    InputCard,
    NetworkCard,
    read,
    read_form,
    read_labels,
    to_toml,
)
from models.weights import PICKLE_SUFFIXES, damaged, file_sha256, read_tensors, tensor_shapes

if TYPE_CHECKING:
    from models.explain.networks import Network

_SIZES = {"squeezenet1_0": (227, 227)}


def find(place: Path) -> dict[str, Path]:
    """Return name -> folder of every registered network in a folder."""
    found: dict[str, Path] = {}
    for path in sorted(place.glob(f"*/{CARD}")):
        if path.parent.name.startswith("."):  # half written
            continue
        try:
            name = read(path.parent).name
        except ModelError:
            name = path.parent.name  # listed with the reason
        found.setdefault(name, path.parent)
    return found


def load(folder: Path) -> "Network":
    """Read a registered network.

    Raises:
        ModelError: the card, the labels or the weights are missing or damaged, or do not fit.
    """
    from models.explain.networks import Network

    card = read(folder)
    weights = folder / card.weights
    if not weights.is_file():
        raise WeightsError(
            f"The weights of “{card.name}” are missing ({card.weights}).",
            hint="Register the network again.",
        )
    labels = read_labels(folder, card)
    if not labels:
        raise ModelError(
            f"The network “{card.name}” has no labels ({card.labels}).",
            hint="Write one class a line into that file.",
        )
    network = Network(
        card.name,
        _module(card, weights, len(labels)),
        labels,
        card.input.size,
        card.input.mean,
        card.input.std,
        share=card.input.share,
        output=card.output,
        has_gradients=card.has_gradients,
        version=file_sha256(weights)[:12],
        architecture=card.architecture,
        variant=card.variant,
        folder=folder,
    )
    _check_classes(network)
    return network


def save(
    folder: Path, network: "Network", *, title: str = "", about: Mapping[str, Any] | None = None
) -> Path:
    """Write a network of a built-in architecture (fine-tuned, say) as a folder; whole or nothing.

    Args:
        folder: where; its parent is made; what was there is replaced.
        network: `labels`, `architecture` and the module's tensors are what counts.
        title: for people.
        about: numbers, texts and flat lists, for people.

    Raises:
        ModelError: it cannot be written, or the architecture is not built in.
    """
    from safetensors.torch import save_file

    card = NetworkCard(
        name=network.name,
        title=title,
        architecture=network.architecture,  # type: ignore[arg-type]
        variant=network.variant,  # type: ignore[arg-type]
        weights="weights.safetensors",
        output=network.output,  # type: ignore[arg-type]
        input=InputCard(size=network.size, mean=network.mean, std=network.std, share=network.share),  # type: ignore[arg-type]
        about=dict(about or {}),
    )
    tensors = {k: v.detach().cpu().contiguous() for k, v in network.module.state_dict().items()}

    def fill(work: Path) -> None:
        save_file(tensors, work / card.weights)
        (work / card.labels).write_text("\n".join(network.labels) + "\n", "utf-8")
        (work / CARD).write_text(to_toml(card), "utf-8")

    return _put(folder, fill)


def register_file(place: Path, weights: Path, labels: Path) -> Path:
    """Register a user's network with the labels in a file, one a line.

    What it takes may be written beside it, in a file of the same name that ends with `.toml`:
    `name`, `title`, `output`, and `[input]` with `size`, `mean`, `std`, `share` (see the module).

    Raises:
        ModelError: as `register`, or the labels or that file cannot be read.
    """
    try:
        lines = labels.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"The labels “{labels.name}” cannot be read: {error}.",
            hint="Give a text file (UTF-8) with one class a line.",
        ) from error
    form = read_form(weights.with_suffix(".toml"))
    return register(
        place, weights, [line for line in lines if line.strip()], name=form.name, title=form.title,
        form=form.input, output=form.output,
    )  # fmt: skip


def register(
    place: Path,
    weights: Path,
    labels: Sequence[str],
    *,
    name: str = "",
    title: str = "",
    form: InputCard | None = None,
    output: Literal["scores", "probabilities", "sigmoid"] = "scores",
) -> Path:
    """Copy a user's network into a folder of its own, after running it once.

    Args:
        place: holds one folder a network.
        weights: ONNX, TorchScript, safetensors or a pickle of tensors.
        labels: of the classes, in order.
        name: "": that of the file.
        title: for people.
        form: what it takes; None: ImageNet's usual one, of the size that the file asks for.
        output: see the module.

    Returns:
        The network's folder.

    Raises:
        ModelError: it is no network of a known kind, it does not run, or gives another number of
            classes.
    """
    if not weights.is_file():
        raise ModelError(f"“{weights}” does not exist.", hint="Check the path.")
    plain = re.sub(r"[^A-Za-z0-9_.\-]+", "-", name or weights.stem).strip("-.") or "network"
    architecture = _recognise(weights)
    size = form.size if form else _SIZES.get(architecture, (224, 224))
    if form is None and architecture == "onnx":
        from models.explain.run_only import onnx_size

        size = onnx_size(weights) or size
    card = NetworkCard(
        name=plain[:64],
        title=title,
        architecture=architecture,
        weights=f"weights{weights.suffix.lower()}",
        output=output,
        input=form or InputCard(size=size),
    )

    def fill(work: Path) -> None:
        shutil.copyfile(weights, work / card.weights)
        (work / card.labels).write_text("\n".join(" ".join(x.split()) for x in labels), "utf-8")
        (work / CARD).write_text(to_toml(card), "utf-8")
        load(work)

    return _put(place / card.name, fill)


def _module(card: NetworkCard, weights: Path, classes: int) -> Any:
    """Return the torch module of a card.

    Raises:
        WeightsError: the weights are damaged or of another network.
    """
    if card.architecture == "onnx":
        from models.explain.run_only import OnnxModule

        return OnnxModule(weights)
    if card.architecture == "torchscript":
        from models.explain.run_only import read_torchscript

        return read_torchscript(weights)
    from models.explain.building import build

    try:
        return build(card.architecture, read_tensors(weights), classes, card.variant)
    except KeyError as error:
        raise damaged(weights, ValueError(f"tensor {error} is missing")) from error
    except RuntimeError as error:
        reason = ValueError(f"it does not fit {card.architecture} with {classes} classes")
        raise damaged(weights, reason) from error


def _recognise(weights: Path) -> Architecture:
    """Return which architecture a file holds.

    Raises:
        ModelError: none that is known.
    """
    from models.explain.run_only import is_torchscript
    from models.recognise import architecture_of

    suffix = weights.suffix.lower()
    if suffix == ".onnx":
        return "onnx"
    if suffix in PICKLE_SUFFIXES and is_torchscript(weights):
        return "torchscript"
    if suffix in (".safetensors", *PICKLE_SUFFIXES):
        name, _ = architecture_of(tensor_shapes(weights))
        if name in _architectures():
            return name  # type: ignore[return-value]
    raise ModelError(
        f"“{weights.name}” holds no network that can be explained.",
        hint="Give ONNX, TorchScript, or the tensors of MobileNetV2, SqueezeNet 1.0, VGG-16 or "
        "ResNet-34.",
    )


def _architectures() -> tuple[str, ...]:
    return ("mobilenet_v2", "squeezenet1_0", "vgg16", "resnet34")


def _check_classes(network: "Network") -> None:
    """Run once.

    Raises:
        ModelError: it does not run, or gives another number of classes than it has labels.
    """
    import torch

    try:
        with torch.inference_mode():
            outputs = network.forward(torch.zeros(1, 3, *network.size))
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelError(
            f"The network “{network.name}” does not run on {network.size[0]} x {network.size[1]} "
            f"pixels: {first}",
            hint=f"Correct the input in its {CARD}.",
        ) from error
    if outputs.shape[-1] != len(network.labels):
        raise ModelError(
            f"The network “{network.name}” gives {outputs.shape[-1]} classes but has "
            f"{len(network.labels)} labels.",
            hint="Give one label a class, in the network's order.",
        )


def _put(folder: Path, fill: Any) -> Path:
    """Fill a new folder and put it in place in one step."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".adding-") as work:
            fresh = Path(work) / "network"
            fresh.mkdir()
            fill(fresh)
            for path in fresh.iterdir():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
            _swap(fresh, folder, Path(work) / "older")
    except OSError as error:
        raise ModelError(
            f"The network could not be stored in “{folder}”: {error.strerror or error}.",
            hint="Free some space, or choose another place.",
        ) from error
    return folder


def _swap(fresh: Path, folder: Path, older: Path) -> None:
    """Put a folder in another's place; what was there comes back if that fails."""
    if not folder.exists():
        fresh.rename(folder)
        return
    folder.rename(older)
    try:
        fresh.rename(folder)
    except OSError:
        older.rename(folder)
        raise
