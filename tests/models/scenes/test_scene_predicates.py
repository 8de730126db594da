import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scenes import predicates
from models.scenes.predicates import PREDICATES_FILE, PredicateTable, inverse, normal, similarity

ROWS = tomllib.loads(PREDICATES_FILE.read_text("utf-8"))
WORDS = sorted({word for row in ROWS["meaning"] for word in row["words"]})
some_predicate = st.sampled_from([*WORDS, "sit next to", "stand behind", "qwzx", "qwzx on", ""])


def of(a, b):
    return float(similarity([a], [b])[0, 0])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("on", "atop"), ("on", "on top of"), ("wearing", "dressed in"), ("beside", "next to"),
        ("look at", "watching"), ("is sitting next to", "sits beside"), ("holds", "grip"),
        ("laying on", "lie on"),
    ],
)  # fmt: skip
def test_the_same_meaning(a, b):
    assert of(a, b) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("above", "below"), ("on", "under"), ("in front of", "behind"), ("inside", "outside"),
        ("to the left of", "on the right of"), ("stand behind", "in front of"),
        ("sit behind", "stand in front of"), ("sit on", "sit under"), ("over", "beneath"),
    ],
)  # fmt: skip
def test_opposites_have_nothing_in_common(a, b):
    assert of(a, b) == 0.0


def test_the_order_of_nearness():
    assert 1 > of("hold", "carry") > of("hold", "wear")
    assert of("stand behind", "behind") > of("stand behind", "sit behind") > 0.4
    assert of("near", "beside") > of("near", "in")
    assert of("walk on", "walk along") > of("walk on", "eat")


@given(st.lists(some_predicate, min_size=1, max_size=4), st.lists(some_predicate, min_size=1))
def test_it_is_symmetric_bounded_and_one_with_itself(a, b):
    table = similarity(a, b)
    assert table.shape == (len(a), len(b))
    assert table.dtype == np.float32
    np.testing.assert_allclose(table, similarity(b, a).T, atol=1e-6)
    assert ((table >= 0) & (table <= 1)).all()
    assert np.allclose(np.diag(similarity(a, a)), 1)


def test_vectors_speak_only_where_the_table_is_silent():
    assert 0 < of("knit", "sew") <= predicates.FALLBACK
    assert of("qwzx", "sit on") == 0
    assert similarity([], ["on"]).shape == (0, 1)


def test_dictionary_forms_and_inverses():
    assert normal("is Sitting on") == "sit on"
    assert normal("WEARS") == "wear"
    assert normal("on the top of") == "on the top of"
    assert inverse("above") == "below"
    assert inverse("atop") == "under"
    assert inverse("eat") == ""
    table = predicates.table()
    assert table.canonical("sitting next to") == "sit beside"
    assert table.canonical("grip") == "hold"
    assert table.canonical("surf") == "surf"


def test_every_opposite_of_the_table_is_zero_for_all_words():
    rows = {row["name"]: row["words"] for row in ROWS["meaning"]}
    assert len(rows) >= 80
    for part in ROWS["opposite"]:
        for one, other in part["pairs"]:
            assert not similarity(rows[one], rows[other]).any(), (one, other)


def test_a_table_with_mistakes_is_refused():
    row = {"name": "on", "kind": "place", "words": ["on"]}
    rest = {"alike": [], "opposite": [], "verbs": {"words": []}}
    with pytest.raises(ValueError, match="two rows"):
        PredicateTable({"meaning": [row, {**row, "name": "atop"}], **rest})
    with pytest.raises(ValueError, match="no row"):
        PredicateTable({"meaning": [row], **rest, "opposite": [{"pairs": [["on", "under"]]}]})
