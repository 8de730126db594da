"""How a classifier learns from the labels of its set."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.similarity import pick_encoder
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import SavedClassifier, SavedWeights
    from indexers.rankings.examples import LearnOptions
    from indexers.rankings.learners import LinearModel

LEARNERS = ("svm", "logistic", "rocchio", "bayes")
_POSITIVE = ("cost", "temperature")


def read_options(options: Mapping[str, Any]) -> "LearnOptions":
    """Return the options of a learner from JSON.

    Raises:
        QueryError: one is unknown or has no sense; names it.
    """
    from indexers.rankings.examples import LearnOptions

    known = {field.name for field in dataclasses.fields(LearnOptions)} - {"rounds"}
    values: dict[str, Any] = {}
    for name, value in options.items():
        if name not in known:
            raise QueryError(
                f"A learner has no option “{name}”.", hint=f"Use {', '.join(sorted(known))}."
            )
        values[name] = _read_option(name, value)
    return LearnOptions(**values)


def _read_option(name: str, value: Any) -> Any:
    if name == "calibrate" and isinstance(value, bool):
        return value
    numbers = (
        list(value) if name == "class_weights" and isinstance(value, list | tuple) else [value]
    )
    least = 1e-9 if name in {*_POSITIVE, "class_weights"} else 0.0
    are_numbers = all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one)
        for one in numbers
    )
    if not are_numbers or min(numbers) < least or (name == "class_weights") != (len(numbers) == 2):
        raise QueryError(
            f"“{value}” is no value for “{name}”.", hint="Use a number greater than zero."
        )
    return tuple(map(float, numbers)) if name == "class_weights" else float(numbers[0])


def check_learner(learner: str, options: Mapping[str, Any]) -> None:
    """Check how a classifier is to learn.

    Raises:
        QueryError: there is no such learner, or an option has no sense.
    """
    if learner not in LEARNERS:
        raise QueryError(f"There is no learner “{learner}”.", hint=f"Use {', '.join(LEARNERS)}.")
    read_options(options)


def learn(
    library: "Library", saved: "SavedClassifier", labels: Mapping[int, int], encoder: str
) -> "list[SavedWeights]":
    """Return what a classifier learns from labels, for each of its modalities.

    Nothing where no item is marked relevant: all that is known then is what is not wanted.

    Args:
        library: the open library.
        saved: learner, options and modalities.
        labels: item -> +1 or -1.
        encoder: the user's choice of encoder, for a classifier that names no modality.

    Raises:
        QueryError: no marked item has a vector of the modalities, or an option has no sense.
    """
    from indexers.catalogue.records import SavedWeights

    good = [item for item, value in labels.items() if value > 0]
    bad = [item for item, value in labels.items() if value < 0]
    check_learner(saved.learner, saved.options)
    if not good:
        return []
    learned = []
    for modality in saved.modalities or (pick_encoder(library, encoder),):
        model = _fit(library, saved, modality, good, bad)
        if model is not None:
            learned.append(
                SavedWeights(
                    modality,
                    library.vectors(modality).version,
                    model.weights.astype("<f4").tobytes(),
                    float(model.bias),
                    model.calibration.as_dict(),
                )
            )
    if not learned:
        raise QueryError(
            f"No item marked relevant in “{saved.name}” has a vector to learn from.",
            hint="Mark pictures, or import again so that their vectors are made.",
        )
    return learned


def _fit(
    library: "Library",
    saved: "SavedClassifier",
    modality: str,
    good: Sequence[int],
    bad: Sequence[int],
) -> "LinearModel | None":
    """Return the model of one modality, None where no relevant item has a vector of it."""
    from indexers.rankings.examples import SAMPLE
    from indexers.rankings.learners import fit

    vectors = library.vectors(modality)
    if not len(vectors):
        return None
    positive, negative = (
        vectors.vectors([item for item, has in zip(side, vectors.has(side), strict=True) if has])
        for side in (good, bad)
    )
    if not len(positive):
        return None
    negative = negative.reshape(len(negative), vectors.dim)
    background = vectors.sample(SAMPLE)
    model = fit(saved.learner, positive, negative, background, options=read_options(saved.options))
    return model if model.is_linear else _as_linear(model, positive, negative, background)


def _as_linear(
    model: "LinearModel",
    positive: NDArray[np.float32],
    negative: NDArray[np.float32],
    background: NDArray[np.float32],
) -> "LinearModel":
    """Return the slope of a belief as a model of its own: margins 1 and -1 at the two means."""
    from indexers.rankings.learners import LinearModel

    high = float((positive @ model.weights).mean())
    low = float(((negative if len(negative) else background) @ model.weights).mean())
    half = max((high - low) / 2.0, 1e-6)
    return LinearModel(model.weights / np.float32(half), -(high + low) / (2.0 * half))
