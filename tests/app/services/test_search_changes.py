"""What changes from one query to the next, and stages of any parts."""

import pytest

from app.services.library import Library
from app.services.search import SearchService
from app.services.types import (
    ConceptAsk,
    Part,
    Query,
    Stage,
    TextAsk,
    parse_filter,
)
from common.values import Box, Facet, Findings
from indexers.catalogue import NewFindings
from tests.app.searching import FakeModels, photo_library, settings


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


def test_what_moved_between_two_queries(search) -> None:
    before = search.run(Query.of("red dog", k=40))
    after = search.run(Query.of("blue dog", k=40, filters=(parse_filter("kind=photo"),)))
    moves = search.compare(before, after)
    old, new = [_items(found) for found in (before, after)]
    for item, moved in moves.ranks.items():
        assert moved.before == (old.index(item) + 1 if item in old else None)
        assert moved.after == (new.index(item) + 1 if item in new else None)
    assert set(moves.new) == set(new) - set(old)
    assert set(moves.gone) == set(old) - set(new)
    assert all(moves.ranks[item].up > 0 for item in moves.risen)
    assert "without red dog" in moves.said
    assert "with blue dog" in moves.said
    assert "filtered by kind=photo" in moves.said
    assert search.compare(before, before).is_same


def test_changes_of_weights_marks_and_rules_are_said(search) -> None:
    before = Query.of(parts=[Part(TextAsk("dog")), Part(ConceptAsk(("cat",)))])
    parts = [Part(TextAsk("dog"), 2.0), Part(ConceptAsk(("cat",)), must=True)]
    after = Query.of(parts=parts, fusion="borda")
    said = search.compare(search.run(before), search.run(after)).said
    assert said == ("dog: weight 1 → 2", "concept cat: must match", "fusion auto → borda")


def _items(found) -> list[int]:
    return [hit.item for hit in found.hits]


def _moments(**more) -> Query:
    first = Stage((Part(ConceptAsk(("golden retriever",))),))
    then = Stage((Part(ConceptAsk(("cat",)), must=True), Part(TextAsk("red cat"), 0.5)), 60.0)
    return Query((first, then), **more)


@pytest.mark.parametrize("rule", ["auto", "borda"])
def test_stages_hold_any_parts_and_scores_add_up(search, rule: str) -> None:
    # The last dog (item 30) was taken a minute before the first cat (item 31).
    found = search.run(_moments(fusion=rule))
    (hit,) = found.hits
    (scene,) = found.scenes
    assert (hit.item, scene.items, scene.stage_of) == (30, (30, 31), (0, 1))
    assert scene.end_s - scene.start_s == pytest.approx(60.0)
    assert sum(hit.parts.values()) == pytest.approx(hit.score)
    assert set(hit.parts) == {"step 1", "step 2"}
    assert [part.name for part in found.parts] == ["concepts", "concepts 2", "text"]
    assert [part.stage for part in found.parts] == [0, 1, 1]
    assert found.evidence(31).concepts[0][0] == "cat"


def test_moments_in_any_order(search) -> None:
    turned = _moments(in_order=False)
    turned = Query(turned.stages[::-1], in_order=False)
    assert search.run(Query(turned.stages)).hits == ()
    (scene, *_) = search.run(turned).scenes
    assert scene.items == (30, 31)
    assert scene.stage_of == (1, 0)


def test_moments_are_merged_anew_without_a_search(search) -> None:
    found = search.run(_moments())
    flipped = search.refuse(found.pool, fusion="reciprocal")
    assert [scene.items for scene in flipped.scenes] == [(30, 31)]
    assert sum(flipped.hits[0].parts.values()) == pytest.approx(flipped.hits[0].score)
    alone = search.refuse(found.pool, weights={"text": 0.0})
    assert alone.asked.stages[1].parts[1].weight == 0.0
