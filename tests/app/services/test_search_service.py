"""Searches on a small library with made-up encoders."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.services.library import Library
from app.services.search import SearchService
from app.services.search_words import with_minus
from app.services.types import Example, Query, Within, parse_filter
from app.widgets.reason_texts import why_text
from common.errors import IndexMismatchError, QueryError
from common.jobs import JobCancelled, JobContext
from tests.app.searching import FakeModels, photo_library, settings


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("s") / "s.kinora")
    yield library
    library.close()


@pytest.fixture
def search(library: Library) -> SearchService:
    return SearchService(library, FakeModels(), settings())


def _titles(library: Library, results) -> list[str]:
    return [item.title for item in library.catalogue.items([h.item for h in results.hits])]


def test_words_find_a_plot_with_its_snippet(library, search) -> None:
    found = search.run(Query.of("lighthouse", mode="text"))
    assert _titles(library, found) == ["The Keeper"]
    (hit,) = found.hits
    assert "*lighthouse*" in hit.why
    assert hit.why.startswith("plot:")
    assert set(hit.parts) == {"text"}
    assert (found.query, found.total) == ("lighthouse", 1)
    assert found.ms > 0


def test_facets_named_in_the_text_count(library, search) -> None:
    found = search.run(Query.of("comedy", mode="text"))
    assert sorted(_titles(library, found)) == ["Puppy Love", "Sea of Sand"]
    assert "genre: Comedy" in found.hits[0].why
    assert why_text(found.hits[0].why).startswith("Genre: Comedy")  # a window can say it
    found = search.run(Query.of("comedy Ann Lee", mode="text"))
    assert _titles(library, found)[0] == "Puppy Love"
    assert 0 < found.hits[-1].score < found.hits[0].score <= 1


def test_concepts_are_found_by_word_and_by_kind(search) -> None:
    for text in ("a dog", "golden retriever", "puppies"):
        found = search.run(Query.of(text, mode="concept", k=200))
        assert {hit.item for hit in found.hits} >= set(range(1, 31)), text
        assert "golden retriever (0.90)" in found.hits[0].why
    assert {h.item for h in search.run(Query.of("cats", mode="concept")).hits} == set(range(31, 61))


def test_networks_find_pictures_and_texts_by_meaning(library, search) -> None:
    found = search.run(Query.of("puppy", mode="embedding", k=500))
    top = [hit.item for hit in found.hits[:31]]
    assert len(set(top) & set(range(1, 31))) >= 29
    assert "Puppy Love" in _titles(library, found)
    parts = {name for hit in found.hits for name in hit.parts}
    assert parts == {"sentence", "embedding"}
    assert "conse sees this" in found.hits[0].why or "texts mean" in found.hits[0].why


def test_auto_takes_all_and_scores_stay_in_range(search) -> None:
    for mode in ("auto", "fused"):
        found = search.run(Query.of("red dog", mode=mode, k=10))
        assert all(1 <= hit.item <= 30 and hit.item % 2 == 1 for hit in found.hits[:5])
        scores = [hit.score for hit in found.hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        assert len(found.hits) == 10 < found.total


def test_weights_switch_parts_off(search) -> None:
    off = dict.fromkeys(("text", "facet", "concept", "sentence"), 0.0)
    found = search.run(Query.of("red dog", weights=off, k=30))
    by_looks = [hit.parts.get("embedding", 0) for hit in found.hits]
    assert by_looks == sorted(by_looks, reverse=True)


def test_what_is_missing_is_said(library) -> None:
    poor = SearchService(library, FakeModels("nothing"), settings())
    found = poor.run(Query.of("a dog"))
    assert found.hits
    assert any("minilm" in note for note in found.notes)
    assert any("CLIP" in note for note in found.notes)
    with pytest.raises(QueryError, match="Add a model"):
        poor.run(Query.of("a dog", mode="embedding"))


def test_filters_hold_and_unknown_ones_are_explained(search) -> None:
    found = search.run(Query.of("dog", filters=(parse_filter("colour=blue"),), k=500))
    assert found.hits
    assert all(hit.item % 2 == 0 for hit in found.hits)
    with pytest.raises(QueryError, match="Did you mean “genre”"):
        search.run(Query.of("dog", filters=(parse_filter("gener=Drama"),)))
    only = search.run(Query(filters=(parse_filter("year=1990..1999"), parse_filter("kind=film"))))
    assert [hit.why for hit in only.hits] == ["passes the filters"] * 2
    assert search.run(Query()).notes[0].startswith("Nothing was asked")


def test_the_threshold_cuts(search) -> None:
    everything = search.run(Query.of("dog", k=500))
    middle = everything.hits[len(everything.hits) // 2].score
    cut = search.run(Query.of("dog", k=500, threshold=middle))
    assert 0 < cut.total < everything.total
    assert min(hit.score for hit in cut.hits) >= middle
    none = search.run(Query.of("dog", threshold=1.0, mode="embedding"))
    assert none.hits == ()
    assert "below the threshold" in none.notes[0]


def test_an_empty_answer_says_what_to_relax(search) -> None:
    found = search.run(Query.of("lighthouse", "text", filters=(parse_filter("genre=Comedy"),)))
    assert found.hits == ()
    assert "Without the filter genre=Comedy there are 1 matches." in found.notes
    found = search.run(Query.of("Comdy", mode="text"))
    assert "Did you mean “Comedy”?" in found.notes
    assert any("auto" in note for note in found.notes)


def test_excluded_words_leave_items_out(library, search) -> None:
    assert "Puppy Love" in _titles(library, search.run(Query.of("comedy")))
    for text in ("comedy -puppy", "comedy NOT puppy", 'comedy NOT "puppy love"'):
        assert "Puppy Love" not in _titles(library, search.run(Query.of(text)))
    with pytest.raises(QueryError, match="only says what must not be there"):
        search.run(Query.of("NOT puppy"))


@pytest.mark.parametrize(
    "text", ['a sign "DO NOT enter"', "DO NOT ENTER", "do not enter", "a NOT", "KNOT tied"]
)
def test_not_is_only_an_operator_in_capitals_before_a_word(text: str) -> None:
    assert with_minus(text) == text


def test_the_vector_of_a_text_is_made_once(search) -> None:
    search.run(Query.of("a brown dog"))
    before = search._models.engine.calls
    search.run(Query.of("a brown dog"))
    assert search._models.engine.calls == before


def test_scenes_that_follow_each_other_in_a_video(library, search) -> None:
    found = search.run(Query.of("station", mode="text", then=(("bakery", 60),)))
    (hit,) = found.hits
    assert library.catalogue.items([hit.item])[0].start_s == hit.start_s == 0.0
    assert set(hit.parts) == {"step 1", "step 2"}
    assert "after 10 s" in hit.why
    none = search.run(Query.of("bakery", mode="text", then=(("station", 60),)))
    assert none.hits == ()
    assert any("Step 2" in note for note in none.notes)
    assert "nothing-follows" in {note.id for note in none.notes}
    short = replace(none.asked, in_order=False, window=Within(1.0))
    assert "nothing-together" in {note.id for note in search.run(short).notes}
    missing = search.run(Query.of("station", mode="text", then=(("zzzz", 60),)))
    assert "Nothing matches “zzzz”" in missing.notes[1]
    assert not {"nothing-follows", "no-match"} & {note.id for note in missing.notes}
    with pytest.raises(QueryError, match="Step 2"):
        search.run(Query.of("station", then=(" ",)))


def test_photos_that_follow_each_other_by_time(search) -> None:
    # The last dog (item 30) was taken a minute before the first cat (item 31).
    found = search.run(Query.of("dog", mode="concept", then=(("cat", 60),), k=5))
    assert [hit.item for hit in found.hits] == [30]


def test_similar_leaves_the_item_out_and_keeps_its_like(library, search) -> None:
    found = search.similar(5, 10)
    assert len(found.hits) == 10
    assert all(hit.item != 5 and 1 <= hit.item <= 30 for hit in found.hits)
    cosines = (
        library.vectors("layout").vectors([5])[0]
        @ library.vectors("layout").vectors([hit.item for hit in found.hits]).T
    )
    np.testing.assert_allclose([hit.score for hit in found.hits], cosines, rtol=1e-5)
    assert "looks (layout) like item 5" in found.hits[0].why
    assert "conse" in search.similar(5, 3, encoder="conse").hits[0].why


def test_similar_to_pixels_and_to_a_file(search, tmp_path: Path) -> None:
    from PIL import Image

    grey = np.full((20, 30, 3), 45, np.uint8)  # the fake encoder sees a cat
    assert all(31 <= hit.item <= 60 for hit in search.similar(grey, 10).hits)
    Image.fromarray(grey).save(tmp_path / "a.png")
    by_file = search.similar(tmp_path / "a.png", 10)
    assert [h.item for h in by_file.hits] == [h.item for h in search.similar(grey, 10).hits]
    with pytest.raises(QueryError, match="no file"):
        search.similar("/nowhere/x.png")
    with pytest.raises(QueryError, match="uint8"):
        search.similar(np.zeros((3, 3), np.uint8))


def test_similar_explains_what_it_cannot_do(library, search) -> None:
    with pytest.raises(QueryError, match="There is no item 99999"):
        search.similar(99999)
    film = search.run(Query.of("lighthouse", mode="text")).hits[0].item
    with pytest.raises(QueryError, match=r"“The Keeper” has no vector of “layout”\. Import"):
        search.similar(film)
    with pytest.raises(IndexMismatchError, match="layout"):
        search.similar(1, encoder="mobilenet_v2")


def test_text_and_example_together(search) -> None:
    found = search.run(Query.of("cat", mode="concept", example=Example.of(31), k=5))
    assert all(31 < hit.item <= 60 for hit in found.hits)
    assert set(found.hits[0].parts) == {"concept", "example"}


def test_suggestions_complete_what_is_typed(search) -> None:
    found = search.suggest("gol")
    assert [(one.text, one.kind, one.count) for one in found] == [
        ("golden retriever", "concept", 30)
    ]
    assert [one.text for one in search.suggest("retr")] == ["golden retriever"]
    assert ("The Keeper", "title") in [(one.text, one.kind) for one in search.suggest("kee")]
    assert search.suggest("  ") == []
    assert len(search.suggest("e", 2)) <= 2


def test_a_cancelled_search_stops(search) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        search.run(Query.of("dog"), context)


def test_preparing_teaches_the_names_of_concepts(library, monkeypatch) -> None:
    monkeypatch.setattr("app.services.search_concepts.FEW_NAMES", 0)
    (library.folder / "vectors" / "concept-names.npz").unlink(missing_ok=True)
    search = SearchService(library, FakeModels(), settings())
    search.run(Query.of("beach", "concept"))
    assert search._models.engine.calls == 0  # a person does not wait for it
    search.prepare(JobContext())
    before = search._models.engine.calls
    again = SearchService(library, FakeModels(), settings())
    again.prepare(JobContext())
    assert again._models.engine.calls == 0  # kept in the library
    assert before > 0
    assert {h.item for h in again.run(Query.of("beach", "concept")).hits} >= set(range(61, 91))


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    empty = Library.open(tmp_path / "e.kinora", create=True)
    service = SearchService(empty, FakeModels(), settings())
    assert service.run(Query.of("dog")).notes[-1].startswith("The library is empty")
    with pytest.raises(QueryError, match="no image vectors"):
        service.similar(1)
    empty.close()
