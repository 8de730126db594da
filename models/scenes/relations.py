"""Relations between detected objects: how such pairs usually stand, and how the boxes lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from common.scenes import SceneEdge, SceneNode
from models.scenes.geometry import Box
from models.scenes.labels import SCENES_FOLDER

RELATIONS_FILE = SCENES_FOLDER / "relations.npz"


@dataclass(frozen=True, slots=True)
class Guess:
    """A relation that may hold.

    Args:
        predicate: as in a dictionary.
        score: 0-1: its probability among the predicates of the pair.
        reason: for people: "usually: man wear jacket (12 captions)".
    """

    predicate: str
    score: float
    reason: str


class RelationModel:
    """Says how the objects of an image may stand to each other."""

    version: str

    @classmethod
    def load(cls, path: Path = RELATIONS_FILE) -> Self:
        """Read the shipped tables.

        Raises:
            WeightsError: they are missing or damaged.
        """
        raise NotImplementedError(path)

    def predict(
        self,
        nodes: Sequence[SceneNode],
        *,
        least_object: float = 0.2,
        least_relation: float = 0.1,
        aspect: float = 1.0,
    ) -> list[SceneEdge]:
        """Return at most one edge for each pair of objects, source PREDICTED, best first."""
        raise NotImplementedError

    def top(
        self,
        subject: str,
        object: str,  # noqa: A002 - the field's word
        box_a: Box | None = None,
        box_b: Box | None = None,
        k: int = 5,
    ) -> list[Guess]:
        """Return the k likeliest predicates of a pair, best first."""
        raise NotImplementedError
