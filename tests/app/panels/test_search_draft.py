"""Changes of a query while it is built, as functions of queries."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.panels.search import draft
from app.panels.search.draft import WEIGHTS, Place
from app.services.types import ConceptAsk, Part, Query, Stage, TextAsk, WordsAsk

NAMES = st.text("abcdefgh", min_size=1, max_size=2)
PARTS = st.one_of(
    NAMES.map(lambda name: Part(TextAsk(name))),
    NAMES.map(lambda name: Part(ConceptAsk((name,)))),
    st.just(Part(WordsAsk(""))),
)
QUERIES = st.lists(st.lists(PARTS, max_size=4), min_size=1, max_size=4).map(
    lambda stages: Query(stages=tuple(Stage(tuple(parts)) for parts in stages))
)


def parts_of(query: Query) -> Counter[Part]:
    return Counter(part for stage in query.stages for part in stage.parts)


@given(QUERIES, st.data())
def test_moving_loses_nothing_and_says_where_the_part_is(query: Query, data: st.DataObject) -> None:
    places = draft.places(query)
    if not places:
        return
    source = data.draw(st.sampled_from(places))
    stage = data.draw(st.integers(0, len(query.stages)))
    room = len(query.stages[stage].parts) if stage < len(query.stages) else 0
    target = Place(stage, data.draw(st.integers(0, room)))
    moved, place = draft.with_moved(query, source, target)
    assert parts_of(moved) == parts_of(query)
    assert draft.part_at(moved, place) == draft.part_at(query, source)


@given(QUERIES, PARTS, st.integers(0, 5))
def test_what_is_added_can_be_taken_away(query: Query, part: Part, at: int) -> None:
    added, place = draft.with_added(query, 0, part, at)
    assert draft.part_at(added, place) == part
    assert draft.without_part(added, place) == query


@given(QUERIES, NAMES)
def test_the_words_of_a_stage_are_its_first_text(query: Query, words: str) -> None:
    changed = draft.with_text(query, 0, f" {words} ")
    assert draft.main_text(changed).text == words
    gone = draft.with_text(changed, 0, "")
    texts = [part for part in query.stages[0].parts if isinstance(part.what, TextAsk)]
    left = [part for part in gone.stages[0].parts if isinstance(part.what, TextAsk)]
    assert len(left) == max(0, len(texts) - 1)


@given(QUERIES)
def test_what_asks_nothing_is_not_searched_for(query: Query) -> None:
    searched = draft.asked(query)
    assert all(stage.parts for stage in searched.stages)
    assert all(draft.says(part.what) for part in parts_of(searched))
    assert draft.asks(query) == bool(parts_of(searched))
    for place in draft.places(searched):
        on_view = draft.address(query, searched, place)
        assert on_view is not None
        assert draft.part_at(query, on_view) == draft.part_at(searched, place)


def test_stages_change_places_and_keep_their_times() -> None:
    first, second = Stage((Part(TextAsk("a")),)), Stage((Part(TextAsk("b")),), 20.0)
    query = Query(stages=(first, second))
    moved = draft.with_stage_moved(query, 1, -1)
    assert [stage.parts for stage in moved.stages] == [second.parts, first.parts]
    assert [stage.within_s for stage in moved.stages] == [60.0, 20.0]
    assert draft.with_stage_moved(query, 0, -1) == query
    assert len(draft.with_stage(Query()).stages) == 2
    assert draft.without_stage(query, 0).stages == (second,)


def test_weights_go_in_steps_and_stay_in_range() -> None:
    assert draft.stepped(1.0, 1) == 1.5
    assert draft.stepped(1.2, -1) == 0.75
    assert draft.stepped(WEIGHTS[-1], 3) == WEIGHTS[-1]
    assert draft.stepped(0.0, -1) == 0.0


def test_only_one_plain_line_of_words_needs_no_chips() -> None:
    assert draft.is_plain(Query())
    assert draft.is_plain(Query.of("dog"))
    assert not draft.is_plain(Query.of("dog", "concept"))
    assert not draft.is_plain(Query.of("dog", then=["cat"]))
    assert not draft.is_plain(Query(stages=(Stage((Part(TextAsk("dog"), must=True),)),)))
