"""Every control can be named by a screen reader, and everything can be done by keyboard."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QScrollBar,
    QWidget,
)

from tests.e2e.conftest import Driver

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
OF_QT = (QComboBox, QAbstractSpinBox, QMenuBar, QMenu, QLineEdit)  # what is inside names itself


def owners(widget: QWidget) -> Iterator[QWidget]:
    """Return the parents of widget, nearest first."""
    while (widget := widget.parentWidget()) is not None:
        yield widget


def nameless(root: QWidget) -> list[str]:
    """Return the controls under root that a screen reader cannot name."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollBar):
            continue
        if widget.objectName().startswith("qt_") or any(
            isinstance(o, OF_QT) for o in owners(widget)
        ):
            continue
        if isinstance(widget, QLabel):
            continue  # read as what it says
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or widget.windowTitle()):
            path = " < ".join(type(one).__name__ for one in [widget, *owners(widget)][:4])
            found.append(path)
    return found


def test_every_control_of_the_real_window_has_a_name(opened: Driver) -> None:
    opened.search("lighthouse")
    opened.shared.select([opened.shared.results.hits[0].item])
    opened.panel("search").stages.add_stage()
    for name in ("feedback", "history", "jobs", "wall"):
        opened.window.bring_up(name)
        opened.rest()
    found = nameless(opened.window)
    assert found == [], "\n".join(found)


def test_symbols_alone_are_no_names(opened: Driver) -> None:
    opened.search("lighthouse")
    buttons = opened.window.findChildren(QAbstractButton)
    bare = [
        button.text()
        for button in buttons
        if button.text() and not any(c.isalnum() for c in button.accessibleName() or button.text())
    ]
    assert bare == []


def test_the_main_functions_by_keyboard_alone(opened: Driver) -> None:
    window, shared = opened.window, opened.shared
    opened.key(Qt.Key.Key_F, CTRL, window)
    assert QApplication.focusWidget() is opened.panel("search").head.box
    QTest.keyClicks(QApplication.focusWidget(), "lighthouse")
    opened.key(Qt.Key.Key_Return)
    opened.rest()
    hits = [hit.item for hit in shared.results.hits]
    opened.key(Qt.Key.Key_F3, widget=window)
    assert shared.current == hits[0]
    opened.key(Qt.Key.Key_F3, widget=window)
    assert shared.current == hits[1]
    opened.key(Qt.Key.Key_F3, SHIFT, window)
    assert shared.current == hits[0]
    opened.key(Qt.Key.Key_Up, CTRL, window)
    opened.until(lambda: opened.labels == {hits[0]: 1})
    opened.key(Qt.Key.Key_Z, CTRL, window)
    opened.until(lambda: opened.labels == {})
    opened.key(Qt.Key.Key_Y, CTRL, window)
    opened.until(lambda: opened.labels == {hits[0]: 1})


def test_f3_goes_through_what_is_lit_while_the_keyboard_is_on_the_wall(opened: Driver) -> None:
    wall = opened.panel("wall")
    opened.key(Qt.Key.Key_F, CTRL | SHIFT, opened.window)
    assert QApplication.focusWidget() is wall.bar.search
    QTest.keyClicks(wall.bar.search, "film 3")
    opened.rest()
    opened.until(lambda: wall.lights.lighting is not None and wall.lights.lighting.lit is not None)
    opened.until(lambda: int(wall.lights.lighting.lit.sum()) == 1)
    opened.key(Qt.Key.Key_F3, widget=opened.window)
    (chosen,) = opened.shared.selection
    items = opened.window.workspace.context.services.items
    assert items.summary(chosen).title == "The Film 3"


def test_a_photo_opens_by_keyboard_and_closes_by_escape(opened: Driver) -> None:
    opener = opened.window.workspace.opener
    opener.full_screen = False
    opened.search("photo_004")
    photo = opened.shared.results.hits[0].item
    opened.shared.select([photo])
    opened.key(Qt.Key.Key_Return, CTRL, opened.window)
    opened.until(lambda: opener.viewer is not None and opener.viewer.isVisible())
    opened.key(Qt.Key.Key_Escape, widget=opener.viewer)
    opened.until(lambda: not opener.viewer.isVisible())
    assert opened.shared.current == photo


def test_the_palette_runs_what_a_few_letters_name(opened: Driver) -> None:
    opened.key(Qt.Key.Key_P, CTRL | SHIFT, opened.window)
    palette = opened.window.dialogs.palette
    QTest.keyClicks(palette.box, "dark theme")
    opened.key(Qt.Key.Key_Return, widget=palette.box)
    assert opened.window.settings.appearance.theme == "dark"


def test_no_key_has_two_meanings(opened: Driver) -> None:
    keys: dict[str, list[str]] = {}
    for action in opened.window.all_actions.all():
        for key in opened.window.menus.shown(action.name).shortcuts():
            if key.toString():
                keys.setdefault(key.toString(), []).append(action.name)
    assert {key: names for key, names in keys.items() if len(names) > 1} == {}
