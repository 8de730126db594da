"""Makes `resources/models/movenet.onnx`: `python -m models.convert.movenet FILE.tflite`.

MoveNet (Google, 2021; after Zhou et al., "Objects as points", 2019): MobileNetV2 with a feature
pyramid, and four heads on a map of 48 x 48 cells: where people's middles are, how far each key
point lies from there, where key points are, and how far from the middle of their cell. The file is
the one that Coral publishes, quantised after training to whole numbers of 8 bits.

Weights stay as they are in the file, times their scales. What flows between layers is not rounded
to whole numbers again, so the answers are finer than those of the file's own interpreter, whose
places are multiples of 1/244 of the picture.
"""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.errors import WeightsError
from models.cards import CARDS_FOLDER
from models.convert.tflite import Network, Operator, Tensor, read_tflite
from models.onnx_writer import Attribute, GraphWriter

logger = logging.getLogger(__name__)

FILE: Final = "movenet.onnx"
SIDE: Final = 192
POINTS: Final = 17
CELLS: Final = 48
_BODY: Final = ("CONV_2D", "DEPTHWISE_CONV_2D", "ADD", "RESIZE_BILINEAR")
_RELU, _RELU6 = 1, 3
_FAR: Final = 1.8
"""Added to distances in cells, so that the nearest cell does not count without bound."""


def convert(path: Path) -> bytes:
    """Return MoveNet as ONNX: uint8 "image" (n, 192, 192, 3) to "points" (n, 17, 3).

    Points are in COCO's order: y, x as fractions of the picture, score 0-1.

    Args:
        path: of the file of TensorFlow Lite.

    Raises:
        WeightsError: the file is damaged, or of another network.
    """
    layers = _Layers(read_tflite(path))
    try:
        maps = layers.heads()
        middle = layers.centre_weights()
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        raise WeightsError(
            f"“{path.name}” is not the MoveNet that can be converted ({error}).",
            hint="Take the single-pose file “lightning” of Coral.",
        ) from error
    _decode(layers.graph, maps, middle)
    layers.graph.output("points", ["n", POINTS, 3])
    return layers.graph.to_bytes()


class _Layers:
    """Writes the layers of a network one after the other, channels first."""

    def __init__(self, network: Network) -> None:
        self.graph = GraphWriter()
        self._network = network
        self._names: dict[int, str] = {}  # of the values of tensors, in the graph

    def heads(self) -> tuple[str, str, str, str]:
        """Write all layers; return the maps of centres, points, offsets and distances."""
        network = self._network
        first = next(one for one in network.operators if one.kind == "CONV_2D")
        self._picture(first.inputs[0])
        layers = [one for one in network.operators if one.kind in _BODY]
        for one in layers:
            if one.inputs[0] in self._names:  # those of decoding are written by hand
                self._write(one)
        used = {number for one in layers for number in one.inputs}
        ends = [one.outputs[0] for one in layers if one.outputs[0] in self._names]
        by_size: dict[int, list[int]] = {}
        for number in ends:
            if number not in used:
                by_size.setdefault(network.tensors[number].shape[-1], []).append(number)
        (centre,), (points,) = by_size[1], by_size[POINTS]
        offsets, distances = by_size[2 * POINTS]  # in the order of the file
        names = ("centres", "heat", "offsets", "distances")
        numbers = (centre, points, offsets, distances)
        for name, number in zip(names, numbers, strict=True):
            self.graph.node("Identity", [self._names[number]], name)
        return names

    def centre_weights(self) -> NDArray[np.float32]:
        """Return what centres are weighed by, (48, 48): the middle of the picture counts most."""
        wanted = (CELLS, CELLS, 1)
        product = next(
            self._network.tensors[one.inputs[1]]
            for one in self._network.operators
            if one.kind == "MUL" and self._network.tensors[one.inputs[1]].shape == wanted
        )
        return product.values()[..., 0]

    def _picture(self, number: int) -> None:
        """Write how bytes become the numbers -1 to 1."""
        graph = self.graph
        image = graph.input("image", ["n", SIDE, SIDE, 3], np.uint8)
        planes = graph.node("Cast", [image], "floats", {"to": 1})
        planes = graph.node("Transpose", [planes], "planes", {"perm": [0, 3, 1, 2]})
        scale = graph.weight("scale", np.array(2 / 255, np.float32))
        one = graph.weight("one", np.array(1.0, np.float32))
        scaled = graph.node("Mul", [planes, scale], "scaled")
        self._names[number] = graph.node("Sub", [scaled, one], "centred")

    def _write(self, one: Operator) -> None:
        target = one.outputs[0]
        name = f"t{target}"
        if one.kind == "ADD":
            name = self.graph.node("Add", [self._names[at] for at in one.inputs], name)
        elif one.kind == "RESIZE_BILINEAR":
            name = self._larger(one, name)
        else:
            name = self._convolution(one, name)
        bound = {"CONV_2D": 3, "DEPTHWISE_CONV_2D": 4}.get(one.kind)
        self._names[target] = self._bounded(name, one.options[bound] if bound is not None else 0)

    def _larger(self, one: Operator, name: str) -> str:
        if not one.options.get(3) or one.options.get(2):
            raise ValueError("pictures are enlarged about corners")
        before, after = (self._network.tensors[at].shape for at in (one.inputs[0], one.outputs[0]))
        factors = [1.0, 1.0, after[1] / before[1], after[2] / before[2]]
        scales = self.graph.weight(f"{name}s", np.array(factors, np.float32))
        return self.graph.node(
            "Resize", [self._names[one.inputs[0]], "", scales], name, {"mode": "linear"}
        )

    def _convolution(self, one: Operator, name: str) -> str:
        tensors, graph = self._network.tensors, self.graph
        source, weights, bias = (tensors[at] for at in one.inputs)
        across, down = one.options[1], one.options[2]
        alone, padded = one.kind == "DEPTHWISE_CONV_2D", one.options[0] == 0
        stored = _weights(graph, f"{name}w", weights, alone=alone)
        sizes = weights.shape[1:3]
        attributes: dict[str, Attribute] = {
            "strides": [down, across],
            "pads": _pads(source.shape[1:3], sizes, (down, across)) if padded else [0] * 4,
            "kernel_shape": list(sizes),
            "group": weights.shape[3] if alone else 1,
        }
        shift = graph.weight(f"{name}b", bias.values())
        return graph.node("Conv", [self._names[one.inputs[0]], stored, shift], name, attributes)

    def _bounded(self, name: str, act: int) -> str:
        if act == _RELU:
            return self.graph.node("Relu", [name], f"{name}_bounded")
        if act == _RELU6:
            low, high = (
                self.graph.weight(f"{name}{at}", np.array(value, np.float32))
                for at, value in (("l", 0.0), ("h", 6.0))
            )
            return self.graph.node("Clip", [name, low, high], f"{name}_bounded")
        return name


def _weights(graph: GraphWriter, name: str, tensor: Tensor, *, alone: bool) -> str:
    """Store weights in 8 bits with a scale a channel, and write how they become floats."""
    assert tensor.data is not None
    order = (3, 0, 1, 2) if alone else (0, 3, 1, 2)
    whole = np.ascontiguousarray(tensor.data.transpose(order))
    scales = np.broadcast_to(tensor.scale, (len(whole),)).astype(np.float32)
    if np.any(tensor.zero):
        raise ValueError("weights are not symmetric")
    stored = graph.node("Cast", [graph.weight(f"{name}8", whole)], f"{name}f", {"to": 1})
    factor = graph.weight(f"{name}s", scales.reshape(-1, 1, 1, 1))
    return graph.node("Mul", [stored, factor], name)


def _pads(size: Sequence[int], kernel: Sequence[int], stride: Sequence[int]) -> list[int]:
    """Return TensorFlow's padding: top, left, bottom, right; the odd one goes to the end."""
    whole = [
        max((-(-one // step) - 1) * step + wide - one, 0)
        for one, wide, step in zip(size, kernel, stride, strict=True)
    ]
    return [whole[0] // 2, whole[1] // 2, whole[0] - whole[0] // 2, whole[1] - whole[1] // 2]


def _decode(graph: GraphWriter, maps: Sequence[str], middle: NDArray[np.float32]) -> None:
    """Write how the maps of one person become points, as in the file.

    The surest centre says about where each point lies; of the cells that may hold a point the one
    counts that is surest for its distance from there; the offset of that cell is added.
    """
    centres, heat, offsets, distances = maps
    cells, node = CELLS * CELLS, graph.node
    flat = {
        name: graph.weight(f"to_{name}", np.array(shape, np.int64))
        for name, shape in (
            ("one", (0, cells)), ("points", (0, POINTS, cells)),
            ("pairs", (0, POINTS, 2, cells)), ("wide", (0, 1, 1, 1)),
            ("each", (0, POINTS, 1, 1)),
        )
    }  # fmt: skip
    weights = graph.weight("middle", middle.reshape(1, 1, CELLS, CELLS))
    sure = node("Mul", [node("Sigmoid", [centres], "centre_sure"), weights], "centre_weighed")
    sure = node("Reshape", [sure, flat["one"]], "centre_flat")
    best = node("ArgMax", [sure], "centre", {"axis": 1, "keepdims": 1})
    best = node("Reshape", [best, flat["wide"]], "centre_wide")
    pairs = node("Reshape", [distances, flat["pairs"]], "pairs")
    near = _taken(graph, pairs, best, "near")  # n, 17, 2: y, x
    start = _cell_of(graph, best, "start")  # n, 1, 2
    expected = node("Add", [near, start], "expected")
    grid = np.stack(np.divmod(np.arange(cells), CELLS), -1).astype(np.float32)
    places = graph.weight("grid", grid.reshape(1, 1, cells, 2))
    wide = node("Unsqueeze", [expected, graph.weight("axis2", np.array([2]))], "expected_wide")
    apart = node("Sub", [places, wide], "apart")
    far = node("ReduceL2", [apart], "distance", {"axes": [3], "keepdims": 0})
    far = node("Add", [far, graph.weight("far", np.array(_FAR, np.float32))], "distance_more")
    scores = node("Reshape", [node("Sigmoid", [heat], "heat_sure"), flat["points"]], "heat_flat")
    weighed = node("Div", [scores, far], "heat_weighed")
    found = node("ArgMax", [weighed], "cell", {"axis": 2, "keepdims": 1})  # n, 17, 1
    score = node("GatherElements", [scores, found], "score", {"axis": 2})
    wide = node("Reshape", [found, flat["each"]], "cell_wide")
    moved = _taken(graph, node("Reshape", [offsets, flat["pairs"]], "moves"), wide, "moved")
    exact = node("Add", [moved, _cell_of(graph, wide, "at")], "exact")
    size = graph.weight("cell_size", np.array(1 / CELLS, np.float32))
    node("Concat", [node("Mul", [exact, size], "places"), score], "points", {"axis": 2})


def _taken(graph: GraphWriter, pairs: str, cell: str, name: str) -> str:
    """Write how (n, 17, 2, cells) is read at (n, 17 or 1, 1, 1) cells; gives (n, 17, 2)."""
    sizes = graph.weight(f"{name}_sizes", np.array([1, POINTS, 2, 1], np.int64))
    every = graph.node("Expand", [cell, sizes], f"{name}_every")
    taken = graph.node("GatherElements", [pairs, every], f"{name}_taken", {"axis": 3})
    shape = graph.weight(f"{name}_shape", np.array([0, POINTS, 2], np.int64))
    return graph.node("Reshape", [taken, shape], name)


def _cell_of(graph: GraphWriter, cell: str, name: str) -> str:
    """Write how numbers of cells, (n, m, 1, 1), become rows and columns, floats (n, m, 2)."""
    side = graph.weight(f"{name}_side", np.array(CELLS, np.int64))
    shape = graph.weight(f"{name}_shape2", np.array([0, -1, 1], np.int64))
    flat = graph.node("Reshape", [cell, shape], f"{name}_flat")
    row = graph.node("Div", [flat, side], f"{name}_row")
    column = graph.node("Mod", [flat, side], f"{name}_column")
    both = graph.node("Concat", [row, column], f"{name}_both", {"axis": 2})
    return graph.node("Cast", [both], name, {"to": 1})


def main() -> None:
    """Convert a file into the folder of models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, default=CARDS_FOLDER / FILE)
    arguments = parser.parse_args()
    arguments.out.write_bytes(convert(arguments.file))
    logger.info("wrote %s", arguments.out)


if __name__ == "__main__":
    main()
