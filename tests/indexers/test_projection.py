"""Maps of vectors: neighbours stay neighbours, the seed decides, the rest follows the anchors."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from common import workers
from common.errors import AppError
from common.jobs import JobCancelled, JobContext
from indexers import projection
from indexers.projection import FittedMap, can_umap, fit_map, neighbours, principal_axes, project

GROUPS = 6


def clustered(count: int, dims: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    centres = 4 * np.random.default_rng(9).normal(size=(GROUPS, dims))
    groups = rng.integers(0, GROUPS, count)
    vectors = centres[groups] + rng.normal(size=(count, dims))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), groups


def purity(places: np.ndarray, groups: np.ndarray) -> float:
    squares = ((places[:, None] - places[None]) ** 2).sum(-1)
    near = np.argsort(squares, axis=1)[:, 1:6]
    return float((groups[near] == groups[:, None]).mean())


class Collection:
    def __init__(self, vectors: np.ndarray) -> None:
        self.vectors = vectors

    def matrix(self) -> tuple[np.ndarray, np.ndarray]:
        return np.arange(len(self.vectors)), self.vectors


def test_principal_components_keep_groups_apart_and_have_a_fixed_sign() -> None:
    vectors, groups = clustered(600, 20)
    places = project(vectors, method="pca", seed=1)
    assert places.shape == (600, 2)
    assert places.dtype == np.float32
    assert purity(places, groups) > 0.6
    assert np.array_equal(places, project(Collection(vectors), method="pca", seed=1))
    _, axes = principal_axes(vectors, 3)
    assert axes.shape == (20, 3)
    assert np.allclose(axes.T @ axes, np.eye(3), atol=1e-4)
    assert (axes[np.abs(axes).argmax(axis=0), np.arange(3)] > 0).all()


@pytest.mark.parametrize(("count", "dims"), [(0, 4), (1, 4), (2, 1), (3, 2), (40, 1)])
@pytest.mark.parametrize("method", ["umap", "pca"])
def test_few_or_short_or_equal_vectors_have_places(count: int, dims: int, method: str) -> None:
    places = project(np.ones((count, dims), np.float32), method=method)
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()


def test_neighbours_are_exact_and_begin_with_oneself_even_among_copies() -> None:
    vectors, _ = clustered(300, 8)
    vectors[100:140] = vectors[100]
    near, distance = neighbours(vectors, 12)
    assert np.array_equal(near[:, 0], np.arange(300))
    assert (distance[:, 0] == 0).all()
    squares = ((vectors[:, None] - vectors[None]) ** 2).sum(-1)
    assert np.allclose(distance, np.sqrt(np.sort(squares, axis=1)[:, :12]), atol=1e-3)


def test_what_is_no_anchor_lands_beside_its_nearest_anchors(tmp_path: Path) -> None:
    anchors, groups = clustered(500, 6)
    rng = np.random.default_rng(3)
    islands = 20 * rng.normal(size=(GROUPS, 2))
    places = (islands[groups] + rng.normal(size=(500, 2))).astype(np.float32)
    zero, unit = np.zeros(6, np.float32), np.eye(6, dtype=np.float32)
    fitted = FittedMap("umap", zero, unit, anchors, places)
    more, of = clustered(300, 6, seed=5)
    placed = fitted.place(more)
    nearest = np.linalg.norm(placed[:, None] - islands[None], axis=-1).argmin(1)
    assert (nearest == of).mean() > 0.97
    assert np.allclose(fitted.place(anchors[:50]), places[:50], atol=2.0)
    fitted.save(tmp_path / "map.npz")
    again = FittedMap.load(tmp_path / "map.npz")
    assert again.method == "umap"
    assert np.array_equal(again.place(more), placed)
    (tmp_path / "map.npz").write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(ValueError, match="no map"):
        FittedMap.load(tmp_path / "map.npz")


@pytest.mark.slow  # UMAP compiles itself in a process of its own
@pytest.mark.skipif(not can_umap(), reason="umap-learn is not installed")
def test_umap_is_repeatable_and_keeps_groups_apart() -> None:
    vectors, groups = clustered(260, 40)
    seen: list[int] = []
    context = JobContext(lambda progress: seen.append(progress.done))
    with ThreadPoolExecutor(2) as both:  # each compiles for many seconds in a process of its own
        first = both.submit(fit_map, vectors, fit=200, seed=4, context=context)
        again = both.submit(fit_map, vectors, fit=200, seed=4).result()
    fitted = first.result()
    assert np.array_equal(fitted.places, again.places)
    placed = fitted.place(vectors)
    assert purity(placed, groups) > 0.95
    assert seen


def test_a_cancelled_fit_stops_its_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    context = JobContext()
    started: list[object] = []
    real = workers.subprocess.Popen

    def slow(_command: object, **options: object) -> object:
        process = real([sys.executable, "-c", "import time; time.sleep(60)"], **options)
        started.append(process)
        context.cancel()
        return process

    monkeypatch.setattr(workers.subprocess, "Popen", slow)
    with pytest.raises(JobCancelled):
        projection._run_worker(tmp_path, 0, context)
    assert started[0].poll() is not None


def test_a_worker_that_fails_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = workers.subprocess.Popen
    code = "import sys; sys.exit('MemoryError: too little')"
    monkeypatch.setattr(
        workers.subprocess,
        "Popen",
        lambda _command, **options: real([sys.executable, "-c", code], **options),
    )
    with pytest.raises(AppError, match="too little"):
        projection._run_worker(tmp_path, 0, JobContext())


def test_without_the_library_the_answer_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projection, "can_umap", lambda: False)
    vectors, _ = clustered(60, 5)
    with pytest.raises(AppError, match="pip install"):
        project(vectors, method="umap")
    assert project(vectors, method="pca").shape == (60, 2)


def test_placing_can_be_cancelled() -> None:
    vectors, _ = clustered(100, 5)
    context = JobContext()
    stopper = threading.Thread(target=context.cancel)
    stopper.start()
    stopper.join()
    started = time.monotonic()
    with pytest.raises(JobCancelled):
        project(vectors, method="pca", context=context)
    assert time.monotonic() - started < 60
