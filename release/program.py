"""The program in a folder that starts without Python: PyInstaller's recipe, tried once."""

import json
import os
import platform
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from release.errors import ReleaseError
from release.libraries import libraries_of
from release.licences import Shipped, packages_of, page, system_packages_of, without_licence

SPEC: Final = Path(__file__).with_name("kinora.spec")
LICENCES: Final = "LICENCES.md"


@dataclass(frozen=True, slots=True)
class Tried:
    """How the program started without anything of this environment.

    Args:
        version_s: seconds until it told its version.
        window_s: seconds until the demo library was made and the window drawn.
    """

    version_s: float
    window_s: float


def make_program(root: Path, to: Path) -> Path:
    """Make the folder `kinora` with the program and all it needs, and its licences.

    Raises:
        ReleaseError: PyInstaller is not installed or failed, or something has no licence.
    """
    if subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--version"], capture_output=True, check=False
    ).returncode:
        raise ReleaseError("PyInstaller is not installed: pip install “.[all,release]”.")
    with tempfile.TemporaryDirectory(prefix="kinora-release-") as name:
        held = Path(name) / "files.json"
        done = subprocess.run(
            [
                sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
                "--distpath", str(to.resolve()), "--workpath", name, str(SPEC),
            ],
            cwd=root,
            env={**os.environ, "KINORA_RELEASE_FILES": str(held)},
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise ReleaseError(f"PyInstaller ended with code {done.returncode}: see above.")
        files = [Path(file) for file in json.loads(held.read_text("utf-8"))]
        files = [file for file in files if not file.is_relative_to(name)]  # Python's own, packed
    folder = to / "kinora"
    text, silent = licences(root, files)
    (folder / LICENCES).write_text(text, "utf-8")
    if silent:
        raise ReleaseError(f"There is no text of the licence of these: {', '.join(silent)}.")
    return folder


def licences(root: Path, files: list[Path]) -> tuple[str, list[str]]:
    """Return the page of licences of files, and who states none."""
    theirs = [file for file in files if not file.resolve().is_relative_to(root.resolve())]
    packages, rest = packages_of(theirs)
    built_on = Path(sys.base_prefix).resolve()
    system, rest = system_packages_of(
        file for file in rest if not file.resolve().is_relative_to(built_on)
    )
    notice = (root / "resources" / "NOTICE").read_text("utf-8")
    own = (root / "LICENSE").read_text("utf-8")
    unknown = [str(file) for file in rest]
    packages = [_python(), *packages]
    made = page(packages, system, notice, own, libraries_of(theirs))
    return made, [*without_licence([*packages, *system]), *unknown]


def _python() -> Shipped:
    text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    texts = (text.read_text("utf-8"),) if text.exists() else ()
    return Shipped("Python", platform.python_version(), "PSF-2.0", "https://www.python.org", texts)


def size_mb(folder: Path) -> float:
    """Return what a folder takes on the disk, MB; links count nothing."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files) / 1e6


def try_program(folder: Path) -> Tried:
    """Start the program with an empty environment: its version, then the demo drawn into a file.

    Raises:
        ReleaseError: it failed; the text ends with what it said.
    """
    with tempfile.TemporaryDirectory(prefix="kinora-try-") as name:
        picture = Path(name) / "wall.png"
        bare = {
            "HOME": name,
            "KINORA_HOME": name,
            "QT_QPA_PLATFORM": "offscreen",
            "LANG": "C.UTF-8",
        }
        version_s = _start(folder, ["--version"], bare)
        window_s = _start(
            folder, ["--demo", "--screenshot", str(picture), "--size", "1280x720"], bare
        )
        if not picture.exists() or picture.stat().st_size < 50_000:
            raise ReleaseError("The program started, but drew no window.")
    return Tried(version_s, window_s)


def _start(folder: Path, words: list[str], environment: dict[str, str]) -> float:
    program = folder / ("kinora.exe" if sys.platform == "win32" else "kinora")
    started = time.perf_counter()
    done = subprocess.run(
        [str(program), *words],
        cwd=environment["HOME"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        raise ReleaseError(f"“kinora {' '.join(words)}” failed:\n{done.stderr.strip()[-2000:]}")
    return time.perf_counter() - started
