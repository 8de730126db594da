"""Files of source, indexed by what is asked of them when their texts are read."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

_LEAVES = (ast.Name, ast.Constant, ast.arg, ast.expr_context, ast.operator, ast.cmpop)

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where an expression stands.

    Args:
        module: the file.
        functions: around it, outermost first.
        owner: the class around it, "" for none.
    """

    module: "Module"
    functions: tuple[Function, ...] = ()
    owner: str = ""


@dataclass(slots=True, eq=False)
class Module:
    """A file, indexed by what may be asked of it."""

    name: str
    calls: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=dict)
    set_to: dict[str, list[tuple[ast.expr, Scope]]] = field(default_factory=dict)  # attributes
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, tuple[Function, Scope]] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path, root: Path) -> "Module":
        """Read a file."""
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        made = cls(name.removesuffix(".__init__"))
        made._read(ast.parse(path.read_text("utf-8")), Scope(made))
        return made

    def _read(self, node: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _LEAVES):
                continue
            inner = scope
            match child:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                    self.calls.setdefault(name, []).append((child, scope))
                    self._add(child, scope)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    inner = Scope(self, (*scope.functions, child), scope.owner)
                    key = f"{scope.owner}.__init__" if child.name == "__init__" else child.name
                    self.functions[key] = child, scope
                case ast.ClassDef():
                    self.classes[child.name] = child
                    inner = Scope(self, (), child.name)
                case ast.ImportFrom(module=str(source)):
                    for entry in child.names:
                        self.imports[entry.asname or entry.name] = source, entry.name
                case (
                    ast.Assign(targets=[target], value=value)
                    | ast.AugAssign(target=ast.Attribute() as target, value=value)
                ):
                    self._set(target, value, scope)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    self._set(target, value, scope)
            self._read(child, inner)

    def _add(self, call: ast.Call, scope: Scope) -> None:
        match call:
            case ast.Call(
                func=ast.Attribute(attr="append", value=ast.Attribute(attr=name)), args=[value]
            ):
                self.set_to.setdefault(name, []).append((value, scope))

    def _set(self, target: ast.expr, value: ast.expr, scope: Scope) -> None:
        if isinstance(target, ast.Attribute):
            self.set_to.setdefault(target.attr, []).append((value, scope))
        elif isinstance(target, ast.Name) and not scope.functions:
            self.constants[target.id] = value
            if scope.owner:
                self.set_to.setdefault(target.id, []).append((value, scope))


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Yield what stands in a function, not in those inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


@cache
def assigned(function: Function) -> dict[str, list[ast.expr]]:
    """Return what each local name of a function is set to, is added to it, or runs through."""
    found: dict[str, list[ast.expr]] = {}
    for node in own_nodes(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                | ast.AugAssign(target=ast.Name(id=name), value=value)
                | ast.NamedExpr(target=ast.Name(id=name), value=value)
                | ast.For(target=ast.Name(id=name), iter=value)
                | ast.Call(func=ast.Attribute(attr="append", value=ast.Name(id=name)), args=[value])
            ):
                found.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for target, value in zip(names, values, strict=False):
                    if isinstance(target, ast.Name):
                        found.setdefault(target.id, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=value):
                _add_parts(found, names, value)
            case ast.For(target=ast.Tuple(elts=names), iter=value):
                any_entry = ast.Subscript(value, ast.Constant(None), ast.Load())
                _add_parts(found, names, any_entry)
    return found


def _add_parts(found: dict[str, list[ast.expr]], names: list[ast.expr], value: ast.expr) -> None:
    """Note that names are set to the parts of a value, as if each were asked for by its place."""
    for at, target in enumerate(names):
        if isinstance(target, ast.Name):
            part = ast.Subscript(value, ast.Constant(at), ast.Load())
            found.setdefault(target.id, []).append(part)


def argument(function: Function, name: str) -> ast.arg | None:
    """Return the parameter of a function that has this name."""
    known = function.args
    return next((entry for entry in (*known.args, *known.kwonlyargs) if entry.arg == name), None)


def default(function: Function, name: str) -> ast.expr | None:
    """Return the default of a parameter, None where it has none."""
    known = function.args
    ends = [entry.arg for entry in known.args][len(known.args) - len(known.defaults) :]
    values: dict[str, ast.expr | None] = dict(zip(ends, known.defaults, strict=True))
    values |= {
        entry.arg: value for entry, value in zip(known.kwonlyargs, known.kw_defaults, strict=True)
    }
    return values.get(name)
