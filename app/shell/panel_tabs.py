"""Tabs of panels that all stay in sight: by drawing and title, by title, or by drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton, QWidget

from app.context import Action, Actions
from app.shell.parts import quiet_button
from app.widgets.icons import icon

VIEWS = ("view.history", "view.jobs")
PROPERTY = "fit"  # how the style sheet knows how close tabs stand


class Fit(StrEnum):
    """How much of its tabs a bar has room for, most first."""

    FULL = "full"  # drawing and title
    TITLES = "titles"
    CLOSE = "close"  # titles, close to each other
    DRAWINGS = "drawings"  # drawings; the tab in front keeps its title


@dataclass(frozen=True, slots=True)
class Tab:
    """What a tab stands for.

    Args:
        title: translated.
        drawing: name of an icon.
        keys: that go there, as shown; "" for none.
    """

    title: str
    drawing: str
    keys: str = ""

    @property
    def tip(self) -> str:
        """Title and keys."""
        return f"{self.title} ({self.keys})" if self.keys else self.title


class TabFitter(QObject):
    """Shows as much of the tabs of a bar as there is room for.

    Args:
        bar: whose tabs are fitted.
        tab_of: what stands at a place of the bar; None where nothing is known.
        write: shows a text on the tab at a place; a bar of docks takes it from the dock.
        draws: whether tabs with a title have drawings, too, where there is room.
    """

    def __init__(
        self,
        bar: QTabBar,
        tab_of: Callable[[int], Tab | None],
        write: Callable[[int, str], None],
        *,
        draws: bool,
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._tab_of = tab_of
        self._write = write
        self._draws = draws
        self._probe: QTabBar | None = None
        self._widths: dict[tuple[object, ...], int] = {}
        self.fit = Fit.FULL
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.arrange)
        bar.currentChanged.connect(self.arrange_soon)
        bar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew where the bar, its font or its style has changed."""
        kind = event.type()
        if kind in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._widths.clear()
        if kind in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.FontChange}:
            self.arrange_soon()
        return super().eventFilter(watched, event)

    @Slot()
    def arrange_soon(self, *_: object) -> None:
        """Fit the tabs once all that changes now has changed."""
        self._soon.start()

    @Slot()
    def arrange(self) -> None:
        """Fit the tabs to the width of the bar."""
        bar = self._bar
        found = [self._tab_of(place) for place in range(bar.count())]
        tabs = [tab for tab in found if tab is not None]
        if not tabs or len(tabs) < len(found) or bar.width() <= 0:
            return
        room = self.room()
        fits = (fit for fit in Fit if self._width(tabs, fit) <= room)
        self._show(tabs, next(fits, Fit.DRAWINGS))

    def room(self) -> int:
        """Return how wide the tabs may be, pixels."""
        parent = self._bar.parentWidget()
        return self._bar.width() if parent is None else min(self._bar.width(), parent.width())

    def _width(self, tabs: list[Tab], fit: Fit) -> int:
        """Return how wide a bar of these tabs would be, pixels."""
        current = self._bar.currentIndex()
        key = (fit, current if fit is Fit.DRAWINGS else -1, *tabs)
        if key not in self._widths:
            probe = self._made_probe()
            while probe.count():
                probe.removeTab(0)
            probe.setProperty(PROPERTY, fit.value)
            probe.style().polish(probe)
            for place, tab in enumerate(tabs):
                text, drawing = self._parts(tab, fit, is_current=place == current)
                probe.addTab(drawing, text)
            self._widths[key] = probe.sizeHint().width()
        return self._widths[key]

    def _made_probe(self) -> QTabBar:
        """Return a bar that nobody sees, to measure on."""
        if self._probe is None:
            self._probe = QTabBar(self._bar)
            self._probe.setUsesScrollButtons(True)  # it wants all its room then
            self._probe.setDocumentMode(self._bar.documentMode())
            self._probe.setAccessibleName(self._bar.accessibleName())
            self._probe.hide()
        self._probe.setIconSize(self._bar.iconSize())
        return self._probe

    def _parts(self, tab: Tab, fit: Fit, *, is_current: bool) -> tuple[str, QIcon]:
        """Return the text and the drawing of a tab."""
        if fit is Fit.DRAWINGS:
            return (tab.title if is_current else ""), icon(tab.drawing)
        draws = self._draws and fit is Fit.FULL
        return tab.title, icon(tab.drawing) if draws else QIcon()

    def _show(self, tabs: list[Tab], fit: Fit) -> None:
        bar = self._bar
        if bar.property(PROPERTY) != fit.value:
            bar.setProperty(PROPERTY, fit.value)
            bar.style().polish(bar)
            bar.setTabText(0, bar.tabText(0))  # a bar keeps its widths when it is polished only
            self.fit = fit
        for place, tab in enumerate(tabs):
            text, drawing = self._parts(tab, fit, is_current=place == bar.currentIndex())
            if bar.tabText(place) != text:
                self._write(place, text)
            if bar.tabIcon(place).isNull() != drawing.isNull():
                bar.setTabIcon(place, drawing)
            bar.setTabToolTip(place, tab.tip)
            bar.setAccessibleTabName(place, tab.title)


def fill_menu(
    menu: QMenu, actions: Actions, front: Callable[[str], bool], keys_of: Callable[[Action], str]
) -> None:
    """Fill a menu with all panels, then the views beside them; those in front are checked.

    Args:
        menu: is emptied first.
        actions: of the window.
        front: whether a panel or view can be seen, by its name.
        keys_of: the keys that go there, as shown.
    """
    menu.clear()
    known = {action.name: action for action in actions.all()}
    panels = [name for name in known if name.startswith("panel.")]
    for name in (*panels, "", *VIEWS):
        action = known.get(name)
        if action is None:
            menu.addSeparator()
            continue
        is_front = front(name.partition(".")[2])
        title = action.title.replace("&", "")
        entry = menu.addAction(icon(action.icon), f"{title}\t{keys_of(action)}")
        entry.setToolTip(actions.tip(action))
        entry.setCheckable(True)
        entry.setChecked(is_front)
        font = entry.font()
        font.setBold(is_front)  # a drawing hides the mark in some styles
        entry.setFont(font)
        entry.triggered.connect(lambda _on=False, run=action.run: run())


def menu_button(menu: QMenu, name: str, parent: QWidget) -> QToolButton:
    """Return a button that opens the menu of all panels."""
    button = quiet_button("chevron-down", name, parent)
    button.setObjectName("panel-menu")
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
