"""export on the command line."""

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from main import main
from tests.app.services.export_support import make_shop


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shop = make_shop(tmp_path_factory.mktemp("x"))
    shop.library.catalogue.set_watchlist("Evening", [shop.ids[5], shop.ids[2]])
    shop.library.catalogue.add_to_bucket("Found", shop.ids[:3])
    shop.services.close()
    return shop.library.folder


@pytest.fixture
def call(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]):
    def run(*words: str) -> tuple[int, dict, str]:
        code = main(["export", *words, "--library", str(folder), "--quiet", "--json"])
        out, err = capsysbinary.readouterr()
        return code, json.loads(out) if code == 0 else {}, err.decode()

    return run


def ids_of(path: Path) -> list[int]:
    with path.open(newline="") as file:
        return [int(row["id"]) for row in csv.DictReader(file)]


def test_everything_by_default(call, tmp_path: Path) -> None:
    code, document, _ = call(str(tmp_path / "a.csv"))
    assert code == 0
    assert document["items"] == 19 == len(ids_of(tmp_path / "a.csv"))
    assert document["bytes"] == (tmp_path / "a.csv").stat().st_size


def test_lists_items_and_filters(call, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    words = (str(out), "--overwrite")
    assert call(*words, "--watchlist", "Evening")[0] == 0
    assert ids_of(out) == [6, 3], "in the order of the list"
    assert call(*words, "--bucket", "Found")[0] == 0
    assert ids_of(out) == [1, 2, 3]
    assert call(*words, "--bucket", "Found", "--filter", "colour=red")[0] == 0
    assert ids_of(out) == [2]
    assert call(*words, "--filter", "kind=film")[1]["items"] == 2
    assert call(*words, "--items", "7", "4")[0] == 0
    assert ids_of(out) == [7, 4]
    assert call(*words, "--query", "boat")[0] == 0
    with out.open(newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["rank"], row["title"]) == ("1", "'-1: Minus / One?")


def test_a_picture_of_the_wall(call, tmp_path: Path) -> None:
    out = tmp_path / "wall.png"
    code, document, _ = call(str(out), "--width", "320", "--arrange", "name", "--no-labels")
    assert code == 0
    assert list(Image.open(out).size) == document["picture"]
    assert document["picture"][0] == 320


def test_a_picture_around_an_item(call, tmp_path: Path) -> None:
    pictures = []
    for item in ("2", "9"):
        out = tmp_path / f"around-{item}.png"
        words = ("--width", "320", "--arrange", "around", "--around", item, "--encoder", "layout")
        assert call(str(out), *words)[0] == 0
        pictures.append(Image.open(out).tobytes())
    assert pictures[0] != pictures[1]
    code, _, said = call(str(tmp_path / "none.png"), "--arrange", "around")
    assert code
    assert "around" in said


@pytest.mark.parametrize("form", ["json", "zip", "pdf", "html"])
def test_the_format_follows_the_name_or_the_option(call, tmp_path: Path, form: str) -> None:
    assert call(str(tmp_path / f"a.{form}"), "--bucket", "Found")[1]["format"] == form
    assert call(str(tmp_path / "b"), "--format", form, "--bucket", "Found")[1]["format"] == form


def test_mistakes_are_one_line(call, tmp_path: Path) -> None:
    out = str(tmp_path / "a.csv")
    for words, said in (
        ((str(tmp_path / "a.docx"),), "is not clear"),
        ((out, "--bucket", "Nope"), "Choose one of: Found"),
        ((out, "--items", "999"), "no item 999"),
        ((out, "--items", "1", "--bucket", "Found"), "Only one of"),
        ((out, "--columns", "title,nonsense"), "no column “nonsense”"),
        ((str(tmp_path / "no" / "a.csv"),), "There is no folder"),
    ):
        code, _, err = call(*words)
        assert code == 1
        assert said in err
        assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_text_for_a_person(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.zip"
    assert main(["export", str(out), "--library", str(folder), "--quiet"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("19 items, 14 files, ")
    assert "Not found: " in said
    assert "(the file is not there)" in said
