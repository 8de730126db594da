"""Networks that can be explained: those with a card, CLIP, and those that the user registered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.errors import ModelError, WeightsError
from models.base import check_image
from models.encoders.imagenet import CROP, central_square, class_names, cut_and_resize
from models.explain import registered
from models.explain.base import Crop, LayerInfo, MethodError
from models.explain.network_card import read, read_labels
from models.hub import ModelHub, ModelStatus
from models.weights import damaged, read_tensors

if TYPE_CHECKING:
    import torch

BUILT_IN = ("mobilenet_v2", "squeezenet1_0", "vgg16", "resnet34")
USER_FOLDER = "networks"
"""Folder of registered networks, among the user's models."""
_IMAGENET_MEAN, _IMAGENET_STD = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)


@dataclass(frozen=True, slots=True)
class NetworkEntry:
    """A network that can be explained, or could be.

    Args:
        name: for `load`.
        title: for people.
        is_ready: its weights are here.
        has_gradients: False: only methods without gradients (ONNX, TorchScript).
        classes: number of them; 0 where it gives vectors.
        encoder: name of the library's vectors that it makes; "" for none.
        has_text: it knows sentences too.
        hint: how to get it, where it is missing; or why it cannot be used.
        folder: of a registered network.
    """

    name: str
    title: str
    is_ready: bool
    has_gradients: bool = True
    classes: int = 0
    encoder: str = ""
    has_text: bool = False
    hint: str = ""
    folder: Path | None = None


@dataclass(frozen=True)
class Network:
    """A network that is loaded and ready to be explained. Used by one thread at a time.

    Args:
        name: as in `NetworkEntry`.
        module: a torch module, in evaluation mode and without gradients of its own; for ONNX and
            TorchScript a module that only runs.
        labels: of the classes, synonyms separated by commas; () where it gives vectors.
        size: (height, width) of the input in pixels.
        mean: of the input's normalisation by channel, scale 0-255.
        std: likewise.
        share: side of the central square that it sees, of the image's shorter side; 0: all of the
            image, squashed.
        output: what it gives: "scores" (before softmax), "probabilities", "sigmoid" (scores of
            labels that do not exclude each other) or "vectors".
        run: calls the module; None: directly.
        has_gradients: whether the module can be differentiated.
        encoder: name of the library's vectors that `as_encoder` makes; "" for none.
        version: changes with the weights.
        architecture: name of the code; what `registered.save` writes.
        variant: "tensorflow" or "" (see `models.networks.mobilenet`).
        folder: of the files of a model that needs more than weights.
    """

    name: str
    module: Any
    labels: tuple[str, ...]
    size: tuple[int, int]
    mean: tuple[float, ...] = _IMAGENET_MEAN
    std: tuple[float, ...] = _IMAGENET_STD
    share: float = CROP
    output: str = "scores"
    run: "Callable[[Any, torch.Tensor], torch.Tensor] | None" = None
    has_gradients: bool = True
    encoder: str = ""
    version: str = ""
    architecture: str = ""
    variant: str = ""
    folder: Path | None = None

    def crop(self, height: int, width: int) -> Crop:
        """Return the part of an image of this size that the network sees."""
        if not self.share:
            return Crop(0, 0, width, height)
        left, top, side = central_square(height, width, self.share)
        return Crop(left, top, side, side)

    def picture(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the part of an image that the network sees, uint8 (H, W, 3) of its input size.

        Args:
            rgb: (H, W, 3); grey and RGBA are converted.

        Raises:
            ModelError: it is no 8-bit image, or empty.
        """
        image = check_image(rgb)
        if self.share:
            return cut_and_resize(image, self.size, self.share)
        import cv2

        way = cv2.INTER_AREA if min(image.shape[:2]) > max(self.size) else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(image, self.size[::-1], interpolation=way), np.uint8)

    def prepare(self, rgb: NDArray[np.uint8]) -> "torch.Tensor":
        """Return what the network takes, float32 (3, H, W), of an image; see `picture`."""
        import torch

        pixels = torch.from_numpy(self.picture(rgb)).movedim(-1, 0).float()
        mean, std = torch.tensor(self.mean), torch.tensor(self.std)
        return ((pixels - mean[:, None, None]) / std[:, None, None]).contiguous()

    def forward(self, x: "torch.Tensor") -> "torch.Tensor":
        """Return raw outputs (N, C) of inputs (N, 3, H, W); to be differentiated where possible."""
        run = self.run
        outputs = self.module(x) if run is None else run(self.module, x)
        logits = getattr(outputs, "logits", outputs)
        if not hasattr(logits, "ndim") or logits.ndim != 2:
            raise ModelError(
                f"The network “{self.name}” does not give one row of numbers an image.",
                hint="Register a classifier: its output is (images, classes).",
            )
        tensor: torch.Tensor = logits
        return tensor

    def to_probabilities(self, outputs: "torch.Tensor") -> "torch.Tensor":
        """Return raw outputs as probabilities; vectors are left."""
        if self.output == "scores":
            return outputs.softmax(-1)
        return outputs.sigmoid() if self.output == "sigmoid" else outputs

    def scores(self, x: "torch.Tensor", *, batch: int = 32) -> NDArray[np.float32]:
        """Return probabilities (N, C) of inputs (N, 3, H, W), a batch at a time (measures)."""
        import torch

        with torch.inference_mode():
            parts = (self.forward(part.to(self.device)) for part in torch.split(x, batch))
            rows = [self.to_probabilities(part).cpu() for part in parts]
        joined: NDArray[np.float32] = torch.cat(rows).float().numpy()
        return joined

    @property
    def device(self) -> Any:
        """Where the parameters are."""
        import torch

        first = next(iter(self.module.parameters()), None)
        return torch.device("cpu") if first is None else first.device

    def layers(self) -> list[LayerInfo]:
        """Return every layer with more than one cell, from early to late."""
        return list(self._layers[0])

    @property
    def auto_layer(self) -> str:
        """The layer that "auto" takes; "" where none has more than one cell."""
        return self._layers[1]

    @cached_property
    def _layers(self) -> tuple[list[LayerInfo], str]:
        import torch

        listed = getattr(self.module, "layers", None)
        if not self.has_gradients:
            found: tuple[list[LayerInfo], str] = listed() if callable(listed) else ([], "")
            return found
        from models.explain.layers import list_layers

        example = torch.zeros(1, 3, *self.size, device=self.device)
        return list_layers(self.module, self.forward, example)

    def as_encoder(self) -> "Network":
        """Return the same network giving its pooled features, to explain likeness.

        Raises:
            MethodError: it has no features that are known.
        """
        if self.output == "vectors":
            return self
        if not hasattr(self.module, "both"):
            raise MethodError(
                f"The network “{self.name}” gives classes only.",
                hint="Choose a network with features to explain likeness, such as mobilenet_v2.",
            )
        return replace(self, output="vectors", run=_features, labels=())

    def label_names(self) -> tuple[str, ...]:
        """Return the usual name of each class."""
        return tuple(label.split(",")[0].strip() for label in self.labels)


def _features(module: Any, x: "torch.Tensor") -> "torch.Tensor":
    features: torch.Tensor = module.both(x)[0]
    return features


def names(hub: ModelHub, folders: Sequence[Path] = ()) -> list[NetworkEntry]:
    """Return every network, those that are here first.

    Args:
        hub: of this machine; networks that the user registered are in its folder `networks`.
        folders: further folders of registered networks (`classifiers` of a library).
    """
    status = {line.name: line for line in hub.status()}
    entries = [_built_in_entry(name, status[name]) for name in BUILT_IN]
    entries += [
        NetworkEntry(name, name, hub.is_available(name), encoder=name, has_text=True,
                     hint="" if hub.is_available(name) else "Install the extra `clip`.")
        for name in hub.added_names() if name.startswith("clip:")
    ]  # fmt: skip
    entries += [_registered_entry(folder) for folder in _folders(hub, folders).values()]
    return sorted(entries, key=lambda entry: not entry.is_ready)


def load(
    name: str,
    hub: ModelHub,
    *,
    folders: Sequence[Path] = (),
    random_seed: int | None = None,
    device: str = "cpu",
) -> Network:
    """Read a network.

    Args:
        name: as in `names`.
        hub: of this machine.
        folders: as in `names`.
        random_seed: seeded random weights instead of real ones (built-in networks only): for
            measurements and tests.
        device: "cpu", "cuda" or "mps".

    Raises:
        ModelError: no such network, its weights are missing, damaged, or not finite.
    """
    known = _folders(hub, folders)
    if name in known:
        network = registered.load(known[name])
    elif name in BUILT_IN:
        network = _built_in(name, hub, random_seed)
    elif name.startswith("clip:") and name in hub.added_names():
        from models.explain.transformer import load_clip

        weights = hub.weights(name)
        assert weights is not None
        network = load_clip(name, weights.path, hub.weights_hash(name))
    else:
        listed = ", ".join(entry.name for entry in names(hub, folders))
        raise ModelError(
            f"There is no network “{name}” to explain.", hint=f"Choose one of: {listed}."
        )
    check_finite(network)
    if network.has_gradients:
        arrange(network.module, device)
    return network


def arrange(module: Any, device: str = "cpu") -> None:
    """Move a torch module to a device, with the weights of its convolutions channels last.

    On two cores this makes a forward pass of VGG-16 or ResNet-34 about a quarter faster.
    """
    import torch

    module.to(device)
    if device != "mps":
        module.to(memory_format=torch.channels_last)


def check_finite(network: Network) -> None:
    """Refuse a network with NaN or infinite weights.

    Raises:
        WeightsError: a tensor has numbers that are not finite; the message names it.
    """
    import torch

    for name, tensor in network.module.state_dict().items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor.sum())):
            if bool(torch.isfinite(tensor).all()):  # only the sum was too large
                continue
            raise WeightsError(
                f"The weights of “{network.name}” have numbers that are not finite (“{name}”).",
                hint="Get the weights again, or train the network again.",
            )


def imagenet_labels() -> tuple[str, ...]:
    """Return the 1,000 classes, each with its synonyms separated by commas."""
    return tuple(", ".join(each) for each in class_names())


def _built_in(name: str, hub: ModelHub, random_seed: int | None) -> Network:
    from models.explain.building import build, random_module

    variant, version = "", f"random-{random_seed}"
    if random_seed is not None:
        module = random_module(name, seed=random_seed)
    else:
        weights = hub.weights(name)
        if weights is None:
            raise WeightsError(
                f"The weights of “{name}” are not here.",
                hint=f"Run `models get {name}`, or `models add` a copy of the weights.",
            )
        try:
            module = build(name, read_tensors(weights.path), 1000)
        except KeyError as error:
            raise damaged(weights.path, ValueError(f"tensor {error} is missing")) from error
        except RuntimeError as error:
            raise damaged(weights.path, error) from error
        version = hub.weights_hash(name)[:12]
    if name == "mobilenet_v2":
        variant = "tensorflow" if module.tensorflow else "torchvision"
    return Network(
        name,
        module,
        imagenet_labels(),
        (227, 227) if name == "squeezenet1_0" else (224, 224),
        tuple(module.mean),
        tuple(module.std),
        encoder=name,
        version=version,
        architecture=name,
        variant=variant,
    )


def _folders(hub: ModelHub, folders: Sequence[Path]) -> dict[str, Path]:
    """Return the folder of each registered network; the user's come first."""
    found: dict[str, Path] = {}
    for place in (hub.folder / USER_FOLDER, *folders):
        for name, folder in registered.find(place).items():
            found.setdefault(name, folder)
    return found


def _built_in_entry(name: str, status: ModelStatus) -> NetworkEntry:
    return NetworkEntry(
        name,
        status.title,
        status.available,
        classes=1000,
        encoder=name if name in ("mobilenet_v2", "squeezenet1_0") else "",
        hint=status.hint,
    )


def _registered_entry(folder: Path) -> NetworkEntry:
    try:
        card = read(folder)
    except ModelError as error:
        return NetworkEntry(
            folder.name, folder.name, is_ready=False, hint=str(error), folder=folder
        )
    return NetworkEntry(
        card.name,
        card.title or card.name,
        is_ready=True,
        has_gradients=card.has_gradients,
        classes=len(read_labels(folder, card)),
        folder=folder,
    )
