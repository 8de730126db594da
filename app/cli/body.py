"""`body`: posed 3-D bodies from drawings, from files of bodies and motions, or by name."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.values import number_in
from app.services.body_types import BODY_FORMATS, BodyRequest, MeshOptions
from common.errors import QueryError

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "body"
HELP = "read posed bodies from drawings, or pose one by name, and write them as files"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("drawings", nargs="*", type=Path, metavar="DRAWING",
                        help="strokes (JSON, SVG), pictures, bodies (JSON, GLB, BVH, AMC), or"
                        " folders of drawings")  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where the bodies go")
    parser.add_argument("--format", type=_formats, default=("glb", "json"), metavar="F[,F]",
                        help=f"some of {', '.join(BODY_FORMATS)} (default: glb,json)")  # fmt: skip
    parser.add_argument("--pose", default="", metavar="NAME",
                        help="a named pose instead of drawings; needs no network")  # fmt: skip
    parser.add_argument(
        "--list", action="store_true", help="list the named poses, or how many frames files have"
    )
    parser.add_argument("--frame", type=int, default=0, metavar="N",
                        help="frame of a motion, from 0; -1 is the last (default: 0)")  # fmt: skip
    parser.add_argument("--stature", type=number_in(80, 280), metavar="CM",
                        help="standing height (default: as read, about 172)")  # fmt: skip
    parser.add_argument("--network", type=Path, metavar="FILE.onnx",
                        help="network that reads, instead of the one in use")  # fmt: skip
    parser.add_argument("--figure", type=Path, metavar="FILE",
                        help="your own body in SMPL's form, .npz or .pkl, which takes the poses in"
                        " its mean shape")  # fmt: skip
    parser.add_argument("--replace", action="store_true", help="write over files that are there")
    parser.add_argument("--resume", action="store_true",
                        help="leave out drawings whose files are there")  # fmt: skip
    _add_mesh(parser)
    parser.add_argument("--table", type=Path, metavar="FILE",
                        help="CSV or JSON of what became of each drawing")  # fmt: skip
    parser.add_argument("--sheet", type=Path, metavar="FILE.png",
                        help="contact sheet: each drawing beside its body")  # fmt: skip


def _add_mesh(parser: argparse.ArgumentParser) -> None:
    """Add what concerns meshes."""
    parser.add_argument("--measure", action="store_true",
                        help="tell girths, lengths, volume and weight")  # fmt: skip
    parser.add_argument("--faces", type=int, default=0, metavar="N",
                        help="triangles at most, of OBJ, PLY, STL and GLB")  # fmt: skip
    parser.add_argument("--watertight", action="store_true",
                        help="OBJ, PLY and STL as one solid for printing (extra mesh)")  # fmt: skip
    parser.add_argument("--print-height", type=number_in(1, 10_000), metavar="MM",
                        help="OBJ, PLY and STL in millimetres, z up, so tall upright")  # fmt: skip


def run(arguments: argparse.Namespace, session: "CommandSession") -> Any:
    """Write bodies.

    Raises:
        ModelError: the user's own body cannot be read.
        QueryError: there is nothing to write, no such pose, or options do not go together.
        WeightsError: drawings are named, and no network is there.
    """
    from app.services.body_batch import row_document

    service = session.services(library=False).body
    if arguments.list and arguments.drawings:
        return {"motions": [_frames(path) for path in arguments.drawings]}
    if arguments.list:
        return {"poses": [{"name": key, "title": one.title} for key, one in service.poses.items()]}
    if arguments.out is None:
        raise QueryError("No folder was named for the bodies.", hint="Name it: --out FOLDER.")
    if arguments.pose and arguments.drawings:
        raise QueryError("Both a pose and drawings were named.", hint="Name one of the two.")
    if arguments.replace and arguments.resume:
        raise QueryError(
            "Files cannot be both written over and left as they are.",
            hint="Give --replace or --resume.",
        )
    request = BodyRequest(
        tuple(arguments.drawings), arguments.out, arguments.format, arguments.pose.strip(),
        arguments.stature, arguments.network, arguments.replace,
        mesh=MeshOptions(arguments.faces, arguments.watertight, arguments.print_height),
        measure=arguments.measure, resume=arguments.resume, frame=arguments.frame,
        table=arguments.table, sheet=arguments.sheet, figure=arguments.figure,
    )  # fmt: skip
    rows = [row_document(row) for row in service.write(request, session.context)]
    return {"out": str(arguments.out), "bodies": rows}


def _frames(path: Path) -> dict[str, Any]:
    from app.services.body_import import frames_of

    found = frames_of(path)
    return {"source": path.name, "frames": found.count, "frame_s": found.frame_s}


def to_text(document: Any) -> str:
    """Return one line a drawing, with what is odd about it."""
    if "poses" in document:
        return "\n".join(f"{one['name']:<16} {one['title']}" for one in document["poses"])
    if "motions" in document:
        return "\n".join(_motion_text(one) for one in document["motions"])
    lines = []
    for row in document["bodies"]:
        lines += _row_lines(row)
    if len(document["bodies"]) > 1:
        counts = {
            name: sum(row["outcome"] == name for row in document["bodies"])
            for name in ("written", "skipped", "failed")
        }
        lines.append(", ".join(f"{count} {name}" for name, count in counts.items() if count))
    return "\n".join(lines)


def _motion_text(one: dict[str, Any]) -> str:
    if not one["frame_s"]:
        return f"{one['source']}: a pose"
    seconds, rate = one["frames"] * one["frame_s"], 1 / one["frame_s"]
    count = "1 frame" if one["frames"] == 1 else f"{one['frames']:,} frames"
    return f"{one['source']}: {count}, {seconds:.1f} s, {rate:.0f} a second"


def _row_lines(row: dict[str, Any]) -> list[str]:
    """Return what became of a drawing."""
    if row["error"]:
        return [f"{row['source']}: {row['error']}"]
    if row["skipped"]:
        return [f"{row['source']}: is there"]
    sure = "" if row["confidence"] is None else f" ({row['confidence']:.0%} sure)"
    names = ", ".join(Path(path).name for path in row["files"])
    lines = [f"{row['source']}{sure}: {names}"]
    if row["unsure"]:
        lines.append(f"  unsure: {', '.join(row['unsure'])}")
    if row["measures"]:
        told = ", ".join(_measure_text(*one) for one in row["measures"].items())
        lines.append(f"  {told}")
    return lines + [f"  {note}" for note in row["notes"]]


def _measure_text(name: str, value: float) -> str:
    for ending, unit in (("_l", "l"), ("_kg", "kg"), ("_m2", "m²")):
        if name.endswith(ending):
            return f"{name.removesuffix(ending)} {value:g} {unit}"
    return f"{name.replace('_', ' ')} {value:g} cm"


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
