"""Start: from birth to the first paint and to the wall's items; going to panels; memory.

The library has no items, and 100,000. The peer is a bare QMainWindow of the same size, started the
same way in the same run. Times are wall times of warm starts, the first of each kind is not
counted. A panel is gone to when the window is at rest: the first time, when it is made, and again;
the time ends when it has been painted. What it then reads in the background is not waited for.
"""

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.processes import ask_process, window_environment
from benchmarks.report import BenchReport
from common.jobs import JobContext

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
import argparse, gc, json, sys, time
gc.disable()
import main  # numeric threads and switches as in the program
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
        times["shown"] = time.time()
        timer.start()

    def poll(self):
        if window.workspace is None or not window.workspace.is_idle:
            self.rests = 0
            return
        self.rests += 1
        if "idle" not in times:
            times["idle"] = time.time()
            heavy = {"torch", "faiss", "cv2", "av", "sklearn"} & set(sys.modules)
            times["heavy"] = sorted(heavy)
        if len(sys.argv) < 3:
            self.end()
        elif self.rests >= 100:
            if "first" not in times:
                self.go_round("first")
            else:
                self.go_round("again")
                self.end()

    def go_round(self, what):
        timer.stop()
        times[what] = {}
        for name in window.workspace.names:
            began = time.perf_counter()
            window.bring_up(name)
            for _ in range(3):
                application.processEvents()
            times[what][name] = [(time.perf_counter() - began) * 1e3]
            while not window.workspace.is_idle and time.perf_counter() - began < 10:
                application.processEvents()
        self.rests = 0
        timer.start()

    def end(self):
        timer.stop()
        from benchmarks.memory import largest_mb, resident_mb
        print(json.dumps({**times, "memory": [resident_mb(), largest_mb()]}), flush=True)
        window.close()
        application.quit()

watch = Watch()
watch.rests = 0
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

    environment = window_environment(home)
    born = time.time()
    moments = ask_process(["-c", code, *words], environment=environment, limit_s=120)
    return {
        name: (value - born) * 1e3 if isinstance(value, float) else value
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
        home = Path(place) / "home"
        for count in (items, 0):
            folder = Path(place) / f"{count}.kinora"
            make_library(folder, count, context)
            ours, peers = [], []
            for number in range(repeat + 1):
                context.step(number, repeat + 1, "starting")
                ours.append(_start(_OURS, [str(folder)], home))
                peers.append(_start(_PEER, [], home))
            _add_starts(report, count, ours[1:], peers[1:])
        context.step(0, 0, "going to panels")
        went = _start(_OURS, [str(Path(place) / f"{items}.kinora"), "panels"], home)
    _add_panels(report, items, went)
    return report


def _add_starts(
    report: BenchReport, items: int, ours: list[dict[str, Any]], peers: list[dict[str, Any]]
) -> None:
    """Add the rows of starts with a library of a size."""
    peer = statistics.median(entry["paint"] for entry in peers)
    heavy = sorted({name for entry in ours for name in entry["heavy"]})
    note = "peer: a bare QMainWindow; goal 1500 ms"
    paint = statistics.median(entry["paint"] for entry in ours)
    report.add(f"first paint p50 {items}", paint, peer, note=note)
    slowest = max(entry["paint"] for entry in ours)
    report.add(f"first paint max {items}", slowest, max(entry["paint"] for entry in peers))
    shown = statistics.median(entry["shown"] for entry in ours)
    note = "its docks and menus stand, panels follow"
    report.add(f"library opened p50 {items}", shown, peer, note=note)
    idle = statistics.median(entry["idle"] for entry in ours)
    loaded = f"panels in front at rest; loaded by then: {', '.join(heavy) or 'nothing heavy'}"
    report.add(f"library shown p50 {items}", idle, peer, note=loaded)


def _add_panels(report: BenchReport, items: int, went: dict[str, Any]) -> None:
    """Add the rows of going to each panel, and of memory with all of them made."""
    first = {name: times[0] for name, times in went["first"].items()}
    again = {name: times[0] for name, times in went["again"].items()}
    slowest = max(first, key=lambda name: first[name])
    note = f"slowest: {slowest}; goal 200 ms"
    report.add(f"first look at a panel max {items}", first[slowest], note=note)
    slowest = max(again, key=lambda name: again[name])
    note = f"slowest: {slowest}; goal 200 ms"
    report.add(f"switch panel max {items}", again[slowest], note=note)
    for name, took in first.items():
        report.add(f"first look at {name} {items}", took, note=f"again {again[name]:.0f} ms")
    now, peak = went["memory"]
    report.add(f"memory {items}", now, unit="MB", note="all panels made; what is mapped counts")
    report.add(f"memory peak {items}", peak, unit="MB")
