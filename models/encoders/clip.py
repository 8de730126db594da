"""Image-text encoders of the CLIP family, through `transformers` (the extra `clip`).

CLIP: Radford et al., "Learning transferable visual models from natural language supervision", ICML
2021. SigLIP: Zhai et al., "Sigmoid loss for language image pre-training", ICCV 2023. Any model in
Hugging Face's layout whose class has `get_image_features` and `get_text_features` works. Nothing
is downloaded here: only local files are read, and no code that comes with a model is run.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from common.values import Findings
from models.base import Image, Runtime, check_finite, check_image, mark_prepared, unit
from models.recognise import read_config

logger = logging.getLogger(__name__)

_CODE_VERSION = "1"
_DEFAULT_MEAN = (0.48145466, 0.4578275, 0.40821073)  # of CLIP's own training
_DEFAULT_STD = (0.26862954, 0.26130258, 0.27577711)


class ClipModel:
    """One image-text network, shared by its image and its text side.

    Args:
        folder: in Hugging Face's layout.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        config = read_config(folder) or {}
        self.dim = _dimensions(config)
        self.side = int(config.get("vision_config", {}).get("image_size", 224))
        self._is_siglip = "siglip" in str(config.get("model_type", ""))
        processor = _read_json(folder / "preprocessor_config.json")
        self.mean = np.array(processor.get("image_mean", _DEFAULT_MEAN), np.float32)
        self.std = np.array(processor.get("image_std", _DEFAULT_STD), np.float32)
        self.crops = bool(processor.get("do_center_crop", not self._is_siglip))
        self._model: Any = None
        self._tokenizer: Any = None
        self._runtime = Runtime()
        self._users = 0

    def load(self, runtime: Runtime) -> None:
        """Read the weights once, for both sides.

        Raises:
            WeightsError: they are missing, damaged or of another kind of network.
        """
        if self._model is None:
            self._read(runtime)
        self._users += 1

    def _read(self, runtime: Runtime) -> None:
        import torch
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging as transformers_logging

        hush: Any = transformers_logging
        hush.set_verbosity_error()
        hush.disable_progress_bar()
        options = {"local_files_only": True, "trust_remote_code": False}
        try:
            model = AutoModel.from_pretrained(self.folder, dtype=torch.float32, **options)
            tokenizer = AutoTokenizer.from_pretrained(self.folder, **options)
        except Exception as error:  # transformers raises whatever its parts raise
            logger.info("cannot read %s", self.folder, exc_info=True)
            raise WeightsError(
                f"The model in “{self.folder.name}” cannot be read: {_first_line(error)}.",
                hint="Get it again, or remove its folder.",
            ) from error
        if not hasattr(model, "get_image_features") or not hasattr(model, "get_text_features"):
            raise WeightsError(
                f"The model in “{self.folder.name}” is no image-text encoder.",
                hint="Choose a CLIP or SigLIP model.",
            )
        kind = torch.float16 if runtime.half else torch.float32
        self._model = model.eval().requires_grad_(requires_grad=False).to(runtime.device, kind)
        self._tokenizer = tokenizer
        self._runtime = runtime

    @property
    def module(self) -> Any:
        """The torch module, for explanations; None before `load`."""
        return self._model

    def unload(self) -> None:
        """Give the memory back when neither side needs it."""
        self._users = max(0, self._users - 1)
        if not self._users:
            self._model = self._tokenizer = None

    def image_vectors(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return (N, dim) unit vectors of (N, side, side, 3) RGB images.

        Raises:
            WeightsError: a number is not finite.
        """
        import torch

        pixels = (images.astype(np.float32) / np.float32(255) - self.mean) / self.std
        with torch.inference_mode():
            batch = torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)))
            batch = batch.to(self._runtime.device, self._model.dtype)
            return self._vectors(self._model.get_image_features(pixel_values=batch))

    def text_vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (N, dim) unit vectors; texts are cut at the model's length.

        Raises:
            WeightsError: a number is not finite.
        """
        import torch

        # SigLIP was trained with texts padded to their full length, CLIP without.
        padding = "max_length" if self._is_siglip else "longest"
        longest = int(self._model.config.text_config.max_position_embeddings)
        tokens = self._tokenizer(
            list(texts), padding=padding, truncation=True, max_length=longest, return_tensors="pt"
        )
        inputs = {name: tensor.to(self._runtime.device) for name, tensor in tokens.items()}
        if self._is_siglip:
            inputs.pop("attention_mask", None)
        with torch.inference_mode():
            return self._vectors(self._model.get_text_features(**inputs))

    def _vectors(self, output: Any) -> NDArray[np.float32]:
        """Return unit vectors from features; newer versions of the library wrap them."""
        features = getattr(output, "pooler_output", output)
        found = features.float().cpu().numpy()
        check_finite(found, self.folder.name)
        return unit(found)


class ClipImageBackend:
    """The image side. Input: RGB images of any size. Output: float32 (dim,), unit length.

    Args:
        model: shared with the text side.
        name: `clip:NAME`.
        weights_hash: SHA-256 of the weights, for the version.
    """

    kind = "vectors"
    cost_ms = 80.0
    max_batch = 32
    only_cpu = False

    def __init__(self, model: ClipModel, name: str, weights_hash: str) -> None:
        self.name = name
        self.version = f"{name}-{_CODE_VERSION}-{weights_hash[:12]}"
        self.vectors: Mapping[str, int] = {name: model.dim}
        self.joint_text: Mapping[str, str] = {name: name}
        self._clip = model

    def prepare(self, image: Image) -> NDArray[Any]:
        """Resize and cut the middle, or squash, as the model's folder says."""
        import cv2

        rgb = check_image(image)
        height, width = rgb.shape[:2]
        side = self._clip.side
        square = rgb
        if self._clip.crops:
            least = min(height, width)
            top, left = (height - least) // 2, (width - least) // 2
            square = rgb[top : top + least, left : left + least]
        way = cv2.INTER_AREA if min(square.shape[:2]) > side else cv2.INTER_CUBIC
        resized = cv2.resize(square, (side, side), interpolation=way)
        return mark_prepared(resized, self.name, (height, width))

    def load(self, runtime: Runtime) -> None:
        """Read the weights; see `ClipModel.load`."""
        self._clip.load(runtime)

    def run(self, batch: Sequence[NDArray[Any]]) -> list[Findings]:
        """Encode; see `ImageBackend`."""
        vectors = self._clip.image_vectors(np.stack([np.asarray(image) for image in batch]))
        return [Findings(vectors={self.name: vector}) for vector in vectors]

    def unload(self) -> None:
        """Give the memory back."""
        self._clip.unload()


class ClipTextBackend:
    """The text side. Input: any texts. Output: float32 (N, dim), unit length.

    Args:
        model: shared with the image side.
        name: `clip:NAME`.
        weights_hash: SHA-256 of the weights, for the version.
    """

    cost_ms = 15.0
    max_batch = 32

    def __init__(self, model: ClipModel, name: str, weights_hash: str) -> None:
        self.name = name
        self.version = f"{name}-{_CODE_VERSION}-{weights_hash[:12]}"
        self.dim = model.dim
        self._clip = model

    def load(self, runtime: Runtime) -> None:
        """Read the weights; see `ClipModel.load`."""
        self._clip.load(runtime)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode; one text after the other where padding would change a result."""
        rows = [self._clip.text_vectors([text]) for text in texts]
        return np.concatenate(rows) if rows else np.zeros((0, self.dim), np.float32)

    def unload(self) -> None:
        """Give the memory back."""
        self._clip.unload()


def _dimensions(config: Mapping[str, Any]) -> int:
    """Return the width of the joint space: projected (CLIP), or the vision tower's (SigLIP)."""
    width = config.get("projection_dim") or config.get("vision_config", {}).get("hidden_size")
    return int(width or (512 if config.get("model_type") == "clip" else 768))


def _read_json(path: Path) -> dict[str, Any]:
    import json

    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
