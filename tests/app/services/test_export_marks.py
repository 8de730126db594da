"""Marks travel from one library to another by an export."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.export_marks import apply_marks, read_marks
from app.services.export_types import ExportRequest
from common.errors import QueryError, ReadOnlyLibraryError
from common.jobs import JobContext
from main import main
from tests.app.services.export_support import Shop, make_shop


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Shop, Shop]]:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = make_shop(tmp_path / "one"), make_shop(tmp_path / "other")
    other.library.catalogue.set_labels({other.ids[0]: 0, other.ids[1]: 0, other.ids[5]: 1})
    other.library.catalogue.untag([other.ids[0]], "tag", "harbour")
    catalogue = one.library.catalogue
    catalogue.set_labels({one.ids[2]: -1, one.ids[-1]: 1}, "noir: late")
    catalogue.tag([one.ids[-1]], "tag", "a|b, c")
    catalogue.tag([one.ids[3]], "tag", "=sum")
    for tag in ("[7]", "[raw", "plain"):
        catalogue.tag([one.ids[5]], "tag", tag)
    catalogue.set_watchlist("Evening", [one.ids[4], one.ids[1]])
    catalogue.add_to_bucket("Found", [one.ids[6]])
    yield one, other
    one.services.close()
    other.services.close()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_marks_come_over_and_can_be_undone(
    two: tuple[Shop, Shop], tmp_path: Path, form: str
) -> None:
    one, other = two
    target = tmp_path / f"all.{form}"
    order = [*one.ids[4:], *one.ids[:4]]
    one.export.run(ExportRequest(form, target, order, for_spreadsheet=True))
    catalogue, history = other.library.catalogue, other.services.history
    marks = apply_marks(read_marks(target, other.library), history, JobContext())
    assert (marks.rows, marks.known) == (19, 19)
    assert catalogue.labels() == {other.ids[0]: 1, other.ids[1]: -1, other.ids[5]: 1}
    assert catalogue.labels("noir: late") == {other.ids[2]: -1, other.ids[-1]: 1}
    assert other.services.items.tags(other.ids[-1]) == ["a|b, c"]
    assert other.services.items.tags(other.ids[3]) == ["=sum"]
    assert sorted(other.services.items.tags(other.ids[5])) == ["[7]", "[raw", "plain"]
    assert other.services.items.tags(other.ids[0]) == ["harbour"]
    assert catalogue.watchlist_items("Evening") == [other.ids[4], other.ids[1]]
    assert catalogue.bucket_items("Found") == [other.ids[6]]
    again = apply_marks(read_marks(target, other.library), history, JobContext())
    assert again.changed == [], "the second time nothing is new"
    for _ in marks.changed:
        history.undo()
    assert catalogue.labels() == {other.ids[5]: 1}
    assert catalogue.watchlists() == {}
    assert catalogue.buckets() == {}
    assert other.services.items.tags(other.ids[0]) == []


def test_rows_of_other_media_are_counted(two: tuple[Shop, Shop], tmp_path: Path) -> None:
    _, other = two
    target = tmp_path / "few.csv"
    target.write_text("identity,label\nnobody,relevant\nphoto3,relevant\n,relevant\n")
    marks = read_marks(target, other.library)
    assert (marks.rows, marks.known) == (3, 1)
    assert marks.labels == {"default": {other.ids[3]: 1}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title,label\nx,relevant\n", "which items"),
        (b"[{", "no JSON"),
        (b"\xff\xfe\x00x", "no text in UTF-8"),
    ],
)
def test_bad_files_are_named(
    two: tuple[Shop, Shop], tmp_path: Path, content: bytes, said: str
) -> None:
    target = tmp_path / "bad.csv"
    target.write_bytes(content)
    with pytest.raises(QueryError, match=said):
        read_marks(target, two[1].library)
    with pytest.raises(QueryError, match="cannot be read"):
        read_marks(tmp_path / "none.csv", two[1].library)


def test_the_command(
    two: tuple[Shop, Shop], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = two
    target = tmp_path / "all.json"
    one.export.run(ExportRequest("json", target, one.ids))
    other.services.close()
    words = ["marks", str(target), "--library", str(other.library.folder), "--quiet"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("19 of 19 rows are items of this library.")
    assert "Import watchlist “Evening”" in said
    assert main(words) == 0
    assert "Nothing is new." in capsys.readouterr().out


def test_a_read_only_library_says_so(two: tuple[Shop, Shop], tmp_path: Path) -> None:
    from app.services.library import Library
    from app.services.services import Services

    one, other = two
    target = tmp_path / "all.json"
    one.export.run(ExportRequest("json", target, one.ids))
    locked = Services(Library.open(other.library.folder, read_only=True))
    with pytest.raises(ReadOnlyLibraryError):
        apply_marks(read_marks(target, locked.library), locked.history, JobContext())
    locked.close()
