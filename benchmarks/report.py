"""The form in which every benchmark reports, and how it times."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """One measured case beside its peer, from the same run.

    Args:
        case: name that carries the statistic and the size in plain digits ("query p95 1000000").
        ours: our figure, in unit.
        peer: the peer's figure, in unit; None where there is no peer.
        unit: "ms", "img/s", "MB", ...
        note: what the peer is, what was compared.
    """

    case: str
    ours: float
    peer: float | None
    unit: str
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over peer."""
        return None if not self.peer else self.ours / self.peer


@dataclass(slots=True)
class BenchReport:
    """What `bench NAME` prints."""

    name: str
    cases: list[Case] = field(default_factory=list)

    def add(
        self, case: str, ours: float, peer: float | None = None, unit: str = "ms", note: str = ""
    ) -> None:
        """Add a case."""
        self.cases.append(Case(case, ours, peer, unit, note))

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
