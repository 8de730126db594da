"""A made-up world of keyframes for measuring searches: seeded, clustered as videos are.

A video has a topic, a topic has clusters, a video is a run of scenes, each of one cluster, and the
keyframes of a scene are alike. Pictures, concepts and boxes follow from the cluster and the vector,
so that every way of searching finds the same scenes. The size of the collection is that of V3C1
(1,082,657 shots in 7,475 videos) at a million keyframes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from common.jobs import JobContext

if TYPE_CHECKING:
    from indexers.rankings.fusion import Scored

KEYFRAMES = 1_000_000
A_VIDEO = 145  # keyframes in the mean: 1,082,657 in 7,475 videos
DIM = 128
LEVELS = (8, 16)
TOPICS, CLUSTERS_A_TOPIC = 200, 100
CONCEPTS, LABELS = 1_000, 80
A_SCENE = 5  # keyframes in the mean
SHOT_S = 3.3  # seconds in the mean: a thousand hours in a million shots
_SLOTS = 4  # concepts, and boxes, of a cluster
_BLOCK = 1 << 15
_CELLS = 4  # colours side by side that make a picture
_ALIKE = 0.35  # spread of keyframes in a scene, beside 0.45 of scenes and 0.6 of clusters


@dataclass(frozen=True, slots=True)
class WorldBoxes:
    """Objects of all keyframes in one run of rows; B boxes.

    Args:
        offsets: int64 (N + 1,), where the boxes of each keyframe begin.
        labels: uint16 (B,), places in `names`.
        scores: float32 (B,), 0-1.
        x: float32 (B,), left edge, fraction of the width.
        y: float32 (B,), top edge, fraction of the height.
        width: float32 (B,), fraction.
        height: float32 (B,), fraction.
        names: of the classes.
    """

    offsets: NDArray[np.int64]
    labels: NDArray[np.uint16]
    scores: NDArray[np.float32]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    width: NDArray[np.float32]
    height: NDArray[np.float32]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorldConcepts:
    """Which keyframes have which concept; P pairs.

    Args:
        offsets: int64 (C + 1,), where the keyframes of each concept begin.
        items: int64 (P,), ascending within a concept.
        scores: float32 (P,), 0-1.
        names: of the concepts, most frequent first.
    """

    offsets: NDArray[np.int64]
    items: NDArray[np.int64]
    scores: NDArray[np.float32]
    names: tuple[str, ...]

    def of(self, place: int) -> "Scored":
        """Return the keyframes with the concept at a place."""
        from indexers.rankings.fusion import Scored

        part = slice(self.offsets[place], self.offsets[place + 1])
        return Scored(self.items[part], self.scores[part].astype(np.float64))


@dataclass(frozen=True, slots=True)
class SearchWorld:
    """Keyframes of made-up videos, ascending by item, by video and time; N keyframes, V videos.

    Args:
        items: int64 (N,), ids: V + 1 to V + N; videos have 1 to V.
        videos: int64 (N,), id of the video of each, ascending.
        start_s: float64 (N,), where a shot begins in its video, seconds.
        end_s: float64 (N,).
        clusters: int32 (N,), which cluster each was drawn from.
        vectors: float32 (N, 128), unit length.
        thumbs: by level n, uint32 (N, n, n), RGBX as in the thumbnail store.
        boxes: objects.
        concepts: postings.
        seed: it was made with.
    """

    items: NDArray[np.int64]
    videos: NDArray[np.int64]
    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    clusters: NDArray[np.int32]
    vectors: NDArray[np.float32]
    thumbs: Mapping[int, NDArray[np.uint32]]
    boxes: WorldBoxes
    concepts: WorldConcepts
    seed: int

    def __len__(self) -> int:
        return len(self.items)

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays together."""
        held: list[Any] = [getattr(self, each.name) for each in fields(self)]
        held += self.thumbs.values()
        for columns in (self.boxes, self.concepts):
            held += [getattr(columns, each.name) for each in fields(columns)]
        return sum(part.nbytes for part in held if isinstance(part, np.ndarray))

    def query(self, seed: int) -> NDArray[np.float32]:
        """Return the vector of a made-up question, float32 (128,), unit: near some keyframe."""
        rng = np.random.default_rng([self.seed, 77, seed])
        vector = self.vectors[rng.integers(len(self))] + 0.05 * rng.standard_normal(DIM)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def scored(self, seed: int) -> "Scored":
        """Return the calibrated score (0-1) of every keyframe for query(seed)."""
        from indexers.rankings.fusion import Scored

        cosines = (self.vectors @ self.query(seed)).astype(np.float64)
        spread = (cosines - cosines.mean()) / max(cosines.std(), 1e-9)
        return Scored(self.items, 1.0 / (1.0 + np.exp(3.0 - spread)))


def make_world(
    keyframes: int = KEYFRAMES,
    *,
    seed: int = 0,
    thumbs: bool = True,
    context: JobContext | None = None,
) -> SearchWorld:
    """Return a world of so many keyframes; 2.2 GB for a million with thumbnails.

    Args:
        keyframes: how many, >= 1.
        seed: the same seed and number give the same world.
        thumbs: whether pictures are made, too (1.3 GB for a million).
        context: reports and cancels.
    """
    context = context or JobContext()
    rng = np.random.default_rng(seed)
    sizes = _video_sizes(keyframes, rng)
    videos = np.repeat(np.arange(1, len(sizes) + 1, dtype=np.int64), sizes)
    items = np.arange(keyframes, dtype=np.int64) + len(sizes) + 1
    start_s, end_s = _times(sizes, rng)
    scenes, clusters = _scenes(sizes, videos, rng)
    context.step(1, 5, "Vectors")
    vectors = _vectors(scenes, clusters, rng)
    context.step(2, 5, "Pictures")
    pictures = _pictures(vectors, rng) if thumbs else {}
    context.step(3, 5, "Boxes and concepts")
    boxes = _boxes(clusters, rng)
    concepts = _concepts(clusters, items, rng)
    context.step(5, 5)
    return SearchWorld(
        items, videos, start_s, end_s, clusters, vectors, pictures, boxes, concepts, seed
    )


def _video_sizes(keyframes: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return how many keyframes each video has, >= 1; a few videos are very long."""
    count = max(1, round(keyframes / A_VIDEO))
    shares = rng.lognormal(0.0, 0.9, count)
    sizes: NDArray[np.int64] = np.ones(count, np.int64)
    sizes += np.floor(shares / shares.sum() * (keyframes - count)).astype(np.int64)
    sizes[: keyframes - int(sizes.sum())] += 1
    return sizes


def _times(
    sizes: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where shots begin and end in their videos, seconds."""
    lengths = rng.lognormal(np.log(SHOT_S) - 0.32, 0.8, int(sizes.sum()))
    lengths = np.maximum(0.2, np.round(lengths, 2))
    ends = np.cumsum(lengths)
    firsts = np.cumsum(sizes) - sizes
    before = np.repeat(np.r_[0.0, ends][firsts], sizes)
    ends -= before
    begins = np.round(np.maximum(ends - lengths, 0.0), 2)
    return begins.astype(np.float64), np.round(ends, 2).astype(np.float64)


def _scenes(
    sizes: NDArray[np.int64], videos: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the scene and the cluster of each keyframe."""
    begins = rng.random(len(videos)) < 1 / A_SCENE
    begins[np.cumsum(sizes) - sizes] = True
    scenes = np.cumsum(begins) - 1
    topics = (TOPICS * rng.random(len(sizes)) ** 1.5).astype(np.int32)
    topic = topics[videos[begins] - 1]
    strays = rng.random(len(topic)) < 0.15
    topic = np.where(strays, rng.integers(0, TOPICS, len(topic)), topic)
    within = (CLUSTERS_A_TOPIC * rng.random(len(topic)) ** 2).astype(np.int32)
    clusters = (topic * CLUSTERS_A_TOPIC + within).astype(np.int32)
    return scenes.astype(np.int64), clusters[scenes]


def _vectors(
    scenes: NDArray[np.int64], clusters: NDArray[np.int32], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return unit vectors: topic, cluster, scene and keyframe each move them."""
    topics = rng.standard_normal((TOPICS, DIM), dtype=np.float32)
    own = rng.standard_normal((TOPICS * CLUSTERS_A_TOPIC, DIM), dtype=np.float32)
    centres = np.repeat(topics, CLUSTERS_A_TOPIC, axis=0) + np.float32(0.6) * own
    moved = rng.standard_normal((int(scenes[-1]) + 1, DIM), dtype=np.float32)
    vectors = np.empty((len(scenes), DIM), np.float32)
    for first in range(0, len(scenes), _BLOCK):
        rows = slice(first, min(first + _BLOCK, len(scenes)))
        block = rng.standard_normal((rows.stop - first, DIM), dtype=np.float32)
        block *= np.float32(_ALIKE)
        block += centres[clusters[rows]]
        block += np.float32(0.45) * moved[scenes[rows]]
        block /= np.linalg.norm(block, axis=1, keepdims=True)
        vectors[rows] = block
    return vectors


def _pictures(
    vectors: NDArray[np.float32], rng: np.random.Generator
) -> dict[int, NDArray[np.uint32]]:
    """Return pictures by level: a soft pattern of 4 x 4 colours that follow from the vector."""
    mix = rng.standard_normal((DIM, _CELLS * _CELLS * 3), dtype=np.float32)
    spread = _bilinear(LEVELS[-1])
    made = {level: np.empty((len(vectors), level, level), np.uint32) for level in LEVELS}
    for first in range(0, len(vectors), _BLOCK):
        rows = slice(first, min(first + _BLOCK, len(vectors)))
        colours = 255.0 / (1.0 + np.exp(-1.3 * (vectors[rows] @ mix)))
        cells = colours.reshape(-1, _CELLS * _CELLS, 3)
        side = LEVELS[-1]
        whole = (spread @ cells).reshape(-1, side, side, 3)
        for level in LEVELS:
            step = side // level
            shape = (len(whole), level, step, level, step, 3)
            pixels = whole.reshape(shape).mean(axis=(2, 4)).astype(np.uint32)
            packed = pixels[..., 0] | pixels[..., 1] << 8 | pixels[..., 2] << 16
            made[level][rows] = packed | np.uint32(255 << 24)
    return made


def _bilinear(side: int) -> NDArray[np.float32]:
    """Return how much each cell counts in each pixel, float32 (side * side, 16)."""
    at = np.clip((np.arange(side) + 0.5) * _CELLS / side - 0.5, 0, _CELLS - 1)
    line = np.maximum(0.0, 1.0 - np.abs(at[:, None] - np.arange(_CELLS)))  # side, cells
    return np.asarray(np.kron(line, line), np.float32)


def _zipf(count: int, power: float) -> NDArray[np.float64]:
    shares = 1.0 / np.arange(1, count + 1) ** power
    return np.asarray(shares / shares.sum())


def _boxes(clusters: NDArray[np.int32], rng: np.random.Generator) -> WorldBoxes:
    """Return up to four objects a keyframe, about where its cluster has them."""
    count = TOPICS * CLUSTERS_A_TOPIC
    labels = rng.choice(LABELS, (count, _SLOTS), p=_zipf(LABELS, 0.8)).astype(np.uint16)
    size = rng.uniform(0.08, 0.7, (count, _SLOTS, 2)).astype(np.float32)
    corner = rng.random((count, _SLOTS, 2), dtype=np.float32) * (1 - size)
    there = rng.random((len(clusters), _SLOTS), dtype=np.float32) < 0.7
    row, slot = np.nonzero(there)
    of = clusters[row]
    jitter = rng.normal(0, 0.02, (len(row), 4)).astype(np.float32)
    width = np.clip(size[of, slot, 0] + jitter[:, 0], 0.02, 1)
    height = np.clip(size[of, slot, 1] + jitter[:, 1], 0.02, 1)
    return WorldBoxes(
        offsets=np.r_[0, np.cumsum(there.sum(axis=1))].astype(np.int64),
        labels=labels[of, slot],
        scores=rng.beta(4, 2, len(row)).astype(np.float32),
        x=np.clip(corner[of, slot, 0] + jitter[:, 2], 0, 1 - width),
        y=np.clip(corner[of, slot, 1] + jitter[:, 3], 0, 1 - height),
        width=width,
        height=height,
        names=tuple(f"object {number}" for number in range(LABELS)),
    )


def _concepts(
    clusters: NDArray[np.int32], items: NDArray[np.int64], rng: np.random.Generator
) -> WorldConcepts:
    """Return up to four concepts a keyframe, mostly those of its cluster."""
    count = TOPICS * CLUSTERS_A_TOPIC
    drawn = rng.choice(CONCEPTS, (count, _SLOTS), p=_zipf(CONCEPTS, 0.9)).astype(np.uint16)
    drawn.sort(axis=1)
    new = np.ones(drawn.shape, bool)
    new[:, 1:] = drawn[:, 1:] != drawn[:, :-1]  # a concept once a keyframe
    there = (rng.random((len(clusters), _SLOTS), dtype=np.float32) < 0.75) & new[clusters]
    row, slot = np.nonzero(there)
    which = drawn[clusters[row], slot]
    order = np.argsort(which, kind="stable")  # rows stay ascending within a concept
    return WorldConcepts(
        offsets=np.r_[0, np.cumsum(np.bincount(which, minlength=CONCEPTS))].astype(np.int64),
        items=items[row[order]],
        scores=rng.beta(3, 2, len(row)).astype(np.float32),
        names=tuple(f"concept {number}" for number in range(CONCEPTS)),
    )


def rgb_of(world: SearchWorld, row: int, side: int = 96) -> NDArray[np.uint8]:
    """Return the picture of a keyframe at any size, uint8 (side * 9 / 16, side, 3)."""
    import cv2

    level = LEVELS[-1]
    pixels = np.ascontiguousarray(world.thumbs[level][row]).view(np.uint8)
    rgb = pixels.reshape(level, level, 4)[..., :3]
    size = (side, side * 9 // 16)
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def write_library(world: SearchWorld, folder: Path, context: JobContext | None = None) -> None:
    """Make a library of a world: videos, shots, vectors of the encoder "net", facets and boxes.

    Ids are those of the world. Meant for up to some ten thousand keyframes; the files of the videos
    are not there.

    Args:
        world: with pictures.
        folder: of the library, to be made; `Library.open` opens it afterwards.
        context: reports and cancels.
    """
    from app.services.library import Library
    from benchmarks.search_library import fill_library

    library = Library.open(folder, create=True)
    try:
        fill_library(library, world, context or JobContext())
    finally:
        library.close()
