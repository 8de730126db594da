import numpy as np
import pytest

from common.errors import WeightsError
from common.scenes import EdgeSource, SceneNode
from models.scenes.frequency import FrequencyPrior, Smoothing
from models.scenes.labels import LabelVectors
from models.scenes.likelihood import Likelihood, cells, read_geometry
from models.scenes.relations import RelationModel

MAN = SceneNode("man", 0.9, (0.3, 0.1, 0.3, 0.8))
JACKET = SceneNode("jacket", 0.8, (0.33, 0.3, 0.25, 0.3))
TABLE = SceneNode("table", 0.7, (0.1, 0.6, 0.8, 0.4))
CUP = SceneNode("cup", 0.6, (0.7, 0.55, 0.06, 0.08))


@pytest.fixture(scope="module")
def model() -> RelationModel:
    return RelationModel.load()


def said(nodes, edges):
    return {(nodes[e.subject].label, e.predicate, nodes[e.object].label) for e in edges}


def test_usual_pairs_are_related_and_explained(model):
    best = model.top("man", "jacket", MAN.box, JACKET.box, 3)
    assert best[0].predicate == "wear"
    assert best[0].reason.startswith("usually: man wear jacket (")
    assert best[0].reason.endswith("boxes: around it, level")
    assert [guess.score for guess in best] == sorted((g.score for g in best), reverse=True)
    nodes = (MAN, JACKET, TABLE, CUP)
    edges = model.predict(nodes)
    assert {("man", "wear", "jacket"), ("cup", "on", "table")} <= said(nodes, edges)
    assert all(edge.source is EdgeSource.PREDICTED and 0 < edge.score <= 1 for edge in edges)
    assert len({frozenset((e.subject, e.object)) for e in edges}) == len(edges)


def test_boxes_choose_where_custom_leaves_it_open(model):
    on = model.shares("cup", "table", CUP.box, TABLE.box)
    under = model.shares("cup", "table", (0.4, 0.9, 0.06, 0.08), (0.1, 0.3, 0.8, 0.4))
    column = model.predicates.index("under")
    assert under[column] > 3 * on[column]
    np.testing.assert_allclose([on.sum(), under.sum()], 1)


def test_names_that_no_caption_has_lean_on_similar_ones(model):
    guess = model.top("cup", "dining table", CUP.box, TABLE.box, 1)[0]
    assert guess.predicate == "on"
    assert guess.reason.startswith("as in: cup on table (")
    assert model.top("qwzx", "zyxw", k=1)[0].reason.startswith("often: ")


def test_depth_is_never_predicted(model):
    nodes = [
        SceneNode(name, 0.9, (0.1 * n, 0.2, 0.4, 0.5))
        for n, name in enumerate(("building", "tree", "car", "fence", "person", "bus"))
    ]
    edges = model.predict(nodes, least_relation=0.0)
    assert len(edges) == 15
    assert not [e for e in edges if e.predicate.endswith(("behind", "in front of", "beyond"))]


def test_thresholds_and_boxes_that_are_absent(model):
    nodes = (MAN, SceneNode("jacket", 0.1, JACKET.box), SceneNode("hat", 0.9))
    assert model.predict(nodes, least_object=0.2, least_relation=0.9) == []
    found = model.predict(nodes, least_object=0.2, least_relation=0.0)
    assert {frozenset((e.subject, e.object)) for e in found} == {frozenset((0, 2))}
    assert len(model.predict(nodes, least_object=0.0, least_relation=0.0)) == 3
    assert model.predict([]) == []
    assert model.predict([MAN]) == []
    far = SceneNode("jacket", 0.8, (0.9, 0.0, 0.05, 0.05))
    assert model.predict((MAN, far)) == []  # too far apart to be worn


def test_very_many_objects_cost_no_more_than_the_surest(model):
    nodes = [SceneNode("person", n / 100, (n / 200, 0.1, 0.1, 0.5)) for n in range(100)]
    found = model.predict(nodes, least_object=0.0, least_relation=0.0)
    assert min(min(e.subject, e.object) for e in found) >= 60


def test_damaged_tables_are_told(tmp_path):
    path = tmp_path / "relations.npz"
    np.savez(path, labels=np.zeros(3, np.uint8))
    with pytest.raises(WeightsError, match="damaged"):
        RelationModel.load(path)
    with pytest.raises(WeightsError, match="missing"):
        RelationModel.load(tmp_path / "absent.npz")


def test_the_prior_goes_from_the_pair_to_its_like_to_habits():
    triples = np.array([[0, 2, 0, 9], [0, 2, 1, 1], [3, 4, 2, 5]])
    names = ("man", "woman", "jacket", "boat", "water")
    prior = FrequencyPrior(names, ("wear", "hold", "in"), triples, LabelVectors.load(), Smoothing())
    pair = prior.of("man", "jacket")
    assert pair.counts.tolist() == [9, 1, 0]
    assert pair.shares.argmax() == 0
    assert prior.of("woman", "jacket").shares.argmax() == 0  # nobody saw her: as man
    assert prior.of("boat", "water").shares.argmax() == 2
    for one in names:
        for other in names:
            assert prior.of(one, other).shares.sum() == pytest.approx(1)


def test_how_boxes_lie_is_seen_from_the_subject():
    first = np.array([MAN.box, CUP.box, CUP.box, (0.0, 0.0, 0.0, 0.0)])
    second = np.array([JACKET.box, TABLE.box, (0.1, 0.1, 0.1, 0.1), CUP.box])
    contact = cells(first, second)
    assert contact[:, 0].tolist() == [0, 2, 5, -1]
    assert contact[1, 1] == 0  # the cup is higher than the table's centre
    assert contact[2, 1] == 2
    assert contact[0, 2] == 0  # a man is larger than his jacket
    assert contact[3].tolist() == [-1, -1, -1]


def test_what_is_not_known_of_boxes_changes_nothing():
    names = ("on", "wear", "qwzx", "in front of", "stand behind")
    likelihood = Likelihood(names, np.full(5, 0.2), read_geometry())
    assert (likelihood.ratios(np.full((1, 3), -1)) == 1).all()
    found = likelihood.ratios(cells(np.array([MAN.box]), np.array([JACKET.box])))[0]
    assert found[1] > 1 > found[0]
    assert found[2:].tolist() == [1, 1, 1]  # unknown words, and depth: boxes do not show it


def test_a_family_of_no_row_is_refused():
    document = read_geometry()
    bad = {**document, "family": [{**document["family"][0], "rows": ["qwzx"]}]}
    with pytest.raises(ValueError, match="qwzx"):
        Likelihood(("on",), np.ones(1), bad)
