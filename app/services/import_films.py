"""Film lists: one item a row, shown by its poster file or by one that is drawn."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.services import import_facts as facts_of
from app.services.import_analyse import ALWAYS
from app.services.import_found import FoundFile
from app.services.import_read import Reading, draft_of, stamp_of
from app.services.import_types import Draft, Outcome
from app.services.media_places import medium
from common.errors import MediaError
from common.values import Facet, Findings, ItemKind, MediaFacts, SkippedFile, Text, TextKind
from indexers import media
from indexers.catalogue import FileRecord, Filter, ItemDetails, NewItem
from indexers.media import FilmRow

DRAWN_SIZE = (384, 576)  # pixels: the 2:3 of film posters
UNFINISHED = 0  # the time stamp of a list whose films are not all stored yet

GUESSED = "people and links"
"""How a popularity came about that neither the list nor its votes tell."""

_MOST_ACTORS, _MOST_TAGS = 15, 30  # of a film; lists end in people and words that few look for
_REMOTE = ("http:", "https:", "ftp:", "data:")


def film_identity(title: str, year: int | None) -> str:
    """Return the identity of a film: the same for the same title and year in any list."""
    plain = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
    key = f"{plain}\n{'' if year is None else year}".encode("utf-8", "replace")
    return "film:" + hashlib.blake2b(key, digest_size=20).hexdigest()


@dataclass(slots=True)
class OpenList:
    """A film list whose rows are being imported.

    Args:
        file: the list, as the walk saw it.
        record: its file row; its stamp says "unfinished" until all films are stored.
        films: identity -> row, in the order of the list, those already stored left out.
        stored: films that were stored by an earlier, interrupted import of the same content.
        known: identity -> id of films that another list or another version of this one brought.
        posters: identity -> poster file.
        skipped: rows that could not be used.
    """

    file: FoundFile
    record: FileRecord
    films: dict[str, FilmRow] = field(default_factory=dict)
    stored: int = 0
    known: Mapping[str, int] = field(default_factory=dict)
    posters: dict[str, Path] = field(default_factory=dict)
    skipped: list[SkippedFile] = field(default_factory=list)

    @property
    def unfinished(self) -> FileRecord:
        """The file row while films are missing: the next import reads the list again."""
        return replace(self.record, mtime_ns=UNFINISHED)


def open_list(reading: Reading, file: FoundFile, before: FileRecord | None) -> OpenList:
    """Read a film list and find out which of its films are still to be stored.

    Args:
        reading: what the import reads with.
        file: the list.
        before: the list as it was when it was imported last; None for a new one.

    Raises:
        MediaError: it cannot be read or is no film list.
        JobCancelled: the user cancelled.
    """
    path = medium(file.path, reading.meter.context)
    stamp = stamp_of(path)
    content = media.content_hash(path, reading.meter.context)
    found = media.read_film_list(path)
    opened = OpenList(file, FileRecord(file.path, *stamp, content, "list", found.format))
    opened.skipped = [
        SkippedFile(file.path, f"row {bad.row}: {bad.reason}") for bad in found.bad_rows
    ]
    for film in found.films:
        identity = film_identity(film.title, film.year)
        if identity in opened.films:
            reason = f"row {film.row}: the same film as row {opened.films[identity].row}"
            opened.skipped.append(SkippedFile(file.path, reason))
        else:
            opened.films[identity] = film
    opened.posters = _find_posters(path.parent, opened.films)
    known = reading.catalogue.find_identities(list(opened.films))
    if before is not None:
        # Films that left the list are missing from now on; what is known of them stays.
        reading.catalogue.keep_listed(file.path, list(known.values()))
    # An interrupted import of the very same content need not do again what it stored.
    if before is not None and before.content_hash == content and file.path not in reading.again:
        done = set(_items_of(reading, file.path))
        for identity in [name for name, item in known.items() if item in done]:
            del opened.films[identity]
            opened.stored += 1
    opened.known = {name: item for name, item in known.items() if name in opened.films}
    return opened


def _items_of(reading: Reading, path: str) -> Iterable[int]:
    return (int(item) for item in reading.catalogue.items_with([Filter("path", (path,))]))


def _find_posters(folder: Path, films: Mapping[str, FilmRow]) -> dict[str, Path]:
    """Return identity -> poster file of the films whose poster is here; nothing is fetched."""
    found = {}
    for identity, film in films.items():
        if not film.poster or film.poster.lower().startswith(_REMOTE):
            continue
        try:
            path = folder / film.poster
            if path.is_file():
                found[identity] = path
        except (OSError, ValueError):  # a name that no file can have
            continue
    return found


def read_film(reading: Reading, opened: OpenList, identity: str) -> Outcome:
    """Return the draft of one film; on a decoder thread.

    Raises:
        JobCancelled: the user cancelled.
    """
    film = opened.films[identity]
    files = [opened.unfinished]
    skipped: list[SkippedFile] = []
    if poster := opened.posters.get(identity):
        try:
            image = media.read_image(
                poster,
                max_side=reading.analyses.picture_side,
                max_megapixels=reading.settings.max_megapixels,
            )
            files.append(FileRecord(str(poster), *stamp_of(poster), role="poster"))
            item = _film_item(reading, opened, identity, files, image.facts)
            return Outcome(opened.file, [draft_of(item, image.rgb, reading.analyses)])
        except MediaError as error:
            reason = f"row {film.row}: its poster “{poster.name}”: {error.reason}"
            skipped.append(SkippedFile(opened.file.path, reason))
    item = _film_item(reading, opened, identity, files, MediaFacts())
    if kept := _kept_picture(reading, opened, identity):
        width, height = kept.facts.width, kept.facts.height
        item = replace(item, facts=replace(item.facts, width=width, height=height))
        return Outcome(opened.file, [Draft(item, found=Findings())], skipped=skipped)
    drawn = media.draw_poster(film, DRAWN_SIZE)
    draft = draft_of(item, drawn, reading.analyses, only=(ALWAYS,))
    # The colours of a drawn poster say nothing about the film.
    draft.item = item
    return Outcome(opened.file, [draft], skipped=skipped)


def _kept_picture(reading: Reading, opened: OpenList, identity: str) -> ItemDetails | None:
    """Return the film as stored if it has a real poster that this list does not replace."""
    if identity not in opened.known:
        return None
    before = reading.catalogue.item(opened.known[identity])
    has_poster = any(file.role == "poster" and not file.missing for file in before.files)
    return before if has_poster and before.summary.thumb_row >= 0 else None


def _film_item(
    reading: Reading,
    opened: OpenList,
    identity: str,
    files: Sequence[FileRecord],
    poster: MediaFacts,
) -> NewItem:
    film = opened.films[identity]
    source = f"list:{facts_of.title_of(opened.file.path)}"  # two lists may tell of one film
    width, height = (poster.width, poster.height) if poster.width else DRAWN_SIZE
    popularity, origin = _popularity(film)
    item = NewItem(
        identity=identity,
        kind=ItemKind.FILM,
        title=film.title,
        files=files,
        facts=MediaFacts(
            width=width,
            height=height,
            codec=poster.codec,
            time_source="list" if film.year else "",
            extra=_extra(film) | {"popularity_from": origin},
        ),
        year=film.year,
        popularity=popularity,
        facets=_facets(film, source),
        texts=_texts(film, source),
    )
    if identity in opened.known:
        return _joined(item, reading.catalogue.item(opened.known[identity]))
    return item


def _joined(item: NewItem, before: ItemDetails) -> NewItem:
    """Keep what another list said of the same film where this one is silent or only guesses."""
    old = before.facts.extra
    extra = {**old, **item.facts.extra}
    popularity = item.popularity
    if (
        item.facts.extra["popularity_from"] == GUESSED
        and old.get("popularity_from", GUESSED) != GUESSED
    ):
        popularity = before.popularity
        extra["popularity_from"] = old["popularity_from"]
    return replace(item, facts=replace(item.facts, extra=extra), popularity=popularity)


def _popularity(film: FilmRow) -> tuple[float, str]:
    """Return a number that orders the films of one list, and what it is made of."""
    if film.popularity is not None:
        return film.popularity, "list"
    if film.votes is not None:
        return float(film.votes), "votes"
    # Who wrote a row puts more names and links into that of a better known film.
    names = len(film.actors) + len(film.directors) + len(film.companies)
    return float(names + bool(film.link) + bool(film.imdb_id)), GUESSED


def _extra(film: FilmRow) -> dict[str, Any]:
    said = {
        "row": film.row,
        "release_date": film.release_date,
        "runtime_min": film.runtime_min,
        "rating": film.rating,
        "votes": film.votes,
        "imdb_id": film.imdb_id,
        "link": film.link,
        "poster": film.poster,
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def _facets(film: FilmRow, source: str) -> list[Facet]:
    groups: Sequence[tuple[str, Sequence[str]]] = (
        ("genre", film.genres),
        ("actor", film.actors[:_MOST_ACTORS]),
        ("director", film.directors),
        ("writer", film.writers),
        ("collection", film.collections),
        ("origin", film.origins),
        ("company", film.companies),
        ("country", film.countries),
        ("language", film.languages),
        ("tag", film.keywords[:_MOST_TAGS]),
    )
    facets = [Facet(key, value, source=source) for key, values in groups for value in values]
    if film.year is not None:
        facets.append(Facet("year", str(film.year), source=source))
        facets.append(Facet("decade", f"{film.year // 10 * 10}s", source=source))
    # Numbers are facets too, so that ranges of them can be asked for.
    for key, number in (("rating", film.rating), ("runtime", film.runtime_min)):
        if number is not None:
            facets.append(Facet(key, f"{number:g}", source=source))
    return facts_of.without_repeats(facets, ())


def _texts(film: FilmRow, source: str) -> list[Text]:
    texts = [
        Text(TextKind.TITLE, film.title, source=source),
        Text(TextKind.PLOT, film.plot, source=source),
        Text(TextKind.CAPTION, film.tagline, source=source),
        Text(TextKind.TAG, ", ".join(film.keywords), source=source),
    ]
    return [text for text in texts if text.content]
