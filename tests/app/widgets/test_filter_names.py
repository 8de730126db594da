"""What filters are called on the screen."""

import pytest
from PySide6.QtWidgets import QApplication

from app.widgets.filter_names import region_name, value_name
from tests.german_support import speaking


@pytest.mark.parametrize(
    ("region", "shown"),
    [
        ("top", "Top"),
        ("0.0833,0,0.9167,0.4167", "Top (92% × 42%)"),
        ("0,0.75,0.25,0.25", "Bottom left (25% × 25%)"),
        ("0.3,0.3,0.4,0.4", "Centre (40% × 40%)"),
        ("somewhere", "somewhere"),
    ],
)
def test_a_drawn_region_is_told_by_place_and_size(region: str, shown: str) -> None:
    assert region_name(region) == shown


def test_numbers_are_written_as_the_language_does(qapp: QApplication) -> None:
    assert value_name("rating", "7.2") == "7.2"
    with speaking(qapp):
        assert value_name("rating", "7.2") == "7,2"
        assert value_name("runtime", "162") == "162"
        assert value_name("camera", "Pentax 2.0") == "Pentax 2.0"
        assert value_name("tag", "2.0") == "2.0"
