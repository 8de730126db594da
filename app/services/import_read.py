"""Reads one file on a decoder thread: what it is, whether it is known, its pictures and facts."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.services import import_facts as facts_of
from app.services.import_found import FoundFile
from app.services.import_types import Draft, ImportKind, Meter, Outcome, PartContext
from app.services.media_places import medium
from common.errors import MediaError
from common.values import ItemKind, MediaFacts, SkippedFile
from indexers import media
from indexers.catalogue import Catalogue, FileRecord, NewItem
from indexers.media import MediaClass
from indexers.thumbnails import make_thumbnail

if TYPE_CHECKING:
    from app.services.analysers import Analysers
    from app.services.import_analyse import Analyses
    from common.settings import ImportSettings

CHANGING = "it changed while it was read; import it again when it is finished"

_WANTED: dict[ImportKind, frozenset[MediaClass]] = {
    "auto": frozenset({MediaClass.IMAGE, MediaClass.VIDEO, MediaClass.FILM_LIST}),
    "photos": frozenset({MediaClass.IMAGE}),
    "lifelog": frozenset({MediaClass.IMAGE}),
    "videos": frozenset({MediaClass.VIDEO}),
    "movies": frozenset({MediaClass.FILM_LIST}),
    "graphs": frozenset(),
}


class Claims:
    """Which file of this import brings which content: of copies, the first in order reads it."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._lock = threading.Lock()

    def claim(self, content: str, place: int) -> bool:
        """Return whether the file at place is to read this content; False if an earlier one is."""
        with self._lock:
            first = self._first.setdefault(content, place)
            self._first[content] = min(first, place)
            return first >= place

    def release(self, content: str) -> None:
        """Forget a claim whose file turned out unreadable."""
        with self._lock:
            self._first.pop(content, None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What all files of an import are read with.

    Args:
        kind: what is wanted.
        roots: what the user chose.
        catalogue: asked for known contents.
        analyses: prepare pictures for the networks.
        settings: limits.
        meter: paused and cancelled with the import.
        claims: shared by all decoder threads.
        again: paths to be read even if their content is known.
        clocks: corrections of cameras; see Catalogue.clocks().
        analysers: hear what is said in videos; None for none.
    """

    kind: ImportKind
    roots: Sequence[str]
    catalogue: Catalogue
    analyses: "Analyses"
    settings: "ImportSettings"
    meter: Meter
    claims: Claims
    again: frozenset[str] = frozenset()
    clocks: Mapping[str, int] = field(default_factory=dict)
    analysers: "Analysers | None" = None

    def read(self, place: int, file: FoundFile) -> Outcome:
        """Read a picture; say what anything else is.

        Never raises for a bad file: the outcome says why it is skipped.

        Args:
            place: of the file in the order of the import.
            file: as the walk saw it.

        Raises:
            JobCancelled: the user cancelled.
        """
        try:
            path = medium(file.path, self.meter.context)
            what = media.identify(path)
            if what.kind is not MediaClass.IMAGE or what.kind not in _WANTED[self.kind]:
                return self._other(file, what)
            return self._picture(place, file, path, what.format)
        except MediaError as error:
            return Outcome(file, skipped=[SkippedFile(file.path, error.reason)])

    def _other(self, file: FoundFile, what: media.MediaType) -> Outcome:
        """Leave a file to another stage, pass over it, or say why it is no media."""
        if what.kind in _WANTED[self.kind]:
            return Outcome(file, later=what.kind)
        reason = what.reason if what.kind is MediaClass.OTHER else ""
        if file.chosen and not reason:
            reason = f"it holds {_described(what)}, which {_asked(self.kind)}"
        return Outcome(file, skipped=[SkippedFile(file.path, reason)] if reason else [])

    def _picture(self, place: int, file: FoundFile, path: Path, name: str) -> Outcome:
        """Read a picture unless its content is known."""
        before = stamp_of(path)
        content = media.content_hash(path, self.meter.context)
        record = FileRecord(file.path, *before, content, format=name)
        if known := self.known(file, record):
            return known
        if not self.claims.claim(content, place):
            return Outcome(file, known=record, content_hash=content)
        try:
            image = media.read_image(
                path,
                max_side=self.analyses.picture_side,
                max_megapixels=self.settings.max_megapixels,
            )
            if stamp_of(path) != before:
                raise MediaError(path, CHANGING)
        except MediaError:
            self.claims.release(content)
            raise
        item = photo_item(
            record, image.facts, self.roots, is_lifelog=self.kind == "lifelog", clocks=self.clocks
        )
        return Outcome(file, [draft_of(item, image.rgb, self.analyses)], content_hash=content)

    def known(self, file: FoundFile, record: FileRecord) -> Outcome | None:
        """Return the outcome for a content that the catalogue holds already."""
        if file.path in self.again:
            return None
        item = self.catalogue.find_identities([record.content_hash]).get(record.content_hash)
        if item is None:
            return None
        return Outcome(file, known=replace(record, item=item), content_hash=record.content_hash)

    def part(self, file: FoundFile) -> PartContext:
        """Return the context of a long file."""
        return PartContext(self.meter, Path(file.path).name)


def draft_of(
    item: NewItem, rgb: NDArray[np.uint8], analyses: "Analyses", only: Sequence[str] | None = None
) -> Draft:
    """Return the draft of an item and its picture: thumbnail, colours, inputs of the analyses.

    Args:
        item: what else is known of it.
        rgb: uint8 (H, W, 3), upright.
        analyses: prepare the picture.
        only: names of the analyses that fit; the others count as done.
    """
    facets = [*item.facets, *media.colour_facets(rgb)]
    settled = {} if only is None else analyses.versions
    return Draft(
        replace(item, facets=facets),
        make_thumbnail(rgb),
        analyses.prepare(rgb, only),
        ran={name: version for name, version in settled.items() if name not in (only or ())},
    )


def stamp_of(path: Path) -> tuple[int, int]:
    """Return size and time of a file as they are now.

    Raises:
        MediaError: it is gone, or may not be looked at.
    """
    try:
        facts = path.stat()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MediaError(path, f"it cannot be read ({reason})") from error
    return facts.st_size, facts.st_mtime_ns


def photo_item(
    record: FileRecord,
    facts: MediaFacts,
    roots: Sequence[str],
    *,
    is_lifelog: bool,
    clocks: Mapping[str, int] | None = None,
) -> NewItem:
    """Return the item of a picture, without what its pixels show."""
    facts = facts_of.with_time(facts, record.path, is_lifelog=is_lifelog)
    facts = facts_of.with_clock(facts, clocks or {})
    facets, texts = facts_of.time_facts(facts, by_day=is_lifelog)
    return NewItem(
        identity=record.content_hash,
        kind=ItemKind.LIFELOG if is_lifelog else ItemKind.PHOTO,
        title=facts.title or facts_of.title_of(record.path),
        files=[record],
        facts=facts,
        facets=facts_of.without_repeats(facets, facts.facets),
        texts=[
            facts_of.title_text(facts.title or facts_of.title_of(record.path)),
            facts_of.path_text(record.path, roots),
            *texts,
        ],
    )


def _described(what: media.MediaType) -> str:
    names = {
        MediaClass.IMAGE: "a picture",
        MediaClass.VIDEO: "a video",
        MediaClass.FILM_LIST: "a film list",
        MediaClass.SUBTITLES: "subtitles (they are read with the video beside them)",
    }
    return names.get(what.kind, "no picture, video or film list that Kinora knows")


def _asked(kind: ImportKind) -> str:
    if kind == "auto":
        return "is not imported by itself"
    return f"an import of {kind} passes over"
