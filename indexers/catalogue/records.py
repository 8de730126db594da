"""What goes into the catalogue and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from common.values import Box, Facet, Findings, ItemKind, MediaFacts, Text, TextKind
from indexers.catalogue.lifelog_records import Relation

# An item is there as long as one file of these roles is; a poster or subtitles only belong to it.
MAIN_ROLES = ("media", "list")
USER_SOURCE = "user"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file on disk.

    Args:
        path: absolute, as the operating system gives it (surrogates for bytes that are no UTF-8).
        size: bytes.
        mtime_ns: time of the last change, nanoseconds.
        content_hash: blake2b-160 of the content in hex; "" where it was not read.
        role: "media" (the item itself), "list" (a film list), "poster" or "subtitles".
        format: of the content, as identified ("JPEG").
        missing: was not found when last looked for.
        id: number of the file; 0 before it is stored.
        item: the item it belongs to, the first one of a film list; 0 for none.
    """

    path: str
    size: int = 0
    mtime_ns: int = 0
    content_hash: str = ""
    role: str = "media"
    format: str = ""
    missing: bool = False
    id: int = 0
    item: int = 0


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as an import found it; the same identity again replaces what the import knew.

    What the user added (labels, own facets, buckets, watchlists) is never replaced. Facets, texts,
    boxes and relations are replaced source by source: those of the sources named here, no others.

    Args:
        identity: unique; see "Identity" in docs/architecture.md.
        kind: photo, video, shot, film, lifelog.
        title: shown; the title of the facts where this is empty.
        files: the files that hold it; several for copies, none for a shot.
        facts: what the media file says of itself; its facets and texts are stored too.
        thumb_row: row in the thumbnail store; -1 keeps the one it has.
        parent: identity of the video a shot belongs to; in this batch or stored before.
        start_s: where a shot begins, seconds.
        end_s: where a shot ends.
        year: of the film, or of the local time it was taken (filled in from the facts if None).
        popularity: larger is better known; any scale up to 9e9, one scale a film list.
        facets: of the importer.
        texts: of the importer.
        relations: of a scene graph.
        findings: of the analyses that ran in the same pass; its vectors are not stored here.
        vector_rows: by encoder name, the row of the item's vector in the encoder's store.
        analyses: name -> version of the analyses that ran, also those that found nothing.
    """

    identity: str
    kind: ItemKind
    title: str = ""
    files: Sequence[FileRecord] = ()
    facts: MediaFacts = field(default_factory=MediaFacts)
    thumb_row: int = -1
    parent: str = ""
    start_s: float | None = None
    end_s: float | None = None
    year: int | None = None
    popularity: float | None = None
    facets: Sequence[Facet] = ()
    texts: Sequence[Text] = ()
    relations: Sequence[Relation] = ()
    findings: Findings = field(default_factory=Findings)
    vector_rows: Mapping[str, int] = field(default_factory=dict)
    analyses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewFindings:
    """What one analysis found in one item that is stored already.

    Args:
        item: its id.
        analysis: name.
        version: of the analysis, so that a newer one runs again.
        findings: facets, boxes and texts replace those of the same source; "" means the analysis.
        vector_rows: by encoder name, the row of the item's vector in the encoder's store.
    """

    item: int
    analysis: str
    version: str
    findings: Findings = field(default_factory=Findings)
    vector_rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """What a list or a cell of the wall shows of an item.

    Args:
        id: of the item.
        kind: photo, video, shot, film, lifelog.
        title: "" where it has none.
        path: of its file, one that is there if there is one; a shot has its video's; "" for none.
        thumb_row: row in the thumbnail store, -1 for none.
        parent: id of the video of a shot, -1 for none.
        start_s: where a shot begins, seconds.
        year: None where unknown.
        taken_at: UTC, naive.
        missing: none of its files was found when last looked for.
        end_s: where a shot ends.
        duration_s: of a video.
    """

    id: int
    kind: ItemKind
    title: str
    path: str
    thumb_row: int
    parent: int
    start_s: float | None
    year: int | None
    taken_at: datetime | None
    missing: bool = False
    end_s: float | None = None
    duration_s: float | None = None

    @property
    def name(self) -> str:
        """What it is called: its title, or its file's name; "" where it has neither."""
        return self.title or self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """Everything known of an item.

    Args:
        summary: what lists show of it.
        identity: see "Identity" in docs/architecture.md.
        facts: of the media file; its facets and texts are empty, they stand below.
        popularity: None where unknown.
        files: media first.
        facets: by key, then score.
        texts: in order of kind and time.
        boxes: best first.
        relations: best first.
        labels: label set -> +1 or -1.
        buckets: names of the buckets that hold it.
        watchlists: names of the watchlists that hold it.
        children: ids of the shots of a video, in order of time.
        vectors: encoders that have a vector of it.
        analyses: name -> version of those that ran.
        added_at: when it was imported first, UTC.
    """

    summary: ItemSummary
    identity: str
    facts: MediaFacts
    popularity: float | None
    files: tuple[FileRecord, ...]
    facets: tuple[Facet, ...]
    texts: tuple[Text, ...]
    boxes: tuple[Box, ...]
    relations: tuple[Relation, ...]
    labels: Mapping[str, int]
    buckets: tuple[str, ...]
    watchlists: tuple[str, ...]
    children: tuple[int, ...]
    vectors: tuple[str, ...]
    analyses: Mapping[str, str]
    added_at: datetime

    @property
    def id(self) -> int:
        """Id of the item."""
        return self.summary.id

    @property
    def parent(self) -> int:
        """Id of the video a shot belongs to, -1 for none."""
        return self.summary.parent


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on items; several filters must all hold.

    Args:
        key: a facet key, or "kind", "missing" ("yes"/"no"), "label:SET" ("1"/"-1"), "bucket",
            "watchlist", "path" (folders). Ranges know also the columns of Catalogue.columns().
        values: facet values; empty with no range means "has any value of this key".
        mode: "any" of the values, "all" of them, or "none" of them.
        low: smallest number that passes; times are given as a year or as seconds since 1970.
        high: largest number that passes.
    """

    key: str
    values: tuple[str, ...] = ()
    mode: Literal["any", "all", "none"] = "any"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TextMatch:
    """An item whose texts match.

    Args:
        item: id.
        score: BM25 weighted by kind of text, summed over the item's texts; larger is better.
        kind: of the text that matches best.
        snippet: the part of it around the match, matches between U+2068 and U+2069.
        start_s: where that text begins in a video, seconds.
        all_words: every word was found; False when the search fell back to any of them.
    """

    item: int
    score: float
    kind: TextKind
    snippet: str
    start_s: float | None = None
    all_words: bool = True


@dataclass(frozen=True, slots=True)
class PendingItem:
    """An item that lacks an analysis.

    Args:
        id: of the item.
        kind: photo, video, shot, film, lifelog.
        path: of a file that is there; a shot has its video's; "" for none.
        start_s: where a shot begins, seconds.
        end_s: where a shot ends.
        thumb_row: row in the thumbnail store, -1 for none.
        poster: path of a film's poster, "" for none.
    """

    id: int
    kind: ItemKind
    path: str
    start_s: float | None
    end_s: float | None
    thumb_row: int
    poster: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command the user gave, with what it takes to do it again and to undo it.

    Args:
        id: order of the commands.
        name: registered name of the command.
        title: as the history shows it.
        forward: what doing it needs, JSON.
        backward: what undoing it needs, JSON.
        undone: it is not in effect now.
        at: when it was given, UTC.
    """

    id: int
    name: str
    title: str
    forward: Any
    backward: Any
    undone: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import.

    Args:
        id: order of the imports.
        kind: as asked ("auto", "photos", ...).
        paths: what was imported.
        state: "running", "done", "cancelled" or "failed"; still "running" after a crash.
        started_at: UTC.
        finished_at: UTC, None while it runs.
        report: counts, JSON.
        skipped: how many files could not be used.
    """

    id: int
    kind: str
    paths: tuple[str, ...]
    state: str
    started_at: datetime
    finished_at: datetime | None
    report: Mapping[str, Any]
    skipped: int


@dataclass(frozen=True, slots=True)
class SavedWeights:
    """What a classifier learned of one modality: margin = vector @ weights + bias.

    Args:
        modality: name of the encoder of the vectors.
        version: of that encoder when this was learned.
        weights: float32 (D,), little-endian bytes.
        bias: of the margin.
        calibration: what turns margins into shares, 0-1; JSON.
    """

    modality: str
    version: str
    weights: bytes
    bias: float
    calibration: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SavedClassifier:
    """A classifier as the library keeps it.

    Args:
        name: unique.
        label_set: whose labels it learns from; "" for one that is made of others.
        learner: how it learns.
        options: of the learner, JSON.
        modalities: encoders it learns from; none lets the program choose.
        unit: what operations group its items by.
        colour: "#rrggbb".
        threshold: score from which an item belongs to it, 0-1.
        operation: JSON of what it is made of, None for one that learns.
        positive: labels it learned from.
        negative: labels it learned from.
        last_label: number of the latest label that it learned from.
        last_item: id of the latest item that it was applied to.
        weights: one a modality; none before it has learned.
        created_at: UTC; None lets the catalogue say when.
        updated_at: UTC.
    """

    name: str
    label_set: str = ""
    learner: str = "svm"
    options: Mapping[str, Any] = field(default_factory=dict)
    modalities: tuple[str, ...] = ()
    unit: str = "video"
    colour: str = "#e0b000"
    threshold: float = 0.5
    operation: Any = None
    positive: int = 0
    negative: int = 0
    last_label: int = 0
    last_item: int = 0
    weights: tuple[SavedWeights, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
