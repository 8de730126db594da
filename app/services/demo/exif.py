"""Writes pictures of the demo as JPEG files with EXIF, as a camera would."""

from datetime import datetime
from pathlib import Path
from typing import Any

from app.services.demo.canvas import Picture

JPEG_QUALITY = 90


def save_photo(
    path: Path, picture: Picture, camera: str, taken_at: datetime, offset_min: int,
    position: tuple[float, float] | None = None, caption: str = "", keywords: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Write a picture; the file is whole or not there.

    Args:
        path: file to write.
        picture: uint8 (H, W, 3) RGB.
        camera: model name.
        taken_at: local time.
        offset_min: minutes east of UTC.
        position: degrees north and east; None for a camera that does not know.
        caption: one sentence.
        keywords: words.

    Raises:
        OSError: the folder cannot be written.
    """
    from PIL import ExifTags, Image

    exif = Image.Exif()
    if caption:
        exif[ExifTags.Base.ImageDescription] = caption
    if keywords:
        exif[ExifTags.Base.XPKeywords] = (";".join(keywords) + "\0").encode("utf-16-le")
    exif[ExifTags.Base.Make] = "Kinora"
    exif[ExifTags.Base.Model] = camera
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    sign, minutes = ("-" if offset_min < 0 else "+"), abs(offset_min)
    detail[ExifTags.Base.OffsetTimeOriginal] = f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    if position is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(_position(*position))
    partial = path.with_suffix(".part")
    Image.fromarray(picture).save(partial, "JPEG", quality=JPEG_QUALITY, exif=exif)
    partial.replace(path)


def _position(latitude: float, longitude: float) -> dict[int, Any]:
    """Return the GPS directory of a position."""
    from PIL import ExifTags

    return {
        ExifTags.GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        ExifTags.GPS.GPSLatitude: _degrees(latitude),
        ExifTags.GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        ExifTags.GPS.GPSLongitude: _degrees(longitude),
    }


def _degrees(value: float) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds of an angle's size."""
    whole = abs(value)
    minutes = (whole % 1) * 60
    return (float(int(whole)), float(int(minutes)), round((minutes % 1) * 60, 2))
