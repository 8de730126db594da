"""Moments found by a sentence."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.library import Library
from app.services.lifelog import LifelogService
from app.services.services import Services
from app.services.types import Filter, LifelogOptions, LifelogResults
from common.errors import QueryError
from common.scenes import (
    Condition,
    EdgeSource,
    LifelogQuery,
    Need,
    QueryEdge,
    QueryNode,
    QueryPart,
    TimeWindow,
)
from common.values import Box, Findings, ItemKind
from indexers.catalogue import NewItem
from tests.lifelog_support import make_library


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    library, _ = make_library(tmp_path_factory.mktemp("life"))
    services = Services(library)
    yield services
    services.close()


@pytest.fixture
def service(life: Services) -> LifelogService:
    return life.lifelog


def scenes(services: Services, found: LifelogResults, most: int = 3) -> list[str]:
    items = [hit.item for hit in found.results.hits[:most]]
    return [one.title.rpartition("_")[2] for one in services.library.catalogue.items(items)]


def asks(*labels: str, edges: tuple[QueryEdge, ...] = (), **more: object) -> LifelogQuery:
    nodes = tuple(QueryNode((label,)) for label in labels)
    return LifelogQuery(parts=(QueryPart(nodes=nodes, edges=edges, **more),))  # type: ignore[arg-type]


def test_a_sentence_finds_the_moment_and_says_what_matched(
    life: Services, service: LifelogService
) -> None:
    query = service.parse("a man in a red shirt looking at a laptop on friday morning")

    found = service.search(query)

    best = found.results.hits[0]
    assert scenes(life, found, 1) == ["meeting"]
    assert found.passing == 3  # Friday before noon
    match = found.matches[best.item]
    assert {node.label for node in match.nodes} == {"man", "shirt", "laptop"}
    assert ("man", "look at", "laptop") in {edge.triple for edge in match.edges}
    laptop = next(node for node in match.nodes if node.label == "laptop")
    assert laptop.similarity == pytest.approx(1.0)
    assert laptop.box == pytest.approx((0.5, 0.5, 0.3, 0.25), abs=1e-5)
    assert all(edge.source is EdgeSource.IMPORTED for edge in match.edges)
    assert match.objects > 0
    assert match.relations > 0
    assert "man look at laptop" in best.why


def test_words_that_mean_the_same_match(life: Services, service: LifelogService) -> None:
    found = service.search(service.parse("a dog on the sofa"))

    assert scenes(life, found) == ["sofa"] * 3
    node = {one.wanted: one for one in found.matches[found.results.hits[0].item].nodes}["sofa"]
    assert node.label == "couch"
    assert 0.5 < node.similarity < 1


def test_relations_tell_images_with_the_same_objects_apart(
    life: Services, service: LifelogService
) -> None:
    on_table = asks("cup", "table", edges=(QueryEdge(0, ("on",), 1),))
    held = asks("hand", "steering wheel", edges=(QueryEdge(0, ("hold",), 1),))

    graph = LifelogOptions(ranker="graph")
    assert scenes(life, service.search(on_table, graph), 1) == ["breakfast"]
    assert scenes(life, service.search(held, graph), 1) == ["car"]


def test_a_weight_of_nothing_takes_relations_out_of_the_score(service: LifelogService) -> None:
    query = asks("cup", "table", edges=(QueryEdge(0, ("on",), 1),))

    with_both = service.search(query, LifelogOptions(ranker="graph", alpha=1.0, beta=2.0))
    objects = service.search(query, LifelogOptions(ranker="graph", alpha=1.0, beta=0.0))

    first, alone = with_both.results.hits[0], objects.results.hits[0]
    assert (with_both.alpha, with_both.beta) == (1.0, 2.0)
    assert first.score == pytest.approx(first.parts["objects"] + 2 * first.parts["relations"])
    assert alone.score == pytest.approx(alone.parts["objects"])


def test_relations_of_a_hidden_source_do_not_count(service: LifelogService) -> None:
    query = asks("cup", "table", edges=(QueryEdge(0, ("on",), 1),))

    hidden = frozenset(EdgeSource)
    found = service.search(query, LifelogOptions(ranker="graph", hidden=hidden))

    assert found.results.hits[0].parts["relations"] == 0
    assert not found.matches[found.results.hits[0].item].edges


def test_must_and_must_not_leave_images_out(life: Services, service: LifelogService) -> None:
    query = asks("dog", "tree")
    part = query.parts[0]
    must = replace(part, nodes=(part.nodes[0], replace(part.nodes[1], need=Need.MUST)))
    never = replace(part, nodes=(part.nodes[0], replace(part.nodes[1], need=Need.NOT)))

    graph = LifelogOptions(ranker="graph")
    with_tree = service.search(replace(query, parts=(must,)), graph)
    without = service.search(replace(query, parts=(never,)), graph)

    assert set(scenes(life, with_tree, 99)) == {"walk"}
    assert "walk" not in scenes(life, without, 99)
    assert scenes(life, without, 1) == ["sofa"]
    assert set(scenes(life, service.search(replace(query, parts=(must,))), 99)) == {"walk"}
    assert "walk" not in scenes(life, service.search(replace(query, parts=(never,))), 99)


@pytest.mark.parametrize("ranker", ["graph", "tfidf", "bm25", "sentence", "fused"])
def test_every_ranker_finds_plain_objects(
    life: Services, service: LifelogService, ranker: str
) -> None:
    found = service.search(asks("woman", "pizza"), LifelogOptions(ranker=ranker))

    assert scenes(life, found, 3) == ["lunch"] * 3
    assert ranker in found.rankers or ranker == "fused"


def test_a_ranker_that_cannot_run_says_so(service: LifelogService) -> None:
    with pytest.raises(QueryError, match="texts and pictures"):
        service.search(asks("dog"), LifelogOptions(ranker="clip"))
    for wrong in (
        LifelogOptions(ranker="magic"),
        LifelogOptions(fusion="magic"),
        LifelogOptions(frames="magic"),
        LifelogOptions(parts="magic"),
        LifelogOptions(vectors="magic"),
    ):
        with pytest.raises(QueryError, match="magic"):
            service.search(asks("dog"), wrong)


def test_conditions_alone_list_moments_by_time(life: Services, service: LifelogService) -> None:
    found = service.search(service.parse("on saturday"))

    times = [item.taken_at for item in life.library.catalogue.items(
        [hit.item for hit in found.results.hits]
    )]  # fmt: skip
    assert len(times) == 8
    assert times == sorted(times)  # type: ignore[type-var]
    assert not found.matches


def test_shared_filters_narrow_and_are_checked(life: Services, service: LifelogService) -> None:
    home = (Filter("place", ("Home",)),)
    found = service.search(asks("table"), filters=home)

    assert set(scenes(life, found, 99)) <= {"breakfast", "sofa"}
    with pytest.raises(QueryError, match="color of the sky"):
        service.search(asks("table"), filters=(Filter("color of the sky", ("blue",)),))


def test_nothing_found_says_which_condition_to_drop(service: LifelogService) -> None:
    sunday = TimeWindow(weekdays=(6,), text="on sunday")
    found = service.search(asks("pizza", time=(sunday,), places=(Condition("Paris"),)))

    assert not found.results.hits
    by_kind = {one.kind: one for one in found.counts}
    assert (by_kind["time"].passing, by_kind["place"].passing) == (0, 0)
    ids = {getattr(note, "id", "") for note in found.notes}
    assert {"unknown-place", "nothing-found"} <= ids


def test_unknown_words_are_told_not_silently_zero(service: LifelogService) -> None:
    found = service.search(asks("frobnitz", "table"))

    assert found.unknown == ("frobnitz",)
    assert any("frobnitz" in note for note in found.notes)
    assert found.results.hits


def test_a_word_that_nothing_is_like_finds_nothing(service: LifelogService) -> None:
    assert not service.search(asks("frobnitz")).results.hits


def test_the_wearer_and_what_must_not_be_there_are_nothing_to_look_for(
    life: Services, service: LifelogService
) -> None:
    at_home = asks("i", places=(Condition("Home"),))
    assert set(scenes(life, service.search(at_home), 99)) == {"breakfast", "sofa"}

    tree = QueryNode(("tree",), need=Need.NOT)
    without = service.search(LifelogQuery(parts=(QueryPart(nodes=(tree,)),)))
    assert set(scenes(life, without, 99)) == {"breakfast", "car", "meeting", "lunch", "sofa"}


def test_asking_for_nothing_is_refused(service: LifelogService) -> None:
    with pytest.raises(QueryError, match="Nothing was asked"):
        service.search(LifelogQuery(parts=(QueryPart(),)))


# -- several sentences


def two(first: LifelogQuery, second: LifelogQuery, **more: object) -> LifelogQuery:
    return LifelogQuery(parts=first.parts + second.parts, **more)  # type: ignore[arg-type]


def test_sentences_are_found_in_one_moment_in_any_order(
    life: Services, service: LifelogService
) -> None:
    meeting, car = asks("man", "laptop"), asks("steering wheel")

    found = service.search(two(meeting, car, within_s=3600.0))
    apart = service.search(two(meeting, car, within_s=600.0), LifelogOptions(parts="min"))

    best = found.matches[found.results.hits[0].item]
    chosen = life.library.catalogue.items(best.moment)
    assert [one.title.rpartition("_")[2] for one in chosen] == ["meeting", "car"]
    assert found.results.hits[0].parts["part 1"] == pytest.approx(1.0, abs=0.05)
    # Within ten minutes no moment holds both; what is left has a weak sentence.
    assert not apart.results.hits or apart.results.hits[0].score < found.results.hits[0].score


def test_an_empty_sentence_does_not_count_nor_shift_the_others(
    life: Services, service: LifelogService
) -> None:
    friday = TimeWindow(weekdays=(4,), text="friday")
    parts = (QueryPart(), *asks("pizza", time=(friday,)).parts)
    found = service.search(LifelogQuery(parts=parts))

    assert scenes(life, found, 1) == ["lunch"]
    assert [count.part for count in found.counts] == [1]
    assert found.matches[found.results.hits[0].item].nodes[0].part == 1


def test_then_keeps_the_order(life: Services, service: LifelogService) -> None:
    car, meeting = asks("steering wheel", "hand"), asks("man", "laptop")
    options = LifelogOptions(ranker="tfidf", parts="min")

    right = service.search(two(car, meeting, ordered=True, within_s=3600.0), options)
    wrong = service.search(two(meeting, car, ordered=True, within_s=3600.0), options)

    assert len(right.results.hits) == 3  # every morning
    assert not wrong.results.hits
    assert {getattr(note, "id", "") for note in wrong.notes} >= {"parts-apart"}


@pytest.mark.parametrize("frames", ["max", "noisy-or"])
@pytest.mark.parametrize("parts", ["mean", "min", "product"])
def test_rules_for_moments_agree_on_what_is_plain(
    life: Services, service: LifelogService, frames: str, parts: str
) -> None:
    query = two(asks("steering wheel"), asks("man", "laptop"), within_s=3600.0)
    found = service.search(query, LifelogOptions(frames=frames, parts=parts))

    moment = found.matches[found.results.hits[0].item].moment
    names = [one.title.rpartition("_")[2] for one in life.library.catalogue.items(moment)]
    assert names == ["car", "meeting"]
    assert 0 < found.results.hits[0].score <= 1 + 1e-9


# -- from one moment


# -- image regions


def test_a_region_finds_what_looks_like_it(life: Services, service: LifelogService) -> None:
    node = QueryNode((), example=(3, 0.0, 0.0, 1.0, 1.0))
    found = service.search(LifelogQuery(parts=(QueryPart(nodes=(node,)),)))

    assert scenes(life, found, 3) == ["meeting"] * 3
    assert "example" in found.results.hits[0].parts


def test_a_region_that_cannot_be_compared_is_told(service: LifelogService) -> None:
    node = QueryNode((), example=(999, 0.0, 0.0, 1.0, 1.0))
    part = QueryPart(nodes=(QueryNode(("dog",)), node))
    found = service.search(LifelogQuery(parts=(part,)))

    assert {getattr(note, "id", "") for note in found.notes} >= {"no-example"}
    assert found.results.hits  # the dog still counts


def test_a_part_of_a_picture_is_cut_out(service: LifelogService) -> None:
    crop = service.examples.crop((1, 0.5, 0.5, 0.25, 0.5))

    assert crop.shape == (120, 90, 3)


# -- changes of the library


def test_new_items_are_found_and_removed_ones_are_not(tmp_path: Path) -> None:
    library, ids = make_library(tmp_path)
    services = Services(library)
    try:
        _check_changes(library, services.lifelog, ids)
    finally:
        services.close()


def _check_changes(library: Library, service: LifelogService, ids: list[int]) -> None:
    query = asks("giraffe")
    graph = LifelogOptions(ranker="graph", k=1)
    assert service.search(query, graph).results.hits[0].parts["objects"] < 0.9

    boxes = [Box("giraffe", 0.9, 0.1, 0.1, 0.5, 0.5, "graphs")]
    new = library.catalogue.add_batch(
        [NewItem("new", ItemKind.PHOTO, findings=Findings(boxes=boxes))]
    )
    found = service.search(query, graph)
    assert found.results.hits[0].item == new[0]
    library.catalogue.add_findings(
        ids[0], "graphs", "2",
        Findings(boxes=[Box("giraffe", 0.9, 0.1, 0.1, 0.5, 0.5, "graphs"),
                        Box("zebra", 0.9, 0.5, 0.1, 0.4, 0.5, "graphs")]), {},
    )  # fmt: skip
    assert service.search(asks("zebra"), graph).results.hits[0].item == ids[0]
    library.catalogue.remove_items(new)
    assert service.search(query, graph).results.hits[0].item == ids[0]


def test_a_library_without_graphs_says_what_gives_them(tmp_path: Path) -> None:
    library, _ = make_library(tmp_path, graphs=False)
    services = Services(library)
    try:
        found = services.lifelog.search(asks("dog"))
        assert {getattr(note, "id", "") for note in found.notes} >= {"no-graphs"}
        assert not found.results.hits
    finally:
        services.close()


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    services = Services(Library.open(tmp_path / "a.kinora", create=True))
    try:
        found = services.lifelog.search(asks("dog"))
        assert {getattr(note, "id", "") for note in found.notes} >= {"empty-library"}
        services.lifelog.prepare()
    finally:
        services.close()


def test_the_wearer_is_no_match_of_a_relation(life: Services, service: LifelogService) -> None:
    held = asks("i", "cup", edges=(QueryEdge(0, ("hold",), 1),))
    other = asks("i", "dog", edges=(QueryEdge(0, ("eat",), 1),))

    item = service.search(held, LifelogOptions(ranker="graph")).results.hits[0].item
    found = service.search(held, LifelogOptions(ranker="graph")).matches[item]
    assert [edge.triple for edge in found.edges] == [("hand", "hold", "cup")]
    assert {node.wanted for node in found.nodes} == {"cup"}
    walks = service.search(other, LifelogOptions(ranker="graph")).matches
    assert not any(match.edges for match in walks.values())
