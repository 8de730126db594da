"""`replay FILE`: asks again what a recorded session asked, and says where lists are others now."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services.interactions_replay import replay

if TYPE_CHECKING:
    from app.cli.frame import CommandSession

NAME = "replay"
HELP = "ask again what a recorded session asked, and say where lists are others now"
SHOWN_ITEMS = 8  # of what is gone and new, in the text for a person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument("file", type=Path, metavar="FILE", help="an interaction log, or a record")


def run(arguments: argparse.Namespace, session: "CommandSession") -> dict[str, Any]:
    """Replay; nothing is written to the library.

    Raises:
        LibraryError: the file cannot be read.
        JobCancelled: the user cancelled.
    """
    played = replay(arguments.file, session.services(), session.context)
    return {
        "file": str(arguments.file),
        "library": played.library,
        "seconds": round(played.seconds, 1),
        "events": dict(played.events),
        "then": {name: value for name, value in played.then.items() if name != "event"},
        "now": dict(played.now),
        "causes": [str(cause) for cause in played.causes],
        "changed": played.changed,
        "not_asked": played.lists,
        "searches": [
            {
                "n": one.n, "kind": one.kind, "query": one.query, "same": one.is_same,
                "problem": one.problem, "first_difference": one.first_difference,
                "overlap": round(one.overlap, 4), "gone": list(one.gone), "new": list(one.new),
                "scores_off": round(one.off, 6), "causes": [str(cause) for cause in one.causes],
                "ms_then": round(one.ms_then, 2), "ms_now": round(one.ms_now, 2),
            }
            for one in played.searches
        ],
    }  # fmt: skip


def to_text(document: dict[str, Any]) -> str:
    """Return the document as a table."""
    lines = ["   line  same  overlap  first at    ms then -> now  query"]
    for one in document["searches"]:
        first = "" if one["first_difference"] is None else str(one["first_difference"])
        lines.append(
            f"{one['n']:7d}  {'yes' if one['same'] else 'NO':4s}  {one['overlap']:7.2f}  {first:>8}"
            f"  {one['ms_then']:8.1f} -> {one['ms_now']:<6.1f} {one['kind']}: {one['query']}"
        )
        lines += _why(one)
    lines += [f"Note: {cause}" for cause in document["causes"]]
    lines.append(_sum(document["changed"], len(document["searches"]), document["not_asked"]))
    return "\n".join(lines)


def _sum(changed: int, asked: int, not_asked: int) -> str:
    """Return what came of all lists, in a line."""
    if not asked:
        text = "No list was asked for again"
    elif not changed:
        text = "The list is the same" if asked == 1 else f"All {asked} lists are the same"
    elif asked == 1:
        text = "The list is another one"
    else:
        text = f"{changed} of {asked} lists {'is another one' if changed == 1 else 'are others'}"
    if not_asked:
        text += f"; {not_asked} {'list' if not_asked == 1 else 'lists'} cannot be asked for again"
    return text


def _why(one: dict[str, Any]) -> list[str]:
    """Return lines that say what is other in a list, and why."""
    if one["problem"]:
        return [f"         {one['problem']}"]
    if one["same"]:
        return []
    gone = " ".join(map(str, one["gone"][:SHOWN_ITEMS])) or "none"
    new = " ".join(map(str, one["new"][:SHOWN_ITEMS])) or "none"
    told = [] if one["scores_off"] else [f"         gone: {gone}; new: {new}"]
    return told + [f"         {cause}" for cause in one["causes"]]
