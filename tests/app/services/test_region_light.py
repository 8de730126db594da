"""The brightness of a chosen region of the pictures as a filter."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.services.facets import FacetService
from app.services.library import Library
from app.services.region_light import (
    NAMED,
    format_value,
    parse_value,
    region_means,
    summed,
)
from app.services.types import parse_filter
from common.canvas import Region
from common.errors import QueryError
from tests.import_media import service

SIDES = st.floats(0, 0.9)


@given(x=SIDES, y=SIDES, width=st.floats(0.02, 1), height=st.floats(0.02, 1))
def test_means_are_those_of_the_pixels(x: float, y: float, width: float, height: float) -> None:
    region = Region(x, y, min(width, 1 - x), min(height, 1 - y))
    raw = np.random.default_rng(0).integers(0, 1 << 24, (5, 8, 8), np.uint32)
    colours = raw[..., None] >> np.array([0, 8, 16], np.uint32) & 255
    luma = (colours @ np.array([77, 150, 29], np.uint32)) >> 8

    def shares(start: float, length: float) -> np.ndarray:
        edges = np.arange(9) / 8
        low = np.maximum(edges[:-1], start)
        return np.maximum(0, np.minimum(edges[1:], start + length) - low)

    weights = np.outer(shares(region.y, region.height), shares(region.x, region.width))
    expected = (luma * weights).sum(axis=(1, 2)) / weights.sum()
    assert region_means(summed(raw), region) == pytest.approx(expected, abs=0.2)


@pytest.mark.parametrize("name", NAMED)
def test_values_read_what_they_write(name: str) -> None:
    assert parse_value(f"{name}:0-20") == (NAMED[name], 0.0, 20.0)
    assert format_value(NAMED[name], 0, 20) == f"{name}:0-20"
    own = Region(0.1, 0.25, 0.5, 0.125)
    assert parse_value(format_value(own, 12.5, 60)) == (own, 12.5, 60.0)


def test_open_ranges() -> None:
    assert parse_value("top:50-")[1:] == (50.0, 100.0)
    assert parse_value(" centre : -30 % ")[1:] == (0.0, 30.0)
    assert parse_value(".5,0,.5,1:-")[0] == NAMED["right"]


@pytest.mark.parametrize(
    "value",
    ["", "top", "top:", "nowhere:0-5", "top:20-10", "0,0,1:0-5", "0.5,0,0.6,1:0-5", "0,0,0,1:0-5",
     "top:a-b", "top:0..5", "nan,0,1,1:0-5", "-1,0,1,1:0-5"],
)  # fmt: skip
def test_bad_values_say_what_to_write(value: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_value(value)
    assert caught.value.hint


@pytest.fixture
def library(tmp_path: Path):
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


def save(folder: Path, name: str, top: int, bottom: int, mark: int) -> None:
    rgb = np.full((60, 90, 3), bottom, np.uint8)
    rgb[:30] = top
    rgb[0, 0] = mark  # another content
    folder.mkdir(exist_ok=True)
    Image.fromarray(rgb).save(folder / name)


def test_the_filter_in_a_library(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    for number, (name, top, bottom) in enumerate(
        [("night.png", 10, 12), ("sky.png", 240, 40), ("floor.png", 30, 230)]
    ):
        save(folder, name, top, bottom, number)
    imports = service(library)
    imports.run([folder])

    def names(text: str) -> list[str]:
        found = library.catalogue.items_with([parse_filter(text, library.catalogue.facet_keys())])
        return [Path(one.path).stem for one in library.catalogue.items(found.tolist())]

    assert sorted(names("region_light=top:0-20")) == ["floor", "night"]
    assert names("region_light=top:80-100") == ["sky"]
    assert names("region_light=top:0-20&bottom:80-100") == ["floor"]
    assert sorted(names("region_light=top:80-|bottom:80-")) == ["floor", "sky"]
    assert names("region_light!=all:30-") == ["night"]
    assert names("region_light=0,0.5,1,0.5:10-20") == ["sky"]
    with pytest.raises(QueryError):
        names("region_light=everywhere:3-4")
    save(folder, "lamp.png", 250, 250, 9)  # what comes later is seen too
    imports.run([folder])
    assert sorted(names("region_light=top:80-100")) == ["lamp", "sky"]
    gone = [one.id for one in library.catalogue.items([1, 2, 3]) if "sky" in one.path]
    library.catalogue.remove_items(gone)
    assert names("region_light=top:80-100") == ["lamp"]
    assert "region_light" in FacetService(library).known_keys()
