"""`walk`: items near to tags, by walking a graph of tags outward."""

import argparse
import math
from typing import TYPE_CHECKING, Any

from app.cli.frame import CommandSession
from app.cli.results import hits_document, hits_table
from app.cli.values import count, share
from app.services.types import Tag, TagAnswer, TagQuery
from common.errors import QueryError

if TYPE_CHECKING:
    from app.services.services import Services

NAME = "walk"
HELP = "find items near to tags by walking from tag to tag"
_PLAIN = TagQuery()
_SHOWN = 20  # tags walked over, related tags


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "tags", nargs="*", metavar="TAG",
        help="tags to begin from, as KEY=VALUE (genre=Drama), or a value alone",
    )  # fmt: skip
    parser.add_argument(
        "--without", action="append", default=[], metavar="TAG",
        help="a tag that no item may have; may be repeated",
    )  # fmt: skip
    parser.add_argument("--text", default="", help="words to look for in texts as well")
    parser.add_argument(
        "--weight", type=share, default=_PLAIN.weight, metavar="W",
        help="weight of the graph against the text, 0-1 (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--together", type=share, default=_PLAIN.together, metavar="W",
        help="weight of coming together against likeness, 0-1 (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--enough", type=count, default=_PLAIN.enough, metavar="N",
        help="items near any tag after which the walk ends (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "-k", type=count, default=20, metavar="N", help="how many results (default 20)"
    )
    parser.add_argument(
        "--filter", action="append", default=[], metavar="KEY=VALUE",
        help="only items that pass; may be repeated",
    )  # fmt: skip


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Walk and return what was found.

    Raises:
        QueryError: nothing is asked, a tag or a filter is unknown, or a tag means several.
        LibraryError: there is no library, or it cannot be read.
        JobCancelled: the user cancelled.
    """
    services = session.services()
    filters = services.search.read_filters(arguments.filter)
    query = TagQuery(
        tuple(resolve(services, text) for text in arguments.tags),
        tuple(resolve(services, text) for text in arguments.without),
        arguments.text, arguments.weight, arguments.together, arguments.enough, arguments.k,
    )  # fmt: skip
    answer = services.knowledge.search(query, filters, session.context)
    return _document(services, query, answer)


def resolve(services: "Services", text: str) -> Tag:
    """Return the tag that a text names: KEY=VALUE, or a value alone.

    Raises:
        QueryError: there is no such tag, or several have the value.
    """
    table = services.knowledge.graph().table
    key, sign, value = text.partition("=")
    if sign and Tag(key, value) in table.places:
        return Tag(key, value)
    low = text.casefold()
    if sign:
        found = [t for t in table.tags if t.key == key and t.value.casefold() == value.casefold()]
    else:
        found = [tag for tag in table.tags if tag.value.casefold() == low]
    if not found:
        near = [each.tag for each in services.knowledge.suggest(value if sign else text, 5)]
        names = ", ".join(f"{tag.key}={tag.value}" for tag in near)
        hint = f"Did you mean {names}?" if names else "`facets` lists keys and values."
        raise QueryError(f"No item has the tag “{text}”.", hint=hint)
    if len(found) > 1:
        names = ", ".join(f"{tag.key}={tag.value}" for tag in found)
        raise QueryError(f"“{text}” is several tags.", hint=f"Say which: {names}.")
    return found[0]


def _document(services: "Services", query: TagQuery, answer: TagAnswer) -> dict[str, Any]:
    results = answer.results
    rows = hits_document(services, results.hits)
    for row in rows:
        way = answer.pool.way(row["item"])
        row["distances"] = [None if math.isnan(away) else round(away, 4) for away in way]
    return {
        "query": results.query,
        "tags": [_tag(tag) for tag in query.tags],
        "without": [_tag(tag) for tag in query.without],
        "results": rows,
        "total": results.total,
        "reached": [{**_tag(tag), "distance": round(d, 4)} for tag, d in answer.reached],
        "related": [{**_tag(tag), "strength": round(s, 4)} for tag, s in answer.related],
        "ms": round(results.ms, 2),
        "notes": list(results.notes),
    }


def _tag(tag: Tag) -> dict[str, str]:
    return {"key": tag.key, "value": tag.value}


def to_text(document: Any) -> str:
    """Return the items as a table, then the tags to go on with."""
    lines = hits_table(document["results"])
    shown, total = len(document["results"]), document["total"]
    lines.append(f"{shown} of {total} in {document['ms']:.0f} ms")
    names = [f"{each['key']}={each['value']}" for each in document["related"][:_SHOWN]]
    if names:
        lines.append(f"go on with: {', '.join(names)}")
    return "\n".join([*lines, *(f"Note: {note}" for note in document["notes"])])
