from common.scenes import EdgeSource, SceneEdge, SceneGraph, SceneNode
from models.scenes.prune import merge_persons, one_predicate, only_sure, same_persons

MAN = SceneNode("man", 0.6, (0.1, 0.1, 0.3, 0.8), ("tall",))
PERSON = SceneNode("person", 0.9, (0.11, 0.1, 0.3, 0.8), ("wet",))
CUP = SceneNode("cup", 0.8, (0.2, 0.4, 0.05, 0.05))
FAINT = SceneNode("hat", 0.1, (0.2, 0.0, 0.1, 0.1))
PREDICTED = EdgeSource.PREDICTED


def test_a_person_found_twice_becomes_the_surer_one():
    told = (SceneEdge(0, "hold", 2), SceneEdge(0, "beside", 1), SceneEdge(1, "hold", 2, 0.4))
    found = merge_persons(SceneGraph((MAN, PERSON, CUP), told))
    assert [node.label for node in found.nodes] == ["person", "cup"]
    assert found.nodes[0].attributes == ("wet", "tall")
    assert found.edges == (SceneEdge(0, "hold", 1),)
    assert same_persons((MAN, PERSON, CUP)) == {1: 1, 2: 2, 0: 1}


def test_other_things_persons_apart_and_persons_without_a_place_stay():
    apart = SceneNode("boy", 0.5, (0.6, 0.1, 0.3, 0.8))
    child = SceneNode("child", 0.5, (0.2, 0.5, 0.1, 0.2))  # held: far smaller
    nodes = (PERSON, apart, child, SceneNode("man"), CUP, CUP)
    assert merge_persons(SceneGraph(nodes)).nodes == nodes


def test_unsure_objects_go_with_their_relations():
    told = (SceneEdge(0, "wear", 1), SceneEdge(2, "near", 0, 0.0, PREDICTED))
    told += (SceneEdge(0, "hold", 2, 0.0),)
    found = only_sure(SceneGraph((MAN, FAINT, CUP), told))
    assert [node.label for node in found.nodes] == ["man", "cup"]
    assert found.edges == (SceneEdge(0, "hold", 1, 0.0),)


def test_a_pair_keeps_its_best_prediction_and_all_that_was_told():
    told = (SceneEdge(0, "hold", 1, 0.1), SceneEdge(0, "touch", 1, 0.1))
    guesses = (SceneEdge(1, "near", 0, 0.9, PREDICTED), SceneEdge(0, "see", 2, 0.2, PREDICTED))
    guesses += (SceneEdge(2, "near", 0, 0.3, PREDICTED),)
    found = one_predicate(SceneGraph((MAN, CUP, FAINT), (*told, *guesses)))
    assert found.edges == (*told, guesses[2])
