import subprocess
import tarfile
from pathlib import Path

import pytest

from release.errors import ReleaseError
from release.source import LEFT_OUT, make_source, missing_from, tracked_files, version_of

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"
[project]
name = "kinora"
version = "1.2.3"
[tool.setuptools]
packages = []
"""


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    (root / "app" / "deep").mkdir(parents=True)
    (root / "pyproject.toml").write_text(PROJECT, "utf-8")
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## [1.2.3]\n", "utf-8")
    (root / "MANIFEST.in").write_text("include CHANGELOG.md\ngraft app\n", "utf-8")
    (root / "app" / "deep" / "data.bin").write_bytes(b"\0\1")
    (root / ".gitignore").write_text("*.log\n", "utf-8")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    (root / "app" / "left.log").write_text("not committed", "utf-8")
    return root


def test_the_archive_holds_what_is_committed(checkout: Path, tmp_path: Path) -> None:
    archive = make_source(checkout, tmp_path / "dist")
    assert archive.name == "kinora-1.2.3.tar.gz"
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert "kinora-1.2.3/app/deep/data.bin" in names
    assert "kinora-1.2.3/PKG-INFO" in names
    assert not any(name.endswith(("left.log", ".gitignore")) for name in names)


def test_a_file_that_no_rule_takes_along_stops_the_release(checkout: Path, tmp_path: Path) -> None:
    (checkout / "docs").mkdir()
    (checkout / "docs" / "page.md").write_text("text", "utf-8")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-q", "-m", "a page")
    with pytest.raises(ReleaseError, match=r"docs/page\.md"):
        make_source(checkout, tmp_path / "dist")
    assert list((tmp_path / "dist").iterdir()) == []


def test_what_is_not_committed_is_not_handed_out(checkout: Path, tmp_path: Path) -> None:
    (checkout / "app" / "new.py").write_text("x = 1\n", "utf-8")
    with pytest.raises(ReleaseError, match=r"not committed .*app/new\.py"):
        make_source(checkout, tmp_path / "dist")
    archive = make_source(checkout, tmp_path / "dist", allow_changes=True)
    assert missing_from(archive, ["app/new.py"]) == ["app/new.py"]


def test_a_version_needs_its_section_in_the_changelog(checkout: Path) -> None:
    assert version_of(checkout) == "1.2.3"
    (checkout / "CHANGELOG.md").write_text("## [Unreleased]\n", "utf-8")
    with pytest.raises(ReleaseError, match=r"## \[1\.2\.3\]"):
        version_of(checkout)


def test_every_tracked_file_of_the_project_is_named_for_the_archive() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    rules = (ROOT / "MANIFEST.in").read_text("utf-8").split()
    always = {"README.md", "pyproject.toml", "MANIFEST.in", *LEFT_OUT}
    tops = {file.split("/", 1)[0] for file in tracked_files(ROOT)} - always
    assert tops <= set(rules)
