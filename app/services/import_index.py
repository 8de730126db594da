"""Brings vector indexes up to date after an import, as a stage of its own."""

import logging
from typing import TYPE_CHECKING

from app.services.import_types import Meter, PartContext

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)


def stale_indexes(library: "Library") -> list[str]:
    """Return the encoders whose searches an index built anew would make quicker."""
    return [
        encoder
        for encoder, count in sorted(library.encoders().items())
        if count and library.vectors(encoder).needs_rebuild
    ]


def rebuild_indexes(library: "Library", meter: Meter) -> None:
    """Build the indexes anew that need it; searches go on with the old ones meanwhile.

    An index is derived: where it cannot be kept, searches are exact and slower, and nothing is
    lost.

    Args:
        library: open for writing.
        meter: grows by one for each index.

    Raises:
        JobCancelled: the user cancelled; the old index of that encoder stays.
    """
    encoders = stale_indexes(library)
    meter.total += len(encoders)
    for encoder in encoders:
        note = f"Index of {encoder}"
        meter.check(note)
        try:
            library.vectors(encoder).rebuild(PartContext(meter, note))
        except OSError as error:
            logger.warning("the index of %s is not kept: %s", encoder, error)
        meter.advance(note)
