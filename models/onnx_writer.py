"""Writes small ONNX graphs, so that a network of ours can run in onnxruntime.

Only what our convolutional networks and sentence encoder need: constant tensors, one graph,
operator set 17 and the operators that onnxruntime adds to it. The format is Protocol Buffers (wire
types 0, 2 and 5); field numbers follow `onnx.proto3` of the ONNX project (Apache-2.0). Having a
hundred lines of our own spares a dependency that compiles the whole standard.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPSET = 17
IR_VERSION = 8
ONNXRUNTIME = "com.microsoft"
"""Domain of the operators that onnxruntime adds to the standard, such as fused attention."""

_DATA_TYPES = {  # TensorProto.DataType
    np.dtype(np.float32): 1,
    np.dtype(np.uint8): 2,
    np.dtype(np.int8): 3,
    np.dtype(np.int32): 6,
    np.dtype(np.int64): 7,
    np.dtype(np.float16): 10,
}
_ATTRIBUTE_FLOAT, _ATTRIBUTE_INT, _ATTRIBUTE_TEXT, _ATTRIBUTE_INTS = 1, 2, 3, 7  # AttributeProto

Attribute = int | float | str | Sequence[int]


def _varint(value: int) -> bytes:
    """Encode an integer, seven bits a byte, lowest first; negative ones as 64-bit complements."""
    value &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3) + _varint(value)


def embedded(tag: int, value: bytes) -> bytes:
    """Encode a field that holds bytes: a text, or a message inside another one."""
    return _varint(tag << 3 | 2) + _varint(len(value)) + value


def _text(tag: int, value: str) -> bytes:
    return embedded(tag, value.encode())


def _attribute(name: str, value: Attribute) -> bytes:
    """Encode an AttributeProto."""
    if isinstance(value, float):
        body = _varint(2 << 3 | 5) + struct.pack("<f", value)
        return _text(1, name) + body + _number(20, _ATTRIBUTE_FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, _ATTRIBUTE_TEXT)
    body = b"".join(_number(8, entry) for entry in value)
    return _text(1, name) + body + _number(20, _ATTRIBUTE_INTS)


def _tensor(name: str, array: NDArray[Any]) -> tuple[bytes, NDArray[np.uint8]]:
    """Encode a TensorProto in two parts: its head, and its raw little-endian data."""
    raw = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(-1).view(np.uint8)
    head = b"".join(_number(1, size) for size in array.shape)
    head += _number(2, _DATA_TYPES[array.dtype]) + _text(8, name)
    return head + _varint(9 << 3 | 2) + _varint(raw.size), raw


def _value(name: str, shape: Sequence[int | str] | None, element: int) -> bytes:
    """Encode a ValueInfoProto of a tensor; a string names a free dimension, None is any shape."""
    if shape is None:
        return _text(1, name) + embedded(2, embedded(1, _number(1, element)))
    dims = b"".join(
        embedded(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape
    )
    tensor_type = _number(1, element) + embedded(2, dims)
    return _text(1, name) + embedded(2, embedded(1, tensor_type))


@dataclass
class GraphWriter:
    """Collects operators and weights; `to_bytes` gives the model file."""

    _nodes: list[bytes] = field(default_factory=list)
    _weights: list[tuple[bytes, NDArray[np.uint8]]] = field(default_factory=list)
    _inputs: list[bytes] = field(default_factory=list)
    _outputs: list[bytes] = field(default_factory=list)
    _told: list[bytes] = field(default_factory=list)

    def input(
        self, name: str, shape: Sequence[int | str], dtype: type[np.generic] = np.float32
    ) -> str:
        """Declare an input and return its name; a string in shape names a free dimension."""
        self._inputs.append(_value(name, shape, _DATA_TYPES[np.dtype(dtype)]))
        return name

    def output(self, name: str, shape: Sequence[int | str] | None) -> None:
        """Declare a float output that some operator has produced; without a shape, of any."""
        self._outputs.append(_value(name, shape, _DATA_TYPES[np.dtype(np.float32)]))

    def weight(self, name: str, array: NDArray[Any]) -> str:
        """Store a constant tensor of floats of 16 or 32 bits or of integers; returns its name."""
        self._weights.append(_tensor(name, array))
        return name

    def node(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str,
        attributes: Mapping[str, Attribute] | None = None,
        *,
        domain: str = "",
    ) -> str:
        """Append one operator with one output; returns the output's name.

        Args:
            operator: its name in the standard, or in domain.
            inputs: names; an optional one that is left out is "".
            output: a new name.
            attributes: of the operator.
            domain: "", the standard, or `ONNXRUNTIME`.
        """
        body = b"".join(_text(1, name) for name in inputs) + _text(2, output)
        body += _text(3, output) + _text(4, operator)
        for name, value in (attributes or {}).items():
            body += embedded(5, _attribute(name, value))
        if domain:
            body += _text(7, domain)
        self._nodes.append(body)
        return output

    def tell(self, name: str, text: str) -> None:
        """Store a text under a name: what readers find as custom metadata."""
        self._told.append(embedded(14, _text(1, name) + _text(2, text)))

    def to_bytes(self) -> bytes:
        """Return the encoded ModelProto; large weights are copied only once."""
        graph = b"".join(embedded(1, node) for node in self._nodes) + _text(2, "kinora")
        graph += b"".join(embedded(11, value) for value in self._inputs)
        graph += b"".join(embedded(12, value) for value in self._outputs)
        parts: list[bytes | memoryview] = [graph]
        for head, raw in self._weights:
            parts += [_varint(5 << 3 | 2) + _varint(len(head) + raw.size) + head, raw.data]
        size = sum(len(part) for part in parts)
        start = _number(1, IR_VERSION) + _text(2, "kinora") + _varint(7 << 3 | 2) + _varint(size)
        standard = embedded(8, _text(1, "") + _number(2, OPSET))
        added = embedded(8, _text(1, ONNXRUNTIME) + _number(2, 1))
        return b"".join([start, *parts, standard, added, *self._told])
