import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from common.errors import AppError
from common.jobs import JobCancelled, JobContext
from indexers.feedback import index as feedback
from indexers.feedback import tuning
from indexers.feedback.codes import Codes, CompactCodes, DenseCodes
from indexers.feedback.index import FeedbackIndex
from indexers.feedback.loss import products
from indexers.feedback.scan import Masks, bits

COUNT, DIM = 6000, 60


def clustered(count: int = COUNT, seed: int = 0) -> np.ndarray:
    """Return vectors around 80 centres with few strong numbers, float32 (count, DIM)."""
    centres = np.random.default_rng(99).gamma(0.25, 1.0, (80, DIM))
    rng = np.random.default_rng(seed)
    vectors = centres[rng.integers(80, size=count)] * rng.lognormal(0, 0.3, (count, DIM))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


class Kept:
    """Vectors as codes, from a row number on."""

    error = 0.0

    def __init__(self, codes: Codes, vectors: np.ndarray, first: int = 0) -> None:
        self.kept = codes.encode(vectors)
        self._first = first

    def __len__(self) -> int:
        return len(self.kept)

    def codes(self, chosen: Any) -> np.ndarray:
        return self.kept[chosen]

    def rows(self, chosen: slice) -> np.ndarray:
        return np.arange(chosen.start, chosen.stop, dtype=np.int32) + self._first


@pytest.fixture(scope="module", params=["compact", "dense"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    vectors = clustered()
    codes = CompactCodes.fit(vectors, 16) if request.param == "compact" else DenseCodes.fit(vectors)
    source = Kept(codes, vectors)
    folder = tmp_path_factory.mktemp(request.param)
    return feedback.build(folder, codes, source, COUNT, "m", JobContext()), source, folder


def planes(count: int = 6) -> list[np.ndarray]:
    vectors = clustered(count, seed=5)
    return list(vectors - clustered(count, seed=6))


def truth(source: Kept, codes: Codes, plane: np.ndarray, passes: np.ndarray | None = None) -> Any:
    scores = products(codes, source.kept, plane)
    if passes is not None:
        scores = np.where(passes, scores, -np.inf)
    order = np.lexsort((np.arange(len(scores)), -scores))
    return order, scores


def same(found: np.ndarray, order: np.ndarray, scores: np.ndarray, k: int) -> bool:
    """Whether found are the k best; which of nearly equal ones is left to rounding."""
    return scores[found[:k]] == pytest.approx(scores[order[:k]], rel=1e-5, abs=1e-6)


def test_everything_looked_at_is_the_exact_answer(made: Any) -> None:
    index, source, _folder = made
    for plane in planes():
        found = index.search(plane, 25, look_at=COUNT)
        assert found.is_whole
        assert found.looked_at == COUNT
        order, scores = truth(source, index.codes, plane)
        assert same(found.rows, order, scores, 25)
        assert found.rows[:5].tolist() == order[:5].tolist()
        assert (np.diff(found.products) <= 0).all()


@pytest.mark.parametrize("band", [0.0, 0.05, 10.0])
def test_two_threads_find_what_one_does(
    made: Any, monkeypatch: pytest.MonkeyPatch, band: float
) -> None:
    index, _source, _folder = made
    for plane in planes(3):
        monkeypatch.setattr("indexers.feedback.scan.SPLIT", 10**9)
        one = index.search(plane, 25, look_at=COUNT, band=band)
        monkeypatch.setattr("indexers.feedback.scan.SPLIT", 0)
        monkeypatch.setattr("indexers.feedback.scan.PART", 137)
        two = index.search(plane, 25, look_at=COUNT, band=band)
        assert two.looked_at == COUNT
        assert two.rows[:25].tolist() == one.rows[:25].tolist()
        inside = one.products >= one.products[24] - band
        assert np.isin(one.rows[inside], two.rows).all()
        assert (np.diff(two.products) <= 0).all()


def test_a_small_part_finds_nearly_all_on_clustered_items(made: Any) -> None:
    index, source, _folder = made
    shares = []
    for plane in planes(12):
        found = index.search(plane, 25, look_at=COUNT // 5)
        assert found.looked_at < COUNT // 2
        assert not found.is_whole
        shares.append(np.isin(truth(source, index.codes, plane)[0][:25], found.rows).mean())
    assert np.mean(shares) > 0.9


def test_more_time_means_more_items_and_no_budget_what_was_measured(made: Any) -> None:
    curve = made[0].card.curve
    assert curve.look_at(10**6, 50.0) > curve.look_at(10**6, 2.0) >= 10**3
    assert curve.look_at(COUNT, 10**6) >= COUNT
    assert curve.look_at(10**6, None, 0.01) >= curve.look_at(10**6, None, 1.0)
    assert curve.look_at(10**6, None, 1e-12) <= 10**6
    assert curve.recalls[-1] == 1.0
    assert list(curve.recalls) == sorted(curve.recalls)


def test_filters_and_seen_items_are_honoured_inside_the_search(made: Any) -> None:
    index, source, _folder = made
    rng = np.random.default_rng(3)
    allowed, seen = rng.random(COUNT) < 0.3, rng.random(COUNT) < 0.2
    names = np.arange(COUNT, dtype=np.int64)
    names[rng.random(COUNT) < 0.1] = -1
    masks = Masks(names, bits(np.flatnonzero(seen), COUNT), bits(np.flatnonzero(allowed), COUNT))
    passes = allowed & ~seen & (names >= 0)
    for plane in planes(3):
        order, scores = truth(source, index.codes, plane, passes)
        assert same(index.search(plane, 25, masks, look_at=COUNT).rows, order, scores, 25)
        assert passes[index.search(plane, 25, masks, look_at=200).rows].all()


def test_a_search_is_widened_until_enough_pass(made: Any) -> None:
    index, _source, _folder = made
    few = np.random.default_rng(8).choice(COUNT, 30, replace=False)
    for count in (30, 2, 0):
        masks = Masks(allowed=bits(few[:count], COUNT))
        found = index.search(planes(1)[0], 25, masks, look_at=10)
        assert len(found.rows) >= min(count, 25)
        assert np.isin(found.rows, few[:count]).all()


def test_suggestions_never_come_again(made: Any) -> None:
    index, _source, _folder = made
    plane, seen = planes(1)[0], np.empty(0, np.int64)
    for _ in range(20):
        found = index.search(plane, 25, Masks(blocked=bits(seen, COUNT)), look_at=300).rows[:25]
        assert len(np.unique(found)) == 25
        assert not np.isin(found, seen).any()
        seen = np.concatenate([seen, found])


def test_a_band_keeps_all_that_codes_may_confuse(made: Any) -> None:
    index, source, _folder = made
    for band in (0.05, 10.0):
        order, scores = truth(source, index.codes, planes(1)[0])
        found = index.search(planes(1)[0], 10, look_at=COUNT, band=band)
        inside = np.flatnonzero(scores >= scores[order[9]] - band * 0.999)
        assert np.isin(inside, found.rows).all()


def test_very_many_equal_products_are_cut_in_order_of_items(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = CompactCodes(4, 2, 1.0)
    vectors = np.zeros((5000, 4), np.float32)
    vectors[:, 0] = 1.0
    index = feedback.build(tmp_path, codes, Kept(codes, vectors), 5000, "", JobContext())
    for split in (10**9, 0):
        monkeypatch.setattr("indexers.feedback.scan.SPLIT", split)
        monkeypatch.setattr("indexers.feedback.scan.PART", 700)
        found = index.search(np.array([1, 0, 0, 0], np.float32), 25, look_at=5000)
        assert found.rows[:25].tolist() == list(range(25))


def test_it_is_the_same_after_loading(made: Any) -> None:
    index, _source, folder = made
    again = feedback.load(folder)
    assert again.card == index.card
    for plane in planes(2):
        assert (
            again.search(plane, 25, look_at=500).rows == index.search(plane, 25, look_at=500).rows
        ).all()


def extended(folder: Path) -> tuple[FeedbackIndex, Kept]:
    vectors = clustered()
    codes = DenseCodes.fit(vectors)
    built = feedback.build(folder, codes, Kept(codes, vectors[:4000]), 4000, "a", JobContext())
    return built, Kept(codes, vectors)


def test_items_are_added_while_others_search(tmp_path: Path) -> None:
    index, whole = extended(tmp_path)
    plane, wrong, done = planes(1)[0], [], threading.Event()

    def look() -> None:
        while not done.is_set():
            found = index.search(plane, 25, look_at=10**9)
            order, scores = truth(whole, index.codes, plane, np.arange(COUNT) < found.looked_at)
            if not same(found.rows, order, scores, 25):
                wrong.append(found)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for start in (4000, 4500, 5200):
        stop = {4000: 4500, 4500: 5200, 5200: 6000}[start]
        vectors = clustered()[start:stop]
        index.extend(Kept(index.codes, vectors, start), stop, "b", JobContext())
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(index) == COUNT
    again = feedback.load(tmp_path)
    assert again.card.rows == COUNT
    assert len(again.card.segments) == 4
    order, scores = truth(whole, index.codes, plane)
    assert same(again.search(plane, 25, look_at=COUNT).rows, order, scores, 25)
    part = again.search(plane, 25, look_at=1500)
    assert part.looked_at < COUNT


def test_a_cancelled_build_leaves_the_old_index(tmp_path: Path) -> None:
    index, whole = extended(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        feedback.build(tmp_path, index.codes, whole, COUNT, "b", context)
    with pytest.raises(JobCancelled):
        index.extend(whole, COUNT, "b", context)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert len(feedback.load(tmp_path)) == 4000


def damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "foreign":
        path.write_bytes(b"PK" + data[2:])
    elif how == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-7] + b"garbage")


@pytest.mark.parametrize("how", ["cut", "empty", "foreign", "gone", "garbage"])
def test_damaged_files_are_told_as_such_and_nothing_worse(tmp_path: Path, how: str) -> None:
    extended(tmp_path)
    for pattern in ("*.codes", "*.tree", "feedback.json"):
        (path,) = tmp_path.glob(pattern)
        kept = path.read_bytes()
        damage(path, how)
        with pytest.raises((ValueError, FileNotFoundError)):
            feedback.load(tmp_path)
        path.write_bytes(kept)
    assert len(feedback.load(tmp_path)) == 4000


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    extended(tmp_path)
    card = tmp_path / feedback.CARD_FILE
    fields = json.loads(card.read_text("utf-8"))
    card.write_text(json.dumps({**fields, "format": 99}), "utf-8")
    with pytest.raises(ValueError, match="another version"):
        feedback.load(tmp_path)
    card.write_text(json.dumps({**fields, "live": 3}), "utf-8")
    with pytest.raises(ValueError, match="another number"):
        feedback.load(tmp_path)


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_tiny_collections_have_an_index_too(tmp_path: Path, count: int) -> None:
    vectors = clustered(count)
    for codes in (CompactCodes.fit(vectors, 8), DenseCodes.fit(vectors)):
        index = feedback.build(tmp_path, codes, Kept(codes, vectors), count, "", JobContext())
        found = index.search(planes(1)[0], 25, look_at=1)
        assert sorted(found.rows.tolist()) == list(range(count))


def test_a_machine_with_other_loops_measures_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extended(tmp_path)
    monkeypatch.setattr(feedback, "kind", lambda: "other")
    monkeypatch.setattr(tuning, "kind", lambda: "other")
    assert feedback.load(tmp_path).card.curve.loops == "other"


def test_too_many_features_for_compact_codes_is_explained() -> None:
    with pytest.raises(AppError, match="too many features"):
        CompactCodes.fit(np.zeros((1, 40_000), np.float32))
