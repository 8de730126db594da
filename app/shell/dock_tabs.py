"""The tabs that Qt makes for docks that share a place."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar
from shiboken6 import getCppPointer

from app.shell.panel_tabs import Tab, TabFitter


class DockTabs(QObject):
    """Fits the tabs of every group of docks of a main window.

    Args:
        window: its docks are named "dock-NAME".
        tabs: what the tabs stand for, by name; may grow.
    """

    def __init__(self, window: QMainWindow, tabs: Mapping[str, Tab]) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = tabs
        self._fitters: dict[int, TabFitter] = {}  # by place of the bar in memory

    def follow(self) -> None:
        """Fit all tabs; Qt makes and takes bars as docks move."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        bars = {getCppPointer(bar)[0]: bar for bar in
                self._window.findChildren(QTabBar, options=direct)}  # fmt: skip
        for place, bar in bars.items():
            fitter = self._fitters.get(place)
            if fitter is None or fitter.parent() is not bar:
                self._fitters[place] = fitter = self._fitter(bar)
            fitter.arrange_soon()
        self._fitters = {place: self._fitters[place] for place in bars}

    def _fitter(self, bar: QTabBar) -> TabFitter:
        bar.setAccessibleName(self.tr("Panels of this side"))
        return TabFitter(bar, partial(self._tab, bar), partial(self._write, bar), draws=False)

    def _dock(self, bar: QTabBar, place: int) -> QDockWidget | None:
        """Return the dock of a tab: Qt keeps where it lies in memory."""
        there = bar.tabData(place)
        docks = self._window.findChildren(QDockWidget)
        return next((dock for dock in docks if getCppPointer(dock)[0] == there), None)

    def _tab(self, bar: QTabBar, place: int) -> Tab | None:
        dock = self._dock(bar, place)
        return None if dock is None else self._tabs.get(dock.objectName().removeprefix("dock-"))

    def _write(self, bar: QTabBar, place: int, text: str) -> None:
        """Show a text on a tab: Qt takes it from the title of the dock."""
        if (dock := self._dock(bar, place)) is not None:
            dock.setWindowTitle(text)
