"""The words in an XMP block: title, caption, keywords, faces, place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

_LARGEST = 4 << 20
_RATING = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,9})?")
_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_REGION = "{http://www.metadataworkinggroup.com/schemas/regions/}"


@dataclass(slots=True)
class Words:
    """What a block of XMP or IPTC says in words.

    Args:
        title: or "".
        caption: or "".
        created: time as written, or "".
        tags: keywords.
        people: names of marked faces.
        place: by "location", "city", "state", "country".
        rating: stars as written.
    """

    title: str = ""
    caption: str = ""
    created: str = ""
    tags: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    place: dict[str, str] = field(default_factory=dict)
    rating: float | None = None


def read_xmp(block: bytes) -> Words:
    """Read an XMP packet; a broken, huge or suspicious one yields nothing."""
    words = Words()
    # Entities are the way to blow up an XML reader; XMP has no use for them.
    if not 0 < len(block) <= _LARGEST or b"<!DOCTYPE" in block or b"<!ENTITY" in block:
        return words
    start, end = block.find(b"<"), block.rfind(b">") + 1
    try:
        root = ET.fromstring(block[start:end])  # noqa: S314 - no entities, see above
    except (ET.ParseError, ValueError, LookupError):  # the last: an encoding that nobody knows
        return words
    words.title = next(_values(root, _DC + "title"), "")
    words.caption = next(_values(root, _DC + "description"), "")
    words.tags = list(_values(root, _DC + "subject"))
    created = (_EXIF + "DateTimeOriginal", _PHOTOSHOP + "DateCreated", _XMP + "CreateDate")
    words.created = next((text for name in created for text in _values(root, name)), "")
    places = (
        ("location", _IPTC + "Location"),
        ("city", _PHOTOSHOP + "City"),
        ("state", _PHOTOSHOP + "State"),
        ("country", _PHOTOSHOP + "Country"),
    )
    for name, tag in places:
        for text in _values(root, tag):
            words.place[name] = text
    for text in _values(root, _XMP + "Rating"):
        if _RATING.fullmatch(text):
            words.rating = float(text)
    words.people = [name for name in map(_face_name, root.iter()) if name]
    return words


def _values(root: ET.Element, tag: str) -> Iterator[str]:
    """All texts of a property: as attribute, as plain element, or as a list of rdf:li."""
    for node in root.iter():
        if text := node.attrib.get(tag, "").strip():
            yield text
        if node.tag != tag:
            continue
        items = list(node.iter(_RDF + "li")) or [node]
        for item in items:
            if text := (item.text or "").strip():
                yield text


def _face_name(node: ET.Element) -> str:
    """The name of a region marked as a face; other regions (pets, bar codes, focus) give ""."""

    def part(name: str) -> str:
        child = node.find(_REGION + name)
        return (node.attrib.get(_REGION + name) or (child.text if child is not None else "")) or ""

    return part("Name").strip() if part("Type").strip() == "Face" else ""
