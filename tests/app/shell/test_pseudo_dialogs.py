"""In the made-up language: dialogs, queries of every kind, and all views of what was found."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QWidget,
)

from app.panels.results.views import VIEWS
from app.services.types import (
    BoxesAsk,
    CanvasAsk,
    ConceptAsk,
    Example,
    ExampleAsk,
    Filter,
    Part,
    Query,
    Stage,
    TagsAsk,
    TextAsk,
    WordsAsk,
)
from app.shell.move_page import MovePage
from app.widgets.compare import CompareView
from app.widgets.part_picker import PartDialog
from app.widgets.viewer import PhotoViewer
from common.canvas import Canvas, ColourShape, ObjectShape, Region
from common.values import TextKind
from tests import walking
from tests.pseudo_support import left_in_english, pseudo_window
from tests.window_support import WholeWindow

# Actions that open a dialog of ours or of Qt; what is said to Qt's is noted.
ACTIONS = [
    "library.new", "library.open", "session.save", "import.media", "settings.open",
    "settings.shortcuts", "tools.measure", "tools.wall-study", "tools.save-record", "tools.replay",
    "view.export", "tools.networks", "tools.palette", "help.shortcuts", "help.about", "help.panel",
    "view.messages", "item.export", "library.export", "library.import-marks", "item.compare",
    "item.open", "item.add-to-watchlist", "item.add-to-bucket", "item.tag", "classifiers.new",
    "days.correct-clock", "body.open", "body.batch", "body.export", "results.keys",
]  # fmt: skip
ASKED = (
    (QFileDialog, "getOpenFileName", ("", "")),
    (QFileDialog, "getOpenFileNames", ([], "")),
    (QFileDialog, "getSaveFileName", ("", "")),
    (QFileDialog, "getExistingDirectory", ""),
    (QInputDialog, "getText", ("", False)),
    (QInputDialog, "getItem", ("", False)),
)
PART = Region(0.1, 0.1, 0.5, 0.5)
QUERIES = {
    "concepts": Query.of(parts=[Part(ConceptAsk(("γάτα", "σκύλος"), least=0.25), 1.5)]),
    "example": Query.of(parts=[Part(ExampleAsk(Example(item=1), PART))]),
    "boxes": Query.of(parts=[Part(BoxesAsk("γάτα", place="σπίτι", combine="unite"))]),
    "words": Query.of(parts=[Part(WordsAsk("γάτα", (TextKind.PLOT, TextKind.CAPTION)))]),
    "tags": Query.of(parts=[Part(TagsAsk(("tag=θάλασσα",), text="γάτα"), must=True)]),
    "canvas": Query.of(
        parts=[Part(CanvasAsk(Canvas((ObjectShape("γάτα"), ColourShape(PART, (200, 30, 30))))))]
    ),
    "steps": Query(
        (Stage((Part(TextAsk("γάτα")),)), Stage((Part(TextAsk("σκύλος"), 0.5),), within_s=1e6)),
        filters=(Filter("year", low=1900.5, high=2030.25),),
    ),
}


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWindow]:
    with pseudo_window(qapp, tmp_path_factory.mktemp("dialogs")) as window:
        yield window


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What dialogs of Qt were told, which are answered by Cancel; ours are not waited for."""
    found: list[str] = []

    def note(answer: Any) -> Callable[..., Any]:
        def ask(*what: Any, **named: Any) -> Any:
            found.extend(word for word in (*what, *named.values()) if isinstance(word, str))
            return answer

        return ask

    for kind, name, answer in ASKED:
        monkeypatch.setattr(kind, name, note(answer))
    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", lambda dialog: dialog.show() or 0)
    return found


def dialogs() -> list[QWidget]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog | PhotoViewer | CompareView) and widget.isVisible()
    ]


def is_same(where: str) -> bool:
    """Whether texts are the same in every language: pages of help have files of their own, columns
    of exports the names that other programs read, and cards of networks say licence and paper."""
    return "QListWidget < HelpView" in where or bool(
        re.match(r"(QHeaderView < )?Q(Menu|TableWidget) < ExportDialog|QLabel < NetworkList", where)
    )


def english(roots: list[QWidget]) -> list[str]:
    found = [
        f"{where}: {text}"
        for root in roots
        for where, text in walking.texts_of(root)
        if not is_same(where) and left_in_english(text)
    ]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("name", ACTIONS)
def test_no_dialog_is_left_in_english_or_cut_off(
    shown: WholeWindow, said: list[str], name: str
) -> None:
    shown.workspace.shared.select([1, 2])
    if name == "tools.save-record":
        shown.window.all_actions.trigger("tools.record")
    before = set(dialogs())
    shown.window.all_actions.trigger(name)
    shown.settle()
    opened = [dialog for dialog in dialogs() if dialog not in before]
    try:
        assert opened or said or name == "nothing was opened"
        for dialog in opened:
            dialog.grab()
        assert "\n".join(english(opened) + [word for word in said if left_in_english(word)]) == ""
        cut = [line for dialog in opened for line in walking.clipped(dialog)]
        assert "\n".join(cut) == ""
    finally:
        for dialog in opened:
            dialog.close()
        shown.settle()


def test_every_page_of_the_settings_is_said_in_the_language(
    shown: WholeWindow, said: list[str]
) -> None:
    shown.window.all_actions.trigger("settings.open")
    shown.settle()
    (dialog,) = dialogs()
    rows = dialog.sections.count()
    assert rows > 5
    for row in range(rows):
        dialog.sections.setCurrentRow(row)
        shown.application.processEvents()
        assert "\n".join(english([dialog])) == ""
    dialog.close()


def test_a_part_is_chosen_in_the_language(shown: WholeWindow) -> None:
    image = QImage(np.full((60, 80, 4), 200, np.uint8).data, 80, 60, QImage.Format.Format_RGB32)
    dialog = PartDialog(image.copy(), shown.window)
    dialog.show()
    assert "\n".join(english([dialog])) == ""
    dialog.close()


@pytest.mark.parametrize("kind", list(QUERIES))
def test_no_query_and_no_reason_is_left_in_english(shown: WholeWindow, kind: str) -> None:
    search = shown.bring_up("search")
    shown.workspace.shared.query_requested.emit(QUERIES[kind])
    shown.settle()
    results = shown.bring_up("results")
    if shown.workspace.shared.results.hits:
        shown.workspace.shared.select([shown.workspace.shared.results.hits[0].item])
        shown.settle()
    assert "\n".join(english([search, results])) == ""


def test_no_view_of_the_results_is_left_in_english(shown: WholeWindow) -> None:
    shown.bring_up("search")
    shown.workspace.shared.query_requested.emit(QUERIES["concepts"])
    shown.settle()
    results: Any = shown.bring_up("results")
    assert shown.workspace.shared.results.hits
    for view in VIEWS:
        results.choose_view(view.name)
        shown.settle()
        results.grab()
        assert "\n".join([view.name, *english([results])]) == view.name


def test_the_page_that_moves_a_library_is_said_in_the_language(
    shown: WholeWindow, said: list[str]
) -> None:
    """The last one: it closes the library."""
    shown.window.all_actions.trigger("library.move")
    shown.application.processEvents()
    (page,) = shown.window.findChildren(MovePage)
    shown.wait(page.isVisible)
    assert "\n".join(english([page])) == ""
