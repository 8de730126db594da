"""Reading media: what a file is, its facts, its pictures. Knows no catalogue and no networks.

`identify` tells what a file is; each kind has a reader, see docs/extending.md to add one.
"""

from indexers.media.colours import COLOUR_NAMES, colour_facets
from indexers.media.films import read_film_list
from indexers.media.hashing import content_hash
from indexers.media.identify import identify
from indexers.media.images import read_image
from indexers.media.motion import Motion
from indexers.media.posters import draw_poster
from indexers.media.readers import PictureReader, picture_readers
from indexers.media.shots import find_shots, iter_shots, iter_uniform, motions_of
from indexers.media.speech import speech_of
from indexers.media.types import (
    BadRow,
    DecodedImage,
    FilmList,
    FilmRow,
    MediaClass,
    MediaType,
    Shot,
    ShotClassifier,
    ShotKeyframe,
    VideoFrame,
)
from indexers.media.video import frame_at, iter_frames, read_video

__all__ = [
    "COLOUR_NAMES",
    "BadRow",
    "DecodedImage",
    "FilmList",
    "FilmRow",
    "MediaClass",
    "MediaType",
    "Motion",
    "PictureReader",
    "Shot",
    "ShotClassifier",
    "ShotKeyframe",
    "VideoFrame",
    "colour_facets",
    "content_hash",
    "draw_poster",
    "find_shots",
    "frame_at",
    "identify",
    "iter_frames",
    "iter_shots",
    "iter_uniform",
    "motions_of",
    "picture_readers",
    "read_film_list",
    "read_image",
    "read_video",
    "speech_of",
]
