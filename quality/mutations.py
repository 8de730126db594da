"""Each sign of the formulas that rank, changed once: some test must fail.

What is left alive is a formula that no test holds, or a change that makes no difference; the
latter are named with their reason in equivalent.toml.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Final

from quality.mutants import Mutant, mutants_of

ROOT: Final = Path(__file__).resolve().parents[1]
PARTS: Final = ("app", "common", "indexers", "models", "resources", "tests")
FILES: Final = ("pyproject.toml", "main.py")
TIMEOUT_S: Final = 300.0
"""A change may never end; then the tests have told it, too."""

TARGETS: Final[dict[str, tuple[str, ...]]] = {
    "indexers/rankings/fusion.py": ("tests/indexers/rankings",),
    "indexers/rankings/fusion_rules.py": ("tests/indexers/rankings",),
    "indexers/rankings/order_free.py": ("tests/indexers/rankings/test_order_free.py",),
    "indexers/rankings/sequences.py": ("tests/indexers/rankings/test_sequences.py",),
    "indexers/rankings/confidence.py": ("tests/indexers/rankings/test_confidence.py",),
    "indexers/rankings/learners.py": ("tests/indexers/rankings",),
    "indexers/rankings/bayes.py": ("tests/indexers/rankings",),
    "indexers/scenes/plain.py": ("tests/indexers/scenes",),
    "indexers/scenes/search.py": ("tests/indexers/scenes",),
    "indexers/poses/matching.py": ("tests/indexers/poses",),
}
"""Module -> the tests that must notice."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tests said of a change."""

    module: str
    mutant: Mutant
    is_found: bool
    reason: str = ""

    def __str__(self) -> str:
        if self.is_found:
            state = "found"
        else:
            state = f"makes no difference: {self.reason}" if self.reason else "NOT FOUND"
        place = f"{self.module}:{self.mutant.line}"
        return f"{place}: {self.mutant.was}  ->  {self.mutant.now}  [{state}]"


def run(modules: Sequence[str], say: Callable[[str], object], *, jobs: int = 1) -> list[Verdict]:
    """Try every change of some modules.

    Args:
        modules: keys of TARGETS.
        say: gets a line for each change when it was tried.
        jobs: copies of the project that are tested side by side.

    Raises:
        ValueError: the tests fail already without a change, or a module is none of TARGETS.
    """
    unknown = set(modules) - set(TARGETS)
    if unknown:
        raise ValueError(f"no tests are named for {', '.join(sorted(unknown))}")
    equivalent = _equivalent()
    with tempfile.TemporaryDirectory(prefix="kinora-mutants-") as name:
        free: Queue[Path] = Queue()
        for number in range(jobs):
            free.put(_copy(Path(name) / str(number)))
        for module in modules:
            if _fails(free.queue[0], TARGETS[module]):
                raise ValueError(f"the tests of {module} fail without any change")

        def tried(module: str, mutant: Mutant) -> Verdict:
            root = free.get()
            try:
                found = _is_found(root, module, mutant)
            finally:
                free.put(root)
            reason = "" if found else equivalent.get((module, mutant.was, mutant.now), "")
            verdict = Verdict(module, mutant, found, reason)
            say(str(verdict))
            return verdict

        with ThreadPoolExecutor(jobs) as pool:
            waiting = [
                pool.submit(tried, module, mutant)
                for module in modules
                for mutant in mutants_of((ROOT / module).read_text("utf-8"))
            ]
            return [each.result() for each in waiting]


def _copy(root: Path) -> Path:
    root.mkdir(parents=True)
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy2(ROOT / file, root / file)
    return root


def _is_found(root: Path, module: str, mutant: Mutant) -> bool:
    file = root / module
    before = file.read_text("utf-8")
    file.write_text(mutant.source, "utf-8")
    try:
        return _fails(root, TARGETS[module])
    finally:
        file.write_text(before, "utf-8")


def _fails(root: Path, tests: Sequence[str]) -> bool:
    # Two changes in one second may have one size: bytecode on the disk would be taken for fresh.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def _equivalent() -> dict[tuple[str, str, str], str]:
    """Return changes that make no difference: module, line before, line after -> the reason."""
    told = tomllib.loads((Path(__file__).with_name("equivalent.toml")).read_text("utf-8"))
    return {
        (each["module"], each["was"], each["now"]): each["reason"]
        for each in told.get("change", [])
    }
