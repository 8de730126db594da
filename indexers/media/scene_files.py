"""Scene graphs in JSON files: who is in a picture, where, like what, and how they stand.

Four shapes are read, told apart by their content:

- Visual Genome: a list of pictures, each with `objects` (`object_id`, `names`, `x`, `y`, `w`, `h`,
  `attributes`) and `relationships` (`subject_id`, `predicate`, `object_id`, or the objects).
- GQA: a table from picture to `width`, `height` and `objects`, a table from id to `name`, `x`, `y`,
  `w`, `h`, `attributes` and `relations` (`object`, `name`).
- VRD: a table from file name to triples whose `bbox` is [top, bottom, left, right] and whose
  categories may be numbers into `objects.json` and `predicates.json` beside it.
- Kinora: `{"graphs": [{"image", "nodes": [{"label", "score", "box", "attributes"}], "edges":
  [{"subject", "predicate", "object", "score", "source"}]}]}` with boxes as fractions of the
  picture (left, top, width, height) and edges that name nodes by their place.

What is wrong with an object or a relation costs that one only; all of it is counted.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common.errors import MediaError
from common.scenes import EdgeSource

_LARGEST = 1 << 30  # bytes
_NAMES = ("file_name", "filename", "file", "image", "path", "url", "image_id", "id")

DANGLING = "name objects that are not there"
DOUBLED = "have the number of another object of their picture; the first keeps it"
NAMELESS = "have no name"
OUTSIDE = "have no part inside their picture; they are kept without a place"
CUT = "reach over the edge of their picture; they were cut"
NO_NUMBER = "have a score or a place that is no number; such a score counts as 0"
ITSELF = "relate an object to itself"
NO_SHAPE = "are not what a graph is made of"


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of a graph.

    Args:
        label: class name, lower case.
        box: left, top, width, height, in pixels or fractions as the graph says; None for none.
        score: 0-1.
        attributes: what it is like.
    """

    label: str
    box: tuple[float, float, float, float] | None = None
    score: float = 1.0
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Triple:
    """A relation of a graph.

    Args:
        subject: place among the things.
        predicate: lower case.
        object: place among the things.
        score: 0-1.
        source: who says so.
    """

    subject: int
    predicate: str
    object: int
    score: float = 1.0
    source: EdgeSource = EdgeSource.IMPORTED


@dataclass(slots=True)
class SceneFileGraph:
    """The scene graph of one picture.

    Args:
        name: file name or number of the picture.
        size: width and height in pixels that boxes are measured in; (0, 0) for the picture's own,
            (1, 1) where boxes are fractions.
        things: objects.
        triples: relations.
        faults: what is wrong -> how often.
    """

    name: str
    size: tuple[float, float] = (0.0, 0.0)
    things: list[Thing] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)
    faults: dict[str, int] = field(default_factory=dict)

    def complain(self, fault: str) -> None:
        """Count a fault."""
        self.faults[fault] = self.faults.get(fault, 0) + 1

    def add(self, thing: Thing) -> int:
        """Add an object; return its place."""
        self.things.append(thing)
        return len(self.things) - 1

    def same(self, thing: Thing) -> int:
        """Return the place of the very same object, adding it where it is new."""
        return self.things.index(thing) if thing in self.things else self.add(thing)

    def relate(self, triple: Triple) -> None:
        """Add a relation unless it is there, or relates an object to itself."""
        if triple.subject == triple.object:
            self.complain(ITSELF)
        elif triple not in self.triples:
            self.triples.append(triple)


def read_scene_file(path: Path) -> list[SceneFileGraph]:
    """Read the scene graphs of a JSON file; pictures in the order of the file.

    Raises:
        MediaError: it cannot be read, is no JSON, or holds no graph.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise MediaError(path, "the file is far too large for scene graphs")
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise MediaError(path, f"it cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise MediaError(path, f"it is no JSON ({error})") from error
    graphs = [graph for graph in _graphs(content, _classes(path.parent)) if graph.things]
    if not graphs:
        raise MediaError(
            path,
            "it holds no scene graph (pictures with “objects” and “relationships”, “graphs” with "
            "“nodes” and “edges”, or a table from file names to triples)",
        )
    return graphs


def _classes(folder: Path) -> tuple[list[str], list[str]]:
    """Return the class names that numbers stand for, from the two lists beside a VRD file."""
    found = []
    for name in ("objects.json", "predicates.json"):
        try:
            listed = json.loads((folder / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            listed = []
        found.append([str(each) for each in listed] if isinstance(listed, list) else [])
    return found[0], found[1]


def _graphs(content: Any, classes: tuple[Sequence[str], Sequence[str]]) -> Iterator[SceneFileGraph]:
    if isinstance(content, Mapping) and isinstance(content.get("graphs"), list):
        yield from (_from_nodes(each) for each in content["graphs"] if isinstance(each, Mapping))
        return
    if isinstance(content, Mapping) and isinstance(content.get("images"), list):
        content = content["images"]
    if isinstance(content, Mapping):
        for name, value in content.items():
            if isinstance(value, list):
                yield _from_triples(str(name), value, classes)
            elif isinstance(value, Mapping):
                yield _from_objects({"file_name": name, **value})
    elif isinstance(content, list):
        yield from (_from_objects(each) for each in content if isinstance(each, Mapping))


# -- VRD


def _from_triples(
    name: str, triples: Sequence[Any], classes: tuple[Sequence[str], Sequence[str]]
) -> SceneFileGraph:
    """Read one picture of a VRD file."""
    graph = SceneFileGraph(name)
    objects, predicates = classes
    for triple in triples:
        try:
            ends = [_boxed(triple[end], objects) for end in ("subject", "object")]
            predicate = _class_name(triple["predicate"], predicates)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
            graph.complain(NO_SHAPE)
            continue
        subject, target = (graph.same(thing) for thing in ends)
        graph.relate(Triple(subject, predicate, target))
    return graph


def _boxed(end: Mapping[str, Any], names: Sequence[str]) -> Thing:
    top, bottom, left, right = (float(value) for value in end["bbox"])
    if not math.isfinite(top + bottom + left + right):
        raise ValueError("a box that is no number")
    return Thing(_class_name(end["category"], names), (left, top, right - left, bottom - top))


def _class_name(value: Any, names: Sequence[str]) -> str:
    """Return a class by its name or its number."""
    if isinstance(value, str):
        return _word(value)
    number = int(value)
    if not 0 <= number < len(names):
        raise ValueError(f"class {number} of {len(names)}")
    return names[number]


# -- Visual Genome and GQA


def _from_objects(picture: Mapping[str, Any]) -> SceneFileGraph:
    """Read one picture of a file in Visual Genome's or GQA's shape."""
    name = next((str(picture[key]) for key in _NAMES if picture.get(key)), "")
    size = (_number(picture.get("width")) or 0.0, _number(picture.get("height")) or 0.0)
    graph = SceneFileGraph(name, size)
    places: dict[str, int] = {}
    listed = list(_listed(picture))
    for key, each in listed:
        thing = _thing(each, graph)
        if thing is None:
            graph.complain(NAMELESS)
        elif key in places:
            graph.complain(DOUBLED)
        else:
            places[key] = graph.add(thing)
    for key, each in listed:  # GQA tells relations at their subjects
        for relation in _list(each.get("relations")):
            if isinstance(relation, Mapping):
                ends = {"subject_id": key, "object_id": relation.get("object")}
                _relate({"predicate": relation.get("name"), **relation, **ends}, places, graph)
    for relation in _list(picture.get("relationships") or picture.get("relations")):
        if isinstance(relation, Mapping):
            _relate(relation, places, graph)
        else:
            graph.complain(NO_SHAPE)
    return graph


def _listed(picture: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (id, object) of the objects of a picture."""
    found = picture.get("objects") or picture.get("attributes") or ()
    if isinstance(found, Mapping):
        yield from ((str(key), each) for key, each in found.items() if isinstance(each, Mapping))
        return
    for number, each in enumerate(_list(found)):
        if isinstance(each, Mapping):
            yield str(each.get("object_id", each.get("id", number))), each


def _relate(relation: Mapping[str, Any], places: dict[str, int], graph: SceneFileGraph) -> None:
    """Add a relation whose ends are numbers, names, or the objects themselves."""
    predicate = _word(relation.get("predicate"))
    subject, target = (_end(relation, end, places, graph) for end in ("subject", "object"))
    if not predicate:
        graph.complain(NO_SHAPE)
    elif subject is None or target is None:
        graph.complain(DANGLING)
    else:
        graph.relate(Triple(subject, predicate, target, _score(relation, graph)))


def _end(
    relation: Mapping[str, Any], end: str, places: dict[str, int], graph: SceneFileGraph
) -> int | None:
    """Return the place of the object at one end of a relation; None where there is none."""
    value = relation.get(f"{end}_id", relation.get(end))
    if isinstance(value, Mapping):
        key = str(value.get("object_id", value.get("id", "")))
        if key in places:
            return places[key]
        thing = _thing(value, graph)
        if thing is None:
            return None
        place = graph.same(thing)
        if key:
            places[key] = place
        return place
    if str(value) in places:
        return places[str(value)]
    if not isinstance(value, str) or f"{end}_id" in relation or not _word(value):
        return None
    label = _word(value)
    if label.isdecimal():
        return None
    named = [at for at, thing in enumerate(graph.things) if thing.label == label]
    return named[0] if named else graph.add(Thing(label))


def _thing(each: Mapping[str, Any], graph: SceneFileGraph) -> Thing | None:
    names = _list(each.get("names"))
    label = _word(each.get("name") or each.get("label") or (names[0] if names else ""))
    if not label:
        return None
    numbers: Sequence[Any] | None = None
    if isinstance(each.get("bbox"), list) and len(each["bbox"]) == 4:
        numbers = each["bbox"]
    elif "x" in each and "y" in each:
        numbers = (
            each["x"], each["y"],
            each.get("w", each.get("width")), each.get("h", each.get("height")),
        )  # fmt: skip
    return Thing(label, _place(numbers, graph), _score(each, graph), _words(each.get("attributes")))


# -- Kinora


def _from_nodes(picture: Mapping[str, Any]) -> SceneFileGraph:
    """Read one picture of a file in our own shape."""
    name = next((str(picture[key]) for key in _NAMES if picture.get(key)), "")
    graph = SceneFileGraph(name, (1.0, 1.0))
    places: list[int | None] = []
    for each in _list(picture.get("nodes")):
        label = _word(each.get("label")) if isinstance(each, Mapping) else ""
        if not label:
            graph.complain(NAMELESS)
            places.append(None)
            continue
        box = each.get("box")
        numbers = box if isinstance(box, list) and len(box) == 4 else None
        if box is not None and numbers is None:
            graph.complain(NO_NUMBER)
        words = _words(each.get("attributes"))
        thing = Thing(label, _place(numbers, graph), _score(each, graph), words)
        places.append(graph.add(thing))
    for each in _list(picture.get("edges")):
        _add_edge(each, places, graph)
    return graph


def _add_edge(edge: Any, places: Sequence[int | None], graph: SceneFileGraph) -> None:
    predicate = _word(edge.get("predicate")) if isinstance(edge, Mapping) else ""
    if not predicate:
        graph.complain(NO_SHAPE)
        return
    ends = []
    for end in ("subject", "object"):
        at = edge.get(end)
        is_there = isinstance(at, int) and not isinstance(at, bool) and 0 <= at < len(places)
        ends.append(places[at] if is_there else None)
    if ends[0] is None or ends[1] is None:
        graph.complain(DANGLING)
        return
    told = str(edge.get("source") or EdgeSource.IMPORTED)
    known = {source.value for source in EdgeSource}
    source = EdgeSource(told) if told in known else EdgeSource.IMPORTED
    graph.relate(Triple(ends[0], predicate, ends[1], _score(edge, graph), source))


# -- values


def _place(
    numbers: Sequence[Any] | None, graph: SceneFileGraph
) -> tuple[float, float, float, float] | None:
    """Return a box, None where one of its numbers is none."""
    if numbers is None:
        return None
    found = [_number(value) for value in numbers]
    if any(value is None for value in found):
        graph.complain(NO_NUMBER)
        return None
    x, y, width, height = (value or 0.0 for value in found)
    return x, y, width, height


def _score(each: Mapping[str, Any], graph: SceneFileGraph) -> float:
    """Return the score of an object or a relation, 1 where it has none, 0 for no number."""
    value = each.get("score")
    if value is None:
        return 1.0
    score = _number(value)
    if score is None:
        graph.complain(NO_NUMBER)
        return 0.0
    return min(1.0, max(0.0, score))


def _number(value: Any) -> float | None:
    """Return a finite number, None for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _word(value: Any) -> str:
    return " ".join(str(value).split()).lower() if isinstance(value, str) else ""


def _words(value: Any) -> tuple[str, ...]:
    told = [value] if isinstance(value, str) else _list(value)
    return tuple(dict.fromkeys(word for word in map(_word, told) if word))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
