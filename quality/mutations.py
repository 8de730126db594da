"""Each sign of the formulas that rank, changed once: some test must fail.

What is left alive is a formula that no test holds, or a change that makes no difference; the
latter are named with their reason in equivalent.toml.
"""

import shutil
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from quality.mutants import Mutant, mutants_of
from quality.targets import TARGETS
from quality.trials import Trials

ROOT: Final = Path(__file__).resolve().parents[1]
PARTS: Final = ("app", "common", "indexers", "models", "resources", "tests")
FILES: Final = ("pyproject.toml", "main.py")
LEAST_LIMIT_S: Final = 60.0
LIMIT: Final = 10.0
"""A change may never end: what takes as many times as long as the tests without it is found."""


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
        jobs: modules that are tested side by side.

    Raises:
        ValueError: the tests fail already without a change, or a module is none of TARGETS.
    """
    unknown = set(modules) - set(TARGETS)
    if unknown:
        raise ValueError(f"no tests are named for {', '.join(sorted(unknown))}")
    mutants = {module: list(mutants_of((ROOT / module).read_text("utf-8"))) for module in modules}
    teller = _Teller(say, sum(map(len, mutants.values())))
    with tempfile.TemporaryDirectory(prefix="kinora-mutants-") as name:

        def tried(module: str) -> list[Verdict]:
            root = _copy(Path(name) / module.replace("/", "-"))
            found = _tried(root, module, mutants[module], teller)
            shutil.rmtree(root)
            return found

        pool = ThreadPoolExecutor(jobs)
        try:
            return [verdict for found in pool.map(tried, modules) for verdict in found]
        finally:
            pool.shutdown(cancel_futures=True)


def _copy(root: Path) -> Path:
    root.mkdir(parents=True)
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part)  # with what is compiled
    for file in FILES:
        shutil.copy2(ROOT / file, root / file)
    return root


class _Teller:
    """Makes verdicts and tells them, with how many there will be."""

    def __init__(self, say: Callable[[str], object], total: int) -> None:
        self._say = say
        self._total = total
        self._equivalent = _equivalent()
        self._done = count(1)

    def verdict(self, module: str, mutant: Mutant, *, is_found: bool) -> Verdict:
        reason = "" if is_found else self._equivalent.get((module, mutant.was, mutant.now), "")
        verdict = Verdict(module, mutant, is_found, reason)
        self._say(f"{next(self._done)}/{self._total} {verdict}")
        return verdict


def _tried(root: Path, module: str, mutants: Sequence[Mutant], teller: _Teller) -> list[Verdict]:
    begun = time.monotonic()
    with Trials(root, module, TARGETS[module]) as trials:
        if trials.reached is None:
            raise ValueError(f"the tests of {module} fail without any change")
        limit_s = max(LEAST_LIMIT_S, LIMIT * (time.monotonic() - begun))
        return [
            teller.verdict(
                module, each, is_found=not trials.passes(each.source, each.line, limit_s)
            )
            for each in mutants
        ]


def _equivalent() -> dict[tuple[str, str, str], str]:
    """Return changes that make no difference: module, line before, line after -> the reason."""
    told = tomllib.loads((Path(__file__).with_name("equivalent.toml")).read_text("utf-8"))
    return {
        (each["module"], each["was"], each["now"]): each["reason"]
        for each in told.get("change", [])
    }
