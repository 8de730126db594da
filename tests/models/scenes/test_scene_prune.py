from common.scenes import SceneNode
from models.scenes.prune import same_persons

MAN = SceneNode("man", 0.6, (0.1, 0.1, 0.3, 0.8), ("tall",))
PERSON = SceneNode("person", 0.9, (0.11, 0.1, 0.3, 0.8), ("wet",))
CUP = SceneNode("cup", 0.8, (0.2, 0.4, 0.05, 0.05))


def test_the_surer_box_stands_for_a_person_found_twice():
    assert same_persons((MAN, PERSON, CUP)) == {1: 1, 2: 2, 0: 1}


def test_other_things_persons_apart_and_persons_without_a_place_stay():
    apart = SceneNode("boy", 0.5, (0.6, 0.1, 0.3, 0.8))
    child = SceneNode("child", 0.5, (0.2, 0.5, 0.1, 0.2))  # held: far smaller
    nodes = (PERSON, apart, child, SceneNode("man"), CUP, CUP)
    assert same_persons(nodes) == {place: place for place in range(len(nodes))}
