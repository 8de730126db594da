"""How long files and functions may be, and what docstrings explain; the linter has the rest."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("app", "common", "indexers", "models", "benchmarks", "release", "quality")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40  # without its docstring
_ARGS = re.compile(r"^Args:\n((?: {4}.*\n?|\n)+)", re.M)
_NAME = re.compile(r"^ {4}(\w+):", re.M)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def faults(path: Path) -> Iterator[str]:
    """Yield what of a file is longer than it may be, and parameters that are explained but gone."""
    text = path.read_text(encoding="utf-8")
    name = path.name if not path.is_relative_to(ROOT) else path.relative_to(ROOT).as_posix()
    if (lines := text.count("\n")) > MOST_LINES:
        yield f"{name}: {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function) and (length := _length(node)) > MOST_LINES_OF_A_FUNCTION:
            yield f"{name}: {node.name}(): {length} lines"
        if isinstance(node, Function | ast.ClassDef):
            yield from (f"{name}: {node.name}: there is no {gone}" for gone in _gone(node))


def _length(function: Function) -> int:
    length = _lines(function)
    return length if ast.get_docstring(function) is None else length - _lines(function.body[0])


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _gone(node: Function | ast.ClassDef) -> list[str]:
    """Return the parameters that a docstring explains and that are not there."""
    said = _ARGS.search(ast.get_docstring(node) or "")
    there = _fields(node) if isinstance(node, ast.ClassDef) else _parameters(node)
    if said is None or there is None:
        return []
    return [name for name in _NAME.findall(said[1]) if name not in there]


def _parameters(function: Function) -> set[str]:
    told = function.args
    named = [*told.posonlyargs, *told.args, *told.kwonlyargs, told.vararg, told.kwarg]
    return {one.arg for one in named if one is not None}


def _fields(node: ast.ClassDef) -> set[str] | None:
    """Return what a class is made of, fields and parameters; None where another class says it."""
    found: set[str] = set()
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            found.add(part.target.id)
        elif isinstance(part, ast.FunctionDef) and part.name == "__init__":
            return found | _parameters(part)
    return None if node.bases and not node.decorator_list else found


@pytest.mark.parametrize("package", PACKAGES)
def test_files_fit_on_a_few_screens_and_say_what_is_so(package: str) -> None:
    paths = sorted((ROOT / package).rglob("*.py"))
    assert paths
    assert [found for path in paths for found in faults(path)] == []


def test_files_of_tests_have_one_topic() -> None:
    lengths = {path: path.read_text().count("\n") for path in (ROOT / "tests").rglob("*.py")}
    assert len(lengths) > 500
    assert [path.name for path, lines in lengths.items() if lines > MOST_LINES] == []


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    docstring = '    """Say.\n' + "\n" * 50 + '    """\n'
    fits = "def fits():\n" + docstring + "    x = 1\n" * 39
    path.write_text(fits)
    assert list(faults(path)) == []
    path.write_text("async def grows():\n" + docstring + "    x = 1\n" * 40)
    assert list(faults(path)) == ["long.py: grows(): 41 lines"]
    path.write_text("\n" * 401)
    assert list(faults(path)) == ["long.py: 401 lines"]


def test_a_parameter_that_is_gone_is_found(tmp_path: Path) -> None:
    path = tmp_path / "some.py"
    said = '"""Do.\n\n    Args:\n        one: of it;\n            where: none.\n    """\n'
    path.write_text("def work(one, *, two):\n    " + said)
    assert list(faults(path)) == []
    path.write_text("class Work:\n    " + said + "    def __init__(self): ...\n")
    assert list(faults(path)) == ["some.py: Work: there is no one"]
