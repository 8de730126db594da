"""Clusters, expansions, queries and maps, on a small library with made-up vectors."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.services.explore import ExploreService
from app.services.library import Library
from app.services.types import ExploreState, parse_filter
from common.errors import IndexMismatchError, QueryError
from common.jobs import JobCancelled, JobContext
from tests.app.searching import WORDS, FakeModels, photo_library, settings

DOGS, CATS = set(range(1, 31)), set(range(31, 61))
PHOTOS = 180


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("e") / "e.kinora")
    yield library
    library.close()


@pytest.fixture
def explore(library) -> ExploreService:
    return ExploreService(library, FakeModels(), settings())


def ids(found) -> list[int]:
    return [hit.item for hit in found.hits]


def test_clusters_are_the_kinds_of_photos(explore) -> None:
    for made in (explore.cluster("cc", threshold=0.5), explore.cluster("kmeans", k=6, seed=1)):
        kinds = {frozenset((item - 1) // 30 for item in one.items) for one in made.clusters}
        assert kinds == {frozenset([kind]) for kind in range(len(WORDS))}
        assert made.items == PHOTOS
        assert made.without == 7  # films, a video, its shots
        assert "7 items have no vector" in made.notes[0]
        assert made.place_of(1) == made.place_of(30) != made.place_of(31)
        assert made.place_of(9999) is None


def test_a_clustering_is_kept_until_vectors_change(explore, library) -> None:
    first = explore.cluster(threshold=0.5)
    assert explore.cluster(threshold=0.5) is first
    library.catalogue.add_to_bucket("any", [1])
    assert explore.cluster(threshold=0.5) is first
    library.catalogue.delete_bucket("any")
    assert explore.cluster(threshold=0.6) is not first
    part = explore.cluster(threshold=0.5, within=[1, 2, 31, 181])
    assert sorted(sorted(one.items) for one in part.clusters) == [[1, 2], [31]]
    assert part.without == 1


def test_an_overview_shows_one_of_each_that_may_be_shown(explore) -> None:
    made = explore.cluster(threshold=0.5)
    shown = explore.overview(made)
    assert ids(shown) == [one.representative for one in made.clusters]
    assert shown.hits[0].why == "stands for 30 items"
    assert [h.score for h in shown.hits] == sorted((h.score for h in shown.hits), reverse=True)
    again = explore.overview(made, seen=ids(shown), allowed=sorted(DOGS | CATS))
    assert len(again.hits) == 2
    assert not set(ids(again)) & set(ids(shown))
    assert explore.overview(made, allowed=[]).notes[-1].startswith("Nothing is left")


def test_a_cluster_lists_the_rest_by_similarity_to_the_first(explore) -> None:
    made = explore.cluster(threshold=0.5)
    place = made.place_of(1)
    shown = explore.browse(made, place, seen=[2])
    assert set(ids(shown)) == DOGS - {2}
    alike = [hit.parts["similarity"] for hit in shown.hits]
    assert alike == sorted(alike, reverse=True)
    assert alike[0] == pytest.approx(1, abs=1e-3)
    with pytest.raises(QueryError, match="no cluster 100"):
        explore.browse(made, 99)


def test_clusters_are_sorted_by_similarity_to_a_bucket(explore) -> None:
    made = explore.sort_clusters(explore.cluster(threshold=0.5), [31, 40, 50])
    assert set(made.clusters[0].items) == CATS
    scores = [one.score for one in made.clusters]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0.9 > scores[1]
    with pytest.raises(QueryError, match="bucket is empty"):
        explore.sort_clusters(made, [])


def test_expanding_finds_what_lies_around(explore) -> None:
    part = explore.cluster(threshold=0.5, within=[1, 2, 3])
    around = explore.expand_cluster(part, 0, k=10)
    assert set(ids(around)) <= DOGS - {1, 2, 3}
    assert len(ids(around)) == 10
    whole = explore.expand_cluster(part, 0, threshold=0.5, k=0, seen=[4])
    assert set(ids(whole)) == DOGS - {1, 2, 3, 4}
    assert all(hit.score > 0.5 for hit in whole.hits)
    both = explore.expand_bucket([1, 31], threshold=0.5, k=0)
    assert set(ids(both)) == (DOGS | CATS) - {1, 31}
    near = {hit.item: hit.why for hit in both.hits}
    assert near[40].startswith("like “img030")
    assert set(ids(explore.expand_bucket([1, 31], k=5, allowed=range(50, 55)))) == {*range(50, 55)}
    with pytest.raises(QueryError, match="threshold of 2"):
        explore.expand_bucket([1], threshold=2)
    with pytest.raises(QueryError, match="at least one"):
        explore.expand_bucket([1], k=0)


def test_queries_by_item_file_pixels_part_and_bucket(explore, tmp_path: Path) -> None:
    found = explore.query(5, k=29)
    assert set(ids(found)) == DOGS - {5}
    assert found.hits[0].why.startswith("like “img004")
    grey = np.full((60, 90, 3), 40 + 5, np.uint8)  # the made-up encoder takes it for a cat
    assert set(ids(explore.query(grey, k=20))) <= CATS
    file = tmp_path / "any.png"
    Image.fromarray(grey).save(file)
    assert set(ids(explore.query(file, k=20))) <= CATS
    grey[:, 45:] = 2 * 40 + 5
    assert set(ids(explore.query(grey, box=(0.5, 0, 0.5, 1), k=20))) <= set(range(61, 91))
    assert "a part of" in explore.query(grey, box=(0, 0, 0.5, 1)).hits[0].why
    with pytest.raises(QueryError, match="0 x 60 pixels"):
        explore.query(grey, box=(1.0, 0, 0.5, 1))
    of_bucket = explore.query_bucket([1, 2, 3], k=50, seen=[4])
    assert set(ids(of_bucket)[:26]) == DOGS - {1, 2, 3, 4}
    assert "most of all" in of_bucket.hits[0].why
    films = parse_filter("kind=film")
    none = explore.query(5, allowed=explore._library.catalogue.items_with([films]))
    assert none.hits == ()
    assert none.notes


def test_a_bucket_without_vectors_says_so(explore, library) -> None:
    film = int(library.catalogue.items_with([parse_filter("kind=film")])[0])
    with pytest.raises(QueryError, match="No item of the bucket has a vector"):
        explore.query_bucket([film])
    with pytest.raises(QueryError, match="bucket is empty"):
        explore.expand_bucket([])
    with pytest.raises(IndexMismatchError):
        explore.query_bucket([1], encoder="clip:none")
    with pytest.raises(QueryError, match="no clustering “x”"):
        explore.cluster("x")
    with pytest.raises(QueryError, match=r"threshold of 1\.5"):
        explore.cluster(threshold=1.5)


def test_a_map_and_what_is_drawn_on_it(explore) -> None:
    made = explore.project(method="pca")
    assert made.points.shape == (PHOTOS, 2)
    assert made.points.min() == 0
    assert made.points.max() == 1
    assert made.without == 7
    x, y = made.points[0]
    box = explore.in_box(made, x + 0.05, y + 0.05, x - 0.05, y - 0.05)
    assert made.items[0] in ids(box)
    within = np.abs(made.points - made.points[0]).max(axis=1) <= 0.05
    assert set(ids(box)) == set(made.items[within].tolist())
    line = [(x - 0.05, y - 0.05), (x + 0.05, y - 0.05), (x + 0.05, y + 0.05), (x - 0.05, y + 0.05)]
    assert set(ids(explore.in_lasso(made, line))) == set(ids(box))
    triangle = explore.in_lasso(made, [(0, 0), (2, 0), (0, 2)])
    inside = made.points.sum(axis=1) < 2
    assert set(ids(triangle)) == set(made.items[inside].tolist())
    assert not explore.in_box(made, 0, 0, 1, 1, allowed=[]).hits
    with pytest.raises(QueryError, match="three points"):
        explore.in_lasso(made, [(0, 0), (1, 1)])
    with pytest.raises(QueryError, match="no map called"):
        explore.project(method="globe")


def test_a_cancelled_clustering_leaves_nothing(explore) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        explore.cluster(threshold=0.123, context=context)
    assert explore.cluster(threshold=0.123).items == PHOTOS


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "none.kinora", create=True)
    with pytest.raises(QueryError, match="no image vectors yet"):
        ExploreService(library, None, settings()).cluster()
    library.close()


def test_items_that_come_and_go_are_noticed(tmp_path: Path) -> None:
    library = photo_library(tmp_path / "g.kinora", per_word=3)
    explore = ExploreService(library, None, settings())
    before = explore.cluster(threshold=0.5)
    library.vectors("layout").remove([1, 2])
    after = explore.cluster(threshold=0.5)
    assert before.items - after.items == 2
    assert after.place_of(1) is None
    assert 1 not in ids(explore.query(3, k=50))
    library.close()


@pytest.mark.parametrize("count", [1, 3])
def test_collections_of_one_and_three(tmp_path: Path, count: int) -> None:
    library = photo_library(tmp_path / "t.kinora", per_word=1)
    library.catalogue.remove_items(range(count + 1, 7))
    library.vectors("layout").remove(range(count + 1, 7))
    library.catalogue.add_to_bucket("one", [1])
    explore = ExploreService(library, None, settings())
    for made in (explore.cluster(), explore.cluster("kmeans", k=5)):
        assert sorted(item for one in made.clusters for item in one.items) == [*range(1, count + 1)]
    assert len(explore.query(1).hits) == len(explore.query_bucket([1]).hits) == count - 1
    assert len(explore.project(method="pca").items) == count
    assert len(explore.in_box(explore.project(method="umap"), 0, 0, 1, 1).hits) == count
    said = explore.meter(ExploreState(found=[1], clustering=made))
    assert (said.advice is None) == (count == 1)
    report = explore.measure(least=1, projection="pca")
    assert all(0 < case.mean <= 1 for case in report.cases)
    library.close()
