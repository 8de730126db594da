"""Operations on classifiers over videos, days and albums of a real library."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.classifiers import ClassifierService
from app.services.classifiers_types import Group, Operation
from app.services.library import Library
from app.services.services import Services
from common.errors import QueryError
from indexers.catalogue import Filter
from tests.classifier_support import fill_videos, teach

PHOTOS = [("d", "spring"), (".", "spring"), ("b", "spring"), ("d", "summer"), ("x", "summer")]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "a.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def ids(library: Library) -> dict[str, list[int]]:
    return fill_videos(library, photos=PHOTOS)


@pytest.fixture
def service(library: Library, ids: dict[str, list[int]]) -> ClassifierService:
    made = Services(library).classifiers
    for name, letter in (("dogs", "d"), ("boats", "b")):
        teach(library, ids, made.create(name).label_set, letter)
        made.train(name)
    return made


def found(service: ClassifierService, operation: Operation) -> dict[str, Group]:
    result = service.operate(operation)
    return {group.title: group for group in service.page(result)}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Operation("and", "dogs", "boats"), {"harbour", "mixed"}),
        (Operation("or", "dogs", "boats"), {"harbour", "walk", "cruise", "mixed"}),
        (Operation("without", "dogs", "boats"), {"walk"}),
        (Operation("without", "boats", "dogs"), {"cruise"}),
        (Operation("xor", "dogs", "boats"), {"walk", "cruise"}),
        (Operation("and", "dogs", "boats", within=0), {"mixed"}),
        (Operation("and", "dogs", "boats", within=20), {"harbour", "mixed"}),
        (Operation("and", "dogs", "boats", within=2, measure="items"), {"harbour", "mixed"}),
        (Operation("and", "dogs", "boats", within=1, measure="items"), {"mixed"}),
        (Operation("and", "dogs", "boats", within=499, measure="frames"), {"mixed"}),
        (Operation("and", "dogs", "boats", within=500, measure="frames"), {"harbour", "mixed"}),
        (Operation("and", "dogs", "boats", after=20), {"harbour"}),
        (Operation("and", "boats", "dogs", after=20), {"mixed"}),
        (Operation("and", "dogs", "boats", after=19), set()),
        (Operation("and", Operation("or", "dogs", "boats"), "dogs"), {"harbour", "walk", "mixed"}),
        (Operation("and", "dogs", "boats", unit="album"), {"spring", "summer", "harbour", "mixed"}),
        (Operation("without", "dogs", "boats", unit="album"), {"walk"}),
    ],
)  # fmt: skip
def test_videos_and_albums(
    service: ClassifierService, operation: Operation, expected: set[str]
) -> None:
    assert set(found(service, operation)) == expected


def test_days_are_days(service: ClassifierService) -> None:
    groups = found(service, Operation("and", "dogs", "boats", unit="day"))
    # Photos at 12:00, 20:00, then 4:00, 12:00, 20:00 of the next day; videos on days of their own.
    assert set(groups) == {"2024-05-01", "2024-05-02", "2024-05-04"}
    assert groups["2024-05-01"].detail == "Wednesday, 01 May 2024"
    within = Operation("and", "dogs", "boats", unit="day", within=3600)
    assert set(found(service, within)) == {"2024-05-01", "2024-05-02", "2024-05-04"}


def test_keyframes_and_counts(service: ClassifierService, ids: dict[str, list[int]]) -> None:
    groups = found(service, Operation("and", "dogs", "boats"))
    harbour = groups["harbour"]
    frames = [(frame.item, frame.side, frame.start_s) for frame in harbour.keyframes]
    dog, _, boat, _ = ids["harbour"]
    assert frames == [(dog, "a", 0.0), (boat, "b", 20.0)]
    assert (harbour.total, harbour.in_a, harbour.in_b, harbour.in_both) == (4, 1, 1, 0)
    mixed = groups["mixed"]
    _, both, _, dog = ids["mixed"]
    assert [(one.item, one.side) for one in mixed.keyframes] == [(dog, "a"), (both, "both")]
    assert (mixed.total, mixed.in_a, mixed.in_b, mixed.in_both) == (4, 2, 1, 1)
    assert harbour.detail == "/media/harbour/harbour.mp4"
    cruise = found(service, Operation("without", "boats", "dogs"))["cruise"]
    assert [one.side for one in cruise.keyframes] == ["a", "a", "a"]


def test_what_is_left_out_is_told(service: ClassifierService) -> None:
    result = service.operate(Operation("and", "dogs", "boats"))
    assert any("belong to no video" in note for note in result.notes)
    assert not service.operate(Operation("and", "dogs", "boats", unit="album")).notes


def test_the_scenes_are_a_list_for_all_panels(
    service: ClassifierService, ids: dict[str, list[int]]
) -> None:
    result = service.operate(Operation("xor", "dogs", "boats"))
    listed = service.result_list(result)
    assert {hit.item for hit in listed.hits} == {
        *ids["walk"][:2],
        *ids["cruise"][:2],
        ids["cruise"][3],
    }
    order = [group.scenes for group in service.page(result)]
    assert [hit.item for hit in listed.hits] == [item for scenes in order for item in scenes]
    assert listed.query == "dogs ∸ boats"
    assert listed.hits[0].start_s is not None


def test_an_album_of_an_operation_grows_with_the_library(
    service: ClassifierService, library: Library
) -> None:
    service.create("harbours", operation=Operation("and", "dogs", "boats"))
    before = set(service.members("harbours"))
    service.apply()
    later = fill_videos(library, {"later": "d.b"})["later"]
    assert service.apply()["harbours"] == 2
    assert set(service.members("harbours")) == before | {later[0], later[2]}
    filtered = library.catalogue.items_with([Filter("classifier", ("harbours",))])
    assert filtered.tolist() == sorted(service.members("harbours"))


def test_filters_hold_for_operations(service: ClassifierService, ids: dict[str, list[int]]) -> None:
    only = [Filter("path", ("/media/mixed",))]
    result = service.operate(Operation("and", "dogs", "boats"), filters=only)
    assert [group.title for group in service.page(result)] == ["mixed"]


def test_pages_of_ten(service: ClassifierService, library: Library) -> None:
    fill_videos(library, {f"v{number}": "d" for number in range(23)})
    result = service.operate(Operation("or", "dogs", "boats"))
    assert (result.total, result.pages) == (27, 3)
    pages = [service.page(result, number) for number in range(4)]
    assert [len(page) for page in pages] == [10, 10, 7, 0]
    assert [group.place for page in pages for group in page] == list(range(1, 28))
    assert [g.rank for p in pages for g in p] == sorted(g.rank for p in pages for g in p)
    assert service.page(result, -1) == []


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (Operation("nand", "dogs", "boats"), "no operation"),
        (Operation("and", "dogs", "boats", unit="year"), "no unit"),
        (Operation("and", "dogs", "boats", within=-1), "no distance"),
        (Operation("and", "dogs", "boats", after=0), "no distance"),
        (Operation("and", "dogs", "boats", within=float("nan")), "no distance"),
        (Operation("and", "dogs", "boats", within=1, after=1), "exclude"),
        (Operation("or", "dogs", "boats", within=1), "all scenes"),
        (Operation("and", "dogs", "boats", unit="day", within=1, measure="frames"), "frames"),
        (Operation("and", "dogs", ""), "two classifiers"),
        (Operation("and", "dogs", "cows"), "no classifier “cows”"),
    ],
)
def test_what_makes_no_sense_is_explained(
    service: ClassifierService, operation: Operation, said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        service.operate(operation)


def test_an_operation_is_json_and_back() -> None:
    nested = Operation("xor", Operation("and", "a", "b", within=5, measure="frames"), "c", "video")
    assert Operation.from_json(nested.to_json()) == nested
    assert nested.title == "(a ∩ b within 5 frames) ∸ c"
    for wrong in (
        7, {}, {"kind": "and", "a": "x"}, nested.to_json() | {"within": "far"},
        nested.to_json() | {"speed": 1}, nested.to_json() | {"unit": 3},
    ):  # fmt: skip
        with pytest.raises(QueryError):
            Operation.from_json(wrong)
    deep: Operation | str = "a"
    for _ in range(9):
        deep = Operation("or", deep, "b")
    assert isinstance(deep, Operation)
    with pytest.raises(QueryError, match="deep"):
        deep.check()


def test_an_empty_library_has_no_groups(tmp_path: Path) -> None:
    with_nothing = Library.open(tmp_path / "b.kinora", create=True)
    for unit in ("video", "day", "album"):
        table = with_nothing.scores.table(unit)
        assert (len(table.keys), len(table.items)) == (0, 0)
    with_nothing.close()
