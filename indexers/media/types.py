"""What reading media yields."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from common.values import MediaFacts
from indexers.media.motion import Motion

ShotClassifier = Callable[[NDArray[np.uint8]], NDArray[np.float32]]
"""(N, 27, 48, 3) uint8 RGB frames in order -> (N,) probability that a shot ends at the frame."""


class MediaClass(StrEnum):
    """What a file is good for."""

    IMAGE = "image"
    VIDEO = "video"
    FILM_LIST = "film list"
    SUBTITLES = "subtitles"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MediaType:
    """What a file holds, judged by its content.

    Args:
        kind: what it is good for.
        format: "jpeg", "png", "mp4", "csv.gz", ...; "" where unknown.
        reason: for OTHER, why a file whose name promises media holds none ("the file is empty");
            "" where nobody would expect media.
    """

    kind: MediaClass
    format: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """A picture, ready for thumbnails and networks.

    Args:
        rgb: uint8 (H, W, 3), upright, sRGB, transparent parts over white.
        facts: what the file says of itself; sizes are those of the full picture.
    """

    rgb: NDArray[np.uint8]
    facts: MediaFacts


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """One frame of a video.

    Args:
        time_s: when it is shown, seconds from the start of the video.
        rgb: uint8 (H, W, 3), upright.
    """

    time_s: float
    rgb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of a video without a cut.

    Args:
        start_s: first frame, seconds from the start of the video.
        end_s: where the next shot starts, or the video ends.
        keyframe_s: the frame that stands for the shot.
    """

    start_s: float
    end_s: float
    keyframe_s: float


@dataclass(frozen=True, slots=True)
class ShotKeyframe:
    """A shot with the picture that stands for it.

    Args:
        shot: where it lies.
        rgb: uint8 (H, W, 3), upright.
        motion: how it moves; None where that could not be measured.
    """

    shot: Shot
    rgb: NDArray[np.uint8]
    motion: Motion | None = None


@dataclass(frozen=True, slots=True)
class FilmRow:
    """One film of a list; anything but the title may be missing.

    Args:
        title: never empty.
        year: of the release.
        release_date: ISO date, if known to the day.
        genres: names.
        actors: in the order of the list.
        directors: names.
        writers: names.
        collections: series that the film belongs to.
        origins: what the story is taken from ("novel", "true story").
        companies: production companies.
        countries: names or ISO codes, as written.
        languages: names or ISO codes, as written.
        keywords: short phrases.
        plot: a paragraph.
        tagline: one line.
        runtime_min: minutes.
        popularity: as the list says; larger is more popular.
        votes: number of ratings.
        rating: mean rating as written, usually 0-10.
        poster: path (relative to the list) or URL; "" if none.
        imdb_id: "tt0499549".
        link: page about the film, as written.
        row: number in the file, from 1 (the line for CSV and JSON lines).
    """

    title: str
    year: int | None = None
    release_date: str = ""
    genres: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    plot: str = ""
    tagline: str = ""
    runtime_min: float | None = None
    popularity: float | None = None
    votes: int | None = None
    rating: float | None = None
    poster: str = ""
    imdb_id: str = ""
    link: str = ""
    row: int = 0
    writers: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a film list that could not be used.

    Args:
        row: its number in the file, from 1.
        reason: why, as a clause.
    """

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class FilmList:
    """A film list as read.

    Args:
        films: in the order of the file.
        bad_rows: what was left out.
        format: "json lines", "json", "csv" or "tsv".
        columns: column of the file that each field was taken from, by field name.
    """

    films: list[FilmRow]
    bad_rows: list[BadRow]
    format: str
    columns: dict[str, str] = field(default_factory=dict)
