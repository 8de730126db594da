"""Classifiers in the catalogue, and the step of the schema that brought them."""

import re
import sqlite3
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement, DropTable

from common.errors import QueryError
from indexers.catalogue import (
    Catalogue,
    Filter,
    NewItem,
    SavedClassifier,
    SavedWeights,
    current_version,
    recovery,
    version_2,
)
from indexers.catalogue.salvage import add_words, read_words
from indexers.catalogue.tables import Base

Make = Callable[..., NewItem]
VERSION_1 = Path(__file__).with_name("version_1.sql")
MOMENT = datetime(2020, 1, 1)  # noqa: DTZ001
LEARNED = SavedWeights("net", "abc", struct.pack("<3f", 1.0, -2.0, 0.5), 0.25, {"slope": 2.0})
DOGS = SavedClassifier(
    "dogs", "dogs", "svm", {"cost": 2.0}, ("net", "minilm"), "day", "#00ff00", 0.7, None, 3, 2,
    8, 9, (LEARNED,), MOMENT, MOMENT,
)  # fmt: skip


def test_a_classifier_comes_back_as_it_was(catalogue: Catalogue) -> None:
    made = SavedClassifier("both", operation={"kind": "and", "a": "dogs", "b": "x"})
    catalogue.save_classifier(DOGS)
    catalogue.save_classifier(made)
    assert catalogue.classifier(" dogs ") == DOGS
    assert [each.name for each in catalogue.classifiers()] == ["both", "dogs"]
    found = catalogue.classifier("both")
    assert found is not None
    assert (found.operation, found.label_set) == (made.operation, "")
    assert found.created_at is not None
    assert catalogue.classifier("cats") is None


def test_saving_again_replaces_all_of_it(catalogue: Catalogue) -> None:
    catalogue.save_classifier(DOGS)
    catalogue.save_classifier(replace(DOGS, threshold=0.1, weights=()))
    assert catalogue.classifiers() == [replace(DOGS, threshold=0.1, weights=())]
    catalogue.set_weights("dogs", [LEARNED], 7, 8, 99)
    found = catalogue.classifier("dogs")
    assert found is not None
    assert (found.positive, found.negative, found.last_label) == (7, 8, 99)
    assert found.weights == (LEARNED,)
    catalogue.set_applied({"dogs": 77, "nobody": 1})
    found = catalogue.classifier("dogs")
    assert found is not None
    assert found.last_item == 77
    catalogue.delete_classifier("dogs")
    assert catalogue.classifiers() == []
    assert catalogue.label_sets() == {"dogs": 0}


def test_names_are_unique_and_not_empty(catalogue: Catalogue) -> None:
    catalogue.save_classifier(DOGS)
    catalogue.save_classifier(replace(DOGS, name="cats"))
    with pytest.raises(QueryError, match="exists already"):
        catalogue.rename_classifier("dogs", "cats")
    with pytest.raises(QueryError, match="no classifier"):
        catalogue.rename_classifier("cows", "bulls")
    with pytest.raises(QueryError, match="no classifier"):
        catalogue.set_weights("cows", [], 0, 0, 0)
    for name in ("", " \x00 "):
        with pytest.raises(QueryError, match="name"):
            catalogue.save_classifier(replace(DOGS, name=name))
    catalogue.rename_classifier("dogs", "dogs")
    catalogue.rename_classifier("dogs", "hounds")
    found = catalogue.classifier("hounds")
    assert found is not None
    assert (found.label_set, found.weights) == ("dogs", (LEARNED,))


def test_what_was_shown_goes_and_comes_with_its_item(catalogue: Catalogue, make: Make) -> None:
    ids = catalogue.add_batch([make(n) for n in range(3)])
    catalogue.add_seen(ids, "dogs")
    catalogue.add_seen(ids[:1], "dogs")
    before = list(catalogue.canonical())
    catalogue.remove_items([ids[1]], removal="r")
    assert catalogue.seen("dogs") == [ids[0], ids[2]]
    catalogue.restore_items("r")
    assert list(catalogue.canonical()) == before
    catalogue.forget_seen([ids[0]], "dogs")
    assert catalogue.seen("dogs") == ids[1:]
    with pytest.raises(QueryError, match="no item"):
        catalogue.add_seen([99], "dogs")
    assert catalogue.seen() == []


def test_a_key_that_is_computed_is_a_filter_like_others(catalogue: Catalogue, make: Make) -> None:
    import numpy as np

    catalogue.add_batch([make(n) for n in range(6)])
    members = {"a": [1, 2, 3], "b": [3, 4]}
    catalogue.computed["classifier"] = lambda names: np.unique(
        np.array([item for name in names for item in members[name]], np.int64)
    )

    def found(*filters: Filter) -> list[int]:
        return [int(item) for item in catalogue.items_with(filters)]

    assert found(Filter("classifier", ("a", "b"))) == [1, 2, 3, 4]
    assert found(Filter("classifier", ("a", "b"), "all")) == [3]
    assert found(Filter("classifier", ("a",), "none")) == [4, 5, 6]
    assert found(Filter("classifier", ("a",)), Filter("genre", ("Comedy",))) == [1, 3]


def test_damaged_weights_are_found(catalogue: Catalogue) -> None:
    assert catalogue.integrity_problems() == []
    for damage in (b"123", b"", struct.pack("<2f", 1.0, float("nan"))):
        catalogue.save_classifier(replace(DOGS, weights=(replace(LEARNED, weights=damage),)))
        assert "“dogs”" in catalogue.integrity_problems()[0]


def test_classifiers_are_told_without_ids(catalogue: Catalogue) -> None:
    catalogue.save_classifier(DOGS)
    before = list(catalogue.canonical())
    catalogue.save_classifier(replace(DOGS, last_label=1, last_item=5, updated_at=None))
    assert list(catalogue.canonical()) == before
    catalogue.save_classifier(replace(DOGS, threshold=0.6))
    assert list(catalogue.canonical()) != before


def test_classifiers_are_carried_over_from_a_damaged_file(tmp_path: Path, make: Make) -> None:
    path, backups = tmp_path / "catalogue.db", tmp_path / "backups"
    with Catalogue.open(path, backups=backups) as catalogue:
        ids = catalogue.add_batch([make(n) for n in range(3)])
        catalogue.backup()
        catalogue.save_classifier(DOGS)
        catalogue.add_seen(ids[:2], "dogs")
    words = read_words(path)
    assert words.classifiers == [
        replace(DOGS, last_label=0, last_item=0, created_at=None, updated_at=None)
    ]
    [backup] = recovery.backups_in(backups)
    with Catalogue.open(backup) as restored:
        assert add_words(restored, words) == 1
        assert restored.classifiers()[0].weights == (LEARNED,)
        assert restored.seen("dogs") == ids[:2]
        assert add_words(restored, words) == 0


# -- the migration


def version_1(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1.read_text("utf-8"))
    connection.close()


def test_version_1_is_brought_up_to_date_with_a_backup(tmp_path: Path) -> None:
    path, backups = tmp_path / "catalogue.db", tmp_path / "backups"
    version_1(path)
    with Catalogue.open(path, backups=backups) as catalogue:
        now = current_version()
        assert catalogue.notices == [f"The library was brought from format 1 to {now}."]
        assert catalogue.schema_version() == now
        assert catalogue.classifiers() == []
        catalogue.save_classifier(replace(DOGS, label_set="default"))
        catalogue.add_seen([1])
        assert catalogue.restore_items("r1").items == (5,)
        assert catalogue.integrity_problems() == []
    [kept] = recovery.backups_in(backups)
    with sqlite3.connect(kept) as old:
        assert old.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone() == (
            "1",
        )
    with Catalogue.open(path) as again:
        assert again.notices == []
        assert [each.name for each in again.classifiers()] == ["dogs"]


def test_a_migrated_library_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    version_1(old)
    Catalogue.open(old, backups=tmp_path).close()
    Catalogue.open(new).close()

    def schema(path: Path) -> set[tuple[str, str, tuple[str, ...]]]:
        with sqlite3.connect(path) as connection:
            rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
            return {(name, *parts(" ".join(sql.replace('"', "").split()))) for name, sql in rows}

    def parts(sql: str) -> tuple[str, tuple[str, ...]]:
        """A column that was added stands behind the constraints, which changes nothing."""
        head, inside, tail = re.fullmatch(r"(.*?)\((.*)\)(.*)", sql + " ()").groups()  # type: ignore[union-attr]
        return f"{head} {tail}", tuple(sorted(re.split(r", (?![^()]*\))", inside)))

    assert schema(old) == schema(new)


def test_the_step_runs_on_both_databases(url: str) -> None:
    with Catalogue.open(url) as catalogue, catalogue._writing() as connection:
        for table in reversed(version_2.ADDED):
            connection.execute(DropTable(table))
        version_2.add_classifiers(connection)
        for table in version_2.ADDED:
            found = {each["name"] for each in inspect(connection).get_columns(table.name)}
            assert found == set(table.columns.keys())


@pytest.mark.parametrize("dialect", [sqlite.dialect, postgresql.dialect])
def test_the_step_makes_what_the_tables_of_today_say(dialect: Callable[[], Dialect]) -> None:
    def said(table: Table) -> list[str]:
        made: list[DDLElement] = [
            CreateTable(table),
            *map(CreateIndex, sorted(table.indexes, key=str)),
        ]
        return [str(each.compile(dialect=dialect())) for each in made]

    for frozen in version_2.ADDED:
        if frozen is version_2.CLASSIFIER:  # version 4 gives it more
            continue
        assert said(frozen) == said(Base.metadata.tables[frozen.name])
