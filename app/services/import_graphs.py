"""Scene graphs from JSON files: objects with boxes and how they stand to each other.

Two shapes are read. Visual Genome's: a list (or a table by picture) of pictures, each with
`objects` (`name` or `names`, `x`, `y`, `w`, `h`) and `relationships` (`subject_id`, `predicate`,
`object_id`, or the objects themselves). VRD's: a table from file name to triples of `subject`,
`predicate`, `object` whose `bbox` is [top, bottom, left, right] and whose categories may be numbers
into `objects.json` and `predicates.json` beside it. Graphs are tied to pictures by file name.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.services.import_facts import title_of, with_objects
from app.services.import_types import Meter
from app.services.import_walk import Scan
from common.errors import MediaError
from common.values import Box, Findings, ImportReport, ItemKind, SkippedFile, Text, TextKind
from indexers.catalogue import Catalogue, ItemDetails, NewItem, Relation

_BATCH = 64
_LARGEST = 1 << 30  # bytes
_NAMES = ("file_name", "filename", "file", "image", "path", "url", "image_id", "id")
_KINDS = (ItemKind.PHOTO, ItemKind.LIFELOG, ItemKind.FILM)


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of a graph.

    Args:
        label: class name.
        box: left, top, width, height in pixels, or None.
        score: 0-1.
    """

    label: str
    box: tuple[float, float, float, float] | None = None
    score: float = 1.0


@dataclass(slots=True)
class Graph:
    """The scene graph of one picture.

    Args:
        name: file name or number of the picture.
        size: width and height in pixels that boxes are measured in; (0, 0) for the picture's own.
        things: objects, none twice.
        triples: subject, predicate, object, score.
    """

    name: str
    size: tuple[float, float] = (0.0, 0.0)
    things: list[Thing] = field(default_factory=list)
    triples: list[tuple[str, str, str, float]] = field(default_factory=list)

    def add(self, thing: Thing) -> None:
        """Add an object unless the very same one is there."""
        if thing not in self.things:
            self.things.append(thing)


def import_graphs(
    catalogue: Catalogue, scan: Scan, run: int, meter: Meter, report: ImportReport
) -> None:
    """Tie the graphs of all JSON files of a walk to the pictures they name.

    Raises:
        JobCancelled: the user cancelled; finished batches are kept.
        LibraryError: the disk is full; finished batches are kept.
    """
    files = [file for file in scan.files if file.chosen or file.path.lower().endswith(".json")]
    pictures = _Pictures(catalogue)
    for file in files:
        path = Path(file.path)
        try:
            graphs = read_graphs(path)
        except MediaError as error:
            if file.chosen:
                report.skipped.append(SkippedFile(file.path, error.reason))
            continue
        meter.total += len(graphs)
        unknown = [graph.name for graph in graphs if pictures.find(graph.name) is None]
        if unknown:
            reason = (
                f"{len(unknown)} of {len(graphs)} graphs name pictures that are not in this "
                f"library (the first is “{unknown[0]}”)"
            )
            report.skipped.append(SkippedFile(file.path, reason))
        known = [graph for graph in graphs if pictures.find(graph.name) is not None]
        meter.advance(path.name, len(unknown))
        for start in range(0, len(known), _BATCH):
            part = known[start : start + _BATCH]
            items = [
                _joined(catalogue.item(pictures.id(graph.name)), graph, path) for graph in part
            ]
            catalogue.add_batch(items, run=run)
            report.updated += len({item.identity for item in items})
            meter.advance(path.name, len(part))


class _Pictures:
    """Finds the item of a picture by its file name, the end of its path, or its number."""

    def __init__(self, catalogue: Catalogue) -> None:
        kinds = {kind.value for kind in _KINDS}
        columns = catalogue.columns("id", "kind")
        fitting = {
            int(item)
            for item, kind in zip(columns["id"], columns["kind"], strict=True)
            if str(kind) in kinds
        }
        self._by_name: dict[str, list[tuple[str, int]]] = {}
        for path, record in catalogue.files_under([]).items():
            if record.item in fitting and record.role in {"media", "poster"}:
                name = Path(path).name
                for key in {name, Path(name).stem}:
                    self._by_name.setdefault(key, []).append((path, record.item))

    def find(self, name: str) -> int | None:
        """Return the item of a picture, None where it is unknown."""
        plain = name.replace("\\", "/").rstrip("/")
        found = self._by_name.get(plain.rpartition("/")[2], [])
        ends = [item for path, item in found if path.replace(os.sep, "/").endswith("/" + plain)]
        if ends or not found:
            return ends[0] if ends else None
        return found[0][1]

    def id(self, name: str) -> int:
        """Return the item of a picture that find() knows."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found


def _joined(before: ItemDetails, graph: Graph, path: Path) -> NewItem:
    """Return a stored item with a graph; all else stays as it is."""
    source = f"graph:{title_of(str(path))}"
    width, height = graph.size if all(graph.size) else (before.facts.width, before.facts.height)
    boxes = [
        box
        for thing in graph.things
        if thing.box and (box := _box(thing, width or 1, height or 1, source))
    ]
    relations = [
        Relation(subject, predicate, target, score, source)
        for subject, predicate, target, score in dict.fromkeys(graph.triples)
    ]
    told = dict.fromkeys(f"{each.subject} {each.predicate} {each.object}" for each in relations)
    findings = with_objects(Findings(boxes=boxes), source)
    texts = [Text(TextKind.TAG, ", ".join(told), source=source)] if told else []
    return NewItem(
        identity=before.identity,
        kind=before.summary.kind,
        title=before.summary.title,
        facts=before.facts,
        year=before.summary.year,
        popularity=before.popularity,
        start_s=before.summary.start_s,
        end_s=before.summary.end_s,
        texts=texts,
        relations=relations,
        findings=findings,
    )


def _box(thing: Thing, width: float, height: float, source: str) -> Box | None:
    """Return a box in fractions of the picture, cut at its edges; None if nothing is left."""
    if thing.box is None:
        return None
    x, y, w, h = thing.box
    left, top = max(0.0, x / width), max(0.0, y / height)
    right, bottom = min(1.0, (x + w) / width), min(1.0, (y + h) / height)
    if right <= left or bottom <= top:
        return None
    return Box(thing.label, thing.score, left, top, right - left, bottom - top, source)


def read_graphs(path: Path) -> list[Graph]:
    """Read the scene graphs of a JSON file.

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
            "it holds no scene graph (pictures with “objects” and “relationships”, or a table "
            "from file names to triples)",
        )
    return graphs


def _classes(folder: Path) -> tuple[list[str], list[str]]:
    """Return the class names that numbers stand for, from the two lists beside a VRD file."""
    found = []
    for name in ("objects.json", "predicates.json"):
        try:
            listed = json.loads((folder / name).read_bytes())
        except (OSError, ValueError):
            listed = []
        found.append([str(each) for each in listed] if isinstance(listed, list) else [])
    return found[0], found[1]


def _graphs(content: Any, classes: tuple[Sequence[str], Sequence[str]]) -> Iterator[Graph]:
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


def _from_triples(
    name: str, triples: Iterable[Any], classes: tuple[Sequence[str], Sequence[str]]
) -> Graph:
    """Read one picture of a VRD file; a broken triple is left out."""
    graph = Graph(name)
    objects, predicates = classes
    for triple in triples:
        try:
            ends = [triple["subject"], triple["object"]]
            labels = [_class_name(end["category"], objects) for end in ends]
            boxes = [tuple(float(value) for value in end["bbox"]) for end in ends]
            predicate = _class_name(triple["predicate"], predicates)
            for label, (top, bottom, left, right) in zip(labels, boxes, strict=True):
                graph.add(Thing(label, (left, top, right - left, bottom - top)))
        except (KeyError, TypeError, ValueError, IndexError):
            continue
        graph.triples.append((labels[0], predicate, labels[1], 1.0))
    return graph


def _class_name(value: Any, names: Sequence[str]) -> str:
    """Return a class by its name or its number."""
    if isinstance(value, str):
        return value.strip().lower()
    number = int(value)
    if not 0 <= number < len(names):
        raise ValueError(f"class {number} of {len(names)}")
    return names[number]


def _from_objects(picture: Mapping[str, Any]) -> Graph:
    """Read one picture of a Visual Genome file; a broken object or relation is left out."""
    name = next((str(picture[key]) for key in _NAMES if picture.get(key)), "")
    graph = Graph(name, (_number(picture.get("width")), _number(picture.get("height"))))
    labels: dict[str, str] = {}
    for number, each in enumerate(picture.get("objects") or ()):
        if isinstance(each, Mapping) and (thing := _thing(each)):
            graph.add(thing)
            labels[str(each.get("object_id", each.get("id", number)))] = thing.label
    for each in picture.get("relationships") or picture.get("relations") or ():
        if not isinstance(each, Mapping):
            continue
        ends = [_end(each, end, labels, graph) for end in ("subject", "object")]
        predicate = str(each.get("predicate") or "").strip().lower()
        if predicate and all(ends):
            score = _number(each.get("score"), 1.0)
            graph.triples.append((ends[0], predicate, ends[1], min(1.0, max(0.0, score))))
    return graph


def _end(relation: Mapping[str, Any], end: str, labels: Mapping[str, str], graph: Graph) -> str:
    """Return the class at one end of a relation: an object's number, name, or the object itself."""
    value = relation.get(f"{end}_id", relation.get(end))
    if isinstance(value, Mapping):
        thing = _thing(value)
        if thing is None:
            return ""
        graph.add(thing)
        return thing.label
    if str(value) in labels:
        return labels[str(value)]
    return value.strip().lower() if isinstance(value, str) else ""


def _thing(each: Mapping[str, Any]) -> Thing | None:
    names = each.get("names")
    label = each.get("name") or each.get("label") or (names[0] if names else "")
    if not label:
        return None
    box: tuple[float, float, float, float] | None = None
    if isinstance(each.get("bbox"), list) and len(each["bbox"]) == 4:
        x, y, w, h = (_number(value) for value in each["bbox"])
        box = (x, y, w, h)
    elif "x" in each and "y" in each:
        w, h = each.get("w", each.get("width")), each.get("h", each.get("height"))
        box = (_number(each["x"]), _number(each["y"]), _number(w), _number(h))
    return Thing(str(label).strip().lower(), box, min(1.0, _number(each.get("score"), 1.0)))


def _number(value: Any, default: float = 0.0) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return default
