"""Scores of facets from memory are those from the database, as long as nothing was written."""

from pathlib import Path

import numpy as np
import pytest

from common.values import Facet, ItemKind
from indexers.catalogue import Catalogue, NewItem, facets, score_tables


@pytest.fixture
def catalogue(tmp_path: Path):
    catalogue = Catalogue.open(f"sqlite:///{tmp_path / 'c.db'}")
    rng = np.random.default_rng(0)
    catalogue.add_batch(
        [
            NewItem(
                f"i{number}", ItemKind.PHOTO,
                facets=[
                    Facet("concept", f"c{value}", round(float(rng.random()), 3), source)
                    for value in rng.choice(5, 2, replace=False).tolist()
                    for source in ("one", "two")
                ],
            )
            for number in range(50)
        ]
    )  # fmt: skip
    yield catalogue
    catalogue.close()


def sorted_rows(found) -> list[tuple[int, int, float]]:
    rows = zip(*(column.tolist() for column in found), strict=True)
    return sorted((item, place, round(score, 8)) for item, place, score in rows)


def test_the_second_question_is_answered_from_memory(catalogue) -> None:
    wanted = ["c3", "nothing", "c0"]
    first = sorted_rows(catalogue.facet_scores("concept", wanted))
    assert len(first) > 20
    assert {place for _, place, _ in first} == {0, 2}
    again = sorted_rows(catalogue.facet_scores("concept", wanted))
    assert again == first
    assert sorted_rows(catalogue.facet_scores("concept", ["c0"])) == [
        (item, 0, score) for item, place, score in first if place == 2
    ]
    assert sorted_rows(catalogue.facet_scores("nosuch", ["c0"])) == []
    assert sorted_rows(catalogue.facet_scores("nosuch", ["c0"])) == []
    assert sorted_rows(catalogue.facet_scores("concept", [])) == []


def test_keys_of_many_items_are_read_on_word_only(catalogue, monkeypatch) -> None:
    reads: list[str] = []

    def read(connection, key: str):
        reads.append(key)
        return score_tables.read_scores(connection, key)

    monkeypatch.setattr(facets, "read_scores", read)
    monkeypatch.setattr(facets, "_MANY", 10)
    rows = [sorted_rows(catalogue.facet_scores("concept", ["c2"])) for _ in range(3)]
    assert reads == []
    catalogue.keep_scores("concept")
    rows += [sorted_rows(catalogue.facet_scores("concept", ["c2"])) for _ in range(2)]
    assert reads == ["concept"]
    assert all(row == rows[0] for row in rows)


def test_a_write_is_seen(catalogue) -> None:
    for _ in range(2):
        catalogue.facet_scores("concept", ["c1"])
    new = NewItem("new", ItemKind.PHOTO, facets=[Facet("concept", "c1", 0.5, "one")])
    (item,) = catalogue.add_batch([new])
    for _ in range(3):
        assert (item, 0, 0.5) in sorted_rows(catalogue.facet_scores("concept", ["c1"]))
