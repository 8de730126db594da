from pathlib import Path

import pytest

from app.services.import_walk import walk
from app.services.library import Library
from common.jobs import JobCancelled, JobContext


def found(tmp_path: Path, *roots: Path) -> list[str]:
    scan = walk(roots, tmp_path / "x.kinora", JobContext())
    return [str(Path(file.path).relative_to(tmp_path)) for file in scan.files]


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_files_come_sorted_and_hidden_ones_do_not(tmp_path: Path) -> None:
    touch(*(tmp_path / name for name in ("b/2.jpg", "b/10.jpg", "a.jpg", ".h/x.jpg", "b/.y.jpg")))
    assert found(tmp_path, tmp_path) == ["a.jpg", "b/10.jpg", "b/2.jpg"]


def test_overlapping_roots_list_a_file_once(tmp_path: Path) -> None:
    touch(tmp_path / "a/b/1.jpg", tmp_path / "a/2.jpg")
    assert found(tmp_path, tmp_path / "a/b", tmp_path / "a", tmp_path / "a/2.jpg") == [
        "a/2.jpg", "a/b/1.jpg",
    ]  # fmt: skip


def test_a_cancel_is_heard(tmp_path: Path) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(JobCancelled):
        walk([tmp_path], tmp_path / "x.kinora", context)


def test_very_deep_folders(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(150):
        deep /= "d"
    touch(deep / "x.jpg")
    assert len(found(tmp_path, tmp_path)) == 1


def test_a_folder_may_be_called_like_nobodys_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "~nobody knows/1.jpg")
    monkeypatch.chdir(tmp_path)
    assert found(tmp_path, Path("~nobody knows")) == ["~nobody knows/1.jpg"]
    Library.open(Path("~nobody.kinora"), create=True).close()
    assert (tmp_path / "~nobody.kinora").is_dir()
