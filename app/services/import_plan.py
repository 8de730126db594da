"""Compares what the walk found with what the catalogue knows: what to read, what is gone."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app.services.import_found import FoundFile, Scan
from app.services.import_types import ImportKind
from app.services.media_places import is_there
from common.values import ItemKind
from indexers.catalogue import Catalogue, FileRecord, Filter

_LIST_SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".gz", ".txt")
_SUBTITLE_SUFFIXES = (".srt", ".vtt")


@dataclass(slots=True)
class Plan:
    """What an import has to do.

    Args:
        catalogue: of the library, asked while the plan is carried out.
        todo: files that are new or changed, sorted by path.
        known: what the catalogue knew of the files under the roots.
        unchanged: items whose files did not change.
        found_again: unchanged files that were missing until now.
        again: paths to be read though their own content is known (new subtitles, another kind).
        vanished: content hash -> known files that are not where they were.
    """

    catalogue: Catalogue
    todo: list[FoundFile] = field(default_factory=list)
    known: dict[str, FileRecord] = field(default_factory=dict)
    unchanged: int = 0
    found_again: list[FileRecord] = field(default_factory=list)
    again: frozenset[str] = frozenset()
    vanished: dict[str, list[FileRecord]] = field(default_factory=dict)

    def split(self) -> tuple[list[tuple[int, FoundFile]], list[tuple[int, FoundFile]]]:
        """Return (place, file) of those whose name may be a film list's, and of all others."""
        lists: list[tuple[int, FoundFile]] = []
        others: list[tuple[int, FoundFile]] = []
        for place, file in enumerate(self.todo):
            named = file.path.lower().endswith(_LIST_SUFFIXES)
            (lists if named else others).append((place, file))
        return lists, others

    def is_same(self, record: FileRecord) -> bool:
        """Whether a file has the content it had when it was imported last."""
        before = self.known.get(record.path)
        return before is not None and before.content_hash == record.content_hash

    def moved(self, record: FileRecord) -> FileRecord:
        """Return the row of a file whose content is known; the row of one that it was before.

        A file that is gone while its content turned up elsewhere was moved; a content that is at
        both places was copied.
        """
        if record.path in self.known:
            return record
        for before in self.vanished.get(record.content_hash, ()):
            self.vanished[record.content_hash].remove(before)
            return replace(record, id=before.id)
        if record.item:
            for before in self.catalogue.item(record.item).files:
                if before.role == "media" and not is_there(before.path):
                    return replace(record, id=before.id)
        return record

    def gone(self, scan: Scan) -> list[int]:
        """Return the ids of files that the walk would have met and did not."""
        records = (record for same in self.vanished.values() for record in same)
        return [each.id for each in records if not each.missing and scan.knows(each.path)]


def make_plan(catalogue: Catalogue, scan: Scan, kind: ImportKind) -> Plan:
    """Compare by path, size and time; nothing is opened.

    Args:
        catalogue: of the library.
        scan: what lies under the roots.
        kind: as asked; a lifelog takes over pictures that were imported as photos.
    """
    plan = Plan(catalogue, known=catalogue.files_under(scan.roots))
    here = {file.path for file in scan.files}
    for path, record in plan.known.items():
        if path not in here:
            plan.vanished.setdefault(record.content_hash, []).append(record)
    plan.again = _again(catalogue, scan, plan.known, kind)
    same: list[FileRecord] = []
    for file in scan.files:
        before = plan.known.get(file.path)
        if before is None or file.path in plan.again:
            plan.todo.append(file)
        elif (before.size, before.mtime_ns) == file.stamp:
            same.append(before)
        elif before.role in {"media", "list"}:
            plan.todo.append(file)
    plan.found_again = [replace(record, missing=False) for record in same if record.missing]
    plan.unchanged = _count_items(catalogue, same)
    return plan


def _again(
    catalogue: Catalogue, scan: Scan, known: dict[str, FileRecord], kind: ImportKind
) -> frozenset[str]:
    """Return the files to be read though they did not change themselves."""
    changed = [file for file in scan.files if _is_changed(file, known)]
    again = set(_videos_of(changed, scan.files))
    if any(known[file.path].role == "poster" for file in changed if file.path in known):
        again |= {path for path, record in known.items() if record.role == "list"}
    if kind == "lifelog":
        again |= set(_photos(catalogue, known))
    return frozenset(again & known.keys() & {file.path for file in scan.files})


def _is_changed(file: FoundFile, known: dict[str, FileRecord]) -> bool:
    before = known.get(file.path)
    return before is None or (before.size, before.mtime_ns) != file.stamp


def _videos_of(changed: Iterable[FoundFile], files: Sequence[FoundFile]) -> Iterable[str]:
    """Return the paths that new or changed subtitles may belong to: same folder, same stem."""
    stems = set()
    for file in changed:
        stem, suffix = os.path.splitext(file.path.lower())  # noqa: PTH122
        if suffix in _SUBTITLE_SUFFIXES:
            stems |= {stem, os.path.splitext(stem)[0]}  # noqa: PTH122 - film.en.srt
    if not stems:
        return []
    return [
        file.path
        for file in files
        if not file.path.lower().endswith(_SUBTITLE_SUFFIXES)
        and os.path.splitext(file.path.lower())[0] in stems  # noqa: PTH122
    ]


def _photos(catalogue: Catalogue, known: dict[str, FileRecord]) -> Iterable[str]:
    """Return the known files whose items are photos."""
    columns = catalogue.columns("id", "kind")
    photos = set(columns["id"][columns["kind"] == ItemKind.PHOTO.value].tolist())
    return [path for path, record in known.items() if record.item in photos]


def _count_items(catalogue: Catalogue, files: Sequence[FileRecord]) -> int:
    """Return how many items the files hold: a video with its shots, all films of a list."""
    holders = np.unique([record.item for record in files if record.role == "media"])
    lists = [record.path for record in files if record.role == "list"]
    shots = np.isin(catalogue.columns("parent")["parent"], holders).sum() if len(holders) else 0
    films = sum(len(catalogue.items_with([Filter("path", (path,))])) for path in lists)
    return len(holders) + int(shots) + films
