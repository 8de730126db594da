"""Reads the operators of an ONNX file and exposes more of what they compute.

Only the few fields that this needs are read (field numbers of `onnx.proto3`, ONNX project,
Apache-2.0). A Protocol Buffers message that follows another of the same type is merged with it, so
further outputs are appended without touching what is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.onnx_writer import embedded

_GRAPH, _NODE, _OUTPUT = 7, 1, 12  # of ModelProto, of GraphProto
_NODE_OUTPUT, _NODE_TYPE = 2, 4  # of NodeProto
_KINDS = {
    "Conv": "conv",
    "FusedConv": "conv",
    "Add": "block",
    "Concat": "block",
    "Relu": "activation",
    "Clip": "activation",
    "HardSwish": "activation",
    "MaxPool": "pool",
    "AveragePool": "pool",
    "BatchNormalization": "norm",
}


@dataclass(frozen=True, slots=True)
class OnnxLayer:
    """An operator whose first output may be looked at.

    Args:
        name: of that output.
        kind: as in `LayerInfo`.
    """

    name: str
    kind: str


def onnx_layers(content: bytes) -> list[OnnxLayer]:
    """Return the operators that explanations may look at, in the file's order.

    Raises:
        ValueError: the bytes are no ONNX model.
    """
    found = []
    for tag, graph in _fields(content):
        if tag != _GRAPH or not isinstance(graph, memoryview):
            continue
        for part, node in _fields(graph):
            if part == _NODE and isinstance(node, memoryview):
                found += _layer(node)
    return found


def with_outputs(content: bytes, names: Sequence[str]) -> bytes:
    """Return a model that also gives the tensors of these names."""
    outputs = b"".join(embedded(_OUTPUT, embedded(1, name.encode())) for name in names)
    return content + embedded(_GRAPH, outputs)


def _layer(node: memoryview) -> list[OnnxLayer]:
    output, kind = "", ""
    for tag, value in _fields(node):
        if tag == _NODE_OUTPUT and not output and isinstance(value, memoryview):
            output = bytes(value).decode()
        elif tag == _NODE_TYPE and isinstance(value, memoryview):
            kind = _KINDS.get(bytes(value).decode(), "")
    return [OnnxLayer(output, kind)] if output and kind else []


def _read_varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("the file ends too early, or is no ONNX model")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _fields(content: bytes | memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield number and value of each field of a message; embedded ones are not copied."""
    data = memoryview(content)
    at = 0
    while at < len(data):
        key, at = _read_varint(data, at)
        wire = key & 7
        if wire == 0:
            number, at = _read_varint(data, at)
            yield key >> 3, number
            continue
        if wire == 2:
            size, at = _read_varint(data, at)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        else:
            raise ValueError("the file is no ONNX model")
        if at + size > len(data):
            raise ValueError("the file ends too early, or is no ONNX model")
        yield key >> 3, data[at : at + size]
        at += size
