"""Exports, read again by other means than those that wrote them."""

import csv
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.services.export import default_name, form_of, with_suffix
from app.services.export_tables import cell_of, safe
from app.services.export_types import ExportRequest, WallPicture
from app.services.export_zip import Names, _info
from app.services.importing import ImportService
from app.services.library import Library
from app.services.services import Services
from app.services.wall import ArrangeRequest
from common.errors import ExportError
from common.jobs import JobCancelled
from common.values import Hit
from tests.app.services.export_support import ODD, Shop, cancelling_after, make_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    yield made
    made.services.close()


def export(shop: Shop, form: str, folder: Path, **wishes: Any) -> Path:
    wishes.setdefault("items", shop.ids)
    target = folder / f"out.{form}"
    report = shop.export.run(ExportRequest(form, target, **wishes))
    assert report.path == target
    assert report.size == target.stat().st_size
    return target


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


# -- tables


def test_csv_holds_every_item_in_its_order(shop: Shop, tmp_path: Path) -> None:
    wanted = list(reversed(shop.ids))
    rows = rows_of(export(shop, "csv", tmp_path, items=np.array(wanted)))
    assert [int(row["id"]) for row in rows] == wanted
    by_id = {int(row["id"]): row for row in rows}
    first, film = by_id[shop.ids[0]], by_id[shop.ids[-1]]
    assert (first["label"], first["tags"], first["kind"]) == ("relevant", "harbour", "photo")
    assert first["path"].endswith("photo 0.png")
    assert by_id[shop.ids[1]]["label"] == "not relevant"
    assert film["genres"] == "Drama|War"
    assert json.loads(film["companies"]) == ["Metro, Goldwyn"]
    assert (film["year"], film["votes"], film["popularity"]) == ("1999", "12", "150.437577")
    assert "deep" in film["plot"]


def test_no_cell_is_a_formula(shop: Shop, tmp_path: Path) -> None:
    for row in rows_of(export(shop, "csv", tmp_path)):
        for name, cell in row.items():
            is_number = re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
            assert is_number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), name
    assert safe("=1+1") == "'=1+1"
    assert safe("@x") == "'@x"
    assert safe("plain") == "plain"
    assert cell_of(-3.5) == "-3.5"
    assert cell_of(["a", "b"]) == "a|b"
    assert json.loads(cell_of(["a|b", "c"])) == ["a|b", "c"]
    assert cell_of(None) == cell_of("") == ""


def test_json_says_what_csv_says_with_real_types(shop: Shop, tmp_path: Path) -> None:
    found = json.loads(export(shop, "json", tmp_path).read_text("utf-8"))
    assert [entry["id"] for entry in found] == shop.ids
    film = found[-1]
    assert film["genres"] == ["Drama", "War"]
    assert film["year"] == 1999
    assert ODD in [entry["title"] for entry in found]
    assert found[0]["plot"] is None


def test_a_spreadsheet_is_told_the_encoding(shop: Shop, tmp_path: Path) -> None:
    assert export(shop, "csv", tmp_path, for_spreadsheet=True).read_bytes()[:3] == b"\xef\xbb\xbf"
    assert export(shop, "csv", tmp_path, overwrite=True).read_bytes()[:3] != b"\xef\xbb\xbf"


def test_results_keep_rank_score_and_reason(shop: Shop, tmp_path: Path) -> None:
    hits = [Hit(shop.ids[3], 0.75, why="a \u2068cat\u2069"), Hit(shop.ids[1], 0.5)]
    wanted = {"items": [h.item for h in hits], "hits": {h.item: h for h in hits}}
    rows = rows_of(export(shop, "csv", tmp_path, **wanted))
    assert [(row["rank"], row["score"], row["why"]) for row in rows] == [
        ("1", "0.75", "a cat"),
        ("2", "0.5", ""),
    ]


def test_columns_can_be_chosen_and_are_previewed(shop: Shop, tmp_path: Path) -> None:
    wish = ("title", "path")
    rows = rows_of(export(shop, "csv", tmp_path, columns=wish, items=shop.ids[:2]))
    assert [tuple(row) for row in rows] == [wish, wish]
    request = ExportRequest("csv", tmp_path / "x.csv", shop.ids[:3])
    columns, records = shop.export.preview(request, rows=2)
    assert "genres" not in columns, "no film is among them"
    assert [record["id"] for record in records] == shop.ids[:2]
    with pytest.raises(ExportError, match="no column “nonsense”"):
        export(shop, "json", tmp_path, columns=("nonsense",))


@pytest.mark.parametrize("form", ["csv", "json"])
def test_films_come_back_by_an_import(shop: Shop, tmp_path: Path, form: str) -> None:
    made = export(shop, form, tmp_path)
    services = Services(Library.open(tmp_path / "b.kinora", create=True))
    again = services.library
    try:
        ImportService(again, services.models, services.settings).run([made], "movies", texts=False)
        columns = again.catalogue.columns("id")["id"].tolist()
        found = {d.summary.title: d for d in again.catalogue.describe(columns)}
        assert set(found) == {"Metropolis", "-1: Minus / One?"}, "photos are no films"
        film = found["-1: Minus / One?"]
        before = shop.library.catalogue.item(shop.ids[-1])
        assert (film.summary.year, film.popularity) == (1999, 150.437577)
        assert film.facts.extra["imdb_id"] == "tt0000012"
        assert [t.content for t in film.texts if t.kind == "tag"] == ["sea, boat, old man"]
        for key in ("genre", "company", "actor"):
            values = [f.value for f in film.facets if f.key == key]
            assert values == [f.value for f in before.facets if f.key == key]
        plots = [t.content for t in film.texts if t.kind == "plot"]
        assert plots == ["A man | a boat; a sea, “deep”"]
    finally:
        services.close()


# -- archive


def test_a_zip_holds_media_pictures_and_records(shop: Shop, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    report = shop.export.run(ExportRequest("zip", target, shop.ids))
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len({name.casefold() for name in names}) == len(names)
        rows = {int(r["id"]): r for r in json.loads(archive.read("items.json"))}
        assert list(rows) == shop.ids
        first = rows[shop.ids[0]]
        assert archive.read(first["file"]) == (shop.media / "photo 0.png").read_bytes()
        twin = rows[shop.ids[-3]]["file"]
        assert twin == "media/PHOTO 0 (2).PNG"
        film = rows[shop.ids[-1]]["file"]
        assert film == "posters/-1_ Minus _ One_ (1999).jpg"
        assert Image.open(io.BytesIO(archive.read(film))).size[0] > 10
        video = next(row for row in rows.values() if row["kind"] == "video")
        assert archive.read(video["file"]) == (shop.media / "clip.mp4").read_bytes()
        shots = [row["file"] for row in rows.values() if row["kind"] == "shot"]
        assert all(name.startswith("keyframes/") for name in shots)
        gone = rows[shop.ids[-2]]
        assert gone["file"] == "thumbnails/Gone.jpg"
        table = list(csv.DictReader(io.StringIO(archive.read("items.csv").decode())))
        assert [row["file"] for row in table] == [rows[item]["file"] for item in shop.ids]
        [missing] = csv.DictReader(io.StringIO(archive.read("missing.csv").decode()))
        assert missing["path"].endswith("gone.jpg")
        assert missing["reason"] == "the file is not there"
    assert [path for path, _ in report.missing] == [missing["path"]]
    assert report.files == 14
    assert report.notes


def test_a_video_comes_once_for_all_its_shots(shop: Shop, tmp_path: Path) -> None:
    shots = [i for i in shop.ids if shop.library.catalogue.item(i).summary.kind == "shot"]
    made = export(shop, "zip", tmp_path, items=shots, with_videos=True)
    with zipfile.ZipFile(made) as archive:
        assert [n for n in archive.namelist() if n.startswith("media/")] == ["media/clip.mp4"]


def test_names_are_valid_everywhere_and_never_the_same() -> None:
    names = Names()
    given = [
        names.give("media", name)
        for name in ("a.jpg", "A.JPG", "a.jpg", "CON.txt", "a/b:c?.png", "..", "x" * 300 + ".jpg",
                     "e\u0301.png", "\u00e9.png", "bad\udcff.png", "tail. ")
    ]  # fmt: skip
    assert given[:3] == ["media/a.jpg", "media/A (2).JPG", "media/a (3).jpg"]
    assert given[3] == "media/_CON.txt"
    assert given[4] == "media/a_b_c_.png"
    assert len({name.casefold() for name in given}) == len(given)
    for name in given:
        name.encode("utf-8")
        leaf = name.removeprefix("media/")
        assert len(leaf.encode()) < 255
        assert leaf not in {"", ".", ".."}
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', leaf)


# -- sheets


# -- picture of the wall


# -- what can go wrong


# -- COCO


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_folder_without_permission_is_named(shop: Shop, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o500)
    with pytest.raises(ExportError, match="you may not write there"):
        shop.export.run(ExportRequest("csv", locked / "x.csv", shop.ids))


def test_a_folder_that_refuses_is_named(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Path.open

    def refuse(path: Path, mode: str = "r", **rest: Any) -> Any:
        if path.suffix == ".part":
            raise PermissionError(13, "Permission denied")
        return really(path, mode, **rest)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExportError, match="you may not write there") as caught:
        export(shop, "json", tmp_path)
    assert caught.value.hint == "Choose a folder of your own."
    assert not (tmp_path / "out.json").exists()


def test_a_picture_is_cancelled_within_a_strip(shop: Shop, tmp_path: Path) -> None:
    wall = WallPicture(ArrangeRequest("name", columns=4), width=1600)
    for steps in (3, 5, 9):
        request = ExportRequest("png", tmp_path / "w.png", wall=wall)
        with pytest.raises(JobCancelled):
            shop.export.run(request, cancelling_after(steps))
        assert not list(tmp_path.glob("*.p*"))


def test_a_full_disk_is_named_and_leaves_nothing(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import export as service

    def full(*_: Any, **__: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(service, "write_csv", full)
    folder = tmp_path / "there"
    folder.mkdir()
    with pytest.raises(ExportError, match="the disk is full"):
        export(shop, "csv", folder)
    assert list(folder.iterdir()) == []
    import shutil

    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("U", (), {"free": 5})())
    with pytest.raises(ExportError, match="has 5 bytes left"):
        export(shop, "zip", folder)
    assert list(folder.iterdir()) == []


def test_names_of_exports() -> None:
    assert default_name("Watchlist “Evening / 1”", "pdf") == "Watchlist Evening _ 1.pdf"
    assert default_name("", "csv") == "Kinora export.csv"
    assert with_suffix(Path("a/b"), "csv") == Path("a/b.csv")
    assert with_suffix(Path("a/b.CSV"), "csv") == Path("a/b.CSV")
    assert with_suffix(Path("a/b.json"), "coco") == Path("a/b.json.coco.json")
    assert [form_of(Path(f"a/{name}")) for name in ("b.json", "b.COCO.json", "b.txt")] == [
        "json", "coco", "",
    ]  # fmt: skip


def test_very_many_files_of_one_name_get_numbers_at_once() -> None:
    class Looked(set[str]):
        times = 0

        def __contains__(self, name: object) -> bool:
            Looked.times += 1
            return super().__contains__(name)

    names = Names(Looked())
    given = [names.give("media", "IMG_0001.JPG") for _ in range(3000)]
    assert len(set(given)) == 3000
    assert Looked.times < 2 * 3000


@pytest.mark.parametrize("at_s", [0.0, -1e9, 1e11])
def test_a_time_that_no_zip_can_tell_is_moved_into_its_years(at_s: float) -> None:
    assert 1980 <= _info("a", at_s=at_s).date_time[0] <= 2107
