import sys
from pathlib import Path

import pytest

from release.licences import packages_of, page, system_packages_of, without_licence
from release.program import licences, size_mb

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two packages, one of which says nothing of its licence."""
    site = tmp_path / "site"
    for name, stated, files in (
        ("open-one", "License-Expression: MIT\nProject-URL: Homepage, https://one.example\n",
         {"open_one.py": "", "open_one-1.0.dist-info/licenses/LICENSE": "Do as you like.\n```"}),
        ("silent", "License: UNKNOWN\n", {"silent.py": ""}),
    ):  # fmt: skip
        info = site / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{stated}", "utf-8"
        )
        for file, text in files.items():
            (site / file).parent.mkdir(parents=True, exist_ok=True)
            (site / file).write_text(text, "utf-8")
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), "utf-8")
    monkeypatch.setattr(sys, "path", [str(site)])
    return site


def test_packages_are_found_by_their_files(site: Path) -> None:
    found, others = packages_of([site / "open_one.py", site / "silent.py", site / "nobody.py"])
    assert [(one.name, one.licence, one.home) for one in found] == [
        ("open-one", "MIT", "https://one.example"),
        ("silent", "not stated", ""),
    ]
    assert others == [site / "nobody.py"]
    assert without_licence(found) == ["silent"]


def test_the_page_quotes_every_text_whole(site: Path) -> None:
    found, _ = packages_of([site / "open_one.py"])
    text = page(found, [], "Names of others", "Our terms")
    assert "| open-one | 1.0 | MIT | https://one.example |" in text
    for line in ("    Do as you like.", "    ```", "    Names of others", "    Our terms"):
        assert line in text.splitlines()


def test_a_file_of_nobody_is_told(site: Path) -> None:
    text, silent = licences(ROOT, [site / "open_one.py", site / "nobody.py", ROOT / "main.py"])
    assert silent == [str((site / "nobody.py").resolve())]
    assert "## Python" in text


@pytest.mark.skipif(not Path("/usr/share/doc/libc6/copyright").exists(), reason="Debian only")
def test_libraries_of_the_system_bring_their_copyright() -> None:
    library = next(Path("/usr/lib").glob("*-linux-gnu/libc.so.6"))
    found, rest = system_packages_of([library, Path("/nowhere/lib.so")])
    assert [one.name for one in found] == ["libc6"]
    assert "GNU" in found[0].texts[0]
    assert rest == [Path("/nowhere/lib.so")]


def test_the_size_counts_each_file_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 2_000_000)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert size_mb(tmp_path) == pytest.approx(2.0)
