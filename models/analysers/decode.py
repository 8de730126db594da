"""From the raw outputs of a network to the plain answer that its kind asks for."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.analysers.answers import WANTED, AnswerError
from models.analysers.card import Output
from models.analysers.geometry import Window, mask_to_picture, to_picture
from models.detectors import suppress

_MOST_CLASSES = 1e9
Arrays = Sequence[NDArray[Any]]  # the outputs of the graph for one picture, with their batch axis


def decode(output: Output, arrays: Arrays, size: tuple[int, int], window: Window) -> Any:
    """Return the plain answer; see `models.analysers.answers`.

    Args:
        output: what the card says.
        arrays: raw outputs for one picture.
        size: (height, width) of the input in pixels.
        window: where the input lies in the picture.

    Raises:
        AnswerError: the outputs have other shapes than the card says.
    """
    if not arrays:
        raise AnswerError("no output")
    readers: dict[str, Callable[[], Any]] = {
        "labels": lambda: _labels(output, arrays),
        "boxes": lambda: _boxes(output, arrays, size, window),
        "mask": lambda: mask_to_picture(_mask(output, arrays[0]), window),
        "number": lambda: _single(arrays[0]),
        "vector": lambda: _numbers(arrays[0]).astype(np.float32).reshape(-1),
        "text": lambda: _text(output, arrays[0]),
    }
    with np.errstate(invalid="ignore", over="ignore"):  # what is no number is told by its reader
        return readers[output.kind]()


def _numbers(array: NDArray[Any]) -> NDArray[np.float64]:
    if array.dtype.kind not in "fiub":
        raise AnswerError(f"{_shaped([array])} instead of numbers")
    return array.astype(np.float64)


def _shaped(arrays: Arrays) -> str:
    return " and ".join(f"{each.dtype} {list(each.shape)}" for each in arrays)


def _single(array: NDArray[Any]) -> float | None:
    if array.size != 1 or array.dtype.kind not in "fiu":
        raise AnswerError(f"{_shaped([array])} instead of {WANTED['number']}")
    number = float(array.reshape(-1)[0])
    return number if np.isfinite(number) else None


def _probabilities(output: Output, raw: NDArray[Any], axis: int) -> NDArray[np.float64]:
    """Return raw outputs as numbers 0-1, as the card says."""
    values = raw.astype(np.float64)
    if output.scores == "scores":
        powers = np.exp(values - values.max(axis=axis, keepdims=True))
        return np.asarray(powers / powers.sum(axis=axis, keepdims=True))
    if output.scores == "sigmoid":
        return np.asarray(1.0 / (1.0 + np.exp(-values.clip(-60, 60))))
    return values


def _labels(output: Output, arrays: Arrays) -> list[tuple[str, float]]:
    raw = arrays[0].reshape(-1)
    if raw.dtype.kind not in "fiu" or len(raw) != len(output.names) or not len(raw):
        raise AnswerError(f"{_shaped(arrays[:1])} for {len(output.names)} labels")
    scores = _probabilities(output, raw, 0)
    return list(zip(output.names, scores.tolist(), strict=True))


# -- boxes


def _boxes(
    output: Output, arrays: Arrays, size: tuple[int, int], window: Window
) -> list[tuple[Any, ...]]:
    reader = {"rows": _as_rows, "parts": _as_parts, "grid": _as_grid}[output.form]
    corners, scores, classes = reader(output, arrays)
    kept = np.isfinite(corners).all(axis=1) & (scores >= output.least) & (classes >= 0)
    corners, scores, classes = corners[kept], scores[kept], classes[kept]
    if len(classes) and output.names and int(classes.max()) >= len(output.names):
        raise AnswerError(f"class {int(classes.max())} for {len(output.names)} labels")
    best = suppress(corners.astype(np.float32), scores.astype(np.float32), classes, output.overlap)
    if output.unit == "pixels":
        corners = corners / np.array([size[1], size[0]] * 2)
    corners = to_picture(corners, window)
    return [
        (
            output.names[classes[row]] if output.names else f"class {classes[row]}",
            float(scores[row]), float(left), float(top), float(right - left), float(bottom - top),
        )
        for row in best.tolist()
        for left, top, right, bottom in [corners[row]]
    ]  # fmt: skip


Parts = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]


def _as_rows(_output: Output, arrays: Arrays) -> Parts:
    """Read (N, 6) or (1, N, 6): left, top, right, bottom, score, class."""
    rows = _numbers(arrays[0])
    rows = rows[0] if rows.ndim == 3 and len(rows) == 1 else rows
    if rows.ndim != 2 or rows.shape[1] != 6:
        raise AnswerError(f"{_shaped(arrays[:1])} instead of (N, 6)")
    return rows[:, :4], rows[:, 4], _classes(rows[:, 5])


def _as_parts(_output: Output, arrays: Arrays) -> Parts:
    """Read boxes (N, 4), scores (N,) and classes (N,), each with or without a batch axis."""
    if len(arrays) < 3:
        raise AnswerError(f"{_shaped(arrays)} instead of boxes, scores and classes")
    corners = _numbers(arrays[0]).reshape(-1, 4) if arrays[0].size % 4 == 0 else None
    scores, classes = (_numbers(each).reshape(-1) for each in arrays[1:3])
    if corners is None or not len(corners) == len(scores) == len(classes):
        raise AnswerError(f"{_shaped(arrays[:3])} instead of boxes, scores and classes")
    return corners, scores, _classes(classes)


def _classes(told: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return places in the list of labels; -1 for what is none on any processor."""
    return np.where(np.abs(told) < _MOST_CLASSES, told, -1.0).astype(np.int64)


def _as_grid(output: Output, arrays: Arrays) -> Parts:
    """Read (4 + C, N) or (N, 4 + C): centre x, centre y, width, height, a score a class."""
    wide = 4 + len(output.names)
    grid = _numbers(arrays[0])
    grid = grid[0] if grid.ndim == 3 and len(grid) == 1 else grid
    if grid.ndim != 2 or wide not in grid.shape or wide == 4:
        raise AnswerError(f"{_shaped(arrays[:1])} for {len(output.names)} labels")
    rows = grid if grid.shape[1] == wide else grid.T
    centre, half = rows[:, :2], rows[:, 2:4] / 2
    raw = rows[:, 4:]
    # Classes of a grid do not exclude each other: a softmax over them would be wrong.
    scores = raw if output.scores != "sigmoid" else _probabilities(output, raw, 1)
    classes = scores.argmax(axis=1)
    best = scores[np.arange(len(rows)), classes]
    return np.hstack([centre - half, centre + half]), best, classes.astype(np.int64)


# -- masks and texts


def _mask(output: Output, raw: NDArray[Any]) -> NDArray[Any]:
    """Return the class of each pixel from integers (h, w), or scores (C, h, w) or (h, w)."""
    if not raw.size:
        raise AnswerError(f"{_shaped([raw])} instead of {WANTED['mask']}")
    plane = raw
    while plane.ndim > 2 and plane.shape[0] == 1:
        plane = plane[0]
    if plane.ndim == 2 and plane.dtype.kind in "iub":
        return plane
    if plane.dtype.kind != "f" or plane.ndim not in (2, 3):
        raise AnswerError(f"{_shaped([raw])} instead of {WANTED['mask']}")
    if plane.ndim == 2:  # one class: is it there?
        there = _probabilities(output, plane, 0) if output.scores == "sigmoid" else plane
        return np.where(there >= max(output.least, 0.5), 0, -1)
    if plane.shape[0] != len(output.names):
        raise AnswerError(f"{_shaped([raw])} for {len(output.names)} labels")
    return np.asarray(plane.argmax(axis=0))


def _text(output: Output, raw: NDArray[Any]) -> str | list[str]:
    """Return texts as they are, or tokens joined."""
    if raw.dtype.kind in "OSU":
        return [
            each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each)
            for each in raw.reshape(-1).tolist()
        ]
    tokens = raw
    while tokens.ndim > 1 and tokens.shape[0] == 1:
        tokens = tokens[0]
    wide = len(output.names)
    if tokens.dtype.kind == "f" and tokens.ndim == 2 and tokens.shape[1] == wide > 0:
        tokens = tokens.argmax(axis=1)
    if tokens.ndim != 1 or tokens.dtype.kind not in "iu" or not output.names:
        raise AnswerError(f"{_shaped([raw])} for {len(output.names)} labels")
    numbers = tokens.astype(np.int64)
    if output.tokens == "ctc":  # Graves et al., ICML 2006: repeats first, then blanks
        blank = len(output.names) - 1
        numbers = numbers[np.r_[True, numbers[1:] != numbers[:-1]]] if len(numbers) else numbers
        numbers = numbers[numbers != blank]
    kept = [each for each in numbers.tolist() if 0 <= each < len(output.names)]
    return output.joined.join(output.names[each] for each in kept)
