"""Measures how shots move that were imported before that was measured, one pass a video."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.import_texts import store_findings
from app.services.import_types import Meter, PartContext
from app.services.media_places import medium
from common.errors import MediaError
from common.values import Facet, Findings, ItemKind
from indexers import media
from indexers.catalogue import NewFindings, PendingItem
from indexers.media import Motion
from indexers.media.motion import ENCODER, VERSION

if TYPE_CHECKING:
    from app.services.library import Library

logger = logging.getLogger(__name__)

FACET = "camera_motion"
_PAGE = 512
_SHOTS = (ItemKind.SHOT,)


def motion_findings(motion: Motion | None) -> Findings:
    """Return what is stored of the motion of a shot; nothing where it could not be measured."""
    if motion is None:
        return Findings()
    return Findings(
        {ENCODER: motion.vector}, [Facet(FACET, name, source=ENCODER) for name in motion.camera]
    )


def count_motion(library: "Library") -> int:
    """Return how many shots were not measured yet."""
    return library.catalogue.count_pending(ENCODER, VERSION, kinds=_SHOTS)


def measure_motion(library: "Library", meter: Meter) -> int:
    """Measure the shots that were not; see measure_shots()."""
    found: list[PendingItem] = []
    after = 0
    while page := library.catalogue.pending(
        ENCODER, VERSION, limit=_PAGE, after=after, kinds=_SHOTS
    ):
        after = page[-1].id
        found += page
    return measure_shots(library, meter, found)


def measure_shots(library: "Library", meter: Meter, items: Iterable[PendingItem]) -> int:
    """Measure shots anew, one pass a video; finished videos are kept on a cancel.

    A video that cannot be read (any more) is left for another time.

    Args:
        library: open for writing.
        meter: grows by the shots.
        items: shots; anything else is passed over.

    Returns:
        How many shots were measured.

    Raises:
        JobCancelled: the user cancelled.
        LibraryError: the disk is full.
    """
    by_path: defaultdict[str, list[PendingItem]] = defaultdict(list)
    for item in items:
        if item.kind is ItemKind.SHOT and item.path:
            by_path[item.path].append(item)
    meter.total += sum(len(shots) for shots in by_path.values())
    return sum(_measure(library, meter, path, shots) for path, shots in by_path.items())


def _measure(library: "Library", meter: Meter, path: str, shots: list[PendingItem]) -> int:
    """Measure the shots of one video; returns how many."""
    name = Path(path).name
    shots.sort(key=lambda shot: (shot.start_s or 0.0, shot.id))
    spans = [(shot.start_s or 0.0, shot.end_s or 0.0) for shot in shots]
    try:
        found = media.motions_of(medium(path), spans, PartContext(meter, name))
    except MediaError as error:
        logger.info("the motion of %s is not measured: %s", name, error)
        meter.advance(name, len(shots))
        return 0
    store_findings(
        library,
        [
            NewFindings(shot.id, ENCODER, VERSION, motion_findings(motion))
            for shot, motion in zip(shots, found, strict=True)
        ],
    )
    meter.advance(name, len(shots))
    return len(shots)
