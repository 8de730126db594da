import argparse
from pathlib import Path

import numpy as np
import pytest

from common.errors import AppError
from common.jobs import JobContext

pytest.importorskip("numba")

from benchmarks import feedback, feedback_compact
from benchmarks.feedback_data import Concepts, DenseVectors, write_concepts
from benchmarks.report import BenchReport


def test_items_are_repeatable_clustered_and_what_their_codes_say() -> None:
    made = Concepts()
    codes, full = made.block(3, 400, full=True)
    assert (Concepts().block(3, 400)[0] == codes).all()
    assert not (made.block(4, 400)[0] == codes).all()
    assert full.sum(axis=1) == pytest.approx(np.ones(400), abs=1e-4)
    again = made.codes.encode(full)
    assert np.abs(made.codes.decode(again) - made.codes.decode(codes)).max() < 2 / 255
    alike = made.codes.decode(made.block(5, 2000)[0])
    alike /= np.linalg.norm(alike, axis=1, keepdims=True)
    cosines = alike @ alike.T
    np.fill_diagonal(cosines, 0)
    assert np.median(cosines.max(axis=1)) > 4 * np.quantile(cosines, 0.9)


def test_dense_vectors_are_unit_long_and_repeatable() -> None:
    made = DenseVectors(32)
    block = made.block(1, 200)
    assert np.linalg.norm(block, axis=1) == pytest.approx(np.ones(200), abs=1e-5)
    assert (DenseVectors(32).block(1, 200) == block).all()


def test_what_is_on_disk_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "items"
    first = np.array(write_concepts(path, 1000, JobContext()))
    stamp = path.stat().st_mtime_ns
    assert (write_concepts(path, 1000, JobContext()) == first).all()
    assert path.stat().st_mtime_ns == stamp
    path.write_bytes(path.read_bytes()[:5000])
    assert (write_concepts(path, 1000, JobContext()) == first).all()
    assert len(write_concepts(path, 500, JobContext())) == 500


def test_rounds_tell_times_and_recall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback_compact, "LOSS_ITEMS", 3000)
    monkeypatch.setattr(feedback_compact, "QUICK_ROUNDS", 3)
    report = BenchReport("feedback")
    feedback_compact.measure(report, tmp_path, 5000, JobContext(), quick=True)
    cases = {case.case: case.ours for case in report.cases}
    assert cases["compact recall@25 default 5000"] > 0.8
    assert (
        cases["compact recall@25 256 clusters 5000"]
        > cases["compact recall@25 16 clusters 5000"] / 2
    )
    assert 0.8 < cases["compact overlap@1000 5000"] <= 1.0
    assert cases["compact memory 5000"] > 10
    before = sorted(path.name for path in tmp_path.iterdir())
    feedback_compact.measure(BenchReport("feedback"), tmp_path, 5000, JobContext(), quick=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_peers_give_the_exact_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "QUICK_ROUNDS", 3)
    monkeypatch.setattr(feedback, "POOL", 500)
    report = BenchReport("feedback")
    feedback._dense(report, tmp_path / "v", 1500, JobContext(), quick=True)
    cases = {case.case: case for case in report.cases}
    assert cases["dense recall@25 1500"].ours == 1.0
    assert cases["dense round p50 1500"].peer


def test_a_measurement_without_sizes_says_so() -> None:
    from app.cli import bench

    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    arguments = parser.parse_args(["start", "--items", "5"])
    with pytest.raises(AppError, match="takes no --items"):
        bench.run(arguments, None)  # type: ignore[arg-type]
    assert "feedback" in bench.names()
    assert "feedback-data" not in bench.names()
    assert "feedback_data" not in bench.names()
