"""What filters are called on the screen."""

import pytest

from app.widgets.filter_names import region_name


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
