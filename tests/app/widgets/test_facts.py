"""Facts as a person reads them."""

from datetime import datetime
from pathlib import Path

from app.services.library import Library
from app.widgets.facts import describe, fact_rows, where
from common.values import Facet, ItemKind, MediaFacts
from indexers.catalogue import FileRecord, NewItem


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
    assert rows["Size"] == "640 × 480"
    assert rows["Codec"] == "gif, animated"
    text, name = describe(details)
    assert name == "quay.gif"
    assert text.endswith("/p/quay.gif")
