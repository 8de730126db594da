"""Reading media: what a file is, its facts, its pictures. Knows no catalogue and no networks."""

from indexers.media.hashing import content_hash
from indexers.media.identify import identify
from indexers.media.images import image_size, read_image
from indexers.media.types import DecodedImage, MediaClass, MediaType

__all__ = [
    "DecodedImage",
    "MediaClass",
    "MediaType",
    "content_hash",
    "identify",
    "image_size",
    "read_image",
]
