"""Clusters by any facet, number, label or bucket; captions that say something new."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.services import wall_captions as captioner
from app.services import wall_render
from app.services.arrangements import Arrangement, Cluster
from app.services.library import Library
from app.services.wall import ArrangeRequest, WallService
from app.services.wall_camera import View, WallCamera
from app.services.wall_captions import Seen, SubCaption, WallCaptioner, seen_blocks
from app.services.wall_groups import range_codes, stand_in_note
from app.services.wall_labels import place_captions, place_labels
from common.jobs import JobContext
from common.settings import Settings
from common.values import Facet, ItemKind, MediaFacts
from indexers.catalogue.records import NewItem

COUNT = 240
GENRES = [f"Genre {number}" for number in range(40)]


def films(count: int, popularity_from: str = "list") -> list[NewItem]:
    made = []
    for n in range(count):
        facets = [Facet("genre", GENRES[n % 3]), Facet("score", str(n % 50 / 10))]
        if n == 5:
            facets = [Facet("genre", name) for name in GENRES]  # one with 40
        if n == 6:
            facets = []
        if n % 4 == 0:
            facets.append(Facet("city", "New York" if n % 3 == 0 else "Paris"))
        made.append(
            NewItem(
                identity=f"film-{n}",
                kind=ItemKind.FILM,
                title=f"{chr(90 - n % 26)} {n}",
                year=None if n == 7 else 1950 + n % 60,
                popularity=float(n % 5),
                facts=MediaFacts(
                    60, 90, duration_s=60.0 * n, extra={"popularity_from": popularity_from}
                ),
                facets=facets,
            )
        )
    return made


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = Library.open(tmp_path_factory.mktemp("groups") / "a.kinora", create=True)
    ids = made.catalogue.add_batch(films(COUNT))
    made.catalogue.set_labels({ids[0]: 1, ids[1]: 1, ids[2]: -1})
    made.catalogue.set_labels({ids[5]: 1}, "Boats")
    made.catalogue.add_to_bucket("Small", ids[:3])
    made.catalogue.add_to_bucket("Large", ids[:9])
    yield made
    made.close()


@pytest.fixture
def wall(library: Library) -> WallService:
    return WallService(library, Settings())


def counts(wall: WallService, key: str) -> dict[str, int]:
    made = wall.arrange(wall.table(), ArrangeRequest("clustered", key))
    assert np.array_equal(np.sort(made.order), np.arange(COUNT))
    return {cluster.label: cluster.count for cluster in made.clusters}


def test_everything_that_an_item_has_can_be_clustered_by(wall: WallService) -> None:
    keys = wall.cluster_keys(wall.table())
    assert {
        "genre",
        "city",
        "score",
        "kind",
        "year",
        "popularity",
        "label",
        "bucket",
        "duration_s",
    } <= set(keys)
    assert keys["label"] == 3
    assert keys["year"] == COUNT - 1
    for key in keys:
        assert sum(counts(wall, key).values()) == COUNT
    assert set(counts(wall, "duration_s")) > {"Below 2,000"}


def test_labels_and_buckets_are_clusters(wall: WallService) -> None:
    found = counts(wall, "label")
    assert (found["Relevant"], found["Not relevant"]) == (2, 1)
    assert found["No label"] == COUNT - 3
    assert counts(wall, "label:Boats")["Relevant"] == 1
    assert counts(wall, "bucket") == {"Large": 9, "No bucket": COUNT - 9}


def test_an_item_with_forty_genres_or_none_has_one_place(wall: WallService) -> None:
    found = counts(wall, "genre")
    assert found["No genre"] == 1
    assert sum(found.values()) == COUNT
    assert set(found) == {"Genre 0", "Genre 1", "Genre 2", "No genre"}  # 5 counts by its main one


def test_numbers_are_put_into_ranges_in_their_order(wall: WallService) -> None:
    made = wall.arrange(wall.table(), ArrangeRequest("clustered", "score"))
    labels = {cluster.label for cluster in made.clusters}
    ranges = ["Below 1", "1 to 2", "2 to 3", "3 to 4", "4 and more"]
    assert labels == {*ranges, "No score"}
    years = counts(wall, "year")
    assert "1950s" in years
    assert years["No year"] == 1


@pytest.mark.parametrize("values", [[], [3.0], [2.0] * 9, [np.nan, np.nan], [-5e6, 1.0, 7e6]])
def test_ranges_hold_any_numbers(values: list[float]) -> None:
    codes, names = range_codes(np.array(values, np.float64))
    assert len(codes) == len(values)
    assert len(names) <= 12
    assert all(-1 <= code < len(names) for code in codes)
    assert (codes[np.isnan(values)] == -1).all() if len(values) else True


def test_ranges_are_ascending() -> None:
    values = np.random.default_rng(0).normal(50, 20, 1000)
    codes, names = range_codes(values)
    assert (np.diff(codes[np.argsort(values)]) >= 0).all()
    assert names[0].startswith("Below")
    assert names[-1].endswith("and more")


@pytest.mark.parametrize(
    ("origins", "says"),
    [
        ({}, ""),
        ({"list": 9}, ""),
        ({"votes": 9}, "number of votes"),
        ({"people and links": 9}, "then the title"),
        ({"list": 3, "votes": 4, "people and links": 1}, "partly"),
    ],
)
def test_the_wall_says_what_stands_in_for_popularity(origins: dict[str, int], says: str) -> None:
    note = stand_in_note(origins)
    assert says in note
    assert bool(note) == bool(says)


def test_titles_decide_where_popularity_is_a_guess(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "b.kinora", create=True)
    library.catalogue.add_batch(films(60, "people and links"))
    wall = WallService(library, Settings())
    table = wall.table()
    made = wall.arrange(table, ArrangeRequest("popularity"))
    assert "people and links" in made.note
    titles = library.catalogue.titles()
    best = [titles[n] for n in made.order.tolist() if n % 5 == 4]
    assert best == sorted(best)
    assert "people and links" in wall.arrange(table, ArrangeRequest("clustered", "genre")).note
    library.close()


def test_popularity_of_a_list_needs_no_note(wall: WallService) -> None:
    assert wall.arrange(wall.table(), ArrangeRequest("popularity")).note == ""


# -- captions


def rows_by_city(wall: WallService) -> tuple[Arrangement, Seen]:
    """Paris on the left, New York on the right, the rest below."""
    table = wall.table()
    numbers = np.arange(COUNT)
    paris = numbers[(numbers % 4 == 0) & (numbers % 3 != 0)]
    york = numbers[(numbers % 4 == 0) & (numbers % 3 == 0)]
    rest = np.setdiff1d(numbers, np.concatenate([paris, york]))
    left, right = paris[:20].reshape(4, 5), york[:20].reshape(4, 5)
    rest = np.concatenate([rest, paris[20:], york[20:]])
    order = np.concatenate([np.hstack([left, right]).reshape(-1), rest])
    assert len(order) == len(table)
    return Arrangement("similarity", 10, order), Seen((0, 10), (0, 24), (5, 4))


def test_captions_name_what_is_typical_of_a_block(wall: WallService, library: Library) -> None:
    arrangement, seen = rows_by_city(wall)
    captioner = WallCaptioner(library)
    found = captioner.captions(wall.table(), arrangement, seen, JobContext())
    by_box = {caption.box: caption.text for caption in found}
    assert by_box[(0, 0, 5, 4)] == "Paris"
    assert by_box[(5, 0, 10, 4)] in {"New York", "Genre 0"}
    texts = [caption.text for caption in found]
    assert len(texts) == len(set(texts))
    assert captioner.captions(
        wall.table(), replace(arrangement, method="random"), seen, JobContext()
    ) == []  # fmt: skip


def test_words_that_are_covered_are_skipped(wall: WallService, library: Library) -> None:
    arrangement, seen = rows_by_city(wall)
    named = Cluster("In PARIS and in new york", 40, (5, 2), (0, 0, 10, 4))
    covered = replace(arrangement, clusters=(named,))
    found = WallCaptioner(library).captions(wall.table(), covered, seen, JobContext())
    assert not {caption.text for caption in found} & {"Paris", "New York"}
    away = replace(arrangement, clusters=(replace(named, box=(0, 90, 10, 94)),))
    found = WallCaptioner(library).captions(wall.table(), away, seen, JobContext())
    assert "Paris" in {caption.text for caption in found}


def test_going_closer_gives_finer_captions(wall: WallService, library: Library) -> None:
    arrangement, _ = rows_by_city(wall)
    captioner, table = WallCaptioner(library), wall.table()
    far = captioner.captions(table, arrangement, Seen((0, 10), (0, 24), (10, 24)), JobContext())
    near = captioner.captions(table, arrangement, Seen((0, 10), (0, 8), (5, 2)), JobContext())
    assert len(near) > len(far)
    assert captioner.captions(table, arrangement, Seen((0, 2), (0, 2), (1, 1)), JobContext()) == []
    assert captioner.captions(table, arrangement, Seen((5, 5), (0, 2), (5, 4)), JobContext()) == []


def test_captions_never_lie_over_names_or_each_other() -> None:
    camera = WallCamera(900, 600, 1.5)
    camera.set_grid(2400, 60, 1.5)
    camera.jump(View(30, 30, 20.0))

    def measure(text: str, font_px: float) -> float:
        return 0.6 * font_px * len(text)

    names = [Cluster("A cluster", 2400, (30, 20), (0, 0, 60, 40))]
    labels = place_labels(names, camera, measure)
    captions = [
        SubCaption(f"Caption {x} {y}", "genre", (x, y, x + 8, y + 5), 0.5)
        for y in range(0, 40, 3)
        for x in range(0, 60, 5)
    ]
    placed = place_captions(captions, camera, measure, labels)
    assert len(placed) > 5
    every = [*labels, *placed]
    for number, label in enumerate(every):
        assert label.box.x >= 0
        assert label.box.x + label.box.width <= camera.width + 1
        assert not any(label.box.meets(other.box) for other in every[:number])


def test_blocks_stay_while_panning_and_grow_finer_when_closer() -> None:
    camera = WallCamera(900, 600, 1.5)
    camera.set_grid(24_000, 200, 1.5)
    camera.jump(camera.fitted())
    made = Arrangement("map", 200, np.arange(24_000))
    far = seen_blocks(camera, made)
    assert far is not None
    named = replace(made, clusters=(Cluster("All", 24_000, (100, 60), (0, 0, 200, 120)),))
    assert seen_blocks(camera, named) is None  # the names of clusters come first
    camera.jump(View(100.0, 90.0, 20.0))
    near = seen_blocks(camera, named)
    assert near is not None
    assert near.block < far.block
    camera.jump(View(100.3, 90.2, 20.0))
    assert seen_blocks(camera, named) == near
    camera.jump(View(100.0, 90.0, 300.0))
    assert seen_blocks(camera, made) is None  # pictures are looked at


def test_a_drawn_wall_has_its_captions(wall: WallService, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[SubCaption] = []
    monkeypatch.setattr(captioner, "LEAST_LIFT", 1.0)
    real = wall_render.place_captions

    def seen(captions: list[SubCaption], *rest: object) -> object:
        drawn.extend(captions)
        return real(captions, *rest)

    monkeypatch.setattr(wall_render, "place_captions", seen)
    wall.render((900, 600), ArrangeRequest("colour"))
    assert drawn
    drawn.clear()
    wall.render((900, 600), ArrangeRequest("random"))
    assert drawn == []
