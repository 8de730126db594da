"""Sheets, tables and pages that an export writes, and places it refuses."""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.services.export_types import FORMATS, ExportRequest, WallPicture
from app.services.wall import ArrangeRequest
from common.errors import ExportError
from common.jobs import JobCancelled
from common.values import Box, Findings
from tests.app.services.export_support import Shop, cancelling_after, make_shop


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


def texts_of_pdf(path: Path) -> tuple[int, bytes]:
    """Return the number of pages and the unpacked content of a PDF."""
    raw = path.read_bytes()
    streams = []
    for part in re.findall(rb"stream\r?\n(.*?)endstream", raw, re.DOTALL):
        try:
            import base64

            packed = base64.a85decode(part.strip().removesuffix(b"~>")) if b"~>" in part else part
            streams.append(zlib.decompress(packed))
        except (zlib.error, ValueError):
            continue
    return len(re.findall(rb"/Type /Page\b(?!s)", raw)), b"\n".join(streams)


def test_a_pdf_has_a_page_for_every_sheet(shop: Shop, tmp_path: Path) -> None:
    made = export(shop, "pdf", tmp_path, across=2, title="Köln & 東京")
    pages, _ = texts_of_pdf(made)
    assert made.read_bytes().startswith(b"%PDF-")
    assert made.read_bytes().rstrip().endswith(b"%%EOF")
    assert pages == 4, "19 items, 2 x 3 a page"
    assert made.read_bytes().count(b"/Subtype /Image") == 12, "pictures that are the same once"
    dense = export(shop, "pdf", tmp_path, across=12, overwrite=True)
    assert texts_of_pdf(dense)[0] == 1


def test_a_pdf_says_which_characters_it_has_no_font_for(shop: Shop, tmp_path: Path) -> None:
    report = shop.export.run(ExportRequest("pdf", tmp_path / "a.pdf", shop.ids, title="x"))
    assert any("right" in note for note in report.notes), "Hebrew is not turned around"
    from app.services.export_fonts import FontSet, script_of

    fonts = FontSet(files={})  # as on a computer without any fonts
    runs = list(fonts.runs("Ab 東京 カ 한 \U0001f600"))
    assert "".join(text for _, text in runs).startswith("Ab 東京 カ 한 ")
    assert len({font for font, _ in runs}) >= 3
    assert fonts.of_viewer
    assert fonts.missing == {"\U0001f600"}
    assert len(fonts.notes()) == 2
    assert script_of("京") == "han"
    assert fonts.width("wide", 10) > fonts.width("w", 10) > 0
    assert fonts.cut("a long title that does not fit", 10, 60).endswith("…")
    lines = fonts.lines("one two three four five six seven eight nine", 10, 60, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(fonts.width(line, 10) <= 60 for line in lines)


def test_html_needs_nothing_else_and_runs_nothing_of_a_title(shop: Shop, tmp_path: Path) -> None:
    text = export(shop, "html", tmp_path, title="<script>alert(1)</script>").read_text("utf-8")
    assert text.count("<figure>") == len(shop.ids)
    assert text.count("data:image/jpeg;base64,") == len(shop.ids)
    assert "<script>alert" not in text
    assert "Ünï 東京 한국 שלום &lt;b&gt;&amp;&quot;" in text
    assert not re.search(r'(src|href)="(?!data:)', text)
    assert "default-src 'none'" in text


def test_a_png_shows_the_whole_wall(shop: Shop, tmp_path: Path) -> None:
    wall = WallPicture(ArrangeRequest("name", view_aspect=1.5), width=600, labels=False)
    made = export(shop, "png", tmp_path, wall=wall)
    found = Image.open(made)
    found.load()
    rgb = np.asarray(found)
    table = shop.services.wall.table()
    arrangement = shop.services.wall.arrange(table, wall.arrange)
    rows = -(-len(table) // arrangement.columns)
    assert found.size == (600, round(rows * 1.5 * 600 / arrangement.columns))
    from app.services.wall_camera import WallCamera
    from app.services.wall_render import render
    from app.services.wall_tiles import TileStyle

    camera = WallCamera(*found.size, 1.5)
    camera.set_grid(len(table), arrangement.columns, 1.5)
    camera.jump(camera.fitted())
    composer = shop.services.wall.composer(lambda i, s: shop.services.items.picture(i, s).rgb)
    whole = render(table.scene(arrangement), TileStyle(), camera, composer)
    assert rgb.shape == whole.shape
    off = np.abs(rgb.astype(int) - whole.astype(int)).max(axis=2)
    assert (off > 12).mean() < 0.02, "strips differ from the picture drawn at once"


def test_a_large_png_is_made_of_strips(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services import export_picture

    wall = WallPicture(ArrangeRequest("clustered", "colour", view_aspect=1.5), width=1500)
    whole = np.asarray(Image.open(export(shop, "png", tmp_path, wall=wall)))
    monkeypatch.setattr(export_picture, "STRIP_BYTES", 3 * 1500 * 70)
    heights: list[int] = []
    drawn = export_picture.render
    monkeypatch.setattr(
        export_picture, "render",
        lambda s, t, camera, *a, **k: heights.append(camera.height) or drawn(s, t, camera, *a, **k),
    )  # fmt: skip
    made = np.asarray(Image.open(export(shop, "png", tmp_path, wall=wall, overwrite=True)))
    assert len(heights) > 10
    assert max(heights) <= 70
    assert sum(heights) == len(made) == len(whole)
    off = np.abs(made.astype(int) - whole.astype(int)).max(axis=2)
    assert (off > 12).mean() < 0.02


def test_what_does_not_pass_is_dimmed_in_the_picture(shop: Shop, tmp_path: Path) -> None:
    arrange = ArrangeRequest("name", view_aspect=1.5)
    bright = np.asarray(Image.open(export(shop, "png", tmp_path, wall=WallPicture(arrange, 300))))
    dim = WallPicture(arrange, 300, lit=shop.ids[:1])
    dark = np.asarray(Image.open(export(shop, "png", tmp_path, wall=dim, overwrite=True)))
    assert dark.mean() < 0.6 * bright.mean()


def test_a_part_of_the_wall(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.services import export_picture

    arrange = ArrangeRequest("name", view_aspect=1.5)
    whole = np.asarray(
        Image.open(export(shop, "png", tmp_path, wall=WallPicture(arrange, 1200, labels=False)))
    )
    columns = shop.services.wall.arrange(shop.services.wall.table(), arrange).columns
    cell = 1200 / columns
    area = (1.0, 0.75, 3.0, 3.0)
    monkeypatch.setattr(export_picture, "STRIP_BYTES", 3 * round(2 * cell) * 50)
    part = WallPicture(arrange, round(2 * cell), labels=False, area=area)
    found = np.asarray(Image.open(export(shop, "png", tmp_path, wall=part, overwrite=True)))
    top, left = round(0.75 * cell), round(cell)
    wanted = whole[top : top + len(found), left : left + found.shape[1]]
    assert found.shape == wanted.shape == (round(2.25 * cell), round(2 * cell), 3)
    off = np.abs(found.astype(int) - wanted.astype(int)).max(axis=2)
    assert (off > 24).mean() < 0.03


def coco_problems(made: dict[str, Any]) -> list[str]:
    """Return where a document is not what the format of COCO says (object detection)."""
    found = []
    parts = {"info": dict, "licenses": list, "images": list, "annotations": list,
             "categories": list}  # fmt: skip
    found += [name for name, kind in parts.items() if not isinstance(made.get(name), kind)]
    images = {image["id"]: image for image in made["images"]}
    categories = {one["id"] for one in made["categories"]}
    found += ["ids of images"] * (len(images) != len(made["images"]))
    found += ["ids of categories"] * (len(categories) != len(made["categories"]))
    found += ["names"] * (len({one["name"] for one in made["categories"]}) != len(categories))
    for image in images.values():
        if not all(isinstance(image[key], int) and image[key] > 0 for key in ("width", "height")):
            found.append(f"size of {image}")
        if not image["file_name"]:
            found.append(f"name of {image}")
    for number, one in enumerate(made["annotations"], 1):
        image, (left, top, wide, high) = images[one["image_id"]], one["bbox"]
        if one["id"] != number or one["category_id"] not in categories or one["iscrowd"] != 0:
            found.append(f"ids of {one}")
        if left < 0 or top < 0 or left + wide > image["width"] or top + high > image["height"]:
            found.append(f"box of {one}")
        if abs(one["area"] - wide * high) > 0.01 or len(one["segmentation"][0]) != 8:
            found.append(f"area of {one}")
    return found


def test_coco_says_where_what_was_found(shop: Shop, tmp_path: Path) -> None:
    shot = shop.services.items.details(shop.ids[14])
    catalogue = shop.library.catalogue
    boxes = [Box("dog", 0.75, 0.5, 0.25, 0.75, 0.5, "detector", ("brown",)),
             Box("cat", 0.5, 0.0, 0.0, 0.0, 0.0, "photo")]  # fmt: skip
    catalogue.add_findings(shot.id, "detector", "1", Findings(boxes=boxes), {})
    target = tmp_path / "out.coco.json"
    report = shop.export.run(ExportRequest("coco", target, shop.ids, title="Pets"))
    made = json.loads(target.read_text())
    assert coco_problems(made) == []
    names = {one["id"]: one["name"] for one in made["categories"]}
    assert sorted(names.values()) == ["cat", "dog"]
    assert made["info"]["description"] == "Pets"
    photos = [one for one in made["annotations"] if names[one["category_id"]] == "cat"]
    assert [one["image_id"] for one in photos] == shop.ids[:12]
    assert photos[0]["bbox"] == [9.0, 6.0, 45.0, 30.0]  # 0.1, 0.1, 0.5, 0.5 of 90 x 60 pixels
    assert (photos[0]["score"], photos[0]["source"]) == (0.9, "detector")
    (dog,) = [one for one in made["annotations"] if names[one["category_id"]] == "dog"]
    assert dog["bbox"] == [32.0, 12.0, 32.0, 24.0]  # of 64 x 48; what lies outside is cut off
    assert dog["attributes"] == ["brown"]
    image = next(one for one in made["images"] if one["id"] == shot.id)
    assert (image["width"], image["height"]) == (64, 48)
    assert image["file_name"].endswith("clip.mp4#t=0")
    # Films without a poster file are no pictures that a detector was shown.
    assert not {image["id"] for image in made["images"]} & {shop.ids[12], shop.ids[18]}
    assert report.items == len(made["images"]) == 17
    assert any("no known place" in note for note in report.notes)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "png"])
@pytest.mark.parametrize("count", [0, 1])
def test_nothing_and_one_item_are_exports_too(
    shop: Shop, tmp_path: Path, form: str, count: int
) -> None:
    made = export(shop, form, tmp_path, items=shop.ids[:count])
    if form == "csv":
        assert len(rows_of(made)) == count
    elif form == "json":
        assert len(json.loads(made.read_text())) == count
    elif form == "zip":
        assert zipfile.ZipFile(made).testzip() is None
    elif form == "coco":
        assert coco_problems(json.loads(made.read_text())) == []
    elif form == "pdf":
        assert texts_of_pdf(made)[0] == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_cancelled_export_leaves_nothing(shop: Shop, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    (folder / f"out.{form}").write_text("before")
    wall = WallPicture(ArrangeRequest("name"), width=300)
    request = ExportRequest(form, folder / f"out.{form}", shop.ids, overwrite=True, wall=wall)
    for steps in (0, 1, 2):
        with pytest.raises(JobCancelled):
            shop.export.run(request, cancelling_after(steps))
        assert [p.name for p in folder.iterdir()] == [f"out.{form}"]
        assert (folder / f"out.{form}").read_text() == "before"


def test_a_file_that_is_there_is_kept_unless_allowed(shop: Shop, tmp_path: Path) -> None:
    made = export(shop, "csv", tmp_path)
    before = made.read_bytes()
    with pytest.raises(ExportError, match="is there already"):
        export(shop, "csv", tmp_path, items=[])
    assert made.read_bytes() == before


def test_bad_places_are_named(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        shop.export.run(ExportRequest("csv", tmp_path, shop.ids))
    with pytest.raises(ExportError, match="There is no folder"):
        shop.export.run(ExportRequest("csv", tmp_path / "no" / "x.csv", shop.ids))
    with pytest.raises(ExportError, match="cannot be written"):
        shop.export.run(ExportRequest("csv", tmp_path / ("x" * 300), shop.ids))
    with pytest.raises(ExportError, match="no format"):
        shop.export.run(ExportRequest("docx", tmp_path / "x", shop.ids))
    with pytest.raises(ExportError, match="cannot be drawn"):
        shop.export.run(ExportRequest("png", tmp_path / "x.png", wall=WallPicture(width=3)))
    with pytest.raises(ExportError, match="at most"):
        shop.export.run(ExportRequest("pdf", tmp_path / "x.pdf", np.arange(1, 30_000)))
