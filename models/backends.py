"""The explicit list of backends, made from what the hub finds; no weights are read here."""

from collections.abc import Callable
from pathlib import Path

from common.errors import WeightsError
from common.registry import Registry
from models.base import ImageBackend, TextBackend
from models.hub import ModelHub

Builder = Callable[[ModelHub], list[ImageBackend]]
TextBuilder = Callable[[ModelHub], list[TextBackend]]

image_backends: Registry[list[ImageBackend]] = Registry("analysis")
text_backends: Registry[list[TextBackend]] = Registry("text encoder")


def build_image_backends(hub: ModelHub) -> dict[str, ImageBackend]:
    """Return every analysis that can run with what the hub finds, by name."""
    built = (backend for name in image_backends for backend in image_backends.create(name, hub))
    return {backend.name: backend for backend in built}


def build_text_backends(hub: ModelHub) -> dict[str, TextBackend]:
    """Return every text encoder that can run with what the hub finds, by name."""
    built = (backend for name in text_backends for backend in text_backends.create(name, hub))
    return {backend.name: backend for backend in built}


def _file(hub: ModelHub, name: str) -> Path | None:
    """Return the weights of a model that can run."""
    weights = hub.weights(name) if hub.is_available(name) else None
    return weights.path if weights else None


@image_backends.register("layout")
def _layout(_hub: ModelHub) -> list[ImageBackend]:
    from models.encoders.layout import LayoutBackend

    return [LayoutBackend()]


@image_backends.register("imagenet")
def _imagenet(hub: ModelHub) -> list[ImageBackend]:
    from models.encoders.imagenet import mobilenet_backend

    path = _file(hub, "mobilenet_v2")
    return [mobilenet_backend(path, hub.weights_hash("mobilenet_v2"))] if path else []


@image_backends.register("squeezenet")
def _squeezenet(hub: ModelHub) -> list[ImageBackend]:
    from models.encoders.imagenet import squeezenet_backend

    path = _file(hub, "squeezenet1_0")
    return [squeezenet_backend(path, hub.weights_hash("squeezenet1_0"))] if path else []


@text_backends.register("minilm")
def _minilm(hub: ModelHub) -> list[TextBackend]:
    from models.encoders.minilm import MiniLmBackend

    path = _file(hub, "minilm")
    if path is None:
        return []
    sha256 = hub.weights_hash("minilm")
    return [MiniLmBackend(path, sha256), MiniLmBackend(path, sha256, name="conse")]


def known_or_error(names: list[str], name: str, kind: str) -> WeightsError:
    """Return the error for an encoder or analysis that is not there."""
    known = ", ".join(names) or "none"
    return WeightsError(
        f"There is no {kind} “{name}” on this machine.",
        hint=f"Choose one of: {known}; or see what `models list` says of more.",
    )
