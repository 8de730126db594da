"""Learners, modalities, fusion, damping, reasons, and every kind of bad marks."""

import pickle

import numpy as np
import pytest
from numpy.typing import NDArray

from app.services.feedback import FeedbackService
from app.services.feedback_marks import COMPARED, Marks
from app.services.feedback_types import ALL, CONCEPTS, NEARNESS, FeedbackNote
from app.services.types import FeedbackOptions, note_ids, parse_filter, replacements
from common.errors import QueryError
from common.values import Hit, ResultList
from indexers.rankings.fusion_rules import FUSIONS
from indexers.rankings.learners import LEARNERS
from tests.app.searching import of_words, photo_library, settings

DOGS = set(range(1, 31))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("f") / "f.kinora")
    yield library
    library.close()


@pytest.fixture
def feedback(library) -> FeedbackService:
    return FeedbackService(library, None, settings())


def items(found) -> list[int]:
    return [hit.item for hit in found.hits]


def ids(found) -> set[str]:
    return {note.id for note in found.notes if isinstance(note, FeedbackNote)}


@pytest.mark.parametrize("learner", LEARNERS.names())
def test_every_learner_finds_more_of_the_same(feedback, learner: str) -> None:
    options = FeedbackOptions(learner=learner)
    found = feedback.suggest([1, 2], [31, 61], 20, options=options)
    assert set(items(found)) <= DOGS - {1, 2}
    assert found.learner == learner
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert items(feedback.suggest([1, 2], [31, 61], 20, options=options)) == items(found)
    assert set(items(feedback.suggest([1], [], 15, options=options))) <= DOGS
    assert not set(items(feedback.suggest([], [1, 2], 40, options=options))) & DOGS


def test_bayes_asks_what_was_chosen_of_what_was_shown(feedback) -> None:
    options = FeedbackOptions(learner="bayes")
    plain = feedback.suggest([1, 62], [31], 25, options=options)
    shown = [[1, 31, 61, 91], [2, 62, 92]]  # a dog rather than a beach, then a beach, not a dog
    asked = feedback.suggest([1, 62], [31], 25, options=options, history=shown)
    assert items(plain) != items(asked)
    dogs = feedback.suggest(
        [1, 2], [31], 25, options=options, history=[[1, 31, 61, 91], [2, 32, 62, 92]]
    )
    assert set(items(dogs)) <= DOGS


@pytest.mark.parametrize("fusion", FUSIONS)
def test_every_fusion_of_three_modalities(feedback, fusion: str) -> None:
    options = FeedbackOptions(fusion=fusion, modalities=("layout", CONCEPTS, NEARNESS))
    found = feedback.suggest([1, 2, 3], [31, 61], 20, options=options)
    assert set(items(found)) <= DOGS - {1, 2, 3}
    assert found.modalities == ("layout", "concepts", "nearness")
    assert set(found.hits[0].parts) == {"layout", "concepts", "nearness", "nearest"}
    assert all(0 <= part <= 1 for part in found.hits[0].parts.values())
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert found.total == 180 - 5


def test_modalities_alone(library, feedback) -> None:
    by_concept = feedback.suggest([1], [31], 10, options=FeedbackOptions(modalities=(CONCEPTS,)))
    assert set(items(by_concept)) <= DOGS
    near = feedback.suggest([90], [], 6, options=FeedbackOptions(modalities=(NEARNESS,)))
    assert set(items(near)) == {87, 88, 89, 91, 92, 93}  # a photo a minute
    assert near.total == 179
    film = int(library.catalogue.items_with([parse_filter("kind=film")])[0])
    texts = feedback.suggest([film], [], 5, options=FeedbackOptions(modalities=("texts",)))
    assert len(items(texts)) == 2
    assert texts.modalities == ("minilm",)


def test_all_takes_what_knows_the_marks(feedback) -> None:
    found = feedback.suggest([1], [31], 10, options=FeedbackOptions(modalities=(ALL,)))
    assert found.modalities == ("layout", "concepts", "nearness")
    looks = feedback.suggest([1], [31], 10, options=FeedbackOptions(modalities=("looks",)))
    assert looks.modalities == ("layout",)  # conse knows names only


def test_a_modality_that_knows_nothing_marked_is_left_out_and_said(feedback) -> None:
    options = FeedbackOptions(modalities=("layout", "texts"))
    found = feedback.suggest([1], [31], 10, options=options)
    assert found.modalities == ("layout",)
    assert "modality-missing" in ids(found)
    with pytest.raises(QueryError, match="None of the marked items has a vector of “minilm”"):
        feedback.suggest([1], [], options=FeedbackOptions(modalities=("texts",)))


def test_filters_and_seen_hold_for_fusions_too(feedback) -> None:
    options = FeedbackOptions(modalities=(ALL,))
    seen = list(range(3, 20))
    found = feedback.suggest(
        [1], [31], 100, seen=seen, filters=[parse_filter("colour=blue")], options=options
    )
    assert all(item % 2 == 0 for item in items(found))
    assert not set(items(found)) & {1, 31, *seen}


def test_what_comes_up_for_everything_is_held_back(library, feedback) -> None:
    hub = feedback.modalities
    from common.jobs import JobContext
    from indexers.rankings.hubness import Hubs

    plain = feedback.suggest([1], [31], 10)
    first = items(plain)[0]
    hub._hubs["layout"] = (180, Hubs(np.array([first]), np.array([128]), 128))
    damped = feedback.suggest([1], [31], 10, options=FeedbackOptions(damp=1.0))
    assert items(damped)[0] != first
    assert items(damped)[0] == items(plain)[1]
    hub._hubs.clear()
    found = hub.hubs("layout", JobContext())
    assert found.counts.sum() == found.probes * 25
    feedback.prepare()


def test_why_this_one(feedback) -> None:
    options = FeedbackOptions(modalities=("layout", CONCEPTS))
    best = items(feedback.suggest([1, 2, 3], [31, 61], 5, options=options))[0]
    why = feedback.explain(best, [1, 2, 3], [31, 61], options=options)
    by_name = {rank.modality: rank for rank in why.ranks}
    assert by_name["layout"].rank <= 8
    assert by_name["layout"].total == 180
    assert by_name["concepts"].rank == 1
    assert why.features[0].feature == "golden retriever"
    assert why.features[0].contribution > 0
    assert {near.item for near in why.nearest if near.value > 0} == {1, 2, 3}
    assert sum(near.share for near in why.nearest if near.value > 0) == pytest.approx(1.0)
    cat = feedback.explain(40, [1, 2, 3], [31, 61])
    assert cat.ranks[0].rank > 30  # behind all dogs
    assert cat.features[0].contribution < 0
    assert cat.nearest[0].similarity <= 1.0
    with pytest.raises(QueryError, match="Nothing is marked"):
        feedback.explain(4, [], [])
    with pytest.raises(QueryError, match="Item 99999 has no vector"):
        feedback.explain(99999, [1], [])


@pytest.mark.parametrize("learner", LEARNERS.names())
def test_reasons_of_every_learner(feedback, learner: str) -> None:
    why = feedback.explain(5, [1, 2], [31], options=FeedbackOptions(learner=learner))
    assert why.nearest
    assert why.ranks[0].rank < 40


def test_marks_of_one_side_are_said(feedback) -> None:
    assert "one-side-only" in ids(feedback.suggest([1], []))
    assert "one-side-only" in ids(feedback.suggest([], [1]))
    assert "one-side-only" not in ids(feedback.suggest([1], [31]))


def test_marks_that_contradict_each_other_are_said(library, feedback) -> None:
    vectors = library.vectors("layout")
    row = vectors.vectors([1])
    (new,) = vectors.append(row)
    vectors.commit([31], [int(new)])  # a cat that looks exactly like dog 1
    try:
        found = feedback.suggest([1, 2], [31], 10)
        note = next(note for note in found.notes if note.id == "alike-both")
        assert note.args["count"] == 1
        assert "img000" in note
        assert len(found.hits) == 10
    finally:
        back = vectors.append(of_words("cat 30")[None])
        vectors.commit([31], [int(back[0])])


def test_a_mark_of_an_item_that_is_gone(feedback) -> None:
    found = feedback.suggest([1, 4711], [31], 10)
    assert "gone" in ids(found)
    assert found.notes[0].startswith("1 marked items are no longer in the library")
    assert set(items(found)) <= DOGS
    with pytest.raises(QueryError, match="There is no item 4711"):
        feedback.suggest([4711], [4712])
    with pytest.raises(QueryError, match="marked relevant and not relevant"):
        feedback.suggest([1, 2], [2])


def test_a_filter_that_leaves_nothing(feedback) -> None:
    for marks in (([1], [31]), ([], [])):
        found = feedback.suggest(*marks, filters=[parse_filter("path=/nowhere")])
        assert found.hits == ()
        assert "filters-empty" in ids(found)
        assert "nothing-left" not in ids(found)


def test_choices_that_do_not_exist(feedback) -> None:
    for options, words in (
        (FeedbackOptions(learner="oracle"), "no learner “oracle”. Use one of: svm"),
        (FeedbackOptions(fusion="magic"), "no fusion “magic”"),
        (FeedbackOptions(damp=2.0), "Damping lies in 0-1"),
        (FeedbackOptions(class_weights=(0.0, 1.0)), "above 0"),
    ):
        with pytest.raises(QueryError, match=words):
            feedback.suggest([1], [], options=options)


def test_three_items_are_enough(tmp_path) -> None:
    library = photo_library(tmp_path / "tiny.kinora", per_word=1)
    library.catalogue.remove_items([4, 5, 6])
    for encoder in ("layout", "conse"):
        library.vectors(encoder).remove([4, 5, 6])
    try:
        service = FeedbackService(library, None, settings())
        for learner in LEARNERS:
            for damp in (0.0, 1.0):
                options = FeedbackOptions(learner=learner, damp=damp, modalities=(ALL,))
                assert set(items(service.suggest([1], [], options=options))) == {2, 3}
                assert items(service.suggest([1], [2], options=options)) == [3]
                last = service.suggest([1, 2], [3], options=options)
                assert last.hits == ()
                assert "nothing-left" in ids(last)
    finally:
        library.close()


def test_notes_know_their_id() -> None:
    note = FeedbackNote("gone", count=3)
    assert note == "3 marked items are no longer in the library and were left out."
    assert (note.id, note.args) == ("gone", {"count": 3})
    again = pickle.loads(pickle.dumps(note))
    assert (again, again.id, again.args) == (note, note.id, note.args)
    assert "gone" in note_ids()
    with pytest.raises(KeyError):
        FeedbackNote("nonsense")


def test_who_takes_the_place_of_whom() -> None:
    found = ResultList(
        "", tuple(Hit(item, 1 - item / 100, why=f"like {item}") for item in (5, 7, 9))
    )
    made = replacements([1, 5, 3], {3: -1, 1: 1, 8: 1}, found)
    assert [(each.row, each.item, each.value, each.by, each.place) for each in made] == [
        (0, 1, 1, 7, 2), (2, 3, -1, 9, 3),
    ]  # fmt: skip
    assert made[0].why == "like 7"
    assert made[0].score == pytest.approx(0.93)
    assert replacements([1], {1: 1}, ResultList(""))[0].by is None
    assert replacements([1], {1: 0}, found) == ()


def test_reasons_in_a_large_library_read_few_concepts(
    library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import feedback_modalities

    whole = FeedbackService(library, None, settings()).explain(9, [1, 2], [31])
    monkeypatch.setattr(feedback_modalities, "_QUICK_CONCEPTS", 0)
    monkeypatch.setattr(feedback_modalities, "_ARBITRARY", 20)
    service = FeedbackService(library, None, settings())
    part = service.explain(9, [1, 2], [31])
    assert part.features[0].feature == whole.features[0].feature == "golden retriever"
    assert len(service.modalities.concepts_for([9])) < 25


def test_contradictions_of_very_many_marks_need_little_memory() -> None:
    asked: list[int] = []

    class Source:
        def has(self, items: list[int]) -> list[bool]:
            return [True] * len(items)

        def vectors(self, items: list[int]) -> NDArray[np.float32]:
            asked.append(len(items))
            return np.tile(np.float32([1, 0]), (len(items), 1))

    marks = Marks(
        list(range(50_000)), list(range(50_000, 100_000)), dict.fromkeys(range(100_000), "x")
    )
    [note] = marks.contradictions(Source())
    assert note.id == "alike-both"
    assert max(asked) <= COMPARED
