"""The simulated analyst and the table of the 24 strategies."""

from pathlib import Path

import numpy as np
import pytest

from app.services.explore import ExploreService
from app.services.explore_analyst import PATIENCE, STRATEGIES, Arena, Play, Tray
from app.services.explore_types import SearchKind, Strategy
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from tests.app.searching import photo_library, settings

BROWSE = Strategy(1, SearchKind.NONE, overview=False, sort=False)


def arena_of(angles: list[float], points: list[tuple[float, float]] | None = None) -> Arena:
    """Return a collection on a circle: the correlation is the cosine of the angle between."""
    turned = np.radians(angles)
    alike = np.cos(turned[:, None] - turned[None]).astype(np.float32)
    return Arena(alike, np.asarray(points or [(0, 0)] * len(angles), np.float32))


def played(arena: Arena, clusters, relevant, strategy: Strategy, target: int, threshold=0.9):
    tray = Tray(
        [np.array(rows) for rows in clusters], [threshold] * len(clusters), threshold, arena
    )
    mask = np.isin(np.arange(len(arena.alike)), relevant)
    play = Play(arena, tray, mask, target, np.random.default_rng(0))
    assert play.run(strategy) == len(play.viewed)
    return play.viewed


def test_there_are_24_different_strategies() -> None:
    assert [one.number for one in STRATEGIES] == list(range(1, 25))
    assert len({one.name for one in STRATEGIES}) == 24
    assert STRATEGIES[0].name == "browsing only"
    assert STRATEGIES[-1].name == "sorting + overview + projection"


def test_browsing_goes_through_clusters_until_enough_is_found() -> None:
    arena = arena_of([0] * 6)
    assert played(arena, [[3, 1], [0, 2, 5], [4]], [2, 4], BROWSE, 1) == [3, 1, 0, 2]
    assert played(arena, [[3, 1], [0, 2, 5], [4]], [2, 4], BROWSE, 2) == [3, 1, 0, 2, 5, 4]


def test_an_overview_comes_first_and_picks_clusters() -> None:
    arena = arena_of([0] * 6)
    overview = Strategy(7, SearchKind.NONE, overview=True, sort=False)
    clusters = [[3, 1], [0, 2], [5, 4]]
    assert played(arena, clusters, [5, 4, 2], overview, 2) == [3, 0, 5, 4]


def test_sorting_takes_the_cluster_most_like_the_bucket() -> None:
    arena = arena_of([0, 100, 170, 10])
    sort = Strategy(13, SearchKind.NONE, overview=False, sort=True)
    assert played(arena, [[0], [1], [2], [3]], [0, 3], sort, 2) == [0, 3]


def test_a_query_ends_after_eight_irrelevant_in_a_row() -> None:
    angles = [0, *range(1, 30), 180]
    arena = arena_of(angles)
    query = Strategy(5, SearchKind.QUERY_BUCKET, overview=False, sort=False)
    viewed = played(arena, [[0], [30], [*range(1, 30)]], [0, 3, 29], query, 3)
    # After 0: 1 to 3, where 3 is relevant, then eight more, then the next cluster.
    assert viewed[: 1 + 3 + PATIENCE] == list(range(12))
    assert viewed[12] == 30


def test_an_expansion_goes_on_while_it_is_worth_it() -> None:
    arena = arena_of([0, 40, 44, 57, 60, 70, 75, 180])  # cosines .77 .72 .54 .5 .34 .26
    clusters = [[0], [7], [1, 2, 3, 4, 5, 6]]
    expand = Strategy(2, SearchKind.EXPAND_CLUSTER, overview=False, sort=False)
    assert played(arena, clusters, [0, 1, 3, 6], expand, 4) == [0, 1, 2, 3, 4, 5, 7, 6]
    assert played(arena, clusters, [0, 6], expand, 2)[:4] == [0, 1, 2, 7]
    bucket = Strategy(3, SearchKind.EXPAND_BUCKET, overview=False, sort=False)
    assert played(arena, clusters, [0, 1, 3, 6], bucket, 4)[:4] == [0, 1, 2, 3]


def test_ten_images_of_the_bucket_are_queried_and_none_twice() -> None:
    arena = arena_of([0, 5, 90, 95, 180])
    query = Strategy(4, SearchKind.QUERY_IMAGE, overview=False, sort=False)
    viewed = played(arena, [[0, 2], [4], [1, 3]], [0, 1, 2, 3], query, 4)
    assert set(viewed[2:4]) == {1, 3}
    assert 4 not in viewed


def test_a_box_is_drawn_where_the_bucket_is_densest() -> None:
    points = [(0.1, 0.1), (0.12, 0.1), (0.9, 0.9), (0.15, 0.15), (0.95, 0.95), (0.5, 0.5)]
    arena = arena_of([0] * 6, points)
    drawn = Strategy(6, SearchKind.PROJECTION, overview=False, sort=False)
    viewed = played(arena, [[0, 1, 2], [5], [3], [4]], [0, 1, 2, 3, 4], drawn, 5)
    assert viewed == [0, 1, 2, 3, 5, 4]


@pytest.fixture(scope="module")
def explore(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("s") / "s.kinora", per_word=12)
    library.catalogue.add_to_bucket("dogs", range(1, 13))
    library.catalogue.add_to_bucket("two", [1, 2])
    yield ExploreService(library, None, settings())
    library.close()


def test_every_strategy_is_played_over_every_category(explore) -> None:
    report = explore.measure("truth", projection="pca")
    assert report.items == 72
    assert len(report.categories) == 6
    assert set(report.categories.values()) == {12}
    assert len(report.cases) == 2 * 2 * 24
    assert all(0 < seen <= 1 for case in report.cases for seen in case.seen.values())
    means = {(c.method, c.threshold, c.strategy.number): c.mean for c in report.cases}
    # Clusters are the categories here: in all, (10 + 22 + ... + 70) / 6 of 72 are seen.
    assert means["cc", 0.3, 1] == pytest.approx(40 / 72)
    best = report.best
    assert best.mean == min(means.values()) < means["cc", 0.3, 1]
    again = explore.measure("truth", projection="pca")
    assert again.cases == report.cases


def test_buckets_are_categories_too(explore) -> None:
    report = explore.measure(methods=["cc"], thresholds=[0.5], recall=1.0, projection="pca")
    assert report.categories == {"dogs": 12}
    assert "1 categories with fewer than 5" in report.notes[0]
    assert len(report.cases) == 24


def test_what_cannot_be_measured_is_refused(explore, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="No category of the facet “nothing”"):
        explore.measure("nothing")
    with pytest.raises(QueryError, match="No category of the buckets has 50"):
        explore.measure(least=50)
    with pytest.raises(QueryError, match="recall of 0"):
        explore.measure("truth", recall=0)
    with pytest.raises(QueryError, match="threshold of 3"):
        explore.measure("truth", thresholds=[3], projection="pca")
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        explore.measure("truth", projection="pca", context=context)


def test_of_a_large_collection_a_sample_is_played(explore, monkeypatch) -> None:
    from app.services import explore_simulation as module

    monkeypatch.setattr(module, "LIMIT", 40)
    report = explore.measure("truth", methods=["cc"], thresholds=[0.5], projection="pca")
    assert report.items == 40
    assert sum(report.categories.values()) == 40
    assert "Played on 40 of 72" in report.notes[0]
    monkeypatch.setattr(module, "LIMIT", 1)
    with pytest.raises(QueryError, match="No category is left"):
        explore.measure(least=1, seed=3, projection="pca")
