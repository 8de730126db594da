"""Classifiers and what was shown for them; each write is on disk before its call returns."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from common.errors import QueryError
from indexers.catalogue.labels import numbered_set, require_items
from indexers.catalogue.records import SavedClassifier, SavedWeights
from indexers.catalogue.sql import chunks, upsert
from indexers.catalogue.store import Store
from indexers.catalogue.types import clean_text
from indexers.catalogue.user_tables import ClassifierRow, ClassifierWeights, LabelSet, SeenItem

_WEIGHTS = ("modality", "version", "weights", "bias", "calibration")
_PLAIN = (
    "name", "learner", "options", "modalities", "unit", "colour", "threshold", "operation",
    "positive", "negative", "last_label", "last_item",
)  # fmt: skip


class Classifiers(Store):
    """The part of the catalogue that keeps classifiers."""

    def classifiers(self) -> list[SavedClassifier]:
        """Return all classifiers by name."""
        with self._reading() as connection:
            return read_classifiers(connection)

    def classifier(self, name: str) -> SavedClassifier | None:
        """Return the classifier called name, None if there is none."""
        with self._reading() as connection:
            found = read_classifiers(connection, [clean_text(name).strip()])
        return found[0] if found else None

    def save_classifier(self, classifier: SavedClassifier) -> None:
        """Write a classifier; one of the same name is replaced, with its weights.

        Raises:
            QueryError: it has no name.
        """
        name = _required(classifier.name)
        now = datetime.now(UTC)
        values = {field: getattr(classifier, field) for field in _PLAIN} | {
            "name": name,
            "options": dict(classifier.options),
            "modalities": list(classifier.modalities),
            "created_at": classifier.created_at or now,
            "updated_at": classifier.updated_at or now,
        }
        with self._noting(durable=True) as connection:
            labels = clean_text(classifier.label_set).strip()
            values["label_set_id"] = numbered_set(connection, labels) if labels else None
            number = _number(connection, name)
            if number is None:
                connection.execute(insert(ClassifierRow), values)
                number = _number(connection, name)
            else:
                row = update(ClassifierRow).where(ClassifierRow.id == number)
                connection.execute(row.values(values))
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
        learned = {
            "positive": positive,
            "negative": negative,
            "last_label": last_label,
            "updated_at": datetime.now(UTC),
        }
        with self._noting(durable=True) as connection:
            number = _existing(connection, name)
            connection.execute(
                update(ClassifierRow).where(ClassifierRow.id == number).values(learned)
            )
            _write_weights(connection, number, weights)

    def set_applied(self, last_items: Mapping[str, int]) -> None:
        """Note up to which item each of some classifiers was applied; unknown ones are ignored."""
        if last_items:
            with self._noting() as connection:
                for name, item in last_items.items():
                    row = update(ClassifierRow).where(ClassifierRow.name == clean_text(name))
                    connection.execute(row.values(last_item=item))

    def rename_classifier(self, name: str, new_name: str) -> None:
        """Give a classifier another name; its label set keeps its own.

        Raises:
            QueryError: there is none of this name, or one has the new name already.
        """
        new = _required(new_name)
        with self._noting(durable=True) as connection:
            number = _existing(connection, name)
            if _number(connection, new) not in {None, number}:
                raise QueryError(f"“{new}” exists already.", hint="Choose another name.")
            connection.execute(
                update(ClassifierRow).where(ClassifierRow.id == number).values(name=new)
            )

    def delete_classifier(self, name: str) -> None:
        """Delete a classifier; its labels stay."""
        with self._noting(durable=True) as connection:
            plain = clean_text(name).strip()
            connection.execute(delete(ClassifierRow).where(ClassifierRow.name == plain))

    # -- what was shown

    def seen(self, label_set: str = "default") -> list[int]:
        """Return the items that were shown for a label set, ascending."""
        query = select(SeenItem.item_id).join(LabelSet, LabelSet.id == SeenItem.label_set_id)
        query = query.where(LabelSet.name == clean_text(label_set).strip())
        with self._reading() as connection:
            return list(connection.execute(query.order_by(SeenItem.item_id)).scalars())

    def add_seen(self, items: Sequence[int], label_set: str = "default") -> None:
        """Note that items were shown for a label set.

        Raises:
            QueryError: an item is not in the library, or the set has no name.
        """
        wanted = dict.fromkeys(int(item) for item in items)
        with self._noting() as connection:
            number = numbered_set(connection, _required(label_set))
            require_items(connection, wanted)
            rows = [{"label_set_id": number, "item_id": item} for item in wanted]
            if rows:
                connection.execute(upsert(SeenItem), rows)

    def forget_seen(self, items: Sequence[int] | None = None, label_set: str = "default") -> None:
        """Let items be shown again for a label set; None stands for all."""
        name = clean_text(label_set).strip()
        number = select(LabelSet.id).where(LabelSet.name == name).scalar_subquery()
        gone = delete(SeenItem).where(SeenItem.label_set_id == number)
        with self._noting() as connection:
            if items is None:
                connection.execute(gone)
                return
            for part in chunks(sorted({int(item) for item in items})):
                connection.execute(gone.where(SeenItem.item_id.in_(part)))


def read_classifiers(
    connection: Connection, names: Iterable[str] | None = None
) -> list[SavedClassifier]:
    """Return classifiers by name, all of them for None."""
    query = select(ClassifierRow.__table__, LabelSet.name.label("label_set")).join(
        LabelSet, LabelSet.id == ClassifierRow.label_set_id, isouter=True
    )
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


def _number(connection: Connection, name: str) -> int | None:
    query = select(ClassifierRow.id).where(ClassifierRow.name == clean_text(name).strip())
    return connection.execute(query).scalar_one_or_none()


def _existing(connection: Connection, name: str) -> int:
    """Return the number of a classifier.

    Raises:
        QueryError: there is none of this name.
    """
    if (number := _number(connection, name)) is None:
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
