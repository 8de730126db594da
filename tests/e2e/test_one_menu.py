"""One selection and one menu of items in every panel: same entries, order, names and keys."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.widgets.compare import CompareView
from app.widgets.grid import ThumbnailGrid
from app.widgets.item_menu import LAYOUT, ItemMenu, arranged, item_menu, names_in
from app.widgets.player import Player
from tests.e2e.conftest import Driver

NAMED = {
    "item.explain": "Explain this",
    "item.find-similar": "Find more like this",
    "item.label-positive": "Use as positive",
    "item.label-negative": "Use as negative",
    "item.place-on-canvas": "Place on the canvas",
    "item.find-pose": "Find this pose",
    "wall.show-item": "Show on the wall",
    "item.show-in-results": "Show in results",
    "item.show-day": "Show that day",
}


def outline(menu: QMenu) -> list[Any]:
    """Return the titles of a menu with its lines and submenus."""
    told: list[Any] = []
    for entry in menu.actions():
        inner = entry.menu()
        if entry.isSeparator():
            told.append("-")
        elif isinstance(inner, QMenu):
            told.append((entry.text(), outline(inner)))
        else:
            told.append(entry.text())
    return told


def titles(menu: QMenu) -> set[str]:
    return {entry.text().partition("\t")[0] for entry in menu.actions() if entry.text()}


def has_menu(widget: QWidget) -> bool:
    """Whether a part of the program answers the menu key on a widget; Qt's own do not count."""
    return any(
        "contextMenuEvent" in kind.__dict__
        for kind in type(widget).__mro__
        if kind.__module__.startswith("app.")
    )


@dataclass(frozen=True)
class Seen:
    """A menu that was on the screen."""

    name: str
    entries: list[Any]
    titles: set[str]


def shown_by(run: Callable[[], object]) -> Seen | None:
    """Return the menu that a function shows, whether it waits for it or not; it is closed."""
    found: list[Seen] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            found.append(Seen(menu.objectName(), outline(menu), titles(menu)))
            menu.close()

    timer = QTimer(singleShot=True, interval=0)
    timer.timeout.connect(look)
    timer.start()
    run()
    while timer.isActive():
        QApplication.processEvents()
    return found[0] if found else None


def ask_for_menu(widget: QWidget) -> Seen | None:
    """Press the menu key on a widget."""
    at = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, widget.mapToGlobal(at))
    return shown_by(partial(QApplication.sendEvent, widget, event))


def fill(driver: Driver) -> int:
    """Let every panel show something; return the item that is selected."""
    driver.search("photo")
    item = driver.shared.results.hits[0].item
    driver.shared.select([item])
    driver.window.all_actions.trigger("item.label-positive")
    workspace = driver.window.workspace
    for name in workspace.names:
        driver.window.bring_up(name)
    driver.until(lambda: driver.labels)
    driver.rest()
    return item


def check_menus(driver: Driver, item: int) -> None:
    """Every menu of items has the same entries, and no other menu has one of them."""
    workspace, context = driver.window.workspace, driver.window.workspace.context
    wanted = outline(item_menu(context, driver.window))
    own = {action.title for action in context.actions.for_items()}
    with_menu = set()
    for name in workspace.names:
        panel = workspace.panel(name)
        for widget in filter(has_menu, panel.findChildren(QWidget)):
            driver.shared.select([item])
            menu = ask_for_menu(widget)
            if menu is not None and menu.name == "item-menu":
                assert menu.entries[: len(wanted)] == wanted, (name, widget)
                with_menu.add(name)
            elif menu is not None:
                assert not menu.titles & own, (name, widget)
        for one in panel.findChildren(ItemMenu):
            one._items_at = lambda _place: [item]
            menu = shown_by(partial(one.open, None, QPoint()))
            assert menu is not None, (name, one.parent())
            assert menu.entries[: len(wanted)] == wanted, (name, one.parent())
            with_menu.add(name)
    menu = shown_by(partial(workspace.panel("wall")._show_menu, QPoint()))
    assert menu is not None
    assert menu.entries[: len(wanted)] == wanted
    assert with_menu == {
        "results", "feedback", "details", "watchlist", "classifiers", "explore", "days", "lifelog",
        "graph", "explain", "evaluation",
    }  # fmt: skip
    driver.window.menus.menu("Item").aboutToShow.emit()
    plain = [one.partition("\t")[0] for one in wanted if isinstance(one, str)]
    main = [one for one in outline(driver.window.menus.menu("Item")) if isinstance(one, str)]
    assert main[: len(plain)] == plain


def check_windows(driver: Driver, item: int) -> None:
    """Viewer, comparison and player have the menu and its keys, too."""
    window, context = driver.window, driver.window.workspace.context
    wanted = outline(item_menu(context, window))
    opener = window.workspace.opener
    opener.full_screen = False
    window.all_actions.trigger("item.open")
    driver.until(lambda: opener.viewer is not None and opener.viewer.isVisible())
    viewer = opener.viewer
    for one in (viewer, CompareView(context, window), Player(context, parent=window)):
        (menu,) = one.findChildren(ItemMenu)
        menu._items_at = lambda _place: [item]
        seen = ask_for_menu(one)
        assert seen is not None
        assert seen.entries[: len(wanted)] == wanted
        keys = {key.key().toString() for key in one.findChildren(QShortcut)}
        assert {"Ctrl+E", "Ctrl+Up", "Ctrl+Shift+W"} <= keys
    viewer.close_viewer()


def check_selection(driver: Driver) -> None:
    """What is selected anywhere is selected in every grid that shows it, and in the details."""
    workspace = driver.window.workspace
    panels = {name: workspace.panel(name) for name in workspace.names}
    grids = [
        (name, grid) for name, panel in panels.items() for grid in panel.findChildren(ThumbnailGrid)
    ]
    assert len({name for name, grid in grids if grid.hits.rowCount()}) >= 3
    for hit in driver.shared.results.hits[:3]:
        driver.shared.select([hit.item], "test")
        driver.rest()
        for name, grid in grids:
            kept = [hit.item] if grid.hits.row_of(hit.item) >= 0 else []
            assert grid.selected_items() == kept, name
        assert panels["details"]._item == hit.item
        view = panels["wall"].view
        assert view.content.scene.items[view.selected].tolist() == [hit.item]
    for name, grid in grids:
        if grid.hits.rowCount() > 1:
            grid.select_row(1)
            assert driver.shared.selection == tuple(grid.selected_items()), name


def test_panels_share_one_selection_and_one_menu(opened: Driver) -> None:
    item = fill(opened)
    check_selection(opened)
    check_menus(opened, item)
    opened.shared.select([item])
    check_windows(opened, item)


def test_keys_of_items_count_in_the_viewer(opened: Driver) -> None:
    opened.search("photo")
    item = opened.shared.results.hits[0].item
    opened.shared.select([item])
    opener = opened.window.workspace.opener
    opener.full_screen = False
    opened.window.all_actions.trigger("item.open")
    opened.until(lambda: opener.viewer is not None and opener.viewer.isVisible())
    QTest.keyClick(opener.viewer, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: opened.labels == {item: -1})
    assert opener.viewer.isVisible()  # a mark is seen there
    QTest.keyClick(opener.viewer, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: not opener.viewer.isVisible())  # a search is seen in the window
    opened.rest()
    assert opened.shared.results.asked.stages[0].parts[0].what.example.item == item


def test_names_and_places_are_those_of_the_field(opened: Driver) -> None:
    actions = opened.window.all_actions
    found = {action.name: action for action in actions.for_items()}
    assert {name: found[name].title for name in NAMED} == NAMED
    placed = [name for section in LAYOUT for name in names_in(section)]
    assert len(placed) == len(set(placed))
    assert set(found) == set(placed), "an action on items has no place in the layout"
    assert arranged(list(found.values())) == arranged(list(reversed(found.values())))
    for action in found.values():
        assert action.tip
        assert not action.shortcut or QKeySequence(action.shortcut).toString()
