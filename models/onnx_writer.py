"""Writes small ONNX graphs, so that a network of ours can run in onnxruntime.

Only what a feed-forward convolutional network needs: float tensors, one graph, operator set 13. The
format is Protocol Buffers (wire types 0, 2 and 5); field numbers follow `onnx.proto3` of the ONNX
project (Apache-2.0). Having sixty lines of our own spares a dependency that compiles the whole
standard.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

OPSET = 13
IR_VERSION = 8
_FLOAT, _UINT8 = 1, 2  # TensorProto.DataType
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT, _ATTRIBUTE_INTS = 1, 2, 7  # AttributeProto.AttributeType

Attribute = int | float | Sequence[int]


def _varint(value: int) -> bytes:
    """Encode a non-negative integer, seven bits a byte, lowest first."""
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3) + _varint(value)


def _bytes(tag: int, value: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(value)) + value


def _text(tag: int, value: str) -> bytes:
    return _bytes(tag, value.encode())


def _attribute(name: str, value: Attribute) -> bytes:
    """Encode an AttributeProto."""
    if isinstance(value, float):
        body = _varint(2 << 3 | 5) + struct.pack("<f", value)
        return _text(1, name) + body + _number(20, _ATTRIBUTE_FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    body = b"".join(_number(8, entry) for entry in value)
    return _text(1, name) + body + _number(20, _ATTRIBUTE_INTS)


def _tensor(name: str, array: NDArray[np.float32]) -> bytes:
    """Encode a TensorProto with raw little-endian data."""
    dims = b"".join(_number(1, size) for size in array.shape)
    raw = np.ascontiguousarray(array, "<f4").tobytes()
    return dims + _number(2, _FLOAT) + _text(8, name) + _bytes(9, raw)


def _value(name: str, shape: Sequence[int | str], element: int = _FLOAT) -> bytes:
    """Encode a ValueInfoProto of a tensor; a string names a free dimension."""
    dims = b"".join(
        _bytes(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape
    )
    tensor_type = _number(1, element) + _bytes(2, dims)
    return _text(1, name) + _bytes(2, _bytes(1, tensor_type))


@dataclass
class GraphWriter:
    """Collects operators and weights; `to_bytes` gives the model file."""

    _nodes: list[bytes] = field(default_factory=list)
    _weights: list[bytes] = field(default_factory=list)
    _inputs: list[bytes] = field(default_factory=list)
    _outputs: list[bytes] = field(default_factory=list)

    def input(self, name: str, shape: Sequence[int | str], *, bytes_input: bool = False) -> str:
        """Declare an input of float32, or uint8, and return its name."""
        self._inputs.append(_value(name, shape, _UINT8 if bytes_input else _FLOAT))
        return name

    def output(self, name: str, shape: Sequence[int | str]) -> None:
        """Declare a float output that some operator has produced under this name."""
        self._outputs.append(_value(name, shape))

    def weight(self, name: str, array: NDArray[np.float32]) -> str:
        """Store a constant tensor and return its name."""
        self._weights.append(_tensor(name, array))
        return name

    def node(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str,
        attributes: Mapping[str, Attribute] | None = None,
    ) -> str:
        """Append one operator with one output; returns the output's name."""
        body = b"".join(_text(1, name) for name in inputs) + _text(2, output)
        body += _text(3, output) + _text(4, operator)
        for name, value in (attributes or {}).items():
            body += _bytes(5, _attribute(name, value))
        self._nodes.append(body)
        return output

    def to_bytes(self) -> bytes:
        """Return the encoded ModelProto."""
        graph = b"".join(_bytes(1, node) for node in self._nodes) + _text(2, "kinora")
        graph += b"".join(_bytes(5, weight) for weight in self._weights)
        graph += b"".join(_bytes(11, value) for value in self._inputs)
        graph += b"".join(_bytes(12, value) for value in self._outputs)
        operators = _text(1, "") + _number(2, OPSET)
        return _number(1, IR_VERSION) + _text(2, "kinora") + _bytes(7, graph) + _bytes(8, operators)
