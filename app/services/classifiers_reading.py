"""What saved classifiers hold and say, and what was shown for them; changes nothing else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.services.classifiers_files import export_classifier
from app.services.classifiers_pages import describe, result_list
from app.services.classifiers_types import Group, OperationResult, ScoreCurve
from app.services.history_types import DEFAULT_SET
from common.errors import QueryError
from common.jobs import JobContext
from common.values import Hit, ResultList

if TYPE_CHECKING:
    from app.services.library import Library
    from indexers.catalogue.records import SavedClassifier

SHOWN = 2000  # members in a list


class ClassifierReading:
    """The part of the classifier service that reads.

    Args:
        library: the open library.
    """

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._scores = library.scores

    def names(self) -> list[str]:
        """Return the names of all classifiers, sorted."""
        return [saved.name for saved in self._library.catalogue.classifiers()]

    def get(self, name: str) -> "SavedClassifier":
        """Return the classifier called name.

        Raises:
            QueryError: there is none; lists those there are.
        """
        return self._scores.saved(name)

    def members(self, name: str) -> list[int]:
        """Return the members of a classifier, best first.

        Raises:
            QueryError: there is none of this name, or it cannot tell, and why.
        """
        items, _ = self._scores.ranked(name)
        return [int(item) for item in items]

    def curve(self, name: str) -> ScoreCurve:
        """Return how many members a classifier has at each threshold.

        Raises:
            QueryError: as for members(), or it is made of others and has no threshold.
        """
        saved = self.get(name)
        if saved.operation is not None:
            raise QueryError(
                f"“{name}” is made of others and has no threshold.",
                hint="Change the thresholds of those.",
            )
        return self._scores.curve(saved)

    def results(self, name: str, k: int = SHOWN) -> ResultList:
        """Return the members of a classifier as a list, best first.

        Raises:
            QueryError: as for members().
        """
        items, scores = self._scores.ranked(name)
        starts = {one.id: one.start_s for one in self._library.catalogue.items(items[:k].tolist())}
        hits = tuple(
            Hit(item, float(score), start_s=starts[item])
            for item, score in zip(items[:k].tolist(), scores[:k], strict=True)
            if item in starts
        )
        return ResultList(name, hits, len(items))

    def page(
        self, result: OperationResult, number: int = 0, context: JobContext | None = None
    ) -> list[Group]:
        """Return ten groups of a result, with their names, keyframes and counts.

        Args:
            result: of operate().
            number: of the page, from 0; none beyond the last one.
            context: cancels.
        """
        return describe(self._library, result, number, context or JobContext())

    def result_list(self, result: OperationResult, limit: int = SHOWN) -> ResultList:
        """Return the scenes of a result as a list for all panels, group by group, best first."""
        return result_list(self._library, result, limit)

    def export(self, name: str) -> dict[str, Any]:
        """Return a classifier as JSON types, with its labels by the identity of their items.

        Raises:
            QueryError: there is none of this name.
        """
        return export_classifier(self._library, name)

    def forget(self) -> None:
        """Compute scores and groups anew: items have other facts or vectors than before."""
        self._scores.forget()

    # -- what was shown

    def seen(self, label_set: str = DEFAULT_SET) -> list[int]:
        """Return the items that were shown for a label set, ascending."""
        return self._library.catalogue.seen(label_set)

    def mark_seen(self, items: Sequence[int], label_set: str = DEFAULT_SET) -> None:
        """Note that items were shown for a label set, so that they need not come again.

        Raises:
            ReadOnlyLibraryError: the library is open for reading.
        """
        self._library.catalogue.add_seen(items, label_set)

    def forget_seen(self, label_set: str = DEFAULT_SET) -> None:
        """Let everything be shown again for a label set.

        Raises:
            ReadOnlyLibraryError: the library is open for reading.
        """
        self._library.catalogue.forget_seen(None, label_set)
