"""The made-up world of keyframes, and the measurements of searches in time on a small one."""

from pathlib import Path

import numpy as np
import pytest

from app.services.library import Library
from benchmarks import search_panel_time
from benchmarks.search_world import SearchWorld, make_world, write_library
from common.jobs import JobCancelled, JobContext


@pytest.fixture(scope="module")
def world() -> SearchWorld:
    return make_world(1500, seed=3)


def test_keyframes_lie_in_their_videos_in_order_of_time(world: SearchWorld) -> None:
    assert len(world) == 1500
    assert len(set(world.videos.tolist())) == round(1500 / 145)
    assert (np.diff(world.items) == 1).all()
    assert world.items[0] == world.videos[-1] + 1
    same = np.diff(world.videos) == 0
    assert (np.diff(world.start_s)[same] > 0).all()
    assert (world.end_s > world.start_s).all()
    assert (world.start_s[np.r_[True, ~same]] == 0).all()


def test_scenes_are_alike_and_strangers_are_not(world: SearchWorld) -> None:
    assert np.allclose(np.linalg.norm(world.vectors, axis=1), 1, atol=1e-5)
    near = (world.vectors[:-1] * world.vectors[1:]).sum(axis=1)
    alike = near[np.diff(world.clusters) == 0]
    mixed = np.random.default_rng(0).permutation(len(world))
    assert alike.mean() > 0.8
    assert (world.vectors * world.vectors[mixed]).sum(axis=1).mean() < 0.2
    assert world.scored(5).scores.max() > 0.9


def test_pictures_boxes_and_concepts_belong_to_the_keyframes(world: SearchWorld) -> None:
    for level, pixels in world.thumbs.items():
        assert pixels.shape == (1500, level, level)
        assert (pixels >> 24 == 255).all()
    boxes, concepts = world.boxes, world.concepts
    assert len(boxes.labels) == boxes.offsets[-1]
    assert (boxes.x + boxes.width <= 1 + 1e-6).all()
    assert (boxes.y + boxes.height <= 1 + 1e-6).all()
    assert len(concepts.items) == concepts.offsets[-1] == concepts.offsets.max()
    for place in range(20):
        items = concepts.of(place).items
        assert (np.diff(items) > 0).all()
        assert np.isin(items, world.items).all()
    assert world.nbytes > world.vectors.nbytes + boxes.labels.nbytes


def test_the_same_seed_makes_the_same_world_and_it_can_be_stopped(world: SearchWorld) -> None:
    again = make_world(1500, seed=3, thumbs=False)
    assert np.array_equal(again.vectors, world.vectors)
    assert not np.array_equal(make_world(1500, thumbs=False).vectors, world.vectors)
    assert again.thumbs == {}
    assert np.array_equal(again.query(4), world.query(4))
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        make_world(100, context=context)


def test_it_becomes_a_library_with_the_same_ids(tmp_path: Path) -> None:
    world = make_world(300, seed=1)
    write_library(world, tmp_path / "w.kinora")
    library = Library.open(tmp_path / "w.kinora", read_only=True)
    axis = library.timeline.lines().axis
    assert np.array_equal(axis.items, world.items)
    assert np.array_equal(axis.groups, world.videos)
    assert np.allclose(axis.times, world.start_s)
    vectors = library.vectors("net").vectors(world.items[:9].tolist())
    assert np.allclose(vectors, world.vectors[:9])
    table = library.catalogue.facet_table("concept")
    name = world.concepts.names[0]
    assert table.holders(name).tolist() == world.concepts.of(0).items.tolist()
    library.close()


def test_searches_in_time_are_measured_and_agree_with_the_forms_written_out(
    world: SearchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_panel_time, "SAMPLE", 300)
    cases = {case.case: case for case in search_panel_time.rows(world)}
    assert {"temporal p50 1500", "order-free max p50 1500", "time cache 30 s p95 1500"} <= set(
        cases
    )
    assert "off by 0e+00" in cases["temporal p50 1500"].note
    assert all("OTHER" not in case.note for case in cases.values())
    assert all(case.ours is not None and case.ours >= 0 for case in cases.values())
