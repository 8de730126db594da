"""Sidecars of Google Photos, given to the pictures they lie beside."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.services.history_lifelog import tell_time
from app.services.import_found import FoundFile
from app.services.import_types import Meter
from app.services.media_places import medium
from common.errors import MediaError
from common.values import Facet, ImportReport, SkippedFile, Text, TextKind
from indexers.catalogue import Catalogue, Moment, Saying
from indexers.media.takeout import SOURCE, Beside, TakeoutSidecar, read_sidecar

_BATCH = 200
_MAX_OFFSET_MIN = 14 * 60
_ROUND_MIN = 15
_SLACK_MIN = 2  # a clock and its upload differ by seconds


def apply_sidecars(
    catalogue: Catalogue, files: Sequence[FoundFile], meter: Meter, report: ImportReport
) -> None:
    """Give pictures what their sidecars say: time, position, people, caption.

    What a picture says itself stays; its local time gets the offset that lies between it and the
    time in the sidecar.

    Raises:
        JobCancelled: the user cancelled; finished batches are kept.
        LibraryError: the disk is full; finished batches are kept.
    """
    found: dict[int, TakeoutSidecar] = {}
    by_folder: dict[str, list[FoundFile]] = {}
    for file in files:
        by_folder.setdefault(os.path.dirname(file.path), []).append(file)  # noqa: PTH120
    lost: dict[str, list[str]] = {}
    timeless: dict[str, list[str]] = {}
    meter.total += len(files)
    for folder, sidecars in sorted(by_folder.items()):
        known = {
            Path(path).name: record.item
            for path, record in catalogue.files_under([folder]).items()
            if os.path.dirname(path) == folder and record.item  # noqa: PTH120
        }
        beside = Beside(list(known))
        for file in sidecars:
            name = Path(file.path).name
            meter.advance(name)
            try:
                sidecar = read_sidecar(medium(file.path))
            except MediaError as error:
                report.skipped.append(SkippedFile(file.path, error.reason))
                continue
            if sidecar.taken_at is None:
                timeless.setdefault(folder, []).append(name)
            owners = beside.media_of(name, sidecar.title)
            if not owners:
                lost.setdefault(folder, []).append(name)
            for owner in owners:
                found[known[owner]] = sidecar
    _report(report, lost, "belong to pictures that are not in this library")
    _report(report, timeless, "tell no time that can be")
    _write(catalogue, found, meter, report)


def _report(report: ImportReport, names: Mapping[str, Sequence[str]], what: str) -> None:
    """Say what is wrong with sidecars, a line a folder."""
    for folder, there in sorted(names.items()):
        reason = f"{len(there)} sidecars {what} (the first is “{there[0]}”)"
        report.skipped.append(SkippedFile(folder, reason))


def _write(
    catalogue: Catalogue, found: dict[int, TakeoutSidecar], meter: Meter, report: ImportReport
) -> None:
    items = sorted(found)
    clock = catalogue.clocks().get("time:sidecar", 0)
    for start in range(0, len(items), _BATCH):
        part = items[start : start + _BATCH]
        before = {each.item: each for each in catalogue.moments(part)}
        after = {item: told_by(each, found[item], clock) for item, each in before.items()}
        said = {item: saying_of(found[item]) for item in before}
        held = {
            each.id: {(f.key, f.value) for f in each.facets if f.source == SOURCE}
            | {("caption", t.content) for t in each.texts if t.source == SOURCE}
            for each in catalogue.describe(part)
        }
        changed = [
            item
            for item in before
            if after[item] != before[item] or held.get(item, set()) != _told(said[item])
        ]
        catalogue.set_moments(
            [after[item] for item in changed], teller=tell_time, said={i: said[i] for i in changed}
        )
        report.updated += len(changed)
        meter.check("")


def _told(saying: Saying) -> set[tuple[str, str]]:
    return {(each.key, each.value) for each in saying.facets} | {
        ("caption", each.content) for each in saying.texts
    }


def told_by(moment: Moment, sidecar: TakeoutSidecar, clock: int = 0) -> Moment:
    """Return when and where a picture was, with what its sidecar adds.

    Args:
        moment: as it is known.
        sidecar: that lies beside it.
        clock: seconds that are added to times of sidecars.
    """
    if sidecar.latitude is not None and (
        moment.latitude is None or moment.position_source in {"track", "sidecar"}
    ):
        moment = replace(
            moment, latitude=sidecar.latitude, longitude=sidecar.longitude,
            position_source="sidecar",
        )  # fmt: skip
    if sidecar.taken_at is None:
        return moment
    if moment.taken_at is not None and moment.time_source in {"exif", "name"}:
        if moment.offset_min is not None:
            return moment
        minutes = (moment.taken_at - sidecar.taken_at).total_seconds() / 60
        offset = _ROUND_MIN * round(minutes / _ROUND_MIN)
        if abs(minutes - offset) <= _SLACK_MIN and abs(offset) <= _MAX_OFFSET_MIN:
            utc = moment.taken_at - timedelta(minutes=offset)
            return replace(moment, taken_at=utc, offset_min=offset)
        if moment.time_source == "exif":
            return moment
    if moment.time_source in {"container", "table"}:
        return moment
    taken = sidecar.taken_at + timedelta(seconds=clock)
    if moment.time_source == "sidecar" and moment.taken_at == taken:
        return moment
    return replace(moment, taken_at=taken, offset_min=None, time_source="sidecar")


def saying_of(sidecar: TakeoutSidecar) -> Saying:
    """Return what a sidecar says in words: people and caption."""
    facets = tuple(Facet("person", name, source=SOURCE) for name in sidecar.people)
    if sidecar.favourite:
        facets = (*facets, Facet("tag", "favourite", source=SOURCE))
    texts = (Text(TextKind.CAPTION, sidecar.description, source=SOURCE),)
    return Saying(frozenset({SOURCE}), facets, texts if sidecar.description else ())
