"""The quality measurement of graph matching: what is frozen, how it splits, how it counts."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import lifelog_corpus, lifelog_quality
from benchmarks.lifelog_corpus import (
    IMAGES,
    KINDS,
    MID,
    ORDINARY,
    SINGLE,
    Corpus,
    Noise,
    Region,
    corpus,
    make,
    read_graph,
    read_regions,
)
from benchmarks.lifelog_quality import add_rankers, baseline_hash, check_baseline, ranks_of
from benchmarks.lifelog_rankers import (
    RANKERS,
    TF_IDF,
    Rankers,
    interval,
    rank,
    reciprocal,
    understood,
)
from benchmarks.report import BenchReport
from common.errors import AppError
from common.jobs import JobContext

PERFECT = Noise(found=1.0, confused=0.0, more_objects=0.0, right=1.0, more_relations=0.0)
THINGS = ("man", "dog", "cup", "table", "tree", "car", "boat", "sign", "hat", "pizza")
SAID = ("on", "near", "v:hold", "under")


def write_captions(folder: Path, images: int = 60) -> Path:
    """Write made-up captions with graphs: every third image has two, a fifth is held out."""
    random = np.random.default_rng(4)
    files: dict[str, list[str]] = {"train.csv": [], "dev.csv": []}
    for image in range(images):
        for region in range(1 + (image % 3 == 0)):
            one, other = random.choice(THINGS, 2, replace=False)
            said = str(random.choice(SAID))
            graph = f'"( {one}s , {said} , {other} ) , ( {other} , is , red )"'
            if image % 7 == 0:
                graph = f"( {one} )"
            caption = f"a {one} {said.removeprefix('v:')} a {other}"
            name = "dev.csv" if image % 5 == 0 else "train.csv"
            files[name].append(f"{image},{image * 10 + region},{caption},{graph}")
    for name, lines in files.items():
        (folder / name).write_text(
            "image_id,region_id,caption,scene_graph\n" + "\n".join(lines) + "\n", "utf-8"
        )
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Corpus:
    return make(read_regions(write_captions(tmp_path)), 50, MID)


def test_the_same_captions_make_the_same_library(small: Corpus, tmp_path: Path) -> None:
    regions = read_regions(tmp_path)
    assert make(regions, 50, MID).hashes() == small.hashes()
    louder = make(regions, 50, Noise(found=0.7)).hashes()
    assert louder["library"] != small.hashes()["library"]
    assert louder["queries"] == small.hashes()["queries"]


def test_another_library_than_the_frozen_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="not the frozen one"):
        corpus(write_captions(tmp_path))
    assert corpus(tmp_path, images=50).images  # for trying


def test_captions_that_are_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINORA_SHARED_DATA", str(tmp_path))
    with pytest.raises(AppError, match="captions with graphs are not there"):
        corpus()


def test_no_image_has_queries_in_both_splits(small: Corpus) -> None:
    tuning = {query.target for query in small.tuning}
    test = {query.target for query in small.test}
    assert tuning
    assert test
    assert not tuning & test
    assert len(test) == len(small.test)  # one query an image


def test_single_relations_are_tested_on_held_out_captions_only(small: Corpus) -> None:
    for queries, held_out in ((small.tuning, False), (small.test, True)):
        of_kind = [query for query in queries if query.kind == SINGLE]
        assert of_kind
        assert all(query.held_out is held_out for query in of_kind)
        assert all(len(query.gold.edges) == 1 for query in of_kind)
    assert {query.kind for query in small.test} <= set(KINDS)


def test_without_noise_an_image_is_the_union_of_its_regions() -> None:
    regions = [
        Region(1, 1, "a", ("man", "dog"), (("man", "hold", "dog"),), False),
        Region(1, 2, "b", ("man", "hat"), (("man", "wear", "hat"),), False),
    ]
    graph = make(regions, 1, PERFECT).graphs[0]
    names = [node.label for node in graph.nodes]
    assert names == ["dog", "hat", "man"]
    told = {(names[edge.subject], edge.predicate, names[edge.object]) for edge in graph.edges}
    assert told == {("man", "hold", "dog"), ("man", "wear", "hat")}


def test_the_noise_is_as_loud_as_it_says() -> None:
    regions = [
        Region(number, number, "", pair, ((pair[0], "on", pair[1]),), held_out=False)
        for number in range(3_000)
        for pair in [(f"a{number}", f"b{number}")]
    ]
    graphs = make(regions, 3_000, MID).graphs
    nodes = np.mean([len(graph.nodes) for graph in graphs])
    right = np.mean(
        [f"a{image}" in {node.label for node in graph.nodes} for image, graph in enumerate(graphs)]
    )
    assert nodes == pytest.approx(2 * 0.75 + 6, abs=0.15)
    assert right == pytest.approx(0.75 * 0.9, abs=0.03)


def test_graphs_are_read_as_they_are_written() -> None:
    objects, triples = read_graph(
        "( boys:1 , v:sit on , benches ) , ( sky , is , blue ) , ( glass , pv:fill with , beer )"
    )
    assert objects == ("boy", "bench", "sky", "glass", "beer")
    assert triples == (("boy", "sit on", "bench"), ("glass", "fill with", "beer"))


def test_sentences_of_one_image_become_one_graph() -> None:
    part = understood("A man is holding a cup. The man is wearing a hat.")
    assert sorted(node.label for node in part.nodes) == ["cup", "hat", "man"]
    assert len(part.edges) == 2


def test_equal_scores_share_their_mean_rank() -> None:
    scores = np.array([0.5, 0.9, 0.5, 0.5, 0.1])
    assert [rank(scores, at) for at in range(5)] == [3.0, 1.0, 3.0, 3.0, 5.0]
    assert reciprocal(np.array([1.0, 4.0, 100.0, 100.5, np.inf])).tolist() == [
        1.0, 0.25, 0.01, 0.0, 0.0,
    ]  # fmt: skip


def test_the_bootstrap_knows_what_is_known() -> None:
    same = interval(np.full(40, 0.25), rounds=200)
    assert (same.mean, same.low, same.high) == (0.25, 0.25, 0.25)
    draws = np.random.default_rng(0).normal(0.1, 1.0, 900)
    found = interval(draws, rounds=4_000)
    half = 1.96 * draws.std() / 30
    assert found.low == pytest.approx(draws.mean() - half, abs=0.006)
    assert found.high == pytest.approx(draws.mean() + half, abs=0.006)
    assert interval(draws, rounds=50) == interval(draws, rounds=50)


def test_a_small_library_is_measured_to_the_end(small: Corpus) -> None:
    rankers = Rankers(small)
    table = ranks_of(rankers, small.test[:8], JobContext(), gold=True)
    assert set(table) == set(RANKERS)
    assert all((ranks >= 1).all() for ranks in table.values())
    report = BenchReport("lifelog-quality")
    add_rankers(report, ORDINARY, table)
    first = report.cases[0]
    assert first.case == f"MRR@100 {TF_IDF} {ORDINARY}"
    assert first.ratio == 1.0
    assert first.ours == pytest.approx(reciprocal(table[TF_IDF]).mean())


def test_a_baseline_that_ranks_otherwise_is_refused(
    small: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    rankers, asked = Rankers(small), [*small.tuning, *small.test]
    monkeypatch.setattr(lifelog_quality, "FROZEN_BASELINE", baseline_hash(rankers, asked))
    check_baseline(rankers, small)
    monkeypatch.setattr(
        Rankers, "concepts", lambda self, part, ranker: -np.arange(float(len(self.index)))
    )
    with pytest.raises(AppError, match="frozen"):
        check_baseline(rankers, small)


@pytest.mark.data
def test_the_library_on_disk_is_the_frozen_one(shared_data: Path) -> None:
    made = corpus(shared_data / "factual_sg")
    assert len(made.images) == IMAGES
    assert made.hashes() == lifelog_corpus.FROZEN
    assert not {each.target for each in made.tuning} & {each.target for each in made.test}
    nodes = np.mean([len(graph.nodes) for graph in made.graphs])
    edges = np.mean([len(graph.edges) for graph in made.graphs])
    assert nodes == pytest.approx(7.6, abs=0.1)  # as in the first trial
    assert edges == pytest.approx(8.3, abs=0.1)
