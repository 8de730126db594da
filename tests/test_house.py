"""How long files and functions of the code may be; the linter holds all other rules."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "common", "indexers", "models", "benchmarks", "release", "quality")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40  # without its docstring


def too_long(path: Path) -> Iterator[str]:
    """Yield what of a file is longer than it may be."""
    text = path.read_text(encoding="utf-8")
    name = path.name if not path.is_relative_to(ROOT) else path.relative_to(ROOT).as_posix()
    if (lines := text.count("\n")) > MOST_LINES:
        yield f"{name}: {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = _lines(node)
            if ast.get_docstring(node) is not None:
                length -= _lines(node.body[0])
            if length > MOST_LINES_OF_A_FUNCTION:
                yield f"{name}: {node.name}(): {length} lines"


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("package", PACKAGES)
def test_files_and_functions_fit_on_a_screen_or_a_few(package: str) -> None:
    paths = sorted((ROOT / package).rglob("*.py"))
    assert paths
    assert [found for path in paths for found in too_long(path)] == []


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    docstring = '    """Say.\n' + "\n" * 50 + '    """\n'
    fits = "def fits():\n" + docstring + "    x = 1\n" * 39
    path.write_text(fits)
    assert list(too_long(path)) == []
    path.write_text("async def grows():\n" + docstring + "    x = 1\n" * 40)
    assert list(too_long(path)) == ["long.py: grows(): 41 lines"]
    path.write_text("\n" * 401)
    assert list(too_long(path)) == ["long.py: 401 lines"]
