"""From what a person wants explained to what a network is asked: classes, likeness, sentences."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.explain_networks import Networks
from app.services.explain_pictures import Pictures, part_of
from app.services.explain_types import ExplainTarget, PictureSource
from common.errors import QueryError
from models.explain.base import Target, TargetError, find_label
from models.explain.networks import Network

if TYPE_CHECKING:
    import torch

    from app.services.library import Library

Floats = NDArray[np.float32]
Score = Callable[["torch.Tensor"], Floats]  # (N, 3, H, W) -> (N, C)

LEARNER = "svm"  # what a suggestion is explained by
_BACKGROUND = 2000  # arbitrary items that stand in for the side that nobody marked


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What a network is asked about one picture.

    Args:
        network: that is run; for likeness one that gives vectors.
        target: as methods take it.
        label: of the target, for people.
        score: gives what measures compare, (N, C) of inputs (N, 3, H, W).
        column: of it.
        value: the score of the picture as it is: a probability or a cosine.
        index: number of the class; -1 where the target is none.
        key: the same only for the same question.
    """

    network: Network
    target: Target
    label: str
    score: Score
    column: int
    value: float
    index: int
    key: Hashable


class Targets:
    """Turns the targets of requests into questions.

    Args:
        networks: in memory.
        pictures: that are compared with.
        library: its vectors tell what feedback learned; None for none.
    """

    def __init__(self, networks: Networks, pictures: Pictures, library: "Library | None") -> None:
        self._networks = networks
        self._pictures = pictures
        self._library = library

    def aim(
        self, target: ExplainTarget, network: Network, x: "torch.Tensor", scores: Floats
    ) -> Aim:
        """Return what the network is asked.

        Args:
            target: of the request.
            network: that was chosen.
            x: the picture as the network takes it, (1, 3, H, W).
            scores: probabilities of the picture, (C,); () where it gives vectors.

        Raises:
            TargetError: there is no such class.
            QueryError: what the target speaks of is not there.
            ModelError: the network cannot answer.
        """
        if target.kind in ("auto", "label", "contrast"):
            return self._class(target, network, scores)
        if target.kind == "alike":
            encoder, vector, label, key = self._alike(target, network)
        elif target.kind == "sentence":
            encoder, vector = self._networks.with_sentences(network, target.label)
            label, key = target.label, ("sentence", target.label)
        else:
            encoder, vector, label, key = self._suggestion(target, network)
        return _likeness(encoder, vector, label, key, x)

    def _class(self, target: ExplainTarget, network: Network, scores: Floats) -> Aim:
        if not network.labels:
            raise TargetError(
                f"The network “{network.name}” knows no classes.",
                hint="Explain its likeness to another picture or to a sentence instead.",
            )
        labels = network.labels
        index = int(scores.argmax()) if target.kind == "auto" else find_label(labels, target.label)
        if target.kind != "contrast":
            value = float(scores[index])
            return Aim(
                network, Target(index), labels[index], network.scores, index, value, index,
                ("class", index),
            )  # fmt: skip
        other = find_label(labels, target.other)
        if other == index:
            raise TargetError(
                f"“{target.label}” was to be compared with itself.", hint="Choose another class."
            )

        def against(inputs: "torch.Tensor") -> Floats:
            """Share of the two classes' probability that the first one has."""
            pair = network.scores(inputs)[:, [index, other]]
            total = np.maximum(pair.sum(axis=1, keepdims=True), 1e-12)
            return np.asarray(pair[:, :1] / total, np.float32)

        value = float(scores[index] / max(scores[index] + scores[other], 1e-12))
        key = ("contrast", index, other)
        return Aim(network, Target(index, other), labels[index], against, 0, value, index, key)

    def _alike(
        self, target: ExplainTarget, network: Network
    ) -> tuple[Network, Floats, str, Hashable]:
        if target.like is None:
            raise QueryError(
                "There is no second picture to compare with.", hint="Choose another picture too."
            )
        encoder = network.as_encoder()
        picture = self._pictures.load(target.like)
        vector = self._vector(encoder, target.like)
        return encoder, vector, picture.title, ("alike", picture.key, target.like.box)

    def _vector(self, encoder: Network, source: PictureSource) -> Floats:
        """Return the vector of a picture, unit length, (D,)."""
        picture = self._pictures.load(source)
        x = encoder.prepare(part_of(picture.rgb, source.box, encoder).rgb)[None]
        return unit(encoder.scores(x)[0])

    def _suggestion(
        self, target: ExplainTarget, network: Network
    ) -> tuple[Network, Floats, str, Hashable]:
        """Learn from the marked items as feedback does; its direction is what is looked for."""
        from indexers.rankings.learners import fit

        encoder = network.as_encoder()
        if self._library is None:
            raise QueryError("No library is open.", hint="Open the library of the items.")
        collection = self._library.vectors(network.encoder)
        marked = [*target.positive, *target.negative]
        if not marked:
            raise QueryError("Nothing is marked.", hint="Mark an item as relevant first.")
        sides = [
            [item for item, known in zip(items, collection.has(items), strict=True) if known]
            for items in (list(target.positive), list(target.negative))
        ]
        if not any(sides):
            raise QueryError(
                f"The marked items have no vectors of “{network.encoder}”.",
                hint="Run the import again, or choose another network.",
            )
        positive, negative = (
            collection.vectors(side) if side else np.zeros((0, collection.dim), np.float32)
            for side in sides
        )
        background = collection.sample(_BACKGROUND)
        model = fit(LEARNER, positive, negative, background)
        key = ("suggestion", target.positive, target.negative)
        return encoder, unit(model.weights), "", key


def unit(vector: Floats) -> Floats:
    """Return a vector at unit length; zeros stay zeros."""
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length > 0 else vector, np.float32)


def _likeness(
    encoder: Network, vector: Floats, label: str, key: Hashable, x: "torch.Tensor"
) -> Aim:
    """Return the question how like a picture is to a vector."""

    def score(inputs: "torch.Tensor") -> Floats:
        """Cosines; what points away counts as 0, so that drops stay shares of the likeness."""
        vectors = encoder.scores(inputs)
        lengths = np.maximum(np.linalg.norm(vectors, axis=1), 1e-12)
        return np.asarray(np.maximum(vectors @ vector / lengths, 0.0)[:, None], np.float32)

    vectors = encoder.scores(x)
    value = float(unit(vectors[0]) @ vector)
    return Aim(encoder, Target(vector=vector), label, score, 0, value, -1, key)
