"""Selection: how soon what is selected in one panel is seen in all others.

The real window on 10,000 items, every panel made, results of all items on show. A selection is made
as a panel makes it; measured is the time until the signal has reached everybody, and until what is
visible has been painted. The peer is a plain list view of as many rows that selects the same.
"""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.processes import ask_process, window_environment
from benchmarks.report import BenchReport, percentile
from benchmarks.start import make_library
from common.jobs import JobContext

ITEMS = 10_000

_CODE = """
import json, sys, time
import main  # numeric threads and switches as in the program
import numpy as np
from pathlib import Path
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QStringListModel
from PySide6.QtWidgets import QApplication, QListView
from app.services.paths import AppPaths
from app.shell.start import make_application, make_window
from common.settings import ImportSettings, Settings
from common.values import Hit, ResultList

folder, repeat = Path(sys.argv[1]), int(sys.argv[2])
settings = Settings(imports=ImportSettings(analyse_new=False))
application = make_application(settings)
window = make_window(application, settings, AppPaths.of_user())
window.resize(1600, 1000)
window.show()
shown = []
window.library_shown.connect(lambda: shown.append(True))
window.libraries.open(folder)

def until(is_true):
    end = time.monotonic() + 120
    while not is_true() and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.002)

until(lambda: shown)
workspace, shared = window.workspace, window.workspace.shared
for name in workspace.names:
    window.bring_up(name)
    until(lambda: workspace.is_idle)
window.bring_up("results")
ids = [int(item) for item in workspace.context.services.items.all_ids()]
shared.show_results(ResultList("all", tuple(Hit(item, 1.0) for item in ids), len(ids)), "bench")
until(lambda: workspace.is_idle)
chance = np.random.default_rng(0)

def choices(count):
    if count == len(ids):
        return list(ids)
    return [int(item) for item in chance.choice(ids, count, replace=False)]

def ours(count):
    told, seen = [], []
    for _ in range(repeat):
        chosen = choices(count)
        shared.select([], "bench")
        until(lambda: workspace.is_idle)
        started = time.perf_counter()
        shared.select(chosen, "bench")
        told.append((time.perf_counter() - started) * 1e3)
        application.processEvents()
        seen.append((time.perf_counter() - started) * 1e3)
        until(lambda: workspace.is_idle)
    return told, seen

def peer(count):
    model = QStringListModel([str(item) for item in ids])
    view = QListView()
    view.setModel(model)
    view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
    view.resize(800, 600)
    view.show()
    application.processEvents()
    seen = []
    place = {item: row for row, item in enumerate(ids)}
    for _ in range(repeat):
        rows = sorted(place[item] for item in choices(count))
        view.clearSelection()
        application.processEvents()
        started = time.perf_counter()
        selection = QItemSelection()
        for row in rows:
            index = model.index(row)
            selection.select(index, index)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        view.selectionModel().select(selection, flag)
        view.scrollTo(model.index(rows[-1]))
        application.processEvents()
        seen.append((time.perf_counter() - started) * 1e3)
    view.close()
    return seen

answer = {}
for count in (1, 100, len(ids)):
    told, seen = ours(count)
    answer[str(count)] = {"told": told, "seen": seen,
                          "peer": peer(count) if count < len(ids) else None}
print(json.dumps(answer))
window.close()
"""


def run(*, quick: bool, context: JobContext) -> BenchReport:
    """Measure selections of one, a hundred and all items.

    Args:
        quick: a smaller library and fewer repeats; for trying, not for quoting.
        context: reports, and may cancel before the window is opened.
    """
    report = BenchReport("selection")
    items, repeat = (1_000, 5) if quick else (ITEMS, 30)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "selection.kinora"
        make_library(folder, items, context)
        context.step(0, 1, "opening every panel")
        found = _play(folder, repeat, Path(place) / "home")
    for count, times in found.items():
        name = "all" if int(count) == items else count
        peers = times["peer"]
        for share, said in ((0.5, "p50"), (0.95, "p95")):
            peer = percentile(peers, share) if peers else None
            report.add(
                f"seen everywhere {said} {name} of {items}", percentile(times["seen"], share),
                peer, note="all panels made, painted; peer: a list view; goal 50 ms",
            )  # fmt: skip
        report.add(
            f"told everywhere p50 {name} of {items}", percentile(times["told"], 0.5),
            note=f"most {max(times['told']):.1f} ms",
        )  # fmt: skip
    return report


def _play(folder: Path, repeat: int, home: Path) -> dict[str, Any]:
    """Run the window in a process of its own; return the times in ms by number of items."""
    answer: dict[str, Any] = ask_process(
        ["-c", _CODE, folder, repeat], environment=window_environment(home), limit_s=900
    )
    return answer
