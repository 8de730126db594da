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
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure is to reach.

    Args:
        limit: the bound.
        of: the figure that it bounds.
        is_least: it is a lower bound.
    """

    limit: float
    of: Literal["ours", "ratio"] = "ours"
    is_least: bool = False

    def is_met(self, case: dict[str, Any]) -> bool:
        """Whether a case of a document reaches it."""
        value = case[self.of]
        if value is None:
            return False
        return bool(value >= self.limit if self.is_least else value <= self.limit)

    def __str__(self) -> str:
        sign = "≥" if self.is_least else "≤"
        return f"{sign} {self.limit:g}{' x' if self.of == 'ratio' else ''}"


GOALS: dict[str, Goal] = {
    "start first paint p50 100000": Goal(1500),
    "heartbeat gap p99": Goal(16),
    "heartbeat gap max": Goal(50),
    "import import": Goal(3, "ratio", is_least=True),
    "import memory": Goal(1200),
    "video-import import by cuts beside PyAV": Goal(5, is_least=True),
    "video-import import by cuts beside OpenCV": Goal(5, is_least=True),
    "video-import import by TransNetV2 beside PyAV": Goal(1, is_least=True),
    "video-import import by TransNetV2 beside OpenCV": Goal(1, is_least=True),
    "video-import largest difference of boundaries": Goal(0.05),
    "search query p50 1000000": Goal(10),
    "search query p95 1000000": Goal(10),
    "search recall@10 1000000": Goal(0.95, is_least=True),
    "search-panel text p50 1000000": Goal(50),
    "search-panel text p95 1000000": Goal(50),
    "search-panel example p50 1000000": Goal(50),
    "search-panel example p95 1000000": Goal(50),
    "feedback dense round p50 10000": Goal(10),
    "feedback dense round p50 1000000": Goal(50),
    "feedback dense recall@25 1000000": Goal(0.98, is_least=True),
    "feedback dense exact round p50 1000000": Goal(80),
    "feedback compact round p50 default 100000000": Goal(290),
    "feedback compact round p95 default 100000000": Goal(290),
    "feedback compact memory 100000000": Goal(6000),
    "search-panel canvas, colours and objects, 4 parts, p50 1000000": Goal(150),
    "search-panel canvas, colour, objects, picture, 4 parts, p50 1000000": Goal(150),
    "scale catalogue filters p95 1000000": Goal(200),
    "scale catalogue filters p95 10000000": Goal(200),
    "scale catalogue facet counts p95 1000000": Goal(200),
    "scale catalogue facet counts p95 10000000": Goal(200),
    "scale catalogue facet counts under filters p95 1000000": Goal(200),
    "scale catalogue facet counts under filters p95 10000000": Goal(200),
    "search-panel temporal p50 1000000": Goal(150),
    "search-panel temporal p95 1000000": Goal(150),
    "search-panel time cache 1 s p95 1000000": Goal(30),
    "search-panel time cache 30 s p95 1000000": Goal(30),
    "search-panel time cache 60 s p95 1000000": Goal(30),
    "search-panel time cache 180 s p95 1000000": Goal(30),
    "search-panel sorted map 256 p50 1000000": Goal(100),
    "search-panel sorted map 256 p95 1000000": Goal(100),
    "search-panel space frame 2000": Goal(33),
    "classifier-operations and within of tenth p50 1000000": Goal(1000),
    "filters counts p95 100000": Goal(200),
    "filters filter to frame p95 1000000": Goal(50),
    "explore cluster 10000": Goal(2000),
    "explain grad-cam vgg16": Goal(1.05, "ratio"),
    "explain grad-cam resnet34": Goal(1.05, "ratio"),
    "explain median-pooling vgg16": Goal(1.1, "ratio"),
    "explain median-pooling resnet34": Goal(1.1, "ratio"),
    "explain together vgg16": Goal(1.3, "ratio"),
    "explain together resnet34": Goal(1.3, "ratio"),
    "explain smooth forwards vgg16": Goal(1.15, "ratio"),
    "explain smooth forwards resnet34": Goal(1.15, "ratio"),
    "explain smooth torchcam vgg16": Goal(0.769, "ratio"),
    "explain smooth torchcam resnet34": Goal(0.769, "ratio"),
    "explain memory growth vgg16 100": Goal(50),
    "explain memory growth resnet34 100": Goal(50),
    "wall open 1000000": Goal(2000),
    "arrangements clustered 1000000": Goal(3000),
    "arrangements similarity 4096": Goal(2000),
    "arrangements similarity 65536": Goal(60_000),
    "arrangements preview 65536": Goal(2000),
    "arrangements map 1000000": Goal(300_000),
    "wall all-visible p95 1000000": Goal(33),
    "wall zoom p95 1000000": Goal(33),
    "wall pan p95 1000000": Goal(33),
    "wall all-visible p95 8640": Goal(10),
    "wall smooth-at-rest p95 8640": Goal(25),
    "wall flying p95 1000000": Goal(60),
    "wall filter-first-frame 1000000": Goal(50),
    "wall clustered 1000000": Goal(3000),
    "wall memory 1000000": Goal(1500),
    "wall card all-visible p95 1000000": Goal(16.7),
    "wall card pan p95 1000000": Goal(16.7),
    "wall card zoom p95 1000000": Goal(16.7),
    "wall card flying p95 1000000": Goal(16.7),
    "graphs walk p50 1000000": Goal(200),
    "lifelog-parser captions triples F1": Goal(0.588, is_least=True),
    "lifelog-parser captions objects F1": Goal(0.867, is_least=True),
    "lifelog-parser sentences held out sentence p50": Goal(10),
    "body light fp16 stroke to mesh p50": Goal(33),
    "body light fp16 stroke to mesh p95": Goal(33),
    "body light fp16 network p50": Goal(1, "ratio"),
    "body mesh measures CPU mean": Goal(20),
    "body view normals p50": Goal(3),
    "body view numpy moving p95": Goal(66),
    "body view numba moving p95": Goal(66),
    "body view numba at rest p95": Goal(66),
    "body view numpy moving CPU mean": Goal(66),
    "body view numba at rest CPU mean": Goal(66),
    "body view OpenGL p50": Goal(1, "ratio"),
    "body resnet34 int8 stroke to mesh p50": Goal(33),
    "body resnet34 int8 stroke to mesh p95": Goal(33),
    "lifelog query p50 41666": Goal(10),
    "lifelog query p50 1000000": Goal(150),
    "lifelog-quality MRR@100 fusion single-relation": Goal(1.83, "ratio", is_least=True),
    "lifelog-quality recall@100 fusion single-relation": Goal(1.0, "ratio", is_least=True),
    "lifelog-quality graph minus concepts single-relation": Goal(0.0, is_least=True),
    "lifelog-quality graph minus concepts ordinary": Goal(0.0, is_least=True),
    "lifelog-quality relation term alone single-relation": Goal(0.0, is_least=True),
    "lifelog-quality relation term alone ordinary": Goal(0.0, is_least=True),
}
"""Bench and case, with or without its size -> what it is to reach on two cores."""


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
        key = f"{document['name']} {case['case']}"
        goal = GOALS.get(key) or GOALS.get(key.rpartition(" ")[0])
        if goal is None or case["ours"] is None:
            met = "" if goal is None else "not measured"
        else:
            met = "yes" if goal.is_met(case) else "no"
        cells = [
            case["case"], _number(case["ours"]), _number(case["peer"]), _number(case["ratio"]),
            case["unit"], "" if goal is None else str(goal), met,
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


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
