# ruff: noqa: DTZ001 - local times without a zone, as cameras write them
from collections.abc import Iterator
from datetime import datetime

import pytest

from app.services import import_facts as facts_of
from app.services.import_films import film_identity
from app.services.import_found import Roots
from common.values import Box, Findings, MediaFacts


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("IMG_2034-beachHouse", "IMG 2034 beach House"),
        ("v0_s1(f00-f13)_f31", "v0 s1 f00 f13 f31"),
        ("Ärger.im.Büro", "Ärger im Büro"),
        ("___", ""),
    ],
)
def test_words_of_names(name: str, words: str) -> None:
    assert facts_of.words_of(name) == words


def test_path_text_starts_at_the_chosen_folder() -> None:
    text = facts_of.path_text("/home/ann/pics/2019 Rome/IMG_1.jpg", ["/home/ann/pics"])
    assert text.content == "pics / 2019 Rome / IMG 1"
    assert facts_of.path_text("/a/photos/x.jpg", ["/a/ph", "/a/photos"]).content == "photos / x"
    assert facts_of.path_text("/a/b/x.jpg", ["/a", "/a/b"]).content == "b / x"
    assert facts_of.path_text("/a/b/x.jpg", ["/a/b/x.jpg", "/a"]).content == "x"
    assert facts_of.path_text("/a/x.jpg", ["/"]).content == "a / x"
    stored = "s3://bucket/trip/x.jpg"
    assert facts_of.path_text(stored, ["s3://bucket/trip"]).content == "trip / x"


def test_of_many_chosen_files_each_is_found_at_once() -> None:
    class Counted(Roots):
        looked = 0

        def __iter__(self) -> Iterator[str]:
            Counted.looked += len(self)
            return super().__iter__()

    files = [f"/photos/{number}.jpg" for number in range(2000)]
    chosen = Counted(files)
    assert [chosen.over(file) for file in files] == files
    assert chosen.over("/other/1.jpg") == ""
    assert Counted.looked < 10 * len(files)


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("20160815_093012_000.jpg", datetime(2016, 8, 15, 9, 30, 12)),
        ("IMG-20190102-WA0001.jpg", datetime(2019, 1, 2, 12)),
        ("2021-06-05 17.31.02.png", datetime(2021, 6, 5, 17, 31, 2)),
        ("Screenshot 2020-12-31 at 23.59.58.png", datetime(2020, 12, 31, 23, 59, 58)),
        ("v00000_s00000(f00000000-f00001321)_f00000031.jpg", None),
        ("120160815.jpg", None),
        ("20160631.jpg", None),
        ("DSC_2034.jpg", None),
    ],
)
def test_times_in_names(name: str, moment: datetime | None) -> None:
    assert facts_of.time_from_name("/x/" + name) == moment


def test_time_facts_are_local_and_never_of_the_file() -> None:
    facts = MediaFacts(taken_at=datetime(2019, 12, 31, 23, 30), offset_min=60, time_source="exif")
    facets, texts = facts_of.time_facts(facts, by_day=True)
    assert {facet.key: facet.value for facet in facets} == {
        "year": "2020", "month": "January", "weekday": "Wednesday", "daytime": "night",
        "day": "2020-01-01",
    }  # fmt: skip
    assert texts[0].content == "2020-01-01 Wednesday 1 January 2020 night"
    of_file = MediaFacts(taken_at=datetime(2019, 12, 31), time_source="file")
    assert facts_of.time_facts(of_file) == ([], [])


def test_boxes_are_found_by_how_many_they_are() -> None:
    boxes = [Box("person", score, 0, 0, 1, 1) for score in (0.9, 0.8, 0.2)]
    boxes += [Box("wine glass", 0.7, 0, 0, 1, 1)] * 2 + [Box("dog", 0.5, 0, 0, 1, 1)]
    found = facts_of.with_objects(Findings(boxes=boxes), "net")
    assert found.texts[0].content == "two people, two wine glasses, dog"
    assert {facet.value: facet.score for facet in found.facets} == {
        "person": 0.9, "wine glass": 0.7, "dog": 0.5,
    }  # fmt: skip


def test_a_film_is_the_same_however_it_is_written() -> None:
    assert film_identity("Amélie ", 2001) == film_identity("AME\u0301LIE", 2001)
    assert film_identity("Amélie", 2001) != film_identity("Amélie", 2002)
    assert film_identity("Amélie", None).startswith("film:")


def test_people_are_counted() -> None:
    boxes = [
        Box("person", 0.9, 0, 0, 1, 1),
        Box("person", 0.45, 0, 0, 1, 1),  # not sure enough
        Box("dog", 0.9, 0, 0, 1, 1),
    ]
    [facet] = facts_of.with_people(Findings(boxes=boxes), "objects").facets
    assert (facet.key, facet.value) == ("people", "1")
    [none] = facts_of.with_people(Findings(), "objects").facets
    assert none.value == "0"
    crowd = facts_of.with_people(Findings(boxes=[Box("man", 0.9, 0, 0, 1, 1)] * 40), "objects")
    assert crowd.facets[0].value == "20"
    seen = Findings(boxes=[*boxes, Box("face", 0.9, 0, 0, 1, 1)])  # analysers count faces
    [facet] = facts_of.with_people(seen, "objects").facets
    assert (facet.key, facet.value) == ("people", "1")
