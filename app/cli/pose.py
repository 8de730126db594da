"""`pose WHAT`: photos of people in a pose; `pose --analyse` looks for key points."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.frame import CommandSession
from app.cli.results import results_document, results_text
from app.cli.values import count
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.query_parts import PoseAsk
    from app.services.services import Services

NAME = "pose"
HELP = "find photos of people in a pose: of a photo, a name, a body or a drawing"
DEFAULT_K = 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("what", nargs="?", metavar="ITEM|NAME|FILE",
                        help="an item's number, a named pose (body --list), or a path: a body "
                             "of ours, strokes, a picture of a drawing")  # fmt: skip
    parser.add_argument("-k", type=count, default=DEFAULT_K, metavar="N",
                        help=f"how many results (default: {DEFAULT_K})")  # fmt: skip
    parser.add_argument("--person", type=int, metavar="N",
                        help="which of the item's people, from 0, the largest first")  # fmt: skip
    parser.add_argument("--yaw", type=_yaws, default=(0.0,), metavar="DEGREES[,…]",
                        help="turn a body about the upright axis; of several the best")  # fmt: skip
    parser.add_argument("--not-mirrored", action="store_true", help="left is left")
    parser.add_argument("--turned", action="store_true", help="also turned in the picture")
    parser.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE",
                        help="as in search")  # fmt: skip
    parser.add_argument("--analyse", action="store_true",
                        help="first look for people in pictures that lack it")  # fmt: skip
    parser.add_argument("--state", action="store_true", help="say what is known of poses")


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Search by a pose, analyse, or both.

    Raises:
        QueryError: nothing is asked, or there is no such item, person, pose or file.
        WeightsError: no network for poses, or none that reads drawings, is there.
    """
    if not (arguments.what or arguments.analyse or arguments.state):
        raise QueryError(
            "No pose was named.", hint="Name an item, a pose or a file, or give --analyse."
        )
    services = session.services(write=arguments.analyse)
    document: dict[str, Any] = {}
    if arguments.analyse:
        document["analysis"] = asdict(services.poses.analyse(context=session.context))
    if arguments.state:
        document["state"] = asdict(services.poses.state())
    if arguments.what:
        from app.services.pose_search import query_of

        ask = _ask(arguments, services)
        filters = services.search.read_filters(arguments.filter)
        found = services.search.run(query_of(ask, arguments.k, filters), session.context)
        document |= results_document(services, found)
        for row in document["results"]:
            row["people"] = [
                {"points": one.points, "score": round(one.score, 4)}
                for one in found.evidence(row["item"]).poses
            ]
    return document


def _ask(arguments: argparse.Namespace, services: "Services") -> "PoseAsk":
    """Return the pose that is asked for."""
    what, poses = arguments.what, services.poses
    mirrored, turned = not arguments.not_mirrored, arguments.turned
    if what.isascii() and what.isdigit() and len(what) < 19:
        return poses.ask_like(int(what), arguments.person, mirrored=mirrored, turned=turned)
    if what in poses.named():
        return poses.ask_named(what, yaws=arguments.yaw, mirrored=mirrored, turned=turned)
    path = Path(what)
    if not path.exists():
        raise QueryError(
            f"“{what}” is no item, no named pose and no file.",
            hint="See the named poses with `body --list`.",
        )
    return poses.ask_of_file(path, yaws=arguments.yaw, mirrored=mirrored, turned=turned)


def to_text(document: Any) -> str:
    """Return what was done and found as lines."""
    lines = []
    if "analysis" in document:
        done = document["analysis"]
        lines.append(
            f"{done['model']}: {done['people']} people in {done['items']} pictures, "
            f"{done['skipped']} could not be read ({done['seconds']:.1f} s)"
        )
    if "state" in document:
        lines += _state_lines(document["state"])
    if "results" in document:
        lines.append(results_text(document))
    return "\n".join(lines)


def _state_lines(state: dict[str, Any]) -> list[str]:
    known = f"{state['people']} people with a pose in {state['with_people']} of "
    lines = [known + f"{state['items']} pictures; {state['pending']} are to be looked at"]
    if state["model"]:
        where = "on each person of the detector" if state["detector"] else "on whole pictures"
        lines.append(f"{state['title']} ({state['model']}), {where}")
    if state["hint"]:
        lines.append(state["hint"])
    return lines


def _yaws(text: str) -> tuple[float, ...]:
    try:
        yaws = tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError:
        yaws = ()
    if not yaws or any(not -360 <= yaw <= 360 for yaw in yaws):
        raise argparse.ArgumentTypeError(f"“{text}” is no list of degrees, as 0,45,90")
    return yaws
