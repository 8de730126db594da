"""How alike colours look."""

import numpy as np
import pytest

from indexers.canvas.colours import (
    _hues,
    codes_of,
    difference,
    lab_of_codes,
    likeness,
    to_lab,
)

# Pairs of the test data of Sharma, Wu and Dalal (2005), with their differences.
PAIRS = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 2.8361, -74.0200), (50, 0, -82.7485), 3.4412),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "expected"), PAIRS)
def test_ciede2000_gives_the_published_differences(
    first: tuple[float, ...], second: tuple[float, ...], expected: float
) -> None:
    a, b = np.array(first, np.float64), np.array(second, np.float64)
    assert difference(a, b) == pytest.approx(expected, abs=1e-4)
    assert difference(b, a) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("first", "second", "turn", "middle"),
    [
        (350, 20, 30, 5),
        (20, 350, -30, 5),
        (340, 10, 30, 355),
        (40, 70, 30, 55),
        (10, 190, 180, 100),
        (190, 10, -180, 100),
    ],
)
def test_hues_turn_the_shorter_way(first: float, second: float, turn: float, middle: float) -> None:
    hues = np.array([first], float), np.array([second], float)
    assert [part.tolist() for part in _hues(*hues)] == [[turn], [middle]]


def test_codes_stand_for_the_middle_of_their_colours() -> None:
    assert lab_of_codes()[1 << 10 | 2 << 5 | 3] == pytest.approx(
        to_lab(np.array([11.5, 19.5, 27.5]))
    )


def test_white_and_red_have_their_known_lab() -> None:
    assert to_lab(np.array([255, 255, 255], np.uint8)) == pytest.approx([100, 0, 0], abs=0.02)
    assert to_lab(np.array([255, 0, 0], np.uint8)) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


def test_dark_colours_lie_on_the_straight_part_of_the_curves() -> None:
    np.testing.assert_allclose(to_lab(np.array([5, 5, 5], np.uint8)), [1.3709, 0, 0], atol=1e-3)
    red = to_lab(np.array([10, 0, 0], np.uint8))
    np.testing.assert_allclose(red, [0.5831, 2.6150, 0.9214], atol=1e-3)


def test_a_colour_is_most_like_itself_and_least_like_its_opposite() -> None:
    red = likeness((214, 40, 40))

    def of(*rgb: int) -> int:
        pixel = np.array(rgb[0] | rgb[1] << 8 | rgb[2] << 16, np.uint32)
        return int(red[codes_of(pixel)])

    assert of(214, 40, 40) > 245
    assert of(214, 40, 40) > of(180, 30, 45) > of(230, 120, 30) > of(40, 90, 200)
    assert of(0, 200, 200) < 20


def test_codes_keep_the_five_highest_bits_of_each_channel() -> None:
    pixels = np.array([0xFF0000F8, 0x00000800, 0x00080000], np.uint32)  # XBGR in a word
    assert codes_of(pixels).tolist() == [31 << 10, 1 << 5, 1]
