"""The window as a process: killed in the middle, and on a real X server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.library import Library
from app.services.services import Services
from app.services.types import Query
from tests.e2e.conftest import Driver

ROOT = Path(__file__).resolve().parents[2]
XDO = """
set -eu
{python} main.py --library {library} & pid=$!
window=
until [ -n "$window" ]; do
    kill -0 $pid
    read -rt 0.2 <> <(:) || true  # leaves the processor to the window
    window=$(xdotool search --onlyvisible --name made 2>/dev/null | tail -n 1)
done
xdotool windowfocus "$window" getwindowname "$window"
while kill -0 $pid 2>/dev/null; do
    xdotool windowfocus "$window" key --window "$window" ctrl+q 2>/dev/null || true
    read -rt 0.5 <> <(:) || true
done
wait $pid
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "KINORA_HOME": str(home), "PYTHONPATH": str(ROOT), **more}


def kill_in(folder: Path, home: Path, how: str) -> None:
    """Let a window do something, wait until that is stored, do more and die."""
    script = str(Path(__file__).with_name("kill_window.py"))
    done = subprocess.run(
        [sys.executable, script, str(folder), how],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -9, done.stderr
    assert "first act is stored" in done.stdout


def test_a_window_killed_while_marking_loses_at_most_the_last_mark(
    library_folder: Path, tmp_path: Path, driver: Driver
) -> None:
    kill_in(library_folder, tmp_path / "home", "mark")
    library = Library.open(library_folder)
    services = Services(library)
    try:
        assert not library.is_read_only
        assert library.catalogue.labels() in ({1: 1}, {1: 1, 2: -1})
        assert library.catalogue.integrity_problems() == []
    finally:
        services.close()
    driver.open(library_folder)
    while driver.labels:
        before = driver.labels
        driver.window.undo()
        driver.until(lambda known=before: driver.labels != known)


@pytest.mark.parametrize("how", ["query", "filter", "body"])
def test_a_killed_window_comes_back_with_all_but_the_last_step(
    library_folder: Path, driver: Driver, how: str
) -> None:
    home = Path(os.environ["KINORA_HOME"])  # drawings are kept with the user
    kill_in(library_folder, home, how)
    told: list[tuple[str, str]] = []
    driver.window.notices.posted.connect(
        lambda _level, text, title, _run: told.append((text, title))
    )
    driver.open(library_folder)
    if how == "query":
        query = driver.panel("search").session.query
        assert query in [Query.of(words, mode="text") for words in ("photo", "film")]
    elif how == "filter":
        (one,) = driver.shared.filters
        assert one.values in {("photo",), ("film",)}
    else:
        driver.window.bring_up("body")
        driver.until(lambda: driver.panel("body").session.is_open)
        driver.rest()
        body = driver.panel("body")
        driver.until(body.recovery.isVisible)
        body.projects.recover()

        def layers() -> list[str]:
            return [one.name for one in body.session.document.state.layers]

        driver.until(lambda: "Layer 1" in layers())
    if how != "body":  # there a line in the panel offers the drawing
        _, title = next(one for one in told if "without closing" in one[0])
        assert title == "Begin afresh"
        driver.window.sessions.begin_afresh()
        driver.rest()
        assert driver.shared.filters == ()
        assert driver.panel("search").session.query == Query()


@pytest.mark.gl
@pytest.mark.skipif(
    not (shutil.which("xvfb-run") and shutil.which("xdotool")), reason="needs xvfb-run and xdotool"
)
def test_the_window_opens_and_closes_on_an_x_server(library_folder: Path, tmp_path: Path) -> None:
    script = XDO.format(python=sys.executable, library=library_folder)
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "bash", "-c", script],
        env=environment(tmp_path / "home", QT_QPA_PLATFORM="xcb"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "made" in done.stdout
    assert (library_folder / "sessions" / "last.json").is_file()
