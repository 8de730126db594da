"""Queries and filters as values, as JSON and as a person writes them."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.filters import filter_from_json, filter_to_json
from app.services.types import Example, Filter, Query, format_filter, parse_filter
from common.errors import QueryError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("genre=Comedy", Filter("genre", ("Comedy",))),
        ("Genre = Comedy | Drama", Filter("genre", ("Comedy", "Drama"))),
        ("genre=Comedy&Drama", Filter("genre", ("Comedy", "Drama"), "all")),
        ("actor=Tom & Jerry", Filter("actor", ("Tom & Jerry",))),
        ("genre!=Horror|War", Filter("genre", ("Horror", "War"), "none")),
        ("genre=*", Filter("genre")),
        ("year=1999", Filter("year", low=1999, high=1999)),
        ("year=1990..1999", Filter("year", low=1990, high=1999)),
        ("year=..1999", Filter("year", high=1999)),
        ("rating>=7.5", Filter("rating", low=7.5)),
        ("rating<=7", Filter("rating", high=7)),
        ("taken=2019-05-01", Filter("taken_at", low=1556668800.0, high=1556755199.999)),
        ("date=2019-12", Filter("taken_at", low=1575158400.0, high=1577836799.999)),
        ("tag=a=b", Filter("tag", ("a=b",))),
    ],
)
def test_filters_are_read(text: str, expected: Filter) -> None:
    found = parse_filter(text)
    assert found == expected
    assert filter_from_json(filter_to_json(found), "f") == found
    if found.key != "taken_at":
        assert parse_filter(format_filter(found)) == found


def test_strict_bounds_leave_the_number_out() -> None:
    low, high = parse_filter("rating>7").low, parse_filter("rating<7").high
    assert low is not None
    assert high is not None
    assert high < 7 < low
    assert low - high < 1e-9


@pytest.mark.parametrize(
    "text", ["", "genre", "=x", "genre=", "year=a..b", "year=2000..1990", "rating>=high", "year=.."]
)
def test_bad_filters_are_explained(text: str) -> None:
    with pytest.raises(QueryError, match=r"(Write KEY=VALUE|Swap its ends)"):
        parse_filter(text)


def test_unknown_keys_name_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"“colr”\. Did you mean “colour”\? Use one of: .*colour"):
        parse_filter("colr=red", ["colour", "genre"])
    assert parse_filter("label:good=1", []).key == "label:good"
    assert parse_filter("kind=film", []).key == "kind"


def test_a_query_survives_its_json() -> None:
    query = Query.of(
        "a dog", "fused", example=Example(item=3), then=[("a cat", 5.0)],
        filters=(parse_filter("year=1990..1999"), parse_filter("genre!=War")),
        weights={"text": 2.0}, k=25, threshold=0.4, feature="layout",
    )  # fmt: skip
    assert Query.from_json(query.to_json()) == query
    assert Query.from_json({}) == Query()
    assert Query().to_json() == {}
    assert (
        query.describe()
        == "a dog like item 3 by layout → a cat (≤ 5 s) [year=1990..1999, genre!=War]"
    )
    assert Query.from_json({"then": ["x"], "filters": ["a=b"]}).filters == (Filter("a", ("b",)),)


def test_pixels_survive_the_json() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    query = Query.of(example=Example.of(pixels))
    again = Query.from_json(query.to_json())
    assert again == query
    assert again.example() is not None
    np.testing.assert_array_equal(again.example().pixels(), pixels)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], "query"),
        ({"txt": "a"}, "txt"),
        ({"text": 3}, "text"),
        ({"mode": "best"}, "mode"),
        ({"k": -1}, "k"),
        ({"k": True}, "k"),
        ({"threshold": 2}, "threshold"),
        ({"then": "x"}, "then"),
        ({"then": [{"text": "a", "within_s": 0}]}, r"then\[0\].within_s"),
        ({"then": [{"txt": "a"}]}, r"then\[0\]"),
        ({"filters": [{"key": ""}]}, r"filters\[0\].key"),
        ({"filters": [{"key": "a", "values": "b"}]}, r"filters\[0\].values"),
        ({"filters": [{"key": "a", "mode": "some"}]}, r"filters\[0\].mode"),
        ({"filters": [{"key": "a", "low": "b"}]}, r"filters\[0\].low"),
        ({"filters": [{"key": "a", "x": 1}]}, r"filters\[0\].x"),
        ({"weights": {"luck": 1}}, "weights.luck"),
        ({"weights": {"text": -1}}, "weights.text"),
        ({"example": {"item": 1, "image": "a"}}, "example"),
        ({"example": {"item": "1"}}, "example.item"),
        ({"example": {"png": "§"}}, "example.png"),
        ({"example": 3}, "example"),
    ],
)
def test_wrong_fields_are_named(document: object, field: str) -> None:
    with pytest.raises(QueryError, match=f"field “{field}” is wrong"):
        Query.from_json(document)


def test_a_png_that_is_none_is_refused() -> None:
    with pytest.raises(QueryError, match=r"example\.png"):
        Example(png=b"nonsense").pixels()


@given(st.text(max_size=40))
def test_any_text_gives_a_filter_or_a_clear_error(text: str) -> None:
    with contextlib.suppress(QueryError):
        assert parse_filter(text).key


def test_the_short_form_of_older_sessions_and_of_people_is_read() -> None:
    old = {
        "text": "a dog",
        "mode": "fused",
        "example": {"item": 3},
        "then": [{"text": "a cat", "within_s": 5.0}, "a car"],
        "encoder": "layout",
        "k": 7,
    }
    expected = Query.of(
        "a dog", "fused", example=Example(item=3), feature="layout",
        then=[("a cat", 5.0), "a car"], k=7,
    )  # fmt: skip
    assert Query.from_json(old) == expected
    mixed = {"text": "a", "then": [{"parts": ["b", {"what": "concept", "names": ["c"]}]}]}
    assert len(Query.from_json(mixed).stages[1].parts) == 2


def _part(**fields: object) -> dict[str, object]:
    return {"stages": [{"parts": [fields]}]}


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"stages": "x"}, "stages"),
        ({"stages": [{"part": []}]}, r"stages\[0\].part"),
        ({"stages": [], "text": "a"}, "text"),
        ({"stages": [{"within_s": 0}]}, r"stages\[0\].within_s"),
        (_part(text="a"), r"stages\[0\].parts\[0\].what"),
        (_part(what="text"), r"stages\[0\].parts\[0\]"),
        (_part(what="text", text=3), r"stages\[0\].parts\[0\].text"),
        (_part(what="text", text="a", names=[]), r"stages\[0\].parts\[0\].names"),
        (_part(what="text", text="a", balance=2), r"stages\[0\].parts\[0\].balance"),
        (_part(what="text", text="a", weight=-1), r"stages\[0\].parts\[0\].weight"),
        (_part(what="text", text="a", must=1), r"stages\[0\].parts\[0\].must"),
        (_part(what="concept", names="a"), r"stages\[0\].parts\[0\].names"),
        (_part(what="words", text="a", kinds=["x"]), r"stages\[0\].parts\[0\].kinds\[0\]"),
        (_part(what="boxes", combine="x"), r"stages\[0\].parts\[0\].combine"),
        (
            _part(what="example", example={"item": 1}, region={"x": 0}),
            r"stages\[0\].parts\[0\].region.y",
        ),
        (_part(what="clip", item=0), r"stages\[0\].parts\[0\].item"),
        (_part(what="clip", length_s=0), r"stages\[0\].parts\[0\].length_s"),
        (
            _part(what="canvas", canvas={"shapes": [{"shape": "star"}]}),
            r"stages\[0\].parts\[0\].canvas.shapes\[0\].shape",
        ),
        (
            _part(what="canvas", canvas={"shapes": [{"shape": "object"}]}),
            r"stages\[0\].parts\[0\].canvas.shapes\[0\]",
        ),
        (
            _part(
                what="canvas", canvas={"shapes": [{"shape": "object", "label": "a", "least": -1}]}
            ),
            r"stages\[0\].parts\[0\].canvas.shapes\[0\].least",
        ),
        (_part(what="tags", tags=[3]), r"stages\[0\].parts\[0\].tags\[0\]"),
        ({"window": {"inside": "x"}}, "window.inside"),
        ({"fusion": "best"}, "fusion"),
        ({"in_order": 1}, "in_order"),
        ({"among": [0]}, r"among\[0\]"),
    ],
)
def test_wrong_fields_of_parts_are_named(document: object, field: str) -> None:
    with pytest.raises(QueryError, match=f"field “{field}” is wrong"):
        Query.from_json(document)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("year<1990", "year<1990"),
        ("year>1990", "year>1990"),
        ("rating<=7", "rating<=7"),
        ("taken>2019", "taken_at>=2020-01-01"),
        ("taken<2019", "taken_at<=2018-12-31"),
        ("taken=2019-05", "taken_at=2019-05-01..2019-05-31"),
        ("taken>=1e14", "taken_at>=1e+14"),
    ],
)
def test_what_is_shown_of_a_filter_is_what_it_lets_through(text: str, shown: str) -> None:
    found = parse_filter(text)
    assert format_filter(found) == shown
    again = parse_filter(shown)
    assert (again.low, again.high) == pytest.approx((found.low, found.high), abs=2e-3)
