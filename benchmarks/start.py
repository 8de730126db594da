"""Start: from the birth of the process to the first paint of the window, and to the wall's items.

The library has 100,000 items. The peer is a bare QMainWindow of the same size, started the same
way in the same run. Times are wall times of warm starts, the first of each kind is not counted.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import BenchReport
from common.jobs import JobContext

ROOT = Path(__file__).resolve().parents[1]
ITEMS = 100_000
BATCH = 5_000

_PEER = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(json.dumps({"paint": time.time()}), flush=True)
        QTimer.singleShot(0, application.quit)

application = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
application.exec()
"""

_OURS = """
import argparse, json, sys, time
sys.setswitchinterval(0.001)
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from app.services.paths import AppPaths
from app.shell.start import make_application, make_window
from common.settings import load_settings

paths = AppPaths.of_user()
settings, _ = load_settings(paths.settings)
application = make_application(settings)
window = make_window(application, settings, paths)
times = {}

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and "paint" not in times:
            times["paint"] = time.time()
        return False

    def shown(self):
        timer.start()

    def poll(self):
        if window.workspace is not None and window.workspace.is_idle:
            times["idle"] = time.time()
            heavy = {"torch", "faiss", "cv2", "av", "sklearn"} & set(sys.modules)
            print(json.dumps({**times, "heavy": sorted(heavy)}), flush=True)
            timer.stop()
            window.close()
            application.quit()

watch = Watch()
timer = QTimer(interval=10)
timer.timeout.connect(watch.poll)
window.centralWidget().installEventFilter(watch)
window.library_shown.connect(watch.shown)
window.libraries.open(Path(sys.argv[1]))
window.show()
application.exec()
"""


def _versions() -> dict[str, str]:
    """Return all that can be found out about an item here, so that nothing is left to do."""
    from app.services.models import ModelService
    from app.services.paths import AppPaths
    from common.settings import Settings

    models = ModelService(Settings(), AppPaths.of_user())
    try:
        analyses = {info.name: info.version for info in models.engine.analyses()}
        texts = {info.name: info.version for info in models.engine.text_encoders()}
        return analyses | texts
    finally:
        models.close()


def make_library(folder: Path, items: int, context: JobContext) -> None:
    """Make a library of items films with a year, a genre and a thumbnail each, all analysed."""
    import numpy as np

    from app.services.library import Library
    from common.values import Facet, ItemKind
    from indexers.catalogue import NewItem
    from indexers.thumbnails import make_thumbnail

    random = np.random.default_rng(0)
    pictures = [
        make_thumbnail(random.integers(0, 255, (48, 32, 3), dtype=np.uint8)) for _ in range(64)
    ]
    analyses = _versions()
    library = Library.open(folder, create=True)
    try:
        for start in range(0, items, BATCH):
            context.step(start, items, "making a library")
            numbers = range(start, min(items, start + BATCH))
            rows = library.thumbnails.append([pictures[n % len(pictures)] for n in numbers])
            library.thumbnails.flush()
            batch = [
                NewItem(
                    identity=f"film:{n}",
                    kind=ItemKind.FILM,
                    title=f"Film {n}",
                    thumb_row=row,
                    year=1950 + n % 70,
                    facets=(Facet("genre", f"Genre {n % 20}"),),
                    analyses=analyses,
                )
                for n, row in zip(numbers, rows, strict=True)
            ]
            library.catalogue.add_batch(batch)
    finally:
        library.close()


def _start(code: str, words: Sequence[str], home: Path) -> dict[str, Any]:
    """Start a process; return milliseconds from its birth to the moments it printed."""
    import time

    environment = {**os.environ, "KINORA_HOME": str(home)}
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    born = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    moments = json.loads(done.stdout.strip().splitlines()[-1])
    return {
        name: value if isinstance(value, list) else (value - born) * 1e3
        for name, value in moments.items()
    }


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure warm starts.

    Args:
        quick: a smaller library and fewer starts; for trying, not for quoting.
        context: reports, and may cancel between two starts.
    """
    report = BenchReport("start")
    items, repeat = (5_000, 2) if quick else (ITEMS, 7)
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place) / "big.kinora", Path(place) / "home"
        make_library(folder, items, context)
        ours, peers = [], []
        for number in range(repeat + 1):
            context.step(number, repeat + 1, "starting")
            ours.append(_start(_OURS, [str(folder)], home))
            peers.append(_start(_PEER, [], home))
    ours, peers = ours[1:], peers[1:]
    peer = statistics.median(entry["paint"] for entry in peers)
    heavy = sorted({name for entry in ours for name in entry["heavy"]})
    note = "peer: a bare QMainWindow; goal 1500 ms"
    paint = statistics.median(entry["paint"] for entry in ours)
    report.add(f"first paint p50 {items}", paint, peer, note=note)
    slowest = max(entry["paint"] for entry in ours)
    report.add(f"first paint max {items}", slowest, max(entry["paint"] for entry in peers))
    idle = statistics.median(entry["idle"] for entry in ours)
    loaded = f"all panels at rest; loaded by then: {', '.join(heavy) or 'nothing heavy'}"
    report.add(f"library shown p50 {items}", idle, peer, note=loaded)
    return report
