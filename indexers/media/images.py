"""Pictures: decoded once, reduced where the codec allows, upright, in sRGB.

JPEGs are decoded by OpenCV, which scales inside the decoder (1/2, 1/4, 1/8) and releases the GIL;
everything else, and every JPEG that OpenCV would get wrong (CMYK, cut off), by Pillow.
"""

import io
import logging
import struct
import warnings
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from common.errors import MediaError
from common.values import MediaFacts
from indexers.media.exif import orientation_of, read_photo_facts
from indexers.media.hashing import unreadable
from indexers.media.places import with_place
from indexers.media.readers import reader_of
from indexers.media.types import DecodedImage
from indexers.pixels import fitted_size, shrink, swap_red_blue

logger = logging.getLogger(__name__)

# Pillow's fixed limit gives way to the user's own, which read_image checks from the header.
Image.MAX_IMAGE_PIXELS = None
# Pillow warns of every odd tag, on stderr; a picture that can be read is no news.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")

_ANIMATED = {"GIF", "WEBP", "PNG", "AVIF"}
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    MemoryError,
    struct.error,
    RuntimeError,
)
_NAMES = {"MPO": "jpeg", "HEIF": "heic"}


@lru_cache(maxsize=1)
def _register_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()


def read_image(path: Path, *, max_side: int, max_megapixels: int) -> DecodedImage:
    """Decode a picture once, to the size that is needed, with all facts it carries.

    Whose reader knows the file reads it; see `indexers.media.readers`.

    Args:
        path: any picture; the first frame of an animated one.
        max_side: longest side of the result in pixels; smaller pictures stay as they are.
        max_megapixels: larger pictures are refused before they are decoded.

    Raises:
        MediaError: empty, damaged, cut off, too large, or no picture at all.
    """
    try:
        reader = reader_of(path)
        return reader.read(path, max_side=max_side, max_megapixels=max_megapixels)
    except _DAMAGE as error:
        raise _damaged(path, error) from error


def read_common(path: Path, *, max_side: int, max_megapixels: int) -> DecodedImage:
    """Decode a picture of a format that everybody has; as read_image()."""
    _register_heif()
    try:
        with path.open("rb") as file, _open(path, file) as image:
            _guard(path, image, max_megapixels)
            return _read(path, image, file, max_side)
    except _DAMAGE as error:
        raise _damaged(path, error) from error


def _read(path: Path, image: Image.Image, file: BinaryIO, max_side: int) -> DecodedImage:
    facts = with_place(_facts(path, image))
    rgb = shrink(_decode(image, file, max_side), max_side)
    # Asked after decoding: some of Pillow's decoders turn the picture and drop the tag.
    rgb = _upright(_to_srgb(rgb, image), orientation_of(image))
    return DecodedImage(np.ascontiguousarray(rgb), facts)


def _open(path: Path, file: BinaryIO) -> Image.Image:
    try:
        return Image.open(file)
    except UnidentifiedImageError as error:
        if file.seek(0, io.SEEK_END) == 0:
            raise MediaError(path, "the file is empty") from error
        raise MediaError(
            path, "its content is no picture that can be read, or its header is damaged"
        ) from error


def _damaged(path: Path, error: BaseException) -> MediaError:
    if isinstance(error, OSError) and error.errno is not None:  # the system's, not a decoder's
        return unreadable(path, error)
    logger.debug("cannot decode %r", path, exc_info=error)
    if isinstance(error, MemoryError):
        return MediaError(path, "there is not enough memory for it", hint="Close other programs.")
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return MediaError(path, "the picture is cut off", hint="Copy it again from its source.")
    return MediaError(path, "the picture is damaged", hint="Copy it again from its source.")


def _guard(path: Path, image: Image.Image, max_megapixels: int) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise MediaError(path, "the picture has no pixels")
    megapixels = width * height / 1e6
    if megapixels > max_megapixels:
        raise MediaError(
            path,
            f"the picture has {megapixels:,.0f} megapixels ({width} x {height}), "
            f"more than the limit of {max_megapixels:,}",
            hint="Raise “Largest picture” under Settings ▸ Import to read it.",
        )


# -- facts


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    if image.format == "TIFF":  # Pillow may have swapped these already, the tags it has not
        tags = getattr(image, "tag_v2", {})
        width, height = int(tags.get(256, width)), int(tags.get(257, height))
    return (height, width) if orientation_of(image) >= 5 else (width, height)


def _facts(path: Path, image: Image.Image) -> MediaFacts:
    photo = read_photo_facts(image)
    width, height = _upright_size(image)
    taken, source = photo.taken_at, "exif"
    if taken is None:
        taken, source = _changed_at(path), "file"
    name = image.format or ""
    return MediaFacts(
        width=width,
        height=height,
        title=photo.title,
        taken_at=taken,
        offset_min=photo.offset_min,
        time_source=source,
        latitude=photo.latitude,
        longitude=photo.longitude,
        codec=_NAMES.get(name, name.lower()),
        animated=name in _ANIMATED and bool(getattr(image, "is_animated", False)),
        facets=tuple(photo.facets),
        texts=tuple(photo.texts),
        extra={**photo.extra, "megapixels": round(width * height / 1e6, 2)},
    )


def _changed_at(path: Path) -> datetime | None:
    """Return when a file was changed last, UTC, naive; None where no calendar has that day."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


# -- pixels


def _decode(image: Image.Image, file: BinaryIO, max_side: int) -> NDArray[np.uint8]:
    """Pixels as stored (not yet upright), at least max_side long where the picture is."""
    if image.format in {"JPEG", "MPO"} and image.mode in {"RGB", "L"}:
        file.seek(0)
        data = file.read()
        rgb = _decode_jpeg(data, max(image.size), max_side) if _is_whole_jpeg(data) else None
        if rgb is not None:
            return rgb
    image.draft(None, fitted_size(*image.size, max_side))
    image.load()
    return _to_rgb(image, max_side)


def _is_whole_jpeg(data: bytes) -> bool:
    """Whether an end mark follows the start of the scan.

    OpenCV fills what is missing with grey and says nothing; Pillow raises. A thumbnail inside the
    header has an end mark of its own, so the search begins behind the header's segments.
    """
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # start of scan
            return data.rfind(b"\xff\xd9", at) > 0
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return False


def _decode_jpeg(data: bytes, longest: int, max_side: int) -> NDArray[np.uint8] | None:
    import cv2

    flag = cv2.IMREAD_COLOR
    for factor, reduced in (
        (8, cv2.IMREAD_REDUCED_COLOR_8),
        (4, cv2.IMREAD_REDUCED_COLOR_4),
        (2, cv2.IMREAD_REDUCED_COLOR_2),
    ):
        if longest >= factor * max_side:
            flag = reduced
            break
    try:
        # Without the second flag OpenCV turns the picture too, and it would be turned twice.
        bgr = cv2.imdecode(np.frombuffer(data, np.uint8), flag | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    return None if bgr is None else swap_red_blue(cast("NDArray[np.uint8]", bgr))


def _to_rgb(image: Image.Image, max_side: int) -> NDArray[np.uint8]:
    """Any mode of Pillow as RGB, shrunk first where that loses nothing."""
    if image.mode in {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}:
        grey = _to_bytes(np.asarray(image))
        return np.repeat(grey[..., None], 3, axis=2)
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        rgba = shrink(np.asarray(image.convert("RGBA").convert("RGBa")), max_side)
        # Premultiplied: colour + white where the picture lets it through.
        return cast("NDArray[np.uint8]", rgba[..., :3] + (255 - rgba[..., 3:]))
    if image.mode == "LAB":
        return _lab_to_rgb(shrink(np.asarray(image), max_side))
    if image.mode == "CMYK":
        image.thumbnail((max_side, max_side), Image.Resampling.BOX)
        return _cmyk_to_rgb(image)
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB"))


def _to_bytes(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """16-bit, 32-bit and float samples on 0-255, by the range their type or content implies."""
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:  # either byte order
        return (values.astype(np.uint16) >> 8).astype(np.uint8)
    numbers = np.nan_to_num(np.asarray(values, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, top = float(numbers.min()), float(numbers.max())
    is_float = np.issubdtype(values.dtype, np.floating)
    if low >= 0 and top <= 1 and is_float:
        low, top = 0.0, 1.0
    elif low >= 0 and top <= 255:
        low, top = 0.0, 255.0
    elif low >= 0 and top <= 65535 and not is_float:
        low, top = 0.0, 65535.0
    scaled = (numbers - low) * (255.0 / max(top - low, 1e-12))
    return cast("NDArray[np.uint8]", np.clip(np.rint(scaled), 0, 255).astype(np.uint8))


def _upright(rgb: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Apply an EXIF orientation (1-8): 5-8 swap the sides, then each mirrors as it says."""
    if orientation >= 5:
        rgb = rgb.transpose(1, 0, 2)
    if orientation in {2, 3, 6, 7}:
        rgb = rgb[:, ::-1]
    if orientation in {3, 4, 7, 8}:
        rgb = rgb[::-1]
    return rgb


# -- colour


def _to_srgb(rgb: NDArray[np.uint8], image: Image.Image) -> NDArray[np.uint8]:
    """Convert from the embedded profile (Display P3 of phones, Adobe RGB) where it is not sRGB."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or image.mode not in {"RGB", "RGBA", "P"}:
        return rgb
    transform = _transform(profile, "RGB")
    if transform is None:
        return rgb
    return np.asarray(transform.apply(Image.fromarray(rgb)))


def _lab_to_rgb(lab: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    # Pillow keeps a and b as signed bytes, OpenCV wants them around 128.
    shifted = lab ^ np.array([0, 128, 128], np.uint8)
    return cast("NDArray[np.uint8]", cv2.cvtColor(shifted, cv2.COLOR_LAB2RGB))


def _cmyk_to_rgb(image: Image.Image) -> NDArray[np.uint8]:
    profile = image.info.get("icc_profile")
    transform = _transform(profile, "CMYK") if isinstance(profile, bytes) else None
    return np.asarray(transform.apply(image) if transform else image.convert("RGB"))


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way from a profile to sRGB; None where it is sRGB already, or broken."""
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return None
        target = ImageCms.createProfile("sRGB")
        return ImageCms.buildTransform(source, target, mode, "RGB")
    return None
