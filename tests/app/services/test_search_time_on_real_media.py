"""Scenes in real videos: spoken words that follow each other, key frames with CLIP vectors."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.services.library import Library
from app.services.query import Query
from app.services.query_parts import Part, Stage, TextAsk, Within, WordsAsk
from app.services.search import SearchService
from app.services.search_time import StageList, find
from app.services.types import SearchResults
from common.jobs import JobContext
from common.settings import Settings
from common.values import Hit, ItemKind, TextKind
from indexers.catalogue import NewItem
from indexers.rankings.fusion import Scored
from tests.import_media import LayoutModels, service

pytestmark = pytest.mark.data

SAID = """1
00:00:01,000 --> 00:00:03,000
The cyclists wait at the crossing

2
00:00:07,000 --> 00:00:08,000
The lanterns turn green
"""
FRAME_RATE = 25.0
NAME = re.compile(r"v(\d+)_s(\d+)\(f(\d+)-f(\d+)\)_f(\d+)\.jpg")


@pytest.fixture(scope="module")
def spoken(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Library, SearchService]]:
    source = shared_data / "video" / "bikes.mp4"
    if not source.is_file():
        pytest.skip("bikes.mp4 is absent")
    media = tmp_path_factory.mktemp("media")
    shutil.copy(source, media / "bikes.mp4")
    (media / "bikes.srt").write_text(SAID, "utf-8")
    library = Library.open(tmp_path_factory.mktemp("l") / "l.kinora", create=True)
    service(library).run([media / "bikes.mp4"], context=JobContext())
    models = LayoutModels(media)
    yield library, SearchService(library, models, Settings())
    models.close()
    library.close()


def words(*texts: str, within_s: float = 60.0) -> Query:
    return Query(
        stages=tuple(Stage((Part(WordsAsk(text, (TextKind.SPEECH,))),), within_s) for text in texts)
    )


def test_words_that_are_said_one_after_another(spoken: tuple[Library, SearchService]) -> None:
    library, search = spoken
    found = search.run(words("cyclists", "lanterns"))
    assert isinstance(found, SearchResults)
    scene = found.scenes[0]
    assert scene.times == (1.0, 7.0)
    kinds = [one.kind for one in library.catalogue.items([scene.group])]
    assert kinds == [ItemKind.VIDEO]
    shown = library.catalogue.items(scene.items)
    starts = [one.start_s or 0.0 for one in shown]
    assert all(start <= time for start, time in zip(starts, scene.times, strict=True))
    assert found.hits[0].item == scene.items[0]
    assert sum(found.hits[0].parts.values()) == pytest.approx(found.hits[0].score)


def test_order_and_distance_count(spoken: tuple[Library, SearchService]) -> None:
    _, search = spoken
    assert not search.run(words("lanterns", "cyclists")).hits
    assert not search.run(words("cyclists", "lanterns", within_s=5.0)).hits
    either = replace(words("lanterns", "cyclists"), in_order=False, window=Within(60.0))
    found = search.run(either)
    assert isinstance(found, SearchResults)
    assert found.scenes[0].stage_of == (1, 0)


@pytest.fixture(scope="module")
def frames(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Library, np.ndarray, np.ndarray]]:
    """The 628 key frames of 32 videos: library, items, CLIP vectors."""
    folder = shared_data / "itec_keyframes"
    table = folder / "frame-ID-to-filepath.LSC.csv"
    features = next((folder / "features").glob("*CLIP*"), None) or next(
        (path for path in (folder / "features").iterdir() if path.stat().st_size == 628 * 640 * 4),
        None,
    )
    if not table.is_file() or features is None:
        pytest.skip("itec_keyframes is absent")
    vectors = np.fromfile(features, np.float32).reshape(628, 640)
    library = Library.open(tmp_path_factory.mktemp("k") / "k.kinora", create=True)
    told = [NAME.search(line) for line in table.read_text("utf-8").split()]
    numbers = [tuple(int(each) for each in one.groups()) for one in told if one]
    videos = sorted({one[0] for one in numbers})
    library.catalogue.add_batch([NewItem(f"v{n}", ItemKind.VIDEO, title=f"{n}") for n in videos])
    shots = [
        NewItem(
            f"v{video}#{row}", ItemKind.SHOT, parent=f"v{video}",
            start_s=frame / FRAME_RATE, end_s=end / FRAME_RATE,
        )
        for row, (video, _, _, end, frame) in enumerate(numbers)
    ]  # fmt: skip
    yield library, np.array(library.catalogue.add_batch(shots), np.int64), vectors
    library.close()


def test_two_moments_of_a_video_find_it_among_real_key_frames(
    frames: tuple[Library, np.ndarray, np.ndarray],
) -> None:
    library, items, vectors = frames
    axis = library.timeline.lines().axis
    assert len(axis) == len(items)
    query = Query(stages=tuple(Stage((Part(TextAsk(name)),), 60.0) for name in "ab"))
    right, alone, asked = 0, 0, 0
    for first in range(4, len(items) - 5, 23):
        second = first + 3
        if axis.groups[first] != axis.groups[second] or axis.times[second] > axis.times[first] + 60:
            continue
        rows = np.searchsorted(items, axis.items[[first + 1, second + 1]])  # like, not the same
        likeness = vectors @ vectors[rows].T
        likeness[rows, [0, 1]] = 0.0
        lists = [StageList(Scored.of(items, likeness[:, n].clip(0, 1))) for n in (0, 1)]
        scenes = find(library, lists, query, 5).scenes
        asked += 1
        right += scenes[0].group == axis.groups[first]
        best = axis.groups[np.flatnonzero(axis.items == items[likeness[:, 0].argmax()])[0]]
        alone += best == axis.groups[first]
        spans = sorted((scene.group, scene.start_s, scene.end_s) for scene in scenes)
        for one, other in pairwise(spans):
            assert one[0] != other[0] or one[2] < other[1]
    assert asked >= 10
    assert right >= 0.9 * asked
    assert right >= alone - 1  # two moments are no worse than one


def test_the_time_cache_thins_real_key_frames(
    frames: tuple[Library, np.ndarray, np.ndarray],
) -> None:
    library, items, vectors = frames
    lines = library.timeline.lines()
    scores = (vectors @ vectors[100]).tolist()
    hits = [Hit(item, score) for item, score in zip(items.tolist(), scores, strict=True)]
    hits.sort(key=lambda hit: -hit.score)
    counts = [len(lines.thinned(hits, period)) for period in (0, 1, 30, 60, 180)]
    assert counts[0] == len(items)
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] >= 32
    assert all(lines.thinned(hits, period)[0] == hits[0] for period in (1, 30, 60, 180))
