"""`search TEXT`: rank the library's items against words, pictures, moments or a saved query."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.frame import CommandSession
from app.cli.results import results_document, results_text
from app.cli.similar import example_of
from app.cli.values import count, seconds, share
from app.services.types import (
    DEFAULT_WITHIN_S,
    FUSION_RULES,
    MODES,
    ConceptAsk,
    Example,
    ExampleAsk,
    Mode,
    Part,
    Query,
    SearchResults,
    Stage,
    TextAsk,
    Within,
    WordsAsk,
)
from common.errors import QueryError
from common.values import TextKind

if TYPE_CHECKING:
    from app.services.services import Services

NAME = "search"
HELP = "find items by words, by meaning, by what is in them, or by what follows what"
DEFAULT_K = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "text",
        nargs="?",
        metavar="TEXT",
        help="what to look for; write -- before a text that begins with -",
    )
    parser.add_argument(
        "--query", type=Path, metavar="FILE.json", help="a query of any parts, from a file"
    )
    parser.add_argument("--saved", metavar="NAME", help="a search that was saved in the library")
    parser.add_argument("--save", metavar="NAME", help="keep this search in the library")
    parser.add_argument("--mode", choices=MODES, help="which ways to search (default: auto)")
    _add_parts(parser)
    _add_times(parser)
    parser.add_argument(
        "--fusion", choices=FUSION_RULES, help="rule that merges lists (default: auto)"
    )
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="KEY=A|B, KEY!=A, year=1990..1999, rating>=7; several must all hold",
    )
    parser.add_argument(
        "--threshold", type=share, metavar="T", help="leave out scores below T (0-1)"
    )
    parser.add_argument("-k", type=count, metavar="N", help=f"how many (default: {DEFAULT_K})")


def _add_parts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--concept",
        action="append",
        default=[],
        metavar="NAME",
        help="a concept or object as networks named it; NAME|NAME any of them; repeatable",
    )
    parser.add_argument(
        "--words",
        action="append",
        default=[],
        metavar="[KIND:]TEXT",
        help="words in texts; ocr:, speech:, title: ... look there only; repeatable",
    )
    parser.add_argument(
        "--example",
        action="append",
        default=[],
        metavar="ITEM|IMAGE",
        help="what results shall look like; repeatable",
    )


def _add_times(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--then", action="append", default=[], metavar="TEXT", help="what must follow in time"
    )
    parser.add_argument(
        "--within",
        type=seconds,
        metavar="S",
        help=f"seconds between the parts of a sequence (default: {DEFAULT_WITHIN_S:g})",
    )
    parser.add_argument(
        "--any-order", action="store_true", help="the parts may come in any order, in one window"
    )
    parser.add_argument(
        "--window",
        type=seconds,
        metavar="S",
        help=f"length of that window (default: {DEFAULT_WITHIN_S:g})",
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> Any:
    """Search.

    Raises:
        QueryError: nothing was asked, a filter or the query file cannot be read.
        LibraryError: the library cannot be opened.
    """
    _require_anything(arguments)
    services = session.services(write=arguments.save is not None)
    query = _asked(arguments, services)
    if arguments.save is not None:
        services.saved_searches.save(arguments.save, query)
    return document_of(services, services.search.run(query, session.context))


def document_of(services: "Services", found: SearchResults) -> dict[str, Any]:
    """Return an answer as JSON types: hits, parts with their lists, scenes, and the query."""
    document = results_document(services, found)
    document["fusion"] = found.rule
    document["parts"] = [
        {
            "name": part.name,
            "stage": part.stage + 1,
            "matches": part.matches,
            "ms": round(part.ms, 2),
            "lists": dict(part.subs),
        }
        for part in found.parts
    ]
    if found.scenes:
        document["scenes"] = [
            {
                "items": list(scene.items),
                "times": [round(time, 3) for time in scene.times],
                "stages": [stage + 1 for stage in scene.stage_of],
                "start_s": round(scene.start_s, 3),
                "end_s": round(scene.end_s, 3),
                "score": round(scene.score, 6),
            }
            for scene in found.scenes
        ]
    document["asked"] = found.asked.to_json()
    return document


def to_text(document: Any) -> str:
    """Return the document as a table."""
    return results_text(document)


def _require_anything(arguments: argparse.Namespace) -> None:
    """Refuse a search for nothing before a library is looked for."""
    kept = arguments.query is not None or arguments.saved is not None
    parts = arguments.concept or arguments.words or arguments.example or arguments.filter
    if not (arguments.text or "").strip() and not kept and not parts:
        raise QueryError(
            "Nothing was asked.", hint="Give a text, a --filter, or --query FILE.json."
        )


def _asked(arguments: argparse.Namespace, services: "Services") -> Query:
    """Return the query that the arguments make, added to a saved one where one is named."""
    mode: Mode = arguments.mode or "auto"
    parts = [
        *([Part(TextAsk(text, mode))] if (text := (arguments.text or "").strip()) else []),
        *(Part(ConceptAsk(tuple(names.split("|")))) for names in arguments.concept),
        *(Part(_words(text)) for text in arguments.words),
        *(Part(ExampleAsk(Example.of(example_of(one)))) for one in arguments.example),
    ]
    query = _base(arguments, services) or Query()
    first, *others = query.stages or (Stage(),)
    stages = [replace(first, parts=(*parts, *first.parts)), *others]
    within = DEFAULT_WITHIN_S if arguments.within is None else arguments.within
    stages += [Stage((Part(TextAsk(text, mode)),), within) for text in arguments.then]
    if not any(stage.parts for stage in stages):
        stages = []
    in_order = query.in_order and not arguments.any_order
    _check_times(arguments, len(stages), in_order)
    return replace(
        query,
        stages=tuple(stages),
        in_order=in_order,
        window=Within(arguments.window) if arguments.window is not None else query.window,
        fusion=arguments.fusion or query.fusion,
        filters=query.filters + services.search.read_filters(arguments.filter),
        k=arguments.k or query.k or DEFAULT_K,
        threshold=query.threshold if arguments.threshold is None else arguments.threshold,
    )


def _check_times(arguments: argparse.Namespace, stages: int, in_order: bool) -> None:
    """Refuse what would have no effect, so that nobody takes an answer for another one.

    Raises:
        QueryError: times are told of a search without steps, or of the other kind of steps.
    """
    if stages < 2 and (arguments.any_order or arguments.window or arguments.within):
        raise QueryError(
            "Nothing is said of what happens before or after.", hint="Add a step: --then TEXT."
        )
    if in_order and arguments.window is not None:
        raise QueryError(
            "--window is for steps in any order.", hint="Add --any-order, or use --within."
        )
    if not in_order and arguments.within is not None:
        raise QueryError(
            "--within is for steps in order.", hint="Use --window, or leave --any-order out."
        )


def _base(arguments: argparse.Namespace, services: "Services") -> Query | None:
    if arguments.query is not None and arguments.saved is not None:
        raise QueryError("Only one of --query and --saved can be used.", hint="Leave one out.")
    if arguments.saved is not None:
        return services.saved_searches.load(arguments.saved)
    return None if arguments.query is None else _read(arguments.query)


def _words(text: str) -> WordsAsk:
    """Return words to look for; "ocr:stop" looks in texts of that kind only."""
    kind, sign, rest = text.partition(":")
    if sign and kind.strip().casefold() in set(TextKind):
        return WordsAsk(rest.strip(), (TextKind(kind.strip().casefold()),))
    return WordsAsk(text)


def _read(path: Path) -> Query:
    try:
        return Query.from_json(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise QueryError(
            f"The query “{path}” cannot be read ({error.strerror or error}).",
            hint="Check the name of the file.",
        ) from None
    except (ValueError, RecursionError) as error:
        raise QueryError(
            f"The query “{path}” cannot be read as JSON ({error}).",
            hint="Save it again from the search panel; docs/search.md shows the form.",
        ) from None
