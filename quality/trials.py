"""Tries changes of a module with the tests that reach them, in forks of one process that is ready.

Starting Python, pytest and all libraries takes longer than most tests. So one process collects the
tests of a module and notes which of them call which of its functions; for each change of a function
it forks, puts the changed code into the function and runs those tests up to the first that fails.
"""

import ast
import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any, Final, Self

import pytest

LOADED: Final = (
    "hypothesis", "numpy", "pydantic", "sqlalchemy", "sklearn.svm", "scipy.sparse", "numba", "cv2",
    "PySide6.QtWidgets", "pytestqt.plugin", "xdist.plugin", "pytest_cov.plugin",
)  # fmt: skip
"""What most tests load; what is absent is passed over. Nothing of the project: it is changed."""

Reached = dict[str, list[str]]
"""Function -> the tests that call it, the quickest first."""


class Trials:
    """The tests of a module, ready to be run with a change.

    The loops of a `kernels` module are run as they are written, not compiled: that is the same
    formula, and a change of it needs no compiler.

    Args:
        root: folder of the project, of which everything is loaded anew.
        module: path in it.
        tests: files or folders in it.
    """

    def __init__(self, root: Path, module: str, tests: Sequence[str]) -> None:
        self._root, self._tests = root, list(tests)
        self._file = str(root / module)
        self._context: Any = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(list(LOADED))
        self._ours, theirs = multiprocessing.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self._file, *self._at()))
        self._process.start()
        theirs.close()
        try:
            self.reached: Reached | None = self._ours.recv()
        except EOFError:
            self.reached = None
        """None where the tests fail without any change."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._ours.close()
        self._process.join()

    def passes(self, source: str, line: int, limit_s: float) -> bool:
        """Return whether the tests pass with a change; what takes longer does not.

        Args:
            source: of the whole module, with the change.
            line: of the change, from 1.
            limit_s: time limit, seconds.
        """
        function = function_at(source, line)
        tests = (self.reached or {}).get(function or "")
        if function is not None and tests:
            self._ours.send((source, function, tests, limit_s))
            return bool(self._ours.recv())
        return self._passes_anew(source, limit_s)

    def _passes_anew(self, source: str, limit_s: float) -> bool:
        """Return whether all tests pass where the module is loaded with the change in it.

        For what is worked out while it is loaded, or compiled from its file.
        """
        file = Path(self._file)
        before = file.read_text("utf-8")
        _write(file, source)
        try:
            process = self._context.Process(target=_run, args=self._at())
            process.start()
            process.join(limit_s)
            if process.is_alive():
                process.kill()
                process.join()
            return bool(process.exitcode == 0)
        finally:
            _write(file, before)

    def _at(self) -> tuple[str, list[str]]:
        return str(self._root), self._tests


def function_at(source: str, line: int) -> str | None:
    """Return the name, with its class, of the outermost function whose body holds a line."""

    def look(body: Sequence[ast.stmt], prefix: str) -> str | None:
        for node in body:
            if not node.lineno <= line <= (node.end_lineno or 0):
                continue
            if isinstance(node, ast.ClassDef):
                return look(node.body, f"{prefix}{node.name}.")
            if isinstance(node, ast.FunctionDef) and line >= node.body[0].lineno:
                return prefix + node.name
        return None

    return look(ast.parse(source).body, "")


def _write(file: Path, source: str) -> None:
    seconds = file.stat().st_mtime
    file.write_text(source, "utf-8")
    # What is compiled stays on the disk by size and second: two changes must not share both.
    os.utime(file, (seconds + 2, seconds + 2))


def _run(root: str, tests: list[str], *plugins: object) -> None:
    """Run pytest in this process, which is made for it, and end it."""
    gc.freeze()  # else each pass goes through, and copies, all that was loaded before the fork
    os.chdir(root)
    sys.path.insert(0, root)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests], plugins=[*plugins])
    os._exit(int(code))  # what a test left running must not hold us up


def _serve(pipe: Connection, file: str, root: str, tests: list[str]) -> None:
    if Path(file).stem == "kernels":
        with contextlib.suppress(ImportError):
            config: Any = importlib.import_module("numba.core.config")
            config.DISABLE_JIT = 1
    _run(root, tests, _Server(pipe, file))


class _Server:
    """A plugin that runs the collected tests as it is asked, each time in a fork."""

    def __init__(self, pipe: Connection, file: str) -> None:
        self._pipe = pipe
        self._file = file

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer until nobody asks any more."""
        self._pipe.send(_in_fork(lambda: self._reached(session), 1e6))
        while True:
            try:
                source, function, names, limit_s = self._pipe.recv()
            except EOFError:
                return True
            by_name = {item.nodeid: item for item in session.items}
            items = [by_name[name] for name in names]
            code = _code(compile(source, self._file, "exec"), function)
            functions = _functions(self._file, code.co_qualname)

            def tried(
                functions: list[FunctionType] = functions,
                code: CodeType = code,
                items: list[pytest.Item] = items,
            ) -> bool:
                for each in functions:
                    each.__code__ = code
                return all(_passes(session, item) for item in items)

            self._pipe.send(_in_fork(tried, limit_s) is True)

    def _reached(self, session: pytest.Session) -> Reached | None:
        reached: Reached = {}
        took: dict[str, float] = {}
        called: set[str] = set()

        def note(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename == self._file:
                called.add(frame.f_code.co_qualname)

        for item in session.items:
            begun = time.perf_counter()
            called.clear()
            threading.setprofile(note)
            sys.setprofile(note)
            is_passed = _passes(session, item)
            sys.setprofile(None)
            if not is_passed:
                return None
            took[item.nodeid] = time.perf_counter() - begun
            for name in called:
                reached.setdefault(name, []).append(item.nodeid)
        return {name: sorted(tests, key=took.__getitem__) for name, tests in reached.items()}


def _passes(session: pytest.Session, item: pytest.Item) -> bool:
    """Return whether one test passes; fixtures that tests share are made for it anew."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return not session.testsfailed


def _functions(file: str, name: str) -> list[FunctionType]:
    gc.unfreeze()  # the tests may have taken all modules out of the search
    found = [
        each
        for each in gc.get_objects()
        if type(each) is FunctionType
        and each.__code__.co_filename == file
        and each.__code__.co_qualname == name
    ]
    gc.freeze()
    if not found:  # else each change of it would count as one that no test notices
        raise LookupError(f"{name} of {file} is not there to be changed")
    return found


def _code(inside: CodeType, name: str) -> CodeType:
    """Return the code of a function of a module."""
    for each in inside.co_consts:
        if isinstance(each, CodeType):
            if each.co_qualname == name:
                return each
            if name.startswith(f"{each.co_qualname}."):
                return _code(each, name)
    raise LookupError(name)


def _in_fork(work: Callable[[], object], limit_s: float) -> object:
    """Return what work gives in a fork of this process; None where it ended or lasted too long."""
    reader, writer = multiprocessing.Pipe(duplex=False)
    pid = os.fork()
    if not pid:
        try:
            writer.send(work())
        finally:
            os._exit(0)
    writer.close()
    try:
        return reader.recv() if reader.poll(limit_s) else None
    except EOFError:
        return None
    finally:
        reader.close()
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
