"""What the pages name is there: files, other pages and their headings, functions and classes."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PACKAGES = ("app", "benchmarks", "common", "indexers", "models", "quality", "release", "resources",
            "tests")  # fmt: skip
EXAMPLES = {"docs/extending.md"}
"""Pages that tell how to make new files, which are not there."""

MADE = {"analysers/NAME.toml", "kinora/LICENCES.md", "network.toml"}
"""Files that a library, a user or a release has."""

_CODE = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(r"(?<![\w/])[\w*{},.-]+(?:/[\w*{},.-]+)*\.(?:py|md|toml|sql)\b")
_PLACEHOLDER = re.compile(r"(?:^|/)(?!README|CHANGELOG|LICEN)[A-Z_]{3,}\.")
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?<![\w/*-])(?:[a-z]+_[a-z_]*[a-z]|(?:[A-Z][a-z]+){2,})(?![\w/*.-])")
_DEFINED = re.compile(r"\b(?:def|class) (\w+)")


@cache
def files() -> frozenset[str]:
    """Return the files of the packages and of the top folder, relative to it."""
    found = {path for name in PACKAGES for path in (ROOT / name).rglob("*.*")}
    found |= {*ROOT.glob("*"), *(ROOT / "docs").rglob("*")}
    return frozenset(path.relative_to(ROOT).as_posix() for path in found if path.is_file())


@cache
def words() -> tuple[frozenset[str], frozenset[str]]:
    """Return all names of functions and classes, and all words of the source."""
    defined: set[str] = set()
    all_of_them: set[str] = set()
    for path in (ROOT / name for name in files() if name.endswith(".py")):
        text = path.read_text("utf-8")
        defined.update(_DEFINED.findall(text))
        all_of_them.update(_WORD.findall(text))
    return frozenset(defined), frozenset(all_of_them)


def headings(page: Path) -> set[str]:
    """Return the anchors of a page, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)
    lines = (line.lstrip("#").strip() for line in text.splitlines() if line.startswith("#"))
    return {re.sub(r"[^\w\- ]", "", line.casefold()).replace(" ", "-") for line in lines}


def absent(text: str) -> list[str]:
    """Return the files that a text names and that are nowhere; one may be named by its end."""
    paths = "\n".join(files())
    missing = []
    for name in sorted({found.removeprefix("../") for found in _FILE.findall(text)} - MADE):
        pattern = re.escape(name).replace(r"\*", "[^/]*").replace(r"\{", "(?:").replace(r"\}", ")")
        whole = rf"^(?:.*/)?{pattern.replace(',', '|')}$"
        if not _PLACEHOLDER.search(name) and not re.search(whole, paths, re.M):
            missing.append(name)
    return missing


def test_what_is_absent_is_found() -> None:
    text = "`jobs.py`, app/gone.py, app/services/export_*.py, docs/gone_{a,b}.md, PANEL.md"
    assert absent(text) == ["app/gone.py", "docs/gone_{a,b}.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_names_only_what_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for target, heading in _LINK.findall(text):
        linked = (page.parent / target).resolve() if target else page
        assert linked.exists(), f"{target} is not there"
        assert not heading or heading in headings(linked), f"{target} has no #{heading}"
    if page.relative_to(ROOT).as_posix() not in EXAMPLES:
        assert absent(text) == []
        said = {name for code in _CODE.findall(text) for name in _NAME.findall(code)}
        assert said - words()[1] == set()


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_the_folders_of_the_architecture_hold_what_it_says() -> None:
    rows = re.findall(
        r"^\| ((?:`[\w/]+`(?:, )?)+) \|(.*)\|$", ARCHITECTURE.partition("## How")[0], re.M
    )
    table = {folder: said for cell, said in rows for folder in re.findall(r"`([^`]+)`", cell)}
    assert set(PACKAGES) <= {folder.split("/")[0] for folder in table}
    for folder, said in table.items():
        assert (ROOT / folder).exists() or (ROOT / f"{folder}.py").exists()
        for word in re.findall(r"`([a-z_]+[*/]?)`", said) if (ROOT / folder).is_dir() else ():
            pattern = word.rstrip("/") if word.endswith(("/", "*")) else f"{word}*"
            is_there = any((ROOT / folder).rglob(pattern)) or (ROOT / word).exists()
            assert is_there, f"{folder} has no {word}"


def test_what_the_architecture_promises_is_defined() -> None:
    promised = {*_DEFINED.findall(ARCHITECTURE)}
    assert sorted(promised - words()[0]) == []
