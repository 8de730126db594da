"""`network`: what belongs together, as clusters; written to a file; compared with another one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.frame import CommandSession
from app.cli.values import MAX_COUNT, number_in
from app.services.types import GraphRequest, GraphView, Tag

if TYPE_CHECKING:
    from app.services.services import Services

NAME = "network"
HELP = "show what belongs together as clusters; export and compare such graphs"
_SHOWN = 8  # nodes of a cluster in the table


def _nodes(text: str) -> int:
    """Parse how many nodes: at least two, or there is nothing to link."""
    return int(number_in(2, MAX_COUNT, whole=True)(text))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "--nodes", nargs="+", default=[], metavar="KEY",
        help="facets whose values are the nodes (default: what the library offers)",
    )  # fmt: skip
    parser.add_argument(
        "--attributes", nargs="+", default=[], metavar="KEY",
        help="facets that say what nodes are like; at most two count",
    )  # fmt: skip
    parser.add_argument(
        "--count", type=_nodes, default=GraphRequest().nodes, metavar="N",
        help="nodes at most, the heaviest (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--filter", action="append", default=[], metavar="KEY=VALUE",
        help="only items that pass count; may be repeated",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="write the graph")
    parser.add_argument(
        "--compare", type=Path, metavar="FILE.json", help="a graph to compare this one with"
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Make the network and return its clusters.

    Raises:
        QueryError: there are no such facets, fewer than two values, a file cannot be read or
            written.
        LibraryError: there is no library, or it cannot be read.
        JobCancelled: the user cancelled.
    """
    services = session.services()
    request = GraphRequest(
        tuple(arguments.nodes), tuple(arguments.attributes),
        filters=services.search.read_filters(arguments.filter), nodes=arguments.count,
    )  # fmt: skip
    view = services.graphs.view(request, session.context)
    document = _document(view)
    if arguments.compare is not None:
        document["compared"] = _compared(services, view, arguments.compare)
    if arguments.out is not None:
        services.graphs.save(view, arguments.out)
        document["written"] = str(arguments.out)
    return document


def _document(view: GraphView) -> dict[str, Any]:
    network = view.network
    return {
        "nodes": list(view.request.keys),
        "attributes": list(view.request.attributes),
        "node_count": len(network.nodes),
        "edge_count": len(network.edges),
        "clusters": [
            {
                "captions": list(cluster.captions),
                "badge": cluster.badge,
                "items": cluster.items,
                "weight": round(cluster.weight, 4),
                "nodes": [
                    {**_tag(network.nodes[node]), "weight": round(float(network.weights[node]), 4)}
                    for node in cluster.nodes
                ],
            }
            for cluster in view.clusters
        ],
        "links": [
            {"one": link.one, "other": link.other, "strength": round(link.strength, 4)}
            for link in view.links
        ],
        "notes": list(view.notes),
    }


def _compared(services: "Services", view: GraphView, path: Path) -> dict[str, Any]:
    compared = services.graphs.compare(view, services.graphs.load(path))
    return {
        "file": str(path),
        "likeness": round(compared.likeness, 4),
        "both": [_tag(tag) for tag in compared.both],
        "only_here": [_tag(tag) for tag in compared.only_first],
        "only_there": [_tag(tag) for tag in compared.only_second],
    }


def _tag(tag: Tag) -> dict[str, str]:
    return {"key": tag.key, "value": tag.value}


def to_text(document: Any) -> str:
    """Return a line a cluster, then what was compared and written."""
    lines = []
    for number, cluster in enumerate(document["clusters"]):
        names = [node["value"] for node in cluster["nodes"]]
        more = f" +{len(names) - _SHOWN}" if len(names) > _SHOWN else ""
        captions = ", ".join(cluster["captions"][:3])
        badge = f" [{cluster['badge']}]" if cluster["badge"] else ""
        lines.append(f"{number:3}  {captions}{badge}: {', '.join(names[:_SHOWN])}{more}")
    lines.append(
        f"{len(document['clusters'])} clusters of {document['node_count']} values of "
        f"{', '.join(document['nodes'])}, {document['edge_count']} links"
    )
    if "compared" in document:
        compared = document["compared"]
        lines.append(
            f"{100 * compared['likeness']:.0f} % like “{compared['file']}”: "
            f"{len(compared['both'])} in both, {len(compared['only_here'])} only here, "
            f"{len(compared['only_there'])} only there"
        )
    if "written" in document:
        lines.append(f"written to {document['written']}")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])
