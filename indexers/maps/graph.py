"""The image graph: every image linked to images like it, on levels from coarse to fine.

Level 0 holds every image, each level above a quarter of the one below; who is on which level is
decided by a hash of its id, so it stays there when others come. On each level images are linked
both ways to at most DEGREE others: first to near ones that no shorter way leads to, then to the
nearest that have room; pairs of edges are exchanged while that makes them shorter; parts that are
not connected are joined. A new image is woven into edges near it. After the descriptions of
hierarchical image graphs (Barthel, Hezel, Schall and Jung, "Real-Time Visual Navigation in Huge
Image Sets Using Similarity Graphs", ACM Multimedia 2019) and of the Dynamic Exploration Graph
(Hezel, Barthel, Schall and Jung, "Fast Approximate Nearest Neighbor Search with a Dynamic
Exploration Graph using Continuous Refinement", 2023).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext
from indexers.feedback import arrayfile
from indexers.maps.joining import join
from indexers.maps.loops import loops
from indexers.maps.near import nearest
from indexers.maps.space import MapSpace

DEGREE = 16  # neighbours at most; even
SPARE = 2  # of these, kept free until all parts are joined
NEAR = 24  # candidates for neighbours
FACTOR_BITS = 2  # a level holds a quarter of the one below
TOP = 256  # images, about, on the coarsest level
SWAPS = 2  # rounds of exchanging edges
WIDTH = 24  # least images that a search keeps in view
FORMAT = 1

Ids = NDArray[np.int64]
Edges = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of the graph.

    Args:
        members: int64 (n,) rows of the space, ascending.
        edges: int32 (n, DEGREE), places in members; -1 for none.
        degree: int32 (n,).
        codes: int8 (n, d), of the members.
    """

    members: Ids
    edges: Edges
    degree: Edges
    codes: NDArray[np.int8]

    def places(self, rows: Ids) -> Ids:
        """Return where rows of the space stand among the members, -1 where they do not."""
        place = np.minimum(np.searchsorted(self.members, rows), len(self.members) - 1)
        return np.where(self.members[place] == rows, place, -1)


class ImageGraph:
    """Images linked to images like them; made by build(), read by load().

    Args:
        space: coordinates of all images.
        levels: level 0 first.
        seed: of the levels.
    """

    def __init__(self, space: MapSpace, levels: list[Level], seed: int) -> None:
        self.space = space
        self.levels = levels
        self.seed = seed

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.space)

    def near(
        self, point: NDArray[np.float32], count: int, level: int = 0, *, row: int = -1
    ) -> tuple[Ids, NDArray[np.float32]]:
        """Return the rows of images of a level near a point, nearest first.

        Args:
            point: float32 (d,) as MapSpace.place() gives it.
            count: how many, >= 1.
            level: of the graph, below `len(levels)`.
            row: of an image where the search may begin, if it is on the level.

        Returns:
            Rows of the space, int64 (k,), and distances, float32 (k,); k is less than count only
            where the level has fewer.
        """
        target = np.asarray(point / self.space.scale, np.float32)
        width = max(WIDTH, count)
        floor = self.levels[level]
        entries = floor.places(np.array([row], np.int64)) if row >= 0 else np.array([-1])
        if entries[0] < 0:
            entries = self._descend(target, level)
        found, squares = loops().search(
            floor.codes, floor.edges, floor.degree, target, entries.astype(np.int32), width
        )
        distances = np.sqrt(squares[:count]) * self.space.scale
        return floor.members[found[:count]], distances.astype(np.float32)

    def _descend(self, target: NDArray[np.float32], level: int) -> Ids:
        """Return places on a level to begin at, found on the levels above."""
        rows = self.levels[-1].members[:1]
        for number in range(len(self.levels) - 1, level, -1):
            floor = self.levels[number]
            places = floor.places(rows).astype(np.int32)
            found, _ = loops().search(
                floor.codes, floor.edges, floor.degree, target, places, WIDTH // 3
            )
            rows = floor.members[found]
        return self.levels[level].places(rows)

    def neighbours(self, row: int, level: int = 0) -> Ids:
        """Return the rows linked to an image on a level, nearest first; () if it is not there."""
        floor = self.levels[level]
        place = int(floor.places(np.array([row], np.int64))[0])
        if place < 0:
            return np.empty(0, np.int64)
        linked = floor.edges[place, : floor.degree[place]]
        away = floor.codes[linked].astype(np.int32) - floor.codes[place]
        return floor.members[linked[np.argsort(np.square(away).sum(axis=1), kind="stable")]]

    def extended(
        self, ids: Ids, vectors: NDArray[np.float32], context: JobContext | None = None
    ) -> "ImageGraph":
        """Return a graph with more images; this one stays as it is.

        Args:
            ids: int64 (M,) of images that are not in it.
            vectors: float32 (M, D).
            context: progress and cancel.

        Raises:
            JobCancelled: by the context.
        """
        context = context or JobContext()
        space = self.space.extended(ids, vectors)
        heights = heights_of(np.asarray(ids, np.int64), self.seed, len(self.levels) - 1)
        rows = np.arange(len(self.space), len(space))
        levels = [
            _grown(floor, rows[heights >= number], space)
            for number, floor in enumerate(self.levels)
        ]
        lengths = [_lengths(floor) for floor in levels]
        made = ImageGraph(space, levels, self.seed)
        for number, row in enumerate(rows.tolist()):
            context.step(number, len(rows), "Extending the image graph")
            for level in range(int(heights[number]) + 1):
                made._insert(row, level, lengths[level])
        return made

    def _insert(self, row: int, level: int, lengths: Edges) -> None:
        target = np.asarray(self.space.codes[row], np.float32)
        floor = self.levels[level]
        place = int(floor.places(np.array([row]))[0])
        entries = self._descend(target, level).astype(np.int32)
        found, _ = loops().search(floor.codes, floor.edges, floor.degree, target, entries, 2 * NEAR)
        near = found[found != place]
        loops().insert(floor.codes, floor.edges, lengths, floor.degree, place, near)

    # -- on disk

    def save(self, path: Path, facts: dict[str, Any]) -> None:
        """Write the graph to path in one step.

        Args:
            path: the file.
            facts: JSON values kept with it.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        arrays = self.space.arrays()
        for number, floor in enumerate(self.levels):
            arrays |= {f"members{number}": floor.members, f"edges{number}": floor.edges}
        shapes = {name: (array.shape, str(array.dtype)) for name, array in arrays.items()}
        with arrayfile.ArrayWriter(path, shapes) as writer:
            writer.facts |= facts
            writer.facts |= {"levels": len(self.levels), "seed": self.seed, "graph": FORMAT}
            for name, array in arrays.items():
                writer.arrays[name][...] = array

    @classmethod
    def load(cls, path: Path) -> "tuple[ImageGraph, dict[str, Any]]":
        """Return the graph that save() wrote, and its facts.

        Raises:
            ValueError: the file is damaged or of another version.
            OSError: it cannot be read.
        """
        facts, arrays = arrayfile.read(path)
        try:
            if facts["graph"] != FORMAT:
                raise ValueError(f"“{path.name}” is an image graph of another version")
            # Ids and codes are read again and again, from threads: they are kept in memory.
            kept = {name: np.array(arrays[name]) for name in ("ids", "codes", "mean", "axes")}
            space = MapSpace.of_arrays({**kept, "scale": arrays["scale"]})
            levels = [
                _level(space, np.array(arrays[f"members{n}"]), np.array(arrays[f"edges{n}"]))
                for n in range(int(facts["levels"]))
            ]
            return cls(space, levels, int(facts["seed"])), facts
        except KeyError as error:
            raise ValueError(f"“{path.name}” is no image graph ({error})") from None


def heights_of(ids: Ids, seed: int, top: int) -> Ids:
    """Return the highest level of each image, int64 (N,): a hash of its id decides (SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = ids.astype(np.uint64) + np.uint64(seed + 1) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    heights = np.zeros(len(ids), np.int64)
    for level in range(1, top + 1):
        mask = np.uint64((1 << (FACTOR_BITS * level)) - 1)
        heights[(mixed & mask) == 0] = level
    return heights


def top_level(count: int) -> int:
    """Return the number of the coarsest level for so many images."""
    top = 0
    while count >> (FACTOR_BITS * (top + 1)) >= TOP // 2:
        top += 1
    return top


def build(space: MapSpace, *, seed: int = 0, context: JobContext | None = None) -> ImageGraph:
    """Return the image graph of a space of at least one image.

    Raises:
        JobCancelled: by the context.
    """
    context = context or JobContext()
    heights = heights_of(space.ids, seed, top_level(len(space)))
    levels = []
    for level in range(int(heights.max()) + 1):
        members = np.flatnonzero(heights >= level).astype(np.int64)
        levels.append(_linked(space, members, seed, context))
    return ImageGraph(space, levels, seed)


def _linked(space: MapSpace, members: Ids, seed: int, context: JobContext) -> Level:
    """Return one level with its edges."""
    codes = space.codes if len(members) == len(space) else space.codes[members]
    near = nearest(codes.astype(np.float32), min(NEAR, len(members) - 1), context, seed=seed)
    run = loops()
    shape = (len(members), DEGREE)
    edges, lengths = np.full(shape, -1, np.int32), np.zeros(shape, np.int32)
    degree = np.zeros(len(members), np.int32)
    context.step(0, 0, "Linking images")
    run.link(codes, near, edges, lengths, degree, DEGREE - SPARE, True)  # noqa: FBT003 - compiled
    run.link(codes, near, edges, lengths, degree, DEGREE - SPARE, False)  # noqa: FBT003
    for _ in range(SWAPS):
        context.step(0, 0, "Linking images")
        if not run.swap(codes, near, edges, lengths, degree, DEGREE - SPARE):
            break
    join(codes, edges, lengths, degree, context)
    run.link(codes, near, edges, lengths, degree, DEGREE, False)  # noqa: FBT003
    return Level(members, edges, degree, codes)


def _level(space: MapSpace, members: Ids, edges: Edges) -> Level:
    """Return a level of what is kept on disk."""
    codes = space.codes if len(members) == len(space) else space.codes[members]
    return Level(members, edges, (edges >= 0).sum(axis=1).astype(np.int32), codes)


def _lengths(floor: Level) -> Edges:
    """Return the squared lengths of the edges of a level, int32 (n, DEGREE)."""
    lengths = np.zeros(floor.edges.shape, np.int32)
    for start in range(0, len(lengths), 1 << 16):
        part = slice(start, start + (1 << 16))
        own = floor.codes[part].astype(np.int32)
        for column in range(DEGREE):
            away = own - floor.codes[np.maximum(floor.edges[part, column], 0)]
            lengths[part, column] = np.square(away).sum(axis=1)
    return lengths


def _grown(floor: Level, rows: Ids, space: MapSpace) -> Level:
    """Return a copy of a level with rows that have no edges yet."""
    shape = (len(rows), DEGREE)
    members = np.concatenate([floor.members, rows])
    return Level(
        members,
        np.concatenate([floor.edges, np.full(shape, -1, np.int32)]),
        np.concatenate([floor.degree, np.zeros(len(rows), np.int32)]),
        space.codes if len(members) == len(space) else space.codes[members],
    )
