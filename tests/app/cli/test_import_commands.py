import json
from pathlib import Path

import pytest

from main import main
from tests.import_media import save_photos
from tests.vectors_support import needs_milvus


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["--quiet", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def library(tmp_path: Path) -> str:
    return str(tmp_path / "x.kinora")


def test_import_info_and_check_print_their_documents(
    tmp_path: Path, library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_photos(tmp_path / "media", 3)
    (tmp_path / "media" / "bad.jpg").write_text("no picture")
    where = ["--library", library, "--json"]
    code, out, _ = told(capsys, "import", str(tmp_path / "media"), "--kind", "photos", *where)
    document = json.loads(out)
    assert code == 0
    assert {name: document[name] for name in ("added", "updated", "unchanged", "items")} == {
        "added": 3, "updated": 0, "unchanged": 0, "items": 3,
    }  # fmt: skip
    assert [set(each) for each in document["skipped"]] == [{"path", "reason"}]
    assert document["seconds"] > 0
    info = json.loads(told(capsys, "info", *where)[1])
    assert (info["items"], info["by_kind"], info["vectors"]["layout"]) == (3, {"photo": 3}, 3)
    assert info["bytes_on_disk"] > 1000
    assert info["schema_version"] >= 1
    code, out, _ = told(capsys, "check", *where)
    assert (code, json.loads(out)) == (0, {"ok": True, "problems": [], "repaired": []})


def test_the_same_as_text(tmp_path: Path, library: str, capsys: pytest.CaptureFixture[str]) -> None:
    save_photos(tmp_path / "media", 2)
    out = told(capsys, "import", str(tmp_path / "media"), "--library", library)[1]
    assert "added" in out
    assert "in the library 2" in out
    assert "photo" in told(capsys, "info", "--library", library)[1]
    assert told(capsys, "check", "--library", library)[1] == "The library is whole.\n"


def test_a_problem_that_remains_is_exit_code_one(
    tmp_path: Path, library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (photo,) = save_photos(tmp_path / "media", 1)
    told(capsys, "import", str(tmp_path / "media"), "--library", library)
    photo.unlink()
    for path in (Path(library) / "thumbs").glob("raw*.bin"):
        path.unlink()
    assert told(capsys, "check", "--no-repair", "--library", library)[0] == 1
    code, out, _ = told(capsys, "check", "--library", library, "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)


def test_what_is_not_there_is_one_line(
    tmp_path: Path, library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, error = told(capsys, "import", str(tmp_path / "nowhere"), "--library", library)
    assert (code, out, error.count("\n")) == (1, "", 1)
    assert "nowhere" in error


@needs_milvus
def test_vectors_of_a_new_library_may_lie_on_milvus(
    tmp_path: Path, library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    save_photos(tmp_path / "media", 2)
    asked = ("import", str(tmp_path / "media"), "--library", library)
    assert told(capsys, *asked, "--vectors", "milvus")[0] == 0
    assert (Path(library) / "milvus.db").is_dir()
    code, _, said = told(capsys, *asked, "--vectors", "faiss")
    assert code != 0
    assert "are kept at “milvus” already" in said
    assert told(capsys, *asked)[0] == 0
    assert told(capsys, "check", "--library", library)[1] == "The library is whole.\n"
