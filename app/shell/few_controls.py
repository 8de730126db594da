"""Fewer controls for the whole window: the search box, the filters, and a wall to zoom.

These three find anything without a word of explanation: say it, narrow it, look at it. Everything
else is put away, not taken away: a menu, a key or another panel brings any panel back for as long
as it is wanted, and all of it stands as before when all controls are shown again.
"""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Slot

from app.shell.workspace import LAYOUT_VERSION, Workspace

if TYPE_CHECKING:
    from app.shell.window import MainWindow

logger = logging.getLogger(__name__)

KEPT = frozenset({"wall", "results", "search", "filters"})  # what a search finds must be seen, too
STATE = "controls"  # how all panels stood, among the states of the user
CONTROLS = "appearance.controls"


class FewControls(QObject):
    """Puts panels away and back as the setting says.

    Args:
        window: of the program.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._workspace: Workspace | None = None
        self._layout: QByteArray | None = None  # of all controls
        self._wanted: set[str] = set()  # brought back by hand
        self._is_few = False
        window.library_shown.connect(self._on_library_shown)

    @property
    def is_on(self) -> bool:
        """Whether few controls are wanted."""
        return self._window.settings.appearance.controls == "novice"

    def toggle(self) -> None:
        """Show few controls, or all of them, and keep the choice."""
        self._window.settings.appearance.controls = "expert" if self.is_on else "novice"
        self._window.save_settings()
        if self._window.workspace is not None:
            self._window.workspace.apply_settings(CONTROLS)

    @Slot()
    def _on_library_shown(self) -> None:
        workspace = self._window.workspace
        if workspace is None or workspace is self._workspace:
            return
        self._workspace, self._is_few = workspace, False
        self._wanted.clear()
        workspace.raised.connect(self._on_raised)
        workspace.shared.settings_changed.connect(self._on_setting)
        if self.is_on:
            self._layout = self._kept()
            self._put_away()

    @Slot(str)
    def _on_setting(self, name: str) -> None:
        if name != CONTROLS or self.is_on == self._is_few:
            return
        self._put_away() if self.is_on else self._put_back()

    def closing(self) -> None:
        """Let go of a library that closes."""
        self._workspace = None

    # -- away and back

    def _put_away(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        if self._layout is None:
            self._layout = workspace.saveState(LAYOUT_VERSION)
            self._keep(self._layout)
        self._is_few = True
        for name, dock in workspace.docks.items():
            dock.setVisible(name in KEPT)
        if "search" in workspace.docks:
            workspace.docks["search"].raise_()
        names = self._in_main_area(workspace)
        front = workspace.tabs.currentIndex()  # Qt takes any other tab where it is hidden
        if not 0 <= front < len(names) or names[front] not in KEPT:
            workspace.bring_up("wall")
        self._show_tabs(workspace)

    def _put_back(self) -> None:
        workspace, layout = self._workspace, self._layout
        if workspace is None:
            return
        self._is_few, self._layout = False, None
        self._wanted.clear()
        self._show_tabs(workspace)
        if layout is None or not workspace.restoreState(layout, LAYOUT_VERSION):
            self._window.reset_layout()

    def _show_tabs(self, workspace: Workspace) -> None:
        """Show the tabs of the main area that are kept, or were asked for."""
        for place, name in enumerate(self._in_main_area(workspace)):
            is_shown = not self._is_few or name in KEPT or name in self._wanted
            if workspace.tabs.isTabVisible(place) != is_shown:  # else Qt forgets to lay out others
                workspace.tabs.setTabVisible(place, is_shown)

    @staticmethod
    def _in_main_area(workspace: Workspace) -> list[str]:
        """Return the names of its panels in the order of their tabs."""
        names = [name for name in workspace.names if name not in workspace.docks]
        return names[: workspace.tabs.count()]

    @Slot(str)
    def _on_raised(self, name: str) -> None:
        """Leave what was brought up in sight."""
        if self._is_few and self._workspace is not None and name not in KEPT:
            self._wanted.add(name)
            self._show_tabs(self._workspace)

    # -- over restarts

    def _keep(self, layout: QByteArray) -> None:
        if not self._window.keeps_state:
            return
        try:
            self._window.states.save(STATE, {"docks": bytes(layout.toBase64().data()).decode()})
        except OSError as error:
            logger.warning("how the panels stood is not kept: %s", error)

    def _kept(self) -> QByteArray | None:
        state = (self._window.states.load(STATE) or {}) if self._window.keeps_state else {}
        docks = state.get("docks")
        return QByteArray.fromBase64(QByteArray(docks.encode())) if isinstance(docks, str) else None
