"""`lifelog TEXT`: find moments by what was where, doing what, and when."""

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.cli.frame import CommandSession
from app.cli.results import hits_document, hits_table
from app.cli.values import count, number_in, seconds
from app.services.types import LifelogOptions, LifelogResults, Match
from common.errors import QueryError
from common.scenes import LifelogQuery, QueryPart, query_to_json

if TYPE_CHECKING:
    from app.services.services import Services

NAME = "lifelog"
HELP = "find moments by a sentence: what was where, doing what, and when"
DEFAULT_K = 100
DEFAULT_WITHIN_S = 3600.0
RANKERS = ("fused", "graph", "tfidf", "bm25", "sentence", "clip")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("text", metavar="TEXT", help="one or several sentences in English")
    parser.add_argument(
        "--then", action="append", default=[], metavar="TEXT", help="what followed; may be repeated"
    )
    parser.add_argument(
        "--within",
        type=seconds,
        metavar="S",
        help=f"seconds in which several sentences must come true (default: {DEFAULT_WITHIN_S:g})",
    )
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="as for search; several must all hold",
    )
    parser.add_argument("--ranker", choices=RANKERS, default="fused", help="what ranks")
    parser.add_argument("--fusion", metavar="RULE", help="how rankers are merged")
    for name, what in (("alpha", "objects"), ("beta", "relations")):
        parser.add_argument(
            f"--{name}", type=number_in(0, 100), metavar="W",
            help=f"weight of {what} (default: tuned)",
        )  # fmt: skip
    parser.add_argument("--explain", action="store_true", help="say what matched in each image")
    parser.add_argument(
        "-k", type=count, metavar="N", default=DEFAULT_K, help=f"how many (default: {DEFAULT_K})"
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Read the sentences and search.

    Raises:
        QueryError: nothing was asked, or a filter or an option cannot be read.
        LibraryError: the library cannot be opened.
    """
    services = session.services()
    query = read(services, arguments.text, arguments.then, arguments.within)
    if not any(not part.is_empty for part in query.parts):
        said = " ".join(query.notes)
        raise QueryError(
            f"Nothing was understood in “{arguments.text}”. {said}".strip(),
            hint="Say in English what was to be seen, where, doing what, or when.",
        )
    options = LifelogOptions(
        ranker=arguments.ranker, alpha=arguments.alpha, beta=arguments.beta, k=arguments.k
    )
    if arguments.fusion:
        options = replace(options, fusion=arguments.fusion)
    filters = services.search.read_filters(arguments.filter)
    found = services.lifelog.search(query, options, session.context, filters=filters)
    return {**_document(services, found), "explain": bool(arguments.explain)}


def read(services: "Services", text: str, then: list[str], within: float | None) -> LifelogQuery:
    """Return what sentences ask for; those after `then` follow one another."""
    query = services.lifelog.parse(text)
    for later in then:
        more = services.lifelog.parse(later)
        query = replace(
            query,
            text=f"{query.text} → {more.text}",
            parts=query.parts + more.parts,
            ordered=True,
            notes=query.notes + more.notes,
        )
    return query if within is None else replace(query, within_s=within)


def _document(services: "Services", found: LifelogResults) -> dict[str, Any]:
    query, results = found.query, found.results
    rows = hits_document(services, results.hits)
    for row, hit in zip(rows, results.hits, strict=True):
        row["matched"] = _matched(found.matches.get(hit.item))
    asked = query_to_json(query)
    return {
        "query": query.text,
        "graph": {
            "objects": [node for part in query.parts for node in _objects(part)],
            "relations": [edge for part in query.parts for edge in _relations(part)],
        },
        "time": [window for part in asked["parts"] for window in part["time"]],
        "place": [place for part in asked["parts"] for place in part["places"]],
        "activity": [each for part in asked["parts"] for each in part["activities"]],
        "parts": asked["parts"],
        "ordered": query.ordered,
        "within_s": query.within_s,
        "results": rows,
        "total": results.total,
        "passing": found.passing,
        "counts": [
            {"part": one.part, "kind": one.kind, "passing": one.passing, "without": one.without}
            for one in found.counts
        ],
        "unknown": list(found.unknown),
        "rankers": list(found.rankers),
        "alpha": found.alpha,
        "beta": found.beta,
        "ms": round(results.ms, 2),
        "notes": [str(note) for note in found.notes],
    }


def _objects(part: QueryPart) -> list[dict[str, Any]]:
    return [
        {
            "label": node.label,
            "labels": list(node.labels),
            "attributes": list(node.attributes),
            "need": str(node.need),
        }
        for node in part.nodes
    ]


def _relations(part: QueryPart) -> list[dict[str, Any]]:
    names = [node.label for node in part.nodes]
    return [
        {
            "subject": names[edge.subject],
            "predicate": edge.predicate,
            "object": names[edge.object],
            "need": str(edge.need),
        }
        for edge in part.edges
    ]


def _matched(match: Match | None) -> dict[str, Any]:
    """Return what matched in an image; boxes as left, top, width, height in fractions."""
    if match is None:
        return {"objects": [], "relations": []}
    found: dict[str, Any] = {
        "objects": [
            {
                "wanted": node.wanted,
                "label": node.label,
                "similarity": round(node.similarity, 4),
                "box": None if node.box is None else [round(side, 5) for side in node.box],
            }
            for node in match.nodes
        ],
        "relations": [
            {
                "wanted": list(edge.wanted),
                "triple": list(edge.triple),
                "similarity": round(edge.similarity, 4),
                "source": str(edge.source),
            }
            for edge in match.edges
        ],
    }
    if match.moment:
        found["moment"] = list(match.moment)
    return found


def to_text(document: dict[str, Any]) -> str:
    """Return what was understood, the results as a table, and notes."""
    lines = []
    several = len(document["parts"]) > 1
    for number, part in enumerate(document["parts"], 1):
        said = _said(part)
        lines.append(f"{number}. {said}" if several else said)
    if several:
        order = "in this order" if document["ordered"] else "in any order"
        lines.append(f"{order}, within {document['within_s']:g} s")
    lines.append("")
    table = hits_table(document["results"])
    if document["explain"]:
        lines += table[:1]
        for line, row in zip(table[1:], document["results"], strict=True):
            lines += [line, *_explained(row["matched"])]
    else:
        lines += table
    shown, total = len(document["results"]), document["total"]
    lines.append(f"{shown} of {total} in {document['ms']:.0f} ms")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])


def _explained(matched: dict[str, Any]) -> list[str]:
    """Return what matched in an image, a line each."""
    lines = [
        f"      {' – '.join(one['triple'])}  for “{' '.join(one['wanted'])}”  "
        f"{one['similarity']:.0%}, {one['source']}"
        for one in matched["relations"]
    ]
    lines += [
        f"      {one['label']}  for “{one['wanted']}”  {one['similarity']:.0%}"
        for one in matched["objects"]
    ]
    if matched.get("moment"):
        lines.append(f"      moment: items {', '.join(map(str, matched['moment']))}")
    return lines


def _said(part: dict[str, Any]) -> str:
    """Return what a sentence was understood as, on one line."""
    signs = {"must": "!", "not": "not ", "should": ""}
    names = [
        signs[node["need"]]
        + " ".join([*node["attributes"], "/".join(node["labels"]) or "(region)"])
        for node in part["nodes"]
    ]
    touched = {end for edge in part["edges"] for end in (edge["subject"], edge["object"])}
    said = [
        f"{signs[edge['need']]}{names[edge['subject']]} – {'/'.join(edge['predicates'])} – "
        f"{names[edge['object']]}"
        for edge in part["edges"]
    ]
    said += [name for place, name in enumerate(names) if place not in touched]
    for key, title in (("time", "when"), ("places", "where"), ("activities", "doing")):
        for each in part[key]:
            value = each.get("value") or each.get("text") or "…"
            said.append(f"{title}: {'not ' if each.get('need') == 'not' else ''}{value}")
    if part["unknown"]:
        said.append(f"not understood: {', '.join(part['unknown'])}")
    return " · ".join(said) or "(nothing)"
