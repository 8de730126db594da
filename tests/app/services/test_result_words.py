"""What stands out of a set of results."""

import math
from pathlib import Path

import numpy as np
import pytest

from app.services.library import Library
from app.services.result_words import (
    LEAST_G2,
    ResultWordService,
    _judged,
    likelihood_ratio,
)
from common.values import Facet, ItemKind, Text, TextKind
from indexers.catalogue import NewItem


@pytest.fixture
def library(tmp_path: Path):
    opened = Library.open(tmp_path / "test.kinora", create=True)
    items = []
    for number in range(60):
        is_zoo = number < 12
        facets = [
            Facet("concept", "tiger" if is_zoo else f"thing {number % 7}"),
            Facet("place", "Zoo" if is_zoo else "Town"),
            Facet("camera", "Cam"),
            Facet("codec", "jpeg"),
            Facet("brightness", "7" if is_zoo else str(number)),
        ]
        told = "the zombies and a tiger roaring" if is_zoo else "the street and a zombie"
        texts = [Text(TextKind.TITLE, f"IMG_{number}.jpg {told if number % 2 else told.upper()}")]
        items.append(
            NewItem(identity=f"{number:040x}", kind=ItemKind.PHOTO, facets=facets, texts=texts)
        )
    opened.catalogue.add_batch(items)
    yield opened
    opened.close()


def test_what_stands_out(library: Library) -> None:
    found = ResultWordService(library).explain(list(range(1, 13)))
    assert found.items == 12
    assert [(c.name, c.count, c.lift) for c in found.concepts] == [("tiger", 12, 5.0)]
    assert [(c.key, c.name) for c in found.facets] == [("place", "Zoo")]
    assert {c.name for c in found.words} == {"tiger", "roaring"}  # a zombie is everywhere
    assert all(c.key == "word" and c.lift == 5.0 for c in found.words)
    assert found.ms > 0


def test_a_mixed_set_is_ordered_by_significance(library: Library) -> None:
    found = ResultWordService(library).explain([*range(1, 9), 20, 27, 34, 41], limit=1)
    assert [c.name for c in found.concepts] == ["tiger"]
    both = ResultWordService(library).explain([*range(1, 9), 20, 27, 34, 41])
    strengths = [c.significance for c in both.concepts]
    assert strengths == sorted(strengths, reverse=True)
    assert {"tiger", "thing 5"} <= {c.name for c in both.concepts}


def test_nothing_stands_out(library: Library) -> None:
    explain = ResultWordService(library).explain
    assert explain([]).concepts == ()
    assert explain([99_999]).facets == ()
    everything = explain(list(range(1, 61)))
    assert (everything.concepts, everything.facets, everything.words) == ((), (), ())
    assert explain([13, 14, 15, 16, 17, 18], limit=0).words == ()
    assert explain([1, 1, 1]).items == 1


def test_few_results_still_say_something(library: Library) -> None:
    found = ResultWordService(library).explain([1, 2, 1])
    assert [c.name for c in found.concepts] == ["tiger"]
    assert found.concepts[0].count == 2


def test_the_ratio_is_dunnings() -> None:
    """Against the definition: twice the sum of observed times log(observed / expected)."""
    table = np.array([[9.0, 3.0], [5.0, 83.0]])  # has it or not; in the set or not
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    expected = rows * columns / table.sum()
    wanted = 2 * float((table * np.log(table / expected)).sum())
    found = likelihood_ratio(np.array([9.0, 0.0]), 12, np.array([5.0, 0.0]), 88)
    assert found[0] == pytest.approx(wanted)
    assert found[1] == pytest.approx(0.0)
    assert math.isfinite(float(likelihood_ratio(np.array([12.0]), 12, np.array([0.0]), 88)[0]))


def test_what_is_about_as_frequent_everywhere_tells_nothing() -> None:
    rows = [("light", "Normal", 9_900, 97_000.0), ("light", "Dark", 100, 500.0)]
    assert likelihood_ratio(9_900.0, 10_000, 87_100.0, 90_000) > LEAST_G2  # sure, but no news
    assert [one.name for one in _judged(rows, 10_000, 100_000, 9)] == ["Dark"]
