"""Episodes that are added to others, and samples of one second."""

from dataclasses import replace

import pytest

from common.errors import QueryError
from indexers.catalogue import Catalogue, Episode

NOON = 1_577_880_000


def test_added_episodes_leave_the_others_as_they_are(catalogue: Catalogue) -> None:
    stay = Episode(kind="stay", start=NOON, end=NOON + 3600, place="Home")
    catalogue.set_episodes("stay", "timeline", [stay])
    before = catalogue.episodes()
    [new] = catalogue.add_episodes("stay", "timeline", [replace(stay, end=NOON + 60)])
    assert [each for each in catalogue.episodes() if each.id != new] == before
    assert [each.end for each in catalogue.episodes() if each.id == new] == [NOON + 60]
    with pytest.raises(QueryError, match="ends before it begins"):
        catalogue.add_episodes("stay", "timeline", [replace(stay, end=NOON - 1)])
    assert len(catalogue.episodes()) == 2


def test_the_mean_of_the_largest_numbers_is_a_number(catalogue: Catalogue) -> None:
    catalogue.add_samples("light", "lx", [NOON, NOON], [1.6e308, 1.4e308], "sensor")
    assert catalogue.samples("light")[1].tolist() == pytest.approx([1.5e308])
