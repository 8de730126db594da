"""The made-up life of the demo: true of itself, and read by the importers as it was meant."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.services.days import DayService
from app.services.demo import life, life_days
from app.services.demo.life_scenes import SCENES, paint_scene
from app.services.library import Library
from common.jobs import JobContext
from common.settings import Settings
from indexers.catalogue.records import Filter
from indexers.moments.sphere import metres, on_sphere
from tests.import_media import service


def test_every_relation_joins_two_things_of_its_scene() -> None:
    for name, scene in SCENES.items():
        for subject, predicate, other in scene.relations:
            assert subject != other, name
            assert max(subject, other) < len(scene.things), name
            assert predicate == predicate.lower().strip()
        for thing in scene.things:
            left, top, wide, high = thing.box
            assert -0.01 <= left < left + wide <= 1.05, (name, thing.name)
            assert -0.01 <= top < top + high <= 1.05, (name, thing.name)
    used = {block.scene for day in life_days.DAYS for block in day}
    assert used <= SCENES.keys()


def test_a_scene_is_drawn_where_its_graph_says_and_always_the_same() -> None:
    first, scene = paint_scene("pizza", 7, 11.0)
    again, _ = paint_scene("pizza", 7, 11.0)
    assert np.array_equal(first, again)
    other, _ = paint_scene("desk", 7, 11.0)
    assert not np.array_equal(first, other)
    pizza = next(thing for thing in scene.things if thing.name == "pizza")
    height, width = first.shape[:2]
    left, top, wide, high = pizza.box
    middle = first[int((top + high / 2) * height), int((left + wide / 2) * width)]
    assert middle[2] < middle[0]  # cheese or tomato, nothing blue


def test_nobody_is_faster_than_a_train_and_days_have_no_holes() -> None:
    for day, blocks in enumerate(life_days.DAYS):
        for before, after in pairwise(blocks):
            assert before.end == after.start
            if after.origin and not before.origin:
                assert after.origin == before.place
        fixes = life_days.track(day)
        points = on_sphere([each[1] for each in fixes], [each[2] for each in fixes])
        seconds = np.diff([each[0].timestamp() for each in fixes])
        assert (seconds > 0).all()
        assert (metres(points[1:], points[:-1]) / seconds).max() < 60


def test_photos_have_one_name_each_and_the_pocket_camera_is_late() -> None:
    shots = life.shots()
    assert 150 <= len(shots) <= 300
    assert len({Path(shot.name).name for shot in shots}) == len(shots)
    pocket = [shot for shot in shots if shot.camera == life.POCKET]
    assert 15 <= len(pocket) <= 50
    assert all(shot.position is not None for shot in pocket)


@pytest.fixture
def friday(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(life, "DAYS", life_days.DAYS[:2])
    monkeypatch.setattr(life_days, "DAYS", life_days.DAYS[:2])
    media = tmp_path / "life"
    media.mkdir()
    count = life.write_life(media, JobContext())
    library = Library.open(tmp_path / "l.kinora", create=True)
    report = service(library).run([media], "lifelog", JobContext(), texts=False)
    assert (report.added, report.skipped) == (count, [])
    yield library
    library.close()


def test_the_importers_read_it_and_the_pizza_is_found_at_work(friday: Library) -> None:
    days = DayService(friday, Settings())
    report = days.segment()
    assert report.places >= 5
    asked = [
        Filter("object", ("pizza",)), Filter("weekday", ("Friday",)), Filter("place", ("work",)),
        Filter("activity", ("eating",)),
    ]  # fmt: skip
    found = friday.catalogue.items_with(asked)
    assert len(found) == 2
    views = {place.name: place.role for place in days.places()}
    assert views["home"] == "home"
    assert views["work"] == "work"
    assert "Corner Café" in views
    (graph,) = friday.catalogue.scene_graphs(found[:1])
    edges = {(graph.nodes[edge.subject].label, edge.predicate, graph.nodes[edge.object].label)
             for edge in graph.edges}  # fmt: skip
    assert ("pizza", "on", "plate") in edges
    advice = days.advise_clock(life.POCKET)
    assert abs(advice.seconds - 420) <= 20
    names = {info.name for info in friday.catalogue.series()}
    assert {"heart rate", "steps"} <= names
