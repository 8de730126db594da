"""Masks and tables of facets: equal to the plain meaning of filters, kept only while they hold."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from common.errors import QueryError
from common.values import Facet, ItemKind, MediaFacts
from indexers.catalogue import Catalogue, Filter, NewItem
from indexers.catalogue.postings import MANY_VALUES
from indexers.catalogue.records import ItemDetails

GENRES = ("Drama", "Comedy", "War", "Western")
COUNT = 40


def make_item(number: int) -> NewItem:
    genres = {GENRES[number % 4], GENRES[number % 3]} if number % 7 else set()
    facets = [Facet("genre", name, source="list") for name in sorted(genres)]
    facets += [Facet("rating", str(number % 10)), Facet("genre", "Drama", 0.5, "net")]
    is_film = number % 3 != 0
    return NewItem(
        f"item:{number}",
        ItemKind.FILM if is_film else ItemKind.PHOTO,
        title=f"Item {number}",
        year=1950 + number if is_film else None,
        facets=facets,
        facts=MediaFacts() if is_film else MediaFacts(taken_at=datetime(2020, 1, 1 + number % 28)),  # noqa: DTZ001 - naive UTC
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "catalogue.db") as made:
        made.add_batch([make_item(number) for number in range(COUNT)])
        made.set_labels({1: 1, 2: -1})
        made.add_to_bucket("b", [3, 4])
        yield made


@pytest.fixture
def known(catalogue: Catalogue) -> list[ItemDetails]:
    return [catalogue.item(item) for item in catalogue.ids().tolist()]


def plainly(known: list[ItemDetails], one: Filter) -> set[int]:
    """Return who passes a filter, asked of every item by itself."""
    passed: set[int] = set()
    for details in known:
        own = {f.value for f in details.facets if f.key == one.key}
        number: float | None = None
        if one.key == "kind":
            own = {str(details.summary.kind)}
        elif one.key == "label":
            own = {str(value) for value in details.labels.values() if value}
        elif one.key == "bucket":
            own = set(details.buckets)
        elif one.key == "year" and details.summary.year is not None:
            own |= {str(details.summary.year)}
            number = details.summary.year
        elif one.key == "rating":
            number = next((float(value) for value in own), None)
        elif one.key == "taken_at" and details.facts.taken_at is not None:
            number = (details.facts.taken_at - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001
        holds = [value in own for value in one.values]
        good = (all(holds) if one.mode == "all" else any(holds)) if holds else bool(own)
        if one.low is not None or one.high is not None:
            inside = number is not None
            inside = inside and (one.low is None or number >= one.low)  # type: ignore[operator]
            inside = inside and (one.high is None or number <= one.high)  # type: ignore[operator]
            good = inside and (good if holds else True)
        if good != (one.mode == "none"):
            passed.add(details.id)
    return passed


values = {
    "genre": [*GENRES, "Opera"],
    "kind": ["film", "photo", "video"],
    "label": ["1", "-1"],
    "bucket": ["b", "c"],
    "year": ["1951", "1952", "1800"],
    "rating": ["1", "2", "7"],
}
named = st.sampled_from(sorted(values)).flatmap(
    lambda key: st.builds(
        Filter,
        st.just(key),
        st.lists(st.sampled_from(values[key]), max_size=3, unique=True).map(tuple),
        st.sampled_from(["any", "all", "none"]),
    )
)
numbers = st.one_of(st.none(), st.integers(0, 12))
ranged = st.tuples(st.sampled_from([("year", 1950), ("rating", 0)]), numbers, numbers).map(
    lambda drawn: Filter(
        drawn[0][0],
        low=None if drawn[1] is None else drawn[0][1] + drawn[1],
        high=None if drawn[2] is None else drawn[0][1] + drawn[2],
    )
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filters=st.lists(st.one_of(named, ranged), max_size=3), tables=st.booleans())
def test_filters_mean_what_they_say(
    catalogue: Catalogue, known: list[ItemDetails], filters: list[Filter], tables: bool
) -> None:
    catalogue._kept = type(catalogue._kept)(-1)  # as after opening
    if tables:
        for key in ("genre", "kind", "rating", "year"):
            catalogue.facet_table(key)
        catalogue.number_column("year")
    expected = set(catalogue.ids().tolist())
    for one in filters:
        expected &= plainly(known, one)
    for _ in range(2):  # read, then kept
        assert catalogue.items_with(filters).tolist() == sorted(expected)
        mask = catalogue.passing(filters)
        assert mask.shape == (COUNT + 1,)
        assert set(np.flatnonzero(mask).tolist()) == expected


def test_times_are_compared_to_the_second(catalogue: Catalogue, known: list[ItemDetails]) -> None:
    one = Filter("taken_at", low=datetime(2020, 1, 4).timestamp(), high=1578614400.0)  # noqa: DTZ001
    expected = plainly(known, one)
    assert set(catalogue.items_with([one]).tolist()) == expected
    column = catalogue.number_column("taken_at")
    assert np.nanmin(column) == 1577836800.0  # 2020-01-01, seconds
    assert set(catalogue.items_with([one]).tolist()) == expected
    with pytest.raises(KeyError, match="no column"):
        catalogue.number_column("genre")


def test_a_table_counts_each_item_once(catalogue: Catalogue) -> None:
    table = catalogue.facet_table("genre")
    assert list(zip(table.names, table.totals.tolist(), strict=True)) == catalogue.facet_counts(
        "genre"
    )
    within = catalogue.passing([Filter("kind", ("film",))])
    counted = {name: n for name, n in zip(table.names, table.counts(within), strict=True) if n}
    films = np.flatnonzero(within)
    assert counted == dict(catalogue.facet_counts("genre", within=films.tolist()))
    assert table.holders("Opera").tolist() == []
    empty = catalogue.facet_table("no such key")
    assert (empty.names, empty.counts(within).tolist()) == ((), [])


def test_what_is_kept_is_read_once_and_dropped_by_writes_to_facets(catalogue: Catalogue) -> None:
    asked: list[str] = []

    @event.listens_for(catalogue._backend.engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "item_facet" in statement:
            asked.append(statement)

    drama = [Filter("genre", ("Drama",))]
    before = catalogue.items_with(drama).tolist()
    assert asked
    asked.clear()
    catalogue.set_label(5, 1)
    catalogue.add_to_watchlist("w", [1])
    catalogue.add_command("c", 1, 2)
    assert catalogue.items_with(drama).tolist() == before
    assert not asked
    catalogue.tag([2], "genre", "Opera")
    assert catalogue.items_with([Filter("genre", ("Opera",))]).tolist() == [2]
    catalogue.remove_items([before[0]])
    assert catalogue.items_with(drama).tolist() == before[1:]
    added = catalogue.add_batch([make_item(COUNT + 4)])
    assert catalogue.passing(drama).shape == (added[0] + 1,)
    assert catalogue.items_with([Filter("label", ("1",))]).tolist() == [
        5
    ]  # what the user says is never kept


def test_writes_of_another_process_are_seen(catalogue: Catalogue, tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "catalogue.db", read_only=True) as reader:
        war = [Filter("genre", ("War",))]
        before = reader.items_with(war).tolist()
        catalogue.set_label(7, 1)
        catalogue.tag([1], "genre", "War")
        assert reader.items_with(war).tolist() == sorted({*before, 1})


def test_many_values_and_none(catalogue: Catalogue) -> None:
    many = tuple(f"value {number}" for number in range(MANY_VALUES + 1))
    assert catalogue.items_with([Filter("genre", (*many, "War"))]).tolist() == (
        catalogue.items_with([Filter("genre", ("War",))]).tolist()
    )
    assert len(catalogue.items_with([])) == COUNT
    with pytest.raises(QueryError, match="mode"):
        catalogue.passing([Filter("genre", (), "some")])  # type: ignore[arg-type]


def test_an_empty_catalogue(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path / "empty.db") as empty:
        assert empty.passing([]).tolist() == [False]
        assert empty.items_with([Filter("genre", ("War",), "none")]).tolist() == []
        assert empty.facet_table("kind").names == ()
        assert np.isnan(empty.number_column("year")).all()
