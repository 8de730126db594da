"""Sketch networks as ONNX: in 32 bits, with 16-bit weights, or quantised to 8 bits.

Batch norms are folded into the convolutions. The perceptrons that all joints share read a joint's
place beside the drawing's feature; the feature's product is the same for every joint, so it is
computed once instead of 24 times. Quantisation is static, weights by output channel and symmetric,
activations by tensor (Jacob et al., CVPR 2018, section 2); only convolutions and wide linear layers
are quantised: the last layers, whose numbers are rotations and places, stay in floats.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray
from torch import nn

from models.body.baked import SHAPES
from models.body.skeleton import COUNT
from models.networks.resnet import BasicBlock
from models.networks.sketch_body import SketchBody
from models.onnx_writer import GraphWriter
from models.sketch.reader import INPUT

Array = NDArray[np.float32]
Precision = Literal["fp32", "fp16", "int8"]
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
Ranges = Mapping[str, tuple[float, float]]
"""Least and largest value of each activation."""

_WIDE: Final = 200_000  # weights of a linear layer from which it is quantised
_FLOAT: Final = 1


def sketch_onnx(
    network: SketchBody,
    side: int,
    precision: Precision = "fp32",
    *,
    ranges: Ranges | None = None,
    told: Mapping[str, str] | None = None,
) -> bytes:
    """Return a network as an ONNX model.

    Its input is "drawing", float (n, 1, side, side), ink 1; its outputs are "numbers" (n, 24, 9),
    "shape" (n, 10) and, where the network has one, "skeleton" (n, 24, 3).

    Args:
        network: in evaluation mode.
        side: pixels of the drawing's side.
        precision: of the weights, or of everything wide for "int8".
        ranges: of activations, as observe() tells them; needed for "int8".
        told: metadata by name.

    Raises:
        ValueError: "int8" without ranges.
    """
    if precision == "int8" and ranges is None:
        raise ValueError("quantisation needs the ranges of activations")
    writer = _Writer(precision, ranges or {})
    _write(writer, network, side)
    for name, text in (told or {}).items():
        writer.graph.tell(name, text)
    return writer.graph.to_bytes()


def observe(
    network: SketchBody, side: int, run: Callable[[bytes, list[str]], list[Array]]
) -> dict[str, tuple[float, float]]:
    """Return the ranges of the activations that quantisation asks for.

    Args:
        network: in evaluation mode.
        side: pixels of the drawing's side.
        run: runs a model on drawings; takes the model and the names of outputs, returns them.
    """
    writer = _Writer("fp32", {}, watched=[])
    _write(writer, network, side)
    names = list(dict.fromkeys(cast("list[str]", writer.watched)))
    for name in names:
        if name != INPUT:
            writer.graph.output(name, None)
    found = run(writer.graph.to_bytes(), [name for name in names if name != INPUT])
    seen = iter(found)
    ranges = {INPUT: (0.0, 1.0)}
    for name in names:
        if name != INPUT:
            values = next(seen)
            ranges[name] = (float(values.min()), float(values.max()))
    return ranges


@dataclass
class _Writer:
    """Writes layers in one precision."""

    precision: Precision
    ranges: Ranges
    watched: list[str] | None = None
    graph: GraphWriter = field(default_factory=GraphWriter)
    _quantised: dict[str, str] = field(default_factory=dict)

    def constant(self, name: str, array: Array) -> str:
        """Return the name of a float constant; stored in 16 bits unless all are of 32."""
        if self.precision == "fp32" or array.size < 64:
            return self.graph.weight(name, array.astype(np.float32))
        half = self.graph.weight(f"{name}.half", array.astype(np.float16))
        return self.graph.node("Cast", [half], name, {"to": _FLOAT})

    def activation(self, name: str) -> str:
        """Return the activation that a quantised layer reads: rounded to 8 bits, where asked."""
        if self.watched is not None:
            self.watched.append(name)
        if self.precision != "int8":
            return name
        if name not in self._quantised:
            scale, zero = _scale_of(self.ranges[name])
            given = [
                self.graph.weight(f"{name}.scale", np.array(scale, np.float32)),
                self.graph.weight(f"{name}.zero", np.array(zero, np.uint8)),
            ]
            whole = self.graph.node("QuantizeLinear", [name, *given], f"{name}.whole")
            self._quantised[name] = self.graph.node(
                "DequantizeLinear", [whole, *given], f"{name}.rounded"
            )
        return self._quantised[name]

    def weights(self, name: str, array: Array, axis: int) -> str:
        """Return the name of weights of a quantised layer; axis is that of its outputs."""
        if self.precision != "int8":
            return self.constant(name, array)
        others = tuple(one for one in range(array.ndim) if one != axis)
        scale = np.maximum(np.abs(array).max(others), 1e-8) / 127.0
        shape = [-1 if one == axis else 1 for one in range(array.ndim)]
        whole = np.clip(np.round(array / scale.reshape(shape)), -127, 127).astype(np.int8)
        given = [
            self.graph.weight(f"{name}.whole", whole),
            self.graph.weight(f"{name}.scale", scale.astype(np.float32)),
            self.graph.weight(f"{name}.zero", np.zeros(len(scale), np.int8)),
        ]
        return self.graph.node("DequantizeLinear", given, name, {"axis": axis})

    def convolution(self, name: str, x: str, conv: nn.Conv2d, norm: nn.BatchNorm2d) -> str:
        """Return the output of a convolution with its batch norm."""
        weight, bias = _folded(conv, norm)
        pads = [*cast("tuple[int, int]", conv.padding)] * 2
        attributes = {
            "kernel_shape": list(conv.kernel_size), "strides": list(conv.stride), "pads": pads,
        }  # fmt: skip
        inputs = [self.activation(x), self.weights(f"{name}.weight", weight, 0)]
        inputs.append(self.graph.weight(f"{name}.bias", bias))
        return self.graph.node("Conv", inputs, name, attributes)

    def block(self, name: str, x: str, block: BasicBlock) -> str:
        """Return the output of a residual block."""
        y = self.convolution(f"{name}.conv1", x, block.conv1, block.bn1)
        y = self.graph.node("Relu", [y], f"{name}.relu1")
        y = self.convolution(f"{name}.conv2", y, block.conv2, block.bn2)
        beside = self.activation(x)
        if isinstance(block.downsample, nn.Sequential):
            projection, norm = block.downsample
            beside = self.convolution(
                f"{name}.beside", x, cast("nn.Conv2d", projection), cast("nn.BatchNorm2d", norm)
            )
            beside = self.activation(beside)
        added = self.graph.node("Add", [self.activation(y), beside], f"{name}.sum")
        return self.graph.node("Relu", [added], name)

    def product(self, name: str, x: str, weight: Array, bias: Array | None) -> str:
        """Return x times the transposed weight (out, in), plus the bias (out,)."""
        wide = weight.size >= _WIDE
        turned = np.ascontiguousarray(weight.T)
        if wide:
            inputs = [self.activation(x), self.weights(f"{name}.weight", turned, 1)]
        else:
            inputs = [x, self.constant(f"{name}.weight", turned)]
        if bias is None:
            return self.graph.node("MatMul", inputs, name)
        y = self.graph.node("MatMul", inputs, f"{name}.product")
        return self.graph.node("Add", [y, self.graph.weight(f"{name}.bias", bias)], name)

    def perceptron(self, name: str, x: str, layers: nn.Sequential, *, first: int = 0) -> str:
        """Return the output of linear layers and ReLUs, from the layer at place first on."""
        for place, layer in enumerate(layers):
            if place < first:
                continue
            if isinstance(layer, nn.Linear):
                x = self.product(f"{name}.{place}", x, *_linear(layer))
            else:
                x = self.graph.node("Relu", [x], f"{name}.{place}")
        return x

    def reshaped(self, x: str, name: str, shape: tuple[int, ...]) -> str:
        """Return x in another shape."""
        wanted = self.graph.weight(f"{name}.shape", np.array(shape, np.int64))
        return self.graph.node("Reshape", [x, wanted], name)


def _write(writer: _Writer, network: SketchBody, side: int) -> None:
    graph = writer.graph
    feature = _encoder(writer, network, graph.input(INPUT, ["n", 1, side, side]))
    shape = writer.perceptron("betas", feature, network.shape)
    skeleton = None
    if network.head == "deform":
        turned, skeleton = _deform(writer, network, feature)
    elif network.head == "joint":
        flat = writer.perceptron("places", feature, network.skeleton)
        skeleton = writer.reshaped(flat, "joints", (-1, COUNT, 3))
        turned = writer.perceptron("turns", flat, network.rotation)
    else:
        turned = writer.perceptron("turns", feature, network.rotation)
    turned = writer.reshaped(turned, "nines", (-1, COUNT, 9))
    identity = graph.weight("identity", np.eye(3, dtype=np.float32).reshape(9))
    graph.node("Add", [turned, identity], "numbers")
    graph.node("Identity", [shape], "shape")
    graph.output("numbers", ["n", COUNT, 9])
    graph.output("shape", ["n", SHAPES])
    if skeleton is not None:
        graph.node("Identity", [skeleton], "skeleton")
        graph.output("skeleton", ["n", COUNT, 3])


def _encoder(writer: _Writer, network: SketchBody, x: str) -> str:
    encoder, graph = network.encoder, writer.graph
    conv, norm = encoder.stem[0], encoder.stem[1]
    x = writer.convolution("stem", x, cast("nn.Conv2d", conv), cast("nn.BatchNorm2d", norm))
    x = graph.node("Relu", [x], "stem.relu")
    pool = {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}
    x = graph.node("MaxPool", [writer.activation(x)], "stem.pool", pool)
    for place, block in enumerate(encoder.blocks):
        x = writer.block(f"block{place}", x, cast("BasicBlock", block))
    x = graph.node("GlobalAveragePool", [writer.activation(x)], "mean")
    x = graph.node("Flatten", [x], "pooled")
    x = writer.product("fc", x, *_linear(encoder.fc))
    return graph.node("Relu", [x], "feature")


def _deform(writer: _Writer, network: SketchBody, feature: str) -> tuple[str, str]:
    graph = writer.graph
    joints = graph.weight("template", network.template.detach().cpu().numpy()[None])
    hidden = ""
    for name, layers, move in (
        ("first", network.first, network.first_move),
        ("second", network.second, network.second_move),
    ):
        weight, bias = _linear(cast("nn.Linear", layers[0]))
        told = writer.product(f"{name}.feature", feature, weight[:, 3:], bias)
        told = writer.reshaped(told, f"{name}.told", (-1, 1, weight.shape[0]))
        placed = writer.product(f"{name}.place", joints, weight[:, :3], None)
        hidden = graph.node("Add", [placed, told], f"{name}.both")
        hidden = writer.perceptron(name, hidden, layers, first=1)
        hidden = graph.node("Relu", [hidden], f"{name}.hidden")
        moved = writer.product(f"{name}.move", hidden, *_linear(move))
        joints = graph.node("Add", [joints, moved], f"{name}.joints")
    return writer.perceptron("turns", hidden, network.rotation), joints


def _folded(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[Array, Array]:
    """Return weight and bias of a convolution with its batch norm inside."""
    values: list[NDArray[np.float64]] = [
        cast("Any", one).detach().double().cpu().numpy()
        for one in (conv.weight, norm.weight, norm.bias, norm.running_mean, norm.running_var)
    ]
    weight, gain, shift, mean, spread = values
    scale = gain / np.sqrt(spread + norm.eps)
    folded = weight * scale[:, None, None, None]
    return folded.astype(np.float32), (shift - mean * scale).astype(np.float32)


def _linear(layer: nn.Linear) -> tuple[Array, Array]:
    weight, bias = (one.detach().float().cpu().numpy() for one in (layer.weight, layer.bias))
    return weight, bias


def _scale_of(reach: tuple[float, float]) -> tuple[float, int]:
    """Return scale and zero point with which 0-255 covers a range; zero is met exactly."""
    low, high = min(reach[0], 0.0), max(reach[1], 0.0)
    scale = max((high - low) / 255.0, 1e-8)
    return scale, int(np.clip(round(-low / scale), 0, 255))
