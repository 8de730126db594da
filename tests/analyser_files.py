"""Tiny analysers for tests: ONNX graphs with cards, one of each kind, and what they must say."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.onnx_writer import GraphWriter

SIDE = 16  # pixels
COUNTER = """
class PeopleCounter:
    kind, name, version = "number", "people-counter", "1"
    key, takes = "people_seen", "boxes"

    def analyse(self, boxes):
        return sum(box.label == "person" and box.score >= 0.5 for box in boxes)


ANALYSERS = [PeopleCounter]
"""
COLOURFULNESS = '''
import numpy as np


class Colourfulness:
    """Hasler and Suesstrunk, "Measuring colourfulness in natural images", 2003."""

    kind, name, version, step = "number", "colourfulness", "1", 0.1

    def analyse(self, picture):
        red, green, blue = picture.astype(float).reshape(-1, 3).T
        first, second = red - green, (red + green) / 2 - blue
        spread = np.hypot(first.std(), second.std())
        return spread + 0.3 * np.hypot(first.mean(), second.mean())
'''


def colourfulness(picture: NDArray[np.uint8]) -> float:
    """The formula itself, for comparison; uint8 (H, W, 3) RGB."""
    red, green, blue = picture.reshape(-1, 3).astype(np.float64).T
    rg, yb = red - green, 0.5 * (red + green) - blue
    spread = np.sqrt(rg.var() + yb.var())
    return float(spread + 0.3 * np.sqrt(rg.mean() ** 2 + yb.mean() ** 2))


def card(folder: Path, name: str, output: str, form: str = f"size = [{SIDE}, {SIDE}]") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(
        f'task = "analyser"\nname = "{name}"\ntitle = "The {name}"\nlicence = "CC0-1.0"\n'
        f"[input]\n{form}\n[output]\n{output}\n",
        "utf-8",
    )
    return path


def write_colourfulness(folder: Path) -> Path:
    """Write the formula as a graph that takes pictures of any size."""
    graph = GraphWriter()
    pixels = graph.input("picture", [1, 3, "h", "w"])
    mix = np.array([[1, -1, 0], [0.5, 0.5, -1]], np.float32).reshape(2, 3, 1, 1)
    opponent = graph.node("Conv", [pixels, graph.weight("mix", mix)], "opponent")
    mean = graph.node("ReduceMean", [opponent], "mean", {"axes": [2, 3], "keepdims": 1})
    rest = graph.node("Sub", [opponent, mean], "rest")
    square = graph.node("Mul", [rest, rest], "square")
    variance = graph.node("ReduceMean", [square], "variance", {"axes": [1, 2, 3], "keepdims": 0})
    mean_square = graph.node("Mul", [mean, mean], "mean_square")
    middle = graph.node("ReduceMean", [mean_square], "middle", {"axes": [1, 2, 3], "keepdims": 0})
    two, share = graph.weight("two", np.float32([2])), graph.weight("share", np.float32([0.3]))
    spread = graph.node("Sqrt", [graph.node("Mul", [variance, two], "variances")], "spread")
    away = graph.node("Sqrt", [graph.node("Mul", [middle, two], "middles")], "away")
    graph.node("Add", [spread, graph.node("Mul", [away, share], "weighed")], "colourfulness")
    graph.output("colourfulness", [1])
    path = folder / "colourfulness.onnx"
    path.write_bytes(graph.to_bytes())
    card(folder, "colourfulness", 'kind = "number"\nstep = 0.1', "size = [32, 32]")
    return path


def _graph() -> tuple[GraphWriter, str, str]:
    """Return a graph with its input, and the mean of each channel (1, 3)."""
    graph = GraphWriter()
    pixels = graph.input("picture", [1, 3, SIDE, SIDE])
    mean = graph.node("ReduceMean", [pixels], "mean", {"axes": [2, 3], "keepdims": 0})
    return graph, pixels, mean


def _save(graph: GraphWriter, folder: Path, name: str, output: str) -> Path:
    graph.output(output, None)
    path = folder / f"{name}.onnx"
    path.write_bytes(graph.to_bytes())
    return path


def write_labels(folder: Path) -> Path:
    """The mean of each channel says how red, green or blue a picture is."""
    graph, _, mean = _graph()
    card(folder, "tint", 'kind = "labels"\nkey = "tint"\nlabels = "tints.txt"\ntop = 2',
         f"size = [{SIDE}, {SIDE}]\nstd = [20.0, 20.0, 20.0]")  # fmt: skip
    (folder / "tints.txt").write_text("red\ngreen\nblue\n", "utf-8")
    return _save(graph, folder, "tint", mean)


def write_vector(folder: Path) -> Path:
    graph, _, mean = _graph()
    one = graph.weight("one", np.float32([1]))
    card(folder, "channels", 'kind = "vector"\ndim = 3')
    return _save(graph, folder, "channels", graph.node("Add", [mean, one], "vector"))


def write_mask(folder: Path) -> Path:
    """Each pixel belongs to the channel that is the strongest there."""
    graph, pixels, _ = _graph()
    card(
        folder, "channel-mask", 'kind = "mask"\nkey = "channel"\nlabels = ["red", "green", "blue"]'
    )
    same = graph.weight("same", np.eye(3, dtype=np.float32).reshape(3, 3, 1, 1))
    return _save(graph, folder, "channel-mask", graph.node("Conv", [pixels, same], "scores"))


def write_boxes(folder: Path) -> Path:
    """Two people, one of them found twice, and a dog that is unsure, whatever the picture shows."""
    graph, pixels, _ = _graph()
    half = SIDE / 2
    rows = [
        [0, 0, half, SIDE, 0.9, 0], [0, 0, half, SIDE - 1, 0.8, 0],
        [half, 0, SIDE, half, 0.7, 0], [half, half, SIDE, SIDE, 0.3, 1],
    ]  # fmt: skip
    mean = graph.node("ReduceMean", [pixels], "all", {"axes": [1, 2, 3], "keepdims": 0})
    nothing = graph.node("Mul", [mean, graph.weight("zero", np.float32([0]))], "nothing")
    found = graph.node("Add", [graph.weight("rows", np.float32([rows])), nothing], "boxes")
    card(folder, "crowd", 'kind = "boxes"\nlabels = ["person", "dog"]\n'
         'counts = { crowd_people = ["person"], crowd_all = [] }')  # fmt: skip
    return _save(graph, folder, "crowd", found)


def write_text(folder: Path) -> Path:
    """Reads "aab" as tokens where repeats and blanks count for nothing: "ab"."""
    graph, pixels, _ = _graph()
    scores = np.eye(3, dtype=np.float32)[[0, 0, 2, 1]]  # a a blank b
    mean = graph.node("ReduceMean", [pixels], "all", {"axes": [1, 2, 3], "keepdims": 0})
    nothing = graph.node("Mul", [mean, graph.weight("zero", np.float32([0]))], "nothing")
    found = graph.node("Add", [graph.weight("tokens", scores[None]), nothing], "letters")
    card(folder, "letters", 'kind = "text"\ntext = "ocr"\ntokens = "ctc"\n'
         'labels = ["light", "house", ""]')  # fmt: skip
    return _save(graph, folder, "letters", found)


WRITERS = {
    "number": write_colourfulness,
    "labels": write_labels,
    "vector": write_vector,
    "mask": write_mask,
    "boxes": write_boxes,
    "text": write_text,
}
