import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.services.library import IN_USE, NO_WRITE, Library
from common.errors import LibraryError, LibraryNewerError, ReadOnlyLibraryError


def test_a_library_that_is_not_there_is_said_to_be_absent(tmp_path):
    with pytest.raises(LibraryError, match="There is no library") as caught:
        Library.open(tmp_path / "a.kinora")
    assert "import" in caught.value.hint
    assert not (tmp_path / "a.kinora").exists()


def test_a_library_is_made_and_opens_again(tmp_path):
    folder = tmp_path / "Ferien 🌴.kinora"
    first = Library.open(folder, create=True)
    assert first.name == "Ferien 🌴"
    assert not first.is_read_only
    first.close()
    second = Library.open(folder)
    assert second.info["id"] == first.info["id"]
    assert second.catalogue.count() == 0
    second.close()
    second.close()


def test_a_folder_with_other_things_is_never_taken_over(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(LibraryError, match="not empty"):
        Library.open(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": "x"}', b"\xff"])
def test_damaged_information_is_refused_with_a_way_out(tmp_path, content):
    (tmp_path / "library.json").write_bytes(content)
    with pytest.raises(LibraryError, match="cannot be read"):
        Library.open(tmp_path)


def test_a_newer_library_is_refused(tmp_path):
    (tmp_path / "library.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(LibraryNewerError, match="99"):
        Library.open(tmp_path)


def test_a_second_process_opens_read_only_and_says_why(tmp_path):
    folder = tmp_path / "a.kinora"
    with_lock = Library.open(folder, create=True)
    _ = with_lock.catalogue
    code = (
        "import sys; from pathlib import Path; from app.services.library import Library\n"
        "library = Library.open(Path(sys.argv[1]))\n"
        "print(library.is_read_only, library.read_only_reason, library.catalogue.count())"
    )
    command = [sys.executable, "-c", code, str(folder)]
    second = subprocess.run(command, capture_output=True, text=True, check=True)
    assert second.stdout.strip() == f"True {IN_USE} 0"
    with_lock.close()
    third = subprocess.run(command, capture_output=True, text=True, check=True)
    assert third.stdout.startswith("False")


def test_two_windows_of_one_process_do_not_both_write(tmp_path):
    folder = tmp_path / "a.kinora"
    first = Library.open(folder, create=True)
    second = Library.open(folder)
    assert second.is_read_only
    with pytest.raises(ReadOnlyLibraryError, match="another window"):
        second.require_writable()
    second.close()
    first.close()


def test_a_read_only_folder_opens_for_reading(tmp_path):
    folder = tmp_path / "a.kinora"
    Library.open(folder, create=True).close()
    (folder / "writer.lock").unlink(missing_ok=True)
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("this user may write everywhere")
        library = Library.open(folder)
        assert library.read_only_reason == NO_WRITE
        assert library.catalogue.count() == 0
        library.close()
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


def test_its_size_is_told_while_files_come_and_go(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "a.kinora", create=True)
    (library.folder / "note").write_bytes(b"x" * 1000)
    before = library.bytes_on_disk()
    (library.folder / "gone").symlink_to(tmp_path / "nothing")  # as a file that went meanwhile
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "is_file", lambda _path: True)
        assert library.bytes_on_disk() == before >= 1000
    library.close()
