"""Explanations on a tiny seeded network: targets, layers, the memory, what-if, bad input."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.services.explain import ExplainService
from app.services.explain_cache import BoundedCache
from app.services.explain_collections import explain_collection, strongest_region
from app.services.explain_colours import COLOUR_MAPS, Look, colour_table, opacity, overlay
from app.services.explain_pictures import cut_mask, part_of
from app.services.explain_questions import explain_suggestion, query_of, read_query
from app.services.explain_types import (
    ExplainOptions,
    ExplainRequest,
    ExplainTarget,
    PictureSource,
)
from app.services.library import Library
from app.services.services import Services
from app.services.types import ConceptAsk, Example, Part, Query, SearchResults
from common.errors import AppError, MediaError, ModelError, QueryError
from common.jobs import JobCancelled, JobContext
from common.values import ResultList
from models.explain.base import LayerError, TargetError
from tests.explain_support import LABELS, save, spot, tiny_network


@pytest.fixture
def service() -> ExplainService:
    made = Services(None).explanations
    made.loaded.add(tiny_network())
    return made


@pytest.fixture
def red(tmp_path: Path) -> PictureSource:
    return PictureSource(path=save(tmp_path, "red.png", spot(0)))


def ask(source: PictureSource, **values: Any) -> ExplainRequest:
    values.setdefault("methods", ("grad_cam", "median_pooling"))
    return ExplainRequest(source, "tiny", **values)


# -- answers


def test_the_map_lies_where_the_colour_is(service: ExplainService, red: PictureSource) -> None:
    made = service.explain(ask(red))
    assert made.label == LABELS[0]
    assert made.score == pytest.approx(dict(made.top)[LABELS[0]])
    assert [each.method for each in made.maps] == ["grad_cam", "median_pooling"]
    heat = made.maps[0].map
    assert heat.dtype == np.float32
    assert heat.shape == (32, 32)
    assert (heat.min(), heat.max()) == (0, 1)
    assert made.maps[0].raw.shape == (4, 4)
    inside = heat[4:16, 4:16].mean()
    assert inside > 2 * heat[20:, 20:].mean(), "the square is at the upper left"
    assert made.request.layer == "second"
    assert set(made.maps[0].measures) == {"average_drop", "increase", "confidence_drop", "area"}
    assert made.maps[0].measures["confidence_drop"] > 0


def test_the_same_question_is_answered_from_memory(
    service: ExplainService, red: PictureSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = service.explain(ask(red))
    import models.explain.explain as module

    def must_not(*_: Any, **__: Any) -> Any:
        raise AssertionError("the map was made twice")

    monkeypatch.setattr(module, "explain", must_not)
    again = service.explain(ask(red))
    assert again.maps[0].map is first.maps[0].map
    assert again.maps[0].measures == first.maps[0].measures
    with pytest.raises(AssertionError):
        service.explain(ask(red, layer="first"))


def test_a_changed_file_is_another_picture(service: ExplainService, tmp_path: Path) -> None:
    source = PictureSource(path=save(tmp_path, "x.png", spot(0)))
    assert service.explain(ask(source)).label == LABELS[0]
    save(tmp_path, "x.png", np.ascontiguousarray(spot(2, size=30)))
    assert service.explain(ask(source)).label == LABELS[2]


def test_other_targets(service: ExplainService, red: PictureSource, tmp_path: Path) -> None:
    one = service.explain(ask(red, target=ExplainTarget("label", label="GREEN")))
    assert (one.label, one.target_index) == ("green", 1)
    pair = service.explain(
        ask(red, target=ExplainTarget("contrast", label="crimson", other="blue"))
    )
    scores = dict(one.top)
    expected = scores[LABELS[0]] / (scores[LABELS[0]] + scores["blue"])
    assert pair.score == pytest.approx(expected, abs=1e-5)
    assert pair.maps[0].measures["average_drop"] >= 0
    other = PictureSource(path=save(tmp_path, "other.png", spot(0, 30, 30)))
    like = service.explain(ask(red, target=ExplainTarget("alike", like=other)))
    self_like = service.explain(ask(red, target=ExplainTarget("alike", like=red)))
    assert self_like.score == pytest.approx(1, abs=1e-5)
    assert like.score < self_like.score
    assert like.label == "other.png"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"target": ExplainTarget("label", label="purple")}, TargetError),
        ({"target": ExplainTarget("contrast", label="red", other="red")}, TargetError),
        ({"target": ExplainTarget("alike")}, QueryError),
        ({"target": ExplainTarget("sentence", label="  ")}, QueryError),
        ({"target": ExplainTarget("sentence", label="a red square")}, ModelError),
        ({"target": ExplainTarget("suggestion", positive=(1,))}, QueryError),
        ({"layer": "nowhere"}, LayerError),
        ({"layer": "head"}, LayerError),
        ({"methods": ("nonsense",)}, ModelError),
    ],
)
def test_bad_questions(
    service: ExplainService, red: PictureSource, values: dict[str, Any], error: type[AppError]
) -> None:
    with pytest.raises(error) as caught:
        service.explain(ask(red, **values))
    assert caught.value.hint


def test_without_a_network_the_way_to_one_is_told(red: PictureSource) -> None:
    with pytest.raises(ModelError, match="models get mobilenet_v2"):
        Services(None).explanations.explain(ExplainRequest(red))
    with pytest.raises(ModelError, match="no network"):
        Services(None).explanations.explain(ExplainRequest(red, "nix"))


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.full((20, 30), 7, np.uint8),
        np.full((20, 30, 4), 90, np.uint8),
        np.full((20, 30), 40_000, np.uint16),
        np.full((3, 2000, 3), 9, np.uint8),
    ],
    ids=["1x1", "grey", "alpha", "16-bit", "wide"],
)
def test_odd_pictures(service: ExplainService, tmp_path: Path, pixels: Any) -> None:
    path = tmp_path / "odd.png"
    Image.fromarray(pixels).save(path)
    made = service.explain(ask(PictureSource(path=str(path))))
    assert np.isfinite(made.maps[0].map).all()


def test_files_that_are_no_pictures(service: ExplainService, tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    for name in ("text.jpg", "absent.jpg", "."):
        with pytest.raises(MediaError):
            service.explain(ask(PictureSource(path=str(tmp_path / name))))


def test_a_cancelled_question_stops(service: ExplainService, red: PictureSource) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        service.explain(ask(red), context)


def test_networks_that_only_run_get_methods_without_gradients(red: PictureSource) -> None:
    service = Services(None).explanations
    service.loaded.add(tiny_network("asked", has_gradients=False))
    names = {each.name for each in service.methods("asked")}
    assert {"rise", "occlusion"} <= names
    assert "grad_cam" not in names
    options = ExplainOptions(masks=50, measures=())
    made = service.explain(ExplainRequest(red, "asked", methods=("default",), options=options))
    assert [each.method for each in made.maps] == ["rise"]
    with pytest.raises(ModelError, match="Grad-CAM"):
        service.explain(ExplainRequest(red, "asked", methods=("grad_cam",)))


# -- parts, hiding, sanity


def test_a_part_is_looked_at_with_a_little_around_it() -> None:
    network = tiny_network()
    rgb = np.zeros((100, 200, 3), np.uint8)
    assert part_of(rgb, None, network).crop == (0.25, 0.0, 0.5, 1.0)
    crop = part_of(rgb, (0.5, 0.4, 0.1, 0.2), network).crop
    left, top, width, height = crop
    assert left <= 0.5 <= 0.6 <= left + width
    assert top <= 0.4 <= 0.6 <= top + height
    assert width * 200 == pytest.approx(height * 100, abs=1), "a square"
    at_edge = part_of(rgb, (0.95, 0.9, 0.05, 0.1), network).crop
    assert at_edge[0] + at_edge[2] <= 1
    with pytest.raises(QueryError):
        part_of(rgb, (0.5, 0.5, 0.001, 0.001), network)


def test_hiding_the_square_takes_its_score_away(
    service: ExplainService, red: PictureSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = service.occlude(red, np.zeros((10, 10), bool), "tiny")
    assert nothing.hidden == 0
    assert nothing.watched == nothing.before
    mask = np.zeros((64, 64), bool)
    mask[8:32, 8:32] = True
    hidden = service.occlude(red, mask, "tiny")
    assert hidden.hidden == pytest.approx((24 / 64) ** 2, abs=0.02)
    assert hidden.watched[0][1] < hidden.before[0][1]
    last = hidden.before[-1][0]
    monkeypatch.setattr("app.services.explain.TOP", 1)
    assert len(service.occlude(red, mask, "tiny").watched) == 1
    two = service.occlude(red, mask, "tiny", also=last)
    assert [name for name, _ in two.watched] == [hidden.before[0][0], last]
    assert dict(two.before)[last] == hidden.before[-1][1]


def test_a_mask_is_cut_as_the_picture_is() -> None:
    mask = np.zeros((10, 20), bool)
    mask[:, 10:] = True
    assert cut_mask(mask, (0.5, 0.0, 0.5, 1.0), (4, 4)).all()
    assert not cut_mask(mask, (0.0, 0.0, 0.5, 1.0), (4, 4)).any()


def test_shuffled_parameters_change_the_map(service: ExplainService, red: PictureSource) -> None:
    before = service.explain(ask(red)).maps[0].map.copy()
    (report,) = service.sanity(ask(red, methods=("grad_cam",)), steps=2)
    assert report.method == "grad_cam"
    assert len(report.steps) == 2
    service._maps.clear()
    assert np.array_equal(service.explain(ask(red)).maps[0].map, before), "the network is as it was"


# -- collections


def test_what_makes_a_bucket(tmp_path: Path) -> None:
    from tests.panel_support import make_desk

    desk = make_desk(tmp_path)
    try:
        service = desk.context.services.explanations
        network = tiny_network("layout")  # the library has vectors of this name
        service.loaded.add(network)
        _give_vectors(desk.library, desk.ids[:12], network)
        made = explain_collection(service, desk.ids[:5], desk.ids[5:8], network="layout")
        assert made.count == len(made.shown) == 5
        assert made.focus.shape == (32, 32)
        assert made.concepts[0].probability >= made.concepts[-1].probability
        assert all(region.item in desk.ids[:5] for region in made.regions)
        with pytest.raises(QueryError):
            explain_collection(service, [], network="layout")
        found = service.explain(
            dataclasses.replace(explain_suggestion(desk.ids[6], desk.ids[:3], desk.ids[3:5]),
                                network="layout", methods=("grad_cam",))
        )  # fmt: skip
        assert -1 <= found.score <= 1
    finally:
        desk.close()


def _give_vectors(library: Library, items: list[int], network: Any) -> None:
    """Replace the collection's vectors by ones as wide as the network's features."""

    class Vectors:
        dim = 5

        def __init__(self) -> None:
            rng = np.random.default_rng(0)
            self.rows = {item: rng.normal(size=5).astype(np.float32) for item in items}

        def has(self, wanted: Any) -> Any:
            return np.array([item in self.rows for item in wanted])

        def vectors(self, wanted: Any) -> Any:
            return np.stack([self.rows[item] for item in wanted])

        def sample(self, count: int, seed: int = 0) -> Any:
            return np.stack(list(self.rows.values())[:count])

        def close(self) -> None:
            pass

    library._vectors["layout"] = Vectors()  # type: ignore[assignment]


def test_the_strongest_region_is_cut_around_the_peak(
    service: ExplainService, red: PictureSource
) -> None:
    made = service.explain(ask(red, methods=("grad_cam",)))
    region = strongest_region(made)
    assert region is not None
    left, top, _, height = region.box
    assert left < 0.3
    assert top < 0.3
    assert region.rgb.shape[0] == pytest.approx(height * 64, abs=1.5)
    empty = dataclasses.replace(made.maps[0], map=made.maps[0].map * 0)
    assert strongest_region(dataclasses.replace(made, maps=(empty,))) is None


# -- values


def test_questions_survive_json(red: PictureSource) -> None:
    asked = ExplainRequest(
        PictureSource(7, time_s=1.5, box=(0.1, 0.2, 0.3, 0.4)), "a", "b",
        ExplainTarget("alike", like=red, positive=(1, 2), negative=(3,)), ("rise",),
        ExplainOptions(samples=3, important="top", measures=("road",)),
    )  # fmt: skip
    assert ExplainRequest.from_json(json.loads(json.dumps(asked.to_json()))) == asked
    for bad in (None, [], {}, {"source": {}}, {"source": {"item": 1, "path": "x"}}):
        with pytest.raises(QueryError):
            ExplainRequest.from_json(bad)
    with pytest.raises(QueryError):
        ExplainTarget.from_json({"kind": "magic"})
    odd = ExplainOptions.from_json({"samples": "x", "sigma": 9, "top": -1, "measures": ["nix"]})
    assert (odd.samples, odd.sigma, odd.top, odd.measures) == (25, 1.0, 0.01, ())


def test_queries_are_read_as_lists_show_them() -> None:
    query = read_query("red car like item 12 → dog (≤ 5 s) [kind=photo]")
    assert query.text() == "red car"
    assert query.example() is not None
    assert query.example().item == 12
    assert read_query("a [b").text() == "a [b"
    assert read_query("").text() == ""
    asked = Query.of("a dog", parts=[Part(ConceptAsk(("cat",)))], example=Example(item=3))
    found = SearchResults(asked.describe(), asked=asked)
    assert query_of(found) is asked
    assert query_of(ResultList("red car like item 12")).text() == "red car"


def test_the_memory_is_bounded() -> None:
    cache: BoundedCache[str] = BoundedCache(10)
    cache.put("a", "A", 4)
    cache.put("b", "B", 4)
    assert cache.get("a") == "A"
    cache.put("c", "C", 4)
    assert cache.get("b") is None, "the least recently used went"
    assert cache.size == 8
    cache.put("d", "D", 11)
    assert cache.get("d") is None


def test_colour_maps_grow_brighter_evenly() -> None:
    for name in COLOUR_MAPS:
        table = colour_table(name).astype(float) / 255
        assert table.shape == (256, 3)
        linear = np.where(table <= 0.04045, table / 12.92, ((table + 0.055) / 1.055) ** 2.4)
        light = np.cbrt(linear @ [0.2126, 0.7152, 0.0722])
        is_even = (np.diff(light[2:]) > -0.004).all()
        assert is_even == (name != "jet"), name
    with pytest.raises(KeyError):
        colour_table("rainbow")


def test_an_overlay_covers_what_the_network_saw_and_no_more() -> None:
    rgb = np.full((40, 80, 3), 50, np.uint8)
    heat = np.zeros((8, 8), np.float32)
    heat[:, 4:] = 1
    made = overlay(rgb, heat, (0.5, 0.0, 0.5, 1.0), Look("inferno", 1.0))
    assert (made[:, :40] == 50).all()
    assert (made[20, 79] == colour_table("inferno")[255]).all()
    low = overlay(rgb, heat, (0.5, 0.0, 0.5, 1.0), Look("inferno", 1.0, threshold=0.5))
    assert (low[20, 41] == 50).all()
    assert opacity(heat, Look(strength=0.4, threshold=0.5)).max() == pytest.approx(0.4)


# -- real weights


@pytest.mark.data
def test_mobilenet_on_a_real_photo(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINORA_MODELS", str(shared_data / "cnn"))
    service = Services(None).explanations
    photo = shared_data / "photos_imagenet_sample" / "n01443537_goldfish.jpg"
    made = service.explain(ExplainRequest(PictureSource(path=str(photo)), methods=("grad_cam",)))
    assert made.label.startswith("goldfish")
    assert made.score > 0.5
    heat = made.maps[0].map
    rows, _ = np.indices(heat.shape)
    assert heat.shape == (224, 224)
    assert 40 < (rows * heat).sum() / heat.sum() < 184
    layers = service.layers("auto")
    assert layers.auto in {layer.name for layer in layers.layers}
    assert len(service.labels()) == 1000
    assert service.top(PictureSource(path=str(photo)), k=3)[0][0] == made.label
