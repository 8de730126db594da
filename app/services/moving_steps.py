"""The steps of a move that need no library folder's lock."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.addresses import Addresses, connection_url
from app.services.library import Library
from app.services.moving_types import MOVED, MoveJournal, MoveReport
from app.services.moving_verify import compare_content, compare_rows, compare_searches
from common.errors import LibraryError
from common.jobs import JobContext

if TYPE_CHECKING:
    from indexers.catalogue.backend import Backend
    from indexers.catalogue.copied_rows import Handover
    from indexers.catalogue.copying import CopyState

SQLITE = "sqlite"
CATALOGUE = "catalogue.db"
SETTLE_S = 3.0  # for the server to end connections that were just closed


def handover_of(journal: MoveJournal) -> "Handover":
    """Return whose rows are copied, and whose they become.

    A folder has one person, "": what he made becomes the person's own on a server, or everybody's.
    Back in a folder, what is the person's own and what is shared becomes that of "".
    """
    from indexers.catalogue.copied_rows import Handover

    old, new = journal.old.is_one_folder, journal.new.is_one_folder
    if old and not new:
        owner = "" if journal.shared else journal.person
        return Handover(None, {"": owner}, {"": journal.person})
    if new and not old:
        return Handover(journal.person, {journal.person: ""}, {journal.person: ""})
    return Handover()


def compared(
    source: "Backend",
    target: "Backend",
    journal: MoveJournal,
    handover: "Handover",
    context: JobContext,
) -> dict[str, int]:
    """Compare two catalogues in every way; return how much was equal."""
    from indexers.catalogue.copying import unchecked

    told = compare_rows(source, target, handover, context)
    here = unchecked(source, "" if journal.old.is_one_folder else journal.person)
    there = unchecked(target, "" if journal.new.is_one_folder else journal.person)
    told |= compare_content(here, there, context)
    return told | compare_searches(here, there, context)


@contextmanager
def backend_of(
    addresses: Addresses, folder: Path, *, read_only: bool = False
) -> "Iterator[Backend]":
    """Give the database of a catalogue."""
    from indexers.catalogue.copying import open_backend

    url = (
        f"sqlite:///{folder / CATALOGUE}"
        if addresses.is_one_folder
        else connection_url(addresses.catalogue)
    )
    with closing(open_backend(url, read_only=read_only)) as backend:
        yield backend


def state_at(target: "Backend", journal: MoveJournal) -> "CopyState | None":
    """Return how far this move's copy came; raises LibraryError where something else is there."""
    from indexers.catalogue.copying import found_state

    return found_state(target, journal.library)


def vector_stamp(library: Library) -> str:
    """Return a hash of where the vectors of every item are."""
    from indexers.catalogue.copied_rows import Digest

    digest = Digest()
    for encoder in library.encoders():
        items, rows = library.catalogue.vector_rows(encoder)
        digest.add((encoder, items.tobytes(), rows.tobytes()))
    return digest.hex


def require_same(journal: MoveJournal, stamp: str) -> None:
    """Check that what was copied is what is there now."""
    if stamp != journal.stamp:
        raise LibraryError(
            "The library was changed since it was copied.",
            hint="Repeat the command that began the move: it copies what is there now.",
        )


def require_alone(source: "Backend") -> None:
    """Check that no other window would go on writing to the old place."""
    from indexers.catalogue.copying import other_connections

    end = time.monotonic() + SETTLE_S
    while others := other_connections(source):
        if time.monotonic() > end:
            raise LibraryError(
                f"Others have the catalogue open ({others} connections), and would go on writing "
                "to the old place.",
                hint="Ask them to close their windows, then finish the move.",
            )
        time.sleep(0.1)


def told_place(journal: MoveJournal, part: str) -> str:
    """Return where a part was, for people to read."""
    address = journal.source[part]
    return f"{part}: {CATALOGUE}" if address == SQLITE else f"{part}: {address}"


def empty_report(state: str, journal: MoveJournal) -> MoveReport:
    """Return an empty report."""
    parts = [part for part in MOVED if journal.moves(part)]
    return MoveReport(
        state,
        {part: journal.source[part] for part in parts},
        {part: journal.target[part] for part in parts},
    )


def timed(report: MoveReport, began: float, kept: tuple[str, ...] = ()) -> MoveReport:
    """Return a report with the seconds since it began."""
    return replace(report, seconds=time.monotonic() - began, kept=kept)
