"""At 100, 150, 200 and 300 % of the screen's density no text of the window is cut off."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WALK = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
    Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
)
app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
from app.shell.panel_list import PANELS
from app.shell.translations import install_translations
from tests import walking
from tests.window_support import whole_window
install_translations(app, "de")
place, wanted = Path(sys.argv[1]), float(sys.argv[2])
with whole_window(app, place / "library", place / "home") as window:
    assert abs(window.window.devicePixelRatioF() - wanted) < 0.01
    for entry in PANELS:
        if entry.name == "lifelog":
            continue  # its first search compiles for half a minute
        panel = window.bring_up(entry.name)
        for line in walking.clipped(panel):
            print(entry.name, line)
        window.window.grab().save(str(place / f"{entry.name}.png"))
print("done")
"""


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1", "1.5", "2", "3"])
def test_no_text_is_cut_off_at_any_density(tmp_path: Path, scale: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WALK, str(tmp_path), scale],
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split("\n") == ["done", ""]
