"""Small value types that panels, services, indexers and models share.

Coordinates of boxes are fractions of the image (0-1), origin top left. Times are UTC, naive, with
the offset of the place beside them. Durations and positions in a video are seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ItemKind(StrEnum):
    """What an item is."""

    PHOTO = "photo"
    VIDEO = "video"
    SHOT = "shot"  # a part of a video, shown by its keyframe
    FILM = "film"  # a row of a film list
    LIFELOG = "lifelog"


class TextKind(StrEnum):
    """Where a text of an item comes from."""

    TITLE = "title"
    PLOT = "plot"
    CAPTION = "caption"
    PATH = "path"
    DATE = "date"
    PLACE = "place"
    TAG = "tag"
    OCR = "ocr"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet of an item: genre = Comedy, person = ..., concept = tabby cat.

    Args:
        key: facet name, lower case, singular ("genre", "actor", "director", "company", "country",
            "year", "month", "weekday", "colour", "camera", "place", "concept", "object", "tag").
        value: as shown.
        score: 0-1; 1 for facts.
        source: who says so ("exif", "list", "colours", a model's name, "user").
    """

    key: str
    value: str
    score: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """An object found in an image.

    Args:
        label: class name.
        score: 0-1.
        x: left edge, fraction of the width.
        y: top edge, fraction of the height.
        width: fraction of the width.
        height: fraction of the height; width and height 0 stand for an object whose place in the
            image is not known.
        source: the detector's name.
        attributes: what it is like ("red", "wooden").
    """

    label: str
    score: float
    x: float
    y: float
    width: float
    height: float
    source: str = ""
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text that belongs to an item, searchable.

    Args:
        kind: where it comes from.
        content: the text itself.
        start_s: where it begins in a video, seconds; None if it is about the whole item.
        end_s: where it ends.
        source: who says so.
    """

    kind: TextKind
    content: str
    start_s: float | None = None
    end_s: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """Which class each part of an image belongs to.

    Args:
        codes: int16 (h, w) over the whole image, at any scale: places in labels, -1 for none.
        labels: names of the classes.
        source: who says so.
    """

    codes: NDArray[np.int16]
    labels: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the analyses of one image found.

    Args:
        vectors: by encoder name, float32 (D,), unit length.
        facets: concepts, colours.
        boxes: objects.
        texts: OCR.
        masks: classes of pixels; never stored, but made anew for whoever looks.
    """

    vectors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    facets: Sequence[Facet] = ()
    boxes: Sequence[Box] = ()
    texts: Sequence[Text] = ()
    masks: Sequence[Mask] = ()


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a media file says of itself; anything may be missing.

    Args:
        width: pixels, after the EXIF rotation.
        height: pixels, after the EXIF rotation.
        title: a title, if the file carries one.
        taken_at: UTC, naive; local time taken as UTC where no offset is known.
        offset_min: minutes east of UTC of the place; None where unknown.
        time_source: "exif", "container", "sidecar", "name", "table", "file", "list" or "".
        latitude: degrees north, -90 to 90.
        longitude: degrees east, -180 to 180.
        duration_s: seconds, videos only.
        frame_rate: frames a second, videos only.
        codec: of the video stream, or the image format.
        animated: has more than one frame but is kept as a photo.
        facets: camera, lens, year, ...
        texts: captions, keywords.
        extra: anything else worth showing, JSON types.
        position_source: "" for the file itself, else who told the position ("sidecar", "table",
            "track" for one between two points of a track).
    """

    width: int = 0
    height: int = 0
    title: str = ""
    taken_at: datetime | None = None
    offset_min: int | None = None
    time_source: str = ""
    latitude: float | None = None
    longitude: float | None = None
    duration_s: float | None = None
    frame_rate: float | None = None
    codec: str = ""
    animated: bool = False
    facets: Sequence[Facet] = ()
    texts: Sequence[Text] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    position_source: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search or a feedback round.

    Args:
        item: item id.
        score: what the list is sorted by, larger is better.
        parts: what the score is made of, by name ("text", "concept", "embedding", "colour", ...).
        start_s: where in a video, seconds.
        why: what matched, for display ("plot: … *lighthouse* …").
    """

    item: int
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    start_s: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ResultList:
    """A ranked answer, shared by all panels.

    Args:
        query: what was asked, as shown to the user.
        hits: best first.
        total: how many items matched before the list was cut.
        ms: how long it took.
        notes: what the user should know ("Searched names and texts only: ...").
        by_filters: nothing was asked for but what the shared filters let through; the hits are the
            first of these.
        recipe: JSON that asks for the list again, by its kind; None where nothing can, or where the
            list carries its query (`app.services.interactions_asked`).
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    ms: float = 0.0
    notes: tuple[str, ...] = ()
    by_filters: bool = False
    recipe: Mapping[str, Any] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that an import could not use."""

    path: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """What an import did; counts are items, and for a lifelog what lies beside them."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    missing: int = 0
    skipped: list[SkippedFile] = field(default_factory=list)
    items: int = 0
    seconds: float = 0.0
    samples: int = 0  # measurements that are new
    positions: int = 0  # points of tracks that are new
    episodes: int = 0  # stays, trips, activities that are new
    placed: int = 0  # items that got a position from a track
