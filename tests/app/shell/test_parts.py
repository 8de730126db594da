"""Parts of the shell: palette, theme, icons, shortcuts, settings, import dialog, jobs view."""

from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDateEdit, QSpinBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.context import Action
from app.services.paths import AppPaths, without_home
from app.shell.import_dialog import ImportDialog, default_library
from app.shell.jobs_view import JobsView
from app.shell.palette import ActionModel, CommandPalette, match_score
from app.shell.reports import build_report
from app.shell.settings_dialog import SettingsDialog
from app.shell.settings_texts import SECTIONS, TEXTS
from app.shell.shortcuts import ShortcutEditor, ShortcutSheet, conflicts
from app.shell.theme import DARK, LIGHT, Theme, build_style_sheet, contrast
from app.widgets.icons import icon, icon_names
from common.jobs import Progress
from common.settings import Settings

ACTIONS = [
    Action("library.open", "&Open library …", lambda: None, "Ctrl+O", "File"),
    Action("edit.undo", "&Undo", lambda: None, "Ctrl+Z", "Edit"),
    Action("view.full-screen", "&Full screen", lambda: None, "F11", "View"),
    Action("item.similar", "Find &similar", lambda: None, "", "Item"),
]


def title(menu: str) -> str:
    return menu


# -- palette


@pytest.mark.parametrize(
    ("query", "best"),
    [("ol", "Open library"), ("full", "Full screen"), ("fsim", "Find similar"), ("und", "Undo")],
)
def test_letters_find_the_action_they_abbreviate(query: str, best: str) -> None:
    names = ["Open library", "Undo", "Full screen of something long", "Full screen", "Find similar"]
    scores = {name: match_score(name, query) for name in names}
    assert max((n for n in names if scores[n] is not None), key=lambda n: scores[n]) == best


def test_letters_that_are_not_there_match_nothing() -> None:
    assert match_score("Undo", "xyz") is None
    assert match_score("Undo", "odnu") is None
    assert match_score("Undo", "") == 0.0


def model_of(recent: list[str]) -> ActionModel:
    return ActionModel(ACTIONS, recent, lambda action: action.shortcut, title)


def titles(model: ActionModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = model_of([])
    qtmodeltester.check(model)
    model.narrow("un")
    qtmodeltester.check(model)


def test_recent_actions_come_first() -> None:
    model = model_of(["view.full-screen", "edit.undo"])
    assert titles(model)[:2] == ["Full screen", "Undo"]
    model.narrow("open")
    assert titles(model)[0] == "Open library …"
    assert model.index(0).data(ActionModel.KEYS_ROLE) == "Ctrl+O"


def test_the_palette_is_driven_by_keys(qtbot: QtBot) -> None:
    palette = CommandPalette(model_of([]))
    qtbot.addWidget(palette)
    chosen: list[str] = []
    palette.chosen.connect(lambda action: chosen.append(action.name))
    palette.show()
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert chosen == ["edit.undo"]
    palette.show()
    qtbot.keyClicks(palette.box, "zzz")
    qtbot.keyClick(palette.box, Qt.Key.Key_Return)
    assert chosen == ["edit.undo"]


# -- theme and icons


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_all_text_can_be_read(theme: Theme) -> None:
    weak = [
        (name, round(contrast(a, b), 2)) for name, a, b in theme.pairs() if contrast(a, b) < 4.5
    ]
    assert weak == []


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == pytest.approx(1.0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_boxes_of_dates_have_no_bevel(qtbot: QtBot, theme: Theme) -> None:
    box = QDateEdit(QDate(2020, 1, 2), calendarPopup=True)
    qtbot.addWidget(box)
    box.setStyleSheet(build_style_sheet(theme))
    box.setFixedSize(120, 28)
    picture = box.grab().toImage()
    edges = [picture.pixelColor(117, 14), picture.pixelColor(110, 25)]  # right of the arrow, below
    assert [each.name() for each in edges] == [QColor(theme.base).name()] * 2


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_focus_ring_stands_out(theme: Theme) -> None:
    assert contrast(theme.accent, theme.raised) >= 3.0
    assert contrast(theme.accent, theme.window) >= 3.0
    sheet = build_style_sheet(theme)
    assert f"QPushButton:focus, QToolButton:focus {{ border: 2px solid {theme.accent}" in sheet
    assert "$" not in sheet
    assert "font-size" not in sheet


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_draws_something_in_the_colour_of_the_text(
    qapp: QApplication, name: str
) -> None:
    old = qapp.palette()
    palette = QPalette(old)
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ff0000"))
    qapp.setPalette(palette)
    try:
        image = icon(name).pixmap(QSize(48, 48)).toImage()
    finally:
        qapp.setPalette(old)
    colours = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 200
    ]
    assert colours
    if name != "kinora":
        assert all(colour.red() > 200 and colour.blue() < 60 for colour in colours)


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        icon("no-such-drawing")


# -- shortcuts


def test_a_conflict_is_found_and_told(qtbot: QtBot) -> None:
    settings = Settings()
    editor = ShortcutEditor(ACTIONS, settings, title)
    qtbot.addWidget(editor)
    assert conflicts(ACTIONS, settings) == {}
    editor.set_keys("item.similar", "Ctrl+Z")
    assert conflicts(ACTIONS, settings) == {"Ctrl+Z": ["edit.undo", "item.similar"]}
    assert "Undo" in editor.warning.text()
    assert "Find similar" in editor.warning.text()
    assert settings.shortcuts == {"item.similar": "Ctrl+Z"}
    editor.select("item.similar")
    editor._on_reset()
    assert settings.shortcuts == {}
    assert editor.warning.isHidden()


def test_an_edited_shortcut_can_be_taken_away_and_all_be_reset(qtbot: QtBot) -> None:
    settings = Settings()
    editor = ShortcutEditor(ACTIONS, settings, title)
    qtbot.addWidget(editor)
    editor.set_keys("edit.undo", "")
    assert settings.shortcuts == {"edit.undo": ""}
    with qtbot.waitSignal(editor.changed):
        editor._on_reset_all()
    assert settings.shortcuts == {}


def test_the_sheet_shows_what_is_in_effect(qtbot: QtBot) -> None:
    settings = Settings(shortcuts={"edit.undo": "Ctrl+U", "library.open": ""})
    sheet = ShortcutSheet(ACTIONS, settings, title)
    qtbot.addWidget(sheet)
    assert sheet.rows == {"Edit": [("Undo", "Ctrl+U")], "View": [("Full screen", "F11")]}


# -- settings


def test_the_dialog_has_every_setting_and_every_text_is_listed_for_translation(
    qtbot: QtBot,
) -> None:
    settings = Settings()
    dialog = SettingsDialog(settings, AppPaths.of_user())
    qtbot.addWidget(dialog)
    expected, texts = [], set(SECTIONS.values())
    for section in SECTIONS:
        model = type(getattr(settings, section))
        for name, field in model.model_fields.items():
            expected.append(f"{section}.{name}")
            texts |= {field.title, field.description}
            if get_origin(field.annotation) is Literal:
                texts |= set(get_args(field.annotation))
    assert [row.key for row in dialog.rows] == expected
    assert texts <= set(TEXTS)


def test_a_change_counts_at_once_and_can_be_reset(qtbot: QtBot) -> None:
    settings = Settings()
    dialog = SettingsDialog(settings, AppPaths.of_user())
    qtbot.addWidget(dialog)
    rows = {row.key: row for row in dialog.rows}
    changed: list[str] = []
    dialog.changed.connect(changed.append)
    spin = rows["search.results"].editor
    assert isinstance(spin, QSpinBox)
    assert (spin.minimum(), spin.maximum()) == (10, 100_000)
    spin.setValue(77)
    spin.editingFinished.emit()
    box = rows["appearance.theme"].editor
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("dark"))
    box.activated.emit(box.currentIndex())
    check = rows["imports.read_text"].editor
    assert isinstance(check, QCheckBox)
    check.click()
    assert changed == ["search.results", "appearance.theme", "imports.read_text"]
    assert (settings.search.results, settings.appearance.theme) == (77, "dark")
    rows["search.results"].reset.click()
    assert settings.search.results == 500
    dialog.reset_all.click()
    assert settings == Settings()


def test_the_search_box_narrows_the_settings(qtbot: QtBot) -> None:
    dialog = SettingsDialog(Settings(), AppPaths.of_user())
    qtbot.addWidget(dialog)
    dialog.search.setText("theme")
    shown = [row.key for row in dialog.rows if not row.isHidden()]
    assert shown == ["appearance.theme"]
    dialog.search.setText("qqqq")
    assert not dialog.nothing.isHidden()


# -- import


def test_the_import_dialog_proposes_a_library_beside_nothing_that_exists(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "app.shell.import_dialog.QStandardPaths.writableLocation", lambda _place: str(tmp_path)
    )
    (tmp_path / "Holidays").mkdir()
    (tmp_path / "Holidays.kinora").mkdir()
    assert default_library([tmp_path / "Holidays"]) == tmp_path / "Holidays 2.kinora"
    dialog = ImportDialog(needs_library=True)
    qtbot.addWidget(dialog)
    assert not dialog.start.isEnabled()
    dialog.sources.add([tmp_path / "Holidays", tmp_path / "Holidays"])
    assert dialog.start.isEnabled()
    request = dialog.request()
    assert request.paths == (tmp_path / "Holidays",)
    assert request.kind == "auto"
    assert request.library == tmp_path / "Holidays 2.kinora"
    dialog.library.setText(str(tmp_path / "mine"))
    assert dialog.request().library == tmp_path / "mine.kinora"


def test_names_that_are_no_utf8_survive_the_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ImportDialog([Path(str(tmp_path) + "/a\udcff.jpg")])
    qtbot.addWidget(dialog)
    assert dialog.request().paths == (Path(str(tmp_path) + "/a\udcff.jpg"),)


def test_an_address_is_typed_into_the_dialog(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "app.shell.import_dialog.QStandardPaths.writableLocation", lambda _place: str(tmp_path)
    )
    dialog = ImportDialog(needs_library=True)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.address, "s3://archive/photos?endpoint=https://store.example.org")
    assert not dialog.start.isEnabled()
    assert "Enter" in dialog.problem.text()
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    assert dialog.isVisible()  # Enter adds and does not start
    assert dialog.start.isEnabled()
    assert dialog.request().paths == ("s3://archive@store.example.org/photos",)
    assert dialog.request().library == tmp_path / "photos.kinora"
    dialog.address.setText("s3://archive/x?endpoint=http://store.example.org")
    dialog.accept()
    assert dialog.isVisible()
    assert "anyone can read" in dialog.problem.text()
    dialog.address.setText(str(tmp_path / "nowhere"))
    dialog.accept()
    assert "nowhere" in dialog.problem.text()
    dialog.address.setText(str(tmp_path))
    dialog.accept()  # what is still in the line is taken too
    assert dialog.result() == ImportDialog.DialogCode.Accepted
    assert dialog.request().paths[1] == tmp_path


# -- jobs view


def test_the_figures_of_a_job(qtbot: QtBot) -> None:
    from app.jobs import JobRunner

    runner = JobRunner()
    view = JobsView(runner)
    qtbot.addWidget(view)
    job = runner.submit("io", lambda context: None, title="Work")
    runner.submit("io", lambda context: None)
    row = view.rows[0]
    assert len(view.rows) == 1
    assert row.figures_of(Progress(50, 200), 10.0) == "50 of 200 · 5.0 a second · 30 s left"
    assert row.figures_of(Progress(50, 50_000), 10.0).endswith("2 h 46 min left")
    assert row.figures_of(Progress(7), 0.0) == "7"
    with qtbot.waitSignal(job.succeeded):
        pass
    assert row.is_done
    row.dismiss.click()
    assert view.rows == []
    runner.shutdown()


# -- report


def test_the_report_names_versions_and_the_log_but_not_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = AppPaths.of_user()
    paths.logs.mkdir(parents=True)
    log = paths.logs / "kinora.log"
    log.write_bytes(b"x" * 100_000 + b"\nopened " + str(Path.home()).encode() + b"/a \xff\n")
    report = build_report(paths)
    assert "PySide6-Essentials 6." in report
    assert "opened ~/a" in report
    assert str(Path.home()) not in report
    assert len(report) < 80_000
    assert without_home("/home/me/x", Path("/home/me")) == "~/x"
    assert without_home("/x", Path("/")) == "/x"
