"""The explicit list of backends, made from what the hub finds; no weights are read here."""

import importlib.metadata
import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from common.errors import WeightsError
from common.registry import Registry
from models.analysers.card import PREFIX, parts_of
from models.base import ImageBackend, TextBackend
from models.hub import ModelHub

if TYPE_CHECKING:
    from models.encoders.clip import ClipModel

logger = logging.getLogger(__name__)

image_backends: Registry[list[ImageBackend]] = Registry("analysis")
text_backends: Registry[list[TextBackend]] = Registry("text encoder")


def build_image_backends(hub: ModelHub) -> dict[str, ImageBackend]:
    """Return every analysis that can run with what the hub finds, by name."""
    _clip_model.cache_clear()  # a folder may hold other weights now
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


@image_backends.register("objects")
def _objects(hub: ModelHub) -> list[ImageBackend]:
    """The better detector that is there: one analysis, whatever the file."""
    from models.detectors import FastestDetBackend, NanoDetBackend

    if path := _file(hub, "nanodet"):
        return [NanoDetBackend("nanodet", path, hub.weights_hash("nanodet"))]
    if path := _file(hub, "fastestdet"):
        return [FastestDetBackend("fastestdet", path, hub.weights_hash("fastestdet"))]
    return []


@image_backends.register("ocr")
def _ocr(hub: ModelHub) -> list[ImageBackend]:
    from models.ocr import OcrBackend

    if not hub.is_available("rapidocr"):
        return []
    return [OcrBackend(importlib.metadata.version("rapidocr"))]


@image_backends.register("clip")
def _clip_images(hub: ModelHub) -> list[ImageBackend]:
    from models.encoders.clip import ClipImageBackend

    return [
        ClipImageBackend(_clip_model(path), name, hub.weights_hash(name))
        for name, path in _clip_folders(hub)
    ]


@image_backends.register("analysers")
def _analysers(hub: ModelHub) -> list[ImageBackend]:
    """Networks that the user added with a card; one whose card is broken is left out."""
    from models.analysers.backend import NetworkAnalyser

    built: list[ImageBackend] = []
    for name in hub.added_names():
        weights = hub.weights(name) if name.startswith(PREFIX) else None
        if weights is None or not hub.is_available(name):
            continue
        try:
            parts = parts_of(name, weights.path)
        except WeightsError as error:
            logger.warning("%s is left out: %s", name, error)
            continue
        if parts is not None:
            built.append(NetworkAnalyser(parts[1], parts[0], hub.weights_hash(name)))
    return built


@text_backends.register("clip")
def _clip_texts(hub: ModelHub) -> list[TextBackend]:
    from models.encoders.clip import ClipTextBackend

    return [
        ClipTextBackend(_clip_model(path), name, hub.weights_hash(name))
        for name, path in _clip_folders(hub)
    ]


def _clip_folders(hub: ModelHub) -> list[tuple[str, Path]]:
    """Return name and folder of every image-text model that can run."""
    names = [name for name in hub.added_names() if name.startswith("clip:")]
    found = ((name, _file(hub, name)) for name in names)
    return [(name, path) for name, path in found if path is not None]


@lru_cache(maxsize=8)
def _clip_model(folder: Path) -> "ClipModel":
    """Return the one model of a folder that its image and its text side share."""
    from models.encoders.clip import ClipModel

    return ClipModel(folder)


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
