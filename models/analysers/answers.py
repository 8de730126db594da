"""From the plain answer of an analyser to what Kinora keeps: the same for networks and Python.

| kind | plain answer |
|---|---|
| labels | [(label, score 0-1)] |
| boxes | [(label, score, left, top, width, height)], fractions of the picture |
| mask | integers (h, w): the place of a label in the list of labels, anything else for none |
| number | a number; None where nothing can be said |
| vector | numbers (dim,), of any length but zero |
| text | a text, or several |
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.values import Box, Facet, Findings, Mask, Text
from models.analysers.card import Output, facet_key

_LONGEST_LABEL = 200  # characters
_LONGEST_TEXT = 20_000
_MOST_BOXES = 300
_MOST_ZEROS = 20  # classes of a mask; of more, those that are not there are left out
SURE = 0.5  # a box with a lower score does not count
WANTED = {
    "labels": "a list of (label, score)",
    "boxes": "a list of (label, score, left, top, width, height), fractions of the picture",
    "mask": "an array (h, w) of places in the list of labels",
    "number": "a number",
    "vector": "a row of numbers as long as its “dim”",
    "text": "a text",
}


class AnswerError(ValueError):
    """An answer has another form than its kind asks for; its text shows the part that is wrong."""


def findings(output: Output, answer: Any, source: str) -> Findings:
    """Return what an answer says.

    Args:
        output: what the analyser gives; with a key.
        answer: see the module.
        source: of what is found; for vectors also the name of the encoder.

    Raises:
        AnswerError: it has another form.
    """
    reader = {
        "labels": _labels,
        "boxes": _boxes,
        "mask": _mask,
        "number": _number,
        "vector": _vector,
        "text": _text,
    }[output.kind]
    return reader(output, answer, source)


def number_text(value: float, step: float) -> str:
    """Return a number as it is kept: in steps, or with three significant digits."""
    kept = round(value / step) * step if step else float(f"{value:.3g}")
    return f"{kept + 0.0:.10g}"  # never -0


def area_key(key: str, label: str) -> str:
    """Return the facet that holds the share of a class of a mask, percent of the picture."""
    return f"{key}_{facet_key(label)}"


def _rows(answer: Any, length: int) -> list[tuple[Any, ...]]:
    try:
        rows = [tuple(row) for row in answer]
    except TypeError as error:
        raise _wrong(answer) from error
    for row in rows:
        names_first = len(row) == length and isinstance(row[0], str)
        if not names_first or not all(is_number(value) for value in row[1:]):
            raise _wrong(row)
    return rows


def _labels(output: Output, answer: Any, source: str) -> Findings:
    found: dict[str, float] = {}
    for name, score in _rows(answer, 2):
        label = " ".join(name.split())[:_LONGEST_LABEL]
        if label:
            found[label] = max(found.get(label, 0.0), _unit(score))
    best = sorted(found.items(), key=lambda each: -each[1])[: output.top]
    return Findings(
        facets=[
            Facet(output.key, label, score, source)
            for label, score in best
            if score >= output.least
        ]
    )


def _boxes(output: Output, answer: Any, source: str) -> Findings:
    boxes = []
    for name, score, left, top, width, height in _rows(answer, 6):
        x, y = _unit(left), _unit(top)
        right, bottom = _unit(float(left) + float(width)), _unit(float(top) + float(height))
        label = " ".join(name.split())[:_LONGEST_LABEL]
        if label and float(score) >= output.least:
            size = (max(0.0, right - x), max(0.0, bottom - y))
            boxes.append(Box(label, _unit(score), x, y, *size, source))
    boxes = sorted(boxes, key=lambda box: -box.score)[:_MOST_BOXES]
    counts = output.counts or {output.key: ()}
    facets = []
    for key, labels in counts.items():
        many = sum(box.score >= SURE and (not labels or box.label in labels) for box in boxes)
        facets.append(Facet(key, str(many), source=source))
    return Findings(boxes=boxes, facets=facets)


def _mask(output: Output, answer: Any, source: str) -> Findings:
    codes = np.asarray(answer)
    if codes.ndim != 2 or not codes.size or codes.dtype.kind not in "iub":
        raise _wrong(answer)
    labels = output.names
    codes = codes.astype(np.int64)
    known = (codes >= 0) & (codes < len(labels))
    shares = np.bincount(codes[known], minlength=len(labels)) * (100.0 / codes.size)
    facets = [
        Facet(area_key(output.key, label), str(round(share)), source=source)
        for label, share in zip(labels, shares.tolist(), strict=True)
        if len(labels) <= _MOST_ZEROS or share >= 1
    ]
    shown = np.where(known, codes, -1).astype(np.int16)
    return Findings(facets=facets, masks=[Mask(shown, labels, source)])


def _number(output: Output, answer: Any, source: str) -> Findings:
    if answer is None:
        return Findings()
    if not is_number(answer):
        raise _wrong(answer)
    return Findings(
        facets=[Facet(output.key, number_text(float(answer), output.step), 1.0, source)]
    )


def _vector(output: Output, answer: Any, source: str) -> Findings:
    try:
        vector = np.asarray(answer, np.float32)
    except (TypeError, ValueError) as error:
        raise _wrong(answer) from error
    if vector.shape != (output.dim,) or not np.isfinite(vector).all():
        raise _wrong(answer)
    wide = vector.astype(np.float64)  # squares of short floats may be too large
    length = float(np.linalg.norm(wide))
    if not length:
        raise _wrong(answer)
    return Findings(vectors={source: (wide / length).astype(np.float32)})


def _text(output: Output, answer: Any, source: str) -> Findings:
    said: Sequence[Any] = [answer] if isinstance(answer, str) else answer
    if not isinstance(said, Sequence) or not all(isinstance(each, str) for each in said):
        raise _wrong(answer)
    texts = [" ".join(each.split())[:_LONGEST_TEXT] for each in said]
    return Findings(texts=[Text(output.text, each, source=source) for each in texts if each])


def is_number(value: Any) -> bool:
    """Whether a value is a finite number, of Python or NumPy, and no truth value."""
    is_real = isinstance(value, int | float | np.integer | np.floating)
    return is_real and not isinstance(value, bool) and math.isfinite(float(value))


def _unit(value: Any) -> float:
    return min(1.0, max(0.0, float(value)))


def _wrong(answer: Any) -> AnswerError:
    if isinstance(answer, np.ndarray):
        return AnswerError(f"an array {answer.dtype} {answer.shape}")
    shown = repr(answer)
    return AnswerError(shown if len(shown) <= 60 else f"{shown[:60]}…")


def colours(count: int) -> NDArray[np.uint8]:
    """Return colours that tell classes of a mask apart, uint8 (count, 3) RGB; always the same.

    Hues are apart by the golden angle, so that the first few lie far from each other.
    """
    import colorsys

    hues = (np.arange(count) * 0.381966 + 0.58) % 1.0
    rows = [colorsys.hsv_to_rgb(float(hue), 0.75, 0.95) for hue in hues]
    return (np.array(rows or np.zeros((0, 3))) * 255).astype(np.uint8).reshape(-1, 3)
