"""Explanations as files: what stands in them, and that they are whole or not there."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from app.services.explain_colours import Look
from app.services.explain_export import FORMATS, export, form_of
from app.services.explain_types import Explained, ExplainRequest, PictureSource
from app.services.services import Services
from common.errors import ExportError
from common.jobs import JobCancelled, JobContext
from tests.explain_support import save, spot, tiny_network


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Explained]:
    service = Services(None).explanations
    service.loaded.add(tiny_network())
    folder = tmp_path_factory.mktemp("pictures")
    return [
        service.explain(
            ExplainRequest(
                PictureSource(path=save(folder, f"<{n}> & co.png", spot(n))), "tiny",
                methods=("grad_cam", "median_pooling"),
            )
        )
        for n in range(2)
    ]  # fmt: skip


def test_every_form_names_its_settings(shown: list[Explained], tmp_path: Path) -> None:
    for form in FORMATS:
        target = export(shown, tmp_path / f"a.{form}", look=Look(contour=True))
        assert target.stat().st_size > 200, form
    with Image.open(tmp_path / "a.png") as sheet:
        settings = json.loads(sheet.text["Settings"])
        pixels = np.asarray(sheet.convert("RGB")).reshape(-1, 3)
    assert ExplainRequest.from_json(settings[0]["request"]) == shown[0].request
    assert len(np.unique(pixels, axis=0)) > 100
    arrays = np.load(tmp_path / "a.npz", allow_pickle=False)
    assert np.array_equal(arrays["1/map/grad_cam"], shown[1].maps[0].map)
    assert np.array_equal(arrays["0/picture"], shown[0].rgb)
    assert json.loads(str(arrays["settings"]))[1]["request"]["network"] == "tiny"
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert document[0]["settings"]["request"] == shown[0].request.to_json()
    assert set(document[0]["methods"]) == {"grad_cam", "median_pooling"}
    page = (tmp_path / "a.html").read_text("utf-8")
    assert "&lt;0&gt; &amp; co.png" in page
    assert "<0>" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_drawing_is_well_formed_with_a_map_a_method(
    shown: list[Explained], tmp_path: Path
) -> None:
    root = ET.parse(export(shown, tmp_path / "a.svg")).getroot()
    images = [each for each in root.iter() if each.tag.endswith("image")]
    assert sum(each.get("class") == "map" for each in images) == 4


def test_six_tiles_stand_in_two_full_lines(shown: list[Explained], tmp_path: Path) -> None:
    five = replace(shown[0], maps=(shown[0].maps * 3)[:5])
    root = ET.parse(export([five], tmp_path / "a.svg")).getroot()
    at = [(each.get("x"), each.get("y")) for each in root.iter() if each.get("class") == "map"]
    assert len(at) == 5
    lines = [y for _, y in at]
    assert sorted(lines.count(y) for y in set(lines)) == [2, 3], "the picture is the sixth"


def test_a_table_has_a_row_a_picture_and_method(shown: list[Explained], tmp_path: Path) -> None:
    text = export(shown, tmp_path / "a.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["method"] for row in rows] == ["grad_cam", "median_pooling"] * 2
    expected = shown[0].maps[0].measures["average_drop"]
    assert float(rows[0]["average_drop"]) == pytest.approx(expected, abs=1e-5)


def test_files_are_whole_or_not_there(shown: list[Explained], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format"):
        form_of(Path("a.docx"))
    with pytest.raises(ExportError):
        export([], tmp_path / "a.png")
    with pytest.raises(ExportError, match="too many"):
        export(shown * 40, tmp_path / "a.png")
    (tmp_path / "a.png").write_bytes(b"old")
    with pytest.raises(ExportError, match="there already"):
        export(shown, tmp_path / "a.png")
    context = JobContext()
    context.cancel()
    for form in FORMATS:
        with pytest.raises(JobCancelled):
            export(shown, tmp_path / f"a.{form}", overwrite=True, context=context)
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    with pytest.raises(ExportError):
        export(shown, tmp_path / "absent" / "a.png")
