"""How the tables of scenes are made."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from models.convert.captions import Facts, count_facts, read_graph
from models.convert.scene_tables import label_names, write_labels, write_relations
from models.scenes.labels import LABELS_FILE, SCENES_FOLDER, LabelVectors
from models.scenes.relations import RELATIONS_FILE, RelationModel
from models.weights import file_sha256


def test_a_gold_graph_is_read() -> None:
    text = (
        "( men , v:sit on , benches ) , ( bench , is , Wooden ) , ( cup , pv:hold by , man ) , "
        "( boat , pv:tie to , dock ) , ( sky ) , ( broken , of )"
    )
    assert list(read_graph(text)) == [
        ["man", "sit on", "bench"],
        ["bench", "is", "wooden"],
        ["man", "hold", "cup"],
        ["boat", "tie to", "dock"],
        ["sky"],
    ]
    assert list(read_graph("")) == []


def test_facts_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = ["image_id,region_id,caption,scene_graph"]
    rows += ['1,2,x,"( cups , on , table ) , ( cup , is , red )"'] * 2
    path.write_text("\n".join(rows) + "\n")
    facts = count_facts([path])
    assert facts.triples == {("cup", "on", "table"): 2}
    assert facts.objects == {"cup": 4, "table": 2}
    assert facts.attributes == {"red": 2}


def test_two_runs_write_the_same_tables(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    names = {"cup": 4, "table": 2, "red thing": 0}
    vectors = rng.normal(size=(3, 8)).astype(np.float32)
    triples = Counter({("cup", "atop", "table"): 3, ("man", "wear", "hat"): 1})
    triples["cup", "on", "shelf"] = 2
    facts = Facts(Counter(), Counter(), triples)
    for run in ("a", "b"):
        write_labels(tmp_path / f"labels-{run}.npz", names, vectors)
        write_relations(tmp_path / f"relations-{run}.npz", facts)
    for table in ("labels", "relations"):
        one, other = ((tmp_path / f"{table}-{run}.npz").read_bytes() for run in ("a", "b"))
        assert one == other
    read = LabelVectors.load(path=tmp_path / "labels-a.npz")
    assert read.names == tuple(names)
    assert read.counts.tolist() == [4, 2, 0]
    new = vectors[1] - read.mean  # a name that is encoded later lands at the same place
    np.testing.assert_allclose(read.vectors[1], new / np.linalg.norm(new), atol=2e-3)
    model = RelationModel.load(tmp_path / "relations-a.npz")
    assert model.predicates == ("on",)  # atop and on are one; what is too rare is left out


@pytest.mark.data
def test_what_ships_is_what_the_captions_say(shared_data: Path, tmp_path: Path) -> None:
    facts = count_facts([shared_data / f"factual_sg/{part}.csv" for part in ("train", "dev")])
    write_relations(tmp_path / "relations.npz", facts)
    assert (tmp_path / "relations.npz").read_bytes() == RELATIONS_FILE.read_bytes()
    names = label_names(facts, shared_data / "vg/VG-SGG-dicts-with-attri.json")
    assert tuple(names) == LabelVectors.load().names


def test_what_ships_has_the_hashes_that_its_card_says() -> None:
    card = (SCENES_FOLDER / "ATTRIBUTION.md").read_text("utf-8")
    for path in (LABELS_FILE, RELATIONS_FILE):
        assert f"{file_sha256(path)}  {path.name}" in card
