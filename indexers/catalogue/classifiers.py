"""Classifiers and what was shown for them; each write is on disk before its call returns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from common.errors import QueryError
from indexers.catalogue.labels import require_items
from indexers.catalogue.ownership import number_of, numbered, visible
from indexers.catalogue.owning import Owning
from indexers.catalogue.records import SavedClassifier, SavedWeights
from indexers.catalogue.sql import chunks, upsert
from indexers.catalogue.types import clean_text
from indexers.catalogue.user_tables import ClassifierRow, ClassifierWeights, LabelSet, SeenItem

_WEIGHTS = ("modality", "version", "weights", "bias", "calibration")
_PLAIN = (
    "name", "learner", "options", "modalities", "unit", "colour", "threshold", "operation",
    "positive", "negative", "last_label", "last_item",
)  # fmt: skip


class Classifiers(Owning):
    """The part of the catalogue that keeps classifiers."""

    def classifiers(self) -> list[SavedClassifier]:
        """Return all classifiers by name."""
        with self._reading() as connection:
            return read_classifiers(connection, self.person)

    def classifier(self, name: str) -> SavedClassifier | None:
        """Return the classifier called name, None if there is none."""
        with self._reading() as connection:
            found = read_classifiers(connection, self.person, [clean_text(name).strip()])
        return found[0] if found else None

    def save_classifier(self, classifier: SavedClassifier, *, seen: int | None = None) -> None:
        """Write a classifier; one of the same name is replaced, with its weights.

        Args:
            classifier: all of it.
            seen: its version() when it was shown; None asks for no check.

        Raises:
            ConflictError: somebody has changed it since.
            QueryError: it has no name.
        """
        name = _required(classifier.name)
        values = {field: getattr(classifier, field) for field in _PLAIN} | {
            "name": name,
            "options": dict(classifier.options),
            "modalities": list(classifier.modalities),
        }
        with self._noting(durable=True, touches="classifiers") as connection:
            self._require_seen(connection, ClassifierRow, name, seen)
            now = self._backend.now(connection)
            values["created_at"] = classifier.created_at or now
            values["updated_at"] = classifier.updated_at or now
            labels = clean_text(classifier.label_set).strip()
            values["label_set_id"] = (
                numbered(connection, LabelSet, labels, self.person) if labels else None
            )
            number = number_of(connection, ClassifierRow, name, self.person)
            if number is None:
                connection.execute(insert(ClassifierRow), values | {"owner": self.person})
                number = number_of(connection, ClassifierRow, name, self.person)
            else:
                row = update(ClassifierRow).where(ClassifierRow.id == number)
                connection.execute(row.values(values))
                self._touch(connection, ClassifierRow, number)
            _write_weights(connection, number or 0, classifier.weights)

    def set_weights(
        self,
        name: str,
        weights: Sequence[SavedWeights],
        positive: int,
        negative: int,
        last_label: int,
    ) -> None:
        """Keep what a classifier learned, from how many labels, and the number of the latest.

        Raises:
            QueryError: there is no such classifier.
        """
        learned: dict[str, Any] = {
            "positive": positive,
            "negative": negative,
            "last_label": last_label,
        }
        with self._noting(durable=True, touches="classifiers") as connection:
            number = _existing(connection, name, self.person)
            learned["updated_at"] = self._backend.now(connection)
            connection.execute(
                update(ClassifierRow).where(ClassifierRow.id == number).values(learned)
            )
            _write_weights(connection, number, weights)

    def set_applied(self, last_items: Mapping[str, int]) -> None:
        """Note up to which item each of some classifiers was applied; unknown ones are ignored."""
        if last_items:
            with self._noting() as connection:
                for name, item in last_items.items():
                    number = number_of(connection, ClassifierRow, clean_text(name), self.person)
                    row = update(ClassifierRow).where(ClassifierRow.id == number)
                    connection.execute(row.values(last_item=item))

    def rename_classifier(self, name: str, new_name: str) -> None:
        """Give a classifier another name; its label set keeps its own.

        Raises:
            QueryError: there is none of this name, or one has the new name already.
        """
        new = _required(new_name)
        with self._noting(durable=True, touches="classifiers") as connection:
            number = _existing(connection, name, self.person)
            if number_of(connection, ClassifierRow, new, self.person) not in {None, number}:
                raise QueryError(f"“{new}” exists already.", hint="Choose another name.")
            connection.execute(
                update(ClassifierRow).where(ClassifierRow.id == number).values(name=new)
            )
            self._touch(connection, ClassifierRow, number)

    def delete_classifier(self, name: str) -> None:
        """Delete a classifier; its labels stay."""
        with self._noting(durable=True, touches="classifiers") as connection:
            number = number_of(connection, ClassifierRow, clean_text(name).strip(), self.person)
            connection.execute(delete(ClassifierRow).where(ClassifierRow.id == number))

    # -- what was shown

    def seen(self, label_set: str = "default") -> list[int]:
        """Return the items that were shown for a label set, ascending."""
        query = select(SeenItem.item_id).join(LabelSet, LabelSet.id == SeenItem.label_set_id)
        query = query.where(
            LabelSet.name == clean_text(label_set).strip(), visible(LabelSet, self.person)
        )
        with self._reading() as connection:
            return list(connection.execute(query.order_by(SeenItem.item_id)).scalars())

    def add_seen(self, items: Sequence[int], label_set: str = "default") -> None:
        """Note that items were shown for a label set.

        Raises:
            QueryError: an item is not in the library, or the set has no name.
        """
        wanted = dict.fromkeys(int(item) for item in items)
        with self._noting() as connection:
            number = numbered(connection, LabelSet, _required(label_set), self.person)
            require_items(connection, wanted)
            rows = [{"label_set_id": number, "item_id": item} for item in wanted]
            if rows:
                connection.execute(upsert(SeenItem), rows)

    def forget_seen(self, items: Sequence[int] | None = None, label_set: str = "default") -> None:
        """Let items be shown again for a label set; None stands for all."""
        name = clean_text(label_set).strip()
        with self._noting() as connection:
            number = number_of(connection, LabelSet, name, self.person)
            gone = delete(SeenItem).where(SeenItem.label_set_id == number)
            if items is None:
                connection.execute(gone)
                return
            for part in chunks(sorted({int(item) for item in items})):
                connection.execute(gone.where(SeenItem.item_id.in_(part)))


def read_classifiers(
    connection: Connection, person: str | None, names: Iterable[str] | None = None
) -> list[SavedClassifier]:
    """Return classifiers by name, all of them for None.

    Args:
        connection: open.
        person: who looks; None for everybody's.
        names: which.
    """
    query = select(ClassifierRow.__table__, LabelSet.name.label("label_set")).join(
        LabelSet, LabelSet.id == ClassifierRow.label_set_id, isouter=True
    )
    if person is not None:
        query = query.where(visible(ClassifierRow, person))
    learned = select(ClassifierWeights.__table__)
    if names is not None:
        wanted = list(names)
        query = query.where(ClassifierRow.name.in_(wanted))
        numbers = select(ClassifierRow.id).where(ClassifierRow.name.in_(wanted))
        learned = learned.where(ClassifierWeights.classifier_id.in_(numbers))
    weights: dict[int, list[SavedWeights]] = {}
    for row in connection.execute(learned.order_by(ClassifierWeights.modality)):
        entry = SavedWeights(*(getattr(row, name) for name in _WEIGHTS))
        weights.setdefault(row.classifier_id, []).append(entry)
    return [
        _saved(row, tuple(weights.get(row.id, ())))
        for row in connection.execute(query.order_by(ClassifierRow.name)).all()
    ]


def _saved(row: Any, weights: tuple[SavedWeights, ...]) -> SavedClassifier:
    values = {name: getattr(row, name) for name in _PLAIN}
    values["modalities"] = tuple(values["modalities"])
    return SavedClassifier(
        **values,
        label_set=row.label_set or "",
        weights=weights,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _write_weights(connection: Connection, number: int, weights: Sequence[SavedWeights]) -> None:
    """Replace the weights of a classifier."""
    connection.execute(delete(ClassifierWeights).where(ClassifierWeights.classifier_id == number))
    if weights:
        connection.execute(
            insert(ClassifierWeights),
            [
                {"classifier_id": number} | {name: getattr(each, name) for name in _WEIGHTS}
                for each in weights
            ],
        )


def _existing(connection: Connection, name: str, person: str) -> int:
    """Return the number of a classifier.

    Raises:
        QueryError: there is none of this name.
    """
    plain = clean_text(name).strip()
    if (number := number_of(connection, ClassifierRow, plain, person)) is None:
        raise QueryError(f"There is no classifier “{name}”.", hint="Choose one from the list.")
    return number


def _required(name: str) -> str:
    """Return a name as it is stored.

    Raises:
        QueryError: it is empty.
    """
    if not (plain := clean_text(name).strip()):
        raise QueryError("A name is needed.", hint="Type a name.")
    return plain
