"""Each kind of part of a query: what it finds, how parts combine, what is refused and how."""

from collections.abc import Sequence

import pytest

from app.services.library import Library
from app.services.query import FUSION_RULES
from app.services.search import SearchService
from app.services.types import (
    BoxesAsk,
    ClipAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Part,
    Query,
    Stage,
    TagsAsk,
    TextAsk,
    What,
    WordsAsk,
    parse_filter,
)
from common.errors import QueryError
from common.values import Box, Facet, Findings, TextKind
from indexers.catalogue import NewFindings
from tests.app.searching import FakeModels, photo_library, settings

DOGS, CATS = set(range(1, 31)), set(range(31, 61))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    library = photo_library(tmp_path_factory.mktemp("p") / "p.kinora")
    box = Box("dog", 0.8, 0.1, 0.2, 0.3, 0.4, "detector")
    seen = Findings(boxes=[box], facets=[Facet("object", "dog", 0.8, "detector")])
    library.catalogue.add_findings_batch([NewFindings(1, "detector", "1", findings=seen)])
    yield library
    library.close()


@pytest.fixture(scope="module")
def search(library: Library) -> SearchService:
    service = SearchService(library, FakeModels(), settings())
    from common.jobs import JobContext

    service.prepare(JobContext())
    return service


def ask(*whats: What, **more) -> Query:
    return Query.of(parts=[Part(what) for what in whats], **more)


def found_by(search: SearchService, *whats: What, **more) -> set[int]:
    return {hit.item for hit in search.run(ask(*whats, k=500, **more)).hits}


# -- free text


def test_the_balance_moves_weight_between_concepts_and_vectors(search) -> None:
    words = search.run(ask(TextAsk("a dog", balance=0.0)))
    assert not {"sentence", "embedding"} & {name for hit in words.hits for name in hit.parts}
    looks = search.run(ask(TextAsk("a dog", balance=1.0)))
    assert {name for hit in looks.hits for name in hit.parts} <= {"sentence", "embedding"}
    both = search.run(ask(TextAsk("a dog", balance=0.5)))
    assert {"concept", "embedding"} <= set(both.hits[0].parts)


def test_concepts_explain_a_hit_of_an_embedding(search) -> None:
    found = search.run(ask(TextAsk("a cat", "embedding")))
    hit = next(hit for hit in found.hits if hit.item in CATS)
    name, sure = found.evidence(hit.item).concepts[0]
    assert name == "cat"
    assert 0 < sure <= 1


def test_what_matched_is_marked_in_the_picture(search) -> None:
    evidence = search.run(ask(ConceptAsk(("golden retriever",)))).evidence(2)
    assert evidence.concepts == (("golden retriever", 0.9),)
    for what in (ConceptAsk(("dog",)), TextAsk("a dog", "concept"), BoxesAsk(subject="dog")):
        (box,) = search.run(ask(what)).evidence(1).boxes
        assert (box.label, box.x, box.height, box.score) == ("dog", 0.1, 0.4, 0.8)
        assert box.role == ("subject" if isinstance(what, BoxesAsk) else "concept")


@pytest.mark.parametrize("out", ['dog -"golden retriever"', "dog -blue"])
def test_excluded_words_hold_for_concepts_and_facets_too(search, out: str) -> None:
    found = {hit.item for hit in search.run(Query.of(out, k=500)).hits}
    if "retriever" in out:
        assert not found & DOGS
    else:
        assert found
        assert all(item % 2 == 1 for item in found & DOGS)


def test_excluded_words_hold_for_the_other_parts_too(search) -> None:
    found = found_by(search, ExampleAsk(Example(item=1)), TextAsk("dog -blue"))
    assert found
    assert all(item % 2 == 1 for item in found if item <= 180)


# -- concepts


def test_concepts_any_and_all(search) -> None:
    assert found_by(search, ConceptAsk(("cat", "golden retriever"))) == DOGS | CATS
    assert found_by(search, ConceptAsk(("cat", "golden retriever"), every=True)) == set()
    assert found_by(search, ConceptAsk(("CAT",))) == CATS
    assert found_by(search, ConceptAsk(("cat",), least=0.95)) == set()


def test_concepts_complete_while_typing(search) -> None:
    (only,) = search.suggest_concepts("retr")
    assert (only.text, only.kind, only.count) == ("golden retriever", "concept", 30)
    assert search.suggest_concepts("zzz") == []
    assert len(search.suggest_concepts("", 3)) == 3
    assert search.suggest_concepts("red") == []  # a colour, no concept


def test_unknown_concepts_are_named(search) -> None:
    with pytest.raises(QueryError, match="concept called “unicorn”"):
        search.run(ask(ConceptAsk(("unicorn",))))
    with pytest.raises(QueryError, match="Did you mean “lighthouse”"):
        search.run(ask(ConceptAsk(("lighthuse",))))
    with pytest.raises(QueryError, match="No concept is chosen"):
        search.run(ask(ConceptAsk(())))


# -- words


def test_words_of_one_kind_with_their_place_in_the_video(library, search) -> None:
    found = search.run(ask(WordsAsk("bakery", (TextKind.OCR,))))
    assert len(found.hits) == 2
    assert "ocr: *bakery*" in found.hits[0].why
    assert found.evidence(found.hits[0].item).texts
    assert search.run(ask(WordsAsk("bakery", (TextKind.SPEECH,)))).hits == ()
    with pytest.raises(QueryError, match="No words"):
        search.run(ask(WordsAsk(" ")))


# -- boxes


def test_boxes_are_decomposed_and_pruned_or_united(search) -> None:
    pruned = search.run(ask(BoxesAsk(subject="dog, cat", object="red"), k=500))
    assert {hit.item for hit in pruned.hits} <= DOGS | CATS
    assert all(hit.item % 2 == 1 for hit in pruned.hits[:10])
    (report,) = pruned.parts
    assert [name for name, _ in report.subs] == ["subject dog, cat", "object red"]
    assert all(count > 0 for _, count in report.subs)
    united = found_by(search, BoxesAsk(subject="dog, cat", object="red", combine="unite"))
    assert united > {hit.item for hit in pruned.hits}


def test_boxes_know_and_or_not(search) -> None:
    both = search.run(ask(BoxesAsk(subject="dog; red"), k=500))
    assert [name for name, _ in both.parts[0].subs] == ["subject dog", "subject red"]
    without = found_by(search, BoxesAsk(subject="dog, cat; NOT blue"))
    assert without
    assert all(item % 2 == 1 for item in without & (DOGS | CATS))
    assert not found_by(search, BoxesAsk(subject="dog", object="-red, -blue")) & DOGS
    words = found_by(search, BoxesAsk(subject="dog AND red"))
    assert words == {hit.item for hit in both.hits}


def test_boxes_of_time(search) -> None:
    # Photo number i was taken i minutes after noon of 1 May 2019, a Wednesday.
    found = search.run(ask(BoxesAsk(subject="dog", time="wednesday"), k=500))
    assert found.hits
    assert {hit.item for hit in found.hits} <= set(range(1, 181))
    assert search.run(ask(BoxesAsk(subject="dog", time="monday"))).hits == ()
    late = found_by(search, BoxesAsk(time="after 2 pm"))
    assert late == set(range(121, 181))
    assert not found_by(search, BoxesAsk(subject="dog", time="NOT wednesday")) & DOGS
    with pytest.raises(QueryError, match="The time “soonish” is not understood"):
        search.run(ask(BoxesAsk(time="soonish")))


def test_boxes_that_find_nothing_say_which(search) -> None:
    notes = search.run(ask(BoxesAsk(subject="dog", time="monday"))).notes
    assert any("Nothing matches “time monday”" in note for note in notes)
    notes = search.run(ask(BoxesAsk(subject="station", object="dog"))).notes
    assert any("unite them" in note for note in notes)
    with pytest.raises(QueryError, match="All boxes are empty"):
        search.run(ask(BoxesAsk()))
    with pytest.raises(QueryError, match="excludes nothing"):
        search.run(ask(BoxesAsk(subject="dog, NOT")))
    with pytest.raises(QueryError, match="holds 40 terms"):
        search.run(ask(BoxesAsk(subject=",".join(f"w{n}" for n in range(40)))))


# -- tags


def test_tags_walk_the_graph(search) -> None:
    found = search.run(ask(TagsAsk(("concept=cat",)), k=500))
    assert {hit.item for hit in found.hits[:30]} == CATS
    assert "cat" in found.hits[0].why
    assert [name for name, _ in found.parts[0].subs] == ["graph", "text"]
    out = found_by(search, TagsAsk(("concept=cat",), without=("concept=golden retriever",)))
    assert not out & DOGS
    words = search.run(ask(TagsAsk(("concept=cat",), text="lighthouse", balance=1.0)))
    assert words.hits[0].item not in CATS
    for wrong, what in ((("cat",), "cannot be read"), ((), "Nothing is looked for")):
        with pytest.raises(QueryError, match=what):
            search.run(ask(TagsAsk(wrong)))


# -- clips


def test_a_clip_of_the_library_without_keyframes_says_so(library, search) -> None:
    video = int(library.catalogue.items_with([parse_filter("kind=video")])[0])
    with pytest.raises(QueryError, match="no keyframe between 0 and 20 s"):
        search.run(ask(ClipAsk(item=video)))
    with pytest.raises(QueryError, match="is no video"):
        search.run(ask(ClipAsk(item=1)))
    with pytest.raises(QueryError, match="There is no item"):
        search.run(ask(ClipAsk(item=99_999)))
    with pytest.raises(QueryError, match="No clip"):
        search.run(ask(ClipAsk()))
    with pytest.raises(QueryError, match="clip of 60 s"):
        search.run(ask(ClipAsk(item=video, length_s=60.0)))
    with pytest.raises(QueryError, match="no longer there"):
        search.run(ask(ClipAsk("/gone/film.mp4")))


# -- together


def test_hits_must_be_in_the_list_of_a_part_that_must_match(search) -> None:
    query = Query.of("red", k=500, parts=[Part(ConceptAsk(("cat",)), must=True)])
    found = search.run(query)
    assert {hit.item for hit in found.hits} == CATS
    assert found.hits[0].item % 2 == 1
    free = Query.of("red", k=500, parts=[Part(ConceptAsk(("cat",)))])
    assert {hit.item for hit in search.run(free).hits} > CATS


def test_a_part_that_is_off_asks_nothing(search) -> None:
    off = Query.of("lighthouse", "text", parts=[Part(ConceptAsk(("cat",)), on=False)])
    alone = Query.of("lighthouse", "text")
    assert _ranking(search.run(off)) == _ranking(search.run(alone))
    with pytest.raises(QueryError, match="Step 1 of the query asks nothing"):
        search.run(Query(stages=(Stage((Part(TextAsk("dog"), on=False),)), Stage(()))))


def test_weights_of_parts_count(search) -> None:
    def top(dog: float, cat: float) -> int:
        parts = [Part(ConceptAsk(("golden retriever",)), dog), Part(ConceptAsk(("cat",)), cat)]
        return search.run(Query.of(parts=parts)).hits[0].item

    assert top(3.0, 1.0) in DOGS
    assert top(1.0, 3.0) in CATS
    with pytest.raises(QueryError, match="below 0"):
        top(-1.0, 1.0)


@pytest.mark.parametrize("rule", FUSION_RULES)
def test_parts_add_up_to_the_score_under_every_rule(search, rule: str) -> None:
    query = Query.of("red dog", example=Example(item=3), fusion=rule, k=50)
    found = search.run(query)
    assert found.hits
    for hit in found.hits:
        assert sum(hit.parts.values()) == pytest.approx(hit.score, abs=1e-9)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("rule", FUSION_RULES)
def test_flipping_a_rule_needs_no_search_and_gives_what_a_search_gives(search, rule: str) -> None:
    query = Query.of("red dog", parts=[Part(ExampleAsk(Example(item=3)), 0.5)], k=50)
    found = search.run(query)
    flipped = search.refuse(found.pool, fusion=rule)
    asked = Query.of("red dog", parts=[Part(ExampleAsk(Example(item=3)), 0.5)], k=50, fusion=rule)
    assert _ranking(flipped) == _ranking(search.run(asked))
    assert flipped.asked == asked
    assert flipped.rule == ("weighted" if rule == "auto" else rule)


def test_weights_are_changed_without_a_search(search) -> None:
    query = Query.of(parts=[Part(ConceptAsk(("golden retriever",))), Part(ConceptAsk(("cat",)))])
    found = search.run(query)
    assert [part.name for part in found.parts] == ["concepts", "concepts 2"]
    cats = search.refuse(found.pool, weights={"concepts": 0.2})
    assert cats.hits[0].item in CATS
    assert cats.asked.stages[0].parts[0].weight == 0.2
    only = search.refuse(found.pool, weights={"concepts": 0.0}, k=500)
    assert {hit.item for hit in only.hits} == CATS
    with pytest.raises(QueryError, match="no part “luck”"):
        search.refuse(found.pool, weights={"luck": 1.0})
    with pytest.raises(QueryError, match="below 0"):
        search.refuse(found.pool, weights={"concepts": -1.0})
    with pytest.raises(QueryError, match="no fusion rule “best”"):
        search.refuse(found.pool, fusion="best")


def test_only_some_items_are_ranked_anew(search) -> None:
    found = search.run(Query(Query.of("dog").stages, among=(2, 4, 40, 999_999)))
    assert {hit.item for hit in found.hits} <= {2, 4, 40}
    assert {2, 4} <= {hit.item for hit in found.hits}
    both = Query(Query.of("dog").stages, among=(2, 3, 4), filters=(parse_filter("colour=red"),))
    assert {hit.item for hit in search.run(both).hits} == {3}


@pytest.mark.parametrize(
    "whats",
    [
        (TextAsk("-dog"),),
        (TextAsk('-"golden retriever" -cat'),),
        (BoxesAsk(subject="NOT dog", object="-cat"),),
        (TagsAsk((), without=("concept=cat",)),),
        (TextAsk("-dog"), BoxesAsk(place="not home")),
    ],
)
def test_a_query_of_only_not_is_refused(search, whats: Sequence[What]) -> None:
    with pytest.raises(QueryError, match=r"only says what must not be there.*Add what shall"):
        search.run(ask(*whats))


def test_not_beside_something_wanted_excludes(search) -> None:
    found = found_by(search, ConceptAsk(("golden retriever",)), TextAsk("-blue"))
    assert found == {item for item in DOGS if item % 2 == 1}


def test_an_empty_text_is_refused(search) -> None:
    with pytest.raises(QueryError, match="text of the query is empty"):
        search.run(ask(TextAsk("  ")))
    with pytest.raises(QueryError, match="no fusion rule “best”"):
        search.run(Query.of("dog", fusion="best"))


def _ranking(found) -> list[tuple[int, float]]:
    return [(hit.item, round(hit.score, 9)) for hit in found.hits]


# -- moments


def test_an_item_beyond_the_list_of_an_example_has_no_likeness_to_tell(
    search: SearchService,
) -> None:
    results = search.run(ask(ExampleAsk(Example(item=3)), k=5))
    assert " like " in results.evidence(results.hits[0].item).texts[0]
    beyond = next(iter((DOGS | CATS) - {hit.item for hit in results.hits}))
    assert not any(" like " in text for text in results.evidence(beyond).texts)
