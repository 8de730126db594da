"""`wall`: lay the library out and, if asked, draw it to a picture."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.values import item_id, seed, share
from app.services.wall import DEFAULT_NOISE, METHODS, ArrangeRequest

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "wall"
HELP = "lay all items out on one wall; --screenshot draws it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    methods = [method for method in METHODS if method != "results"]
    parser.add_argument("--arrange", choices=methods, default="random", metavar="METHOD",
                        help=f"one of: {', '.join(methods)} (default: random)")  # fmt: skip
    parser.add_argument("--cluster-by", default="", metavar="KEY",
                        help="facet to cluster by (genre, concept, year, kind, ...), or of "
                        "numbers to sort by (arrangement “number”)")  # fmt: skip
    parser.add_argument("--item", type=item_id, default=-1, metavar="ID",
                        help="item that “around” arranges the others around")  # fmt: skip
    parser.add_argument("--encoder", default="", metavar="NAME",
                        help="whose vectors similarity, map and around compare: layout, minilm, "
                        "... (default: the best one)")  # fmt: skip
    parser.add_argument("--noise", type=share, default=DEFAULT_NOISE, metavar="0..1",
                        help="randomness of semi-clustered")  # fmt: skip
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="seed of what is random")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="draw the wall to FILE")
    parser.add_argument("--size", type=_size, default=(1920, 1080), metavar="WxH",
                        help="size of the screenshot in pixels (default: 1920x1080)")  # fmt: skip
    parser.add_argument("--zoom", type=float, default=1.0, metavar="Z",
                        help="1 shows the whole wall, 2 half of its width, ...")  # fmt: skip
    parser.add_argument("--center", type=item_id, metavar="ITEM", help="item in the middle")


def _size(text: str) -> tuple[int, int]:
    """Parse 1920x1080."""
    parts = text.lower().replace("×", "x").split("x")
    try:
        width, height = (int(part) for part in parts)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it as 1920x1080") from None
    return width, height


def run(arguments: argparse.Namespace, session: "CommandSession") -> dict[str, Any]:
    """Arrange the wall and return its shape and clusters."""
    services = session.services()
    wall = services.wall
    width, height = arguments.size
    request = ArrangeRequest(
        arguments.arrange,
        arguments.cluster_by,
        arguments.seed,
        arguments.noise,
        services.wall.shape(),
        width / max(1, height),
        item=arguments.item,
        encoder=arguments.encoder,
    )
    if arguments.screenshot is None:
        table = wall.table()
        arrangement, items = wall.arrange(table, request, session.context), len(table)
    else:
        picture = wall.render(
            arguments.size,
            request,
            zoom=arguments.zoom,
            centre=arguments.center,
            context=session.context,
        )
        wall.save(picture, arguments.screenshot)
        arrangement, items = picture.arrangement, picture.items
    document: dict[str, Any] = {
        "items": items,
        "columns": arrangement.columns,
        "rows": arrangement.rows,
        "clusters": [
            {"label": c.label, "count": c.count, "box": list(c.box)} for c in arrangement.clusters
        ],
        "dpq": None if arrangement.quality is None else round(arrangement.quality, 4),
        "note": arrangement.note,
    }
    if arguments.screenshot is not None:
        document["screenshot"] = str(arguments.screenshot)
    return document


def to_text(document: dict[str, Any]) -> str:
    """Return the document as lines for a person."""
    shape = f"{document['items']} items in {document['columns']} x {document['rows']} cells"
    lines = [shape, *(f"{c['count']:>9,}  {c['label']}" for c in document["clusters"])]
    if document["note"]:
        lines.append(document["note"])
    if "screenshot" in document:
        lines.append(f"Drawn to {document['screenshot']}")
    return "\n".join(lines)
