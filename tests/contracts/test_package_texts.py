"""Every package says in two lines what lives in it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = sorted(
    path
    for top in ("app", "indexers", "models", "common", "benchmarks")
    for path in (ROOT / top, *(ROOT / top).rglob("*"))
    if path.is_dir() and any(path.glob("*.py"))
)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_says_what_lives_there(package: Path) -> None:
    source = (package / "__init__.py").read_text("utf-8")
    said = ast.get_docstring(ast.parse(source)) or ""
    lines = [line for line in said.splitlines() if line.strip()]
    assert len(lines) >= 2, f"{package} needs a second line: its modules, or how they hang together"
    named = {part for part in said.replace("*", "").split("`")[1::2] if part.isidentifier()}
    there = {path.stem for path in package.iterdir()}
    code = source + "".join(path.read_text("utf-8") for path in package.glob("*.py"))
    unknown = {name for name in named - there if name not in code}
    unknown = {n for n in unknown if not any(other.startswith(n) for other in there)}
    assert not unknown, f"{package} names {unknown}, which are not there"
