"""Facts in EXIF, IPTC and XMP blocks; broken ones are left out."""

import io
import os
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from common.values import MediaFacts, TextKind
from indexers.media import read_image
from indexers.media.exif import parse_time
from indexers.media.xmp import read_xmp

BASE, GPS, IFD = ExifTags.Base, ExifTags.GPS, ExifTags.IFD


def facts_of(
    tmp_path: Path,
    base: dict[int, Any] | None = None,
    detail: dict[int, Any] | None = None,
    gps: dict[int, Any] | None = None,
    **save: Any,
) -> MediaFacts:
    exif = Image.Exif()
    exif.update(base or {})
    exif.get_ifd(IFD.Exif).update(detail or {})
    exif.get_ifd(IFD.GPSInfo).update(gps or {})
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (8, 8)).save(path, exif=exif, **save)
    return read_image(path, max_side=64, max_megapixels=1).facts


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def dms(*parts: float) -> tuple[IFDRational, ...]:
    return tuple(IFDRational(round(part * 1000), 1000) for part in parts)


def test_time_with_fraction_and_offset(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        detail={
            BASE.DateTimeOriginal: "2021:12:31 23:30:05",
            BASE.SubsecTimeOriginal: "25",
            BASE.OffsetTimeOriginal: "-03:30",
        },
    )
    assert facts.taken_at == local(2022, 1, 1, 3, 0, 5, 250_000)
    assert facts.offset_min == -210
    assert facts.time_source == "exif"


def test_original_time_goes_before_the_others(tmp_path: Path) -> None:
    later = {BASE.DateTime: "2023:01:01 00:00:00"}
    detail = {BASE.DateTimeDigitized: "2022:02:02 02:02:02"}
    assert facts_of(tmp_path, later).taken_at == local(2023, 1, 1)
    assert facts_of(tmp_path, later, detail).taken_at == local(2022, 2, 2, 2, 2, 2)
    detail[BASE.DateTimeOriginal] = "0000:00:00 00:00:00"
    assert facts_of(tmp_path, later, detail).taken_at == local(2022, 2, 2, 2, 2, 2)


def test_without_a_time_the_file_s_own_is_marked_as_such(tmp_path: Path) -> None:
    assert facts_of(tmp_path).time_source == "file"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2008:10:22 16:28:39", (2008, 10, 22, 16, 28, 39)),
        ("2008-10-22T16:28:39.5Z", (2008, 10, 22, 16, 28, 39)),
        ("2016:06:30 23:59:60", (2016, 6, 30, 23, 59, 59)),
        ("2008:02:30 10:00:00", None),
        ("0001:01:01 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_times_as_written(text: str, expected: tuple[int, ...] | None) -> None:
    assert parse_time(text) == (local(*expected) if expected else None)


@pytest.mark.parametrize(
    ("refs", "signs"),
    [(("N", "E"), (1, 1)), (("S", "E"), (-1, 1)), (("N", "W"), (1, -1)), (("S", "W"), (-1, -1))],
)
def test_positions_in_all_hemispheres(
    tmp_path: Path, refs: tuple[str, str], signs: tuple[int, int]
) -> None:
    gps = {
        GPS.GPSLatitudeRef: refs[0],
        GPS.GPSLatitude: dms(33, 51, 35.9),
        GPS.GPSLongitudeRef: refs[1],
        GPS.GPSLongitude: dms(151.5, 12, 0),
    }
    facts = facts_of(tmp_path, gps=gps)
    assert facts.latitude == pytest.approx(signs[0] * 33.859972, abs=1e-5)
    assert facts.longitude == pytest.approx(signs[1] * 151.7, abs=1e-5)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ((IFDRational(1, 0), IFDRational(0, 0), IFDRational(0, 1)), dms(8, 0, 0)),
        (dms(95, 0, 0), dms(8, 0, 0)),
        (dms(45, 0, 0), dms(200, 0, 0)),
        (dms(0, 0, 0), dms(0, 0, 0)),
        (None, dms(8, 0, 0)),
    ],
)
def test_broken_positions_are_left_out(tmp_path: Path, latitude: Any, longitude: Any) -> None:
    gps = {GPS.GPSLatitudeRef: "N", GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: longitude}
    if latitude is not None:
        gps[GPS.GPSLatitude] = latitude
    facts = facts_of(tmp_path, gps=gps)
    assert (facts.latitude, facts.longitude) == (None, None)


@pytest.mark.parametrize("day", ["2020:07:01", "2020:06:30"])
def test_the_gps_clock_tells_the_offset(tmp_path: Path, day: str) -> None:
    facts = facts_of(
        tmp_path,
        detail={BASE.DateTimeOriginal: "2020:07:01 05:31:00"},
        gps={GPS.GPSTimeStamp: dms(0, 0, 30), GPS.GPSDateStamp: day},
    )
    assert facts.offset_min == 330  # India; a wrong day in the stamp does not matter
    assert facts.taken_at == local(2020, 7, 1, 0, 1)


def test_camera_lens_and_exposure(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        {BASE.Make: "NIKON CORPORATION", BASE.Model: "NIKON D90\0 ", BASE.Artist: "Zoë"},
        {
            BASE.LensModel: "18-105 mm",
            BASE.ExposureTime: IFDRational(1, 250),
            BASE.FNumber: IFDRational(56, 10),
            BASE.ISOSpeedRatings: 400,
            BASE.FocalLength: IFDRational(1, 0),
            BASE.Flash: 0x19,
        },
    )
    facets = {f.key: f.value for f in facts.facets}
    assert facets == {"camera": "NIKON D90", "lens": "18-105 mm"}
    assert facts.extra["exposure_s"] == 0.004
    assert facts.extra["f_number"] == 5.6
    assert facts.extra["iso"] == 400
    assert facts.extra["flash"] is True
    assert "focal_mm" not in facts.extra  # one divided by nothing


def test_a_maker_is_named_once(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, {BASE.Make: "Canon", BASE.Model: "EOS 5D"})
    assert [f.value for f in facts.facets] == ["Canon EOS 5D"]


def test_captions_in_utf8_and_placeholders(tmp_path: Path) -> None:
    caption = "Café am See"
    facts = facts_of(tmp_path, {BASE.ImageDescription: caption.encode()})
    assert [(t.kind, t.content) for t in facts.texts] == [(TextKind.CAPTION, caption)]
    assert facts_of(tmp_path, {BASE.ImageDescription: "OLYMPUS DIGITAL CAMERA"}).texts == ()


XMP = """<?xpacket begin="\ufeff"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 photoshop:City="Wien" xmp:Rating="4"><photoshop:Country>Austria</photoshop:Country>
 <dc:title><rdf:Alt><rdf:li xml:lang="x-default">The square</rdf:li></rdf:Alt></dc:title>
 <dc:description><rdf:Alt><rdf:li>Snow at noon</rdf:li></rdf:Alt></dc:description>
 <dc:subject><rdf:Bag><rdf:li>winter</rdf:li><rdf:li>dog</rdf:li></rdf:Bag></dc:subject>
 <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>
  <rdf:li><rdf:Description mwg-rs:Name="Ada L." mwg-rs:Type="Face"/></rdf:li>
  <rdf:li><rdf:Description mwg-rs:Name="Rex" mwg-rs:Type="Pet"/></rdf:li>
 </rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def test_words_in_xmp(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, xmp=XMP.encode())
    assert facts.title == "The square"
    assert {(f.key, f.value) for f in facts.facets} == {
        ("tag", "winter"),
        ("tag", "dog"),
        ("person", "Ada L."),
        ("city", "Wien"),
        ("country", "Austria"),
    }
    texts = {(t.kind, t.content) for t in facts.texts}
    assert (TextKind.CAPTION, "Snow at noon") in texts
    assert (TextKind.PLACE, "Wien, Austria") in texts
    assert (TextKind.TAG, "Ada L.") in texts
    assert facts.extra["rating"] == 4


def test_dangerous_and_broken_xmp_is_ignored() -> None:
    bomb = XMP.replace("<x:xmpmeta", '<!DOCTYPE a [<!ENTITY b "bb">]><x:xmpmeta', 1)
    for block in (bomb, XMP[:200], "", "\0\0", "<a>" * 50):
        assert read_xmp(block.encode()).title == ""


def test_words_in_iptc(tmp_path: Path) -> None:
    def entry(number: int, text: str) -> bytes:
        body = text.encode()
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(body)) + body

    block = entry(5, "Harbour") + entry(25, "sea") + entry(25, "boot") + entry(120, "Two boats")
    block += entry(90, "Kiel") + entry(101, "Germany")
    resource = (
        b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    )
    segment = b"Photoshop 3.0\0" + resource
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "jpeg")
    data = buffer.getvalue()
    path = tmp_path / "iptc.jpg"
    marker = b"\xff\xed" + struct.pack(">H", len(segment) + 2)
    path.write_bytes(data[:2] + marker + segment + data[2:])
    facts = read_image(path, max_side=64, max_megapixels=1).facts
    assert facts.title == "Harbour"
    assert [f.value for f in facts.facets] == ["sea", "boot", "Kiel", "Germany"]
    assert facts.texts[0].content == "Two boats"


def test_an_encoding_of_xmp_that_nobody_knows_costs_its_words_only(tmp_path: Path) -> None:
    odd = b'<?xml version="1.0" encoding="x-none"?><a/>'
    assert read_xmp(odd).title == ""
    assert facts_of(tmp_path, xmp=odd).width == 8


@pytest.mark.parametrize("rating", ["--5", "\u00b2", "1" * 400, "4.", "five"])
def test_a_rating_that_is_none_is_left_out(rating: str) -> None:
    assert read_xmp(XMP.replace('Rating="4"', f'Rating="{rating}"').encode()).rating is None


def test_the_last_year_of_the_calendar_is_no_date(tmp_path: Path) -> None:
    detail = {
        BASE.DateTimeOriginal: "9999:12:31 23:59:59",
        BASE.OffsetTimeOriginal: "-03:00",
    }
    assert facts_of(tmp_path, detail=detail).time_source == "file"


def test_a_file_changed_when_no_calendar_knows_has_no_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "far.png"
    Image.new("RGB", (8, 8)).save(path)
    stat = Path.stat

    def far(self: Path, **options: bool) -> Any:
        found = stat(self, **options)
        return os.stat_result((*found[:8], 10**12, *found[9:10])) if self == path else found

    monkeypatch.setattr(Path, "stat", far)
    assert read_image(path, max_side=8, max_megapixels=1).facts.taken_at is None
