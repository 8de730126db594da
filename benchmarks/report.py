"""The form in which every benchmark reports, and how it times.

`python -m benchmarks.report FILE.json ...` prints what `bench NAME --json` wrote as the tables of
docs/benchmarks.md.
"""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.goals import goal_of


@dataclass(frozen=True, slots=True)
class Case:
    """One measured case beside its peer, from the same run.

    Args:
        case: name that carries the statistic and the size in plain digits ("query p95 1000000").
        ours: our figure, in unit; None where it could not be measured here, and the note says why.
        peer: the peer's figure, in unit; None where there is no peer.
        unit: "ms", "img/s", "MB", ...
        note: what the peer is, what was compared.
    """

    case: str
    ours: float | None
    peer: float | None
    unit: str
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over peer."""
        return None if not self.peer or self.ours is None else self.ours / self.peer


@dataclass(slots=True)
class BenchReport:
    """What `bench NAME` prints."""

    name: str
    cases: list[Case] = field(default_factory=list)

    def add(
        self,
        case: str,
        ours: float | None,
        peer: float | None = None,
        unit: str = "ms",
        note: str = "",
    ) -> None:
        """Add a case."""
        self.cases.append(Case(case, ours, peer, unit, note))

    def lacks(self, case: str, extra: str, *modules: str, unit: str = "ms") -> bool:
        """Whether a module that a case needs is not installed; the case says so then.

        Args:
            case: its name.
            extra: the extra of Kinora that installs the modules.
            modules: import names; looked up, not imported.
            unit: of the case.
        """
        is_lacking = any(find_spec(module) is None for module in modules)
        if is_lacking:
            self.add(case, None, unit=unit, note=f"the extra {extra} is not installed")
        return is_lacking

    def document(self) -> dict[str, Any]:
        """Return the JSON document of the `bench` command, with the machine it was measured on."""
        return {
            "name": self.name,
            "cases": [{**asdict(case), "ratio": case.ratio} for case in self.cases],
            "machine": machine(),
        }


def machine() -> dict[str, Any]:
    """Return what a reader must know to compare figures: processor, cores, load."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": _memory_gb(),
        "load": load,
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123 - not a real file
            return next(
                (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")),
                platform.processor(),
            )
    except OSError:
        return platform.processor()


def _memory_gb() -> float | None:
    """Return the machine's memory, GB; None where the system does not say."""
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError, OSError):
        return None


def markdown(document: dict[str, Any]) -> str:
    """Return the document of a `bench` command as a table, with the goals."""
    lines = [
        "| case | ours | peer | ratio | unit | goal | met |",
        "|---|--:|--:|--:|---|---|---|",
    ]
    for case in document["cases"]:
        cells = [
            case["case"], _number(case["ours"]), _number(case["peer"]), _number(case["ratio"]),
            case["unit"], *judged(case.get("bench", document["name"]), case),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def judged(bench: str, case: dict[str, Any]) -> tuple[str, str]:
    """Return the goal of a case of a document and "yes", "no" or "not measured"; "" without one."""
    goal = goal_of(bench, case["case"])
    if goal is None:
        return "", ""
    if case[goal.of] is None:
        return str(goal), "not measured"
    return str(goal), "yes" if goal.is_met(case) else "no"


def _number(value: float | None) -> str:
    """Return three digits of a number, or nothing."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def time_ms(function: Callable[[], object], *, repeat: int = 10, warm_up: int = 1) -> list[float]:
    """Call function repeat times after warm_up calls and return the wall times in ms, in order."""
    for _ in range(warm_up):
        function()
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        function()
        times.append((time.perf_counter() - started) * 1e3)
    return times


def percentile(times: Sequence[float], share: float) -> float:
    """Return the share-quantile (0-1) of times, linearly interpolated."""
    if len(times) == 1:
        return times[0]
    cuts = statistics.quantiles(times, n=1000, method="inclusive")
    return cuts[min(998, max(0, round(share * 1000) - 1))]


def _main(files: Sequence[str]) -> None:
    for file in files:
        document = json.loads(Path(file).read_text("utf-8"))
        load = document["machine"]["load"]
        sys.stdout.write(f"\n{document['name']} (load {load:.1f} at the end)\n\n")
        sys.stdout.write(markdown(document) + "\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
