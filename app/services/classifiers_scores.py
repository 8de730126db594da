"""What classifiers say of the items of a library: scores, members, and operations on them."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services.classifiers_groups import Groups, GroupTable
from app.services.classifiers_types import Operation, OperationResult, ScoreCurve
from app.services.list_notes import ListNote
from common.errors import QueryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import SavedClassifier, SavedWeights

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """What a classifier says of all items that it can judge.

    Args:
        items: int64 (N,), ascending.
        scores: calibrated, 0-1, float32 (N,).
    """

    items: Ids
    scores: NDArray[np.float32]


class ClassifierScores:
    """Applies classifiers to all items; what was computed stays until vectors or labels change.

    Safe on any thread.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._guard = threading.RLock()
        self._kept: dict[str, tuple[object, Found]] = {}
        self.groups = Groups(library)

    def forget(self) -> None:
        """Compute everything again: items or their vectors have changed."""
        with self._guard:
            self._kept.clear()
        self.groups.forget()

    def saved(self, name: str) -> "SavedClassifier":
        """Return the classifier called name.

        Raises:
            QueryError: there is none; lists those there are.
        """
        found = self._library.catalogue.classifier(name)
        if found is None:
            known = ", ".join(each.name for each in self._library.catalogue.classifiers())
            raise QueryError(
                f"There is no classifier “{name}”.",
                hint=f"Use one of: {known}." if known else "Make one first.",
            )
        return found

    # -- one classifier

    def scored(self, saved: "SavedClassifier") -> Found:
        """Return the calibrated score of every item that has a vector of a modality.

        The mean over the modalities that an item has; marks are not looked at.

        Raises:
            QueryError: it has not learned yet, or the library has no such vectors any more.
        """
        if not saved.weights:
            raise QueryError(
                f"“{saved.name}” has not learned yet.",
                hint="Mark at least one item as relevant while it is the active classifier.",
            )
        for learned in saved.weights:
            self._check(saved, learned)
        stamp = (saved.weights, tuple(self._stamp(one.modality) for one in saved.weights))
        with self._guard:
            kept = self._kept.get(saved.name)
            if kept is None or kept[0] != stamp:
                kept = (stamp, self._apply(saved.weights))
                self._kept[saved.name] = kept
            return kept[1]

    def curve(self, saved: "SavedClassifier") -> ScoreCurve:
        """Return how many members a classifier has at each threshold.

        Raises:
            QueryError: see scored().
        """
        found, labels = self.scored(saved), self._labels(saved)
        marked = np.fromiter(labels, np.int64, len(labels))
        scores = np.sort(found.scores[~np.isin(found.items, marked)])
        return ScoreCurve(scores, sum(1 for value in labels.values() if value > 0))

    def ranked(self, name: str, path: tuple[str, ...] = ()) -> tuple[Ids, NDArray[np.float32]]:
        """Return the members of a classifier, best first, and their scores.

        Members are the items whose score reaches the threshold. What the user said counts more:
        an item marked relevant is in, and before all others; one marked not relevant is out.

        Args:
            name: of the classifier.
            path: names that are being computed, so that nothing is made of itself.

        Raises:
            QueryError: there is no such classifier, it has not learned, or is made of itself.
        """
        if name in path:
            raise QueryError(
                f"“{name}” is made of itself.", hint="Change one of the operations it is made of."
            )
        saved = self.saved(name)
        if saved.operation is not None:
            result = self.operate(Operation.from_json(saved.operation), path=(*path, name))
            items, _ = result.ranked_scenes()
            return items, np.linspace(1.0, 0.5, len(items), dtype=np.float32)
        found, labels = self.scored(saved), self._labels(saved)
        good = np.array(sorted(item for item, value in labels.items() if value > 0), np.int64)
        bad = np.array(sorted(item for item, value in labels.items() if value < 0), np.int64)
        passes = (found.scores >= np.float32(saved.threshold)) & ~np.isin(found.items, bad)
        passes |= np.isin(found.items, good)
        unscored = np.setdiff1d(good, found.items)
        items = np.r_[found.items[passes], unscored]
        scores = np.r_[found.scores[passes], np.ones(len(unscored), np.float32)]
        order = np.lexsort((items, -scores, ~np.isin(items, good)))
        return items[order], scores[order]

    def members(self, names: Sequence[str]) -> Ids:
        """Return the members of any of some classifiers, ascending; of all that can tell for none.

        Raises:
            QueryError: see ranked().
        """
        wanted = list(names)
        found = [np.empty(0, np.int64)]
        for name in wanted or [one.name for one in self._library.catalogue.classifiers()]:
            try:
                found.append(self.ranked(name)[0])
            except QueryError:
                if wanted:
                    raise
        members: Ids = np.unique(np.concatenate(found))
        return members

    # -- two of them

    def operate(
        self,
        operation: Operation,
        *,
        allowed: Ids | None = None,
        context: JobContext | None = None,
        path: tuple[str, ...] = (),
    ) -> OperationResult:
        """Return the groups that an operation finds, best first.

        Args:
            operation: what to combine and how.
            allowed: only these items, ascending; None for all.
            context: reports and cancels.
            path: see ranked().

        Raises:
            QueryError: the operation makes no sense, and see ranked().
        """
        from indexers.rankings.operations import Reach, rank_groups, stays

        started = time.perf_counter()
        context = context or JobContext()
        operation.check()
        notes: list[str] = []
        context.step(0, 3, "Grouping")
        table = self.groups.table(operation.unit)
        sides = []
        for number, one in enumerate((operation.a, operation.b), 1):
            context.step(number, 3, "Scoring")
            items = self._operand(one, path)
            if allowed is not None:
                items = items[np.isin(items, allowed)]
            scenes, homeless = table.scenes(items, operation.measure)
            if homeless:
                notes.append(_left_out(one, homeless, operation.unit))
            sides.append(scenes)
        distance = operation.within if operation.after is None else operation.after
        reach = None if distance is None else Reach(distance, after=operation.after is not None)
        a, b = sides
        in_a, in_b = stays(operation.kind, a, b, reach)
        ranking = rank_groups(a.take(in_a), b.take(in_b), len(table.keys), operation.order)
        ms = (time.perf_counter() - started) * 1e3
        return OperationResult(operation, table, ranking, a, b, in_a, in_b, ms, tuple(notes))

    def table(self, unit: str) -> GroupTable:
        """Return the groups of a unit.

        Raises:
            QueryError: there is no such unit.
        """
        return self.groups.table(unit)

    # -- inside

    def _operand(self, one: "str | Operation", path: tuple[str, ...]) -> Ids:
        if isinstance(one, Operation):
            return self.operate(one, path=path).ranked_scenes()[0]
        return self.ranked(one, path)[0]

    def _labels(self, saved: "SavedClassifier") -> dict[int, int]:
        return self._library.catalogue.labels(saved.label_set) if saved.label_set else {}

    def _check(self, saved: "SavedClassifier", learned: "SavedWeights") -> None:
        """Check that what was learned fits the vectors there are.

        Raises:
            QueryError: it does not.
        """
        counts = self._library.encoders()
        if not counts.get(learned.modality):
            raise QueryError(
                f"“{saved.name}” learned from “{learned.modality}”, and this library holds no "
                "vectors of it.",
                hint="Let it learn anew from its labels, or import again with that network.",
            )
        vectors = self._library.vectors(learned.modality)
        is_other = learned.version and vectors.version and learned.version != vectors.version
        if is_other or vectors.dim * 4 != len(learned.weights):
            raise QueryError(
                f"“{saved.name}” learned from another version of “{learned.modality}”.",
                hint="Let it learn anew: its labels are all there.",
            )

    def _stamp(self, modality: str) -> tuple[int, int, str]:
        vectors = self._library.vectors(modality)
        return len(vectors), int(vectors.items().sum()), vectors.version

    def _apply(self, weights: "Sequence[SavedWeights]") -> Found:
        from indexers.rankings.confidence import Calibration

        parts = []
        for learned in weights:
            plane = np.frombuffer(learned.weights, "<f4").astype(np.float32)
            items, products = self._library.vectors(learned.modality).scores(plane)
            curve = Calibration.of_dict(learned.calibration)
            scores = curve(products + np.float32(learned.bias)).astype(np.float32)
            order = np.argsort(items)
            parts.append((items[order].astype(np.int64), scores[order]))
        if len(parts) == 1:
            return Found(*parts[0])
        items = np.unique(np.concatenate([items for items, _ in parts]))
        total, count = np.zeros(len(items)), np.zeros(len(items))
        for own, scores in parts:
            at = np.searchsorted(items, own)
            total[at] += scores
            count[at] += 1
        return Found(items, (total / count).astype(np.float32))


def _left_out(one: "str | Operation", count: int, unit: str) -> str:
    name = one.title if isinstance(one, Operation) else one
    return ListNote(f"no-{unit}", count=count, name=name)
