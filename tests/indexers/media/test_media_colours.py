"""Colours have the names that people give them."""

import numpy as np
import pytest

from indexers.media import COLOUR_NAMES, colour_facets

NAMED = {
    "black": [(0, 0, 0), (20, 20, 20)],
    "white": [(255, 255, 255), (245, 245, 245)],
    "grey": [(128, 128, 128), (90, 90, 95)],
    "red": [(220, 20, 30), (170, 10, 20)],
    "orange": [(255, 140, 0), (240, 120, 40)],
    "yellow": [(255, 230, 0), (240, 220, 60)],
    "green": [(20, 140, 40), (60, 180, 60), (40, 90, 30)],
    "blue": [(20, 60, 200), (90, 150, 230), (20, 30, 90)],
    "purple": [(120, 40, 150), (150, 80, 190)],
    "pink": [(255, 150, 190), (240, 90, 160)],
    "brown": [(110, 65, 30), (80, 50, 25)],
}


@pytest.mark.parametrize("name", COLOUR_NAMES)
def test_flat_pictures(name: str) -> None:
    for colour in NAMED[name]:
        (facet,) = colour_facets(np.full((40, 60, 3), colour, np.uint8))
        assert (facet.key, facet.value, facet.score) == ("colour", name, 1.0)


def test_shares_are_those_of_the_picture_and_small_ones_are_left_out() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[:60], picture[60:95], picture[95:] = (20, 60, 200), (255, 230, 0), (220, 20, 30)
    found = colour_facets(picture)
    assert [f.value for f in found] == ["blue", "yellow"]
    assert [f.score for f in found] == pytest.approx([0.6, 0.35], abs=0.02)


def test_a_picture_of_all_colours_still_has_one() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    assert 1 <= len(colour_facets(noise)) <= 4
    assert len(colour_facets(np.zeros((1, 1, 3), np.uint8))) == 1
