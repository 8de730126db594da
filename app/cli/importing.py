"""`import PATH...`: add photos, videos, film lists, lifelogs and scene graphs to a library."""

import argparse
from typing import Any

from app.cli.frame import CommandSession
from app.services.addresses import with_catalogue
from app.services.import_types import IMPORT_KINDS
from app.services.media_places import source_of
from app.services.media_thumbnails import follow, with_media
from app.services.vector_places import with_vectors
from app.services.workers_address import use_workers

NAME = "import"
HELP = "add media to a library (made if absent); repeat it to take up what changed"

_SHOWN = 20  # skipped files listed as text; the JSON has them all
_OF_A_LIFE = ("samples", "positions", "episodes", "placed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "paths",
        nargs="+",
        type=source_of,
        metavar="PATH",
        help="file or folder, or what a store holds: s3://BUCKET/PREFIX, gs://BUCKET/PREFIX; "
        "another server: s3://BUCKET/PREFIX?endpoint=https://HOST:PORT",
    )
    parser.add_argument(
        "--kind",
        choices=IMPORT_KINDS,
        default="auto",
        help="what to take: auto decides by content; movies are film lists; lifelog keeps photos "
        "by day; graphs ties scene graphs (JSON) to photos of the library",
    )
    parser.add_argument(
        "--catalogue",
        metavar="ADDRESS",
        help="of a library that is made: postgresql://USER@HOST/DATABASE keeps its catalogue on a "
        "server; its password comes from KINORA_CATALOGUE_PASSWORD or goes to the keyring",
    )
    parser.add_argument(
        "--vectors",
        metavar="ADDRESS",
        help="of a library that is made: milvus keeps its vectors in an embedded Milvus, "
        "https://HOST:PORT on a server; its token comes from KINORA_VECTORS_TOKEN or the keyring",
    )
    parser.add_argument(
        "--workers",
        metavar="ADDRESS",
        help="who reads and computes, from now on: local, or ray://HOST:10001 for a cluster of "
        "Ray; its token comes from KINORA_WORKERS_TOKEN or the keyring",
    )
    parser.add_argument(
        "--media",
        metavar="ADDRESS",
        help="of a library that is made: its thumbnails are kept there too (s3://BUCKET/PREFIX, "
        "gs://…, file://…), so that other computers can join it: see “mirror”",
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Import; the document is the report.

    Raises:
        AppError: a path does not exist, or the library cannot be written.
        JobCancelled: the user cancelled; finished batches are kept.
    """
    addresses = None
    if arguments.catalogue is not None:
        addresses = with_catalogue(arguments.catalogue, session.named_folder())
    if arguments.vectors is not None:
        addresses = with_vectors(arguments.vectors, addresses, session.named_folder())
    if arguments.media is not None:
        addresses = with_media(arguments.media, addresses, session.named_folder())
    services = session.services(create=True, write=True, addresses=addresses)
    if arguments.workers is not None:
        use_workers(services.library, arguments.workers)
    report = services.imports.run(arguments.paths, arguments.kind, session.context)
    services.days.update(session.context)
    follow(services.library, session.context)
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "missing": report.missing,
        "skipped": [{"path": each.path, "reason": each.reason} for each in report.skipped],
        "items": report.items,
        "seconds": report.seconds,
        "samples": report.samples,
        "positions": report.positions,
        "episodes": report.episodes,
        "placed": report.placed,
    }


def to_text(document: Any) -> str:
    """Return the counts, aligned, and the first skipped files with their reasons."""
    skipped = document["skipped"]
    rows = [(name, document[name]) for name in ("added", "updated", "unchanged", "missing")]
    rows += [("skipped", len(skipped)), ("in the library", document["items"])]
    rows += [(name, document[name]) for name in _OF_A_LIFE if document.get(name)]
    width = max(len(f"{count:,}") for _, count in rows)
    lines = [f"{name:<15}{count:>{width},}" for name, count in rows]
    lines.append(f"{'time':<15}{_duration(document['seconds']):>{width}}")
    done = ("added", "updated", "unchanged", *_OF_A_LIFE)
    if not (skipped or any(document.get(name) for name in done)):
        lines += ["", "No photo, video or film list was found there; files are judged by content."]
    if skipped:
        lines += ["", "Skipped:"]
        lines += [
            f"  {_plain(each['path'])}: {_plain(each['reason'])}" for each in skipped[:_SHOWN]
        ]
        if len(skipped) > _SHOWN:
            lines.append(f"  ... and {len(skipped) - _SHOWN:,} more (all of them with --json)")
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def _plain(text: str) -> str:
    """Return text on one line, whatever the file is called."""
    return text.replace("\n", "\\n").replace("\r", "\\r")
