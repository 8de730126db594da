"""Facets to filter by: choices as filters, counts within them, histograms, ways out of nothing."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.facet_choices import Choice, choice_of, toggled, with_choice, without_key
from app.services.facets import FacetService
from app.services.library import Library
from common.jobs import JobCancelled, JobContext
from common.values import Facet, ItemKind
from indexers.catalogue.records import Filter, NewItem

COUNT = 30


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library.open(tmp_path / "a.kinora", create=True)
    made.catalogue.add_batch([_film(number) for number in range(COUNT)])
    yield made
    made.close()


def _film(number: int) -> NewItem:
    genres = ["Drama"] if number < 20 else ["War"]
    genres += ["Comedy"] if number % 3 == 0 else []
    facets = [Facet("genre", name) for name in genres] + [Facet("rating", f"{number % 8}.5")]
    facets += [Facet("weekday", ("Sunday", "Monday", "Friday")[number % 3])]
    facets += [Facet("lens", "rare")] if number == 3 else []
    return NewItem(
        f"film:{number}", ItemKind.FILM, f"Film {number}", year=1990 + number % 10,
        popularity=number / 7, facets=facets,
    )  # fmt: skip


@pytest.fixture
def facets(library: Library) -> FacetService:
    return FacetService(library)


def counts_of(facets: FacetService, key: str, *filters: Filter, search: str = "") -> dict[str, int]:
    return {one.value: one.count for one in facets.values(key, filters, search).values}


# -- choices


def test_a_value_is_switched_in_out_and_off() -> None:
    one = toggled((), "genre", "Drama")
    assert one == (Filter("genre", ("Drama",)),)
    both = toggled(one, "genre", "War", mode="all")
    assert both == (Filter("genre", ("Drama", "War"), "all"),)
    assert toggled(both, "genre", "Comedy") == (Filter("genre", ("Drama", "War", "Comedy"), "all"),)
    out = toggled(both, "genre", "War", exclude=True)
    assert out == (Filter("genre", ("Drama",)), Filter("genre", ("War",), "none"))
    assert toggled(out, "genre", "War") == (Filter("genre", ("Drama", "War"), "any"),)
    assert toggled(toggled(out, "genre", "War", exclude=True), "genre", "Drama") == ()


def test_filters_of_others_keep_their_place_and_form() -> None:
    any_tag, old = Filter("tag"), Filter("year", low=1990.0)
    filters = (Filter("genre", ("Drama",)), any_tag, Filter("genre", ("War",)), old)
    assert choice_of(filters, "genre") == Choice("genre", ("Drama", "War"), mode="all")
    changed = toggled(filters, "genre", "Drama")
    assert changed == (Filter("genre", ("War",)), any_tag, old)
    narrowed = with_choice(changed, Choice("year", low=1990.0, high=1995.0))
    assert narrowed[-1] == Filter("year", low=1990.0, high=1995.0)
    assert without_key(narrowed, "tag") == (Filter("genre", ("War",)), narrowed[-1])
    assert with_choice(narrowed, Choice("year")) == changed[:2]


words = st.sampled_from(["a", "b", "c"])
some = st.lists(words, max_size=3, unique=True).map(tuple)
drawn = st.lists(
    st.builds(
        Filter, st.sampled_from(["g", "h"]), some, st.sampled_from(["any", "all", "none"]),
        st.one_of(st.none(), st.integers(0, 3).map(float)),
    ),
    max_size=4,
)  # fmt: skip


@given(filters=drawn, value=words, exclude=st.booleans())
def test_twice_switched_is_as_before(filters: list[Filter], value: str, exclude: bool) -> None:
    choice = choice_of(filters, "g")
    plain = with_choice(filters, choice)
    assert choice_of(plain, "g").include == choice.include
    assert choice_of(plain, "g").exclude == choice.exclude
    assert with_choice(plain, choice_of(plain, "g")) == plain
    if value not in (*choice.include, *choice.exclude):
        once = toggled(plain, "g", value, exclude=exclude, mode=choice.mode)
        again = toggled(once, "g", value, exclude=exclude, mode=choice.mode)
        assert choice_of(again, "g") == choice_of(plain, "g")
        assert [one for one in again if one.key == "h"] == [o for o in filters if o.key == "h"]


# -- the library's facets


def test_keys_come_most_useful_first(facets: FacetService, library: Library) -> None:
    found = [(one.key, one.form) for one in facets.all_keys()]
    assert found == [
        ("genre", "values"), ("year", "range"), ("rating", "range"), ("lens", "values"),
        ("popularity", "range"), ("weekday", "values"),
    ]  # fmt: skip
    library.catalogue.set_label(1, 1)
    library.catalogue.set_labels({2: 1}, "mine")
    library.catalogue.add_to_bucket("b", [1])
    library.catalogue.add_batch([NewItem("photo", ItemKind.PHOTO, "Photo")])
    names = [one.key for one in facets.all_keys("mine")]
    assert names[:3] == ["genre", "year", "kind"]
    assert {"label:mine", "bucket"} <= set(names)


def test_a_count_is_what_the_value_would_leave(facets: FacetService) -> None:
    year = Filter("year", low=1990, high=1992)
    for key, filters in (
        ("genre", ()),
        ("genre", (year,)),
        ("genre", (year, Filter("weekday", ("Friday",), "none"))),
        ("weekday", (Filter("genre", ("Drama", "Comedy"), "all"),)),
        ("genre", (Filter("genre", ("Drama", "Comedy"), "all"),)),
    ):
        for value, count in counts_of(facets, key, *filters).items():
            assert count == facets.count((*filters, Filter(key, (value,)))), (key, value)
    chosen = (year, Filter("genre", ("War",)))
    page = facets.values("genre", chosen)
    assert [(one.value, one.state) for one in page.values] == [
        ("War", 1), ("Drama", 0), ("Comedy", 0),
    ]  # fmt: skip
    # One more of any widens: the others count as if none were chosen.
    assert {one.value: one.count for one in page.values} == counts_of(facets, "genre", year)


def test_values_that_leave_nothing_are_there_with_zero(facets: FacetService) -> None:
    assert counts_of(facets, "genre", Filter("lens", ("rare",))) == {
        "Drama": 1, "Comedy": 1, "War": 0,
    }  # fmt: skip
    gone = facets.values("genre", (Filter("genre", ("Opera",), "none"),))
    assert gone.values[0].value == "Opera"
    assert (gone.values[0].count, gone.values[0].state) == (0, -1)
    assert gone.choice.exclude == ("Opera",)


def test_calendars_have_their_own_order_and_a_search_finds(facets: FacetService) -> None:
    assert list(counts_of(facets, "weekday")) == ["Monday", "Friday", "Sunday"]
    assert list(counts_of(facets, "genre", search="AR")) == ["War"]
    assert counts_of(facets, "genre", search="nobody has this") == {}


def test_a_facet_of_fifty_thousand_values(library: Library, facets: FacetService) -> None:
    batch = [
        NewItem(
            f"many:{n}", ItemKind.FILM, facets=[Facet("person", f"P {n}-{m}") for m in range(840)]
        )
        for n in range(60)
    ]
    library.catalogue.add_batch(batch)
    page = facets.values("person", (), limit=8)
    assert (len(page.values), page.more) == (8, 60 * 840 - 8)
    found = facets.values("person", (), search="P 7-3", limit=8)
    assert all(one.value.startswith("P 7-3") for one in found.values)
    assert (len(found.values), found.more) == (8, 103)


def test_histograms_count_all_and_what_is_left(facets: FacetService) -> None:
    late = Filter("genre", ("War",))
    shown = facets.histogram("year", (late, Filter("year", low=1995)))
    assert shown.whole
    assert shown.edges[0] == 1989.5
    assert len(shown.totals) == 10
    assert shown.totals.tolist() == [3] * 10
    assert shown.counts.tolist() == [1] * 10  # its own range does not count
    assert shown.choice.low == 1995
    rating = facets.histogram("rating", (late,))
    assert rating.totals.sum() == COUNT
    assert rating.counts.sum() == 10
    assert (rating.edges[0], rating.edges[-1]) == (0.5, 7.5)
    nothing = facets.histogram("taken_at", ())
    assert len(nothing.edges) == 0


def test_what_to_drop_when_nothing_passes(facets: FacetService) -> None:
    filters = (Filter("genre", ("War",)), Filter("year", low=1992, high=1992), Filter("lens"))
    assert facets.count(filters) == 0
    assert facets.relaxations(filters[:1] + filters[2:]) != []
    film = facets.relaxations((filters[0], filters[2]))
    assert [(one.dropped, one.count) for one in film] == [(filters[0], 1), (filters[2], 10)]
    assert facets.relaxations((filters[0], filters[2]), np.array([1, 2, 99])) == []


def test_filters_of_keys_that_are_gone_are_told_apart(facets: FacetService) -> None:
    good = (Filter("genre", ("War",)), Filter("year", low=1.0), Filter("label:x", ("1",)),
            Filter("popularity", low=1.0), Filter("kind", ("film",)))  # fmt: skip
    bad = (Filter("concept", ("tabby",)), Filter("sharpness", low=1.0), Filter("width", ("3",)))
    assert facets.drop_unknown((bad[0], *good, *bad[1:])) == (good, bad)


def test_an_empty_library_and_a_cancelled_count(tmp_path: Path, facets: FacetService) -> None:
    empty = Library.open(tmp_path / "empty.kinora", create=True)
    try:
        service = FacetService(empty)
        assert service.all_keys() == []
        assert service.values("genre", ()).values == ()
        assert service.count(()) == 0
        assert len(service.histogram("year", ()).edges) == 0
    finally:
        empty.close()
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        facets.values("genre", (), context=context)
