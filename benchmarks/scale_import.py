"""Import of photos by workers: one, two, and this computer alone, in the same run.

Workers are node processes of a cluster of Ray on this computer, each bound to a core of its own, so
that two of them have twice as much to work with as one, as two computers would. The rate is that
of the middle of an import: what it takes until workers are there is a case of its own.
"""

import os
import tempfile
import time
from pathlib import Path

from app.services.addresses import Addresses
from app.services.importing import ImportService
from app.services.library import Library
from app.services.paths import AppPaths
from benchmarks.importing import PhotoModels, make_photos
from benchmarks.ray_nodes import RayCluster
from benchmarks.report import BenchReport
from benchmarks.shared_data import use_weights
from common.jobs import JobContext, Progress
from common.settings import ImportSettings, ModelSettings, Settings

PHOTOS, QUICK_PHOTOS = 2000, 96
HEAD, TAIL = 0.15, 0.95  # of the photos, between which the rate is taken


class _Clock:
    """Notes when how many photos were done, and what this process worked for it."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self.began = time.perf_counter()
        self.marks: list[tuple[int, float, float]] = []  # done, seconds, processor seconds

    def __call__(self, progress: Progress) -> None:
        """Take note of a progress."""
        self._context.step(progress.done, 0, progress.note)
        now = time.perf_counter() - self.began
        if not self.marks or progress.done > self.marks[-1][0]:
            self.marks.append((progress.done, now, time.process_time()))

    def between(self, count: int) -> tuple[float, float]:
        """Return images a second in the middle, and processor milliseconds of this process each."""
        inside = [mark for mark in self.marks if HEAD * count <= mark[0] <= TAIL * count]
        first, last = inside[0], inside[-1]
        done = max(1, last[0] - first[0])
        return done / (last[1] - first[1]), 1e3 * (last[2] - first[2]) / done

    @property
    def first_s(self) -> float:
        """Seconds until the first photo was done."""
        return next(seconds for done, seconds, _ in self.marks if done)


def rows(report: BenchReport, context: JobContext, *, quick: bool) -> None:
    """Add imports by one and two workers beside one by this computer alone.

    Args:
        report: takes the cases.
        context: reports and cancels.
        quick: few photos.

    Raises:
        JobCancelled: the user cancelled.
    """
    count = QUICK_PHOTOS if quick else PHOTOS
    if report.lacks(f"import by 1 worker {count}", "ray", "ray", unit="img/s"):
        return
    use_weights("cnn")
    with tempfile.TemporaryDirectory(prefix="kinora-bench-") as name:
        folder = Path(name)
        make_photos(folder / "photos", count)
        local = _import(folder, "local", context).between(count)[0]
        cluster = RayCluster(nodes=0, pin=True)
        try:
            one = _import(folder, cluster.address, context)
            cluster.add()
            two = _import(folder, cluster.address, context)
        finally:
            cluster.close()
    (single, _), (double, writer_ms) = one.between(count), two.between(count)
    note = "640x480 JPEG; a worker has one core; peer: this computer alone, with all its cores"
    report.add(f"import by 1 worker {count}", single, local, "img/s", note)
    report.add(f"import by 2 workers {count}", double, local, "img/s", note)
    note = f"peer: 1 worker, in the same run; load {os.getloadavg()[0]:.1f} at its end"
    report.add(f"import by 2 workers against 1 {count}", double, single, "img/s", note)
    note = "of the computer that writes, an image, with 2 workers"
    report.add(f"import writer processor time {count}", writer_ms, None, "ms", note)
    report.add("import until the first photo is done", two.first_s * 1e3, None, "ms", "2 workers")


def _import(folder: Path, workers: str, context: JobContext) -> _Clock:
    """Import the photos into a new library and return what the clock saw."""
    settings = Settings(imports=ImportSettings(), models=ModelSettings(device="cpu"))
    place = Path(tempfile.mkdtemp(dir=folder))
    library = Library.open(
        place / "bench.kinora", create=True, addresses=Addresses(workers=workers)
    )
    models = PhotoModels(settings, AppPaths(place, place, place))
    clock = _Clock(context)
    try:
        imports = ImportService(library, models, settings)
        imports.run([folder / "photos"], "photos", JobContext(clock))
    finally:
        models.close()
        library.close()
    return clock
