"""What is kept of all items follows the writes, in memory and in files, and is never wrong."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import delete, select, update

from common.jobs import JobContext
from common.values import Facet, Findings, MediaFacts
from indexers.catalogue import Catalogue, Filter, NewItem, touched
from indexers.catalogue.clocks import Saying
from indexers.catalogue.kept import Kept
from indexers.catalogue.placing import Moment
from indexers.catalogue.tables import Meta

Make = Callable[..., NewItem]
KEYS = ("genre", "kind", "rating", "mood")
COLUMNS = ("year", "taken_at", "width")
FILTERS = (
    (Filter("genre", ("Drama",)),),
    (Filter("rating", low=2, high=7), Filter("mood", ("dark",), "none")),
    (Filter("year", low=1952, high=1957),),
)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexers.catalogue.postings.LEAST", 3)


@pytest.fixture
def filled(catalogue: Catalogue, make: Make) -> Catalogue:
    catalogue.add_batch([item(make, number) for number in range(30)])
    return catalogue


def item(make: Make, number: int, **changes: Any) -> NewItem:
    facets = [Facet("genre", ("Comedy", "Drama")[number % 2], source="exif")]
    facets += [Facet("rating", str(number % 10)), Facet("genre", "Drama", 0.5, "net")]
    taken_at = datetime(2020, 1, 1 + number % 28)  # noqa: DTZ001 - naive UTC
    facts = MediaFacts(40, 30, taken_at=taken_at, offset_min=0, time_source="name")
    told = {"facets": facets, "facts": facts, "year": 1950 + number % 9} | changes
    return make(number, **told)


def told(catalogue: Catalogue) -> list[Any]:
    """Return all that can be kept, as plain values."""
    found: list[Any] = [catalogue.passing(()).tolist()]
    for key in KEYS:
        table = catalogue.facet_table(key)
        numbers = np.nan_to_num(table.numbers, nan=-1).tolist()
        found.append((table.names, numbers, table.offsets.tolist(), table.items.tolist()))
    found += [np.nan_to_num(catalogue.number_column(name), nan=-1).tolist() for name in COLUMNS]
    return found + [catalogue.items_with(list(filters)).tolist() for filters in FILTERS]


def afresh(url: str) -> list[Any]:
    with Catalogue.open(url, read_only=True) as other:
        return told(other)


@pytest.fixture
def reads() -> Iterator[list[str]]:
    """Names that are read whole."""
    from indexers.catalogue.fact_reader import FactReader

    seen: list[str] = []
    read = FactReader.read

    def noted(self: FactReader, name: tuple[str, ...]) -> Any:
        seen.append(name[-1])
        return read(self, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FactReader, "read", noted)
        yield seen


def writes(make: Make) -> list[tuple[str, Callable[[Catalogue], object]]]:
    moment = Moment(4, make(3).kind, None, None, "", None, None, "")
    return [
        ("new items", lambda one: one.add_batch([item(make, n) for n in range(30, 34)])),
        ("changed", lambda one: one.add_batch(
            [item(make, 3, facts=MediaFacts(width=9, height=9)), make(4, facets=())])),
        ("tag", lambda one: one.tag([2, 5, 31], "mood", "dark")),
        ("tag of a new key", lambda one: one.tag([7], "mood", "light")),
        ("untag", lambda one: one.untag([5], "mood", "dark")),
        ("found", lambda one: one.add_findings(
            6, "net", "2", Findings(facets=[Facet("genre", "War", 0.9)]), {})),
        ("forgotten", lambda one: one.forget_findings("net", [6, 8])),
        ("removed", lambda one: one.remove_items([1, 9, 34], removal="r")),
        ("restored", lambda one: one.restore_items("r")),
        ("placed", lambda one: one.set_moments([moment], teller=lambda _: Saying(frozenset()))),
        ("thumbnails", lambda one: one.set_thumb_rows({3: 11})),
        ("missing", lambda one: one.mark_missing(
            [next(iter(one.files_under(["/media/12.jpg"]).values())).id])),
        ("last ones removed", lambda one: one.remove_items([33, 34])),
        ("clock", lambda one: one.set_clock("time:name", 86_400 * 400)),
    ]  # fmt: skip


def test_what_is_kept_follows_every_kind_of_write(
    filled: Catalogue, url: str, make: Make, tmp_path: Path, reads: list[str]
) -> None:
    filled.use_packed(tmp_path / "packed")
    told(filled)
    with Catalogue.open(url, read_only=True) as plain:
        for at, (name, write) in enumerate(writes(make)):
            write(filled)
            reads.clear()
            now = told(filled)
            assert reads == [], name
            plain._kept = Kept(-1)  # as after opening
            assert now == told(plain), name
            if at % 5 == 3:  # what another window finds on disk is brought to the same state
                with Catalogue.open(url, read_only=True) as other:
                    other.use_packed(tmp_path / "packed")
                    assert told(other) == now, name


def test_the_next_window_reads_nothing(
    filled: Catalogue, url: str, tmp_path: Path, reads: list[str]
) -> None:
    filled.use_packed(tmp_path / "packed")
    filled.keep_packed(JobContext())
    assert {"all", "kind", "genre", "rating", "year", "taken_at"} == set(reads)
    expected = afresh(url)
    reads.clear()
    with Catalogue.open(url, read_only=True) as other:
        other.use_packed(tmp_path / "packed")
        assert other.items_with([FILTERS[0][0]]).tolist() == expected[-3]
        assert other.items_with(list(FILTERS[2])).tolist() == expected[-1]
        assert not any(name in reads for name in ("genre", "year"))
        assert other.facet_table("genre").is_mapped
        assert told(other) == expected
    (tmp_path / "packed" / "left.part").touch()
    filled.tag([1], "mood", "dark")
    reads.clear()
    filled.keep_packed(JobContext())
    assert not (tmp_path / "packed" / "left.part").exists()
    assert not filled._kept.entries, "files that are not far behind stay as they are"
    assert reads == []


def test_a_state_that_is_not_known_again_is_read(
    filled: Catalogue, url: str, tmp_path: Path, make: Make, reads: list[str]
) -> None:
    """As after a backup was put in place: the numbers are the same, what they stand for is not."""
    filled.use_packed(tmp_path / "packed")
    told(filled)
    with filled._noting() as connection:
        state = connection.execute(select(Meta.value).where(Meta.key == "facts")).scalar()
        row = update(Meta).where(Meta.key == f"change:{state}")
        connection.execute(row.values(value="another word;"))
    reads.clear()
    with Catalogue.open(url, read_only=True) as other:
        other.use_packed(tmp_path / "packed")
        assert told(other) == told(filled)
        assert "genre" in reads


def test_writes_that_do_not_say_what_they_change(
    filled: Catalogue, url: str, tmp_path: Path, make: Make, reads: list[str]
) -> None:
    filled.use_packed(tmp_path / "packed")
    told(filled)
    with filled._writing() as connection:  # as an older version, or one that cannot say
        connection.execute(update(Meta).where(Meta.key == "none").values(value=""))
    reads.clear()
    assert told(filled) == afresh(url)
    assert "genre" in reads
    with filled._writing() as connection:
        filled._touched.add(range(touched.MOST_CHANGED + 1))
    with filled._reading() as connection:
        assert touched.changed_since(connection, 1, 10**9) is None


def test_what_was_long_ago_is_forgotten_and_files_are_renewed(
    filled: Catalogue, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(touched, "WRITES_KEPT", 8)
    monkeypatch.setattr(touched, "_PRUNED_EVERY", 4)
    monkeypatch.setattr("indexers.catalogue.postings._REFRESHED", 3)
    filled.use_packed(tmp_path / "packed")
    told(filled)
    for at in range(20):
        filled.tag([1 + at], "mood", "dark")
        filled.facet_table("genre")
    with filled._reading() as connection:
        kept = select(Meta.key).where(Meta.key.startswith("change:"))
        assert 8 <= len(connection.execute(kept).all()) <= 8 + 3 * 4
    with Catalogue.open(url, read_only=True) as other:
        other.use_packed(tmp_path / "packed")
        files = other._files
        assert files is not None
        assert (
            other.facet_table("genre").items.tolist() == filled.facet_table("genre").items.tolist()
        )
        assert files.states["table", "genre"] > 17
        assert told(other) == told(filled)


@pytest.mark.parametrize("damage", ["cut", "other", "empty", "words"])
def test_files_that_are_damaged_are_not_used(
    filled: Catalogue, url: str, tmp_path: Path, damage: str
) -> None:
    filled.use_packed(tmp_path / "packed")
    expected = told(filled)
    for path in (tmp_path / "packed").iterdir():
        content = path.read_bytes()
        changed = {
            "cut": content[: len(content) // 2], "other": b"x" * 200, "empty": b"",
            "words": content.replace(b'"name"', b'"nama"', 1),
        }[damage]  # fmt: skip
        path.unlink()
        path.write_bytes(changed)
    with Catalogue.open(url, read_only=True) as other:
        other.use_packed(tmp_path / "packed")
        assert told(other) == expected


def test_a_folder_that_cannot_be_written_is_done_without(filled: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    filled.use_packed(tmp_path / "file" / "packed")
    assert filled.facet_table("genre").totals.sum() > 0


def test_a_catalogue_of_an_older_version_gets_a_word(filled: Catalogue, tmp_path: Path) -> None:
    with filled._noting() as connection:
        connection.execute(delete(Meta).where(Meta.key.startswith("change:")))
    filled.use_packed(tmp_path / "packed")
    filled.facet_table("genre")
    assert not (tmp_path / "packed").exists()
    filled.keep_packed(JobContext())
    assert len(list((tmp_path / "packed").iterdir())) == 6
