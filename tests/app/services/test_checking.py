from pathlib import Path

import pytest

from app.services.checking import CheckService
from app.services.library import Library
from common.errors import ReadOnlyLibraryError
from tests.import_media import LayoutModels, save_everything, service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "test.kinora"
    library = Library.open(folder, create=True)
    service(library).run([save_everything(tmp_path / "media")])
    library.close()
    return folder


def check(folder: Path, *, repair: bool = True) -> tuple[list[str], list[str]]:
    library = Library.open(folder, read_only=not repair)
    models = LayoutModels(folder.parent)
    report = CheckService(library, models).run(repair=repair)
    models.close()
    library.close()
    return report.problems, report.repaired


def test_a_whole_library_is_clean(folder: Path) -> None:
    assert check(folder, repair=False) == ([], [])
    assert check(folder) == ([], [])


@pytest.mark.parametrize("lost", ["jpeg384.pack", "raw8.bin", "aspect.f32"])
def test_lost_thumbnails_are_made_again(folder: Path, lost: str) -> None:
    library = Library.open(folder, read_only=True)
    columns = library.catalogue.columns("id", "thumb_row")
    before = {
        item: library.thumbnails.decode(row, 128).astype(int)
        for item, row in zip(columns["id"].tolist(), columns["thumb_row"].tolist(), strict=True)
    }
    library.close()
    (folder / "thumbs" / lost).unlink()
    assert len(check(folder, repair=False)[0]) == 1
    problems, repaired = check(folder)
    assert problems == []
    assert "19 made again" in repaired[0]
    assert check(folder, repair=False) == ([], [])
    library = Library.open(folder, read_only=True)
    for summary in library.catalogue.items(list(before)):
        after = library.thumbnails.decode(summary.thumb_row, 128)
        assert abs(after - before[summary.id]).mean() < 6, summary
    library.close()


def test_a_damaged_thumbnail_is_made_again(folder: Path) -> None:
    pack = folder / "thumbs" / "jpeg128.pack"
    content = bytearray(pack.read_bytes())
    content[0:2] = b"\0\0"
    pack.write_bytes(content)
    assert "1 item lost" in check(folder, repair=False)[0][0]
    assert "1 made again" in check(folder)[1][0]
    assert check(folder, repair=False) == ([], [])


def test_lost_vectors_are_encoded_again(folder: Path) -> None:
    library = Library.open(folder, read_only=True)
    ids = [int(item) for item in library.catalogue.ids()]
    before = library.vectors("layout").vectors(ids).copy()
    library.close()
    data = folder / "vectors" / "layout" / "data.f32"
    data.write_bytes(data.read_bytes()[: data.stat().st_size // 2])
    assert "lost their vector" in check(folder, repair=False)[0][0]
    problems, repaired = check(folder)
    assert problems == []
    assert "made again" in repaired[0]
    library = Library.open(folder, read_only=True)
    after = library.vectors("layout").vectors(ids)
    library.close()
    assert (before * after).sum(axis=1).min() > 0.97


def test_media_that_are_gone_leave_a_problem(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "media" / "photos" / "photo_004.jpg").unlink()
    (folder / "thumbs" / "raw4.bin").unlink()
    problems, repaired = check(folder)
    assert "18 made again" in repaired[0]
    assert problems[0].startswith("1 item")


def test_a_folder_that_no_item_names_is_removed(folder: Path) -> None:
    orphan = folder / "vectors" / "forgotten"
    orphan.mkdir()
    (orphan / "data.f32").write_bytes(b"1234")
    assert check(folder)[0] == []
    assert not orphan.exists()


def test_repairs_need_a_writable_library(folder: Path) -> None:
    library = Library.open(folder, read_only=True)
    with pytest.raises(ReadOnlyLibraryError):
        CheckService(library, LayoutModels(folder.parent)).run()
    library.close()
