"""How well sentences are read: floors that the parser really reaches."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from benchmarks import parsing
from models.convert import tagger as convert
from models.language.tagger import RESOURCE, knowledge

REPOSITORY = Path(__file__).parents[2]
FLOORS = {
    "dev": {"triples": 0.95, "objects": 0.98, "attributes": 0.97, "time": 0.98, "places": 0.98},
    "held": {"triples": 0.85, "objects": 0.94, "attributes": 0.88, "time": 0.94, "places": 0.96},
}


@pytest.mark.parametrize("split", ["dev", "held"])
def test_hand_written_sentences(split: str) -> None:
    score, wrong = parsing.score_sentences(split)
    assert score.sentences >= (40 if split == "dev" else 25)
    for kind, floor in FLOORS[split].items():
        assert score.tallies[kind].f1 >= floor, "\n".join(wrong)
    assert score.split == score.sentences


@pytest.mark.data
def test_captions_with_gold_graphs(shared_data: Path) -> None:
    path = shared_data / "factual_sg" / "dev.csv"
    score = parsing.score_captions(convert.read_captions(path))
    for kind, earlier in parsing.PEER.items():
        assert score.tallies[kind].f1 > earlier + 0.05


def test_the_two_example_topics_lose_nothing() -> None:
    sentences, today = parsing.read_sentences("dev")
    for sentence in sentences[:2]:
        ours = parsing.facts_of(parsing.parse(sentence.text, today=today).parts)
        assert ours == sentence.facts


def test_a_tally() -> None:
    tally = parsing.Tally()
    tally.add({"a", "b", "c"}, {"b", "c", "d", "e"})
    assert (tally.precision, tally.recall) == (0.5, pytest.approx(2 / 3))
    assert tally.f1 == pytest.approx(4 / 7)
    assert parsing.Tally().f1 == 0


def test_the_shipped_knowledge_is_small() -> None:
    assert len(files("resources").joinpath("language", RESOURCE).read_bytes()) < 500_000
    assert {"man", "dog"} <= knowledge().agents


ROWS = """image_id,region_id,caption,scene_graph
1,1,a man holding a red cup,"( man , v:hold , cup ) , ( cup , is , red )"
1,2,two dogs sitting on a coffee table,"( dogs , v:sit on , coffee table ) , ( dogs , is , 2 )"
1,3,a cat sitting on a coffee table,"( cat , v:sit on , coffee table )"
1,4,a sign attached to a wall,"( sign , pv:attach to , wall )"
"""


def test_graphs_tell_the_classes_of_words(tmp_path: Path) -> None:
    source = tmp_path / "captions.csv"
    source.write_text(ROWS, encoding="utf-8")
    captions = list(convert.read_captions(source))
    assert captions[0].attributes == {("cup", "red")}
    assert captions[1].objects == {"dogs", "coffee table"}
    assert ["".join(convert.align(caption)[1]) for caption in captions] == [
        "DNGDJN",
        "MNGIDNN",
        "DNGIDNN",
        "DNPTDN",
    ]
    assert convert.compounds(captions) == ["coffee table"]


def test_learning_is_the_same_every_time(tmp_path: Path) -> None:
    """In every process: sets have another order in each."""
    source = tmp_path / "captions.csv"
    source.write_text(ROWS, encoding="utf-8")
    code = "from pathlib import Path; import sys; from models.convert.tagger import make_tagger; "
    code += "make_tagger(Path(sys.argv[1]), Path(sys.argv[2]))"
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(source), str(tmp_path / seed)],
            check=True, cwd=REPOSITORY, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
