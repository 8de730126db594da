"""Start: what is missing is said in a line; pictures without a display; nothing heavy loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.shell import preflight
from app.shell.start import check_target, parse_size
from common.errors import AppError

ROOT = Path(__file__).resolve().parents[3]


def run(*words: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    cleaned = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    return subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=ROOT,
        env={**cleaned, "KINORA_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_without_a_display_one_line_says_what_to_do(tmp_path: Path) -> None:
    for environment in ({}, {"DISPLAY": ":987"}):
        done = run(home=tmp_path, **environment)
        assert done.returncode == 1
        assert len(done.stderr.strip().splitlines()) == 1
        assert "--screenshot FILE.png" in done.stderr


def test_a_picture_of_the_first_page_needs_no_display_and_no_utf8(tmp_path: Path) -> None:
    target = tmp_path / "ä.png"
    words = ("--screenshot", str(target), "--size", "900x700", "--theme", "dark")
    done = run(*words, home=tmp_path, LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "config" / "settings.json").exists()  # --theme is for this run only
    image = QImage(str(target))
    assert (image.width(), image.height()) == (900, 700)
    assert len({image.pixel(x, y) for x in range(0, 900, 9) for y in range(0, 700, 9)}) > 5


def test_a_picture_of_a_library_that_is_not_there_fails_in_one_line(tmp_path: Path) -> None:
    done = run(
        "--library", str(tmp_path / "no"), "--screenshot", str(tmp_path / "a.png"), home=tmp_path
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [done.stderr.strip()]
    assert "There is no library" in done.stderr
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize("text", ["", "12", "100x100", "99999x99999", "axb", "1600x"])
def test_a_bad_size_is_refused(text: str) -> None:
    with pytest.raises(AppError, match="window size"):
        parse_size(text)


def test_a_good_size() -> None:
    assert parse_size("1920x1080") == (1920, 1080)
    assert parse_size(" 800X600 ") == (800, 600)


def test_a_target_that_cannot_be_written_is_refused_first(tmp_path: Path) -> None:
    check_target(tmp_path / "a.png")
    for bad in (tmp_path / "a.txt", tmp_path / "no" / "a.png", tmp_path):
        with pytest.raises(AppError):
            check_target(bad)


def test_missing_libraries_are_named_by_their_packages() -> None:
    assert preflight.missing_packages({"libc.so.6": "libc6"}) == []
    with pytest.raises(preflight.StartError, match="apt-get install libnone1 libother2"):
        preflight.require_libraries(
            {"libc.so.6": "libc6", "libnone.so.1": "libnone1", "libother.so.2": "libother2"}
        )


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, ""),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "wayland"),
        ({"QT_QPA_PLATFORM": "vnc:size=1x1"}, "vnc"),
    ],
)
def test_the_platform_is_foreseen(environment: dict[str, str], platform: str) -> None:
    assert preflight.platform_of(environment) == platform


def test_importing_the_shell_loads_nothing_heavy() -> None:
    code = (
        "import sys, app.shell.start, app.shell.window, app.shell.screenshot\n"
        "heavy = {'torch', 'faiss', 'cv2', 'av', 'sklearn', 'onnxruntime', 'transformers',"
        " 'sqlalchemy', 'PIL', 'numba', 'umap', 'scipy', 'networkx', 'pyqtgraph',"
        " 'fsspec', 's3fs'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "[]"
