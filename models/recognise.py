"""Tells which model a file or folder holds: by its SHA-256, else by its tensors or its graph."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.errors import WeightsError
from models.brought import name_of
from models.cards import ModelCard
from models.scenes.word_vectors import is_word_vectors
from models.weights import PICKLE_SUFFIXES, SAFETENSORS_SUFFIXES, file_sha256, tensor_shapes

logger = logging.getLogger(__name__)

WEIGHT_SUFFIXES = (*SAFETENSORS_SUFFIXES, *PICKLE_SUFFIXES, ".onnx", ".tflite", ".h5", ".gguf")
_HF_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "model.safetensors.index.json")
_COCO_CLASSES = 80


@dataclass(frozen=True, slots=True)
class Found:
    """A model that was recognised.

    Args:
        name: card name, or `clip:FOLDER` for any image-text model.
        path: the file, or the folder of a model that needs several files.
        sha256: of the weights; "" where only the tensors were looked at.
    """

    name: str
    path: Path
    sha256: str = ""


def may_hold_weights(path: Path) -> bool:
    """Whether a file is worth a look: by its suffix, or as it begins with word vectors."""
    return path.is_file() and (path.suffix in WEIGHT_SUFFIXES or is_word_vectors(path))


def recognise_file(path: Path, cards: Sequence[ModelCard], *, hash_it: bool = True) -> Found | None:
    """Return which card's weights a file holds, or None.

    Args:
        path: a file.
        cards: the known models.
        hash_it: also compare the SHA-256 where a size fits; slow for large files.

    Raises:
        WeightsError: the file has a weights suffix but is damaged or unsafe.
    """
    sha256 = file_sha256(path) if hash_it else ""
    if sha256 and (name := _by_hash(sha256, path, cards)):
        return Found(name, path, sha256)
    if name := name_of(path):
        return Found(name, path, sha256)
    name = None
    if is_word_vectors(path):
        name = "word2vec"
    elif path.suffix == ".onnx":
        name = _by_graph(path)
    elif path.suffix in SAFETENSORS_SUFFIXES + PICKLE_SUFFIXES:
        name = _by_tensors(path)
    return Found(name, path, sha256) if name else None


def recognise_folder(folder: Path) -> Found | None:
    """Return which model a folder in Hugging Face's layout holds, or None."""
    config = read_config(folder)
    if config is None or not any((folder / name).is_file() for name in _HF_WEIGHTS):
        return None
    if "text_config" in config and "vision_config" in config:
        return Found(f"clip:{_short_name(folder, config)}", folder)
    is_minilm = config.get("hidden_size") == 384 and config.get("num_hidden_layers") == 6
    if config.get("model_type") == "bert" and is_minilm and (folder / "tokenizer.json").is_file():
        return Found("minilm", folder)
    return None


def read_config(folder: Path) -> dict[str, Any] | None:
    """Return a folder's `config.json`, or None where there is none or it is no table."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return config if isinstance(config, dict) else None


def describe_known(cards: Sequence[ModelCard]) -> str:
    """Return the models that can be added, for messages."""
    names = [card.name for card in cards if card.files or card.known or card.brought]
    return ", ".join([*names, "any CLIP or SigLIP folder", "any network with a card of its own"])


def _by_hash(sha256: str, path: Path, cards: Sequence[ModelCard]) -> str | None:
    for card in cards:
        if any(known.sha256 == sha256 for known in card.known):
            return card.name
        single = len(card.files) == 1  # parts of a folder do not make a model
        if single and card.files[0].bytes and card.files[0].sha256 == sha256:
            return card.name
    logger.debug("%s has no known hash", path)
    return None


def _by_tensors(path: Path) -> str | None:
    name, classes = architecture_of(tensor_shapes(path))
    return name if classes == 1000 else None  # fine-tuned ones are networks of their own


def architecture_of(shapes: Mapping[str, tuple[int, ...]]) -> tuple[str | None, int]:
    """Return the card of the network that tensors belong to, or None, and its number of classes."""
    from models.networks.mobilenet import is_ours, is_torchvision
    from models.networks.resnet import is_resnet34
    from models.networks.squeezenet import is_squeezenet
    from models.networks.vgg import is_vgg16

    known = (
        ("mobilenet_v2", is_ours(shapes), "classifier.weight"),
        ("mobilenet_v2", is_torchvision(shapes), "classifier.1.weight"),
        ("squeezenet1_0", is_squeezenet(shapes), "classifier.1.weight"),
        ("vgg16", is_vgg16(shapes), "classifier.6.weight"),
        ("resnet34", is_resnet34(shapes), "fc.weight"),
    )
    for name, fits, last in known:
        if fits:
            return name, shapes.get(last, (0,))[0]
    return None, 0


def _by_graph(path: Path) -> str | None:
    """Recognise a sketch network by its input, a detector by the shapes of its outputs."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], enable_fallback=0
        )
    except Exception as error:  # the library has no base class of its own
        raise WeightsError(
            f"“{path.name}” is no ONNX model that can be run.",
            hint="Get it again, or add another copy with `models add`.",
        ) from error
    if [one.name for one in session.get_inputs()] == ["drawing"]:
        return "sketch_body"
    widths = [output.shape[-1] for output in session.get_outputs() if output.shape]
    if len(widths) >= 6 and widths.count(_COCO_CLASSES) == len(widths) // 2:
        return "nanodet"
    if len(widths) == 1 and (session.get_outputs()[0].shape or [0, 0])[1] == 5 + _COCO_CLASSES:
        return "fastestdet"
    return None


def _short_name(folder: Path, config: dict[str, Any]) -> str:
    """Return a name for an image-text model: the last part of where it came from."""
    source = str(config.get("_name_or_path") or "").replace("\\", "/").rstrip("/").split("/")[-1]
    name = (source or folder.resolve().name).lower()
    name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name)
    return name.removeprefix("clip-") or "model"
