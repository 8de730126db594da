"""Collects what the program may say goes wrong, for the translation.

What is said below the window is plain English where it is raised. Here the source is read: messages
and hints of all errors, and reasons why a file was skipped, with numbered places (%1, %2) for what
is known only when the program runs. `resources.update_translations` puts them into the context
`CONTEXT` of the translations, and into `errors.json` for the window, which looks there for the one
that it has before it.
"""

import ast
import errno
import json
import os
import re
from functools import cache
from pathlib import Path

from resources.source_index import Module, Scope
from resources.source_texts import HOLE, Reader

CONTEXT = "Errors"
ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "resources" / "translations" / "errors.json"
BELOW = ("common", "indexers", "models", "app/services")
WINDOW = ("app/shell", "app/panels", "app/widgets")

_BASE = "AppError"
# Of Python; errors that people see repeat their texts as reasons.
_PLAIN = (
    "DatabaseError",
    "FileNotFoundError",
    "RuntimeError",
    "TypeError",
    "UnpicklingError",
    "ValueError",
)
_CLASS = re.compile(r"^class (\w+)\((\w+)\)", re.MULTILINE)
_MAKER = r"^def ([a-z]\w*)\([^)]*\) -> (?:%s):"  # makes an error for other modules
# Attributes and fields that hold texts for people, wherever they are set.
_FIELDS = (
    "reason", "hint", "problem", "problems", "clause", "read_only_reason", "notes", "notices",
    "error",
)  # fmt: skip
_TELLERS = ("load_settings",)  # functions that return such texts
# Others that are made with a text for people: the field that holds it.
_MADE = {"SkippedFile": "reason", "StoreFault": "detail"}

# What stands alone in other texts, and is no text by the way it looks.
WORDS = (
    "analysis", "catalogue", "encoder", "it was ended", "media", "pose network", "text encoder",
    "the file is not a database", "the file is the database of another program", "vectors",
    "workers", "Ray %1: %2, %3", "Ray %1: %2, %3, %4", "%1 computer", "%1 computers", "%1 core",
    "%1 cores", "%1 graphics card", "%1 graphics cards",
)  # fmt: skip
# What the system says of files, as errors repeat it.
SYSTEM = tuple(
    text
    for number in (
        errno.EACCES, errno.EBUSY, errno.EEXIST, errno.EFBIG, errno.EINVAL, errno.EIO,
        errno.EISDIR, errno.EMFILE, errno.ENAMETOOLONG, errno.ENODEV, errno.ENOENT, errno.ENOMEM,
        errno.ENOSPC, errno.ENOTDIR, errno.ENOTEMPTY, errno.EPERM, errno.EROFS, errno.ETIMEDOUT,
        errno.ECONNREFUSED, errno.ECONNRESET, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EPIPE,
        errno.EDQUOT, errno.ELOOP, errno.EXDEV,
    )
    for text in (os.strerror(number), os.strerror(number).lower())
)  # fmt: skip
# Texts without words of their own, in which others stand.
FRAMES = ("%1: %2.", "%1: %2", "%1 (%2)", "[Errno %1] %2: '%3'", "[Errno %1] %2")
# What libraries say, as errors repeat it.
LIBRARIES = (
    "Extra inputs are not permitted", "Field required", "File is not a zip file",
    "Input should be %1", "Input should be a valid integer", "Input should be a valid list",
    "Input should be a valid number", "Input should be a valid string",
    "Input should be greater than %1", "Input should be greater than or equal to %1",
    "Input should be less than %1", "Input should be less than or equal to %1",
    "Value error, %1", "cannot identify image file %1", "database disk image is malformed",
    "division by zero", "unable to open database file",
)  # fmt: skip


@cache
def collect() -> tuple[str, ...]:
    """Return all texts, with numbered places, sorted."""
    kinds, paths = _relevant()
    reader = Reader([Module.of(path, ROOT) for path in paths], _FIELDS)
    plain = kinds - {
        kind
        for kind in kinds - {_BASE}
        for m in reader.modules.values()
        if f"{kind}.__init__" in m.functions
    }  # those made in a way of their own say what they say there
    for kind in plain:
        for call, scope in reader.calls(kind):
            _note_texts(reader, call, scope)
    for call, scope in reader.calls("__init__"):
        if scope.owner in kinds and _is_super(call):
            _note_texts(reader, call, scope)
    for name in _FIELDS:
        reader.follow(name)
    for name in (*_FIELDS, *_TELLERS):
        reader.note_returned(name)
    for module in reader.modules.values():
        for name, text in _MADE.items():
            if name in module.classes:
                reader.follow((module, name, text))
    for call, scope in reader.calls("step"):
        _note_progress(reader, call, scope)
    reader.settle()
    said = {numbered(text) for text in reader.found if _speaks(text)}
    return tuple(sorted(said.union(WORDS, SYSTEM, FRAMES, LIBRARIES)))


def numbered(text: str) -> str:
    """Return a text with %1, %2, … for its holes."""
    parts = text.strip().split(HOLE)
    return parts[0] + "".join(f"%{number}{part}" for number, part in enumerate(parts[1:], 1))


def _relevant() -> tuple[set[str], list[Path]]:
    """Return the classes of errors, and the files that make one or another text for people."""
    texts = {
        path: path.read_text("utf-8")
        for folder in (*BELOW, *WINDOW)
        for path in sorted((ROOT / folder).rglob("*.py"))
    }
    bases = [found.groups() for text in texts.values() for found in _CLASS.finditer(text)]
    kinds = {_BASE, *_PLAIN}
    while more := {name for name, base in bases if base in kinds} - kinds:
        kinds |= more
    maker = re.compile(_MAKER % "|".join(kinds), re.MULTILINE)
    makers = {name for text in texts.values() for name in maker.findall(text)}
    made = rf"\b(?:{'|'.join([*kinds, *makers, *_MADE])})[(\]]"
    names = "|".join(_FIELDS)
    field = rf"\b(?:{names})(?:=[^=]|: (?:str|list\[str\])|\.append)|def (?:{names})\("
    below, window = re.compile(f"{made}|{field}"), re.compile(made)  # which speaks for itself
    speaks = tuple(str(ROOT / folder) for folder in WINDOW)
    return kinds, [
        path
        for path, text in texts.items()
        if (window if str(path).startswith(speaks) else below).search(text)
    ]


def _note_texts(reader: Reader, call: ast.Call, scope: Scope) -> None:
    """Keep the message and the hint of a call."""
    for value in call.args[:1]:
        reader.note(value, scope)
    for keyword in call.keywords:
        if keyword.arg in {"what", "hint"}:
            reader.note(keyword.value, scope)


def _note_progress(reader: Reader, call: ast.Call, scope: Scope) -> None:
    """Keep what a job says it is doing, as far as it names something.

    What is always the same stands in `app/shell/job_texts.py`.
    """
    notes = [*call.args[2:3], *(k.value for k in call.keywords if k.arg == "note")]
    for note in notes:
        if isinstance(note, ast.JoinedStr):
            reader.note(note, scope)


def _is_super(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"))):
            return True
    return False


def _speaks(text: str) -> bool:
    """Whether a text is made of words, not a name that only programs know."""
    return re.search(r"[a-z]{2}", text) is not None and " " in text.strip()


def write() -> None:
    """Write the texts for the window."""
    FILE.write_text(json.dumps(collect(), ensure_ascii=False, indent=0) + "\n", "utf-8")
