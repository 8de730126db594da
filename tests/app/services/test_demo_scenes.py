import numpy as np
import pytest

from app.services.demo.objects import OBJECTS
from app.services.demo.scenes import HEIGHTS, THEMES, paint


def test_a_scene_never_changes():
    first, second = paint(5), paint(5)
    assert np.array_equal(first.picture, second.picture)
    assert first.caption == second.caption


@pytest.mark.parametrize("index", range(len(THEMES) * 2))
def test_a_scene_is_a_picture_with_true_metadata(index):
    scene = paint(index)
    assert scene.picture.dtype == np.uint8
    assert scene.picture.ndim == 3
    assert scene.picture.std() > 10
    theme = THEMES[index % len(THEMES)]
    light = theme.lights[(index // len(THEMES)) % len(theme.lights)]
    assert light.hours[0] <= scene.taken_at.hour <= light.hours[1]
    assert light.name in scene.caption
    assert theme.name in scene.keywords
    assert scene.place in theme.places


def test_night_is_darker_than_day():
    day, night = paint(len(THEMES)), paint(len(THEMES) * 3)
    assert "daylight" in day.caption
    assert "night" in night.caption
    assert night.picture.mean() < 0.6 * day.picture.mean()


def test_every_thing_of_a_theme_can_be_drawn():
    things = {name for theme in THEMES for name in theme.things}
    assert things <= set(OBJECTS)
    assert things <= set(HEIGHTS)
