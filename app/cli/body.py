"""`body`: posed 3-D bodies from drawings, or from a named pose."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.values import number_in
from app.services.body_types import BODY_FORMATS, BodyRequest

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "body"
HELP = "read posed bodies from drawings, or pose one by name, and write them as files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("drawings", nargs="*", type=Path, metavar="DRAWING",
                        help="strokes (JSON, SVG), pictures, bodies, or folders")  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where the bodies go")
    parser.add_argument("--format", type=_formats, default=("glb", "json"), metavar="F[,F]",
                        help=f"of {', '.join(BODY_FORMATS)} (default: glb,json)")  # fmt: skip
    parser.add_argument("--pose", default="", metavar="NAME",
                        help="a named pose instead of drawings; needs no network")  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the named poses")
    parser.add_argument("--stature", type=number_in(80, 280), metavar="CM",
                        help="standing height (default: as read, about 172)")  # fmt: skip
    parser.add_argument("--network", type=Path, metavar="FILE.onnx",
                        help="that reads, instead of the one that was added")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="files that are there")


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Write bodies.

    Raises:
        QueryError: there is nothing to write, or no such pose.
        WeightsError: drawings are named, and no network is there.
    """
    from common.errors import QueryError

    service = session.services(library=False).body
    if arguments.list:
        return {"poses": [{"name": key, "title": one.title} for key, one in service.poses.items()]}
    if arguments.out is None:
        raise QueryError("No folder was named for the bodies.", hint="Name it: --out FOLDER.")
    if arguments.pose and arguments.drawings:
        raise QueryError("Both a pose and drawings were named.", hint="Name one of the two.")
    request = BodyRequest(
        tuple(arguments.drawings), arguments.out, arguments.format, arguments.pose.strip(),
        arguments.stature, arguments.network, arguments.replace,
    )  # fmt: skip
    rows = []
    for row in service.write(request, session.context):
        document = asdict(row)
        document["files"] = [str(path) for path in row.files]
        rows.append(document)
    return {"out": str(arguments.out), "bodies": rows}


def to_text(document: Any) -> str:
    """Return one line a drawing, with what is odd about it."""
    if "poses" in document:
        return "\n".join(f"{one['name']:<16} {one['title']}" for one in document["poses"])
    lines = []
    for row in document["bodies"]:
        if row["error"]:
            lines.append(f"{row['source']}: {row['error']}")
            continue
        sure = "" if row["confidence"] is None else f" ({row['confidence']:.0%} sure)"
        names = ", ".join(Path(path).name for path in row["files"])
        lines.append(f"{row['source']}{sure}: {names}")
        if row["unsure"]:
            lines.append(f"  unsure: {', '.join(row['unsure'])}")
        lines += [f"  {note}" for note in row["notes"]]
    return "\n".join(lines)


def exit_code(document: Any) -> int:
    """Return 1 if nothing could be read."""
    rows = document.get("bodies", [])
    return int(bool(rows) and all(row["error"] for row in rows))


def _formats(text: str) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    wrong = [name for name in named if name not in BODY_FORMATS]
    if wrong or not named:
        raise argparse.ArgumentTypeError(
            f"“{wrong[0] if wrong else text}” is no format; give some of {', '.join(BODY_FORMATS)}"
        )
    return named
