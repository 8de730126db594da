"""What goes wrong below a German window is read there in German."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.context import Notices
from app.jobs import JobRunner
from app.services.library import Library
from app.shell.job_texts import job_note
from app.shell.jobs_view import JobRow
from app.shell.notices import NoticeStack
from app.shell.window import MainWindow
from common.errors import MediaError
from common.jobs import JobContext
from common.values import SkippedFile
from indexers.stores import StoreError, StoreFault
from tests.german_support import speaking

WAIT_MS = 8000


@pytest.fixture(autouse=True)
def german(qapp: QApplication) -> Iterator[None]:
    with speaking(qapp):
        yield


def bars(window: MainWindow) -> list[str]:
    return [bar.notice.text for bar in window.stack.bars]


def test_a_folder_that_is_no_library_is_refused_in_german(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.libraries.open(tmp_path)
    qtbot.waitUntil(lambda: bool(bars(window)), timeout=WAIT_MS)
    said = bars(window)[0]
    assert said.startswith(f"Unter „{tmp_path}“ ist keine Bibliothek. Prüfen Sie den Namen")
    assert window.stack.history[-1].text == said


def test_a_job_that_fails_says_so_in_german(qtbot: QtBot, opened: MainWindow) -> None:
    def fail(_context: JobContext) -> None:
        raise MediaError(Path("Meer.jpg"), "the picture is cut off")

    before = len(bars(opened))
    opened.workspace.jobs.submit("io", fail)
    qtbot.waitUntil(lambda: len(bars(opened)) > before, timeout=WAIT_MS)
    assert bars(opened)[-1] == (
        "„Meer.jpg“ wurde übersprungen: das Bild ist abgeschnitten. "
        "Prüfen Sie die Datei, und importieren Sie sie noch einmal."
    )


@pytest.mark.parametrize("width", [500, 900, 1400])
def test_a_message_of_several_lines_is_shown_whole(qtbot: QtBot, width: int) -> None:
    notices, page = Notices(), QWidget()
    stack = NoticeStack(notices, lambda _error: None)
    layout = QVBoxLayout(page)
    layout.addWidget(stack)
    layout.addWidget(QStackedWidget(), 1)  # takes what is left
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    fault = StoreFault("secret", "s3://fotos")
    notices.error(StoreError(fault, "“s3://fotos” cannot be imported"))
    [bar] = stack.bars
    text = max(bar.findChildren(QLabel), key=lambda label: len(label.text()))
    assert text.text().startswith("„s3://fotos“ kann nicht importiert werden")
    qtbot.waitUntil(lambda: text.height() >= text.heightForWidth(text.width()), timeout=WAIT_MS)
    assert text.height() > text.fontMetrics().height() * 1.5


def test_a_read_only_library_says_why_in_german(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    writer = Library.open(folder)
    try:
        with qtbot.waitSignal(window.library_shown, timeout=WAIT_MS):
            window.libraries.open(folder)
        window.explain_read_only()
        texts = bars(window)
    finally:
        writer.close()
    why = "ein anderes Fenster oder ein Befehl schreibt gerade hinein."
    assert f"Diese Bibliothek ist nur zum Lesen geöffnet: {why}" in texts
    assert texts[-1].endswith(why)
    assert window.workspace.context.actions.read_only_reason == why.rstrip(".")


def test_the_list_of_skipped_files_gives_reasons_in_german(qtbot: QtBot) -> None:
    runner = JobRunner()
    row = JobRow(runner.submit("io", lambda _context: None, title="Import"))
    qtbot.addWidget(row)
    row.show_skipped(
        [
            SkippedFile("/a/sea.jpg", "it is damaged (permission denied)"),
            SkippedFile("/a/films.csv", "row 3: the same film as row 2"),
        ]
    )
    assert row.reasons.toPlainText().splitlines() == [
        "/a/sea.jpg\tes ist beschädigt (die Rechte reichen nicht)",
        "/a/films.csv\tZeile 3: derselbe Film wie Zeile 2",
    ]
    qtbot.waitUntil(lambda: runner.is_idle, timeout=WAIT_MS)
    assert runner.shutdown()


def test_progress_that_names_something_is_said_in_german() -> None:
    assert job_note("Copying items") == "items wird kopiert"
    assert job_note("Reading") == "Wird gelesen"
    assert job_note("sea.jpg") == "sea.jpg"
    assert job_note("") == ""
