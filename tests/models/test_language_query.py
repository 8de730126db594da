"""Sentences to queries: conditions, moments and their order, bad input."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.scenes import LifelogQuery, Need, query_of_json, query_to_json
from models.language import Role, explain, parse
from models.language.foreign import language_of
from models.language.parser import MOST_WORDS
from models.language.sequence import sentences

TODAY = date(2016, 8, 24)
PLACES = {"the Helix": "The Helix", "DCU": "Dublin City University", "city": "Dublin"}


def places(text: str) -> list[tuple[str, Need]]:
    query = parse(text, places=PLACES)
    return [(one.value, one.need) for part in query.parts for one in part.places]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a pizza at my workplace", "work"),
        ("I was at work", "work"),
        ("typing in the office", "work"),
        ("reading at home", "home"),
        ("a cat in my flat", "home"),
        ("I went home", "home"),
        ("driving in Dublin", "Dublin"),
        ("a bench in New York City", "New York City"),
        ("a dog in The Helix", "The Helix"),
        ("lunch at dcu", "Dublin City University"),
        ("a tram in the city", "Dublin"),
    ],
)
def test_places_filter_and_leave_the_graph(text: str, value: str) -> None:
    assert places(text) == [(value, Need.MUST)]
    labels = {node.label for part in parse(text, places=PLACES).parts for node in part.nodes}
    assert labels.isdisjoint({"workplace", "office", "home", "dublin", "flat", "city"})


@pytest.mark.parametrize("kind", ["beach", "street", "park", "kitchen"])
def test_kinds_of_place_are_wished_for_and_stay_in_the_graph(kind: str) -> None:
    text = f"a dog on the {kind}" if kind in {"beach", "street"} else f"a dog in the {kind}"
    assert places(text) == [(kind, Need.SHOULD)]
    assert kind in {node.label for node in parse(text).parts[0].nodes}


@pytest.mark.parametrize(
    "text",
    [
        "two players at home base", "a desk in PowerPoint", "a man at the office desk",
        "a kitchen sink", "a picture of a beach", "IN A BIG RED BOX ON THE TABLE WITH BOOKS",
    ],
)  # fmt: skip
def test_no_false_places(text: str) -> None:
    assert places(text) == []


def test_longest_own_place_wins() -> None:
    names = {"park": "Park", "griffith park": "Griffith Park"}
    (part,) = parse("a dog in Griffith Park", places=names).parts
    assert [one.value for one in part.places] == ["Griffith Park"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I was walking along a river", "walking"),
        ("Driving a red car", "driving"),
        ("I cooked pasta", "cooking"),
        ("having dinner with friends", "eating"),
        ("I was on the bus", "bus"),
        ("I was at a desk, reading", "reading"),
        ("we took the train", "train"),
    ],
)
def test_activities_of_oneself_are_wished_for(text: str, value: str) -> None:
    (one,) = parse(text).parts[0].activities
    assert (one.value, one.need) == (value, Need.SHOULD)


def test_what_is_denied_is_left_out() -> None:
    (part,) = parse("I wasn't at home, a dog was on a sofa").parts
    assert [(one.value, one.need) for one in part.places] == [("home", Need.NOT)]
    (part,) = parse("I was not walking").parts
    assert [(one.value, one.need) for one in part.activities] == [("walking", Need.NOT)]
    query = parse("a dog, but it was not on a Monday")
    assert query.parts[0].time == ()
    assert "on a Monday" in query.notes[0]


@pytest.mark.parametrize(
    "text", ["a man walking on a street", "a lady was driving a car", "people on the bus", "a bus"]
)
def test_what_others_do_is_no_activity(text: str) -> None:
    assert parse(text).parts[0].activities == ()


def test_activities_that_the_library_knows_filter() -> None:
    names = ("Walking", "Yoga class")
    (one,) = parse("I walked to a shop", activities=names).parts[0].activities
    assert (one.value, one.need) == ("Walking", Need.MUST)
    (one,) = parse("I was at home, yoga class", activities=names).parts[0].activities
    assert one.value == "Yoga class"


@pytest.mark.parametrize(
    ("text", "first", "second", "within"),
    [
        ("A dog on a sofa, then a cat on a bed", "dog", "cat", 3600),
        ("A dog on a sofa. After that, a cat on a bed.", "dog", "cat", 3600),
        ("A cat on a bed. Before that, a dog on a sofa.", "dog", "cat", 3600),
        ("A dog on a sofa, 20 minutes later a cat", "dog", "cat", 1200),
        ("A dog, then a cat within two hours", "dog", "cat", 7200),
        ("After feeding the dog, I saw a cat", "dog", "cat", 3600),
        ("Before feeding the cat, I saw a dog", "dog", "cat", 3600),
        ("I saw a cat after feeding the dog", "dog", "cat", 3600),
        ("I saw a dog. After lunch, I saw a cat.", "dog", "cat", 3600),
    ],
)
def test_moments_in_order(text: str, first: str, second: str, within: float) -> None:
    query = parse(text)
    assert query.ordered
    assert query.within_s == within
    labels = [{node.label for node in part.nodes} for part in query.parts]
    assert len(labels) == 2
    assert first in labels[0]
    assert second in labels[1]
    assert all("minute" not in names and "hour" not in names for names in labels)


def test_sentences_without_an_order() -> None:
    query = parse("A dog on a sofa. A cat on a bed.")
    assert len(query.parts) == 2
    assert not query.ordered
    mixed = parse("A dog on a sofa. A cat on a bed. Then a bird in a tree.")
    assert len(mixed.parts) == 3
    assert not mixed.ordered
    assert any("order" in note for note in mixed.notes)


def test_pronouns_look_back_over_sentences() -> None:
    query = parse("A woman is in a shop. She is holding a bag.")
    part = query.parts[1]
    assert [node.label for node in part.nodes] == ["woman", "bag"]
    assert part.edges[0].predicate == "hold"


def test_a_sentence_of_conditions_holds_for_the_others() -> None:
    query = parse("It was a Monday in Cork. A dog was sleeping on the carpet.")
    (part,) = query.parts
    assert part.time[0].weekdays == (0,)
    assert part.places[0].value == "Cork"
    assert {node.label for node in part.nodes} == {"dog", "carpet"}


def test_abbreviations_end_no_sentence() -> None:
    text = "At 9 a.m. I saw Mr. Smith. He sat at 3.5 m from a cat!"
    assert [text[first:end].strip() for first, end in sentences(text)] == [
        "At 9 a.m. I saw Mr. Smith.",
        "He sat at 3.5 m from a cat!",
    ]


def test_another_moment_of_which_nothing_is_told_is_left_out() -> None:
    query = parse("After the meeting, I had a salad")
    assert [node.label for node in query.parts[0].nodes] == ["i", "salad"]
    assert "After the meeting" in query.notes[0]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x07"])
def test_nothing_asks_for_nothing(text: str) -> None:
    assert parse(text) == LifelogQuery(text=text)


@pytest.mark.parametrize("text", ["🎉🎉", "...", "“”", "12345", "the"])
def test_no_object_is_said(text: str) -> None:
    query = parse(text)
    assert "No object" in " ".join(query.notes)
    assert all(not part.nodes for part in query.parts)


def test_only_a_date() -> None:
    query = parse("on 3 May 2019")
    assert query.parts[0].time[0].ranges == ((date(2019, 5, 3), date(2019, 5, 3)),)
    assert "only the conditions" in query.notes[0]


def test_yesterday_without_a_reference_is_a_note() -> None:
    query = parse("I met a dog yesterday")
    assert query.parts[0].time == ()
    assert "yesterday" in query.notes[0]
    assert {node.label for node in query.parts[0].nodes} == {"i", "dog"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ein Mann sitzt auf dem Sofa und ich war nicht da", "German"),
        ("Un homme est assis sur le canapé avec une tasse", "French"),
        ("Un perro en la playa con una pelota", "Spanish"),
        ("собака на пляже", "another script"),
        ("A man in a blue shirt", ""),
        ("dog on beach", ""),
        ("die cast cars in a war museum", ""),
    ],
)
def test_other_languages_are_told(text: str, language: str) -> None:
    assert language_of(text) == language
    if language:
        query = parse(text)
        assert language in query.notes[0]
        assert all(not part.nodes for part in query.parts)


def test_a_very_long_text_is_cut_with_a_note() -> None:
    query = parse("a red dog on the sofa and " * 1000)
    assert f"first {MOST_WORDS}" in query.notes[0]
    assert query.parts[0].nodes


def test_words_that_nothing_was_made_of_are_told() -> None:
    (part,) = parse("the red one").parts
    assert part.unknown == ("red",)
    (part,) = parse("a red cup on a table").parts
    assert part.unknown == ()


def test_roles_of_words() -> None:
    text = "I was eating a red apple in Dublin on Friday"
    query = parse(text)
    roles = {text[slice(*span)]: role for span, role in explain(query)}
    assert roles["apple"] is Role.NODE
    assert roles["red"] is Role.ATTRIBUTE
    assert roles["Dublin"] is Role.PLACE
    assert roles["Friday"] is Role.TIME
    assert roles["eating"] in {Role.ACTIVITY, Role.PREDICATE}
    assert roles["a"] is Role.IGNORED
    spans = [span for span, _ in explain(query)]
    assert spans == sorted(spans)


SOME = (
    "a the no not without man woman dogs i he it they him them who that which and or but is was "
    "were holding wears on in with of 's next to front then before after later friday may 25:00 3 "
    "two there another my , . ; ? ! at home dublin red of’ cups sat 🎉 \x00 ẞ İ don't gave group"
)
WORDS = st.sampled_from(tuple(SOME.split()))


def _is_sound(query: LifelogQuery) -> bool:
    for part in query.parts:
        for edge in part.edges:
            assert edge.subject != edge.object
            assert 0 <= edge.subject < len(part.nodes)
            assert 0 <= edge.object < len(part.nodes)
            assert all(edge.predicates)
        for thing in (*part.nodes, *part.time, *part.places, *part.activities):
            first, end = thing.span
            assert 0 <= first <= end <= len(query.text)
        assert all(node.label for node in part.nodes)
    return query_of_json(query_to_json(query)) == query


@given(st.lists(WORDS, max_size=40))
def test_any_sentence_is_read_without_an_error(words: list[str]) -> None:
    query = parse(" ".join(words), places=PLACES, activities=("walking",), today=TODAY)
    assert _is_sound(query)
    assert all(isinstance(role, Role) for _, role in explain(query))


@given(st.text(max_size=120))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert _is_sound(parse(text))
    explain(parse(text))
