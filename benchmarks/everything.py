"""`bench all`: every measurement in a process of its own, and one table against docs/goals.md."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.goals import goal_of, goals
from benchmarks.report import judged, machine
from common.errors import AppError
from common.jobs import JobContext

NAME = "all"
PROGRAM = Path(__file__).parents[1] / "main.py"


@dataclass(slots=True)
class Everything:
    """What the measurements say of the goals.

    Args:
        documents: of `bench NAME --json`, by file name.
        problems: measurement -> why it gave none.
    """

    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the cases that have a goal, the goals missed, and those that nothing measured."""
        cases = [
            {"bench": document["name"], **case}
            for _, document in sorted(self.documents.items())
            for case in document["cases"]
            if goal_of(document["name"], case["case"]) is not None
        ]
        missed = [_named(case) for case in cases if judged(case["bench"], case)[1] == "no"]
        done = [case for case in cases if judged(case["bench"], case)[1] != "not measured"]
        measured = {name for case in done for name in (_named(case), _named(case, size=False))}
        return {
            "name": NAME,
            "cases": cases,
            "missed": missed,
            "not_measured": [name for name in goals() if name not in measured],
            "problems": self.problems,
            "machine": machine(),
        }


def run(
    *, quick: bool = False, folder: Path | None = None, context: JobContext | None = None
) -> Everything:
    """Run what has not been run yet.

    Args:
        quick: small sizes, for trying; few goals are stated for them.
        folder: where the document of each measurement is kept (NAME.json); what lies there is not
            measured again, and other documents in it count too. None keeps nothing.
        context: reports and cancels.

    Raises:
        AppError: the folder holds a document that is none.
        JobCancelled: the user cancelled; what was measured is kept.
    """
    from app.cli.bench import names

    context = context or JobContext()
    with tempfile.TemporaryDirectory() as passing:
        kept = folder or Path(passing)
        kept.mkdir(parents=True, exist_ok=True)
        result = Everything()
        wanted = [name for name in names() if name != NAME]
        for number, name in enumerate(wanted):
            context.step(number, len(wanted), name)
            if not (kept / f"{name}.json").exists():
                problem = _measure(name, kept, context, quick=quick)
                if problem:
                    result.problems[name] = problem
        context.step(len(wanted), len(wanted))
        result.documents = {file.stem: _read(file) for file in sorted(kept.glob("*.json"))}
        return result


def _measure(name: str, folder: Path, context: JobContext, *, quick: bool) -> str:
    """Run one measurement into the folder; return why there is no document, or nothing."""
    command = [sys.executable, str(PROGRAM), "bench", name, "--json", "--quiet"]
    if quick:
        command.append("--quick")
    target, part = folder / f"{name}.json", folder / f"{name}.json.part"
    with part.open("wb") as output, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, stdout=output, stderr=complaints)
        try:
            with context.waiting(process.terminate):
                code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        complaints.seek(0)
        lines = complaints.read().decode("utf-8", "replace").strip().splitlines()
    if code == 0:
        part.replace(target)
        return ""
    part.unlink(missing_ok=True)
    context.step(0, 0, name)  # a cancelled one ends here
    return lines[-1] if lines else f"ended with code {code}"


def _read(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text("utf-8"))
        if not isinstance(document["name"], str) or not isinstance(document["cases"], list):
            raise TypeError("no name or no cases")
    except (ValueError, KeyError, TypeError) as error:
        raise AppError(
            f"“{file}” is no document of a measurement ({error}).",
            hint="Take it out of the folder, or write it anew with “bench NAME --json”.",
        ) from error
    return dict(document)


def _named(case: dict[str, Any], *, size: bool = True) -> str:
    name = f"{case['bench']} {case['case']}"
    return name if size else name.rpartition(" ")[0]


def to_lines(document: dict[str, Any]) -> Sequence[str]:
    """Return what falls short, as lines for a person."""
    lines = [f"{len(document['cases'])} figures with a goal, {len(document['missed'])} fall short."]
    for title, named in (("Falls short", "missed"), ("Not measured", "not_measured")):
        if document[named]:
            lines += ["", f"{title}:", *(f"  {name}" for name in document[named])]
    if document["problems"]:
        lines += ["", "Could not be run:"]
        lines += [f"  {name}: {why}" for name, why in document["problems"].items()]
    return lines
