"""Many items described at once say the same as each one alone."""

from pathlib import Path

from app.services.library import Library
from tests.panel_support import fill


def test_many_at_once_say_what_each_says(tmp_path: Path) -> None:
    with_all = Library.open(tmp_path / "a.kinora", create=True)
    catalogue = with_all.catalogue
    ids = fill(with_all, tmp_path / "media")
    catalogue.set_labels({ids[0]: 1, ids[1]: -1})
    catalogue.set_labels({ids[1]: 0})
    catalogue.set_labels({ids[2]: -1}, "other")
    catalogue.tag(ids[:3], "tag", "harbour")
    catalogue.add_to_bucket("seen", ids[:2])
    catalogue.add_to_watchlist("later", ids[1:3])
    wanted = [*reversed(ids), 999_999]
    found = catalogue.describe(wanted)
    assert [details.id for details in found] == list(reversed(ids))
    assert found == [catalogue.item(item) for item in reversed(ids)]
    assert catalogue.describe([]) == []
    with_all.close()
