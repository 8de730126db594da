"""`evaluate`: tasks to practise with, simulated users, a server to train on."""

import argparse
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, get_args

from app.cli.frame import CommandSession
from app.cli.values import count, port, seed
from app.services.services import Services
from app.services.types import TaskKind, TaskWish

if TYPE_CHECKING:
    from app.services.types import Comparison, MadeTasks

NAME = "evaluate"
HELP = "practise search tasks, compare settings by simulated users, run a mock server"
DEFAULT_SETTINGS = ("auto", "text:mode=text", "feedback:feedback=yes")
MOCK_USER, MOCK_PASSWORD = "kinora", "practice"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--tasks", action="store_true", help="list tasks (this is the default)")
    what.add_argument("--simulate", action="store_true", help="let simulated users play them")
    what.add_argument("--mock", action="store_true",
                      help="serve the tasks as a DRES server would, until Ctrl+C")  # fmt: skip
    parser.add_argument("--kind", action="append", default=[], choices=get_args(TaskKind),
                        help="kind of task; may be repeated (default: all)")  # fmt: skip
    parser.add_argument("--count", type=count, default=9, metavar="N",
                        help="number of tasks (default: 9)")  # fmt: skip
    parser.add_argument("--from", dest="source", default="library", metavar="WHERE",
                        help="source: library (default), shipped, a file or folder")  # fmt: skip
    parser.add_argument("--facet", default="", metavar="KEY",
                        help="facet of ad-hoc tasks; “label” for what is marked")  # fmt: skip
    parser.add_argument("--settings", action="append", default=[], metavar="NAME:KEY=VALUE,...",
                        help="a setting to compare (mode, fusion, feedback, learner, page, "
                        "weight.PART); repeatable, others are compared with the first")  # fmt: skip
    parser.add_argument("--users", type=count, default=3, metavar="N",
                        help="number of simulated users (default: 3)")  # fmt: skip
    parser.add_argument("--seed", type=seed, default=0, metavar="S",
                        help="seed of tasks and users")  # fmt: skip
    parser.add_argument("--port", type=port, default=8080, metavar="P",
                        help="port of the mock server (default: 8080)")  # fmt: skip


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Do one of the three.

    Raises:
        EvaluationError: no tasks can be made, or the port is taken.
        QueryError: a setting is not known, or needs a network that is not there.
    """
    services = session.services()
    wish = TaskWish(
        tuple(dict.fromkeys(arguments.kind)) or get_args(TaskKind), arguments.count,
        arguments.seed, arguments.facet, source=arguments.source,
    )  # fmt: skip
    made = services.evaluation.practice.make(wish, session.context)
    if arguments.simulate:
        compared, plays = services.evaluation.simulate(
            made.tasks, arguments.settings or DEFAULT_SETTINGS, users=arguments.users,
            seed=arguments.seed, context=session.context,
        )  # fmt: skip
        return {**_comparison_document(compared), "plays": plays, "notes": list(made.notes)}
    if arguments.mock:
        return _serve(arguments, session, services, made)
    return _tasks_document(made)


def _serve(
    arguments: argparse.Namespace, session: CommandSession, services: Services, made: "MadeTasks"
) -> Any:
    """Run the mock server: one task after another, until Ctrl+C."""
    served = services.evaluation.mock(made.tasks, MOCK_USER, MOCK_PASSWORD, arguments.port)
    with served as server:
        sys.stderr.write(
            f"A DRES server for training listens at {server.address}; log in as {MOCK_USER} with "
            f"the password {MOCK_PASSWORD}. The first task begins then. Ctrl+C ends it.\n"
        )
        while not server.has_clients:
            session.context.step(0)
            time.sleep(0.2)
        for number, task in enumerate(made.tasks):
            server.begin(task)
            sys.stderr.write(f"{number + 1}/{len(made.tasks)} {task.name} ({task.kind})\n")
            ends = time.monotonic() + task.duration_s
            while time.monotonic() < ends and not server.is_solved:
                session.context.step(0)
                time.sleep(0.2)
        return {"served": len(made.tasks), "submissions": server.submissions}


def _tasks_document(made: "MadeTasks") -> dict[str, Any]:
    return {
        "tasks": [
            {
                "name": one.name, "kind": one.kind, "duration_s": one.duration_s,
                "hints": [
                    {"at_s": hint.at_s, "text": hint.text, "item": hint.item} for hint in one.hints
                ],
                "targets": sorted(one.targets), "source": one.source,
            }
            for one in made.tasks
        ],
        "notes": list(made.notes),
    }  # fmt: skip


def _comparison_document(compared: "Comparison") -> dict[str, Any]:
    return {
        "tasks": compared.tasks,
        "users": compared.users,
        "settings": [_without_nan(asdict(one)) for one in compared.settings],
        "pairs": [
            {**_without_nan(asdict(one)), "certain": one.is_certain} for one in compared.pairs
        ],
    }


def _without_nan(value: Any) -> Any:
    """Return JSON types: a mean of nothing is null."""
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124


def to_text(document: Any) -> str:
    """Return the document as a table."""
    if "settings" in document:
        lines = _comparison_lines(document)
    elif "served" in document:
        lines = [f"{document['served']} tasks, {document['submissions']} submissions"]
    else:
        lines = _task_lines(document)
    return "\n".join([*lines, *(f"Note: {note}" for note in document.get("notes", ()))])


def _task_lines(document: Any) -> list[str]:
    lines = []
    for one in document["tasks"]:
        lines.append(f"{one['name']}  ({one['kind']}, {one['duration_s']:.0f} s)")
        for hint in one["hints"]:
            shown = hint["text"] or f"item {hint['item']} is shown"
            lines.append(f"  {hint['at_s']:4.0f} s  {shown}")
        lines.append(f"          {len(one['targets'])} right")
    return [*lines, f"{len(document['tasks'])} tasks"]


def _comparison_lines(document: Any) -> list[str]:
    lines = ["setting          solved    score (95 %)        seconds  actions  wrong"]
    for one in document["settings"]:
        score = _interval(one["score"])
        lines.append(
            f"{one['name']:15.15s}  {one['solved']:3d}/{one['plays']:<3d}  {score:18s}  "
            f"{_mean(one['used_s']):>7}  {_mean(one['actions']):>7}  {_mean(one['wrong']):>5}"
        )
    times = [seconds for seconds, _, _ in document["settings"][0]["ranks"]]
    lines.append("best rank by      " + "".join(f"{seconds:>7d} s" for seconds in times))
    for one in document["settings"]:
        ranks = ["-" if rank is None else str(rank) for _, rank, _ in one["ranks"]]
        lines.append(f"{one['name']:15.15s}   " + "".join(f"{rank:>9}" for rank in ranks))
    for one in document["pairs"]:
        sure = "certain" if one["certain"] else "may be chance"
        lines.append(
            f"{one['second']} - {one['first']}: {_interval(one['gain'])} points; better in "
            f"{one['better']}, worse in {one['worse']} plays ({sure})"
        )
    lines.append(f"{document['tasks']} tasks, {document['users']} users each")
    return lines


def _mean(estimate: Any) -> str:
    return "-" if estimate["mean"] is None else f"{estimate['mean']:.1f}"


def _interval(estimate: Any) -> str:
    if estimate["mean"] is None:
        return "-"
    return f"{estimate['mean']:.0f} ({estimate['low']:.0f}..{estimate['high']:.0f})"
