"""Several people and several processes on one catalogue; the step to version 4."""

import queue
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from common.errors import ConflictError, QueryError
from indexers.catalogue import Catalogue, Filter, NewItem, SavedClassifier, version_4
from indexers.catalogue.listening import Change
from indexers.catalogue.tables import Base

Make = Callable[..., NewItem]
HERE = Path(__file__).parent
WAIT_S = 20


# -- from version 3


def old_library(url: str) -> None:
    """Make a library as version 3 wrote it."""
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as plain:
            plain.executescript((HERE / "version_3.sql").read_text("utf-8"))
        plain.close()
        return
    engine = create_engine(url)
    with engine.begin() as connection:
        script = (HERE / "version_3_postgresql.sql").read_text("utf-8")
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(script)
    engine.dispose()


def test_a_library_of_version_3_opens(url: str, tmp_path: Path) -> None:
    old_library(url)
    with Catalogue.open(url, backups=tmp_path / "backups") as catalogue:
        assert catalogue.notices == ["The library was brought from format 3 to 4."]
        assert catalogue.integrity_problems() == []
        assert catalogue.labels() == {1: 1, 2: -1}
        assert catalogue.labels("boats") == {3: 1}
        assert (catalogue.seen(), catalogue.seen("boats")) == ([1, 2, 4], [3])
        assert catalogue.bucket_items("box") == [2, 3]
        assert catalogue.watchlist_items("later") == [4, 1]
        [dogs] = catalogue.classifiers()
        assert (dogs.name, dogs.label_set, dogs.weights[0].weights) == ("dogs", "boats", b"1234")
        assert [command.name for command in catalogue.commands()] == ["label", "item.remove"]
        assert catalogue.restore_items("r").items == (5,)
        assert catalogue.watchlist_items("later") == [4, 1, 5]
        assert len(catalogue.search_text("harbour café")) == 5
        catalogue.add_to_bucket("new", [1])  # numbers go on where they were
        catalogue.set_label(4, 1)
        assert catalogue.buckets() == {"box": 2, "new": 1}
        assert catalogue.integrity_problems() == []
    with Catalogue.open(url) as again:
        assert again.notices == []


def test_the_step_gives_what_a_new_library_has(
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    old_library(url)
    if url.startswith("sqlite"):
        new = f"sqlite:///{tmp_path / 'new.db'}"
    else:
        server = request.getfixturevalue("postgres")
        new = server.url(server.create()).render_as_string(hide_password=False)
    shapes = []
    for address in (url, new):
        with Catalogue.open(address) as catalogue, catalogue._reading() as connection:
            about = inspect(connection)
            shapes.append(
                {
                    name: (
                        {each["name"]: str(each["type"]) for each in about.get_columns(name)},
                        sorted(str(each["column_names"]) for each in about.get_indexes(name)),
                        sorted(
                            (each["name"] or "", tuple(each["column_names"]))
                            for each in about.get_unique_constraints(name)
                        ),
                        sorted(str(each["options"]) for each in about.get_foreign_keys(name)),
                    )
                    for name in Base.metadata.tables
                }
            )
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("dialect", [sqlite.dialect, postgresql.dialect])
def test_the_step_makes_what_the_tables_of_today_say(dialect: Callable[[], Dialect]) -> None:
    def said(table: object) -> list[str]:
        made = str(CreateTable(table).compile(dialect=dialect()))  # type: ignore[arg-type]
        indexes = sorted(table.indexes, key=str)  # type: ignore[attr-defined]
        lines = sorted(line.strip(" \t,") for line in made.splitlines())
        return [*lines, *(str(CreateIndex(each).compile(dialect=dialect())) for each in indexes)]

    for frozen in version_4.OWNED:
        assert said(frozen) == said(Base.metadata.tables[frozen.name])


# -- people


@pytest.fixture
def people(postgres_url: str, make: Make) -> Iterator[tuple[Catalogue, Catalogue]]:
    """The catalogue as Anna and as Ben have it open, each in a process of his own, as it were."""
    with (
        Catalogue.open(postgres_url, person="anna") as anna,
        Catalogue.open(postgres_url, person="ben") as ben,
    ):
        anna.add_batch([make(n) for n in range(6)])
        yield anna, ben


def test_each_has_his_own(people: tuple[Catalogue, Catalogue]) -> None:
    anna, ben = people
    anna.set_label(1, 1)
    ben.set_label(1, -1)
    for at, catalogue in enumerate(people):
        catalogue.add_to_bucket("box", [1 + at])
        catalogue.set_watchlist("later", [3 + at, 1])
        catalogue.add_seen([2 + at])
        catalogue.save_classifier(SavedClassifier("dogs", f"dogs {at}"))
        catalogue.add_command("label", at, at)
    for at, catalogue in enumerate(people):
        mark = (1, -1)[at]
        assert catalogue.labels() == {1: mark}
        assert catalogue.item(1).labels == {"default": mark}
        assert catalogue.label_sets() == {"default": 1, f"dogs {at}": 0}
        assert catalogue.bucket_items("box") == [1 + at]
        assert catalogue.watchlist_items("later") == [3 + at, 1]
        assert catalogue.seen() == [2 + at]
        assert [each.label_set for each in catalogue.classifiers()] == [f"dogs {at}"]
        assert [each.forward for each in catalogue.commands()] == [at]
        assert catalogue.items_with([Filter("bucket", ("box",))]).tolist() == [1 + at]
        assert catalogue.items_with([Filter("label", (str(mark),))]).tolist() == [1]
    anna.clear_commands()
    anna.delete_bucket("box")
    assert len(ben.commands()) == 1
    assert ben.buckets() == {"box": 1}


def test_what_is_shared_is_seen_by_all(people: tuple[Catalogue, Catalogue]) -> None:
    anna, ben = people
    anna.add_to_bucket("box", [1])
    anna.set_label(1, 1, "boats")
    anna.share("bucket", "box")
    anna.share("labels", "boats")
    ben.add_to_bucket("box", [2])
    ben.set_label(2, -1, "boats")
    assert anna.bucket_items("box") == ben.bucket_items("box") == [1, 2]
    assert anna.labels("boats") == ben.labels("boats") == {1: 1, 2: -1}
    assert ben.owners("bucket") == {"box": ""}
    ben.unshare("bucket", "box")
    assert anna.buckets() == {}
    anna.add_to_bucket("box", [5])
    with pytest.raises(QueryError, match="Another person has a “box”"):
        ben.share("bucket", "box")
    with pytest.raises(QueryError, match="no “nothing”"):
        ben.share("watchlist", "nothing")
    anna.add_to_bucket("pile", [1])
    anna.share("bucket", "pile")
    with pytest.raises(QueryError, match="exists already"):
        anna.rename_bucket("pile", "box")  # hers, and Ben has one too


def test_what_comes_back_comes_back_to_its_owner(people: tuple[Catalogue, Catalogue]) -> None:
    anna, ben = people
    for at, catalogue in enumerate(people):
        catalogue.add_to_bucket("box", [1, 2 + at])
        catalogue.set_watchlist("later", [3 + at, 1, 5])
        catalogue.set_label(1, (1, -1)[at])
    anna.remove_items([1], removal="r")
    assert ben.bucket_items("box") == [3]
    anna.restore_items("r")
    assert [each.bucket_items("box") for each in people] == [[1, 2], [1, 3]]
    assert [each.watchlist_items("later") for each in people] == [[3, 1, 5], [4, 1, 5]]
    assert [each.labels() for each in people] == [{1: 1}, {1: -1}]


# -- two edit one thing


def test_the_later_of_two_sees_what_the_earlier_did(
    people: tuple[Catalogue, Catalogue],
) -> None:
    anna, ben = people
    anna.set_watchlist("later", [1, 2, 3])
    anna.share("watchlist", "later")
    seen = anna.version("watchlist", "later")
    assert ben.version("watchlist", "later") == seen
    anna.set_watchlist("later", [3, 2, 1], seen=seen)
    with pytest.raises(ConflictError, match="anna has changed “later”") as caught:
        ben.set_watchlist("later", [2, 1, 3], seen=seen)
    assert (caught.value.by, caught.value.theirs) == ("anna", (3, 2, 1))
    assert ben.watchlist_items("later") == [3, 2, 1]
    ben.set_watchlist("later", [2, 1, 3], seen=caught.value.version)  # he decides for his own
    assert anna.watchlist_items("later") == [2, 1, 3]
    with pytest.raises(ConflictError, match="ben has changed"):
        anna.delete_watchlist("later", seen=seen)
    with pytest.raises(ConflictError, match="ben has changed"):
        anna.rename_watchlist("later", "soon", seen=seen)
    ben.delete_watchlist("later")
    with pytest.raises(ConflictError, match="deleted “later”") as caught:
        anna.set_watchlist("later", [1], seen=seen)
    anna.set_watchlist("later", [1], seen=caught.value.version)
    assert anna.watchlist_items("later") == [1]


def test_two_label_one_item_otherwise(people: tuple[Catalogue, Catalogue]) -> None:
    anna, ben = people
    anna.set_label(4, 1, "boats")
    anna.share("labels", "boats")
    anna.set_labels({1: 1, 2: 1}, "boats", seen={1: 0, 2: 0})
    with pytest.raises(ConflictError, match="anna has changed “boats”") as caught:
        ben.set_labels({1: -1, 2: 1, 3: 1}, "boats", seen={1: 0, 2: 0, 3: 0})
    assert caught.value.theirs == {1: 1}
    assert anna.labels("boats") == {1: 1, 2: 1, 4: 1}  # nothing of it was written
    ben.set_labels({1: -1, 2: 1, 3: 1}, "boats", seen=anna.labels("boats"))
    assert anna.labels("boats") == {1: -1, 2: 1, 3: 1, 4: 1}


def test_classifiers_have_versions(people: tuple[Catalogue, Catalogue]) -> None:
    anna, ben = people
    anna.save_classifier(SavedClassifier("dogs"))
    anna.share("classifier", "dogs")
    dogs = ben.version("classifier", "dogs")
    anna.save_classifier(SavedClassifier("dogs", colour="red"), seen=dogs)
    with pytest.raises(ConflictError):
        ben.save_classifier(SavedClassifier("dogs", colour="blue"), seen=dogs)
    assert [each.colour for each in ben.classifiers()] == ["red"]


# -- news


def next_of(news: "queue.Queue[Change]", wanted: Callable[[Change], bool]) -> Change:
    while True:
        change = news.get(timeout=WAIT_S)
        if wanted(change):
            return change


def test_others_hear_what_changed(people: tuple[Catalogue, Catalogue], make: Make) -> None:
    anna, ben = people
    news: queue.Queue[Change] = queue.Queue()
    with ExitStack() as stack:
        stack.callback(ben.on_changed(news.put))
        assert news.get(timeout=WAIT_S).touched == "everything"  # it listens from here on
        before = ben.revision()
        anna.set_label(1, 1)
        change = next_of(news, lambda each: True)
        assert (change.touched, change.person, change.own) == ("labels", "anna", False)
        anna.add_to_bucket("box", [1])
        assert next_of(news, lambda each: True).touched == "lists"
        assert ben.facet_counts("genre") == [("Comedy", 3), ("Drama", 3)]
        kept = ben._kept
        anna.add_seen([1])
        ben.facet_counts("genre", within=range(5))
        assert ben._kept is kept  # what others mark costs nothing
        anna.add_batch([make(9)])
        assert next_of(news, lambda each: each.touched == "items").revision > before
        assert ben.revision() == anna.revision()
        assert ben.facet_counts("genre") == [("Drama", 4), ("Comedy", 3)]
        ben.set_label(2, 1)
        assert ben.revision() == before + 5  # his own writes are known at once
        assert next_of(news, lambda each: each.own).person == "ben"


def test_a_file_tells_nobody(tmp_path: Path, make: Make) -> None:
    told: list[Change] = []
    with Catalogue.open(tmp_path / "x.db") as catalogue:
        catalogue.on_changed(told.append)
        before = catalogue.revision()
        catalogue.add_batch([make(0)])
        assert catalogue.revision() == before + 1
    assert told == []


def test_two_write_at_once_and_nothing_is_lost(
    people: tuple[Catalogue, Catalogue], make: Make
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    anna, ben = people
    anna.add_to_bucket("box", [1])
    anna.share("bucket", "box")

    def work(catalogue: Catalogue, first: int) -> None:
        for start in range(first, first + 40, 4):
            ids = catalogue.add_batch([make(n) for n in range(start, start + 4)])
            catalogue.add_to_bucket("box", ids)
            catalogue.set_labels(dict.fromkeys(ids, 1))

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(work, anna, 100), pool.submit(work, ben, 120)]:
            each.result()
    assert anna.count() == 6 + 60  # 20 of both
    assert len(anna.bucket_items("box")) == 61
    assert [len(each.labels()) for each in people] == [40, 40]
    assert anna.integrity_problems() == []


def test_the_fixture_of_version_3_is_what_it_says() -> None:
    for name in ("version_3.sql", "version_3_postgresql.sql"):
        said = (HERE / name).read_text("utf-8")
        assert re.search(r"'schema_version', '3'", said)
        assert "owner" not in said.split("COMMIT")[0].replace("OWNED", "").replace("Owner", "")


def test_statements_of_the_step_run_in_one_transaction(url: str) -> None:
    old_library(url)

    def fail(connection: object) -> None:
        raise RuntimeError("the step after it fails")

    from indexers.catalogue import Migration
    from indexers.catalogue.migrations import MIGRATIONS

    with pytest.raises(RuntimeError):
        Catalogue.open(url, migrations=(*MIGRATIONS, Migration(5, fail)))
    engine = create_engine(url)
    with engine.connect() as connection:
        query = "SELECT value FROM meta WHERE key = 'schema_version'"
        assert connection.execute(text(query)).scalar_one() == "3"
        assert [*connection.execute(text("SELECT name FROM bucket")).scalars()] == ["box"]
    engine.dispose()
