"""What expressions of the source may say: texts with holes, read without running it.

A text is a str in which `HOLE` stands for what is known only when the program runs. Where a hole
may hold a text of the source itself (a reason that is handed on, an entry of a table), that one is
found too.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from resources.source_index import (
    Function,
    Module,
    Scope,
    argument,
    assigned,
    default,
    own_nodes,
)

HOLE = "\0"
MOST = 8  # texts of one expression; where there are more, its parts stay holes
_DEEP = 7  # how far names are followed
_SAME = {"strip", "rstrip", "lstrip", "removesuffix", "removeprefix", "capitalize"}
_FIELD = re.compile(r"\{[^{}]*\}")
_PERCENT = re.compile(r"%[-+ #0-9.]*[sdrfg]")
_NO_TEXT = {"int", "float", "bool", "Path", "PurePath", "bytes"}

Parameter = tuple[Module, str, str]  # module, function (a class for its __init__), parameter


class Reader:
    """Says what expressions of several files may say.

    Args:
        modules: the files.
        fields: attributes whose values are texts for people, wherever they are set.

    Attributes:
        found: texts that fill holes of others.
    """

    def __init__(self, modules: Iterable[Module], fields: Iterable[str]) -> None:
        self.modules = {module.name: module for module in modules}
        self.found: set[str] = set()
        self._fields = frozenset(fields)
        self._seen: set[object] = set()
        self._open: list[Parameter | str] = []
        self._calls: dict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        for module in self.modules.values():
            for name, calls in module.calls.items():
                self._calls[name] += calls

    def calls(self, name: str) -> list[tuple[ast.Call, Scope]]:
        """Return all calls of what has this name."""
        return self._calls.get(name, [])

    def note(self, node: ast.expr, scope: Scope) -> None:
        """Keep what an expression may say."""
        self.found.update(self.texts(node, scope))

    def follow(self, asked: Parameter | str) -> None:
        """Find what is handed to a parameter, or what an attribute is set to, when settled."""
        if asked not in self._seen:
            self._seen.add(asked)
            self._open.append(asked)

    def note_returned(self, name: str) -> None:
        """Keep what functions of a name return, whosever they are."""
        for module in self.modules.values():
            if name in module.functions:
                self.found.update(self._returned(name, Scope(module), 0))

    def settle(self) -> None:
        """Follow what was asked for until nothing new is found."""
        while self._open:
            asked = self._open.pop()
            values = self._set_to(asked) if isinstance(asked, str) else self._handed(*asked)
            for node, scope in values:
                self.note(node, scope)

    def texts(self, node: ast.expr, scope: Scope, depth: int = 0) -> list[str]:
        """Return what an expression may say, each text once; HOLE where that is not known."""
        if depth > _DEEP:
            return [HOLE]
        return list(dict.fromkeys(self._texts(node, scope, depth + 1))) or [HOLE]

    def _texts(self, node: ast.expr, scope: Scope, depth: int) -> list[str]:  # noqa: PLR0911
        match node:
            case ast.Constant(value=value):
                return [value] if isinstance(value, str) else []
            case ast.JoinedStr(values=values):
                return self._joined(values, scope, depth)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._product([left, right], scope, depth)
            case ast.BinOp(left=left, op=ast.Mod()):
                return [_PERCENT.sub(HOLE, text) for text in self.texts(left, scope, depth)]
            case ast.IfExp(body=one, orelse=other):
                return self._any([one, other], scope, depth)
            case (
                ast.BoolOp(values=values)
                | ast.Dict(values=values)
                | ast.Tuple(elts=values)
                | ast.List(elts=values)
            ):
                return self._any(values, scope, depth)
            case (
                ast.NamedExpr(value=value)
                | ast.Subscript(value=ast.Name() as value)
                | ast.ListComp(elt=value)
                | ast.GeneratorExp(elt=value)
                | ast.Starred(value=value)
            ):
                return self.texts(value, scope, depth)
            case ast.Subscript(value=ast.expr() as value, slice=ast.Constant(value=int(at))):
                return self._part(value, at, scope, depth)
            case ast.Call():
                return self._call(node, scope, depth)
            case ast.Name(id=name):
                return self._name(name, scope, depth)
            case ast.Attribute(attr=name):
                return self._attribute(name, scope)
        return []

    def _any(self, nodes: list[ast.expr], scope: Scope, depth: int) -> list[str]:
        return [text for node in nodes for text in self.texts(node, scope, depth)]

    def _part(self, node: ast.expr, at: int, scope: Scope, depth: int) -> list[str]:
        """Return what one part of several may say."""
        match node:
            case ast.Tuple(elts=values) if at < len(values):
                return self.texts(values[at], scope, depth)
            case ast.IfExp(body=one, orelse=other):
                return [*self._part(one, at, scope, depth), *self._part(other, at, scope, depth)]
            case ast.Call(func=ast.Name(id=name)) if depth < _DEEP:
                values, inside = self._returns(name, scope)
                return [text for v in values for text in self._part(v, at, inside, depth + 1)]
            case ast.Subscript(value=table):
                entries = self._entries(table, scope)
                return [text for e in entries for text in self._part(e, at, scope, depth)]
            case ast.Call(func=ast.Attribute(attr="get", value=table), args=[_, *defaults]):
                entries = [*self._entries(table, scope), *defaults]
                return [text for e in entries for text in self._part(e, at, scope, depth)]
        return []

    def _entries(self, table: ast.expr, scope: Scope) -> list[ast.expr]:
        """Return what a table holds, as far as it stands in the source."""
        match table:
            case ast.Dict(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
                return values
            case ast.Name(id=name):
                module, name = self._home(name, scope.module)
                if module is not None and name in module.constants:
                    return self._entries(module.constants[name], Scope(module))
        return []

    def _joined(self, values: list[ast.expr], scope: Scope, depth: int) -> list[str]:
        parts: list[list[str]] = []
        for at, value in enumerate(values):
            if not isinstance(value, ast.FormattedValue):
                parts.append(self.texts(value, scope, depth))
                continue
            is_name = (  # in quotation marks: what somebody else called it
                at > 0 and _ends(values[at - 1], "“") and at + 1 < len(values)
                and _begins(values[at + 1], "”")
            )  # fmt: skip
            is_plain = value.conversion == -1 and value.format_spec is None and not is_name
            parts.append(self.texts(value.value, scope, depth) if is_plain else [HOLE])
        return self._together(parts)

    def _product(
        self, nodes: list[ast.expr], scope: Scope, depth: int, between: str = ""
    ) -> list[str]:
        parts = [self.texts(node, scope, depth) for node in nodes]
        return self._together(parts, between)

    def _together(self, parts: list[list[str]], between: str = "") -> list[str]:
        """Return all texts of parts in a row; parts with many texts become holes."""
        count = 1
        for at in sorted(range(len(parts)), key=lambda place: len(parts[place])):
            count *= len(parts[at])
            if count > MOST:
                self.found.update(parts[at])
                count //= len(parts[at])
                parts[at] = [HOLE]
        return [re.sub(f"{HOLE}+", HOLE, between.join(row)) for row in product(*parts)]

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> list[str]:
        match node.func:
            case ast.Attribute(attr="join", value=ast.Constant(value=str(between))):
                return self._join(between, node.args, scope, depth)
            case ast.Attribute(attr="get", value=ast.Name() as table):
                return self._any([table, *node.args[1:]], scope, depth)
            case ast.Attribute(attr="format", value=template):
                for keyword in node.keywords:
                    self.note(keyword.value, scope)
                return [_FIELD.sub(HOLE, text) for text in self.texts(template, scope, depth)]
            case ast.Attribute(attr="lower", value=value):
                return [text.lower() for text in self.texts(value, scope, depth)]
            case ast.Attribute(attr=name, value=value) if name in _SAME:
                return [_stripped(text, name, node) for text in self.texts(value, scope, depth)]
            case ast.Name(id="getattr"):
                return self._any(node.args[2:], scope, depth)
            case ast.Name(id=name) | ast.Attribute(attr=name, value=ast.Name(id="self" | "cls")):
                return self._returned(name, scope, depth)
        return []

    def _join(self, between: str, args: list[ast.expr], scope: Scope, depth: int) -> list[str]:
        match args:
            case [ast.List(elts=parts) | ast.Tuple(elts=parts)]:
                return self._product(parts, scope, depth, between)
            case [ast.GeneratorExp(elt=part) | ast.ListComp(elt=part)]:
                self.note(part, scope)
            case [ast.Name() as names]:
                self.note(names, scope)
        return []

    def _returned(self, name: str, scope: Scope, depth: int) -> list[str]:
        """Return what a function of the source says."""
        values, inside = self._returns(name, scope)
        return self._any(values, inside, depth)

    def _returns(self, name: str, scope: Scope) -> tuple[list[ast.expr], Scope]:
        """Return what a function of the source returns or yields, and where that stands."""
        module, name = self._home(name, scope.module)
        if module is None or name not in module.functions:
            return [], scope
        function, around = module.functions[name]
        inside = Scope(module, (*around.functions, function), around.owner)
        ends = (part for part in own_nodes(function) if isinstance(part, ast.Return | ast.Yield))
        return [part.value for part in ends if part.value is not None], inside

    def _home(self, name: str, module: Module) -> tuple[Module | None, str]:
        """Return where a name comes from and what it is called there."""
        for _ in range(4):  # a package hands on what its modules define
            if name not in module.imports or name in module.functions:
                return module, name
            source, name = module.imports[name]
            if (following := self.modules.get(source)) is None:
                return None, name
            module = following
        return None, name

    def _name(self, name: str, scope: Scope, depth: int) -> list[str]:
        for at in range(len(scope.functions), 0, -1):
            function = scope.functions[at - 1]
            inside = Scope(scope.module, scope.functions[:at], scope.owner)
            values = assigned(function).get(name, [])
            if (found := argument(function, name)) is not None:
                self._follow_parameter(function, found, inside, at)
            if values or found is not None:
                known = self._any(values, inside, depth)
                return known if found is None else [HOLE, *known]
        module, name = self._home(name, scope.module)
        if module is None or name not in module.constants:
            return []
        return self.texts(module.constants[name], Scope(module), depth)

    def _follow_parameter(self, function: Function, found: ast.arg, scope: Scope, at: int) -> None:
        if found.annotation is not None and ast.unparse(found.annotation) in _NO_TEXT:
            return
        is_made = function.name == "__init__" and at == 1
        self.follow((scope.module, scope.owner if is_made else function.name, found.arg))
        if (value := default(function, found.arg)) is not None:
            self.note(value, scope)

    def _attribute(self, name: str, scope: Scope) -> list[str]:
        if name in self._fields:
            self.follow(name)
        elif name.startswith("_"):
            for value, place in scope.module.set_to.get(name, []):
                self.note(value, place)
        return []

    def _handed(self, module: Module, name: str, argument: str) -> Iterator[tuple[ast.expr, Scope]]:
        """Yield what is handed to a parameter of a function, or of a class that is made."""
        function = module.functions.get(f"{name}.__init__") or module.functions.get(name)
        if function is None:
            return
        is_bound = bool(function[1].owner) and not function[1].functions
        places = [entry.arg for entry in function[0].args.args][is_bound:]
        place = places.index(argument) if argument in places else None
        calls = module.calls.get(name, []) if name.startswith("_") else self.calls(name)
        own = [(call, scope) for call, scope in module.calls.get("cls", []) if scope.owner == name]
        meant = [(call, scope) for call, scope in calls if self._is_meant(call, scope, module)]
        calls = [*meant, *own]
        for call, scope in calls:
            if place is not None and place < len(call.args):
                yield call.args[place], scope
            yield from ((k.value, scope) for k in call.keywords if k.arg == argument)

    def _is_meant(self, call: ast.Call, scope: Scope, module: Module) -> bool:
        """Whether a call may be one of what a module defines, not of a namesake."""
        if isinstance(call.func, ast.Attribute):
            whose = call.func.value
            return not (isinstance(whose, ast.Name) and whose.id == "logger")
        if not isinstance(call.func, ast.Name):
            return False
        name = call.func.id
        home = self._home(name, scope.module)[0]
        if home is None:  # handed on by a package that was not read, or by somebody else's
            source = scope.module.imports[name][0]
            return source.partition(".")[0] == module.name.partition(".")[0]
        return home is module

    def _set_to(self, name: str) -> Iterator[tuple[ast.expr, Scope]]:
        """Yield what an attribute is set to, also where an object is made."""
        for module in self.modules.values():
            yield from module.set_to.get(name, [])
            for owner, node in module.classes.items():
                fields = [
                    part.target.id
                    for part in node.body
                    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
                ]
                if name in fields:
                    for call, scope in self.calls(owner):
                        yield from _field_of(call, scope, name, fields.index(name))


def _ends(node: ast.expr, mark: str) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).endswith(mark)


def _begins(node: ast.expr, mark: str) -> bool:
    return isinstance(node, ast.Constant) and str(node.value).startswith(mark)


def _stripped(text: str, how: str, node: ast.Call) -> str:
    words = [part.value for part in node.args if isinstance(part, ast.Constant)]
    return str(getattr(text, how)(*words))


def _field_of(
    call: ast.Call, scope: Scope, name: str, place: int
) -> Iterator[tuple[ast.expr, Scope]]:
    if place < len(call.args):
        yield call.args[place], scope
    yield from ((k.value, scope) for k in call.keywords if k.arg == name)
