"""The wall's service on a small library: table, arrangements, matches, screenshots."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.services.arrangements import choose_columns
from app.services.library import Library
from app.services.wall import BY_VECTORS, METHODS, ArrangeRequest, WallService
from app.services.wall_camera import View, WallCamera
from app.services.wall_labels import place_labels
from app.services.wall_table import carried
from common.errors import QueryError
from common.settings import Settings
from common.values import ItemKind
from indexers.catalogue.records import NewItem
from tests.wall_support import colour_of, fill, make_library

COUNT = 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = make_library(tmp_path_factory.mktemp("wall"), COUNT)
    yield made
    made.close()


@pytest.fixture
def wall(library: Library) -> WallService:
    return WallService(library, Settings())


@pytest.mark.parametrize("method", [m for m in METHODS if m not in BY_VECTORS])
def test_every_arrangement_holds_every_item(wall: WallService, method: str) -> None:
    table = wall.table()
    made = wall.arrange(table, ArrangeRequest(method, hits=(5, 3, 9)))
    assert len(table) == COUNT
    assert np.array_equal(np.sort(made.order), np.arange(COUNT))
    assert made.columns == choose_columns(COUNT, 1.6, 2 / 3)


def test_arrangements_follow_their_names(wall: WallService, library: Library) -> None:
    table = wall.table()

    def ids(method: str, **options: object) -> list[int]:
        order = wall.arrange(table, ArrangeRequest(method, **options)).order
        return table.ids[order].tolist()

    assert ids("results", hits=(9, 3, 9, 10**6))[:2] == [9, 3]
    popular = [library.catalogue.item(i).popularity for i in ids("popularity")]
    known = [p for p in popular if p is not None]
    assert known == sorted(known, reverse=True)
    assert all(p is None for p in popular[len(known) :])
    titles = [s.title.removeprefix("The ") for s in library.catalogue.items(ids("name"))]
    assert titles == sorted(titles)
    years = table.years[wall.arrange(table, ArrangeRequest("year")).order]
    assert (np.diff(years[~np.isnan(years)]) >= 0).all()
    assert ids("random", seed=1) != ids("random", seed=2)
    assert ids("random", seed=1) == ids("random", seed=1)


def test_clusters_are_the_values_of_the_facet(wall: WallService, library: Library) -> None:
    table = wall.table()
    made = wall.arrange(table, ArrangeRequest("clustered", "genre"))
    counts = dict(library.catalogue.facet_counts("genre"))
    found = {cluster.label: cluster.count for cluster in made.clusters}
    assert found.pop("No genre") == COUNT - sum(counts.values())
    assert found == counts
    assert wall.cluster_key() == "genre"
    kinds = wall.arrange(table, ArrangeRequest("clustered", "kind"))
    assert {c.label: c.count for c in kinds.clusters} == {"Films": 30, "Photos": 30}
    decades = wall.arrange(table, ArrangeRequest("clustered", "year"))
    assert "1950s" in {c.label for c in decades.clusters}


def test_the_time_line_is_in_order_and_named(wall: WallService) -> None:
    table = wall.table(frozenset({ItemKind.PHOTO}))
    made = wall.arrange(table, ArrangeRequest("timeline"))
    times = table.taken_at[made.order]
    assert (np.diff(times).astype(np.int64) >= 0).all()
    assert [c.label for c in made.clusters] == [f"2020-{month:02}" for month in range(2, 13, 2)]


def test_a_bad_wish_is_answered(wall: WallService) -> None:
    table = wall.table()
    with pytest.raises(QueryError, match="Choose one of: random"):
        wall.arrange(table, ArrangeRequest("upside-down"))
    with pytest.raises(QueryError, match="Cluster by one of"):
        wall.arrange(table, ArrangeRequest("clustered", "shoe size"))
    with pytest.raises(QueryError, match="vectors"):
        wall.arrange(table, ArrangeRequest("similarity"))
    with pytest.raises(QueryError, match="sides"):
        wall.render((0, 100), ArrangeRequest())
    with pytest.raises(QueryError, match="zoom"):
        wall.render((100, 100), ArrangeRequest(), zoom=0.2)


def test_what_is_offered_fits_the_library(wall: WallService) -> None:
    table = wall.table()
    assert "popularity" in wall.methods(table)
    assert "similarity" not in wall.methods(table)
    assert set(wall.methods(table)) <= set(METHODS)
    photos = wall.table(frozenset({ItemKind.PHOTO}))
    assert "popularity" not in wall.methods(photos)


def test_text_and_facets_light_items_up(wall: WallService, library: Library) -> None:
    table = wall.table()
    by_title = wall.matching(table, "harbour")
    titles = {s.title for s in library.catalogue.items(table.ids[by_title].tolist())}
    assert titles == {t for t in library.catalogue.titles() if "Harbour" in t}
    by_facet = wall.matching(table, "come")
    expected = library.catalogue.items_with((wall.filter("genre", "Comedy"),))
    assert sorted(table.ids[by_facet].tolist()) == expected.tolist()
    assert len(wall.matching(table, "  ")) == 0
    assert len(wall.matching(table, "nothing like it")) == 0
    lit = wall.passing(table, (wall.filter("genre", "War"), wall.filter("kind", "film")))
    assert 0 < lit.sum() < COUNT
    assert wall.passing(table, ()).all()


def test_a_video_stands_for_its_shots(tmp_path: Path) -> None:
    library = make_library(tmp_path, 0)
    library.catalogue.add_batch(
        [
            NewItem(identity="v", kind=ItemKind.VIDEO, title="Video"),
            NewItem(identity="v#t=0", kind=ItemKind.SHOT, parent="v", start_s=0, end_s=2),
            NewItem(identity="v#t=2", kind=ItemKind.SHOT, parent="v", start_s=2, end_s=4),
        ]
    )
    wall = WallService(library, Settings())
    assert len(wall.table()) == 1
    assert len(wall.table(frozenset(ItemKind))) == 3
    assert wall.table().counts[ItemKind.SHOT] == 2
    library.close()


def test_new_items_follow_and_nothing_jumps(tmp_path: Path) -> None:
    library = make_library(tmp_path, 40)
    wall = WallService(library, Settings())
    before = wall.table()
    made = wall.arrange(before, ArrangeRequest("random", seed=3))
    fill(library, 4, first=40)
    after = wall.table()
    assert after.revision > before.revision
    more = carried(made, before, after, 1.6, 2 / 3)
    assert more is not None
    assert more.columns == made.columns
    assert np.array_equal(after.ids[more.order[:40]], before.ids[made.order])
    assert sorted(after.ids[more.order].tolist()) == after.ids.tolist()
    gone = [int(before.ids[3]), int(before.ids[17])]
    library.catalogue.remove_items(gone)
    fewer = wall.table()
    left = carried(more, after, fewer, 1.6, 2 / 3)
    assert left is not None
    old = [i for i in after.ids[more.order].tolist() if i not in gone]
    assert fewer.ids[left.order].tolist() == old
    fill(library, 100, first=50)
    assert carried(left, fewer, wall.table(), 1.6, 2 / 3) is None
    library.close()


def test_a_rendered_wall_shows_the_right_colours(wall: WallService, library: Library) -> None:
    shot = wall.render((600, 400), ArrangeRequest("random", seed=7))
    assert shot.rgb.shape == (400, 600, 3)
    camera = WallCamera(600, 400, 1.5)
    camera.set_grid(COUNT, shot.arrangement.columns, 1.5)
    camera.jump(camera.fitted())
    table = wall.table()
    for cell in (0, 13, COUNT - 1):
        rect = camera.cell_rect(cell)
        x, y = int(rect.x + rect.width / 2), int(rect.y + rect.height / 2)
        number = int(table.ids[shot.arrangement.order[cell]]) - int(table.ids[0])
        assert np.abs(shot.rgb[y, x].astype(int) - colour_of(number)).max() <= 6


def test_a_zoomed_picture_is_a_part_of_the_whole(wall: WallService) -> None:
    item = int(wall.table().ids[20])
    close = wall.render((300, 200), ArrangeRequest("year"), zoom=4, centre=item)
    middle = close.rgb[100, 150]
    assert np.abs(middle.astype(int) - colour_of(20)).max() <= 6


@pytest.mark.parametrize(("count", "pictures"), [(0, True), (1, True), (5, False)])
def test_small_and_bare_libraries_are_drawn(tmp_path: Path, count: int, pictures: bool) -> None:
    library = make_library(tmp_path, 0)
    fill(library, count, pictures=pictures)
    wall = WallService(library, Settings())
    for method in ("random", "clustered", "semi-clustered", "timeline", "name", "colour"):
        for size in ((200, 100), (2, 2)):
            shot = wall.render(size, ArrangeRequest(method, view_aspect=size[0] / size[1]))
            assert shot.items == count
            assert shot.rgb.shape == (size[1], size[0], 3)
    library.close()


def test_screenshots_are_files(wall: WallService, tmp_path: Path) -> None:
    from PIL import Image

    shot = wall.render((120, 80), ArrangeRequest())
    wall.save(shot, tmp_path / "wall.png")
    with Image.open(tmp_path / "wall.png") as image:
        assert np.array_equal(np.asarray(image), shot.rgb)
    with pytest.raises(QueryError, match="cannot be written"):
        wall.save(shot, tmp_path / "wall.exe")


def test_labels_keep_clear_of_each_other(wall: WallService) -> None:
    table = wall.table()
    made = wall.arrange(table, ArrangeRequest("clustered", "genre"))
    camera = WallCamera(900, 600, 1.5)
    camera.set_grid(COUNT, made.columns, 1.5)
    camera.jump(camera.fitted())

    def measure(text: str, font_px: float) -> float:
        return 0.6 * font_px * len(text)

    for zoom in (1, 2, 5, 12):
        middle = camera.world[0] / 2, camera.world[1] / 2
        camera.jump(View(*middle, camera.fit_scale * zoom))
        placed = place_labels(made.clusters, camera, measure)
        assert placed
        for number, label in enumerate(placed):
            assert label.box.x >= -1
            assert label.box.x + label.box.width <= camera.width + 1
            assert not any(label.box.meets(other.box) for other in placed[:number])


def test_the_wall_is_sorted_by_similarity_where_there_are_vectors(tmp_path: Path) -> None:
    library = make_library(tmp_path, 30)
    ids = library.catalogue.columns("id")["id"]
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(28, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    collection = library.vectors("layout")
    rows = collection.append(vectors)
    from common.values import Findings

    for item, row in zip(ids[:28].tolist(), rows.tolist(), strict=True):
        library.catalogue.add_findings(item, "layout", "1", Findings(), {"layout": row})
    collection.commit(ids[:28].tolist(), rows.tolist())
    wall = WallService(library, Settings())
    table = wall.table()
    assert "similarity" in wall.methods(table)
    made = wall.arrange(table, ArrangeRequest("similarity"))
    assert np.array_equal(np.sort(made.order), np.arange(30))
    assert set(made.order[28:].tolist()) == {28, 29}
    library.close()
