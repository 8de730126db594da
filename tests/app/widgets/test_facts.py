"""Facts as a person reads them."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.services.library import Library
from app.widgets.facts import describe, fact_rows, taken_here, where
from app.widgets.more_facts import more_name, more_value
from common.values import Facet, ItemKind, MediaFacts
from indexers.catalogue import FileRecord, NewItem
from tests.german_support import speaking


def test_place_time_and_kind_are_written_out(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "one.kinora", create=True)
    taken = datetime(2019, 7, 14, 17, 30)  # noqa: DTZ001 - UTC, naive
    facts = MediaFacts(
        width=640, height=480, taken_at=taken, offset_min=60, latitude=38.7225, longitude=-9.139,
        codec="gif", animated=True,
    )  # fmt: skip
    facets = [Facet("country", "Portugal"), Facet("city", "Lisbon"), Facet("colour", "red")]
    item = NewItem(
        "a", ItemKind.PHOTO, files=[FileRecord("/p/quay.gif", 5)], facts=facts, facets=facets
    )
    library.catalogue.add_batch([item])
    details = library.catalogue.item(1)
    library.close()
    assert where(details) == "Lisbon, Portugal (38.72250° N, 9.13900° W)"
    rows = dict(fact_rows(details))
    assert rows["Taken"] == "2019-07-14 18:30:00 UTC+1:00"
    assert taken_here(details) == datetime(2019, 7, 14, 18, 30)  # noqa: DTZ001 - local, naive
    assert rows["Size"] == "640 × 480"
    assert rows["Codec"] == "gif, animated"
    text, name = describe(details)
    assert name == "quay.gif"
    assert text.endswith("/p/quay.gif")


def test_what_cameras_and_lists_tell_has_names_units_and_numerals(qapp: QApplication) -> None:
    told = {
        "exposure_s": 0.016667, "f_number": 2.8, "altitude_m": 1204.5, "flash": False,
        "runtime_min": 162.0, "votes": 11800, "rating": 7.2, "popularity_from": "list",
        "row": 2009, "release_date": "2009-12-10", "sharpness_now": 0.0004,
    }  # fmt: skip
    english = [(more_name(key), more_value(key, value)) for key, value in told.items()]
    assert english == [
        ("Exposure", "1/60 s"), ("Aperture", "f/2.8"), ("Altitude", "1204.5 m"), ("Flash", "no"),
        ("Running time", "162 min"), ("Votes", "11,800"), ("Rating", "7.2"),
        ("Popularity from", "the list"), ("Row of the list", "2009"), ("Released", "2009-12-10"),
        ("Sharpness now", "0.0004"),
    ]  # fmt: skip
    with speaking(qapp):
        german = {key: more_value(key, value) for key, value in told.items()}
    assert german["rating"] == "7,2"
    assert german["votes"] == "11.800"
    assert german["f_number"] == "f/2,8"
    assert german["row"] == "2009"
