import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

from release.libraries import libraries_of
from release.licences import (
    Shipped,
    _shipped,
    packages_of,
    page,
    system_packages_of,
    without_licence,
)
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


def with_package(site: Path, name: str, stated: str, files: dict[str, str]) -> Path:
    info = site / f"{name}-2.0.dist-info"
    for file, text in files.items():
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_text(text, "utf-8")
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.0\n{stated}", "utf-8"
    )
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), "utf-8")
    return site / next(iter(files))


def test_a_licence_that_is_only_stated_gets_its_text(site: Path) -> None:
    stated = "License: LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only\n"
    (one,), _ = packages_of([with_package(site, "window", stated, {"window.py": ""})])
    assert [text.split("\n")[0].strip() for text in one.texts] == [
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
    ]
    apache = "Classifier: License :: OSI Approved :: Apache Software License\n"
    (one,), _ = packages_of([with_package(site, "words", apache, {"words.py": ""})])
    assert "Apache License" in one.texts[0]
    (one,), _ = packages_of([with_package(site, "mine", "License: Mine\n", {"mine.py": ""})])
    assert without_licence([one]) == ["mine"]


def test_texts_are_found_under_any_name_where_packages_keep_them(site: Path) -> None:
    folder = "parts-2.0.dist-info/licenses"
    file = with_package(
        site, "parts", "License-Expression: MIT\n",
        {"parts.py": "", f"{folder}/MODEL_LICENSES.md": "models", f"{folder}/deep/XSIMD": "xsimd",
         "parts/licenses/data.json": "no licence", f"{folder}/LICENSE": "own"},
    )  # fmt: skip
    (one,), _ = packages_of([file])
    assert set(one.texts) == {"models", "xsimd", "own"}


def test_libraries_with_terms_of_their_own_are_told() -> None:
    files = [
        Path("av.libs/libx264-d6533a8d.so.165"), Path("av.libs/libavcodec-5e6b81c2.so.62.28"),
        Path("pillow.libs/libpng16-1.so"), Path("numpy.libs/libgfortran-8a9d71bc.so.5"),
    ]  # fmt: skip
    found = libraries_of(files)
    assert [one.project for one in found] == ["FFmpeg", "GCC", "x264"]
    text = page([], [], "notice", "own", found)
    assert "| libx264-d6533a8d.so.165 | av.libs | x264 | GPL-2.0-or-later |" in text
    assert "as a whole under version 3" in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "as a whole under" not in page([], [], "notice", "own", found[:2])


@pytest.mark.skipif(not Path("/usr/share/common-licenses/GPL-2").exists(), reason="Debian only")
def test_texts_that_debian_only_refers_to_are_there() -> None:
    said = "see /usr/share/common-licenses/GPL-2."
    text = page([], [Shipped("tool", "", "GPL-2+", "", (said,))], "notice", "own")
    assert "## GPL-2, as" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text


@pytest.mark.parametrize("name", ["PySide6_Essentials", "shiboken6"])
def test_qt_comes_with_its_licence(name: str) -> None:
    one = _shipped(distribution(name))
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in one.texts[0]


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
