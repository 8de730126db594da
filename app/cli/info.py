"""`info`: what a library holds."""

import argparse
from typing import Any

from app.cli.frame import CommandSession

NAME = "info"
HELP = "say what a library holds: items by kind, vectors by encoder, size on disk"

_UNITS = ("B", "kB", "MB", "GB", "TB")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments: none."""


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:  # noqa: ARG001
    """Count; the library is not changed.

    Raises:
        LibraryError: there is no library, or it cannot be read.
    """
    library = session.services().library
    catalogue = library.catalogue
    return {
        "name": library.name,
        "items": catalogue.count(),
        "by_kind": catalogue.count_by_kind(),
        "vectors": library.encoders(),
        "bytes_on_disk": library.bytes_on_disk(),
        "schema_version": catalogue.schema_version(),
    }


def to_text(document: Any) -> str:
    """Return the counts, aligned by section."""
    sections = [
        ("items", {"in all": document["items"], **document["by_kind"]}),
        ("vectors", document["vectors"] or {"none": 0}),
    ]
    names = [name for _, rows in sections for name in rows]
    width = max(len(name) for name in [*names, "size on disk"]) + 2
    digits = max(len(f"{count:,}") for _, rows in sections for count in rows.values())
    lines = [f"Library “{document['name']}” (format {document['schema_version']})"]
    for title, rows in sections:
        lines += ["", title]
        lines += [f"  {name:<{width}}{count:>{digits},}" for name, count in rows.items()]
    lines += ["", f"size on disk  {in_bytes(document['bytes_on_disk'])}"]
    return "\n".join(lines)


def in_bytes(count: int) -> str:
    """Return a size as people read it: 1536 is "1.5 kB" (1 kB is 1,000 bytes)."""
    size = float(count)
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:
            return f"{count} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{count} B"
