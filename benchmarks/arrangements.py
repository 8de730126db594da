"""How long arrangements take, and how well maps keep neighbours together.

Vectors lie in 200 round clusters of 128 numbers. A peer of time is the authors' sorting with its
own settings on the same features; a peer of quality (Distance Preservation Quality, larger is
better) is a random grid. Nothing is drawn.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.services.arrangements import choose_columns, clustered, shuffled
from app.services.wall_captions import Seen, WallCaptioner
from app.services.wall_grid import snapped
from app.services.wall_quality import dpq
from app.services.wall_sorting import around, sorted_map
from benchmarks.report import BenchReport
from common.jobs import JobContext

if TYPE_CHECKING:
    from indexers.catalogue.facet_table import FacetTable

DIMS = 128
CLUSTERS = 200
SPREAD = 0.6
VIEW_ASPECT, CELL_ASPECT = 16 / 9, 2 / 3
BLOCK = 65_536
SORTED = (4096, 65_536)
SORTED_QUICK = (1024, 4096)
MAPPED, MAPPED_QUICK = 1_000_000, 6_000
FITTED, FITTED_QUICK = 50_000, 3_000
REPEAT = 3


def run(*, quick: bool = False, context: JobContext | None = None) -> BenchReport:
    """Measure clusters, rings, sorted maps and the free map.

    Args:
        quick: small sizes.
        context: progress and cancel.
    """
    context = context or JobContext()
    report = BenchReport("arrangements")
    size = MAPPED_QUICK if quick else MAPPED
    context.step(0, 4, "clusters")
    _measure_clusters(size, report)
    for number, count in enumerate(SORTED_QUICK if quick else SORTED):
        context.step(1 + number, 4, f"sorted map of {count}")
        _measure_sorted(count, report)
    context.step(3, 4, f"free map of {size}")
    _measure_map(size, FITTED_QUICK if quick else FITTED, report)
    return report


def vectors(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Return unit vectors in clusters, float32 (count, DIMS)."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(CLUSTERS, DIMS)).astype(np.float32)
    out = np.empty((count, DIMS), np.float32)
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        noise = rng.standard_normal((size, DIMS), np.float32)
        part = centres[rng.integers(0, CLUSTERS, size)] + SPREAD * noise
        out[start : start + size] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return out


def _timed(function: Callable[[], Any], repeat: int = REPEAT) -> tuple[float, Any]:
    """Return the median of the times in ms, and the last result."""
    times, result = [], None
    for _ in range(repeat):
        began = time.perf_counter()
        result = function()
        times.append(1e3 * (time.perf_counter() - began))
    return float(np.median(times)), result


def _columns(count: int) -> int:
    return choose_columns(count, VIEW_ASPECT, CELL_ASPECT)


class _Library:
    """A catalogue with one facet, as captions read it; ids count from 0."""

    def __init__(self, codes: NDArray[np.int32], names: list[str]) -> None:
        from indexers.catalogue.facet_table import FacetTable

        self.catalogue = self
        items = np.argsort(codes, kind="stable").astype(np.int32)
        offsets = np.r_[0, np.cumsum(np.bincount(codes, minlength=len(names)))]
        numbers = np.full(len(names), np.nan)
        self._table = FacetTable("genre", tuple(names), numbers, offsets, items)

    def facet_keys(self) -> dict[str, int]:
        """Return the one facet."""
        return {"genre": len(self._table.items)}

    def facet_table(self, _key: str) -> "FacetTable":
        """Return its values."""
        return self._table


class _Table:
    """Items in the order of the catalogue."""

    def __init__(self, count: int) -> None:
        self.ids = np.arange(count)

    def __len__(self) -> int:
        return len(self.ids)


def _measure_clusters(count: int, report: BenchReport) -> None:
    rng = np.random.default_rng(0)
    codes = (rng.random(count) ** 2 * 24).astype(np.int32)
    names = [f"Genre {number}" for number in range(24)]
    importance, columns = rng.random(count), _columns(count)
    for name, noise in (("clustered", 0.0), ("semi-clustered", 0.4)):
        arrange = partial(clustered, codes, names, importance, columns, CELL_ASPECT, noise=noise)
        took, made = _timed(arrange)
        report.add(f"{name} {count}", took, note="24 clusters, the most popular in the middle")
    took, _ = _timed(lambda: around(importance.astype(np.float32), columns, CELL_ASPECT))
    report.add(f"around {count}", took, note="rings, from scores")
    rows = -(-count // columns)
    captioner: Any = WallCaptioner(_Library(codes, names))  # type: ignore[arg-type]  # as much of a library as captions ask for
    seen = Seen((0, columns), (0, rows), (max(1, columns // 8), max(1, rows // 6)))
    table = _Table(count)
    took, _ = _timed(lambda: captioner.captions(table, made, seen, JobContext()))
    report.add(f"captions {count}", took, note="of all that is in view, facets in memory")


def _measure_sorted(count: int, report: BenchReport) -> None:
    from vc_flas import flas

    from indexers.projection import along_axes

    data, columns = vectors(count), _columns(count)

    def sort() -> NDArray[np.int64]:
        return sorted_map(along_axes(data, 16), columns).order

    took, order = _timed(sort)
    rows = -(-count // columns)
    grid = np.zeros((rows * columns, 16), np.float32)
    grid[:count] = along_axes(data, 16)
    peer, _ = _timed(lambda: flas(grid.reshape(rows, columns, 16), seed=0))
    report.add(f"similarity {count}", took, peer, note="peer: vc-flas with its defaults")
    early, preview = _timed(lambda: _coarse(data, columns))
    report.add(f"preview {count}", early, note="two principal components on the grid")
    chance = dpq(data, shuffled(count, 0), columns)
    report.add(f"dpq {count}", dpq(data, order, columns), chance, "DPQ", "peer: a random grid")
    report.add(f"preview-dpq {count}", dpq(data, preview, columns), chance, "DPQ", "as above")


def _coarse(data: NDArray[np.float32], columns: int) -> NDArray[np.int64]:
    from indexers.projection import fit_map

    fitted = fit_map(data, fit=20_000, method="pca")
    return snapped(fitted.place(data), columns, CELL_ASPECT)


def _measure_map(count: int, fit: int, report: BenchReport) -> None:
    from indexers.projection import can_umap, fit_map

    data, columns = vectors(count), _columns(count)
    early, _ = _timed(lambda: _coarse(data, columns), 1)
    report.add(f"map-preview {count}", early, note="two principal components on the grid")
    method: Any = "umap" if can_umap() else "pca"
    fitting, fitted = _timed(lambda: fit_map(data, fit=fit, method=method), 1)
    placing, places = _timed(lambda: fitted.place(data), 1)
    snapping, order = _timed(lambda: snapped(places, columns, CELL_ASPECT), 1)
    report.add(f"map {count}", fitting + placing + snapping, note=f"{method}, all of it")
    report.add(f"map-fit {count}", fitting, note=f"{min(fit, count)} vectors")
    report.add(f"map-place {count}", placing, note="the rest, by their anchors")
    report.add(f"map-grid {count}", snapping, note="onto the grid")
    quality = dpq(data, order, columns)
    chance = dpq(data, shuffled(count, 0), columns)
    report.add(f"map-dpq {count}", quality, chance, "DPQ", "peer: a random grid")
