"""Saved classifiers: kept in the library, trained by their labels, applied to what is new."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.services.classifiers import ClassifierService
from app.services.classifiers_types import Operation
from app.services.library import Library
from app.services.services import Services
from common.errors import QueryError, ReadOnlyLibraryError
from common.values import Findings
from indexers.catalogue import Filter, NewFindings
from tests.classifier_support import VIDEOS, fill_videos, teach


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "a.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def ids(library: Library) -> dict[str, list[int]]:
    return fill_videos(library)


@pytest.fixture
def services(library: Library) -> Services:
    return Services(library)


@pytest.fixture
def service(services: Services, ids: dict[str, list[int]]) -> ClassifierService:
    return services.classifiers


def shots(ids: dict[str, list[int]], letters: str) -> set[int]:
    return {
        item
        for name, shown in VIDEOS.items()
        for item, one in zip(ids[name], shown, strict=True)
        if one in letters
    }


def taught(service: ClassifierService, library: Library, ids: dict[str, list[int]]) -> None:
    for name, letter in (("dogs", "d"), ("boats", "b")):
        made = service.create(name)
        teach(library, ids, made.label_set, letter)
        service.train(name)


def test_a_classifier_finds_what_it_was_taught(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    assert set(service.members("dogs")) >= shots(ids, "d")
    assert not set(service.members("dogs")) & shots(ids, "b.")
    by_filter = library.catalogue.items_with([Filter("classifier", ("dogs",))])
    assert by_filter.tolist() == sorted(service.members("dogs"))
    listed = service.results("dogs")
    assert [hit.item for hit in listed.hits] == service.members("dogs")
    assert listed.hits[0].start_s is not None


def test_the_threshold_decides_who_is_in_unless_a_mark_does(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    curve = service.curve("dogs")
    for threshold in (0.0, 0.3, 0.5, 0.9, 1.0):
        service.change("dogs", threshold=threshold)
        assert len(service.members("dogs")) == curve.count(threshold)
    marked = library.catalogue.labels("dogs")
    assert set(service.members("dogs")) == {item for item, value in marked.items() if value > 0}
    service.change("dogs", threshold=0.0)
    refused = {item for item, value in marked.items() if value < 0}
    assert not set(service.members("dogs")) & refused


def test_all_of_it_is_there_when_the_library_is_opened_again(
    service: ClassifierService, library: Library, ids: dict[str, list[int]], tmp_path: Path
) -> None:
    taught(service, library, ids)
    service.create("both", operation=Operation("and", "dogs", "boats"))
    before = {name: service.members(name) for name in service.names()}
    library.close()
    for read_only in (True, False):
        again = Library.open(tmp_path / "a.kinora", read_only=read_only)
        reopened = Services(again).classifiers
        assert {name: reopened.members(name) for name in reopened.names()} == before
        again.close()


def test_new_items_join_by_themselves(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    assert service.apply() == {}
    later = fill_videos(library, {"later": ".d"})
    assert service.apply() == {"dogs": 1}
    assert service.apply() == {}
    assert later["later"][1] in service.members("dogs")


def test_every_decision_is_undone_and_done_again(
    service: ClassifierService, services: Services, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    service.create("both", operation=Operation("and", "dogs", "boats"))
    history = services.history
    states = [list(library.catalogue.canonical())]
    for act in (
        lambda: service.rename("dogs", "hounds"),
        lambda: service.change("hounds", threshold=0.8, colour="#123456"),
        lambda: service.duplicate("hounds", "more"),
        lambda: service.delete("more"),
        lambda: service.change("both", operation=Operation("or", "hounds", "boats")),
    ):
        act()
        states.append(list(library.catalogue.canonical()))
    assert len({tuple(state) for state in states}) == len(states)
    for state in reversed(states[:-1]):
        history.undo()
        assert list(library.catalogue.canonical()) == state
    for state in states[1:]:
        history.redo()
        assert list(library.catalogue.canonical()) == state


def test_operations_follow_a_new_name(
    service: ClassifierService, services: Services, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    service.create("both", operation=Operation("and", "dogs", Operation("or", "boats", "dogs")))
    before = service.members("both")
    service.rename("dogs", "hounds")
    assert service.entries()[1].operation == Operation(
        "and", "hounds", Operation("or", "boats", "hounds")
    )
    assert service.members("both") == before
    services.history.undo()
    assert service.members("both") == before


def test_a_duplicate_goes_its_own_way(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    name = service.duplicate("dogs")
    assert name == "dogs copy"
    assert service.members(name) == service.members("dogs")
    own = service.get(name).label_set
    library.catalogue.set_labels(dict.fromkeys(library.catalogue.labels(own), 0), own)
    service.train(name)
    assert service.get(name).weights == ()
    assert service.members("dogs")


def test_labels_that_are_undone_are_unlearned(
    service: ClassifierService, services: Services, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    before = service.get("dogs").weights
    strange = str(ids["empty"][0])
    services.history.do("label.set", {"labels": {strange: 1}, "set": "dogs"})
    assert service.train("dogs").weights != before
    services.history.undo()
    assert service.train("dogs").weights == before


@pytest.mark.parametrize("learner", ["svm", "logistic", "rocchio", "bayes"])
def test_every_learner_tells_what_it_was_taught(
    learner: str, service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    made = service.create("dogs", learner=learner)
    teach(library, ids, made.label_set, "d")
    service.train("dogs")
    ranked = [hit.item for hit in service.results("dogs").hits]
    service.change("dogs", threshold=0.0)
    every = service.members("dogs")
    assert set(every[: len(shots(ids, "d"))]) <= shots(ids, "dx")
    assert ranked == every[: len(ranked)]


def test_several_modalities_count_alike(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    rng = np.random.default_rng(3)
    items = ids["walk"]
    other = rng.normal(size=(len(items), 4)).astype(np.float32)
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    words = library.vectors("minilm")
    rows = words.append(other)
    library.catalogue.add_findings_batch(
        [
            NewFindings(item, "minilm", "1", Findings(), {"minilm": int(row)})
            for item, row in zip(items, rows, strict=True)
        ]
    )
    words.commit(items, rows.tolist())
    made = service.create("dogs", modalities=("layout", "minilm"))
    teach(library, ids, made.label_set, "d")
    service.train("dogs")
    found = library.scores.scored(service.get("dogs"))
    assert [one.modality for one in service.get("dogs").weights] == ["layout", "minilm"]
    only = service.create("alone", made.label_set, modalities=("layout",))
    alone = library.scores.scored(only)
    assert found.items.tolist() == alone.items.tolist()
    same = found.scores == alone.scores
    assert set(found.items[~same].tolist()) == set(items)


# -- what goes wrong


def test_a_classifier_without_labels_says_what_to_do(
    service: ClassifierService, ids: dict[str, list[int]]
) -> None:
    service.create("dogs")
    with pytest.raises(QueryError, match="has not learned yet"):
        service.members("dogs")
    [entry] = service.entries()
    assert entry.members is None
    assert "Mark at least one item" in entry.problem
    assert service.apply() == {}
    with pytest.raises(QueryError, match="has not learned yet"):
        service.operate(Operation("and", "dogs", "dogs"))


def test_only_negative_labels_make_no_album(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    made = service.create("dogs")
    library.catalogue.set_label(ids["walk"][0], -1, made.label_set)
    assert service.train("dogs").weights == ()


def test_labels_of_deleted_items_are_forgotten(
    service: ClassifierService, services: Services, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    before = service.members("dogs")
    gone = [item for item, value in library.catalogue.labels("dogs").items() if value > 0]
    services.history.do("item.remove", {"items": gone})
    assert not set(service.members("dogs")) & set(gone)
    service.entries()
    with pytest.raises(QueryError, match="not learned"):
        service.members("dogs")
    services.history.undo()
    service.train("dogs")
    assert service.members("dogs") == before


def test_an_encoder_that_is_gone_is_explained(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    service.create("lost", "dogs", modalities=("layout",))
    library.catalogue.save_classifier(
        replace(
            service.get("dogs"),
            weights=(replace(service.get("dogs").weights[0], modality="clip:gone"),),
        )
    )
    with pytest.raises(QueryError, match="clip:gone"):
        service.members("dogs")
    with pytest.raises(QueryError, match="clip:gone"):
        library.catalogue.items_with([Filter("classifier", ("dogs",))])
    assert library.catalogue.items_with([Filter("classifier")]).tolist()
    entries = {entry.saved.name: entry for entry in service.entries()}
    assert entries["dogs"].members  # it has learned anew from its labels


def test_names_are_checked(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    for act, said in (
        (lambda: service.create("dogs"), "exists already"),
        (lambda: service.create("  "), "needs a name"),
        (lambda: service.rename("dogs", "boats"), "exists already"),
        (lambda: service.rename("dogs", " "), "needs a name"),
        (lambda: service.rename("cows", "x"), "no classifier “cows”"),
        (lambda: service.duplicate("dogs", "boats"), "exists already"),
        (lambda: service.delete("cows"), "no classifier"),
        (lambda: service.members("cows"), "no classifier"),
        (lambda: service.create("x", learner="magic"), "no learner"),
        (lambda: service.create("x", options={"cost": -1}), "no value"),
        (lambda: service.create("x", options={"speed": 1}), "no option"),
        (lambda: service.change("dogs", threshold=2), "no threshold"),
        (lambda: service.change("dogs", name="y"), "has no “name”"),
        (lambda: service.create("x", operation=Operation("and", "dogs", "cows")), "cows"),
        (lambda: service.create("x", operation=Operation("nor", "dogs", "boats")), "nor"),
    ):
        with pytest.raises(QueryError, match=said):
            act()
    assert service.names() == ["boats", "dogs"]


def test_nothing_is_made_of_itself(
    service: ClassifierService, library: Library, ids: dict[str, list[int]]
) -> None:
    taught(service, library, ids)
    service.create("x", operation=Operation("and", "dogs", "boats"))
    service.create("y", operation=Operation("or", "x", "dogs"))
    with pytest.raises(QueryError, match="itself"):
        service.change("x", operation=Operation("and", "y", "dogs"))
    loop = replace(service.get("x"), operation=Operation("and", "y", "dogs").to_json())
    library.catalogue.save_classifier(loop)
    with pytest.raises(QueryError, match="itself"):
        service.members("y")


def test_a_library_for_reading_is_read_but_not_changed(
    service: ClassifierService, library: Library, ids: dict[str, list[int]], tmp_path: Path
) -> None:
    taught(service, library, ids)
    library.close()
    locked = Library.open(tmp_path / "a.kinora", read_only=True)
    reading = Services(locked).classifiers
    assert reading.members("dogs")
    assert reading.operate(Operation("and", "dogs", "boats")).total
    assert reading.apply() == {}
    for act in (lambda: reading.create("x"), lambda: reading.delete("dogs")):
        with pytest.raises(ReadOnlyLibraryError):
            act()
    locked.close()


# -- files


def test_a_classifier_travels_to_another_library(
    service: ClassifierService, library: Library, ids: dict[str, list[int]], tmp_path: Path
) -> None:
    taught(service, library, ids)
    service.create("both", operation=Operation("and", "dogs", "boats"))
    written = json.loads(json.dumps(service.export("both")))
    other = Library.open(tmp_path / "b.kinora", create=True)
    fill_videos(other, {"walk": "dd..", "new": "b.xd"})
    target = Services(other).classifiers
    name, left_out = target.import_(written)
    assert (name, left_out) == ("both", 0)  # an operation has no labels of its own
    assert target.names() == ["boats", "both", "dogs"]
    titles = {one.id: one.parent for one in other.catalogue.items(target.members("dogs"))}
    assert len(titles) >= 3
    learned = service.get("dogs").weights
    assert target.get("dogs").weights == learned  # of more labels than are known there
    name, left_out = target.import_(service.export("dogs"))
    assert (name, left_out > 0) == ("dogs 2", True)
    assert target.train("dogs 2").weights == learned
    target.train("dogs 2", force=True)
    assert target.get("dogs 2").weights != learned
    other.close()


def test_a_file_that_holds_no_classifier_is_refused(service: ClassifierService) -> None:
    service.create("dogs")
    sound = service.export("dogs")
    damaged: list[object] = [
        None,
        [],
        {"format": "x"},
        sound | {"version": 99},
        sound | {"name": " "},
        sound | {"classifier": 7},
        sound | {"labels": {"a": 5}},
        sound | {"classifier": sound["classifier"] | {"threshold": "high"}},
        sound | {"classifier": sound["classifier"] | {"weights": [{"modality": "x"}]}},
    ]
    for wrong in damaged:
        with pytest.raises(QueryError):
            service.import_(wrong)
    assert service.names() == ["dogs"]


def test_what_was_shown_is_kept(service: ClassifierService, ids: dict[str, list[int]]) -> None:
    service.mark_seen(ids["walk"], "dogs")
    assert service.seen("dogs") == ids["walk"]
    service.forget_seen("dogs")
    assert service.seen("dogs") == []
