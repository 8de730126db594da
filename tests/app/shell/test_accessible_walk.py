"""Every control has a name, the keyboard reaches it, and where the keyboard is can be seen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QLabel, QWidget

from app.services.types import Query
from app.shell.panel_list import PANELS
from tests import painted, walking
from tests.window_support import WholeWindow, whole_window

NAMES = [entry.name for entry in PANELS]
# They end the window, open another library, or ask the system for a file.
LEFT_OUT = {"app.quit", "item.remove", "help.tour", "session.open"}
QTS_OWN = (QFileDialog, QInputDialog)


@pytest.fixture(scope="module")
def shown(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWindow]:
    place = tmp_path_factory.mktemp("walk")
    with whole_window(qapp, place / "library", place / "home", size=(1600, 1000)) as window:
        window.window.activateWindow()
        window.bring_up("search")
        window.workspace.shared.query_requested.emit(Query.of("γάτα"))
        window.settle()
        window.workspace.shared.select([1])
        yield window


@pytest.mark.parametrize("name", [*NAMES, "history", "jobs"])
def test_every_control_of_a_panel_has_a_name(shown: WholeWindow, name: str) -> None:
    assert walking.nameless(shown.bring_up(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_tab_reaches_every_control_and_leaves_it(shown: WholeWindow, name: str) -> None:
    panel = shown.bring_up(name)
    wanted = walking.stops(panel)
    assert wanted
    seen = walking.walk_by_tab(wanted[0], 500)
    lost = [
        walking.place_of(widget)
        for widget in wanted
        if widget.isVisible() and widget.isEnabled() and not walking.is_reached(widget, seen)
    ]
    assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_where_the_keyboard_is_can_be_seen(shown: WholeWindow, name: str) -> None:
    panel = shown.bring_up(name)
    blind = []
    for widget in walking.stops(panel):
        if widget.visibleRegion().isEmpty() or not widget.isEnabled() or not widget.isVisible():
            continue
        widget.setFocus()
        if not widget.hasFocus():
            continue
        with_focus = widget.grab().toImage()
        widget.clearFocus()
        if widget.isVisible() and widget.grab().toImage() == with_focus:
            blind.append(walking.place_of(widget))
    assert "\n".join(blind) == ""


def test_every_dialog_names_its_controls(shown: WholeWindow) -> None:
    found: dict[str, list[str]] = {}
    for action in shown.window.all_actions.all():
        is_asking = action.title.endswith("…") or action.name.startswith(("help.", "tools."))
        is_leaving = action.name.startswith("library.") and action.name != "library.export"
        if action.name in LEFT_OUT or is_leaving or not is_asking:
            continue
        if shown.window.all_actions.is_enabled(action):
            for dialog, said in dialogs_of(shown, action.run):
                found.setdefault(dialog, []).extend(said)
    assert len(found) > 12, sorted(found)
    assert "\n".join(f"{name}: {said}" for name, said in found.items() if said) == ""


def dialogs_of(shown: WholeWindow, run: object) -> list[tuple[str, list[str]]]:
    """Run an action and return (class, controls without a name) of each dialog it opens."""
    seen: list[tuple[str, list[str]]] = []
    before = {id(w) for w in QApplication.topLevelWidgets() if w.isVisible()}

    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and id(widget) not in before and isinstance(widget, QWidget):
                if not isinstance(widget, QTS_OWN):
                    seen.append((type(widget).__name__, walking.nameless(widget)))
                widget.reject() if isinstance(widget, QDialog) else widget.close()

    timer = QTimer(interval=60)
    timer.timeout.connect(look)
    timer.start()
    assert callable(run)
    run()
    shown.settle()
    look()
    timer.stop()
    return seen


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_stand_out_as_drawn(shown: WholeWindow, theme: str) -> None:
    shown.theme.choose("light" if theme == "light" else "dark")
    pale = []
    for name in NAMES:
        panel = shown.bring_up(name)
        panel.setFocus()
        pixels = painted.drawn(shown.window)
        for widget in texts_in(panel):
            found = painted.contrast_of(widget, pixels)
            if found < 4.5:
                pale.append((name, walking.place_of(widget), widget.text(), round(found, 2)))
    shown.theme.choose("light")
    assert "\n".join(map(str, pale)) == ""


def texts_in(panel: QWidget) -> Iterator[QLabel]:
    """Yield labels and buttons with a text on view that can be used."""
    for widget in walking.all_widgets(panel):
        is_text = isinstance(widget, QLabel) and widget.pixmap().isNull()
        is_text = is_text or walking.is_text_button(widget)
        is_text = is_text and widget.isVisible() and widget.isEnabled()
        is_whole = widget.visibleRegion().boundingRect().size() == widget.size()
        if is_text and is_whole and widget.text().strip():
            yield widget
