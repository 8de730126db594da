"""Whole videos by their concepts: three of eight shots, one without any."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.video_overview import OverviewRequest, VideoOverviewService
from common.errors import QueryError
from common.jobs import JobCancelled, JobContext
from common.values import Facet, ItemKind
from indexers.catalogue import NewItem
from tests.time_support import CONCEPTS, TimedLibrary


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimedLibrary]:
    library = TimedLibrary(tmp_path_factory.mktemp("overview"))
    yield library
    library.close()


@pytest.fixture
def service(made: TimedLibrary) -> VideoOverviewService:
    return VideoOverviewService(made.library)


def test_videos_say_how_often_and_how_surely(
    made: TimedLibrary, service: VideoOverviewService
) -> None:
    table = service.overview(OverviewRequest(("car", "cat")))
    assert (table.concepts, table.total, table.chosen_by_us) == (("car", "cat"), 4, False)
    rows = {row.video: row for row in table.rows}
    third = rows[made.videos[2]]
    assert (third.title, third.length_s, third.keyframes) == ("Holiday 2", 80.0, 8)
    assert (third.counts, third.shares) == ((3, 0), (3 / 8, 0.0))
    assert third.sure == (pytest.approx((0.9 + 0.8 + 0.7) / 3), 0.0)
    assert third.best == (made.shots[2][0], -1)
    assert [row.title for row in table.rows] == [f"Holiday {n}" for n in (2, 1, 0, 3)]
    assert rows[made.videos[3]].keyframes == 0


def test_the_most_frequent_concepts_stand_in_where_none_is_chosen(
    service: VideoOverviewService,
) -> None:
    table = service.overview(OverviewRequest())
    assert (table.concepts, table.chosen_by_us) == (("car", "cat", "dog"), True)


def test_what_is_only_in_photos_is_not_proposed_for_videos(tmp_path: Path) -> None:
    made = TimedLibrary(tmp_path)
    seen = [Facet("concept", name, 0.9, "net") for name in ("flower", "dog")]
    photos = [NewItem(f"more {n}", ItemKind.PHOTO, facets=seen) for n in range(5)]
    made.library.catalogue.add_batch(photos)
    service = VideoOverviewService(made.library)
    assert service.overview(OverviewRequest()).concepts == ("car", "cat", "dog")
    assert service.suggest("") == ["car", "cat", "dog"]
    made.close()


@pytest.mark.parametrize(
    ("order", "titles"),
    [("confidence", (0, 1, 2, 3)), ("frequency", (2, 1, 0, 3)), ("title", (0, 1, 2, 3)),
     ("length", (0, 1, 2, 3)), ("hits", (1, 2, 0, 3))],
)  # fmt: skip
def test_orders(
    made: TimedLibrary, service: VideoOverviewService, order: str, titles: tuple[int, ...]
) -> None:
    hits = (made.shots[1][3], made.shots[2][0], made.shots[1][4], made.film)
    request = OverviewRequest(CONCEPTS, order=order, hits=hits)  # type: ignore[arg-type]
    table = service.overview(request)
    assert [row.title for row in table.rows] == [f"Holiday {number}" for number in titles]
    assert [row.hits for row in sorted(table.rows, key=lambda row: row.title)] == [0, 2, 1, 0]
    second = next(row for row in table.rows if row.video == made.videos[1])
    assert second.best_hit == made.shots[1][3]


def test_one_concept_may_decide_the_order(service: VideoOverviewService) -> None:
    table = service.overview(OverviewRequest(("car", "cat"), by="cat"))
    assert next(row.title for row in table.rows) == "Holiday 1"


def test_groups_follow_the_order_of_the_concepts(service: VideoOverviewService) -> None:
    table = service.overview(OverviewRequest(("dog", "car"), grouped=True, order="title"))
    assert [(row.group, row.title) for row in table.rows] == [
        (0, "Holiday 0"), (1, "Holiday 2"), (-1, "Holiday 1"), (-1, "Holiday 3"),
    ]  # fmt: skip


def test_filters(made: TimedLibrary, service: VideoOverviewService) -> None:
    def titles(**asked: object) -> list[str]:
        request = OverviewRequest(order="title", **asked)  # type: ignore[arg-type]
        return [row.title for row in service.overview(request).rows]

    assert titles(concepts=("cat",), must=True) == ["Holiday 1"]
    assert titles(concepts=("cat", "dog"), must=True) == []
    assert titles(hits=(made.shots[0][2],), only_hits=True) == ["Holiday 0"]
    assert titles(hits=(), only_hits=True) == []
    assert titles(title="DAY 3 holi") == ["Holiday 3"]


def test_unknown_concepts_are_named_and_bad_questions_refused(
    service: VideoOverviewService,
) -> None:
    table = service.overview(OverviewRequest(("unicorn", "dog")))
    assert table.unknown == ("unicorn",)
    assert all(row.counts[0] == 0 for row in table.rows)
    with pytest.raises(QueryError, match="cannot be sorted"):
        service.overview(OverviewRequest(order="colour"))  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="do not fit"):
        service.overview(OverviewRequest(tuple("abcdefghijklm")))
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        service.overview(OverviewRequest(), context)


def test_concepts_are_suggested_by_the_beginning_of_a_word(service: VideoOverviewService) -> None:
    assert service.suggest("CA") == ["car", "cat"]
    assert service.suggest("") == ["car", "cat", "dog"]
    assert service.suggest("", 1) == ["car"]
    assert service.suggest("ar") == []


def test_a_video_that_vanished_is_marked_and_a_removed_one_gone(tmp_path: Path) -> None:
    made = TimedLibrary(tmp_path)
    catalogue = made.library.catalogue
    files = catalogue.files_under(["/nowhere"])
    catalogue.mark_missing([next(f.id for f in files.values() if f.path.endswith("0.mp4"))])
    catalogue.remove_items([made.videos[1], *made.shots[1]])
    rows = VideoOverviewService(made.library).overview(OverviewRequest(order="title")).rows
    assert [(row.title, row.missing) for row in rows] == [
        ("Holiday 0", True), ("Holiday 2", False), ("Holiday 3", False),
    ]  # fmt: skip
    assert not math.isnan(rows[0].length_s)
    made.close()
