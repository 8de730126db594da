"""Scene graphs from JSON files, tied to the pictures of the library that they name.

What files may look like: indexers/media/scene_files.py. A graph is kept as it was told: every
object with its attributes, also one without a place, and every relation with the very objects that
it relates.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.services.import_facts import title_of, with_objects
from app.services.import_found import FoundFile, Scan
from app.services.import_types import Meter
from app.services.media_places import medium
from common.errors import MediaError
from common.scenes import EdgeSource
from common.values import Box, Findings, ImportReport, ItemKind, SkippedFile, Text, TextKind
from indexers.catalogue import Catalogue, ItemDetails, NewItem, Relation
from indexers.media.scene_files import (
    CUT,
    DANGLING,
    ITSELF,
    NO_SHAPE,
    OUTSIDE,
    SceneFileGraph,
    Thing,
    read_scene_file,
)

_BATCH = 64
_KINDS = (ItemKind.PHOTO, ItemKind.LIFELOG, ItemKind.FILM)
_OF_RELATIONS = (DANGLING, ITSELF, NO_SHAPE)


def import_graphs(
    catalogue: Catalogue, scan: Scan, run: int, meter: Meter, report: ImportReport
) -> None:
    """Tie the graphs of all JSON files of a walk to the pictures they name.

    Raises:
        JobCancelled: the user cancelled; finished batches are kept.
        LibraryError: the disk is full; finished batches are kept.
    """
    files = [file for file in scan.files if file.chosen or file.path.lower().endswith(".json")]
    pictures = Pictures(catalogue)
    for file in files:
        import_graph_file(catalogue, pictures, file, run, meter, report)


def import_graph_file(
    catalogue: Catalogue,
    pictures: "Pictures",
    file: FoundFile,
    run: int,
    meter: Meter,
    report: ImportReport,
    *,
    told: bool = False,
) -> bool:
    """Tie the graphs of one JSON file to the pictures they name; one of no graphs is passed over.

    Args:
        catalogue: of the library.
        pictures: of the library.
        file: that may hold graphs.
        run: number of the import.
        meter: of the import.
        report: gets what cannot be used.
        told: say so, too, when the file cannot be read: it is known to be one of graphs.

    Returns:
        Whether it could be read.

    Raises:
        JobCancelled: the user cancelled; finished batches are kept.
        LibraryError: the disk is full; finished batches are kept.
    """
    path = medium(file.path)
    try:
        graphs = read_scene_file(path)
    except MediaError as error:
        if file.chosen or told:
            report.skipped.append(SkippedFile(file.path, error.reason))
        return False
    meter.total += len(graphs)
    known: dict[int, list[SceneFileGraph]] = {}
    unknown = []
    for graph in graphs:
        item = pictures.find(graph.name)
        if item is None:
            unknown.append(graph.name)
        else:
            known.setdefault(item, []).append(graph)
    if unknown:
        reason = (
            f"{len(unknown)} of {len(graphs)} graphs name pictures that are not in this "
            f"library (the first is “{unknown[0]}”)"
        )
        report.skipped.append(SkippedFile(file.path, reason))
        meter.advance(path.name, len(unknown))
    _store(catalogue, known, path, run, meter, report)
    report.skipped += [SkippedFile(file.path, line) for line in _complaints(known.values())]
    return True


def _store(
    catalogue: Catalogue,
    known: Mapping[int, Sequence[SceneFileGraph]],
    path: Path,
    run: int,
    meter: Meter,
    report: ImportReport,
) -> None:
    """Join graphs to what is known of their pictures, a batch at a time."""
    items = sorted(known)
    for start in range(0, len(items), _BATCH):
        part = items[start : start + _BATCH]
        before = catalogue.describe(part)
        joined = [_joined(each, _as_one(known[each.id]), path) for each in before]
        catalogue.add_batch(joined, run=run)
        report.updated += len(joined)
        meter.advance(path.name, sum(len(known[item]) for item in part))


def _complaints(known: Iterable[Sequence[SceneFileGraph]]) -> list[str]:
    """Return one line for each kind of fault: how often, and in which picture first."""
    counts: dict[str, tuple[int, str]] = {}
    for graphs in known:
        for graph in graphs:
            for fault, count in graph.faults.items():
                held, first = counts.get(fault, (0, graph.name))
                counts[fault] = (held + count, first)
    lines = []
    for fault, (count, first) in sorted(counts.items()):
        what = "relations" if fault in _OF_RELATIONS else "objects"
        lines.append(f"{count} {what} {fault} (the first in “{first}”)")
    return lines


class Pictures:
    """Finds the item of a picture by its file name, the end of its path, or its number.

    Args:
        catalogue: of the library.
    """

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


def _as_one(graphs: Sequence[SceneFileGraph]) -> SceneFileGraph:
    """Return the graphs that a file tells of one picture as one."""
    first, *others = graphs
    for other in others:
        places = [first.same(thing) for thing in other.things]
        for triple in other.triples:
            subject, target = places[triple.subject], places[triple.object]
            if subject != target:
                first.relate(replace(triple, subject=subject, object=target))
    return first


def _joined(before: ItemDetails, graph: SceneFileGraph, path: Path) -> NewItem:
    """Return a stored item with a graph; all else stays as it is."""
    source = f"graph:{title_of(str(path))}"
    boxes = graph_boxes(graph, (before.facts.width, before.facts.height), source)
    labels = [thing.label for thing in graph.things]
    relations = [
        Relation(
            labels[each.subject], each.predicate, labels[each.object], each.score,
            source if each.source is EdgeSource.IMPORTED else f"{source}/{each.source}",
            each.subject, each.object,
        )
        for each in graph.triples
    ]  # fmt: skip
    told = dict.fromkeys(f"{each.subject} {each.predicate} {each.object}" for each in relations)
    findings = with_objects(Findings(boxes=boxes), source)
    words = dict.fromkeys(
        f"{word} {box.label}" for box in boxes for word in box.attributes if word != box.label
    )
    said = ", ".join([*told, *words])
    return NewItem(
        identity=before.identity,
        kind=before.summary.kind,
        title=before.summary.title,
        facts=before.facts,
        year=before.summary.year,
        popularity=before.popularity,
        start_s=before.summary.start_s,
        end_s=before.summary.end_s,
        texts=[Text(TextKind.TAG, said, source=source)] if said else [],
        relations=relations,
        findings=findings,
    )


def graph_boxes(graph: SceneFileGraph, size: tuple[int, int], source: str) -> list[Box]:
    """Return one box for every thing of a graph, in its order.

    Args:
        graph: gets the faults of its boxes.
        size: of the picture in pixels, where the graph does not say what it measures in.
        source: who says so.
    """
    width, height = graph.size if all(graph.size) else size
    return [_box(thing, width or 1, height or 1, source, graph) for thing in graph.things]


def _box(thing: Thing, width: float, height: float, source: str, graph: SceneFileGraph) -> Box:
    """Return a box in fractions of the picture, cut at its edges; without extent for no place."""
    nowhere = Box(thing.label, thing.score, 0.0, 0.0, 0.0, 0.0, source, thing.attributes)
    if thing.box is None:
        return nowhere
    x, y, w, h = thing.box
    left, top = max(0.0, x / width), max(0.0, y / height)
    right, bottom = min(1.0, (x + w) / width), min(1.0, (y + h) / height)
    if right <= left or bottom <= top:
        graph.complain(OUTSIDE)
        return nowhere
    # A pixel over the edge is how many tools round.
    over = max(-x / width, -y / height, (x + w) / width - 1, (y + h) / height - 1)
    if over > 0.01:
        graph.complain(CUT)
    wide, high = round(right - left, 9), round(bottom - top, 9)
    return replace(nowhere, x=left, y=top, width=wide, height=high)
