import pytest

from common.registry import Registry


@pytest.fixture
def colours() -> Registry[str]:
    registry: Registry[str] = Registry("colour")
    registry.register("red")(lambda shade="": f"red{shade}")
    registry.register("blue")(lambda: "blue")
    return registry


def test_names_keep_the_order_of_registration(colours):
    assert colours.names() == ["red", "blue"]
    assert list(colours) == ["red", "blue"]
    assert len(colours) == 2
    assert "red" in colours
    assert "green" not in colours


def test_create_passes_arguments(colours):
    assert colours.create("red", shade="dish") == "reddish"


def test_a_duplicate_is_refused(colours):
    with pytest.raises(ValueError, match="colour 'red' is registered twice"):
        colours.register("red")(lambda: "other")
    assert colours.create("red") == "red"


def test_an_unknown_name_lists_the_known_ones(colours):
    with pytest.raises(KeyError, match="known: blue, red"):
        colours.factory("green")
