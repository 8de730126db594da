"""Brings the translations up to date with the source: `python -m resources.update_translations`.

Qt's own `lupdate` collects what `self.tr()` and `QCoreApplication.translate()` name. It cannot see
three short forms that are in use (`tr = self.tr`, a module's own helper around `translate`, and
`tr = partial(translate, "Context")`); these are collected here. What is said below the window
(errors above all) is collected by `resources.error_texts`. Translations that exist are kept;
`lrelease` makes the files that the program loads. Open the `.ts` file in Qt Linguist to translate
what is new.
"""

import ast
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from resources import error_texts

FOLDER = Path(__file__).resolve().parent / "translations"
ROOT = FOLDER.parents[1]
SOURCES = ("app/shell", "app/panels", "app/panel_actions", "app/widgets")
LANGUAGES: dict[str, list[str]] = {"de": [], "en": ["-pluralonly"]}

Key = tuple[str, str]
Known = dict[Key, list[str]]
Tree: TypeAlias = "ET.ElementTree[Any]"


def source_files() -> list[Path]:
    """Return the files whose texts are translated."""
    found = [path for folder in SOURCES for path in (ROOT / folder).rglob("*.py")]
    return sorted([*found, ROOT / "app" / "actions.py", ROOT / "app" / "context.py"])


def read(path: Path) -> Known:
    """Return (context, source) -> translation forms of a .ts file; none if it is absent."""
    if not path.is_file():
        return {}
    found: Known = {}
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            done = message.find("translation")
            if done is None or done.get("type") == "unfinished":
                continue
            forms = [form.text or "" for form in done.iter("numerusform")]
            found[name, message.findtext("source") or ""] = forms or [done.text or ""]
    return found


def short_forms(path: Path) -> Iterator[Key]:
    """Yield (context, text) of `tr("...")` inside classes and of helpers around translate()."""
    tree = ast.parse(path.read_text("utf-8"))
    helpers = dict(_helpers(tree))
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for text in _calls(owner, "tr"):
            yield owner.name, text
    for name, context in helpers.items():
        for text in _calls(tree, name):
            yield context, text
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for name, context in _partials(function):
            for text in _calls(function, name):
                yield context, text


def _partials(function: ast.FunctionDef) -> Iterator[Key]:
    """Yield name and context of each `name = partial(QCoreApplication.translate, "Context")`."""
    for node in function.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Name(id="partial"),
                    args=[ast.Attribute(attr="translate"), ast.Constant(value=str(context))],
                ),
            ):
                yield name, context


def _helpers(tree: ast.Module) -> Iterator[Key]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1:
            for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
                if isinstance(call.func, ast.Attribute) and call.func.attr == "translate":
                    first = call.args[0] if call.args else None
                    if isinstance(first, ast.Constant):
                        yield node.name, str(first.value)


def _calls(tree: ast.AST, name: str) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        named = isinstance(call.func, ast.Name) and call.func.id == name
        if named and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def collect(language: str) -> Tree:
    """Return a .ts document of everything that is to be translated, all of it unfinished."""
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "new.ts"
        words = ["pyside6-lupdate", *map(str, source_files()), "-locations", "none",
                 "-no-obsolete", "-source-language", "en", "-target-language", language,
                 *LANGUAGES[language], "-ts", str(target)]  # fmt: skip
        subprocess.run(words, check=True, capture_output=True)  # noqa: S603
        document = ET.parse(target)  # noqa: S314
    root = _root(document)
    for context in root.findall("context"):
        if not context.findtext("name"):
            root.remove(context)
    if language != "en":
        present = {
            (context.findtext("name") or "", message.findtext("source") or "")
            for context in root.iter("context")
            for message in context.iter("message")
        }
        short = (key for path in source_files() for key in short_forms(path))
        said = ((error_texts.CONTEXT, text) for text in error_texts.collect())
        for key in dict.fromkeys((*short, *said)):
            if key not in present:
                _add(root, key)
    return document


def _root(document: Tree) -> ET.Element:
    root: ET.Element | None = document.getroot()
    if root is None:
        raise ValueError("an empty document")
    return root


def _add(root: ET.Element, key: Key) -> None:
    name, source = key
    context = next((c for c in root.findall("context") if c.findtext("name") == name), None)
    if context is None:
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
    message = ET.SubElement(context, "message")
    ET.SubElement(message, "source").text = source
    ET.SubElement(message, "translation", type="unfinished")


def fill(document: Tree, known: Known) -> list[Key]:
    """Put known translations into document and return what has none."""
    missing = []
    for context in _root(document).iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name") or "", message.findtext("source") or "")
            target = message.find("translation")
            if target is None:
                continue
            forms = known.get(key)
            if forms is None:
                missing.append(key)
                continue
            target.attrib.pop("type", None)
            if message.get("numerus"):
                for old in list(target):
                    target.remove(old)
                for form in forms:
                    ET.SubElement(target, "numerusform").text = form
            else:
                target.text = forms[0]
    return missing


def english_plurals(document: Tree) -> Known:
    """Return the two forms of the English plurals: "(s)" is dropped or taken."""
    found: Known = {}
    for context in _root(document).iter("context"):
        for message in context.iter("message"):
            source = message.findtext("source") or ""
            forms = [re.sub(r"\(s\)", "", source), re.sub(r"\(s\)", "s", source)]
            found[context.findtext("name") or "", source] = forms
    return found


def write(document: Tree, path: Path) -> None:
    """Write a .ts document as Linguist does."""
    root = _root(document)
    root[:] = sorted(root, key=lambda context: context.findtext("name") or "")
    ET.indent(document, "    ")
    body = ET.tostring(root, encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', "utf-8")


def update(language: str) -> list[Key]:
    """Update the files of one language and return what is not translated."""
    path = FOLDER / f"kinora_{language}.ts"
    document = collect(language)
    known = english_plurals(document) if language == "en" else read(path)
    missing = fill(document, known)
    write(document, path)
    made = path.with_suffix(".new.qm")
    subprocess.run(  # noqa: S603
        ["pyside6-lrelease", str(path), "-qm", str(made)],  # noqa: S607
        check=True,
        capture_output=True,
    )
    made.replace(path.with_suffix(".qm"))  # a window that is open has the old file mapped
    return missing


if __name__ == "__main__":
    error_texts.write()
    lacking = [(language, *key) for language in LANGUAGES for key in update(language)]
    for entry in lacking:
        sys.stderr.write(f"not translated: {' | '.join(entry)}\n")
    sys.exit(1 if lacking else 0)
