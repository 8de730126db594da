"""Formulas with one sign changed, made from the source of a module."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SWAPS: Final[dict[type[ast.AST], tuple[str, str]]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.Lt: ("<", ">"),
    ast.Gt: (">", "<"),
    ast.LtE: ("<=", ">="),
    ast.GtE: (">=", "<="),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A source with one change.

    Args:
        line: of the change, from 1.
        was: the line before, without the space around it.
        now: the line after.
        source: the whole text after.
    """

    line: int
    was: str
    now: str
    source: str


def mutants_of(source: str) -> Iterator[Mutant]:
    """Yield a source with each sign of a formula changed, one at a time, from top to bottom.

    + and -, * and /, < and > trade places; a minus before a value goes. Types, sums of texts and
    what an error says are no formulas.
    """
    starts = _line_starts(source)
    tree = ast.parse(source)
    skipped = {id(node) for root in _no_formulas(tree) for node in ast.walk(root)}
    for node in sorted(_signed(tree), key=lambda node: (node.lineno, node.col_offset)):
        if id(node) not in skipped:
            change = _change(node, source, starts)
            if change is not None:
                yield _mutant(source, starts, *change)


def _signed(tree: ast.AST) -> list[ast.expr | ast.AugAssign]:
    kinds = (ast.BinOp, ast.AugAssign, ast.Compare, ast.UnaryOp)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def _no_formulas(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield node.annotation
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns
        elif isinstance(node, ast.JoinedStr | ast.Raise):
            yield node  # what is said to people


def _change(
    node: ast.expr | ast.AugAssign, source: str, starts: list[int]
) -> tuple[int, int, str] | None:
    """Return from where to where the text changes, and what stands there then."""
    if isinstance(node, ast.UnaryOp):
        if not isinstance(node.op, ast.USub):
            return None
        at = _offset(starts, source, node.lineno, node.col_offset)
        return at, at + 1, ""
    operator: ast.AST
    if isinstance(node, ast.Compare):
        left, operator, right = node.left, node.ops[0], node.comparators[0]
    elif isinstance(node, ast.AugAssign):
        left, operator, right = node.target, node.op, node.value
    elif isinstance(node, ast.BinOp):
        left, operator, right = node.left, node.op, node.right
        if any(isinstance(each, ast.JoinedStr) or _is_text(each) for each in (left, right)):
            return None
    else:
        return None
    if type(operator) not in _SWAPS:
        return None
    sign, other = _SWAPS[type(operator)]
    begin = _offset(starts, source, left.end_lineno or 0, left.end_col_offset or 0)
    end = _offset(starts, source, right.lineno, right.col_offset)
    at = source.find(sign, begin, end)
    return None if at < 0 else (at, at + len(sign), other)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _mutant(source: str, starts: list[int], begin: int, end: int, text: str) -> Mutant:
    line = sum(start <= begin for start in starts)
    changed = source[:begin] + text + source[end:]
    return Mutant(
        line,
        source.splitlines()[line - 1].strip(),
        changed.splitlines()[line - 1].strip(),
        changed,
    )


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts[:-1]


def _offset(starts: list[int], source: str, line: int, column: int) -> int:
    """Return the place in the text of a line from 1 and a column in bytes of UTF-8."""
    begin = starts[line - 1]
    row = source[begin:].split("\n", 1)[0]
    return begin + len(row.encode("utf-8")[:column].decode("utf-8"))
