"""Saved classifiers: named, labelled, re-opened next year; smart albums; operations on them."""

import logging
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.services.classifiers_files import ReadClassifier, read_exported
from app.services.classifiers_history import to_document
from app.services.classifiers_learning import check_learner, learn
from app.services.classifiers_reading import ClassifierReading
from app.services.classifiers_types import (
    COLOURS,
    ClassifierEntry,
    Operation,
    OperationResult,
)
from app.services.history_types import DEFAULT_SET
from common.errors import AppError, QueryError
from common.jobs import JobContext
from common.settings import Settings

if TYPE_CHECKING:
    from app.services.history import HistoryService
    from app.services.library import Library
    from indexers.catalogue.records import Filter, SavedClassifier

logger = logging.getLogger(__name__)


class ClassifierService(ClassifierReading):
    """Makes, trains, applies and combines the classifiers of a library; safe on any thread.

    What the user decides goes through the history and can be undone. What a classifier learned
    follows from its labels, and is kept so that it still works where the learner has changed.

    Args:
        library: the open library.
        settings: the user's settings; `models.image_encoder` is the encoder of a classifier that
            names no modality.
        history: where commands go.
    """

    def __init__(self, library: "Library", settings: Settings, history: "HistoryService") -> None:
        super().__init__(library)
        self._settings = settings
        self._history = history
        self._training = threading.Lock()

    # -- reading

    def entries(self, context: JobContext | None = None) -> list[ClassifierEntry]:
        """Return all classifiers by name, with their labels and members now."""
        context = context or JobContext()
        found = []
        for saved in self._library.catalogue.classifiers():
            context.step(0)
            found.append(self._entry(saved))
        return found

    # -- what the user decides

    def create(
        self,
        name: str,
        label_set: str = "",
        *,
        learner: str = "svm",
        options: Mapping[str, Any] | None = None,
        modalities: Sequence[str] = (),
        unit: str = "video",
        colour: str = "",
        threshold: float = 0.5,
        operation: Operation | None = None,
    ) -> "SavedClassifier":
        """Make a classifier, and let it learn if its label set has labels.

        Args:
            name: unique.
            label_set: whose labels it learns from; "" makes a set of its own.
            learner: "svm", "logistic", "rocchio" or "bayes".
            options: of the learner, as the fields of `LearnOptions`.
            modalities: encoders whose vectors it compares; none for the user's choice.
            unit: what operations group by at first: "video", "day" or "album".
            colour: "#rrggbb"; "" takes one that is free.
            threshold: score from which an item is a member, 0-1.
            operation: makes an album of what the operation finds; it has no labels of its own.

        Raises:
            QueryError: the name is empty or taken, or something else makes no sense.
            ReadOnlyLibraryError: the library is open for reading.
        """
        check_learner(learner, options or {})
        plain = name.strip()
        document: dict[str, Any] = {
            "learner": learner, "options": dict(options or {}), "modalities": list(modalities),
            "unit": unit, "colour": colour or self._free_colour(), "threshold": threshold,
        }  # fmt: skip
        if operation is None:
            document["label_set"] = label_set or self._free_set(plain)
        else:
            operation.check()
            self._check_operands(operation)
            document |= {"operation": operation.to_json(), "unit": operation.unit}
        title = f"Make the classifier “{plain}”"
        self._history.do("classifier.create", {"name": plain, "document": document}, title)
        return self.train(plain)

    def rename(self, name: str, new_name: str) -> None:
        """Give a classifier another name; operations that name it follow.

        Raises:
            QueryError: there is none of this name, or the new one is empty or taken.
            ReadOnlyLibraryError: the library is open for reading.
        """
        title = f"Rename “{name}” to “{new_name.strip()}”"
        self._history.do("classifier.rename", {"name": name, "to": new_name}, title)

    def duplicate(self, name: str, new_name: str = "") -> str:
        """Copy a classifier with its labels, and return the name of the copy.

        Raises:
            QueryError: there is none of this name, or the new one is taken.
            ReadOnlyLibraryError: the library is open for reading.
        """
        saved = self.get(name)
        plain = new_name.strip() or _free(f"{saved.name} copy", self.names())
        document, labels = to_document(saved), {}
        if saved.label_set:
            labels = self._library.catalogue.labels(saved.label_set)
            document |= {"label_set": self._free_set(plain), "last_label": -1}
        document["colour"] = self._free_colour()
        self._create(plain, document, labels, f"Duplicate “{saved.name}”")
        self.train(plain)
        return plain

    def delete(self, name: str) -> None:
        """Delete a classifier; its labels stay, under the name of its label set.

        Raises:
            QueryError: there is none of this name.
            ReadOnlyLibraryError: the library is open for reading.
        """
        self._history.do("classifier.delete", {"name": name}, f"Delete the classifier “{name}”")

    def change(self, name: str, /, **changes: Any) -> "SavedClassifier":
        """Change the learner, options, modalities, unit, colour, threshold or operation.

        Raises:
            QueryError: there is none of this name, or a value makes no sense.
            ReadOnlyLibraryError: the library is open for reading.
        """
        saved = self.get(name)
        if changes.keys() & {"learner", "options"}:
            check_learner(
                changes.get("learner", saved.learner), changes.get("options", saved.options)
            )
        operation = changes.get("operation")
        if isinstance(operation, Operation):
            operation.check()
            self._check_operands(operation, (saved.name,))
            changes["operation"] = operation.to_json()
        shown = ", ".join(sorted(changes))
        payload = {"name": saved.name, "changes": changes}
        self._history.do("classifier.change", payload, f"Change the {shown} of “{saved.name}”")
        return self.train(saved.name)

    # -- learning and applying

    def train(
        self,
        name: str,
        context: JobContext | None = None,  # noqa: ARG002 - lets it be submitted as a job
        *,
        force: bool = False,
    ) -> "SavedClassifier":
        """Let a classifier learn from its labels, if it has not learned from all of them.

        Args:
            name: of the classifier.
            context: unused.
            force: even if no label is new, since an encoder is.

        Raises:
            QueryError: there is none of this name, or no marked item can be learned from.
        """
        with self._training:
            saved = self.get(name)
            if saved.operation is not None or self._library.is_read_only:
                return saved
            last = self._library.catalogue.last_label(saved.label_set)
            labels = self._library.catalogue.labels(saved.label_set)
            positive = sum(1 for value in labels.values() if value > 0)
            negative = len(labels) - positive
            # The labels of an item that was removed went with it, whatever the latest one is.
            known = (saved.positive, saved.negative, saved.last_label)
            if known == (positive, negative, last) and not force:
                return saved
            learned = learn(self._library, saved, labels, self._settings.models.image_encoder)
            self._library.catalogue.set_weights(saved.name, learned, positive, negative, last)
            return self.get(name)

    def apply(self, context: JobContext | None = None) -> dict[str, int]:
        """Apply all classifiers to what is new, and learn anew where labels or an encoder changed.

        Returns:
            Classifier -> how many items that came since the last time are members; only those
            that gained any.
        """
        context = context or JobContext()
        ids = self._library.catalogue.ids()
        latest = int(ids[-1]) if len(ids) else 0
        gained, applied = {}, {}
        for saved in self._library.catalogue.classifiers():
            context.step(0)
            try:
                items, _ = self._scores.ranked(self._fresh(saved).name)
            except AppError as error:
                logger.info("“%s” is not applied: %s", saved.name, error)
                continue
            if saved.last_item != latest:
                applied[saved.name] = latest
            count = int((items > saved.last_item).sum()) if saved.last_item else 0
            if count:
                gained[saved.name] = count
        if not self._library.is_read_only:
            self._library.catalogue.set_applied(applied)
        return gained

    # -- operations

    def operate(
        self,
        operation: Operation,
        context: JobContext | None = None,
        filters: "Sequence[Filter]" = (),
    ) -> OperationResult:
        """Return the videos, days or albums that an operation finds; see page().

        Args:
            operation: what to combine and how; its operands learn first where labels are new.
            context: reports and cancels.
            filters: only scenes that pass all count.

        Raises:
            QueryError: the operation makes no sense, or an operand is gone or cannot tell.
        """
        operation.check()
        for name in dict.fromkeys(operation.names()):
            self.train(name)
        allowed = self._library.catalogue.items_with(filters) if filters else None
        return self._scores.operate(operation, allowed=allowed, context=context)

    # -- files

    def import_(self, value: Any, name: str = "") -> tuple[str, int]:
        """Make the classifier that export() wrote down, with those it is made of.

        Args:
            value: JSON types.
            name: to give it; "" keeps its own, made unique.

        Returns:
            Its name, and how many labels were left out as this library lacks their items.

        Raises:
            QueryError: it is none, or the name is taken.
            ReadOnlyLibraryError: the library is open for reading.
        """
        read = read_exported(self._library, value)
        for part in read.parts:
            if part.name not in self.names():
                self._import(part, part.name)
        plain = name.strip() or _free(read.name, self.names())
        self._import(read, plain)
        return plain, read.unknown

    # -- inside

    def _entry(self, saved: "SavedClassifier") -> ClassifierEntry:
        labels = self._library.catalogue.labels(saved.label_set) if saved.label_set else {}
        positive = sum(1 for value in labels.values() if value > 0)
        try:
            members = len(self._scores.ranked(self._fresh(saved).name)[0])
        except AppError as error:
            return ClassifierEntry(saved, positive, len(labels) - positive, None, str(error))
        return ClassifierEntry(self.get(saved.name), positive, len(labels) - positive, members)

    def _fresh(self, saved: "SavedClassifier") -> "SavedClassifier":
        """Return a classifier that learned from all its labels and from the vectors there are."""
        trained = self.train(saved.name)
        if trained.operation is not None or not trained.weights or self._library.is_read_only:
            return trained
        try:
            self._scores.scored(trained)
        except QueryError:
            return self.train(saved.name, force=True)
        return trained

    def _check_operands(self, operation: Operation, path: tuple[str, ...] = ()) -> None:
        """Check that operands exist and that nothing would be made of itself.

        Raises:
            QueryError: one is missing, or is made of what it shall be part of.
        """
        for name in operation.names():
            if name in path:
                raise QueryError(f"“{name}” would be made of itself.", hint="Choose another one.")
            saved = self.get(name)
            if saved.operation is not None:
                self._check_operands(Operation.from_json(saved.operation), (*path, name))

    def _create(
        self, name: str, document: Mapping[str, Any], labels: Mapping[int, int], title: str
    ) -> None:
        payload = {
            "name": name,
            "document": dict(document),
            "labels": {str(item): value for item, value in labels.items()},
        }
        self._history.do("classifier.create", payload, title)

    def _import(self, read: ReadClassifier, name: str) -> None:
        document = dict(read.document)
        if document["operation"] is None:
            document |= {"label_set": self._free_set(name), "last_label": -1}
        self._create(name, document, read.labels, f"Import the classifier “{name}”")
        saved = self.get(name)
        if saved.operation is None and read.unknown and self._can_apply(saved):
            # It learned from more than is known here: what it learned stays.
            positive = sum(1 for value in read.labels.values() if value > 0)
            last = self._library.catalogue.last_label(saved.label_set)
            self._library.catalogue.set_weights(
                name, saved.weights, positive, len(read.labels) - positive, last
            )
        self.train(name)

    def _can_apply(self, saved: "SavedClassifier") -> bool:
        try:
            self._scores.scored(saved)
        except QueryError:
            return False
        return True

    def _free_set(self, name: str) -> str:
        """Return the name of a label set that nobody uses."""
        used = {DEFAULT_SET, *self._library.catalogue.label_sets()}
        return _free(name or "labels", used)

    def _free_colour(self) -> str:
        """Return the colour that fewest classifiers have."""
        used = [saved.colour for saved in self._library.catalogue.classifiers()]
        return min(COLOURS, key=lambda one: (used.count(one), COLOURS.index(one)))


def _free(name: str, used: "Sequence[str] | set[str]") -> str:
    """Return name, with a number behind it if it is used."""
    if name not in used:
        return name
    return next(made for n in range(2, len(used) + 3) if (made := f"{name} {n}") not in used)
