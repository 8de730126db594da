"""Heartbeat: how long the UI thread is not there beside an import, searches and training.

A 4 ms timer beats on the UI thread of the real window. A beat's gap is the time since the one
before. The peer is the same timer in the same window with nothing running. What the thread itself
worked in a gap, and how long it waited for a core (Linux), tells our part from that of the machine.
"""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.processes import ask_process, window_environment
from benchmarks.report import BenchReport, percentile
from common.jobs import JobContext

_CODE = """
import json, sys, time
import main  # numeric threads and switches as in the program
import numpy as np
from pathlib import Path
from PySide6.QtCore import QObject, QTimer, Qt
from app.jobs import Priority
from app.services.paths import AppPaths
from app.shell.import_dialog import ImportRequest
from app.services.types import Query
from app.shell.start import make_application, make_window
from common.settings import load_settings

folder, media, seconds = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
paths = AppPaths.of_user()
settings, _ = load_settings(paths.settings)
application = make_application(settings)
window = make_window(application, settings, paths)
gaps = {"idle": [], "busy": []}
parts = {"idle": [], "busy": []}
told = Path("/proc/thread-self/schedstat")

def used():
    queued = int(told.read_text().split()[1]) / 1e6 if told.exists() else 0.0
    return time.thread_time() * 1e3, queued

done = {"searches": 0, "rounds": 0, "items": 0}
WORDS = ("red", "film 12", "sea", "picture", "blue sky")

def learn(services, seed, context):
    # Ten photos are marked relevant and ten are not; before there are enough, nothing is learned.
    items = services.library.vectors("layout").items()
    if len(items) < 40:
        return 0
    marked = [int(item) for item in np.random.default_rng(seed).choice(items, 20, replace=False)]
    services.feedback.suggest(marked[:10], marked[10:], context=context)
    return 1


class Heart(QObject):
    def __init__(self):
        super().__init__(window)
        self.phase, self.last = "", 0.0
        self.timer = QTimer(self, interval=4)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)

    def beat(self):
        now, since = time.perf_counter(), used()
        if self.phase:
            gaps[self.phase].append((now - self.last) * 1e3)
            parts[self.phase].append([new - old for new, old in zip(since, self.since)])
        self.last, self.since = now, since

    def begin(self, phase):
        self.phase, self.last, self.since = phase, time.perf_counter(), used()
        self.timer.start()

    def shown(self):
        self.wait = QTimer(self, interval=50)
        self.wait.timeout.connect(self.look)
        self.wait.start()
        self.rest = 0

    def look(self):
        self.rest = self.rest + 1 if window.workspace.is_idle else 0
        if self.rest == 40:  # two seconds: the first search is prepared by then
            self.wait.stop()
            self.begin("idle")
            QTimer.singleShot(int(seconds * 1000 / 3), self.load)

    def load(self):
        self.begin("busy")
        window.libraries.import_now(ImportRequest((media,), "auto"))
        self.search()
        self.train()
        QTimer.singleShot(int(seconds * 1000), self.end)

    def train(self):
        services = window.workspace.context.services
        job = window.workspace.jobs.submit(
            "io", lambda context: learn(services, done["rounds"], context),
            priority=Priority.INTERACTIVE)
        job.succeeded.connect(self.trained)
        job.failed.connect(self.failed)

    def trained(self, found):
        done["rounds"] += found
        if self.phase == "busy":
            QTimer.singleShot(250, self.train)

    def search(self):
        services = window.workspace.context.services
        words = WORDS[done["searches"] % len(WORDS)]
        job = window.workspace.jobs.submit(
            "gpu", lambda context: services.search.run(Query.of(words), context),
            priority=Priority.INTERACTIVE)
        job.succeeded.connect(self.found)
        job.failed.connect(self.failed)

    def found(self, results):
        done["searches"] += 1
        window.workspace.shared.show_results(results, "benchmark")
        if self.phase == "busy":
            QTimer.singleShot(250, self.search)

    def failed(self, error):
        sys.stderr.write(f"{error!r}\\n")

    def end(self):
        self.phase = ""
        done["items"] = window.workspace.context.services.items.count()
        print(json.dumps({"gaps": gaps, "parts": parts, **done}), flush=True)
        window.close()
        application.quit()

heart = Heart()
window.library_shown.connect(heart.shown)
window.libraries.open(folder)
window.resize(1280, 800)
window.show()
application.exec()
"""


def make_photos(folder: Path, number: int, context: JobContext) -> None:
    """Write number JPEG photos of 640 x 480 pixels with soft random content."""
    import numpy as np
    from PIL import Image

    random = np.random.default_rng(0)
    folder.mkdir(parents=True)
    for place in range(number):
        if place % 50 == 0:
            context.step(place, number, "making photos")
        small = random.integers(0, 255, (12, 16, 3), dtype=np.uint8)
        picture = Image.fromarray(small).resize((640, 480), Image.Resampling.BICUBIC)
        picture.save(folder / f"photo-{place:05}.jpg", quality=85)


def _beat(folder: Path, media: Path, seconds: float, home: Path) -> dict[str, Any]:
    result: dict[str, Any] = ask_process(
        ["-c", _CODE, folder, media, seconds],
        environment=window_environment(home),
        limit_s=seconds * 4 + 240,
    )
    return result


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure the gaps between beats, idle and busy.

    Args:
        quick: fewer photos, a shorter time; for trying, not for quoting.
        context: reports, and may cancel before the window opens.
    """
    from benchmarks.start import make_library

    items, photos, seconds = (2_000, 300, 6.0) if quick else (100_000, 6_000, 30.0)
    report = BenchReport("heartbeat")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        make_library(root / "a.kinora", items, context)
        make_photos(root / "photos", photos, context)
        context.step(0, 0, "beating")
        found = _beat(root / "a.kinora", root / "photos", seconds, root / "home")
    idle, busy = found["gaps"]["idle"], found["gaps"]["busy"]
    note = (
        f"beside an import ({found['items'] - items} photos in {seconds:.0f} s), "
        f"{found['searches']} searches and {found['rounds']} rounds of learning; peer: idle"
    )
    report.add(f"gap p50 {items}", percentile(busy, 0.5), percentile(idle, 0.5), note=note)
    report.add(
        f"gap p99 {items}", percentile(busy, 0.99), percentile(idle, 0.99), note="goal 16 ms"
    )
    report.add(f"gap max {items}", max(busy), max(idle), note="goal 50 ms")
    for at, said in enumerate(("own work in a gap", "waiting for a core in a gap")):
        ours, peer = ([one[at] for one in found["parts"][phase]] for phase in ("busy", "idle"))
        report.add(f"{said} p99 {items}", percentile(ours, 0.99), percentile(peer, 0.99))
        report.add(f"{said} max {items}", max(ours), max(peer))
    return report
