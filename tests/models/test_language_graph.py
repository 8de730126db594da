"""Objects and relations of sentences."""

import pytest

from common.scenes import Need, QueryPart
from models.language import lemmas, parse
from models.language.tagger import tag
from models.language.tokens import tokens


def part(text: str) -> QueryPart:
    (only,) = parse(text).parts
    return only


def relations(text: str) -> set[str]:
    return {
        f"{one.nodes[edge.subject].label} {edge.predicate} {one.nodes[edge.object].label}"
        for one in parse(text).parts
        for edge in one.edges
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man is next to me", {"man next to i"}),
        ("a cat on top of the fridge", {"cat on top of fridge"}),
        ("a car to the left of a tree", {"car to the left of tree"}),
        ("a boy is looking at a screen", {"boy look at screen"}),
        ("the bottle is being held by a woman", {"woman hold bottle"}),
        ("a hill covered in snow", {"snow cover hill"}),
        ("a jar filled with cookies", {"jar fill with cookie"}),
        ("a picture hanging above the sofa", {"picture hang above sofa"}),
        ("a cup and a plate were on the table", {"cup on table", "plate on table"}),
        ("a table with a fork and a knife", {"table with fork", "table with knife"}),
        (
            "a woman reading a paper and drinking tea",
            {"woman read paper", "woman drink tea"},
        ),
        (
            "a man and his dog are crossing a street",
            {"man cross street", "dog cross street"},
        ),
        ("a girl who is wearing a hat is eating a cake", {"girl wear hat", "girl eat cake"}),
        ("the tray that a waiter was carrying", {"waiter carry tray"}),
        ("a man in a suit that is holding flowers", {"man wear suit", "man hold flower"}),
        ("the man's hat is on the chair", {"man have hat", "hat on chair"}),
        ("my car is behind a van", {"i have car", "car behind van"}),
        ("a glass of juice", {"juice in glass"}),
        ("the wheel of a bike", {"bike have wheel"}),
        ("a group of people at a table", {"person at table"}),
        ("a bowl with food in it", {"food in bowl"}),
        (
            "there is a lamp on the desk and a plant beside it",
            {"lamp on desk", "plant beside lamp"},
        ),
        ("I remember that there was a clock on the wall", {"clock on wall"}),
        ("I saw a dog lying on the grass", {"dog lie on grass"}),
        ("She gave me a book", {"woman give i", "woman give book"}),
        (
            "a woman with long hair in front of a screen",
            {"woman with hair", "woman in front of screen"},
        ),
        ("The man is old. He is holding a stick.", {"man hold stick"}),
        ("A woman has a bag. It is on a chair.", {"woman have bag", "bag on chair"}),
    ],
)  # fmt: skip
def test_relations(text: str, expected: set[str]) -> None:
    assert relations(text) == expected


def test_another_man_is_a_second_node() -> None:
    one = part("A man is sitting at a table and another man is standing behind him")
    men = [number for number, node in enumerate(one.nodes) if node.label == "man"]
    assert len(men) == 2
    (edge,) = (edge for edge in one.edges if edge.predicate == "stand behind")
    assert (edge.subject, edge.object) == (men[1], men[0])


def test_the_man_is_the_same_node_again() -> None:
    one = part("A tall man is at a table and the man is holding a red cup")
    assert [node.label for node in one.nodes] == ["man", "table", "cup"]
    assert one.nodes[0].attributes == ("tall",)


@pytest.mark.parametrize(
    ("text", "absent", "predicate"),
    [
        ("a man wearing no tie", "tie", "wear"),
        ("a man wearing a suit but no tie", "tie", "wear"),
        ("a bike without a saddle", "saddle", "with"),
        ("a man who isn't wearing a helmet", "helmet", "wear"),
        ("I don't think I had any wine", "wine", "have"),
        ("there are no people in the room", "person", "in"),
    ],
)
def test_what_is_denied_must_not_be_there(text: str, absent: str, predicate: str) -> None:
    one = part(text)
    assert [node.label for node in one.nodes if node.need is Need.NOT] == [absent]
    (edge,) = (edge for edge in one.edges if edge.need is Need.NOT)
    assert edge.predicate == predicate
    assert absent in {one.nodes[edge.subject].label, one.nodes[edge.object].label}


def test_a_denied_relation_to_something_known_leaves_it_asked_for() -> None:
    one = part("A man is not looking at the camera")
    assert [node.need for node in one.nodes] == [Need.SHOULD, Need.SHOULD]
    assert [edge.need for edge in one.edges] == [Need.NOT]


def test_attributes() -> None:
    one = part("Two small dark blue and white birds on a wooden table; the table is round")
    assert dict.fromkeys(("2", "small", "dark blue", "white")).keys() == set(
        one.nodes[0].attributes
    )
    assert one.nodes[1].attributes == ("wooden", "round")
    assert part("the man is smiling").nodes[0].attributes == ("smiling",)


def test_clothes_are_worn_and_either_word_will_do() -> None:
    (edge,) = part("a guy in a blue shirt").edges
    assert edge.predicates == ("wear", "in")
    (edge,) = part("a phone lay on a bed").edges
    assert edge.predicates == ("lie on", "lay on")


def test_names_of_two_words() -> None:
    assert [node.label for node in part("a coffee table with teddy bears").nodes] == [
        "coffee table",
        "teddy bear",
    ]
    assert part("a boy on a surf board").nodes[1].label == "surfboard"


def test_spans_are_places_in_the_text() -> None:
    text = "Find a red cup.  It is on the\ttable — behind Tom’s “old” radio!"
    for one in parse(text).parts:
        for node in one.nodes:
            if node.span != (0, 0):
                word = text[slice(*node.span)]
                assert lemmas.noun(word.lower()) == node.label


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("boxes", "box"), ("men", "man"), ("knives", "knife"), ("berries", "berry"), ("buses", "bus"),
     ("glasses", "glasses"), ("grass", "grass"), ("dishes", "dish"), ("shoes", "shoe"),
     ("teddy bears", "teddy bear"), ("people", "person"), ("toothbrushes", "toothbrush")],
)  # fmt: skip
def test_nouns(word: str, lemma: str) -> None:
    assert lemmas.noun(word) == lemma


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("sitting", "sit"), ("riding", "ride"), ("looking", "look"), ("swinging", "swing"),
     ("carries", "carry"), ("carried", "carry"), ("held", "hold"), ("wore", "wear"),
     ("throwing", "throw"), ("leaning", "lean"), ("watches", "watch"), ("parked", "park"),
     ("covered", "cover"), ("tied", "tie"), ("lying", "lie"), ("laying", "lay"),
     ("smiling", "smile"),
     ("decorated", "decorate"), ("attached", "attach"), ("surrounded", "surround"),
     ("waiting", "wait"), ("writing", "write"), ("visited", "visit"), ("displayed", "display"),
     ("making", "make"), ("using", "use"), ("hanging", "hang"), ("placed", "place")],
)  # fmt: skip
def test_verbs_and_their_forms(word: str, lemma: str) -> None:
    assert lemmas.verb(word) == lemma
    assert lemmas.verb(lemmas.gerund(lemma)) == lemma
    assert lemmas.verb(lemmas.past(lemma)) in {lemma, "lay"}  # "lay" is also the past of "lie"


def test_tags() -> None:
    words = tokens("I was drinking coffee with a man in a blue shirt")
    assert "".join(tag(words)) == "RXGNIDNIDJN"
