"""Reads networks of TensorFlow Lite: what tables, tensors and operators a file holds.

The format is FlatBuffers; numbers of fields and operators follow `schema.fbs` of TensorFlow Lite
(Apache-2.0). Reading it takes a hundred lines, TensorFlow a gigabyte.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError

_TYPES: Final = {0: "<f4", 1: "<f2", 2: "<i4", 3: "u1", 4: "<i8", 6: "?", 7: "<i2", 9: "i1"}
OPERATORS: Final = {
    0: "ADD", 2: "CONCATENATION", 3: "CONV_2D", 4: "DEPTHWISE_CONV_2D", 6: "DEQUANTIZE",
    14: "LOGISTIC", 18: "MUL", 22: "RESHAPE", 23: "RESIZE_BILINEAR", 41: "SUB", 42: "DIV",
    53: "CAST", 56: "ARG_MAX", 75: "SQRT", 83: "PACK", 88: "UNPACK", 90: "FLOOR_DIV",
    107: "GATHER_ND", 114: "QUANTIZE",
}  # fmt: skip
"""Operators by their number, as far as our files have them."""


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """A tensor.

    Args:
        name: as in the file.
        shape: sizes.
        data: constants; None for what is computed.
        scale: of the numbers, float32 (1,) or one a channel; empty where they are not quantised.
        zero: the whole number that stands for 0, as scale.
        axis: of the channels.
    """

    name: str
    shape: tuple[int, ...]
    data: NDArray[Any] | None
    scale: NDArray[np.float32]
    zero: NDArray[np.int64]
    axis: int

    def values(self) -> NDArray[np.float32]:
        """Return the numbers that constants stand for.

        Raises:
            ValueError: the tensor is no constant.
        """
        if self.data is None:
            raise ValueError(f"the tensor {self.name} is computed")
        if not len(self.scale):
            return self.data.astype(np.float32)
        sizes = [1] * self.data.ndim
        if len(self.scale) > 1:
            sizes[self.axis] = -1
        whole = self.data.astype(np.float64) - self.zero.reshape(sizes)
        return np.asarray(whole * self.scale.astype(np.float64).reshape(sizes), np.float32)


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator.

    Args:
        kind: name of OPERATORS.
        inputs: numbers of tensors; -1 for one that is left out.
        outputs: numbers of tensors.
        options: reads a field of its options by number; see `Network`.
    """

    kind: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """What a file holds.

    Args:
        tensors: by number.
        operators: in the order of computing. Options are read as bytes (numbers of `_BYTES`) or
            whole numbers, by the number of their field; absent ones are 0.
        inputs: numbers of tensors.
        outputs: numbers of tensors.
    """

    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


class _Table:
    """A table of FlatBuffers: fields by number, absent ones at their default."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at
        self._fields = at - struct.unpack_from("<i", data, at)[0]
        self._size = struct.unpack_from("<H", data, self._fields)[0]

    def _place(self, number: int) -> int:
        slot = 4 + 2 * number
        if slot >= self._size:
            return 0
        offset: int = struct.unpack_from("<H", self._data, self._fields + slot)[0]
        return self._at + offset if offset else 0

    def number(self, number: int, form: str = "<i", default: int = 0) -> int:
        place = self._place(number)
        return int(struct.unpack_from(form, self._data, place)[0]) if place else default

    def _jump(self, place: int) -> int:
        return place + int(struct.unpack_from("<I", self._data, place)[0])

    def table(self, number: int) -> "_Table | None":
        place = self._place(number)
        return _Table(self._data, self._jump(place)) if place else None

    def array(self, number: int, kind: str) -> NDArray[Any]:
        place = self._place(number)
        if not place:
            return np.empty(0, kind)
        start = self._jump(place)
        count = struct.unpack_from("<I", self._data, start)[0]
        return np.frombuffer(self._data, kind, count, start + 4)

    def tables(self, number: int) -> list["_Table"]:
        place = self._place(number)
        if not place:
            return []
        start = self._jump(place)
        count = struct.unpack_from("<I", self._data, start)[0]
        return [_Table(self._data, self._jump(start + 4 + 4 * row)) for row in range(count)]

    def text(self, number: int) -> str:
        return self.array(number, "u1").tobytes().decode("utf-8", "replace")


_OPTIONS: Final[Mapping[str, Mapping[int, str]]] = {
    "CONV_2D": {0: "<b", 1: "<i", 2: "<i", 3: "<b"},
    "DEPTHWISE_CONV_2D": {0: "<b", 1: "<i", 2: "<i", 3: "<i", 4: "<b"},
    "ADD": {0: "<b"},
    "RESIZE_BILINEAR": {2: "<b", 3: "<b"},
}


def read_tflite(path: Path) -> Network:
    """Return what a file of TensorFlow Lite holds.

    Raises:
        WeightsError: it is none, or damaged, or has operators that are not known here.
        OSError: it cannot be read.
    """
    data = path.read_bytes()
    try:
        if data[4:8] != b"TFL3":
            raise ValueError("it does not begin as one")
        model = _Table(data, struct.unpack_from("<I", data, 0)[0])
        return _network(model)
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise WeightsError(
            f"“{path.name}” is no network of TensorFlow Lite that can be read ({error}).",
            hint="Get it again.",
        ) from error


def _network(model: _Table) -> Network:
    codes = [max(one.number(0, "<b"), one.number(3)) for one in model.tables(1)]
    graph = model.tables(2)[0]
    buffers = model.tables(4)
    tensors = tuple(_tensor(one, buffers) for one in graph.tables(0))
    operators = tuple(_operator(one, codes) for one in graph.tables(3))
    inputs, outputs = (tuple(graph.array(at, "<i4").tolist()) for at in (1, 2))
    return Network(tensors, operators, inputs, outputs)


def _tensor(table: _Table, buffers: list[_Table]) -> Tensor:
    shape = tuple(table.array(0, "<i4").tolist())
    raw = buffers[table.number(2, "<I")].array(0, "u1")
    data = None
    if len(raw):
        data = np.frombuffer(raw.tobytes(), _TYPES[table.number(1, "<b")]).reshape(shape)
    told = table.table(4)
    scale = np.empty(0, np.float32) if told is None else told.array(2, "<f4")
    zero = np.empty(0, np.int64) if told is None else told.array(3, "<i8")
    axis = 0 if told is None else told.number(6)
    return Tensor(table.text(3), shape, data, scale, zero, axis)


def _operator(table: _Table, codes: list[int]) -> Operator:
    code = codes[table.number(0, "<I")]
    if code not in OPERATORS:
        raise ValueError(f"operator {code} is not known")
    kind = OPERATORS[code]
    told = table.table(4)
    forms = _OPTIONS.get(kind, {})
    options = {at: told.number(at, form) for at, form in forms.items()} if told is not None else {}
    inputs, outputs = (tuple(table.array(at, "<i4").tolist()) for at in (1, 2))
    return Operator(kind, inputs, outputs, options)
