"""Relations between detected objects: how such pairs usually stand, and how the boxes lie.

P(predicate | subject, object, boxes) ~ P(predicate | subject, object) x P(boxes | predicate). The
first is the frequency prior of captions with gold graphs (`frequency`), the second is set by hand
(`likelihood`). In front of and behind are never said: boxes do not show depth.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from common.arrays import DAMAGED
from common.scenes import EdgeSource, SceneEdge, SceneNode
from models.scenes.frequency import FrequencyPrior, Habit
from models.scenes.geometry import Box
from models.scenes.labels import SCENES_FOLDER, LabelVectors, damaged_table
from models.scenes.likelihood import (
    CONTACTS,
    GEOMETRY_FILE,
    HEIGHTS,
    Likelihood,
    cells,
    read_geometry,
)
from models.scenes.names import normal_name, singular
from models.scenes.predicates import PREDICATES_FILE

RELATIONS_FILE: Final = SCENES_FOLDER / "relations.npz"
LEAST_OBJECT: Final = 0.2
LEAST_RELATION: Final = 0.1
MOST_NODES: Final = 40  # the surest; pairs grow with the square

_CODE_VERSION = "1"
_DEPTH = ("in front of", "behind", "beyond")
_FAMILIAR = 3.0  # relations seen of a pair and its like at which it counts half
_LEAST_SAID = 30  # captions that use a predicate before it is said of an image
_UNPLACED = 0.3  # chance of a relation where a box is not known


@dataclass(frozen=True, slots=True)
class Guess:
    """A relation that may hold.

    Args:
        predicate: as in a dictionary.
        score: 0-1: its probability among the predicates of the pair.
        reason: for people: "usually: man wear jacket (30); boxes: around it, level".
    """

    predicate: str
    score: float
    reason: str


class RelationModel:
    """Says how the objects of an image may stand to each other; any thread, NumPy only.

    Args:
        prior: shares of predicates by names.
        likelihood: of boxes by predicates, for the same predicates.
        version: changes when the tables or the code change.
    """

    def __init__(self, prior: FrequencyPrior, likelihood: Likelihood, version: str) -> None:
        self.version = version
        self.predicates = prior.predicates
        self._prior = prior
        self._likelihood = likelihood
        is_depth = np.array([name.endswith(_DEPTH) for name in prior.predicates])
        self._is_said = ~is_depth & (prior.totals >= _LEAST_SAID)

    @classmethod
    def load(cls, path: Path = RELATIONS_FILE) -> "RelationModel":
        """Read the shipped tables; read once and shared.

        Raises:
            WeightsError: they are missing or damaged.
        """
        return _load(path)

    def predict(
        self,
        nodes: Sequence[SceneNode],
        *,
        least_object: float = LEAST_OBJECT,
        least_relation: float = LEAST_RELATION,
    ) -> list[SceneEdge]:
        """Return the likely relations of an image: at most one a pair of objects.

        The score is the chance that two things with such boxes and names are in a relation at all,
        times the share of the predicate.

        Args:
            nodes: of one image.
            least_object: nodes with a lower score take no part, 0-1.
            least_relation: relations with a lower score are left out, 0-1.

        Returns:
            Edges with source PREDICTED, best first.
        """
        pairs = list(_pairs(nodes, least_object))
        if not pairs:
            return []
        boxes = np.array([node.box or (0.0, 0.0, 0.0, 0.0) for node in nodes], np.float64)
        ends = np.array(pairs)
        lies = cells(boxes[ends[:, 0]], boxes[ends[:, 1]])
        names = [_name(node.label) for node in nodes]
        habits = [self._prior.of(names[one], names[other]) for one, other in pairs]
        shares = self._shares(habits, lies)
        best = np.where(self._is_said, shares, 0.0).argmax(axis=1)
        seen = np.array([habit.seen for habit in habits])
        related = np.where(lies[:, 0] >= 0, self._likelihood.related[lies[:, 0]], _UNPLACED)
        scores = shares[np.arange(len(pairs)), best] * related * seen / (seen + _FAMILIAR)
        found: dict[frozenset[int], SceneEdge] = {}
        for place in np.argsort(-scores, kind="stable").tolist():
            if scores[place] < least_relation:
                break
            subject, target = pairs[place]
            edge = SceneEdge(
                subject,
                self.predicates[int(best[place])],
                target,
                float(scores[place]),
                EdgeSource.PREDICTED,
            )
            found.setdefault(frozenset((subject, target)), edge)
        return list(found.values())

    def shares(
        self,
        subject: str,
        object: str,  # noqa: A002 - the field's word
        box_a: Box | None = None,
        box_b: Box | None = None,
    ) -> NDArray[np.float64]:
        """Return the probability of each of `predicates` for one pair, float64 (P,)."""
        lies = _cell(box_a, box_b)
        found = self._shares([self._prior.of(_name(subject), _name(object))], lies)
        return np.asarray(found[0], np.float64)

    def top(
        self,
        subject: str,
        object: str,  # noqa: A002 - the field's word
        box_a: Box | None = None,
        box_b: Box | None = None,
        k: int = 5,
    ) -> list[Guess]:
        """Return the k likeliest predicates of a pair with their reasons, best first.

        Depth relations may be among them, by custom, and rare words; `predict` leaves them out.

        Args:
            subject: its name.
            object: its name.
            box_a: of the subject: left, top, width, height as fractions; None: not known.
            box_b: of the object.
            k: how many.
        """
        shares = self.shares(subject, object, box_a, box_b)
        order = np.argsort(-shares, kind="stable")[:k].tolist()
        lies = _cell(box_a, box_b)[0].tolist()
        where = f"; boxes: {CONTACTS[lies[0]]}, {HEIGHTS[lies[1]]}" if lies[0] >= 0 else ""
        return [
            Guess(
                self.predicates[row],
                float(shares[row]),
                self._reason(_name(subject), _name(object), row) + where,
            )
            for row in order
        ]

    def _shares(self, habits: Sequence[Habit], lies: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the probabilities of predicates, float64 (N, P), by custom and by boxes."""
        shares = np.stack([habit.shares for habit in habits]) * self._likelihood.ratios(lies)
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float64)

    def _reason(self, subject: str, target: str, predicate: int) -> str:
        """Return what speaks for a predicate: the very pair, a similar one, or habits."""
        said = self.predicates[predicate]
        if count := int(self._prior.of(subject, target).counts[predicate]):
            return f"usually: {subject} {said} {target} ({count})"
        best, found = 0.0, ""
        for one, weight in self._prior.similar(subject):
            for other, other_weight in self._prior.similar(target):
                count = self._prior.count(one, other, predicate)
                if count * weight * other_weight > best:
                    best = count * weight * other_weight
                    names = self._prior.labels
                    found = f"as in: {names[one]} {said} {names[other]} ({count})"
        return found or f"often: {subject} {said} something, or something {said} {target}"


@lru_cache(maxsize=2)
def _load(path: Path) -> RelationModel:
    try:
        data = path.read_bytes()
        with np.load(path, allow_pickle=False) as tables:
            labels, predicates = (
                tables[name].tobytes().decode("utf-8").split("\n")
                for name in ("labels", "predicates")
            )
            columns = [tables[name] for name in ("subjects", "objects", "said", "counts")]
            triples = np.stack([column.astype(np.int64) for column in columns], axis=1)
        prior = FrequencyPrior(labels, predicates, triples, LabelVectors.load())
        likelihood = Likelihood(predicates, prior.common, read_geometry())
    except DAMAGED as error:
        raise damaged_table(path) from error
    read = data + GEOMETRY_FILE.read_bytes() + PREDICATES_FILE.read_bytes()
    digest = hashlib.sha256(read).hexdigest()
    return RelationModel(prior, likelihood, f"relations-{_CODE_VERSION}-{digest[:12]}")


def _pairs(nodes: Sequence[SceneNode], least: float) -> Iterator[tuple[int, int]]:
    """Yield both directions of each pair of sure nodes."""
    sure = [number for number, node in enumerate(nodes) if node.score >= least and node.label]
    sure = sorted(sorted(sure, key=lambda number: -nodes[number].score)[:MOST_NODES])
    for one in sure:
        yield from ((one, other) for other in sure if other != one)


def _cell(box_a: Box | None, box_b: Box | None) -> NDArray[np.int64]:
    boxes = np.array([box or (0.0, 0.0, 0.0, 0.0) for box in (box_a, box_b)], np.float64)
    return cells(boxes[:1], boxes[1:])


@lru_cache(maxsize=65536)
def _name(label: str) -> str:
    return singular(normal_name(label))
