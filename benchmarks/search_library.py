"""Writes a made-up world of keyframes into a library, as an import would."""

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.search_world import SearchWorld, rgb_of
from common.jobs import JobContext
from common.values import Box, Facet, Findings, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue import FileRecord, NewItem
from indexers.thumbnails import make_thumbnail

if TYPE_CHECKING:
    from app.services.library import Library

ENCODER, DETECTOR = "net", "made-up"
_BATCH = 500


def fill_library(library: "Library", world: SearchWorld, context: JobContext) -> None:
    """Add the videos and keyframes of a world to an empty library.

    Args:
        library: empty, open for writing.
        world: with pictures.
        context: reports and cancels.
    """
    ends = np.maximum.reduceat(world.end_s, np.flatnonzero(np.r_[True, np.diff(world.videos) > 0]))
    count = len(ends)
    firsts = np.searchsorted(world.videos, np.arange(1, count + 1))
    for start in range(0, count, _BATCH):
        some = range(start, min(start + _BATCH, count))
        thumbnails = [make_thumbnail(rgb_of(world, int(firsts[number]))) for number in some]
        rows = library.thumbnails.append(thumbnails)
        library.thumbnails.flush()
        library.catalogue.add_batch(
            [_video(number, float(ends[number]), rows[number - start]) for number in some]
        )
    concepts = _concepts_by_row(world)
    for start in range(0, len(world), _BATCH):
        context.step(start, len(world), "Writing keyframes")
        _write(library, world, range(start, min(start + _BATCH, len(world))), concepts)


def _video(number: int, length: float, row: int) -> NewItem:
    identity = f"{number:040x}"
    title = f"Video {number}"
    return NewItem(
        identity, ItemKind.VIDEO, title=title, thumb_row=row,
        files=[FileRecord(f"/media/{number:05}.mp4", 10, 5, identity, format="MP4")],
        facts=MediaFacts(width=1280, height=720, duration_s=length, frame_rate=25.0),
        texts=[Text(TextKind.TITLE, title)],
    )  # fmt: skip


def _write(
    library: "Library", world: SearchWorld, rows: range, concepts: dict[int, list[Facet]]
) -> None:
    thumbnails = [make_thumbnail(rgb_of(world, row)) for row in rows]
    pictures = library.thumbnails.append(thumbnails)
    library.thumbnails.flush()
    store = library.vectors(ENCODER)
    places = store.append(world.vectors[rows.start : rows.stop])
    items = [
        NewItem(
            f"{world.videos[row] - 1:040x}#t={round(1e3 * world.start_s[row])}", ItemKind.SHOT,
            parent=f"{world.videos[row] - 1:040x}", thumb_row=pictures[row - rows.start],
            start_s=float(world.start_s[row]), end_s=float(world.end_s[row]),
            facets=concepts.get(row, []), findings=Findings(boxes=_boxes(world, row)),
            vector_rows={ENCODER: int(places[row - rows.start])}, analyses={ENCODER: "1"},
        )
        for row in rows
    ]  # fmt: skip
    numbers = library.catalogue.add_batch(items)
    store.commit(numbers, [int(place) for place in places])


def _concepts_by_row(world: SearchWorld) -> dict[int, list[Facet]]:
    found: dict[int, list[Facet]] = {}
    table = world.concepts
    which = np.repeat(np.arange(len(table.names)), np.diff(table.offsets))
    rows = np.searchsorted(world.items, table.items)
    for row, place, score in zip(rows.tolist(), which.tolist(), table.scores, strict=True):
        facet = Facet("concept", table.names[place], float(score), ENCODER)
        found.setdefault(row, []).append(facet)
    return found


def _boxes(world: SearchWorld, row: int) -> list[Box]:
    table = world.boxes
    return [
        Box(
            table.names[table.labels[at]], float(table.scores[at]), float(table.x[at]),
            float(table.y[at]), float(table.width[at]), float(table.height[at]), DETECTOR,
        )
        for at in range(table.offsets[row], table.offsets[row + 1])
    ]  # fmt: skip
