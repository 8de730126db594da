"""Help: every panel has its page in both languages; keys and numbers named there are real."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from app.shell.help_pages import GENERAL, HelpPage, load_page, page_names
from app.shell.help_view import HelpView, focused_page
from app.shell.panel_list import PANELS
from app.shell.translations import LANGUAGES
from tests.window_support import WholeWindow, whole_window

ROOT = Path(__file__).resolve().parents[3]
NAMES = [GENERAL, *(entry.name for entry in PANELS)]
# Where what a panel shows is written, beside its own folder.
PARTS = {
    "wall": ("app/widgets/wall", "app/panels/wall.py"),
    "body": ("app/widgets/body_view", "app/widgets/drawing", "app/panels/body"),
    "search": ("app/widgets/query_canvas", "app/panels/search"),
    "results": ("app/widgets/image_map", "app/widgets/space", "app/panels/results"),
    "graph": ("app/widgets/graph_map", "app/panels/graph"),
    "lifelog": ("app/widgets/scene_graph", "app/panels/lifelog"),
    "watchlist": ("app/widgets/drop_grid.py", "app/panels/watchlist"),
    "window": ("app/shell",),
}
SIGNS = {"?", "/", "+", "-", ",", ".", "[", "]", "<", ">"}
# What is no key: how words are written in the search box.
WORDS = {'"a phrase"', "-without", '"eine Wendung"', "-ohne"}


def sources(name: str) -> Iterator[Path]:
    for part in PARTS.get(name, (f"app/panels/{name}",)):
        path = ROOT / part
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWindow]:
    place = tmp_path_factory.mktemp("help")
    with whole_window(qapp, place / "library", place / "home") as window:
        yield window


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel_has_a_page_of_its_own_language(language: str) -> None:
    assert sorted(NAMES) == page_names()
    pages = {name: load_page(name, language) for name in NAMES}
    titles = [page.title for page in pages.values()]
    assert len(set(titles)) == len(titles)
    for name, page in pages.items():
        assert len(page.sections) == 3, name  # what it is for, what to do, what numbers mean
        assert page.sections[-1].heading == {
            "en": "What do these numbers mean?",
            "de": "Was bedeuten diese Zahlen?",
        }.get(language)
        assert page.numbers, name


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same(name: str) -> None:
    english, german = load_page(name, "en"), load_page(name, "de")
    keys = [set(page.keys) - WORDS for page in (english, german)]
    assert keys[0] == keys[1]
    assert len(english.numbers) == len(german.numbers)


def test_every_key_named_is_there(shown: WholeWindow) -> None:
    actions = shown.window.all_actions.all()
    known = {QKeySequence(action.shortcut).toString() for action in actions}
    lost = [
        (name, key)
        for name in NAMES
        for key in load_page(name).keys
        if key not in WORDS and QKeySequence(key).toString() not in known
        if not is_written(name, key)
    ]
    assert lost == []


def is_written(name: str, key: str) -> bool:
    """Whether the source of a panel speaks of a key that no action of the window has."""
    text = "\n".join(path.read_text("utf-8") for path in sources(name))
    if key in SIGNS:
        return f'"{key}"' in text or f"({key})" in text or "Key_" in text
    last = key.rpartition("+")[2]
    words = [rf'"{re.escape(key)}"', rf"Key_{last}\b", rf"\({re.escape(key)}\)"]
    if len(last) == 1:
        words += [rf'"{last.lower()}"', rf'"{last.upper()}"']
    return any(re.search(word, text) for word in words)


@pytest.mark.parametrize("name", [entry.name for entry in PANELS])
def test_every_number_is_explained(name: str) -> None:
    page = load_page(name)
    said = " ".join([*page.numbers, *page.numbers.values(), *loose(page)]).lower()
    lost = [text for text in counted(name) if not is_explained(text, said)]
    assert lost == []


def loose(page: HelpPage) -> list[str]:
    return [block for block in page.sections[-1].blocks if isinstance(block, str)]


def is_explained(text: str, said: str) -> bool:
    words = re.findall(r"[a-z]{3,}", re.sub(r"\{[^}]*\}", " ", text.lower()))
    return not words or any(word[:5] in said for word in words if word not in {"the", "and"})


def counted(name: str) -> Iterator[str]:
    """Yield the texts of a panel that are filled with numbers."""
    for path in sources(name):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = filled(node)
            if text:
                yield text


def filled(node: ast.AST) -> str:
    """Return the text of a call that fills a translated text with numbers, "" for others."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return translated(node.left) if has_number(node.right) else ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "format" and any(has_number(k.value) for k in node.keywords):
            return translated(node.func.value)
        text = translated(node)
        return text if "%n" in text else ""
    return ""


def translated(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and node.args:
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called in {"tr", "_tr"} and isinstance(node.args[0], ast.Constant):
            return str(node.args[0].value)
    return ""


def has_number(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.FormattedValue) and part.format_spec is not None
        for part in ast.walk(node)
    )


@pytest.mark.parametrize("name", ["results", "filters", "history"])
def test_f1_opens_the_page_of_what_has_the_keyboard(shown: WholeWindow, name: str) -> None:
    widget = shown.bring_up(name)
    assert focused_page(widget) == (name if name in NAMES else GENERAL)
    shown.window.all_actions.trigger("help.panel")
    view = shown.window.findChild(HelpView)
    assert view is not None
    expected = focused_page(shown.window.focusWidget())
    assert view.page is not None
    assert view.page.title == load_page(expected).title
    assert view.page.title in view.text.toPlainText()


def test_pages_are_found_by_their_words_and_say_the_users_own_keys(shown: WholeWindow) -> None:
    window = shown.window
    window.settings.shortcuts["item.compare"] = "Ctrl+Shift+F9"
    window.all_actions.trigger("help.panel")
    view = window.findChild(HelpView)
    assert view is not None
    view.box.setText("ROAD confidence")
    left = [view.pages.item(row).text() for row in range(view.pages.count())
            if not view.pages.item(row).isHidden()]  # fmt: skip
    assert left == ["Explain"]
    assert view.page is not None
    assert view.page.name == "explain"
    view.show_page("details")
    assert "Ctrl+Shift+F9" in view.text.toPlainText()
    assert "Ctrl+K" not in view.text.toPlainText()
    assert view.pages.item(0).flags() & Qt.ItemFlag.ItemIsEnabled
    window.settings.shortcuts.clear()
    view.close()
