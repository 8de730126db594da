"""`info`: what a library holds."""

import argparse
from dataclasses import asdict
from typing import Any

from app.cli.frame import CommandSession

NAME = "info"
HELP = "say what a library holds and where: items by kind, vectors by encoder, size, addresses"

_UNITS = ("B", "kB", "MB", "GB", "TB")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own arguments."""
    parser.add_argument(
        "--test-addresses",
        action="store_true",
        help="ask each address of the library, also where it cannot be opened; nothing is counted",
    )


def run(arguments: argparse.Namespace, session: CommandSession) -> dict[str, Any]:
    """Count, or ask the addresses; the library is not changed.

    Raises:
        LibraryError: there is no library, or it cannot be read.
    """
    if arguments.test_addresses:
        return _tested(session)
    library = session.services().library
    catalogue = library.catalogue
    return {
        "name": library.name,
        "items": catalogue.count(),
        "by_kind": catalogue.count_by_kind(),
        "vectors": library.encoders(),
        "bytes_on_disk": library.bytes_on_disk(),
        "schema_version": catalogue.schema_version(),
        "addresses": library.addresses.as_json(),
        "person": catalogue.person,
    }


def _tested(session: CommandSession) -> dict[str, Any]:
    """Ask each address; the catalogue is not opened."""
    from app.services.address_tests import examine
    from app.services.library import addresses_of

    name, addresses = addresses_of(session.named_folder())
    tested = [asdict(state) for state in examine(addresses, session.context)]
    return {"name": name, "tested": tested}


def exit_code(document: Any) -> int:
    """Return 1 where an address cannot be reached."""
    return 0 if all(state["reachable"] for state in document.get("tested", ())) else 1


def to_text(document: Any) -> str:
    """Return the counts, aligned by section, or what the addresses said."""
    if "tested" in document:
        return "\n".join(_line(state) for state in document["tested"])
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
    kept = {part: address for part, address in document["addresses"].items() if address}
    lines += ["", "addresses", *(f"  {part:<11}{address}" for part, address in kept.items())]
    if document["person"]:
        lines.append(f"  {'person':<11}{document['person']}")
    return "\n".join(lines)


def _line(state: dict[str, Any]) -> str:
    """Return what became of asking one address."""
    head = f"{state['part']:<11}{state['address'] or 'this computer'}: "
    if not state["reachable"]:
        return f"{head}{state['problem']}"
    said = [state["version"], state["rights"]]
    if state["encrypted"] is not None:
        said.append("encrypted" if state["encrypted"] else "not encrypted")
    if abs(state["offset_s"]) >= 1:
        said.append(f"its clock is {state['offset_s']:+.0f} s from this computer's")
    told = ["reachable", *(word for word in said if word), f"{state['milliseconds']:.0f} ms"]
    return head + ", ".join(told)


def in_bytes(count: int) -> str:
    """Return a size as people read it: 1536 is "1.5 kB" (1 kB is 1,000 bytes)."""
    size = float(count)
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:
            return f"{count} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{count} B"
