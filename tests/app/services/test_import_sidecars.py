"""Labels in a table beside photos become facets."""

from pathlib import Path

import pytest

from app.services.import_sidecars import read_sidecar
from app.services.library import Library
from app.services.types import parse_filter
from common.errors import MediaError
from tests.import_media import picture, save_photos, service


@pytest.fixture
def library(tmp_path: Path):
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


@pytest.fixture
def media(tmp_path: Path) -> Path:
    save_photos(tmp_path / "media" / "img", 4)
    return tmp_path / "media"


def write(media: Path, *rows: str, name: str = "labels.csv") -> Path:
    path = media / name
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def holders(library: Library, text: str) -> list[str]:
    items = library.catalogue.items_with([parse_filter(text)])
    return [Path(each.path).stem[-3:] for each in library.catalogue.items(items.tolist())]


def test_columns_become_facets(library, media) -> None:
    write(
        media, "file,split,class_id,class,coarse_id,coarse",
        "img/photo_000.jpg,test,1,Granny-Smith,0,Apple",
        "img\\photo_001.jpg,train,2,Gala,0,Apple", "img/photo_002.jpg,test,7,Kiwi|Green,,",
    )  # fmt: skip
    report = service(library).run([media])
    assert (report.added, report.updated, report.skipped) == (4, 0, [])
    assert holders(library, "coarse=Apple") == ["000", "001"]
    assert holders(library, "class=Green") == holders(library, "class=Kiwi") == ["002"]
    assert set(library.catalogue.facet_keys()) >= {"split", "class", "coarse"}
    assert not set(library.catalogue.facet_keys()) & {"class_id", "coarse_id", "file"}
    facets = library.catalogue.item(1).facets
    assert {f.source for f in facets if f.key == "coarse"} == {"labels.csv"}


def test_importing_again_follows_the_table(library, media) -> None:
    rows = ["file;class", "img/photo_000.jpg;one", "img/photo_001.jpg;two"]
    write(media, *rows)
    imports = service(library)
    imports.run([media])
    again = imports.run([media])
    assert (again.added, again.updated, again.unchanged) == (0, 0, 4)
    library.catalogue.tag([1], "class", "mine")
    write(media, "file;class", "img/photo_001.jpg;three", "img/photo_003.jpg;one")
    changed = imports.run([media])
    assert (changed.added, changed.updated) == (0, 3)
    assert holders(library, "class=one") == ["003"]
    assert holders(library, "class=three") == ["001"]
    assert holders(library, "class=two") == []
    assert holders(library, "class=mine") == ["000"]
    save_photos(media / "img", 1, first=9)
    more = write(media, "file;class", "img/photo_009.jpg;nine").read_text()
    assert more
    assert imports.run([media]).added == 1
    assert holders(library, "class=nine") == ["009"]


def test_bad_rows_are_listed_and_cost_nothing_else(library, media) -> None:
    table = write(
        media, "file,class,kind", "img/photo_000.jpg,good,x", "img/photo_001.jpg", ",none,x",
        "../other/a.jpg,outside,x", "img/absent.jpg,gone,x",
    )  # fmt: skip
    report = service(library).run([media])
    reasons = [each.reason for each in report.skipped if each.path == str(table)]
    assert reasons[:3] == [
        "row 3: it has 1 cells, the header 3",
        "row 4: it names no file",
        "row 5: its file lies outside the table's folder",
    ]
    assert "1 of 2 rows name files that are not in this library" in reasons[3]
    assert str(Path("img") / "absent.jpg") in reasons[3]
    assert "column “kind” is left out" in reasons[4]
    assert holders(library, "class=good") == ["000"]


def test_many_bad_rows_are_counted(library, media) -> None:
    write(media, "file,class", *["x"] * 30)
    report = service(library).run([media])
    assert len(report.skipped) == 11
    assert report.skipped[-1].reason == "20 more rows cannot be used"


def test_a_column_label_means_the_class(library, media) -> None:
    write(media, "Image\tLabel", "img/photo_001.jpg\tdog", name="LABELS.tsv")
    service(library).run([media])
    assert holders(library, "class=dog") == ["001"]


def test_no_table_of_labels(library, media) -> None:
    write(media, "a,b", "1,2")
    assert service(library).run([media]).skipped == []
    only_files = write(media, "file", "img/photo_001.jpg")
    report = service(library).run([media])
    assert "no column “file” with another one" in report.skipped[0].reason
    only_files.write_bytes(b"file,class\n\x00\xff,\n")
    assert len(service(library).run([media]).skipped) == 1
    with pytest.raises(MediaError, match="cannot be read"):
        read_sidecar(media / "nothing.csv")


def test_undated_pictures_have_no_year(library, tmp_path) -> None:
    """The time of a file says when it was copied, not when the picture was taken."""
    folder = tmp_path / "plain"
    folder.mkdir()
    picture(1).save(folder / "shot.jpg")
    picture(2).save(folder / "20160815_093012.jpg")
    service(library).run([folder])
    years = {Path(each.path).name: each.year for each in library.catalogue.items([1, 2])}
    assert years == {"20160815_093012.jpg": 2016, "shot.jpg": None}


def test_a_thousand_files_chosen_one_by_one(library, tmp_path) -> None:
    files = []
    for number in range(1000):
        files.append(tmp_path / "many" / f"{number}.txt")
        files[0].parent.mkdir(exist_ok=True)
        files[-1].write_text("no media")
    assert len(service(library).run(files, "photos").skipped) == 1000
