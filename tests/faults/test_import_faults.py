"""Bad media and bad disks: one clear line each, and the library stays whole."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.services.checking import CheckService
from app.services.library import Library
from common.errors import LibraryError
from tests.import_media import LayoutModels, picture, save_photos, service

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def library(tmp_path: Path):
    opened = Library.open(tmp_path / "test.kinora", create=True)
    yield opened
    opened.close()


def reasons(report) -> dict[str, str]:
    return {Path(each.path).name: each.reason for each in report.skipped}


def problems(library: Library) -> list[str]:
    return CheckService(library, LayoutModels(library.folder.parent)).run(repair=False).problems


def test_bad_pictures_and_videos_are_listed(library: Library, tmp_path: Path) -> None:
    media = tmp_path / "media"
    good = save_photos(media, 2)
    whole = good[0].read_bytes()
    (media / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (media / "empty.png").write_bytes(b"")
    (media / "empty.mp4").write_bytes(b"")
    (media / "text.jpg").write_text("no picture at all")
    (media / "noise.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(200))
    picture(3).save(media / "renamed.txt", "JPEG")
    picture(4, (1, 1)).save(media / "pixel.png")
    (media / "notes.doc").write_text("nobody expects this to be a picture")
    report = service(library).run([media])
    assert set(reasons(report)) == {"cut.jpg", "empty.png", "empty.mp4", "text.jpg", "noise.mp4"}
    assert all(reason and not reason.endswith(".") for reason in reasons(report).values())
    assert report.items == 4
    assert problems(library) == []


def test_a_decompression_bomb_is_refused(library: Library, tmp_path: Path) -> None:
    from PIL import Image

    media = tmp_path / "media"
    media.mkdir()
    Image.new("1", (30_000, 30_000)).save(media / "bomb.png")
    report = service(library).run([media])
    assert "30000" in reasons(report)["bomb.png"].replace(",", "").replace("\u202f", "")
    assert report.items == 0


@pytest.mark.parametrize(
    "name", ['it\'s "quoted".jpg', "two\nlines.jpg", "été 🌊.jpg", "f(1)[2]{3}.jpg", "-rf.jpg"]
)
def test_odd_names(library: Library, tmp_path: Path, name: str) -> None:
    media = tmp_path / "media"
    media.mkdir()
    try:
        (media / name).write_bytes(save_photos(tmp_path / "one", 1)[0].read_bytes())
    except OSError:
        pytest.skip("this file system has no such names")
    imports = service(library)
    assert imports.run([media]).added == 1
    assert library.catalogue.items([1])[0].path == str(media / name)
    assert imports.run([media]).unchanged == 1


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_names_that_are_no_utf8(library: Library, tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    path = os.fsdecode(os.fsencode(media) + b"/caf\xe9.jpg")
    shutil.copy(save_photos(tmp_path / "one", 1)[0], path)
    imports = service(library)
    assert imports.run([media]).added == 1
    assert library.catalogue.items([1])[0].path == path
    assert imports.run([media]).unchanged == 1
    assert problems(library) == []


def test_links_that_go_in_circles(library: Library, tmp_path: Path) -> None:
    media = tmp_path / "media"
    save_photos(media / "real", 2)
    (media / "real" / "up").symlink_to(media, target_is_directory=True)
    (media / "again").symlink_to(media / "real", target_is_directory=True)
    (media / "nothing.jpg").symlink_to(media / "absent.jpg")
    (media / "self").symlink_to(media / "self")
    report = service(library).run([media])
    assert report.items == 2
    assert "points to nothing" in reasons(report)["nothing.jpg"]
    assert "leads back" in reasons(report)["up"]
    assert "self" in reasons(report)
    paths = {each.path for each in library.catalogue.items([1, 2])}
    assert paths == {str(media / "real" / f"photo_00{number}.jpg") for number in range(2)}


@pytest.mark.skipif(IS_ROOT or os.name == "nt", reason="root may read everything")
def test_what_may_not_be_read(library: Library, tmp_path: Path) -> None:
    media = tmp_path / "media"
    photo, _ = save_photos(media / "open", 2)
    hidden = save_photos(media / "closed", 2, first=5)
    imports = service(library)
    imports.run([media])
    photo.write_bytes(photo.read_bytes() + b"\0")
    photo.chmod(0)
    hidden[0].parent.chmod(0)
    try:
        report = imports.run([media])
    finally:
        hidden[0].parent.chmod(0o755)
        photo.chmod(0o644)
    assert set(reasons(report)) == {"closed", photo.name}
    assert report.missing == 0  # what cannot be seen is not gone


def test_a_folder_that_cannot_be_read_is_not_missing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = tmp_path / "media"
    save_photos(media / "closed", 2)
    imports = service(library)
    imports.run([media])
    scandir = os.scandir

    def refused(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    report = imports.run([media])
    assert "permission denied" in reasons(report)["closed"]
    assert report.missing == 0


def test_a_file_that_vanishes_before_it_is_read(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import app.services.importing as importing

    media = tmp_path / "media"
    first, _ = save_photos(media, 2)
    walk = importing.walk

    def walk_then_lose(*args):
        scan = walk(*args)
        first.unlink()
        return scan

    monkeypatch.setattr(importing, "walk", walk_then_lose)
    report = service(library).run([media])
    assert "no such file" in reasons(report)[first.name]
    assert report.added == 1


def test_a_file_that_changes_while_it_is_read(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexers import media as readers

    media = tmp_path / "media"
    first, _ = save_photos(media, 2)
    read_image = readers.read_image

    def read_and_change(path, **limits):
        image = read_image(path, **limits)
        if path == first:
            path.write_bytes(path.read_bytes() + b"more")
        return image

    monkeypatch.setattr(readers, "read_image", read_and_change)
    imports = service(library)
    report = imports.run([media])
    assert "changed while it was read" in reasons(report)[first.name]
    assert report.added == 1
    monkeypatch.undo()
    assert imports.run([media]).added == 1


@pytest.mark.skipif(not IS_ROOT, reason="only root can mount a small disk")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this system does not let root mount a small disk")
    try:
        media = tmp_path / "media"
        media.mkdir()
        for number in range(150):
            picture(number, (320, 240)).save(media / f"{number:03}.jpg")
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(1_200_000))
        library = Library.open(disk / "test.kinora", create=True)
        with pytest.raises(LibraryError, match=r"full|No space"):
            service(library).run([media])
        library.close()
        ballast.unlink()
        subprocess.run(
            ["mount", "-o", "remount,size=64m", str(disk)], check=True, capture_output=True
        )
        library = Library.open(disk / "test.kinora")
        assert problems(library) == []
        assert service(library).run([media]).items == 150
        assert problems(library) == []
        library.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)


@pytest.mark.skipif(not IS_ROOT, reason="only root can mount a disk")
def test_a_read_only_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this system does not let root mount a disk")
    try:
        save_photos(disk / "media", 2)
        library = Library.open(disk / "test.kinora", create=True)
        service(library).run([disk / "media"])
        library.close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)
        library = Library.open(disk / "test.kinora")
        assert library.is_read_only
        assert library.catalogue.count() == 2
        assert problems(library) == []
        with pytest.raises(LibraryError, match="read-only"):
            service(library).run([disk / "media"])
        library.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)
